"""Whatever bytes a file holds: it is read, or refused in words, and never anything else."""

import json
import random
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.crash.model import DEEDS, Model
from tests.places import ROOT
from tests.torture.children import type_in
from tests.torture.figures import Figures
from tests.torture.fuzz import TARGETS

pytestmark = pytest.mark.torture
SECONDS = 60
SEEDS_EACH = 12
WORDS = re.compile(rb'"[a-z_ ]{2,20}"')
"""What seeds are made of: a dictionary for the fuzzer."""


def a_journal(folder: Path, chance: random.Random) -> Path:
    now = Model(folder.parent)
    for _ in range(chance.randrange(1, 9)):
        name = chance.choice([name for name in DEEDS if name != "import"])
        deed = DEEDS[name](chance, now)
        if all(len(word) < 200 for word in deed.line):
            assert type_in(folder / "journal.json", *deed.line)[0] == deed.code
            now = deed.after
    assert type_in(folder / "journal.json", "ask", "may it move?")[0] == 0
    assert type_in(folder / "journal.json", "dose", "2x15mg", "nasal", "--mood", "4")[0] == 0
    return folder / "journal.json"


def its_second_copy(journal: Path) -> bytes:
    return (journal.parent / "backups" / "journal.json.copy.jsonl").read_bytes()


def its_lines(journal: Path) -> bytes:
    rows = [json.loads(row) for row in its_second_copy(journal).splitlines()[1:]]
    bodies = [
        {key: value for key, value in row.items() if key not in {"prev", "sum"}} for row in rows
    ]
    return "\n".join(json.dumps(body, separators=(",", ":")) for body in bodies).encode()


def its_export(journal: Path) -> bytes:
    file = journal.parent / "export.json"
    assert type_in(journal, "export", str(file), "--force")[0] == 0
    return file.read_bytes()


SEEDS: dict[str, Callable[[Path], bytes]] = {
    "journal": Path.read_bytes,
    "lines": its_lines,
    "second copy": its_second_copy,
    "export": its_export,
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_minute_of_fuzzing_finds_nothing_but_refusals(
    tmp_path: Path, figures: Figures, target: str
) -> None:
    trial = f"any bytes as {target} (atheris, seeded)"
    if find_spec("atheris") is None:
        figures.not_tried(trial, "atheris is not installed")
    chance = random.Random(target)  # noqa: S311 - what the seeds say
    seeds, corpus = tmp_path / "seeds", tmp_path / "corpus"
    seeds.mkdir()
    corpus.mkdir()
    for n in range(SEEDS_EACH):
        journal = a_journal(tmp_path / f"seed {n}", chance)
        (seeds / f"{n}").write_bytes(SEEDS[target](journal))
    words = {word for seed in seeds.iterdir() for word in WORDS.findall(seed.read_bytes())}
    lines = (b'"\\x22%s\\x22"' % word.strip(b'"') for word in sorted(words))
    (tmp_path / "words").write_bytes(b"\n".join(lines) + b"\n")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.torture.fuzz", target, str(tmp_path / "work")),
            f"-max_total_time={figures.some_of(SECONDS)}",
            *("-seed=20261122", "-timeout=20", "-max_len=8192", "-print_final_stats=1"),
            f"-dict={tmp_path / 'words'}",
            f"-artifact_prefix={tmp_path}/",
            *(str(corpus), str(seeds)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-5000:]
    times = re.search(r"Done (\d+) runs in (\d+) second", done.stderr)
    assert times is not None, done.stderr[-3000:]
    edges = max(int(found) for found in re.findall(r"cov: (\d+)", done.stderr))
    first = next(int(found) for found in re.findall(r"INITED cov: (\d+)", done.stderr))
    assert edges > 100
    figures.record(
        trial,
        f"{int(times[1]):,} runs in {times[2]} seconds",
        "nothing but refusals (KetalogError)",
        f"{edges} edges covered, {first} by the {SEEDS_EACH} seeds",
    )
