"""Health Connect's export: a database in a ZIP archive, opened only to read."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._file import MOST_UNPACKED
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, is_number, of_epoch
from ketalog.importers._vitals import Asleep, FileReadings, add_nights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime


_DATABASE = "health_connect_export.db"
_STAGES = {2, 4, 5, 6}
"""Of sleep: sleeping, light, deep, REM. Others are awake, or unknown."""
_LARGEST_TEXT = 1_000_000


def _recognises(file: GivenFile) -> bool:
    return file.member(_DATABASE) is not None


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    rows = Rows(file, wanted, "Health Connect")
    readings = FileReadings(rows)
    try:
        with _opened(file) as database:
            _Tables(database, rows, readings).read()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise file.bad(": the database in it can't be read.") from error
    return rows.incoming(*readings.rules)


@contextmanager
def _opened(file: GivenFile) -> Iterator[sqlite3.Connection]:
    """Open the database where only this user can read it, for as long as it is read."""
    with TemporaryDirectory(prefix="ketalog-") as folder:
        path = Path(folder) / "export.db"
        with file.unpacked(_DATABASE, MOST_UNPACKED) as packed, path.open("wb") as out:
            copyfileobj(packed, out)
        address = f"{path.as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_TEXT)
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            yield database


class _Tables:
    """The tables of one export; one that isn't there has no rows."""

    def __init__(self, database: sqlite3.Connection, rows: Rows, readings: FileReadings) -> None:
        self._database, self._rows, self._readings = database, rows, readings
        self._row = 0
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self._names = {str(name) for (name,) in names}

    def read(self) -> None:
        """Read every table that has readings or sleep."""
        to, pulse = self._readings, partial(self._readings.often, "pulse")
        self._read("blood_pressure_record_table", ("systolic", "diastolic"), to.pressure)
        self._read("resting_heart_rate_record_table", ("beats_per_minute",), pulse)
        self._read("oxygen_saturation_record_table", ("percentage",), partial(to.often, "oxygen"))
        self._read(
            "weight_record_table", ("weight",), lambda at, grams: to.weight(at, grams / 1000)
        )
        self._read("heart_rate_record_series_table", ("beats_per_minute",), pulse, "epoch_millis")
        self._sleep()

    def _select(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table by the names of its columns, which stand in any order."""
        if table not in self._names:
            return
        known = {row[1] for row in self._database.execute(f"PRAGMA table_xinfo({table})")}
        if missing := [column for column in columns if column not in known]:
            raise sqlite3.DataError(f"{table} lacks {missing[0]}")
        # The names are those above, never the file's.
        yield from self._database.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608

    def _read(
        self, table: str, columns: tuple[str, ...], add: Callable[..., None], time: str = "time"
    ) -> None:
        for moment, *values in self._select(table, (time, *columns)):
            self._row += 1
            with self._rows.row(self._row):
                at = _moment(moment)
                self._readings.refuse_far(at)
                add(at, *map(_decimal, values))

    def _sleep(self) -> None:
        stages: dict[Any, list[tuple[Any, Any, Any]]] = {}
        columns = ("parent_key", "stage_start_time", "stage_end_time", "stage_type")
        for parent, start, end, stage in self._select("sleep_stages_table", columns):
            stages.setdefault(parent, []).append((start, end, stage))
        asleep: dict[Any, list[Asleep]] = {}
        columns = ("row_id", "app_info_id", "start_time", "end_time")
        for key, app, start, end in self._select("sleep_session_record_table", columns):
            self._row += 1
            # A night without stages is asleep from its beginning to its end.
            parts = stages.get(key, [(start, end, 2)])
            slept = [(begun, ended) for begun, ended, stage in parts if stage in _STAGES]
            if not slept:
                self._rows.leave_out(self._row, "they are awake, not asleep")
                continue
            try:
                stretches = [_stretch(*times, self._row) for times in slept]
                asleep.setdefault(app, []).extend(stretches)
            except Unfit as unfit:
                self._rows.leave_out(self._row, unfit.reason)
        add_nights(self._rows, asleep.values())


def _moment(value: Any) -> datetime:
    if type(value) is not int:
        raise Unfit("the time can't be read")
    return of_epoch(value // 1000)


def _decimal(value: Any) -> Decimal:
    if not is_number(value):
        raise Unfit("a number can't be read")
    return Decimal(str(value))


def _stretch(start: Any, end: Any, row: int) -> Asleep:
    stretch = Asleep(_moment(start), _moment(end), row)
    if stretch.end <= stretch.start:
        raise Unfit("the time can't be read")
    return stretch


IMPORTER = Importer("Health Connect (ZIP)", _recognises, _read, streams=True)
