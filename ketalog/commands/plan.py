"""See the plan, set it, end it, take it to a calendar."""

import re
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers import Answer
from ketalog.answers import plan as view
from ketalog.answers.phrases import say_date
from ketalog.app import App
from ketalog.clauses.line import Read, read
from ketalog.clauses.times import WEEKDAYS
from ketalog.clauses.words import weekday
from ketalog.commands import _input, _questions
from ketalog.commands import _plan_options as schedules
from ketalog.commands._offers import Understood
from ketalog.commands._questions import own_offer
from ketalog.commands.dose import Medication
from ketalog.domain import plan_input
from ketalog.domain.calendar import ONE_DAY, Span
from ketalog.domain.calendar import WEEKDAYS as WEEKDAY_NAMES
from ketalog.domain.entries import as_data, new_id, when_of
from ketalog.domain.offer import Offer
from ketalog.domain.plan import Plan, PlanStop, in_force, read_rule
from ketalog.domain.text import did_you_mean, escape_invisible, say_time, strip_invisible
from ketalog.domain.upcoming import series, upcoming
from ketalog.errors import BadInput, Example
from ketalog.export import files
from ketalog.instruments.base import find
from ketalog.journal import Changed, Outcome
from ketalog.times import grammar
from ketalog.times.words import plain_words

if TYPE_CHECKING:
    from ketalog.domain.snapshot import Snapshot
    from ketalog.export.calendar import Once

CLAUSES = schedules.CLAUSES
EXAMPLES = """
ketalog plan                             (what holds now, and what comes next)
ketalog plan set 2x100mg sublingual mon, wed and fri, 48h apart
ketalog plan set 2x100mg sublingual --form troche --days mon,wed --apart 48h
ketalog plan set 100mg sublingual twice a week, at most 1 a day, by Dr R.
ketalog plan set 2x28mg nasal --medication esketamine --times 2 --by 'Dr R.'
ketalog plan set 3x100mg sublingual --from 2026-12-01  (a step ahead)
ketalog plan history
ketalog plan stop nasal
ketalog plan calendar plan.ics --time 8pm
"""
_SCHEDULE = {"--days", "--every", "--times", "--per-day", "--parts", "--apart", "--most"}
_TAKES: dict[str, set[str]] = {
    "": set(),
    "set": {*_SCHEDULE, "--by", "--form", "--medication", "--from", "--note", "--clear"},
    "stop": {"--medication", "--from", "--note"},
    "history": set(),
    "calendar": {"--title", "--time", "--weeks", "--checks", "--force"},
}
"""What can be done with the plan, and the options of each."""
_EXAMPLE = Example("plan set", "2x100mg sublingual --days mon,wed,fri.")

PlanWords = Annotated[list[str] | None, p.words("[set|stop|history|calendar] [WORDS]")]


def command(
    ctx: typer.Context,
    words: PlanWords = None,
    days: schedules.Days = None,
    every: schedules.Every = None,
    times: schedules.Times = None,
    per_day: schedules.PerDay = None,
    parts: schedules.Parts = None,
    apart: schedules.Apart = None,
    most: schedules.Most = None,
    by: schedules.By = None,
    form: schedules.Form = None,
    medication: Medication = None,
    from_day: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="From when; now, if not said.")
    ] = None,
    note: p.NoteText = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", metavar="NAME", help="Take a detail out: apart, most, by, …"),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Title in the calendar, not 'Reminder'."),
    ] = None,
    clock: Annotated[
        list[str] | None,
        typer.Option("--time", metavar="TIME", help="Reminders at that time; again for more: 8pm."),
    ] = None,
    weeks: Annotated[
        str | None,
        typer.Option("--weeks", metavar="N", help="So many weeks ahead; 12 if not said."),
    ] = None,
    checks: Annotated[
        bool, typer.Option("--checks", help="Calendar: questionnaires and appointments too.")
    ] = False,
    force: p.Force = False,
) -> None:
    """See the plan that you and your prescriber agreed on, set it, end it, take it along."""
    app: App = ctx.obj
    verb, rest = _verb(words or [])
    _refuse_others(ctx, verb)
    options = _input.options_of(ctx, CLAUSES)
    named = _input.text(app, medication, "medication")
    if verb == "set":
        typed = schedules.read_plan(app, rest, options, _EXAMPLE)
        _set(app, typed, named or typed.medication, note, plan_input.cleared(clear or []))
    elif verb == "stop":
        _stop(app, rest, {"from": from_day}, named, note)
    elif verb == "calendar":
        _calendar(
            app,
            rest,
            title,
            [_clock(app, each) for each in clock or ()],
            p.at_least_one(weeks, "--weeks", 104) or 12,
            checks=checks,
            force=force,
        )
    else:
        _refuse_words(verb, rest)
        _history(app) if verb == "history" else _look(app)


