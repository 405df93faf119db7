"""What stands after a dose already, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.phrases import MOST_NAMED, say_entry

if TYPE_CHECKING:
    from ketalog.domain.entries import Effect


def say_reported(effects: list[Effect]) -> str:
    """Return which side effects stand after a dose for which "none" was logged, too."""
    if len(effects) > MOST_NAMED:
        return f"{len(effects)} side effects stand after the same dose."
    said = ", ".join(f"#{one.number} {say_entry(one)}" for one in effects)
    many = "A side effect stands" if len(effects) == 1 else "Side effects stand"
    return f"{many} after the same dose: {said}."
