"""Random clauses in random order, as a phone and tired fingers write them, and what they say.

`hold` is the law of every command that reads words: an entry has what the clauses say and nothing
else, or nothing is saved, and one line says why in the words that were typed.
"""

import re
import shlex
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Answer, Ketalog, examples

Fields = dict[str, Any]
UNSAID = ""
"""The field of what a command cannot read, or has to ask about: with it nothing is saved."""


class Shape(NamedTuple):
    """What is typed, the field that it fills, and with what."""

    text: str
    field: str
    value: Any


def shapes(field: str, value: Any, *texts: str) -> list[Shape]:
    return [Shape(text, field, value) for text in texts]


def asked(*texts: str) -> list[Shape]:
    """Return what can be meant in two ways, or not at all."""
    return shapes(UNSAID, None, *texts)


def fields_of(entries: list[Fields]) -> Fields:
    """Return what the only entry of an answer has, with its day and no zone."""
    (entry,) = entries
    return entry | {"at": when(entry)}


def when(entry: Fields) -> str:
    """Return "2026-11-22 19:00" of an entry, or its day alone."""
    return str(entry["at"])[:16].replace("T", " ")


class Grammar(NamedTuple):
    """What can be typed after a command: rows of which a line has one shape each."""

    command: str
    rows: dict[str, list[Shape]]
    needed: frozenset[str]
    """The rows that every line has."""
    read: Callable[[list[Fields]], Fields] = fields_of
    """Returns what the entries of an answer say, by the fields of the rows."""
    names: frozenset[str] = frozenset()
    """The rows whose words are the patient's own: kept as they were typed, slips and all."""
    last: frozenset[str] = frozenset()
    """The rows of free texts: they go on to the end of the line, and are kept as typed."""
    otherwise: Mapping[str, Any] = MappingProxyType({"at": "2026-11-22 21:00"})
    """What an entry has where nothing was said."""
    before: tuple[str, ...] = ()
    """The lines that were typed before."""

    @property
    def fields(self) -> set[str]:
        return {shape.field for row in self.rows.values() for shape in row} - {UNSAID}

    def says(self, answer: Answer) -> Fields:
        """Return what an answer saved."""
        entry = self.read(answer.data["entries"])
        return {field: entry.get(field) for field in self.fields}

    def meant(self, told: Fields) -> Fields:
        """Return what a line of these clauses means."""
        return {field: told.get(field, self.otherwise.get(field)) for field in self.fields}


TIMES = [
    *shapes("at", "2026-11-22 19:00", "7pm", "at 7pm", "19:00", "7 pm", "2h ago", "at 1900"),
    *shapes("at", "2026-11-22 19:00", "1900hrs", "at 19", "7pm-ish", "a couple of hours ago"),
    *shapes("at", "2026-11-22 19:00", "circa 7pm", "around 7pm", "today 7pm", "7pm today"),
    *shapes("at", "2026-11-22 19:30", "half seven in the evening", "half past seven pm"),
    *shapes("at", "2026-11-22 20:30", "8:30pm", "at 830pm", "half an hour ago", "20:30"),
    *shapes("at", "2026-11-21 21:00", "yesterday 9pm", "9pm yesterday", "Sat 21 Nov 2026 21:00"),
    *shapes("at", "2026-11-16 20:00", "mon 8pm", "at 8pm on monday", "16 nov 8pm"),
    *asked("at 8", "around 8", "8ish", "mon 8ish", "yesterday around 8", "at 8 30", "9:30"),
]
DAYS = [
    *shapes("at", "2026-11-21", "yesterday", "21 nov", "2026-11-21"),
    *shapes("at", "2026-11-19", "3 days ago", "three days ago", "19.11.2026", "on thu"),
]
"""For what can have a day alone."""
ODD = asked("felt ok", "15", "maybe", "not sure", "6.5", "or so")


