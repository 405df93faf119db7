"""What importers share: a file's bytes, tables and archives within limits; rows made into entries.

A row that can't be taken raises Unfit with the reason. Every row is counted: taken, or left out.
"""

from __future__ import annotations

import csv
import io
import json as plain
import re
import zipfile
import zlib
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

from msgspec import MsgspecError, convert, json
from msgspec.structs import replace

from ketalog.domain.amounts import read_dose
from ketalog.domain.calendar import MONTHS, ONE_DAY
from ketalog.domain.entries import MEASURE, Source, kind_of
from ketalog.domain.kinds import MAY_LIE_AHEAD, Entry
from ketalog.domain.routes import find_route
from ketalog.domain.values import Value
from ketalog.errors import BadFile, BadInput
from ketalog.times.grammar import settle
from ketalog.validation import invalid_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

HEAD = 64 * 1024
"""Bytes at a file's beginning that tell what it is."""
MOST_BYTES = 100 * 1024 * 1024
"""Of what is read as a whole, packed or not."""
MOST_UNPACKED = 50 * MOST_BYTES
"""Of what is read bit by bit, or lies on the disk meanwhile."""
MOST_PACKED = 150
"""How many times smaller than its content a part of an archive may be; XML is some 30 times."""
MOST_VALUES = 5_000_000
"""In one JSON file: ten years have a hundred times fewer, and each takes room in memory."""
LONGEST_LINE = 1_000_000
NOTHING = "Nothing was imported."
BEFORE, AFTER = timedelta(hours=4), timedelta(hours=12)
"""Around a dose: what was read in this time stands by it, as ratings before and after it do."""
_NAMESPACE = UUID("5d1c1f0e-5d0b-4c1a-9b57-6f2f6f0c1a77")
_DELIMITERS = (",", ";", "\t")
_KETAMINE = {
    "ketamine": "ketamine",
    "ketamin": "ketamine",
    "esketamine": "esketamine",
    "esketamin": "esketamine",
    "spravato": "esketamine",
}


