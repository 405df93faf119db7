"""Afterflow's CSV. It has no amounts: its moods and words come in, no doses."""

from __future__ import annotations

import re
from datetime import datetime

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, clock, day_with_month, joined, spaced

_RULES = (
    "The file has no amounts: no dose is logged.",
    "Mood after has no time in the file: it is kept in the note.",
)


def _recognises(file: GivenFile) -> bool:
    return file.has_columns("treatment type", "administration")


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    needed = ("date", "treatment type", "administration", "mood before", "mood after")
    rows = Rows(file, wanted, "Afterflow CSV")
    for position, cells in file.table(needed):
        with rows.row(position):
            row = {name: _unguarded(cell) for name, cell in file.named(cells).items()}
            if row["treatment type"].casefold() != "ketamine":
                raise Unfit("they are about something else than ketamine")
            at = rows.local(_moment(row["date"]))
            note = joined(
                _labelled("Administration", row["administration"]),
                _labelled("Intention", row.get("intention")),
                _labelled("Mood after", row["mood after"]),
                _labelled("Reflections", row.get("reflections")),
                _labelled("Music", row.get("music link url")),
            )
            identity = ("afterflow", at.strftime("%Y-%m-%d %H:%M"))
            if row["mood before"]:
                rows.add("mood", identity, at, mood=_mood(row["mood before"]), note=note)
            elif note:
                rows.add("note", identity, at, text=note)
            else:
                raise Unfit("they have neither mood nor words")
    return rows.incoming(*_RULES)


def _unguarded(cell: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from reading a formula."""
    return re.sub(r"^'(?=[=+\-@])", "", cell).strip()


def _labelled(label: str, words: str | None) -> str | None:
    return f"{label}: {words}" if words else None


def _moment(text: str) -> datetime:
    """Read `Dec 1, 2024 at 10:30 AM`."""
    match = re.fullmatch(r"(.+?[0-9]{4})(?:,| at|, at)? ([0-9:]+ ?[AaPp][Mm])", spaced(text))
    if not match:
        raise Unfit("the time can't be read")
    return datetime.combine(day_with_month(match[1]), clock(match[2]))


def _mood(text: str) -> int:
    if not re.fullmatch("[0-9]|10", text):
        raise Unfit("the mood is no number from 0 to 10")
    return int(text)


IMPORTER = Importer("Afterflow (CSV)", _recognises, _read)
