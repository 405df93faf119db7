"""Texts that a shell has cut apart at their spaces: `--note felt ok`, `--since last month`.

Loaded only where an option with such a text was typed.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from ketalog.clauses.line import Read, before_a_clause
from ketalog.clauses.table import TABLE, TIMES
from ketalog.commands import DAY_OPTIONS, NAMES_OPTIONS, TEXT_OPTIONS, clauses_of, is_option
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.offer import Offer
from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.app import App


def with_whole_values(args: Sequence[str], command: str) -> list[str]:
    """Return what was typed with the words in an option's value that belong to it.

    In quotes a value is what is in them.
    """
    whole = list(args)
    for option in (*TEXT_OPTIONS, *DAY_OPTIONS):
        whole = _with_whole_value(whole, option, command)
    return whole


def _with_whole_value(args: list[str], option: str, command: str) -> list[str]:
    if attached := next((word for word in args if word.startswith(f"{option}=")), ""):
        at = args.index(attached)
        args = [*args[:at], option, attached.partition("=")[2], *args[at + 1 :]]
    at = args.index(option) if option in args else len(args)
    value = "".join(args[at + 1 : at + 2])
    if not value or " " in value or is_option(value) or args[at - 1] in NAMES_OPTIONS:
        return args
    behind = list(takewhile(lambda word: " " not in word and not is_option(word), args[at + 2 :]))
    is_day = option in DAY_OPTIONS
    if not behind or (not is_day and all(map(is_option, args[:at]))):
        return args
    n = _words_of_a_day(value, behind) if is_day else _words_of_a_text(value, behind, command)
    whole = " ".join([value, *behind[:n]])
    whole = whole.rstrip(",;") if behind[n:] else whole  # felt ok, 7pm
    return [*args[: at + 1], whole, *args[at + 2 + n :]]


def _words_of_a_text(first: str, behind: Sequence[str], command: str) -> int:
    """Return how many words behind the first one a text without quotes has: up to a clause.

    A time or length behind a word that binds it belongs to the text: `for 2 hours`.
    """
    kept = list(takewhile(lambda word: word not in SEVERITIES, behind))
    clauses = clauses_of(command) or ()
    n = before_a_clause(kept, clauses, of_text=True)
    while (
        n < len(kept)
        and [first, *kept][n].lower() in _BINDS_A_CLAUSE
        and (kept[n][:1].isdecimal() or [first, *kept][n].lower() == "the")
    ):
        n += 1 + before_a_clause(kept[n + 1 :], clauses, of_text=True)
    return n


_BINDS_A_CLAUSE = frozenset(
    {"after", "before", "for", "from", "since", "until", "till", "than", "within", "during", "the"}
)


def _words_of_a_day(value: str, behind: Sequence[str]) -> int:
    """Return how many words behind a day, or days, belong to it: `last`, of `last month`."""
    option = TABLE["span"].option
    texts = (" ".join([value, *behind[:n]]) for n in range(len(behind), 0, -1))
    return next((len(text.split()) - 1 for text in texts if option(text) is not None), 0)


def refuse_cut_text(app: App, line: Read) -> None:
    """Raise BadInput for words behind an option's text that may belong to it: a shell cuts it.

    They do not where they are all read, but for another clause without a comma before it; nor
    where what is logged has nothing else for its name.
    """
    unread = [word for phrase in line.unread for word in phrase.split()]
    for n, flag in enumerate(app.typed[:-1]):
        name, _, within = flag.partition("=")
        at = n + (not within)
        text = within or app.typed[at]
        behind = list(takewhile(lambda word: not word.startswith("--"), app.typed[at + 1 :]))
        if name not in TEXT_OPTIONS or " " in text or not behind:
            continue
        rest = [word for word in unread if word in behind]
        if rest and rest == unread and app.ui.command in {"effect", "also"}:
            continue  # effect --note tired nausea
        if rest:
            ends = {max(n for n, word in enumerate(behind) if word in rest) + 1}
        else:
            rest, ends = _torn(app, line, text, behind)
        if not rest:
            continue
        told = [
            (
                " ".join([text, *behind[:end]]),
                [*app.typed[:n], *behind[end:], *app.typed[at + 1 + len(behind) :]],
            )
            for end in sorted({*ends, len(behind)})
        ]
        offers = (
            Offer(f"For '{escape_invisible(whole)}' as the {name[2:]}", [[*line, name, whole]])
            for whole, line in told
        )
        raise BadInput(
            f"'{escape_invisible(' '.join(rest))}' stands behind {name}, and may belong to it.",
            *offers,
        )


def _torn(app: App, line: Read, text: str, behind: list[str]) -> tuple[list[str], set[int]]:
    """Return the words of a clause right behind an option's text, and where that text may end.

    There are none behind a comma, nor where the clause is a time: that is the entry's own.
    """
    end = _words_of_a_text(text, behind, app.ui.command or "")
    if [text, *behind][end][-1:] in {",", ";"}:
        return [], set()
    clause = f"{' '.join(behind[end:])} "
    phrases = (part.phrase for name, part in line.parts.items() if name not in TIMES)
    torn = next((phrase for phrase in phrases if clause.startswith(f"{phrase} ")), "").split()
    return torn, {end, end + len(torn)}
