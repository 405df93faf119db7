"""The formats of exports: a file each, which says its `FORMAT`. To add one is to add its file.

What a format needs to write (Jinja2, typst) is loaded when it writes, not when it is named.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ketalog.domain.text import escape_invisible
from ketalog.domain.values import Value
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

    from ketalog.export.request import ExportRequest

KINDS = {"page": "a page", "table": "a table", "journal": "all of it"}
"""What a file is for: to read, to reckon with, to keep. A journal has every day and every note."""


class Format(Value, frozen=True):
    """One format: what its files are for, the endings of their names, what writes them.

    The first of the `suffixes` is the usual one. Lists have the lowest `rank` first.
    """

    kind: Literal["page", "table", "journal"]
    suffixes: tuple[str, ...]
    rank: int
    render: Callable[[ExportRequest], bytes]


def formats() -> list[Format]:
    """Return every format there is, in the order of lists."""
    names = {path.stem for path in Path(__file__).parent.glob("*.py")} - {"__init__"}
    found: list[Format] = [import_module(f"{__name__}.{name}").FORMAT for name in names]
    return sorted(found, key=lambda format_: format_.rank)


def suffixes() -> list[str]:
    """Return the usual ending of each format: ".pdf", ".html"."""
    return [format_.suffixes[0] for format_ in formats()]


def described() -> str:
    """Return what can be written: "a page (.pdf .html .md), a table (.csv), or all of it (…)"."""
    *first, last = (
        f"{name} ({' '.join(format_.suffixes[0] for format_ in formats() if format_.kind == kind)})"
        for kind, name in KINDS.items()
    )
    return f"{', '.join(first)}, or {last}"


def format_of(path: Path) -> Format:
    """Return the format that a file's name ends in. Raises BadInput."""
    if path.name.lower().endswith(".fhir.json"):
        # It would be taken for a journal, and somebody would hand on every note.
        raise BadInput(
            f"{escape_invisible(str(path))}: FHIR can't be written yet.",
            "For the journal as it is, with every note, name it without .fhir.",
        )
    suffix = path.suffix.lower()
    for format_ in formats():
        if suffix in format_.suffixes:
            return format_
    what = f"'{escape_invisible(path.suffix)}' is not a format" if suffix else "It has no ending"
    raise BadInput(
        f"{escape_invisible(str(path))}: {what} that ketalog can write.",
        f"End the name in one of: {', '.join(suffixes())}.",
    )