_STOPS = {"stop", "stopped", "end", "ended"}


def _verb(words: list[str]) -> tuple[str, list[str]]:
    """Return what is to be done with the plan, and the other words: a plan alone is set."""
    if not words:
        return "", []
    pieces = [*words[0].split(), *words[1:]] if len(words) > 1 else words[0].split() or words
    verb = pieces[0].lower().rstrip(":")
    if verb in _STOPS:
        return "stop", pieces[1:]
    if verb in _TAKES:
        return verb, words[1:] if verb == words[0].lower() else pieces[1:]
    begins = read([verb], CLAUSES, {}, between=schedules.BETWEEN)
    if begins.parts.keys() == {"days"} and len(pieces) == 1:
        raise BadInput(
            f"'{escape_invisible(verb)}' alone doesn't say what to do.",
            f"What is planned: ketalog plan. New days: ketalog plan set {escape_invisible(verb)}.",
        )
    is_set = begins.parts or verb in {"from", "starting", "since"}  # from monday 150mg
    return ("set", words) if is_set else (verb, pieces[1:])


_STOP = "It ends with: ketalog plan stop. Later it begins anew with: ketalog plan set."
_SET = "Type: ketalog plan set, and what is new."
_DELETES = ("cancel", "delete", "remove")
_INSTEAD = {
    **dict.fromkeys((*_DELETES, "pause", "suspend", "off"), _STOP),
    **dict.fromkeys(("resume", "change", "edit", "restart", "new", "make", "start", "is"), _SET),
    "undo": "The last change: ketalog undo.",
    "add": "A plan is set with all of its days: ketalog plan set, and the days.",
    **dict.fromkeys(("show", "list", "view", "next"), "Type: ketalog plan."),
}
"""What else people would do with a plan, and what to type for it."""


def _refuse_others(ctx: typer.Context, verb: str) -> None:
    """Refuse what can't be done with the plan, and options that go with something else."""
    if instead := _INSTEAD.get(verb):
        app: App = ctx.obj
        offer = own_offer(app, "To set it", verb, "set") if instead == _SET else None
        if verb in _DELETES and app.typed[-1].lstrip("#").isdecimal():
            offer = Offer("To take an entry out", [["delete", app.typed[-1]]])
        raise BadInput(f"'{verb}' is nothing that can be done with the plan.", offer, instead)
    if verb not in _TAKES:
        raise BadInput(
            f"'{escape_invisible(verb)}' is nothing that can be done with the "
            f"plan.{did_you_mean(verb, _TAKES)}",
            "Type one of: plan, plan set, plan stop, plan history, plan calendar.",
        )
    for name, value in p.flags_of(ctx).items():
        if value and name not in _TAKES[verb]:
            owner = next(other for other, options in _TAKES.items() if name in options)
            raise BadInput(
                f"{name} is no option of 'ketalog plan{f' {verb}' if verb else ''}'.",
                f"It belongs to: ketalog plan {owner}.",
            )


def _refuse_words(verb: str, rest: list[str]) -> None:
    if rest:
        raise BadInput(
            f"'{escape_invisible(' '.join(rest))}' is too much here.",
            f"Type only: ketalog plan {verb}".rstrip() + ".",
        )


