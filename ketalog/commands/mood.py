"""Log ratings."""

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.clauses.line import BETWEEN
from ketalog.clauses.words import ABOUT, Meaning, TwoReadings
from ketalog.commands import _input
from ketalog.commands._questions import which
from ketalog.domain.entries import MEASURE, Mood, is_empty, new_id
from ketalog.domain.ratings import read_rating
from ketalog.errors import BadInput, Declined, Example

CLAUSES = ("at", "from-dose", *MEASURE, "sleep")
"""What the words can say besides the score (ketalog/clauses)."""
_BETWEEN = BETWEEN | ABOUT | {"from"}
_QUESTIONS = {"sleep": "How long did you sleep? "}
EXAMPLES = """
ketalog mood 6
ketalog mood 6 anxiety 4, slept 7h30, 8am
ketalog mood 6 --anxiety 4 --energy 5
ketalog mood 5 --sleep 7h30 --at 8am
ketalog mood --anxiety 7 --at '2h ago'
"""

MoodWords = Annotated[list[str] | None, p.words("[SCORE]")]
EnergyRating = Annotated[
    str | None, typer.Option("--energy", metavar="0-10", help="Energy, 10 = best.")
]
Sleep = Annotated[
    str | None, typer.Option("--sleep", metavar="TIME", help="How long you slept: 7, 7h30.")
]


def command(
    ctx: typer.Context,
    words: MoodWords = None,
    anxiety: p.AnxietyRating = None,
    energy: EnergyRating = None,
    sleep: Sleep = None,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log how you feel: mood 0–10 (10 = best), and anxiety (10 = worst), energy, sleep."""
    app: App = ctx.obj
    options = _input.options_of(ctx, CLAUSES)
    asked = _asked(words, (anxiety, energy, sleep))
    if asked is not None and app.ui.asks:
        typed = app.ui.ask(_QUESTIONS.get(asked, f"Your {asked}, 0 to 10: ")).split()
        if not typed:
            raise Declined("Nothing was logged.")
        words = typed if asked == "mood" else [asked, *typed]
    elif words and words[0].lower() in {"and", "&", "+"}:  # mood and anxiety 5
        words = ["mood", *words]
    refuse_step(words or [])
    words = _in_order(app, words)
    line = _input.said(
        app, words or [], CLAUSES, options, score="mood", texts=("note",), between=_BETWEEN
    )
    if line.unread and not line.parts:
        read_rating(" ".join(line.unread), "mood")
    _input.refuse_unread(app, line)
    written = _input.text_of(app, line, "note", note)
    entry = Mood(
        id=new_id(),
        **_input.when(app, line),
        recorded=app.now,
        **{name: line.get(name) for name in MEASURE},
        sleep_minutes=line.get("sleep"),
        note=written,
    )
    if is_empty(entry):
        raise BadInput("Which mood, from 0 to 10?", Example("mood", "6 --anxiety 4."))
    app.answer(app.change(app.journal.log(entry)))


def _in_order(app: App, words: list[str] | None) -> list[str] | None:
    """Return words of which `anxiety 6 4` is asked about: the first number may be the mood's."""
    typed = " ".join(words or [])
    found = re.match(_TWO_IN_A_ROW, typed, re.IGNORECASE)
    if not found:
        return words
    name, first, second = found["name"], found["first"], found["second"]
    two = TwoReadings(
        found[0],
        "can be read in two ways",
        Meaning(f"{first} {name} {second}", f"mood {first}, {name} {second}"),
        Meaning(f"{second} {name} {first}", f"mood {second}, {name} {first}"),
    )
    return typed.replace(found[0], which(app, two), 1).split()


_TWO_IN_A_ROW = (
    r"(?P<name>anxiety|energy) (?P<first>[0-9]{1,2})(?:[ ,]+|/(?!10))(?P<second>[0-9]{1,2})$"
)
"""Behind "mood": both names, and then both numbers."""


def refuse_step(words: Sequence[str]) -> None:
    """Raise BadInput for `+1`, `up 2`: how the mood changed."""
    step = next((word for word in words if word[:1] == "+" != word), "")
    if found := re.search(_STEP, " ".join(words)):
        step = found["step"]
    if step:
        raise BadInput(
            f"'{step}' says how the mood changed, not what it is.",
            Example("mood", "6.", "Type it from 0 to 10, as in"),
        )


_STEP = (
    r"(?i)(?:^|\b(?:mood|anxiety|energy) )(?:is |was |has |gone |went |it )*"
    r"(?P<step>(?:up|down|dropped|rose|fell|improved|increased|decreased|lifted) (?:by )?"
    r"(?:[0-9]|one|two|three)(?![0-9/.]| out| of)(?: points?)?)"
)


def _asked(words: list[str] | None, options: tuple[str | None, ...]) -> str | None:
    """Return what to ask for: the mood, or what alone was named; None if enough was said."""
    if options != (None,) * len(options) or len(words or []) > 1:
        return None
    name = words[0].lower() if words else "mood"
    return name if name in {*MEASURE, "sleep"} else None
