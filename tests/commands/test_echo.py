"""The law of the echo: what an answer says can be typed back, and is the same entry."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketalog.answers.phrases import say_stamped
from ketalog.domain.check import Check
from ketalog.domain.entries import Note, Question
from ketalog.domain.kinds import KINDS, Entry
from ketalog.domain.plan import Plan, PlanStop, rule_of_every, rule_of_weekdays
from ketalog.domain.routes import NAMES
from ketalog.domain.treatment import Appointment, Skip, Supply
from ketalog.instruments.base import find, names
from tests.commands.test_phrasings import (
    MOMENTS,
    WORDS,
    _stamp,
    content,
    doses,
    effects,
    moods,
)
from tests.conftest import NOW, Ketalog

DAILY = "plan set 100mg sublingual daily from 2010-01-01"
AHEAD = st.integers(0, 500_000).map(
    lambda n: (datetime.fromisoformat(NOW) + timedelta(minutes=n)).astimezone()
)
FORMS = st.none() | st.sampled_from(["troche", "lozenge", "vial", "capsule"])
UNITS = st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5"), Decimal(24), Decimal("17.5")])
STRENGTHS = st.sampled_from([Decimal(100), Decimal(15), Decimal(28), Decimal("12.5")])
WHO = st.sampled_from(["Dr R.", "Dr. Roe", "the clinic", "Ana & Sam", "my psychiatrist"])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    units = draw(st.none() | UNITS)
    strength = draw(STRENGTHS) if units else None
    amount = units * strength if units and strength else draw(STRENGTHS)
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1, max_size=6))
    rule = draw(
        st.sampled_from([None, rule_of_weekdays(weekdays), rule_of_every(1), rule_of_every(3)])
    )
    return Plan(
        **_stamp(draw(MOMENTS | AHEAD)),
        route=draw(st.sampled_from(NAMES)),
        medication=draw(st.sampled_from([None, "esketamine"])),
        amount_mg=amount.normalize() + 0,
        strength_mg=strength,
        units=units,
        form=draw(FORMS),
        rrule=rule,
        per_day=draw(st.integers(1, 3)) if rule else 1,
        per_week=None if rule else draw(st.integers(1, 5)),
        least_hours=draw(st.none() | st.sampled_from([Decimal(48), Decimal("1.5"), Decimal(2)])),
        most_per_day=draw(st.none() | st.integers(3, 5)),
        most_per_week=draw(st.none() | st.integers(21, 30)),
        prescriber=draw(st.none() | WHO),
        note=draw(st.none() | WORDS),
    )


@st.composite
def supplies(draw: st.DrawFn) -> Supply:
    return Supply(
        **_stamp(draw(MOMENTS)),
        change=draw(st.sampled_from(["fill", "lost", "count"])),
        units=draw(UNITS),
        strength_mg=draw(STRENGTHS),
        route=draw(st.sampled_from(NAMES)),
        medication=draw(st.sampled_from([None, "esketamine"])),
        form=draw(FORMS),
        note=draw(st.none() | WORDS),
    )


@st.composite
def checks(draw: st.DrawFn) -> Check:
    instrument = find(draw(st.sampled_from(names())))
    assert instrument is not None
    answer = st.none() | st.sampled_from(instrument.values)
    answers = tuple(draw(answer) for _ in instrument.items)
    if not instrument.takes(answers) or all(given is None for given in answers):
        answers = tuple(instrument.values[0] for _ in instrument.items)
    return Check(
        **_stamp(draw(MOMENTS)),
        instrument=instrument.name,
        answers=answers,
        difficulty=draw(st.none() | st.integers(0, 3)) if instrument.functional else None,
        note=draw(st.none() | WORDS),
    )


class Echo(NamedTuple):
    """How a kind is typed back: the command, the label of its answers, what it needs before."""

    command: str
    entries: st.SearchStrategy[Entry]
    label: str = ""
    before: tuple[str, ...] = ()


def _of(
    kind: Callable[..., Entry],
    moments: st.SearchStrategy[datetime],
    **fields: st.SearchStrategy[object],
) -> st.SearchStrategy[Entry]:
    return st.builds(lambda at, **told: kind(**_stamp(at), **told), moments, **fields)


ECHOES = {
    "dose": Echo("dose", doses()),
    "mood": Echo("mood", moods()),
    "effect": Echo("effect", effects()),
    "no effects": Echo("effect", effects()),
    "note": Echo("note", _of(Note, MOMENTS, text=WORDS), "note: "),
    "question": Echo("ask", _of(Question, MOMENTS, text=WORDS), "question: "),
    "plan": Echo("plan set", plans(), "plan: "),
    "plan stop": Echo("plan", _of(PlanStop, AHEAD, route=st.just("sublingual")), "plan ", (DAILY,)),
    "skip": Echo(
        "skip",
        _of(Skip, MOMENTS, route=st.just("sublingual"), reason=st.none() | WORDS),
        "skipped ",
        (DAILY,),
    ),
    "supply": Echo("supply", supplies(), "supply "),
    "appointment": Echo(
        "appointment", _of(Appointment, MOMENTS | AHEAD, with_whom=st.none() | WHO), "appointment "
    ),
    "check": Echo("check", checks()),
}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.name in ECHOES])
def test_what_an_answer_says_can_be_typed_back_and_is_the_same_entry(
    ketalog: Ketalog, kind: str
) -> None:
    echo = ECHOES[kind]
    for line in echo.before:
        assert ketalog(line).code == 0

    @given(echo.entries)
    @settings(
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        deadline=None,
    )
    def law(entry: Entry) -> None:
        said = say_stamped(entry, datetime.fromisoformat(NOW)).partition(": ")[2]
        typed = said[: said.rindex(" (")].removeprefix(echo.label).split()
        answer = ketalog(["--json", *echo.command.split(), *typed])
        assert answer.code == 0, (said, answer.out)
        logged = answer.data["entries"][-1]
        ketalog("undo")
        assert content(logged) == content(entry), said

    law()
