"""Any sequence of commands, with crashes and refusing disks in between, beside a plain model."""

import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ketalog.cli import run
from ketalog.config import places_folder
from tests.conftest import Answer, Terminal
from tests.crash.faults import FAULTS, Died, Fault, Faulty
from tests.crash.model import DEEDS, Deed, Entries, Model, as_seen, passphrase_file, without_id

NAMES = st.sampled_from(sorted(DEEDS))
CHANCES = st.randoms(use_true_random=False)


class Life(RuleBasedStateMachine):
    """One journal and what becomes of it.

    A look leaves no trace: what a crash left is met by the next command, not repaired by the look.
    """

    def __init__(self, folder: Path, counts: Counter[str]) -> None:
        super().__init__()
        self.counts = counts
        counts["journals"] += 1
        self.home = folder / str(counts["journals"])
        self.journal = self.home / "here" / "journal.json"
        self.journal.parent.mkdir(parents=True)
        self.model = Model(folder)

    @rule(name=NAMES, chance=CHANCES)
    def a_command_runs(self, name: str, chance: Random) -> None:
        deed = DEEDS[name](chance, self.model)
        answer = self.type_in(*deed.line)
        assert answer.code == deed.code, answer
        self.model = deed.after
        self.counts["commands"] += 1

    @rule(name=NAMES, chance=CHANCES, at=st.integers(1, 10), fault=st.sampled_from(FAULTS))
    def a_command_is_cut_off(self, name: str, chance: Random, at: int, fault: Fault) -> None:
        deed = DEEDS[name](chance, self.model)
        answer, met = self.type_in_badly(at, fault, *deed.line)
        self.model = as_seen(self.one_of(deed, answer), self.journal)
        self.counts["commands"] += 1
        self.counts["cut off"] += met

    @rule(at=st.integers(1, 8), fault=st.sampled_from(FAULTS))
    def a_look_is_cut_off(self, at: int, fault: Fault) -> None:
        _, met = self.type_in_badly(at, fault, "list")
        self.counts["cut off"] += met

    @rule()
    def a_look_says_what_the_model_says(self) -> None:
        assert self.list_of(self.journal) == self.model.entries

    @invariant()
    def nothing_is_lost_and_nothing_is_added(self) -> None:
        assert self.entries_there() == self.model.entries

    def teardown(self) -> None:
        """A life ends with a command that works and a journal like its second copy."""
        answer = self.type_in("mood", "5")
        assert answer.code == 0, answer
        assert len(self.list_of(self.journal)) == len(self.model.entries) + 1
        second_copy = self.journal.parent / "backups" / "journal.json.copy.jsonl"
        rows = json.loads(self.journal.read_bytes())["transactions"].values()
        copied = [json.loads(row) for row in second_copy.read_bytes().splitlines()[1:]]
        assert list(rows) == copied
        shutil.rmtree(self.home)

    def one_of(self, deed: Deed, answer: Answer | None) -> Model:
        """Return which it is: wholly done or not at all, and as it was told."""
        if answer is not None and answer.code == 0:
            return deed.after
        if answer is not None and "may have been saved" not in answer.err and answer.code != 130:
            no_file = answer.code == 4 and "can't be read" in answer.err
            assert answer.code in {5, deed.code} or no_file, answer
            return self.model
        found = self.entries_there()
        if found == deed.after.entries:
            return deed.after
        assert found == self.model.entries
        return self.model

    def entries_there(self) -> Entries:
        """Look at a copy that stands in the journal's place: a crash may be known by its place."""
        folders = [f for f in (self.journal.parent, places_folder(os.environ)) if f.exists()]
        for folder in folders:
            folder.rename(folder.with_suffix(".kept"))
            shutil.copytree(folder.with_suffix(".kept"), folder)
        try:
            return self.list_of(self.journal)
        finally:
            for folder in folders:
                shutil.rmtree(folder)
                folder.with_suffix(".kept").rename(folder)

    def list_of(self, journal: Path) -> Entries:
        answer = self.type_in("list", "--all", "--json", journal=journal)
        assert answer.code == 0, answer
        entries = answer.data["entries"]
        return {one["number"]: without_id(one) for one in entries}

    def type_in(self, *line: str, journal: Path | None = None) -> Answer:
        out, err = Terminal(), Terminal()
        with pytest.MonkeyPatch.context() as patch:
            for name, stream in {"stdin": Terminal(), "stdout": out, "stderr": err}.items():
                patch.setattr(sys, name, stream)
            code = run([f"--journal={journal or self.journal}", *line])
            return Answer(code, out.text, err.text)

    def type_in_badly(self, at: int, fault: Fault, *line: str) -> tuple[Answer | None, bool]:
        """Return the answer, or None if the process died, and whether the fault was met."""
        with Faulty(at, fault).on() as faulty:
            try:
                return self.type_in(*line), faulty.met
            except Died:
                assert faulty.dead
                return None, True


def hold_to_the_model(
    folder: Path, lives: int, steps: int, *, shrink: bool = False
) -> Counter[str]:
    """Live so many lives of at most so many steps; return what was tried, and how often.

    With `shrink`, a life that fails is made as short as it can be, which takes minutes.
    """
    counts: Counter[str] = Counter()

    class OneLife(Life):
        def __init__(self) -> None:
            super().__init__(folder, counts)

    profile = settings(
        max_examples=lives,
        stateful_step_count=steps,
        database=None,
        derandomize=True,
        phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in passphrase_file(folder).items():
            patch.setenv(name, value)
        patch.setattr(os, "fsync", lambda _: None)  # A killed process loses nothing of it.
        run_state_machine_as_test(OneLife, settings=profile)
    return counts
