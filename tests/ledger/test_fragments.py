"""Taking damaged files apart: which bytes may be a line, and that looking never takes long."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.ledger.fragments import sealed_in, take_apart
from tests.conftest import Ketalog

SUM = b',"sum":"%s"}'
LINE = re.compile(rb'\{[^\n]*?,"sum":"[^"\n]{64}"\}')
scraps = st.sampled_from(
    [b"{", b"}", b'"', b",", b"x", SUM % (b"0" * 64), SUM % (b"{" * 64), SUM % (b"0" * 63), b"{}"]
)


@given(st.lists(scraps, max_size=12).map(b"".join))
def test_what_ends_as_a_line_does_is_found_from_its_first_brace(text: bytes) -> None:
    assert list(sealed_in(text)) == [found.span() for found in LINE.finditer(text)]


@pytest.mark.parametrize(
    "scrap", [b"{", b'{"', b',"sum":"', SUM % (b"0" * 64), b'{"id":', b'{,"sum":"', b"[", b'"1":']
)
def test_bytes_of_any_kind_are_taken_apart_in_no_time(scrap: bytes) -> None:
    start = time.process_time()
    take_apart(scrap * (2_000_000 // len(scrap)))
    assert time.process_time() - start < 5


def test_a_file_of_braces_is_refused_at_once(ketalog: Ketalog, home: Path) -> None:
    (home / "journal.json").write_bytes(b"{" * 60_000)
    start = time.process_time()
    assert ketalog("restore").code == 5
    assert ketalog("doctor").code == 5
    assert time.process_time() - start < 5
