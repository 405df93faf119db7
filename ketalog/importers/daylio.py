"""Daylio: its CSV of four generations, and the backup `.daylio`, which knows each mood's level."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from ketalog.domain.text import as_key
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import (
    Unfit,
    clock,
    day_with_month,
    has_halves,
    id_of,
    iso_day,
    items,
    joined,
    of_epoch,
    scale_rule,
    spaced,
    text_in,
    to_ten,
    without_tags,
)

_BACKUP = "backup.daylio"
_BEST, _WORST = Decimal(1), Decimal(5)
"""Levels of mood: 1 is the best."""
_DEFAULTS = {
    "rad": 1,
    "good": 2,
    "meh": 3,
    "bad": 4,
    "awful": 5,
    "super": 1,
    "bien": 2,
    "mouais": 3,
    "mauvais": 4,
    "horrible": 5,
}
"""The levels of the names that the app gives moods, in English and French."""
_PREDEFINED = {1: "rad", 2: "good", 3: "meh", 4: "bad", 5: "awful"}
_RULE = scale_rule("Mood", "the lowest of the five levels", "the highest")
_NUMBERS = {name: to_ten(Decimal(level), _WORST, _BEST) for name, level in _DEFAULTS.items()}


def _recognises(file: GivenFile) -> bool:
    if file.has_columns("weekday", "activities") or file.has_columns("full_date", "mood"):
        return True
    return file.member(_BACKUP) is not None


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    return _read_table(file, wanted) if file.archive is None else _read_backup(file, wanted)


def _read_table(file: GivenFile, wanted: Wanted) -> Incoming:
    is_oldest = "full_date" not in file.header
    days = ("year", "date") if is_oldest else ("full_date",)
    table = list(file.table((*days, "time", "mood")))
    column = file.header.index("time")
    halves = has_halves(cells[column] for _, cells in table if len(cells) > column)
    rows = Rows(file, wanted, "Daylio CSV")
    for number, cells in reversed(table):  # The newest stands first: what is older keeps its name.
        with rows.row(number):
            row = file.named(cells)
            day = _oldest_day(row) if is_oldest else iso_day(row["full_date"])
            at = datetime.combine(day, clock(row["time"], has_halves=halves))
            tags = [spaced(tag) for tag in row.get("activities", "").split("|")]
            _add(
                rows,
                rows.local(at),
                rows.mood_of(spaced(row["mood"]), _NUMBERS),
                _note(
                    row.get("note_title"),
                    row.get("note"),
                    _own_name(spaced(row["mood"])),
                    tags,
                    row.get("scales"),
                ),
            )
    return rows.incoming(_RULE)


def _oldest_day(row: dict[str, str]) -> date:
    if not row["year"].strip().isdecimal():
        raise Unfit("the year can't be read")
    return day_with_month(row["date"], int(row["year"]))


def _add(rows: Rows, at: datetime, mood: int, note: str | None) -> None:
    # A table and a backup say the same minute of the same clock: an entry of both comes in once.
    rows.add("mood", ("daylio", at.strftime("%Y-%m-%d %H:%M")), at, mood=mood, note=note)


def _own_name(mood: str) -> str | None:
    """Return the patient's own name of a mood: its number alone would lose the word."""
    return None if as_key(mood) in _DEFAULTS else mood


def _note(
    title: str | None,
    note: str | None,
    mood: str | None,
    tags: list[str],
    scales: str | None,
) -> str | None:
    done = ", ".join(filter(None, tags))
    measured = ", ".join(filter(None, (spaced(scale) for scale in (scales or "").split("|"))))
    return joined(
        without_tags(title or ""),
        without_tags(note or ""),
        f"Mood: {mood}" if mood else None,
        f"Activities: {done}" if done else None,
        f"Scales: {measured}" if measured else None,
    )


def _read_backup(file: GivenFile, wanted: Wanted) -> Incoming:
    packed = file.read_member(_BACKUP)
    try:
        backup = file.json(b64decode(packed))
    except binascii.Error as error:
        raise file.bad(": what is in it is no backup of Daylio.") from error
    if not (isinstance(backup, dict) and isinstance(backup.get("dayEntries"), list)):
        raise file.bad("is no backup of Daylio that can be read.")
    moods, tags = _by_id(backup, "customMoods"), _by_id(backup, "tags")
    rows = Rows(file, wanted, "Daylio backup")
    for number, entry in reversed(list(enumerate(backup["dayEntries"], 1))):
        with rows.row(number):
            if not isinstance(entry, dict):
                raise Unfit("they are no entries")
            mood = moods.get(id_of(entry.get("mood")), {})
            chosen = entry.get("tags")
            known = chosen if isinstance(chosen, list) else []
            named = [tags.get(id_of(tag), {}).get("name") for tag in known]
            _add(
                rows,
                _moment(entry),
                _number_of(rows, mood),
                _note(
                    text_in(entry, "note_title"),
                    text_in(entry, "note"),
                    _own_name(_name_of(mood)),
                    [spaced(name) for name in named if isinstance(name, str)],
                    None,
                ),
            )
    has_photos = any(entry.get("assets") for entry in items(backup["dayEntries"]))
    return rows.incoming(_RULE, *(["Attachments, such as photos, are left out."] * has_photos))


def _by_id(backup: dict[str, Any], key: str) -> dict[int, dict[str, Any]]:
    return {id_of(item.get("id")): item for item in items(backup.get(key))}


def _moment(entry: dict[str, Any]) -> datetime:
    """Return when it was, on the clock of the place: the offset is kept with each entry."""
    at, offset = entry.get("datetime"), entry.get("timeZoneOffset")
    if not (type(at) is int and type(offset) is int and abs(offset) < 24 * 3_600_000):
        raise Unfit("the time can't be read")
    return of_epoch(at // 1000, timezone(timedelta(minutes=offset // 60_000)))


def _name_of(mood: dict[str, Any]) -> str:
    """Return a mood's name: one of the app's own has a number in its place."""
    name = text_in(mood, "custom_name")
    return spaced(name or _PREDEFINED.get(id_of(mood.get("predefined_name_id")), ""))


def _number_of(rows: Rows, mood: dict[str, Any]) -> int:
    """Return a mood's number: of its level, unless the patient gave its name another."""
    level, name = id_of(mood.get("mood_group_id")), _name_of(mood)
    if not 1 <= level <= 5:
        raise Unfit("their mood is not among the file's moods")
    return rows.mood_of(name, {as_key(name): to_ten(Decimal(level), _WORST, _BEST)})


IMPORTER = Importer("Daylio (CSV, .daylio)", _recognises, _read)
