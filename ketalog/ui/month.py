"""A month as a calendar: a row of weeks, each day with its doses, mood and anxiety."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ketalog.ui import paint, week

if TYPE_CHECKING:
    from ketalog.answers.period import Cell, DayColumn, PeriodView
    from ketalog.ui.terminal import Screen

WEEK = 7


def month(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the lines of a month."""
    wide = screen.is_wide
    note = paint.signs("before → after dose, 0–10", screen) if wide else ""
    low_note = paint.signs("mood/anxiety after dose, 0–10", screen) if wide else "mood/anxiety"
    names = _names(view, screen)
    head, low_head = ([paint.rule("Day by day", screen, said), names] for said in (note, low_note))
    meaning = [
        paint.styled(" M mood, A anxiety: after the dose, else", "dim"),
        paint.styled("   the middle value of the day", "dim"),
    ]
    rows = _rows(view)
    of_week = _low_week if view.is_empty else _week  # A row of nothing rated says nothing.
    lines = [line for row in rows for line in of_week(row, screen)]
    low = [_low_week(row, screen) for row in rows if _has_begun(row)]
    parts: list[week.Part] = [
        ("calendar", [*head, *lines, *(() if wide or view.is_empty else meaning)]),
        ("low-calendar", [*low_head, *(line for lines in low for line in lines)]),
        ("days", [names, *(days for days, *_ in low)]),
        *week.beside(view, screen),
        *week.legend(view, screen, indent=2 + week.LABEL if wide else 1),
        *week.effect_list(view, screen),
    ]
    return week.fitted(week.framed(view, parts, screen), screen)


def _rows(view: PeriodView) -> list[list[DayColumn | None]]:
    """Return the days by weeks; None for a day of another month."""
    cells: list[DayColumn | None] = [*[None] * view.lead, *view.days]
    cells += [None] * (-len(cells) % WEEK)
    return [cells[n : n + WEEK] for n in range(0, len(cells), WEEK)]


def _width(screen: Screen) -> int:
    """Return the columns that a day takes."""
    return screen.column if screen.is_wide else 5


def _names(view: PeriodView, screen: Screen) -> Text:
    line = Text(" " * (2 + week.LABEL if screen.is_wide else 4))
    for name in view.weekdays:
        line.append(f"{name:<{_width(screen)}}", "dim")
    return line


def _week(row: list[DayColumn | None], screen: Screen) -> list[Text]:
    days = _line("", [_day(day, screen) for day in row], screen)
    mood = [_value(day.mood if day else None, screen, day) for day in row]
    anxiety = [_value(day.anxiety if day else None, screen, day) for day in row]
    if not _has_begun(row):
        return [days]
    return [
        days,
        _line("Mood" if screen.is_wide else "M", mood, screen),
        _line("Anxiety" if screen.is_wide else "A", anxiety, screen),
    ]


def _has_begun(row: list[DayColumn | None]) -> bool:
    return any(day and not day.is_ahead for day in row)


def _low_week(row: list[DayColumn | None], screen: Screen) -> list[Text]:
    """Return the days and, if one is rated, mood/anxiety on one line; on two if too wide."""
    both = [_both(day, screen) for day in row]
    if any(cell.cell_len >= _width(screen) for cell in both):
        return _week(row, screen)
    days = _line("", [_day(day, screen) for day in row], screen)
    return [days, _line("", both, screen)] if any(both) else [days]


def _both(day: DayColumn | None, screen: Screen) -> Text:
    """Return "8/1": mood and anxiety of a day, after its dose."""
    cells = (day.mood, day.anxiety) if day and (day.mood or day.anxiety) else ()
    rated = [
        paint.styled(cell.after, paint.heat(cell.after_level, screen))
        if cell
        else paint.styled(screen.glyphs.nothing, "dim")
        for cell in cells
    ]
    return Text("/").join(rated)


def _line(label: str, cells: list[Text], screen: Screen) -> Text:
    line = Text(" " * screen.indent)
    line.append(paint.fit(label, week.LABEL if screen.is_wide else 3), "dim")
    for cell in cells:
        line.append_text(paint.pad(cell, _width(screen)))
    return line


def _day(day: DayColumn | None, screen: Screen) -> Text:
    if day is None:
        return Text()
    style = "bold" if day.doses else "dim"
    line = paint.styled(f"{day.day:>2}", "bold reverse" if day.is_today else style)
    if screen.is_wide and (day.doses or day.missed):
        line.append(" ")
    room = 3 if screen.is_wide else 2
    shown = day.doses if len(day.doses) <= room else day.doses[: room - 1]
    for mark in shown:
        line.append(screen.glyphs.shape(mark.shape), paint.shape_style(mark.shape))
    if len(shown) < len(day.doses):
        line.append("+", "bold")
    for kind in day.missed[: max(0, room - len(day.doses))]:
        line.append(paint.missed_sign(kind, screen), "yellow")
    return line


def _value(cell: Cell | None, screen: Screen, day: DayColumn | None) -> Text:
    if day is None or (day.is_ahead and cell is None):
        return Text()
    if screen.is_wide:
        return paint.heat_cell(cell, screen)
    if cell is None:
        return paint.styled(paint.centre(screen.glyphs.nothing, 4), "dim")
    return paint.styled(paint.centre(cell.after, 4), paint.heat(cell.after_level, screen))
