"""Every kind of entry there is: one closed table, from which all sets of kinds are derived.

docs/architecture.md says what a new kind touches beside its row here.
"""

from functools import reduce
from importlib import import_module
from operator import or_
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ketalog.domain.entries import Dose, Effect, Mood, NoEffects, Note, Question, kind_of
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from typing import TypeAlias, TypeVar

    from ketalog.domain.plan import Plan, PlanStop
    from ketalog.domain.treatment import Also, Appointment, Check, Session, Skip, Supply, Vitals

    QuickEntry: TypeAlias = Dose | Mood | Effect | NoEffects | Note | Question
    """What is logged in seconds: its words are in answers/phrases.py."""
    CareEntry: TypeAlias = (
        Plan | PlanStop | Skip | Supply | Session | Vitals | Appointment | Also | Check
    )
    """What else belongs to a treatment: its words are in answers/phrases_clinic.py."""
    Entry: TypeAlias = QuickEntry | CareEntry
    AnEntry = TypeVar("AnEntry", bound=Entry)


class Kind(Value, frozen=True):
    """One kind of entry. `note`, free words, is a field of every kind."""

    name: str
    """Its tag in the file."""
    where: str
    """Its module in domain/, and its class."""
    singular: str
    """What it is called where entries are counted."""
    plural: str
    may_lie_ahead: bool = False
    """Whether it is true before its time comes."""
    held_when_old: bool = False
    """Whether it still says something when it is years old: it is kept in the snapshot."""
    label: str = ""
    """What stands before its phrase in today's list; without one it is counted there."""
    has_a_place: bool = True
    """Whether a week and a month have a place for it; if not, they list it with its time."""
    free_text: tuple[str, ...] = ()
    """Its own fields with words that no export has unless they are asked for. An entry that is a
    note is left out whole."""
    words: str | None = None
    """The field that `edit` fills with words as they are typed."""
    listed_with: str | None = None
    """The kind by whose name `list` finds it too."""
    also_called: tuple[str, ...] = ()
    """Other names by which `list` finds it."""

    @property
    def type(self) -> "type[Entry]":
        """Return the class of its entries."""
        module, _, name = self.where.partition(".")
        type_: type[Entry] = getattr(import_module(f"ketalog.domain.{module}"), name)
        return type_


# A class is named here, not imported: to log a dose looks into this table, and must not pay for
# the classes of a plan or of the clinic. The order is that in which `list --kind` names them.
# fmt: off
KINDS = (
    Kind("dose", "entries.Dose", "dose", "doses", label="Dose",
         held_when_old=True, free_text=("intention",)),
    Kind("mood", "entries.Mood", "rating", "ratings", label="Rated"),
    Kind("effect", "entries.Effect", "side effect", "side effects", label="Side effect",
         also_called=("symptom", "symptoms")),
    Kind("no effects", "entries.NoEffects", "report of no side effects",
         "reports of no side effects", label="Side effect", listed_with="effect"),
    Kind("note", "entries.Note", "note", "notes", words="text"),
    Kind("question", "entries.Question", "question", "questions", words="text",
         also_called=("ask", "asks")),
    Kind("plan", "plan.Plan", "plan", "plans", may_lie_ahead=True, held_when_old=True,
         has_a_place=False),
    Kind("plan stop", "plan.PlanStop", "end of a plan", "ends of plans", may_lie_ahead=True,
         held_when_old=True, has_a_place=False, listed_with="plan"),
    Kind("skip", "treatment.Skip", "skipped dose", "skipped doses",
         free_text=("reason",), words="reason",
         also_called=("skipped", "missed", "missed dose", "missed doses")),
    Kind("supply", "treatment.Supply", "change of supply", "changes of supply",
         held_when_old=True, has_a_place=False, also_called=("supplies",)),
    Kind("session", "treatment.Session", "session", "sessions", label="Session",
         held_when_old=True, has_a_place=False, free_text=("intention", "reflections")),
    Kind("vitals", "treatment.Vitals", "reading", "readings", label="Readings", has_a_place=False,
         also_called=("bp", "pulse", "blood pressure")),
    Kind("check", "treatment.Check", "questionnaire", "questionnaires", label="Check",
         held_when_old=True, also_called=("score", "scores", "test", "tests")),
    Kind("appointment", "treatment.Appointment", "appointment", "appointments",
         label="Appointment", may_lie_ahead=True, held_when_old=True, has_a_place=False,
         also_called=("appt", "appts", "visit", "visits")),
    Kind("also", "treatment.Also", "other thing taken or changed",
         "other things taken or changed", label="Other", has_a_place=False),
)
# fmt: on
BY_NAME = {kind.name: kind for kind in KINDS}
MAY_LIE_AHEAD = frozenset(kind.name for kind in KINDS if kind.may_lie_ahead)
"""Kinds that can be written down before their time comes."""
HELD_WHEN_OLD = frozenset(kind.name for kind in KINDS if kind.held_when_old)
PLANS = frozenset(kind.name for kind in KINDS if "plan" in {kind.name, kind.listed_with})
"""What a plan is made of: its versions, and where it ends."""


def __getattr__(name: str) -> Any:
    """Return `Entry`, the union of all kinds, which loads them: reading a whole journal does."""
    if name != "Entry":
        raise AttributeError(name)
    return reduce(or_, (kind.type for kind in KINDS))


def has_words(entry: "Entry") -> bool:
    """Tell whether an entry has words that no export has unless they are asked for."""
    return isinstance(entry, Note) or bool(free_words(entry))


def free_words(entry: "Entry") -> dict[str, str]:
    """Return the free words that were told with an entry, by their fields."""
    return {field: words for field in _free_fields(entry) if (words := getattr(entry, field))}


def _free_fields(entry: "Entry") -> tuple[str, ...]:
    return ("note", *BY_NAME[kind_of(entry)].free_text)


HEARD = ("reason", "intention", "with_whom", "setting", "prescriber")
"""Fields of words that are searched for danger (domain/danger.py), whatever the kind."""


def heard_words(entry: "Entry") -> list[str]:
    """Return the words of an entry's fields that are searched for danger."""
    return [words for field in HEARD if (words := getattr(entry, field, None))]


def without_words(entry: "AnEntry") -> "AnEntry":
    """Return the entry without what was told in free words."""
    told = {field: None for field in _free_fields(entry) if getattr(entry, field) is not None}
    return replace(entry, **told) if told else entry
