"""A fuzzer's process: `python -m tests.torture.fuzz TARGET FOLDER OPTIONS-OF-LIBFUZZER…`.

A target takes any bytes; nothing but a KetalogError may come out of it. A new importer or reader
is one more row of TARGETS, and of SEEDS in tests/torture/test_fuzzing.py.
"""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from ketalog.errors import KetalogError

NOW = datetime.fromisoformat("2026-11-22T21:00:00+01:00")
INSTRUMENTED = (
    "ketalog.domain.entries",
    "ketalog.domain.amounts",
    "ketalog.domain.effects",
    "ketalog.export.files",
    "ketalog.importers.ketalog",
    "ketalog.ledger.contents",
    "ketalog.ledger.ledger",
    "ketalog.ledger.format",
    "ketalog.ledger.reconcile",
    "ketalog.ledger.storage",
    "ketalog.ledger.tail",
    "ketalog.ledger.second_copy",
    "ketalog.store",
)
JOURNAL = "00000000-0000-4000-8000-000000000000"


def with_checksum(body: bytes) -> tuple[bytes, str]:
    """Return a line, or a header, with the sum that makes it look as written, and that sum."""
    digest = sha256(body).hexdigest()
    return body[:-1] + b',"sum":"' + digest.encode() + b'"}', digest


def journal_of(bodies: list[bytes]) -> bytes:
    """Return a journal of any lines, each with the right sum."""
    made = f'{{"format":3,"generation":1,"journal":"{JOURNAL}","made":"{NOW.isoformat()}"}}'
    header, prev = with_checksum(made.encode())
    rows = []
    for key, body in enumerate(bodies, 1):
        row, prev = with_checksum(body[:-1] + f',"prev":"{prev}"}}'.encode())
        rows.append(b'"%d":%s' % (key, row))
    start = b'{"_ketalog": {"1": ' + header + b'},\n"transactions": {\n'
    return start + b",\n".join(rows) + b"\n}}\n"


def read_a_journal(folder: Path, data: bytes) -> None:
    """Read what may be a journal: from its end, and all of it."""
    store: Any = import_module("ketalog.store").Store
    path = folder / "journal.json"
    path.write_bytes(data)
    for all_of_it in (False, True):
        try:
            if all_of_it:
                _ = store(path).everything().entries
            else:
                store(path).recent(NOW)
        except KetalogError:
            continue


def read_sealed_lines(folder: Path, data: bytes) -> None:
    """Read a journal whose sums are right, whatever its lines say."""
    read_a_journal(folder, journal_of(data.split(b"\n")))


def restore_from_a_second_copy(folder: Path, data: bytes) -> None:
    """Rebuild a journal from what may be its second copy, and read it."""
    store = import_module("ketalog.store").Store(folder / "journal.json")
    store.second_copy_path.parent.mkdir()
    store.second_copy_path.write_bytes(data)
    try:
        import_module("ketalog.doctor").Doctor(store, NOW).restore()
    except KetalogError:
        return
    read_a_journal(folder, (folder / "journal.json").read_bytes())


def take_in(name: str) -> Callable[[Path, bytes], None]:
    """Return what reads a file of that name to import it."""

    def read(folder: Path, data: bytes) -> None:
        (folder / name).write_bytes(data)
        wanted = import_module("ketalog.importers._rows").Wanted(now=NOW + timedelta(days=1))
        with (folder / name).open("rb") as stream, suppress(KetalogError):
            import_module("ketalog.importers").take(stream, name, wanted)

    return read


TARGETS: dict[str, Callable[[Path, bytes], None]] = {
    "journal": read_a_journal,
    "lines": read_sealed_lines,
    "second copy": restore_from_a_second_copy,
    "export": take_in("export.json"),
}


def main(target: str, folder: Path, options: list[str]) -> None:
    """Fuzz one target until libFuzzer has had enough."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["ketalog"]):
        for name in INSTRUMENTED:
            import_module(name)
    os.fsync = lambda fd: None  # noqa: ARG005 - no power is cut here

    def once(data: bytes) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        TARGETS[target](folder, data)

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
