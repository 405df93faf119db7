"""The page as HTML: one file without scripts that loads nothing, for screens and for paper."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

if TYPE_CHECKING:
    from ketalog.view.page import Page


def render(page: Page) -> bytes:
    """Return the page as a file; whatever is in it is only text."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("ketalog.formats").joinpath("page.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page).encode()
