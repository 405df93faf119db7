"""Who can write the journal's file can't make it say more to them than it does."""

import json
import os
from pathlib import Path
from typing import Any

import pyrage
import pytest
from msgspec.structs import replace

from ketalog.errors import JournalLocked
from ketalog.ledger import passphrase_box
from ketalog.ledger.contents import DecodedJournal, next_generation, read_journal
from ketalog.ledger.encryption import new_key
from ketalog.ledger.format import END, file_bytes, placed, read_header, row_bytes
from ketalog.ledger.ledger import Ledger
from tests.conftest import Answer, Ketalog
from tests.crash.journals import small

SECRET = "by the seaside"  # noqa: S105 - a note
WORDS = "correct horse\ncorrect horse\n"


@pytest.fixture
def journal(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with two entries."""
    monkeypatch.chdir(home)
    ketalog("mood 5")
    ketalog("note first")
    return home / "journal.json"


@pytest.fixture
def locked(ketalog: Ketalog, journal: Path) -> Path:
    """The same, locked with "correct horse"."""
    assert ketalog("lock --remove-copies", stdin=WORDS, tty=True).code == 0
    return journal


def opened(ketalog: Ketalog, line: str) -> Answer:
    return ketalog(line, stdin="correct horse\n" * 3, tty=True)


def written_anew(path: Path, **header: Any) -> bytes:
    """Return the journal as somebody who can write the file alone lays it out."""
    book = DecodedJournal.of(read_journal(path.read_bytes()))
    lines = [line if line.box is None else replace(line, box=None, do=[]) for line in book.lines]
    if header.get("key") is not None:
        lines = book.lines
    changed = next_generation(DecodedJournal(replace(book.header, **header), lines))
    return file_bytes(changed.header, changed.raws)


def in_clear(home: Path) -> bool:
    return any(SECRET.encode() in path.read_bytes() for path in home.rglob("*") if path.is_file())


# The work of a guess.


@pytest.mark.slow
def test_the_work_of_a_guess_is_the_same_on_a_busy_computer(slow_age: None) -> None:
    stanza = passphrase_box.encrypt(b"a secret", "words").split(b"\n")[1]
    assert stanza.rpartition(b" ")[2] == b"19"
    assert "2^19" in " ".join(Path("SECURITY.md").read_text("utf-8").split())


@pytest.mark.slow
def test_age_opens_what_is_wrapped_here_and_the_other_way_round(
    slow_age: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy computer's pyrage refuses more.
    monkeypatch.setattr(passphrase_box, "LOG_N", 12)
    ours = passphrase_box.encrypt(b"a secret of mine" * 20, "pass wörds")
    assert pyrage.passphrase.decrypt(ours, "pass wörds") == b"a secret of mine" * 20
    theirs = pyrage.passphrase.encrypt(b"theirs", "pass wörds")
    assert passphrase_box.decrypt(theirs, "pass wörds") == b"theirs"
    with pytest.raises(passphrase_box.WrongPassphrase):
        passphrase_box.decrypt(ours, "pass words")


@pytest.mark.slow
def test_a_hostile_key_gets_no_more_work_than_ours(slow_age: None) -> None:
    message = passphrase_box.encrypt(b"a secret", "words").replace(b" 19\n", b" 23\n", 1)
    with pytest.raises(JournalLocked, match="more work"):
        passphrase_box.decrypt(message, "words")


@pytest.mark.parametrize(
    "message", [b"", b"\n\n\n", b"age-encryption.org/v1\n-> X25519 a b\nc\n--- d\n", b"x" * 200_000]
)
def test_what_is_no_key_opens_nothing(message: bytes, slow_age: None) -> None:
    with pytest.raises(ValueError, match=r".*"):
        passphrase_box.decrypt(message, "words")


def test_what_the_published_vectors_say_of_the_cipher(slow_age: None) -> None:
    """RFC 8439, 2.8.2's key and text, without other data, as pyca/cryptography seals it."""
    sealer = pytest.importorskip("cryptography.hazmat.primitives.ciphers.aead").ChaCha20Poly1305
    for length in (0, 1, 15, 16, 63, 64, 65, 200):
        key, nonce, text = os.urandom(32), os.urandom(12), os.urandom(length)
        ours = passphrase_box._seal(key, nonce, text)
        assert ours == sealer(key).encrypt(nonce, text, None)
        assert passphrase_box._open(key, nonce, ours) == text


# A lock that somebody takes off, or changes.


def test_a_forged_line_in_clear_does_not_make_a_locked_journal_log_in_clear(
    ketalog: Ketalog, locked: Path, home: Path
) -> None:
    contents = read_journal(locked.read_bytes())
    last = DecodedJournal.of(contents).lines[-1]
    forged = placed(replace(last, seq=last.seq + 1, id="forged", box=None, do=[]), last.sum)
    data = locked.read_bytes().removesuffix(END)
    locked.write_bytes(data + b",\n" + row_bytes(len(contents.raws) + 1, forged) + END)
    ketalog(["note", SECRET])
    assert not in_clear(home)


@pytest.mark.parametrize("second_copy", ["there", "gone"])
def test_a_lock_that_somebody_took_off_is_seen_before_anything_is_logged(
    ketalog: Ketalog, locked: Path, home: Path, second_copy: str
) -> None:
    if second_copy == "gone":
        (home / "backups" / "journal.json.copy.jsonl").unlink()
    locked.write_bytes(written_anew(locked, key=None))
    before = locked.read_bytes()
    for line in (["note", SECRET], ["lock"], ["undo"]):
        answer = ketalog(line, stdin=WORDS, tty=line == ["lock"])
        assert answer.code == 5, answer
    assert locked.read_bytes() == before
    assert not in_clear(home)
    doctor = ketalog("doctor --json")
    assert doctor.code == 5
    helps = [finding["help"] for finding in doctor.data["findings"]]
    assert helps[0] == ("ketalog restore" if second_copy == "there" else "ketalog doctor --accept")
    assert ketalog(helps[0].removeprefix("ketalog ")).code == 0
    assert ketalog(["note", SECRET]).code == 0
    assert in_clear(home) is (second_copy == "gone")  # Whoever accepts it says that it is theirs.


def test_a_key_that_somebody_put_there_gets_nothing(
    ketalog: Ketalog, locked: Path, home: Path
) -> None:
    (home / "backups" / "journal.json.copy.jsonl").unlink()
    locked.write_bytes(written_anew(locked, key=new_key("theirs")))
    before = locked.read_bytes()
    answer = ketalog(["note", SECRET])
    assert (answer.code, locked.read_bytes()) == (5, before)
    assert "another lock" in answer.err
    assert opened(ketalog, "list").code == 5
    assert ketalog(["note", SECRET]).code == 5


def test_who_locked_the_journal_elsewhere_shows_it_with_the_passphrase(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    """Another device locks the journal, and a sync tool brings both files here."""
    mark = next((home / ".local/share/ketalog/places").iterdir())
    known_here = mark.read_bytes()
    ketalog("lock --remove-copies", stdin=WORDS, tty=True)
    mark.write_bytes(known_here)
    answer = ketalog("mood 4")
    assert answer.code == 5
    assert "ketalog list" in answer.err
    assert opened(ketalog, "list").code == 0
    assert ketalog("mood 4").out.startswith("Logged #3")


def test_an_old_clear_journal_put_back_does_not_unlock_everything(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    old = journal.read_bytes()
    ketalog("lock --remove-copies", stdin=WORDS, tty=True)
    ketalog(["note", SECRET])
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    locked = second_copy.read_bytes()
    journal.write_bytes(old)
    assert ketalog("mood 3").code == 5
    merged = opened(ketalog, f"merge {second_copy}")
    assert (merged.code, "ketalog doctor" in merged.err) == (5, True)
    found = ketalog("doctor --json").data["findings"]
    assert [finding["help"] for finding in found] == ["ketalog restore"]
    answer = ketalog("restore")
    assert answer.code == 0, answer
    assert "What was there is kept" in answer.out
    assert second_copy.read_bytes() == locked
    assert SECRET in opened(ketalog, "list").out
    assert ketalog("doctor").code == 0


def test_a_journal_that_is_written_anew_proves_that_it_has_every_change(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    good = second_copy.read_bytes()
    book = DecodedJournal.of(read_journal(journal.read_bytes()))
    emptied = next_generation(book._replace(lines=[replace(line, do=[]) for line in book.lines]))
    journal.write_bytes(file_bytes(emptied.header, emptied.raws))
    for line in ("list", "mood 2", "export all.json"):
        assert ketalog(line).code == 5
        assert second_copy.read_bytes() == good
    found = ketalog("doctor --json").data["findings"]
    assert [finding["help"] for finding in found] == ["ketalog restore"]
    assert ketalog("restore").code == 0
    assert "first" in ketalog("list").out
    assert second_copy.read_bytes() == good


def test_a_crash_between_the_journal_and_its_second_copy_leaves_nothing_in_clear(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    clear = second_copy.read_bytes()
    ketalog("lock --remove-copies", stdin=WORDS, tty=True)
    second_copy.write_bytes(clear)  # As a crash between the two leaves it.
    assert ketalog("mood 3").code == 0
    assert b"first" not in second_copy.read_bytes()
    assert not list(home.rglob("*older*"))


# Words that come back, or stay.


def test_words_that_are_erased_while_an_import_waits_for_a_passphrase_stay_erased(
    ketalog: Ketalog, journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog(["note", SECRET])
    ketalog("export all.json")
    ketalog("lock --remove-copies", stdin=WORDS, tty=True)
    from ketalog.ledger.ledger import Ledger as Real

    ask = Real.ask_passphrase

    def erased_meanwhile(ledger: Ledger) -> None:
        monkeypatch.setattr(Real, "ask_passphrase", ask)
        opened(ketalog, "erase 3 --yes")
        (home / "all.json").chmod(0o600)
        ask(ledger)

    monkeypatch.setattr(Real, "ask_passphrase", erased_meanwhile)
    answer = opened(ketalog, "import all.json")
    assert answer.code == 0
    assert SECRET not in opened(ketalog, "list --all").out + opened(ketalog, "show 3").out


def test_what_a_killed_export_left_is_gone_with_the_next_one(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    left = home / ".all.json.999999999.new"
    left.write_text(SECRET)
    alive = home / f".all.json.{os.getppid()}.new"
    alive.write_text("another export, under way")
    assert ketalog("export all.json").code == 0
    assert not left.exists()
    assert alive.exists()


def test_an_export_that_is_killed_has_no_name_yet(
    ketalog: Ketalog, journal: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, names = os.fsync, []

    def watched(file: int) -> None:
        names.append(sorted(path.name for path in home.iterdir()))
        sync(file)

    monkeypatch.setattr(os, "fsync", watched)
    ketalog("export all.json")
    assert names
    assert not [name for name in names[0] if name.endswith(".new")]


def test_a_stopped_check_is_not_kept_in_clear_once_the_journal_is_locked(
    ketalog: Ketalog, journal: Path, home: Path
) -> None:
    ketalog("check phq9", stdin="1\n2\n", tty=True)
    assert list((home / "run").iterdir())
    answer = ketalog("lock", stdin=WORDS, tty=True)
    assert "had begun to answer" in answer.err
    assert not list((home / "run").iterdir())


@pytest.mark.parametrize(
    "note",
    ["=1+1", "so;=1+1", "so; @SUM(A1)", "so\n=1+1", "so\n\t+1", "so;\uff1d1+1", "a;b;-2+3"],
)
def test_no_cell_begins_a_formula_whatever_ends_a_cell(
    ketalog: Ketalog, home: Path, note: str
) -> None:
    ketalog(["note", note])
    ketalog(["export", str(home / "x.csv"), "--notes"])
    text = (home / "x.csv").read_text("utf-8-sig")
    for separator in (",", ";", "\n", "\t"):
        cells = text.replace("\r\n", "\n").split(separator)
        assert not [cell for cell in cells if cell.lstrip('" ')[:1] in tuple("=@+-\uff1d")]


def test_a_note_with_such_signs_inside_is_as_it_was(ketalog: Ketalog, home: Path) -> None:
    ketalog(["note", "100-50 = 50, a+b; c"])
    ketalog(["export", str(home / "x.csv"), "--notes"])
    assert '"100-50 = 50, a+b; c"' in (home / "x.csv").read_text("utf-8-sig")


def test_the_mark_outside_the_file_says_no_word_of_an_entry(
    ketalog: Ketalog, locked: Path, home: Path
) -> None:
    (mark,) = (home / ".local/share/ketalog/places").iterdir()
    assert mark.stat().st_mode & 0o777 == 0o600
    assert set(json.loads(mark.read_bytes())) <= {"path", "journal", "present", "coming"}


def test_a_ledger_without_a_place_to_remember_works_as_before(tmp_path: Path) -> None:
    ledger = small(tmp_path)
    assert ledger.places.mark() is None
    assert ledger.places.knows_key(ledger.header())  # type: ignore[arg-type]


def test_a_key_that_somebody_else_wrapped_does_not_replace_the_patients_in_the_second_copy(
    ketalog: Ketalog, locked: Path, home: Path
) -> None:
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    good = second_copy.read_bytes()
    key = read_header(read_journal(locked.read_bytes()).header).key
    assert key is not None
    for swapped in (new_key("theirs"), replace(key, private="bm90aGluZw==")):
        locked.write_bytes(written_anew(locked, key=swapped))
        for line in ("list", "mood 3", "doctor"):
            assert opened(ketalog, line).code == 5
            assert second_copy.read_bytes() == good
    assert ketalog("restore").code == 0
    assert "first" in opened(ketalog, "list").out
