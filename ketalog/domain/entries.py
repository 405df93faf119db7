"""What a journal is made of: entries that know when, when written down, and where from.

Here are the kinds that are logged in seconds; domain/kinds.py names all there are.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import uuid4

from msgspec import Meta, Struct, to_builtins

from ketalog.domain.text import as_key
from ketalog.domain.values import Value

Moment = Annotated[datetime, Meta(tz=True)]
Rating = Annotated[int, Meta(ge=0, le=10)]
"""A value of one of the MEASURES: a whole number, both ends included."""
Minutes = Annotated[int, Meta(ge=0)]
Severity = Literal["mild", "moderate", "severe"]
SEVERITIES: tuple[Severity, ...] = ("mild", "moderate", "severe")
"""From least to most (SNOMED CT 255604002, 6736007, 24484000; FHIR R4 condition-severity)."""


class Measure(Value, frozen=True):
    """What is rated from 0 to 10: its field in an entry, and which end is best.

    One `with_a_dose` can be logged with it too, and is looked at before and after each dose. `also`
    are other words that are typed for it.
    """

    name: str
    best: Literal[0, 10]
    with_a_dose: bool = False
    also: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return "Mood"."""
        return self.name.capitalize()

    @property
    def direction(self) -> str:
        """Return which way the numbers run: "10 is best"."""
        return f"10 is {'best' if self.best else 'worst'}"


MEASURES = (
    Measure("mood", best=10, with_a_dose=True),
    Measure("anxiety", best=0, with_a_dose=True, also=("anx", "anxious")),
    Measure("energy", best=10),
)
"""Every measure, in the order in which each view and file has them. One more is a row here, its
field in Mood, and its option in the command `mood`."""
MEASURE = {measure.name: measure for measure in MEASURES}
RATED_AS = {word: measure.name for measure in MEASURES for word in (measure.name, *measure.also)}
"""What each word for something rated means: anx is anxiety."""
EXPORT_VERSION = 1
"""The version of the JSON that export writes and import reads."""
TEXT_LIMIT = 10_000
"""Characters in one note or question: an entry must fit on one line of the journal (64 KiB)."""


