"""Log an appointment."""

import re
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.app import App
from ketalog.clauses.line import Part, Read
from ketalog.clauses.spelling import near
from ketalog.commands import _input
from ketalog.commands._people import is_a_person
from ketalog.commands._period import refuse_nth
from ketalog.commands._questions import with_words
from ketalog.domain.calendar import WEEKDAYS
from ketalog.domain.entries import new_id
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible
from ketalog.domain.treatment import Appointment
from ketalog.errors import BadInput, Example

CLAUSES = ("when", "with")
"""What the words can say (ketalog/clauses)."""
BETWEEN = frozenset(
    {"and", "at", "on", "an", "my", "appointment", "is", "it's", "its", "it", "(", ")", "-"}
)
EXAMPLES = """
ketalog appointment next tue 3pm --with 'Dr R.'
ketalog appointment tomorrow 9am with Dr S.
ketalog appointment 3 dec 14:30
ketalog appointment in 2 weeks    (the time is not known yet)
ketalog appointment yesterday 9am --note 'new plan from December'
"""

WithWhom = Annotated[str | None, typer.Option("--with", metavar="WHO", help="With whom.")]


def command(
    ctx: typer.Context,
    words: Annotated[list[str] | None, p.words("WHEN")] = None,
    with_whom: WithWhom = None,
    note: p.NoteText = None,
) -> None:
    """Log WHEN you see somebody. It may lie ahead; pages begin at the last one behind you."""
    app: App = ctx.obj
    _refuse_end(app)
    refuse_nth(app)
    options = _input.options_of(ctx, CLAUSES)
    line = _input.said(app, words or [], CLAUSES, options, texts=("note",), between=BETWEEN)
    rest = " ".join(line.unread)
    at = line.parts["when"].phrase if "when" in line.parts else ""
    refuse_moved(rest, at)
    _refuse_several(rest, at)
    if line.unread and "when" not in line.parts:
        _input.ahead(app, rest, rest)
    if who := named(line):
        line = Read({**line.parts, "with": Part(who, rest)}, line.texts, ())
    if line.unread and "with" not in line.parts and not _says_when(rest):
        from ketalog.commands._offers import Unread

        read = app.typed
        for phrase in line.unread:
            read = with_words(read, phrase, "")
        ways = {"As whom you see": "--with", "As a note": "--note"}
        offers = (Offer(lead, [[*read, option, rest]]) for lead, option in ways.items())
        raise Unread(f"Not read: '{escape_invisible(rest)}'.", *offers)
    _input.refuse_unread(app, line)
    if (part := line.parts.get("when")) is None:
        raise BadInput("When?", Example("appointment", "next tue 3pm --with 'Dr R.'."))
    if re.fullmatch("20[0-9]{2}", at):
        raise BadInput(
            f"'{at}' can be a year, or a time.",
            Offer("For the time", [["appointment", "at", f"{at[:2]}:{at[2:]}"]]),
        )
    entry = Appointment(
        id=new_id(),
        **_input.ahead_or_day(app, part.value, part.phrase),
        recorded=app.now,
        with_whom=_input.text(app, line.get("with"), "name"),
        note=_input.text_of(app, line, "note", note),
    )
    app.answer(app.change(app.journal.log(entry)))


def _refuse_end(app: App) -> None:
    """Raise BadInput for `fri 2-3pm`: when it ends is none of what is kept of an appointment."""
    found = re.search(_SPAN, " ".join(app.typed), re.IGNORECASE)
    if not found or "--" in " ".join(app.typed):
        return
    from ketalog.commands._questions import own_offer

    half = found["half"] or (
        "" if ":" in found["first"] else _half_before(found["first"], found["last"])
    )
    end = found["last"].strip()
    raise BadInput(
        f"'{escape_invisible(found[0])}' has an end, and of an appointment only its start is kept.",
        own_offer(
            app, "The end as a note", found[0], f"{found['first']}{half}", "--note", f"until {end}"
        ),
    )


def _half_before(first: str, last: str) -> str:
    """Return the am or pm of the first hour of `2-3pm`, `11-1pm`."""
    hour = int(re.split("[^0-9]", last)[0]) % 12
    half = last[-2:].lower()
    return half if int(first) % 12 < hour else {"am": "pm", "pm": "am"}[half]


