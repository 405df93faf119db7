"""Log what else was taken, started, stopped or changed."""

import re
from typing import Annotated, Any

import typer

from ketalog import commands as p
from ketalog.answers.screens import Choice
from ketalog.app import App
from ketalog.clauses.line import Read
from ketalog.clauses.spelling import near, near_grammar, words_of
from ketalog.clauses.times import is_whole_day, time_at
from ketalog.clauses.words import Meaning, Slip, TwoReadings, Word, as_typed, cut, text_at
from ketalog.commands import _input
from ketalog.commands._offers import Ambiguous
from ketalog.commands._questions import as_note, own_offer, which
from ketalog.domain.also import CHANGED, SORTS, TELLING, TypedAlso, read_each, read_sort
from ketalog.domain.amounts import PIECES
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import find_effect
from ketalog.domain.entries import MEASURE, new_id
from ketalog.domain.offer import Offer
from ketalog.domain.routes import MEDICATIONS
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Also
from ketalog.errors import BadInput, Declined

CLAUSES = ("at", "from", "from-dose")
"""What the words can say besides what else was taken (ketalog/clauses)."""
EXAMPLES = """
ketalog also alcohol 2 beers
ketalog also lorazepam 1mg sedative, yesterday 10pm
ketalog also started sertraline
ketalog also stopped sertraline
ketalog also no alcohol           (asked, and there was none)
ketalog also none                 (asked, and nothing else was taken)
"""

KindName = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="sedative, sleep, stimulant, maoi, opioid, medicine.",
    ),
]
Sedative = Annotated[
    bool, typer.Option("--sedative", help="The same as --kind sedative.", show_default=False)
]
_OF_NO_KIND = Choice(("\n", "\r", "0", "n"), "none of these", "Enter")
"""What is of no kind, or of one that the patient doesn't know."""
_QUESTIONS = {
    "sedative": "it calms (a sedative)",
    "sleep": "it brings sleep",
    "stimulant": "it stimulates (a stimulant)",
    "maoi": "it is an MAOI",
    "opioid": "it is an opioid",
}


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("WHAT")] = None,
    kind: KindName = None,
    sedative: Sedative = False,
    at: p.At = None,
    note: p.NoteText = None,
) -> None:
    """Log WHAT else was taken, or a medicine started, stopped, changed; or that there was none."""
    app: App = ctx.obj
    line = _input.said(app, words or [], CLAUSES, {"at": at}, texts=("note",), between=frozenset())
    if sedative and kind is not None and read_sort(kind) != "sedative":
        raise BadInput("Two kinds are said: --sedative and --kind.", "Type one of them.")
    sort = read_sort("sedative" if sedative else kind)
    _refuse_bare_number(app, line)
    _refuse_unread_time(app, line)
    text = _new_or_taken(app, line, " ".join(words or []))
    if "from" in line.parts and _IS_NEW.match(line.parts["from"].phrase):
        text = f"started {text}"  # lexapro starting 1 nov
    typed = read_each(text, sort)
    _refuse_since(app, line, typed)
    _refuse_no_moment(app, line, typed)
    if sort is None:
        _refuse_slip(text)
        _refuse_dose(app, typed[0])
        _refuse_other_entry(app, typed[0], text)
    if sort is None and app.ui.asks:
        typed = [_asked_about(app, each) for each in typed]
    about: dict[str, Any] = {
        **_input.when(app, line, "from" if "from" in line.parts else "at"),
        "recorded": app.now,
        "note": _input.text_of(app, line, "note", note),
    }
    entries = [
        Also(id=new_id(), what=each.what, about=each.about, change=each.change, **about)
        for each in typed
    ]
    outcome = app.journal.log(*entries)
    notices = []
    if sort is None and not app.ui.asks and any(map(_is_unsorted, typed)):
        number = outcome.changed[0].after.number if outcome.changed[0].after else ""
        kinds = [kind.name for kind in SORTS if kind.weighed]
        told = f"ketalog edit {number} --kind {kinds[0]}"
        notices = [f"Its kind was not said. If it is one of {', '.join(kinds)}: {told}"]
    app.answer(app.change(outcome, notices=notices))


def _refuse_bare_number(app: App, line: Read) -> None:
    """Raise BadInput for `vitamin d 2000`: how much it was, or when, unless one of them is said."""
    part = line.parts.get("at")
    number = part.phrase.strip(",;.()") if part else ""
    if not re.fullmatch("[1-9][0-9]{3}", number) or re.search(_COUNTED, " ".join(line.unread)):
        return
    raise BadInput(
        f"'{number}' can be how much it was, or a time of day.",
        own_offer(app, "For the time", number, f"{number[:2]}:{number[2:]}"),
        f"For how much, add its unit: {number}mg, {number}IU.",
    )


