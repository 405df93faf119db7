"""Boosters and split sprays: doses of one medication and route that were taken as one."""

import csv
import io
import json
import shlex
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog.domain.calendar import Calendar, Span
from ketalog.domain.entries import Dose, Mood
from ketalog.domain.sittings import joined, parted, sittings
from ketalog.summary import summarize
from tests.conftest import Ketalog

COURSE = (
    "mood 3 anxiety 8 --at 16:50",
    "dose 100mg sublingual 5pm",
    "mood 9 5:20pm",
    "dose 50mg sublingual 5:40pm booster",
    "mood 6 anxiety 5 7:45pm",
)


def log(ketalog: Ketalog, *lines: str) -> None:
    for line in lines:
        answer = ketalog(line)
        assert answer.code == 0, answer.err


def week(ketalog: Ketalog) -> Any:
    return ketalog("week --json").data


def test_a_booster_and_its_dose_count_as_one(ketalog: Ketalog) -> None:
    log(ketalog, *COURSE)
    found = week(ketalog)
    assert found["routes"]["sublingual"] == {
        "count": 1,
        "mg": "150",
        "medications": {"ketamine": "150"},
    }
    assert [(dose["amount_mg"], dose["booster_of"]) for dose in found["doses"]] == [
        ("100", None),
        ("50", 2),
    ]


def test_before_is_that_of_the_first_dose_and_after_is_counted_from_the_last(
    ketalog: Ketalog,
) -> None:
    log(ketalog, *COURSE)
    assert week(ketalog)["mood"] == {"before": 3, "after": 6, "n": 1}
    points = ketalog("response --json").data["routes"][0]["mood"]["points"]
    assert [(point["point"], point["median"]) for point in points[:2]] == [
        ("before", 3),
        ("2h", 6),
    ]
    assert ketalog("response --json").data["routes"][0]["amounts_mg"] == ["150"]


def test_without_being_said_two_doses_are_two_and_the_answer_says_how_to_join_them(
    ketalog: Ketalog,
) -> None:
    log(ketalog, "dose 100mg sublingual 5pm")
    answer = ketalog("dose 50mg sublingual 5:40pm")
    assert (answer.code, "ketalog edit 2 --booster" in answer.err) == (0, True)
    assert week(ketalog)["routes"]["sublingual"]["count"] == 2
    assert ketalog("edit 2 --booster").code == 0
    assert week(ketalog)["routes"]["sublingual"]["count"] == 1
    assert ketalog("edit 2 separate").code == 0
    assert week(ketalog)["routes"]["sublingual"]["count"] == 2
    ketalog("undo")
    assert week(ketalog)["routes"]["sublingual"]["count"] == 1


