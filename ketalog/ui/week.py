"""A week as a grid of days; on a narrow screen one row a day."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from ketalog.domain.entries import MEASURES
from ketalog.ui import paint
from ketalog.ui.scores import number_line
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.answers.period import (
        Card,
        Cell,
        DayColumn,
        EffectRow,
        PeriodView,
        RecordedLine,
    )
    from ketalog.ui.terminal import Screen

LABEL, MAX_LABEL = 11, 24
MAX_EFFECTS, FEW = 10, 3
"""Lines of one kind that are drawn, and on a screen that is too low for them."""
STEPS = (
    *(("ahead", ""), ("spacers", ""), ("legend", ""), ("boxes", "rows"), ("rest", "more")),
    *(("lines", "totals"), ("calendar", "low-calendar"), ("effects", "names"), ("closing", "")),
    *(("others", "counted"), ("scores", "scores-counted"), ("deviations", "deviations-counted")),
    *(("low-calendar", "days"), ("totals", ""), ("heading", "")),
    *(("flags", "short-flags"), ("foot", ""), ("no-values", "")),
)
"""Parts that a screen does without until all fits, and what stands there instead."""
TALL = {"ahead": 36, "spacers": 36}
"""Rows below which a screen always does without them."""

Part = tuple[str, list[Text]]
"""Lines, and what they are parts of, as words: names in STEPS; "" for what stays."""


def week(view: PeriodView, screen: Screen) -> list[Text]:
    """Return the lines of a week."""
    drawn = _wide(view, screen) if screen.is_wide else _narrow(view, screen)
    return fitted(framed(view, drawn, screen), screen)


def framed(view: PeriodView, drawn: Sequence[Part], screen: Screen) -> list[Part]:
    """Return what every period has around its days: title and cards; scores, the rest, the end."""
    if view.is_empty:
        days = drawn if any(day.missed for day in view.days) else []
        return [*_title(view, screen), *days, *ahead(view, screen), *_begin(view, screen)]
    others = _section("Also recorded", view.others, screen)
    notes = _section("Notes", view.notes, screen)
    below = (*scores(view, screen), *others, *notes, *ahead(view, screen))
    return [*_title(view, screen), *_cards(view, screen), *drawn, *below, *foot(view, screen)]


def fitted(parts: Sequence[Part], screen: Screen) -> list[Text]:
    """Return the parts that there is room for, without a prompt's line; all that must be shown."""
    hidden, left_out = {instead for _, instead in STEPS}, []
    for step in STEPS:
        part, instead = step
        if screen.height >= TALL.get(part, 0) and len(_shown(parts, hidden)) < screen.height:
            break
        hidden = hidden - {instead} | {part}
        left_out.append(step)
    for part, instead in reversed(left_out):  # The last may have made room for others.
        back = hidden - {part} | {instead}
        is_there = screen.height >= TALL.get(part, 0) and (not instead or instead not in hidden)
        if is_there and len(_shown(parts, back)) < screen.height:
            hidden = back
    return _shown(parts, hidden)


def _shown(parts: Sequence[Part], hidden: set[str]) -> list[Text]:
    return [line for part, drawn in parts if hidden.isdisjoint(part.split()) for line in drawn]


def _space() -> Part:
    return "spacers", [Text()]


def ahead(view: PeriodView, screen: Screen) -> list[Part]:
    """Return what is to come; on a low screen it is left to `ketalog` alone, which says it too."""
    if not view.ahead:
        return []
    lines = [Text(), paint.rule("Ahead", screen)]
    for label, text in view.ahead:
        lines += _point("", f"{label:<13}{text}", screen)
    return [("ahead", lines)]


def _section(title: str, recorded: Sequence[RecordedLine], screen: Screen) -> list[Part]:
    if not recorded:
        return []
    points = [_point("", f"{entry.when}  {entry.text}", screen) for entry in recorded]
    heading = [paint.rule(title, screen)]
    counted = Text(f"{' ' * screen.indent}{title}: {len(recorded)}; add --plain", "dim")
    return [
        *(_space(), ("others", heading), *_listed(points, "others")),
        ("counted", [counted]),
    ]


