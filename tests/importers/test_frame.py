"""Any file to import: what is no file of another program is refused, what is comes in once."""

import bz2
import io
import itertools
import lzma
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Ketalog

TABLE = "full_date,time,mood\n2026-11-18,21:00,good\n"
COUNTER = itertools.count()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            dated = zipfile.ZipInfo(name.replace("_", "."))  # of 1980: the same at every run
            archive.writestr(dated, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_a_password(archive: bytes) -> bytes:
    """Return an archive as one that says that its parts are encrypted."""
    marked = bytearray(archive)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        marked[archive.index(sign) + place] |= 1
    return bytes(marked)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n" + TABLE.encode(), "is a PDF"),
        (TABLE.encode("utf-16"), "is UTF-16 text: it must be UTF-8."),
        (TABLE.encode("utf-32"), "is UTF-32 text: it must be UTF-8."),
        (lzma.compress(TABLE.encode()), "is compressed: unpack it first."),
        (bz2.compress(TABLE.encode()), "is compressed: unpack it first."),
        (b"{\\rtf1 words}", "is a document: save its text alone."),
        (b'{"resourceType": "Bundle"}', "is a record for a clinic's system"),
        (b"\xef\xbb\xbfnumber,kind,at,recorded\n", "is a table that ketalog made"),
        (b'{"data": {"metrics": []}}', "is none of the files that ketalog takes in"),
        (with_a_password(packed(backup_daylio=b"e30=")), "is locked with a password"),
        (packed(backup_daylio=b"e30=" * 90)[:-30], "a ZIP archive of which a part is missing"),
        (packed(backup_daylio=b"e30=")[:25], "a ZIP archive of which a part is missing"),
        (packed(backup_daylio=b"\0" * 5_000_000), "unpacks to far more than it should"),
        (packed(backup_daylio=b"!"), "JSON"),
        (packed(backup_daylio=b"abc"), "is no backup of Daylio"),
        (packed(backup_daylio=b"[" * 50_000), "JSON"),
        (packed(other_txt=b"x"), "is a ZIP archive: unpack it first."),
        (
            packed(backup_daylio=b"e30=", former_backup_daylio=b"e30="),
            "several parts backup.daylio",
        ),
        (TABLE.encode() * 5000 + b"2026-11-18,21:00,go\0od\n", "line 10001 is no text."),
        (packed(workbook_xml=b"x"), "is a workbook: save its table as CSV."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a workbook"),
        (b"<!DOCTYPE html><title>404, not found</title>", "is a web page: download the file"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b" \n", "is empty"),
        (b"Dear A, here it is", "is a table whose columns"),
        (b"Here it is", "is none of the files that ketalog takes in"),
        (b"BEGIN:VCALENDAR\nX:" + b"x" * 2_000_000 + b"\nEND:VCALENDAR", "line 2 is far too long"),
        (b"BEGIN:VCALENDAR\n" + b"X:1\n" * 300_000 + b"END:VCALENDAR", "far more than a journal"),
        (b"a,b\n1,2\n", "is a table whose columns ketalog doesn't know"),
        (TABLE.encode() + b'"' + b"x" * 300_000 + b'",1,2\n', "it can't be read"),
        (TABLE.encode() + b"x" * 2_000_000, "line 3 is far too long"),
        (TABLE.replace("time,", "").encode(), "has no column 'time'"),
        (TABLE.replace("mood", "time").encode() + b"x", "is a table whose columns"),
        (TABLE.encode() + b"\x81\x8d", "is no text that can be read"),
        (TABLE.replace("good", '"good').encode() + b"2026-11-19,21:00,bad\n", "row 1: it can't"),
        (b"full_date,time,mood,note,note\n2026-11-18,21:00,good,a,b\n", "has twice the column"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VJOURNAL\r\nUID:a\r\nEND:VJOURNAL\r\n", "a part of it is"),
    ],
)
def test_what_can_t_be_taken_gets_one_clear_line_and_changes_nothing(
    ketalog: Ketalog, home: Path, content: bytes, said: str
) -> None:
    (home / "x.csv").write_bytes(content)
    answer = ketalog(f"import {home / 'x.csv'}")
    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert answer.err.startswith("x.csv")
    assert said in answer.err
    assert not (home / "journal.json").exists()


def test_a_line_of_200_mb_is_refused_in_little_memory(home: Path) -> None:
    with (home / "x.csv").open("wb") as file:
        file.write(TABLE.encode())
        for _ in range(200):
            file.write(b"x" * 1024**2)
    done = subprocess.run(
        [sys.executable, "-m", "ketalog", "import", "x.csv"],
        cwd=home,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400 * 1024**2,) * 2),
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)
    assert b"is larger than 100 MB" in done.stderr


