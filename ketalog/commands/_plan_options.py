"""What a plan says beside its dose, as it is typed: its days, its limits, who prescribed it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog.commands import _input
from ketalog.domain import plan_input
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.times.words import read_minutes

if TYPE_CHECKING:
    from ketalog.app import App

_MOST_APART = 366 * 24
"""Hours."""

Days = Annotated[
    str | None, typer.Option("--days", metavar="DAYS", help="On these: mon,wed,fri; daily.")
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="N", help="Every N days from the first.")
]
Times = Annotated[
    str | None, typer.Option("--times", metavar="N", help="N times a week, on any day.")
]
PerDay = Annotated[
    str | None, typer.Option("--per-day", metavar="N", help="Doses on each of these days.")
]
Apart = Annotated[
    str | None, typer.Option("--apart", metavar="HOURS", help="Least time between doses: 48h.")
]
Most = Annotated[
    list[str] | None,
    typer.Option("--most", metavar="N/SPAN", help="At most: 1/day, 3/week; can be repeated."),
]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who prescribed it.")]
Form = Annotated[
    str | None, typer.Option("--form", metavar="WORD", help="What a unit is: troche, spray.")
]


def schedule(
    days: str | None, every: str | None, times: str | None, per_day: str | None
) -> plan_input.Schedule:
    """Return when doses are planned, as far as it was typed."""
    rules = [
        *([plan_input.read_days(days)] if days is not None else []),
        *([plan_input.read_every(every)] if every is not None else []),
    ]
    if len(rules) > 1:
        raise BadInput("--days and --every both say on which days.", "Type one of them.")
    return plan_input.Schedule(
        next(iter(rules), None),
        _input.at_least_one(times, "--times", 99),
        _input.at_least_one(per_day, "--per-day", 24),
    )


def details(
    app: App, apart: str | None, form: str | None, by: str | None, most: list[str] | None
) -> dict[str, Any]:
    """Return a plan's other fields, those that were typed."""
    fields = {
        "least_hours": _hours(apart),
        "form": _form(app, form),
        "prescriber": _input.text(app, by, "name"),
        **plan_input.read_most(most or []),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _hours(typed: str | None) -> Decimal | None:
    """Return hours; a number alone is hours, longer times can be days or weeks."""
    if typed is None:
        return None
    text = " ".join(typed.lower().split())
    hours: Decimal | None = None
    if match := re.fullmatch(r"([0-9]{1,4}) ?(d|days?|w|weeks?|h|hours?)?", text, re.ASCII):
        unit = (match[2] or "h")[0]
        hours = Decimal(match[1]) * {"h": 1, "d": 24, "w": 168}[unit]
    elif (minutes := read_minutes(text)) % 15 == 0:
        hours = Decimal(minutes) / 60
    if hours is None or not 0 < hours <= _MOST_APART:
        raise BadInput(
            f"'{escape_invisible(typed)}' can't be taken for --apart: it is whole or "
            "quarter hours, up to "
            "a year.",
            "For example: --apart 48h.",
        )
    return hours


def _form(app: App, typed: str | None) -> str | None:
    """Return what a unit is called, of which there is one."""
    text = (_input.text(app, typed, "form") or "").lower()
    if len(text) > 40:
        raise BadInput("--form takes a short word.", "For example: --form troche.")
    return text.removesuffix("s") or None
