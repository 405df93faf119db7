"""Log a side effect, or that there were none."""

import re
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_reported
from ketalog.app import App
from ketalog.clauses.effects import (
    Absent,
    OddNumber,
    Several,
    is_known,
    meant_by,
    of_one_severity,
    read_named,
    several,
    with_spaces,
)
from ketalog.clauses.words import BINDS
from ketalog.commands import _input
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import EFFECTS, SaysMore, read_effect
from ketalog.domain.entries import Effect, NoEffects, new_id
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput, Declined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.clauses.effects import Named
    from ketalog.clauses.line import Read
    from ketalog.domain.offer import Offer

CLAUSES = ("at", "from-dose", "for", "start", "from", "end")
"""What the words can say besides the name and the severity (ketalog/clauses)."""
EXAMPLES = """
ketalog effect nausea mild
ketalog effect dizziness moderate for 45 min, 8:30pm
ketalog effect dizziness moderate --for 45min --at 8:30pm
ketalog effect blurred vision
ketalog effect none                   (asked, and there were none)
ketalog effect nauseous dreams --own  (a word of your own, near to one known)
"""

EffectWords = Annotated[list[str] | None, p.words("NAME [SEVERITY]")]
For = Annotated[
    str | None, typer.Option("--for", metavar="TIME", help="How long it lasted: 45 min, 2h.")
]
Own = Annotated[bool, typer.Option("--own", help="The name is a word of your own, as it stands.")]
OfDose = Annotated[
    str | None, typer.Option("--dose", metavar="NUMBER", help="The dose it belongs to, by number.")
]


def command(
    ctx: typer.Context,
    words: EffectWords = None,
    duration: For = None,
    of_dose: OfDose = None,
    at: p.At = None,
    note: p.NoteText = None,
    own: Own = False,
) -> None:
    """Log a side effect: NAME and, if you like, mild, moderate or severe."""
    app: App = ctx.obj
    if not words and app.ui.asks:
        words = app.ui.ask("Which side effect? ").split()
        app.typed = [*app.typed, *words]  # what is offered has them
    if any("++" in word for word in words or []):
        app.typed, words = _pluses_apart(app.typed), _pluses_apart(words or [])
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=frozenset())
    minutes = line.get("for")
    named = _named(app, line, minutes, own=own)
    if not named and (part := line.parts.get("from")) is not None:
        from ketalog.commands._questions import own_offer

        raise BadInput(
            f"'{escape_invisible(part.phrase)}' is a span of time, and none is kept for one.",
            own_offer(app, "For now", part.phrase),
            own_offer(app, "For then", part.phrase, str(part.value)),
        )
    about: dict[str, Any] = {
        "note": _input.text_of(app, line, "note", note),
        "dose": _input.dose_id(app, of_dose),
    }
    when, minutes = _began(app, line, minutes)
    about |= {**when, "recorded": app.now}
    if not named:
        outcome = app.journal.log(NoEffects(id=new_id(), **about))
        below = say_reported(outcome.effects) if outcome.effects else []
        app.answer(app.change(outcome, below=below))
        return
    first, *others = (
        Effect(id=new_id(), name=name, severity=severity, minutes=minutes, **about)
        for name, severity in named
    )
    outcome = app.journal.log(first, *others)
    app.answer(app.change(outcome, notices=[] if own else _own_word(first.name)))


def _pluses_apart(typed: "Sequence[str]") -> list[str]:
    """Return words with the pluses behind them as words of their own: nausea++."""
    parts = [re.sub(r"(?<=\w)\+\+", "\0++", text) if " " not in text else text for text in typed]
    return [part for text in parts for part in text.split("\0")]