def test_text_of_an_old_windows_is_taken_and_said(ketalog: Ketalog, home: Path) -> None:
    (home / "x.csv").write_bytes(
        "full_date,time,mood,note\n2026-11-18,21:00,good,caf\xe9\n".encode("cp1252")
    )
    answer = ketalog(f"import {home / 'x.csv'}")
    assert "The file is not UTF-8: read as Windows-1252." in answer.out
    assert ketalog("show 1 --json").data["entry"]["note"] == "café"


def test_a_column_of_an_old_windows_can_be_named(ketalog: Ketalog, home: Path) -> None:
    (home / "x.csv").write_bytes("Tag;Gefühl\n2026-11-18;5\n".encode("cp1252"))
    answer = ketalog(f"import {home / 'x.csv'} --map date=Tag --map mood=Gefühl")
    assert answer.code == 0, answer.err
    assert ketalog("show 1 --json").data["entry"]["mood"] == 5


APART = "their day does not lie from 1900 to 2199"


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("full_date,time,mood\n{}-01-01,21:00,good", ""),
        ("year,date,weekday,time,mood,activities,note\n{},1 Jan,x,21:00,good,,", ""),
        ("date,time of day,category,rating/amount\n1 Jan {},9:05,Mood,3", "--scale mood=1..5"),
        ("Time;Name;Amount;Taken;Taken (ISO 8601)\nx;Ketamine;1 mg;y;{}-12-31T23:59:59Z", ""),
        ("[{}-01-01 00:00] words", ""),
        ("Date,Heart rate,Systolic,Diastolic\n{}-01-01 00:00:00,60,120,80", "--all"),
        ("a,b\n{}-01-01 00:00,5", "--map at=a --map mood=b"),
        ("a,b\n13.1.{},5", "--map at=a --map mood=b"),
        (
            "BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nDTSTART:{}0101T000000Z\nEND:VJOURNAL\nEND:VCALENDAR",
            "",
        ),
        (
            """<HealthData><Record type="HKQuantityTypeIdentifierBodyMass"
            startDate="{}-12-31 23:59:59 -1200"/></HealthData>""",
            "",
        ),
    ],
)
def test_a_day_at_the_ends_of_the_calendar_is_left_out_with_the_reason(
    ketalog: Ketalog, home: Path, content: str, options: str, year: str
) -> None:
    ketalog("dose 100mg sublingual")
    (home / "x").write_text(content.format(year))
    answer = ketalog(f"--json import {home / 'x'} {options}")
    assert answer.code == 0, answer.out
    assert (answer.data["file"]["rows"], answer.data["entries"]) == (1, [])
    assert [row["reason"] for row in answer.data["file"]["left_out"]] == [APART]


@pytest.mark.parametrize("digits", ["9" * 40, "9" * 400, "9" * 4000, "1e308"])
def test_a_number_without_measure_is_no_time_and_no_dose(
    ketalog: Ketalog, home: Path, digits: str
) -> None:
    taken = '"substanceName": "Ketamine", "units": "mg", "administrationRoute": "ORAL"'
    for time, dose in ((digits, 1), (1_795_032_300_000, digits)):
        row = f'{{{taken}, "time": {time}, "dose": {dose}}}'
        (home / "x").write_text(f'{{"experiences": [{{"ingestions": [{row}]}}]}}')
        answer = ketalog(f"--json import {home / 'x'}")
        assert answer.code == 0, answer.out
        assert answer.data["entries"] == []
    (home / "x").write_text(
        f"year,date,weekday,time,mood,activities,note\n{digits},1 Jan,x,21:00,good,,\n"
    )
    assert ketalog(f"--json import {home / 'x'}").data["entries"] == []


