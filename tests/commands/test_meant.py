"""What is meant by a line without a command, or with slips of the fingers: sure, or asked."""

import shlex

import pytest

from ketalog.clauses.spelling import distance, near
from ketalog.commands import COMMANDS
from tests.conftest import Ketalog, entries

SUNDAY_20 = "2026-11-22T20:00:00+01:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("nausea mild", "mild nausea"),
        ("very bad nausea for 2h", "severe nausea, for 2:00 h"),
        ("threw up 7pm", "vomiting"),
        ("a bit dizzy", "mild dizziness"),
        ("had a headache", "headache"),
        ("gad7 1 2 2 1 0 1 2", "GAD-7: 9 of 21 (mild)"),
        ("GAD-7 1 2 2 1 0 1 2", "GAD-7: 9 of 21 (mild)"),
        ("phq 4 1 1 0 2", "PHQ-4: 4 of 12 (mild)"),
        ("sleep 7h30", "slept 7:30 h"),
        ("slept 7h30", "slept 7:30 h"),
        ("anxiety 4", "anxiety 4"),
        ("anxiety 3", "anxiety 3"),
        ("anxiety mild", "mild anxiety"),
        ("energy 5, mood 6", "mood 6, energy 5"),
        ("6/10", "mood 6"),
        ("bp 128/82 at 7pm", "blood pressure 128/82"),
        ("128/82", "blood pressure 128/82"),
        ("pulse 72", "pulse 72"),
        ("100mg sublingual", "100 mg sublingual"),
        ("100mg sublingual mood 4", "100 mg sublingual, mood 4"),
        ("2x15mg nasal", "2 × 15 mg = 30 mg nasal"),
        ("yesterday 9pm 100mg sublingual", "100 mg sublingual"),
        ("took 100mg sublingual", "100 mg sublingual"),
        ("I took 100mg sublingual", "100 mg sublingual"),
        ("log dose 100mg sublingual", "100 mg sublingual"),
        ("log 100mg sublingual", "100 mg sublingual"),
        ("log nausea mild", "mild nausea"),
        ("add mood 6", "mood 6"),
        ("mood6", "mood 6"),
        ("Mood, 6.", "mood 6"),
        ("MOOD: 6", "mood 6"),
        ("mood6 anxiety4", "mood 6, anxiety 4"),
        ("'dose 100mg sublingual'", "100 mg sublingual"),
        ("dose\u00a0100mg sublingual", "100 mg sublingual"),
        ("dose100mg sublingual", "100 mg sublingual"),
        ("100mgsublingual", "100 mg sublingual"),
        ("beer 2 glasses", "also: beer 2 glasses"),
        ("had 2 beers", "also: 2 beers"),
        ("mood6,anxiety4.", "mood 6, anxiety 4"),
        ("bp 128/82 20 min ago", "blood pressure 128/82"),
    ],
)
def test_the_first_word_may_be_what_is_logged(ketalog: Ketalog, typed: str, said: str) -> None:
    answer = ketalog(typed, now=SUNDAY_20)
    assert f"Logged #1: {said}, " in answer.out, answer.err


def test_an_infusion_is_one_of_the_clinic(ketalog: Ketalog) -> None:
    assert "Logged #2: infusion, " in ketalog("infusion 35mg", now=SUNDAY_20).out


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("6", "dose 6", "mood 6"),
        ("anxiety", "mood anxiety", "effect anxiety"),
        ("log nausea", "effect nausea", "list nausea"),
        ("log dose", "dose", "list dose"),
    ],
)
def test_what_two_commands_could_mean_is_asked_with_both_lines(
    ketalog: Ketalog, typed: str, first: str, second: str
) -> None:
    refused = ketalog(typed)
    assert (refused.code, refused.out) == (2, "")
    assert f"ketalog {first}, or: ketalog {second}." in refused.err
    assert entries(ketalog) == []
    asked = ketalog(typed, stdin="2\n", tty=True)
    assert f"1  ketalog {first}\n" in asked.err
    assert f"2  ketalog {second}\n" in asked.err
    assert asked.code == ketalog(second).code
    stopped = ketalog(typed, stdin="n\n", tty=True)
    assert (stopped.code, stopped.out) == (2, "")


@pytest.mark.parametrize(
    "typed", ["log", "log doses", "log effects", "log yesterday", "log --json"]
)
def test_log_alone_lists(ketalog: Ketalog, typed: str) -> None:
    ketalog("mood 5")
    assert ketalog(typed).code == 0
    assert len(entries(ketalog)) == 1


