"""What stands after a dose already, where "none" is logged for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.reported import say_reported

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.domain.entries import Dose


def tell_reported(app: App, dose: Dose | None) -> None:
    """Say which side effects a dose has in the journal: "none" was logged for it, too."""
    effects = app.journal.effects_after(dose) if dose is not None else []
    if effects:
        app.ui.lead(say_reported(effects))