class Unfit(Exception):
    """A row that is left out: why, in words that go on from a row, without what it holds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Wanted(Value, frozen=True):
    """What the patient says about a file that it doesn't say itself.

    `latest` is when anything can have happened at the latest, `now` when it is read. `doses` are
    the times of the journal's own doses. `moods` gives names of moods a number, None to leave them
    out; `route` and `each_mg` are those of doses that don't say theirs; `columns` is what a table's
    columns hold. `progress` is told how much of a long file is read, from 0 to 1.
    """

    latest: datetime
    now: datetime | None = None
    doses: Sequence[datetime] = ()
    moods: Mapping[str, int | None] = {}
    route: str | None = None
    each_mg: Decimal | None = None
    columns: Sequence[str] = ()
    day_order: str | None = None
    take_all: bool = False
    others: bool = False
    progress: Callable[[float], None] | None = None

    def completed(
        self, moods: Mapping[str, int | None], route: str | None, each_mg: Decimal | None
    ) -> Wanted:
        """Return the same with what was asked for since."""
        return replace(self, moods=moods, route=route, each_mg=each_mg)


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
    routes: int = 0
    strengths: int = 0


class LeftOut(NamedTuple):
    """How many rows are left out for one reason, and the numbers of the first of them."""

    rows: int
    first: tuple[int, ...]


class GivenFile:
    """A file to take in: its beginning at once, the rest as far as it is asked for."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self.name = name
        self.stream = stream
        self.head = stream.read(HEAD)
        self.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)

    @cached_property
    def content(self) -> bytes:
        """Return all bytes. Raises BadFile for more than can be read as a whole."""
        if self.size > MOST_BYTES:
            raise BadFile(f"{self.name} is larger than 100 MB: it can't be a journal.")
        self.stream.seek(0)
        return self.stream.read()

    @cached_property
    def archive(self) -> zipfile.ZipFile | None:
        """Return the file as an archive, or None if it is none. Raises BadFile for a broken one."""
        if not self.head.startswith(b"PK\x03\x04"):
            return None
        try:
            return zipfile.ZipFile(self.stream)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            what = "is a ZIP archive of which a part is missing"
            raise BadFile(f"{self.name} {what}.", NOTHING) from error

    def member(self, ending: str) -> zipfile.ZipInfo | None:
        """Return the archive's first part whose name ends so, or None."""
        if self.archive is None:
            return None
        parts = self.archive.infolist()
        return next((part for part in parts if part.filename.lower().endswith(ending)), None)

    @contextmanager
    def unpacked(self, part: zipfile.ZipInfo, most_bytes: int) -> Iterator[BinaryIO]:
        """Open a part of the archive. Raises BadFile for one that unpacks to far too much."""
        size, packed = part.file_size, max(part.compress_size, 1)
        if size > most_bytes or (size > HEAD and size / packed > MOST_PACKED) or not self.archive:
            raise BadFile(f"{self.name} unpacks to far more than it should.", NOTHING)
        try:
            with self.archive.open(part) as stream:
                yield stream  # type: ignore[misc]  # it reads as a BinaryIO does
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
            raise BadFile(f"{self.name}: a part of the archive is damaged.", NOTHING) from error

    def read_member(self, part: zipfile.ZipInfo) -> bytes:
        """Return all bytes of a part of the archive."""
        with self.unpacked(part, MOST_BYTES) as stream:
            return stream.read(MOST_BYTES)

    # Text and tables

    @cached_property
    def is_text(self) -> bool:
        """Tell whether this looks like text that can be read: no archive, picture or UTF-16."""
        return not (b"\0" in self.head or self.head.startswith((b"%PDF", b"PK\x03\x04", b"\x1f")))

    @cached_property
    def encoding(self) -> str:
        """Return how the file's text is written down: UTF-8, else Windows-1252. Raises BadFile."""
        for encoding in ("utf-8-sig", "cp1252"):
            try:
                self.content.decode(encoding)
            except UnicodeDecodeError:
                continue
            return encoding
        raise BadFile(f"{self.name} is no text that can be read: it must be UTF-8.", NOTHING)

    @property
    def encoding_rule(self) -> list[str]:
        """Return a line that says so where the text is not UTF-8."""
        return ["The file is not UTF-8: read as Windows-1252."] * (self.encoding == "cp1252")

    @cached_property
    def _header(self) -> tuple[str, list[str]]:
        """Return the delimiter and the cells of the first line: of the delimiters, the most."""
        if not self.is_text:
            return ",", []
        text = self.head.decode("utf-8-sig", "replace").lstrip("\r\n")
        line = re.split("\r\n|\n|\r", text, maxsplit=1)[0]
        cells = [(sign, next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS]
        sign, names = max(cells, key=lambda cell: len(cell[1]))
        return sign, [spaced(name).lower() for name in names]

    @property
    def header(self) -> list[str]:
        """Return the names in a table's first line, in lower case; one name of what is no table."""
        return self._header[1]

    @property
    def delimiter(self) -> str:
        """Return what stands between the cells of a table."""
        return self._header[0]

    def has_columns(self, *names: str) -> bool:
        """Tell whether the first line names all of these."""
        return set(names) <= set(self.header)

    def lines(self) -> Iterator[str]:
        """Yield each line of the text. Raises BadFile for one that is far too long."""
        stream = io.TextIOWrapper(io.BytesIO(self.content), self.encoding)
        number = 0
        while line := stream.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise BadFile(f"{self.name}: line {number} is far too long.", NOTHING)
            yield line

    def table(self, needed: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the header by their number, as cells; empty ones are none.

        Raises BadFile where a column that is needed is missing, or stands there twice.
        """
        for name in needed:
            if (times := self.header.count(name)) != 1:
                what = "has no column" if not times else "has twice the column"
                raise BadFile(f"{self.name} {what} '{name}': it can't be taken in.", NOTHING)
        reader = csv.reader(self.lines(), delimiter=self.delimiter, skipinitialspace=True)
        number = 0
        try:
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if number:
                    yield number, cells
                number += 1
        except csv.Error as error:
            raise BadFile(f"{self.name}, row {number}: it can't be read.", NOTHING) from error

    def named(self, cells: list[str]) -> dict[str, str]:
        """Return a row's cells by the names of their columns. Raises Unfit if there are others."""
        if len(cells) != len(self.header):
            fields = f"{len(cells)} cells under {len(self.header)} headings"
            raise Unfit(f"they have {fields}")
        return dict(zip(self.header, cells, strict=True))

    def json(self, content: bytes | None = None) -> Any:
        """Return what a JSON file says. Raises BadFile for what is none, or too much."""
        return decode(self.content if content is None else content, self.name)

    @cached_property
    def keys(self) -> set[str]:
        """Return the keys near the beginning of a JSON file, at any depth; none of others."""
        begins = self.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}
        return (
            {name.decode() for name in re.findall(rb'"(\w+)"\s*:', self.head)} if begins else set()
        )


class _TwiceError(Exception):
    """One object has a key twice: which of its values holds can't be known."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _TwiceError


def decode(data: bytes, name: str, hint: str = NOTHING) -> Any:
    """Return what JSON says. Raises BadFile for what is no JSON, too much, or ambiguous."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise BadFile(f"{name} holds far more than a journal can have.", hint)
    try:
        content = json.decode(data)
        # msgspec takes the last of two keys that are the same, without a word.
        plain.loads(data, object_pairs_hook=_no_doubles)
    except _TwiceError as error:
        raise BadFile(f"{name}: the same key stands twice in one object.", NOTHING) from error
    except (ValueError, RecursionError) as error:  # MsgspecError and UnicodeDecodeError too
        raise BadFile(f"{name} is not JSON, or a part of it is missing.", hint) from error
    return content


# Rows


class Rows:
    """The rows of one file on their way to entries, and the account of them."""

    def __init__(self, file: GivenFile, wanted: Wanted, form: str) -> None:
        self._file, self._form = file, form
        self.wanted = wanted
        self.now = wanted.now or wanted.latest - ONE_DAY
        self.rules: list[str] = (
            list(file.encoding_rule) if file.is_text and not _large(file) else []
        )
        self._entries: list[Entry] = []
        self._fresh: list[Entry] = []
        self._times_seen: Counter[str] = Counter()
        self._left: dict[str, list[int]] = {}
        self._left_count: Counter[str] = Counter()
        self._clocks: dict[str, None] = {}
        self._number = self.taken = self.routes = self.strengths = 0
        self.moods: Counter[str] = Counter()

    @contextmanager
    def row(self, number: int) -> Iterator[None]:
        """Take what is added within, or leave the row out if it raises Unfit."""
        self._number, self._fresh = number, []
        try:
            yield
        except Unfit as unfit:
            self.leave_out(number, unfit.reason)
        else:
            self.taken += 1
            self._entries += self._fresh

    def leave_out(self, number: int, reason: str) -> None:
        """Count a row that is left out."""
        self._left_count[reason] += 1
        if len(numbers := self._left.setdefault(reason, [])) < MOST_NUMBERS:
            numbers.append(number)

    def add(self, kind: str, identity: Sequence[object], at: datetime, **fields: Any) -> None:
        """Add an entry of the row at hand: `identity` tells it from all others of its format."""
        key = "\x1f".join(map(str, (kind, *identity)))
        self._times_seen[key] += 1
        name = f"{key}\x1f{self._times_seen[key]}"
        present = {name: value for name, value in fields.items() if value is not None}
        self._fresh.append(
            checked(
                {
                    "kind": kind,
                    "id": str(uuid5(_NAMESPACE, name)),
                    "at": at,
                    "recorded": self.now,
                    "source": Source(self._form, self._file.name, self._number),
                    **present,
                },
                self.wanted.latest,
            )
        )

    def local(self, at: datetime) -> datetime:
        """Return a clock's time with the offset of this computer's place."""
        reading = settle(at, self.wanted.latest)
        if reading.remark:
            self._clocks[reading.remark] = None
        return reading.at

    def mood_of(self, name: str, known: Mapping[str, int]) -> int:
        """Return the number of a mood's name: the one said, else the one known. Raises Unfit."""
        said = {key.casefold(): number for key, number in self.wanted.moods.items()}
        key = name.casefold()
        if key in said:
            number = said[key]
            if number is None:
                raise Unfit("their mood is to be left out")
            return number
        if key not in known:
            self.moods[name] += 1
            raise Unfit("their mood has no number: --mood-map")
        return known[key]

    def dose(
        self, identity: Sequence[object], at: datetime, name: str, amount: str, **fields: Any
    ) -> None:
        """Add a dose of ketamine from its name and amount in free words. Raises Unfit."""
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
        if found := re.fullmatch(r"([0-9]+(?:[.,][0-9]+)?) ?(mg|g|µg|μg|mcg|ug)", words):
            value = number(found[1]) * _MG[found[2]]
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
            [[entry] for entry in self._entries],
            [],
            self._form,
            self.taken + self._left_count.total(),
            self.taken,
            left,
            (*self.rules, *rules, *self._clocks),
            dict(self.moods),
            self.routes,
            self.strengths,
        )


