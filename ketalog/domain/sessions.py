"""Sessions at the clinic with their readings and the lowest oxygen.

Which readings are of a session: those logged with it, and others that stand beside its dose. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.entries import Dose, key_of
from ketalog.domain.readings import placed
from ketalog.domain.treatment import Session, Vitals
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.domain.kinds import Entry
    from ketalog.domain.treatment import ReadingPoint


class SessionCourse(Value, frozen=True):
    """One session, what was given, and its readings in order of time."""

    session: Session
    dose: Dose | None
    readings: tuple[Vitals, ...]

    def at(self, point: ReadingPoint) -> Vitals | None:
        """Return the readings at a point, the last if there are several; None if there are none."""
        at_point = [vitals for vitals in self.readings if vitals.point == point]
        return at_point[-1] if at_point else None

    @property
    def lowest_oxygen_percent(self) -> int | None:
        """Return the lowest oxygen that was read or said; None if there is none."""
        read = (vitals.oxygen_percent for vitals in self.readings)
        known = [
            value for value in (*read, self.session.lowest_oxygen_percent) if value is not None
        ]
        return min(known, default=None)


def session_courses(entries: Iterable[Entry]) -> list[SessionCourse]:
    """Return each session of some entries, in order of time, with its dose and readings."""
    ordered = sorted(entries, key=key_of)
    doses = [entry for entry in ordered if isinstance(entry, Dose)]
    readings = [entry for entry in ordered if isinstance(entry, Vitals)]
    sessions = [entry for entry in ordered if isinstance(entry, Session)]
    return [_course(session, doses, readings) for session in sessions]


def _course(session: Session, doses: Sequence[Dose], readings: Sequence[Vitals]) -> SessionCourse:
    dose = next((dose for dose in doses if dose.id == session.dose), None)
    of_it = (vitals for vitals in readings if _is_of(vitals, session, dose, doses))
    return SessionCourse(session, dose, tuple(of_it))


def _is_of(vitals: Vitals, session: Session, dose: Dose | None, doses: Sequence[Dose]) -> bool:
    if vitals.session is not None or dose is None:
        return vitals.session == session.id
    beside = placed(vitals, doses)
    return beside is not None and beside.dose.id == dose.id
