"""The sheet of one evening, to fill in by hand: its rows are those that `type` asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ketalog.domain.entries import MEASURE, MEASURES, SEVERITIES
from ketalog.domain.routes import NAMES
from ketalog.domain.sheet import SHEET
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.page.texts import Texts

ROUTES = NAMES[:5]
"""Those with a box of their own; others are written beside them."""
CUFFS, EFFECTS, LINES = 4, 6, 3
"""Lines for what can be filled in several times."""


class Field(Value, frozen=True):
    """What is filled in: a blank, a scale from 0 to 10, or boxes to tick; or a space between.

    `width` is its share of the line; `unit` stands behind a blank, `ends` at a scale's.
    """

    kind: Literal["blank", "scale", "boxes", "space"]
    label: str
    width: float = 1
    unit: str = ""
    ends: tuple[str, str] = ("", "")
    boxes: tuple[str, ...] = ()


class SheetPart(Value, frozen=True):
    """One numbered row of the sheet, with its lines of fields."""

    title: str
    hint: str
    lines: tuple[tuple[Field, ...], ...]


class Sheet(Value, frozen=True):
    """All that stands on it."""

    language: str
    title: str
    subtitle: str
    head: tuple[Field, ...]
    parts: tuple[SheetPart, ...]
    footer: str


def sheet(texts: Texts) -> Sheet:
    """Return the sheet in a language."""
    ratings = [
        (_time(texts), Field("space", "", 3)),
        *((_scale(texts, measure.name),) for measure in MEASURES if measure.with_a_dose),
    ]
    lines: dict[str, Sequence[tuple[Field, ...]]] = {
        "before": ratings,
        "cuff_before": [_cuff(texts)],
        "dose": [*_dose(texts)],
        "cuff_after": [_cuff(texts)] * CUFFS,
        "effects": [(Field("boxes", "", boxes=(texts.sheet_words["none"],)),), *_effects(texts)],
        "after": ratings,
        "note": [(Field("blank", ""),)] * LINES,
        "morning": [
            (
                _time(texts),
                Field("blank", texts.sleep, unit=texts.sheet_words["slept"]),
                Field("space", "", 2),
            ),
            *((_scale(texts, measure.name),) for measure in MEASURES),
        ],
    }
    parts = tuple(
        SheetPart(
            texts.sheet_rows[row.name], texts.sheet_hints.get(row.name, ""), tuple(lines[row.name])
        )
        for row in SHEET
    )
    head = (
        Field("blank", texts.on_date, 1.2),
        Field("blank", texts.patient, 2),
    )
    return Sheet(
        texts.language, texts.sheet_title, texts.sheet_subtitle, head, parts, texts.sheet_footer
    )


def _time(texts: Texts) -> Field:
    return Field("blank", texts.at_time)


def _scale(texts: Texts, name: str) -> Field:
    words = texts.sheet_words
    ends = (words["worst"], words["best"]) if MEASURE[name].best else (words["none"], words["most"])
    return Field("scale", texts.sheet_measures[name], ends=ends)


def _cuff(texts: Texts) -> tuple[Field, ...]:
    words = texts.sheet_words
    return (
        _time(texts),
        Field("blank", texts.pressure, 1.5, unit="/"),
        Field("blank", "", unit=words["mmhg"]),
        Field("blank", words["pulse"], unit=words["a_minute"]),
        Field("blank", words["oxygen"], unit=words["percent"]),
    )


def _dose(texts: Texts) -> Sequence[tuple[Field, ...]]:
    words = texts.sheet_words
    routes = tuple(texts.routes.get(route, route) for route in ROUTES)
    taken = (_time(texts), Field("blank", texts.amount, 1.5, unit=words["mg"]))
    held = Field("blank", texts.held, unit=words["min"])
    swallowed = Field("boxes", "", boxes=(texts.swallowed, texts.spat_out))
    second = Field("blank", words["second"], 1.5)
    kinds = Field("boxes", "", boxes=(words["booster"], words["separate"]))
    return (
        (*taken, held, swallowed),
        (Field("boxes", texts.route, boxes=(*routes, words["other"])),),
        (
            Field("boxes", "", boxes=(texts.alone,)),
            Field("blank", words["with"], 1.4),
            Field("blank", words["where"], 1.2),
            Field("blank", words["ate"], 1.2, unit=words["hours_before"]),
        ),
        (Field("blank", words["intention"]),),
        (second, taken[1], kinds),
    )


def _effects(texts: Texts) -> Sequence[tuple[Field, ...]]:
    words = texts.sheet_words
    grades = tuple(texts.severities[severity] for severity in SEVERITIES)
    line = (
        Field("blank", words["what"], 2),
        Field("boxes", "", boxes=grades),
        Field("blank", words["from"], 0.9),
        Field("blank", words["for"], 1, unit=words["min"]),
    )
    return [line] * EFFECTS