MOST_NUMBERS = 20
"""Rows left out that are named by their number, of each reason."""
_MG = {
    "mg": Decimal(1),
    "g": Decimal(1000),
    **dict.fromkeys(("µg", "μg", "mcg", "ug"), Decimal("0.001")),
}


def _large(file: GivenFile) -> bool:
    return file.size > MOST_BYTES


def checked(fields: dict[str, Any], latest: datetime) -> Entry:
    """Return an entry as logging would have taken it. Raises Unfit, with no word of it."""
    try:
        entry: Entry = convert(fields, Entry)
    except (MsgspecError, RecursionError, ValueError) as error:
        raise Unfit(_wrong(str(error))) from error
    entry = replace(entry, number=None)
    if entry.at > latest and kind_of(entry) not in MAY_LIE_AHEAD:
        raise Unfit("its 'at' lies ahead")
    if wrong := invalid_reason(entry):
        raise Unfit(wrong)
    return entry


def _wrong(message: str) -> str:
    """Return which field is wrong, without a word of what it holds."""
    missing = re.search("missing required field `([a-z_]+)`", message)
    if missing:
        return f"its '{missing[1]}' is missing"
    field = re.search(r"`\$\.([a-z_.]+)", message)
    return f"its '{field[1]}' can't be taken" if field else "this is not an entry"


