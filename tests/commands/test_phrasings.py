"""What people type is written down as it is meant, asked about, or refused with their own line."""

import shlex
from datetime import datetime, timedelta
from decimal import Decimal
from time import process_time
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.answers.phrases import say_stamped
from ketalog.clauses.table import TABLE
from ketalog.domain.effects import EFFECTS
from ketalog.domain.entries import SEVERITIES, Dose, Effect, Mood, NoEffects, as_data
from ketalog.domain.kinds import Entry
from ketalog.domain.routes import NAMES
from tests.conftest import NOW, Ketalog, examples
from tests.places import ROOT

PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --apart 48h --from 2026-11-01"
SUNDAY_20 = "2026-11-22T20:00:00+01:00"
SUNDAY_2055 = "2026-11-22T20:55:00+01:00"
SUNDAY_2210 = "2026-11-22T22:10:00+01:00"
MONDAY_0130 = "2026-11-23T01:30:00+01:00"


@pytest.fixture
def planned(ketalog: Ketalog) -> Ketalog:
    """A journal with a plan of troches of 100 mg."""
    assert ketalog(PLAN).code == 0
    return ketalog


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("dose 1/2 troche", "0.5 × 100 mg = 50 mg sublingual"),
        ("dose ½ troche", "0.5 × 100 mg = 50 mg sublingual"),
        ("dose 1 1/2 troches", "1.5 × 100 mg = 150 mg sublingual"),
        ("dose 1½ troches", "1.5 × 100 mg = 150 mg sublingual"),
        ("dose one and a half troche", "1.5 × 100 mg = 150 mg sublingual"),
        ("dose 100mg troche", "100 mg sublingual"),
        ("dose 2 sprays of 15mg", "2 × 15 mg = 30 mg nasal"),
        ("dose 2 sprays 15mg each nasal", "2 × 15 mg = 30 mg nasal"),
        ("dose 15mg x2 nasal", "2 × 15 mg = 30 mg nasal"),
        ("dose 15mgx2 nasal", "2 × 15 mg = 30 mg nasal"),
        ("dose two 15mg nasal", "2 × 15 mg = 30 mg nasal"),
        ("dose 2×15mg nasal", "2 × 15 mg = 30 mg nasal"),
        ("dose 0.1 g sublingual", "100 mg sublingual"),
        ("dose 84mg spravato", "84 mg esketamine nasal"),
        ("dose .5mg nasal", "0.5 mg nasal"),
        ("mood 5.0", "mood 5"),
        ("dose 100mg S.L.", "100 mg sublingual"),
        ("dose 100mg under my tongue", "100 mg sublingual"),
        ("dose 100mg tongue", "100 mg sublingual"),
        ("dose 100mg, sublingual.", "100 mg sublingual"),
        ("dose 100mgsublingual", "100 mg sublingual"),
        ("DOSE 100MG SUBLINGUAL", "100 mg sublingual"),
        ("dose ~100mg sublingual", "about 100 mg sublingual"),
        ("dose about 100mg sublingual", "about 100 mg sublingual"),
        ("dose sublingual around 100mg", "about 100 mg sublingual"),
        ("dose usual", "2 × 100 mg = 200 mg sublingual"),
        ("dose same", "2 × 100 mg = 200 mg sublingual"),
        ("dose as planned", "2 × 100 mg = 200 mg sublingual"),
        (
            "dose 100mg sublingual held 15 min, mood 4, anxiety 7",
            "100 mg sublingual, held 15 min, mood 4, anxiety 7",
        ),
        ("dose 100mg sublingual –hold 15", "100 mg sublingual, held 15 min"),
        ("dose 100mg–sublingual — held 15", "100 mg sublingual, held 15 min"),
        ("dose “100mg” of ketamine, sublingual", "100 mg ketamine sublingual"),
        ("dose dose 100mg sublingual please", "100 mg sublingual"),
        ("effect “nausea” – mild…", "mild nausea"),
        ("effect feeling very dizzy", "severe dizziness"),
        ("dose 100mg sublingual --hold 15 min", "100 mg sublingual, held 15 min"),
        ("dose 100mg sublingual spat it out", "100 mg sublingual, spat out"),
        ("dose 100mg sublingual swallowed", "100 mg sublingual, swallowed"),
        ("mood 6 anxiety 4", "mood 6, anxiety 4"),
        ("mood 6/10", "mood 6"),
        ("mood 6/10, anxiety 4/10", "mood 6, anxiety 4"),
        ("mood 6 /10 anxiety 4 / 10", "mood 6, anxiety 4"),
        ("mood 6 of ten", "mood 6"),
        ("mood six", "mood 6"),
        ("mood=6", "mood 6"),
        ("mood 6 anxiety=4", "mood 6, anxiety 4"),
        ("mood 6,anxiety4", "mood 6, anxiety 4"),
        ("mood 6 slept 7h30", "mood 6, slept 7:30 h"),
        ("mood 6 --sleep 730", "mood 6, slept 7:30 h"),
        ("mood 6 slept 7.30", "mood 6, slept 7:30 h"),
        ("mood 6 slept 7.5", "mood 6, slept 7:30 h"),
        ("effect nausea for 45min mild", "mild nausea, for 45 min"),
        ("effect nausea for 45 min", "nausea, for 45 min"),
        ("effect nausea --for 45 min", "nausea, for 45 min"),
        ("effect slight nausea", "mild nausea"),
        ("effect very bad nausea", "severe nausea"),
        ("effect 'bad dreams' 3", "severe bad dreams"),
        ("effect nausea medium", "moderate nausea"),
    ],
)
def test_what_is_plain_is_taken(planned: Ketalog, typed: str, said: str) -> None:
    answer = planned(typed, now=SUNDAY_20)
    assert f"Logged #2: {said}, Sun 22 Nov 2026 20:00" in answer.out, answer.err


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("at 7pm", "Sun 22 Nov 2026 19:00"),
        ("7pm", "Sun 22 Nov 2026 19:00"),
        ("7 PM.", "Sun 22 Nov 2026 19:00"),
        ("19:00", "Sun 22 Nov 2026 19:00"),
        ("1900", "Sun 22 Nov 2026 19:00"),
        ("730pm", "Sun 22 Nov 2026 19:30"),
        ("around 7pm", "Sun 22 Nov 2026 19:00"),
        ("at7pm", "Sun 22 Nov 2026 19:00"),
        ("@7pm", "Sun 22 Nov 2026 19:00"),
        ("at noon", "Sun 22 Nov 2026 12:00"),
        ("yesterday 9pm", "Sat 21 Nov 2026 21:00"),
        ("9pm yesterday", "Sat 21 Nov 2026 21:00"),
        ("--at yesterday 9pm", "Sat 21 Nov 2026 21:00"),
        ("—at yesterday 9pm", "Sat 21 Nov 2026 21:00"),
        ("20 min ago", "Sun 22 Nov 2026 19:40"),
        ("--at 20 min ago", "Sun 22 Nov 2026 19:40"),
        ("an hour and a half ago", "Sun 22 Nov 2026 18:30"),
        ("two hours ago", "Sun 22 Nov 2026 18:00"),
        ("now", "Sun 22 Nov 2026 20:00"),
        ("--at 1930", "Sun 22 Nov 2026 19:30"),
        ("--at 730pm", "Sun 22 Nov 2026 19:30"),
        ("mon 8am", "Mon 16 Nov 2026 08:00"),
        ("14 sep 20:20", "Mon 14 Sep 2026 20:20"),
        ("2026-09-14 20:20", "Mon 14 Sep 2026 20:20"),
        ("Mon 14 Sep 2026 20:20", "Mon 14 Sep 2026 20:20"),
    ],
)
@pytest.mark.parametrize("what", ["dose 100mg sublingual", "mood 6", "effect nausea mild"])
def test_a_time_stands_anywhere_and_needs_no_quotes(
    ketalog: Ketalog, what: str, typed: str, when: str
) -> None:
    answer = ketalog(f"{what} {typed}", now=SUNDAY_20)
    assert f", {when} (" in answer.out, answer.err


