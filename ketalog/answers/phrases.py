"""Entries and outcomes in words: what happened, in full, then what can be done."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from ketalog.answers import Answer
from ketalog.domain.calendar import OLDEST_CLOCK, ONE_MINUTE
from ketalog.domain.entries import (
    Dose,
    Effect,
    Mood,
    NoEffects,
    Note,
    Question,
    as_data,
    kind_of,
    ratings_of,
)
from ketalog.domain.kinds import BY_NAME, PLANS, heard_words
from ketalog.domain.text import (
    count,
    escape_invisible,
    say_mg,
    say_minutes,
    say_number,
    say_parts,
    sentence,
    short,
)
from ketalog.times.words import say_clock, say_day, say_elapsed, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from ketalog.domain.amounts import Amount
    from ketalog.domain.deviations import Deviation
    from ketalog.domain.kinds import Entry
    from ketalog.domain.treatment import Vitals
    from ketalog.journal import Changed, Outcome

_SPANS = {"a day": "day", "a week": "week"}
MOST_NAMED = 5
"""Entries of one change that are named one by one."""


def say_amount(dose: Dose) -> str:
    """Return "100 mg sublingual", or "2 × 15 mg = 30 mg nasal"."""
    return f"{'about ' if dose.estimate else ''}{say_taken(dose, dose.medication, dose.route)}"


def say_taken(amount: Dose | Amount, medication: str | None, route: str) -> str:
    """Return an amount with its medication, if one was named, and route."""
    text = say_mg(amount.amount_mg)
    if amount.count is not None and amount.each_mg is not None and amount.count != 1:
        text = f"{say_number(amount.count)} × {say_mg(amount.each_mg)} = {text}"
    return " ".join(filter(None, (text, escape_invisible(medication or ""), route)))


def say_sitting(doses: Sequence[Dose]) -> str:
    """Return what was taken as one: "100 mg + 50 mg = 150 mg sublingual"."""
    if len(doses) == 1:
        return say_amount(doses[0])
    first = doses[0]
    parts = " + ".join(say_mg(dose.amount_mg) for dose in doses)
    whole = sum((dose.amount_mg for dose in doses[1:]), first.amount_mg)
    about = "about " if any(dose.estimate for dose in doses) else ""
    named = (f"{about}{parts} = {say_mg(whole)}", escape_invisible(first.medication or ""))
    return " ".join(filter(None, (*named, first.route)))


def say_entry(entry: Entry) -> str:
    """Return what an entry says, without its number and time."""
    return say_parts(_parts(entry), entry.note)


def _parts(entry: Entry) -> list[str]:
    match entry:
        case Dose():
            return [
                *taken_parts(entry),
                _sitting(entry),
                *setting_parts(entry),
                *_ratings(entry),
                f"intention: {short(entry.intention)}" if entry.intention else "",
            ]
        case Mood():
            return [
                *_ratings(entry),
                "" if entry.sleep_minutes is None else f"slept {say_minutes(entry.sleep_minutes)}",
            ]
        case Effect():
            lasted = "" if entry.minutes is None else f"for {say_minutes(entry.minutes)}"
            return [say_effect(entry), lasted]
        case NoEffects():
            return ["no side effects"]
        case Note():
            return [f"note: {short(entry.text)}"]
        case Question():
            return [f"question: {short(entry.text)}"]
        case _:
            from ketalog.answers.phrases_clinic import parts

            return parts(entry)


def say_effect(effect: Effect) -> str:
    """Return "mild nausea", or the name alone."""
    return " ".join(filter(None, (effect.severity, escape_invisible(effect.name))))


def taken_parts(dose: Dose) -> list[str]:
    """Return how much a dose was and how it was taken; "" for what is not known."""
    return [
        say_amount(dose),
        "" if dose.hold_minutes is None else f"held {say_minutes(dose.hold_minutes)}",
        {True: "swallowed", False: "spat out", None: ""}[dose.swallowed],
    ]


def _sitting(dose: Dose) -> str:
    if dose.sitting is None:
        return ""
    return "separate" if dose.sitting == dose.id else "booster"


def setting_parts(dose: Dose) -> list[str]:
    """Return with whom a dose was taken, when the last food was, and where; "" for what is not."""
    company = f"with: {escape_invisible(dose.with_whom)}" if dose.with_whom else ""
    return [
        "alone" if dose.alone else company,
        "" if dose.ate_minutes is None else f"ate {say_minutes(dose.ate_minutes)} before",
        f"where: {escape_invisible(dose.setting)}" if dose.setting else "",
    ]


def _ratings(entry: Dose | Mood) -> list[str]:
    return [f"{measure.name} {value}" for measure, value in ratings_of(entry)]


def say_ago(at: datetime, now: datetime) -> str:
    """Return "now", or "35 min ago"; "ahead" for what a clock that was wrong wrote down."""
    minutes = (now - at) // ONE_MINUTE
    if minutes < -1:
        return f"{say_elapsed(-minutes)} ahead"
    return "now" if minutes < 1 else f"{say_elapsed(minutes)} ago"


def say_when(entry: Entry) -> str:
    """Return when an entry was: "Sun 22 Nov 2026 21:00", or its day if no more is known."""
    return say_date(entry.at) if _is_of_a_day(entry) else say_moment(entry.at)


def say_date(on: date) -> str:
    """Return "Tue 1 Dec 2026"."""
    return f"{say_day(on)} {on.year}"


def clock_of(entry: Entry) -> str:
    """Return "21:00"; nothing for an entry of which only the day is known."""
    return "" if _is_of_a_day(entry) else say_clock(entry.at)


def _is_of_a_day(entry: Entry) -> bool:
    """Tell whether only the day is known, or counts: a plan that is set ahead holds from a day on.

    One that begins as it is written down, after midnight perhaps, has its moment.
    """
    return entry.precision is not None or (kind_of(entry) in PLANS and entry.at != entry.recorded)


def say_stamped(entry: Entry, now: datetime) -> str:
    """Return number, content and time: "#41: 100 mg sublingual, Sun 22 Nov 2026 21:00 (now)"."""
    ago = "no time" if entry.precision else say_ago(entry.at, now)
    return f"#{entry.number}: {say_entry(entry)}, {say_when(entry)} ({ago})"


def change_answer(  # noqa: PLR0913 (what only some commands have to say)
    outcome: Outcome,
    now: datetime,
    country: str | None,
    *,
    lines: Sequence[str] | None = None,
    below: Sequence[str] = (),
    data: dict[str, Any] | None = None,
    notices: Sequence[str] = (),
) -> Answer:
    """Return a change of the journal, in the usual words or in other `lines`.

    `data`, `notices` and what stands `below` are what only one command adds.
    `country`, in two letters, is the patient's: its help line stands alone.
    """
    usual = say_outcome(outcome, now) if lines is None else lines
    noted = say_notices(outcome, now, country)
    return Answer(
        usual,
        lambda: {**_outcome_data(outcome, noted), **(data or {})},
        notices=(*noted, *notices),
        above=beside_plan(outcome),
        below=tuple(below),
    )


def beside_plan(outcome: Outcome) -> tuple[str, ...]:
    """Return how doses are beside their plans, in one line or none."""
    return (" ".join(map(say_deviation, outcome.deviations)),) if outcome.deviations else ()


def _outcome_data(outcome: Outcome, notices: Sequence[str]) -> dict[str, Any]:
    return {
        "verb": outcome.verb,
        "entries": [as_data(changed.after) for changed in outcome.changed if changed.after],
        "before": [as_data(changed.before) for changed in outcome.changed if changed.before],
        "dose": as_data(outcome.dose) if outcome.dose else None,
        "beside_plan": [_deviation_data(deviation) for deviation in outcome.deviations],
        "second_copy": outcome.second_copy_missing is None,
        "skipped": outcome.skipped,
        "notices": list(notices),
    }


def say_deviation(deviation: Deviation) -> str:
    """Return one way in which a dose is beside its plan: a fact, no more."""
    planned = say_number(deviation.planned)
    if deviation.kind == "sooner":
        other = "the last one was" if deviation.minutes >= 0 else "the next one was"
        side = "before" if deviation.minutes >= 0 else "after"
        gap = say_minutes(abs(deviation.minutes))
        return f"Your plan has at least {planned} h between doses; {other} {gap} {side}."
    if deviation.kind == "larger":
        this = "together these are" if deviation.together else "this is"
        return f"Your plan has {planned} mg a dose; {this} {say_number(deviation.found)} mg."
    span = _SPANS[deviation.kind]
    doses = count(int(deviation.planned), "dose", "doses")
    there = f"with this one there are {deviation.found} that {span}"
    return f"Your plan has {doses} {deviation.kind}; {there}."


def say_beside_plan(deviation: Deviation) -> str:
    """Return the same for summaries, where the day of the dose stands before it."""
    planned, taken = say_number(deviation.planned), say_number(deviation.found)
    if deviation.kind == "sooner":
        gap = say_minutes(abs(deviation.minutes))
        return f"a dose {gap} after the last one; the plan has at least {planned} h."
    if deviation.kind == "larger":
        return f"a dose of {taken} mg; the plan has {planned} mg."
    span = _SPANS[deviation.kind]
    return f"{taken} doses that {span}; the plan has {planned}."


def _deviation_data(deviation: Deviation) -> dict[str, Any]:
    """Return the same as data."""
    return {
        "kind": {"sooner": "sooner", "larger": "larger"}.get(
            deviation.kind, f"more {deviation.kind}"
        ),
        "planned": say_number(deviation.planned),
        "found": say_number(deviation.found),
        "text": say_deviation(deviation),
    }


def say_outcome(outcome: Outcome, now: datetime) -> list[str]:
    """Return what a change did, a sentence a line."""
    lines = _headline(outcome, now)
    if outcome.dose is not None:
        side = say_side(outcome.changed[0].after, outcome.dose)
        lines.append(f"It stands {side} #{outcome.dose.number}, {say_amount(outcome.dose)}.")
    if outcome.part_of is not None and (dose := outcome.changed[0].after):
        lines.append(
            f"Your plan has a dose in parts: this is one with #{outcome.part_of.number}. "
            f"If not: ketalog edit {dose.number} --separate"
        )
    return lines


def say_side(entry: Entry | None, dose: Dose) -> str:
    """Return "before" or "after" for where an entry stands beside a dose: an effect, after it."""
    if entry is None or kind_of(entry) != "vitals":
        return "after"
    from ketalog.domain.readings import side_of

    return side_of(cast("Vitals", entry), dose)


def _headline(outcome: Outcome, now: datetime) -> list[str]:
    changed = outcome.changed
    match outcome.verb:
        case "logged":
            *stamps, last = _stamps(changed, now)
            return [*(f"Logged {stamp}." for stamp in stamps), f"Logged {last}. Undo: ketalog undo"]
        case "changed":
            return [f"Changed {say_difference(changed[0])}. Undo: ketalog undo"]
        case "unchanged":
            return [f"Nothing to change: {_stamps(changed, now)[0]}."]
        case "deleted":
            return [f"Deleted {stamp}." for stamp in _stamps(changed, now)] + [
                "It can come back: ketalog undo"
                if len(changed) == 1
                else "They can come back: ketalog undo"
            ]
        case "undone" | "redone":
            return _taken_back(outcome, now)
        case "looked through":
            kept = [f"Looked through: {stamp}." for stamp in _stamps(changed, now)]
            return kept or ["Nothing is left to look through."]
        case "imported" | "would import":
            return _imported(outcome)
        case nothing:
            return [f"{nothing.capitalize()}."]


def _taken_back(outcome: Outcome, now: datetime) -> list[str]:
    undone, changed = outcome.verb == "undone", outcome.changed
    other = "Redo: ketalog redo" if undone else "Undo: ketalog undo"
    if outcome.unseen:
        return [f"{'Took the last change back' if undone else 'Brought it back'}. {other}"]
    if all(change.before == change.after for change in changed):
        what = "Took back" if undone else "Brought back"
        still = [
            sentence(f"Still the same: {stamp}") for stamp in _stamps(changed[:MOST_NAMED], now)
        ]
        return [f"{what} a change that makes no difference now.", *still, other]
    if len(changed) > MOST_NAMED:
        what = "Brought back" if changed[0].before is None else "Took back"
        return [f"{what} {len(changed):,} entries at once. {other}"]
    lines = []
    for change in changed:
        if change.before and change.after:
            what = f"Changed {'back' if undone else 'again'} {say_difference(change)}"
        else:
            gone = "Took back" if undone else "Deleted again"
            done = "Brought back" if change.before is None else gone
            what = f"{done} {_stamps([change], now)[0]}"
        lines.append(sentence(what))
    return [*lines, other]


def _imported(outcome: Outcome) -> list[str]:
    added, skipped, is_done = len(outcome.changed), outcome.skipped, outcome.verb == "imported"
    lines = [f"Nothing {'was' if is_done else 'would be'} added."]
    if added:
        done, which = "Imported" if is_done else "Would import", say_kinds(outcome.entries)
        lines = [f"{done} {count(added, 'entry', 'entries')}: {which}."]
    if skipped:
        lines.append(f"{count(skipped, 'entry is', 'entries are')} here already, and left as is.")
    if added:
        lines.append("Undo: ketalog undo" if is_done else "Nothing was changed.")
    return lines


def say_kinds(entries: Iterable[Entry]) -> str:
    """Return how many there are of each kind, most first: "3 doses, 1 note"."""
    counts = Counter(kind_of(entry) for entry in entries).most_common()
    kinds = [(BY_NAME[name], n) for name, n in counts]
    return ", ".join(count(n, kind.singular, kind.plural) for kind, n in kinds)


def _stamps(changed: tuple[Changed, ...] | list[Changed], now: datetime) -> list[str]:
    entries = [change.after or change.before for change in changed]
    return [say_stamped(entry, now) for entry in entries if entry is not None]


def say_difference(change: Changed) -> str:
    """Return what became of one entry: "#41: 100 mg nasal → 150 mg nasal"."""
    before, after = change.before, change.after
    if before is None or after is None:
        raise ValueError("a difference needs both")
    was, now_is = say_entry(before), say_entry(after)
    text = f"{was} → {now_is}" if was != now_is else was
    if (before.at, before.precision) != (after.at, after.precision):
        return f"#{after.number}: {text}, {say_when(before)} → {say_when(after)}"
    if was == now_is:
        text = f"{was} (details)"
    return f"#{after.number}: {text}, {say_when(after)}"


def say_reported(effects: Sequence[Effect]) -> list[str]:
    """Return which side effects stand after a dose for which "none" was logged, too."""
    if len(effects) > MOST_NAMED:
        return [f"{len(effects)} side effects stand after the same dose."]
    named = ", ".join(f"#{effect.number} {say_entry(effect)}" for effect in effects)
    stand = "A side effect stands" if len(effects) == 1 else "Side effects stand"
    return [f"{stand} after the same dose: {named}."]


def _not_seen(outcome: Outcome) -> str:
    """Return what could not be said because nothing was read."""
    if not outcome.changed:
        return "what it was can't be shown"
    if isinstance(outcome.changed[0].after, Dose):
        return "whether the same dose is there already, and what the plan says, can't be seen"
    return "the dose that it stands after shows when you read it"


def say_change(change: Changed) -> str:
    """Return what became of an entry: new, gone, or different."""
    if change.before and change.after:
        return say_difference(change)
    entry = change.before or change.after
    text = say_entry(entry) if entry else ""
    number = f"#{entry.number}: " if entry and entry.number else ""
    return f"{number}{text} ({'deleted' if change.before else 'added'})"


def say_at_once(outcome: Outcome, country: str | None) -> list[str]:
    """Return what a person must know of a change even where there is room for little."""
    missing = ["The second copy is missing."] if outcome.second_copy_missing is not None else []
    return [*_safety(outcome, country), *beside_plan(outcome), *missing]


def say_notices(outcome: Outcome, now: datetime, country: str | None) -> list[str]:
    """Return what else there is to know about a change, a paragraph a line."""
    lines = []
    if outcome.second_copy_missing is not None:
        lines.append(f"Saved once; the second copy is missing: {outcome.second_copy_missing}")
    lines += _about_clock(outcome, now)
    if outcome.unseen:
        lines.append(f"The journal is locked: {_not_seen(outcome)}.")
    if outcome.same is not None:
        lines.append(
            f"The same dose is there already: {say_stamped(outcome.same, now)}. "
            "If this one is too many: ketalog undo"
        )
    if outcome.near is not None and outcome.same is None:
        near, new = outcome.near, outcome.changed[0].after
        gap = say_elapsed((new.at - near.at) // ONE_MINUTE) if new else ""
        lines.append(
            f"#{near.number}, {say_amount(near)}, was {gap} before. If they were taken as one: "
            f"ketalog edit {new.number if new else ''} --booster"
        )
    return [*lines, *_safety(outcome, country)]


def _about_clock(outcome: Outcome, now: datetime) -> list[str]:
    """Return that the clock may be wrong, where it is behind what was written before, or absurd."""
    before = outcome.clock_behind
    if before is None and (outcome.verb != "logged" or now.year >= OLDEST_CLOCK):
        return []
    says = f"The clock says {say_moment(now)}"
    if before is not None:
        says += f", and the last change was written on {say_moment(before)}"
    number = next((entry.number for entry in outcome.entries), None)
    return [f"{says}: is it right? If not, set it; then: ketalog edit {number} --at TIME"]


def _safety(outcome: Outcome, country: str | None) -> list[str]:
    """Return what is said at once about something grave that was written down or changed so."""
    if outcome.verb not in {"logged", "changed"}:
        return []
    entries = [entry for entry in outcome.entries if _may_be_grave(entry)]
    if not entries:
        return []
    from ketalog.answers.safety import safety_words

    return [words for entry in entries for words in safety_words(entry, country)]


def _may_be_grave(entry: Entry) -> bool:
    """Tell whether there may be something to say at once; few entries are worth loading it for."""
    kind = kind_of(entry)
    if kind not in {"effect", "also"} and not heard_words(entry):
        return kind == "check"
    from ketalog.domain.danger import danger_of

    return (isinstance(entry, Effect) and entry.severity == "severe") or bool(danger_of(entry))
