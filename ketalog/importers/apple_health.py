"""Apple Health's export (export.zip, or export.xml in it): readings and sleep, read as it comes."""

from __future__ import annotations

from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._file import MOST_ROWS, MOST_UNPACKED, Unpacked
from ketalog.importers._rows import Rows
from ketalog.importers._values import Unfit, iso_moment, local_moment, number
from ketalog.importers._vitals import KG_OF_POUND, Asleep, FileReadings, add_nights

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import BinaryIO


_XML = "apple_health_export/export.xml"
_QUANTITY = "HKQuantityTypeIdentifier"
_SYSTOLIC, _DIASTOLIC = f"{_QUANTITY}BloodPressureSystolic", f"{_QUANTITY}BloodPressureDiastolic"
_PULSES = (f"{_QUANTITY}HeartRate", f"{_QUANTITY}RestingHeartRate")
_OXYGEN, _WEIGHT = f"{_QUANTITY}OxygenSaturation", f"{_QUANTITY}BodyMass"
_PRESSURE = "HKCorrelationTypeIdentifierBloodPressure"
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
_SLEEP_VALUE = "HKCategoryValueSleepAnalysis"
_ASLEEP = frozenset(
    f"{_SLEEP_VALUE}{name}"
    for name in ("Asleep", "AsleepUnspecified", "AsleepCore", "AsleepDeep", "AsleepREM")
)
_OTHER = "they are no readings and no sleep"
_PIECE = 256 * 1024
_LONGEST = 4 * 1024 * 1024
"""Bytes of one element's beginning, or of one word."""
_DEEPEST = 100
_HEADINGS = frozenset({"ExportDate", "Me"})
_CLOCK_RULE = (
    "Times are shown on this computer's clock: the file has the offset of the export alone."
)
Attributes = dict[str, str]


def _recognises(file: GivenFile) -> bool:
    if file.archive is not None:
        return file.member(_XML) is not None
    return file.is_text and (b"<HealthData" in file.head or b"<!DOCTYPE HealthData" in file.head)


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    rows = Rows(file, wanted, "Apple Health")
    readings = FileReadings(rows)
    export = _Export(rows, readings, file)
    parser = expat.ParserCreate("UTF-8")  # Whatever it says of itself: every export is.
    parser.StartElementHandler = export.start
    parser.EndElementHandler = export.end
    parser.EntityDeclHandler = export.refuse_entity
    try:
        with _opened(file) as (stream, size):
            for done in _parsed(parser, stream):
                if done - parser.CurrentByteIndex > _LONGEST:
                    raise file.bad(f": line {parser.CurrentLineNumber} is far too long.")
                if file.progress is not None:
                    file.progress(done / max(size, 1))
    except expat.ExpatError as error:
        what = f"is no whole export of Apple Health: line {error.lineno} can't be read."
        raise file.bad(what) from error
    export.finish()
    return rows.incoming(_CLOCK_RULE, *readings.rules)


def _parsed(parser: expat.XMLParserType, stream: BinaryIO | Unpacked) -> Iterator[int]:
    """Parse piece by piece; yield how many bytes were read."""
    done = 0
    while piece := stream.read(_PIECE):
        parser.Parse(piece)
        done += len(piece)
        yield done
    parser.Parse(b"", True)  # noqa: FBT003 (it takes no name)


@contextmanager
def _opened(file: GivenFile) -> Iterator[tuple[BinaryIO | Unpacked, int]]:
    if file.archive is None:
        file.stream.seek(0)
        yield file.stream, file.size
    else:
        # Read bit by bit: however well it was packed, it takes no room.
        with file.unpacked(_XML, MOST_UNPACKED, MOST_UNPACKED) as stream:
            yield stream, stream.size


class _Reading(NamedTuple):
    """One blood pressure on its way: its numbers, and the rows that they stand in."""

    numbers: dict[str, str]
    rows: list[int]


