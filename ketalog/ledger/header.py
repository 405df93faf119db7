"""The first line of a journal: what the file is, and what locks it."""

from msgspec import Struct, json

from ketalog.errors import JournalDamaged, JournalTooNew
from ketalog.ledger import format as file_format


class Key(Struct, frozen=True, forbid_unknown_fields=True):
    """What locks a journal: an age public key, and its private key wrapped in a passphrase."""

    public: str
    private: str


class Header(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the file is. `sum` is the SHA-256 of the rest in canonical JSON.

    `generation` counts how often the file was written anew, `version` is the ketalog that did,
    `removed` are the ids of entries whose words were taken out of every line.
    """

    format: int
    journal: str
    generation: int
    made: str
    version: str = ""
    key: Key | None = None
    removed: tuple[str, ...] = ()
    sum: str = ""


class _Writer(Struct):
    format: int
    version: str = "?"


def read_header(raw: bytes) -> "Header":
    """Return the header, or raise JournalDamaged; a newer format is refused by name."""
    if not file_format.is_sealed(raw, ""):
        raise JournalDamaged("The journal's first line is not what was written.")
    try:
        writer = json.decode(raw, type=_Writer)
        if writer.format > file_format.FORMAT:
            raise JournalTooNew(
                f"This journal was written by a newer ketalog ({writer.version}).",
                "Install the newest ketalog to open it. Nothing was changed.",
            )
        return json.decode(raw, type=Header)
    except file_format.UNREADABLE as error:
        raise JournalDamaged("The journal's first line can't be read.") from error


def start_of(raw: bytes) -> str:
    """Return what the first line chains to: the header's sum, in format 1 the journal's id."""
    header = read_header(raw)
    return header.journal if header.format == 1 else header.sum