def test_an_import_is_one_step_to_undo(ketalog: Ketalog, home: Path) -> None:
    (home / "x.csv").write_text(TABLE + "2026-11-19,21:00,bad\n")
    ketalog("note before")
    ketalog(f"import {home / 'x.csv'}")
    ketalog("undo")
    assert ketalog("list --json").data["total"] == 1


def test_what_was_changed_or_deleted_here_stays_so(ketalog: Ketalog, home: Path) -> None:
    (home / "x.csv").write_text(TABLE + "2026-11-19,21:00,bad\n")
    ketalog(f"import {home / 'x.csv'}")
    ketalog("edit 1 3")
    ketalog("delete 2")
    assert "Nothing was added." in ketalog(f"import {home / 'x.csv'}").out
    assert [entry["mood"] for entry in ketalog("list --json").data["entries"]] == [3]


def test_a_terminal_is_asked_nothing_with_yes_or_when_nothing_is_new(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "x.csv").write_text(TABLE)
    assert ketalog(f"import {home / 'x.csv'} --yes", tty=True).code == 0
    again = ketalog(f"import {home / 'x.csv'}", tty=True)
    assert (again.code, "Nothing was added." in again.out) == (0, True)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TIME = st.one_of(CELL, st.times().map(lambda at: at.strftime("%H:%M")), st.just("9:05 pm"))
MOOD = st.one_of(CELL, st.sampled_from(["good", "bad", "rad", "awful"]))
ROW = st.tuples(st.sampled_from(["2026-11-18", "2026-10-25", "x", ""]), TIME, MOOD, CELL)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@settings(max_examples=25)
@given(rows=st.lists(ROW, max_size=8))
def test_twice_the_same_file_is_once_and_every_row_is_accounted_for(
    ketalog: Ketalog, home: Path, rows: list[tuple[str, str, str, str]]
) -> None:
    folder = home / str(next(COUNTER))
    folder.mkdir()
    lines = ["full_date,time,mood,note", *(",".join(map(quoted, row)) for row in rows)]
    (folder / "x.csv").write_text("\n".join(lines), encoding="utf-8", newline="")
    line = f"--json --journal {folder / 'j.json'} import {folder / 'x.csv'}"
    dry = ketalog(f"{line} --dry-run")
    assert dry.code == 0, dry.out
    account = dry.data["file"]
    assert account["rows"] == account["taken"] + sum(row["count"] for row in account["left_out"])
    assert len(dry.data["entries"]) == account["taken"]
    first, second = ketalog(line), ketalog(line)
    assert first.code == second.code
    if first.code == 0:
        assert len(first.data["entries"]) == account["taken"]
        assert (second.data["entries"], second.data["skipped"]) == ([], account["taken"])


def test_an_archive_of_which_a_byte_is_wrong_is_refused(ketalog: Ketalog, home: Path) -> None:
    whole = bytearray(packed(backup_daylio=b"e30=" * 50))
    whole[50] ^= 255
    (home / "x").write_bytes(whole)
    answer = ketalog(f"import {home / 'x'}")
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert "a part of the archive is damaged" in answer.err


@pytest.mark.slow
def test_a_table_of_far_too_many_rows_or_cells_is_refused(ketalog: Ketalog, home: Path) -> None:
    for more in ("\n".join(["x,y,z"] * 500_001), "," * 5000):
        (home / "x").write_text(TABLE + more)
        answer = ketalog(f"import {home / 'x'}")
        assert (answer.code, answer.err.count("\n")) == (4, 1)
        assert "holds far more than a journal can have" in answer.err
