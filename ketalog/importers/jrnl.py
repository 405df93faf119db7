"""jrnl: its export in JSON, and its journal as text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, clock, iso_day, joined, text_in

if TYPE_CHECKING:
    from collections.abc import Iterator


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?"
_BEGINS = re.compile(rf"\[({_DATE})\] ?(.*)", re.DOTALL)
_ENCRYPTED = b"gAAAAA"
"""How a Fernet token begins: what jrnl encrypts is one."""


def _recognises(file: GivenFile) -> bool:
    if file.keys:
        return {"title", "body", "date", "time"} <= file.keys
    if file.begins.startswith(_ENCRYPTED):
        return True
    return file.is_text and bool(_BEGINS.match(file.begins[:200].decode("utf-8", "replace")))


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    if file.begins.startswith(_ENCRYPTED):
        raise file.bad("is encrypted.", "Decrypt it with jrnl first: jrnl --decrypt")
    entries = _of_json(file) if file.keys else _of_text(file)
    rows = Rows(file, wanted, "jrnl JSON" if file.keys else "jrnl text")
    for position, (day, time, words) in enumerate(entries, 1):
        with rows.row(position):
            at = rows.local(datetime.combine(iso_day(day), clock(time)))
            if words is None:
                raise Unfit("they have no words")
            # The export in JSON has no seconds: an entry of both comes in once.
            rows.add("note", ("jrnl", at.strftime("%Y-%m-%d %H:%M")), at, text=words)
    return rows.incoming()


def _of_json(file: GivenFile) -> Iterator[tuple[str, str, str | None]]:
    content = file.json()
    entries: Any = content.get("entries", [content]) if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise file.bad("has no entries that can be read.")
    for entry in entries:
        known = entry if isinstance(entry, dict) else {}
        title, body, day, time = (text_in(known, key) for key in ("title", "body", "date", "time"))
        yield day, time, joined(title, body)


def _of_text(file: GivenFile) -> Iterator[tuple[str, str, str | None]]:
    date, words = "", ""
    for line in file.lines():
        if match := _BEGINS.fullmatch(line):
            if date:
                yield (*_parted(date), joined(words))
            date, words = match[1], match[2]
        else:
            words += line
    if date:
        yield (*_parted(date), joined(words))


def _parted(date: str) -> tuple[str, str]:
    day, _, time = date.partition(" ")
    return day, time


IMPORTER = Importer("jrnl (JSON, text)", _recognises, _read)
