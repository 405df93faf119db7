"""Any words at all, through every command: nothing that comes out steers a terminal."""

import itertools
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ketalog.commands import COMMANDS
from tests.conftest import Answer, Ketalog
from tests.product.test_hostile_text import (
    ANY_TEXT,
    look_everywhere,
    steering_in,
    without_colours,
    write_down,
)
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture
NOTES = 1000
MORE = (
    ["import", "{folder}/all.json"],
    ["restore"],
    ["config"],
    ["show", "{words}"],
    ["check", "phq4", "1", "1", "1", "1", "--note={words}"],
    ["check", "{words}"],
    ["supply", "fill", "{words}"],
    ["supply", "fill", "9x9mg", "oral", "--note={words}", "--medication={words}"],
    ["supply", "count", "9x9mg", "oral", "--form={words}"],
    ["supply", "{words}"],
    ["supply"],
    ["list", "--", "{words}"],
    ["backup", "{folder}/copy.json"],
    ["erase", "1", "--yes"],
    ["merge", "{folder}/copy.json"],
    ["doctor"],
    ["vitals", "128/82", "--note", "{words}"],
    ["session", "kap", "--with", "{words}", "--reflections", "{words}"],
    ["also", "--", "{words}"],
    ["appointment", "next tue 3pm", "--with", "{words}"],
    ["lock", "--remove-copies"],
    ["plan", "set", "9mg", "oral", "--times", "2", "--medication={words}", "--note={words}"],
    ["plan", "set", "9mg", "oral", "--times", "2", "--by={words}", "--form={words}"],
    ["skip", "--route=oral", "--", "{words}"],
    ["plan"],
    ["plan", "history"],
    ["plan", "{words}"],
    ["mood", "5"],
    ["passphrase", "--remove-copies"],
    ["list"],
    ["response"],
    ["unlock"],
    ["config", "inbox", "{folder}/in"],
    ["inbox"],
    ["inbox", "drop", "1"],
    ["review"],
    ["review", "all"],
    ["now"],
    ["type"],
    ["config", "inbox", "--unset"],
)
"""Command lines beside those of test_hostile_text.py; together they name every command."""
NO_WORDS = {"completion", "demo", "help", "start"}
"""Commands to which a patient's words never come."""


class Typist:
    """Types into a journal of its own, and holds each answer to the rule."""

    def __init__(self, ketalog: Ketalog, journal: Path) -> None:
        self.ketalog = ketalog
        self.journal = journal
        self.commands: Counter[str] = Counter()

    def __call__(self, line: str | list[str], **how: Any) -> Answer:
        words = line.split(" ") if isinstance(line, str) else line
        answer = self.ketalog([f"--journal={self.journal}", *words], **how)
        self.commands[words[0]] += 1
        assert answer.code in {0, 2, 3, 5}, answer
        assert steering_in(without_colours(answer.out)) == []
        assert steering_in(answer.err) == []
        return answer


def test_1000_notes_through_every_command_never_steer_a_terminal(
    ketalog: Ketalog, home: Path, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)  # No power is cut here.
    trial = "notes of any characters × every command"
    counter = itertools.count()
    commands: Counter[str] = Counter()
    of = figures.some_of(NOTES)

    @settings(
        max_examples=of,
        database=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(words=ANY_TEXT)
    def hold(words: str) -> None:
        n = next(counter)
        if n and n % 100 == 0:
            figures.tell(f"{trial}: {n:,} of {of:,}")
        folder = home / str(n)
        folder.mkdir()
        type_in = Typist(ketalog, folder / "ketalog" / "journal.json")
        write_down(type_in, words)
        lines = folder / "in" / "from a phone.txt"
        lines.parent.mkdir()
        lines.write_bytes(f"mood 5 note: {words}\n{words}\n".encode(errors="surrogatepass"))
        os.utime(lines, (0, 0))
        looks = look_everywhere(type_in, folder)
        assert [(line, answer) for line, answer in looks if answer.code] == []
        for line in MORE:
            type_in([word.format(folder=folder, words=words) for word in line])
        commands.update(type_in.commands)
        assert {*commands, *NO_WORDS} >= {*COMMANDS}

    hold()
    figures.record(
        trial,
        f"{next(counter):,} notes, {commands.total():,} command lines of {len(commands)} commands",
        "0 control or bidi characters on standard output or standard error",
    )
