"""What hangs on a dose, side effects and a session: what becomes of it when something changes."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_amount, say_entry, say_stamped
from ketalog.app import App
from ketalog.domain.entries import Dose
from ketalog.domain.sittings import dose_of, stands_after_a_dose
from ketalog.domain.text import count
from ketalog.domain.treatment import Session
from ketalog.journal import Outcome

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry


def changing(
    app: App, entries: "Sequence[Entry]", change: Callable[[], Outcome]
) -> tuple[Outcome, list[str]]:
    """Make a change; return what it did, and what became of what hung on what was changed.

    Side effects and check-ins may stand after another dose now; the dose of a session stays.
    """
    if not any(isinstance(entry, Dose) or stands_after_a_dose(entry) for entry in entries):
        outcome = change()
        return outcome, _dose_that_stays(app, outcome.changed[0].after)
    since = min(entry.at for entry in entries) - _AS_FAR_AS
    before = _doses_by_effect(app, since)
    outcome = change()
    said = {each.after.id for each in outcome.changed if each.after and outcome.dose}
    moved: dict[str, list[str]] = {}
    for key, (effect, dose) in _doses_by_effect(app, since).items():
        was = before[key][1] if key in before else dose
        if key not in said and (dose and dose.id) != (was and was.id):
            now = f"#{dose.number}, {say_amount(dose)}" if dose else "no dose"
            moved.setdefault(now, []).append(f"#{effect.number} {say_entry(effect)}")
    return outcome, [f"Now after {now}: {_named(effects)}." for now, effects in moved.items()]


_AS_FAR_AS = timedelta(days=31)
"""How much earlier than an entry was what it moves to is looked at."""
_MOST_NAMED = 3


def _doses_by_effect(app: App, since: datetime) -> "dict[str, tuple[Entry, Dose | None]]":
    entries = app.journal.since(since)
    doses = [entry for entry in entries if isinstance(entry, Dose)]
    return {
        entry.id: (entry, dose_of(entry, doses)) for entry in entries if stands_after_a_dose(entry)
    }


def _named(effects: list[str]) -> str:
    more = len(effects) - _MOST_NAMED
    others = [f"and {count(more, 'other', 'others')}"] if more > 0 else []
    return ", ".join([*effects[:_MOST_NAMED], *others])


def _dose_that_stays(app: App, after: "Entry | None") -> list[str]:
    """Say which dose of a session has another time than the session has now."""
    if not isinstance(after, Session) or after.dose is None:
        return []
    dose = app.journal.newest(lambda each: each.id == after.dose)
    if dose is None or dose.at == after.at:
        return []
    return [f"Its dose stays as it is: {say_stamped(dose, app.now)}."]