SLIPS = [
    ("dsoe 100mg subligual", "dose 100mg sublingual"),
    ("dsoe 100mg sublingual", "dose 100mg sublingual"),
    ("dose 100mg subligual", "dose 100mg sublingual"),
    ("dose 100mg sublingaul yesterdy 9pm", "dose 100mg sublingual yesterday 9pm"),
    ("dose 100mg sublingual hedl 15", "dose 100mg sublingual held 15"),
    ("dose 100mg sublingual --hodl 15", "dose 100mg sublingual --hold 15"),
    ("dose 100mg sublingual --at yesterdy 9pm", "dose 100mg sublingual --at yesterday 9pm"),
    ("moood 5", "mood 5"),
    ("mood 6 anxeity 5", "mood 6 anxiety 5"),
    ("mood 6 yesterdy 9pm", "mood 6 yesterday 9pm"),
    ("mood 6 slpet 7h30", "mood 6 slept 7h30"),
    ("effect nausea moderat", "effect nausea moderate"),
    ("effect nausea yesterdy 7pm", "effect nausea yesterday 7pm"),
    ("nausae mild", "effect nausea mild"),
    ("100mg subligual", "dose 100mg sublingual"),
    ("dose 1oomg sublingual", "dose 100mg sublingual"),
    ("dose 100mh sublingual 7om", "dose 100mg sublingual 7pm"),
    ("anxeity 5", "mood anxiety 5"),
    ("efect nausea", "effect nausea"),
    ("aslo wine", "also wine"),
    ("efect chest pain", "effect chest pain"),
    ("appointment tomorow 9am", "appointment tomorrow 9am"),
]


@pytest.mark.parametrize(("typed", "mended"), SLIPS)
def test_slips_of_the_fingers_are_answered_by_one_key(
    ketalog: Ketalog, typed: str, mended: str
) -> None:
    refused = ketalog(typed, now=SUNDAY_20)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.count("\n") == 1 + ("chest pain" in typed)  # the words of help
    assert f"Type: ketalog {mended}." in refused.err
    for stop in ("n\n", "\x1b\n", "x\n", ""):
        stopped = ketalog(typed, now=SUNDAY_20, stdin=stop, tty=True)
        assert (stopped.code, stopped.out) == (2, "")
    assert entries(ketalog) == []
    for n, key in enumerate(("y\n", "\n"), start=1):
        asked = ketalog(typed, now=SUNDAY_20, stdin=key, tty=True)
        assert f"  ketalog {mended}\n" in asked.err
        assert f"Logged #{2 * n - 1}: " in asked.out
        told = ketalog(mended, now=SUNDAY_20).out
        assert told.partition(": ")[2].partition(" (")[0] in asked.out


@pytest.mark.parametrize(
    ("typed", "mended", "kept"),
    [
        ("nausae mild", "nausea mild", "mild nausae"),
        ("blured vison", "blurred vision", "blured vison"),
        ("jelly legs yesterdy 7pm", "jelly legs yesterday 7pm", "jelly legs yesterdy"),
        ("jelly legs moderat", "jelly legs moderate", "jelly legs moderat"),
    ],
)
def test_a_word_of_ones_own_that_is_nearly_a_known_one_is_asked_about(
    ketalog: Ketalog, typed: str, mended: str, kept: str
) -> None:
    refused = ketalog(f"effect {typed}", now=SUNDAY_20)
    assert refused.code == 2
    line = f"Type: ketalog effect {mended}, or: ketalog effect {typed} --own."
    assert line in refused.err
    assert entries(ketalog) == []
    assert f"Logged #1: {kept}, " in ketalog(f"effect {typed}", stdin="2\n", tty=True).out
    assert ketalog(f"effect {typed}", stdin="1\n", tty=True).code == 0
    names = {entry["number"]: entry["name"] for entry in entries(ketalog)}
    assert names[2] != names[1]


@pytest.mark.parametrize(
    "name",
    [
        *("mind racing", "tight jaw", "jelly legs", "vivid dreams", "itching", "crying", "rash"),
        *("weird dreams", "stomach ache", "chills", "shivering", "dark thoughts", "hot flush"),
    ],
)
def test_a_word_of_ones_own_is_kept_without_a_question(ketalog: Ketalog, name: str) -> None:
    assert f"Logged #1: {name}, " in ketalog(f"effect {name}").out
    assert entries(ketalog)[0]["name"] == name


@pytest.mark.parametrize(
    "typed", ["m 6", "rm6", "delte 3", "rmeove 3", "unlok", "restor", "earse 3", "remvoe"]
)
def test_no_slip_leads_to_a_command_that_takes_something_away(ketalog: Ketalog, typed: str) -> None:
    ketalog("mood 5")
    answer = ketalog(typed, stdin="y\n", tty=True)
    assert (answer.code, answer.out) == (2, "")
    unsafe = {name for name, row in COMMANDS.items() if row.takes_away}
    assert unsafe >= {"delete", "erase", "restore", "unlock", "undo"}
    assert not {f"'{name}'" for name in unsafe} & set(answer.err.replace("?", "").split())
    assert len(entries(ketalog)) == 1


@pytest.mark.parametrize("typed", ["udno", "undp", "uundo"])
def test_undo_that_is_mistyped_is_named_and_not_run_by_a_key(ketalog: Ketalog, typed: str) -> None:
    ketalog("mood 5")
    answer = ketalog(typed, stdin="\ny\n", tty=True)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith("Did you mean 'undo'? Then type: ketalog undo.\n")
    assert len(entries(ketalog)) == 1


