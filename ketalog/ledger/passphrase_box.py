"""A short secret under a passphrase, as age writes it (age-encryption.org/v1, scrypt).

pyrage measures how fast the computer is at that moment, to choose how much work a passphrase takes
and how much it puts up with: on a busy one a key is wrapped weakly for good, and the right
passphrase refused. So the work is fixed here. age's command line opens what is written, and the
other way round.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from hashlib import scrypt, sha256
from os import urandom

from ketalog.errors import JournalLocked

LOG_N = 19
"""The work of a guess: 2^19 rounds of scrypt, 512 MiB and a second or two."""
MOST_LOG_N = 20
"""More is none of ours: a file could ask for any amount of memory."""
_VERSION = b"age-encryption.org/v1"
_LARGEST = 64 * 1024
"""Bytes of a secret: one chunk of an age message."""
_TAG, _NONCE = 16, 12
_P = (1 << 130) - 5
_CLAMP = 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
_WORD = 0xFFFFFFFF


class WrongPassphrase(ValueError):
    """These words do not open it."""


def encrypt(secret: bytes, words: str) -> bytes:
    """Return an age message that the words open; takes a second or two."""
    key, salt, nonce = urandom(16), urandom(16), urandom(16)
    wrapped = _seal(_derived(words, salt, LOG_N), bytes(_NONCE), key)
    head = b"%b\n-> scrypt %b %d\n%b\n---" % (_VERSION, _text(salt), LOG_N, _text(wrapped))
    mac = hmac.digest(_hkdf(key, b"", b"header"), head, "sha256")
    body = _seal(_hkdf(key, nonce, b"payload"), _last_chunk(), secret)
    return head + b" " + _text(mac) + b"\n" + nonce + body


def decrypt(message: bytes, words: str) -> bytes:
    """Return the secret. Raises WrongPassphrase, ValueError for what is no such message.

    Raises JournalLocked for one that asks for more work than ketalog ever does.
    """
    if len(message) > 2 * _LARGEST:
        raise ValueError("too long for a secret")
    version, stanza, wrapped, rest = message.split(b"\n", 3)
    kind, name, salt, log_n = stanza.split(b" ")
    mac_line, _, payload = rest.partition(b"\n")
    if version != _VERSION or (kind, name) != (b"->", b"scrypt") or mac_line[:4] != b"--- ":
        raise ValueError("no secret under a passphrase")
    if not log_n.isdigit() or not 0 < int(log_n[:3]) <= MOST_LOG_N:
        raise JournalLocked(
            "The journal's key asks for more work than ketalog ever gives one: it was not locked "
            "by ketalog.",
            "Go back to a copy of your own: ketalog restore FILE.",
        )
    head = message[: len(version) + len(stanza) + len(wrapped) + 3] + b"---"
    key = _open(_derived(words, _bytes(salt), int(log_n)), bytes(_NONCE), _bytes(wrapped))
    mac = hmac.digest(_hkdf(key, b"", b"header"), head, "sha256")
    if not hmac.compare_digest(mac, _bytes(mac_line[4:])):
        raise ValueError("the head is not what was written")
    nonce, body = payload[:16], payload[16:]
    return _open(_hkdf(key, nonce, b"payload"), _last_chunk(), body)


def _derived(words: str, salt: bytes, log_n: int) -> bytes:
    return scrypt(
        words.encode(),
        salt=_VERSION + b"/scrypt" + salt,
        n=1 << log_n,
        r=8,
        p=1,
        dklen=32,
        maxmem=(1 << log_n) * 1024 + (1 << 20),
    )


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF with SHA-256 (RFC 5869)."""
    return hmac.digest(hmac.digest(salt, key, "sha256"), info + b"\x01", sha256)


def _last_chunk() -> bytes:
    """Return the nonce of a message's only chunk: its number, and that it is the last."""
    return bytes(_NONCE - 1) + b"\x01"


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4), validate=True)


# ChaCha20-Poly1305 (RFC 8439).


def _seal(key: bytes, nonce: bytes, text: bytes) -> bytes:
    hidden = _stream(key, nonce, text)
    return hidden + _tag(key, nonce, hidden)


def _open(key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    hidden, tag = sealed[:-_TAG], sealed[-_TAG:]
    if not hmac.compare_digest(tag, _tag(key, nonce, hidden)):
        raise WrongPassphrase("not these words")
    return _stream(key, nonce, hidden)


def _stream(key: bytes, nonce: bytes, text: bytes) -> bytes:
    """Hide or show a text."""
    blocks = (len(text) + 63) // 64
    pad = b"".join(_block(key, n, nonce) for n in range(1, blocks + 1))
    return bytes(a ^ b for a, b in zip(text, pad, strict=False))


def _tag(key: bytes, nonce: bytes, hidden: bytes) -> bytes:
    """Return Poly1305 over a hidden text without other data."""
    start = _block(key, 0, nonce)
    r, s = int.from_bytes(start[:16], "little") & _CLAMP, int.from_bytes(start[16:32], "little")
    lengths = bytes(8) + len(hidden).to_bytes(8, "little")
    data = hidden + bytes(-len(hidden) % 16) + lengths
    total = 0
    for at in range(0, len(data), 16):
        total = (total + int.from_bytes(data[at : at + 16] + b"\x01", "little")) * r % _P
    return ((total + s) & ((1 << 128) - 1)).to_bytes(16, "little")


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    data = b"expand 32-byte k" + key + counter.to_bytes(4, "little") + nonce
    start = [int.from_bytes(data[at : at + 4], "little") for at in range(0, 64, 4)]
    state = list(start)
    for _ in range(10):
        for n in range(4):
            _quarter(state, n, n + 4, n + 8, n + 12)
        for n in range(4):
            _quarter(state, n, (n + 1) % 4 + 4, (n + 2) % 4 + 8, (n + 3) % 4 + 12)
    return b"".join(
        ((word + first) & _WORD).to_bytes(4, "little")
        for word, first in zip(state, start, strict=True)
    )


def _quarter(state: list[int], a: int, b: int, c: int, d: int) -> None:
    for left, right, other, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        state[left] = (state[left] + state[right]) & _WORD
        mixed = state[other] ^ state[left]
        state[other] = (mixed << bits | mixed >> (32 - bits)) & _WORD
