"""Change an entry."""

import inspect
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ketalog import commands as p
from ketalog.answers.phrases import say_stamped
from ketalog.app import App
from ketalog.clauses.effects import numbered_severity, read_renamed
from ketalog.clauses.line import BETWEEN, Part, Read
from ketalog.clauses.readings import READINGS, Place
from ketalog.clauses.shapes import booster, done
from ketalog.clauses.table import TABLE
from ketalog.clauses.times import plain_time
from ketalog.clauses.words import cut
from ketalog.commands import (
    COMMANDS,
    LATEST,
    _hanging,
    _input,
    also,
    appointment,
    check,
    clauses_of,
    dose,
    effect,
    mood,
    plan,
    session,
    supply,
    vitals,
)
from ketalog.commands._dose_defaults import TypedDose, as_said
from ketalog.commands._edited import (
    NAMES_OF_VALUES,
    OPENS_A_VALUE,
    SAYS_CHANGE,
    corrected,
    entry_meant,
    hints_to_edit,
    may_mean_another,
    note_meant,
    rating_or_hour,
    refuse_said_of_text,
    refuse_sentence,
    refuse_with_another,
    rewritten,
    says_to_delete,
    taken_out,
    which_week,
    without_add,
)
from ketalog.commands._people import refuse_no_person
from ketalog.commands._plan_options import read_plan
from ketalog.commands._references import Reference
from ketalog.commands._spans import changed as changed_span
from ketalog.domain import plan_input
from ketalog.domain.also import read_also, read_sort
from ketalog.domain.edits import FIELDS, Edit, says_the_same
from ketalog.domain.effects import find_severity
from ketalog.domain.entries import MEASURES, Dose, Effect, Mood, NoEffects, kind_of, ratings_of
from ketalog.domain.kinds import BY_NAME, MAY_LIE_AHEAD
from ketalog.domain.plan import Plan, PlanStop
from ketalog.domain.ratings import free_text
from ketalog.domain.routes import BY_NAME as ROUTES
from ketalog.domain.text import escape_invisible, nearest
from ketalog.domain.treatment import Also, Appointment, Check, Session, Skip, Supply, Vitals
from ketalog.errors import BadInput, Example
from ketalog.times.grammar import is_whole_day, other_place
from ketalog.times.words import say_moment

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

Said = tuple[datetime | None, dict[str, Any]]
"""When an entry was instead, and what else is said of it, by its fields."""

CLAUSES = tuple(
    dict.fromkeys(("shift", "day", *dose.CLAUSES, *mood.CLAUSES, *session.CLAUSES, *vitals.CLAUSES))
)
"""What the words can say of one entry or another (ketalog/clauses); `_WAYS`, of which."""
EXAMPLES = """
ketalog edit 41 150mg
ketalog edit 41 nasal 9:30pm
ketalog edit 41 tue           (another day, the same hour)
ketalog edit 41 30 min later
ketalog edit last dose 150mg  (the last dose, mood, nausea, gad7, nasal, …)
ketalog edit last --anxiety 3
ketalog edit 12 nausea moderate
ketalog edit 13 1 2 2 1 0 1 2  (the answers of a check, all of them)
ketalog edit last --note 'what came to mind the day after'
ketalog edit 42 --booster     (one dose with the one before it; or --separate)
ketalog edit 41 --clear hold --clear note
ketalog edit 14 3x100mg --days mon,thu  (a plan that was typed wrong)
ketalog edit 41 --editor      (its text or its note, in your editor)
"""