def _set(
    app: App,
    typed: schedules.TypedPlan,
    medication: str | None,
    note: str | None,
    cleared: dict[str, Any],
) -> None:
    route = typed.route
    versions = app.store.snapshot().plans
    at = start_of(app, typed.line)
    before = plan_input.the_one(_holding(app, versions, at), route, medication)
    _refuse_past(app, at, before)
    if before is None and route is None:
        raise BadInput(
            "By which route?",
            _EXAMPLE,
        )
    identity = {
        "id": new_id(),
        "at": at,
        "recorded": app.now,
        "route": route or (before.route if before else ""),
        "medication": (None if medication == typed.medication == "ketamine" else medication)
        or (before.medication if before else None),
    }
    fields = {
        **typed.schedule.fields(before),
        **plan_input.amount_fields(typed.amount, before),
        **cleared,
        **typed.fields,
    }
    if (words_with_it := _input.text_of(app, typed.line, "note", note)) is not None:
        fields["note"] = words_with_it
    version = plan_input.next_version(before, identity, fields)
    version = plan_input.behind_its_day(version, versions, app.calendar)
    if (
        before is not None
        and typed.line.get("from") is None
        and plan_input.same_but_when(before, version)
    ):
        same = Outcome("unchanged", (Changed(before, before),))
        app.answer(app.change(same, lines=view.say_unchanged(before)))
        return
    around = view.Neighbours(
        before,
        plan_input.behind(version, versions),
        () if before else tuple(plan_input.others_beside(version, versions)),
    )
    _log(app, version, around)


def start_of(app: App, line: Read) -> datetime:
    """Return from when a plan holds: a day's start, a moment in full, or now."""
    part = line.parts.get("from")
    if part is not None and re.search(r"[0-9]{4} [0-9]{2}:[0-9]{2}$", part.value):
        return _input.ahead(app, part.value, part.value)
    day = today = app.calendar.day_of(app.now)
    if part is not None:
        is_past = part.phrase.lower().startswith("since ")
        read_day = grammar.read_day if is_past else grammar.read_nearest_day
        text = _input.which_by_midnight(app, part.value, part.value)
        text = _input.which_next(app, text, part.value)
        text = _input.which_date(app, text, part.value, ahead=not is_past)
        day = read_day(text, app.now, app.calendar)
    if day == today:
        return app.now
    return datetime.combine(day, app.calendar.day_start).astimezone()


def _holding(app: App, versions: tuple[Plan | PlanStop, ...], at: datetime) -> list[Plan]:
    """Return the plans that hold when a version is to begin: at the end of a whole day."""
    whole_day = ONE_DAY - ONE_DAY / 86_400
    return in_force(versions, at if at == app.now else at + whole_day)


def _refuse_past(app: App, at: datetime, before: Plan | None) -> None:
    """Refuse a change of a plan from a day before today: what was planned stays as it was."""
    today = app.calendar.day_of(app.now)
    if before is not None and app.calendar.day_of(at) < today:
        raise BadInput(
            f"Your plan (#{before.number}) held on {say_date(app.calendar.day_of(at))} "
            f"already: what is past of it stays. It can change from today on, "
            f"{say_date(today)}.",
            f"Leave --from out, or name a day ahead. A slip in it: ketalog edit {before.number}.",
        )


def _log(app: App, version: Plan | PlanStop, around: view.Neighbours) -> None:
    outcome = app.journal.log(version)
    logged = outcome.changed[0].after
    lines = (
        view.say_set(logged, around, app.now, app.calendar)
        if isinstance(logged, Plan | PlanStop)
        else None
    )
    app.answer(app.change(outcome, lines=lines))


