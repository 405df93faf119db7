"""The inbox: a folder into which a phone writes lines; what is new there, and what becomes of it.

What was taken in is remembered on this computer, so that each line comes in once: by a keyed sum of
the line, and of how often it stood before it in its file. A crash between the journal and the
memory is settled by the transaction's id, which was written down first.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from msgspec import MsgspecError, Struct, field, json
from msgspec.structs import replace

from ketalog import disk
from ketalog.domain.calendar import YEARS
from ketalog.domain.entries import Source
from ketalog.domain.text import as_utf8
from ketalog.errors import BadFile, JournalBusy
from ketalog.times.grammar import settle

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ketalog.domain.kinds import Entry

TIMED = "t"
"""Begins the key of a line that has a time of its own."""
TAKEN = "taken"
"""The folder within the inbox where files go all of whose lines were taken in."""
QUIET_S = 5.0
"""Seconds for which a file is left alone after a change: somebody may still be writing."""
WHOLE_S = 60.0
"""After so many, a last line that has no end is whole: many apps never write one."""
MOST_BYTES = 1024 * 1024
MOST_ROWS = 20_000
"""In one file: ten years of a phone have fewer."""
MOST_NAMES = 2000
"""Looked at in one run; a folder with more is taken in bit by bit."""
MOST_LINES = 500
"""Taken in at once: what is left comes with the next command."""
MOST_REMEMBERED = 10_000
LINES, CALENDARS = frozenset({"", ".txt", ".text", ".md", ".log"}), frozenset({".ics"})
_NAMESPACE = UUID("0d7a4c8e-2f7e-4a54-9d2b-6a5e4b0f7c31")
_UNFINISHED = re.compile(
    r"\..*|.*~|.*\.(tmp|temp|part|partial|crdownload|icloud|swp)", re.IGNORECASE
)
"""What a sync tool or an editor is still at, and what is hidden."""
_CONFLICT = re.compile(r".*(\.sync-conflict-|conflicted copy|\(conflict).*", re.IGNORECASE)
_WITH_TIME = re.compile(
    r"\[?(\d{4}-\d\d-\d\d)[T ](\d\d?:\d\d(?::\d\d)?)(?:\.\d+)?"
    r"(?:\s?(Z|[+-]\d\d:?\d\d))?\]?[,;:]?\s+"
    r"(?![ap]\.?m\b)(.+)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-*+•]\s+)?(?:\[[ xX]?\]|[☐☑✓✔✅]\ufe0f?)\s+|[-*+•]\s+")
_NOT_TICKED = re.compile(r"(?:[-*+•]\s+)?(?:\[ ?\]|☐)")


class InboxLine(NamedTuple):
    """One line of a file, or one entry of a calendar: `key` tells it from all others there.

    `at` is its own time or, where it has none, the file's; it is the `nth` that says just this. One
    with a `doubt` may have been taken in already; what is `to_do` has a box that is not ticked.
    """

    file: str
    row: int
    text: str
    at: datetime
    key: str
    nth: int
    remark: str | None = None
    doubt: bool = False
    to_do: bool = False


class KnownFile(Struct, omit_defaults=True):
    """What is known of the files of one name: what is done or in doubt, and the numbers of others.

    `timed` are lines with a time of their own in files of this name that are gone; `gone` tells
    that the last one is, or is about to be, and `kept` what it is called since.
    """

    size: int = 0
    changed: int = 0
    done: list[str] = field(default_factory=list)
    timed: list[str] = field(default_factory=list)
    doubt: list[str] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    gone: bool = False
    kept: str = ""


class Pending(Struct):
    """What is known as soon as the transaction is in the journal."""

    transaction: str
    files: dict[str, KnownFile]


class Memory(Struct, omit_defaults=True):
    """What this computer remembers of one journal's inbox; it holds no word of a line."""

    salt: str
    number: int = 0
    files: dict[str, KnownFile] = field(default_factory=dict)
    pending: Pending | None = None


