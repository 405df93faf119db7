"""Locking a journal with age: anyone can write a line, only the passphrase's owner reads one.

The format is age-encryption.org/v1: docs/recovery.md opens a journal with age's own command line.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json
from msgspec.structs import asdict, replace

from ketalog.errors import JournalDamaged, JournalError, JournalLocked
from ketalog.ledger import passphrase_box as passphrase
from ketalog.ledger.format import UNREADABLE, Key, Line, Moment

try:
    import pyrage
    from pyrage import DecryptError, IdentityError, RecipientError, x25519
except ImportError as error:
    raise JournalError(
        "Nothing was read or saved: a lock needs pyrage, which is missing here.",
        "Install it beside ketalog: pipx inject ketalog pyrage",
    ) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class _Inside(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """The fields of a line that are locked."""

    rec: Moment | None = None
    max_at: Moment | None = None
    unbounded: bool = False
    do: list[Any] | None = None


def new_key(words: str) -> Key:
    """Return a new key pair whose private half a passphrase opens; takes a second or two."""
    identity = x25519.Identity.generate()
    return Key(str(identity.to_public()), _wrap(str(identity), words))


def rewrapped(private: str, key: Key, words: str) -> Key:
    """Return the key with its private half wrapped in another passphrase."""
    return Key(key.public, _wrap(private, words))


def _wrap(private: str, words: str) -> str:
    return b64encode(passphrase.encrypt(private.encode(), words)).decode()


def open_key(key: Key, phrases: Iterable[str]) -> str | None:
    """Return the private key with the first passphrase that opens it, or None."""
    for words in phrases:
        try:
            private = passphrase.decrypt(b64decode(key.private), words).decode()
            if str(x25519.Identity.from_str(private).to_public()) == key.public:
                return private
        except (DecryptError, IdentityError, ValueError):
            continue
    return None


def encrypt(line: Line, public: str) -> Line:
    """Return the line with what it says in a box that only the private key opens.

    Raises JournalDamaged for what is no age public key; its letters have a checksum of their own.
    """
    inside = _Inside(line.rec, line.max_at, line.unbounded, line.do)
    message = encrypt_bytes(json.encode(inside, order="sorted"), public)
    return replace(line, rec=None, max_at=None, unbounded=False, do=None, box=message.decode())


def encrypt_bytes(data: bytes, public: str) -> bytes:
    """Return bytes as a message that only the private key opens, on one line."""
    return b64encode(pyrage.encrypt(data, [_recipient(public)]))


def _recipient(public: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(public)
    except RecipientError as error:
        raise JournalDamaged("The key of the locked journal is not what was written.") from error


class Decryptor:
    """Reads the locked lines of one journal."""

    def __init__(self, private: str) -> None:
        self.private = private
        self._identities = [x25519.Identity.from_str(private)]
        self.public = str(self._identities[0].to_public())

    def decrypt_bytes(self, message: str | bytes) -> bytes:
        """Return what a message says, or raise JournalDamaged."""
        try:
            text: bytes = pyrage.decrypt(b64decode(message), self._identities)
        except (DecryptError, ValueError) as error:
            raise JournalDamaged("A line of the journal can't be unlocked.") from error
        return text

    def decrypt(self, line: Line) -> Line:
        """Return the line as it was before it was locked, or raise JournalDamaged."""
        if line.box is None:
            return line
        try:
            inside = json.decode(self.decrypt_bytes(line.box), type=_Inside)
        except UNREADABLE as error:
            raise JournalDamaged("A line of the journal can't be unlocked.") from error
        return replace(line, box=None, **asdict(inside))


class Unlocker:
    """The keys that passphrases opened.

    `passphrases` yields what may open one; for another file than the journal it is given its name.
    """

    def __init__(self, passphrases: Callable[[str | None], Iterable[str]]) -> None:
        self._passphrases = passphrases
        self._decryptors: dict[str, Decryptor] = {}

    def decryptor(self, key: Key, *, may_prompt: bool, file: str | None = None) -> Decryptor:
        """Return what opens lines that were locked with this key.

        Raises JournalLocked; without `may_prompt`, for any key that was not opened before.
        """
        if key.public not in self._decryptors:
            if not may_prompt:
                raise JournalLocked("The journal is locked.", "Try again.")
            private = open_key(key, self._passphrases(file))
            if private is None:
                raise JournalLocked(
                    "That is not the journal's passphrase.", "Nothing was changed: try again."
                )
            self._decryptors[key.public] = Decryptor(private)
        return self._decryptors[key.public]