def _refuse_unread_time(app: App, line: Read) -> None:
    """Raise BadInput for a time that is left among what was taken: `lorazepam for the 18th`."""
    if {"at", "from"} & line.parts.keys():
        return
    words = cut(" ".join(line.unread).split())
    for n in range(len(words)):
        if found := _time_left(words[n:]):  # also behind "from"
            start = n - (text_at(words, n - 1) in {"for", "from", "of"})
            stop, typed = n + found[0], as_typed(words[n : n + found[0]])
            phrase, opens = as_typed(words[start:stop]), "on" if is_whole_day(found[1]) else "at"
            raise BadInput(
                f"'{escape_invisible(phrase)}' can be when it was.",
                own_offer(app, "If so", phrase, f"{opens} {typed}"),
                as_note(app, phrase),
            )


def _time_left(words: list[Word]) -> tuple[int, str] | None:
    """Return the time that words begin with; `the 2nd tablet`, `sun`, `2000 units` are none."""
    try:
        found: tuple[int, str] | None = time_at(words, 0, weekday_alone=True)
    except TwoReadings:
        return None
    if found is None or words[0].text in {"sat", "sun"}:
        return None
    n, time = found
    behind = text_at(words, n)
    is_nth = time[-2:] in {"st", "nd", "rd", "th"} and behind.isalpha()
    is_counted = is_nth and (words[0].text != "the" or behind.rstrip("s") in _COUNTED_THINGS)
    is_number = n == 1 and words[0].text.isdecimal()
    return None if is_counted or is_number else found


_COUNTED_THINGS = frozenset({*PIECES, "dose", "time", "one", "drink", "beer", "glas", "pill"})
"""What is counted behind `the 2nd`."""
_COUNTED = r"(?i)^[0-9]|[0-9] ?(?:m?g|mcg|ug|ml|iu|units?|tab\w*|pills?|x|%)\b|\bx ?[0-9]"
"""How much it was: a number alone behind it is a time of day."""


def _new_or_taken(app: App, line: Read, typed: str) -> str:
    """Return what was said; of what somebody is on, or has now, it is asked whether it is new."""
    text = re.sub(r" ?\( *\)", "", " ".join(line.unread))  # what stood in brackets was a time
    if match := re.fullmatch(_NOW, typed.strip(" .!"), re.IGNORECASE):
        text, new = typed, Meaning(f"changed {match[1]} to {match[2]}", "a change")
        taken = Meaning(f"took {match[1]} {match[2]}", "what was taken")
    elif match := re.fullmatch(_ON, text.strip(" .!"), re.IGNORECASE):
        new = Meaning(f"started {match['what']}", "something new")
        taken = Meaning(f"took {match['what']}", "what was taken")
    else:
        return text
    return which(app, TwoReadings(text, "can be two things", new, taken))


_NOW = r"(.*?[a-z])(?: is)? now ([0-9][0-9.,]* ?[a-z]*)"


_ON = r"(?:(?:i'?m|i am|am|now|currently|back) )*on (?P<what>\D.*?)(?: (?:now|currently|again))?"


def _refuse_slip(text: str) -> None:
    """Raise Slip for a first word that is nearly one that says what changed, or what it was.

    So for one that is nearly a word of a time.
    """
    first = text.partition(" ")[0].strip(".,;:!")
    known = [word for word in TELLING if len(word) > 4]  # "been" is nearly "beer"
    one = first.removesuffix("s")
    if TELLING.isdisjoint({first.lower(), one.lower()}) and (meant := near(one, known)):
        raise Slip([(first, meant[0])], "--kind", "medicine")
    words = text.split()
    mended = near_grammar(words, words_of("also", ("at",)))
    slips = [(word, other) for word, other in zip(words, mended, strict=True) if word != other]
    if slips:  # tea aorund 8pm
        raise Slip(slips, "--kind", "medicine")


def _refuse_dose(app: App, typed: TypedAlso) -> None:
    """Raise BadInput for what may be a dose of the treatment: it would be missing among those."""
    what = re.sub(_BY_THE_DOSE, "", typed.what, flags=re.IGNORECASE)
    words = {word.strip(".,;:!").lower() for word in what.split()}
    line = " ".join(app.typed[1:]).split()
    said = [word for word in line if word.lower() not in _BEGINS]
    has_kind = typed.about != "other" and said == line  # as an answer says it: ", a medicine"
    if typed.change not in {"taken", "started"} or words.isdisjoint(_TREATMENT) or has_kind:
        return
    lines = [["dose", *said[said[:1] == ["dose"] :]], [*app.typed, "--kind", "medicine"]]
    problem = f"'{escape_invisible(typed.what)}' can be a dose, or what was taken beside it."
    raise Ambiguous(problem, Offer("Type", lines))


