"""Amounts that no dose is: of a plan, of supply, of a session, each with an example of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.domain.amounts import read_dose
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.amounts import Amount


def read_amount(words: Sequence[str], example: str) -> tuple[Amount | None, str | None]:
    """Return what `read_dose` does; an error shows how it is typed here, not with a dose."""
    try:
        return read_dose(list(words))
    except BadInput as error:
        if error.hint and "ketalog dose" in error.hint:
            raise BadInput(error.message, example) from error
        raise