def test_a_look_that_is_mistyped_is_one_key_away_too(ketalog: Ketalog) -> None:
    assert "Type: ketalog week last." in ketalog("wek last").err
    assert ketalog("wek last", stdin="\n", tty=True).code == 0


@pytest.mark.parametrize(
    "typed",
    [
        *("dose 100mg sublingual felt ok", "mood 6 quite good", "note dsoe", "effect note: nausae"),
        *("xyzzy 5", "dose 100mg sublingual note: yesterdy was hard"),
    ],
)
def test_what_is_near_to_nothing_is_not_mended(ketalog: Ketalog, typed: str) -> None:
    answer = ketalog(["--json", *shlex.split(typed)])
    if answer.code:
        assert "Type: ketalog" not in str(answer.error["hint"])
    else:
        said = str(answer.data["entries"][0])
        assert "dsoe" in said or "yesterdy" in said


def test_in_json_the_line_that_is_meant_stands_in_the_hint(ketalog: Ketalog) -> None:
    assert ketalog("--json dsoe 100mg subligual").error["hint"] == (
        "Type: ketalog dose 100mg sublingual."
    )


def test_letters_are_counted_as_fingers_slip() -> None:
    assert [distance(word, "dose", 2) for word in ("dose", "dsoe", "dos", "doze", "doesx")] == [
        *(0, 1, 1, 1, 2)
    ]
    assert distance("mood", "sublingual", 2) == 3
    assert near("unloc", ["unlock", "lock"]) == ["unlock"]
    assert near("ok", ["oks", "week"]) == []


def test_two_side_effects_in_one_line_are_two_entries_if_a_person_says_so(ketalog: Ketalog) -> None:
    typed = "effect dizziness and nausea mild 7pm"
    refused = ketalog(typed)
    assert (refused.code, refused.out) == (2, "")
    each = "ketalog effect dizziness 7pm, and ketalog effect nausea mild 7pm."
    assert f"Type each: {each}" in refused.err
    assert ketalog(typed, stdin="n\n", tty=True).code == 2
    asked = ketalog(typed, stdin="\n", tty=True)
    assert "  dizziness\n  nausea mild\n" in asked.err
    assert "Logged #1: dizziness, Sun 22 Nov 2026 19:00" in asked.out
    assert "Logged #2: mild nausea, Sun 22 Nov 2026 19:00" in asked.out
    ketalog("undo")
    assert entries(ketalog) == []


@pytest.mark.parametrize("name", ["mood", "anxiety", "energy", "sleep"])
def test_what_alone_is_named_is_asked_for(ketalog: Ketalog, name: str) -> None:
    asked = ketalog(f"mood {name}", stdin="7\n", tty=True)
    assert asked.code == 0, asked
    field = {"sleep": ("sleep_minutes", 420)}.get(name, (name, 7))
    assert entries(ketalog)[0][field[0]] == field[1]


@pytest.mark.parametrize(
    "typed",
    ["no side effects at all", "not much", "nothing really", "no problems"],
)
def test_what_may_say_that_there_were_none_is_asked_about(ketalog: Ketalog, typed: str) -> None:
    refused = ketalog(f"effect {typed}", now=SUNDAY_20)
    assert refused.code == 2
    assert entries(ketalog) == []
    assert f"ketalog effect none, or: ketalog effect {typed} --own." in refused.err
    asked = ketalog(f"effect {typed}", stdin="1\n", tty=True)
    assert "Logged #1: no side effects, " in asked.out


def test_nothing_today_is_none_on_a_day_without_a_time(ketalog: Ketalog) -> None:
    answer = ketalog("effect Nothing today", now=SUNDAY_20)
    assert "Logged #1: no side effects, Sun 22 Nov 2026 (no time)." in answer.out


@pytest.mark.parametrize(
    "typed",
    [
        *("nausea mild dizziness severe", "nausea moderate to severe", "not nausea"),
        *("never nausea", "nausea/dizziness", "mild nausea and severe dizziness"),
    ],
)
def test_what_says_more_than_one_side_effect_is_not_kept_as_a_name(
    ketalog: Ketalog, typed: str
) -> None:
    refused = ketalog(f"effect {typed}")
    assert (refused.code, refused.out) == (2, "")
    assert entries(ketalog) == []


@pytest.mark.parametrize(
    ("typed", "view"), [("last week", "week last"), ("this month", "month"), ("My week", "week")]
)
def test_a_week_is_shown_however_it_is_asked_for(ketalog: Ketalog, typed: str, view: str) -> None:
    assert ketalog(typed).out == ketalog(view).out


@pytest.mark.parametrize("words", ["none", "nope", "nothing today", "none at all last night"])
def test_none_alone_is_asked_about_for_it_can_be_of_two_things(
    ketalog: Ketalog, words: str
) -> None:
    answer = ketalog(words)
    assert (answer.code, answer.out) == (2, "")
    assert f"ketalog effect {words}, or: ketalog also {words}" in answer.err
    assert ketalog("list --json").data["entries"] == []
