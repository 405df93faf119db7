"""Where things are and how the patient wants them: TOML and environment → a frozen Config."""

import errno
import sys
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from stat import S_ISFIFO

from msgspec import Struct

from ketalog.errors import BadFile

MOST_BYTES = 1024 * 1024
"""Of the configuration."""


class Config(Struct, frozen=True):
    """The settings of one patient. `week_start` counts from Monday, 0."""

    path: Path
    day_start: time = time(4)
    week_start: int = 0
    backups: Path | None = None
    keyring: bool = False
    name: str | None = None
    born: str | None = None
    country: str | None = None
    date_order: str = "day-month"
    clock: int = 24
    paper: str = "a4"


def config_path(env: Mapping[str, str]) -> Path:
    """Return where the configuration is, or would be."""
    if env.get("KETALOG_CONFIG"):
        return Path(env["KETALOG_CONFIG"]).expanduser()
    return _folder_of(env, "XDG_CONFIG_HOME", ".config") / "config.toml"


def journal_path(env: Mapping[str, str], option: Path | None) -> Path:
    """Return where the journal is, or would be."""
    given = option or (Path(env["KETALOG_JOURNAL"]) if env.get("KETALOG_JOURNAL") else None)
    if given is not None:
        return given.expanduser()
    return _folder_of(env, "XDG_DATA_HOME", ".local/share") / "journal.json"


def _folder_of(env: Mapping[str, str], xdg: str, otherwise: str) -> Path:
    """Return ketalog's folder by the platform's rule: XDG, on macOS Application Support."""
    if Path(env.get(xdg, "")).is_absolute():
        return Path(env[xdg]) / "ketalog"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/ketalog"
    return Path.home() / otherwise / "ketalog"


def _read(path: Path) -> bytes:
    """Return a file's bytes, without waiting for a pipe, and no more of them than settings have.

    Raises OSError.
    """
    if S_ISFIFO(path.stat().st_mode):
        raise OSError(errno.ESPIPE, "it is a pipe")
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise OSError(errno.EFBIG, "it is far too large")
    return data


def load(env: Mapping[str, str]) -> Config:
    """Return the configuration; without a file, the defaults. Raises BadFile."""
    path = config_path(env)
    try:
        text = _read(path).decode()
    except FileNotFoundError:
        return Config(path)
    except IsADirectoryError as error:
        raise BadFile(f"The configuration {path} is a folder.", "Name a file in it.") from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise BadFile(f"The configuration {path} can't be read: {why}.") from error
    from ketalog.settings import read_table

    return Config(path, **read_table(path, text))
