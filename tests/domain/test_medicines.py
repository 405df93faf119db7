"""Which other medicines were started, stopped, changed, and are still taken."""

from datetime import date
from typing import Literal

import pytest

from ketalog.domain.calendar import Span
from ketalog.domain.medicines import Medicines, medicine_name, medicine_now, medicines_of
from ketalog.domain.treatment import About, Also
from tests.diary import CALENDAR, at

Change = Literal["taken", "started", "stopped", "changed", "none"]
WEEK = CALENDAR.week_of(date(2026, 11, 18))


def also(when: str, change: Change, what: str, about: About = "medicine") -> Also:
    moment = at(when)
    return Also(
        id=f"{when} {what}", at=moment, recorded=moment, what=what, about=about, change=change
    )


def of(*entries: Also, span: Span = WEEK) -> Medicines:
    return medicines_of(entries, span, CALENDAR)


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("Sertraline 50 mg", "sertraline"),
        ("sertraline", "sertraline"),
        ("sertraline to 100mg", "sertraline"),
        ("lithium carbonate 300", "lithium carbonate"),
        ("5-HTP", "5-htp"),
        ("½ xanax", "½ xanax"),
        ("increased sertraline to 100mg", "sertraline"),
        ("doctor increased sertraline to 100mg", "sertraline"),
        ("sertraline increased to 100mg", "sertraline"),
        ("sedative diazepam 10mg", "diazepam"),
        ("opioid painkiller", "opioid painkiller"),
        ("increased", "increased"),
    ],
)
def test_a_medicine_is_known_by_the_words_before_its_first_figure(what: str, name: str) -> None:
    assert medicine_name(what) == name


@pytest.mark.parametrize(
    ("change", "what", "now"),
    [
        ("changed", "lorazepam to 2mg", "lorazepam 2mg"),
        ("changed", "Lorazepam from 1mg to 2 mg at night", "Lorazepam 2 mg at night"),
        ("changed", "buspirone 5->10mg", "buspirone 10mg"),
        ("changed", "increased sertraline to 100", "sertraline 100"),
        ("changed", "lorazepam to 0.5 to 1mg as needed", "lorazepam 0.5 to 1mg as needed"),
        ("started", "lorazepam 0.5 to 1mg as needed", "lorazepam 0.5 to 1mg as needed"),
        ("changed", "sertraline 50mg 2 to 3 times a day", "sertraline 50mg 2 to 3 times a day"),
        ("changed", "quetiapine to bedtime", "quetiapine to bedtime"),
        ("changed", "switched sertraline to venlafaxine", "switched sertraline to venlafaxine"),
    ],
)
def test_a_change_says_what_is_taken_now(change: Change, what: str, now: str) -> None:
    assert medicine_now(also("Mon 8:00", change, what)) == now


def test_a_medicine_that_was_changed_is_one_medicine_and_a_paused_one_is_not_still_taken() -> None:
    found = of(
        also("Mon 8:00", "started", "sertraline 50mg"),
        also("Mon 9:00", "started", "zolpidem 10mg"),
        also("Wed 8:00", "changed", "increased sertraline to 100mg"),
        also("Wed 9:00", "changed", "paused zolpidem"),
    )
    assert [medicine_now(taken.last) for taken in found.still_taken] == ["sertraline 100mg"]


def test_what_another_took_the_place_of_is_not_still_taken() -> None:
    first = also("Mon 8:00", "started", "sertraline 50mg")
    switch = also("Wed 8:00", "changed", "switched sertraline to venlafaxine")
    assert [taken.last for taken in of(first, switch).still_taken] == [switch]
    stop = also("Thu 8:00", "stopped", "venlafaxine")
    assert of(first, switch, stop).still_taken == ()


def test_what_was_started_long_before_is_still_taken() -> None:
    first = also("Mon 8:00", "started", "sertraline 50mg")
    later = CALENDAR.week_of(date(2027, 3, 1))
    found = of(first, span=later)
    assert (found.started, found.stopped, found.changed) == ((), (), ())
    assert [taken.started for taken in found.still_taken] == [first]
    assert found.known


def test_what_was_changed_is_taken_since_it_was_started() -> None:
    first = also("Mon 8:00", "started", "sertraline 50mg")
    second = also("Wed 8:00", "changed", "Sertraline to 100 mg")
    found = of(second, first)
    assert (found.started, found.changed) == ((first,), (second,))
    (taken,) = found.still_taken
    assert (taken.started, taken.last) == (first, second)


def test_what_was_stopped_is_not_taken_and_may_begin_again() -> None:
    first = also("Mon 8:00", "started", "lithium")
    stop = also("Tue 8:00", "stopped", "Lithium 300")
    assert of(first, stop).still_taken == ()
    again = also("Thu 8:00", "started", "lithium 150")
    assert [taken.last for taken in of(first, stop, again).still_taken] == [again]


def test_only_a_change_is_known_of_what_was_never_said_to_be_started() -> None:
    change = also("Wed 8:00", "changed", "lamotrigine 25mg")
    (taken,) = of(change).still_taken
    assert taken.started is None
    assert taken.last is change


def test_alcohol_what_was_taken_once_and_what_was_none_are_no_such_medicines() -> None:
    found = of(
        also("Mon 8:00", "stopped", "alcohol", "alcohol"),
        also("Tue 8:00", "taken", "ibuprofen"),
        also("Wed 8:00", "none", "sedatives", "sedative"),
    )
    assert not found.known
    assert not found.still_taken
    assert not found.stopped


def test_what_comes_after_the_period_is_no_part_of_it() -> None:
    start, stop = also("Mon 8:00", "started", "a"), also("Sun 8:00", "stopped", "a")
    before = Span(date(2026, 11, 16), date(2026, 11, 20))
    assert of(start, stop, span=before).stopped == ()
    assert len(of(start, stop, span=before).still_taken) == 1
