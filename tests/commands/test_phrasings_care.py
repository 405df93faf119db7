"""What else belongs to a treatment is typed as people type it: so meant, asked, or refused."""

from typing import NamedTuple

import pytest

from tests.conftest import Ketalog

SUNDAY_20 = "2026-11-22T20:00:00+01:00"
PLAN = "plan set 2x100mg sublingual --form troche --days mon,wed,fri --apart 48h --from 2026-11-01"


@pytest.fixture
def planned(ketalog: Ketalog) -> Ketalog:
    """A journal with a plan of troches of 100 mg (#1)."""
    assert ketalog(PLAN, now=SUNDAY_20).code == 0
    return ketalog


class Typed(NamedTuple):
    """A line after others, and what its answer says."""

    line: str
    says: str
    before: tuple[str, ...] = ()


DOSE = "dose 100mg sublingual --at 'yesterday 20:25'"
EDITS = [
    Typed("edit last dose 150mg", "#2: 100 mg sublingual → 150 mg", (DOSE, "mood 5")),
    Typed("edit last doses 150mg", "#2: 100 mg sublingual → 150 mg", (DOSE, "mood 5")),
    Typed(
        "edit last nasal 9am", "18:00 → Sun 22 Nov 2026 09:00", ("dose 30mg nasal 6pm", "mood 5")
    ),
    Typed("edit last nausea severe", "nausea → severe nausea", ("effect nausea", "mood 5")),
    Typed("edit last mood 6", "#2: mood 5 → mood 6", ("mood 5", "effect nausea")),
    Typed("edit LAST Rating 6", "#2: mood 5 → mood 6", ("mood 5", "effect nausea")),
    Typed("edit last gad7 7pm", "→ Sun 22 Nov 2026 19:00", ("check gad7 1 1 1 1 1 1 1", "mood 5")),
    Typed("edit last nasal", "100 mg sublingual → 100 mg nasal", ("dose 5mg nasal", DOSE)),
    Typed("edit 2 at 9pm", "20:25 → Sat 21 Nov 2026 21:00", (DOSE,)),
    Typed("edit 2 --at tue", "→ Tue 17 Nov 2026 20:25", (DOSE,)),
    Typed("edit 2 tue", "→ Tue 17 Nov 2026 20:25", (DOSE,)),
    Typed("edit 2 17 nov, 150mg", "150 mg sublingual, Sat 21 Nov 2026 20:25 → Tue 17", (DOSE,)),
    Typed("edit 2 yesterday", "→ Sat 21 Nov 2026 12:00", ("mood 5 12pm",)),
    Typed("edit 2 held 20 min, mood 4", "held 20 min, mood 4", (DOSE,)),
    Typed("edit 2 1.5 troches", "→ 1.5 × 100 mg = 150 mg sublingual", (DOSE,)),
    Typed("edit 2 about 90mg", "→ about 90 mg sublingual", (DOSE,)),
    Typed("edit 2 anxiety 3, slept 7h30", "mood 5, anxiety 3, slept 7:30 h", ("mood 5",)),
    Typed("edit 2 3pm", "→ Tue 24 Nov 2026 15:00", ("appointment next tue 4pm",)),
    Typed("edit 2 thu", "→ Thu 26 Nov 2026 16:00", ("appointment next tue 4pm",)),
    Typed("edit 2 with Dr R., fri", "appointment with Dr R., Tue", ("appointment next tue 4pm",)),
    Typed("edit 2 4pm", "note: hello, Sun 22 Nov 2026 20:00 → Sun 22 Nov", ("note hello",)),
    Typed("edit 2 walked at 4pm", "note: hello → note: walked at 4pm", ("note hello",)),
    Typed(
        "edit 2 over 50 min", "over 40 min → infusion, over 50 min", ("session infusion --over 40",)
    ),
]


@pytest.mark.parametrize("typed", EDITS, ids=lambda typed: typed.line)
def test_an_entry_is_changed_in_the_words_that_log_it(planned: Ketalog, typed: Typed) -> None:
    for line in typed.before:
        assert planned(line, now=SUNDAY_20).code == 0
    answer = planned(typed.line, now=SUNDAY_20)
    assert typed.says in answer.out, answer.err


class Asked(NamedTuple):
    """A line that can be meant in two ways, and the ways as they are typed out."""

    line: str
    ways: tuple[str, ...]
    before: tuple[str, ...] = ()


