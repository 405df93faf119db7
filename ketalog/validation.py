"""What an entry of another file can hold: what logging would have taken, and no more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import json

from ketalog.domain.amounts import read_dose
from ketalog.domain.calendar import YEARS
from ketalog.domain.effects import is_name
from ketalog.domain.entries import TEXT_LIMIT, Dose, Effect
from ketalog.domain.plan import Plan
from ketalog.domain.routes import NAMES
from ketalog.domain.treatment import Also, Check
from ketalog.errors import BadInput
from ketalog.instruments.base import find

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

MOST_BYTES = 64_492
"""The largest entry: what fits on one line of the journal, so that what was logged comes in."""


def invalid_reason(entry: Entry) -> str | None:
    """Return why an entry is invalid, never its content; None if it is valid."""
    if not (0 < len(entry.id) <= 100 and entry.id.isprintable()):
        return "its 'id' can't be taken"
    for field in entry.__struct_fields__:
        value = getattr(entry, field)
        if isinstance(value, str) and len(value) > TEXT_LIMIT:
            return f"its '{field}' is too long"
        if isinstance(value, date) and value.year not in YEARS:
            side = f"before {YEARS[0]}" if value.year < YEARS[0] else f"after {YEARS[-1]}"
            return f"its '{field}' lies {side}"
    if len(json.encode(entry)) > MOST_BYTES:
        return "it is too long for one entry"
    if entry.precision is not None and isinstance(entry, Dose):
        return "it is a dose without a time"
    odd = _not_as_logged(entry)
    return f"its '{odd}' can't be taken" if odd else None


def _not_as_logged(entry: Entry) -> str | None:
    """Return the field with something that logging would not have taken, or None."""
    if isinstance(entry, Effect):
        return None if is_name(entry.name) else "name"
    if isinstance(entry, Also):
        return None if entry.what.strip() else "what"
    if isinstance(entry, Check):
        return _not_as_answered(entry)
    if getattr(entry, "route", None) not in {None, *NAMES}:
        return "route"
    if isinstance(entry, Plan) and (entry.rrule is None) == (entry.per_week is None):
        return "rrule"
    values = ((field, getattr(entry, field)) for field in entry.__struct_fields__)
    amounts = ((field, value) for field, value in values if isinstance(value, Decimal))
    return next((field for field, amount in amounts if not _is_amount(amount)), None)


def _not_as_answered(check: Check) -> str | None:
    """Return the field that the questionnaire can't have, or None."""
    instrument = find(check.instrument)
    if instrument is None:
        return "instrument"
    if not instrument.takes(check.answers):
        return "answers"
    if check.difficulty is not None and not instrument.functional:
        return "difficulty"
    return "dose" if check.dose is not None and instrument.name != "dose" else None


def _is_amount(value: Decimal) -> bool:
    """Tell whether logging takes it; one with thousands of zeros is not written out to ask."""
    if abs(value.adjusted()) > TEXT_LIMIT:
        return False
    if not value:  # Only where a kind of entry can have none: units that are counted.
        return True
    try:
        return read_dose([f"{value:f}mg"])[0] is not None
    except BadInput:
        return False
