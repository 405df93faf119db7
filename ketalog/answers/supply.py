"""Supply in words and as data: what is left, how long it lasts, what was counted. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.answers import AnswerLine, Heading
from ketalog.answers.phrases import say_date
from ketalog.answers.phrases_clinic import SUPPLIED, say_units
from ketalog.domain.entries import as_data
from ketalog.domain.supply import Stock, StockChange, StockHistory, SupplyForecast, form_of
from ketalog.domain.text import capital, count, escape_invisible, say_mg, say_number, short
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal
    from fractions import Fraction


NONE = ("No supply is written down.", "Write down a fill: ketalog supply fill 24x100mg sublingual")


def say_stock(stock: Stock) -> str:
    """Return "ketamine sublingual"."""
    return f"{escape_invisible(stock.medication)} {stock.route}"


def say_difference(difference: Decimal) -> str:
    """Return "2 fewer", "1 more" or "the same"."""
    if not difference:
        return "the same"
    return f"{say_number(abs(difference))} {'fewer' if difference < 0 else 'more'}"


def answer_lines(stock_history: StockHistory, event: StockChange) -> list[str]:
    """Return what is left after a change, and what a count had beside the journal."""
    lines = []
    if event.difference is not None and event.before is not None:
        lines.append(
            f"Counted {say_number(event.supply.units)}; the journal says "
            f"{say_number(event.before)}: {say_difference(event.difference)}."
        )
    elif event.before is None:
        lines.append("It is the first: what was taken before it does not count.")
    form = form_of([change.supply for change in stock_history.events])
    units = say_units(stock_history.left, stock_history.stock.strength_mg, form)
    lines.append(
        f"Left by the journal: {units} "
        f"({say_stock(stock_history.stock)}).{_below(stock_history.left)}"
    )
    return lines


def _below(units: Decimal) -> str:
    if units >= 0:
        return ""
    return f" {say_number(-units)} more went than there were."


def change_data(stock_history: StockHistory, event: StockChange) -> dict[str, Any]:
    """Return the same as data: units as text."""
    return {
        "left": say_number(stock_history.left),
        "expected": None if event.before is None else say_number(event.before),
        "difference": None if event.difference is None else say_number(event.difference),
    }


def say_forecast(forecast: SupplyForecast) -> str:
    """Return what is left of a stock and how long it lasts, in short."""
    units = say_units(forecast.left, forecast.stock.strength_mg, forecast.form)
    more = f" ({say_number(-forecast.left)} more went than there were)" if forecast.left < 0 else ""
    is_known = forecast.days is not None and forecast.days >= 0
    days = f"; for {count(forecast.days or 0, 'day', 'days')}" if is_known else ""
    return f"{units} left of {say_stock(forecast.stock)}{more}{days}"


def supply_lines(stocks: Sequence[tuple[StockHistory, SupplyForecast]]) -> list[AnswerLine]:
    """Return all that is known of each stock, a fact a line."""
    if not stocks:
        return [*NONE]
    lines: list[AnswerLine] = []
    for stock_history, expected in stocks:
        lines += [*([""] if lines else []), *_stock_lines(stock_history, expected)]
    return lines


def _stock_lines(stock_history: StockHistory, forecast: SupplyForecast) -> Iterator[AnswerLine]:
    unit = (
        f"{say_mg(stock_history.stock.strength_mg)} "
        f"{escape_invisible(forecast.form) if forecast.form else 'unit'}s"
    )
    yield Heading(f"{capital(say_stock(stock_history.stock))}, {unit}")
    yield f"  Left by the journal: {say_number(stock_history.left)}.{_below(stock_history.left)}"
    yield f"  {_time(forecast)}"
    if forecast.step is not None:
        yield f"  The plan's change on {say_date(forecast.step)} is reckoned with."
    for change, label in (("fill", "Last fill"), ("count", "Last count")):
        events = [event for event in stock_history.events if event.supply.change == change]
        if events:
            last = events[-1]
            beside = "" if last.difference is None else f", {_beside(last)}"
            at = say_moment(last.supply.at)
            yield f"  {label}: {say_number(last.supply.units)}{beside}, {at}."
    yield from _not_counted(stock_history)
    yield "  By date:"
    yield from map(_event_line, stock_history.events)


def _time(forecast: SupplyForecast) -> str:
    if forecast.rate is None:
        return "No plan says how many are taken a day, so how long they last is not known."
    rate = f"At the plan's {_rate(forecast.rate)}"
    if forecast.left < 0:
        return f"{rate} there are none left."
    if forecast.days is None and forecast.changes is not None:
        return f"{rate} they last until the plan changes, {say_date(forecast.changes)}."
    until = f", until {say_date(forecast.until)}" if forecast.until else ""
    return f"{rate} they last {count(forecast.days or 0, 'day', 'days')}{until}."


def _rate(rate: Fraction) -> str:
    """Return "2 a day", "6 a week", or a number a day with two decimals."""
    for units, span in ((rate, "day"), (rate * 7, "week")):
        if (units * 1000).denominator == 1:
            return f"{_number(units)} a {span}"
    return f"{float(rate):.2f} a day"


def _number(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def _beside(event: StockChange) -> str:
    if not event.difference:
        return "as the journal said"
    return f"{say_difference(event.difference)} than the journal said"


def _not_counted(stock_history: StockHistory) -> Iterator[str]:
    for n, what in (
        (stock_history.unknown, "without a known strength"),
        (stock_history.other, "of another strength"),
    ):
        if n:
            yield f"  {count(n, 'dose', 'doses')} {what} {'is' if n == 1 else 'are'} not counted."


def _event_line(event: StockChange) -> str:
    supply = event.supply
    change = f"{SUPPLIED[supply.change]} {say_number(supply.units)}"
    beside = "" if event.difference is None else f", {_beside(event)}"
    note = f" (note: {short(supply.note)})" if supply.note else ""
    at = say_moment(supply.at)
    return f"    {at}, #{supply.number}: {change}{beside}, left {say_number(event.left)}{note}"


def supply_data(stocks: Iterable[tuple[StockHistory, SupplyForecast]]) -> dict[str, Any]:
    """Return the same as data: units and mg as text, unknown is None."""
    return {"stocks": [_stock_data(stock_history, forecast) for stock_history, forecast in stocks]}


def _stock_data(stock_history: StockHistory, forecast: SupplyForecast) -> dict[str, Any]:
    last = {
        change: next(
            (e.supply for e in reversed(stock_history.events) if e.supply.change == change), None
        )
        for change in SUPPLIED
    }
    return {
        "medication": stock_history.stock.medication,
        "route": stock_history.stock.route,
        "strength_mg": say_number(stock_history.stock.strength_mg),
        "form": forecast.form,
        "left": say_number(stock_history.left),
        "units_a_week": None if forecast.rate is None else _number(forecast.rate * 7),
        "days_left": forecast.days,
        "until": forecast.until,
        "plan_changes": forecast.changes,
        "last_fill": as_data(last["fill"]) if last["fill"] else None,
        "last_count": as_data(last["count"]) if last["count"] else None,
        "doses_unknown": stock_history.unknown,
        "doses_other": stock_history.other,
        "history": [_event_data(event) for event in stock_history.events],
    }


def _event_data(event: StockChange) -> dict[str, Any]:
    return {
        "number": event.supply.number,
        "at": event.supply.at,
        "change": event.supply.change,
        "units": say_number(event.supply.units),
        "expected": None if event.before is None else say_number(event.before),
        "difference": None if event.difference is None else say_number(event.difference),
        "left": say_number(event.left),
    }
