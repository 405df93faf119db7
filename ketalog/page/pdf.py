"""The page as PDF: on A4 or Letter, tagged for screen readers (PDF/UA-1), with its own font.

Whatever is in the page goes to the template as JSON and is only text there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from ketalog.domain.text import strip_invisible
from ketalog.errors import BadFile, BadInput
from ketalog.page.spaces import kept_together

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.page.page import Page
    from ketalog.page.sheet import Sheet

_HERE = Path(__file__).parent
_INSTEAD = "Write .html instead, and print it from your browser."
_NEVER = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffc\\ufffe\\uffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
"""What no text may hold: controls, surrogates, noncharacters; and U+FFFC, which stands for none."""


_TRIES = ((False, True), (True, True), (True, True), (True, False))
"""With the system's fonts or not, and the checks of PDF/UA-1 or not: what Inter has not is looked
for among the system's fonts; what none has stands as its name, and costs nobody the file."""
_MISSING = r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed'
"""How typst says that no font has a text."""


def render(page: Page | Sheet, paper: str, made: datetime, template: str = "page") -> bytes:
    """Return the page as a file, dated `made`; `paper` is "a4" or "letter".

    Raises BadInput where there is no typst.
    """
    try:
        import typst
    except ImportError as error:
        raise BadInput("PDF can't be made here: typst is missing.", _INSTEAD) from error

    inputs = {"page": json.dumps(_plain(page), ensure_ascii=False), "paper": paper}
    for has_system_fonts, is_checked in _TRIES:
        fonts = typst.Fonts(
            include_system_fonts=has_system_fonts,
            include_embedded_fonts=False,
            font_paths=[str(_HERE / "fonts")],
        )
        try:
            return typst.compile(
                _HERE / "templates" / f"{template}.typ",
                root=_HERE,
                font_paths=fonts,
                sys_inputs=inputs,
                pdf_standards="ua-1" if is_checked else None,
                timestamp=int(made.timestamp()),
            )
        except typst.TypstError as error:
            if has_system_fonts and is_checked:
                named = _with_names(inputs["page"], error.diagnostic)
                if named != inputs["page"]:
                    inputs |= {"page": named, "is-named": "true"}
        except BaseException as error:
            # Where typst breaks off, what it raises is no Exception and has no name to import.
            if type(error).__module__ != "pyo3_runtime":
                raise
    raise BadFile("The PDF can't be made.", _INSTEAD)


def _with_names(words: str, diagnostic: str) -> str:
    """Return words with the names of the signs in them that no font has."""
    missing = {
        sign
        for text in re.findall(_MISSING, diagnostic)
        for sign in re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text)
        if not sign.isascii()
    }
    if not missing:
        return words
    return re.sub(
        f"[{re.escape(''.join(missing))}]+",
        lambda run: f"[{', '.join(map(_name_of, run[0]))}]",
        words,
    )


def _name_of(sign: str) -> str:
    """Return what a sign is called; of a letter its code, for its name does not say more."""
    code = f"U+{ord(sign):04X}"
    name = "" if sign.isalpha() else unicodedata.name(sign, "")
    return name.lower() or code


def _plain(value: Any) -> Any:
    """Return a page, or a part of it, as what JSON knows, its texts without what can't be set."""
    if isinstance(value, str):
        words = value if value.startswith("<svg") else kept_together(value)
        if value.isascii() and value.isprintable():  # Most are, and a page has hundreds.
            return words
        return _NEVER.sub("", strip_invisible(words)).replace("\t", "    ")
    if isinstance(value, Struct):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    return value
