"""What opens locked journals: asked for once, and kept for the rest of the run."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ketalog.errors import JournalLocked

if TYPE_CHECKING:
    from ketalog.ledger.encryption import Opener
    from ketalog.ledger.format import Key


class Unlocker:
    """The keys that passphrases opened.

    `passphrases` yields what may open one; for another file than the journal it is given its name.
    """

    def __init__(self, passphrases: Callable[[str | None], Iterable[str]]) -> None:
        self._passphrases = passphrases
        self._openers: dict[str, Opener] = {}

    def opener(self, key: "Key", *, may_prompt: bool, file: str | None = None) -> "Opener":
        """Return what opens lines that were locked with this key.

        Raises JournalLocked; without `may_prompt`, for any key that was not opened before.
        """
        if key.public not in self._openers:
            if not may_prompt:
                raise JournalLocked("The journal is locked.", "Try again.")
            from ketalog.ledger.encryption import Opener, open_key

            private = open_key(key, self._passphrases(file))
            if private is None:
                raise JournalLocked(
                    "That is not the journal's passphrase.", "Nothing was changed: try again."
                )
            self._openers[key.public] = Opener(private)
        return self._openers[key.public]
