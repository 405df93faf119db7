"""A row a dose, which is a sitting: the figures that the page has of it, each in its column."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from ketalog.domain.calendar import ONE_DAY, Span, in_hours
from ketalog.domain.entries import MEASURES, Dose, key_of
from ketalog.domain.plan import a_dose_mg, with_medications
from ketalog.domain.readings import placed
from ketalog.domain.sittings import Sitting, since_last
from ketalog.domain.snapshot import snapshot_of
from ketalog.domain.treatment import Vitals
from ketalog.response import POINTS, AroundDose, around_doses, rating_at
from ketalog.stream import Report, Stream, stream_of
from ketalog.summary import Summary, summarize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.export.request import ExportRequest

_RATED = [measure.name for measure in MEASURES if measure.with_a_dose]
COLUMNS = (
    *("number", "at", "date", "time", "medication", "route", "amount_mg", "doses", "estimate"),
    *("planned_mg", "unplanned", "beside_plan", "hours_since_last"),
    *(f"{name}_{point}" for name in _RATED for point in POINTS),
    *(f"{name}_{side}_mmhg" for side in ("before", "after") for name in ("systolic", "diastolic")),
    *("effects", "worst_effect", "worst_severity"),
)
"""`doses` are those taken as one, `hours_since_last` from the last one of the medication and route.

Of readings before a dose it is the last, of those after it the highest. `effects` is how many were
reported: 0 if it was asked and there was none, empty if nobody knows.
"""


def rows(request: ExportRequest) -> Iterator[dict[str, Any]]:
    """Yield the cells of each dose of the span, in order of time."""
    in_order = sorted(request.entries, key=key_of)
    snapshot = snapshot_of(in_order, 0)
    ordered = with_medications(in_order, snapshot.plans)
    span, calendar = request.span or Span(date.min, date.max), request.calendar
    around = [
        of_dose for of_dose in around_doses(ordered) if calendar.day_of(of_dose.sitting.at) in span
    ]
    if not around:
        return
    days = [calendar.day_of(of_dose.sitting.at) for of_dose in around]
    whole = Span(min(days), max(days) + ONE_DAY)
    summary = summarize(ordered, whole, calendar, snapshot, calendar.day_of(request.now))
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    gaps, plan = since_last(doses), _against_plan(summary)
    pressures, effects = _pressures(ordered, doses), _effects(stream_of(ordered, calendar))
    for of_dose in around:
        sitting, dose = of_dose.sitting, of_dose.sitting.first
        yield {
            "number": dose.number,
            "at": dose.at.isoformat(),
            "date": dose.at.date().isoformat(),
            "time": f"{dose.at:%H:%M}",
            "medication": dose.medication or "ketamine",
            "route": dose.route,
            "amount_mg": sitting.amount_mg,
            "doses": len(sitting.doses),
            "estimate": "yes" if sitting.estimate else None,
            "hours_since_last": in_hours(gaps[dose.id]) if dose.id in gaps else None,
            **plan[dose.id],
            **_ratings(of_dose),
            **_around(sitting, pressures),
            **effects[dose.id],
        }


Cells = defaultdict[str, dict[str, Any]]
"""Cells by the id of the dose."""


def _against_plan(summary: Summary) -> Cells:
    cells: Cells = defaultdict(dict)
    for planned in summary.plan.planned if summary.plan else ():
        for dose in planned.doses:
            cells[dose.id]["planned_mg"] = a_dose_mg(planned.plan)
    for dose in summary.plan.unplanned if summary.plan else ():
        cells[dose.id]["unplanned"] = "yes"
    for dose, deviation in summary.deviations:
        before = cells[dose.id].get("beside_plan")
        cells[dose.id]["beside_plan"] = "; ".join(filter(None, (before, deviation.kind)))
    return cells


def _ratings(of_dose: AroundDose) -> dict[str, int]:
    ratings = (
        (f"{name}_{point}", rating_at(getattr(of_dose, name), point))
        for name in _RATED
        for point in POINTS
    )
    return {column: rating.value for column, rating in ratings if rating is not None}


Pressures = defaultdict[tuple[str, str], list[Vitals]]
"""Blood pressures by the id of the dose that they stand beside, and the side."""


def _pressures(ordered: Sequence[Entry], doses: Sequence[Dose]) -> Pressures:
    pressures: Pressures = defaultdict(list)
    for entry in ordered:
        if isinstance(entry, Vitals) and entry.systolic_mmhg and (beside := placed(entry, doses)):
            pressures[beside.dose.id, beside.place].append(entry)
    return pressures


def _around(sitting: Sitting, pressures: Pressures) -> dict[str, int | None]:
    before = pressures[sitting.first.id, "before"][-1:]
    after = [reading for dose in sitting.doses for reading in pressures[dose.id, "after"]]
    highest = sorted(after, key=lambda reading: reading.systolic_mmhg or 0)[-1:]
    cells = {}
    for side, chosen in (("before", before), ("after", highest)):
        for reading in chosen:
            cells[f"systolic_{side}_mmhg"] = reading.systolic_mmhg
            cells[f"diastolic_{side}_mmhg"] = reading.diastolic_mmhg
    return cells


def _effects(stream: Stream) -> Cells:
    """Return the worst side effect after each dose, the later of two as bad."""
    cells: Cells = defaultdict(dict)
    reports: defaultdict[str, list[Report]] = defaultdict(list)
    for report in stream.reports:
        if report.dose and report.is_effect:
            reports[report.dose].append(report)
    for dose in stream.known():
        cells[dose] = {"effects": 0}
    for dose, of_dose in reports.items():
        worst = max(of_dose, key=lambda report: (report.rank, report.at))
        cells[dose] = {
            "effects": len({report.name for report in of_dose}),
            "worst_effect": worst.shown,
            "worst_severity": worst.severity,
        }
    return cells
