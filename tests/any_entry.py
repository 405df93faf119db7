"""Any entry that can be, of every kind: made from the types, valid as logging would have it."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.kinds import KINDS, Kind
from ketalog.domain.plan import rule_of_every, rule_of_weekdays
from ketalog.domain.routes import NAMES
from ketalog.domain.treatment import READING_POINTS, place_of
from ketalog.instruments import base

Fields = dict[str, Any]
WORDS = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: " ".join(text.split()))
SAID = WORDS.filter(lambda text: bool(text) and text.lower() not in {"no", "none", "nothing"})
AMOUNT = st.decimals("0.001", 400, places=3).map(str).filter(lambda amount: float(amount) >= 2)
SHORT = st.integers(1, 10)
IDS = st.sampled_from([f"entry {n}" for n in range(12)])
"""Few, so that entries refer to each other."""


def entries(last: datetime) -> st.SearchStrategy[list[Fields]]:
    """Return some entries of any kinds as they stand in an export, none after `last`."""
    kinds = st.sampled_from(KINDS).flatmap(lambda kind: entry(kind, last))
    return st.lists(kinds, max_size=6, unique_by=lambda fields: str(fields["id"]))


def entry(kind: Kind, last: datetime) -> st.SearchStrategy[Fields]:
    """Return entries of a kind: each has what it must have, and any of what it can have."""
    type_ = inspect.type_info(kind.type)
    assert isinstance(type_, inspect.StructType)
    made = {field.name: _any(field.type, field.name, last) for field in type_.fields}
    del made["number"]  # It belongs to the journal.
    needed = {field.name for field in type_.fields if field.required}
    fields = st.fixed_dictionaries(
        {name: values for name, values in made.items() if name in needed},
        optional={name: values for name, values in made.items() if name not in needed},
    )
    own = _OWN.get(kind.name, _nothing)
    defaults = {field.name: field.default for field in type_.fields}
    return fields.flatmap(
        lambda drawn: own(drawn).map(lambda more: _settled(kind, {**drawn, **more}, defaults))
    )


def _settled(kind: Kind, fields: Fields, defaults: Fields) -> Fields:
    """Return what an export has of the fields: a day where no more is known, and no defaults."""
    if kind.name == "dose":
        fields.pop("precision", None)
    if fields.get("precision"):
        fields["at"] = fields["at"][: len("2026-11-22")]
    kept = {name: value for name, value in fields.items() if value not in (None, defaults[name])}
    return {"kind": kind.name, **kept}


def _any(type_: inspect.Type, name: str, last: datetime) -> st.SearchStrategy[Any]:  # noqa: C901
    match type_:
        case inspect.UnionType(types):
            return st.one_of(
                *(_any(one, name, last) for one in types if not isinstance(one, inspect.NoneType))
            )
        case inspect.DecimalType():
            return AMOUNT
        case inspect.DateTimeType():
            return _moments(last)
        case inspect.LiteralType(values):
            return st.sampled_from(sorted(map(str, values)))
        case inspect.BoolType():
            return st.just(True)  # False, where it is the default, has no key.
        case inspect.IntType(ge=least, le=most):
            return st.integers(least or 0, 10**13 if most is None else most)
        case inspect.StructType(fields=fields):
            inner = {field.name: _any(field.type, field.name, last) for field in fields}
            return st.fixed_dictionaries(inner)
        case inspect.VarTupleType():
            return st.just([])
        case inspect.StrType():
            if name == "route":
                return st.sampled_from(NAMES)
            return IDS if name in {"id", "dose", "session", "sitting"} else SAID
        case _:
            raise AssertionError(f"no values are made for {type_}")


def _moments(last: datetime) -> st.SearchStrategy[str]:
    """Return whole seconds of any place's clock, in the last two weeks: entries meet."""
    seconds = st.integers(0, 14 * 24 * 3600)
    offsets = st.integers(-48, 56).map(lambda n: timezone(timedelta(minutes=15 * n)))
    return st.builds(
        lambda n, offset: (last - ONE_DAY - timedelta(seconds=n)).astimezone(offset).isoformat(),
        seconds,
        offsets,
    ).map(lambda text: text.replace("+00:00", "Z"))


def _nothing(_: Fields) -> st.SearchStrategy[Fields]:
    return st.just({})


def _dose(drawn: Fields) -> st.SearchStrategy[Fields]:
    return st.just({"alone": None} if drawn.get("with_whom") else {})


def _plan(_: Fields) -> st.SearchStrategy[Fields]:
    rules = st.one_of(
        st.sets(st.integers(0, 6), min_size=1).map(rule_of_weekdays),
        st.integers(1, 60).map(rule_of_every),
    )
    days = rules.map(lambda rule: {"rrule": rule, "per_week": None})
    return st.one_of(days, SHORT.map(lambda n: {"rrule": None, "per_week": n}))


def _vitals(drawn: Fields) -> st.SearchStrategy[Fields]:
    both = {"systolic_mmhg", "diastolic_mmhg"} <= drawn.keys()
    pressure = {} if both else {"systolic_mmhg": None, "diastolic_mmhg": None}
    point = drawn.get("point")
    return st.just(pressure | ({"place": place_of(point)} if point in READING_POINTS else {}))


def _also(drawn: Fields) -> st.SearchStrategy[Fields]:
    return st.just({"change": "none"} if drawn["about"] == "all" else {})


def _check(drawn: Fields) -> st.SearchStrategy[Fields]:
    return st.sampled_from(base.names()).flatmap(lambda name: _answered(name, drawn))


def _answered(name: str, drawn: Fields) -> st.SearchStrategy[Fields]:
    instrument = base.read(name)
    size = len(instrument.items)
    answers = st.lists(st.sampled_from([None, *instrument.values]), min_size=size, max_size=size)
    return answers.filter(instrument.takes).map(
        lambda given: {
            "instrument": name,
            "answers": given,
            "difficulty": drawn.get("difficulty") if instrument.functional else None,
            "dose": drawn.get("dose") if name == "dose" else None,
        }
    )


_OWN: dict[str, Callable[[Fields], st.SearchStrategy[Fields]]] = {
    "dose": _dose,
    "plan": _plan,
    "vitals": _vitals,
    "also": _also,
    "check": _check,
}
