"""What else was taken, of which kind, and that there was none: as it is said, never guessed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.domain.also import SORTS
from tests.conftest import Ketalog, examples

Said = tuple[str, str, str | None]
KINDS = [sort.name for sort in SORTS]


def said(entry: dict[str, Any]) -> Said:
    return entry["what"], entry["about"], entry.get("change")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("none", ["all"]),
        ("nothing else", ["all"]),
        ("None.", ["all"]),
        ("no alcohol", ["alcohol"]),
        ("No Alcohol", ["alcohol"]),
        ("no beers", ["alcohol"]),
        ("alcohol: none", ["alcohol"]),
        ("alcohol none", ["alcohol"]),
        ("0 beers", ["alcohol"]),
        ("zero alcohol", ["alcohol"]),
        ("didn't drink any alcohol", ["alcohol"]),
        ("didn’t have alcohol", ["alcohol"]),
        ("no sedatives", ["sedative"]),
        ("no benzos", ["sedative"]),
        ("no sleeping pills", ["sleep"]),
        ("no stimulants", ["stimulant"]),
        ("no MAOIs", ["maoi"]),
        ("no opioids", ["opioid"]),
        ("no medicines", ["medicine"]),
        ("no alcohol or sedatives", ["alcohol", "sedative"]),
        ("no alcohol, no benzos and no opioids", ["alcohol", "sedative", "opioid"]),
        ("no alcohol no", None),
        ("none --kind sedative", ["sedative"]),
    ],
)
def test_what_was_not_taken_is_kept_as_not_taken(
    ketalog: Ketalog, words: str, about: list[str] | None
) -> None:
    answer = ketalog(["--json", "also", *words.split()])
    if about is None:
        assert answer.code == 2
        return
    entries = answer.data["entries"]
    assert [entry["about"] for entry in entries] == about
    assert {entry["change"] for entry in entries} == {"none"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("xanax 0.5mg", ("xanax 0.5mg", "other", None)),
        ("xanax 0.5mg sedative", ("xanax 0.5mg", "sedative", None)),
        ("xanax 0.5mg, a sedative", ("xanax 0.5mg", "sedative", None)),
        ("xanax 0.5mg --kind sedative", ("xanax 0.5mg", "sedative", None)),
        ("xanax 0.5mg --sedative", ("xanax 0.5mg", "sedative", None)),
        ("zolpidem 10mg for sleep", ("zolpidem 10mg", "sleep", None)),
        ("started zolpidem 10mg sleep", ("zolpidem 10mg", "sleep", "started")),
        ("zolpidem 10 mg sleep", ("zolpidem 10 mg", "sleep", None)),
        ("bad sleep", ("bad sleep", "other", None)),
        ("selegiline --kind MAOI", ("selegiline", "maoi", None)),
        ("modafinil 100mg stimulant 8am", ("modafinil 100mg", "stimulant", None)),
        ("oxycodone 5mg, an opioid", ("oxycodone 5mg", "opioid", None)),
        ("opioid 5mg", ("opioid 5mg", "opioid", None)),
        ("5mg opioid", ("5mg opioid", "opioid", None)),
        ("sleeping pill", ("sleeping pill", "sleep", None)),
        ("2 pints, alcohol", ("2 pints", "alcohol", None)),
        ("beer, wine", ("beer, wine", "alcohol", None)),
        ("had 2 glasses of wine", ("2 glasses of wine", "alcohol", None)),
        ("alcohol-free beer", ("alcohol-free beer", "other", None)),
        ("non-alcoholic beer", ("non-alcoholic beer", "other", None)),
        ("cough medicine", ("cough medicine", "other", None)),
        ("stopped taking sertraline", ("sertraline", "medicine", "stopped")),
        ("lithium, stopped", ("lithium", "medicine", "stopped")),
        ("sertraline 50mg started", ("sertraline 50mg", "medicine", "started")),
        ("started venlafaxine, a medicine", ("venlafaxine", "medicine", "started")),
        ("started lorazepam sedative", ("lorazepam", "sedative", "started")),
    ],
)
def test_a_kind_is_the_word_that_the_patient_chose(
    ketalog: Ketalog, words: str, expected: Said
) -> None:
    (entry,) = ketalog(["--json", "also", *words.split()]).data["entries"]
    assert said(entry) == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("no ibuprofen", "As a note: ketalog note no ibuprofen"),
        ("no alcohol, no ibuprofen", "Not read"),
        ("not xanax", "Not read"),
        ("sertraline, never", "Not read"),
        ("wine and a sedative", "Log each alone"),
        ("xanax --kind wine2", "is not a kind of medicine"),
        ("selegiline --kind mao2", "Did you mean"),
        ("modafinil stimulant --kind opioid", "Two kinds are said"),
        ("no alcohol --kind opioid", "Two kinds are said"),
        ("xanax --sedative --kind opioid", "Two kinds are said"),
    ],
)
def test_what_could_be_misread_is_refused_and_nothing_is_logged(
    ketalog: Ketalog, words: str, why: str
) -> None:
    answer = ketalog(f"also {words}")
    assert answer.code == 2
    assert why in answer.err
    assert answer.err.count("\n") == 1
    assert ketalog("list --json").data["total"] == 0


@pytest.mark.parametrize(
    ("key", "about"),
    [("1", "sedative"), ("2", "sleep"), ("3", "stimulant"), ("4", "maoi"), ("5", "opioid")],
)
def test_on_a_terminal_the_kind_is_asked_once(ketalog: Ketalog, key: str, about: str) -> None:
    answer = ketalog("also xanax 0.5mg", stdin=f"{key}\n", tty=True)
    assert answer.err.count("What is xanax 0.5mg") == 1
    assert ketalog("list --json").data["entries"][0]["about"] == about


@pytest.mark.parametrize("key", ["0", "n", ""])
def test_the_question_can_be_passed_by(ketalog: Ketalog, key: str) -> None:
    answer = ketalog("also xanax 0.5mg", stdin=f"{key}\n", tty=True)
    assert "Logged #1: also: xanax 0.5mg, Sun" in answer.out
    assert ketalog("list --json").data["entries"][0]["about"] == "other"


@pytest.mark.parametrize("typed", ["q\n", "\x1b\n", ""])
def test_the_question_can_be_stopped_and_nothing_is_logged(ketalog: Ketalog, typed: str) -> None:
    assert ketalog("also xanax 0.5mg", stdin=typed, tty=True).code == 2
    assert ketalog("list --json").data["total"] == 0


@pytest.mark.parametrize(
    "words", ["2 beers", "no alcohol", "none", "xanax sedative", "stopped sertraline"]
)
def test_what_says_its_kind_is_not_asked_about(ketalog: Ketalog, words: str) -> None:
    answer = ketalog(f"also {words}", tty=True)
    assert answer.code == 0
    assert "What is" not in answer.err


names = st.sampled_from(["xanax 0.5mg", "sertraline", "2 pints", "St John's wort", "ibuprofen 400"])


@settings(max_examples=examples(60))
@given(
    st.sampled_from(["", "took", "started", "stopped", "changed"]),
    names,
    st.none() | st.sampled_from(KINDS),
)
def test_what_an_answer_says_of_it_can_be_typed_back(
    ketalog: Ketalog, change: str, name: str, kind: str | None
) -> None:
    options = ["--kind", kind] if kind else []
    first = ketalog(["also", *change.split(), *name.split(), *options])
    assert first.code == 0, first.err
    entry = ketalog("show last --json").data["entry"]
    echo = first.out.partition(": ")[2].partition(" (")[0]
    again = ketalog(["--json", "also", *echo.split()])
    assert again.code == 0, (echo, again.out)
    assert said(again.data["entries"][0]) == said(entry), echo


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_answer_says_was_none_can_be_typed_back(ketalog: Ketalog, kind: str) -> None:
    first = ketalog(f"also none --kind {kind}")
    echo = first.out.partition(": ")[2].partition(" (")[0]
    (again,) = ketalog(["--json", "also", *echo.split()]).data["entries"]
    assert (again["about"], again["change"]) == (kind, "none")


def test_the_page_never_says_that_none_was_taken(ketalog: Ketalog, home: Path) -> None:
    for line in ("also no alcohol --at 'fri 8pm'", "also none", "also 2 beers --at 'thu 8pm'"):
        assert ketalog(line).code == 0
    ketalog(f"export {home}/page.md")
    page = (home / "page.md").read_text(encoding="utf-8")
    assert "no alcohol (" not in page
    assert "Also taken" not in page
    assert "2 beers" in page
    assert "Fri 20 Nov 20:00: also: no alcohol." in ketalog("week").out
    assert "also: none" in ketalog("list").out


def test_it_is_edited_by_words_and_kind(ketalog: Ketalog) -> None:
    ketalog("also xanax 0.5mg sedative")
    assert "→ also: xanax 1mg, a sedative" in ketalog("edit 1 xanax 1mg").out
    assert "→ also: xanax 1mg, for sleep" in ketalog("edit 1 --kind sleep").out
    assert "→ also: xanax 1mg," in ketalog("edit 1 --clear kind").out.replace(" Sun", ",", 1)
    assert "→ also: no sedatives" in ketalog("edit 1 no sedatives").out
    assert "more than one thing" in ketalog("edit 1 no alcohol, no opioids").err
    assert ketalog("edit 1 --clear kind").code == 2
    assert "→ also: 2 beers" in ketalog("edit 1 2 beers").out


def test_a_file_cant_bring_something_of_all_kinds(ketalog: Ketalog, home: Path) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    about = {"id": "a", "at": moment, "recorded": moment, "kind": "also", "what": "x"}
    for extra in ({"about": "all"}, {"about": "drug"}, {"about": "sleep", "change": "paused"}):
        entries = [{**about, **extra}]
        (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
        assert ketalog(f"import {home}/in.json").code == 4


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("stoped sertraline", "stopped sertraline"),
        ("chnaged sertraline", "changed sertraline"),
        ("alchohol", "alcohol"),
    ],
)
def test_a_slip_in_what_changed_is_asked_about(ketalog: Ketalog, typed: str, meant: str) -> None:
    refused = ketalog(f"also {typed}")
    assert (refused.code, refused.out) == (2, "")
    assert f"ketalog also {meant}, or: ketalog also {typed} --kind medicine." in refused.err
    assert ketalog(f"also {typed} --kind medicine").code == 0


@pytest.mark.parametrize("words", [":smile:", ":) a glass of wine", "wine :)"])
def test_marks_that_belong_to_a_word_stay_beside_a_time(ketalog: Ketalog, words: str) -> None:
    for typed in (f"also 9am {words} --json", f"also {words} 9am --json"):
        assert ketalog(typed).data["entries"][0]["what"] == words
