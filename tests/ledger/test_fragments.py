"""Looking for lines in damaged files never takes long, whatever stands there."""

import time
from pathlib import Path

import pytest

from ketalog.ledger.recovery import fragments
from tests.conftest import Ketalog

SUM = b',"sum":"%s"}'


@pytest.mark.parametrize(
    "scrap",
    [
        b"{",
        b'{"',
        b',"sum":"',
        SUM % (b"0" * 64),
        b'{"id":',
        b'{,"sum":"',
        b"[",
        b'"1":',
        b'{"id":' + SUM % (b"0" * 64),
    ],
)
def test_bytes_of_any_kind_are_taken_apart_in_no_time(scrap: bytes) -> None:
    start = time.process_time()
    fragments(scrap * (2_000_000 // len(scrap)))
    assert time.process_time() - start < 5


def test_a_file_of_braces_is_refused_at_once(ketalog: Ketalog, home: Path) -> None:
    (home / "journal.json").write_bytes(b"{" * 60_000)
    start = time.process_time()
    assert ketalog("restore").code == 5
    assert ketalog("doctor").code == 5
    assert time.process_time() - start < 5
