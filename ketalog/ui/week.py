"""A week as a grid of days; on a narrow screen one row a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ketalog.domain.entries import MEASURES
from ketalog.ui import paint
from ketalog.ui.scores import number_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.answers.period import Card, Cell, DayColumn, Meaning, PeriodView
    from ketalog.ui.terminal import Screen

WIDE = 76
LABEL, MAX_LABEL, COLUMN = 11, 24, 9
MAX_EFFECTS = 10
TALL, ROOMY = 30, 36
"""Rows of a screen that has room for the legend, and for spacers."""


def week(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the lines of a week."""
    drawn = _wide(view, screen) if screen.width >= WIDE else _narrow(view, screen)
    below = (*scores(view, screen), *others(view, screen), *ahead(view, screen))
    return [*head(view, screen), *drawn, *below, *foot(view, screen)]


def others(view: PeriodView, screen: Screen) -> list[Text]:
    """Return sessions, readings, and what else was taken, a line each."""
    texts = [f"{other.when}  {other.text}" for other in view.others]
    return _section("Also recorded", texts, screen)


def ahead(view: PeriodView, screen: Screen) -> list[Text]:
    """Return what is to come; on a low screen it is left to `ketalog` alone, which says it too."""
    if screen.height < ROOMY:
        return []
    return _section("Ahead", [f"{label:<13}{text}" for label, text in view.ahead], screen)


def _section(title: str, texts: Sequence[str], screen: Screen) -> list[Text]:
    if not texts:
        return []
    indent = 2 if screen.width >= WIDE else 1
    lines = [*_space(screen), paint.rule(title, "", screen, indent=indent)]
    for text in texts[:MAX_EFFECTS]:
        for n, part in enumerate(
            paint.wrapped(paint.signs(text, screen), screen.width - indent - 4)
        ):
            lines.append(Text(" " * (indent + (4 if n else 2)) + part))
    return lines + _more(len(texts))


def scores(view: PeriodView, screen: Screen) -> list[Text]:
    """Return a number line for each questionnaire that was answered in the period."""
    return [
        part for line in view.number_lines for part in (*_space(screen), *number_line(line, screen))
    ]


