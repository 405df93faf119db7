"""PsychonautWiki Journal's JSON: experiences with ingestions, ratings and timed notes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ketalog.domain.sittings import JOIN_WITHIN
from ketalog.errors import BadFile
from ketalog.importers import Importer
from ketalog.importers._file import NOTHING
from ketalog.importers._rows import Rows
from ketalog.importers._values import (
    MG,
    Unfit,
    checked_amount,
    id_of,
    items,
    joined,
    ketamine_in,
    of_epoch,
    spaced,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ketalog.importers import GivenFile, Incoming, Wanted

_ROUTES = {
    "ORAL": "oral",
    "SUBLINGUAL": "sublingual",
    "BUCCAL": "buccal",
    "INSUFFLATED": "nasal",
    "SUBCUTANEOUS": "subcutaneous",
    "INTRAMUSCULAR": "intramuscular",
    "INTRAVENOUS": "intravenous",
}
_SINCE_2001 = 978_307_200
"""Seconds from 1970 to 2001, from which the app for iOS counts some times."""
_FAR = timedelta(days=30)
"""A time this far from its experience was read in the wrong unit."""
_RULES = ("Times have no zone in the file: shown on this computer's clock.",)
_POWDER = "Insufflated became nasal: it is powder, no spray."


Sittings = dict[tuple[str | None, str], tuple[str, "datetime"]]
"""The id and time of the first dose of each medication and route in an experience."""


def _recognises(file: GivenFile) -> bool:
    return "experiences" in file.keys and bool(
        file.keys & {"ingestions", "substanceCompanions", "customUnits"}
    )


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    content = file.json()
    if not (isinstance(content, dict) and isinstance(content.get("experiences"), list)):
        raise BadFile(f"{file.name} has no experiences that can be read.", NOTHING)
    rows = Rows(file, wanted, "PsychonautWiki Journal")
    units = {
        unit["id"]: unit
        for unit in items(content.get("customUnits"))
        if type(unit.get("id")) is int
    }
    position, powder = 0, False
    for experience in content["experiences"]:
        if not isinstance(experience, dict):
            position += 1
            rows.leave_out(position, "they are no experience")
            continue
        day = _moment(experience.get("sortDate"), None)
        ours = False
        ingestions = list(enumerate(_list(experience, "ingestions"), position + 1))
        position += len(ingestions)
        sittings: Sittings = {}
        for number, ingestion in sorted(ingestions, key=lambda item: _order(item[1])):
            with rows.row(number):
                if ketamine_in(text_of(ingestion.get("substanceName")) or ""):
                    _dose(rows, ingestion, day, units, sittings)
                    ours = True
                    powder = powder or ingestion.get("administrationRoute") == "INSUFFLATED"
                else:
                    _other(rows, ingestion, day)
        for note in _list(experience, "timedNotes"):
            position += 1
            with rows.row(position):
                _note(rows, text_of(note.get("note")), note.get("time"), day, ours=ours)
        for _ in _list(experience, "ratings"):
            position += 1
            rows.leave_out(position, "they rate an experience, which is no mood from 0 to 10")
        words = joined(text_of(experience.get("title")), text_of(experience.get("text")))
        if words:
            position += 1
            with rows.row(position):
                _note(rows, words, experience.get("sortDate"), day, ours=ours)
    return rows.incoming(*_RULES, *([_POWDER] if powder else []))


def _list(experience: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = experience.get(key)
    return (
        [item if isinstance(item, dict) else {} for item in value]
        if isinstance(value, list)
        else []
    )


def _order(ingestion: dict[str, Any]) -> float:
    at = _moment(ingestion.get("time"), None)
    return at.timestamp() if at else 0


def _moment(value: object, day: datetime | None) -> datetime | None:
    """Return a time in ms or s since 1970, or in s since 2001; None if it can't be one of these."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value >= 1e11:
        seconds = value // 1000  # A whole number can be too large for a fraction.
    elif value >= 1.2e9:
        seconds = value
    else:
        seconds = value + _SINCE_2001
    try:
        at = of_epoch(seconds)
    except Unfit:
        return None
    return at if day is None or abs(at - day) <= _FAR else None


def _at(value: object, day: datetime | None) -> datetime:
    at = _moment(value, day)
    if at is None:
        raise Unfit("the time can't be read")
    return at


def _refuse_another(ingestion: dict[str, Any]) -> None:
    if spaced(text_of(ingestion.get("consumerName")) or ""):
        raise Unfit("another person took them")


def _dose(
    rows: Rows,
    ingestion: dict[str, Any],
    day: datetime | None,
    units: Mapping[int, dict[str, Any]],
    sittings: Sittings,
) -> None:
    _refuse_another(ingestion)
    name = text_of(ingestion.get("substanceName")) or ""
    at = _at(ingestion.get("time"), day)
    route = _ROUTES.get(str(ingestion.get("administrationRoute")))
    if route is None:
        raise Unfit("their route is none that ketalog knows")
    dose, unit = _decimal(ingestion.get("dose")), text_of(ingestion.get("units"))
    estimate = ingestion.get("isDoseAnEstimate") is True
    count, each_mg = None, None
    custom = units.get(id_of(ingestion.get("customUnitId")))
    if custom is not None:
        count, each_mg = dose, _decimal(custom.get("dose")) * _factor(custom.get("originalUnit"))
        amount = dose * each_mg
        estimate = estimate or custom.get("isEstimate") is True
    else:
        amount = dose * _factor(unit)
    medication = ketamine_in(name)
    # Doses of one experience are one sitting, that of the first of their medication and route.
    first = sittings.get((medication, route))
    booster = first is not None and at - first[1] <= JOIN_WITHIN
    dose_id = rows.add(
        "dose",
        ("psychonautwiki", int(at.timestamp()), medication),
        at,
        amount_mg=checked_amount(amount),
        count=count,
        each_mg=each_mg,
        route=route,
        medication=None if medication == "ketamine" else medication,
        estimate=estimate or None,
        note=joined(text_of(ingestion.get("notes"))),
        sitting=first[0] if first and booster else None,
    )
    if not booster:
        sittings[medication, route] = (dose_id, at)


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit("the amount of the dose isn't said")
    return checked_amount(Decimal(str(value)))


def _factor(unit: object) -> Decimal:
    """Return how many mg one of a unit is."""
    if not (isinstance(unit, str) and unit.strip() in MG):
        raise Unfit("the amount of the dose isn't in mg, g or µg")
    return MG[unit.strip()]


def _other(rows: Rows, ingestion: dict[str, Any], day: datetime | None) -> None:
    _refuse_another(ingestion)
    name = spaced(text_of(ingestion.get("substanceName")) or "")
    dose, unit = ingestion.get("dose"), text_of(ingestion.get("units"))
    amount = f"{dose} {unit}" if isinstance(dose, int | float) and unit else None
    rows.other(("psychonautwiki",), _at(ingestion.get("time"), day), name, amount)


def _note(rows: Rows, words: str | None, time: object, day: datetime | None, *, ours: bool) -> None:
    if not ours:
        raise Unfit("they are words about an experience without ketamine")
    at = _at(time, day)
    if not joined(words):
        raise Unfit("they have no words")
    rows.add("note", ("psychonautwiki", int(at.timestamp())), at, text=joined(words))


IMPORTER = Importer("PsychonautWiki Journal (JSON)", _recognises, _read)