class Asked(NamedTuple):
    """A line that can be meant in two ways, when it is typed, and both as they are typed out."""

    typed: str
    first: str
    second: str
    now: str = SUNDAY_20


ASKED = [
    Asked("dose 2 sublingual", "dose 2mg sublingual", "dose 2x100mg sublingual"),
    Asked("dose 0.5 sublingual", "dose 0.5mg sublingual", "dose 0.5x100mg sublingual"),
    Asked("dose 100mg sub", "dose 100mg sublingual", "dose 100mg subcutaneous"),
    Asked("dose 100mgsub", "dose 100mgsublingual", "dose 100mgsubcutaneous"),
    Asked("dose 1.000mg nasal", "dose 1mg nasal", "dose 1000mg nasal"),
    Asked("dose 1,000 mg nasal", "dose 1 mg nasal", "dose 1000 mg nasal"),
    Asked(
        "dose 2x100mg sublingual --at 9pm",
        "dose 2x100mg sublingual --at '2026-11-21 21:00'",
        "dose 2x100mg sublingual --at now",
        SUNDAY_2055,
    ),
    Asked("mood 5 --at 9:30", "mood 5 --at 9:30am", "mood 5 --at 9:30pm", SUNDAY_2210),
    Asked("mood 5 9:30", "mood 5 9:30am", "mood 5 9:30pm", SUNDAY_2210),
    Asked("mood 5 at 9", "mood 5 9:00am", "mood 5 9:00pm", SUNDAY_2210),
    Asked(
        "mood 5 --at 'yesterday 11pm'",
        "mood 5 --at '2026-11-22 23:00'",
        "mood 5 --at '2026-11-21 23:00'",
        MONDAY_0130,
    ),
    Asked("mood 5 5/11 9pm", "mood 5 2026-05-11 9pm", "mood 5 2026-11-05 9pm"),
    Asked("mood 6.5", "mood 6", "mood 7"),
    Asked("dose 2 sprays 30mg nasal", "dose 2x30mg spray nasal", "dose 2x15mg spray nasal"),
    Asked("mood 5 slept 450", "mood 5 slept 4h50", "mood 5 slept 7h30"),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.typed)
