"""The long list of mutants: whatever keeps a journal safe is left out in turn, and a test fails.

As in tests/crash/test_mutants.py: where a text moves, move it here too.
"""

import shutil
from pathlib import Path

import pytest

from tests.crash.mutants import (
    FAILED,
    PASSED,
    Mutant,
    copy_of_the_tree,
    hold_that_the_tests_pass,
    mutate,
    run_tests,
)
from tests.crash.test_mutants import CRASH, DAMAGE, DISK, LEDGER, MUTANTS, REFUSALS
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture

CONTENTS, REPAIR = "ketalog/ledger/contents.py", "ketalog/ledger/reconcile.py"
TAIL, SECOND_COPY = "ketalog/ledger/tail.py", "ketalog/ledger/second_copy.py"
WHOLE, HISTORY = "ketalog/ledger/ledger.py", "ketalog/history.py"
FORMAT = "ketalog/ledger/format.py"
COPIES = "tests/ledger/test_journal_and_copy.py::test_"
LAYOUTS = "tests/ledger/test_other_programs.py::test_"
SECOND = "tests/ledger/test_second_copy.py::test_"
AT_ONCE = f"{CRASH}four_processes_that_log_100_moods_each_at_once_lose_none"
ON_DISK = f"{LEDGER}both_copies_are_on_the_disk_before_an_answer"
REWRITE = f"{REFUSALS}a_rewrite_is_on_the_disk_before_it_takes_the_name_and_the_name_is_too"
NOT_AS_WRITTEN = f"{DAMAGE}a_line_that_is_not_as_written_is_damage_and_nothing_is_touched"
PRIVATE = f"{LEDGER}files_and_folders_are_private_whatever_the_umask"
STRICT = f"{LAYOUTS}another_layout_is_read_strictly"
CUT_SHORT = f"{LEDGER}an_import_that_was_cut_short_is_not_there_at_all"
FAULTS = f"{CRASH}a_fault_at_any_system_call_leaves_a_command_wholly_done_or_not_at_all"
LIVES = (
    "tests/crash/test_stateful.py::test_any_commands_and_crashes_leave_what_a_plain_dict_would_hold"
)

