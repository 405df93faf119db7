"""The inbox: lines that a phone wrote become entries, each once, or stay and say why."""

import os
from pathlib import Path
from typing import Any

import pytest

from ketalog import inbox
from ketalog.commands._gathering import Gathering
from tests.conftest import Ketalog
from tests.phone import MORNING, TIMED, folder, listed, names_in, nobody_waits, stays, write

__all__ = ["folder", "nobody_waits"]


# What comes in


def test_lines_become_entries_at_their_own_time_or_at_the_file_s(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", TIMED, "mood 6", "2026-11-22 19:00:30Z, nausea mild", "bp 128/82")
    answer = ketalog("inbox")
    assert answer.code == 0
    assert "4 entries, as one change. Undo: ketalog undo" in answer.out
    assert "#1: 100 mg sublingual, mood 4, Sun 22 Nov 2026 20:05 (55 min ago)" in answer.out
    assert listed(ketalog) == [
        "2026-11-22T20:05 amount_mg 100 mood 4",
        "2026-11-22T09:00 mood 6",
        "2026-11-22T20:00 name nausea",
        "2026-11-22T09:00 systolic_mmhg 128",
    ]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("ketalog mood 6", "mood 6"),
        ("- mood 6", "mood 6"),
        ("* [x] mood 6", "mood 6"),
        ("Mood: 6", "mood 6"),
        ("note don't forget, it's late", "text don't forget, it's late"),
        ('ask "may it move?"', "text may it move?"),
        ("ketalog ask “may it move?”", "text may it move?"),
        ("100mg sublingual", "amount_mg 100"),
        ("dose 100mg sublingual --note 'felt ok' --mood 4", "amount_mg 100 mood 4"),
    ],
)
def test_a_line_is_what_one_would_type(
    ketalog: Ketalog, folder: Path, line: str, entry: str
) -> None:
    write(folder / "phone.txt", line)
    assert listed(ketalog) == [f"2026-11-22T09:00 {entry}"]


