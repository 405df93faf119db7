"""The page tells the truth of any journal: nothing that was recorded is denied, or passed over."""

import csv
import re
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from io import StringIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ketalog.answers.checks import named_effects, score_of
from ketalog.answers.period_data import period_data
from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, key_of
from ketalog.domain.kinds import Entry
from ketalog.domain.limits import LIMITS
from ketalog.domain.medicines import medicines_of
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.treatment import Also, Appointment, Check, Session, Skip, Supply, Vitals
from ketalog.export.formats import csv as csv_format
from ketalog.instruments.base import find
from ketalog.page import markdown
from ketalog.page.page import Page, page
from ketalog.page.texts import NOTHING
from ketalog.summary import summarize
from tests.page.test_safety_box import THOUGHTS, TOPICS

CALENDAR = Calendar()
MONDAY = date(2026, 10, 26)
SPAN = Span(MONDAY, MONDAY + timedelta(days=28))
NOW = datetime.fromisoformat("2026-11-22T21:00:00+01:00")
FIRST = datetime.fromisoformat("2026-10-20T00:00:00+01:00")
ROUTES = ("sublingual", "nasal", "intravenous")
NAMES = (
    *("nausea", "sedation", "dissociation", "memory problems", "craving", "headache"),
    *("chest pain", "blood in urine", "want to die", "pink dreams"),
)
SEVERITIES = (None, "mild", "moderate", "severe")
DRINKING = 3
"""Which question of the monthly check is about alcohol."""
RATING = st.none() | st.integers(0, 10)


@st.composite
def when(draw: st.DrawFn) -> dict[str, Any]:
    """Return when an entry happened, from a week before the period on; some written down late.

    Some on another clock than the patient's usual one.
    """
    at = FIRST + timedelta(minutes=30 * draw(st.integers(0, 33 * 48)))
    at = at.astimezone(timezone(timedelta(hours=draw(st.sampled_from((1, 1, 1, -5, 9))))))
    late = draw(st.sampled_from((0, 0, 30)))
    return {"at": at, "recorded": at + timedelta(hours=late)}


def answers(name: str) -> st.SearchStrategy[Any]:
    """Return answers to a questionnaire, some with gaps."""
    instrument = find(name)
    assert instrument is not None
    one = st.sampled_from((None, *instrument.values))
    return st.tuples(*[one] * len(instrument.items)).filter(instrument.takes)


@st.composite
def checks(draw: st.DrawFn) -> Check:
    names = ("dose", "dose", "bladder", "monthly", "phq9", "phq9", "gad7")
    name = draw(st.sampled_from(names))
    difficulty = draw(st.sampled_from((None, 0, 2))) if name in {"phq9", "gad7"} else None
    given = draw(answers(name))
    return Check(id="", instrument=name, answers=given, difficulty=difficulty, **draw(when()))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    days = draw(st.sampled_from(("FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=DAILY;INTERVAL=2", None)))
    return Plan(
        id="",
        route=draw(st.sampled_from(ROUTES)),
        amount_mg=draw(st.sampled_from((None, Decimal(100)))),
        rrule=days,
        per_week=None if days else draw(st.integers(1, 3)),
        least_hours=draw(st.sampled_from((None, Decimal(48)))),
        **draw(when()),
    )


