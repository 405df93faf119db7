"""What is made in the documents: transcripts, tables, the reference of every command."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ketalog.domain.crisis import CHECK_IT, CHECKED, COUNTRIES
from ketalog.domain.limits import CHECKED as LIMITS_CHECKED
from ketalog.domain.limits import LIMITS
from ketalog.instruments.base import find, names
from tools import reference

DOCS = Path(__file__).parent.parent / "docs"
TRANSCRIPT = re.compile(r"(?sm)(^```text\n# (.*?)\n)(.*?)(?=^```$)")
TABLE = re.compile(r"(?s)(<!-- made: (\w+) -->\n).*?(?=<!-- end -->)")
COLOURS = re.compile(r"\x1b\[[\d;]*m")
GONE = re.compile(r"[^\n]*\r\x1b\[K")
"""What stood on a terminal for a moment."""


def with_answers(text: str, home: Path) -> str:
    """Return a document with what its commands answer in an empty home, at the time above them."""

    def answered(match: re.Match[str]) -> str:
        before, when, lines = match.groups()
        now = datetime.strptime(f"{when} +0100", "%a %d %b %Y %H:%M %z").isoformat()
        typed = [line for line in lines.splitlines() if line.startswith("$ ")]
        said = (f"{line}\n{_answer(line, now, home)}" for line in typed)
        return before + "".join(said)

    return TRANSCRIPT.sub(answered, text)


def _answer(line: str, now: str, home: Path) -> str:
    """Type a line into a shell, and return what a terminal of 80 columns shows."""
    env = {name: text for name, text in os.environ.items() if not name.startswith("KETALOG")}
    env |= {"HOME": str(home), "KETALOG_TEST_NOW": now, "TZ": "Europe/Berlin"}
    env |= {"NO_COLOR": "1", "COLUMNS": "80", "LINES": "40", "LANG": "C.UTF-8"}
    command = f'ketalog() {{ "{sys.executable}" -P -m ketalog "$@"; }}\n{line.removeprefix("$ ")}'
    ours, its = os.openpty()
    with subprocess.Popen(  # noqa: S603
        ["/bin/bash", "-euc", command],
        cwd=home,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
    ) as running:
        os.close(its)
        said = b"".join(_until_closed(ours)).decode()
    os.close(ours)
    if running.returncode:
        raise RuntimeError(f"{line}\n{said}")
    shown = COLOURS.sub("", GONE.sub("", said)).replace(str(home), "~")
    return "".join(f"{row.rstrip()}\n" for row in shown.splitlines())


def _until_closed(terminal: int) -> Iterator[bytes]:
    with suppress(OSError):  # As Linux says that nobody writes there any more.
        while read := os.read(terminal, 65536):
            yield read


def with_tables(text: str) -> str:
    """Return a document with the tables that the program has."""
    tables = {
        "instruments": _instruments,
        "lines": _lines,
        "limits": _limits,
        **reference.TABLES,
    }
    return TABLE.sub(
        lambda match: "\n".join((match[1], *tables[match[2]](), "", "")),
        text,
    )


def _instruments() -> Iterator[str]:
    yield from reference.heads("questionnaire", "where its words and numbers come from")
    for instrument in filter(None, map(find, names())):
        yield f"| {instrument.title} (`check {instrument.name}`) | {' '.join(instrument.sources)} |"


def _lines() -> Iterator[str]:
    yield f"Gone over on {CHECKED.day} {CHECKED:%B %Y}. Where no source stands, and where a number"
    yield f"has a ?, ketalog adds: {CHECK_IT}.\n"
    yield from reference.heads("country", "help line", "emergency", "read at")
    for code, country in COUNTRIES.items():
        if country.line:
            number = f"{country.emergency}{' ?' if country.unchecked_emergency else ''}"
            yield f"| {code} | {country.line} | {number} | {country.source} |"
    others = [country.name for country in COUNTRIES.values() if not country.line]
    yield f"\nWithout a line that was verified, with the emergency number 112: {', '.join(others)}."


def _limits() -> Iterator[str]:
    yield from reference.heads("reading", "limit", "source")
    for limit in LIMITS:
        of = " or ".join(name.partition("_")[0] for name in limit.numbers)
        yield f"| {of} | {limit.said.removeprefix('systolic ')} | {limit.source.short} |"
    yield f"\nRead on {LIMITS_CHECKED.day} {LIMITS_CHECKED:%B %Y}:\n"
    for source in dict.fromkeys(limit.source for limit in LIMITS):
        yield f"- {source.short}: {source.title}: {source.says}."


def made(home: Path) -> dict[str, str]:
    """Return each document with all that is made in it."""
    return {
        "tutorial.md": with_answers((DOCS / "tutorial.md").read_text(encoding="utf-8"), home),
        "sources.md": with_tables((DOCS / "sources.md").read_text(encoding="utf-8")),
        "commands.md": reference.with_commands(
            with_tables((DOCS / "commands.md").read_text(encoding="utf-8"))
        ),
    }


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        for name, text in made(Path(place)).items():
            (DOCS / name).write_text(text, encoding="utf-8")