def test_what_can_be_meant_in_two_ways_is_refused_with_the_own_line_both_ways(
    planned: Ketalog, asked: Asked
) -> None:
    answer = planned(asked.typed, now=asked.now)
    assert (answer.code, answer.out) == (2, "")
    for line in (asked.first, asked.second):
        assert f": ketalog {line}." in answer.err
        assert planned(line, now=asked.now).code == 0
    assert len(planned("list --json").data["entries"]) == 3


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.typed)
def test_on_a_terminal_it_is_asked_once_with_both_as_keys(planned: Ketalog, asked: Asked) -> None:
    lines = []
    for key, line in (("1", asked.first), ("2", asked.second)):
        chosen = planned(asked.typed, now=asked.now, stdin=f"x\n{key}\n", tty=True)
        assert "1 or 2, n to stop: " in chosen.err
        lines.append((chosen.out, planned(line, now=asked.now).out))
    for number, (chosen_out, typed_out) in enumerate(lines):
        told = [out.partition(": ")[2].partition(" (")[0] for out in (chosen_out, typed_out)]
        assert told[0] == told[1], number
    for stop in ("n\n", "\x1b\n", ""):
        stopped = planned(asked.typed, now=asked.now, stdin=stop, tty=True)
        assert (stopped.code, stopped.out) == (2, "")


def test_a_long_note_holds_up_no_question_about_the_rest(planned: Ketalog) -> None:
    before = process_time()
    refused = planned(f"dose 100mgsub --note '{'word ' * 1500}'")
    assert "ketalog dose 100mgsublingual --note" in refused.err
    assert process_time() - before < 5


def test_who_set_a_clock_of_24_hours_types_it(ketalog: Ketalog) -> None:
    ketalog("config clock 24")
    assert "Sun 22 Nov 2026 09:30" in ketalog("mood 5 --at 9:30", now=SUNDAY_2210).out
    ketalog("config clock 12")
    assert ketalog("mood 5 --at 9:30", now=SUNDAY_2210).code == 2
    assert "9:30 am" in ketalog("mood 5 --at 09:30", now=SUNDAY_2210).out


