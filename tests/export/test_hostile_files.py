"""Files that are not what they seem: an export writes through none, an import takes none in."""

import gzip
import io
import json
import os
import resource
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from ketalog.export.formats import suffixes
from tests.conftest import Ketalog

KETALOG = [sys.executable, "-m", "ketalog"]
FORMATS = [suffix.removeprefix(".") for suffix in suffixes()]
FORCE = pytest.mark.parametrize("force", [[], ["--force"]])


def run_process(*words: str, memory: int | None = None) -> subprocess.CompletedProcess[bytes]:
    def prepare() -> None:
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    return subprocess.run(
        [*KETALOG, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=prepare,
        timeout=30,
        check=False,
    )


# Where an export may be written


@FORCE
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("there", [True, False])
def test_an_export_never_writes_through_a_link(
    ketalog: Ketalog, home: Path, suffix: str, there: bool, force: list[str]
) -> None:
    target, link = home / f"target.{suffix}", home / f"link.{suffix}"
    link.symlink_to(target)
    if there:
        target.write_text("mine")
    answer = ketalog(["export", str(link), *force])
    assert (answer.code, answer.out) == (4, "")
    assert answer.err == f"{link} is a link to another file. Choose another name.\n"
    assert link.is_symlink()
    assert target.exists() == there
    if there:
        assert target.read_text() == "mine"


def test_an_export_into_a_circle_of_links_is_refused(ketalog: Ketalog, home: Path) -> None:
    (home / "a.md").symlink_to(home / "b.md")
    (home / "b.md").symlink_to(home / "a.md")
    answer = ketalog(["export", str(home / "a.md"), "--force"])
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert "is a link to another file" in answer.err


@FORCE
def test_an_export_replaces_no_pipe_and_no_folder(
    ketalog: Ketalog, home: Path, force: list[str]
) -> None:
    os.mkfifo(home / "pipe.md")
    (home / "folder.md").mkdir()
    for name, said in (("pipe.md", "is no ordinary file."), ("folder.md", "is a folder.")):
        answer = ketalog(["export", str(home / name), *force])
        assert (answer.code, answer.out) == (4, "")
        assert said in answer.err
    assert stat.S_ISFIFO((home / "pipe.md").stat().st_mode)


@pytest.mark.parametrize("device", ["/dev/stdout", "/dev/full", "/dev/null", "/dev/fd/1"])
def test_an_export_replaces_no_device(ketalog: Ketalog, device: str) -> None:
    before = os.lstat(device)
    assert ketalog(["export", device, "--force"]).code == 2
    assert os.lstat(device).st_ino == before.st_ino


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a device")
def test_an_export_replaces_no_device_with_a_good_name(ketalog: Ketalog, home: Path) -> None:
    try:
        os.mknod(home / "null.md", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("no device can be made here")
    answer = ketalog(["export", str(home / "null.md"), "--force"])
    assert (answer.code, "is no ordinary file." in answer.err) == (4, True)


def test_an_export_leaves_another_name_of_the_file_as_it_was(ketalog: Ketalog, home: Path) -> None:
    (home / "old.md").write_text("mine")
    (home / "old.md").chmod(0o644)
    (home / "other.md").hardlink_to(home / "old.md")
    assert ketalog(["export", str(home / "old.md"), "--force"]).code == 0
    assert (home / "other.md").read_text() == "mine"
    assert stat.S_IMODE((home / "old.md").stat().st_mode) == 0o600


@FORCE
def test_an_export_replaces_no_file_of_ketalog_s_own(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, force: list[str]
) -> None:
    monkeypatch.setenv("KETALOG_CONFIG", str(home / "config.json"))
    (home / "config.json").write_text('name = "Alex"')
    ketalog("mood 5")
    second_copy = Path(ketalog("config --json").data["second_copy"])
    (home / "copy.json").hardlink_to(second_copy)
    (home / "same").symlink_to(home)
    before = {path: path.read_bytes() for path in (home / "journal.json", second_copy)}
    for name, said in (
        ("config.json", "the configuration"),
        ("same/config.json", "the configuration"),
        ("same/journal.json", "the journal itself"),
        ("run/../journal.json", "the journal itself"),
        ("copy.json", "its second copy"),
    ):
        answer = ketalog(["export", str(home / name), *force])
        assert (answer.code, answer.err) == (4, f"That is {said}. Choose another name.\n")
    assert {path: path.read_bytes() for path in before} == before
    assert (home / "config.json").read_text() == 'name = "Alex"'


@pytest.mark.parametrize("suffix", FORMATS)
def test_no_name_of_a_file_comes_from_an_entry(ketalog: Ketalog, home: Path, suffix: str) -> None:
    for words in (["note", "../zanzibar"], ["ask", "zanzibar.md"], ["effect", "zanzibar", "mild"]):
        ketalog(words)
    ketalog(["dose", "5", "nasal", "--medication", "zanzibar", "--intention", "/zanzibar"])
    assert ketalog(["export", str(home / f"out.{suffix}"), "--notes"]).code == 0
    assert list(home.parent.rglob("*zanzibar*")) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_that_fails_leaves_nothing_and_the_old_file_as_it_was(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    ketalog("note zanzibar")
    (home / "out").mkdir()
    file = home / "out" / f"out.{suffix}"
    file.write_text("mine")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "x")))
        answer = ketalog(["export", str(file), "--force", "--notes"])
    assert (answer.code, "the disk is full" in answer.err) == (4, True)
    assert [path.name for path in (home / "out").iterdir()] == [file.name]
    assert file.read_text() == "mine"


