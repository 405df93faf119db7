"""What else belongs to a treatment: skipped doses, supply, clinic, vitals, appointments."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from ketalog.domain.entries import Minutes, Moment, Recorded

MmHg = Annotated[int, Meta(ge=20, le=300)]
"""What a cuff can show; anything else is a mistake of typing."""


class Skip(Recorded, frozen=True, tag="skip"):
    """A planned dose that was not taken. `at` is when it would have been."""

    route: str | None = None
    medication: str | None = None
    reason: str | None = None


class Supply(Recorded, frozen=True, tag="supply"):
    """Units that came (fill), went otherwise than by a dose (lost), or are there (count)."""

    change: Literal["fill", "lost", "count"]
    units: Decimal
    strength_mg: Decimal
    route: str
    medication: str | None = None
    form: str | None = None

    def __post_init__(self) -> None:
        """Refuse what can't be counted: a hand-edited file can hold it."""
        if not (self.units.is_finite() and self.units >= 0):
            raise ValueError("units must be a number, 0 or above")
        if not (self.strength_mg.is_finite() and self.strength_mg > 0):
            raise ValueError("a strength must be a number above 0")
        if self.change != "count" and not self.units:
            raise ValueError("a fill or a loss must have units above 0")


class Session(Recorded, frozen=True, tag="session"):
    """A session at the clinic. Its medication is the entry `dose`, its readings say `session`."""

    where: Literal["infusion", "kap", "clinic"]
    dose: str | None = None
    minutes: Minutes | None = None
    watched_minutes: Minutes | None = None
    mg_per_kg: Decimal | None = None
    rate_mg_per_hour: Decimal | None = None
    devices: int | None = None
    therapist: str | None = None
    intention: str | None = None
    reflections: str | None = None
    integration: Moment | None = None


class Vitals(Recorded, frozen=True, tag="vitals"):
    """Readings: blood pressure in mmHg, pulse a minute, oxygen in %, weight in kg.

    `place` tells whether they belong before or after a dose, `dose` which, if it was chosen.
    """

    systolic_mmhg: MmHg | None = None
    diastolic_mmhg: MmHg | None = None
    pulse_per_minute: Annotated[int, Meta(ge=20, le=300)] | None = None
    oxygen_percent: Annotated[int, Meta(ge=30, le=100)] | None = None
    weight_kg: Decimal | None = None
    place: Literal["before", "after"] | None = None
    dose: str | None = None
    session: str | None = None


class Appointment(Recorded, frozen=True, tag="appointment"):
    """When the patient sees somebody; it may lie ahead."""

    with_whom: str | None = None


class Also(Recorded, frozen=True, tag="also"):
    """What else was taken, or what changed about other medicines."""

    what: str
    about: Literal["alcohol", "sedative", "medicine", "other"]
    change: Literal["taken", "started", "stopped", "changed"] = "taken"
