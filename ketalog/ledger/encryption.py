"""Locking a journal with age: anyone can write a line, only the passphrase's owner reads one.

The format is age-encryption.org/v1: docs/recovery.md opens a journal with age's own command line.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any

from msgspec import Struct, json
from msgspec.structs import replace
from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, passphrase, x25519

from ketalog.errors import JournalDamaged
from ketalog.ledger.format import UNREADABLE, Key, Line, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Inside(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What of a line is locked."""

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
            private: str = passphrase.decrypt(b64decode(key.private), words).decode()
            if str(x25519.Identity.from_str(private).to_public()) == key.public:
                return private
        except (DecryptError, IdentityError, ValueError):
            continue
    return None


def close(line: Line, public: str) -> Line:
    """Return the line with what it says in a box that only the private key opens.

    Raises JournalDamaged for what is no age public key; its letters have a checksum of their own.
    """
    inside = _Inside(line.rec, line.max_at, line.unbounded, line.do)
    message = close_bytes(json.encode(inside, order="sorted"), public)
    return replace(line, rec=None, max_at=None, unbounded=False, do=None, box=message.decode())


def close_bytes(said: bytes, public: str) -> bytes:
    """Return bytes as a message that only the private key opens, on one line."""
    return b64encode(encrypt(said, [_recipient(public)]))


def _recipient(public: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(public)
    except RecipientError as error:
        raise JournalDamaged("The key of the locked journal is not what was written.") from error


class Opener:
    """Opens the boxes of one journal."""

    def __init__(self, private: str) -> None:
        self.private = private
        self._identities = [x25519.Identity.from_str(private)]
        self.public = str(self._identities[0].to_public())

    def open_bytes(self, message: str | bytes) -> bytes:
        """Return what a message says, or raise JournalDamaged."""
        try:
            said: bytes = decrypt(b64decode(message), self._identities)
        except (DecryptError, ValueError) as error:
            raise JournalDamaged("A line of the journal can't be unlocked.") from error
        return said

    def open(self, line: Line) -> Line:
        """Return the line as it was before it was locked, or raise JournalDamaged."""
        if line.box is None:
            return line
        try:
            inside = json.decode(self.open_bytes(line.box), type=_Inside)
        except UNREADABLE as error:
            raise JournalDamaged("A line of the journal can't be unlocked.") from error
        return replace(
            line,
            rec=inside.rec,
            max_at=inside.max_at,
            unbounded=inside.unbounded,
            do=inside.do,
            box=None,
        )