def _named(app: App, line: "Read", minutes: int | None, *, own: bool) -> "list[Named]":
    """Return the side effects that a line names, each with its severity; none if there were none.

    What can be meant in two ways is asked.
    """
    typed = " ".join(line.unread)
    text = with_spaces(
        _input.asked(app, partial(of_one_severity, typed=" ".join(app.typed)), typed)
    )
    if text and (part := line.parts.get("at")):  # can't go on today
        lead = part.phrase.split()[0]
        if danger_in(f"{text} {lead}") and not danger_in(text):
            text = f"{text} {lead}"
    try:
        if parts := several(text):
            _agree_to_each(app, Several(typed, parts))
            return [read_effect(part.split()) for part in parts]
        return _input.asked(app, partial(read_named, minutes=minutes, own=own), text)
    except Several as error:
        raise _each_as_typed(app, error) from None
    except Absent as error:
        raise _either(app, error) from None
    except SaysMore as error:
        raise BadInput(error.message, *error.hints, _as_note(app, error)) from None
    except OddNumber as error:
        raise BadInput(error.message, *error.hints, _as_its_name(app)) from None


def _as_its_name(app: App) -> "Offer":
    from ketalog.domain.offer import Offer

    return Offer("Or, if it is the name", [[*app.typed, "--own"]])


def _agree_to_each(app: App, error: Several) -> None:
    """Return if a person says that each of the side effects is an entry. Raises BadInput."""
    if not app.ui.asks or not all(map(is_known, error.parts)):  # how bad one was is to be asked
        raise error
    shown = [f"  {escape_invisible(part)}" for part in error.parts]
    if not app.ui.agrees([error.message, *shown], "Enter to log each, any other stops: "):
        raise Declined("Nothing was logged.")


def _each_as_typed(app: App, error: Several) -> BadInput:
    """Return the error with the line as it was typed for each of the side effects."""
    from ketalog.commands._questions import with_words
    from ketalog.domain.offer import Offer

    if error.text.lower() not in " ".join(app.typed).lower():
        return error
    lines = [with_words(app.typed, error.text, part) for part in error.parts]
    return BadInput(error.message, Offer("Type each", lines, each=True))


def _either(app: App, error: Absent) -> BadInput:
    """Return the error with the line as it was typed as a note, and as a name."""
    from ketalog.commands._offers import Ambiguous
    from ketalog.domain.offer import Offer

    note, itself = ("note", *app.typed[1:]), (*app.typed, "--own")
    as_effect = Offer("As a side effect", [itself])
    return Ambiguous(error.message, Offer("As a note", [note]), as_effect)


def _as_note(app: App, error: SaysMore) -> "Offer":
    """Offer the line as it was typed with the words behind a side effect as its note."""
    from ketalog.commands._questions import as_note

    more, typed = " ".join(error.more), " ".join(app.typed)
    if before := re.search(
        rf"(?i)\b((?:in|at|on|the|a|an|it|was|is|my) )+{re.escape(more)}(?!\S)", typed
    ):
        more = before[0]
    if error.more[-1].lower() in BINDS | {"under", "over", "nearly"}:  # less than yesterday
        behind = re.split("(?:^| )(?:--|(?:at|on) )", typed.rpartition(f" {more} ")[2])[0]
        more = f"{more} {behind}".strip()
    if f" {more} " not in f"{typed} ":  # a time stands between them: it may be a part of it
        more = typed.partition(f"{error.begun} ")[2].partition(" --")[0] or more
    return as_note(app, more, "Other words as a note")


def _began(app: App, line: "Read", minutes: int | None) -> "tuple[dict[str, Any], int | None]":
    """Return when it began and how long it lasted, of whichever two were said."""
    if not {"start", "from", "end"} & line.parts.keys():
        if (minutes or 0) >= _A_DAY and "at" not in line.parts:
            length = line.parts["for"].phrase.removeprefix("for ")
            raise BadInput(
                f"'{escape_invisible(length)}' from now on lies ahead.",
                f"Type when it began: since {escape_invisible(length)} ago.",
            )
        return _input.when(app, line), minutes
    from ketalog.commands._spans import span_of

    return span_of(app, line, minutes, needs_time=False)


_A_DAY = 24 * 60


def _own_word(name: str) -> list[str]:
    """Return what is said of a name of one's own that may be a known one mistyped."""
    if name in EFFECTS or (meant := meant_by(name)) is None:
        return []
    kept = f"'{escape_invisible(name)}' is kept as your own word."
    return [f"{kept} Did you mean '{meant}'? Then: ketalog edit last {meant}"]