def test_a_number_far_from_the_usual_dose_needs_its_unit(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 8am")
    for number in ("9", "301", "1000"):
        refused = ketalog(f"dose {number} sublingual")
        assert refused.code == 2
        assert f"ketalog dose {number}mg sublingual" in refused.err
        assert ketalog(f"dose {number}mg sublingual").code == 0
        ketalog("undo")
    for number in ("10.5", "100", "300"):
        assert ketalog(f"dose {number} sublingual").code == 0
        ketalog("undo")


def test_an_edit_asks_for_morning_or_evening_too(ketalog: Ketalog) -> None:
    ketalog("mood 5 --at 20:25")
    refused = ketalog("edit 1 --at 8:30", now=SUNDAY_2210)
    assert refused.code == 2
    assert "ketalog edit 1 --at 8:30am" in refused.err
    assert "ketalog edit 1 --at 8:30pm" in refused.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "dose 100mg sublingual 7pm felt ok",
            (
                "Read: 100 mg sublingual, 19:00. Not read: 'felt ok'. "
                "As a note: ketalog dose 100mg sublingual 7pm --note 'felt ok'"
            ),
        ),
        (
            "mood 6 --anxiety 4 quite tired",
            (
                "Read: mood 6, anxiety 4. Not read: 'quite tired'. "
                "As a note: ketalog mood 6 --anxiety 4 --note 'quite tired'"
            ),
        ),
        ("dose 100mg sublingual --spat --swallowed", "Two things are said: --spat and --swallowed"),
        ("mood 6 --anxiety 4 --anxiety 5", "Two things are said: --anxiety 4 and --anxiety 5"),
        ("mood 6 anxiety 4 --anxiety 5", "Two things are said: 'anxiety 4' and '5'"),
        ("mood 6 7", "Two things are said: '6' and '7'"),
        ("dose 100mg 100mg sublingual", "Two things are said: '100mg' and '100mg'"),
        ("dose 100mg sublingual nasal", "Two things are said: 'sublingual' and 'nasal'"),
        ("dose 100mg sublingual 7pm --at 6pm", "Two things are said: '7pm' and '6pm'"),
        ("dose 2 × 15 mg = 40 mg nasal", "2 x 15 mg is 30 mg, not 40 mg"),
        ("dose 84mg spravato sublingual", "'spravato' is nasal, not sublingual"),
        ("dose 100mg sublingual not swallowed", "Not read: 'not swallowed'"),
        ("dose 100mg sublingual yesterday", '"yesterday" lacks the time of day'),
        ("mood 6 tomorrow", "lies ahead"),
        ("effect fine", "For no side effects: ketalog effect none"),
        ("effect bad dreams 7", "'7' is not a severity"),
        ("effect 3", "'3' is not a severity"),
        ("dose ,5mg nasal", "Not read: ',5mg'"),
        ("dose 3x nasal", "'x3' does not say of what"),
        (
            "effect dizziness and nausea mild",
            "Type each: ketalog effect dizziness, and ketalog effect nausea mild",
        ),
        ("effect nausea not mild", "Not read: 'not mild'"),
    ],
)
def test_what_can_not_be_read_is_named_and_nothing_is_saved(
    ketalog: Ketalog, typed: str, said: str
) -> None:
    answer = ketalog(typed, now=SUNDAY_20)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err
    assert ketalog("list --json").data["entries"] == []


@pytest.mark.parametrize(
    "typed", ["bp 128/82 at 7pm", "vitals 128/82 7pm", "vitals 7 pm, 128/82", "bp 128 82 1900"]
)
def test_readings_take_a_time_among_their_words(ketalog: Ketalog, typed: str) -> None:
    assert "Logged #1: blood pressure 128/82, Sun 22 Nov 2026 19:00" in ketalog(typed).out


def test_mood_and_effect_alone_ask_on_a_terminal(ketalog: Ketalog) -> None:
    mood = ketalog("mood", stdin="6 anxiety 4\n", tty=True)
    assert "Logged #1: mood 6, anxiety 4, " in mood.out
    effect = ketalog("effect", stdin="nausea mild\n", tty=True)
    assert "Logged #2: mild nausea, " in effect.out
    assert ketalog("mood").code == ketalog("effect").code == 2
    none = ketalog("effect fine", stdin="1\n", tty=True)
    assert "Logged #3: no side effects, " in none.out


def test_the_table_of_clauses_in_the_docs_has_every_clause() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    missing = [f"`{shape}`" for clause in TABLE.values() for shape in clause.shapes]
    assert [shape for shape in missing if shape not in text] == []