class File(NamedTuple):
    """A file of the inbox, looked at: its lines that are new, the `keys` of all of them.

    Or the `problem` why it can't be read. `known` is what will be known of it if nothing of it is
    taken in. One that `waits` is looked at again, whatever comes of it now.
    """

    name: str
    known: KnownFile
    lines: list[InboxLine]
    keys: Sequence[str] = ()
    calendar: bytes = b""
    problem: str = ""
    waits: bool = False


class Inbox:
    """One folder, and what is remembered of it for one journal at `now`."""

    def __init__(self, folder: Path, memory: Path, now: datetime) -> None:
        self.folder, self._path, self._now = folder, memory, now
        self.memory = Memory("")

    def names(self) -> list[str]:
        """Return the names of the files that there are, without those that somebody is still at.

        Raises BadFile where there is no folder.
        """
        try:
            with os.scandir(self.folder) as entries:
                return sorted(
                    entry.name
                    for entry in islice(entries, MOST_NAMES)
                    if not _UNFINISHED.fullmatch(entry.name)
                    and not entry.is_dir(follow_symlinks=False)
                )
        except OSError as error:
            raise BadFile(
                f"The inbox {self.folder} can't be looked at: {disk.reason(error)}.",
                "Is its disk there? Another folder: ketalog config inbox FOLDER",
            ) from error

    def has_news(self, names: Collection[str]) -> bool:
        """Tell whether there is a file that was not looked at as it is now."""
        self._remember()
        return self.memory.pending is not None or any(map(self.is_news, names))

    def is_news(self, name: str) -> bool:
        """Tell whether a file was not looked at as it is now."""
        known = self.memory.files.get(as_utf8(name))
        try:
            status = (self.folder / name).lstat()
        except OSError:
            return False  # It is gone just now.
        return (
            known is None
            or known.gone
            or (known.size, known.changed) != (status.st_size, status.st_mtime_ns)
        )

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[bool]:
        """Hold the inbox alone, with what is remembered of it; tell whether it is held.

        Without `wait` it may be another's. Raises BadFile, where it stays so for long.
        """
        disk.make_folder(self._path.parent)
        with ExitStack() as stack:
            try:
                stack.enter_context(disk.locked(self._path.with_suffix(".lock"), wait=wait))
            except JournalBusy as error:
                if wait:
                    raise BadFile("Another ketalog is taking the inbox in.", error.hint) from error
                yield False
                return
            disk.remove_unfinished(self._path)
            self._remember()
            yield True

    def _remember(self) -> None:
        data = disk.read_all(self._path)
        try:
            self.memory = json.decode(data, type=Memory) if data else Memory(os.urandom(16).hex())
        except MsgspecError as error:
            raise BadFile(
                f"What was taken in from the inbox can't be read: {self._path} is damaged.",
                "Nothing is taken in. Once you have removed it, all that lies there is new.",
            ) from error

    def settle(self, is_saved: Callable[[str], bool]) -> None:
        """Learn what became of a transaction that a crash cut off."""
        pending, self.memory.pending = self.memory.pending, None
        if pending is not None and is_saved(pending.transaction):
            self.memory.files |= pending.files

    def keep(self, files: dict[str, KnownFile], transaction: str | None = None) -> None:
        """Remember what becomes of files; with a `transaction`, once that is in the journal."""
        if transaction is None:
            self.memory.pending = None
            self.memory.files = {
                **{name: known for name, known in self.memory.files.items() if name not in files},
                **files,
            }
            while len(self.memory.files) > MOST_REMEMBERED:
                del self.memory.files[next(iter(self.memory.files))]
        else:
            self.memory.pending = Pending(transaction, files)
        disk.replace(self._path, json.encode(self.memory))

    def fetch_back(self) -> None:
        """Put back files that somebody went on writing to after they were put away."""
        for name, known in self.memory.files.items():
            if not known.kept:
                continue
            kept, there = self.folder / TAKEN / known.kept, self.folder / name
            has_grown = kept.is_file() and kept.lstat().st_size > known.size
            if has_grown and not os.path.lexists(there):
                kept.replace(there)
                known.gone = False
            if not kept.is_file():
                known.kept = ""

    def look(self, name: str) -> File | None:
        """Return what is new in a file; None if it is gone just now."""
        known = self.memory.files.get(as_utf8(name), KnownFile())
        try:
            status = (self.folder / name).lstat()
        except OSError:
            return None
        stamp = replace(known, size=status.st_size, changed=status.st_mtime_ns)
        if reason := self._unfit(name, status.st_size):
            return File(name, stamp, [], problem=reason)
        try:
            with disk.opened(self.folder / name, disk.AS_IT_IS) as file:
                status = disk.ordinary(file)
                data = disk.read_open(file)
        except OSError as error:
            return File(name, stamp, [], problem=disk.reason(error))
        stamp = replace(known, size=status.st_size, changed=status.st_mtime_ns)
        now = time.time()
        ages = [now - at for at in (status.st_mtime, status.st_ctime) if at <= now]
        if ages and min(ages) < QUIET_S:
            return File(name, known, [], waits=True)
        at = datetime.fromtimestamp(int(status.st_mtime)).astimezone()
        if Path(name).suffix.lower() in CALENDARS:
            return File(name, stamp, [], calendar=data)
        try:
            text = _text(data)
        except ValueError as error:
            return File(name, stamp, [], problem=str(error))
        rows = re.split("\r\n|\n|\r", text)
        if len(rows) > MOST_ROWS:
            return File(name, stamp, [], problem="it has far too many lines")
        waits = bool(rows[-1] and ages and min(ages) < WHOLE_S)
        if waits:  # Its last line has no end yet.
            del rows[-1]
            stamp.changed = 0
        lines = list(self._lines(name, rows, at))
        return self._sorted_out(File(name, stamp, lines, waits=waits), known)

    def _unfit(self, name: str, size: int) -> str:
        if _CONFLICT.fullmatch(name):
            return "it is a conflict copy: give it a plain name if its lines are new, or remove it"
        if Path(name).suffix.lower() not in LINES | CALENDARS:
            return "its name ends in none of .txt .md .ics"
        return "it is far too large for lines" if size > MOST_BYTES else ""

    def _lines(self, name: str, rows: list[str], file_at: datetime) -> Iterator[InboxLine]:
        from hashlib import blake2b

        seen: Counter[str] = Counter()
        for row, text in enumerate(rows, 1):
            words = _BULLET.sub("", text.strip(), count=1).strip()
            if not words:
                continue
            seen[words] += 1
            own, remark, rest = _own_time(words, self._now)
            told = f"{name}\0{seen[words]}\0{words}".encode(errors="replace")
            digest = blake2b(told, key=bytes.fromhex(self.memory.salt), digest_size=12).hexdigest()
            key = f"{TIMED if own else '-'}{digest}"
            at, to_do = own or file_at, bool(_NOT_TICKED.match(text.strip()))
            yield InboxLine(as_utf8(name), row, rest, at, key, seen[words], remark, to_do=to_do)

    def _sorted_out(self, file: File, known: KnownFile) -> File:
        """Return a file with its lines that are new, or in doubt.

        One that comes back after it was put away may be the same that grew, or another: a phone
        that was offline has the old lines still, one that knew of it begins anew.
        """
        keys, before = [line.key for line in file.lines], known.done
        done, in_doubt = set(before), set(known.doubt)
        if known.gone:
            begins = bool(before) and keys[: len(before)] == before
            timed = {key for key in (*before, *known.timed) if key[0] == TIMED}
            is_as_it_was = len(keys) == len(before) and file.known.changed == known.changed
            if not (begins and (is_as_it_was or timed & set(before))):
                in_doubt = set(before) if begins and len(keys) > len(before) else set()
                file.known.timed, done = sorted(timed), timed
        file.known.gone, file.known.kept = False, ""
        file.known.done = [key for key in keys if key in done]
        file.known.doubt = [key for key in keys if key in in_doubt]
        file.known.left = {key: n for key, n in known.left.items() if key in keys}
        new = [line for line in file.lines if line.key not in done]
        new = [line._replace(doubt=line.key in in_doubt) for line in new]
        return file._replace(lines=new, keys=keys)

    def staying_in(self, name: str) -> int:
        """Return how many lines of a file stayed when it was last looked at."""
        return len(self.memory.files.get(as_utf8(name), KnownFile()).left)

    def number_of(self, known: KnownFile, key: str) -> int:
        """Return the number by which a line that stays is called; it keeps it."""
        if key not in known.left:
            self.memory.number += 1
            known.left[key] = self.memory.number
        return known.left[key]

    def put_away(self, name: str, known: KnownFile, *, remove: bool) -> str | None:
        """Move a file into `taken`, or remove it; return why it can't be, or None.

        One that was changed meanwhile stays, or comes back.
        """
        path, folder = self.folder / name, self.folder / TAKEN
        aside = self.folder / f".{name}.{os.getpid()}.tmp" if remove else None
        try:
            if not _is_as(path, known):
                return None
            if aside is None:
                if folder.is_symlink():
                    return f"{folder} is a link"
                disk.make_folder(folder)
                aside = _free(folder / name)
            path.replace(aside)
            if not _is_as(aside, known) and not os.path.lexists(path):
                aside.replace(path)
            elif remove:
                aside.unlink()
            else:
                known.kept = as_utf8(aside.name)
        except FileNotFoundError:
            return None  # Another computer has put it away.
        except OSError as error:
            return disk.reason(error)
        return None


