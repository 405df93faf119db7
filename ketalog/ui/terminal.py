"""What a stream can show: width, colours, glyphs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import astuple

from ketalog.domain.values import Value
from ketalog.ui.keys import takes_escapes

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDEST = 120
NARROWEST = 38
"""Columns that a drawing needs; on fewer there are sentences."""
WIDE = 76
"""Columns on which the days of a week stand side by side."""


class Glyphs(Value, frozen=True):
    """The signs that a drawing uses; all of them change together."""

    circle: str = "●"
    diamond: str = "◆"
    triangle: str = "▲"
    square: str = "■"
    arrow: str = "→"
    full: str = "■"
    empty: str = "□"
    nothing: str = "–"
    no_dose: str = "·"
    up: str = "▲"
    down: str = "▼"
    minus: str = "−"
    same: str = "±0"
    times: str = "×"
    line: str = "─"
    bar: str = "│"
    corners: str = "╭╮╰╯"
    more: str = "…"
    due: str = "○"

    def shape(self, name: str) -> str:
        """Return the sign of a route's shape."""
        return str(getattr(self, name))


ASCII = Glyphs(
    "o", "^", "v", "#", "->", "#", ".", "-", ".", "^", "v", "-", "0", "x", "-", "|", "++++", ".",
    "*",
)  # fmt: skip
UNICODE = Glyphs()


class Screen(Value, frozen=True):
    """What standard output can show. `colors`: none, 16, 256 or truecolor."""

    width: int
    height: int
    colors: str
    glyphs: Glyphs
    plain: bool

    @property
    def is_wide(self) -> bool:
        """Tell whether the days of a week fit side by side."""
        return self.width >= WIDE

    @property
    def indent(self) -> int:
        """Return the columns that stay empty before each line."""
        return 2 if self.is_wide else 1

    @property
    def column(self) -> int:
        """Return the columns that a day of a grid takes."""
        return 9 + 2 * (self.width >= 104) + 2 * (self.width >= 118)

    @property
    def cell(self) -> int:
        """Return the columns of a day's rating, an odd number."""
        return self.column - 2


def detect(
    stream: TextIO, env: Mapping[str, str], *, plain: bool = False, no_color: bool = False
) -> Screen:
    """Return what a stream can show, by its encoding and TERM, COLUMNS, NO_COLOR and others."""
    width, height = _size(stream, env)
    on_terminal = stream.isatty() or _is_forced(env)
    dumb = env.get("TERM", "") == "dumb" or (stream.isatty() and not takes_escapes(stream))
    return Screen(
        width=min(width, WIDEST),
        height=height,
        colors=_colors(env) if on_terminal and not (no_color or env.get("NO_COLOR")) else "none",
        glyphs=UNICODE if _can_show(stream) else ASCII,
        plain=plain or dumb or not on_terminal or width < NARROWEST,
    )


def _is_forced(env: Mapping[str, str]) -> bool:
    """Tell whether what is drawn is wanted in a pipe too."""
    return any(env.get(name, "0") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE"))


def _size(stream: TextIO, env: Mapping[str, str]) -> tuple[int, int]:
    try:
        columns, lines = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        columns, lines = 80, 24
    return _given(env, "COLUMNS") or columns or 80, _given(env, "LINES") or lines or 24


def _given(env: Mapping[str, str], name: str) -> int:
    """Return the number that a variable gives; 0 for none, which is no size either."""
    text = env.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _colors(env: Mapping[str, str]) -> str:
    if env.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "truecolor"
    term = env.get("TERM", "")
    if "direct" in term:
        return "truecolor"
    return "256" if "256" in term or "kitty" in term or "alacritty" in term else "16"


def _can_show(stream: TextIO) -> bool:
    try:
        "".join(astuple(UNICODE)).encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
