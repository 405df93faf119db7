"""Words of a patient: kept as typed, shown so that they can't steer a terminal."""

from __future__ import annotations

_INVISIBLE = [
    *range(0x20),
    *range(0x7F, 0xA0),
    0x061C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x2028, 0x202F),
    *range(0x2060, 0x206A),
    0xFEFF,
    *range(0xFFF9, 0xFFFC),
    *range(0xD800, 0xE000),
]
"""C0, C1, bidi controls, line separators, zero-width characters but the joiners, surrogates."""
_ESCAPES = {code: (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}") for code in _INVISIBLE}
_REMOVED = dict.fromkeys(_INVISIBLE)
_KEPT = {0x0A: "\n", 0x09: "\t"}


def visible(text: str) -> str:
    """Return text for one line of a terminal: what can't be seen shows as an escape."""
    return " ".join(text.split()).translate(_ESCAPES)


def visible_lines(text: str) -> list[str]:
    """Return text line by line, with what can't be seen as escapes."""
    return [line.translate(_ESCAPES) for line in text.split("\n")]


def clean(text: str) -> str:
    """Return text for a file: what can't be seen is left out, but line breaks and tabs."""
    return text.translate(_REMOVED | _KEPT)


def readable(text: str) -> str:
    """Return text that can be stored: bytes that are no UTF-8 become U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
