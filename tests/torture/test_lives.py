"""Long lives of journals: any commands in any order, with crashes and refusals in between."""

from pathlib import Path

import pytest

from tests.crash.life import hold_to_the_model
from tests.torture.figures import Figures

pytestmark = pytest.mark.torture


def test_long_lives_leave_what_a_plain_dict_would_hold(home: Path, figures: Figures) -> None:
    counts = hold_to_the_model(home, lives=figures.some_of(300), steps=50, shrink=True)
    assert counts["cut off"] > counts["commands"] / 10
    figures.record(
        "any commands in any order, cut off at any call, beside a plain dict (hypothesis)",
        f"{counts['journals']:,} journals, {counts['commands']:,} commands, "
        f"{counts['cut off']:,} cut off",
        "journal and dict the same after each",
    )
