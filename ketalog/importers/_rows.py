"""The rows of another program's file on their way to entries: taken, or left out and why."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

from msgspec import MsgspecError, convert
from msgspec.structs import replace

from ketalog.domain.also import read_also
from ketalog.domain.amounts import read_dose
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import Source, kind_of, on_day
from ketalog.domain.kinds import MAY_LIE_AHEAD, Entry
from ketalog.domain.text import as_key
from ketalog.domain.values import Value
from ketalog.errors import BadInput
from ketalog.importers._file import MOST_ROWS, GivenFile
from ketalog.importers._values import (
    MG,
    Unfit,
    checked_amount,
    ketamine_in,
    number,
    route_in,
    spaced,
    to_ten,
)
from ketalog.times.grammar import settle
from ketalog.validation import invalid_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal


_NAMESPACE = UUID("5d1c1f0e-5d0b-4c1a-9b57-6f2f6f0c1a77")
_LONGEST_NAME = 80
MOST_NUMBERS = 20
"""Rows left out that are named by their number, of each reason."""


class Wanted(Value, frozen=True):
    """What the patient says about a file that it doesn't say itself.

    `now` is when it is read, `doses` tells the times of the journal's own doses. `moods` gives
    names of moods a number, None to leave them out; `scales` are the ends of those that the file
    doesn't say, that of 0 first; `route` and `each_mg` are those of doses that don't say theirs;
    `columns` is what a table's columns hold. `others` says that other medicines come in too,
    `take_all` that readings do which stand by no dose.
    """

    now: datetime
    doses: Callable[[], Sequence[datetime]] = tuple
    moods: Mapping[str, int | None] = {}
    scales: Mapping[str, tuple[Decimal, Decimal]] = {}
    route: str | None = None
    each_mg: Decimal | None = None
    columns: Sequence[str] = ()
    day_order: str | None = None
    take_all: bool = False
    others: bool = False

    @property
    def latest(self) -> datetime:
        """Return when anything can have happened at the latest.

        A day ahead leaves room for the clock of another device.
        """
        return self.now + ONE_DAY

    def with_(self, **answers: Any) -> Wanted:
        """Return the same with what was asked for since."""
        return replace(self, **answers)


class Incoming(NamedTuple):
    """Entries of a file, and those deleted since, each with its earlier versions first.

    `rows` are all rows of another program's file, `taken` those that became entries; the others
    are in `left_out`, by reason. `rules` say how values were converted. What only the patient
    knows is in `moods` (names without a number, and how often), `routes` and `strengths` (doses
    without theirs).
    """

    entries: list[list[Entry]]
    deleted: list[list[Entry]]
    format: str = ""
    rows: int = 0
    taken: int = 0
    left_out: Mapping[str, LeftOut] = {}
    rules: Sequence[str] = ()
    moods: Mapping[str, int] = {}
    scales: Mapping[str, tuple[Decimal, Decimal]] = {}
    routes: int = 0
    strengths: int = 0


class LeftOut(NamedTuple):
    """How many rows are left out for one reason, and the numbers of the first of them."""

    rows: int
    first: tuple[int, ...]


class Rows:
    """The rows of one file on their way to entries, and the account of them."""

    def __init__(self, file: GivenFile, wanted: Wanted, format_: str) -> None:
        self._file, self.format = file, format_
        self.wanted = wanted
        self._entries: list[Entry] = []
        self._fresh: list[Entry] = []
        self._times_seen: Counter[str] = Counter()
        self._left: dict[str, list[int]] = {}
        self._left_count: Counter[str] = Counter()
        self._clocks: dict[str, None] = {}
        self._number: int | None = None
        self.taken = self.routes = self.strengths = 0
        self.moods: Counter[str] = Counter()
        self.scales: dict[str, tuple[Decimal, Decimal]] = {}

    @contextmanager
    def row(self, *numbers: int) -> Iterator[None]:
        """Take what is added within, or leave the row, or rows, out if it raises Unfit."""
        self._number, self._fresh = next(iter(numbers), None), []
        try:
            yield
        except Unfit as unfit:
            for number in numbers:
                self.leave_out(number, unfit.reason)
        else:
            self.taken += len(numbers)
            self._entries += self._fresh

    def leave_out(self, number: int, reason: str) -> None:
        """Count a row that is left out."""
        self._left_count[reason] += 1
        if len(numbers := self._left.setdefault(reason, [])) < MOST_NUMBERS:
            numbers.append(number)

    def has_left_out(self, reason: str) -> bool:
        """Tell whether a row was left out for a reason."""
        return self._left_count[reason] > 0

    def add(self, kind: str, identity: Sequence[object], at: datetime | date, **fields: Any) -> str:
        """Add an entry of the row at hand: `identity` tells it from all others of its format.

        Of a date alone it is an entry without a time. Returns the entry's id.
        """
        if not isinstance(at, datetime):
            if at > self.wanted.latest.date():
                raise Unfit("its 'at' lies ahead")
            at, fields = on_day(at, self.wanted.now), {**fields, "precision": "day"}
        key = "\x1f".join(map(str, (kind, *identity)))
        entry_id = str(uuid5(_NAMESPACE, f"{key}\x1f1"))
        self._times_seen[entry_id] += 1
        if (times := self._times_seen[entry_id]) > 1:
            entry_id = str(uuid5(_NAMESPACE, f"{key}\x1f{times}"))
        present = {name: value for name, value in fields.items() if value is not None}
        if len(self._entries) >= MOST_ROWS:
            raise self._file.too_much()
        self._fresh.append(
            checked(
                {
                    "kind": kind,
                    "id": entry_id,
                    "at": at,
                    "recorded": self.wanted.now,
                    "source": Source(self.format, self._file.name, self._number),
                    **present,
                },
                self.wanted.latest,
            )
        )
        return entry_id

    def local(self, at: datetime) -> datetime:
        """Return a clock's time with the offset of this computer's place; UTC is on its clock."""
        if at.tzinfo is not None:
            return at if at.utcoffset() else at.astimezone()
        reading = settle(at, self.wanted.latest)
        if reading.remark:
            self._clocks[reading.remark] = None
        return reading.at

    def mood_of(self, name: str, known: Mapping[str, int]) -> int:
        """Return a mood's number: the one that the patient gave, or a known one. Raises Unfit."""
        numbers = {as_key(typed): number for typed, number in self.wanted.moods.items()}
        key = as_key(name)
        if key in numbers:
            number = numbers[key]
            if number is None:
                raise Unfit("their mood is to be left out")
            return number
        if len(name) > _LONGEST_NAME:
            raise Unfit("the name of their mood is far too long")
        if key not in known:
            self.moods[name] += 1
            raise Unfit("their mood has no number: --mood-map")
        return known[key]

    def rating(self, name: str, value: Decimal) -> int:
        """Return a measure's value from 0 to 10 by the scale that was said. Raises Unfit."""
        if name in self.wanted.scales:
            return to_ten(value, *self.wanted.scales[name])
        least, most = self.scales.get(name, (value, value))
        self.scales[name] = (min(least, value), max(most, value))
        raise Unfit("their scale isn't in the file: --scale")

    def other(
        self,
        identity: Sequence[object],
        at: datetime | date,
        name: str,
        amount: str | None,
        note: str | None = None,
    ) -> None:
        """Add another medicine that was taken, if such are wanted. Raises Unfit."""
        if not self.wanted.others:
            raise Unfit("they are other medicines: --also")
        what = spaced(f"{name} {amount or ''}")
        if not spaced(name):
            raise Unfit("they have no name")
        try:
            typed = read_also(what)
        except BadInput:
            raise Unfit("their name can't be taken") from None
        if typed.change == "none":
            raise Unfit("they say that nothing was taken")
        about = "medicine" if typed.about == "other" else typed.about
        self.add("also", (*identity, what), at, what=what, about=about, note=note)

    def dose(
        self, identity: Sequence[object], at: datetime | date, name: str, amount: str, **fields: Any
    ) -> None:
        """Add a dose of ketamine from its name and amount in free words. Raises Unfit."""
        if not isinstance(at, datetime):
            raise Unfit("they are doses with a day and no time")
        amount_mg, count, each_mg = self._amount(amount)
        route = fields.pop("route", None) or route_in(name) or self.wanted.route
        if route is None:
            self.routes += 1
            raise Unfit("the route of the dose isn't said: --route")
        medication = ketamine_in(name)
        self.add(
            "dose",
            identity,
            at,
            amount_mg=amount_mg,
            count=count,
            each_mg=each_mg,
            route=route,
            medication=None if medication == "ketamine" else medication,
            **fields,
        )

    def _amount(self, text: str) -> tuple[Decimal, Decimal | None, Decimal | None]:
        words = spaced(text).lower()
        if match := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?) ?(mg|g|µg|μg|mcg|ug)", words):
            value = number(match[1]) * MG[match[2]]
            return checked_amount(value), None, None
        if "mg" in words:
            try:
                amount, rest = read_dose([words])
            except BadInput:
                amount, rest = None, None
            if amount is not None and rest is None:
                return amount.amount_mg, amount.count, amount.each_mg
        count = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?)(?: [a-zé]+)?", words)
        if count is None:
            raise Unfit("the amount of the dose can't be read")
        if self.wanted.each_mg is None:
            self.strengths += 1
            raise Unfit("the amount of the dose isn't in mg: --each")
        units = checked_amount(number(count[1]))
        return checked_amount(units * self.wanted.each_mg), units, self.wanted.each_mg

    def incoming(self, *rules: str) -> Incoming:
        """Return all that was read."""
        left = {
            reason: LeftOut(count, tuple(self._left[reason]))
            for reason, count in self._left_count.most_common()
        }
        return Incoming(
            entries=[[entry] for entry in self._entries],
            deleted=[],
            format=self.format,
            rows=self.taken + self._left_count.total(),
            taken=self.taken,
            left_out=left,
            rules=(*self._file.encoding_rule, *rules, *self._clocks),
            moods=self.moods,
            scales=self.scales,
            routes=self.routes,
            strengths=self.strengths,
        )


