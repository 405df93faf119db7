"""The colours of the page by their names, for light and for dark, and the CSS that changes them.

A chart carries the light ones as attributes, for paper, and a class beside each: `mood` is a fill
of that colour, `mood-line` a stroke. `tests/page/test_palette.py` holds the contrasts (WCAG 2.2,
1.4.3 and 1.4.11) and that colour-blind eyes tell the measures apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPE = "ketalog-chart"
"""The class of each chart's root."""

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1a1f24",
    "muted": "#55606b",
    "grid": "#d0d6dc",
    "shade": "#f1f4f6",
    "mood": "#0b5fa5",
    "mood-band-25": "#aecbe4",
    "mood-band-10": "#dbe8f3",
    "anxiety": "#a8480a",
    "anxiety-band-25": "#eac0a3",
    "anxiety-band-10": "#f8e5d9",
    "flag": "#a3123a",
    "severity-1": "#f3f5f7",
    "severity-2": "#e7ebee",
    "severity-3": "#d9dfe4",
    "severity-4": "#cad2d9",
    "severity-5": "#bac4cd",
    "severity-6": "#aab6c1",
}
DARK = {
    "paper": "#14181c",
    "ink": "#e9edf0",
    "muted": "#a3afba",
    "grid": "#3b444d",
    "shade": "#1c2227",
    "mood": "#63b3f0",
    "mood-band-25": "#254a68",
    "mood-band-10": "#1b2f40",
    "anxiety": "#f29a5c",
    "anxiety-band-25": "#643f26",
    "anxiety-band-10": "#38291f",
    "flag": "#ff7a95",
    "severity-1": "#1c2227",
    "severity-2": "#262e35",
    "severity-3": "#313b44",
    "severity-4": "#3c4853",
    "severity-5": "#475562",
    "severity-6": "#526271",
}
SEVERITIES = sum(name.startswith("severity-") for name in LIGHT)


def severity_name(step: int) -> str:
    """Return the colour's name of a severity band; 0 is the least severe."""
    return f"severity-{min(step + 1, SEVERITIES)}"


def chart_css(theme: Mapping[str, str]) -> str:
    """Return the rules that give charts inside a page a theme's colours: `chart_css(DARK)`."""
    return "".join(
        f".{SCOPE} .{name}{{fill:{colour}}}.{SCOPE} .{name}-line{{stroke:{colour}}}\n"
        for name, colour in theme.items()
    )
