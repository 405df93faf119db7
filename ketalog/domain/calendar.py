"""Days, weeks and months. A day runs from its start hour to the next day's; spans are half-open."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from msgspec import Struct

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""By the numbers that `date.weekday()` gives them."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
READ_BEYOND = timedelta(hours=64)
"""How far beyond a span its doses' ratings and effects are looked for: 36 h, and 26 h because days
are those of the places where things happened, whose clocks can be that far apart."""
YEARS = range(1900, 2200)
"""The years in which anything can have happened: far from where dates end, whatever is added."""
OLDEST_CLOCK = 2020
"""The first year in which ketalog can have run: a clock that shows an earlier one is wrong."""


def in_hours(length: timedelta) -> Decimal:
    """Return a length of time in hours, of whole minutes, with two decimals."""
    return (Decimal(length // ONE_MINUTE) / 60).quantize(Decimal("0.01"))


class Calendar(Struct, frozen=True):
    """How a patient counts days: when one ends, and which weekday begins a week (Monday is 0)."""

    day_start: time = time(4)
    week_start: int = 0

    def day_of(self, at: datetime) -> date:
        """Return the day that `at` belongs to, by the clock of the place where it happened."""
        return at.date() if at.time() >= self.day_start else at.date() - ONE_DAY

    def week_of(self, day: date) -> "Span":
        """Return the week that holds `day`."""
        start = day - (day.weekday() - self.week_start) % 7 * ONE_DAY
        return Span(start, start + 7 * ONE_DAY)

    def month_of(self, day: date) -> "Span":
        """Return the calendar month that holds `day`."""
        start = day.replace(day=1)
        return Span(start, (start + 31 * ONE_DAY).replace(day=1))


class Span(Struct, frozen=True):
    """The days from `start` up to, but not with, `end`."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        """Tell whether a day lies in the span."""
        return isinstance(day, date) and self.start <= day < self.end

    @property
    def days(self) -> list[date]:
        """Return each day of the span, in order."""
        return [self.start + n * ONE_DAY for n in range((self.end - self.start).days)]