def _stop(
    app: App, words: list[str], options: dict[str, Any], medication: str | None, note: str | None
) -> None:
    names = ("route", "medication", "from")
    words = _from_its_day(words)
    if found := re.search(_OF_ONE_DAY, " ".join(words), re.IGNORECASE):
        raise Understood(
            f"'{escape_invisible(found[0])}': a plan ends with all of its days.",
            _days_without(app, " ".join(words)),
        )
    line = _input.said(app, words, names, options, texts=("note",), between=schedules.BETWEEN)
    schedules.refuse_day(app, line)
    rest = " ".join(line.unread)
    if rest.lstrip("#").isdecimal():
        raise BadInput(f"'{rest}' is no route.", Offer("To take an entry out", [["delete", rest]]))
    if re.match(r"(?i)(?:(?:un)?till?|for (?:[0-9]|an?|the|now|two|three))\b", rest):
        raise BadInput(f"'{escape_invisible(rest)}': a plan ends, until it is set again.", _STOP)
    if re.match(r"(?i)(?:after|before|when|once|at|by|the|end|mid|next|this|from|of|in) ", rest):
        example = Example("plan stop", "from 1 dec.")
        raise BadInput(f"'{escape_invisible(rest)}' does not say on which day it ends.", example)
    schedules.refuse_unread(app, line)
    named, only_route = line.get("medication", (None, None))
    versions = app.store.snapshot().plans
    at = start_of(app, line)
    before = plan_input.the_one(
        _holding(app, versions, at), line.get("route", only_route), medication or named
    )
    if before is None:
        day, which = say_date(app.calendar.day_of(at)), "such " if versions else ""
        raise BadInput(
            f"There is no {which}plan on {day} that could be stopped.",
            "'ketalog plan' shows what holds."
            if versions
            else "Set one: ketalog plan set 2x100mg sublingual --days mon,wed,fri.",
        )
    _refuse_past(app, at, before)
    version = PlanStop(
        id=new_id(),
        at=at,
        recorded=app.now,
        route=before.route,
        medication=before.medication,
        note=_input.text_of(app, line, "note", note),
    )
    version = plan_input.behind_its_day(version, versions, app.calendar)
    _log(app, version, view.Neighbours(None, plan_input.behind(version, versions)))


def _days_without(app: App, typed: str) -> Example:
    """Return how the only plan that holds is set with the other days."""
    plans = in_force(app.store.snapshot().plans, app.now)
    named = {weekday(word.lower().removesuffix("'s")) for word in re.findall(r"[\w']+", typed)}
    days = read_rule(plans[0].rrule).weekdays if len(plans) == 1 and plans[0].rrule else ()
    left = [WEEKDAY_NAMES[day][:3].lower() for day in days if day not in named]
    return Example("plan set", f"{','.join(left) or 'mon,wed'}.", "Its days as they will be")


_OF_ONE_DAY = (
    rf"\b(?:(?:only|every|each) {WEEKDAYS}s?|{WEEKDAYS}(?:'?s)? doses?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"
)
"""Words by which a part of the plan is meant: the wed dose, only fridays."""


def _from_its_day(words: list[str]) -> list[str]:
    """Return words with `from` before the day that they begin with: on dec 1, too strong."""
    pieces = [piece for text in words for piece in text.split()]
    pieces = pieces[1:] if pieces[:1] == ["on"] else pieces
    for n in range(len(pieces), 0, -1):
        if grammar.is_day(" ".join(pieces[:n]).rstrip(",;:")):
            return ["from", *pieces]
    return words


def _history(app: App) -> None:
    versions = app.store.snapshot().plans
    lines = view.say_versions(versions, in_force(versions, app.now), app.now, app.calendar)
    app.answer(Answer(lines, {"versions": [as_data(version) for version in versions]}))


def _look(app: App) -> None:
    versions = app.store.snapshot().plans
    entries = app.store.recent(app.now - 9 * ONE_DAY) if versions else []
    plans = upcoming(versions, entries, app.now, app.calendar)
    lines = view.say_holding(plans, app.calendar.day_of(app.now), app.calendar)
    app.answer(Answer(lines, view.holding_data(plans)))


