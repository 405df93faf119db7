"""A week on 24 rows leaves out what `ketalog` alone says anyway; today is marked."""

from msgspec.structs import replace

from tests.diary import A_WEEK, line_with, lines_of, screen, view_of


def test_on_a_low_screen_the_week_leaves_out_what_is_ahead() -> None:
    view = replace(view_of(A_WEEK), ahead=(("Planned", "100 mg sublingual on Mon 23 Nov"),))
    low, high = (lines_of(view, screen(rows=rows)) for rows in (24, 40))
    assert not any("Ahead" in line for line in low)
    assert any("Ahead" in line for line in high)
    assert low[-1] == high[-1]


def test_today_is_marked_in_the_week() -> None:
    names = line_with("Mon 16", lines_of(view_of(A_WEEK), screen()))
    assert names.split()[-2:] == ["Today", "22"]
