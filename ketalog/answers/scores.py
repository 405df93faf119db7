"""A questionnaire's baseline and latest total on its bands: a card and a number line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.checks import instrument_of, official_total, score_of
from ketalog.domain.entries import key_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from datetime import date

    from ketalog.domain.check import Check
    from ketalog.instruments.base import Instrument
    from ketalog.summary import Summary

FIRST = ("gad7", "phq9")
"""Which of several questionnaires of one day is shown first."""


class Mark(Value, frozen=True):
    """One total, its day and its time of day."""

    total: int
    on: date
    clock: str


class NumberLine(Value, frozen=True):
    """A questionnaire's latest total of a period, and its baseline unless that is the same.

    `bands` are (least total, name); `most` is the highest total; less is better.
    """

    title: str
    bands: tuple[tuple[int, str], ...]
    most: int
    latest: Mark
    band: str
    baseline: Mark | None


def number_lines(summary: Summary) -> list[NumberLine]:
    """Return a line for each questionnaire that has an official total in the period.

    The one that was answered last comes first.
    """
    latest: dict[str, tuple[Check, date]] = {}
    for one in summary.checks:
        if official_total(one.check) is not None:
            latest[one.check.instrument] = (one.check, one.day)
    ranked = sorted(
        latest.values(),
        key=lambda one: (-one[1].toordinal(), one[0].instrument not in FIRST, one[0].instrument),
    )
    baselines = {one.instrument: one for one in summary.baselines}
    return [
        line for check, on in ranked if (line := _line(check, on, baselines.get(check.instrument)))
    ]


def _line(check: Check, on: date, baseline: Check | None) -> NumberLine | None:
    instrument, found = instrument_of(check), score_of(check)
    if instrument is None or found is None or found.official is None or found.band is None:
        return None
    return NumberLine(
        instrument.title,
        tuple((one.least, one.name) for one in instrument.bands),
        instrument.most,
        Mark(found.official, on, f"{check.at:%H:%M}"),
        found.band,
        _first(baseline, check, instrument),
    )


def _first(baseline: Check | None, latest: Check, instrument: Instrument) -> Mark | None:
    if baseline is None or baseline.id == latest.id or key_of(baseline) > key_of(latest):
        return None
    total = official_total(baseline) if instrument_of(baseline) is instrument else None
    return None if total is None else Mark(total, baseline.at.date(), f"{baseline.at:%H:%M}")
