"""What else was taken, or was asked about and was not, as it is typed: `2 beers`, `no alcohol`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.offer import Offer, as_note_line
from ketalog.domain.ratings import check_length
from ketalog.domain.text import did_you_mean, escape_invisible, unquoted
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ketalog.domain.treatment import About, Also, AlsoChange


class Sort(Value, frozen=True):
    """One kind of what else is taken: its name, how it is asked about and said, what it is called.

    One that is `weighed` is asked about at every session (monitoring form of the Spravato REMS:
    benzodiazepines, other sedative hypnotics, stimulants, MAOIs, opioids).
    """

    name: About
    plural: str
    says: str
    words: tuple[str, ...]
    weighed: bool = True


SORTS = (
    Sort(
        "alcohol",
        "alcohol",
        "alcohol",
        (
            *("alcohol", "beer", "wine", "whisky", "whiskey", "vodka", "gin", "rum", "cider"),
            *("champagne", "prosecco", "sake", "cocktail", "liquor", "spirit", "schnapp"),
            *("tequila", "brandy", "booze"),
        ),
        weighed=False,
    ),
    Sort(
        "sedative",
        "sedatives",
        "a sedative",
        (
            *("sedative", "benzo", "benzodiazepine", "tranquilizer", "tranquillizer"),
            *("tranquilliser", "sedative hypnotic"),
        ),
    ),
    Sort(
        "sleep",
        "medicines for sleep",
        "for sleep",
        (
            *("sleeping pill", "sleeping tablet", "sleep med", "sleep medicine"),
            *("sleep medication", "sleep aid", "hypnotic", "medicine for sleep", "for sleep"),
        ),
    ),
    Sort("stimulant", "stimulants", "a stimulant", ("stimulant", "psychostimulant")),
    Sort("maoi", "MAOIs", "an MAOI", ("maoi", "mao inhibitor", "mao-inhibitor")),
    Sort("opioid", "opioids", "an opioid", ("opioid", "opiate", "opioid painkiller")),
    Sort(
        "medicine",
        "other medicines",
        "a medicine",
        ("medicine", "medication", "med", "other medicine", "other medication", "other med"),
        weighed=False,
    ),
)
"""No list of drugs: what a medicine does is the patient's to say, never known by its name. Words
stand without the "s" of several."""
BY_NAME = {sort.name: sort for sort in SORTS}
_BY_WORD = {word: sort.name for sort in SORTS for word in sort.words}
_BY_WORD |= {"sleep": "sleep", "mao": "maoi"}
_CHANGES: dict[str, AlsoChange] = {
    **dict.fromkeys(("took", "taken", "taking", "had", "drank"), "taken"),
    **dict.fromkeys(("started", "starting", "start", "began"), "started"),
    **dict.fromkeys(("stopped", "stopping", "stop", "quit", "off"), "stopped"),
    **dict.fromkeys(("changed", "changing", "change"), "changed"),
}
CHANGED = frozenset({"started", "stopped", "changed"})
TELLING = frozenset(
    {word for word, change in _CHANGES.items() if change in CHANGED}
    | {word for word in _BY_WORD if " " not in word}
)
"""Words that say what changed, or of which kind something is."""
_TOLD = {
    "(?:.+ )?(?:put|started) me on": "started",
    "(?:.+ )?took me off": "stopped",
    "(?:put|went|gone|going) on": "started",
    "(?:came|come|coming|taken|went|gone) off": "stopped",
    "(?:a )?new (?:med|medicine|medication|tablet|drug)s?(?: is|:| -)?": "started",
    "(?:a )?new prescription(?: for| of|:| -)?": "started",
    "(?:(?:i'm|im|am) )?no longer (?:taking|on|using)": "stopped",
    "(?:(?:i'm|im|am) )?not (?:taking|on|using)(?= .* (?:any ?more|now)$)": "stopped",
}
"""What is said in two words of what changed."""
HOW_CHANGED = frozenset(
    {"increased", "decreased", "reduced", "raised", "lowered", "upped", "doubled", "halved"}
    | {"swapped", "replaced", "exchanged"}
    | {"switched", "increasing", "decreasing", "reducing", "tapering", "tapered", "paused"}
    | {"restarted", "resumed", "weaned", "weaning", "prescribed", "cut", "ran", "upping"}
    | {"added", "finished", "completed", "dropped"}
)
"""Words that say that something changed, and how: they stay with it."""
NOTHING = frozenset(
    {"none", "nothing", "nothing else", "none at all", "nothing at all", "none of it", "no", "nil"}
    | {"none of these", "none of them", "none else", "no others", "nothing other", "nope"}
)
_DENIED = (
    "(?:(?:i )?(?:did(?:n't|nt| not)|ha(?:ven't|vent|ve not)|had(?:n't|nt| not)) "
    "(?:(?:have|had|take|taken|drink|drunk|use|used) )?(?:any )?|not any |no |neither |without "
    "|zero |0 |keine?n? )(?P<behind>.*)"
    "|(?P<before>.*?)(?:[:=-] ?| )(?:none|no|zero|0)(?: at all)?"
)
_NO_DRINK = (
    r"no drinks?|sober|(?:i )?(?:did(?:n't|nt| not)|ha(?:ven't|vent|ve not)) (?:drink|drunk|drank)"
)
_BETWEEN = (
    r" ?(?:[;&+]|(?<![0-9])[,/]|[,/](?![0-9])) ?| (?:and|nor|plus) |(?<![0-9]) or | or (?![0-9])"
    "| (?=no )"
)
"""Between two things; 1/2, 1,5, and 2 or 3 of them are numbers."""
_NEXT_COUNTED = (
    r"(?<=[a-z]{3}) (?=[1-9][0-9]? (?!(?:glass|bottle|can|pint|shot|cup|unit|drink|tab|pill|cap"
    r"|puff|drop|time|hour|min|day|week|night|dose|spray|joint|line|gumm|mill|mg|mcg|ml)[a-z]*)[a-z]{4})"
)
"""Between two things that are counted: 2 beers 1 xanax."""
_NOT = frozenset(
    {"no", "not", "none", "without", "never", "nothing", "didn't", "didnt", "haven't", "havent"}
    | {"forgot", "forgotten", "missed", "skipped", "sober"}
)
_FREE = (
    r"(?i)\b(?:(?:root|ginger|butter) ?(?:beer|ale)|alcohol[ -]?free|non[ -]?alcoholic"
    r"|0(?:[.,]0)? ?%|0[.,]0)(?![0-9.,])"
)
"""What a drink without alcohol is called: it says nothing of what else there was."""
_FROM_TO = (
    r"(?i)[0-9] ?(?:mg|mcg|g|ml)? (?:to|->|=>|→) [0-9]|[0-9](?:mg)?(?:->|=>|→)[0-9]"
    r"|\b(?:up|down|went|back|now) (?:to |at |on )?[0-9.,]+(?![0-9.,:]| ?[ap]\.?m\b)"
    r"|^(?!\S*ing )\S+(?: [0-9.,]+ ?m?g)? (?:up|down)$"
)
_AHEAD = (
    r"(?i)\b(?:tomorrow|next (?:week|month|mon|tue|wed|thu|fri|sat|sun)\w*)$"
    r"|^(?:i |i'?m |am )*(?:will|gonna|might|thinking (?:of|about)"
    r"|(?:going|planning|about|supposed|due) to)\b"
    r"|\b(?:wants? me to|told (?:me )?to|says? to|said (?:to )?(?:start|stop)|should)\b"
)
_AMOUNT = r"[0-9.,/x%]*(?:mg|g|ml|mcg|an?)?"
_MG_BEFORE_SLEEP = r"(?i)[0-9] ?(?:mg|mcg|g|ml) \(?sleep\)?$"
_ANOTHER_CHANGE = (
    r"(?i)(?:[,;&+] ?|(?:^|[ ,;])and |[,;]? then |^\S+(?: [0-9.,]+ ?(?:mg)?)? )"
    r"(?P<change>started|stopped|changed|began|quit) (?P<what>\S.*)"
)
_MIXERS = frozenset(
    {"tonic", "coke", "cola", "soda", "juice", "lemonade", "ginger", "water", "ice", "lime"}
    | {"lemon", "orange", "cranberry", "dinner", "lunch", "food", "meal", "it", "more", "then"}
    | {"shot", "shots", "glass", "glasses", "pint", "pints", "bottle", "bottles"}
)
"""What goes with a drink, and is none of its own: gin and tonic, a beer and a shot."""


class TypedAlso(NamedTuple):
    """What was typed: what it is, what it is about, what changed. Of what was not taken, `none`."""

    what: str
    about: About
    change: AlsoChange


def read_sort(typed: str | None) -> About | None:
    """Read the kind of a medicine; None if nothing was said."""
    if typed is None:
        return None
    sort = _sort_of(typed)
    if sort is None:
        known = [sort.name for sort in SORTS]
        near = did_you_mean(typed, _BY_WORD)
        raise BadInput(
            f"'{escape_invisible(typed)}' is not a kind of medicine.{near}",
            f"It is {', '.join(known[:-1])} or {known[-1]}.",
        )
    return sort


def read_also(text: str) -> TypedAlso:
    """Return the one thing that the words say. Raises BadInput."""
    first, *more = read_each(text)
    if more:
        raise BadInput(
            f"'{escape_invisible(text)}' is more than one thing.", "Type one of them at a time."
        )
    return first


def read_each(text: str, sort: About | None = None) -> list[TypedAlso]:
    """Return what the words say: a thing taken, or each kind of what was not. Raises BadInput.

    A leading "started", "stopped" or "changed" is what changed. `sort` is said apart from it.
    """
    words = _in_plain_words(text)
    denied = _denied(words.rstrip(".,;!").lower())
    if denied is None:
        return [_taken(words, sort)]
    if sort and denied not in (["all"], [sort]):
        raise _two_sorts(sort, *denied)
    return [
        TypedAlso(BY_NAME[about].plural if about in BY_NAME else "none", about, "none")
        for about in ([sort] if sort else dict.fromkeys(denied))
    ]


def _in_plain_words(text: str) -> str:
    """Return the words without marks around them, and with one verb for what changed."""
    words = re.sub(r"^[–—]+|(?<=.)[.!…]+$", "", " ".join(text.split()).replace("’", "'"))
    words = re.sub(
        r"(?i)^also\b:? ?|^i (?=had |took |drank |started |stopped )", "", unquoted(words)
    )
    words = re.sub(
        r"(?i)^(?:i )?(?:(?:was|been|got) )?(?=put on|taken off|prescribed|a new|new)", "", words
    )
    for phrase, plainly in _TOLD.items():
        words = re.sub(rf"(?i)^(?:i )?{phrase} ", f"{plainly} ", words)
    return re.sub(r"(?i)^(stopped .*) (?:any ?more|now)$", r"\1", words)


def _denied(text: str) -> list[About] | None:
    """Return the kinds that were not taken, or None if the words don't say that.

    Raises BadInput for what was not taken and is no kind.
    """
    if text in NOTHING:
        return ["all"]
    if re.fullmatch(_NO_DRINK, text):
        return ["alcohol"]
    denied = re.fullmatch(_DENIED, text)
    if denied is None:
        if _NOT.intersection(re.findall("[a-z']+", text)) or text in {"n/a", "na"}:
            raise _not_read(text)
        return None
    named = re.split(_BETWEEN, denied["behind"] or denied["before"] or "")
    parts = [re.sub(r"^(?:no|any) ", "", part) for part in named if part.strip()]
    kinds = [kind for part in parts if (kind := _sort_of(part))]
    if not kinds or len(kinds) < len(parts):
        raise _not_read(text)
    return kinds


def _not_read(text: str) -> BadInput:
    return BadInput(
        f"Not read: '{escape_invisible(text)}': it says that something was not taken.",
        "Type no and its kind, as in: ketalog also no alcohol, or ketalog also no sedatives; or "
        "all of it: ketalog also none.",
        as_note_line(text),
    )


def _two_sorts(*sorts: About) -> BadInput:
    return BadInput(
        f"Two kinds are said: {sorts[0]} and {', '.join(sorts[1:])}.", "Type one of them."
    )


_UNNAMED = frozenset({"same", "as", "the", "usual", "always", "last", "time", "before", "ditto"})
"""Words that say how something was taken, and not what: "same as yesterday"."""


_SO_MUCH = frozenset(
    {"a", "lot", "lots", "loads", "plenty", "too", "much", "many", "some", "more", "few", "bit"}
    | {"little", "heavily", "extra", "again"}
)
"""Words that say how much was taken, and not of what."""


def _taken(words: str, sort: About | None) -> TypedAlso:
    """Return what was taken, or changed."""
    change, what = _changed(words)
    is_bare = words.lower().startswith("drank ") and not re.search("(?i)[a-z]{4}", what)
    if change == "taken" and (is_bare or _SO_MUCH.issuperset(what.lower().split())):
        what = words  # drank a lot, drank 2: of what, the verb tells
    if ahead := re.search(_AHEAD, what):
        raise BadInput(
            f"'{ahead[0]}' lies ahead: what has happened can't lie ahead.",
            as_note_line(words),
        )
    if change in CHANGED:
        _refuse_two_changes(words.partition(" ")[0], what)
    _refuse_two_things(what)
    what, named = _without_sort(check_length(what, "word about what else"))
    if not what or _UNNAMED.issuperset(what.lower().split()):
        raise BadInput(
            "What else was taken, started, stopped or changed?",
            Example("also", "alcohol 2 beers, or started sertraline, or none."),
        )
    if sort and named and sort != named:
        raise _two_sorts(sort, named)
    is_took = words.lower().startswith(("took ", "took: ", "taken ", "taking "))
    plain: About = "medicine" if is_took else _plain(change, what)
    return TypedAlso(what, sort or named or plain, change or "taken")


def _changed(words: str) -> tuple[AlsoChange | None, str]:
    """Return what changed, if that is said, and of what: `stopped lithium`, `lithium, stopped`."""
    first, _, rest = words.partition(" ")
    change = _CHANGES.get(first.lower().rstrip(":"))
    what = (rest if change else words).strip(" ,;")
    before, _, last = what.rpartition(" ")
    if before and not change and _CHANGES.get(last.lower()) in CHANGED:
        change, what = _CHANGES[last.lower()], before.strip(" ,;:")
    told = what.lower().split()
    # doctor doubled sertraline; sertraline doubled; sertraline from 50 to 100
    if not change and ({*told[:2], *told[-1:]} & HOW_CHANGED or re.search(_FROM_TO, what)):
        change = "changed"
    is_verb = change and what.lower().startswith(("taking ", "on "))
    return change, what.partition(" ")[2] if is_verb else what


def _refuse_two_changes(first: str, what: str) -> None:
    """Raise BadInput for `started buspar, stopped lexapro`; `first` is the first word."""
    other = re.search(_ANOTHER_CHANGE, what)
    is_behind = first.lower().rstrip(":") not in _CHANGES  # cymbalta stopped, wellbutrin started
    if is_behind and re.search(r"(?i) (?:started|stopped|changed|began|quit)\b", what):
        raise BadInput(f"'{escape_invisible(what)}' is more than one change.", "Type each alone.")
    if other is None:
        return
    begun = what[: other.start("change")].removesuffix("and ").removesuffix("then ")
    begun = begun.strip(" ,;&+") or other["what"]
    lines = [["also", *f"{first} {begun}".split()]]
    lines.append(["also", other["change"], *other["what"].split()])
    raise BadInput(
        f"'{escape_invisible(f'{first} {what}')}' is more than one change.",
        Offer("Type each", lines, each=True),
    )


def _refuse_two_things(what: str) -> None:
    """Raise BadInput for several things of which one is alcohol: "beer, xanax 0.5"."""
    shape = f"{_BETWEEN}|{_NEXT_COUNTED}" if what[0:1].isdecimal() else _BETWEEN
    parts = [part.strip() for part in re.split(shape, what) if part.strip()]
    last = _sort_of(parts[-1]) if parts else None
    if last and (last != "alcohol" or parts[-1] == "alcohol"):
        return  # its kind, behind it
    others = [part for part in parts if not (_sort_of(part) or _named_within(part))]
    is_mixed = all(_MIXERS.intersection(part.lower().split()) for part in others)
    if len(others) < len(parts) and not is_mixed:
        raise BadInput(
            f"'{escape_invisible(what)}' is more than one thing.",
            f"Log each alone, as in: ketalog also {escape_invisible(parts[0])}.",
        )


def _plain(change: AlsoChange | None, what: str) -> About:
    """Return what it is about where nobody says: what changes is a medicine, but not a habit."""
    first = what.partition(" ")[0].lower()
    is_habit = first.endswith("ing") and first not in HOW_CHANGED  # stopped drinking
    return "medicine" if change in CHANGED and not is_habit else "other"


def _sort_of(text: str) -> About | None:
    """Return the kind that a phrase names, or None."""
    phrase = re.sub(r"^(?:an?|any|my|some) ", "", text.strip().lower().rstrip(".!"))
    phrase = phrase.removesuffix(" at all").strip()
    found = _BY_WORD.get(phrase) or _BY_WORD.get(phrase.removesuffix("s"))
    return found or next((sort.name for sort in SORTS if phrase in {sort.says, sort.plural}), None)


def _without_sort(what: str) -> tuple[str, About | None]:
    """Return the words without a kind behind them, and the kind that they name."""
    if whole := _sort_of(what):
        return what, whole
    name, comma, ending = what.rpartition(",")
    kind = _sort_of(ending) if comma else None
    if kind is None or (kind == "alcohol" and ending.strip().lower() != "alcohol"):  # beer, wine
        name, kind = _without_weighed(what)
    within = _named_within(what)
    return (name.strip(" ,"), kind) if kind else (what, within)


def _without_weighed(what: str) -> tuple[str, About | None]:
    """Return the words without a kind that is weighed at their end, and it: `xanax sedative`.

    Of `opioid 5mg`, which names nothing else, nothing is taken away.
    """
    words = what.split()
    for n in (3, 2, 1):
        ending = re.sub("^(?:it's |is )?(?:as )?", "", " ".join(words[-n:]).strip("()"))
        # 10mg sleep; but not: bad sleep
        is_plain = ending.lower() == "sleep" and not re.search(_MG_BEFORE_SLEEP, what)
        kind = None if is_plain else _sort_of(ending)
        has_name = any(not re.fullmatch(_AMOUNT, word.lower()) for word in words[:-n])
        if kind and BY_NAME[kind].weighed and has_name:
            return " ".join(words[:-n]), kind
    return what, None


def _named_within(what: str) -> About | None:
    """Return the kind that stands among the words. Raises BadInput for several."""
    words = [word.removesuffix("s") for word in re.findall("[a-z]+", what.lower())]
    text = f" {' '.join(words)} "
    named = [
        sort
        for sort in SORTS
        if sort.name != "medicine" and any(f" {word} " in text for word in sort.words)
    ]
    if len(named) > 1:
        kinds = " and ".join(sort.plural for sort in named)
        raise BadInput(
            f"'{escape_invisible(what)}' is more than one thing: {kinds}.",
            "Log each alone, as in: ketalog also 2 beers.",
        )
    return named[0].name if named and not re.search(_FREE, what) else None


def weighed_kind(phrase: str) -> bool:
    """Tell whether a phrase is a kind of medicine that is asked about: "sedative"."""
    kind = _sort_of(phrase)
    return kind in BY_NAME and BY_NAME[kind].weighed


def say_sort(also: Also) -> str:
    """Return the kind where the words alone don't say it: "a sedative", or ""."""
    if also.change == "none":
        return ""
    _, named = _without_sort(also.what)
    if also.about == (named or _plain(also.change, also.what)):
        return ""
    return BY_NAME[also.about].says if also.about in BY_NAME else "something else"


def taken(entries: Iterable[Also]) -> list[Also]:
    """Return what was taken or changed, without what was only asked about."""
    return [also for also in entries if also.change != "none"]
