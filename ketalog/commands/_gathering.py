"""The run of a command that gathers what it logs: for a line of the inbox, a row of the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ketalog.app import App

if TYPE_CHECKING:
    from ketalog.answers import Answer
    from ketalog.gathering import Gathering


class GatheringApp(App):
    """A run within `run` that logs into `gathering`, at its time; its notices go to `heard`."""

    inbox: Path | None = None
    """Nothing is taken in by the way."""

    def __init__(
        self,
        command: str,
        *,
        run: App,
        gathering: Gathering,
        heard: TextIO | None = None,
        **options: Any,
    ) -> None:
        super().__init__(command, **{"env": run.env, **options})
        if heard is not None:
            self.ui.err = heard
        self.__dict__.update(
            config=run.config, now=gathering.now, store=run.store, journal=gathering
        )

    def _look_at_the_clock(self) -> None:
        """Keep the time of the journal, however long a person takes to answer."""

    def answer(self, answer: Answer) -> None:
        """Say nothing: nothing is written down yet."""

    def __exit__(self, _: object, error: BaseException | None, *rest: object) -> None:
        """End the run: the run around it says what else there is to say."""
        if "drafts" in self.__dict__:
            self.drafts.close(error)