MORE = {
    "a lock that many can hold": Mutant(
        DISK, "fcntl.LOCK_EX | fcntl.LOCK_NB", "fcntl.LOCK_SH | fcntl.LOCK_NB", (AT_ONCE,)
    ),
    "no patience": Mutant(DISK, "if time.monotonic() > give_up:", "if True:", (AT_ONCE,)),
    "a short write taken for a whole one": Mutant(
        DISK,
        "view, at = view[written:], at + written",
        "break",
        (f"{REFUSALS}short_writes_are_written_to_their_end",),
    ),
    "a replacement written in place": Mutant(
        DISK, "os.replace(fresh, path)", "path.write_bytes(data)", (REWRITE,)
    ),
    "no fsync of a replacement": Mutant(
        DISK, "sync(file)\n    if os.pread", "if os.pread", (REWRITE,)
    ),
    "no fsync of the new name": Mutant(
        DISK, "    sync_folder(path.parent)", "    pass", (REWRITE,)
    ),
    "files that others can read": Mutant(
        DISK, "flags | os.O_CLOEXEC, 0o600)", "flags | os.O_CLOEXEC, 0o644)", (PRIVATE,)
    ),
    "folders that others can read": Mutant(DISK, "mode=0o700", "mode=0o755", (PRIVATE,)),
    "no fsync of the journal": Mutant(TAIL, "disk.sync(tail.file)", "pass", (ON_DISK,)),
    "no fsync of the second copy": Mutant(SECOND_COPY, "disk.sync(file)", "pass", (ON_DISK,)),
    "a failed write left in the journal": Mutant(
        TAIL, "os.ftruncate(tail.file, tail.size)", "pass", (FAULTS,)
    ),
    "a failed write left over the journal's end": Mutant(
        TAIL, "disk.write_all(tail.file, file_format.END, at)", "pass", (FAULTS,)
    ),
    "no look at who else wrote": Mutant(
        TAIL,
        "known.st_size != tail.size or ",
        "",
        (f"{LEDGER}what_another_program_put_in_the_journals_place_is_not_written_over",),
    ),
    "no look at whose file it is": Mutant(
        TAIL,
        " or not os.path.samestat(known, path.stat())",
        "",
        (f"{LEDGER}a_file_that_took_the_journals_place_is_not_written_to_even_if_it_is_as_long",),
    ),
    "a line more for a second copy that lacks those before it": Mutant(
        TAIL,
        "    if not tail.in_second_copy:\n        return False\n",
        "",
        (f"{COPIES}everything_can_be_read_while_the_journal_is_held_and_the_copy_is_behind",),
    ),
    "a journal made by a change of none": Mutant(
        "ketalog/journal.py",
        "        if not self._store.is_begun:\n            return nothing\n",
        "",
        ("tests/store/test_transaction.py",),
    ),
    "a torn end taken for damage": Mutant(
        CONTENTS,
        'if finished or any(_begins(text) for text in rest.split(b"\\n")):',
        "if True:",
        (LIVES,),
    ),
    "damage taken for a torn end": Mutant(
        CONTENTS,
        'if finished or any(_begins(text) for text in rest.split(b"\\n")):\n        return False',
        "if True:\n        return True",
        (NOT_AS_WRITTEN,),
    ),
    "zeros taken for a finished end": Mutant(
        CONTENTS,
        " and _UNWRITTEN not in rest",
        "",
        (f"{DAMAGE}zeros_that_a_power_cut_left_at_the_end_are_a_torn_write",),
    ),
    "the same key twice": Mutant(CONTENTS, "if len(values) != len(pairs):", "if False:", (STRICT,)),
    "part of an import taken for all of it": Mutant(
        CONTENTS,
        "if last is None or last.part is None or last.ends:",
        "if True:",
        (CUT_SHORT,),
    ),
    "lines under another's key": Mutant(
        CONTENTS,
        "start_of_row = b',\\n\"%d\":' % (len(raws) + 1)",
        'start_of_row = data[at : data.find(b":", at) + 1] or b"?"',
        (NOT_AS_WRITTEN,),
    ),
    "a header with a wrong sum": Mutant(
        FORMAT, "if not checksum_holds(raw):", "if False:", (NOT_AS_WRITTEN,)
    ),
    "a newer format opened": Mutant(
        FORMAT,
        "if writer.format > FORMAT:",
        "if writer.format > FORMAT + 9:",
        (f"{DAMAGE}a_journal_of_a_newer_format_is_opened_by_nothing_and_left_alone",),
    ),
    "a second copy that falls behind": Mutant(
        WHOLE,
        "return bool(tail.rows) and self.second_copy.last_sum() == tail.last_sum",
        "return bool(tail.rows)",
        (f"{COPIES}a_second_copy_that_is_missing_or_short_is_completed",),
    ),
    "a second copy with more not believed": Mutant(
        REPAIR,
        "longer = max(journal, second, key=lambda contents: len(contents.raws))",
        "longer = journal",
        (f"{COPIES}a_second_copy_with_more_completes_the_journal",),
    ),
    "a missing journal taken for a new one": Mutant(
        REPAIR,
        "if now is None or os.path.lexists(second_copy.path) or second_copy.is_away:",
        "if now is None:",
        (f"{COPIES}a_missing_journal_beside_a_second_copy_is_not_an_empty_journal",),
    ),
    "a folder made where a disk is missing": Mutant(
        SECOND_COPY,
        "return self._chosen and not self.folder.is_dir()",
        "return False",
        (f"{SECOND}without_its_disk_an_entry_is_saved_once_and_no_folder_is_made",),
    ),
    "a link followed in the second copy's place": Mutant(
        DISK,
        "AS_IT_IS = os.O_NOFOLLOW | os.O_NONBLOCK",
        "AS_IT_IS = os.O_NONBLOCK",
        (f"{COPIES}nothing_is_read_or_written_through_a_link_in_the_second_copys_place",),
    ),
    "a second copy that was not read written over": Mutant(
        "ketalog/ledger/rewriting.py",
        "    if not second_copy:\n        return False\n",
        "",
        (f"{SECOND}a_second_copy_that_could_not_be_read_is_not_written_over",),
    ),
    "two stories told as one": Mutant(
        REPAIR,
        "return longer if journal.raws[:shorter] == second.raws[:shorter] else None",
        "return longer",
        (f"{COPIES}two_stories_are_damage_and_neither_is_touched",),
    ),
    "torn bytes thrown away": Mutant(
        REPAIR,
        'elif journal.torn and journal.torn.strip(b",\\n") not in text:',
        "elif False:",
        (f"{DAMAGE}what_a_crash_tore_is_set_aside_and_said_once",),
    ),
    "an undo that undoes nothing": Mutant(
        HISTORY, "undone.add(transaction.undoes)", "pass", (LIVES,)
    ),
    "a deletion that deletes nothing": Mutant(
        HISTORY, "state.pop(op.remove, None)", "pass", (LIVES,)
    ),
}


def test_without_any_of_it_a_test_fails(tmp_path: Path, figures: Figures) -> None:
    trial = "parts of the program left out in turn (no lock, no fsync, no sums, no read-back, …)"
    hold_that_the_tests_pass(tmp_path / "whole", MORE.values())
    survivors = []
    for n, (name, mutant) in enumerate(MORE.items()):
        folder = copy_of_the_tree(tmp_path / str(n))
        mutate(folder, mutant)
        code, said = run_tests(folder, mutant.tests)
        assert code in {FAILED, PASSED}, said
        if code == PASSED:
            survivors.append(name)
        figures.tell(f"without it: {name}: {'a test fails' if code else 'NO TEST FAILS'}")
        shutil.rmtree(folder)
    assert survivors == []
    figures.record(
        trial,
        f"{len(MORE)} here, {len(MUTANTS)} in `make check`",
        "with each left out a test fails; with all there the same tests pass",
    )
