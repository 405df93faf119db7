"""PsychonautWiki Journal's JSON: experiences with ingestions, ratings and timed notes."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ketalog.domain.sittings import JOIN_WITHIN
from ketalog.importers import GivenFile, Importer, Incoming, Wanted
from ketalog.importers._rows import Rows
from ketalog.importers._values import (
    MG,
    Unfit,
    checked_amount,
    id_of,
    is_number,
    items,
    joined,
    ketamine_in,
    of_epoch,
    spaced,
    text_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


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
_CLOCK_RULE = "Times have no zone in the file: shown on this computer's clock."
_POWDER_RULE = "Insufflated became nasal: it is powder, no spray."
Json = dict[str, Any]


def _recognises(file: GivenFile) -> bool:
    return "experiences" in file.keys and bool(
        file.keys & {"ingestions", "substanceCompanions", "customUnits"}
    )


def _read(file: GivenFile, wanted: Wanted) -> Incoming:
    content = file.json()
    if not (isinstance(content, dict) and isinstance(content.get("experiences"), list)):
        raise file.bad("has no experiences that can be read.")
    rows = Rows(file, wanted, "PsychonautWiki Journal")
    units = {id_of(unit.get("id")): unit for unit in items(content.get("customUnits"))}
    units.pop(0, None)  # One without an id.
    experiences = _Experiences(rows, units)
    for experience in content["experiences"]:
        experiences.add(experience)
    return rows.incoming(_CLOCK_RULE, *([_POWDER_RULE] if experiences.have_powder else []))


class _Experiences:
    """Experiences on their way into rows, which are numbered through all of them."""

    def __init__(self, rows: Rows, units: Mapping[int, Json]) -> None:
        self._rows, self._units = rows, units
        self._row = 0
        self.have_powder = False

    def _next(self) -> int:
        self._row += 1
        return self._row

    def add(self, experience: object) -> None:
        """Add what one experience holds, or leave it out."""
        rows = self._rows
        if not isinstance(experience, dict):
            rows.leave_out(self._next(), "they are no experience")
            return
        day = _moment(experience.get("sortDate"), None)
        has_ketamine = self._add_ingestions(experience, day)
        for note in _list(experience, "timedNotes"):
            with rows.row(self._next()):
                _add_note(rows, text_in(note, "note"), note.get("time"), day, is_ours=has_ketamine)
        for _ in _list(experience, "ratings"):
            reason = "they rate an experience, which is no mood from 0 to 10"
            rows.leave_out(self._next(), reason)
        words = joined(text_in(experience, "title"), text_in(experience, "text"))
        if words:
            with rows.row(self._next()):
                _add_note(rows, words, experience.get("sortDate"), day, is_ours=has_ketamine)

    def _add_ingestions(self, experience: Json, day: datetime | None) -> bool:
        """Add an experience's ingestions; tell whether there is a dose among them."""
        numbered = [(self._next(), ingestion) for ingestion in _list(experience, "ingestions")]
        sittings: dict[tuple[str | None, str], _First] = {}
        has_ketamine = False
        for number, ingestion in sorted(numbered, key=lambda item: _order(item[1])):
            with self._rows.row(number):
                if spaced(text_in(ingestion, "consumerName")):
                    raise Unfit("another person took them")
                if ketamine_in(text_in(ingestion, "substanceName")):
                    self._add_dose(ingestion, day, sittings)
                    has_ketamine = True
                else:
                    _add_other(self._rows, ingestion, day)
        return has_ketamine

    def _add_dose(
        self,
        ingestion: Json,
        day: datetime | None,
        sittings: dict[tuple[str | None, str], _First],
    ) -> None:
        """Add a dose; those of one experience are a sitting, of one medication and route each."""
        at = _at(ingestion.get("time"), day)
        route = _ROUTES.get(str(ingestion.get("administrationRoute")))
        if route is None:
            raise Unfit("their route is none that ketalog knows")
        medication = ketamine_in(text_in(ingestion, "substanceName"))
        first = sittings.get((medication, route))
        if first is not None and at - first.at > JOIN_WITHIN:
            first = None
        dose_id = self._rows.add(
            "dose",
            ("psychonautwiki", int(at.timestamp()), medication),
            at,
            **self._amount(ingestion),
            route=route,
            medication=None if medication == "ketamine" else medication,
            note=joined(text_in(ingestion, "notes")),
            sitting=first and first.id,
        )
        if first is None:
            sittings[medication, route] = _First(dose_id, at)
        self.have_powder |= ingestion.get("administrationRoute") == "INSUFFLATED"

    def _amount(self, ingestion: Json) -> Json:
        """Return the fields with a dose's amount: in a unit of the patient's own, or in mg."""
        dose = _decimal(ingestion.get("dose"))
        is_estimate = ingestion.get("isDoseAnEstimate") is True
        custom = self._units.get(id_of(ingestion.get("customUnitId")))
        if custom is None:
            amount = dose * _factor(ingestion.get("units"))
            return {"amount_mg": checked_amount(amount), "estimate": is_estimate or None}
        each_mg = _decimal(custom.get("dose")) * _factor(custom.get("originalUnit"))
        return {
            "amount_mg": checked_amount(dose * each_mg),
            "count": dose,
            "each_mg": each_mg,
            "estimate": is_estimate or custom.get("isEstimate") is True or None,
        }


class _First(NamedTuple):
    """The first dose of a sitting."""

    id: str
    at: datetime


def _list(experience: Json, key: str) -> list[Json]:
    """Return a list of an experience; what is no object in it is an empty one, to be counted."""
    value = experience.get(key)
    parts = value if isinstance(value, list) else []
    return [part if isinstance(part, dict) else {} for part in parts]


def _order(ingestion: Json) -> float:
    at = _moment(ingestion.get("time"), None)
    return at.timestamp() if at else 0


def _moment(value: object, day: datetime | None) -> datetime | None:
    """Return a time in ms or s since 1970, or in s since 2001; None if it can't be one of these."""
    if not is_number(value):
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


def _decimal(value: object) -> Decimal:
    if not is_number(value):
        raise Unfit("the amount of the dose isn't said")
    return checked_amount(Decimal(str(value)))


def _factor(unit: object) -> Decimal:
    """Return how many mg one of a unit is."""
    if not (isinstance(unit, str) and unit.strip() in MG):
        raise Unfit("the amount of the dose isn't in mg, g or µg")
    return MG[unit.strip()]


def _add_other(rows: Rows, ingestion: Json, day: datetime | None) -> None:
    name = spaced(text_in(ingestion, "substanceName"))
    dose, unit = ingestion.get("dose"), text_in(ingestion, "units")
    amount = f"{dose} {unit}" if isinstance(dose, int | float) and unit else None
    rows.other(("psychonautwiki",), _at(ingestion.get("time"), day), name, amount)


def _add_note(rows: Rows, words: str, time: object, day: datetime | None, *, is_ours: bool) -> None:
    if not is_ours:
        raise Unfit("they are words about an experience without ketamine")
    at = _at(time, day)
    text = joined(words)
    if text is None:
        raise Unfit("they have no words")
    rows.add("note", ("psychonautwiki", int(at.timestamp())), at, text=text)


IMPORTER = Importer("PsychonautWiki Journal (JSON)", _recognises, _read)