def _listed(points: Sequence[list[Text]], of: str = "") -> list[Part]:
    """Return lines of one kind: all up to MAX_EFFECTS, or FEW and how many more there are."""
    first, rest = points[:FEW], points[FEW:MAX_EFFECTS]
    more = [*(line for point in rest for line in point), *_more(len(points), MAX_EFFECTS)]
    return [
        (of, [line for point in first for line in point]),
        (f"{of} rest", more),
        (f"{of} more", _more(len(points), FEW)),
    ]


def _more(n: int, shown: int) -> list[Text]:
    return [Text(f"  and {n - shown} more: add --plain", "dim")] if n > shown else []


def scores(view: PeriodView, screen: Screen) -> list[Part]:
    """Return a number line for each questionnaire of the period, or only those without a card."""
    parts: list[Part] = []
    for n, line in enumerate(view.number_lines):
        total = f"{line.latest.total}, {line.band}, {line.latest.day}"
        parts += [_space(), ("lines", number_line(line, screen))]
        parts.append(("totals", [paint.rule(line.title, screen, total)] if n else []))
    return parts


def _title(view: PeriodView, screen: Screen) -> list[Part]:
    period = view.period if screen.is_wide else view.period_short
    line = Text(" " * screen.indent)
    line.append(view.title, "bold")
    line.append(f"  {paint.signs(period, screen)}")
    today = next((day for day in view.days if day.is_today), None)
    if today is not None and view.kind == "month":
        line.append(f", today {today.day}", "bold")
    if not screen.is_wide:
        return [("", [line])]
    paint.pad(line, screen.width - 2 - len("ketalog")).append("ketalog", "dim")
    return [_space(), ("", [line])]


def _cards(view: PeriodView, screen: Screen) -> list[Part]:
    """Return the cards in boxes, or two a row; on a narrow screen one a row."""
    if not screen.is_wide:
        # A card without a value says no more than its row of the days.
        cards: list[Part] = [
            ("no-values" if n and card.value == "–" else "", _card_rows(card, screen.width, screen))
            for n, card in enumerate(view.cards)
        ]
        return [_space(), *cards, _space()]
    half = (screen.width - 3) // 2
    rows: list[Text] = []
    for left, right in zip(view.cards[::2], [*view.cards[1::2], None], strict=False):
        sides = [_card_rows(card, half, screen) if card else [] for card in (left, right)]
        for first, second in zip_longest(*sides, fillvalue=Text()):
            rows.append(Text(" ").append_text(paint.pad(first.copy(), half)).append_text(second))
    return [_space(), ("boxes", paint.boxes(view.cards, screen)), ("rows", rows)]


def _card_rows(card: Card, width: int, screen: Screen) -> list[Text]:
    line = Text(" ")
    line.append(f"{card.label:<8}", "dim")
    value = paint.signs(card.value, screen)
    line.append(f"{value:<11}" if card.change else f"{value}  ", "bold")
    if card.change:
        line.append_text(paint.pad(paint.change(card, screen), 7))
    indent, items = line.cell_len, [paint.signs(item, screen) for item in card.short]
    first, *rest = paint.caption_lines(items, max(8, width - 1 - indent))
    return [line.append(first), *(Text(" " * indent + part) for part in rest)]


def label_width(screen: Screen) -> int:
    """Return the columns of the rows' names: they get what the days leave."""
    return max(LABEL, min(screen.width - 4 - 7 * screen.column, MAX_LABEL))


def _wide(view: PeriodView, screen: Screen) -> list[Part]:
    arrow = paint.signs("before → after dose, 0–10", screen)
    doses = [dose_cell(day, screen, screen.column - 1) for day in view.days]
    parts: list[Part] = [
        ("", [paint.rule("Day by day", screen, arrow), _names(view, screen)]),
        ("", [_row("Dose", doses, screen)]),
    ]
    for label, cells in () if view.is_empty else ratings(view):
        drawn = [rating(*pair, screen) for pair in zip(view.days, cells, strict=True)]
        parts += [_space(), ("", [_row(label, drawn, screen)])]
    if any(day.sleep for day in view.days):
        slept = [Text(paint.centre(day.sleep, screen.cell)) for day in view.days]
        parts.append(("", [_row("Sleep", slept, screen)]))
    if view.effects or view.asked_none:
        parts += [_space(), *_effect_rows(view, screen)]
    return [*parts, *legend(view, screen, indent=2 + label_width(screen))]


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
        line.append(f"{name:<{screen.column}}", "bold" if day.doses or day.is_today else "dim")
    return line


