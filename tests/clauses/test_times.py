"""Times among words: what is read without the pattern of all times is what the pattern reads."""

from itertools import product

import pytest

from ketalog.clauses import times
from ketalog.clauses.words import TwoReadings, cut
from ketalog.errors import BadInput

BEFORE = ("", "at ", "@")
DAYS = (
    "",
    "today ",
    "yesterday ",
    "friday at ",
    "fri ",
    "tues ",
    "sun ",
    "Sunday ",
    "tomorrow ",
    "saturday @ ",
)
CLOCKS = (
    "",
    *("7pm", "7 pm", "12am", "0am", "13pm", "7", "07:30", "7:30", "7:30pm", "07:30 am", "00:00"),
    *("21:05", "24:00", "21:60", "21:5", "21.05", "9:30:10", "9h30", "7pmish", "7 pm ish", "19"),
    *("2026-11-20T19:00", "2026-11-20T19:00:30", "2026-11-20T19:00+01:00", "2026-13-20T19:00"),
    *("2026-11-20T19:00:00+01:00", "2026-11-20T19:00Z", "2026-11-20T24:00", "2026-11-20T9:00"),
    *("2026-11-20T19:00:00.12", "2026-11-20 19:00"),
)
BEHIND = (
    *(
        "",
        " yesterday",
        " fri",
        " ago",
        " in the evening",
        " ish",
        " sharp",
        " 20 nov",
        " on monday",
    ),
    *(
        ", held 15 min",
        " held 15",
        " mood 4",
        " sublingual",
        " sl",
        " im",
        " mild",
        " note ok",
        " h",
    ),
    *(" bp 128/82", " 100mg", " o'clock", " pm", " +01:00", " last week", ", sat 98%", " spat"),
)


def read(typed: str) -> object:
    try:
        return times.time_at(cut(typed.split()), 0)
    except (TwoReadings, BadInput) as asked:
        return str(asked)


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_time_that_is_typed_daily_is_read_as_any_other(
    clock: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        f"{before}{day}{clock}{behind}"
        for before, day, behind in product(BEFORE, DAYS, BEHIND)
        if f"{before}{day}{clock}"
    ]
    found = [read(line) for line in lines]
    monkeypatch.setattr(times, "_plain", lambda *_: None)
    assert found == [read(line) for line in lines]


def test_a_time_that_is_typed_daily_needs_no_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(times, "_time_pattern")
    for line in ("7pm", "yesterday 7pm, held 15 min", "at 21:05", "2026-11-20T19:00"):
        assert read(line) is not None, line
    with pytest.raises(NameError):
        read("last friday 9pm")