_SPAN = (
    r"(?<![0-9:.])(?P<first>[0-9]{1,2}(?::[0-9]{2})?) ?(?P<half>[ap]m)? ?(?:-|\u2013|to|until|till)"
    r" ?(?P<last>[0-9]{1,2}(?::[0-9]{2})? ?[ap]m)\b"
)


def refuse_moved(words: str, when: str) -> None:
    """Raise BadInput for words that say what became of an appointment: it has an entry already."""
    typed = {word.lower().strip(".,:;!") for word in words.split()}
    if typed & _OFF:
        shown = "Delete it by its number, which 'ketalog list appointments' shows."
        raise BadInput(f"'{escape_invisible(words)}' is no appointment of its own.", shown)
    if typed & _MOVED:
        raise BadInput(
            f"'{escape_invisible(words)}' is no appointment of its own.",
            Example("edit last appointment", f"{escape_invisible(when or 'friday 3pm')}.", "Type"),
        )


def _refuse_several(words: str, when: str) -> None:
    """Raise BadInput for `every thursday`, `weekly`: an entry is one appointment."""
    if {word.lower().strip(".,:;!") for word in words.split()} & _OFTEN:
        raise BadInput(
            f"'{escape_invisible(words)}': an entry is one appointment.",
            Offer("Type a line for each", [["appointment", *(when or "thursday 3pm").split()]]),
        )


_OFTEN = frozenset(
    {"every", "each", "weekly", "biweekly", "bi-weekly", "fortnightly", "monthly", "daily"}
    | {"recurring", "repeating", "twice"}
)
_MOVED = frozenset({"moved", "move", "reschedule", "rescheduled", "postponed", "postpone"})
_OFF = frozenset({"cancelled", "canceled", "cancel"})


def named(line: Read) -> str:
    """Return whom words name that nothing else reads: `dr roe`, without `with`; "" for others."""
    rest = " ".join(line.unread)
    is_name = len(line.unread) == 1 and "with" not in line.parts and _is_named(rest)
    return re.sub(_BEFORE_A_TIME, "", rest.strip(",;")) if is_name else ""


_BEFORE_A_TIME = r" (?:from|at|of|is|it's|its)$"
"""What stands behind a name and before the time: dr roe is thursday 3pm."""


def _is_named(words: str) -> bool:
    """Tell whether all of some words name somebody: "Felt ok" has a capital, too."""
    others = [word for word in words.split() if word.lower().strip(",;") not in _BESIDE_A_NAME]
    if len(others) == 2 and others[0].lower().rstrip(".") == "dr":  # dr roe
        return others[1].strip(",;").replace("-", "").isalpha() and not _is_no_name(others[1])
    return bool(others) and all(is_a_person(word) and not _is_no_name(word) for word in others)


def _is_no_name(word: str) -> bool:
    """Tell whether a word says what or when it is, or is nearly one that does: "Wendsday"."""
    plain = word.lower().strip(",.;!")
    return plain in _NO_NAMES or bool(near(plain, _DAYS))


_DAYS = frozenset({*(day.lower() for day in WEEKDAYS), "today", "tomorrow", "tonight"})
_NO_NAMES = frozenset(
    {"visit", "appt", "appointment", "office", "letter", "refill"}
    | {"had", "have", "urgent", "zoom", "online", "video", "phone", "call", "telehealth"}
    | {"infusion", "bloods", "kap", "session", "see", "seeing", "bring", "check", "review"}
    | {"morgen", "uhr", "heute", "tommorow", "tommorrow"}
)
"""Words that a phone gives a capital at the start of a line, and that are nobody."""


_BESIDE_A_NAME = frozenset(
    {"my", "the", "our", "a", "new", "and", "&", "of", "at", "from", "is", "it's", "its"}
)


def _says_when(words: str) -> bool:
    """Tell whether words are rather of a time than of a person."""
    said = words.lower().split()
    return (
        any(char.isdecimal() for char in words)
        or not _TIME_WORDS.isdisjoint(said)
        or any(map(_is_no_name, said))
    )


_TIME_WORDS = frozenset(
    {"week", "weeks", "fortnight", "month", "months", "day", "days", "hour", "hours", "to", "from"}
    | {"next", "this", "or", "until", "till", "before", "after", "maybe", "around", "am", "pm"}
    | {"no", "not", "?", "early", "late", "thing", "time", "lunchtime", "noon"}
    | {"est", "edt", "cst", "pst", "cet", "utc", "gmt", "bst"}
)
