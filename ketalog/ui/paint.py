"""The strokes that drawings are made of: padded text, heat cells, severity, cards, rules."""

from __future__ import annotations

from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TextIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from ketalog.domain.text import escape_invisible
from ketalog.ui.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ketalog.answers import Hint
    from ketalog.answers.period import Card, Cell
    from ketalog.ui.terminal import Screen

HEAT = (
    "#9c3203", "#a63f08", "#ab4c0f", "#a85a1c", "#956236", "#686c70",
    "#45719a", "#2f72a8", "#1f6bab", "#1561a8", "#0c549e",
)  # fmt: skip
"""Backgrounds from harder (0) to better (10); white on each is at least 5:1."""
HEAT_256 = (88, 88, 94, 94, 95, 240, 24, 25, 25, 25, 18)
"""The same on the 256-colour cube."""
_SYSTEMS: dict[str, Literal["standard", "256", "truecolor"]] = {
    "none": "standard",  # bold and dim stay; the colours go by no_color
    "16": "standard",
    "256": "256",
    "truecolor": "truecolor",
}
SEVERITY = ("yes", "mild", "mod.", "sev.")
SEVERITY_FULL = ("noted", "mild", "moderate", "severe")
NARROWEST = 15
"""Columns of a card, so that its number and its change have room."""