def checked_amount(value: Decimal) -> Decimal:
    """Return an amount above 0, without zeros at its end. Raises Unfit."""
    if not (value.is_finite() and value > 0):
        raise Unfit("the amount of the dose is 0")
    return value.normalize() if value != value.to_integral() else value.to_integral()


def ketamine_in(name: str) -> str | None:
    """Return "ketamine" or "esketamine" if that is what a medicine's name says, else None."""
    found = {_KETAMINE[word] for word in re.findall(r"\w+", name.casefold()) if word in _KETAMINE}
    return found.pop() if len(found) == 1 else None


def route_in(name: str) -> str | None:
    """Return the route that a medicine's name says, or None."""
    words = (*re.findall(r"[\w-]+", name.casefold()), spaced(name))
    found = {route for word in words if (route := find_route(word))}
    return found.pop() if len(found) == 1 else None


def spaced(text: str) -> str:
    """Return words with plain single spaces: apps write no-break and narrow ones."""
    return " ".join(text.split())


def number(text: str) -> Decimal:
    """Return a number with a decimal point or comma. Raises Unfit."""
    plain_text = spaced(text).replace(",", ".")
    if not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", plain_text):
        raise Unfit("a number can't be read")
    try:
        return Decimal(plain_text)
    except InvalidOperation as error:  # pragma: no cover (the pattern lets none through)
        raise Unfit("a number can't be read") from error


# Scales


def to_ten(value: Decimal, first: Decimal, last: Decimal) -> int:
    """Return a value of a scale as 0 to 10: its `first` end is 0, its `last` is 10, evenly between.

    Whole numbers; a half goes away from the middle. Raises Unfit for one that is not on the scale.
    """
    if first == last or not min(first, last) <= value <= max(first, last):
        raise Unfit("a rating lies outside its scale")
    tenths = (value - first) / (last - first) * 10
    half = Decimal("0.5")
    if tenths > 5:
        return int((tenths + half).to_integral_value(ROUND_FLOOR))
    return int((tenths - half).to_integral_value(ROUND_CEILING))


def scale_rule(what: str, first: object, last: object) -> str:
    """Return how a scale was converted, in words."""
    return f"{what}: {first} became 0 and {last} became 10, the rest lies evenly between."


def measure_of(name: str) -> str | None:
    """Return the measure that a word names, or None."""
    return name if name in MEASURE else None


