"""Every kind of entry there is. Logging loads those it needs, reading a whole journal all."""

from msgspec.structs import replace

from ketalog.domain.check import Check
from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.treatment import Also, Appointment, Session, Skip, Supply, Vitals

Entry = (
    Dose
    | Mood
    | Effect
    | NoEffects
    | Note
    | Question
    | Plan
    | PlanStop
    | Skip
    | Supply
    | Session
    | Vitals
    | Appointment
    | Also
    | Check
)

WORDS = ("note", "intention", "reason", "reflections")
"""Fields with words that no export has unless they are asked for."""


def without_words(entry: Entry) -> Entry:
    """Return the entry without what was told in free words."""
    said = {field: None for field in WORDS if getattr(entry, field, None) is not None}
    return replace(entry, **said) if said else entry
