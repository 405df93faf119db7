"""Make a file to share."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers.phrases import say_kinds
from ketalog.app import App
from ketalog.commands import _questions
from ketalog.commands._period import days_said, read_days, refuse_rest
from ketalog.commands._questions import own_offer
from ketalog.domain.calendar import Span
from ketalog.domain.text import count, escape_invisible
from ketalog.errors import BadInput
from ketalog.export import files
from ketalog.export.formats import PURPOSES, Format, described, format_of, formats, suffixes
from ketalog.export.request import ExportRequest, default_span, until_today
from ketalog.times.words import say_days

if TYPE_CHECKING:
    from ketalog.clauses.line import Read

EXAMPLES = """
ketalog export summary.pdf  (since the last appointment, else 8 weeks)
ketalog export    (to ketalog-2026-11-22.pdf, by today's date; export csv too)
ketalog export ~/           (the same, into a folder)
ketalog export summary.md --since 2026-09-14 --notes
ketalog export doses.csv last 4 weeks
ketalog export doses.csv --per-dose  (a row a dose, and what came with it)
ketalog export doses.csv --excel-eu  (with decimal commas)
ketalog export clinic.fhir.json  (FHIR R4, for a clinic's system)
ketalog export paper.pdf    (a blank sheet for an evening, to fill in by hand)
ketalog export journal.json  (all of it: to keep, or to import elsewhere)
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
    words: Annotated[list[str] | None, p.words("[DAYS] [with notes]")] = None,
    since: p.Since = None,
    until: p.Until = None,
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
    per_dose: Annotated[
        bool, typer.Option("--per-dose", help="A .csv with a row a dose: before, after, plan.")
    ] = False,
    collection: Annotated[
        bool, typer.Option("--collection", help="A .fhir.json of entries alone, no document.")
    ] = False,
    without_snomed: Annotated[
        bool, typer.Option("--without-snomed", help="A .fhir.json without SNOMED CT codes.")
    ] = False,
    force: p.Force = False,
) -> None:
    """Make a file to share."""
    app: App = ctx.obj
    file, line, worded = _read(app, file, words or [])
    if None not in {worded, notes} and worded != notes:
        raise BadInput("Two things are said of the notes.", "Type one of them.")
    notes = worded if notes is None else notes
    path = _named(file, app.now)
    format_ = format_of(path)
    options = _chosen(ctx, path, format_)
    span = days_said(app, line, since, until, weeks)
    if span and format_.kind == "sheet":
        raise BadInput(
            f"{escape_invisible(path.name)} is a blank sheet: it has no days.",
            "For a page to read, name it summary.pdf.",
        )
    if span and format_.kind == "page":
        span = until_today(span, app.calendar, app.now)
    _questions.may_write(app, path, force=force)
    if format_.kind == "sheet":
        request = ExportRequest.blank(calendar=app.calendar, now=app.now, config=app.config)
        preview, remarks = [], []
    else:
        request = _request(app, format_, span, notes=notes, options=options)
        remarks = format_.remarks(request)
        preview = [*_preview(request, is_personal=format_.is_personal), *remarks]
    announced = app.ui.announce(preview)
    with app.ui.busy(f"Making {escape_invisible(path.name)}"):
        made = format_.render(request)
    size = files.write_file(path, made)
    unsaid = [] if announced else preview
    app.answer(_written(path.absolute(), size, request, unsaid, remarks))


_SAYS_NO_MORE = frozenset({"in", "to", "as", "a", "an", "my", "the", "for"})
_MEANT = {
    **dict.fromkeys(
        ("all", "everything", "journal"), "For all of it: ketalog export journal.json."
    ),
    **dict.fromkeys(("paper", "sheet", "blank"), "For a blank sheet: ketalog export paper.pdf."),
}
"""What is typed for a file that has a name of its own."""


def _read(app: App, file: str | None, words: list[str]) -> "tuple[str | None, Read, bool | None]":
    """Return the file that was named, what is said of days, and whether notes go in.

    `export last month` names no file.
    """
    typed = [*filter(None, [file]), *words]
    while typed[1:] and typed[0].lower() in _SAYS_NO_MORE:
        typed = typed[1:]
    before = [word for word in typed[:-1] if word.lower() not in _SAYS_NO_MORE]
    is_format = bool(before) and f".{typed[-1].lower()}" in {*suffixes(), *_ALSO_CALLED}
    if is_format and " ".join(read_days(app, before).unread).lower() in _NOTES:
        typed = [typed[-1], *before]  # last 3 weeks as pdf
    file = typed[0] if typed and _names_a_file(app, typed) else None
    line = read_days(app, typed[1:] if file is not None else typed)
    if file and file.lower() in _MEANT:
        raise BadInput(f"'{file}' is no name of a file.", _MEANT[file.lower()])
    said = " ".join(line.unread).lower()
    if said not in _NOTES:
        if file and f".{said}" in suffixes():
            named = escape_invisible(f"{file}.{said}")
            raise BadInput(f"'{said}' is no part of a name.", f"Type: ketalog export {named}.")
        if {"visit", "appointment"} & {*said.split()}:
            raise BadInput(
                f"'{escape_invisible(said)}' is what a page goes by without days.",
                "Type: ketalog export summary.pdf. For other days: --since and the first one.",
            )
        if not said.isdecimal():
            shown, rest = escape_invisible(said), " ".join(line.unread)
            offer = own_offer(app, "Without that", rest, "")
            raise BadInput(f"'{shown}' is too much here.", offer)
        refuse_rest(app, line)
    return file, line, _NOTES[said]


def _names_a_file(app: App, typed: list[str]) -> bool:
    """Tell whether the first word is a file or a format: all of them say no days and no notes."""
    path = Path(typed[0]).expanduser()
    if path.suffix or path.name != typed[0] or path.is_dir():
        return True
    return " ".join(read_days(app, typed).unread).lower() not in _NOTES


_NOTES = {"": None, "notes": True, "with notes": True, "without notes": False, "no notes": False}


def _request(
    app: App, format_: Format, span: Span | None, *, notes: bool | None, options: frozenset[str]
) -> ExportRequest:
    """Return what is asked for: without days, the usual ones, or of a journal all."""
    history = app.store.everything()
    is_journal, why = format_.kind == "journal", ""
    if span is None and not is_journal:
        span, why = default_span(history.entries.values(), app.calendar, app.now)
    return ExportRequest.of(
        history,
        span,
        notes=is_journal if notes is None else notes,
        calendar=app.calendar,
        now=app.now,
        config=app.config,
        why=why,
        options=options,
    )


def _chosen(ctx: typer.Context, path: Path, format_: Format) -> frozenset[str]:
    """Return the options of formats that were given. Raises BadInput for one of another format."""
    given = p.flags_of(ctx)
    options = {option for other in formats() for option in other.options}
    chosen = frozenset(option for option in options if given[option])
    for option in sorted(chosen - {*format_.options}):
        other = next(other for other in formats() if option in other.options)
        raise BadInput(
            f"{option} is for {PURPOSES[other.kind]}, and {escape_invisible(path.name)} is none.",
            f"End the name in {other.suffixes[0]}, or leave {option} out.",
        )
    return chosen


_ALSO_CALLED = {".markdown": ".md", ".fhir": ".fhir.json", ".excel": ".csv", ".web": ".html"}
"""Words for formats that have no file's ending."""


def _named(typed: str | None, now: datetime) -> Path:
    """Return the file that was named; without more than a format or folder, one of the day."""
    if typed is not None and not Path(typed).suffix and Path(typed).expanduser().is_dir():
        return Path(typed).expanduser() / _named(None, now)
    suffix = suffixes()[0] if typed is None else f".{typed.lower().lstrip('.')}"
    suffix = _ALSO_CALLED.get(suffix, suffix)
    # paper.pdf is a name: a blank sheet is of no day.
    if typed is None or (suffix in suffixes() and format_of(Path(f"x{suffix}")).kind != "sheet"):
        return Path(f"ketalog-{now:%Y-%m-%d}{suffix}")
    return Path(typed)


def _preview(request: ExportRequest, *, is_personal: bool) -> list[str]:
    """Return what will be in an export, a sentence a line."""
    entries = request.inside
    which = f" ({say_kinds(entries)})" if entries else ""
    lines = [f"{_extent(request)}: {count(len(entries), 'entry', 'entries')}{which}."]
    if request.whole:
        return [*lines, "With notes and every earlier version."]
    lines.append("With notes." if request.notes else "Notes are left out (--notes puts them in).")
    person = (("name", request.config.name), ("birth date", request.config.born))
    if is_personal and (known := [what for what, value in person if value]):
        lines.append(f"With your {' and '.join(known)}.")
    elif is_personal:
        lines.append("No name is on it (ketalog config name 'Ann Lee' puts one on).")
    return lines


def _extent(request: ExportRequest) -> str:
    if request.span is None:
        return "Everything"
    why = f", {request.why}" if request.why else ""
    return f"{say_days(request.span)}{why}"


def _written(
    path: Path, size: int, request: ExportRequest, above: Sequence[str], remarks: Sequence[str]
) -> Answer:
    """Return where the file is, below what is in it if that was not said before.

    In the data sizes are bytes and days half-open, with null for no end.
    """
    place = f"Written: {escape_invisible(str(path))} ({max(1, round(size / 1024)):,} KB)"
    data: dict[str, Any] = {
        "file": str(path),
        "bytes": size,
        "whole": request.whole,
        "start": request.span.start if request.span else None,
        "end": request.span.end if request.span else None,
        "entries": len(request.inside),
        "notes": request.notes,
        "why": request.why or None,
        "remarks": list(remarks),
    }
    return Answer([*above, place], data)


command.__doc__ = f"Make a file to share: {described()}."
