"""Readings at a limit are pointed at, with the limit and whose it is; others are not."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketalog.domain.kinds import Entry
from ketalog.domain.limits import LIMITS
from ketalog.domain.treatment import Session, Vitals
from tests.conftest import Ketalog
from tests.diary import view_of, without_colours
from tests.page.test_page import at, draw
from tests.page.test_pdf import text_of

ROW = "Blood pressure, pulse, oxygen"


def row(*entries: Entry) -> str:
    found = next(point for point in draw(entries).safety if point.topic == ROW)
    return f"{found.sign} {found.text}"


def reading(when: str = "3 9:00", **values: Any) -> Vitals:
    return Vitals(**at(when), **values)


def pressure(systolic: int, diastolic: int, when: str = "3 9:00", **more: Any) -> Vitals:
    return reading(when, systolic_mmhg=systolic, diastolic_mmhg=diastolic, **more)


@pytest.mark.parametrize(
    ("inside", "at_it", "beyond", "said"),
    [
        (
            pressure(179, 119),
            pressure(180, 80),
            pressure(181, 80),
            "! blood pressure 180/80 (3 Nov 09:00): 180/120 or more (AHA)",
        ),
        (
            pressure(150, 119),
            pressure(150, 120),
            pressure(150, 121),
            "! blood pressure 150/120 (3 Nov 09:00): 180/120 or more (AHA)",
        ),
        (
            pressure(91, 60),
            pressure(90, 60),
            pressure(89, 60),
            "! blood pressure 90/60 (3 Nov 09:00): systolic 90 or less (NEWS2)",
        ),
        (
            reading(pulse_per_minute=130),
            reading(pulse_per_minute=131),
            reading(pulse_per_minute=132),
            "! pulse 131 (3 Nov 09:00): 131 or more (NEWS2)",
        ),
        (
            reading(pulse_per_minute=41),
            reading(pulse_per_minute=40),
            reading(pulse_per_minute=39),
            "! pulse 40 (3 Nov 09:00): 40 or less (NEWS2)",
        ),
        (
            reading(oxygen_percent=92),
            reading(oxygen_percent=91),
            reading(oxygen_percent=90),
            "! oxygen 91 % (3 Nov 09:00): 91 % or less (NEWS2)",
        ),
        (
            Session(**at("3 9:00"), where="clinic", lowest_oxygen_percent=92),
            Session(**at("3 9:00"), where="clinic", lowest_oxygen_percent=91),
            Session(**at("3 9:00"), where="clinic", lowest_oxygen_percent=90),
            "! oxygen 91 % (3 Nov): 91 % or less (NEWS2)",
        ),
    ],
)
def test_a_limit_is_reached_at_its_number_and_not_one_before(
    inside: Entry, at_it: Entry, beyond: Entry, said: str
) -> None:
    assert row(inside).startswith("· ")
    assert row(at_it).startswith(said)
    assert row(beyond).startswith("! ")


READINGS = st.builds(
    lambda high, low, pulse, oxygen: {
        "systolic_mmhg": high,
        "diastolic_mmhg": low,
        "pulse_per_minute": pulse,
        "oxygen_percent": oxygen,
    },
    st.integers(85, 185),
    st.integers(60, 125),
    st.none() | st.integers(35, 136),
    st.none() | st.integers(87, 100),
)


@given(st.lists(READINGS, min_size=1, max_size=4))
def test_the_sign_is_there_if_and_only_if_a_limit_is_reached(
    readings: list[dict[str, int]],
) -> None:
    is_reached = any(
        (each["systolic_mmhg"] >= 180 or each["systolic_mmhg"] <= 90)
        or each["diastolic_mmhg"] >= 120
        or (each["pulse_per_minute"] is not None and not 40 < each["pulse_per_minute"] < 131)
        or (each["oxygen_percent"] is not None and each["oxygen_percent"] <= 91)
        for each in readings
    )
    said = row(*(reading(f"{n + 3} 9:00", **values) for n, values in enumerate(readings)))
    assert said.startswith("! " if is_reached else "· ")
    assert ("(AHA)" in said or "(NEWS2)" in said) == is_reached


def test_of_several_the_furthest_stand_there_and_how_many_there_are() -> None:
    said = row(
        pressure(120, 80, "3 9:00"),
        pressure(185, 90, "4 9:00"),
        pressure(182, 95, "5 9:00"),
        pressure(150, 130, "6 9:00", place="after", point="40 min"),
    )
    assert said == (
        "! blood pressure 185/90 (4 Nov 09:00), 150/130 (40 min, 6 Nov): "
        "180/120 or more (AHA) in 3 of 4 readings"
    )


def test_a_low_one_does_not_hide_the_highest() -> None:
    assert row(pressure(88, 50, "3 9:00"), pressure(160, 100, "4 9:00")) == (
        "! blood pressure 88/50 (3 Nov 09:00): systolic 90 or less (NEWS2) in 1 of 2 readings; "
        "2 blood pressures, highest 160/100 (4 Nov)"
    )


def test_every_format_says_it_and_logging_says_nothing(ketalog: Ketalog, home: Path) -> None:
    logged = ketalog("vitals 232/138 110 82%")
    said = logged.out + logged.err
    assert not any(word in said for word in ("AHA", "NEWS2", "limit", "emergency"))
    for name in ("page.md", "page.html", "page.pdf"):
        ketalog(f"export {home / name}")
        data = (home / name).read_bytes()
        text = text_of(data) if name.endswith("pdf") else data.decode()
        text = text.replace("\N{NO-BREAK SPACE}", " ")
        assert "180/120 or more (AHA)" in text
        assert "91 % or less (NEWS2)" in text
        assert "Royal College of Physicians" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            ("vitals 232/138 110 82% --at '2026-11-19 21:00'",),
            (
                "Blood pressure was 232/138 on Thu 19 Nov 21:00: 180/120 or more (AHA).",
                "Oxygen was 82 % on Thu 19 Nov 21:00: 91 % or less (NEWS2).",
            ),
        ),
        (
            (
                "vitals 185/90 --at '2026-11-17 9:00'",
                "vitals 150/130 --at '2026-11-18 9:00'",
                "vitals 120/80 --at '2026-11-19 9:00'",
            ),
            (
                (
                    "Blood pressure was 185/90 on Tue 17 Nov 09:00 and 150/130 on Wed 18 Nov "
                    "09:00: 180/120 or more (AHA), in 2 of 3 readings."
                ),
            ),
        ),
        (
            ("session infusion 35mg --bp-before 120/80 --bp-40 190/100 --start '2026-11-17 9:00'",),
            (
                (
                    "Blood pressure was 190/100 on Tue 17 Nov, after 40 min: 180/120 or more "
                    "(AHA), in 1 of 2 readings."
                ),
            ),
        ),
        (
            ("session clinic esketamine 56mg nasal --lowest-oxygen 90% --start '2026-11-17 9:00'",),
            ("Oxygen was 90 % on Tue 17 Nov: 91 % or less (NEWS2).",),
        ),
        (("vitals 179/119 130 92%",), ()),
    ],
)
def test_the_week_and_the_month_name_what_the_page_points_at(
    typed: tuple[str, ...], said: tuple[str, ...], ketalog: Ketalog
) -> None:
    for line in typed:
        assert ketalog(line).code == 0, line
    data = ketalog("week --json").data
    flags = [flag["text"] for flag in data["flags"] if flag["kind"] == "reading"]
    assert flags == [*said]
    for period in ("week", "month"):
        spoken = ketalog(period).out
        assert [line for line in spoken.splitlines() if "(AHA)" in line or "(NEWS2)" in line] == [
            *said
        ]
    shown = " ".join(without_colours(ketalog("week", out_tty=True).out).split())
    for sentence in said:
        assert sentence in shown


def test_a_small_screen_names_the_reading_and_its_day() -> None:
    view = view_of([pressure(185, 90, "17 9:00"), pressure(150, 130, "18 9:00")])
    assert view.short_flags == ("Blood pressure 185/90 and 150/130, Tue 17 Nov, Wed 18 Nov",)


def test_whose_the_limits_are_stands_where_one_is_reached_and_else_takes_no_room() -> None:
    for systolic, is_said in ((179, False), (180, True)):
        reading_ = draw([pressure(systolic, 80)]).reading
        assert any("Royal College of Physicians" in line for line in reading_) is is_said


def test_each_limit_has_a_text_of_its_own() -> None:
    assert {limit.name for limit in LIMITS} == {
        *("high_pressure", "low_pressure", "high_pulse", "low_pulse", "low_oxygen")
    }
    for limit in LIMITS:
        assert limit.source.short in row(*_beyond(limit.numbers, limit.is_upper))


def _beyond(numbers: Any, is_upper: bool) -> list[Entry]:
    values = {name: n + (1 if is_upper else -1) for name, n in numbers.items()}
    if "systolic_mmhg" in values:
        values.setdefault("diastolic_mmhg", 60)
    return [reading(**values)]