def head(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the title, the period and the cards."""
    wide = screen.width >= WIDE
    line = Text("  " if wide else " ")
    line.append(view.title, "bold")
    line.append(f"  {paint.signs(view.period if wide else view.period_short, screen)}")
    if wide:
        paint.pad(line, screen.width - 2 - len("ketalog")).append("ketalog", "dim")
        return [*_space(screen), line, *_space(screen), *paint.boxes(view.cards, screen)]
    rows = (row for card in view.cards for row in _card_rows(card, screen))
    return [line, Text(), *rows, Text()]


def _card_rows(card: Card, screen: Screen) -> list[Text]:
    line = Text(" ")
    line.append(f"{card.label:<8}", "dim")
    value = paint.signs(card.value, screen)
    line.append(f"{value:<11}" if card.change else f"{value}  ", "bold")
    if card.change:
        line.append_text(paint.pad(paint.change(card, screen), 7))
    indent, items = line.cell_len, [paint.signs(item, screen) for item in card.short]
    first, *rest = paint.caption_lines(items, max(8, screen.width - 1 - indent))
    return [line.append(first), *(Text(" " * indent + part) for part in rest)]


def label_width(screen: Screen) -> int:
    """Return the columns of the rows' names: beyond 80 columns they get the room."""
    return LABEL + max(0, min(screen.width - 80, MAX_LABEL - LABEL))


def _space(screen: Screen) -> list[Text]:
    return [Text()] if screen.height >= ROOMY else []


def _wide(view: PeriodView, screen: Screen) -> list[Text]:
    arrow = paint.signs("before → after dose, 0–10", screen)
    lines = [paint.rule("Day by day", arrow, screen), _names(view, screen)]
    lines += [_row("Dose", [dose_cell(day, screen, COLUMN - 1) for day in view.days], screen)]
    for label, cells in ratings(view):
        drawn = [rating(*pair, screen) for pair in zip(view.days, cells, strict=True)]
        lines += [*_space(screen), _row(label, drawn, screen)]
    if any(day.sleep for day in view.days):
        slept = [Text(paint.centre(day.sleep, paint.CELL)) for day in view.days]
        lines += [_row("Sleep", slept, screen)]
    if view.effects or view.asked_none:
        lines += [*_space(screen), *_effect_rows(view, screen)]
    if screen.height >= TALL:
        lines += [Text(), *legend(view, screen, indent=2 + label_width(screen))]
    return lines


def rating(day: DayColumn, cell: Cell | None, screen: Screen) -> Text:
    """Return a day's rating; nothing for a day that lies ahead."""
    return Text() if day.is_ahead and cell is None else paint.heat_cell(cell, screen)


def ratings(view: PeriodView) -> list[tuple[str, list[Cell | None]]]:
    """Return the rows of ratings that the period has."""
    rows = [(measure, [day.ratings[measure.name] for day in view.days]) for measure in MEASURES]
    return [(measure.title, cells) for measure, cells in rows if measure.with_a_dose or any(cells)]


def _names(view: PeriodView, screen: Screen) -> Text:
    line = Text(" " * (2 + label_width(screen)))
    for day in view.days:
        name = f"{'Today' if day.is_today else day.weekday} {day.day}"
        line.append(f"{name:<{COLUMN}}", "bold" if day.doses or day.is_today else "dim")
    return line


def _row(label: str, cells: list[Text], screen: Screen) -> Text:
    line, width = Text("  "), label_width(screen)
    line.append(paint.fit(label, width - 1, screen.glyphs.more) + " ", "bold")
    for cell in cells:
        line.append_text(paint.pad(cell, COLUMN))
    return line


def dose_cell(day: DayColumn, screen: Screen, width: int) -> Text:
    """Return a day's doses: shape and amount, or shapes and how many."""
    glyphs = screen.glyphs
    if not day.doses and day.missed:
        return paint.missed(day.missed, screen)
    if not day.doses:
        sign = "" if day.is_ahead else glyphs.no_dose
        return paint.styled(paint.centre(sign, paint.CELL), "dim")
    line = Text()
    shapes = [mark.shape for mark in day.doses]
    for shape in shapes if len(shapes) <= 3 else dict.fromkeys(shapes):
        line.append(glyphs.shape(shape), paint.shape_style(shape))
    if day.missed:
        return line.append_text(paint.missed(day.missed, screen, beside=len(day.doses)))
    if len(day.doses) > 1:
        line.append(f" {glyphs.times}{len(day.doses)}", "bold")
    else:
        line.append(_amount(day.doses[0].mg, width - 1, glyphs.more), "bold")
    return line


def _amount(mg: str, width: int, more: str) -> str:
    """Return " 100 mg" in so many columns. Digits are never cut off: it would be another amount."""
    ways = (f" {mg} mg", f" {mg}mg", f"{mg}mg", f" {mg}", mg)
    return next((way for way in ways if len(way) <= width), f" {more}")


def _effect_rows(view: PeriodView, screen: Screen) -> list[Text]:
    lines = []
    for effect in view.effects[:MAX_EFFECTS]:
        cells = [
            paint.severity(effect.by_day[n], screen) if n in effect.by_day else Text()
            for n in range(len(view.days))
        ]
        lines.append(_row(effect.name, cells, screen))
    if view.asked_none:
        cells = [
            paint.styled("none" if n in view.asked_none else "", "dim")
            for n in range(len(view.days))
        ]
        lines.append(_row("Asked", cells, screen))
    return lines + more_effects(view)


def more_effects(view: PeriodView) -> list[Text]:
    """Return how many side effects there was no room for."""
    return _more(len(view.effects))


def _more(n: int) -> list[Text]:
    return [Text(f"  and {n - MAX_EFFECTS} more: add --plain", "dim")] if n > MAX_EFFECTS else []


def legend(view: PeriodView, screen: Screen, indent: int) -> list[Text]:
    """Return what the shapes and the colours mean, on as many lines as it takes."""
    lines: list[Text] = []
    meanings = [_meaning(mark, screen) for mark in view.legend]
    for part in filter(
        None, (*meanings, *paint.missed_meaning(_missed(view), screen), _scale(screen))
    ):
        if lines and lines[-1].cell_len + 3 + part.cell_len <= screen.width - 2:
            lines[-1].append("   ").append_text(part)
        else:
            lines.append(Text(" " * indent).append_text(part))
    return lines


def _missed(view: PeriodView) -> list[str]:
    return sorted({kind for day in view.days for kind in day.missed})


def _meaning(meaning: Meaning, screen: Screen) -> Text:
    part = paint.styled(screen.glyphs.shape(meaning.shape), paint.shape_style(meaning.shape))
    return part.append(f" {meaning.route} {paint.signs(meaning.amounts, screen)}")


def _scale(screen: Screen) -> Text:
    scale = Text()
    if screen.colors in {"256", "truecolor"}:
        scale.append(" harder ", paint.heat(1, screen))
        for level in (3, 5, 7):
            scale.append("  ", paint.heat(level, screen))
        scale.append(" better ", paint.heat(9, screen))
    return scale


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
    if screen.height >= ROOMY:
        lines += [Text(), *legend(view, screen, indent=1)]
    if view.effects or view.asked_none:
        lines += [Text(), paint.rule("Side effects", "", screen, indent=1)]
        lines += effect_list(view, screen)
    return lines


def effect_list(view: PeriodView, screen: Screen) -> list[Text]:
    """Return side effects one a line: name, worst severity, on which days."""
    lines = []
    wide = screen.width >= WIDE
    indent = " " * (2 if wide else 1)
    for effect in view.effects[:MAX_EFFECTS]:
        line = Text(indent)
        line.append(paint.fit(effect.name, 15 if wide else 12, screen.glyphs.more))
        line.append(" ")
        severity = paint.severity(effect.worst, screen, full=wide)
        line.append_text(paint.pad(severity, 12 if wide else 8))
        days = ", ".join(f"{view.days[n].weekday} {view.days[n].day}" for n in effect.by_day)
        tally = effect.tally if wide else days
        room = screen.width - 3 - line.cell_len
        line.append("  " + paint.fit(tally, max(4, room), screen.glyphs.more), "dim")
        lines.append(line)
    if view.asked_none:
        names = ", ".join(f"{view.days[n].weekday} {view.days[n].day}" for n in view.asked_none)
        room = screen.width - len(indent) - 1
        asked = paint.fit(f"Asked, none: {names}", room, screen.glyphs.more)
        lines.append(paint.styled(f"{indent}{asked}", "dim"))
    return lines + more_effects(view)


def foot(view: PeriodView, screen: Screen) -> list[Text]:
    """Return what to bring to the next appointment."""
    indent = 2 if screen.width >= WIDE else 1
    lines = [*_space(screen), paint.rule("For your next appointment", "", screen, indent=indent)]
    if view.is_empty:
        lines.append(Text(" " * (indent + 2) + f"Nothing was recorded in this {view.kind}."))
    for sign, points in (("!", view.flags), ("=", view.scores), ("?", view.questions)):
        for point in points[:MAX_EFFECTS]:
            lines += _point(sign, point, indent, screen)
        lines += _more(len(points))
    return [*lines, *_closing(view, indent, screen)]


def _point(sign: str, text: str, indent: int, screen: Screen) -> list[Text]:
    lines = []
    for n, part in enumerate(paint.wrapped(paint.signs(text, screen), screen.width - indent - 4)):
        line = Text(" " * indent)
        line.append("  " if n else f"{sign} ", "yellow")
        line.append(part)
        lines.append(line)
    return lines


def _closing(view: PeriodView, indent: int, screen: Screen) -> list[Text]:
    line = Text(f"{' ' * (indent + 2)}{view.closing.text}: ")
    if line.cell_len + len(view.closing.command) < screen.width:
        return [line.append(view.closing.command, "bold")]
    line.rstrip()
    return [line, Text(" " * (indent + 4)).append(view.closing.command, "bold")]
