"""The values at which a reading is pointed at on the page, each with its source; pure.

They are for who reads the page. Nothing is said of them when a reading is logged.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

CHECKED = date(2026, 11, 30)
"""When the limits were read at their sources."""


class LimitSource(Value, frozen=True):
    """Whose limits they are: in few words, in full, and what they are there."""

    short: str
    title: str
    says: str


AHA = LimitSource(
    "AHA",
    "American Heart Association, When To Call 911 About High Blood Pressure (heart.org)",
    "hypertensive crisis: 180/120 mm Hg or greater; here one of the two numbers is enough",
)
NEWS2 = LimitSource(
    "NEWS2",
    "Royal College of Physicians. National Early Warning Score (NEWS) 2, 2017 (chart 1, in copies)",
    "scores 3 by itself, which is a cut point of its own; for adults; oxygen on its scale 1",
)


class Limit(Value, frozen=True):
    """What is measured, by the names of an entry, and from where on, up or down, it stands out."""

    name: str
    numbers: Mapping[str, int]
    is_upper: bool
    source: LimitSource

    def is_reached(self, values: Mapping[str, int]) -> bool:
        """Tell whether one of some readings is at the limit or beyond it."""
        return any(
            name in values and (values[name] >= number if self.is_upper else values[name] <= number)
            for name, number in self.numbers.items()
        )

    @property
    def shown(self) -> str:
        """Return "180/120", "91"."""
        return "/".join(map(str, self.numbers.values()))


LIMITS = (
    Limit(
        "high_pressure", {"systolic_mmhg": 180, "diastolic_mmhg": 120}, is_upper=True, source=AHA
    ),
    Limit("low_pressure", {"systolic_mmhg": 90}, is_upper=False, source=NEWS2),
    Limit("high_pulse", {"pulse_per_minute": 131}, is_upper=True, source=NEWS2),
    Limit("low_pulse", {"pulse_per_minute": 40}, is_upper=False, source=NEWS2),
    Limit("low_oxygen", {"oxygen_percent": 91}, is_upper=False, source=NEWS2),
)