ENTRIES: dict[str, st.SearchStrategy[Entry]] = {
    "dose": st.builds(
        lambda mg, route, medication, mood, at: Dose(
            id="",
            amount_mg=Decimal(mg),
            route=route,
            medication=medication,
            mood=mood,
            anxiety=mood,
            **at,
        ),
        *(st.sampled_from((50, 100, 150)), st.sampled_from(ROUTES)),
        *(st.sampled_from((None, None, "esketamine")), RATING, when()),
    ),
    "mood": st.builds(
        lambda mood, anxiety, sleep, at: Mood(
            id="", mood=mood, anxiety=anxiety, sleep_minutes=sleep, **at
        ),
        *(st.integers(0, 10), RATING, st.sampled_from((None, 450)), when()),
    ),
    "effect": st.builds(
        lambda name, severity, minutes, at: Effect(
            id="", name=name, severity=severity, minutes=minutes, **at
        ),
        st.sampled_from(NAMES),
        *(st.sampled_from(SEVERITIES), st.sampled_from((None, 45)), when()),
    ),
    "none": st.builds(lambda at: NoEffects(id="", **at), when()),
    "check": checks(),
    "plan": plans(),
    "stop": st.builds(
        lambda route, at: PlanStop(id="", route=route, **at), st.sampled_from(ROUTES), when()
    ),
    "skip": st.builds(lambda at: Skip(id="", reason="a secret", **at), when()),
    "supply": st.builds(
        lambda change, units, at: Supply(
            id="",
            change=change,
            units=Decimal(units),
            strength_mg=Decimal(100),
            route="nasal",
            **at,
        ),
        st.sampled_from(("fill", "lost", "count")),
        *(st.integers(1, 20), when()),
    ),
    "vitals": st.builds(
        lambda high, oxygen, at: Vitals(
            id="", systolic_mmhg=high, diastolic_mmhg=60, oxygen_percent=oxygen, **at
        ),
        *(st.integers(61, 240), st.none() | st.integers(70, 100), when()),
    ),
    "also": st.builds(
        lambda what, change, at: Also(id="", what=what[0], about=what[1], change=change, **at),
        st.sampled_from(
            (("2 beers", "alcohol"), ("no alcohol", "alcohol"), ("zolpidem", "sedative"))
        ),
        *(st.sampled_from(("taken", "started", "stopped")), when()),
    ),
    "appointment": st.builds(lambda at: Appointment(id="", **at), when()),
    "note": st.builds(lambda at: Note(id="", text="a secret", **at), when()),
    "question": st.builds(lambda at: Question(id="", text="Why so?", **at), when()),
    "session": st.builds(lambda at: Session(id="", where="kap", watched_minutes=90, **at), when()),
}


OFTEN = ("check", "check", "check", "dose", "dose", "effect")
"""Kinds of which most of the page is made."""


@st.composite
def journals(draw: st.DrawFn) -> list[Entry]:
    """Return a journal of any kinds of entries, with their own identities and numbers."""
    kinds = draw(st.lists(st.sampled_from((*ENTRIES, *OFTEN)), max_size=30))
    drawn = [draw(ENTRIES[kind]) for kind in kinds]
    journal = [
        type(entry)(**{**_fields(entry), "id": f"e{n}", "number": n + 1})
        for n, entry in enumerate(drawn)
    ]
    for dose in [entry for entry in journal if isinstance(entry, Dose)]:
        if draw(st.booleans()):
            journal.append(_booster(dose, len(journal)))
    return journal


def _booster(dose: Dose, n: int) -> Dose:
    """Return a second dose of a sitting, 40 minutes later."""
    at = dose.at + timedelta(minutes=40)
    moved = {"at": at, "recorded": at, "id": f"e{n}", "number": n + 1, "sitting": dose.id}
    return Dose(**{**_fields(dose), **moved, "mood": None, "anxiety": None})


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


def inside(journal: list[Entry]) -> list[Entry]:
    return [entry for entry in journal if CALENDAR.day_of(entry.at) in SPAN]


def drawn(journal: list[Entry]) -> Page:
    return page(journal, SPAN, CALENDAR, now=NOW)


def rows_of(shown: Page) -> dict[str, Any]:
    return {point.topic: point for point in shown.safety}


def reported(entries: list[Entry]) -> Counter[str]:
    """Return every side effect that an entry or an answer of a check of our own names."""
    names: Counter[str] = Counter()
    for entry in entries:
        if isinstance(entry, Effect):
            names[entry.name] += 1
        elif isinstance(entry, Check):
            names.update(name for name, _ in named_effects(entry))
    return names


