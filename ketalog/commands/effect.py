"""Log a side effect, or that there were none."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog.answers.phrases import say_reported
from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import (
    BY_WORD,
    EFFECTS,
    find_effect,
    find_severity,
    is_denial,
    is_nearly_none,
    is_none,
    none_of,
    read_effect,
    says_more,
)
from ketalog.domain.entries import SEVERITIES, Effect, NoEffects, new_id
from ketalog.domain.text import escape_invisible, nearest
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.clauses.line import Read

CLAUSES = ("at", "for")
"""What the words can say besides the name and the severity (ketalog/clauses)."""
_AROUND = ',;.!"\u201c\u201d\u201e\u2026\u2013\u2014'
"""Marks around the words of a name, as a phone sets them."""
_NUMBERED = dict(zip("123", SEVERITIES, strict=True))
_FINE = frozenset({"fine", "ok", "okay", "good", "all good", "all fine", "well", "great"})
EXAMPLES = """
ketalog effect nausea mild
ketalog effect dizziness moderate for 45 min, 8:30pm
ketalog effect dizziness moderate --for 45min --at 8:30pm
ketalog effect blurred vision
ketalog effect none               (asked, and there were none)
ketalog effect nauseous dreams --own   (a word of your own, near to one that ketalog knows)
"""

EffectWords = Annotated[
    list[str] | None, typer.Argument(metavar="NAME [SEVERITY]", show_default=False, hidden=True)
]
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
    options = {"for": duration, "at": at}
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=frozenset())
    named = [word for phrase in line.unread for word in phrase.split()]
    if parts := _several(" ".join(named)):
        _ask_several(app, line, parts)
        _log_each(app, line, parts, {"note": note, "dose": of_dose})
        return
    name_words = meant(app, [word.strip(_AROUND) for word in named if word.strip(_AROUND)])
    minutes = line.get("for")
    if is_denial(name_words) and danger_in(" ".join(name_words[1:])):
        raise none_of("a name")
    none = is_none(name_words, minutes)
    name, severity = ("", None) if none else read_effect(name_words)
    if not own:
        _refuse_slips(name, name_words)
    about: dict[str, Any] = {
        "note": _input.text_of(app, line, "note", note),
        "dose": _input.dose_id(app, of_dose),
        **_input.when(app, line),
        "recorded": app.now,
    }
    if none:
        outcome = app.journal.log(NoEffects(id=new_id(), **about))
        below = say_reported(outcome.effects) if outcome.effects else []
        app.answer(app.change(outcome, below=below))
        return
    effect = Effect(id=new_id(), name=name, severity=severity, minutes=minutes, **about)
    app.answer(app.change(app.journal.log(effect), notices=[] if own else _own_word(name)))


def meant(app: App, words: list[str]) -> list[str]:
    """Return the words with a number behind them as the severity that it stands for.

    Raises BadInput for another number, and for words that say how somebody is.
    """
    last = words[-1].strip(",.") if words else ""
    if words[-2:-1] and words[-2].lower() == "not" and find_severity(last):
        raise BadInput(
            f"Not read: '{escape_invisible(' '.join(words[-2:]))}'.",
            "Type what it was: mild, moderate or severe.",
        )
    if last in _NUMBERED and len(words) > 1:
        return [*words[:-1], _NUMBERED[last]]
    if words and last[:1].isascii() and last[:1].isdecimal():
        raise BadInput(
            f"'{escape_invisible(last)}' is not a severity.",
            "Type mild, moderate or severe, or 1, 2, 3. For example: ketalog effect nausea mild.",
        )
    if parts := _several(" ".join(words)):
        raise _more_than_one(" ".join(words), parts)
    if " ".join(words).lower().strip(".,!") in _FINE:
        from ketalog.clauses.words import Meaning, TwoReadings
        from ketalog.commands._questions import which

        phrase = " ".join(words)
        none = Meaning("none", "no side effects")
        return [which(app, TwoReadings(phrase, "is no side effect", none))]
    return words


def _several(text: str) -> list[str]:
    """Return the known side effects that are said in one: "dizziness and nausea mild"."""
    if find_effect(text) or not ({"and", "plus"} & set(text.split()) or set(text) & set(",;&+/")):
        return []
    found = re.split(r" (?:and|plus) |[,;&+/]", f" {text} ")
    parts = [part.strip() for part in found if part.strip()]
    return parts if len(parts) > 1 and all(_is_known(part) for part in parts) else []


def _log_each(app: App, line: "Read", parts: list[str], about: dict[str, str | None]) -> None:
    """Log side effects as one change; the time and all else is said of each."""
    known: dict[str, Any] = {
        "note": _input.text_of(app, line, "note", about["note"]),
        "dose": _input.dose_id(app, about["dose"]),
        **_input.when(app, line),
        "recorded": app.now,
        "minutes": line.get("for"),
    }
    read = [read_effect(part.split()) for part in parts]
    first, *others = (
        Effect(id=new_id(), name=name, severity=severity, **known) for name, severity in read
    )
    app.answer(app.change(app.journal.log(first, *others)))


def _more_than_one(text: str, parts: list[str]) -> BadInput:
    lines = [f"ketalog effect {escape_invisible(part)}" for part in parts]
    problem = f"'{escape_invisible(text)}' is more than one side effect."
    return BadInput(problem, f"Type each: {', and '.join(lines)}.")


def _ask_several(app: App, line: "Read", parts: list[str]) -> None:
    """Return if a person says that each of the side effects is an entry. Raises BadInput."""
    error = _more_than_one(" ".join(line.unread), parts)
    if not app.ui.asks:
        raise error
    shown = [f"  {escape_invisible(part)}" for part in parts]
    if not app.ui.agrees([error.message, *shown], "Enter to log each, any other stops: "):
        raise BadInput("Nothing was logged.")


def _refuse_slips(name: str, words: list[str]) -> None:
    """Raise Slip for a name of one's own that is nearly a known one, or holds nearly a time.

    Words of danger are never asked about: they are saved as they are, and answered at once.
    """
    if not name or name in EFFECTS or danger_in(name):
        return
    from ketalog.clauses.spelling import slips_in_effect
    from ketalog.clauses.words import Slip

    shown = escape_invisible(" ".join(words))
    if is_nearly_none(words):
        problem = f"'{shown}' may say that there were none."
        raise Slip([(" ".join(words), "none")], "--own", problem=problem)
    if any(char.isdecimal() for char in name):
        raise BadInput(
            f"'{shown}' has a number in it that can't be read.",
            "Type it with spaces, as in: ketalog effect nausea 7pm. Or, if it is the name: --own.",
        )
    if known := list(dict.fromkeys(says_more(name))):
        raise BadInput(
            f"'{shown}' says more than a side effect and how bad it was.",
            f"Type each, with one severity: ketalog effect {known[0]} mild.",
        )
    if slips := slips_in_effect(words):
        raise Slip(slips, "--own")


def _is_known(text: str) -> bool:
    try:
        return find_effect(read_effect([text])[0]) is not None
    except BadInput:
        return False


def _own_word(name: str) -> list[str]:
    if name in EFFECTS or not (meant := nearest(name, BY_WORD)):
        return []
    if danger_in(meant) != danger_in(name):
        return []
    kept = f"'{escape_invisible(name)}' is kept as your own word."
    return [f"{kept} Did you mean '{meant}'? Then: ketalog edit last {meant}"]
