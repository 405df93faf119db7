"""ketalog's own JSON export."""

from __future__ import annotations

import json as plain
import re
from typing import TYPE_CHECKING, Any

from msgspec import MsgspecError, convert, json
from msgspec.structs import replace

from ketalog.domain.entries import EXPORT_VERSION, kind_of
from ketalog.domain.kinds import MAY_LIE_AHEAD, Entry
from ketalog.errors import BadFile
from ketalog.importers import Importer, Incoming
from ketalog.validation import invalid_reason

if TYPE_CHECKING:
    from datetime import datetime

MOST_VALUES = 5_000_000
"""In one file: ten years have a hundred times fewer, and each takes room in memory."""
Versions = list[list[Entry]]


def _recognises(content: bytes) -> bool:
    return b'"ketalog_export"' in content


def _read(content: bytes, file: str, latest: datetime) -> Incoming:
    """Return the entries of an export, and the deleted ones, each with its earlier versions first.

    Nothing can have happened after `latest`. Raises BadFile, naming the file and the entry, for
    anything that is not an export.
    """
    export = _decode(content.removeprefix(b"\xef\xbb\xbf"), file)
    version = export.get("ketalog_export") if isinstance(export, dict) else None
    if not isinstance(version, int):
        raise BadFile(f"{file} is not an export of ketalog.", _HINT)
    if version > EXPORT_VERSION:
        raise BadFile(f"{file} was written by a newer ketalog.", "Install the newest one.")
    return Incoming(*(_all(export, key, file, latest) for key in ("entries", "deleted")))


def _decode(data: bytes, file: str) -> Any:
    """Return what a file says. Raises BadFile for what is no JSON, too much, or ambiguous."""
    if what := next((kind for start, kind in _OTHERS.items() if data.startswith(start)), None):
        raise BadFile(f"{file} is {what}.", _HINT)
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise BadFile(f"{file} holds far more than a journal can have.", _HINT)
    try:
        content = json.decode(data)
        # msgspec takes the last of two keys that are the same, without a word.
        plain.loads(data, object_pairs_hook=_no_doubles)
    except _TwiceError as error:
        raise BadFile(f"{file}: the same key stands twice in one object.", _NOTHING) from error
    except (ValueError, RecursionError) as error:  # MsgspecError and UnicodeDecodeError too
        raise BadFile(f"{file} is not JSON, or a part of it is missing.", _HINT) from error
    return content


class _TwiceError(Exception):
    """One object has a key twice: which of its values holds can't be known."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _TwiceError


_OTHERS = {
    b"\xff\xfe": "UTF-16 text: it must be UTF-8",
    b"\xfe\xff": "UTF-16 text: it must be UTF-8",
    b"PK\x03\x04": "a ZIP archive: unpack it first",
    b"\x1f\x8b": "compressed: unpack it first",
}
_NOTHING = "Nothing was imported."
_HINT = "Make one with: ketalog export journal.json."


def _all(content: dict[str, Any], key: str, file: str, latest: datetime) -> Versions:
    rows = content.get(key, [])
    if not isinstance(rows, list):
        raise BadFile(f"{file}: '{key}' is not a list.", _HINT)
    return [_versions(row, f"{file}, {key} {n}", latest) for n, row in enumerate(rows, 1)]


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
        entry: Entry = convert(fields, Entry)
    except (MsgspecError, RecursionError) as error:
        raise BadFile(f"{where}: {_wrong(str(error))}.", _NOTHING) from error
    entry = replace(entry, number=None)
    if entry.at > latest and kind_of(entry) not in MAY_LIE_AHEAD:
        raise BadFile(f"{where}: its 'at' lies ahead.", _NOTHING)
    if wrong := invalid_reason(entry):
        raise BadFile(f"{where}: {wrong}.", _NOTHING)
    return entry


def _wrong(message: str) -> str:
    """Return which field is wrong, without a word of what it holds."""
    missing = re.search("missing required field `([a-z_]+)`", message)
    if missing:
        return f"its '{missing[1]}' is missing"
    field = re.search(r"`\$\.([a-z_.]+)", message)
    return f"its '{field[1]}' can't be taken" if field else "this is not an entry"


IMPORTER = Importer("A JSON export of ketalog", _recognises, _read)
