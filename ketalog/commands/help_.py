"""Read a page that comes with ketalog."""

import re
from pathlib import Path
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers import Answer, AnswerLine, Verbatim
from ketalog.app import App
from ketalog.commands import COMMANDS
from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.errors import BadInput

EXAMPLES = """
ketalog help dose              (the same as: ketalog dose --help)
ketalog help recovery          (a page: how to open a journal without ketalog)
"""
PAGES = (
    *("recovery", "tutorial", "how-to", "privacy", "phone", "commands", "import", "journal-file"),
    "json",
)
_PACKAGE = Path(__file__).parent.parent


def topics() -> dict[str, str]:
    """Return what is typed for each page, and its title; of a command's name the help is shown."""
    return {
        f"{name}.md" if name in COMMANDS else name: page(name).partition("\n")[0].removeprefix("# ")
        for name in PAGES
    }


def page(name: str) -> str:
    """Return a page's text: it is in the package, or, as it is worked on, in docs beside it."""
    folders = (_PACKAGE / "docs", _PACKAGE.parent / "docs")
    file = next(path for folder in folders if (path := folder / f"{name}.md").exists())
    return file.read_text(encoding="utf-8")


def command(
    ctx: typer.Context,
    topic: Annotated[str | None, p.words("[COMMAND | PAGE]")] = None,
) -> None:
    """See how a command is used, or read a page that comes with ketalog."""
    app: App = ctx.obj
    name = Path((topic or "").lower()).name.removesuffix(".md")  # as pages name each other
    if name not in PAGES:
        pages = topics()
        raise BadInput(
            f"There is no help on '{escape_invisible(topic or '')}'."
            f"{did_you_mean(name, [*COMMANDS, *pages])}",
            f"Type ketalog --help for the commands. Pages: {', '.join(pages)}.",
        )
    text = page(name)
    app.answer(Answer(_reflowed(text), {"page": name, "text": text}))


_OWN_LINE = re.compile(r"[#|>]|```|\s*$")
_BEGINS = re.compile(r"- |[0-9]+\. |\*\*")


def _reflowed(text: str) -> list[AnswerLine]:
    """Return the lines of a page, each paragraph as one: the terminal says how long a line is."""
    lines: list[AnswerLine] = []
    is_code = is_open = False
    for line in text.splitlines():
        is_fence = line.startswith("```")
        if line.startswith("<!-- "):  # What `make documents` goes by.
            continue
        if is_code or is_fence:
            lines.append(Verbatim(line))
            is_code ^= is_fence
            is_open = False
        elif _OWN_LINE.match(line):
            lines.append(line)
            is_open = False
        elif is_open and not _BEGINS.match(line):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
            is_open = True
    return lines