ASKED = [
    Asked("edit 2 2", ("edit 2 2mg", "edit 2 2x100mg"), (DOSE,)),
    Asked("edit 2 1000", ("edit 2 1000mg",), (DOSE,)),
    Asked("edit last nasal 20mg", ("edit 2 nasal 20mg",), (DOSE,)),
    Asked("edit last spravato 56mg", ("edit 2 spravato 56mg",), (DOSE,)),
    Asked(
        "edit last anxiety 5", ("edit 2 anxiety 5", "edit 3 anxiety 5"), ("mood 4 anxiety 7", DOSE)
    ),
    Asked("edit 2 8:30", ("edit 2 8:30am", "edit 2 8:30pm"), (DOSE,)),
    Asked("edit 2 3:30", ("edit 2 3:30am", "edit 2 3:30pm"), ("appointment tue 4pm",)),
    Asked("edit last nasal 5pm", ("edit 2 5pm", "edit 3 nasal 5pm"), ("dose 5mg nasal 8am", DOSE)),
    Asked(
        "skip had a cold yesterday",
        ("skip yesterday had a cold", "skip today had a cold yesterday"),
    ),
    Asked("supply 24", ("supply fill 24", "supply count 24")),
    Asked("supply 24 troches", ("supply fill 24 troches", "supply count 24 troches")),
    Asked("supply got 1,000", ("supply got 1", "supply got 1000")),
    Asked("plan set 3", ("plan set 3mg sublingual", "plan set 3x100mg sublingual")),
    Asked("appointment tue 3:30", ("appointment tue 3:30am", "appointment tue 3:30pm")),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.line)