_RATED_ALONE = tuple(measure.name for measure in MEASURES if not measure.with_a_dose)
_OPTIONS = (
    (dose, "at hold swallowed estimate booster mood anxiety"),
    (mood, f"{' '.join(_RATED_ALONE)} sleep"),
    (session, "over"),
    (effect, "of_dose"),
    (check, "difficulty"),
    (dose, "intention medication note"),
    (appointment, "with_whom"),
    (dose, "alone ate where"),
    (session, "watched ready lowest_oxygen rate reflections integration"),
    (vitals, "pulse oxygen weight before point"),
    (also, "kind"),
    (plan, "days every times per_day parts apart most by form"),
)
"""The options that `edit` takes over from the commands that log, by their parameters' names."""
_READ_HERE = frozenset({"at", "difficulty", "next", "over"})
"""Options that are called as a clause is, and that are no clause of what is changed."""


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command, as its `**options`, those of the commands that log."""
    signature = inspect.signature(command)
    own = list(signature.parameters.values())
    taken = [
        inspect.signature(module.command, eval_str=True).parameters[name]
        for module, names in _OPTIONS
        for name in names.split()
    ]
    words = [param for param in own if param.kind is param.POSITIONAL_OR_KEYWORD]
    last = [param for param in own if param.kind is param.KEYWORD_ONLY]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [*words, *(param.replace(kind=keyword) for param in taken), *last]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return command


@_with_options
def command(
    ctx: typer.Context,
    number: Reference = None,
    words: Annotated[list[str] | None, p.words("[WORDS]")] = None,
    *,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="NAME", help="Take a detail out: hold, note, mood, …"),
    ] = None,
    editor: p.WithEditor = False,
    **options: Any,
) -> None:
    """Change an entry: WORDS are what you would type to log it anew, options its details."""
    app: App = ctx.obj
    entry, words = entry_meant(app, _input.number(number, "edit"), words or [], _has_clause)
    texts = ("intention", "medication", "note", "reflections")
    integration, before = options["integration"], options["before"]
    details: dict[str, Any] = {
        "dose": _input.dose_id(app, options["of_dose"]),
        "difficulty": options["difficulty"],
        **{name: _input.text(app, options[name], name) for name in texts},
        "integration": _input.ahead(app, integration, integration) if integration else None,
        "place": {None: None, True: "before", False: "after"}[before],
        "point": vitals.read_point(options["point"]),
        "about": read_sort(options["kind"]),
    }
    details = {name: value for name, value in details.items() if value is not None}
    clear, words = taken_out(clear or [], words)
    written = rewritten(app, entry, words or options["note"]) if editor else None
    if written:
        details[written.field] = written.text
    clauses = _input.options_of(ctx, [name for name in TABLE if name not in _READ_HERE])
    words = without_add(entry, words, _has_clause)
    try:
        words = corrected(words, partial(_is_so, app, entry))
        moved, worded = _meant(app, entry, words, clauses, options["at"])
    except BadInput as error:
        is_last = {*(number or "").lower().split()[-1:]} <= LATEST
        if may_mean_another(error) and is_last and not isinstance(entry, Also | Session):
            refuse_with_another(app, entry, words, error)
        error.hints = hints_to_edit(error, words, entry)
        raise
    if "note" in details.keys() & worded.keys() and details["note"] != worded["note"]:
        raise BadInput("The note is said twice.", "Leave out --note, or the words for it.")
    edit = Edit({**details, **worded}, tuple(clear or ()))
    booster = worded.get("sitting")

    def change(entry: "Entry") -> "Entry":
        if written:
            written.check(entry)
        meant = check.answers_meant(edit, entry) if isinstance(entry, Check) else edit
        after = meant.apply(entry, moved)
        return after if booster is None else _sitting(app, after, booster)

    before = _hanging.around(app, entry, to=moved) if moved else []
    outcome = app.journal.amend(str(entry.number), change)
    app.answer(app.change(outcome, below=_hanging.moved(app, outcome, before)))


def _has_clause(entry: "Entry", name: str) -> bool:
    """Tell whether a word opens what is to change: the pulse of a reading, the mood of a rating."""
    return any(name.lower() in TABLE[clause].keywords for clause in _way(entry).clauses)


def _meant(
    app: App, entry: "Entry", words: list[str], options: dict[str, Any], at: str | None
) -> Said:
    """Return when an entry was instead, and what else the words and options say of it."""
    words = [_input.text(app, "-", "text") or ""] if words == ["-"] else words
    while words[1:] and BY_NAME[kind_of(entry)].words is None and words[0].lower() in OPENS_A_VALUE:
        words = words[1:]  # edit last to 50mg
    way = _way(entry)
    return way.read(app, entry, words, {**options, way.clauses[0]: at})


def _is_so(app: App, entry: "Entry", words: list[str]) -> bool:
    """Tell whether words say what an entry is; nobody is asked what they mean."""
    text, has_span = " ".join(words), "end" in _way(entry).clauses
    is_words = BY_NAME[kind_of(entry)].words is not None or isinstance(entry, Also)
    may_be_asked = isinstance(entry, Dose) and not re.search("[A-Za-z]", text)
    if is_words or may_be_asked or (has_span and re.search("[0-9]", text)):
        return False
    try:
        moved, fields = _meant(app, entry, words, {}, None)
        return says_the_same(Edit(fields, ()).apply(entry, moved), entry)
    except BadInput:
        return False


def _by_clauses(app: App, entry: "Entry", words: list[str], options: dict[str, Any]) -> Said:
    """Read the clauses; other words mean what `words` of the row of the kind makes of them."""
    way = _way(entry)
    free = way.in_own_order
    if isinstance(entry, Mood):
        mood.refuse_step(words)
        words = rating_or_hour(app, words, _of_a_number(entry) or "mood")
    opens = NAMES_OF_VALUES | OPENS_A_VALUE if not free else SAYS_CHANGE
    if isinstance(entry, Appointment):
        words = which_week(app, words, entry)
    texts = [name for name in ("intention", "reflections") if hasattr(entry, name)]
    while words[1:] and not isinstance(entry, Also) and words[0].lower().strip(":,") in opens:
        words = words[1:]  # edit 41 time to 9pm
        if free and words[1:] and words[0].lower() == "to":  # rename to dizziness
            words = words[1:]
    if words[1:] and words[-1].lower() == "instead" and not isinstance(entry, Also):
        words = words[:-1]  # dizziness instead
    line = _input.said(
        app,
        words,
        ("shift", *way.clauses),
        options,
        score=_of_a_number(entry) if isinstance(entry, Mood) else None,
        texts=("note", *texts),
        between=frozenset() if free else BETWEEN,
    )
    rest = [word for phrase in line.unread for word in phrase.split()] if free else []
    is_worded = rest or not free or "answers" in line.parts
    worded = way.words(app, entry, line, rest) if is_worded else {}
    worded |= {name: _input.text(app, text, name) for name, text in line.texts.items() if text}
    spanned = changed_span(app, line, entry) if "end" in way.clauses else None
    moved, precision = spanned or _changed_when(app, line, entry)
    return moved, {**_fields(line), **worded, **precision}


def _of_a_number(entry: Mood) -> str | None:
    """Return what a number alone rates: the mood, or what else an entry rates alone."""
    rated = [measure.name for measure, _ in ratings_of(entry)]
    if not rated or "mood" in rated:
        return "mood"
    return rated[0] if len(rated) == 1 else None


def _changed_when(app: App, line: "Read", entry: "Entry") -> Said:
    """Return when an entry was instead by the line, and its precision if that is another.

    An entry without a time stays so on another day, until it is given one.
    """
    part = line.parts.get("day") or line.parts.get("when")
    if (shift := line.parts.get("shift")) is not None:
        return _shifted(app, shift, part, entry), {}
    if entry.precision is None or part is None:
        return _moved(app, line, entry), {}
    if "when" in line.parts:
        when = _input.ahead_or_day(app, part.value, part.phrase, entry.at)
        return when["at"], {"precision": when.get("precision")}
    if is_whole_day(plain_time(part.value), app.now, app.calendar):
        return _input.day_or_moment(app, part.value, part.phrase)["at"], {}
    return _moved(app, line, entry), {"precision": None}


def _shifted(app: App, shift: "Part", other: "Part | None", entry: "Entry") -> datetime:
    """Return a time that was so much earlier or later than an entry says."""
    shown = escape_invisible(shift.phrase)
    if other is not None:
        raise BadInput(f"Two times are said: {shown} and {other.phrase}.", "Type one of them.")
    minutes = timedelta(minutes=shift.value)
    if entry.precision and minutes % timedelta(days=1):
        raise BadInput(f"'{shown}': #{entry.number} has no time.", "Type its time, as in: 9pm.")
    at = (entry.at + minutes).astimezone(other_place(entry.at))
    if at > app.now and kind_of(entry) not in MAY_LIE_AHEAD:
        raise BadInput(f"'{shown}' is {say_moment(at)}, which lies ahead.", "Type when it was.")
    return at


def _moved(app: App, line: "Read", entry: "Entry") -> datetime | None:
    """Return when an entry was instead by the line, or None; on another day, at the same hour."""
    for name, read_time in (("day", _input.past), ("when", _input.ahead)):
        if part := line.parts.get(name):
            return read_time(app, part.value, part.phrase, beside=entry.at)
    return None


def _fields(line: "Read") -> dict[str, Any]:
    """Return what the clauses of a line say, by the fields of an entry."""
    fields = {FIELDS[name]: part.value for name, part in line.parts.items() if name in FIELDS}
    if isinstance(place := fields.get("place"), Place):
        fields |= {"place": place.side, "point": place.point}
    return fields


# What the words say to change an entry of one kind, as far as its clauses don't say it.


def _dose(app: App, entry: Dose, line: "Read", _: list[str]) -> dict[str, Any]:
    """Return amount, route and medication as far as they are said."""
    refuse_no_person(app, line)
    _refuse_clock(line)
    _refuse_of_another(line)
    dosage, (named, only_route) = line.get("amount"), line.get("medication", (None, None))
    route = line.get("route") or only_route or (dosage and dosage.route)
    meant = as_said(
        app,
        line,
        TypedDose(
            dosage and dosage.amount,
            route or (None if nearest(" ".join(line.unread), ROUTES) else entry.route),
            named or entry.medication,
        ),
        entry.at,
    )
    fields = {"route": route, "medication": named}
    changes: dict[str, Any] = {name: value for name, value in fields.items() if value is not None}
    if amount := meant.amount:
        changes |= {
            "amount_mg": amount.amount_mg,
            "count": amount.count,
            "each_mg": amount.each_mg,
        }
    return changes


def _refuse_clock(line: "Read") -> None:
    """Raise BadInput for a number alone that a clock shows, too: `19.30`."""
    part = line.parts.get("amount")
    shape = re.fullmatch(r"([01]?[0-9]|2[0-3])[.]([0-5][0-9])", part.phrase) if part else None
    if part and shape and part.value.is_bare:
        hour, minute = shape.groups()
        raise BadInput(
            f"'{part.phrase}' can be a time, or an amount in mg.",
            f"Type {hour}:{minute} for the time, or {part.phrase}mg for the amount.",
        )


def _refuse_of_another(line: "Read") -> None:
    """Raise BadInput for a number alone behind words that nothing reads: `pulse 72` of a dose."""
    part = line.parts.get("amount")
    unread = " ".join(line.unread)
    if part and part.value.is_bare and unread and not nearest(unread, ROUTES):
        raise BadInput(
            f"'{escape_invisible(unread)}' is nothing that a dose has, or can't be "
            f"read; so '{part.phrase}' is no amount.",
            f"An amount is typed with its unit: {part.phrase}mg.",
        )


def _plan(app: App, entry: Plan, words: list[str], options: dict[str, Any]) -> Said:
    """Return from when a plan holds instead, and what else is said of it."""
    example = Example(f"edit {entry.number}", "150mg, or 2x100mg.")
    typed = read_plan(app, words, options, example, entry)
    typed_fields = {
        "route": typed.route,
        "medication": typed.medication,
        **typed.schedule._asdict(),
    }
    others = {
        name: value for name, value in _fields(typed.line).items() if name not in typed_fields
    }
    return _start(app, typed.line), {
        **others,
        **{name: value for name, value in typed_fields.items() if value is not None},
        **plan_input.amount_fields(typed.amount, entry),
        **typed.fields,
    }


def _plan_stop(app: App, entry: PlanStop, words: list[str], options: dict[str, Any]) -> Said:
    line = _input.said(app, words, _way(entry).clauses, options)
    _input.refuse_unread(app, line)
    return _start(app, line), _fields(line)


def _start(app: App, line: "Read") -> datetime | None:
    return plan.start_of(app, line) if "from" in line.parts else None


def _effect(app: App, entry: Effect, _: "Read", words: list[str]) -> dict[str, Any]:
    """Return name and severity; a severity alone keeps the name, a name alone the severity."""
    _refuse_of_a_dose(words)
    _refuse_added(app, words)
    if says_to_delete(words):
        shown = escape_invisible(" ".join(words))
        raise BadInput(f"'{shown}' is no side effect, nor how severe one was.")
    if alone := find_severity(" ".join(words)) or numbered_severity(words):
        return {"severity": alone}
    name, severity = _input.asked(app, read_renamed, " ".join(words))
    if name != entry.name:
        refuse_sentence(app, name, entry.number)
        if note := note_meant(app, entry, name, words):
            return {"note": note}
    return {"name": name, "severity": severity or entry.severity}


def _refuse_added(app: App, words: list[str]) -> None:
    """Raise BadInput for `and headache`, `headache too`: one more is an entry of its own."""
    typed = " ".join(app.typed[2:])
    added = re.fullmatch(r"(?i)(?:and|plus|also|[&+]) (.+)|(.+) (?:too|also|as well)", typed)
    name = (added[1] or added[2]) if added and words else ""
    if name and not find_severity(name):
        hint = f"Log it: ketalog effect {escape_invisible(name)}."
        raise BadInput(f"'{escape_invisible(typed)}' is one more side effect.", hint)


def _refuse_of_a_dose(words: list[str]) -> None:
    """Raise BadInput for words that say something of a dose, and are no side effect."""
    typed, said = cut(words), escape_invisible(" ".join(words))
    if any((found := read(typed, 0)) and found[0] == len(typed) for read in (booster, done)):
        raise BadInput(f"'{said}' is said of a dose.", f"Type: ketalog edit last dose {said}.")


def _no_effects(app: App, entry: NoEffects, line: "Read", _: list[str]) -> dict[str, Any]:
    if line.unread:
        raise BadInput(
            f"#{entry.number} says that there were no side effects.",
            f"Delete it and log the effect: ketalog delete {entry.number}.",
        )
    return {}


def _session(app: App, entry: Session, line: "Read", _: list[str]) -> dict[str, Any]:
    if line.unread:
        dose = app.journal.newest(lambda each: each.id == entry.dose) if entry.dose else None
        words = escape_invisible(" ".join(line.unread))
        raise BadInput(
            f"#{entry.number} is a session: what was given is an entry of its own.",
            "'ketalog list --kind dose' shows its number."
            if dose is None
            else f"To change {say_stamped(dose, app.now)}: ketalog edit {dose.number} {words}.",
        )
    return {}


def _supply(app: App, entry: Supply, words: list[str], options: dict[str, Any]) -> Said:
    change, said, line = supply.changed(app, words, options, entry)
    moved, precision = _changed_when(app, line, entry)
    return moved, {"change": change, **said.fields, **precision}


def _vitals(app: App, _: Vitals, line: "Read", __: list[str]) -> dict[str, Any]:
    _input.refuse_unread(app, line)
    return vitals.confirmed(app, vitals.taken(line))


def _appointment(app: App, _: Appointment, line: "Read", __: list[str]) -> dict[str, Any]:
    appointment.refuse_moved(" ".join(line.unread), "")
    if who := appointment.named(line):
        return {"with_whom": _input.text(app, who, "name")}
    _input.refuse_unread(app, line)
    return {}


def _also(_: App, entry: Also, __: "Read", words: list[str]) -> dict[str, Any]:
    """Return what the words say; a kind that they don't name stays."""
    text = " ".join(words)
    if re.fullmatch(_AMOUNT, text, re.IGNORECASE):
        whole = re.sub(r"[0-9][0-9.,]* ?(?:mg|mcg|µg|g|ml)$", text, entry.what)
        line = f"ketalog edit {entry.number} {escape_invisible(whole)}"
        hint = (
            f"Type it whole: {line}." if whole != entry.what else "Type what it was, and how much."
        )
        raise BadInput(f"'{escape_invisible(text)}' does not say of what.", hint)
    typed = read_also(text)
    same = (typed.change == "none") == (entry.change == "none")
    is_said = entry.change == "none" or read_also(entry.what).about != entry.about
    is_plain = same and is_said and typed.about in {"medicine", "other"}
    return {**typed._asdict(), "about": entry.about if is_plain else typed.about}