def _calendar(
    app: App,
    words: list[str],
    title: str | None,
    clocks: list[time],
    weeks: int,
    *,
    checks: bool,
    force: bool,
) -> None:
    if len(words) != 1:
        file = next((word for word in words if word.lower().endswith(".ics")), "plan.ics")
        others = " ".join(word for word in words if word not in {file, "at"})
        at = f" --time {others}" if others and grammar.split_clock(plain_words(others))[0] else ""
        line = escape_invisible(f"{file}{at}.")
        raise BadInput("Which file is to be written?", Example("plan calendar", line))
    path = Path(words[0]).expanduser()
    if path.suffix.lower() != ".ics":
        raise BadInput(f"{escape_invisible(words[0])}: its name is to end in .ics.")
    _questions.may_write(app, path, force=force)
    snapshot = app.store.snapshot()
    versions = snapshot.plans
    today = app.calendar.day_of(app.now)
    several = series(versions, Span(today, today + weeks * 7 * ONE_DAY), app.calendar)
    once = _once(app, snapshot, weeks) if checks else []
    if not (several or once):
        raise BadInput(
            f"No plan names days in the next {weeks} weeks: there is nothing for a calendar.",
            "Set days: ketalog plan set --days mon,wed,fri.",
        )
    name = strip_invisible(" ".join((_input.text(app, title, "title") or "").split())) or "Reminder"
    from ketalog.export import calendar

    files.write_file(path, calendar.render(several, name, clocks, app.now, once))
    a_day = max(1, len(clocks))
    doses = sum(len(plan.days) for plan in several) * a_day + len(once)
    uncounted = sum(plan.per_week is not None for plan in in_force(versions, app.now))
    about = view.CalendarFile(
        path.absolute(),
        len(several) * a_day,
        doses,
        max((plan.days[-1] for plan in several), default=None),
        max((plan.plan.per_day for plan in several), default=1) if several else 1,
        a_day,
        len(once),
    )
    data = {
        "file": str(about.path),
        "series": about.series,
        "reminders": doses,
        "title": name,
        "until": about.until,
    }
    app.answer(Answer(view.say_calendar(about, uncounted), data))


def _once(app: App, snapshot: "Snapshot", weeks: int) -> "list[Once]":
    """Return reminders of the appointments and questionnaires that lie ahead."""
    from ketalog.export.calendar import Once

    today = app.calendar.day_of(app.now)
    end = today + weeks * 7 * ONE_DAY
    reminders = [
        Once(visit.id, when_of(visit), visit.changed or visit.recorded)
        for visit in snapshot.appointments
        if visit.at > app.now and app.calendar.day_of(visit.at) < end
    ]
    for check in {check.instrument: check for check in snapshot.checks}.values():
        instrument = find(check.instrument)
        if instrument is not None and instrument.every_days is not None:
            due = app.calendar.day_of(check.at) + instrument.every_days * ONE_DAY
            if max(due, today) < end:
                reminders.append(Once(f"{check.id}-next", max(due, today), check.recorded))
    return reminders


_IN_A_PART = r"((?:0?[1-9]|1[01])(?:[:.][0-9]{2})?) (?:in )?(morning|afternoon|evening)"
"""A time of day as it is said: 8 in the evening."""


def _clock(app: App, typed: str) -> time:
    """Return a time of day."""
    found = re.fullmatch(_IN_A_PART, plain_words(typed))
    plain = f"{found[1]}{'am' if found[2] == 'morning' else 'pm'}" if found else plain_words(typed)
    clock, _, rest = grammar.split_clock(plain)
    if clock is None or rest:
        raise BadInput(
            f"'{escape_invisible(typed)}' is not a time of day.", "For example: --time 8pm."
        )
    if clock < app.calendar.day_start:
        raise BadInput(
            f"{say_time(clock)} belongs to the day before: days begin at "
            f"{say_time(app.calendar.day_start)}.",
            "Type a later time, such as --time 8pm.",
        )
    return clock