def test_what_can_be_meant_in_two_ways_is_asked_or_refused_with_the_own_line(
    planned: Ketalog, asked: Asked
) -> None:
    for line in asked.before:
        assert planned(line, now=SUNDAY_20).code == 0
    refused = planned(asked.line, now=SUNDAY_20)
    assert (refused.code, refused.out) == (2, "")
    for key, way in enumerate(asked.ways, start=1):
        assert f": ketalog {way}." in refused.err
        typed = planned(way, now=SUNDAY_20)
        assert typed.code == 0, typed.err
        planned("undo")
        chosen = planned(asked.line, now=SUNDAY_20, stdin=f"{key}\n", tty=True)
        told = [out.partition(": ")[2].partition(" (")[0] for out in (chosen.out, typed.out)]
        assert told[0] == told[1], chosen.err
        planned("undo")
    stopped = planned(asked.line, now=SUNDAY_20, stdin="n\n", tty=True)
    assert (stopped.code, stopped.out) == (2, "")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("skip wed", "skipped ketamine sublingual, Wed 18 Nov 2026"),
        ("skip friday had a cold", "reason: had a cold, Fri 20 Nov 2026"),
        ("skip yesterday", "skipped ketamine sublingual, Sat 21 Nov 2026"),
        ("skip Fri, travelling", "reason: travelling, Fri 20 Nov 2026"),
        ("skip had a cold, fri", "reason: had a cold, Fri 20 Nov 2026"),
        ("skip fri 7pm", "Fri 20 Nov 2026 19:00"),
        ("skip 18 nov ill", "reason: ill, Wed 18 Nov 2026"),
        ("skip 18.11. ill", "reason: ill, Wed 18 Nov 2026"),
        ("skip wed 18 nov", "skipped ketamine sublingual, Wed 18 Nov 2026"),
        ("skip wed dose", "skipped ketamine sublingual, Wed 18 Nov 2026"),
        ("skip in hospital", "reason: in hospital, Sun 22 Nov 2026"),
        ("skip --at wed ill", "reason: ill, Wed 18 Nov 2026"),
    ],
)
def test_a_skip_reads_its_day(planned: Ketalog, line: str, says: str) -> None:
    answer = planned(line, now=SUNDAY_20)
    assert says in answer.out, answer.err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("supply fill 24", "supply filled: 24 × 100 mg troches (ketamine sublingual)"),
        ("supply got 24", "supply filled: 24 × 100 mg troches"),
        (
            "supply Filled 24 troches, yesterday 9am",
            "24 × 100 mg troches (ketamine sublingual), Sat",
        ),
        ("supply picked up 24 100mg troches", "filled: 24 × 100 mg troches"),
        ("supply 24 troches of 100mg came", "filled: 24 × 100 mg troches"),
        ("supply lost 2", "supply lost or wasted: 2 × 100 mg troches"),
        ("supply dropped two", "supply lost or wasted: 2 × 100 mg troches"),
        ("supply 24 left", "supply counted: 24 × 100 mg troches"),
        ("supply I have 24", "supply counted: 24 × 100 mg troches"),
        ("supply none left", "supply counted: 0 × 100 mg troches"),
        ("supply fill 240 puffs of 15mg nasal", "240 × 15 mg sprays (ketamine nasal)"),
        ("supply fill 30 lozenges of 50mg buccal", "30 × 50 mg lozenges (ketamine buccal)"),
        ("supply fill 4x28mg spravato", "filled: 4 × 28 mg (esketamine nasal)"),
        (
            "supply fill 10x50mg vials im, note: in the fridge",
            "50 mg vials (ketamine intramuscular)",
        ),
    ],
)
def test_a_supply_is_typed_as_it_is_said(planned: Ketalog, line: str, says: str) -> None:
    answer = planned(line, now=SUNDAY_20)
    assert says in answer.out, answer.err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "check gad7 1221012",
            "GAD-7: 9 of 21 (mild), answers 1 2 2 1 0 1 2, Sun 22 Nov 2026 20:00",
        ),
        ("check gad7 1,2,2,1,0,1,2", "answers 1 2 2 1 0 1 2, Sun"),
        ("check GAD-7 1 2 2 1 0 1 2 yesterday 9pm", "1 2, Sat 21 Nov 2026 21:00"),
        ("check gad7 7pm, 1 2 2 1 0 1 2", "1 2, Sun 22 Nov 2026 19:00"),
        ("check gad7 one two two one zero one two", "answers 1 2 2 1 0 1 2, Sun"),
        ("check gad 7 1221012", "answers 1 2 2 1 0 1 2, Sun"),
        ("check phq4 1102", "answers 1 1 0 2, Sun 22 Nov 2026 20:00"),
        ("check phq9 11020-100 difficulty 1", "daily life somewhat difficult, answers 1 1 0 2 0 -"),
        ("check bladder 0102000 at 7pm", "answers 0 1 0 2 0 0 0, Sun 22 Nov 2026 19:00"),
        ("appointment next tue 3pm with Dr R.", "appointment with Dr R., Tue 24 Nov 2026 15:00"),
        ("appointment with Dr R., next tue 3pm", "appointment with Dr R., Tue 24 Nov 2026 15:00"),
        ("appointment with Dr R. next tue 3pm", "appointment with Dr R., Tue 24 Nov 2026 15:00"),
        ("appointment 3 dec 14:30", "appointment, Thu 3 Dec 2026 14:30"),
        ("appointment in 2 weeks 3pm, note: bring the page", "(note: bring the page), Sun 6 Dec"),
        ("session infusion 35 mg over 40 min", "infusion, over 40 min, Sun 22 Nov 2026 20:00"),
        (
            "session infusion 35mg, 2pm, over 40 min with Dr R.",
            "over 40 min, with: Dr R., Sun 22 Nov",
        ),
        ("session kap 150mg im from 2pm to 3:30pm", "over 1:30 h, Sun 22 Nov 2026 14:00"),
        (
            "session infusion 0.5 mg/kg 70 kg 50 mg an hour",
            "0.5 mg/kg × 70 kg, calculated, 50 mg an",
        ),
        ("session clinic spravato 84mg", "clinic session, 3 devices, Sun"),
        (
            "session kap 90mg im from 2pm to 2:40",
            "assisted psychotherapy, over 40 min, Sun 22 Nov 2026 14:00",
        ),
        ("session kap 1500mg im yesterday 3pm", "1500 mg intramuscular, Sat 21 Nov 2026 15:00"),
        ("session kap with Ana, intention: to rest, reflections: the sea", "reflections: the sea,"),
        ("note --at yesterday 9pm what I remember", "note: what I remember, Sat 21 Nov 2026 21:00"),
        ("ask --at 7pm may it move?", "question: may it move?, Sun 22 Nov 2026 19:00"),
    ],
)
def test_what_else_is_logged_takes_its_words_in_any_order(
    ketalog: Ketalog, line: str, says: str
) -> None:
    answer = ketalog(line, now=SUNDAY_20)
    assert says in answer.out, answer.err


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("check gad7 12210120", "GAD-7 has 7 questions; here are 8 answers."),
        (
            "check GAD-7: 8 of 21 (mild), answers 1 2 2 1 0 1 2",
            "These answers make '9 of 21 (mild)'",
        ),
        ("appointment tomorrow morning", "lacks the time of day"),
        ("appointment checkup tomorrow 9am", "ketalog appointment tomorrow 9am --with checkup"),
        ("appointment soon", "can't be read as a time"),
    ],
)
def test_what_can_not_be_logged_says_why(ketalog: Ketalog, line: str, says: str) -> None:
    answer = ketalog(line.replace("(", "'(").replace(")", ")'"), now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("100mg sublingual --days mon wed fri", "100 mg, Mon, Wed, Fri, from"),
        ("100mg sublingual mon, wed and fri", "100 mg, Mon, Wed, Fri, from"),
        ("100mg sublingual on Mondays and Thursdays", "100 mg, Mon, Thu, from"),
        ("100mg sublingual mon-wed", "100 mg, Mon, Tue, Wed, from"),
        ("100mg sublingual daily", "100 mg, daily, from"),
        ("100mg sublingual twice daily", "100 mg, daily, 2 a day, from"),
        ("100mg sublingual twice a day", "100 mg, daily, 2 a day, from"),
        ("100mg sublingual twice a week", "100 mg, 2 times a week, from"),
        ("100mg sublingual 3x a week", "100 mg, 3 times a week, from"),
        ("100mg sublingual three times weekly", "100 mg, 3 times a week, from"),
        ("100mg sublingual every other day", "100 mg, every 2 days, from"),
        ("100mg sublingual every third day", "100 mg, every 3 days, from"),
        ("100mg sublingual weekly", "100 mg, every 7 days, from"),
        ("100mg sublingual daily, 20h apart", "daily, at least 20 h apart, from"),
        ("100mg sublingual --times 2 --apart 3 days", "2 times a week, at least 72 h apart, from"),
        ("100mg sublingual daily, max 1/day", "daily, at most 1 a day, from"),
        ("100mg sublingual twice a week by Dr R. from 1 dec", "by Dr R., from Tue 1 Dec 2026"),
        ("2x100mg troches sublingual daily", "2 × 100 mg = 200 mg (troche), daily, from"),
        ("2 100mg troches sublingual daily", "2 × 100 mg = 200 mg (troche), daily, from"),
        ("56mg spravato twice a week", "esketamine nasal, 56 mg, 2 times a week, from"),
    ],
)
def test_a_plan_is_typed_as_a_label_says_it(ketalog: Ketalog, words: str, says: str) -> None:
    for line in (f"plan set {words}", f"plan {words}"):
        answer = ketalog(line, now=SUNDAY_20)
        assert says in answer.out, answer.err
        ketalog("undo")


