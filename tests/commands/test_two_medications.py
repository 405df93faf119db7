"""Ketamine and esketamine side by side: none is taken for the other, and what can be is asked."""

import pytest

from tests.conftest import Ketalog

BEFORE = (
    "plan set 100mg sublingual --days tue,fri --from '1 nov'",
    "plan set 2x28mg esketamine nasal twice a week --from '1 nov'",
    "supply fill 20x100mg sublingual",
    "supply fill 6x28mg esketamine nasal",
    "dose 100mg sublingual 6pm",
)


@pytest.fixture
def both(ketalog: Ketalog) -> Ketalog:
    for line in BEFORE:
        assert ketalog(line).code == 0, line
    return ketalog


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("plan set ketamine nasal 30mg daily", "plan: ketamine nasal, 30 mg"),
        ("plan set ketamine daily", "plan: ketamine sublingual, 100 mg, daily"),
        ("plan stop ketamine", "plan ended: ketamine sublingual"),
        ("skip ketamine", "skipped ketamine sublingual"),
        ("supply lost 1 ketamine", "1 × 100 mg (ketamine sublingual)"),
        ("supply fill 10x15mg ketamine nasal", "10 × 15 mg (ketamine nasal)"),
        ("supply count 5 esketamine", "5 × 28 mg (esketamine nasal)"),
        ("dose nasal usual", "2 × 28 mg = 56 mg esketamine nasal"),
    ],
)
def test_the_medication_that_is_said_is_the_one_that_is_meant(
    both: Ketalog, line: str, says: str
) -> None:
    answer = both(line)
    assert answer.code == 0, answer.err
    assert says in answer.out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("supply count 18", "Which supply is it?"),
        ("supply lost 1", "Which supply is it?"),
        ("supply empty", "Which supply is it?"),
        ("dose --usual", "ketalog dose 2x28mg esketamine nasal"),
        ("dose usual", "ketalog dose 100mg sublingual"),
        ("dose as planned", "'as planned' does not say which"),
        ("plan stop ketamine nasal", "There is no such plan"),
        ("skip ketamine nasal", "nothing was planned that could be skipped"),
    ],
)
def test_what_is_not_said_is_asked_or_refused(both: Ketalog, line: str, says: str) -> None:
    answer = both(line)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert "ketalog skip esketamine" not in answer.err


@pytest.mark.parametrize("line", ["dose 2 sublingual", "dose 0.5 nasal", "dose 1.5 oral"])
def test_a_small_number_alone_is_asked_about_where_nothing_is_known(
    ketalog: Ketalog, line: str
) -> None:
    answer = ketalog(line)
    assert answer.code == 2
    assert "has no unit" in answer.err


def test_danger_that_is_typed_at_a_question_is_heard(ketalog: Ketalog) -> None:
    assert "Thoughts of hurting yourself" in ketalog("mood", stdin="want to die\n", tty=True).err