def entries_of(line: InboxLine, entries: Sequence[Entry]) -> list[Entry]:
    """Return what a line logs with where it is from, under ids that the line makes.

    The same line on two computers makes the same entries: merged, they are there once.
    """
    identity = (line.file, line.nth, line.at.timestamp(), line.text)
    ids = {
        entry.id: str(uuid5(_NAMESPACE, "\0".join(map(str, (*identity, n)))))
        for n, entry in enumerate(entries)
    }
    source = Source("inbox", line.file, line.row)

    def under_new_ids(entry: Entry) -> Entry:
        told = json.encode(replace(entry, source=source))
        for old, new in ids.items():
            told = told.replace(old.encode(), new.encode())
        return json.decode(told, type=type(entry))

    return [under_new_ids(entry) for entry in entries]


def taken_files(folder: Path | None) -> list[Path]:
    """Return the files that were put away: what they hold is in clear."""
    taken = folder / TAKEN if folder else None
    if taken is None or not taken.is_dir() or taken.is_symlink():
        return []
    return sorted(path for path in taken.iterdir() if path.is_file() and not path.is_symlink())


def _is_as(path: Path, known: KnownFile) -> bool:
    status = path.lstat()
    return (status.st_size, status.st_mtime_ns) == (known.size, known.changed)


def _free(path: Path) -> Path:
    """Return a path that is free, beside one that may be taken."""
    free, n = path, 2
    while os.path.lexists(free):
        free, n = path.with_name(f"{path.stem}.{n}{path.suffix}"), n + 1
    return free


def _text(data: bytes) -> str:
    """Return the text of a file. Raises ValueError, which says why it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data:
        raise ValueError("it is no text")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError("it is no UTF-8 text") from None


def _own_time(words: str, now: datetime) -> tuple[datetime | None, str | None, str]:
    """Return the time that a line begins with, what a clock change did to it, and the rest."""
    match = _WITH_TIME.fullmatch(words)
    if match is None:
        return None, None, words
    day, clock, offset, rest = match.groups()
    try:
        at = datetime.fromisoformat(
            f"{day}T{clock if clock[2] == ':' else f'0{clock}'}{offset or ''}".upper()
        )
        if at.year not in YEARS:
            return None, None, words
        at = at if at.utcoffset() or at.tzinfo is None else at.astimezone()  # UTC is no place's
        reading = settle(at, now)
    except (ValueError, OverflowError):
        return None, None, words
    return reading.at, reading.remark, rest
