"""What was recorded in the period and stands nowhere on the page: the page says so itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.checks import instrument_of, score_of
from ketalog.domain.entries import Mood, Note
from ketalog.domain.kinds import free_text
from ketalog.domain.treatment import Check, Session, Vitals
from ketalog.page.tables import MOST_DOSES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.page.context import PageContext


def left_out(context: PageContext) -> list[tuple[str, int]]:
    """Return what is left out, by the names of the texts, and how many there are of it."""
    inside = context.inside
    counts = {
        "words": 0 if context.notes else _with_words(inside),
        "energy": sum(isinstance(one, Mood) and one.energy is not None for one in inside),
        "weight": sum(isinstance(one, Vitals) and one.weight_kg is not None for one in inside),
        "rate": sum(_is_calculated(one) for one in inside),
        "doses": max(0, len(context.summary.courses) - MOST_DOSES),
        "answers": sum(isinstance(one, Check) and score_of(one) is not None for one in inside),
        "checks": sum(isinstance(one, Check) and instrument_of(one) is None for one in inside),
    }
    return [(what, n) for what, n in counts.items() if n]


def _with_words(inside: Sequence[Entry]) -> int:
    return sum(
        isinstance(entry, Note) or any(getattr(entry, field) for field in free_text(entry))
        for entry in inside
    )


def _is_calculated(entry: Entry) -> bool:
    """Tell whether a session says how its amount came about."""
    return isinstance(entry, Session) and (
        entry.mg_per_kg is not None or entry.rate_mg_per_hour is not None
    )
