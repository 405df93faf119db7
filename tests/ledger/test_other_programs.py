"""Files that another program laid out anew are read strictly, and written by none."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tinydb import TinyDB

from ketalog.errors import JournalDamaged
from ketalog.ledger import format as file_format
from ketalog.ledger.contents import read_journal
from ketalog.ledger.storage import JournalStorage
from tests.crash.journals import (
    NOW,
    again,
    as_tinydb,
    both,
    everything_in,
    small,
    sums,
    without_second_copy,
    write,
)

pytestmark = pytest.mark.usefixtures("impatient")


def as_jq(data: bytes) -> bytes:
    return subprocess.run(["jq", "."], input=data, stdout=subprocess.PIPE, check=True).stdout


OTHER_LAYOUTS = {
    "stock TinyDB": as_tinydb,
    "jq": pytest.param(as_jq, marks=pytest.mark.skipif(not shutil.which("jq"), reason="no jq")),
    "indented": lambda data: json.dumps(json.loads(data), indent=4, sort_keys=True).encode(),
    "Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "no last newline": lambda data: data.rstrip(b"\n"),
    "another last newline": lambda data: data + b"\n",
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}


@pytest.mark.parametrize("lay_out", OTHER_LAYOUTS.values(), ids=OTHER_LAYOUTS)
@pytest.mark.parametrize("second_copy", [True, False])
def test_another_layout_of_the_same_content_opens_and_is_laid_out_again_by_the_next_write(
    tmp_path: Path, lay_out: Callable[[bytes], bytes], second_copy: bool
) -> None:
    ledger = small(tmp_path)
    data, before = ledger.path.read_bytes(), sums(ledger)
    ledger.path.write_bytes(lay_out(data))
    if not second_copy:
        without_second_copy(ledger)
    assert sums(again(ledger)) == before
    assert [line.sum for line in again(ledger).recent(NOW)] == before
    later = again(ledger)
    write(later, "more")
    assert later.repairs == []
    assert ledger.path.read_bytes().startswith(data.removesuffix(file_format.END))
    assert sums(ledger)[:-1] == before
    assert both(ledger)[0] == both(ledger)[1]


@pytest.mark.parametrize("table", ["transactions", "_default", "_ketalog"])
def test_rows_added_by_stock_tinydb_are_damage(tmp_path: Path, table: str) -> None:
    ledger = small(tmp_path)
    with TinyDB(ledger.path) as db:
        db.table(table).insert({"text": "by hand"})
    before = everything_in(tmp_path)
    for act in (ledger.everything, lambda: write(ledger, "more")):
        with pytest.raises(JournalDamaged):
            act()
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"2": {', b'"1": {'),
        (b'"2": {', b'"02": {'),
        (b'"seq": 2', b'"seq": 2, "seq": 2'),
        (b'"seq": 2', b'"seq": 2.0'),
        (b'"seq": 2', b'"seq": NaN'),
        (b'"seq": 2', b'"seq": 1e999'),
        (b"slept well", b"slept \\ud800"),
        (b"slept well", b"slept \xed\xa0\x80"),
        (b"slept well", b"slept \xff"),
    ],
)
def test_another_layout_is_read_strictly(tmp_path: Path, old: bytes, new: bytes) -> None:
    ledger = small(tmp_path)
    data = as_tinydb(ledger.path.read_bytes())
    assert old in data
    ledger.path.write_bytes(data.replace(old, new, 1))
    with pytest.raises(JournalDamaged):
        ledger.everything()


def test_tinydb_itself_can_write_nothing(tmp_path: Path) -> None:
    contents = read_journal(small(tmp_path).path.read_bytes())
    with pytest.raises(NotImplementedError, match="only ever added to"):
        TinyDB(contents, storage=JournalStorage).insert({})
