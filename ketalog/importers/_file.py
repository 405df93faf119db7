"""A file to import: its bytes, text, tables, archives and JSON, each within limits."""

from __future__ import annotations

import csv
import io
import json as plain
import re
import zipfile
import zlib
from codecs import getincrementaldecoder
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from msgspec import json

from ketalog.domain.text import as_key, escape_invisible
from ketalog.errors import BadFile
from ketalog.importers._values import Unfit, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

HEAD = 64 * 1024
"""Bytes at a file's beginning that tell what it is."""
MOST_BYTES = 100 * 1024 * 1024
"""Bytes of a file that is read as a whole, packed or not."""
MOST_UNPACKED = 50 * MOST_BYTES
"""Bytes of what is read bit by bit, or lies on the disk meanwhile."""
MOST_PACKED = 150
"""How many times smaller than its content a part of an archive may be that is kept meanwhile."""
MOST_VALUES = 5_000_000
"""Values in one JSON file: ten years have a hundred times fewer, and each takes memory."""
MOST_ROWS = 500_000
"""Rows in one table, and entries of one file."""
MOST_CELLS = 1000
"""Cells in one row of a table."""
LONGEST_LINE = 1_000_000
NOTHING = "Nothing was imported."
BOM = b"\xef\xbb\xbf"
"""What Windows begins a text in UTF-8 with."""
_DELIMITERS = (",", ";", "\t")


