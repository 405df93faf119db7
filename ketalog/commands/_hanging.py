"""What hangs on a dose, side effects and a session: what becomes of it when something changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from ketalog.answers.phrases import say_amount, say_entry, say_stamped
from ketalog.app import App
from ketalog.domain.entries import Dose, key_of
from ketalog.domain.sittings import EFFECT_WITHIN, dose_of, stands_after_a_dose
from ketalog.domain.text import count
from ketalog.domain.treatment import Session
from ketalog.journal import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ketalog.domain.kinds import Entry


def around(app: App, *entries: "Entry", to: datetime | None = None) -> "list[Entry]":
    """Return the entries among which some stand that are about to go, or to move to a time.

    They are read before: what is kept beside the journal may not hold after the change.
    """
    if not any(isinstance(entry, Dose) or stands_after_a_dose(entry) for entry in entries):
        return []
    times = [entry.at for entry in entries] + ([to] if to else [])
    return app.journal.since(min(times) - EFFECT_WITHIN)


def moved(app: App, outcome: Outcome, before: "Sequence[Entry]") -> list[str]:
    """Return what became of what hung on entries; `before` are those `around` them.

    Side effects and check-ins may stand after another dose now; the dose of a session stays.
    """
    changed = {change.before.id: change.after for change in outcome.changed if change.before}
    after = [changed.get(entry.id, entry) for entry in before]
    was = {effect.id: dose and dose.id for effect, dose in _with_doses(before)}
    said = {entry.id for entry in outcome.entries if outcome.dose}
    stands: dict[str, list[str]] = {}
    for effect, dose in _with_doses(sorted(filter(None, after), key=key_of)):
        if effect.id not in said and (dose and dose.id) != was.get(effect.id):
            there = f"#{dose.number}, {say_amount(dose)}" if dose else "no dose"
            stands.setdefault(there, []).append(f"#{effect.number} {say_entry(effect)}")
    lines = [f"Now after {there}: {_named(effects)}." for there, effects in stands.items()]
    return lines or _dose_that_stays(app, outcome.changed[0].after if outcome.changed else None)


_MOST_NAMED = 3


def _with_doses(entries: "Sequence[Entry]") -> "Iterator[tuple[Entry, Dose | None]]":
    """Yield side effects and check-ins with the dose that each stands after."""
    doses = [entry for entry in entries if isinstance(entry, Dose)]
    return ((entry, dose_of(entry, doses)) for entry in entries if stands_after_a_dose(entry))


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
