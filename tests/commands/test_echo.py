"""The law of the echo: what an answer says can be typed back, and is the same entry."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.answers.phrases import say_stamped
from ketalog.domain.entries import Note, Question
from ketalog.domain.kinds import KINDS, Entry
from ketalog.domain.plan import Plan, PlanStop, rule_of_every, rule_of_weekdays
from ketalog.domain.routes import NAMES
from ketalog.domain.treatment import (
    READING_POINTS,
    Also,
    Appointment,
    Check,
    Session,
    Skip,
    Supply,
    Vitals,
    place_of,
)
from ketalog.instruments.base import find, names
from tests.commands.test_phrasings import MOMENTS, WORDS, _stamp, content, doses, effects, moods
from tests.conftest import NOW, Ketalog, examples

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


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    minutes = st.none() | st.integers(1, 300)
    return Session(
        **_stamp(draw(MOMENTS)),
        where=draw(st.sampled_from(["infusion", "kap", "clinic"])),
        minutes=draw(minutes),
        watched_minutes=draw(minutes),
        ready_minutes=draw(minutes),
        lowest_oxygen_percent=draw(st.none() | st.integers(80, 100)),
        weight_kg=draw(st.none() | st.sampled_from([Decimal(70), Decimal("70.5")])),
        rate_mg_per_hour=draw(st.none() | STRENGTHS),
        with_whom=draw(st.none() | WHO),
        intention=draw(st.none() | WORDS),
        reflections=draw(st.none() | WORDS),
        integration=draw(st.none() | AHEAD),
        note=draw(st.none() | WORDS),
    )


@st.composite
def readings(draw: st.DrawFn) -> Vitals:
    low = draw(st.none() | st.integers(40, 100))
    point = draw(st.sampled_from([None, *READING_POINTS]))
    sides: list[Literal["before", "after"] | None] = [None, "before", "after"]
    side = draw(st.sampled_from(sides))
    return Vitals(
        **_stamp(draw(MOMENTS)),
        systolic_mmhg=None if low is None else low + draw(st.integers(1, 90)),
        diastolic_mmhg=low,
        pulse_per_minute=draw(st.none() | st.integers(40, 180)),
        oxygen_percent=draw(st.integers(80, 100)),
        weight_kg=draw(st.none() | st.sampled_from([Decimal(70), Decimal("70.5")])),
        place=place_of(point) if point else side,
        point=point,
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
    "session": Echo("session", sessions()),
    "vitals": Echo("vitals", readings()),
    "also": Echo(
        "also",
        st.sampled_from(
            [
                ("alcohol 2 beers", "alcohol", "taken"),
                ("lorazepam 1 mg", "sedative", "taken"),
                ("sertraline", "medicine", "started"),
                ("sertraline", "medicine", "stopped"),
                ("coffee", "other", "taken"),
                ("alcohol", "alcohol", "none"),
            ]
        ).flatmap(
            lambda told: _of(
                Also,
                MOMENTS,
                what=st.just(told[0]),
                about=st.just(told[1]),
                change=st.just(told[2]),
                note=st.none() | WORDS,
            )
        ),
        "also",
    ),
}


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_what_an_answer_says_can_be_typed_back_and_is_the_same_entry(
    ketalog: Ketalog, kind: str
) -> None:
    echo = ECHOES[kind]
    for line in echo.before:
        assert ketalog(line).code == 0

    @given(echo.entries)
    @settings(max_examples=examples(60))
    def law(entry: Entry) -> None:
        said = say_stamped(entry, datetime.fromisoformat(NOW)).partition(": ")[2]
        typed = said[: said.rindex(" (")].removeprefix(echo.label).strip(": ").split()
        answer = ketalog(["--json", *echo.command.split(), *typed])
        assert answer.code == 0, (said, answer.out)
        logged = answer.data["entries"][-1]
        ketalog("undo")
        meant = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in content(entry).items()
        }
        logged = content(logged)
        if kind in {"plan", "plan stop"}:  # said with its day
            for fields in (meant, logged):
                fields["at"] = f"{fields['at']:%Y-%m-%d}"
        assert logged == meant, said

    law()
