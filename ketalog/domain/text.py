"""Words of a patient: kept as typed, shown so that they can't steer a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, time
    from decimal import Decimal


class Clock:
    """The patient's clock, set as soon as the settings are read: all that is said goes by it."""

    hours = 24


CLOCK = Clock()


class Typed:
    """What the patient typed and this run shows, kept where answers are changed as they are said.

    Lengths of time, dates and signs are put into words for who listens, and ketalog may be called
    otherwise: but never in what somebody typed.
    """

    def __init__(self) -> None:
        self.is_kept = False
        self.words: set[str] = set()

    def show(self, line: str) -> str:
        """Return what is shown of typed words, as it is."""
        if "ketalog " in line or (self.is_kept and re.search(_SAID_OTHERWISE, line)):
            self.words.add(line)
        return line

    def shown_in(self, text: str) -> list[str]:
        """Return patterns of the typed words in a text, also with a capital letter before."""
        shown = [words for words in self.words if words.lower() in text.lower()]
        return [rf"(?<![\w.:])(?i:{re.escape(words)})" for words in sorted(shown, key=len)[::-1]]


TYPED = Typed()
_SAID_OTHERWISE = (
    r"[0-9][+-][0-9]{2}:|[0-9] (?:h|min|d)\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
    r"|[0-9] (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b|(?<!\S)[→<?-](?!\S)"
)
_INVISIBLE = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u200b\\u200e\\u200f"
    "\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
    "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e00ff\\U000e01f0-\\U000e0fff"
)
"""What can't be seen, but the joiners, which emoji and scripts need: C0, C1, the soft hyphen, bidi
controls, line separators, zero-width characters, fillers, surrogates, no characters, tags."""
_HIDDEN = (
    f"[{_INVISIBLE}]|(?<![\\u3400-\\u9fff\\uf900-\\ufaff\\U00020000-\\U0003ffff])"
    "[\\U000e0100-\\U000e01ef]"
)
"""The same, and selectors of a variant that no Chinese or Japanese character stands before."""
KEPT = 60
"""Characters of a long text that a sentence about it repeats."""
_MOST_DIGITS = 10_000
_LOOKS_PRINTABLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = "\U000e0100"
"""From here on nothing is taken for printable without a look."""


def escape_invisible(text: str) -> str:
    """Return text for one line of a terminal: what can't be seen shows as an escape."""
    return TYPED.show(escaped(" ".join(text.split())))


def escape_invisible_lines(text: str) -> list[str]:
    """Return text line by line, with what can't be seen as escapes."""
    lines = (escaped(line.removesuffix("\r").expandtabs(4)) for line in text.split("\n"))
    return [TYPED.show(line) for line in lines]


def strip_invisible(text: str) -> str:
    """Return text for a file: what can't be seen is left out, but line breaks and tabs."""
    return text if _is_seen(text) else re.sub(rf"(?![\n\t])(?:{_HIDDEN})", "", text)


def escaped(text: str) -> str:
    """Return a line with what can't be seen as escapes, and its spaces as they are."""
    if _is_seen(text):
        return text
    return re.sub(_HIDDEN, lambda found: _escape(ord(found[0])), text)


def _is_seen(text: str) -> bool:
    if not text.isprintable():
        return False
    return text.isascii() or (max(text) < _SELECTORS and _LOOKS_PRINTABLE.isdisjoint(text))


def _escape(code: int) -> str:
    if code > 0xFFFF:
        return f"\\U{code:08x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def escaped_json(data: bytes) -> bytes:
    """Return the same JSON with what can't be seen as its own escapes."""
    if data.isascii() and b"\x7f" not in data:
        return data
    return re.sub(rf"(?!\n)(?:{_HIDDEN})", _json_escape, data.decode()).encode()


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def as_utf8(text: str) -> str:
    """Return text that can be stored: bytes that are no UTF-8 become U+FFFD.

    Python hands over such bytes as lone surrogates; beside an old locale, good UTF-8 too.
    """
    if text.isprintable():
        return text
    whole = re.sub("[\\ud800-\\udc7f\\udd00-\\udfff]", "\ufffd", text)
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def as_key(name: str) -> str:
    """Return a name as it is compared: without case, composed (one keyboard sends é as two)."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).lower())


def nearest(word: str, known: Iterable[str], cutoff: float = 0.72) -> str | None:
    """Return the known word that is nearly the same, or None."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word.lower(), list(known), n=1, cutoff=cutoff)), None)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean …?" for a near match, or nothing."""
    match = nearest(word, known)
    return f" Did you mean '{match}'?" if match else ""


def say_number(value: Decimal) -> str:
    """Return a decimal without trailing zeros and without an exponent.

    One so long that only a file made by hand can hold it keeps its exponent.
    """
    if abs(value.adjusted()) > _MOST_DIGITS:
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: float, places: int = 0) -> float:
    """Round as people do who recompute it: 11.25 is 11.3, where Python's `round` has 11.2."""
    scale = 10.0**places
    return (value * scale + 0.5) // 1 / scale


def say_value(value: float | None) -> str:
    """Return a median or an estimate: whole, or with one decimal; "–" for nothing."""
    return "–" if value is None else f"{rounded(value, 1):.1f}".removesuffix(".0")


def say_mg(value: Decimal) -> str:
    """Return "100 mg"."""
    return f"{say_number(value)} mg"


def say_time(at: datetime | time) -> str:
    """Say a time of day without its place, as the patient's clock shows it: 21:00 or 9:00 pm."""
    if CLOCK.hours != 12:
        return f"{at.hour:02}:{at.minute:02}"  # a third of what %H:%M takes, and lists have many
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def say_minutes(minutes: int) -> str:
    """Return "45 min", and from an hour on "7:30 h", however long it is."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"


def unquoted(text: str) -> str:
    """Return a text without the quotes that stand around all of it, as a phone sets them."""
    return re.sub(_QUOTED, r"\1", text)


_QUOTED = r'^["“„«]([^"“”„«»]*)["”“»][.,]?$'


def capital(words: str) -> str:
    """Return words with a capital first letter, the rest as they are."""
    return words[:1].upper() + words[1:]


def count(n: int, singular: str, plural: str) -> str:
    """Return "1 entry", "3 entries"."""
    return f"{n:,} {singular if n == 1 else plural}"


def say_times(n: int) -> str:
    """Return "once", "3 times"."""
    return "once" if n == 1 else f"{n} times"


def sentence(words: str) -> str:
    """Return words with a dot at their end, also where they end in one: "with Dr R."."""
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def short(text: str) -> str:
    """Return words on one line, cut where they are long."""
    line = escape_invisible(text)
    return line if len(line) <= KEPT else TYPED.show(f"{line[: KEPT - 1].rstrip()}…")


def say_parts(parts: Iterable[str], note: str | None) -> str:
    """Return what there is of the parts, and a note."""
    text = ", ".join(filter(None, parts)) or "nothing rated"
    return f"{text} {say_note(note)}" if note else text


def say_note(note: str) -> str:
    """Return "(note: …)"."""
    return f"(note: {short(note)})"
