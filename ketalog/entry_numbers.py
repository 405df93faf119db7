"""The numbers of the last entries, for the Tab key: `ketalog completion entries`.

It goes past the command line, for Typer takes longer to load than the rest.
"""

import sys
from collections.abc import Iterator

from ketalog.app import App
from ketalog.domain.calendar import ONE_DAY
from ketalog.domain.entries import kind_of
from ketalog.domain.kinds import BY_NAME
from ketalog.domain.text import say_time
from ketalog.errors import KetalogError

_DAYS, _MOST = 31, 50
"""How far back entries are offered, and how many."""


def main(wanted: str) -> None:
    """Write the numbers of `entries`, or of `doses` alone, newest first.

    Kind and time stand with each, and no word of it: somebody may look on. Of a journal that is
    locked, or can't be read, there are none: nobody is asked, and nothing is said.
    """
    try:
        lines = list(_lines(App("completion"), wanted))
    except KetalogError:
        return
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _lines(app: App, wanted: str) -> Iterator[str]:
    entries = app.store.recent(app.now - _DAYS * ONE_DAY, may_prompt=False)
    shown = [entry for entry in entries if wanted == "entries" or kind_of(entry) == "dose"]
    for entry in reversed(shown[-_MOST:]):
        about = BY_NAME[kind_of(entry)].singular
        clock = f" {say_time(entry.at)}" if entry.precision is None else ""
        yield f"{entry.number}  {about}, {entry.at:%a} {entry.at.day} {entry.at:%b}{clock}"