class _Export:
    """An export as it is read, element by element."""

    def __init__(self, rows: Rows, readings: FileReadings, file: GivenFile) -> None:
        self._rows, self._readings, self._file = rows, readings, file
        self._depth = self._row = self._stretches = 0
        self._pressure: tuple[Attributes, dict[str, str]] | None = None
        self._paired: set[tuple[str, str]] = set()
        self._single: dict[tuple[str, str], _Reading] = {}
        self._asleep: dict[str, list[Asleep]] = {}

    def refuse_entity(self, *_: object) -> None:
        """Stop at a declaration of an entity: to expand such can fill any memory."""
        raise self._file.bad("declares entities, which no export does.")

    def start(self, name: str, attributes: Attributes) -> None:
        """See the beginning of an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._file.bad("is nested far too deeply.")
        if self._depth == 2 and name not in _HEADINGS:
            self._row += 1
            if name == "Correlation" and attributes.get("type") == _PRESSURE:
                self._pressure = (attributes, {})
            elif name == "Record":
                self._record(attributes)
            else:
                self._rows.leave_out(self._row, _OTHER)
        elif self._depth == 3 and name == "Record" and self._pressure is not None:
            self._pressure[1][attributes.get("type", "")] = attributes.get("value", "")

    def end(self, _: str) -> None:
        """See the end of an element."""
        if self._depth == 2 and self._pressure is not None:
            attributes, numbers = self._pressure
            self._pressure = None
            key = _key(attributes)
            self._paired.add(key)
            with self._rows.row(self._row):
                self._add_pressure(key, numbers)
        self._depth -= 1

    def _record(self, attributes: Attributes) -> None:
        kind = attributes.get("type", "")
        if len(self._single) + self._stretches > MOST_ROWS:
            raise self._file.too_much()
        if kind in {_SYSTOLIC, _DIASTOLIC}:
            reading = self._single.setdefault(_key(attributes), _Reading({}, []))
            reading.numbers[kind] = attributes.get("value", "")
            reading.rows.append(self._row)
        elif kind == _SLEEP:
            self._sleep(attributes)
        elif kind in {*_PULSES, _OXYGEN, _WEIGHT}:
            with self._rows.row(self._row):
                self._add_reading(kind, attributes)
        else:
            self._rows.leave_out(self._row, _OTHER)

    def _sleep(self, attributes: Attributes) -> None:
        try:
            stretch = _stretch(attributes, self._row)
        except Unfit as unfit:
            self._rows.leave_out(self._row, unfit.reason)
        else:
            self._stretches += 1
            self._asleep.setdefault(attributes.get("sourceName", ""), []).append(stretch)

    def _at(self, text: str) -> datetime:
        at = local_moment(text)
        self._readings.refuse_far(at)
        return at

    def _add_reading(self, kind: str, attributes: Attributes) -> None:
        at = self._at(attributes.get("startDate", ""))
        value = number(attributes.get("value", ""))
        if kind == _WEIGHT:
            factor = {"kg": Decimal(1), "lb": KG_OF_POUND}.get(attributes.get("unit", ""))
            if factor is None:
                raise Unfit("the weight is neither in kg nor in lb")
            self._readings.weight(at, value * factor)
        elif kind == _OXYGEN:
            self._readings.often("oxygen", at, value * 100 if value <= 1 else value)
        else:
            self._readings.often("pulse", at, value)

    def _add_pressure(self, key: tuple[str, str], numbers: dict[str, str]) -> None:
        if not {_SYSTOLIC, _DIASTOLIC} <= numbers.keys():
            raise Unfit("a blood pressure has two numbers")
        at = self._at(key[0])
        self._readings.pressure(at, number(numbers[_SYSTOLIC]), number(numbers[_DIASTOLIC]))

    def finish(self) -> None:
        """Add what only the whole file tells: nights, and blood pressures without a pair."""
        for key, reading in self._single.items():
            if key in self._paired:
                for row in reading.rows:
                    self._rows.leave_out(row, "the same blood pressure stands in its pair")
            else:
                with self._rows.row(*reading.rows):
                    self._add_pressure(key, reading.numbers)
        add_nights(self._rows, self._asleep.values())


def _key(attributes: Attributes) -> tuple[str, str]:
    """Return what both numbers of one blood pressure have in common."""
    return attributes.get("startDate", ""), attributes.get("sourceName", "")


def _stretch(attributes: Attributes, row: int) -> Asleep:
    if attributes.get("value") not in _ASLEEP:
        raise Unfit("they are in bed or awake, not asleep")
    start, end = (iso_moment(attributes.get(name, "")) for name in ("startDate", "endDate"))
    if not (start.tzinfo and end.tzinfo and start < end):
        raise Unfit("the time can't be read")
    return Asleep(start, end, row)


IMPORTER = Importer("Apple Health (export.zip, export.xml)", _recognises, _read, streams=True)