def _row(label: str, cells: list[Text], screen: Screen) -> Text:
    line, width = Text("  "), label_width(screen)
    line.append(paint.fit(label, width - 1, screen.glyphs.more) + " ", "bold")
    for cell in cells:
        line.append_text(paint.pad(cell, screen.column))
    return line


def dose_cell(day: DayColumn, screen: Screen, width: int) -> Text:
    """Return a day's doses: shape and amount, or shapes and how many."""
    glyphs = screen.glyphs
    if not day.doses and day.missed:
        return paint.missed(day.missed, screen)
    if not day.doses:
        sign = "" if day.is_ahead else glyphs.no_dose
        return paint.styled(paint.centre(sign, screen.cell), "dim")
    line = Text()
    shapes = [mark.shape for mark in day.doses]
    for shape in shapes if len(shapes) <= 3 else dict.fromkeys(shapes):
        line.append(glyphs.shape(shape), paint.shape_style(shape))
    missed = Text()
    if day.missed:
        missed = paint.missed(day.missed, screen, beside=len(day.doses))
    if len(day.doses) == 1:
        line.append(_amount(day.doses[0].mg, width - 1 - missed.cell_len, glyphs.more), "bold")
    elif not missed:
        line.append(f" {glyphs.times}{len(day.doses)}", "bold")
    return line.append_text(missed)


def _amount(mg: str, width: int, more: str) -> str:
    """Return " 100 mg" in so many columns. Digits are never cut off: it would be another amount."""
    ways = (f" {mg} mg", f" {mg}mg", f"{mg}mg", f" {mg}", mg)
    return next((way for way in ways if len(way) <= width), f" {more}")


def _effect_rows(view: PeriodView, screen: Screen) -> list[Part]:
    rows = []
    for effect in view.effects:
        cells = [
            paint.severity(effect.by_day[n], screen) if n in effect.by_day else Text()
            for n in range(len(view.days))
        ]
        rows.append([_row(effect.name, cells, screen)])
    asked = [
        paint.styled("none" if n in view.asked_none else "", "dim") for n in range(len(view.days))
    ]
    return [*_listed(rows), ("", [_row("Asked", asked, screen)] if view.asked_none else [])]


def legend(view: PeriodView, screen: Screen, indent: int) -> list[Part]:
    """Return what the shapes and the colours mean, on as many lines as it takes."""
    lines: list[Text] = []
    meanings = [
        paint.styled(screen.glyphs.shape(mark.shape), paint.shape_style(mark.shape)).append(
            f" {mark.route} {paint.signs(mark.amounts, screen)}"
        )
        for mark in view.legend
    ]
    missed = sorted({kind for day in view.days for kind in day.missed})
    scale = [_scale(screen)] if any(any(day.ratings.values()) for day in view.days) else []
    for part in filter(None, (*meanings, *paint.missed_meaning(missed, screen), *scale)):
        if lines and lines[-1].cell_len + 3 + part.cell_len <= screen.width - 2:
            lines[-1].append("   ").append_text(part)
        else:
            lines.append(Text(" " * indent).append_text(part))
    return [("spacers legend", [Text()]), ("legend", lines)]


def _scale(screen: Screen) -> Text:
    scale = Text()
    if screen.colors in {"256", "truecolor"}:
        scale.append(" harder ", paint.heat(1, screen))
        for level in (3, 5, 7):
            scale.append("  ", paint.heat(level, screen))
        scale.append(" better ", paint.heat(9, screen))
    return scale


def _narrow(view: PeriodView, screen: Screen) -> list[Part]:
    titles = Text(" " * 17)
    titles.append(f"{paint.centre('Mood', 7)}  {paint.centre('Anxiety', 7)}", "dim")
    lines = [titles]
    for day in view.days:
        line = Text(" ")
        name = "Today " if day.is_today else f"{day.weekday} {day.day:>2}"
        line.append(f"{name} ", "bold" if day.doses or day.is_today else "dim")
        line.append_text(paint.pad(dose_cell(day, screen, 8), 9))
        line.append_text(paint.pad(rating(day, day.mood, screen), screen.cell))
        line.append("  ")
        line.append_text(rating(day, day.anxiety, screen))
        lines.append(line)
    return [
        ("heading", [paint.rule("Day by day", screen)]),
        ("", lines),
        *beside(view, screen),
        *legend(view, screen, indent=1),
        *effect_list(view, screen),
    ]


