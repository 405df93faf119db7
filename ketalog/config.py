"""Where things are and how the patient wants them: TOML and environment → a frozen Config.

Each setting says what it means, and how its text is read, shown and written into the file.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import suppress
from datetime import time
from os.path import realpath
from pathlib import Path
from stat import S_ISFIFO
from typing import TYPE_CHECKING, Any

from ketalog import disk
from ketalog.domain.calendar import MONTHS, WEEKDAYS
from ketalog.domain.text import as_utf8, nearest
from ketalog.domain.values import Value
from ketalog.errors import BadFile, BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MAX_BYTES = 16 * 1024
"""The largest configuration that is read."""


_CLOCK = 24


class Config(Value, frozen=True):
    """The settings of one patient. `week_start` counts from Monday, 0.

    A `clock` that is set says how a time is typed, too: without one, 9:30 may be in the evening.
    `problem` says what of the file could not be taken.
    """

    path: Path
    day_start: time = time(4)
    week_start: int = 0
    backups: Path | None = None
    keyring: bool = False
    name: str | None = None
    born: str | None = None
    country: str | None = None
    date_order: str = "day-month"
    clock: int | None = None
    plain: bool = False
    paper: str = "a4"
    inbox: Path | None = None
    problem: str | None = None


def config_path(env: Mapping[str, str]) -> Path:
    """Return where the configuration is, or would be."""
    if env.get("KETALOG_CONFIG"):
        return Path(env["KETALOG_CONFIG"]).expanduser()
    return _folder_of(env, "XDG_CONFIG_HOME", ".config") / "config.toml"


def journal_path(env: Mapping[str, str], option: Path | None) -> Path:
    """Return where the journal is, or would be."""
    path = option or (Path(env["KETALOG_JOURNAL"]) if env.get("KETALOG_JOURNAL") else None)
    if path is not None:
        return path.expanduser()
    return _folder_of(env, "XDG_DATA_HOME", ".local/share") / "journal.json"


def places_folder(env: Mapping[str, str]) -> Path:
    """Return where this computer remembers which journals were begun."""
    return _folder_of(env, "XDG_DATA_HOME", ".local/share") / "places"


def inbox_memory(env: Mapping[str, str], journal: Path) -> Path:
    """Return where this computer remembers what a journal took in from the inbox."""
    from hashlib import blake2b

    name = blake2b(os.fsencode(realpath(journal)), digest_size=8).hexdigest()
    return _folder_of(env, "XDG_DATA_HOME", ".local/share") / "inbox" / f"{name}.json"


def _folder_of(env: Mapping[str, str], xdg: str, otherwise: str) -> Path:
    """Return ketalog's folder by the platform's rule: XDG, on macOS and Windows its own place."""
    if Path(env.get(xdg, "")).is_absolute():
        return Path(env[xdg]) / "ketalog"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/ketalog"
    if sys.platform == "win32":  # The folder that stays on this computer.
        return Path(env.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "ketalog"
    return Path.home() / otherwise / "ketalog"


def _read(path: Path) -> bytes:
    """Return a file's bytes, MAX_BYTES at most; a pipe is not waited for.

    Raises OSError.
    """
    if S_ISFIFO(path.stat().st_mode):
        raise OSError(errno.ESPIPE, "it is a pipe")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, "it is far too large")
    return data


def load(env: Mapping[str, str]) -> Config:
    """Return the configuration; without a file, the defaults.

    What can't be read of it never stops a command: its `problem` says it, and the default holds.
    """
    path = config_path(env)
    try:
        data = _read(path)
    except FileNotFoundError:
        return Config(path)
    except OSError as error:
        why = "it is a folder" if isinstance(error, IsADirectoryError) else error.strerror
        return Config(path, problem=f"The configuration {path} can't be read: {why}. {_DEFAULTS}")
    values, wrong = read_table(data.decode("utf-8-sig", "replace"))
    if "\ufffd".encode() not in data and any("\ufffd" in str(value) for value in values.values()):
        wrong.append("it is not all UTF-8 text")
    if not wrong:
        return Config(path, **values)
    problem = f"In the configuration {path}: {'; '.join(wrong)}. The defaults hold instead."
    return Config(path, **values, problem=problem)


_DEFAULTS = "The defaults hold."


ORDERS = ("day-month", "month-day", "iso")
PAPERS = ("a4", "letter")


class Setting(Value, frozen=True):
    """One setting: what it means, an example, and how its text is read (ValueError if it can't).

    One that `is_of_one_computer` says nothing on another. `words` are those that it knows.
    """

    meaning: str
    example: str
    read: Callable[[str], Any]
    is_of_one_computer: bool = False
    words: Callable[[], Iterable[str]] = tuple


def _clock(text: str) -> time:
    match = re.fullmatch(
        r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))? ?(am|h|o'clock)?", text.strip().lower()
    )
    if not match:
        raise ValueError
    at = time(int(match[1]) % 12 if match[3] == "am" else int(match[1]), int(match[2] or 0))
    if at.hour > 11:  # A day ends in the night or in the morning.
        raise ValueError
    return at


_UNSETS = frozenset({"none", "unset", "no", "nothing", "delete", "remove", "clear", "off", "-"})
"""What is rather typed to take a setting out than as its value."""


def _text(text: str) -> str:
    if not text.strip() or len(text) > 100 or text.strip().lower() in _UNSETS:
        raise ValueError
    return text.strip()


def _place_of(name: str, names: Iterable[str]) -> int:
    """Return which of some names, from 0, is meant by three letters of it or more."""
    known = (known.lower() for known in names)
    (found,) = (n for n, full in enumerate(known) if len(name) > 2 and full.startswith(name))
    return found


def _folder(text: str) -> Path:
    folder = Path(text).expanduser()
    real = Path(realpath(folder))
    if not folder.is_absolute() or real == real.parent:  # A whole disk is no folder for it.
        raise ValueError
    return folder


def _yes_or_no(text: str) -> bool:
    words = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}
    return words[text.strip().lower()]


_EARLIEST_BORN = 1900


def _born(text: str) -> str:
    from datetime import date

    words = re.split(r"[ ,./]+", text.strip().lower())
    if len(words) == 1:
        words = words[0].split("-")[::-1]
    day, month, year = words
    if len(year) != len("1987"):
        raise ValueError
    if day.isalpha():  # March 14 1987
        day, month = month, day
    if month.isalpha():
        month = str(_place_of(month, MONTHS) + 1)
    elif "-" not in text and int(day) <= 12 < int(month):  # 03/14/1987
        day, month = month, day
    elif "-" not in text and int(day) <= 12 and day != month:
        first, second = (f"{year}-{int(m):02}-{int(d):02}" for d, m in ((day, month), (month, day)))
        raise BadInput(
            f"'{text}' can be two days.",
            f"Type: ketalog config born {first}, or: ketalog config born {second}.",
        )
    born = date(int(year), int(month), int(re.sub("(st|nd|rd|th)$", "", day)))
    if not _EARLIEST_BORN <= born.year <= date.today().year:  # noqa: DTZ011 (a year alone)
        raise ValueError
    return born.isoformat()


def _country(text: str) -> str:
    from ketalog.domain.crisis import code_of

    code = code_of(text)
    if code is None:
        raise ValueError
    return code


def _countries() -> Iterable[str]:
    from ketalog.domain.crisis import COUNTRIES

    return [
        name for country in COUNTRIES.values() for name in (country.name.lower(), *country.names)
    ]


def _one_of(choices: tuple[str, ...], also: Mapping[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        typed = text.strip().lower()
        return choices[choices.index(also.get(typed, typed))]

    return read


_ORDERS_CALLED = {
    **dict.fromkeys(("us", "american", "mdy", "mm/dd", "mm/dd/yyyy", "month first"), "month-day"),
    **dict.fromkeys(("uk", "european", "dmy", "dd/mm", "dd/mm/yyyy", "day first"), "day-month"),
    **dict.fromkeys(("ymd", "yyyy-mm-dd"), "iso"),
}
"""What else the orders of dates are called."""


def _hours(text: str) -> int:
    typed = re.sub("^am ?[/ ]?pm$", "12", text.strip().lower())
    number = re.fullmatch(r"(12|24)[ -]?(?:h|hours?|am/pm)?", typed)
    if number is None:
        raise ValueError
    return int(number[1])


KEYS = {
    "day_start": Setting("when a day ends and the next begins", "04:00", _clock),
    "week_start": Setting(
        "the first day of a week",
        "monday",
        lambda text: _place_of(text.strip().lower(), WEEKDAYS),
        words=lambda: map(str.lower, WEEKDAYS),
    ),
    "backups": Setting(
        "the folder of the second copy", "/media/usb/ketalog", _folder, is_of_one_computer=True
    ),
    "inbox": Setting(
        "the folder into which your phone writes lines",
        "/home/me/Sync/ketalog",
        _folder,
        is_of_one_computer=True,
    ),
    "keyring": Setting(
        "keep the passphrase of a locked journal in the system's keyring",
        "no",
        _yes_or_no,
        is_of_one_computer=True,
    ),
    "name": Setting("your name, for exports; left out unless set", "Alex Sample", _text),
    "born": Setting("your birth date, for exports; left out unless set", "1987-03-14", _born),
    "date_order": Setting(
        "the order of dates on the page: day-month, month-day or iso",
        "day-month",
        _one_of(ORDERS, _ORDERS_CALLED),
        words=lambda: ORDERS,
    ),
    "clock": Setting("the hours of your clock, said and typed: 24 or 12", "24", _hours),
    "plain": Setting(
        "answer in sentences each time, as --plain does: for a screen reader", "yes", _yes_or_no
    ),
    "paper": Setting(
        "the paper of the page: a4 or letter",
        "a4",
        _one_of(PAPERS, {"us": "letter", "us letter": "letter"}),
        words=lambda: PAPERS,
    ),
    "country": Setting(
        "your country, or its two letters, for its help line and emergency number",
        "Germany",
        _country,
        words=_countries,
    ),
}


def read_table(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the values of a configuration file's settings, and what of it can't be taken."""
    import tomllib

    try:
        table, wrong = tomllib.loads(text), []
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        table = _line_by_line(text)
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        wrong = [f"this is not valid TOML: {why}"]
    values = {}
    for name, written in table.items():
        try:
            values[name] = read_value(name, _one_value(name, written))
        except BadInput as error:
            wrong.append(
                " ".join(
                    [error.message.removesuffix("."), f"({(error.hint or '').removesuffix('.')})"]
                )
            )
    return values, wrong


def _one_value(name: str, written: object) -> str:
    """Return a setting as it would be typed. Raises BadInput for a list or a table."""
    if not isinstance(written, list | dict):
        return str(written)
    from shlex import quote

    raise BadInput(
        f"'{name}' is a list or a table there, and takes one value.",
        f"For example: ketalog config {name} {quote(key_of(name).example)}.",
    )


def _line_by_line(text: str) -> dict[str, Any]:
    """Return the settings of a broken file whose own lines are whole."""
    import tomllib

    table: dict[str, Any] = {}
    for line in text.splitlines():
        with suppress(tomllib.TOMLDecodeError, RecursionError):
            table |= tomllib.loads(line)
    return {name: value for name, value in table.items() if name in KEYS}


class Shown(Value, frozen=True):
    """A setting as people see it."""

    value: str | None
    meaning: str
    example: str


def shown(config: Config) -> dict[str, Shown]:
    """Return every setting as text."""
    return {
        name: Shown(_as_text(name, getattr(config, name)), key.meaning, key.example)
        for name, key in KEYS.items()
    }


def _as_text(name: str, value: object) -> str | None:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "clock":
        return str(value or _CLOCK)
    if name == "week_start" and isinstance(value, int):
        return WEEKDAYS[value].lower()
    return None if value is None else str(value)


def name_of(typed: str) -> str:
    """Return the name of a setting as it is written: day_start for "Day-start" or "day start"."""
    name = "_".join(re.split("[-_ ]+", typed.strip().lower()))
    return _ALSO.get(name, name)


_ALSO = {"birthday": "born", "birth_date": "born", "backup": "backups", "weekstart": "week_start"}
_ALSO |= {"daystart": "day_start", "day_starts": "day_start", "week_starts": "week_start"}
_ALSO |= {"first_day_of_week": "week_start", "backup_folder": "backups", "birthdate": "born"}
_ALSO |= {"dob": "born", "date_of_birth": "born"}
_ALSO |= {"date_format": "date_order", "dates": "date_order"}


def key_of(name: str) -> Setting:
    """Return a setting by its name. Raises BadInput."""
    if name not in KEYS:
        raise BadInput(f"'{name}' is not a setting.", f"There are: {', '.join(KEYS)}.")
    return KEYS[name]


def read_value(name: str, text: str) -> Any:
    """Return a setting's value, or raise BadInput."""
    key = key_of(name)
    try:
        return key.read(text)
    except (ValueError, KeyError) as error:
        from shlex import quote

        near = nearest(text.strip().lower(), key.words())
        meant = f" Did you mean '{near}'?" if near else ""
        is_unset = text.strip().lower() in _UNSETS
        out = f" To take it out: ketalog config {name} --unset." if is_unset else ""
        raise BadInput(
            f"'{text}' can't be taken for {name} ({key.meaning}).{meant}",
            f"For example: ketalog config {name} {quote(near or key.example)}.{out}",
        ) from error


def _make_folder(value: object) -> None:
    """Make the folder that a setting names, if it names one."""
    if not isinstance(value, Path):
        return
    try:
        disk.make_folder(value)
        if not value.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    except OSError as error:
        raise BadFile(
            f"The folder {value} can't be made: {disk.reason(error)}. Nothing was changed.",
            "Is its disk there? Choose another folder, or make this one yourself.",
        ) from error


def take_over(path: Path, data: bytes) -> list[str]:
    """Write the settings of another computer's file; return the names of those that were taken.

    Raises BadFile.
    """
    values, _ = read_table(data.decode("utf-8-sig", "replace"))
    taken = [name for name in values if not KEYS[name].is_of_one_computer]
    for name in taken:
        save(path, name, _as_text(name, values[name]))
    return taken


def save(path: Path, name: str, text: str | None) -> None:
    """Write one setting into the file, or take it out; comments stay. Raises BadFile.

    The folder that a setting names is made: one that is missing later has its disk missing. A
    symlink at `path` stays one.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    key_of(name)
    if text is not None:
        value = read_value(name, as_utf8(text))
        _make_folder(value)
        text = as_utf8(text) if isinstance(value, Path) else _as_text(name, value)
    try:
        real = Path(realpath(path))
        if real.exists() and not real.is_file():
            what = "a folder" if real.is_dir() else "no ordinary file"
            raise BadFile(f"The configuration {path} is {what}.", "Name a file.")
        document = tomlkit.parse((disk.read_all(real) or b"").decode("utf-8-sig"))
        if text is None:
            document.pop(name, None)
        else:
            document[name] = text
        disk.make_folder(real.parent)
        disk.remove_unfinished(real, alone=False)
        disk.replace(real, tomlkit.dumps(document).encode())
    except disk.Unsynced as error:
        raise BadFile(
            f"The setting is written, but may be gone after a power cut: {disk.reason(error)}.",
            "Look with 'ketalog config'.",
        ) from error
    except OSError as error:
        why = disk.reason(error)
        raise BadFile(f"The configuration {path} can't be written: {why}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(f"The configuration {path} can't be read: it is no UTF-8 text.") from error
    except RecursionError as error:
        raise BadFile(f"The configuration {path} is nested too deeply.") from error
    except TOMLKitError as error:
        raise BadFile(f"The configuration {path} is not valid TOML: {error}.") from error
