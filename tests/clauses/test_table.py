"""Every row of the table of clauses reads what it says that it reads, alone and among words."""

from contextlib import suppress

import pytest

from ketalog.clauses.line import read
from ketalog.clauses.table import TABLE
from ketalog.clauses.words import cut
from ketalog.commands import COMMANDS, clauses_of
from ketalog.errors import BadInput
from tests.conftest import Ketalog

SHAPES = [(name, shape) for name, clause in TABLE.items() for shape in clause.shapes]
READING = {name: clauses_of(name) or () for name in COMMANDS}


@pytest.mark.parametrize(("name", "shape"), SHAPES)
def test_a_clause_reads_each_of_its_shapes_whole(name: str, shape: str) -> None:
    line = read(shape.split(), [name], {}, between=frozenset())
    assert name in line.parts, shape
    assert line.unread == (), shape


@pytest.mark.parametrize("command", [name for name, clauses in READING.items() if clauses])
def test_the_help_of_a_command_shows_all_that_its_words_can_say(
    ketalog: Ketalog, command: str
) -> None:
    shown = " ".join(ketalog(f"{command} --help").out.split())
    for name in READING[command]:
        assert name in TABLE
        for shape in TABLE[name].shapes:
            assert shape in shown, (name, shape)


def test_every_clause_belongs_to_a_command() -> None:
    used = {name for clauses in READING.values() for name in clauses}
    assert used == set(TABLE)


@pytest.mark.parametrize("text", ["", "-", "–", "?", "(", "0", "1/2", "½", "at", "for", "over"])
def test_no_clause_fails_on_odd_words(text: str) -> None:
    for clause in TABLE.values():
        for words in (cut([text]), cut([text, text]), cut([*clause.keywords, text])):
            for at in range(len(words)):
                with suppress(BadInput):
                    clause.read(words, at)