def test_on_a_terminal_it_is_asked_once_the_dose_is_logged(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm")
    asked = ketalog("dose 50mg sublingual 5:40pm", stdin="1\n", tty=True)
    assert "Logged #2. #1, 100 mg sublingual, was 40 min before. Were they taken as one?" in (
        asked.err
    )
    assert "50 mg sublingual, booster" in asked.out
    separate = ketalog("dose 50mg sublingual 6pm", stdin="2\n", tty=True)
    assert "50 mg sublingual, separate" in separate.out
    nobody_knows = ketalog("dose 50mg sublingual 6:30pm", stdin="n\n", tty=True)
    assert (nobody_knows.code, "50 mg sublingual, Sun" in nobody_knows.out) == (0, True)
    assert week(ketalog)["routes"]["sublingual"]["count"] == 3


def test_nothing_is_asked_after_three_hours_or_by_another_route(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm")
    for line in ("dose 15mg nasal 5:30pm", "dose 50mg sublingual 8:01pm"):
        answer = ketalog(line, tty=True)
        assert (answer.code, answer.err) == (0, "")


def test_the_answer_about_a_booster_can_be_typed_back(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm")
    for said in ("booster", "separate", "not a booster"):
        first = ketalog(f"dose 50mg sublingual 5:40pm {said}").out
        echoed = first.removeprefix("Logged #").partition(": ")[2].partition(" (")[0]
        second = ketalog(["dose", *shlex.split(echoed)]).out
        assert second.partition(": ")[2].partition(" (")[0] == echoed


def test_a_booster_of_nothing_is_refused_with_the_own_line(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual --at 'yesterday 5pm'", "dose 15mg nasal 5pm")
    answer = ketalog("dose 50mg sublingual 5:40pm booster")
    assert answer.code == 2
    assert "A booster of what? There is no ketamine sublingual dose in the 12 h" in answer.err
    assert "ketalog dose 50mg sublingual 5:40pm separate" in answer.err
    assert len(week(ketalog)["doses"]) == 2


def test_the_dose_that_others_were_joined_to_is_parted_by_parting_them(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm", "dose 50mg sublingual 5:40pm booster")
    answer = ketalog("edit 1 --separate")
    assert (answer.code, "ketalog edit 2 --separate" in answer.err) == (2, True)
    assert "it has no booster" in ketalog("mood 5").err + ketalog("edit 3 --booster").err


def test_a_sitting_is_one_planned_dose_and_its_mg_are_held_against_the_plan(
    ketalog: Ketalog,
) -> None:
    ketalog("plan set 100mg sublingual --days daily --apart 24h --from 2026-11-20")
    log(ketalog, "dose 60mg sublingual 5pm")
    answer = ketalog("dose 40mg sublingual 5:40pm booster")
    assert "Your plan has" not in answer.out
    plan = week(ketalog)["plan"]
    assert (plan["taken"], plan["unplanned"]) == (1, 0)
    assert "together these are 110 mg" in ketalog("dose 10mg sublingual 6pm booster").out
    assert "at least 24 h between doses; the last one was 2:00 h before" in (
        ketalog("dose 10mg sublingual 8pm separate").out
    )
    flags = [flag["text"] for flag in week(ketalog)["flags"]]
    assert any("a dose 2:00 h after the last one" in text for text in flags), flags


def test_the_answer_at_the_terminal_takes_back_what_was_said_beside_the_plan(
    ketalog: Ketalog,
) -> None:
    ketalog("plan set 100mg sublingual --days daily --apart 24h --from 2026-11-20")
    log(ketalog, "dose 60mg sublingual 5pm")
    assert "Your plan has" not in ketalog("dose 40mg sublingual 6pm", stdin="1\n", tty=True).out
    assert "Your plan has" in ketalog("dose 40mg sublingual 7pm", stdin="2\n", tty=True).out


def test_a_side_effect_after_a_booster_belongs_to_the_sitting(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm", "effect nausea moderate 5:20pm")
    log(ketalog, "dose 50mg sublingual 5:40pm booster", "effect nausea mild 6pm")
    assert week(ketalog)["effects"]["nausea"]["doses"] == 1
    assert "after 100 mg + 50 mg = 150 mg sublingual." in week(ketalog)["flags"][0]["text"]


def test_a_deleted_first_dose_leaves_the_others_together(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm", "dose 50mg sublingual 5:40pm booster")
    log(ketalog, "dose 25mg sublingual 6pm booster", "delete 1")
    assert week(ketalog)["routes"]["sublingual"]["count"] == 1
    log(ketalog, "edit 3 nasal")
    assert {name: route["count"] for name, route in week(ketalog)["routes"].items()} == {
        "sublingual": 1,
        "nasal": 1,
    }


def test_the_usual_dose_is_never_a_booster(ketalog: Ketalog) -> None:
    log(ketalog, "dose 100mg sublingual 5pm", "dose 50mg sublingual 5:40pm booster")
    assert "100 mg sublingual" in ketalog("dose --usual").out


def test_lists_keep_each_dose_and_supply_counts_each_unit(ketalog: Ketalog, home: Path) -> None:
    log(ketalog, "supply fill 10x50mg sublingual --at 'yesterday 8am'")
    log(ketalog, "dose 2x50mg sublingual 5pm", "dose 1x50mg sublingual 5:40pm booster")
    assert "100 mg sublingual\n" in ketalog("list").out
    assert "50 mg sublingual, booster\n" in ketalog("list").out
    assert ketalog("supply --json").data["stocks"][0]["left"] == "7"
    assert "Taken as one with #2: 2 × 50 mg = 100 mg sublingual" in ketalog("show 3").out
    ketalog(f"export {home / 'table.csv'}")
    text = (home / "table.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["booster_of"] for row in rows if row["kind"] == "dose"] == ["", "2"]


def test_sittings_come_through_an_export_and_import(
    ketalog: Ketalog, home: Path, monkeypatch: Any
) -> None:
    log(ketalog, *COURSE)
    before = week(ketalog)
    ketalog(f"export {home / 'all.json'}")
    assert "sitting" in json.dumps(json.loads((home / "all.json").read_text()))
    monkeypatch.setenv("KETALOG_JOURNAL", str(home / "other.json"))
    ketalog(f"import {home / 'all.json'}")
    assert week(ketalog)["routes"] == before["routes"]
    assert week(ketalog)["mood"] == before["mood"]


# Laws

START = datetime(2026, 11, 16, 8, tzinfo=UTC)
SPAN = Span(date(2026, 11, 16), date(2026, 11, 23))
ROUTES = ("sublingual", "nasal")


@st.composite
def journals(draw: st.DrawFn) -> list[Dose | Mood]:
    """Draw doses of two routes, none joined, and ratings among them, a few days long."""
    minutes = draw(st.lists(st.integers(0, 6 * 24 * 60), min_size=2, max_size=14, unique=True))
    entries: list[Dose | Mood] = []
    for n, minute in enumerate(sorted(minutes)):
        at = START + timedelta(minutes=minute)
        if draw(st.booleans()):
            mg = Decimal(draw(st.integers(1, 200)))
            route = draw(st.sampled_from(ROUTES))
            entries.append(Dose(id=f"{n}", at=at, recorded=at, amount_mg=mg, route=route))
        else:
            rating = draw(st.integers(0, 10))
            entries.append(Mood(id=f"{n}", at=at, recorded=at, mood=rating))
    return entries


def doses_of(entries: list[Dose | Mood]) -> list[Dose]:
    return [entry for entry in entries if isinstance(entry, Dose)]


def with_joined(entries: list[Dose | Mood], choices: list[bool]) -> list[Dose | Mood]:
    """Join each chosen dose to the one of its route before it."""
    last: dict[str, Dose] = {}
    found: list[Dose | Mood] = []
    for entry, chosen in zip(entries, choices, strict=False):
        new = entry
        if isinstance(entry, Dose):
            if chosen and entry.route in last:
                new = joined(entry, last[entry.route])
            last[entry.route] = new  # type: ignore[assignment]
        found.append(new)
    return found


CHOICES = st.lists(st.booleans(), min_size=14, max_size=14)


@given(journals(), CHOICES)
def test_totals_of_mg_never_change_by_joining(
    entries: list[Dose | Mood], choices: list[bool]
) -> None:
    apart = summarize(entries, SPAN, Calendar()).routes
    together = summarize(with_joined(entries, choices), SPAN, Calendar()).routes
    assert {route: total.medications for route, total in apart.items()} == {
        route: total.medications for route, total in together.items()
    }
    for route, total in together.items():
        assert total.count + total.boosters == apart[route].count


@given(journals(), CHOICES)
def test_joining_and_parting_are_inverse(entries: list[Dose | Mood], choices: list[bool]) -> None:
    alone = doses_of(entries)
    together = doses_of(with_joined(entries, choices))
    again = [parted(dose) for dose in together]
    assert [[dose.id for dose in one.doses] for one in sittings(again)] == [
        [dose.id] for dose in alone
    ]
    names = {dose.id for one in sittings(together) for dose in one.doses}
    assert names == {dose.id for dose in alone}


@given(journals())
def test_saying_that_every_dose_is_one_of_its_own_changes_no_figure(
    entries: list[Dose | Mood],
) -> None:
    said = [parted(entry) if isinstance(entry, Dose) else entry for entry in entries]
    plain, told = (summarize(those, SPAN, Calendar()) for those in (entries, said))
    unsaid = [replace(course.dose, sitting=None) for course in told.courses]
    assert unsaid == [course.dose for course in plain.courses]
    assert (told.mood, told.routes, told.days_rated) == (plain.mood, plain.routes, plain.days_rated)


@given(journals(), CHOICES)
def test_no_rating_between_the_doses_of_a_sitting_is_before_or_after_it(
    entries: list[Dose | Mood], choices: list[bool]
) -> None:
    summary = summarize(with_joined(entries, choices), SPAN, Calendar())
    for course in summary.courses:
        first, last = course.dose.at, course.sitting.last.at
        outside = {
            entry.mood
            for entry in entries
            if isinstance(entry, Mood) and not first < entry.at < last
        }
        assert {value for value in course.mood if value is not None} <= outside
