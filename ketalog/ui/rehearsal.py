"""The voice of a command that is only tried: nobody hears it, and it asks nobody."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, NoReturn

from ketalog.errors import Rehearsed
from ketalog.ui.output import AnswerStyle, Ui

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rehearsal(Ui):
    """Ends the trial where a person would be asked."""

    def __init__(self, style: AnswerStyle, env: Mapping[str, str], command: str) -> None:
        super().__init__(style, env, command)
        self.out = self.err = StringIO()

    def ask(self, *_: object, **__: object) -> NoReturn:
        """End the trial."""
        raise Rehearsed

    choose = agrees = ask_unseen = ask
