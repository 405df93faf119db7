"""Damaged copies: what is whole in any of them comes back, what was there is kept."""

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketalog.errors import JournalError
from ketalog.ledger.rewriting import restore
from ketalog.store import Store
from tests.conftest import Answer, Ketalog, examples
from tests.crash.journals import NOW, everything_in, mood

COUNT = 7
MANY = settings(deadline=None, max_examples=examples(40))
Edit = Callable[[list[bytes]], list[bytes]]

pytestmark = pytest.mark.usefixtures("hasty")


def diary(folder: Path, count: int = COUNT) -> Store:
    """Return a journal with a rating a line: mood(0) is #1."""
    store = Store(folder / "journal.json")
    for number in range(count):
        with store.changing(NOW) as transaction:
            transaction.add([mood(number)])
    return store


def moods(store: Store) -> dict[str, int | None]:
    return {key: entry.number for key, entry in Store(store.path).everything().entries.items()}


def all_of(count: int = COUNT) -> dict[str, int | None]:
    return {f"id-{number}": number + 1 for number in range(count)}


def damaged(text: bytes, how: int) -> bytes:
    """Change one byte of a line, but not one that stands between lines."""
    at = 12 + how % (len(text) - 20)
    return text[:at] + bytes([text[at] ^ 1 or 2]).replace(b"\n", b"x") + text[at + 1 :]


damages = st.lists(st.tuples(st.integers(1, COUNT), st.booleans(), st.integers(0, 10**6)))


def harm(path: Path, first: int, some: list[tuple[int, bool, int]]) -> set[int]:
    """Drop lines of a file, or change a byte in them; return which. Line 1 is at `first`."""
    texts: list[bytes | None] = list(path.read_bytes().split(b"\n"))
    for number, drop, how in some:
        text = texts[first + number - 1]
        texts[first + number - 1] = None if drop or text is None else damaged(text, how)
    path.write_bytes(b"\n".join(text for text in texts if text is not None))
    return {number for number, _, _ in some}


@MANY
@given(damages, damages)
def test_every_line_that_is_whole_in_either_copy_comes_back(
    in_journal: list[tuple[int, bool, int]], in_second_copy: list[tuple[int, bool, int]]
) -> None:
    with TemporaryDirectory() as folder:
        store = diary(Path(folder))
        lost = harm(store.path, 2, in_journal) & harm(store.second_copy_path, 1, in_second_copy)
        before = everything_in(Path(folder))
        try:
            done = restore(store.ledger, NOW)
        except JournalError:
            assert lost == set(range(1, COUNT + 1)) or moods(store) == all_of()
            return
        kept = {path.read_bytes() for path in done.kept}
        now = everything_in(Path(folder)).values()
        assert all(data in kept or data in now for data in before.values())
        found = moods(store)
        assert {*found.values()} >= set(range(1, COUNT + 1)) - lost
        assert found.items() <= all_of().items()
        missing = COUNT - len(found)
        assert (done.lost > 0) >= (missing > 0 and COUNT not in lost)
        with Store(store.path).changing(NOW) as transaction:
            (new,) = transaction.add([mood(99)])
        assert new.number is not None
        assert new.number > max((number or 0 for number in found.values()), default=0)
        assert moods(store) == {**found, "id-99": new.number}