# What an import takes in


def packed(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x" * 1_000_000)
    return out.getvalue()


EXPORT = '{"ketalog_export": 1, "entries": []}'
MOMENT = "2026-11-20T10:00:00+01:00"
NOTE = {"kind": "note", "id": "a", "at": MOMENT, "recorded": MOMENT, "text": "x"}


def doubled(key: str) -> bytes:
    row = json.dumps(NOTE)
    return f'{{"ketalog_export": 1, "entries": [{row[:-1]}, "{key}": "zanzibar"}}]}}'.encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (EXPORT.encode("utf-16"), "is UTF-16 text: it must be UTF-8."),
        (b"\xfe\xff" + EXPORT.encode("utf-16-be"), "is UTF-16 text: it must be UTF-8."),
        (EXPORT.replace("1", '1, "x": "é"').encode("latin-1"), "is not JSON"),
        (EXPORT.encode().replace(b"{", b"\0{"), "is none of the files"),
        (EXPORT.encode() + b"\0", "is not JSON"),
        (EXPORT.replace("1", '1, "x": "a\0b"').encode(), "is not JSON"),
        (gzip.compress(b" " * 10_000_000), "is compressed: unpack it first."),
        (packed("journal.json"), "is a ZIP archive: unpack it first."),
        (b"[" * 100_000, "is not JSON"),
        (b'{"a":' * 100_000, "is not JSON"),
        (EXPORT.replace("[]", "[" * 100_000 + "]" * 100_000).encode(), "is not JSON"),
        (EXPORT.replace("1", "1e999999").encode(), "is not JSON"),
        (EXPORT.replace("1", "9" * 100_000).encode(), "is not JSON"),
        (EXPORT.replace("1", "1.5").encode(), "is not an export of ketalog"),
        (EXPORT.replace("1", "NaN").encode(), "is not JSON"),
        (EXPORT.replace("1", "-Infinity").encode(), "is not JSON"),
        (doubled("text"), "the same key stands twice in one object"),
        (doubled("t\\u0065xt"), "the same key stands twice in one object"),
        (EXPORT.replace("1", '1, "entries": [7]').encode(), "the same key stands twice"),
        (b"[" + b"0," * 5_000_000 + b"0]", "holds far more than a journal can have"),
        (b"[" + b"{}," * 3_000_000 + b"0]", "holds far more than a journal can have"),
    ],
)
def test_a_file_that_is_no_export_is_refused_at_once_with_one_clear_line(
    ketalog: Ketalog, home: Path, content: bytes, said: str
) -> None:
    (home / "in.json").write_bytes(content)
    began = time.monotonic()
    answer = ketalog(["import", str(home / "in.json")])
    assert time.monotonic() - began < 5
    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert answer.err.startswith("in.json")
    assert said in answer.err
    assert "zanzibar" not in answer.err
    assert not (home / "journal.json").exists()


def test_a_file_of_gigabytes_is_refused_at_once(home: Path) -> None:
    with (home / "in.json").open("wb") as file:
        file.truncate(4 * 1024**3)
    began = time.monotonic()
    done = run_process("import", str(home / "in.json"), memory=500 * 1024**2)
    assert time.monotonic() - began < 5
    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)
    assert b"is larger than 100 MB: it can't be a journal." in done.stderr


def test_one_line_of_100_mb_takes_a_bounded_memory(home: Path) -> None:
    (home / "in.json").write_bytes(b'{"ketalog_export": 1, "x": "' + b"x" * 90 * 1024**2 + b'"}')
    done = run_process("import", str(home / "in.json"), memory=1024**3)
    assert done.returncode == 0
    assert done.stdout == b"Nothing was added.\n"


