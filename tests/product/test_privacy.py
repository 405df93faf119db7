"""docs/privacy.md: what it promises about the files, tried in a home of its own."""

import re
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.product.test_how_to import Computers

PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
WORD = b"zanzibar"
LOG = "ketalog dose 100mg sublingual --note zanzibar; ketalog also zanzibar; ketalog config name Jo"
UNSEEN = 'export KETALOG_PASSPHRASE_FILE="$HOME/secret"; echo correct horse > ~/secret; '


@pytest.fixture
def computers(tmp_path: Path) -> Computers:
    """A computer with two entries and a setting."""
    (tmp_path / "all").mkdir()
    computers = Computers(tmp_path / "all")
    computers.type(LOG)
    return computers


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    """The home on it."""
    return tmp_path / "all" / "home"


@pytest.mark.slow
def test_the_files_are_those_of_the_table_and_private(computers: Computers, owned: Path) -> None:
    computers.type("for n in $(seq 45); do ketalog mood 5; done; ketalog week")
    data = owned / ".local" / "share" / "ketalog"
    for name in ("journal.json", "backups/journal.json.copy.jsonl", ".journal.json.snapshot"):
        assert (data / name).exists()
    settings = owned / ".config" / "ketalog"
    assert (settings / "config.toml").exists()
    for path in (data, *data.rglob("*"), settings, *settings.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.slow
def test_after_a_lock_no_file_has_a_word_but_what_was_exported(
    computers: Computers, owned: Path
) -> None:
    computers.type("ketalog export all.json; ketalog backup before.json")
    computers.type(f"{UNSEEN} ketalog lock --remove-copies")
    computers.type("ketalog note zanzibar; ketalog backup after.json")
    files = (path for path in owned.rglob("*") if path.is_file())
    assert {path.name for path in files if WORD in path.read_bytes()} == {"all.json", "before.json"}


@pytest.mark.slow
def test_what_it_says_deletes_everything(computers: Computers, owned: Path) -> None:
    _, _, rest = PAGE.partition("## To delete everything\n")
    block = re.search(r"```sh\n(.*?)```", rest, re.DOTALL)
    assert block
    computers.type(block[1])
    assert not [path for path in owned.rglob("*") if path.is_file()]
