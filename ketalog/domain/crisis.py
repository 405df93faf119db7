"""Help lines for a crisis, by country: the one place to change them, dated."""

from datetime import date
from typing import NamedTuple

CHECKED = date(2026, 11, 22)
"""When the lines were last gone over. The one of the US was verified at its own source then; the
others are from secondary copies: look them up at their own sites before you change this date."""


class Line(NamedTuple):
    """One help line: ISO 3166 codes of its countries, and its words."""

    countries: tuple[str, ...]
    words: str


LINES = (
    Line(("US", "CA"), "US and Canada: call or text 988."),
    Line(("GB", "IE"), "UK and Ireland: Samaritans 116 123."),
    Line(("AU",), "Australia: Lifeline 13 11 14."),
    Line(("NZ",), "New Zealand: call or text 1737."),
)
ELSEWHERE = "Elsewhere: findahelpline.com."


def help_lines(country: str | None) -> list[str]:
    """Return the line of a country, or all of them if it has none here; then where to find more."""
    own = [line.words for line in LINES if country in line.countries]
    return [*(own or (line.words for line in LINES)), ELSEWHERE]