# The law of the echo

WORDS = st.lists(
    st.text("abcdefghijklmnopqrstuvwxyzäöü'", min_size=1, max_size=9), min_size=1, max_size=4
).map(" ".join)
MOMENTS = (
    st.integers(0, 5_000_000)
    .map(lambda n: (datetime.fromisoformat(NOW) - timedelta(minutes=n)).astimezone())
    # Of an hour that comes twice, what is typed is the later, and it is said.
    .filter(lambda at: at.replace(tzinfo=None, fold=1).astimezone() == at)
)
RATINGS = st.none() | st.integers(0, 10)
COMPANY: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [{}, {"alone": True}, *({"with_whom": who} for who in ("Anna", "my partner", "anna"))]
)
MG = st.decimals(Decimal("0.25"), Decimal(400), places=2).map(lambda mg: mg.normalize() + 0)


def _stamp(at: datetime) -> dict[str, Any]:
    return {"id": "an-entry", "at": at, "recorded": datetime.fromisoformat(NOW)}


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    count, each = draw(st.none() | st.sampled_from([Decimal("0.5"), Decimal(2), Decimal(3)])), None
    amount = draw(MG)
    if count is not None:
        each, amount = amount, (count * amount).normalize() + 0
    return Dose(
        **_stamp(draw(MOMENTS)),
        amount_mg=amount,
        count=count,
        each_mg=each,
        route=draw(st.sampled_from(NAMES)),
        medication=draw(st.sampled_from([None, None, "ketamine", "esketamine"])),
        hold_minutes=draw(st.none() | st.integers(0, 24 * 60)),
        swallowed=draw(st.sampled_from([None, True, False])),
        estimate=draw(st.booleans()),
        **draw(COMPANY),
        ate_minutes=draw(st.none() | st.integers(0, 24 * 60)),
        setting=draw(st.sampled_from([None, "home", "my sister's", "the sea"])),
        mood=draw(RATINGS),
        anxiety=draw(RATINGS),
        intention=draw(st.none() | WORDS),
        note=draw(st.none() | WORDS),
    )


@st.composite
def moods(draw: st.DrawFn) -> Mood:
    return Mood(
        **_stamp(draw(MOMENTS)),
        mood=draw(st.integers(0, 10)),
        anxiety=draw(RATINGS),
        energy=draw(RATINGS),
        sleep_minutes=draw(st.none() | st.integers(0, 24 * 60)),
        note=draw(st.none() | WORDS),
    )


@st.composite
def effects(draw: st.DrawFn) -> Effect | NoEffects:
    if draw(st.integers(0, 9)) == 0:
        return NoEffects(**_stamp(draw(MOMENTS)))
    return Effect(
        **_stamp(draw(MOMENTS)),
        name=draw(st.sampled_from([*EFFECTS, "jelly legs", "dreams of my own", "cold hands"])),
        severity=draw(st.none() | st.sampled_from(SEVERITIES)),
        minutes=draw(st.none() | st.integers(0, 7 * 24 * 60)),
        note=draw(st.none() | WORDS),
    )


def content(entry: Any) -> dict[str, Any]:
    """Return what an entry says, without its identity and the time it was written down."""
    data = entry if isinstance(entry, dict) else as_data(entry)
    told = {key: value for key, value in data.items() if key not in {"id", "number", "recorded"}}
    return {**told, "at": datetime.fromisoformat(str(told["at"]))}


@pytest.mark.parametrize(
    ("command", "entries"), [("dose", doses()), ("mood", moods()), ("effect", effects())]
)
def test_what_an_answer_says_can_be_typed_back_and_is_the_same_entry(
    ketalog: Ketalog, command: str, entries: st.SearchStrategy[Entry]
) -> None:
    @given(entries)
    @settings(max_examples=examples(80))
    def law(entry: Entry) -> None:
        echo = say_stamped(entry, datetime.fromisoformat(NOW)).partition(": ")[2]
        typed = echo[: echo.rindex(" (")].split()
        answer = ketalog(["--json", command, *typed])
        assert answer.code == 0, (echo, answer.out)
        assert content(answer.data["entries"][0]) == content(entry), echo

    law()


# Clauses in any order, as a phone writes them