def _refuse_other_entry(app: App, typed: TypedAlso, text: str) -> None:
    """Raise BadInput for a side effect or a rating that "also" was typed before as a plain word.

    Words of danger are never asked about: they are saved as they are, and answered at once.
    """
    words = text.split()
    first = words[0].lower() if words else ""
    if words[1:] and re.search(_A_READING, " ".join(words[1:])):  # beer bp 120/80
        raise BadInput(f"'{escape_invisible(text)}' is more than one thing.", "Log each alone.")
    if typed.change == "none" or danger_in(typed.what) or danger_in(text):
        return
    if find_effect(typed.what) or find_effect(text):
        line, named = ["effect", *app.typed[1:]], "a side effect"
        if not find_effect(text):  # started vomiting
            line = ["effect", typed.what]
    elif first in {*MEASURE, "sleep", "slept"} and words[1:] and words[1][:1].isdecimal():
        line, named = [*["mood"] * (first != "mood"), *app.typed[1:]], "a rating"
    else:
        return
    lines = [line, [*app.typed, "--kind", "medicine"]]
    problem = f"'{escape_invisible(text)}' can be {named}, or what was taken."
    raise Ambiguous(problem, Offer("Type", lines))


_TREATMENT = frozenset({*MEDICATIONS, "dose", "doses", "troche", "troches", "lozenge", "lozenges"})
"""Words of the treatment itself."""
_BY_THE_DOSE = r"\b(?:before|b4|after|with|during)(?: (?:the|my|a))? dose\b"
"""Words that say when something else was taken."""
_A_READING = r"(?i)\b(?:(?:bp|pulse|hr|mood|anxiety|energy):? ?[0-9])"
"""What is an entry of its own behind what was taken."""
_IS_NEW = re.compile("(?i)(?:start|begin)")
_BEGINS = frozenset({"took", "taken", "taking", "had", "started", "starting"})


def _is_unsorted(typed: TypedAlso) -> bool:
    """Tell whether something is of no kind, though it may be of one that is weighed."""
    return typed.about in {"medicine", "other"} and typed.change not in {"stopped", "none"}


def _refuse_since(app: App, line: Read, typed: list[TypedAlso]) -> None:
    """Raise BadInput for what was taken, or wasn't, since a time: only what changed has a start."""
    part = line.parts.get("from")
    if part is None or {each.change for each in typed} <= {"started", "stopped", "changed"}:
        return
    if "at" in line.parts:  # from 7 to 9pm
        shown = escape_invisible(f"{part.phrase} … {line.parts['at'].phrase}")
        raise BadInput(f"'{shown}' has a start and an end.", "Type one time, as in: 7pm.")
    raise BadInput(
        f"'{escape_invisible(part.phrase)}' is a span of time, and this is kept for one.",
        own_offer(app, "For now", part.phrase),
        own_offer(app, "For then", part.phrase, str(part.value)),
        as_note(app, part.phrase),
    )


def _refuse_no_moment(app: App, line: Read, typed: list[TypedAlso]) -> None:
    """Raise BadInput for words that say when, and no moment: `until friday`, `stopped 2 weeks`."""
    at, what, problem = line.parts.get("at"), typed[0].what, "does not say when it was"
    before = at and re.search(rf"(\w+) {re.escape(at.phrase)}", " ".join(app.typed))
    last = before[1].lower() if before else ""
    if at and last in _BEFORE_A_TIME:
        bound = f"{last} {at.phrase}"
        itself = [own_offer(app, "At that time", bound, at.phrase)] * (last in {"before", "after"})
        offers = (*itself, as_note(app, bound, "As a note, of what was now"))
    elif at is None and typed[0].change in CHANGED and (found := re.search(_SO_LONG, what)):
        bound = found[0].strip()
        ago = own_offer(app, "If it was so long ago", bound, f"{found['length']} ago")
        offers = (ago, as_note(app, bound, "As a note, of a change now"))
    elif at is None and "from-dose" not in line.parts and (found := re.search(_NO_MOMENT, what)):
        bound = found[0].strip()
        offers = (as_note(app, bound, "As a note, of what was now"),)
    else:
        return
    raise BadInput(f"'{escape_invisible(bound)}' {problem}.", *offers)


_BEFORE_A_TIME = frozenset({"until", "till", "til", "by", "before", "after", "than", "past"})
"""Words that make a time the end of something."""
_NO_MOMENT = (
    r"(?i)\b(?:at (?:bed|lunch|dinner|tea|breakfast|supper)(?:time)?$"
    r"|(?:[0-9]+|an?|half an) ?(?:h|hrs?|hours?|min\w*) (?:before|after|into) .+)"
)
"""What tells when by something that has no time here: at bedtime, 1h before the session."""
_SO_LONG = r"(?i) (?:for )?(?P<length>(?:[0-9]+|an?|one|two|three|four|six) (?:day|week|month)s?)$"
"""How long ago a change may have been: off sertraline 2 weeks."""


def _asked_about(app: App, typed: TypedAlso) -> TypedAlso:
    """Return what was typed with its kind, which is asked once: nothing is known by its name."""
    if not _is_unsorted(typed):
        return typed
    sorts = [sort for sort in SORTS if sort.weighed]
    question = f"What is {escape_invisible(typed.what)}, if you know?"
    n = app.ui.choose(question, [_QUESTIONS[sort.name] for sort in sorts], _OF_NO_KIND)
    if n is None:
        raise Declined("Nothing was logged.")
    return typed._replace(about=sorts[n].name) if n < len(sorts) else typed
