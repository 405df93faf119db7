"""Change an entry."""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, assert_never

import typer

from ketalog.app import App
from ketalog.commands import _input
from ketalog.commands import _options as p
from ketalog.commands import _plan_options as schedules
from ketalog.commands.appointment import WithWhom
from ketalog.commands.check import Difficulty, answers_meant
from ketalog.commands.dose import Estimate, Hold, Intention, Medication, Swallowed
from ketalog.commands.effect import OfDose
from ketalog.commands.mood import EnergyRating, Sleep
from ketalog.commands.session import Next, Over, Rate, Reflections, Watched
from ketalog.commands.show import Reference
from ketalog.commands.vitals import Before, Oxygen, Pulse, Weight
from ketalog.domain.clinic_input import read_rate
from ketalog.domain.edits import Edit
from ketalog.domain.entries import kind_of
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.ratings import free_text
from ketalog.domain.readings import read_reading, read_weight
from ketalog.domain.treatment import Check
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.domain.kinds import Entry

EXAMPLES = """
ketalog edit 41 150mg
ketalog edit 41 nasal --at 9:30pm
ketalog edit last --anxiety 3
ketalog edit 12 nausea moderate
ketalog edit 13 1 2 2 1 0 1 2     (the answers of a check, all of them)
ketalog edit last --note 'what came to mind the day after'
ketalog edit 41 --clear hold --clear note
ketalog edit 14 3x100mg --days mon,thu  (a plan that was typed wrong)
ketalog edit 41 --editor          (its text or its note, in your editor)
"""


def command(
    ctx: typer.Context,
    number: Reference = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]", show_default=False, hidden=True)
    ] = None,
    at: p.At = None,
    hold: Hold = None,
    swallowed: Swallowed = None,
    estimate: Estimate = None,
    mood: p.MoodRating = None,
    anxiety: p.AnxietyRating = None,
    energy: EnergyRating = None,
    sleep: Sleep = None,
    duration: Over = None,
    of_dose: OfDose = None,
    difficulty: Difficulty = None,
    intention: Intention = None,
    medication: Medication = None,
    note: p.NoteText = None,
    with_whom: WithWhom = None,
    watched: Watched = None,
    rate: Rate = None,
    reflections: Reflections = None,
    integration: Next = None,
    pulse: Pulse = None,
    oxygen: Oxygen = None,
    weight: Weight = None,
    before: Before = None,
    days: schedules.Days = None,
    every: schedules.Every = None,
    times: schedules.Times = None,
    per_day: schedules.PerDay = None,
    apart: schedules.Apart = None,
    most: schedules.Most = None,
    by: schedules.By = None,
    form: schedules.Form = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="NAME", help="Take a detail out: hold, note, mood, …"),
    ] = None,
    editor: p.WithEditor = False,
) -> None:
    """Change an entry: WORDS are what you would type to log it anew, options its details."""
    app: App = ctx.obj
    typed: dict[str, Any] = {
        "hold_minutes": _input.hold_minutes(app, hold),
        "swallowed": swallowed,
        "estimate": estimate,
        "mood": _input.rating(mood, "mood"),
        "anxiety": _input.rating(anxiety, "anxiety"),
        "energy": _input.rating(energy, "energy"),
        "sleep_minutes": _input.sleep_minutes(app, sleep),
        "minutes": _input.minutes(duration),
        "dose": _input.dose_id(app, of_dose),
        "difficulty": difficulty,
        "intention": _input.text(app, intention, "intention"),
        "medication": _input.text(app, medication, "medication"),
        "note": _input.text(app, note),
        "with_whom": _input.text(app, with_whom, "name"),
        "watched_minutes": _input.minutes(watched),
        "rate_mg_per_hour": read_rate(rate),
        "reflections": _input.text(app, reflections, "reflection"),
        "integration": _input.parse_ahead(app, integration) if integration else None,
        "pulse_per_minute": read_reading(pulse, "pulse"),
        "oxygen_percent": read_reading(oxygen, "oxygen"),
        "weight_kg": read_weight(weight),
        "place": {None: None, True: "before", False: "after"}[before],
        **schedules.schedule(days, every, times, per_day)._asdict(),
        **schedules.details(app, apart, form, by, most),
    }
    details = {name: value for name, value in typed.items() if value is not None}
    reference = _input.number(number, "edit")
    written = _rewritten(app, reference, words or note) if editor else None
    if written:
        reference, details[written.field] = written.number, written.text
    new_words = (
        [_input.text(app, "-", "text") or ""]
        if words == ["-"]
        else _input.storable(app, words or [])
    )
    edit = Edit(tuple(new_words), details, tuple(clear or ()))

    def change(entry: "Entry") -> "Entry":
        if written:
            written.check(entry)
        meant = answers_meant(edit, entry) if isinstance(entry, Check) else edit
        return meant.apply(entry, _moment(app, at, entry) if at else None)

    app.answer(app.change(app.journal.amend(reference, change)))


def _moment(app: App, at: str, entry: "Entry") -> "datetime":
    """Return the moment that an entry is set to, as its kind may have it."""
    match BY_NAME[kind_of(entry)].at:
        case "day":
            return _input.parse_start_day(app, at)
        case "ahead":
            return _input.parse_ahead(app, at, beside=entry.at)
        case "passed":
            return _input.parse_past(app, at, beside=entry.at)
        case never:
            assert_never(never)


class _Rewritten(NamedTuple):
    """The words of an entry, or its note, as they came back from the editor."""

    number: str
    field: str
    former: str
    text: str

    def check(self, entry: "Entry") -> None:
        """Refuse to replace words that are no longer those that were in the editor."""
        if (getattr(entry, self.field) or "") != self.former:
            raise BadInput(f"#{self.number} was changed while the editor was open.")


def _rewritten(app: App, reference: str, typed: object) -> _Rewritten:
    """Let the patient rewrite the text of a note or question, or another entry's note."""
    _input.refuse_both(typed)
    entry = app.journal.find(reference)
    field = "text" if hasattr(entry, "text") else "note"
    former = getattr(entry, field) or ""
    words = _input.storable(app, [app.drafts.write(field, former)])[0]
    return _Rewritten(str(entry.number), field, former, free_text(words, "note"))
