"""ketalog's own JSON export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.domain.entries import EXPORT_VERSION
from ketalog.errors import BadFile
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._file import BOM, NOTHING
from ketalog.importers._rows import checked
from ketalog.importers._values import Unfit

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.domain.kinds import Entry

Versions = list[list["Entry"]]


def _recognises(file: GivenFile) -> bool:
    return b'"ketalog_export"' in file.head


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    """Return the entries of an export, and the deleted ones, each with its earlier versions first.

    Raises BadFile, naming the file and the entry, for anything that is not an export.
    """
    _refuse_no_json(file)
    export = file.json(hint=_HINT)
    known = export if isinstance(export, dict) else {}
    if "_ketalog" in known:
        raise file.bad("is a journal, not an export.", _JOURNAL_HINT)
    if "resourceType" in known:
        raise file.bad("is a record for a clinic's system, not all of a journal.", _HINT)
    if "ketalog_export" not in known:
        raise file.bad(_NONE_OF_OURS, _KNOWN_HINT)
    version = known["ketalog_export"]
    if not isinstance(version, int):
        raise file.bad("is not an export of ketalog.", _HINT)
    if version > EXPORT_VERSION:
        raise file.bad("was written by a newer ketalog.", "Install the newest one.")
    entries, deleted = (_all(known, key, file, wanted.latest) for key in ("entries", "deleted"))
    return Incoming(entries, deleted)


def _refuse_no_json(file: GivenFile) -> None:
    """Say what a file is that holds no JSON. Raises BadFile."""
    content = file.content
    begins = content.removeprefix(BOM).lstrip()
    if what := next((kind for start, kind in _OTHERS.items() if content.startswith(start)), None):
        is_workbook = any(file.member(part) for part in ("workbook.xml", "content.xml"))
        raise file.bad(f"is {_WORKBOOK if is_workbook else what}.")
    if begins[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise file.bad("is a web page: download the file itself.")
    if not begins:
        raise file.bad("is empty.")
    if begins[:1] in {b"{", b"["}:
        return
    if file.has_columns("number", "kind", "recorded"):
        raise file.bad("is a table that ketalog made, not all of a journal.", _HINT)
    if file.is_text and len(file.header) > 1 and begins[:1] != b"<":
        raise file.bad("is a table whose columns ketalog doesn't know.", _MAP_HINT)
    raise file.bad(_NONE_OF_OURS, _KNOWN_HINT)


_WORKBOOK = "a workbook: save its table as CSV"
_COMPRESSED = "compressed: unpack it first"
_OTHERS = {
    b"\xff\xfe\0\0": "UTF-32 text: it must be UTF-8",
    b"\xff\xfe": "UTF-16 text: it must be UTF-8",
    b"\xfe\xff": "UTF-16 text: it must be UTF-8",
    b"PK\x03\x04": "a ZIP archive: unpack it first",
    b"\x1f\x8b": _COMPRESSED,
    b"BZh": _COMPRESSED,
    b"\xfd7zXZ": _COMPRESSED,
    b"7z\xbc\xaf": _COMPRESSED,
    b"Rar!": _COMPRESSED,
    b"\x28\xb5\x2f\xfd": _COMPRESSED,
    b"{\\rtf": "a document: save its text alone",
    b"%PDF": "a PDF: no program can be sure to read it back",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": _WORKBOOK,
}
_NONE_OF_OURS = "is none of the files that ketalog takes in."
_KNOWN_HINT = "What it takes in: ketalog help import."
_HINT = "Make one with: ketalog export journal.json."
_JOURNAL_HINT = (
    "On a new computer: ketalog restore FILE. Into a journal that is there: ketalog merge FILE."
)
_MAP_HINT = "Say what they hold: ketalog import FILE --map 'at=Date' --map 'mood=Score/1..5'."


def _all(export: dict[str, Any], key: str, file: GivenFile, latest: datetime) -> Versions:
    rows = export.get(key, [])
    if not isinstance(rows, list):
        raise file.bad(f": '{key}' is not a list.", _HINT)
    entries = [_versions(row, f"{file.name}, {key} {n}", latest) for n, row in enumerate(rows, 1)]
    places: dict[str, int] = {}
    for n, versions in enumerate(entries, 1):
        first = places.setdefault(versions[-1].id, n)
        if entries[first - 1] != versions:
            raise file.bad(f": {key} {first} and {n} have the same id.")
    return entries


def _versions(row: Any, where: str, latest: datetime) -> list[Entry]:
    if not isinstance(row, dict) or not isinstance(row.get("earlier", []), list):
        raise BadFile(f"{where}: this is not an entry.", _HINT)
    present = {key: value for key, value in row.items() if key != "earlier"}
    versions = [_entry(fields, where, latest) for fields in (*row.get("earlier", []), present)]
    if len({entry.id for entry in versions}) > 1:
        raise BadFile(f"{where}: its earlier versions are another entry's.", _HINT)
    return versions


def _entry(fields: Any, where: str, latest: datetime) -> Entry:
    try:
        return checked(fields, latest)
    except Unfit as unfit:
        raise BadFile(f"{where}: {unfit.reason}.", NOTHING) from unfit


IMPORTER = Importer("A JSON export of ketalog", _recognises, _read)
