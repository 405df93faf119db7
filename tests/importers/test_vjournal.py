"""Journal entries of a calendar (VJOURNAL) by `import`: notes, each once, every row named."""

from pathlib import Path

import pytest

from tests.conftest import Ketalog

ENTRIES = [
    (
        "BEGIN:VJOURNAL\nUID:a\nDTSTART;TZID=Europe/Berlin:20261121T190000\nSUMMARY:A calm night\n"
        "DESCRIPTION:Walked\\, then\\nslept.\nEND:VJOURNAL"
    ),
    "BEGIN:VJOURNAL\nUID:b\nDTSTART;VALUE=DATE:20261120\nDESCRIPTION:A day\nEND:VJOURNAL",
    "BEGIN:VJOURNAL\nUID:c\nSUMMARY:A note without a date\nEND:VJOURNAL",
    "BEGIN:VJOURNAL\nUID:d\nDTSTART:20261119T200000Z\nSUMMARY:x\nSTATUS:CANCELLED\nEND:VJOURNAL",
    "BEGIN:VJOURNAL\nUID:e\nDTSTART:20261119T200000Z\nEND:VJOURNAL",
    "BEGIN:VJOURNAL\nUID:f\nDTSTART:20301119T200000Z\nSUMMARY:ahead\nEND:VJOURNAL",
    "BEGIN:VTODO\nUID:g\nSUMMARY:a task\nEND:VTODO",
    "BEGIN:VEVENT\nUID:h\nDTSTART:20261119T200000Z\nSUMMARY:an event\nEND:VEVENT",
    (
        "BEGIN:VJOURNAL\nDTSTART:20261118T210000Z\nSUMMARY:no identity\nDESCRIPTION:one\n"
        "DESCRIPTION:two\nEND:VJOURNAL"
    ),
]


def calendar(*entries: str, ends: str = "\r\n") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *entries, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", ends).encode()


def test_entries_become_notes_at_their_time_or_of_their_day(ketalog: Ketalog, home: Path) -> None:
    (home / "x.dat").write_bytes(calendar(*ENTRIES))
    answer = ketalog(f"import {home}/x.dat --json")
    assert answer.data["file"]["format"] == "iCalendar"
    assert (answer.data["file"]["rows"], answer.data["file"]["taken"]) == (9, 3)
    assert sorted((entry["at"], entry["text"]) for entry in answer.data["entries"]) == [
        ("2026-11-18T22:00:00+01:00", "no identity\none\ntwo"),
        ("2026-11-20", "A day"),
        ("2026-11-21T19:00:00+01:00", "A calm night\nWalked, then\nslept."),
    ]
    reasons = {row["reason"]: row["rows"] for row in answer.data["file"]["left_out"]}
    assert reasons == {
        "they have no date": [3],
        "they are cancelled": [4],
        "they have no words": [5],
        "its 'at' lies ahead": [6],
        "they are tasks, no journal entries": [7],
        "they are events, no journal entries": [8],
    }


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_twice_the_same_file_is_once(ketalog: Ketalog, home: Path, ends: str) -> None:
    for _ in range(2):
        (home / "x.ics").write_bytes(calendar(*ENTRIES, ends=ends))
        ketalog(f"import {home}/x.ics")
    assert len(ketalog("list --json --all").data["entries"]) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"BEGIN:VCALENDAR\r\nBEGIN:VJOURNAL\r\nDTSTART:x\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VJOURNAL\r\n" * 5000,
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\n\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n",
    ],
)
def test_what_is_no_calendar_or_a_part_of_one_changes_nothing(
    ketalog: Ketalog, home: Path, content: bytes
) -> None:
    (home / "x.ics").write_bytes(content)
    answer = ketalog(f"import {home}/x.ics")
    assert answer.code in {0, 4}
    assert "Traceback" not in answer.err
    assert "unexpected" not in answer.err
    assert ketalog("list --json").data["entries"] == []
