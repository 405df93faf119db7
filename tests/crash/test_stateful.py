"""Whatever is typed in whatever order, and whatever breaks: the journal says what was done."""

from pathlib import Path

import pytest

from tests.crash.life import hold_to_the_model

pytestmark = pytest.mark.slow


def test_any_commands_and_crashes_leave_what_a_plain_dict_would_hold(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KETALOG_JOURNAL")
    counts = hold_to_the_model(home, lives=60, steps=25)
    assert counts["commands"] > 250
    assert counts["cut off"] > 100
