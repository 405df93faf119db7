"""Take in a file."""

import io
import re
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from ketalog.answers.importing import (
    MOST_NAMED,
    account_data,
    account_lines,
    ask_mood,
    ask_scale,
    outcome_lines,
    preview_lines,
    say_some,
    unnumbered_lines,
)
from ketalog.app import App
from ketalog.commands._questions import agrees, own_line
from ketalog.domain.amounts import read_dose
from ketalog.domain.entries import MEASURE, Dose
from ketalog.domain.routes import read_route
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput
from ketalog.export.files import LARGEST_FILE, read_file
from ketalog.importers import Incoming, Wanted, importers, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ketalog.answers import Answer
    from ketalog.journal import Outcome

EXAMPLES = """
ketalog import journal.json --dry-run
ketalog import journal.json
"""
_FILES = "; ".join(importer.files for importer in importers())


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"{_FILES}.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would come in.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask, take it in.")] = False,
    mood_map: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Numbers for moods: 'happy=8, sad=2, odd=-'."),
    ] = None,
    route: Annotated[
        str | None, typer.Option(metavar="ROUTE", help="The route of doses that don't say theirs.")
    ] = None,
    each: Annotated[
        str | None, typer.Option(metavar="MG", help="How strong one unit of a dose is.")
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=ENDS", help="A scale: mood=1..5; the first end becomes 0."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="What a column of any table holds."),
    ] = None,
    day_order: Annotated[
        str | None, typer.Option(metavar="dmy|mdy", help="How 03/04/25 is to be read.")
    ] = None,
    also: Annotated[bool, typer.Option("--also", help="Take other medicines in too.")] = False,
    take_all: Annotated[
        bool, typer.Option("--all", help="Readings that stand by no dose too.")
    ] = False,
) -> None:
    """Take in a file. Nothing is overwritten; the same file twice adds nothing the second time."""
    app: App = ctx.obj
    path = file.expanduser()
    wanted = Wanted(
        app.now,
        doses=lambda: _dose_times(app),
        moods=_read_mood_map(mood_map or []),
        scales=_read_scales(scale or []),
        columns=columns or (),
        day_order=_read_order(day_order),
        route=read_route(route) if route else None,
        each_mg=_read_each(each) if each else None,
        take_all=take_all,
        others=also,
    )
    incoming = _complete(app, path, wanted, ask=app.ui.asks and not yes, dry_run=dry_run)
    lines = [*account_lines(incoming), *unnumbered_lines(incoming.moods)]
    if app.ui.asks and not (yes or dry_run):
        would = _outcome(app, incoming, dry_run=True)
        if would.changed:
            app.ui.notice(*preview_lines(would, lines))
            if not agrees(app, "Take it in? y to take it in: "):
                raise BadInput("Nothing was imported.", "Type y to agree.")
            lines = []
    outcome = _outcome(app, incoming, dry_run=dry_run)
    app.answer(_answer(app, outcome, incoming, lines))


def _outcome(app: App, incoming: Incoming, *, dry_run: bool) -> "Outcome":
    return app.journal.take_in(incoming.entries, incoming.deleted, dry_run=dry_run)


def _answer(app: App, outcome: "Outcome", incoming: Incoming, lines: list[str]) -> "Answer":
    lines = [*lines, *outcome_lines(outcome, app.now)]
    return app.change(outcome, lines=lines, data={"file": account_data(incoming)})


def _complete(app: App, path: Path, wanted: Wanted, *, ask: bool, dry_run: bool) -> Incoming:
    """Return what a file holds, with what only the patient can say: asked, or named as missing."""
    incoming = _taken(app, path, wanted)
    while (incoming.moods or incoming.scales or incoming.routes or incoming.strengths) and ask:
        wanted = _asked(app, incoming, wanted)
        incoming = _taken(app, path, wanted)
    if incoming.scales and not dry_run:
        ends = ", ".join(f"{name} ({a} to {b})" for name, (a, b) in incoming.scales.items())
        options = [word for name in incoming.scales for word in ("--scale", f"{name}=A..B")]
        raise BadInput(
            f"The file doesn't say its scales: {ends}. Nothing was imported.",
            f"Give their ends, such as 1..5, for A..B: {own_line(app, '', '', *options)}",
        )
    if incoming.moods and not dry_run:
        names = [escape_invisible(name) for name in incoming.moods]
        pairs = ", ".join(f"{name}=N" for name in names[:MOST_NAMED])
        raise BadInput(
            f"Some moods have no number: {say_some(names)}. Nothing was imported.",
            "Give each one from 0 to 10, or - to leave it out, for N: "
            f"{own_line(app, '', '', '--mood-map', pairs)}",
        )
    return incoming


