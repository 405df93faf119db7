"""What can go wrong: the class says what happened, the message and the hint what to do."""

from typing import NamedTuple


class Example(NamedTuple):
    """What would be taken, as a hint: a command, or `edit 41`, and the words behind it."""

    command: str
    words: str
    lead: str = "For example"

    def __str__(self) -> str:
        """Return the hint."""
        return f"{self.lead}: ketalog {self.command} {self.words}"


class KetalogError(Exception):
    """An error that a patient is told about in one line; `exit_code` is the process's answer.

    `hints` say what to do, in their order: texts, or values that say themselves (Example, Offer).
    """

    exit_code = 1

    def __init__(self, message: str, *hints: object) -> None:
        super().__init__(message)
        self.message = message
        self.hints = tuple(filter(None, hints))

    @property
    def hint(self) -> str | None:
        """What to do, in a line."""
        return " ".join(map(str, self.hints)) or None


class BadInput(KetalogError):
    """Something typed can't be taken as it stands.

    `answers` are what was typed at questions in the same run, `slips` the words that are nearly
    others, each as typed and as meant.
    """

    exit_code = 2
    answers: tuple[str, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()


class Declined(BadInput):
    """A person was asked, and said no: what was typed has no slip, nor a second meaning."""


class NoSuchEntry(KetalogError):
    """The journal has no entry with that number."""

    exit_code = 3


class BadFile(KetalogError):
    """A file, standard input or the configuration can't be taken."""

    exit_code = 4


class JournalError(KetalogError):
    """The journal or its disk: busy, damaged, missing, locked or full."""

    exit_code = 5


class JournalBusy(JournalError):
    """Another ketalog has held the lock for too long."""


class JournalDamaged(JournalError):
    """The journal's bytes are not what was written."""


class JournalTooNew(JournalError):
    """The journal was written by a newer ketalog."""


class JournalTooOld(JournalError):
    """The journal was written by an early ketalog that was never released."""


class JournalLocked(JournalError):
    """The journal is locked, and there is no passphrase that opens it."""


class JournalMissing(JournalError):
    """There is no journal file, but a second copy of one."""


class SecondCopyUnreached(JournalError):
    """The journal lacks its end, and the second copy that may have it can't be reached."""


class JournalUnwritable(JournalError):
    """The disk refused: full, read-only, no permission."""


class Interrupted(KetalogError):
    """The user stopped the command; `words` are what a signal cut off while they were typed."""

    exit_code = 130

    def __init__(self, message: str, hint: str | None = None, *, words: str = "") -> None:
        super().__init__(message, hint)
        self.words = words


class Rehearsed(Exception):
    """A command that is only tried got as far as to change something, or to ask."""


class NoOption(BadInput):
    """An option that a command does not have."""