# Days and times


def clock(text: str, *, has_halves: bool = False) -> time:
    """Read a time of day: `21:35`, `8:30 pm`, `20.15`. Raises Unfit.

    Where other times of the file have am or pm, one that could be either is not guessed.
    """
    words = spaced(text).lower().replace(".m.", "m").replace("a.m", "am").replace("p.m", "pm")
    found = re.fullmatch(
        r"([0-9]{1,2})[:.h]([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)? ?([ap]m)?", words
    )
    if not found:
        raise Unfit("the time can't be read" if words else "the time isn't said")
    hour, minute, second = (int(found[n] or 0) for n in (1, 2, 3))
    if found[4] and not 1 <= hour <= 12:
        raise Unfit("the time can't be read")
    if found[4]:
        hour = hour % 12 + 12 * (found[4] == "pm")
    elif has_halves and 1 <= hour <= 12:
        raise Unfit("the time may be in the morning or the evening")
    if hour > 23 or minute > 59 or second > 59:
        raise Unfit("the time can't be read")
    return time(hour, minute, second)


def has_halves(texts: Iterator[str]) -> bool:
    """Tell whether times of day are written with am and pm."""
    return any(re.search(r"[0-9]\s*[ap]\.?m\b", text, re.IGNORECASE) for text in texts)


def iso_day(text: str) -> date:
    """Read `2026-11-22`. Raises Unfit."""
    words = spaced(text)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            return date.fromisoformat(words)
    except ValueError:
        pass
    raise Unfit("the day can't be read" if words else "the day isn't said")


def iso_moment(text: str) -> datetime:
    """Read a day and time in ISO form, with an offset or without. Raises Unfit."""
    words = spaced(text)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+ ?(?:Z|[+-][0-9:]+)?", words):
        raise Unfit("the time can't be read" if words else "the time isn't said")
    words = re.sub(r" ([+-Z])", r"\1", words)
    try:
        return datetime.fromisoformat(words).replace(microsecond=0)
    except ValueError:
        raise Unfit("the time can't be read") from None


def day_with_month(text: str, year: int | None = None) -> date:
    """Read a day, its month in English: `8th Dec 2021`, `Jan 12 2025`, `18 May`. Raises Unfit."""
    words = spaced(text).replace(",", " ").replace(".", " ").lower()
    found = re.fullmatch(
        r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? +(?P<month>[a-z]+)"
        r"|(?P<month2>[a-z]+) +(?P<day2>[0-9]{1,2})(?:st|nd|rd|th)?)(?: +(?P<year>[0-9]{4}))?",
        words,
    )
    if not found:
        raise Unfit("the day can't be read" if words else "the day isn't said")
    name = found["month"] or found["month2"]
    months = [
        n for n, month in enumerate(MONTHS, 1) if len(name) > 2 and month.lower().startswith(name)
    ]
    of_year = int(found["year"]) if found["year"] else year
    if len(months) != 1:
        raise Unfit("the name of the month can't be read: only English ones can")
    if of_year is None:
        raise Unfit("the year isn't said")
    try:
        return date(of_year, months[0], int(found["day"] or found["day2"]))
    except ValueError:
        raise Unfit("the day can't be read") from None


def of_epoch(seconds: float) -> datetime:
    """Return a moment since 1970 on this computer's clock, in whole seconds. Raises Unfit."""
    try:
        return datetime.fromtimestamp(int(seconds)).astimezone()
    except (ValueError, OverflowError, OSError):
        raise Unfit("the time can't be read") from None


# Free words


_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/ul|/ol)\s*/?>", re.IGNORECASE)
_ITEMS = re.compile(r"<li[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:b|i|u|s|em|strong|p|div|span|font|ul|ol|li|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE
)


def without_tags(text: str) -> str:
    """Return words as they were meant: line breaks for `<br>`, no `<b>`, `&` for `&amp;`."""
    from html import unescape

    lines = _ITEMS.sub("\n- ", _BREAKS.sub("\n", text))
    return unescape(_TAGS.sub("", lines)).strip()


def joined(*parts: str | None) -> str | None:
    """Return the parts that there are, a line each; None if there is none."""
    lines = [part.strip() for part in parts if part and part.strip()]
    return "\n".join(lines) or None