def checked(fields: dict[str, Any], latest: datetime) -> Entry:
    """Return an entry as logging would have taken it. Raises Unfit, with no word of it."""
    try:
        entry: Entry = convert(_timed(fields, latest), Entry)
    except (MsgspecError, RecursionError, ValueError) as error:
        raise Unfit(_wrong(str(error))) from error
    entry = replace(entry, number=None)
    if entry.at > latest and kind_of(entry) not in MAY_LIE_AHEAD:
        raise Unfit("its 'at' lies ahead")
    if wrong := invalid_reason(entry):
        raise Unfit(wrong)
    return entry


def _timed(fields: dict[str, Any], latest: datetime) -> dict[str, Any]:
    """Return the fields with an `at` where it is a day alone. Raises ValueError for no day."""
    at = fields.get("at")
    if fields.get("precision") != "day" or not isinstance(at, str) or len(at) != len("2026-11-22"):
        return fields
    return {**fields, "at": on_day(date.fromisoformat(at), latest)}


def _wrong(message: str) -> str:
    """Return which field is wrong, without a word of what it holds."""
    missing = re.search("missing required field `([a-z_]+)`", message)
    if missing:
        return f"its '{missing[1]}' is missing"
    field = re.search(r"`\$\.([a-z_.]+)", message)
    return f"its '{field[1]}' can't be taken" if field else "this is not an entry"
