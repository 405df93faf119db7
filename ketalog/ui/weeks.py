"""A week as a grid of days; on a narrow screen one row a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ketalog.ui import paint

if TYPE_CHECKING:
    from ketalog.ui.terminal import Screen
    from ketalog.view.weeks import Card, Cell, DayColumn, PeriodView

WIDE = 76
LABEL, COLUMN = 11, 9
MOST_EFFECTS = 10
TALL, ROOMY = 30, 36
"""Rows of a screen that has room for the legend, and for spacers."""


def week(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the lines of a week."""
    drawn = _wide(view, screen) if screen.width >= WIDE else _narrow(view, screen)
    return [*head(view, screen), *drawn, *foot(view, screen)]


def head(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the title, the period and the cards."""
    wide = screen.width >= WIDE
    line = Text("  " if wide else " ")
    line.append(view.title, "bold")
    line.append(f"  {paint.signs(view.period if wide else view.period_short, screen)}")
    if wide:
        paint.pad(line, screen.width - 2 - len("ketalog")).append("ketalog", "dim")
        return [*_space(screen), line, *_space(screen), *paint.boxes(view.cards, screen)]
    return [line, Text(), *(_card_row(card, screen) for card in view.cards), Text()]


def _card_row(card: Card, screen: Screen) -> Text:
    line = Text(" ")
    line.append(f"{card.label:<8}", "dim")
    line.append(f"{paint.signs(card.value, screen):<{10 if card.change else 4}}", "bold")
    if card.change:
        line.append_text(paint.pad(paint.change(card, screen), 7))
    caption = paint.signs(card.short, screen)
    line.append(paint.fit(caption, max(1, screen.width - 1 - line.cell_len), screen.glyphs.more))
    return line


def _space(screen: Screen) -> list[Text]:
    return [Text()] if screen.height >= ROOMY else []


def _wide(view: PeriodView, screen: Screen) -> list[Text]:
    arrow = paint.signs("before → after dose, 0–10", screen)
    lines = [paint.rule("Day by day", arrow, screen), _names(view)]
    lines += [_row("Dose", [dose_cell(day, screen, COLUMN - 1) for day in view.days])]
    for label, cells in ratings(view):
        drawn = [rating(*pair, screen) for pair in zip(view.days, cells, strict=True)]
        lines += [*_space(screen), _row(label, drawn)]
    if any(day.sleep for day in view.days):
        lines += [_row("Sleep", [Text(paint.centre(day.sleep, paint.CELL)) for day in view.days])]
    if view.effects or view.asked_none:
        lines += [*_space(screen), *_effect_rows(view, screen)]
    if screen.height >= TALL:
        lines += [Text(), legend(view, screen, indent=2 + LABEL)]
    return lines


def rating(day: DayColumn, cell: Cell | None, screen: Screen) -> Text:
    """Return a day's rating; nothing for a day that lies ahead."""
    return Text() if day.is_ahead and cell is None else paint.heat_cell(cell, screen)


def ratings(view: PeriodView) -> list[tuple[str, list[Cell | None]]]:
    """Return the rows of ratings that the period has."""
    rows = [
        ("Mood", [day.mood for day in view.days]),
        ("Anxiety", [day.anxiety for day in view.days]),
    ]
    energy = [day.energy for day in view.days]
    return [*rows, ("Energy", energy)] if any(energy) else rows


def _names(view: PeriodView) -> Text:
    line = Text(" " * (2 + LABEL))
    for day in view.days:
        name = f"{day.weekday} {day.day}"
        line.append(f"{name:<{COLUMN}}", "bold" if day.doses else "dim")
    return line


def _row(label: str, cells: list[Text]) -> Text:
    line = Text("  ")
    line.append(paint.fit(label, LABEL), "bold")
    for cell in cells:
        line.append_text(paint.pad(cell, COLUMN))
    return line


def dose_cell(day: DayColumn, screen: Screen, width: int) -> Text:
    """Return a day's doses: shape and amount, or shapes and how many."""
    glyphs = screen.glyphs
    if not day.doses:
        sign = "" if day.is_ahead else glyphs.no_dose
        return paint.styled(paint.centre(sign, paint.CELL), "dim")
    line = Text()
    for mark in day.doses[:3]:
        line.append(glyphs.shape(mark.shape), paint.shape_style(mark.shape))
    if len(day.doses) > 1:
        line.append(f" {glyphs.times}{len(day.doses)}", "bold")
        return line
    amount = day.doses[0].amount
    line.append(f" {amount}" if len(amount) + 2 <= width else f" {amount.replace(' ', '')}", "bold")
    line.truncate(width)
    return line


def _effect_rows(view: PeriodView, screen: Screen) -> list[Text]:
    lines = []
    for effect in view.effects[:MOST_EFFECTS]:
        cells = [
            paint.severity(effect.by_day[n], screen) if n in effect.by_day else Text()
            for n in range(len(view.days))
        ]
        lines.append(_row(paint.fit(effect.name, LABEL - 1, screen.glyphs.more), cells))
    if view.asked_none:
        cells = [
            paint.styled("none" if n in view.asked_none else "", "dim")
            for n in range(len(view.days))
        ]
        lines.append(_row("Asked", cells))
    return lines + more_effects(view)


def more_effects(view: PeriodView) -> list[Text]:
    """Return how many side effects there was no room for."""
    more = len(view.effects) - MOST_EFFECTS
    return [Text(f" and {more} more: ketalog list --kind effect", "dim")] if more > 0 else []


def legend(view: PeriodView, screen: Screen, indent: int) -> Text:
    """Return what the shapes and the colours mean."""
    line = Text(" " * indent)
    for mark in view.legend:
        line.append(screen.glyphs.shape(mark.shape), paint.shape_style(mark.shape))
        line.append(f" {mark.route} {paint.signs(mark.amount, screen)}   ")
    scale = Text()
    if screen.colors in {"256", "truecolor"}:
        scale.append(" harder ", paint.heat(1, screen))
        for level in (3, 5, 7):
            scale.append("  ", paint.heat(level, screen))
        scale.append(" better ", paint.heat(9, screen))
    if line.cell_len + scale.cell_len <= screen.width - 2:
        line.append_text(scale)
    return line


def _narrow(view: PeriodView, screen: Screen) -> list[Text]:
    titles = Text(" " * 17)
    titles.append(f"{paint.centre('Mood', 7)}  {paint.centre('Anxiety', 7)}", "dim")
    lines = [paint.rule("Day by day", "", screen, indent=1), titles]
    for day in view.days:
        line = Text(" ")
        line.append(f"{day.weekday} {day.day:>2} ", "bold" if day.doses else "dim")
        doses = dose_cell(day, screen, 8)
        line.append_text(paint.pad(doses, 9))
        line.append_text(paint.pad(rating(day, day.mood, screen), paint.CELL))
        line.append("  ")
        line.append_text(rating(day, day.anxiety, screen))
        lines.append(line)
    if view.effects or view.asked_none:
        lines += [Text(), paint.rule("Side effects", "", screen, indent=1)]
        lines += effect_list(view, screen)
    return lines


def effect_list(view: PeriodView, screen: Screen) -> list[Text]:
    """Return side effects one a line: name, worst severity, on which days."""
    lines = []
    indent = " " * (2 if screen.width >= WIDE else 1)
    for effect in view.effects[:MOST_EFFECTS]:
        line = Text(indent)
        line.append(paint.fit(effect.name, 12, screen.glyphs.more))
        line.append(" ")
        line.append_text(paint.severity(effect.worst, screen, full=screen.width >= WIDE))
        days = ", ".join(f"{view.days[n].weekday} {view.days[n].day}" for n in effect.by_day)
        said = days if screen.width < WIDE else effect.tally
        room = screen.width - 3 - line.cell_len
        line.append("  " + paint.fit(said, max(4, room), screen.glyphs.more), "dim")
        lines.append(line)
    if view.asked_none:
        names = ", ".join(f"{view.days[n].weekday} {view.days[n].day}" for n in view.asked_none)
        room = screen.width - len(indent) - 1
        said = paint.fit(f"Asked, none: {names}", room, screen.glyphs.more)
        lines.append(paint.styled(f"{indent}{said}", "dim"))
    return lines + more_effects(view)


def foot(view: PeriodView, screen: Screen) -> list[Text]:
    """Return what to bring to the next appointment."""
    indent = 2 if screen.width >= WIDE else 1
    lines = [*_space(screen), paint.rule("For your next appointment", "", screen, indent=indent)]
    for point in view.points[:MOST_EFFECTS]:
        question, text = point.startswith("Question: "), point.removeprefix("Question: ")
        for n, part in enumerate(wrap(paint.signs(text, screen), screen.width - indent - 4)):
            line = Text(" " * indent)
            line.append("  " if n else ("? " if question else "! "), "yellow")
            line.append(part)
            lines.append(line)
    words, _, command = view.closing.partition(": ")
    closing = Text(" " * indent + "  ")
    closing.append(f"{words}: ")
    closing.append(command, "bold")
    if screen.width < WIDE:
        closing = Text(" ")
        closing.append(command, "bold")
    return [*lines, closing]


def wrap(text: str, width: int) -> list[str]:
    """Return words on lines of so many columns, by the columns they take."""
    from rich.console import Console

    console = Console(width=width)
    return [part.plain.rstrip() for part in Text(text).wrap(console, width)]
