"""Readings that were typed → entries; an odd blood pressure is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketalog.commands import _input, _questions
from ketalog.domain.entries import new_id
from ketalog.domain.readings import Readings, read_reading, read_readings, read_weight, refuse_odd
from ketalog.domain.treatment import Vitals
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from ketalog.app import App
    from ketalog.domain.entries import Dose


def readings(
    app: App,
    typed: str | None,
    pulse: str | None = None,
    oxygen: str | None = None,
    weight: str | None = None,
) -> dict[str, Any]:
    """Return the readings in what was typed, by their names in an entry."""
    read = read_readings(" ".join(_input.storable(app, [typed]))) if typed else Readings()
    if read.is_odd and app.ui.asks:
        if not _questions.agrees(app, f"Is {read.pressure} right? y to log it, n to stop: "):
            raise BadInput("Nothing was logged.", "Type it again, as in: 128/82.")
        read = read._replace(sure=True)
    refuse_odd(read)
    options = {
        "pulse_per_minute": read_reading(pulse, "pulse"),
        "oxygen_percent": read_reading(oxygen, "oxygen"),
        "weight_kg": read_weight(weight),
    }
    given = {name: one for name, one in options.items() if one is not None}
    if twice := given.keys() & read.known.keys():
        what = min(twice).partition("_")[0]
        raise BadInput(f"The {what} is said twice.", f"Leave out --{what}, or the word for it.")
    return {**read.known, **given}


def before(app: App, dose: Dose, pressure: str | None, pulse: str | None) -> Vitals:
    """Return the readings taken with a dose: they stand before it."""
    said = readings(app, pressure, pulse)
    about: dict[str, Any] = {"id": new_id(), "at": dose.at, "recorded": dose.recorded}
    return Vitals(**about, **said, place="before", dose=dose.id)