class Unpacked:
    """A part of an archive, to be read piece by piece. Raises BadFile where it is damaged."""

    def __init__(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
        self.size = part.file_size
        self._damaged = BadFile(f"{name}: a part of the archive is damaged.", NOTHING)
        try:
            self._stream = archive.open(part)
        except _DAMAGE as error:
            raise self._damaged from error

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, or all of them; none at the end."""
        try:
            return self._stream.read(size)
        except _DAMAGE as error:
            raise self._damaged from error

    def close(self) -> None:
        """Be done with it."""
        self._stream.close()


_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What reading a damaged archive ends in; an unknown packing is a RuntimeError."""


class GivenFile:
    """A file to take in: its beginning at once, the rest as far as it is asked for."""

    def __init__(
        self, stream: BinaryIO, name: str, progress: Callable[[float], None] | None = None
    ) -> None:
        self.name = name
        self.stream = stream
        self.progress = progress
        self.has_more_tables = False
        """Whether other tables stand below the one that was read, which ends at an empty line."""
        self.head = stream.read(HEAD)
        self.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)

    @property
    def begins(self) -> bytes:
        """Return the beginning of its text: what stands behind a mark and blanks."""
        return self.head.removeprefix(BOM).lstrip()

    def bad(self, what: str, hint: str | None = NOTHING) -> BadFile:
        """Return why it can't be taken in: `what` goes on from its name, also as ": …"."""
        return BadFile(f"{self.name}{'' if what[0] in ':,' else ' '}{what}", hint)

    def too_much(self, hint: str = NOTHING) -> BadFile:
        """Return that it has more entries or values than are taken in."""
        return self.bad("holds far more than a journal can have.", hint)

    @cached_property
    def content(self) -> bytes:
        """Return all bytes. Raises BadFile for more than can be read as a whole."""
        if self.size > MOST_BYTES:
            raise self.bad("is larger than 100 MB: it can't be a journal.", None)
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
            raise self.bad("is a ZIP archive of which a part is missing.") from error

    def member(self, ending: str) -> zipfile.ZipInfo | None:
        """Return the archive's first part whose name ends so, or None."""
        return next(iter(self._parts(ending)), None)

    def _parts(self, ending: str) -> list[zipfile.ZipInfo]:
        """Return the archive's parts whose name ends so."""
        parts = self.archive.infolist() if self.archive else []
        return [part for part in parts if part.filename.lower().endswith(ending)]

    @contextmanager
    def unpacked(
        self, ending: str, most_bytes: int, most_packed: int = MOST_PACKED
    ) -> Iterator[Unpacked]:
        """Open the archive's part whose name ends so.

        Raises BadFile for none or several, and for one that unpacks to far too much.
        """
        parts = self._parts(ending)
        if self.archive is None or not parts:
            raise self.bad(f"has no part {ending}.")
        if len(parts) > 1:
            hint = "Unpack the one that you mean, and take in that."
            raise self.bad(f"has several parts {ending}.", hint)
        part = parts[0]
        size, packed = part.file_size, max(part.compress_size, 1)
        if size > most_bytes or (size > HEAD and size / packed > most_packed):
            raise self.bad("unpacks to far more than it should.")
        if part.flag_bits & 1:
            raise self.bad("is locked with a password: unpack it first.")
        stream = Unpacked(self.archive, part, self.name)
        try:
            yield stream
        finally:
            stream.close()

    def read_member(self, ending: str) -> bytes:
        """Return all bytes of the archive's first part whose name ends so. Raises BadFile."""
        with self.unpacked(ending, MOST_BYTES) as stream:
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
            decoder = getincrementaldecoder(encoding)()
            try:
                for start in range(0, self.size, HEAD):
                    decoder.decode(self.content[start : start + HEAD])
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
        raise self.bad("is no text that can be read: it must be UTF-8.")

    @property
    def encoding_rule(self) -> list[str]:
        """Return a line that says so where text was read that is not UTF-8."""
        was_read = self.__dict__.get("encoding")
        return ["The file is not UTF-8: read as Windows-1252."] * (was_read == "cp1252")

    @cached_property
    def _header(self) -> tuple[str, list[str]]:
        """Return the delimiter and the cells of the first line: of the delimiters, the most."""
        if not self.is_text:
            return ",", []
        try:
            text = getincrementaldecoder("utf-8-sig")().decode(self.head)
        except UnicodeDecodeError:
            text = self.head.decode("cp1252", "replace")
        line = re.split("\r\n|\n|\r", text.lstrip("\r\n"), maxsplit=1)[0]
        cells = [(sign, next(csv.reader([line], delimiter=sign), [])) for sign in _DELIMITERS]
        sign, names = max(cells, key=lambda cell: len(cell[1]))
        return sign, [spaced(name) for name in names]

    @cached_property
    def header(self) -> list[str]:
        """Return the names in a table's first line, in lower case; one name of what is no table."""
        return [as_key(name) for name in self._header[1]]

    def as_written(self, column: str) -> str:
        """Return the name of a column of the header as the file has it, to be shown."""
        return escape_invisible(self._header[1][self.header.index(column)])

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
                raise self.bad(f": line {number} is far too long.")
            if "\0" in line:
                raise self.bad(f": line {number} is no text.")
            yield line

    def _records(self, quoting: Literal[0, 3]) -> Iterator[list[str]]:
        """Yield the cells of each row. Raises csv.Error for a quote without an end."""
        is_at_end = False

        def lines() -> Iterator[str]:
            nonlocal is_at_end
            yield from self.lines()
            is_at_end = True

        for cells in csv.reader(
            lines(), delimiter=self.delimiter, quoting=quoting, skipinitialspace=True
        ):
            if is_at_end:  # It read on for the end of a quote: all lines below are in one cell.
                raise csv.Error
            yield cells

    def table(
        self,
        needed: Sequence[str],
        *,
        is_known: bool = True,
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL,
        stops_at_empty: bool = False,
    ) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows below the header by their number, as cells; empty ones are none.

        Raises BadFile where a column that is needed is missing, or stands there twice; in a table
        of a program that is known, no column may: which of the two it means can't be known.
        """
        for name in (*needed, *filter(None, self.header if is_known else ())):
            if (times := self.header.count(name)) != 1:
                what = "has no column" if not times else "has twice the column"
                shown = self.as_written(name) if times else name
                raise self.bad(f"{what} '{shown}': it can't be taken in.")
        number, is_over = 0, False
        try:
            for cells in self._records(quoting):
                if number > MOST_ROWS or len(cells) > MOST_CELLS:
                    raise self.too_much()
                if not any(cell.strip() for cell in cells):
                    is_over = stops_at_empty and number > 0
                    continue
                if is_over:
                    self.has_more_tables = True
                    return
                if number:
                    yield number, cells
                number += 1
        except csv.Error as error:
            raise self.bad(f", row {number}: it can't be read.") from error

    def named(self, cells: list[str]) -> dict[str, str]:
        """Return a row's cells by the names of their columns. Raises Unfit if there are others."""
        if len(cells) != len(self.header):
            fields = f"{len(cells)} cells under {len(self.header)} headings"
            raise Unfit(f"they have {fields}")
        return dict(zip(self.header, cells, strict=True))

    def json(self, content: bytes | None = None, hint: str = NOTHING) -> Any:
        """Return what a JSON file says, or other `content`.

        Raises BadFile for what is no JSON, too much, or ambiguous.
        """
        data = (self.content if content is None else content).removeprefix(BOM)
        if sum(map(data.count, (b",", b"[", b"{"))) > MOST_VALUES:
            raise self.too_much(hint)
        try:
            decoded = json.decode(data)
            # msgspec takes the last of two keys that are the same, without a word.
            plain.loads(data, object_pairs_hook=_no_doubles)
        except _TwiceError as error:
            raise self.bad(": the same key stands twice in one object.") from error
        except (ValueError, RecursionError) as error:  # MsgspecError and UnicodeDecodeError too
            raise self.bad("is not JSON, or a part of it is missing.", hint) from error
        return decoded

    @cached_property
    def keys(self) -> set[str]:
        """Return the keys near the beginning of a JSON file, at any depth; none of others."""
        if not self.begins.startswith((b"{", b"[")):
            return set()
        return {name.decode() for name in re.findall(rb'"(\w+)"\s*:', self.head)}


class _TwiceError(Exception):
    """One object has a key twice: which of its values holds can't be known."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        raise _TwiceError
