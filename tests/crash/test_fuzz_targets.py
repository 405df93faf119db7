"""What `make torture` fuzzes for minutes runs: a call that was renamed is seen at once."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.torture.fuzz import INSTRUMENTED, TARGETS


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("data", [b"", b"{}", b'{"ketalog_export": 1}'])
def test_a_target_of_the_fuzzer_takes_any_bytes(tmp_path: Path, target: str, data: bytes) -> None:
    TARGETS[target](tmp_path, data)


def test_what_the_fuzzer_watches_is_there() -> None:
    assert [import_module(name).__name__ for name in INSTRUMENTED] == [*INSTRUMENTED]
