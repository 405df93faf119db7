"""Try everything on a made-up journal."""

import sys
from os.path import realpath
from pathlib import Path
from shlex import quote
from shutil import which
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers import Answer, AnswerLine, Verbatim
from ketalog.app import App
from ketalog.commands.week import period_answer
from ketalog.demo import entries
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile

EXAMPLES = """
ketalog demo
ketalog demo ~/ketalog-demo
"""


def command(
    ctx: typer.Context,
    folder: Annotated[Path | None, p.words("[FOLDER]")] = None,
) -> None:
    """Make a journal with eight made-up weeks and look at it. Your own is never touched."""
    app: App = ctx.obj
    demo = app.beside(_empty(folder) / "journal.json")
    week = demo.calendar.week_of(demo.calendar.day_of(demo.now) - 3 * ONE_DAY)
    demo.journal.fill(entries(demo.now, week.start))
    shown = period_answer(demo, week, "week")
    app.answer(Answer(shown.lines, shown.data, shown.drawing, below=_next(app, demo)))


def _next(app: App, demo: App) -> tuple[AnswerLine, ...]:
    """Return how to go on with a made-up journal: three lines to type."""
    path = f'PATH={quote(folder)}:"$PATH" ' if (folder := _unfound(app)) else ""
    return (
        "",
        "A made-up journal of eight weeks. To try everything on it, type these three lines:",
        Verbatim(f"  export {path}KETALOG_JOURNAL={quote(str(demo.journal_path))}"),
        Verbatim("  ketalog"),  # By the journal of the line above, whatever this one was called by.
        Verbatim("  ketalog dose --usual"),
    )


def _unfound(app: App) -> str:
    """Return the folder of this program if `ketalog` alone means another one, or none."""
    here = Path(sys.executable).parent
    program = here / "ketalog"
    program_on_path = which("ketalog", path=app.env.get("PATH"))
    is_found = program_on_path is not None and realpath(program_on_path) == realpath(program)
    return "" if is_found or not program.exists() else str(here)


def _empty(folder: Path | None) -> Path:
    """Return an empty folder: a new temporary one, or the one named."""
    if folder is None:
        from tempfile import mkdtemp

        return Path(mkdtemp(prefix="ketalog-demo-"))
    folder = folder.expanduser()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadFile(f"{escape_invisible(str(folder))} is not an empty folder.", "Name a new one.")
    return folder