def beside(view: PeriodView, screen: Screen) -> list[Part]:
    """Return what of the days has no row of its own there: energy and sleep."""
    indent = " " * screen.indent
    return [
        ("", [Text(indent).append(f"{name:<8}", "dim").append(text)]) for name, text in view.beside
    ]


def effect_list(view: PeriodView, screen: Screen) -> list[Part]:
    """Return side effects one a line: name, worst severity, on which days."""
    if not (view.effects or view.asked_none):
        return []
    wide = screen.is_wide
    indent, column = " " * screen.indent, 15 if screen.is_wide else 12
    rows = []
    for effect in view.effects:
        name, above = effect.name, []
        if cell_len(name) > column:  # a long name has a line of its own
            whole = paint.fit(name, screen.width - screen.indent - 1, screen.glyphs.more)
            name, above = "", [Text(f"{indent}{whole.rstrip()}")]
        line = Text(f"{indent}{paint.fit(name, column, screen.glyphs.more)} ")
        severity = paint.severity(effect.worst, screen, full=wide)
        line.append_text(paint.pad(severity, 12 if wide else 8))
        tally = effect.tally if wide else _days_of(view, effect)
        room = screen.width - 3 - line.cell_len
        line.append("  " + paint.fit(tally, max(4, room), screen.glyphs.more), "dim")
        rows.append([*above, line])
    asked = []
    if view.asked_none:
        room = screen.width - len(indent) - 1
        said = paint.fit(f"Asked, none: {_days(view, view.asked_none)}", room, screen.glyphs.more)
        asked = [paint.styled(f"{indent}{said}", "dim")]
    heading = paint.rule("Side effects", screen)
    named = ", ".join(effect.name for effect in view.effects) or "none when asked"
    names = Text(indent).append(f"{'Effects':<8}", "dim")
    names.append(paint.fit(named, screen.width - names.cell_len - 1, screen.glyphs.more).rstrip())
    return [
        *(_space(), ("effects", [heading]), *_listed(rows, "effects"), ("effects", asked)),
        ("names", [names]),
    ]


def _days_of(view: PeriodView, effect: EffectRow) -> str:
    """Return on which days a side effect was at its worst, and on how many others it was."""
    worst = [n for n, rank in effect.by_day.items() if rank == effect.worst]
    others = len(effect.by_day) - len(worst)
    more = f" + {others} {'day' if others == 1 else 'days'}" if others else ""
    return f"{_days(view, worst)}{more}"


def _days(view: PeriodView, numbers: Iterable[int]) -> str:
    return ", ".join(f"{view.days[n].weekday} {view.days[n].day}" for n in numbers)


def foot(view: PeriodView, screen: Screen) -> list[Part]:
    """Return what to bring to the next appointment."""
    heading = paint.rule("For your next appointment", screen)
    parts: list[Part] = [_space(), ("foot", [heading])]
    counts = {
        "deviations": f"Beside the plan: {view.doses_beside_plan}; add --plain",
        "scores": f"More checks: {len(view.scores)}; add --plain",
    }
    for sign, name, points in (
        ("!", "flags", view.flags),
        ("!", "short-flags", view.short_flags),
        ("!", "deviations", view.deviations),
        ("=", "scores", view.scores),
        ("?", "", view.questions),
    ):
        shown = [_point(sign, point, screen) for point in points[:MAX_EFFECTS]]
        lines = [line for point in shown for line in point]
        parts.append((name, [*lines, *_more(len(points), MAX_EFFECTS)]))
        if counted := counts.get(name if points else ""):
            parts.append((f"{name}-counted", _point(sign, counted, screen)))
    return [*parts, ("closing", paint.command(view.closing, screen, screen.indent + 2))]


def _begin(view: PeriodView, screen: Screen) -> list[Part]:
    nothing = Text(f"{' ' * screen.indent}Nothing was recorded in this {view.kind}.")
    return [_space(), ("", [nothing, *paint.command(view.begin, screen, screen.indent)])]


def _point(sign: str, text: str, screen: Screen) -> list[Text]:
    lines = []
    for n, part in enumerate(wrapped(paint.signs(text, screen), screen.width - screen.indent - 4)):
        line = Text(" " * screen.indent)
        line.append(f"{'' if n else sign:<2}", "yellow")
        line.append(f"{'  ' * (n > 0 and not sign)}{part}")
        lines.append(line)
    return lines
