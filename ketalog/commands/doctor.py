"""See whether the journal is as it was written."""

from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers.doctor import (
    diagnosis_data,
    findings,
    say_accepted,
    say_begun_anew,
    say_diagnosis,
)
from ketalog.app import App
from ketalog.domain.entries import as_data
from ketalog.errors import BadInput

EXAMPLES = """
ketalog doctor
ketalog doctor --accept         (take in what was changed by hand)
ketalog doctor --anew           (put away what can't be read, and begin again)
"""


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("")] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Take in what was changed in the file by hand.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Put away a journal that is lost, to begin a new one.")
    ] = False,
) -> int:
    """Say whether the journal and its second copy are in order, and what to type if not.

    Nothing is changed without --accept or --anew. It ends with 5 if something is lost or in doubt.
    """
    app: App = ctx.obj
    if words:
        from ketalog.domain.offer import Offer

        ways = {"visit": ("appointment", *words), "change of medicines": ("also", *app.typed)}
        raise BadInput(
            "'ketalog doctor' looks at the journal's file.",
            *(Offer(f"To write down a {what}", [line]) for what, line in ways.items()),
        )
    if accept and anew:
        raise BadInput("Two things are said: --accept and --anew.", "Type one of them.")
    if anew:
        moved = app.doctor.begin_anew()
        app.answer(Answer(say_begun_anew(moved), {"kept": [str(path) for path in moved]}))
        return 0
    if accept:
        done = app.doctor.accept()
        data = {
            "accepted": [as_data(edit.after) for edit in done.edits if edit.after],
            "before": [as_data(edit.before) for edit in done.edits if edit.before],
            "kept": [str(path) for path in done.kept],
            "written_twice": done.written_twice,
            "lock": done.lock or None,
        }
        app.answer(Answer(say_accepted(done, app.store.second_copy_path), data))
        return 0
    diagnosis = app.doctor.diagnosis()
    places = app.store.path, app.store.second_copy_path
    told = [*findings(diagnosis, app.store.second_copy_path, app.now)]
    app.is_examined = True
    lines = say_diagnosis(diagnosis, told, *places)
    app.answer(Answer(lines, diagnosis_data(diagnosis, told, *places)))
    return 0 if diagnosis.is_sound else 5