def _swapped(text: str, at: int) -> str:
    """Return a text with two letters of a long word in each other's place."""
    words = text.split(" ")
    places = [n for n, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not places:
        return text
    word = words[places[at % len(places)]]
    at = 1 + at % (len(word) - 2)
    words[places[0]] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


class Line(NamedTuple):
    """A line, what it says, and whether a letter of it has slipped."""

    text: str
    told: Fields
    has_slip: bool


@st.composite
def lines(draw: st.DrawFn, grammar: Grammar) -> Line:
    rows = grammar.rows
    names = sorted(draw(st.permutations([*rows])), key=grammar.last.__contains__)
    chosen = draw(st.sets(st.sampled_from(names))) | grammar.needed
    if draw(st.integers(0, 4)):
        chosen.discard("odd")
    line, told, has_slip = "", {}, False
    for name in [name for name in names if name in chosen]:
        text, field, value = draw(st.sampled_from(rows[name]))
        told[field] = value
        noise, is_own = draw(st.integers(0, 14)), name in grammar.names | grammar.last
        if noise == 7 and not is_own:
            slipped = _swapped(text, draw(st.integers(0, 20)))
            has_slip, text = has_slip or slipped != text, slipped
        if not is_own:
            text = {0: text.upper(), 1: text.capitalize()}.get(noise, text)
        text = f"“{text}”" if noise == 2 and name not in grammar.last else text
        if noise == 3 and text[0].isalpha():
            text = f"{draw(st.sampled_from('–—'))}{text}"
        if noise == 8 and text.split()[0].isalpha() and not is_own:
            text = f"{text.split()[0]} {text}"
        space = {4: ",", 5: "", 6: "\u00a0", 9: ", ", 10: " – ", 11: "; "}.get(noise, " ")
        space = space or (" " if is_own else "")
        if not space and line[-1:].isalnum() and line[-1:].isdigit() == text[:1].isdigit():
            space = " "  # or it is another word
        if space == "," and line[-1:].isdigit() and text[:1].isdigit():
            space = ", "  # or it is another number
        line += f"{space if line else ''}{text}"
    ends = ["", "", ".", ",", "!", " ."] if grammar.last.isdisjoint(chosen) else [""]
    return Line(line + draw(st.sampled_from(ends)), told, has_slip)


def hold(ketalog: Ketalog, grammar: Grammar, *, is_alone: bool = False, n: int = 150) -> None:
    """Hold the law for any line of a command; `is_alone`: without the command's name."""
    for line in grammar.before:
        assert ketalog(line).code == 0, line

    @given(lines(grammar))
    @settings(max_examples=examples(n))
    def law(line: Line) -> None:
        words = [*([] if is_alone else grammar.command.split()), *line.text.split(" ")]
        answer = ketalog(["--json", *words])
        if answer.code:
            _hold_refused(ketalog, grammar, words, line, answer)
            return
        ketalog("undo")
        assert not line.has_slip or grammar.names, line
        assert UNSAID not in line.told, line
        assert grammar.says(answer) == grammar.meant(line.told), line

    law()


def _hold_refused(
    ketalog: Ketalog, grammar: Grammar, words: list[str], line: Line, answer: Answer
) -> None:
    """Hold that a refusal is one line in the patient's words, and that its readings go on."""
    assert answer.code == 2, (line, answer)
    error = answer.error
    said = f"{error['message']} {error['hint'] or ''}"
    assert "\n" not in said, (line, said)
    assert _shows(said, line.text), (line, said)
    for reading in readings_in(said):
        again = ketalog(["--json", *reading])
        if again.code:
            assert again.error["message"] != error["message"], (line, reading)
            continue
        ketalog("undo")
        if reading[0] == grammar.command.split()[0]:
            new, told = grammar.says(again), grammar.meant(line.told)
            other = {field for field in told if new[field] != told[field]}
            if UNSAID in line.told:  # it can go into the note, or be a name
                other -= {"note", "with_whom"}
            assert len(other) <= (1 + line.has_slip), (line, reading, new)


def _shows(said: str, typed: str) -> bool:
    """Tell whether an answer shows some of what was typed."""
    said, typed = said.lower(), typed.lower()
    quoted = (re.sub(r"\W", "", text) for text in re.findall("'([^']+)'", said))
    is_quoted = any(text and text in re.sub(r"\W", "", typed) for text in quoted)
    return is_quoted or not set(re.findall(r"\w+", typed)).isdisjoint(re.findall(r"\w+", said))


def readings_in(said: str) -> list[list[str]]:
    """Return the words of the lines that an answer shows: `For 7: ketalog mood 7.`"""
    said = re.sub("For example: .*", "", said)
    found = re.findall(r"(?<!as in): ketalog (.+?)(?=\. For |\.? As a note|\.$|$)", said)
    return [shlex.split(line) for line in found if _is_whole(line)]


def _is_whole(line: str) -> bool:
    return line.count("'") % 2 == 0 and "--help" not in line and " and ketalog " not in line


def taken_alone(ketalog: Ketalog, grammar: Grammar) -> None:
    """Hold that each shape is taken alone, beside what its command needs."""
    for line in grammar.before:
        assert ketalog(line).code == 0, line
    for name, row in grammar.rows.items():
        others = [grammar.rows[other][0] for other in sorted(grammar.needed - {name})]
        for shape in row:
            said = {other.field: other.value for other in others} | {shape.field: shape.value}
            line = " ".join([*(other.text for other in others), shape.text])
            answer = ketalog(["--json", *grammar.command.split(), *line.split()])
            if shape.field == UNSAID:
                assert answer.code == 2, (line, answer)
                continue
            assert answer.code == 0, (line, answer)
            ketalog("undo")
            assert grammar.says(answer) == grammar.meant(said), line
