"""Made-up charts, and what their drawing holds: its words, its corners, what lies on what."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from ketalog.page.charts.axis import Days
from ketalog.page.charts.daily import DailyRow, daily_chart
from ketalog.page.charts.layout import BELOW, CAP, width_of
from ketalog.page.charts.palette import LIGHT, SCOPE
from ketalog.page.charts.response import BandPoint, response_chart
from ketalog.page.charts.scores import Scale, SeverityBand, Total, scores_chart
from ketalog.page.charts.strip import Bar, EventRow, Lane, strip_chart
from ketalog.page.charts.svg import Chart
from ketalog.page.languages.en import TEXTS

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert('x')</script>&amp;\"\x00\ufffe\u202e\ud800<!--"
MONDAY = date(2026, 9, 28)
PHQ9 = Scale(
    (
        SeverityBand(0, "minimal"),
        SeverityBand(5, "mild"),
        SeverityBand(10, "moderate"),
        SeverityBand(15, "moderately severe"),
        SeverityBand(20, "severe"),
    ),
    27,
)
LABELS = (
    ("before", "before"),
    ("+2 h", "2 hours after"),
    ("+1 d", "1 day after"),
    ("+2 d", "2 days after"),
    ("+3 d", "3 days after"),
    ("+7 d", "7 days after"),
)


def point(at: int, n: int, median: float | None, *bands: tuple[float, float]) -> BandPoint:
    quarter, tenth = bands or (None, None)
    return BandPoint(*LABELS[at], n, median, quarter, tenth, is_before=at == 0)


TYPICAL = (
    point(0, 27, 3, (3, 4), (2, 4.4)),
    point(1, 27, 5, (4, 6), (3, 7)),
    point(2, 24, 4.5, (4, 5), (3, 6)),
    point(3, 4, 6),
    point(4, 0, None),
    point(5, 8, 2, (1, 3), (0, 4)),
)


def response(*points: BandPoint) -> Chart:
    return response_chart(TEXTS, "mood", "Mood, sublingual", "higher is better", points)


def scores(*sums: int, every: float = 14, date_of: Callable[[date], str] = str) -> Chart:
    totals = [
        Total(at * every, date_of(MONDAY + timedelta(at * every)), one)
        for at, one in enumerate(sums)
    ]
    return scores_chart(TEXTS, "PHQ-9", "first → latest", totals, PHQ9)


def bars(*days: float, mg: float = 100, **more: bool) -> tuple[Bar, ...]:
    return tuple(Bar(day, mg, **more) for day in days)


def strip(days: int, *lanes: Lane, events: tuple[EventRow, ...] = ()) -> Chart:
    return strip_chart(TEXTS, "Every dose", Days(MONDAY, days), lanes, events)


def daily(*values: float | None) -> Chart:
    rows = [
        DailyRow("Mood", "mood", 10, values),
        DailyRow("Anxiety", "anxiety", 10, (None,) * len(values)),
    ]
    return daily_chart(TEXTS, "Day by day", Days(MONDAY, len(values)), rows)


# Reading a chart.


def read(chart: Chart) -> ET.Element:
    return ET.fromstring(chart.svg)  # noqa: S314


def words_in(chart: Chart) -> list[str]:
    return [one.text or "" for one in read(chart).iter(f"{NS}text")]


def of_class(chart: Chart, name: str, tag: str = "*") -> list[ET.Element]:
    found = read(chart).iter() if tag == "*" else read(chart).iter(NS + tag)
    return [one for one in found if name in one.get("class", "").split()]


def corners(element: ET.Element) -> Iterator[tuple[float, float]]:
    """Yield the corners of all that an element paints."""

    def value(name: str) -> float:
        return float(element.get(name, "0"))

    spots: list[tuple[float, float]] = []
    reach = value("stroke-width") / 2
    match element.tag.removeprefix(NS):
        case "text":
            left, top, right, bottom = text_corners(element)
            spots = [(left, top), (right, bottom)]
        case "line":
            spots = [(value("x1"), value("y1")), (value("x2"), value("y2"))]
            reach = 0.25 if value("y1") == value("y2") else reach
        case "rect":
            right, bottom = value("x") + value("width"), value("y") + value("height")
            spots = [(value("x"), value("y")), (right, bottom)]
        case "circle":
            x, y, r = value("cx"), value("cy"), value("r")
            spots = [(x - r, y - r), (x + r, y + r)]
        case "polyline" | "polygon":
            pairs = [one.split(",") for one in element.get("points", "").split()]
            spots = [(float(x), float(y)) for x, y in pairs]
        case "path":
            steps = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", element.get("d", ""))
            spots = [(float(x), float(y)) for x, y in steps]
        case other:
            assert other in {"svg", "title", "desc"}
    for x, y in spots:
        yield x - reach, y - reach
        yield x + reach, y + reach


def text_corners(element: ET.Element) -> tuple[float, float, float, float]:
    size, bold = float(element.get("font-size", "0")), element.get("font-weight") == "600"
    width = width_of(element.text or "", size, bold=bold)
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    below = 0 if re.fullmatch(r"[\d.]+", element.text or "") else BELOW  # figures have no tails
    return left, y - CAP * size, left + width, y + below * size


def assert_sound(chart: Chart) -> None:
    """Every chart is whole, inside its box, readable, and says what it is."""
    root = read(chart)
    assert root.get("viewBox") == f"0 0 {chart.width} {chart.height}"
    assert (root.get("width"), root.get("height")) == (f"{chart.width}pt", f"{chart.height}pt")
    assert (root.get("role"), root.get("class")) == ("img", SCOPE)
    assert [one.tag for one in root[:2]] == [f"{NS}title", f"{NS}desc"]
    assert root.get("aria-labelledby", "").split() == [one.get("id") for one in root[:2]]
    for element in root.iter():
        for x, y in corners(element):
            assert -0.26 <= x <= chart.width + 0.26, ET.tostring(element)
            assert -0.26 <= y <= chart.height + 0.26, ET.tostring(element)
    assert all(float(one.get("font-size", "0")) >= 7 for one in root.iter(f"{NS}text"))
    assert re.findall(r"\d\.\d{3}", chart.svg.partition("</desc>")[2]) == []
    assert_coloured(root)


def assert_coloured(root: ET.Element) -> None:
    """Each colour has its class, so that a page can change it."""
    for element in root.iter():
        names = element.get("class", "").split()
        for attribute, ending in (("fill", ""), ("stroke", "-line")):
            colour = element.get(attribute)
            if colour and colour != "none":
                assert any(LIGHT[one] == colour and one + ending in names for one in LIGHT)


def overlapping(chart: Chart) -> list[tuple[str, str]]:
    """Return the words of a chart that lie on one another."""
    boxes = [(one.text or "", text_corners(one)) for one in read(chart).iter(f"{NS}text")]
    return [
        (words, other)
        for at, (words, (left, top, right, bottom)) in enumerate(boxes)
        for other, (left2, top2, right2, bottom2) in boxes[at + 1 :]
        if min(right, right2) - max(left, left2) > 0.1
        and min(bottom, bottom2) - max(top, top2) > 0.1
    ]


CHARTS = {
    "response": response(*TYPICAL),
    "response to one dose": response(*(point(at, at % 2, at % 2 or None) for at in range(6))),
    "response without a rating": response(*(point(at, 0, None) for at in range(6))),
    "response from 0 to 10": response(*(point(at, 9, 10 * (at % 2)) for at in range(6))),
    "scores": scores(19, 16, 17, 12, 9),
    "one score": scores(27),
    "no score": scores(),
    "forty scores": scores(*(abs(27 - 3 * at) % 28 for at in range(40))),
    "eight weeks of doses": strip(
        56,
        Lane("sublingual", bars(*range(0, 56, 2)), ((0, 28, 100), (28, 56, 150)), (1.5,), (3.5,)),
        Lane("nasal", bars(3, 10, mg=30, is_planned=False)),
        Lane("intravenous", bars(20, mg=35, is_given=True)),
        events=(
            EventRow("Severe effects", (3.2, 17), is_flag=True),
            EventRow("Blood pressure", (3, 54), (54, "232/138")),
        ),
    ),
    "one dose": strip(1, Lane("nasal", bars(0.5))),
    "silence": strip(56, Lane("oral", (), ((0, 56, 100),), (), tuple(n + 0.5 for n in range(56)))),
    "three years of doses": strip(1096, Lane("sublingual", bars(*range(1096)), ((0, 1096, 100),))),
    "eight weeks of days": daily(*(None if n % 9 == 4 else n % 11 for n in range(56))),
    "one day": daily(5),
    "no day": daily(None, None),
}
