"""Every dose of a period as a bar against the plan's line; below it what else stands on a day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ketalog.domain.values import Value
from ketalog.page.charts import svg
from ketalog.page.charts.axis import NAME, UNDER, WIDTH, Days, day_frame, day_names, row_name
from ketalog.page.charts.layout import Frame, width_of
from ketalog.page.charts.svg import SMALL, Chart, Paint, Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ketalog.page.texts import Texts

END = Style(anchor="end")
TALL = (42, 28, 20)
"""The height of a lane, by how many there are."""
HEAD, BETWEEN, EVENT = 7.0, 3.0, 9.0
WIDEST, NARROWEST = 4.2, 0.7
"""The widths that a bar can have."""
MARK = Style(SMALL + 1, "ink", "middle", bold=True)


class Bar(Value, frozen=True):
    """One dose: days since the period's start, its mg, whether it was planned, or given."""

    day: float
    mg: float
    is_planned: bool = True
    is_given: bool = False


class Lane(Value, frozen=True):
    """The doses of one route and medication: their bars, the plan's line as (first day, end, mg).

    `skipped` and `unknown` are the days of planned doses that were not taken, and of such as
    nothing is known of. `medication` is "" where it needs no name.
    """

    name: str
    bars: tuple[Bar, ...]
    plan: tuple[tuple[float, float, float], ...] = ()
    skipped: tuple[float, ...] = ()
    unknown: tuple[float, ...] = ()
    medication: str = ""


class EventRow(Value, frozen=True):
    """What else stands on days: its name, the days, and words beside one of them."""

    name: str
    days: tuple[float, ...]
    label: tuple[float, str] | None = None
    is_flag: bool = False


def strip_chart(
    text: Texts, title: str, days: Days, lanes: Sequence[Lane], events: Sequence[EventRow]
) -> Chart:
    """Return the chart of a period's doses, a lane a route."""
    tall = TALL[min(len(lanes), len(TALL)) - 1] if lanes else 0
    bottom = 2.0 + len(lanes) * (HEAD + tall + BETWEEN) + len(events) * EVENT
    shading, names = day_names(text, days, bottom)
    drawn, top = [shading], 2.0
    for lane in lanes:
        most = max([bar.mg for bar in lane.bars] + [mg for _, _, mg in lane.plan], default=1)
        frame = day_frame(days, top + HEAD, top + HEAD + tall, most)
        drawn += [_scale(text, lane, frame, most), _bars(lane, frame), _line(lane, frame)]
        drawn.append(_missed(lane, frame))
        top += HEAD + tall + BETWEEN
    for event in events:
        drawn.append(_event(event, day_frame(days, top, top + EVENT, 1)))
        top += EVENT
    drawn.append(names)
    height = int(bottom + UNDER + 1)
    words = text.say_strip(
        title,
        [
            text.say_lane(
                " ".join(filter(None, (lane.name, lane.medication))),
                len(lane.bars),
                sum(not bar.is_planned for bar in lane.bars),
                (len(lane.skipped), len(lane.unknown)),
            )
            for lane in lanes
        ],
        [text.say_days_with(event.name, len(set(map(int, event.days)))) for event in events],
    )
    return svg.chart(title, words, (WIDTH, height), drawn)


def _scale(text: Texts, lane: Lane, frame: Frame, most: float) -> str:
    left, foot = frame.box.left - 3, frame.box.bottom
    middle = (frame.box.top + foot) / 2 + 3
    top = text.say_value(most if most != int(most) else int(most))
    return "".join(
        [
            row_name(lane.name, middle - bool(lane.medication) * 4, Style(NAME, "ink", bold=True)),
            row_name(lane.medication, middle + 5, Style(colour="ink")) if lane.medication else "",
            svg.line((left, foot), (WIDTH, foot), Paint(line="grid", width=0.6)),
            svg.text((left - 1, frame.y(most) + 2.5), top, END),
            svg.text((left - 1, foot + 1), "0", END),
        ]
    )


