"""The formats of exports: to add one is to add a file, or a folder, with its `FORMATS`.

What a format needs to write (Jinja2, typst) is loaded when it writes, not when it is named.
"""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules
from shlex import quote
from typing import TYPE_CHECKING, Literal

from ketalog.domain.text import escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ketalog.export.request import ExportRequest

PURPOSES = {
    "page": "a page",
    "table": "a table",
    "record": "a record for a clinic's system",
    "sheet": "a blank sheet to fill in by hand",
    "journal": "all of it",
}
"""What a file is for: to read, to reckon with, to file, to write on, to keep. A journal has every
day and every note; a page and a record say whose they are; a sheet has nothing of the journal."""


class Format(Value, frozen=True):
    """One format: what its files are for, the endings of their names, what writes them.

    The first of the `suffixes` is the usual one. Lists have the lowest `rank` first. `options` are
    those of the command that are for this format; `remarks` are sentences about what its file has
    or leaves out.
    """

    kind: Literal["page", "table", "record", "sheet", "journal"]
    suffixes: tuple[str, ...]
    rank: int
    render: Callable[[ExportRequest], bytes]
    options: tuple[str, ...] = ()
    remarks: Callable[[ExportRequest], list[str]] = lambda _: []

    @property
    def is_personal(self) -> bool:
        """Tell whether a file says whose it is."""
        return self.kind in {"page", "record"}


def formats() -> list[Format]:
    """Return every format there is, in the order of lists."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    known = (format_ for module in modules for format_ in module.FORMATS)
    return sorted(known, key=lambda format_: format_.rank)


def suffixes() -> list[str]:
    """Return the usual ending of each format: ".pdf", ".html"."""
    return [format_.suffixes[0] for format_ in formats()]


def described() -> str:
    """Return what can be written: "a page (.pdf .html .md), a table (.csv), or all of it (…)"."""
    *first, last = (
        f"{name} ({' '.join(format_.suffixes[0] for format_ in formats() if format_.kind == kind)})"
        for kind, name in PURPOSES.items()
    )
    return f"{', '.join(first)}, or {last}"


def format_of(path: Path) -> Format:
    """Return the format that a file's name ends in. Raises BadInput."""
    name, suffix = path.name.lower(), path.suffix
    by_suffix = {suffix: format_ for format_ in formats() for suffix in format_.suffixes}
    # The longest first: .fhir.json is no .json, which has every note.
    for ending in sorted(by_suffix, key=len, reverse=True):
        if re.search(rf".{re.escape(ending)}$|^{re.escape(ending.lstrip('.'))}$", name):
            return by_suffix[ending]
    what = f"'{escape_invisible(path.suffix)}' is not a format" if suffix else "it has no ending"
    instead = f"End the name in one of: {', '.join(suffixes())}."
    if suffix.lower() == ".ics":
        instead = f"For your plan's reminders: ketalog plan calendar {quote(str(path))}."
    raise BadInput(f"{escape_invisible(str(path))}: {what} that ketalog can export.", instead)