def write(
    lines: Iterable[Text], screen: Screen, out: TextIO, as_called: Callable[[str], str] = str
) -> None:
    """Write drawn lines, each no wider than the screen, in what the stream can spell."""
    drawn = StringIO()
    console = Console(
        file=drawn,
        width=screen.width,
        color_system=_SYSTEMS[screen.colors],
        force_terminal=True,
        no_color=screen.colors == "none",
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    for line in lines:
        if screen.colors in {"none", "16"}:  # else the last cell's background would be cut
            line.rstrip()
        console.print(line, no_wrap=True, overflow="crop", crop=True)
    text, encoding = as_called(drawn.getvalue()), out.encoding or "utf-8"
    out.write(text if _holds(encoding, text) else spelled(text, encoding))


def spelled(text: str, encoding: str) -> str:
    """Return text in what an encoding holds; what it lacks is ? for each column that it took."""
    parts = []
    for is_held, chars in groupby(text, lambda char: _holds(encoding, char)):
        part = "".join(chars)
        parts.append(part if is_held else "?" * cell_len(part))
    return "".join(parts)


def _holds(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def fit(text: str, width: int, more: str = "…") -> str:
    """Return words of a patient in exactly so many columns, cut where they are longer."""
    shown = escape_invisible(text)
    if cell_len(shown) > width:
        shown = set_cell_size(shown, width - len(more)).rstrip() + more
    return set_cell_size(shown, width)


def centre(text: str, width: int) -> str:
    """Return text in the middle of so many columns."""
    left = (width - cell_len(text)) // 2
    return " " * left + text + " " * (width - cell_len(text) - left)


def styled(text: str, style: str) -> Text:
    """Return text in a style that what is appended to it does not take on."""
    return Text().append(text, style)


def pad(line: Text, width: int) -> Text:
    """Return the line filled up to so many columns."""
    line.append(" " * max(0, width - line.cell_len))
    return line


def heat(level: int | None, screen: Screen, *, bold: bool = False) -> str:
    """Return the style of a value, 0 harder to 10 better."""
    weight = "bold " if bold else ""
    if level is None or screen.colors in {"none", "16"}:
        return weight.strip()
    if screen.colors == "256":
        return f"{weight}color(231) on color({HEAT_256[level]})"
    return f"{weight}#ffffff on {HEAT[level]}"


def heat_cell(cell: Cell | None, screen: Screen) -> Text:
    """Return a day's rating, as wide as a cell: `3→5`, one value, or nothing recorded."""
    if cell is None:
        return styled(centre(screen.glyphs.nothing, screen.cell), "dim")
    if cell.is_single:
        return styled(centre(cell.after, screen.cell), heat(cell.after_level, screen))
    if len(screen.glyphs.arrow) > 1:
        return Text(f"{cell.before:>2} {screen.glyphs.arrow} ").append(cell.after, "bold")
    half = screen.cell // 2
    line = styled(centre(cell.before, half), heat(cell.before_level, screen))
    line.append(screen.glyphs.arrow)
    line.append(centre(cell.after, half), heat(cell.after_level, screen, bold=True))
    return line


def severity(level: int, screen: Screen, *, full: bool = False) -> Text:
    """Return a side effect's severity as count and word: `■□□ mild`; no count if not said."""
    word = (SEVERITY_FULL if full else SEVERITY)[level]
    if level == 0:
        return styled(f"    {word}", "dim")
    line = styled(screen.glyphs.full * level, "bold red" if level == 3 else "yellow")
    line.append(screen.glyphs.empty * (3 - level), "dim")
    line.append(f" {word}", "bold" if level == 3 else "")
    return line


def shape_style(shape: str) -> str:
    """Return the accent of a route's shape: the terminal's own colours."""
    return {"circle": "cyan", "diamond": "magenta", "triangle": "green"}.get(shape, "blue")


def missed_sign(kind: str, screen: Screen) -> str:
    """Return the sign of a planned dose that was not taken."""
    return {"skipped": screen.glyphs.times, "unknown": "?", "due": screen.glyphs.due}[kind]


def missed(kinds: tuple[str, ...], screen: Screen, beside: int = 0) -> Text:
    """Return a day's planned doses that were not taken; signs alone `beside` those that were."""
    signs = "".join(missed_sign(kind, screen) for kind in kinds)
    words = {"skipped": "skip", "unknown": "", "due": "due"}
    if beside or len(kinds) > 1 or not words[kinds[0]]:
        return styled(f" {signs}" if beside else centre(signs, screen.cell), "yellow")
    return styled(centre(f"{signs} {words[kinds[0]]}", screen.cell), "yellow")


def missed_meaning(kinds: Iterable[str], screen: Screen) -> list[Text]:
    """Return what the signs of planned doses that were not taken mean."""
    words = {"skipped": "skipped", "unknown": "planned, not recorded", "due": "planned"}
    return [
        styled(missed_sign(kind, screen), "yellow").append(f" {words[kind]}", "") for kind in kinds
    ]


def command(hint: Hint, screen: Screen, indent: int) -> list[Text]:
    """Return what can be done next; the command is bold, and never broken across lines."""
    line = Text(f"{' ' * indent}{hint.text}: ")
    if line.cell_len + len(hint.command) < screen.width:
        return [line.append(hint.command, "bold")]
    line.rstrip()
    return [line, Text(" " * (indent + 2)).append(hint.command, "bold")]


def rule(label: str, screen: Screen, note: str = "", *, indent: int | None = None) -> Text:
    """Return a heading with a line to the right edge, and a note at its end."""
    indent = screen.indent if indent is None else indent
    line = Text(" " * indent)
    line.append(label, "bold")
    tail = f" {note}" if note else ""
    length = screen.width - indent - cell_len(label) - cell_len(tail) - 3
    line.append(f" {screen.glyphs.line * max(0, length)}", "dim")
    if length > 0:
        line.append(tail, "dim")
    return line


def change(card: Card, screen: Screen) -> Text:
    """Return a card's signed change with its direction."""
    if not card.change:
        return Text()
    glyphs = screen.glyphs
    if not card.direction:
        return styled(glyphs.same, "dim")
    sign = glyphs.up if card.direction > 0 else glyphs.down
    return styled(f"{sign} {signs(card.change, screen)}", "cyan")


def signs(text: str, screen: Screen) -> str:
    """Return text with the signs that the screen can show."""
    glyphs = screen.glyphs
    for sign, other in (("→", glyphs.arrow), ("−", glyphs.minus), ("×", glyphs.times)):
        text = text.replace(sign, other)
    return text.replace("–", glyphs.nothing).replace("…", glyphs.more)


def boxes(cards: Iterable[Card], screen: Screen) -> list[Text]:
    """Return cards side by side, five lines high, or more where a caption takes more lines."""
    shown = list(cards)
    widths = _widths(shown, screen.width - 4 - (len(shown) - 1))
    captions = [
        caption_lines([signs(item, screen) for item in card.caption], width - 4)
        for card, width in zip(shown, widths, strict=True)
    ]
    tallest = max(map(len, captions))
    filled = [[*caption, *[""] * (tallest - len(caption))] for caption in captions]
    lines = [Text("  ") for _ in range(4 + tallest)]
    for card, width, caption in zip(shown, widths, filled, strict=True):
        for line, part in zip(lines, _box(card, width, caption, screen), strict=True):
            line.append_text(part)
            line.append(" ")
    return lines


def _widths(cards: list[Card], total: int) -> list[int]:
    """Return the boxes' widths: even, unless the first needs what the others can spare."""
    even = _even(total, len(cards))
    needed = [cell_len(", ".join(card.caption)) + 4 for card in cards]
    if needed[0] <= even[0]:
        return even
    most = max(even[0], total - sum(min(pair) for pair in zip(needed[1:], even[1:], strict=True)))
    longest = max(cell_len(part) + 4 for part in _with_commas(cards[0].caption))
    if (total - longest) // (len(cards) - 1) >= NARROWEST:
        most = max(most, longest)
    ways = range(min(most, max(even[0], longest)), most + 1)
    first = min(ways, key=lambda width: (len(caption_lines(cards[0].caption, width - 4)), width))
    return [first, *_even(total - first, len(cards) - 1)]


def _with_commas(items: Sequence[str]) -> list[str]:
    return [*(f"{item}," for item in items[:-1]), *items[-1:]]


def caption_lines(items: Sequence[str], width: int) -> list[str]:
    """Return a caption on as many lines as it takes: between its items, else between words."""
    lines: list[str] = []
    for part in _with_commas(items):
        if lines and cell_len(f"{lines[-1]} {part}") <= width:
            lines[-1] += f" {part}"
        else:
            lines += wrapped(part, width)
    return lines or [""]


def _even(total: int, n: int) -> list[int]:
    return [total // n + (place < total % n) for place in range(n)]


def _box(card: Card, width: int, caption: list[str], screen: Screen) -> list[Text]:
    glyphs, inner = screen.glyphs, width - 4
    value = styled(signs(card.value, screen), "bold")
    step = change(card, screen)
    if card.change and value.cell_len + 1 + step.cell_len <= inner:
        value.append("  " if value.cell_len + 2 + step.cell_len <= inner else " ")
        value.append_text(step)
    rows = [
        styled(card.label, "dim"),
        value,
        *(Text(fit(part, inner, glyphs.more)) for part in caption),
    ]
    corners = glyphs.corners
    top = Text(f"{corners[0]}{glyphs.line * (width - 2)}{corners[1]}", "dim")
    bottom = Text(f"{corners[2]}{glyphs.line * (width - 2)}{corners[3]}", "dim")
    return [top, *(_walled(row, inner, glyphs.bar) for row in rows), bottom]


def _walled(row: Text, inner: int, bar: str) -> Text:
    line = styled(f"{bar} ", "dim")
    line.append_text(pad(row, inner))
    line.append(f" {bar}", "dim")
    return line