_AMOUNT = r"[0-9][0-9.,/]* ?(?:mg|mcg|µg|g|ml|units?|x)?(?!\w)"
"""How much of something: nothing tells of what."""


def _check(_: App, __: Check, line: "Read", words: list[str]) -> dict[str, Any]:
    answers = line.get("answers") or tuple(words)
    return {"answers": answers} if answers else {}


def _text(app: App, entry: "Entry", words: list[str], options: dict[str, Any]) -> Said:
    """Return the words of an entry that is words: they say when only if they say nothing else."""
    clauses, kind = _way(entry).clauses, BY_NAME[kind_of(entry)]
    if isinstance(entry, Skip) and words[1:] and words[0].lower().rstrip(":") == "reason":
        words = words[1:]
    refuse_said_of_text(app, entry, words)
    told = words
    while told[1:] and told[0].lower() in OPENS_A_VALUE | NAMES_OF_VALUES:  # was yesterday
        told = told[1:]
    try:
        line = _input.said(app, told, ("shift", *clauses), {}, between=frozenset())
    except BadInput:
        if isinstance(entry, Skip) or len(told) < _SHORTEST_TEXT:
            raise
        line = Read({}, {}, tuple(told))  # fri and sat were bad
    if not line.unread:
        return _by_clauses(app, entry, told, options)
    if isinstance(entry, Skip) and (day := line.parts.get("day")):
        rest = " ".join(line.unread)
        raise BadInput(
            f"'{escape_invisible(day.phrase)}' can be the day, or a part of the reason.",
            f"Type each alone: ketalog edit {entry.number} {escape_invisible(day.phrase)}, and "
            f"ketalog edit {entry.number} {escape_invisible(rest)}.",
        )
    text = free_text(" ".join(_input.storable(app, words)), kind.name)
    line = _input.said(app, [], clauses, options)
    moved, precision = _changed_when(app, line, entry)
    return moved, {str(kind.words): text, **precision}