@given(journals())
def test_the_box_has_every_row_and_none_denies_what_was_recorded(journal: list[Entry]) -> None:
    shown = drawn(journal)
    assert [point.topic for point in shown.safety] == TOPICS
    rows, names = rows_of(shown), reported(inside(journal))
    topics = {
        THOUGHTS: {"want to die"},
        "Red flags": {"chest pain"},
        "Dissociation, sedation": {"sedation", "dissociation"},
        "Memory and thinking": {"memory problems"},
        "Craving, driving": {"craving"},
        "Other side effects": {"nausea", "headache", "dizziness", "pink dreams"},
    }
    for topic, of_topic in topics.items():
        for name in of_topic & names.keys():
            assert rows[topic].kind in {"flagged", "noted"}, topic
            assert name in rows[topic].text, topic
    if "blood in urine" in names:
        assert "blood in urine" in rows["Bladder"].text
    for medicine in medicines_of(journal, SPAN, CALENDAR).still_taken:
        assert medicine.last.what in rows["Sedatives, other medicines"].text
    up_to_now = [entry for entry in journal if CALENDAR.day_of(entry.at) < SPAN.end]
    if "want to die" in reported(up_to_now):
        assert rows[THOUGHTS].kind == "flagged"
    asked = {type(entry) for entry in inside(journal)}
    if NoEffects in asked:
        assert all(rows[topic].kind != "missing" for topic in list(topics)[1:])
    oxygens = [
        entry.oxygen_percent
        for entry in inside(journal)
        if isinstance(entry, Vitals) and entry.oxygen_percent is not None
    ]
    if oxygens:
        assert f" {min(oxygens)} %" in rows["Blood pressure, pulse, oxygen"].text
    for entry in inside(journal):
        if isinstance(entry, Check) and entry.instrument == "phq9" and entry.answers[8]:
            assert rows[THOUGHTS].kind == "flagged"


@given(journals())
def test_what_nothing_is_known_of_is_called_neither_none_nor_not_taken(
    journal: list[Entry],
) -> None:
    shown = drawn(journal)
    rows, entries = rows_of(shown), inside(journal)
    kinds = {type(entry) for entry in entries}
    known = bool(kinds & {Effect, NoEffects}) or any(
        isinstance(entry, Check) and entry.instrument in {"dose", "bladder", "monthly"}
        for entry in entries
    )
    if not known:
        asked_of_doses = ("Dissociation, sedation", "Craving, driving", "Other side effects")
        for topic in ("Red flags", *asked_of_doses):
            assert rows[topic].kind == "missing"
        assert "Worst side effects" not in [column.title for column in shown.weeks.columns]
    denies = {
        entry.what.startswith("no ")
        for entry in entries
        if isinstance(entry, Also) and entry.about == "alcohol"
    }
    denies |= {
        not entry.answers[DRINKING]
        for entry in entries
        if isinstance(entry, Check)
        and entry.instrument == "monthly"
        and entry.answers[DRINKING] is not None
    }
    expected = {frozenset(): "missing", frozenset({True}): "denied"}
    assert rows["Alcohol"].kind == expected.get(frozenset(denies), "flagged")
    if Vitals not in kinds:
        assert rows["Blood pressure, pulse, oxygen"].kind == "missing"
    text = markdown.render(shown).decode()
    assert "not taken" not in text
    assert "caused" not in text
    assert not re.search(r"(?<![\d.])0 ?\N{NO-BREAK SPACE}?%", text)
    percents = re.findall(r"(\S+)[ \N{NO-BREAK SPACE}]%", text)
    assert all(re.fullmatch(r"\(?(25–75|10–90|[789]\d|100)", percent) for percent in percents)


