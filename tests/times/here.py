"""Where and when the tests of the times happen: Berlin, Tuesday 24 November 2026."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from hypothesis import settings

from ketalog.domain.calendar import Calendar
from tests.conftest import examples
from tests.zone import set_zone

CALENDAR = Calendar()
TUESDAY_10 = datetime.fromisoformat("2026-11-24T10:00+01:00")
TUESDAY_0130 = datetime.fromisoformat("2026-11-24T01:30+01:00")
unhurried = settings(deadline=None, max_examples=examples(400))


@contextmanager
def local_zone(name: str) -> Iterator[None]:
    """Make `name` the system's local zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    set_zone()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        set_zone()


def noon(on: date | None) -> datetime | None:
    """Return the middle of a day here, as the former time of an entry; None of none."""
    return datetime.combine(on, time(12)).astimezone() if on else None