_SHORTEST_TEXT = 4
"""Words of which some are two times, in a text: fewer are no text."""


def _no_words(app: App, _: "Entry", line: "Read", __: list[str]) -> dict[str, Any]:
    _input.refuse_unread(app, line)
    return {}


class _Way(NamedTuple):
    """How an entry of one kind is changed: by its clauses, the first of which says when.

    Of the other words, `words` makes what they mean; `in_own_order` they are read as they stand.
    A kind that is not read by clauses has a `read` of its own.
    """

    clauses: tuple[str, ...]
    words: Callable[[App, Any, "Read", list[str]], dict[str, Any]] = _no_words
    in_own_order: bool = False
    read: Callable[[App, Any, list[str], dict[str, Any]], Said] = _by_clauses


_WHEN_LOGGED = frozenset({"at", "from-dose", "bp", "pulse", "usual"})
"""Clauses of commands that log which say when an entry was, or nothing of the entry itself."""


def _logged(clauses: Sequence[str]) -> tuple[str, ...]:
    return ("day", *(name for name in clauses if name not in _WHEN_LOGGED))


_SPAN = ("start", "from", "end")
"""Clauses of when something began and ended."""
_WAYS = {
    "dose": _Way(_logged(dose.CLAUSES), _dose),
    "effect": _Way(("day", "for", *_SPAN), _effect, in_own_order=True),
    "no effects": _Way(("day",), _no_effects),
    "session": _Way(
        ("day", "over", "with", "weight", "rate", "watched", "ready", "lowest-oxygen", *_SPAN),
        _session,
    ),
    "vitals": _Way(("day", "place", *READINGS), _vitals),
    "appointment": _Way(("when", "with"), _appointment),
    "also": _Way(("day",), _also, in_own_order=True),
    "check": _Way(("day", "answers", "difficulty"), _check, in_own_order=True),
    "plan": _Way(("from",), read=_plan),
    "plan stop": _Way(("from",), read=_plan_stop),
    "supply": _Way(_logged(supply.CLAUSES), read=_supply),
    "skip": _Way(("day",), read=_text),
}
"""A kind without a row has the clauses of the command of its name, and its words if it has any."""


def _way(entry: "Entry") -> _Way:
    kind = BY_NAME[kind_of(entry)]
    clauses = clauses_of(kind.name) if kind.name in COMMANDS else None
    read = _by_clauses if kind.words is None else _text
    return _WAYS.get(kind.name) or _Way(_logged(clauses or ()), read=read)


def _sitting(app: App, entry: "Entry", booster: bool) -> "Entry":
    from ketalog.commands._sittings import changed

    return changed(app, entry, booster=booster) if isinstance(entry, Dose) else entry
