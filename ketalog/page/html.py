"""The page as HTML: one file without scripts that loads nothing, for screens and for paper."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from ketalog.page.charts.palette import DARK, LIGHT, chart_css
from ketalog.page.spaces import kept_together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketalog.page.page import Page

PAPERS = {"a4": "A4", "letter": "letter"}
"""What CSS calls each paper."""
MARGINS = {"a4": "28.7pt 14mm 30pt", "letter": "22.7pt 14mm 32pt"}
"""Such that as much fits on a sheet as in the PDF."""


def render(page: Page) -> bytes:
    """Return the page as a file; whatever is in it is only text."""
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_kept_together,
    )
    style = _style(page)
    template = environment.from_string(_read("page.html.jinja"))
    return template.render(page=page, style=style, policy=_policy(style)).encode()


def _kept_together(value: object) -> object:
    """Return what is put out; a chart, which is no plain text, as it is."""
    return kept_together(value) if type(value) is str else value


def _read(name: str) -> str:
    return files("ketalog.page").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str) -> str:
    """Allow this style sheet and nothing else: no other style, no script, no address."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _style(page: Page) -> str:
    dark = f"{_theme('dark', DARK)}{chart_css(DARK)}"
    parts = (
        _theme("light", LIGHT),
        f"@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n",
        _read("page.css"),
        _paper(page),
    )
    return f"\n{''.join(parts)}"


def _theme(name: str, colours: Mapping[str, str]) -> str:
    variables = "".join(f" --{use}: {colour};" for use, colour in colours.items())
    return f":root {{ color-scheme: {name};{variables} }}\n"


def _paper(page: Page) -> str:
    """Return the paper, whose it is and its number in the margin, where a browser puts it there."""
    font = f"font: 8pt sans-serif; color: {LIGHT['muted']};"
    whose = f'{font} white-space: nowrap; content: "{_quoted(page.on_every_sheet)}";'
    number = f"{font} content: {_numbered(page.page_of)};"
    size = f"size: {PAPERS[page.paper]}; margin: {MARGINS[page.paper]};"
    keep = f"height: {page.room}pt; margin-bottom: -{page.room}pt; break-inside: avoid;"
    return (
        f"@page {{ {size} @bottom-left {{ {whose} }} @bottom-right {{ {number} }} }}\n"
        f'@media print {{ .doses:not(.empty)::before {{ content: ""; display: block; {keep} }} }}\n'
    )


def _numbered(words: str) -> str:
    """Return words with places for {n} and {of} as what CSS writes in a margin."""
    counters = {"n": "counter(page)", "of": "counter(pages)"}
    parts = [
        counters[part] if at % 2 else f'"{_quoted(part)}"'
        for at, part in enumerate(re.split(r"\{(n|of)\}", words))
    ]
    return " ".join(parts)


def _quoted(words: str) -> str:
    """Return words as they stand between a style sheet's quotation marks."""
    return re.sub(r'[\\"<\n]', lambda sign: f"\\{ord(sign[0]):x} ", words)
