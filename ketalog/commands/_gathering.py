"""The run of a command that gathers what it logs: for a line of the inbox, a row of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketalog.app import App
from ketalog.gathering import Gathering

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ketalog.answers import Answer
    from ketalog.domain.entries import Dose


class GatheringApp(App):
    """A run within `run`, at another time; `under_way` are doses that were gathered before."""

    inbox: Path | None = None
    """Nothing is taken in by the way."""

    def __init__(
        self,
        command: str,
        *,
        run: App,
        at: datetime,
        under_way: Sequence[Dose] = (),
        **options: Any,
    ) -> None:
        super().__init__(command, **{"env": run.env, **options})
        self.gathering = Gathering(run.store, at, run.calendar, under_way)
        self.__dict__.update(config=run.config, now=at)
        if not options.get("rehearses"):
            self.__dict__.update(store=run.store, journal=self.gathering)

    def answer(self, answer: Answer) -> None:
        """Say nothing: nothing is written down yet."""

    def __exit__(self, _: object, error: BaseException | None, *rest: object) -> None:
        """End the run: the run around it says what else there is to say."""
        if "drafts" in self.__dict__:
            self.drafts.close(error)
