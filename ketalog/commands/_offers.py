"""Lines that are offered instead of one that can't be taken: none that would be refused as well.

Loaded only for such a line.
"""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from ketalog.domain.text import escape_invisible
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    RefusalOf = Callable[[Sequence[str]], BadInput | None]
    """Tells how a line would be refused, if it would be."""


class Offer(NamedTuple):
    """A line, by its words, and what it is for: "For 2 mg", "As a note", "Type"."""

    lead: str
    line: tuple[str, ...]


class Refused(BadInput):
    """Something typed can't be taken, and there are lines that may be meant."""

    def __init__(self, message: str, *offers: Offer, before: str = "") -> None:
        self._before, self._told = before, f"{before}{_said(offers)}"
        super().__init__(message, self._told)
        self.offers = offers

    def keep_sound(self, refusal_of: RefusalOf, typed: Sequence[str], command: str) -> None:
        """Keep the offers that would be taken, or asked about, of what was `typed`."""
        sound = (
            _sound(offer, refusal_of, " ".join(typed)) or self._instead_of(offer)
            for offer in self.offers
        )
        self.offers = tuple(dict.fromkeys(filter(None, sound)))
        help_ = f"What can be typed: ketalog {command} --help." if command else ""
        told = f"{self._before}{_said(self.offers) or help_}".strip()
        self.hint = (self.hint or "").replace(self._told, told) or None  # others may add to it

    def _instead_of(self, _: Offer) -> Offer | None:
        """Return what stays of an offer whose line would be refused."""
        return None


class Ambiguous(Refused):
    """What could be two things, and nobody was there to ask: the own line is shown both ways."""

    def _instead_of(self, offer: Offer) -> Offer | None:
        """Return the offer: one reading alone would look like the right one."""
        return offer


class Unread(Refused):
    """Words that nothing has read; the offers say where they can stand."""


@contextmanager
def sound_offers(refusal_of: RefusalOf, typed: Sequence[str], command: str = "") -> Iterator[None]:
    """Let what is refused within offer only lines that would be taken, or asked about."""
    try:
        yield
    except Refused as error:
        error.keep_sound(refusal_of, typed, command)
        raise


def _sound(offer: Offer, refusal_of: RefusalOf, typed: str) -> Offer | None:
    """Return an offer if its line would be taken; with what is unread of `typed` as its note."""
    refusal = refusal_of(offer.line)
    if refusal is None or isinstance(refusal, Ambiguous):  # It is asked about in its turn.
        return offer
    aside = refusal.offers if isinstance(refusal, Unread) else ()
    if len(aside) > 1:
        return offer
    is_sound = aside and aside[0].line[-1] in typed and refusal_of(aside[0].line) is None
    return offer._replace(line=aside[0].line) if is_sound else None


def _said(offers: Iterable[Offer]) -> str:
    """Return the offers as sentences; those with the same lead are one."""
    by_lead: dict[str, list[str]] = {}
    for lead, line in offers:
        by_lead.setdefault(lead, []).append(shown(line))
    return " ".join(f"{lead}: {', or: '.join(lines)}." for lead, lines in by_lead.items())


def shown(line: Sequence[str]) -> str:
    """Return a line as a shell takes it."""
    return escape_invisible(shlex.join(["ketalog", *line]))
