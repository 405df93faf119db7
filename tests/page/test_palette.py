"""The colours of the page: enough contrast in light and dark, apart for colour-blind eyes too."""

from collections.abc import Mapping
from itertools import combinations, pairwise

import pytest

from ketalog.page.charts.palette import DARK, LIGHT, SCOPE, SEVERITIES, chart_css, severity_name

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
BANDS = [f"{measure}-band-{part}" for measure in ("mood", "anxiety") for part in ("10", "25")]
STEPS = [severity_name(step) for step in range(SEVERITIES)]
FACES = ["paper", "shade", *BANDS, *STEPS]

TEXT, GRAPHICS = 4.5, 3.0
"""WCAG 2.2, success criteria 1.4.3 and 1.4.11 (level AA)."""
APART, FAR_APART = 12, 70
"""CIE76; about 2.3 is a just noticeable difference (Mahy, Van Eycken & Oosterlinck 1994).

A flag stands in no chart, and always with "!": it need not be far from anxiety for tritan eyes."""

SEEN_AS = {
    "normal": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Severity 1.0, for linear RGB: Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6):1291-1298."""

Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    """Return a colour's light, 0-1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _lit(red), _lit(green), _lit(blue)


def _lit(request: float) -> float:
    lit: float = request / 12.92 if request <= 0.04045 else ((request + 0.055) / 1.055) ** 2.4
    return lit


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eyes: str) -> Triple:
    """Return the light that is left of a colour for such eyes."""
    light = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(part * own for part, own in zip(row, light, strict=True))))
        for row in SEEN_AS[eyes]
    )
    return red, green, blue


def lab(light: Triple) -> Triple:
    """Return linear sRGB as CIE Lab (D65)."""
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116
        for part in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: str, other: str, eyes: str) -> float:
    pairs = zip(lab(seen(one, eyes)), lab(seen(other, eyes)), strict=True)
    distance: float = sum((a - b) ** 2 for a, b in pairs) ** 0.5
    return distance


@THEMES
@pytest.mark.parametrize("face", FACES)
def test_numbers_can_be_read_wherever_they_stand(theme: Mapping[str, str], face: str) -> None:
    assert contrast(theme["ink"], theme[face]) >= TEXT


@THEMES
@pytest.mark.parametrize("words", ["muted", "mood", "anxiety", "flag"])
@pytest.mark.parametrize("face", ["paper", "shade"])
def test_words_can_be_read(theme: Mapping[str, str], words: str, face: str) -> None:
    assert contrast(theme[words], theme[face]) >= TEXT


@THEMES
@pytest.mark.parametrize(
    ("mark", "face"),
    [
        *((band.partition("-")[0], band) for band in BANDS),
        *(("ink", step) for step in STEPS),
        *((mark, face) for mark in ("mood", "anxiety", "flag") for face in ("paper", "shade")),
    ],
)
def test_lines_and_marks_stand_out(theme: Mapping[str, str], mark: str, face: str) -> None:
    assert contrast(theme[mark], theme[face]) >= GRAPHICS


@THEMES
@pytest.mark.parametrize("eyes", SEEN_AS)
def test_colour_blind_eyes_tell_mood_anxiety_and_flags_apart(
    theme: Mapping[str, str], eyes: str
) -> None:
    apart = {
        (one, other): difference(theme[one], theme[other], eyes)
        for one, other in combinations(("mood", "anxiety", "flag"), 2)
    }
    assert min(apart.values()) >= APART, apart
    assert apart["mood", "anxiety"] >= FAR_APART


@THEMES
def test_a_more_severe_band_is_further_from_the_paper(theme: Mapping[str, str]) -> None:
    steps = [contrast(theme[step], theme["paper"]) for step in STEPS]
    assert all(other / one > 1.04 for one, other in pairwise(steps))


@THEMES
@pytest.mark.parametrize("measure", ["mood", "anxiety"])
def test_the_middle_half_is_the_stronger_band(theme: Mapping[str, str], measure: str) -> None:
    wide, narrow = (contrast(theme[f"{measure}-band-{part}"], theme["paper"]) for part in (10, 25))
    assert narrow > wide * 1.15
    assert wide > 1.1


def test_both_themes_name_the_same_colours() -> None:
    assert list(LIGHT) == list(DARK)


def test_a_seventh_band_is_as_dark_as_the_sixth() -> None:
    assert severity_name(SEVERITIES) == severity_name(SEVERITIES - 1) == f"severity-{SEVERITIES}"


def test_the_css_of_a_theme_reaches_charts_alone() -> None:
    rules = chart_css(DARK).splitlines()
    assert len(rules) == len(DARK)
    assert all(rule.count(f".{SCOPE} .") == rule.count("{") == 2 for rule in rules)
    assert f".{SCOPE} .mood{{fill:#63b3f0}}.{SCOPE} .mood-line{{stroke:#63b3f0}}" in rules


# The measures themselves.


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_lab_is_that_of_the_cie() -> None:
    assert lab(linear("#ffffff")) == pytest.approx((100, 0, 0), abs=0.02)
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)


def test_red_and_green_are_near_for_colour_blind_eyes_alone() -> None:
    assert difference("#b04a00", "#6b6b00", "normal") > 2 * difference(
        "#b04a00", "#6b6b00", "deutan"
    )
