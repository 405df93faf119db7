"""One kind of number or name is read alike wherever it can be typed."""

import unicodedata

import pytest

from tests.conftest import Ketalog


@pytest.mark.parametrize(
    "line",
    [
        "dose {} mg sublingual",
        "dose 2x{}mg sublingual",
        "session infusion {}mg",
        "session infusion 35mg rate {}",
        "session infusion 35mg {} mg an hour",
        "session infusion {}mg/kg weight 70",
        "plan set {}mg sublingual --days mon",
        "supply fill {}x100mg sublingual",
        "supply fill 10x{}mg sublingual",
        "supply fill 10 troches of {}mg sublingual",
        "supply fill 10 --strength {}",
        "supply count {}",
        "supply lost {}",
    ],
)
@pytest.mark.parametrize("number", ["1.000", "1,000", "12.500"])
def test_a_number_that_may_be_a_thousand_is_asked_wherever_it_is_typed(
    ketalog: Ketalog, line: str, number: str
) -> None:
    answer = ketalog(line.format(number))
    small, large = number.replace(",", ".").rstrip("0").rstrip("."), number[:-4] + number[-3:]
    assert answer.code == 2
    assert f"{number}' can be read in two ways" in answer.err
    for meant in (small, large):
        assert f"For {meant}: ketalog {line.format(meant)}." in answer.err
    assert ketalog("list --json").data["total"] == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dose 100mg sublingual hold 1.30", '"1.30" can\'t be read as a length of time'),
        ("effect nausea lasted 1,30", '"1,30" can\'t be read as a length of time'),
        ("effect nausea for 1.30", '"1.30" can\'t be read as a length of time'),
        ("session infusion 35mg over 1.30", '"1.30" can\'t be read as a length of time'),
        ("vitals 120/80 oxygen 98.5", "'98.5' can't be taken for --oxygen"),
        ("vitals 120/80 pulse 72.5", "'72.5' can't be taken for --pulse"),
    ],
)
def test_a_number_behind_a_keyword_is_never_read_as_something_else(
    ketalog: Ketalog, line: str, said: str
) -> None:
    answer = ketalog(line)
    assert (answer.code, said in answer.err) == (2, True), answer


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("dose 100mg sublingual at 8.30", "For Sun 22 Nov 2026 08:30"),
        ("dose 100mg sublingual --at 8.30", "ketalog dose 100mg sublingual --at 8:30am"),
        ("mood 5 yesterday at 8.30", "ketalog mood 5 yesterday 8:30pm"),
        ("mood 5 --at 20.11", "For 20 Nov: ketalog mood 5 --at '20 Nov'"),
        ("mood 5 at 20.11", "For 20:11: ketalog mood 5 at 20:11"),
    ],
)
def test_a_time_that_can_be_two_is_asked_with_lines_that_can_be_typed(
    ketalog: Ketalog, line: str, said: str
) -> None:
    answer = ketalog(line)
    assert (answer.code, said in answer.err) == (2, True), answer
    lines = [part.partition(". For ")[0] for part in answer.err.split(": ketalog ")[1:]]
    assert [ketalog(typed.strip().rstrip(".")).code for typed in lines] == [0, 0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2:40pm-3:20", "over 40 min, Sun 22 Nov 2026 14:40"),
        ("--start 2:40pm --end 3:20", "over 40 min, Sun 22 Nov 2026 14:40"),
        ("from 11am to 1:00", "over 2:00 h, Sun 22 Nov 2026 11:00"),
        ("yesterday 11pm until 1:30", "over 2:30 h, Sat 21 Nov 2026 23:00"),
    ],
)
def test_an_end_is_in_the_half_of_the_day_that_is_after_its_start(
    ketalog: Ketalog, line: str, said: str
) -> None:
    assert said in ketalog(f"session infusion 35mg {line}").out


@pytest.mark.parametrize("form", ["Plättchen", "RDT"])
def test_what_a_unit_is_called_is_shown_as_typed_and_found_however_it_is_typed(
    ketalog: Ketalog, form: str
) -> None:
    decomposed = unicodedata.normalize("NFD", form)
    ketalog(["plan", "set", "2x100mg", "sublingual", "--form", decomposed, "--days", "mon"])
    assert unicodedata.normalize("NFD", f"({form})") in ketalog("plan").out
    for typed in (form, form.lower(), decomposed.upper()):
        answer = ketalog(["dose", "1", typed])
        assert answer.out.startswith("Logged"), answer
        assert ": 100 mg sublingual" in answer.out
        ketalog("undo")
    ketalog(["supply", "fill", "24x100mg", "sublingual", "--form", form])
    assert f"100 mg {form}s" in ketalog("supply").out


def test_troches_are_troches_whatever_the_case(ketalog: Ketalog) -> None:
    ketalog("supply fill 24x100mg sublingual --form Troches")
    assert "100 mg troches" in ketalog("supply").out