@pytest.mark.parametrize(
    "words",
    [
        "100mg sublingual mon 9pm",
        "100mg sublingual every 2nd mon",
        "100mg sublingual daily tomorrow",
        "100mg sublingual daily every 2 days",
        "100mg sublingual every 48h",
        "100mg sublingual daily 2 times a week",
    ],
)
def test_a_plan_that_says_two_things_is_not_set(ketalog: Ketalog, words: str) -> None:
    answer = ketalog(f"plan set {words}", now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert ketalog("plan history --json").data["versions"] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("skip tomorrow", "lies ahead"),
        ("skip next mon travelling", "lies ahead"),
        ("skip mon wed", "Two days are said: 'mon' and 'wed'."),
        ("supply 2 bottles of 30", "Two things are said"),
        ("skip yesterdy", "Did you mean 'yesterday'?"),
        ("edit last 8", "'8' has no unit"),
        ("supply flil 24", "Did you mean 'fill'?"),
        ("supply fill 24 48", "Two things are said"),
        ("supply fill 24 quickly", "Read: fill, 24. Not read: 'quickly'"),
        ("supply troches", "What happened: fill, lost or count?"),
        ("supply -3", "units are above 0"),
        ("edit 2 felt ok", "Not read: 'felt ok'"),
    ],
)
def test_what_can_not_be_read_is_named_and_changes_nothing(
    planned: Ketalog, line: str, says: str
) -> None:
    planned(DOSE, now=SUNDAY_20)
    before = planned("list --json --all").data["entries"]
    answer = planned(line, now=SUNDAY_20)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert planned("list --json --all").data["entries"] == before


def test_a_bare_number_is_asked_about_where_the_journal_is_locked(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 8am")
    assert ketalog("lock", stdin="correct horse\ncorrect horse\n", tty=True).code == 0
    refused = ketalog("dose 2 sublingual")
    assert (refused.code, refused.out) == (2, "")
    assert "the journal is locked" in refused.err
    assert "For 2 mg: ketalog dose 2mg sublingual." in refused.err
    assert ketalog("dose 2 sublingual", stdin="1\n", tty=True).code == 0
    assert ketalog("dose 2mg sublingual").code == 0


def test_an_entry_that_is_not_there_can_not_be_changed_by_its_kind(ketalog: Ketalog) -> None:
    ketalog("mood 5")
    answer = ketalog("edit last appointment 9am")
    assert (answer.code, answer.out) == (3, "")
    assert "There is no appointment to change." in answer.err
