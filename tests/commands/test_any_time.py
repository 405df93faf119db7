"""When it was may stand anywhere in a line, behind any word that people put before it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Ketalog, examples

LINES: dict[str, dict[str, Any]] = {
    "dose 100mg sublingual": {"amount_mg": "100", "route": "sublingual"},
    "mood 4 anxiety 7": {"mood": 4, "anxiety": 7},
    "effect nausea mild": {"name": "nausea", "severity": "mild"},
    "also lorazepam 1mg": {"what": "lorazepam 1mg"},
    "vitals bp 130/80": {"systolic_mmhg": 130, "diastolic_mmhg": 80},
    "session infusion 35mg": {},
    "skip flu": {},
    "supply lost 2 troches": {"change": "lost"},
    "nausea": {"name": "nausea"},
    "mood 4": {"mood": 4},
}
"""Lines without a time, and what an entry of each says."""
TIMES = {
    "yesterday 9pm": "2026-11-21T21:00",
    "9pm yesterday": "2026-11-21T21:00",
    "wed 8:30am": "2026-11-18T08:30",
    "8:30am wed": "2026-11-18T08:30",
    "nov 18 7pm": "2026-11-18T19:00",
    "the 18th at 7am": "2026-11-18T07:00",
    "fri 20th 7pm": "2026-11-20T19:00",
    "monday morning 7am": "2026-11-16T07:00",
    "3h ago": "2026-11-22T18:00",
    "half an hour ago": "2026-11-22T20:30",
    "this morning 9am": "2026-11-22T09:00",
    "noon": "2026-11-22T12:00",
    "19:30": "2026-11-22T19:30",
    "7 in the evening": "2026-11-22T19:00",
    "yesterday": "2026-11-21",
    "wednesday": "2026-11-18",
    "18 nov": "2026-11-18",
    "18.11.": "2026-11-18",
    "2026-11-18": "2026-11-18",
    "18/11": "2026-11-18",
    "the 18th": "2026-11-18",
    "2 days ago": "2026-11-20",
    "two nights ago": "2026-11-20",
    "day before yesterday": "2026-11-20",
    "tuesday last week": "2026-11-10",
}
BEFORE = (
    *("", "on ", "at ", "from ", "for ", "of "),
    *("it was ", "that was ", "around ", "since ", "by "),
)


@pytest.fixture
def planned(ketalog: Ketalog) -> Ketalog:
    assert ketalog("plan set 2x100mg troches sublingual mon,wed,fri --from 2026-11-01").code == 0
    assert ketalog("supply fill 24 troches --at 2026-11-01").code == 0
    return ketalog


def test_a_time_anywhere_is_when_it_was_or_nothing_is_saved(planned: Ketalog) -> None:
    """Only `at`, and what the line says without it, is looked at: a length of time is neither."""

    tried: list[int] = []

    @settings(max_examples=examples(1000))
    @given(
        line=st.sampled_from([*LINES]),
        time=st.sampled_from([*TIMES]),
        before=st.sampled_from(BEFORE),
        place=st.integers(0, 3),
    )
    def law(line: str, time: str, before: str, place: int) -> None:
        words = line.split()
        place = min(max(place, not line.startswith(("nausea", "mood 4"))), len(words))
        typed = [*words[:place], *f"{before}{time}".split(), *words[place:]]
        answer = planned(["--json", *typed])
        tried.append(answer.code)
        if answer.code:
            assert (answer.code, len(planned("list --json --all").data["entries"])) == (2, 2)
            return
        (*_, entry) = answer.data["entries"]
        planned("undo")
        if line == "skip flu":  # it has a day; a time within its reason stays there
            assert entry["at"][:10] == TIMES[time][:10], typed
            assert "flu" in entry["reason"], typed
            return
        assert entry["at"].startswith(TIMES[time]), typed
        assert {name: entry[name] for name in LINES[line]} == LINES[line], typed

    law()
    assert tried.count(0) > len(tried) / 5  # and not all of it is refused
