"""Where no line ends: in HTML and PDF, what the page says is set with spaces that don't break."""

from __future__ import annotations

import re

_TOGETHER = re.compile(
    " (?:"  # Each way looks back over the space: the search is quick where it begins with one.
    r"(?<=\d )(?=(?:[^\W\d_]{1,4}|%)(?!\w))"  # a unit or a month: "45 min", "82 %", "27 Oct"
    r"|(?<=\b[^\W\d_]{3} )(?=\d{1,2}(?!\w))"  # "Oct 27"
    r"|(?<=[^\W\d_] )(?=\d{2,3}/\d{2,3}(?![/\d]))"  # a blood pressure: "end 126/80"
    r"|(?<=\b(?:Dr|Mr|Ms) )(?=\w)"
    r"|(?<=\d )(?=→ \d)|(?<=\d → )(?=\d)"  # from one number to another: "7 → 5"
    r"|(?<!of \d )(?:(?<= \d )|(?<= \d\d ))(?=\(\d)"  # an answer and its day: ", 0 (28 Sep)"
    r"|(?:(?<=; \d )|(?<=; \d\d ))(?=[a-z])"  # how many: "; 3 smaller"
    ")"
)


def kept_together(words: str) -> str:
    """Return words in which no line ends within a date, after "Dr", or behind a number."""
    return _TOGETHER.sub("\N{NO-BREAK SPACE}", words)
