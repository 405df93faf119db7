"""What else belongs to a treatment: skipped doses, supply, clinic, vitals, questionnaires."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from ketalog.domain.entries import Minutes, Moment, Recorded, refuse_no_amount

ItemAnswer = Annotated[int, Meta(ge=0, le=10)]
"""An answer to one item of a questionnaire."""
MmHg = Annotated[int, Meta(ge=20, le=300)]
PerMinute = Annotated[int, Meta(ge=20, le=300)]
Percent = Annotated[int, Meta(ge=30, le=100)]
"""Limits of typing, no clinical facts: outside them it is a slip of a finger."""
KG = (Decimal(2), Decimal(500))
"""The same for a weight, from and to."""
MOST = Decimal(100_000)
"""The same for an amount in mg, per kg or per hour."""
ReadingPoint = Literal["before", "40 min", "end"]
"""When a session's readings are taken (monitoring form of the Spravato REMS)."""
READING_POINTS: tuple[ReadingPoint, ...] = ("before", "40 min", "end")


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
        refuse_no_amount(self.strength_mg)
        if self.change != "count" and not self.units:
            raise ValueError("a fill or a loss must have units above 0")


class Session(Recorded, frozen=True, tag="session"):
    """A session at the clinic. Its medication is the entry `dose`, its readings say `session`.

    `calculated` says that the dose's amount is `mg_per_kg` × `weight_kg`, what the clinic gave.
    `watched_minutes` and `ready_minutes` count from the start of it, `lowest_oxygen_percent` is the
    lowest that was seen, beside the readings that are entries of their own.
    """

    where: Literal["infusion", "kap", "clinic"]
    dose: str | None = None
    minutes: Minutes | None = None
    watched_minutes: Minutes | None = None
    ready_minutes: Minutes | None = None
    lowest_oxygen_percent: Percent | None = None
    mg_per_kg: Decimal | None = None
    weight_kg: Decimal | None = None
    calculated: bool = False
    rate_mg_per_hour: Decimal | None = None
    devices: Annotated[int, Meta(ge=1, le=1000)] | None = None
    with_whom: str | None = None
    intention: str | None = None
    reflections: str | None = None
    integration: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse amounts that are no amount: a hand-edited file can hold them."""
        amounts = (self.mg_per_kg, self.weight_kg, self.rate_mg_per_hour)
        refuse_no_amount(*amounts)
        if any(amount and amount > MOST for amount in amounts):
            raise ValueError("an amount is too large")


class Vitals(Recorded, frozen=True, tag="vitals"):
    """Readings: blood pressure in mmHg, pulse a minute, oxygen in %, weight in kg.

    `place` tells whether they belong before or after a dose, `dose` which, if it was chosen.
    `point` is which readings of a session they are.
    """

    systolic_mmhg: MmHg | None = None
    diastolic_mmhg: MmHg | None = None
    pulse_per_minute: PerMinute | None = None
    oxygen_percent: Percent | None = None
    weight_kg: Decimal | None = None
    place: Literal["before", "after"] | None = None
    point: ReadingPoint | None = None
    dose: str | None = None
    session: str | None = None

    def __post_init__(self) -> None:
        """Refuse half a blood pressure, and a weight that is none."""
        if (self.systolic_mmhg is None) != (self.diastolic_mmhg is None):
            raise ValueError("a blood pressure has two numbers")
        if self.weight_kg is not None and not (
            self.weight_kg.is_finite() and KG[0] <= self.weight_kg <= KG[1]
        ):
            raise ValueError("a weight must be a number of kg")
        if self.point is not None and self.place != place_of(self.point):
            raise ValueError("readings before are before a dose, others after it")


def place_of(point: ReadingPoint) -> Literal["before", "after"]:
    """Return the side of its dose that a session's reading stands on."""
    return "before" if point == "before" else "after"


class Appointment(Recorded, frozen=True, tag="appointment"):
    """When the patient sees somebody; it may lie ahead."""

    with_whom: str | None = None


About = Literal[
    "alcohol", "sedative", "sleep", "stimulant", "maoi", "opioid", "medicine", "other", "all"
]
AlsoChange = Literal["taken", "started", "stopped", "changed", "none"]


class Also(Recorded, frozen=True, tag="also"):
    """What else was taken, what changed about other medicines, or that there was none.

    `none` says that it was asked and nothing of the kind was taken; about `all`, nothing at all.
    """

    what: str
    about: About
    change: AlsoChange = "taken"

    def __post_init__(self) -> None:
        """Refuse something of no kind: only nothing is of all kinds."""
        if self.about == "all" and self.change != "none":
            raise ValueError("only none is about all")


class Check(Recorded, frozen=True, tag="check"):
    """Answers in the order of the instrument's items; None for one that was left out.

    `difficulty` is the functional item of GAD-7 and PHQ-9, 0 to 3, which has no part in a score.
    """

    instrument: str
    answers: tuple[ItemAnswer | None, ...]
    difficulty: Annotated[int, Meta(ge=0, le=3)] | None = None
    dose: str | None = None