def test_a_small_file_takes_little_memory_whatever_it_is_for(ketalog: Ketalog, home: Path) -> None:
    for line in (
        "mood 5",
        f"--journal {home}/other/journal.json mood 6",
        f"backup {home}/copy.json",
    ):
        assert ketalog(line).code == 0
    (home / "journal.json").write_bytes(b"#")
    for line in ("restore copy.json", "merge other/journal.json"):
        done = run_process(*line.replace(" ", f" {home}/").split(), memory=300 * 1024**2)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty", "/dev/full"])
def test_a_device_is_not_taken_in(device: str) -> None:
    done = run_process("import", device)
    assert done.returncode == 4
    assert done.stderr.count(b"\n") == 1
    assert b"is no ordinary file" in done.stderr or b"can't be read" in done.stderr


def test_a_pipe_that_nobody_writes_to_keeps_nobody_waiting(home: Path) -> None:
    os.mkfifo(home / "pipe.json")
    done = run_process("import", str(home / "pipe.json"))
    assert (done.returncode, done.stderr.count(b"\n")) == (4, 1)
    assert b"is empty" in done.stderr


def test_a_pipe_that_somebody_writes_to_is_taken_in(ketalog: Ketalog, home: Path) -> None:
    content = json.dumps({"ketalog_export": 1, "entries": [NOTE]})
    (home / "in.json").write_text(content)
    line = f"(sleep 0.5; cat in.json) | {sys.executable} -m ketalog import /dev/stdin"
    done = subprocess.run(["sh", "-c", line], cwd=home, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"Imported 1 entry")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_a_file_that_may_not_be_read_is_named(ketalog: Ketalog, home: Path) -> None:
    (home / "in.json").write_text(EXPORT)
    (home / "in.json").chmod(0)
    answer = ketalog(["import", str(home / "in.json")])
    assert (answer.code, "can't be read: permission denied" in answer.err) == (4, True)


def test_a_bad_entry_at_the_end_lets_nothing_of_the_file_in(ketalog: Ketalog, home: Path) -> None:
    rows = [{**NOTE, "id": str(n)} for n in range(2000)]
    rows[-1]["text"] = "x" * 10_001
    (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": rows}))
    ketalog("mood 5")
    before = (home / "journal.json").read_bytes()
    answer = ketalog(["import", str(home / "in.json")])
    assert (answer.code, "entries 2000: its 'text' is too long" in answer.err) == (4, True)
    assert (home / "journal.json").read_bytes() == before


def test_what_can_be_logged_can_be_imported_up_to_the_very_last_byte(
    ketalog: Ketalog, home: Path
) -> None:
    def fits(size: int) -> bool:
        words = ["--intention", "\x01" * 700 + "x" * (size - 4200)]
        note = ["--note", "\x02" * 9_990]
        answer = ketalog(
            [f"--journal={home / 'try' / f'{size}.json'}", "dose", "1mg", "iv", *note, *words]
        )
        return answer.code == 0

    low, high = 4200, 9000
    assert fits(low)
    assert not fits(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    out = home / "out.json"
    assert ketalog([f"--journal={home / 'try' / f'{low}.json'}", "export", str(out)]).code == 0
    assert ketalog(["import", str(out)]).code == 0
    assert ketalog("list --json").data["total"] == 1


# The configuration


@pytest.mark.parametrize("typed", ["mood 5", "week", "config"])
def test_a_configuration_without_an_end_is_named_and_not_read(
    monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("KETALOG_CONFIG", "/dev/zero")
    done = run_process(*typed.split())
    assert done.returncode == 0
    assert done.stderr.startswith(b"The configuration /dev/zero can't be read: it is far too large")


def test_an_empty_device_is_an_empty_configuration(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETALOG_CONFIG", os.devnull)
    before = os.lstat(os.devnull)
    assert ketalog("mood 5").code == 0
    answer = ketalog("config name Alex")
    assert (answer.code, "is no ordinary file" in answer.err) == (4, True)
    assert os.lstat(os.devnull).st_ino == before.st_ino


def test_a_configuration_that_is_a_pipe_keeps_nobody_waiting(home: Path) -> None:
    os.mkfifo(home / "config.toml")
    for typed, code in (("mood 5", 0), ("config", 0), ("config name Alex", 4)):
        done = run_process(*typed.split())
        assert (done.returncode, done.stderr.count(b"\n")) == (code, 1)


@pytest.mark.parametrize("typed", ["list", "mood 5", "week --plain", "undo"])
def test_a_journal_without_an_end_is_refused_at_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.delenv("KETALOG_TEST_NOW")  # It is refused beside a journal of no temporary folder.
    os.mkfifo(home / "pipe.json")
    for journal in ("/dev/zero", str(home / "pipe.json")):
        done = run_process("--journal", journal, *typed.split(), memory=1024**3)
        assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (5, b"", 1)
        assert done.stderr.startswith(f"{journal} is no ordinary file.".encode())
