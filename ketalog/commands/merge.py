"""Take in another device's journal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog.answers import Answer
from ketalog.answers.maintenance import say_merged
from ketalog.app import App
from ketalog.domain.entries import as_data
from ketalog.export.files import LARGEST_JOURNAL, read_file

if TYPE_CHECKING:
    from ketalog.journal import Changed

EXAMPLES = """
ketalog merge ~/laptop/journal.json
ketalog merge 'journal.sync-conflict-20261122-210000-ABCDEFG.json'
"""


def command(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Another journal of yours.")],
) -> None:
    """Take in another device's journal. Nothing is there twice. The file from before is kept.

    Settings stay as they are here: only entries come in.
    """
    app: App = ctx.obj
    file = file.expanduser()
    merged, put_away = app.maintenance.merge(file, read_file(file, LARGEST_JOURNAL))
    lines = say_merged(merged, put_away, app.now)
    data = {
        "entries": [as_data(entry) for entry in merged.entries],
        "changed": [_data(change) for change in merged.changed],
        "differing": [_data(change) for change in merged.differing],
        "changes": merged.changes,
        "unreadable": merged.unreadable,
        "erased": merged.erased,
        "kept": merged.rewritten.kept and str(merged.rewritten.kept),
        "put_away": put_away and str(put_away),
        "second_copy": merged.rewritten.written_twice,
    }
    app.answer(Answer(lines, data))


def _data(changed: "Changed") -> dict[str, Any]:
    before, after = changed.before, changed.after
    return {"before": before and as_data(before), "after": after and as_data(after)}