class Source(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where an entry came from when it was not typed here: a format, the file's name, its row."""

    format: str
    file: str
    row: int | None = None


class Recorded(
    Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="kind",
    forbid_unknown_fields=True,
):
    """What every entry has. Times carry the offset of the place where it happened.

    `number` is the short number (#41) that the journal file gave; None until written. An entry of
    which only the day is known has the `precision` "day": only the date of its `at` counts, which
    lies at the end of that day, or today at the time when it was written down. A dose
    always has its time. One that is `unreviewed` was logged with `now`, and not looked through yet.
    """

    id: str
    at: Moment
    recorded: Moment
    changed: Moment | None = None
    source: Source | None = None
    note: str | None = None
    number: int | None = None
    precision: Literal["day"] | None = None
    unreviewed: bool = False


def refuse_no_amount(*amounts: Decimal | None) -> None:
    """Raise ValueError for an amount that is none."""
    for amount in amounts:
        if amount is not None and not (amount.is_finite() and amount > 0):
            raise ValueError("an amount must be a number above 0")


class Dose(Recorded, frozen=True, tag="dose"):
    """Medication taken. `amount_mg` is the whole amount; `count` × `each_mg` if it was given so.

    Ratings logged with a dose have the dose's time. What was not said is None, never a default.
    Its setting is `with_whom` or `alone`, the last food `ate_minutes` before it, and where it was.
    `sitting` is the id of the dose that it was taken as one with (domain/sittings.py), or its own
    where it was said to be a dose of its own.
    """

    amount_mg: Decimal
    route: str
    count: Decimal | None = None
    each_mg: Decimal | None = None
    medication: str | None = None
    hold_minutes: Minutes | None = None
    swallowed: bool | None = None
    estimate: bool = False
    intention: str | None = None
    with_whom: str | None = None
    alone: bool | None = None
    ate_minutes: Minutes | None = None
    setting: str | None = None
    mood: Rating | None = None
    anxiety: Rating | None = None
    sitting: str | None = None

    def __post_init__(self) -> None:
        """Refuse amounts that are no amount: a hand-edited file can hold them."""
        refuse_no_amount(self.amount_mg, self.count, self.each_mg)
        if self.alone and self.with_whom is not None:
            raise ValueError("nobody is alone with somebody")


class Mood(Recorded, frozen=True, tag="mood"):
    """Ratings of the MEASURES, each 0–10. Sleep in minutes."""

    mood: Rating | None = None
    anxiety: Rating | None = None
    energy: Rating | None = None
    sleep_minutes: Minutes | None = None


class Effect(Recorded, frozen=True, tag="effect"):
    """A side effect. `dose` is the id of its dose, only if the patient chose one."""

    name: str
    severity: Severity | None = None
    minutes: Minutes | None = None
    dose: str | None = None


class NoEffects(Recorded, frozen=True, tag="no effects"):
    """Asked about side effects, and there were none."""

    dose: str | None = None


class Note(Recorded, frozen=True, tag="note"):
    """Free words, kept out of exports unless asked for."""

    text: str


class Question(Recorded, frozen=True, tag="question"):
    """A question to bring to the next appointment."""

    text: str


Name = tuple[str, str]
"""Medication and route."""


def medication_of(dose: Dose) -> str:
    """Return what was taken, as names are compared; ketamine where none was given."""
    return as_key(dose.medication or "ketamine")


def ratings_of(entry: Recorded) -> list[tuple[Measure, int]]:
    """Return what an entry rates, in the order of the measures."""
    return [
        (measure, value)
        for measure in MEASURES
        if (value := getattr(entry, measure.name, None)) is not None
    ]


def is_empty(entry: Recorded) -> bool:
    """Tell whether an entry has none of the figures that it is there for."""
    common = {*Recorded.__struct_fields__, "place", "point", "dose", "session"}
    fields = [field for field in entry.__struct_fields__ if field not in common]
    return all(getattr(entry, field) is None for field in fields)


def new_id() -> str:
    """Return the identity of a new entry: random, so that two devices never make the same."""
    return str(uuid4())


def kind_of(entry: Recorded | type[Recorded]) -> str:
    """Return the entry's kind as written in the file: "dose", "mood", and so on."""
    return str(entry.__struct_config__.tag)


def rank_of(severity: Severity | None) -> int:
    """Return 1 mild, 2 moderate, 3 severe, 0 not said."""
    return SEVERITIES.index(severity) + 1 if severity else 0


Key = tuple[datetime, datetime, int]


def key_of(entry: Recorded) -> Key:
    """Return what orders entries: of equal times the later written counts as later."""
    at = end_of_day(entry.at) if entry.precision else entry.at
    return at, entry.recorded, entry.number or 0


def end_of_day(at: datetime) -> datetime:
    """Return the last second of a moment's date, where what has only a day is sorted."""
    return at.replace(hour=23, minute=59, second=59, microsecond=0)


def on_day(day: date, now: datetime) -> datetime:
    """Return the `at` of an entry of which only the day is known: nothing lies ahead of now."""
    return min(datetime.combine(day, time(23, 59, 59)).astimezone(), now.replace(microsecond=0))


def when_of(entry: Recorded) -> datetime | date:
    """Return when an entry was, as it stands in every format: its day, if no more is known."""
    return entry.at.date() if entry.precision else entry.at


def as_data(entry: Recorded) -> dict[str, Any]:
    """Return an entry as it stands in JSON: amounts as text, times in ISO form."""
    data = {"kind": kind_of(entry), **to_builtins(entry)}
    if entry.precision:
        data["at"] = entry.at.date().isoformat()
    return data