def _asked(app: App, incoming: Incoming, wanted: Wanted) -> Wanted:
    """Return what is wanted, with what a person answers about the file."""
    moods = dict(wanted.moods)
    if incoming.moods:
        app.ui.notice("These moods have no number that ketalog knows.")
    for name, times in incoming.moods.items():
        moods[name] = _asked_until(app, ask_mood(name, times), _read_rating)
    scales = dict(wanted.scales)
    for name, (least, most) in incoming.scales.items():
        scales[name] = _asked_until(app, ask_scale(name, least, most), _read_ends)
    route, each = wanted.route, wanted.each_mg
    if incoming.routes:
        question = f"Doses without a route: {incoming.routes:,}. Their route: "
        route = _asked_until(app, question, read_route)
    if incoming.strengths:
        question = f"Doses that aren't in mg: {incoming.strengths:,}. How strong is one, in mg: "
        each = _asked_until(app, question, _read_each)
    return wanted.with_(moods=moods, scales=scales, route=route, each_mg=each)


def _asked_until(app: App, question: str, read: Any) -> Any:
    while True:
        try:
            return read(app.ui.ask(question))
        except BadInput as error:
            app.ui.notice(error.message)


def _read_rating(typed: str) -> int | None:
    words = typed.strip()
    if words == "-":
        return None
    if words.isdecimal() and int(words) <= 10:
        return int(words)
    raise BadInput(f"'{escape_invisible(typed)}' is no number from 0 to 10.")


def _read_each(typed: str) -> "Decimal":
    amount, rest = read_dose([typed])
    if amount is None or rest or amount.count is not None:
        raise BadInput(
            f"'{escape_invisible(typed)}' is no number of mg.", "For example: --each 100mg."
        )
    return amount.amount_mg


def _read_mood_map(typed: list[str]) -> dict[str, int | None]:
    """Read `happy=8, sad=2`. Raises BadInput."""
    moods: dict[str, int | None] = {}
    # A name with a comma in it can be said alone.
    pairs = (text.split(",") if text.count("=") > 1 else [text] for text in typed)
    for pair in (pair for several in pairs for pair in several):
        name, sign, value = pair.rpartition("=")
        if not pair.strip():
            continue
        if not (sign and name.strip()):
            raise BadInput(
                f"'{escape_invisible(pair.strip())}' is no mood with its number.",
                "For example: --mood-map 'happy=8, sad=2'.",
            )
        moods[" ".join(name.split())] = _read_rating(value)
    return moods


def _read_ends(typed: str) -> "tuple[Decimal, Decimal]":
    """Read `1..5`. Raises BadInput."""
    number = r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)"
    match = re.fullmatch(rf"{number} ?(?:\.\.|to|-) ?{number}", typed.strip())
    if not match or Decimal(match[1]) == Decimal(match[2]):
        raise BadInput(f"'{escape_invisible(typed)}' is no scale.", "For example: 1..5.")
    return Decimal(match[1]), Decimal(match[2])


def _read_scales(typed: list[str]) -> "dict[str, tuple[Decimal, Decimal]]":
    """Read `mood=1..5`. Raises BadInput."""
    scales = {}
    for text in typed:
        name, _, ends = text.partition("=")
        name = name.strip().lower()
        if name not in MEASURE:
            raise BadInput(
                f"'{escape_invisible(text)}' is the scale of nothing that is rated.",
                f"Type one of {', '.join(MEASURE)}, as in --scale mood=1..5.",
            )
        scales[name] = _read_ends(ends)
    return scales


def _read_order(typed: str | None) -> str | None:
    if typed is not None and typed.lower() not in {"dmy", "mdy"}:
        raise BadInput(
            f"'{escape_invisible(typed)}' is no order of day, month and year.", "Type dmy or mdy."
        )
    return typed.lower() if typed else None


def _dose_times(app: App) -> "list[datetime]":
    return [entry.at for entry in app.journal.everything() if isinstance(entry, Dose)]


def _taken(app: App, path: Path, wanted: Wanted) -> Incoming:
    with app.ui.progress("Reading the file") as progress, _opened(path) as stream:
        return take(stream, escape_invisible(path.name), wanted, progress)


@contextmanager
def _opened(path: Path) -> "Iterator[BinaryIO]":
    """Open a file to take in: one that is too large to hold is read as far as it is asked for."""
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        with path.open("rb") as stream:
            yield stream
    else:
        yield io.BytesIO(read_file(path))
