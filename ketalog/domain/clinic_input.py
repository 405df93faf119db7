"""Sessions at the clinic as they are typed: which kind, and what was given."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from ketalog.domain.amounts import Amount, read_amount
from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.domain.treatment import MOST
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

Where = Literal["infusion", "kap", "clinic"]
WHERE: dict[str, Where] = {
    "infusion": "infusion",
    "drip": "infusion",
    "kap": "kap",
    "psychotherapy": "kap",
    "therapy": "kap",
    "assisted": "kap",
    "ketamine-assisted": "kap",
    "clinic": "clinic",
    "spravato": "clinic",
    "esketamine": "clinic",
}
DEVICE_MG = Decimal(28)
"""One device of esketamine nasal spray holds 28 mg, two sprays (Spravato's label)."""
AT_40 = 40
"""Minutes after esketamine at which blood pressure is taken again (Spravato's label)."""
ROUTE: dict[Where, str] = {"infusion": "intravenous", "clinic": "nasal"}
HINT = (
    "For example: ketalog session infusion 35mg --over 40, ketalog session kap 150mg im, "
    "ketalog session clinic 2 devices."
)
_PER_KG = re.compile(r"(?<!\S)([0-9]+(?:[.,][0-9]+)?) ?mg ?(?:/|per) ?kg(?!\S)", re.IGNORECASE)
_DEVICES = re.compile(r"(?<!\S)([0-9]{1,3}) ?(?:x ?)?devices?(?!\S)", re.IGNORECASE)
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
    """Return which kind of session the first word names. Raises BadInput."""
    if not words:
        raise BadInput("Which session: infusion, kap or clinic?", HINT)
    word = words[0].lower().strip(".,;:")
    if word not in WHERE:
        raise BadInput(
            f"'{escape_invisible(words[0])}' is not a session.{did_you_mean(word, WHERE)}", HINT
        )
    return WHERE[word]


def read_given(
    where: Where, words: Sequence[str], *, weight_kg: Decimal | None, medication: str | None
) -> Given:
    """Return what the words say was given. Raises BadInput."""
    text, per_kg = _taken_out(_PER_KG, " ".join(words))
    mg_per_kg = _decimal(per_kg) if per_kg else None
    if where == "clinic" and medication is None:
        return _esketamine(text, mg_per_kg)
    amount, route = read_amount([text], HINT)
    calculated = amount is None and mg_per_kg is not None
    if amount is None and mg_per_kg is not None:
        if weight_kg is None:
            raise BadInput(
                f"{per_kg} mg/kg is an amount only with a weight.",
                "Add it in kg, as in --weight 70, or type the mg.",
            )
        amount, _ = read_amount([f"{mg_per_kg * weight_kg:f}mg"], HINT)
    route = route or ROUTE.get(where)
    if amount is not None and route is None:
        raise BadInput("The route is missing.", "For example: ketalog session kap 150mg im.")
    return Given(amount, route, medication, None, mg_per_kg, calculated)


def _esketamine(text: str, mg_per_kg: Decimal | None) -> Given:
    """Return esketamine by devices or by mg, which are whole devices as a rule."""
    rest, typed = _taken_out(_DEVICES, text)
    amount, route = read_amount([rest], HINT)
    if mg_per_kg is not None or (amount and (typed or "mg" not in rest.lower())):
        raise BadInput(
            f"'{escape_invisible(text)}' could be devices or mg."
            if amount
            else "Esketamine is not by kg.",
            "For example: ketalog session clinic 2 devices, or ketalog session clinic 56mg.",
        )
    devices = int(typed) if typed else None
    if devices == 0:
        raise BadInput("0 devices are no dose.", "For example: ketalog session clinic 2 devices.")
    if amount and amount.amount_mg % DEVICE_MG == 0:
        devices = int(amount.amount_mg / DEVICE_MG)
    if devices:
        amount = Amount(devices * DEVICE_MG, Decimal(devices), DEVICE_MG)
    return Given(amount, route or ROUTE["clinic"], "esketamine", devices)


def _taken_out(pattern: re.Pattern[str], text: str) -> tuple[str, str | None]:
    """Return the text without what the pattern finds, and its number."""
    found = pattern.search(text)
    if found is None:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found[1]


def _decimal(typed: str) -> Decimal:
    value = Decimal(typed.replace(",", ".")).normalize()
    if not 0 < value <= MOST:
        raise BadInput(f"'{escape_invisible(typed)}' is not an amount.", HINT)
    return Decimal(f"{value:f}")


def read_rate(typed: str | None) -> Decimal | None:
    """Read how fast an infusion ran, in mg an hour; None if nothing was said."""
    if typed is None:
        return None
    found = _RATE.fullmatch(typed.strip())
    if found is None:
        raise BadInput(
            f"'{escape_invisible(typed)}' can't be a rate: it is in mg an hour.",
            "For example: --rate 50.",
        )
    return _decimal(found[1])
