"""A questionnaire that was answered."""

from typing import Annotated

from msgspec import Meta

from ketalog.domain.entries import Recorded

Answer = Annotated[int, Meta(ge=0, le=10)]


class Check(Recorded, frozen=True, tag="check"):
    """Answers in the order of the instrument's items; None for one that was left out.

    `difficulty` is the functional item of GAD-7 and PHQ-9, 0 to 3, which has no part in a score.
    """

    instrument: str
    answers: tuple[Answer | None, ...]
    difficulty: Annotated[int, Meta(ge=0, le=3)] | None = None
    dose: str | None = None
