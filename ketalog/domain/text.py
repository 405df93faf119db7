"""Words of a patient: kept as typed, shown so that they can't steer a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

_INVISIBLE = (
    "\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb"
    "\\ud800-\\udfff"
)
"""C0, C1, bidi controls, line separators, zero-width characters but the joiners, surrogates."""


def visible(text: str) -> str:
    """Return text for one line of a terminal: what can't be seen shows as an escape."""
    return escaped(" ".join(text.split()))


def visible_lines(text: str) -> list[str]:
    """Return text line by line, with what can't be seen as escapes."""
    return [escaped(line.removesuffix("\r").expandtabs(4)) for line in text.split("\n")]


def clean(text: str) -> str:
    """Return text for a file: what can't be seen is left out, but line breaks and tabs."""
    return re.sub(rf"(?![\n\t])[{_INVISIBLE}]", "", text)


def escaped(text: str) -> str:
    """Return a line with what can't be seen as escapes, and its spaces as they are."""
    if text.isprintable():
        return text
    return re.sub(f"[{_INVISIBLE}]", lambda found: _escape(ord(found[0])), text)


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def escaped_json(data: bytes) -> bytes:
    """Return the same JSON with what can't be seen as its own escapes."""
    if data.isascii() and b"\x7f" not in data:
        return data
    hidden = rf"(?!\n)[{_INVISIBLE}]"
    return re.sub(hidden, lambda found: f"\\u{ord(found[0]):04x}", data.decode()).encode()


def readable(text: str) -> str:
    """Return text that can be stored: bytes that are no UTF-8 become U+FFFD.

    Python hands over such bytes as lone surrogates; beside an old locale, good UTF-8 too.
    """
    if text.isprintable():
        return text
    whole = re.sub("[\\ud800-\\udc7f\\udd00-\\udfff]", "\ufffd", text)
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is nearly the same, or None."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), list(known), n=1, cutoff=0.72)), None)


def near(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean …?" for a near match, or nothing."""
    match = nearest(word, known)
    return f" Did you mean '{match}'?" if match else ""


def say_number(value: Decimal) -> str:
    """Return a decimal without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
