"""The page as one HTML file: no script, nothing loaded, dark on screens, prints on A4 or Letter."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from ketalog.view.page import Page


def render(page: Page) -> bytes:
    """Return the page as UTF-8. Everything in it is escaped."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    source = files("ketalog.formats").joinpath("page.html.jinja").read_text(encoding="utf-8")
    return environment.from_string(source).render(page=page).encode()
