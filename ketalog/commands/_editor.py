"""Words that are written in the patient's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.ratings import free_text
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.domain.kinds import Entry


def written(app: App, what: str, typed: object) -> str:
    """Return the words of a new note or question."""
    _refuse_both(typed)
    return free_text(app.storable([app.drafts.write(what)])[0], what)


def _refuse_both(typed: object) -> None:
    if typed:
        raise BadInput(
            "The words come from the editor, or they are typed: not both.",
            "For example: ketalog note --editor.",
        )


class Rewritten(NamedTuple):
    """The words of an entry, or its note, as they came back from the editor."""

    number: str
    field: str
    former: str
    text: str

    def check(self, entry: Entry) -> None:
        """Refuse to replace words that are no longer those that were in the editor."""
        if (getattr(entry, self.field) or "") != self.former:
            raise BadInput(f"#{self.number} was changed while the editor was open.")


def rewritten(app: App, reference: str, typed: object) -> Rewritten:
    """Let the patient rewrite the text of a note or question, or another entry's note."""
    _refuse_both(typed)
    entry = app.journal.find(reference)
    field = "text" if hasattr(entry, "text") else "note"
    former = getattr(entry, field) or ""
    words = app.storable([app.drafts.write(field, former)])[0]
    return Rewritten(str(entry.number), field, former, free_text(words, "note"))