@MANY
@given(st.sets(st.integers(1, COUNT)), st.randoms(use_true_random=False))
def test_everything_comes_back_when_each_line_is_whole_in_one_copy(
    in_second_copy: set[int], chance: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        store = diary(Path(folder))
        in_journal = set(range(1, COUNT + 1)) - in_second_copy
        drops = chance.random() < 0.5
        harm(store.path, 2, [(n, drops, chance.randrange(10**6)) for n in in_journal])
        harm(
            store.second_copy_path, 1, [(n, drops, chance.randrange(10**6)) for n in in_second_copy]
        )
        with suppress(JournalError):  # One of the two may be whole: it mends the other itself.
            assert restore(store.ledger, NOW).lost == 0
        assert moods(store) == all_of()


def test_two_halves_of_a_large_journal_make_it_whole(tmp_path: Path) -> None:
    store = diary(tmp_path, 1200)
    for path, first in ((store.path, 2), (store.second_copy_path, 1)):
        texts = path.read_bytes().split(b"\n")
        kept = [text for n, text in enumerate(texts) if n < first or (n - first) % 2 == first % 2]
        path.write_bytes(b"\n".join(kept))
    assert restore(store.ledger, NOW).lost == 0
    assert moods(store) == all_of(1200)


@pytest.mark.parametrize("lost", [(1,), (3,), (7,), (2, 4, 6), (6, 7), (3, 4, 5)])
def test_lines_lost_in_both_are_counted_and_their_numbers_never_given_again(
    tmp_path: Path, lost: tuple[int, ...]
) -> None:
    store = diary(tmp_path)
    for path, first in ((store.path, 2), (store.second_copy_path, 1)):
        texts = path.read_bytes().split(b"\n")
        for number in lost:
            texts[first + number - 1] = texts[first + number - 1].replace(b'"mood":', b'"mode":')
        path.write_bytes(b"\n".join(texts))
    done = restore(store.ledger, NOW)
    assert (done.lines, done.lost) == (COUNT - len(lost), len(lost))
    assert {*moods(store).values()} == set(range(1, COUNT + 1)) - {*lost}
    with Store(store.path).changing(NOW) as transaction:
        (new,) = transaction.add([mood(99)])
    assert new.number == COUNT + 1


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("gone", [False, True])
def test_a_damaged_header_costs_no_entry(tmp_path: Path, both: bool, gone: bool) -> None:
    store = diary(tmp_path)
    for path in [store.path, store.second_copy_path][: 1 + both]:
        data = path.read_bytes()
        if gone:
            first, _, rest = data.partition(b"\n")
            path.write_bytes(b"x" * len(first) + b"\n" + rest)
        else:
            path.write_bytes(data.replace(b'"made":"2026', b'"made":"2027'))
    done = restore(store.ledger, NOW)
    assert done.lost == 0
    assert moods(store) == all_of()


def test_lines_that_an_editor_joined_are_both_there(tmp_path: Path) -> None:
    store = diary(tmp_path)
    store.second_copy_path.unlink()
    lines = store.path.read_bytes().split(b"\n")
    harmed = [
        *lines[:3],
        lines[3] + lines[4],
        lines[5].replace(b'"mood":', b'"mode":'),
        *lines[6:],
    ]
    store.path.write_bytes(b"\n".join(harmed))
    assert restore(store.ledger, NOW).lost == 1
    assert {*moods(store).values()} == {1, 2, 3, 5, 6, 7}


# In every way that an editor does it. What the program says is what is typed.


def from_line(keep: Callable[[int], bool]) -> Edit:
    return lambda lines: [line for n, line in enumerate(lines) if keep(n)]


EDITS: dict[str, Edit] = {
    "first half": lambda lines: lines[len(lines) // 2 :],
    "last half": lambda lines: lines[: len(lines) // 2],
    "last half, and a newline": lambda lines: [*lines[: len(lines) // 2], b""],
    "inside a line": lambda lines: [*lines[:4], lines[4][:50]],
    "the middle": lambda lines: lines[:3] + lines[-4:],
    "every second line": from_line(lambda n: n % 2 == 0),
    "every other second line": from_line(lambda n: n % 2 == 1),
    "all but braces": lambda lines: [lines[0], lines[1], b"}}", b""],
    "two braces": lambda _: [b"{}"],
    "everything": lambda _: [],
    "nothing, but a newline more": lambda lines: [*lines, b""],
    "nothing, but other line ends": lambda lines: [line + b"\r" for line in lines],
    "the header": lambda lines: lines[1:],
    "one line": lambda lines: lines[:4] + lines[5:],
    "the closing braces": lambda lines: lines[:-2],
    "a sum": lambda lines: [*lines[:4], lines[4].replace(b'"sum":', b""), *lines[5:]],
}


def follow(ketalog: Ketalog, answer: Answer) -> Answer:
    """Type the command that an error names."""
    assert answer.code == 5, answer
    assert "'ketalog restore'" in answer.err
    return ketalog("restore")


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("command", ["list", "today", "mood 3", "undo"])
def test_half_of_the_file_deleted_with_an_editor_comes_back(
    ketalog: Ketalog, home: Path, edit: str, command: str
) -> None:
    for number in range(6):
        ketalog(f"mood {number} --note word-{number}")
    journal = home / "journal.json"
    edited = b"\n".join(EDITS[edit](journal.read_bytes().split(b"\n")))
    journal.write_bytes(edited)
    answer = ketalog(command)
    if answer.code:
        assert journal.read_bytes() == edited
        restored = follow(ketalog, answer)
        assert restored.code == 0
        assert "6 entries" in restored.out
        assert not edited or edited in [path.read_bytes() for path in home.glob("backups/*")]
        answer = ketalog(command)
    assert answer.code == 0
    listed = ketalog("list").out
    wanted = range(5) if command == "undo" else range(6)
    assert all(f"word-{number}" in listed for number in wanted)
    assert ketalog("doctor").code == 0
    assert ketalog("mood 10").out.startswith(f"Logged #{8 if command == 'mood 3' else 7}:")


@pytest.mark.parametrize("edit", EDITS)
def test_the_second_copy_edited_so_is_made_anew(ketalog: Ketalog, home: Path, edit: str) -> None:
    for number in range(6):
        ketalog(f"mood {number} --note word-{number}")
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    second_copy.write_bytes(b"\n".join(EDITS[edit](second_copy.read_bytes().split(b"\n"))))
    assert ketalog("list").out.count("word-") == 6
    assert ketalog("mood 7").out.startswith("Logged #7")
    assert ketalog("doctor").code == 0


# A copy of one's own.


@pytest.fixture
def backed_up(ketalog: Ketalog, home: Path) -> Path:
    """A journal of four entries, of which a backup has the first three."""
    for number in range(3):
        ketalog(f"mood {number} --note word-{number}")
    assert ketalog(f"backup {home}/usb.json").code == 0
    ketalog("mood 3 --note word-3")
    return home / "journal.json"


def break_word(path: Path, *numbers: int) -> None:
    for number in numbers:
        path.write_bytes(path.read_bytes().replace(b"word-%d" % number, b"w0rd-%d" % number))


def words(ketalog: Ketalog) -> list[int]:
    listed = ketalog("list").out
    return [number for number in range(10) if f"word-{number}" in listed]


def test_a_backup_comes_back_when_all_else_is_gone(ketalog: Ketalog, backed_up: Path) -> None:
    home = backed_up.parent
    backed_up.unlink()
    shutil.rmtree(home / "backups")
    assert ketalog("restore").code == 5
    assert "restore FILE" in ketalog("restore").err
    assert "3 entries" in ketalog(f"restore {home}/usb.json").out
    assert words(ketalog) == [0, 1, 2]


def test_what_a_backup_has_comes_back_and_what_is_newer_stays(
    ketalog: Ketalog, backed_up: Path
) -> None:
    home = backed_up.parent
    for path in (backed_up, home / "backups" / "journal.json.copy.jsonl"):
        break_word(path, 1)
    assert ketalog(f"restore {home}/usb.json --json").data["lost_changes"] == 0
    assert words(ketalog) == [0, 1, 2, 3]
    assert ketalog("doctor").code == 0


def test_a_backup_from_before_a_merge_brings_back_what_is_lost_since(
    ketalog: Ketalog, backed_up: Path
) -> None:
    home = backed_up.parent
    ketalog(f"--journal {home}/laptop/journal.json mood 4 --note word-4")
    assert ketalog(f"merge {home}/laptop/journal.json").code == 0
    ketalog("mood 5 --note word-5")
    for path in (backed_up, home / "backups" / "journal.json.copy.jsonl"):
        break_word(path, 1)
    answer = ketalog(f"restore {home}/usb.json --json")
    assert (answer.code, answer.data["lost_changes"]) == (0, 0)
    assert words(ketalog) == [0, 1, 2, 3, 4, 5]
    numbers = [one["number"] for one in ketalog("list --json").data["entries"]]
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert "word-1" in ketalog("show 2").out


def test_a_newer_copy_of_another_device_costs_none_of_the_own_entries(
    ketalog: Ketalog, backed_up: Path
) -> None:
    home = backed_up.parent
    ketalog(f"--journal {home}/usb.json mood 4 --note word-4")
    ketalog(f"--journal {home}/usb.json note secret")
    assert ketalog(f"--journal {home}/usb.json erase 5 --yes").code == 0
    break_word(backed_up, 0)
    break_word(home / "backups" / "journal.json.copy.jsonl", 0)
    assert ketalog(f"restore {home}/usb.json").code == 0
    assert words(ketalog) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("how", ["damaged", "header", "missing"])
def test_another_persons_journal_is_never_mixed_in(
    ketalog: Ketalog, backed_up: Path, how: str
) -> None:
    home = backed_up.parent
    ketalog(f"--journal {home}/anna.json note private")
    second_copy = home / "backups" / "journal.json.copy.jsonl"
    if how == "missing":
        backed_up.unlink()
    elif how == "damaged":
        break_word(backed_up, 1)
        break_word(second_copy, 1)
    else:
        for path in (backed_up, second_copy):
            path.write_bytes(path.read_bytes().replace(b'"made":"2026', b'"made":"2027'))
    before = everything_in(home)
    answer = ketalog(f"restore {home}/anna.json")
    assert (answer.code, answer.out) == (4, "")
    assert "another journal" in answer.err
    assert everything_in(home) == before
    assert ketalog("restore").code == 0
    assert "private" not in ketalog("list").out


def test_another_persons_journal_in_the_journals_place_is_not_mixed_with_the_second_copy(
    ketalog: Ketalog, backed_up: Path
) -> None:
    home = backed_up.parent
    ketalog(f"--journal {home}/anna.json note private")
    shutil.copy(home / "anna.json", backed_up)
    for line in ("list", "mood 4", "restore"):
        assert ketalog(line).code == 5
    doctor = ketalog("doctor")
    assert doctor.code == 5
    assert f"{backed_up} is not the one that was here" in " ".join(doctor.out.split())
    assert "ketalog merge" not in doctor.out
    backed_up.write_bytes(backed_up.read_bytes().replace(b"private", b"privat3"))
    before = everything_in(home)
    assert ketalog("restore").code == 5
    assert everything_in(home) == before
    backed_up.unlink()
    assert ketalog("restore").code == 0
    assert words(ketalog) == [0, 1, 2, 3]


def test_a_file_that_is_no_journal_restores_nothing(ketalog: Ketalog, backed_up: Path) -> None:
    home = backed_up.parent
    ketalog(f"export {home}/all.json")
    (home / "letter.pdf").write_bytes(b"%PDF-1.7 ...")
    backed_up.unlink()
    shutil.rmtree(home / "backups")
    before = everything_in(home)
    answer = ketalog(f"restore {home}/letter.pdf")
    assert answer.code == 4
    assert "no copy of a journal" in answer.err
    assert everything_in(home) == before


@pytest.mark.parametrize("file", ["", "usb.json"])
def test_a_whole_journal_is_left_alone(ketalog: Ketalog, backed_up: Path, file: str) -> None:
    home = backed_up.parent
    before = everything_in(home)
    answer = ketalog(f"restore {home / file if file else ''}")
    assert (answer.code, answer.out) == (5, "")
    assert "nothing to restore" in answer.err
    assert everything_in(home) == before


def test_without_a_second_copy_all_but_the_damaged_line_comes_back(
    ketalog: Ketalog, backed_up: Path
) -> None:
    shutil.rmtree(backed_up.parent / "backups")
    break_word(backed_up, 1)
    answer = ketalog("restore")
    assert answer.code == 0
    assert "1 change" in answer.out
    assert words(ketalog) == [0, 2, 3]
    assert ketalog("mood 9").out.startswith("Logged #5")
