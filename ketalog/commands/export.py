"""Make a file to share."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ketalog.app import App
from ketalog.commands import _input, _questions
from ketalog.commands.list_ import Since, Until
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.export import files
from ketalog.export.answer import say_preview, written_answer
from ketalog.export.formats import described, format_of, suffixes
from ketalog.export.request import ExportRequest, default_span, until_today

EXAMPLES = """
ketalog export summary.pdf        (since the last appointment, else 8 weeks)
ketalog export                    (to ketalog-2026-11-22.pdf, by today's date; export csv too)
ketalog export summary.md --since 2026-09-14 --notes
ketalog export doses.csv --weeks 4
ketalog export doses.csv --excel-eu      (for a spreadsheet with decimal commas)
ketalog export journal.json       (all of it: to keep, or to import elsewhere)
"""
*_first, _last = suffixes()


def command(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", help=f"Ends in {' '.join(_first)} or {_last}.", show_default=False
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    weeks: Annotated[
        str | None, typer.Option("--weeks", metavar="N", help="So many weeks until today.")
    ] = None,
    notes: Annotated[
        bool | None,
        typer.Option("--notes/--without-notes", help="Notes too, or not.", show_default=False),
    ] = None,
    excel_eu: Annotated[
        bool, typer.Option("--excel-eu", help="A .csv with ; between cells and decimal commas.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Make a file to share."""
    app: App = ctx.obj
    path = _named(file, app.now)
    format_ = format_of(path)
    if excel_eu and format_.kind != "table":
        raise BadInput(
            f"--excel-eu is for a table, and {escape_invisible(path.name)} is none.",
            "End the name in .csv, or leave --excel-eu out.",
        )
    everything, for_reading = format_.kind == "journal", format_.kind == "page"
    span = _input.parse_span(app, since, until, _input.at_least_one(weeks, "--weeks", 520))
    if span and for_reading:
        span = until_today(span, app.calendar, app.now)
    _questions.may_write(app, path, force=force)
    history = app.store.everything()
    usual = None
    if span is None and not everything:
        usual = default_span(history.entries.values(), app.calendar, app.now)
    request = ExportRequest.of(
        history,
        usual.span if usual else span,
        notes=everything if notes is None else notes,
        calendar=app.calendar,
        now=app.now,
        config=app.config,
        why=usual.why if usual else "",
        excel_eu=excel_eu,
    )
    preview = say_preview(request, is_page=for_reading)
    announced = app.ui.announce(preview)
    with app.ui.busy(f"Making {escape_invisible(path.name)}"):
        made = format_.render(request)
    size = files.write_file(path, made)
    unsaid = [] if announced else preview
    app.answer(written_answer(path.absolute(), size, request, unsaid))


def _named(typed: str | None, now: datetime) -> Path:
    """Return the file that was named; without more than a format, one named by the day."""
    usual = suffixes()[0]
    if typed is not None and f".{typed.lower().lstrip('.')}" not in suffixes():
        return Path(typed)
    suffix = f".{typed.lower().lstrip('.')}" if typed else usual
    return Path(f"ketalog-{now:%Y-%m-%d}{suffix}")


command.__doc__ = f"Make a file to share: {described()}."
