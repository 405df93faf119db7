"""Sessions at the clinic as they are typed: which kind, and what was given."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.domain.amounts import DEVICE_MG, Amount, read_amount
from ketalog.domain.text import did_you_mean, escape_invisible, say_number
from ketalog.domain.treatment import MOST
from ketalog.errors import BadInput, Example

if TYPE_CHECKING:
    from collections.abc import Sequence

Where = Literal["infusion", "kap", "clinic"]
WHERE: dict[str, Where] = {
    "infusion": "infusion",
    "drip": "infusion",
    "iv": "infusion",
    "kap": "kap",
    "psychotherapy": "kap",
    "therapy": "kap",
    "assisted": "kap",
    "ketamine-assisted": "kap",
    "clinic": "clinic",
    "spravato": "clinic",
    "esketamine": "clinic",
}
AT_40 = 40
"""Minutes after esketamine at which blood pressure is taken again (Spravato's label)."""
ROUTE: dict[Where, str] = {"infusion": "intravenous", "clinic": "nasal"}
SESSION_EXAMPLE = Example(
    "session", "infusion 35mg --over 40, or kap 150mg im, or clinic 2 devices."
)
_RATE = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?(?:mg ?(?:/|per|an) ?h(?:ou)?r?)?", re.IGNORECASE)


class Given(NamedTuple):
    """What was given; None where it was not said. `calculated`: from mg/kg and the weight."""

    amount: Amount | None
    route: str | None
    medication: str | None
    devices: int | None = None
    mg_per_kg: Decimal | None = None
    calculated: bool = False


def read_where(words: Sequence[str]) -> Where:
    """Return which kind of session the words name. Raises BadInput."""
    if not words:
        raise BadInput("Which session: infusion, kap or clinic?", SESSION_EXAMPLE)
    named = next((word for word in words if word.lower() in WHERE), None)
    if named is None:
        near = did_you_mean(words[0].lower(), WHERE)
        raise BadInput(f"'{escape_invisible(words[0])}' is not a session.{near}", SESSION_EXAMPLE)
    return WHERE[named.lower()]


_NEVER_INFUSED = frozenset({"sublingual", "buccal", "oral", "nasal"})


def given(where: Where, said: Given, *, weight_kg: Decimal | None) -> Given:
    """Return what was given, of what was said of it. Raises BadInput."""
    if where == "clinic" and said.medication is None:
        return _esketamine(said)
    amount = said.amount
    if amount is None and said.mg_per_kg is not None:
        if weight_kg is None:
            raise BadInput(
                f"{say_number(said.mg_per_kg)} mg/kg is an amount only with a weight.",
                "Add it in kg, as in --weight 70, or type the mg.",
            )
        amount, _ = read_amount([f"{said.mg_per_kg * weight_kg:f}mg"], SESSION_EXAMPLE)
    route = said.route or ROUTE.get(where)
    if where == "infusion" and route in _NEVER_INFUSED:
        raise BadInput(
            f"No infusion is {route}.",
            f"Leave the route out, or type: ketalog session kap {route} and the amount.",
        )
    if amount is not None and route is None:
        raise BadInput("The route is missing.", Example("session", "kap 150mg im."))
    return said._replace(amount=amount, route=route, calculated=amount is not said.amount)


def _esketamine(said: Given) -> Given:
    """Return esketamine by devices or by mg, which are whole devices as a rule."""
    amount, devices = said.amount, said.devices
    if said.mg_per_kg is not None:
        raise BadInput("Esketamine is not by kg.", Example("session", "clinic 56mg."))
    if devices == 0:
        raise BadInput("0 devices are no dose.", Example("session", "clinic 2 devices."))
    if amount and devices and amount.amount_mg != devices * DEVICE_MG:
        raise BadInput(
            f"{devices} devices are {say_number(devices * DEVICE_MG)} mg, "
            f"not {say_number(amount.amount_mg)} mg.",
            "Type the one that is right.",
        )
    if amount and amount.amount_mg % DEVICE_MG == 0:
        devices = int(amount.amount_mg / DEVICE_MG)
    if devices:
        amount = Amount(devices * DEVICE_MG, Decimal(devices), DEVICE_MG)
    route = said.route or ROUTE["clinic"]
    return said._replace(amount=amount, route=route, medication="esketamine", devices=devices)


def read_per_kg(typed: str) -> Decimal:
    """Read mg by the kg or the hour. Raises BadInput."""
    value = Decimal(typed.replace(",", ".")).normalize()
    if not 0 < value <= MOST:
        raise BadInput(f"'{escape_invisible(typed)}' is not an amount.", SESSION_EXAMPLE)
    return Decimal(f"{value:f}")


def read_rate(typed: str | None) -> Decimal | None:
    """Read how fast an infusion ran, in mg an hour; None if nothing was said."""
    if typed is None:
        return None
    match = _RATE.fullmatch(typed.strip())
    if match is None:
        raise BadInput(
            f"'{escape_invisible(typed)}' can't be a rate: it is in mg an hour.",
            "For example: --rate 50.",
        )
    return read_per_kg(match[1])