@given(journals())
def test_all_that_was_recorded_is_on_the_page_or_among_what_it_leaves_out(
    journal: list[Entry],
) -> None:
    shown, entries = drawn(journal), inside(journal)
    counts = Counter(type(entry) for entry in entries)
    assert len(shown.doses.rows) == counts[Dose] + counts[Skip]
    # A booster stands by itself, and is in no other row's amount.
    own = [f"{dose.amount_mg}" for dose in sorted(entries, key=key_of) if isinstance(dose, Dose)]
    logged = [row[2].partition(" ")[0] for row in shown.doses.rows if row[2] != "skipped"]
    assert logged == own
    assert {row[0].lower(): int(row[2]) for row in shown.effects.rows} == reported(entries)
    assert len(shown.questions) + len(shown.later) == counts[Question]
    assert len(shown.sessions.rows) == counts[Session]
    text = markdown.render(shown).decode()
    assert "secret" not in text
    words = counts[Note] + counts[Skip]
    assert (f"{words} note" in shown.reading[-1]) == bool(words)
    titles = {"phq9": "PHQ-9", "gad7": "GAD-7"}
    tiles = {tile.label: tile for tile in shown.tiles}
    assert shown.scores.table is not None
    listed = Counter(row[0] for row in shown.scores.table.rows)
    up_to_now = [e for e in journal if isinstance(e, Check) and CALENDAR.day_of(e.at) < SPAN.end]
    for name, title in titles.items():
        answered = [check for check in up_to_now if check.instrument == name]
        assert listed[title] == len(answered)
        totals = [score for check in answered if (score := score_of(check)) and score.total]
        assert tiles[title].value != NOTHING or not totals
        if any(check in entries for check in answered):
            assert tiles[title].caption != "not answered"
    since = dict(shown.since)
    names = [name for name in reported(entries) if name not in reported_before(journal)]
    shown_new = since["New side effects"]
    assert all(name in shown_new for name in names[:1]) or "more" in shown_new


def reported_before(journal: list[Entry]) -> set[str]:
    return set(reported([e for e in journal if CALENDAR.day_of(e.at) < SPAN.start]))


@given(journals())
def test_the_page_the_week_and_the_json_agree(journal: list[Entry]) -> None:
    shown = drawn(journal)
    snapshot = snapshot_of(journal, 0)
    daily = {row[0]: row[1:] for row in (shown.daily.table.rows if shown.daily.table else ())}
    titles = [column.title for column in shown.weeks.columns]
    first, limits_of_weeks = MONDAY, set()
    for cells in shown.weeks.rows:
        row = dict(zip(titles, cells, strict=True))
        length = int(row["Rated"].partition("/")[2])  # Weeks without an entry stand as one.
        week = Span(first, first + timedelta(days=length))
        first = week.end
        data = period_data(summarize(journal, week, CALENDAR, snapshot, CALENDAR.day_of(NOW)))
        limits_of_weeks |= {flag["name"] for flag in data["flags"] if flag["kind"] == "reading"}
        assert row["Rated"] == f"{data['days_rated']}/{length}"
        assert length == 7 or not data["entries"]
        for measure in ("mood", "anxiety"):
            said = row.get(measure.capitalize(), NOTHING)
            assert (said == NOTHING) == (data[measure]["n"] == 0)
            if data[measure]["n"]:
                assert said.endswith(f"({data[measure]['n']})")
        for route in ROUTES:
            taken = data["routes"].get(route, {"count": 0})["count"]  # A sitting is one.
            said = row.get(route.capitalize(), NOTHING)
            assert (said == NOTHING) == (taken == 0)
            of_each = [int(re.split(r" ×|:", part)[0]) for part in said.split("; ") if taken]
            assert sum(of_each) == taken
        for name in data["effects"]:
            assert row["Worst side effects"] != NOTHING, name
            assert "none" not in row["Worst side effects"], name
        for day, ratings in data["days"].items():
            on = date.fromisoformat(str(day))
            key = f"{on:%a} {on.day} {on:%b}"
            cells_of_day = daily.get(key, (NOTHING, NOTHING, NOTHING))
            for cell, measure in zip(cells_of_day, ("mood", "anxiety"), strict=False):
                value = ratings[measure]
                assert cell == (NOTHING if value is None else f"{value:.1f}".removesuffix(".0"))
    assert first == SPAN.end
    readings = rows_of(shown)["Blood pressure, pulse, oxygen"].text
    assert limits_of_weeks == {limit.name for limit in LIMITS if f": {limit.said} (" in readings}


