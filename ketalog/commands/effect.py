"""Log a side effect, or that there were none."""

from typing import Annotated, Any

import typer

from ketalog.answers.phrases import say_reported
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.effects import BY_WORD, EFFECTS, is_none, read_effect
from ketalog.domain.entries import Effect, NoEffects, new_id
from ketalog.domain.text import escape_invisible, nearest

EXAMPLES = """
ketalog effect nausea mild
ketalog effect dizziness moderate --for 45min --at 9:30pm
ketalog effect blurred vision
ketalog effect none               (asked, and there were none)
"""

EffectWords = Annotated[
    list[str] | None, typer.Argument(metavar="NAME [SEVERITY]", show_default=False, hidden=True)
]
For = Annotated[
    str | None, typer.Option("--for", metavar="TIME", help="How long it lasted: 45 min, 2h.")
]
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
) -> None:
    """Log a side effect: NAME and, if you like, mild, moderate or severe."""
    app: App = ctx.obj
    typed = _input.storable(app, words or [])
    about: dict[str, Any] = {
        "id": new_id(),
        "at": _input.parse_past(app, at),
        "recorded": app.now,
        "note": _input.text(app, note),
        "dose": _input.dose_id(app, of_dose),
    }
    minutes = _input.minutes(duration)
    if is_none(typed, minutes):
        outcome = app.journal.log(NoEffects(**about))
        below = say_reported(outcome.effects) if outcome.effects else []
        app.answer(app.change(outcome, below=below))
        return
    name, severity = read_effect(typed)
    effect = Effect(name=name, severity=severity, minutes=minutes, **about)
    app.answer(app.change(app.journal.log(effect), notices=_own_word(name)))


def _own_word(name: str) -> list[str]:
    if name in EFFECTS or not (meant := nearest(name, BY_WORD)):
        return []
    kept = f"'{escape_invisible(name)}' is kept as your own word."
    return [f"{kept} Did you mean '{meant}'? Then: ketalog edit last {meant}"]