def test_times_in_the_words_look_back_from_the_line_s_own(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", "2026-11-21T20:30 mood 4 20 min ago", "mood 5 yesterday 9pm")
    assert listed(ketalog) == ["2026-11-21T20:10 mood 4", "2026-11-21T21:00 mood 5"]


def test_entries_know_where_they_are_from_and_when_they_were_written_down(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "", TIMED)
    ketalog("inbox")
    entry = ketalog("show 1 --json").data["entry"]
    assert entry["source"] == {"format": "inbox", "file": "phone.txt", "row": 2}
    assert entry["recorded"] == entry["at"] == "2026-11-22T20:05:00+01:00"


@pytest.mark.parametrize("command", ["today", "", "week", "list", "mood 9"])
def test_the_next_command_that_logs_or_looks_takes_them_in_and_says_so_once(
    ketalog: Ketalog, folder: Path, command: str
) -> None:
    write(folder / "phone.txt", TIMED)
    assert "Taken in from the inbox: 1 entry" in ketalog(command).err
    assert "inbox" not in ketalog(command).err
    assert not (folder / "phone.txt").exists()
    assert (folder / "taken" / "phone.txt").read_text() == f"{TIMED}\n"


@pytest.mark.parametrize(
    "command", ["config", "export {home}/x.csv", "doctor", "undo", "dose --help"]
)
def test_other_commands_leave_them(
    ketalog: Ketalog, folder: Path, home: Path, command: str
) -> None:
    write(folder / "phone.txt", TIMED)
    ketalog(command.format(home=home))
    assert (folder / "phone.txt").exists()


def test_a_journal_that_is_named_takes_nothing_in_unless_it_is_asked(
    ketalog: Ketalog, folder: Path, home: Path
) -> None:
    write(folder / "phone.txt", TIMED)
    ketalog(f"--journal {home}/other.json mood 5")
    assert (folder / "phone.txt").exists()
    assert "1 entry" in ketalog(f"--journal {home}/other.json inbox").out


def test_one_take_in_is_one_change(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "a.txt", TIMED, "mood 6")
    write(folder / "b.txt", "mood 7")
    ketalog("inbox")
    ketalog("undo")
    assert listed(ketalog) == []
    ketalog("redo")
    assert len(listed(ketalog)) == 3


def test_a_danger_is_answered_like_one_that_is_typed(ketalog: Ketalog, folder: Path) -> None:
    ketalog("config country US")
    write(folder / "phone.txt", "effect chest pain", "effect suicidal thoughts")
    typed = [ketalog(f"--journal {folder}/j.json effect {what}").err for what in ("chest pain",)]
    said = ketalog("mood 5").err
    assert typed[0].strip() in said
    assert "988" in said


def test_a_dose_of_a_take_in_stands_beside_those_before_it(ketalog: Ketalog, folder: Path) -> None:
    ketalog("plan set 100mg sublingual --days daily --apart 24h --from 2026-11-01")
    write(folder / "phone.txt", "2026-11-22T08:00 dose 100mg sublingual", TIMED)
    said = ketalog("inbox").err
    assert "#3, 100 mg sublingual" not in said
    assert "at least 24 h between doses; the last one was 12:05 h before" in said


# Each line once


def test_a_file_that_grows_gives_only_its_new_lines(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", TIMED, "mood six and a bit")
    assert len(listed(ketalog)) == 1
    write(folder / "phone.txt", TIMED, "mood six and a bit", "mood 7", at=MORNING + 60)
    assert [each[17:] for each in listed(ketalog)] == ["amount_mg 100 mood 4", "mood 7"]


def test_the_same_line_typed_twice_is_two(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", "mood 6", "mood 6")
    assert len(listed(ketalog)) == 2


def test_a_file_that_was_offline_and_comes_back_grown_gives_only_its_new_lines(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", TIMED, "mood 6")
    ketalog("inbox")
    write(folder / "phone.txt", TIMED, "mood 6", "mood 7", at=MORNING + 60)
    assert [each[17:] for each in listed(ketalog)] == ["amount_mg 100 mood 4", "mood 6", "mood 7"]
    assert names_in(folder / "taken") == ["phone.2.txt", "phone.txt"]


def test_the_same_file_delivered_again_gives_nothing(ketalog: Ketalog, folder: Path) -> None:
    for _ in range(3):
        write(folder / "phone.txt", "mood 6")
        assert len(listed(ketalog)) == 1
        assert not (folder / "phone.txt").exists()


def test_a_file_that_begins_anew_is_new_though_it_says_the_same(
    ketalog: Ketalog, folder: Path
) -> None:
    for day in range(3):
        write(folder / "phone.txt", "mood 6", at=MORNING - day * 86400)
    for day in range(3):
        write(folder / "phone.txt", "mood 6", at=MORNING - day * 86400)
        assert len(listed(ketalog)) == day + 1


def test_lines_without_a_time_that_may_be_old_ones_stay_with_what_to_type(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "mood 6")
    ketalog("inbox")
    write(folder / "phone.txt", "mood 6", "mood 7", at=MORNING + 60)
    assert [each[17:] for each in listed(ketalog)] == ["mood 6", "mood 7"]
    ((number, text, why),) = stays(ketalog)
    assert (number, text) == (1, "mood 6")
    assert "If it is another: ketalog mood 6 --at 2026-11-22T09:01:00+01:00" in why


def test_what_is_still_written_to_after_it_was_put_away_comes_back(
    ketalog: Ketalog, folder: Path
) -> None:
    path = write(folder / "phone.txt", "mood 6")
    with path.open("a", encoding="utf-8") as phone:
        ketalog("inbox")
        phone.write("mood 7\n")
    os.utime(folder / "taken" / "phone.txt", (MORNING, MORNING))
    assert [each[17:] for each in listed(ketalog)] == ["mood 6", "mood 7"]


def test_two_computers_that_take_the_same_line_in_have_it_once_when_they_merge(
    ketalog: Ketalog, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("one", "two"):
        write(folder / "phone.txt", TIMED, "mood 6")
        monkeypatch.setenv("KETALOG_JOURNAL", str(home / place / "journal.json"))
        assert len(listed(ketalog)) == 2
    ketalog(f"merge {home}/one/journal.json")
    assert len(listed(ketalog)) == 2


@pytest.mark.parametrize("take_away", ["undo", "delete 1", "erase 1 --yes"])
def test_what_was_taken_away_does_not_come_back_even_where_nothing_is_remembered(
    ketalog: Ketalog, folder: Path, home: Path, take_away: str
) -> None:
    write(folder / "phone.txt", TIMED)
    ketalog("inbox")
    assert ketalog(take_away).code == 0
    for memory in (home / ".local/share/ketalog/inbox").iterdir():
        memory.unlink()
    write(folder / "phone.txt", TIMED)
    assert "1 line was in the journal already" in ketalog("inbox").out
    assert listed(ketalog) == []


def test_while_one_takes_it_in_another_leaves_it_alone(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.disk.PATIENCE_S", 0.1)
    real, answers = Gathering.log_together, []

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(Gathering, "log_together", real)
        answers.extend([ketalog("mood 5"), ketalog("inbox")])
        return real(*given)

    monkeypatch.setattr(Gathering, "log_together", meanwhile)
    write(folder / "phone.txt", TIMED)
    assert "#2: 100 mg sublingual" in ketalog("inbox").out
    logged, waited = answers
    assert (logged.code, logged.err) == (0, "")
    assert (waited.code, "Another ketalog is taking the inbox in." in waited.err) == (4, True)
    assert len(listed(ketalog)) == 2


# What stays


@pytest.mark.parametrize(
    "line",
    [
        "export x.csv",
        "erase 1 --yes",
        "undo",
        "inbox drop 1",
        "config name Eve",
        "plan set 100mg sublingual",
        "supply count 3",
        "import /etc/passwd",
        "mood 4 --journal other.json",
        "mood 4 --json",
        "mood --help",
        "help mood",
        "note -",
        "note",
        "note --editor",
        "check gad7",
        "dose",
        "felt rather odd",
        "mood 44",
        "2026-13-45T99:99 mood 4",
        "2026-11-22 8:05 PM mood 4",
        "ketalog",
        "--version",
        "\x1b]0;x\x07 mood",
    ],
)
def test_what_logs_nothing_or_can_t_be_read_stays_and_changes_nothing(
    ketalog: Ketalog, folder: Path, home: Path, line: str
) -> None:
    before = names_in(home)
    write(folder / "phone.txt", line)
    ((number, _, why),) = stays(ketalog)
    assert number == 1
    assert "unexpected" not in why
    answer = ketalog("inbox", stdin="words of another\n")
    assert answer.code == 0
    assert "\x1b" not in answer.out
    assert listed(ketalog) == []
    assert set(names_in(home)) - set(before) <= {".local"}


def test_what_can_be_two_things_stays_with_both_lines_to_type(
    ketalog: Ketalog, folder: Path
) -> None:
    ketalog("dose 2x100mg sublingual --at 2026-11-20T20:00")
    write(folder / "phone.txt", "2026-11-21T20:05 dose 2")
    ((_, _, why),) = stays(ketalog)
    assert "ketalog dose 2mg sublingual --at 2026-11-21T20:05:00+01:00" in why
    assert "ketalog dose 2x100mg sublingual --at 2026-11-21T20:05:00+01:00" in why


_AT = "--at 2026-11-21T20:05:00+01:00"


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("mood 5 nausea mild", (f"mood 5 {_AT}", f"effect nausea mild {_AT}")),
        ("mood 5 # odd", (f"mood 5 --note '# odd' {_AT}",)),
        ("foo bar", (f"note foo bar {_AT}",)),
        ("dose 100mg sl ate 8pm", ("dose 2026-11-21 100mg sl 8pm --note ate",)),
        ("dose .100mg sl", (f"dose 100mg sl {_AT}", f"dose 0.1mg sl {_AT}")),
        ("effect anxiety 7", (f"mood anxiety 7 {_AT}", f"effect anxiety moderate {_AT}")),
        ("dose 100mg sublingual at 8", ("dose 100mg sublingual 2026-11-21 20:00",)),
    ],
)
def test_what_is_offered_for_a_line_that_stays_has_the_time_of_the_line(
    ketalog: Ketalog, folder: Path, line: str, offered: tuple[str, ...]
) -> None:
    write(folder / "phone.txt", f"2026-11-21T20:05 {line}")
    ((_, _, why),) = stays(ketalog)
    assert " ago)" not in why
    for each in offered:
        assert f"ketalog {each}" in why
        assert "Sat 21 Nov 2026 20:0" in ketalog(each).out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- [ ] mood 5", "2026-11-22T09:00 mood 5"),
        ("[x] mood 5", "2026-11-22T09:00 mood 5"),
        ("☑ mood 5", "2026-11-22T09:00 mood 5"),
        ("[2026-11-21 18:44] mood 5", "2026-11-21T18:44 mood 5"),
        ("2026-11-21 18:39 +01:00 mood 5", "2026-11-21T18:39 mood 5"),
    ],
)
def test_a_line_is_read_behind_the_marks_that_apps_set(
    ketalog: Ketalog, folder: Path, line: str, said: str
) -> None:
    write(folder / "phone.txt", line)
    assert listed(ketalog) == [said]


@pytest.mark.parametrize("box", ["[ ]", "- [ ]", "☐"])
def test_a_dose_whose_box_is_not_ticked_is_asked_about(
    ketalog: Ketalog, folder: Path, box: str
) -> None:
    write(folder / "phone.txt", f"{box} dose 100mg sublingual 6am")
    ((_, _, why),) = stays(ketalog)
    assert "Its box is not ticked: was it taken?" in why
    assert "ketalog dose 2026-11-22 100mg sublingual 6am" in why


def test_what_is_offered_for_a_line_that_stays_has_no_option_that_its_command_lacks(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "Dr Lee Thursday 2pm")
    ((_, _, why),) = stays(ketalog)
    assert "ketalog appointment with Dr Lee Thursday 2pm." in why


def test_what_is_left_comes_in_as_well(ketalog: Ketalog, folder: Path) -> None:
    ketalog("plan set 2x100mg troches sublingual mon from 1 nov 2026")
    write(folder / "phone.txt", "2026-11-21T20:05 supply 18 left", "supply")
    assert "supply counted: 18 × 100 mg troches" in ketalog("inbox").out
    assert [text for _, text, _ in stays(ketalog)] == ["supply"]


def test_a_line_keeps_its_number_until_it_is_mended_or_dropped(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "mood 44", "mood 6", "felt rather odd")
    assert [(n, text) for n, text, _ in stays(ketalog)] == [(1, "mood 44"), (2, "felt rather odd")]
    assert ketalog("inbox drop 3").code == 3
    answer = ketalog("inbox drop 1")
    assert "Left out, as you said: 1 line." in answer.out
    write(folder / "phone.txt", "mood 44", "mood 6", "note felt odd", at=MORNING + 9)
    ketalog("inbox")
    assert [each[17:] for each in listed(ketalog)] == ["mood 6", "text felt odd"]
    assert names_in(folder) == ["taken"]
    assert ketalog("inbox drop").code == ketalog("inbox all").code == 2


def test_what_stays_is_said_in_one_line_and_only_when_it_is_new(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "mood 44")
    assert "What stays in the inbox, and why (1): ketalog inbox" in ketalog("mood 5").err
    assert ketalog("mood 5").err == ""


def test_a_line_of_a_time_ahead_waits_for_it(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", "2026-11-22T21:30 mood 4", "mood 5")
    assert len(listed(ketalog)) == 1
    assert "lies ahead. It comes in after that." in ketalog("inbox").out
    ketalog("week", now="2026-11-22T21:31:00+01:00")
    assert len(listed(ketalog)) == 2


def test_what_is_still_being_written_is_left_alone(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "QUIET_S", 5)
    write(folder / "phone.txt", "mood 6")
    assert "1 file was changed just now" in ketalog("inbox").out
    monkeypatch.setattr(inbox, "QUIET_S", 0)
    monkeypatch.setattr(inbox, "WHOLE_S", 60)
    (folder / "phone.txt").write_text("mood 6\nmood 1")
    monkeypatch.setenv("KETALOG_TEST_NOW", "2030-01-01T08:00:00+01:00")
    assert [each[17:] for each in listed(ketalog)] == ["mood 6"]
    assert "what is not finished there waits" in ketalog("inbox").out
    (folder / "phone.txt").write_text("mood 6\nmood 10")
    monkeypatch.setattr(inbox, "WHOLE_S", 0)
    assert [each[17:] for each in listed(ketalog)] == ["mood 6", "mood 10"]


def test_a_line_that_stays_is_tried_again_only_when_one_asks(
    ketalog: Ketalog, folder: Path
) -> None:
    write(folder / "phone.txt", "dose 2", "mood 6")
    ketalog("mood 5")
    ketalog("dose 2x100mg sublingual --at 2026-11-20T20:00")
    write(folder / "phone.txt", "dose 2", "mood 6", "mood 7", at=MORNING + 60)
    said = ketalog("mood 5").err
    assert "1 entry" in said
    assert "What stays" not in said
    assert "can be mg or units" in ketalog("inbox").out


def test_reading_that_takes_long_is_left_to_the_next_command(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.commands.inbox.PATIENCE_S", -1)
    write(folder / "phone.txt", "mood 6")
    ketalog("mood 5")
    assert (folder / "phone.txt").exists()
    monkeypatch.setattr("ketalog.commands.inbox.PATIENCE_S", 9)
    assert "1 entry" in ketalog("mood 5").err


@pytest.mark.parametrize(
    "line",
    ["x" * 200_000, "dose " + '--a "' * 500, "effect " + "nausea, " * 500, "note " + "x" * 11_000],
)
def test_a_line_that_is_far_too_long_stays(ketalog: Ketalog, folder: Path, line: str) -> None:
    write(folder / "phone.txt", line)
    assert len(stays(ketalog)) == 1


@pytest.mark.slow
def test_a_file_of_lines_that_can_t_be_read_holds_nothing_up(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.commands.inbox.PATIENCE_S", 99)
    bad = [f"frobnicate {n}" for n in range(2000)]
    write(folder / "bad.txt", *bad, "mood 6")
    write(folder / "phone.txt", "mood 5")
    write(folder / "swamp.txt", *["x"] * 20_001)
    answer = ketalog("inbox --json")
    assert len(answer.data["stays"]) == 100
    assert [problem["file"] for problem in answer.data["problems"]] == ["bad.txt", "swamp.txt"]
    assert "line 101 and those below it wait" in answer.data["problems"][0]["reason"]
    assert len(listed(ketalog)) == 1
    assert ketalog("mood 4").err == ""
    write(folder / "bad.txt", *bad[:99], "mood 6")
    assert len(listed(ketalog)) == 3


def test_a_file_that_lost_its_time_gives_none_to_its_lines(ketalog: Ketalog, folder: Path) -> None:
    write(folder / "phone.txt", "mood 6", TIMED, at=3600)
    ((_, text, why),) = stays(ketalog)
    assert (text, "tells no time" in why) == ("mood 6", True)
    assert len(listed(ketalog)) == 1


def test_what_nobody_foresaw_in_the_inbox_stops_no_dose(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox.Inbox, "look", lambda *_: 1 / 0)
    write(folder / "phone.txt", "mood 6")
    answer = ketalog("dose 100mg sublingual")
    assert (answer.code, "The inbox was left alone." in answer.err) == (0, True)
    assert (folder / "phone.txt").exists()


def test_a_line_that_breaks_something_stays_and_the_others_come_in(
    ketalog: Ketalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketalog.commands.mood.is_empty", lambda _: 1 / 0)
    write(folder / "phone.txt", "mood 6", "note hello")
    ((_, text, why),) = stays(ketalog)
    assert (text, "unexpected" in why) == ("mood 6", True)
    assert listed(ketalog) == ["2026-11-22T09:00 text hello"]
