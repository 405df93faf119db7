"""The zone that a test happens in."""

import time


def set_zone() -> None:
    """Go by the zone that TZ names now, as a process that begins now does."""
    from ketalog.times.words import offset_on

    time.tzset()
    offset_on.cache_clear()