Shape = tuple[str, str, Any]
"""What is typed, the field that it fills, and with what."""
SHAPES: dict[str, list[Shape]] = {
    "amount": [
        *((text, "amount_mg", "100") for text in ("100mg", "100 mg", "0.1 g", "100MG", "2x50mg")),
        *((text, "amount_mg", "30") for text in ("15mg x2", "2 x 15 mg", "two 15mg")),
        *((text, "estimate", True) for text in ("about 100mg", "~100mg", "approx 100 mg")),
    ],
    "route": [
        *((text, "route", "sublingual") for text in ("sublingual", "S.L.", "under my tongue")),
        *((text, "route", "nasal") for text in ("nasal", "nose", "intranasal")),
    ],
    "at": [
        *((text, "at", "19:00") for text in ("7pm", "at 7pm", "19:00", "7 pm", "2h ago")),
        *((text, "at", "20:30") for text in ("8:30pm", "at 830pm", "half an hour ago", "20:30")),
    ],
    "hold": [
        (text, "hold_minutes", 15) for text in ("held 15 min", "hold 15", "held 15min", "hold=15")
    ],
    "mood": [(text, "mood", 4) for text in ("mood 4", "mood=4", "mood 4/10", "mood four", "mood4")],
    "anxiety": [(text, "anxiety", 7) for text in ("anxiety 7", "anxiety seven", "anxiety: 7")],
    "swallowed": [
        ("spat", "swallowed", False),
        ("spat out", "swallowed", False),
        ("swallowed", "swallowed", True),
    ],
    "odd": [(text, "", None) for text in ("felt ok", "15", "mood 6.5", "9:30", "maybe", "4")],
}


@st.composite
def phone_lines(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A line of random clauses in random order with a phone's noise, and what it says."""
    names = draw(st.permutations([*SHAPES])) if draw(st.booleans()) else [*SHAPES]
    chosen = draw(st.sets(st.sampled_from(names), max_size=6)) | {"amount", "route"}
    if draw(st.integers(0, 4)):
        chosen.discard("odd")
    line, told = "", {}
    for name in [name for name in names if name in chosen]:
        text, field, value = draw(st.sampled_from(SHAPES[name]))
        told[field] = value
        noise = draw(st.integers(0, 9))
        text = text.upper() if noise == 0 else text.capitalize() if noise == 1 else text
        dash = "–" if noise == 2 and text[0].isalpha() else ""
        space = {3: ",", 4: ", ", 5: "", 6: "  "}.get(noise, " ")
        if not space and line[-1:].isdigit() and text[:1].isdigit():
            space = " "  # or it is another number
        line += f"{space if line else ''}{dash}{text}"
    return line + draw(st.sampled_from(["", "", ".", ","])), told


@given(phone_lines())
@settings(max_examples=examples(400))
def test_clauses_in_any_order_are_exactly_these_or_nothing_is_saved(
    ketalog: Ketalog, typed: tuple[str, dict[str, Any]]
) -> None:
    line, told = typed
    answer = ketalog(["--json", "dose", *line.split(" ")])
    if answer.code:
        assert answer.code == 2
        assert answer.error["message"]
        return
    entry = answer.data["entries"][0]
    said = {key: entry.get(key) for key in ("mood", "anxiety", "hold_minutes", "swallowed")}
    assert said == {key: told.get(key) for key in said}, line
    assert "" not in told, line
    mg = told.get("amount_mg", "100")
    assert (entry["amount_mg"], entry["route"]) == (mg, told["route"]), line
    assert entry.get("estimate", False) is told.get("estimate", False), line
    assert entry["at"][11:16] == told.get("at", "21:00"), line
    ketalog("undo")


@pytest.mark.parametrize("shapes", SHAPES.values(), ids=[*SHAPES])
def test_a_clause_alone_is_never_refused(ketalog: Ketalog, shapes: list[Shape]) -> None:
    for text, field, _ in shapes:
        rest = "nasal" if shapes is SHAPES["amount"] else "100mg"
        rest = rest if shapes in (SHAPES["amount"], SHAPES["route"]) else "100mg nasal"
        code = ketalog(["dose", *shlex.split(rest), *text.split()]).code
        assert code == (2 if not field else 0), text