@given(journals())
def test_the_doses_stand_against_the_plan_as_the_plan_says(journal: list[Entry]) -> None:
    shown = drawn(journal)
    summary = summarize(journal, SPAN, CALENDAR, snapshot_of(journal, 0), CALENDAR.day_of(NOW))
    plan, tile = summary.plan, shown.tiles[0]
    alt = shown.strip.charts[0].alt if shown.strip.charts else ""
    unknown = sum(map(int, re.findall(r"(\d+) planned and not recorded", alt)))
    skipped = sum(map(int, re.findall(r"(\d+) skipped", alt)))
    unplanned = sum(map(int, re.findall(r"(\d+) not planned", alt)))
    if plan is None or not plan.total:
        assert tile.label == "Doses taken"
        assert (unknown, skipped) == (0, 0)
        return
    assert (unknown, skipped) == (plan.not_recorded, plan.skipped)
    assert unplanned == len(plan.unplanned)
    taken, total = re.match(r"(\S+) / (\d+)", tile.value).groups()  # type: ignore[union-attr]
    assert int(total) == plan.total
    assert taken in {str(plan.taken), NOTHING}
    if taken == NOTHING:
        assert plan.taken == 0
        assert plan.not_recorded + plan.due
    more = re.search(r"\+ (\d+)$", tile.value)
    assert (int(more[1]) if more else 0) == len(plan.unplanned)


@given(journals())
def test_every_share_is_of_what_it_names(journal: list[Entry]) -> None:
    shown = drawn(journal)
    text = markdown.render(shown).decode()
    for n, of in re.findall(r"(?<![\d/.])(\d[\d,]*) of (\d[\d,]*)(?! mg| h)\b", text):
        if f"more than planned: {n} of {of}" not in text and "doses a" not in text:
            assert int(n.replace(",", "")) <= int(of.replace(",", "")), f"{n} of {of}"
    for row in shown.effects.rows:
        assert row[1] == NOTHING or re.fullmatch(r"\d+( of \d+)?", row[1])
    for point in shown.safety:
        assert point.asked


@given(journals())
def test_the_table_for_spreadsheets_says_what_the_page_says(journal: list[Entry]) -> None:
    shown, entries = drawn(journal), inside(journal)
    doses = sorted((one for one in journal if isinstance(one, Dose)), key=key_of)
    rows = list(csv.DictReader(StringIO(csv_format.render(entries, doses, notes=False).decode())))
    assert len(rows) == len(entries)
    logged = [row for row in rows if row["kind"] == "dose"]
    assert Counter(row["route"] for row in logged) == Counter(
        row[[column.title for column in shown.doses.columns].index("Route")].removesuffix(" ▲")
        for row in shown.doses.rows
        if row[2] != "skipped"
    )
    effects = Counter(row["effect"] for row in rows if row["kind"] == "effect")
    said = {row[0].lower(): int(row[2]) for row in shown.effects.rows}
    assert all(said[name] >= times for name, times in effects.items())
    pressures = [int(row["systolic_mmhg"]) for row in rows if row["systolic_mmhg"]]
    if pressures:
        reading = rows_of(shown)["Blood pressure, pulse, oxygen"].text
        assert f" {max(pressures)}/" in reading
    rated = {CALENDAR.day_of(datetime.fromisoformat(row["at"])) for row in rows if row["mood"]}
    assert shown.completeness.startswith(f"Mood rated on {len(rated)} of 28 days")
    totals = {row["total"] for row in rows if row["total"]}
    table = shown.scores.table
    assert table is not None
    assert totals <= {row[2].partition(" of")[0] for row in table.rows}
