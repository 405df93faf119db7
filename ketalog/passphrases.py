"""Where the passphrase of a locked journal comes from: a file, the system's keyring, a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from ketalog.domain.text import escape_invisible
from ketalog.errors import BadFile, BadInput, JournalLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FILE = "KETALOG_PASSPHRASE_FILE"
NEW_FILE = "KETALOG_NEW_PASSPHRASE_FILE"
_SERVICE = "ketalog"
_TRIES = 3
_LONGEST = 1000
"""Characters of a passphrase; more is a file of something else."""


class Passphrases:
    """The passphrases of one journal.

    `ask` puts a question to a person and returns what was typed unseen, or is None where there is
    nobody to ask. `remember` tells whether the system's keyring may be used.
    """

    def __init__(
        self,
        journal: Path,
        env: Mapping[str, str],
        ask: Callable[[str], str] | None,
        *,
        remember: bool,
    ) -> None:
        self._journal = str(journal)
        self._env = env
        self._ask = ask
        self._remember = remember

    def candidates(self, file: str | None = None) -> Iterator[str]:
        """Yield what may open the journal: one from a file alone, or the keyring's, then typed.

        It is asked for up to three times. `file` names another journal, which may have another.
        """
        if from_file := self._from_file(FILE):
            yield from _forms(from_file)
            if file is None or self._ask is None:
                return
        if self._remember and (kept := self._keyring_get()):
            yield from _forms(kept)
        if self._ask is None:
            raise JournalLocked(
                "The journal is locked, and nobody is here to type its passphrase.",
                f"Type the command in a terminal, or name a file with it: {FILE}.",
            )
        question = f"Passphrase of {escape_invisible(file)}" if file else "Passphrase"
        for again in range(_TRIES):
            typed = self._ask(f"That is not it. {question}: " if again else f"{question}: ")
            yield from _forms(typed)

    def new(self, *, instead: bool) -> str:
        """Return a new passphrase, from a file or typed twice; `instead` of one that there is."""
        name = NEW_FILE if instead else FILE
        if from_file := self._from_file(name):
            return normalize("NFC", from_file)
        if self._ask is None:
            raise BadInput(
                "A new passphrase is needed, and nobody is here to type it.",
                f"Type the command in a terminal, or name a file with it: {name}.",
            )
        words = self._ask("New passphrase (forgotten, it is lost for good): ")
        if not words.strip():
            raise BadInput("Without a passphrase nothing is locked.", "Type the command again.")
        if self._ask("The same again: ") != words:
            raise BadInput("These were not the same.", "Nothing was changed. Try again.")
        return normalize("NFC", words)

    def keep(self, words: str | None) -> None:
        """Keep the passphrase in the system's keyring if it may be used; None forgets it."""
        if not self._remember:
            return
        keyring = _keyring()
        try:
            if words is not None:
                keyring.set_password(_SERVICE, self._journal, words)
            elif keyring.get_password(_SERVICE, self._journal) is not None:
                keyring.delete_password(_SERVICE, self._journal)
        except Exception as error:
            raise BadFile(
                "The system's keyring can't be used.", "Go on without it: ketalog config keyring no"
            ) from error

    def _keyring_get(self) -> str | None:
        keyring = _keyring()
        try:
            kept: str | None = keyring.get_password(_SERVICE, self._journal)
        except Exception:  # noqa: BLE001 (its backends raise what they like; a person is asked)
            return None
        return kept

    def _from_file(self, name: str) -> str | None:
        path = self._env.get(name)
        if not path:
            return None
        try:
            with Path(path).expanduser().open(encoding="utf-8-sig") as file:
                words = file.read(_LONGEST + 2).removesuffix("\n").removesuffix("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise BadFile(
                f"The passphrase's file {path} can't be read.", f"{name} names it."
            ) from error
        if not words.strip() or len(words) > _LONGEST or "\n" in words:
            raise BadFile(
                f"The file {path} holds no passphrase.", "It is one line of at most 1,000 letters."
            )
        return words


def _forms(words: str) -> Iterator[str]:
    """Yield a passphrase as ketalog stores one, then as it was typed, if that is another.

    One keyboard sends é as one character, another as e and an accent.
    """
    yield normalize("NFC", words)
    if normalize("NFC", words) != words:
        yield words


def _keyring() -> Any:
    """Return the optional library. Raises BadFile."""
    try:
        import keyring
    except ImportError as error:
        raise BadFile(
            "The setting 'keyring' is on, but the keyring library is not installed.",
            "Install it: pip install 'ketalog[keyring]'. Or: ketalog config keyring no",
        ) from error
    return keyring