def _width(lane: Lane, frame: Frame) -> float:
    """Return how wide a bar is, by the usual gap between doses."""
    places = sorted({frame.x(bar.day) for bar in lane.bars})
    gaps = sorted(later - place for place, later in pairwise(places))
    usual = gaps[len(gaps) // 2] if gaps else WIDEST
    return min(WIDEST, max(NARROWEST, usual * 0.6))


def _bars(lane: Lane, frame: Frame) -> str:
    """Draw planned doses filled, others as outlines, with a sign over those of a clinic."""
    width = _width(lane, frame)
    filled, drawn = [], []
    for bar in lane.bars:
        x, y = frame.x(bar.day), frame.y(bar.mg)
        if bar.is_planned:
            filled.append((x, y))
        else:
            corner = (x - width / 2 + 0.35, y + 0.35)
            size = (max(0.2, width - 0.7), max(0.2, frame.box.bottom - y - 0.7))
            drawn.append(svg.rectangle(corner, *size, Paint("paper", "ink", 0.7)))
        if bar.is_given:
            drawn.append(svg.triangle((x, y - 3.4), 2, Paint("ink")))
    places = dict.fromkeys((round(x, 1), round(y, 1)) for x, y in filled)
    bars = svg.bars(places, frame.box.bottom, width, Paint("muted"))
    return bars + "".join(drawn)


def _line(lane: Lane, frame: Frame) -> str:
    """Draw the plan's mg over its days, and a step where it changes."""
    pairs = []
    for start, end, mg in lane.plan:
        pairs.append(((frame.x(start), frame.y(mg)), (frame.x(end), frame.y(mg))))
    for (_, end, mg), (start, _, later) in pairwise(lane.plan):
        if start == end and later != mg:
            pairs.append(((frame.x(end), frame.y(mg)), (frame.x(end), frame.y(later))))
    return svg.strokes(pairs, Paint(line="anxiety", width=1.1))


def _missed(lane: Lane, frame: Frame) -> str:
    y = frame.box.bottom - 3.5
    crosses = svg.crosses(
        [(frame.x(day), y) for day in lane.skipped], 2, Paint(line="ink", width=1)
    )
    marks, last = [], float("-inf")
    for x in sorted(frame.x(day) for day in lane.unknown):
        if x - last >= 4.5:
            marks.append(svg.text((x, frame.box.bottom - 1), "?", MARK))
            last = x
    return crosses + "".join(marks)


def _event(event: EventRow, frame: Frame) -> str:
    middle = (frame.box.top + frame.box.bottom) / 2
    colour = "flag" if event.is_flag else "ink"
    spots = _apart((frame.x(day) for day in event.days), 1)
    drawn = [row_name(event.name, middle + 2.5, Style())]
    drawn.append(svg.dots([(x, middle) for x in spots], Paint(line=colour, width=4)))
    if event.label is not None:
        day, words = event.label
        room = width_of(words, SMALL)
        x = _beside([frame.x(on) for on in event.days if int(on) == int(day)], spots, room, frame)
        drawn.append(svg.rectangle((x - 1, middle - 4), room + 2, 8, Paint("paper")))
        drawn.append(svg.text((x, middle + 2.5), words, Style(colour="ink")))
    return "".join(drawn)


def _beside(same_day: Sequence[float], spots: Sequence[float], room: float, frame: Frame) -> float:
    """Return where words about a day begin: behind its spots, or before them if only there is room.

    Spots of other days may have to go; those of the day itself never do.
    """
    behind, before = max(same_day) + 4, min(same_day) - 4 - room
    fits = [x for x in (behind, before) if frame.box.left <= x and x + room <= frame.box.right]
    clear = [x for x in fits if not any(x - 3 < spot < x + room + 3 for spot in spots)]
    return (clear or fits or [behind])[0]


def _apart(places: Iterable[float], least: float) -> list[float]:
    """Return places in order, without such as lie on the one before."""
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] >= least:
            kept.append(place)
    return kept
