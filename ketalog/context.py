"""What a command works with, each made on first use."""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ketalog import config, dates
from ketalog.domain.spans import ONE_DAY, Calendar, Span
from ketalog.domain.text import readable
from ketalog.errors import BadInput
from ketalog.ui.ui import Style, Ui

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ketalog.domain.entries import Entry
    from ketalog.journal import Journal, Outcome
    from ketalog.store import Store

READ_BEYOND = timedelta(hours=64)
"""How far beyond a span is read: 36 h for a dose's ratings and effects, and 26 h because days
are those of the places where things happened, whose clocks can be that far apart."""


class App:
    """One run of ketalog: its options, clock, configuration, journal and voice."""

    def __init__(
        self, command: str, style: Style, journal: Path | None, env: Mapping[str, str] = os.environ
    ) -> None:
        self.env = env
        self._journal_option = journal
        self.ui = Ui(style, env, command)

    @cached_property
    def config(self) -> config.Config:
        """Return the patient's settings."""
        return config.load(self.env)

    @property
    def calendar(self) -> Calendar:
        """Return how the patient counts days and weeks."""
        return Calendar(self.config.day_start, self.config.week_start)

    @property
    def journal_path(self) -> Path:
        """Return the journal's file."""
        return config.journal_path(self.env, self._journal_option)

    @cached_property
    def now(self) -> datetime:
        """Return the moment of this run, with the offset of the place, in whole seconds."""
        test_now = self.env.get("KETALOG_TEST_NOW")
        if test_now:
            self._refuse_outside_tests()
            return datetime.fromisoformat(test_now).astimezone()
        return datetime.now().astimezone().replace(microsecond=0)

    def _refuse_outside_tests(self) -> None:
        from tempfile import gettempdir

        if not self.journal_path.resolve().is_relative_to(Path(gettempdir()).resolve()):
            raise BadInput(
                "KETALOG_TEST_NOW is only for tests: the journal is not in a temporary folder.",
                "Remove it: unset KETALOG_TEST_NOW.",
            )

    @cached_property
    def store(self) -> Store:
        """Return the journal's store."""
        from ketalog.store import Store

        return Store(self.journal_path, self.config.backups)

    @cached_property
    def journal(self) -> Journal:
        """Return the journal."""
        from ketalog.journal import Journal

        return Journal(self.store, self.now)

    def when(self, text: str | None, anchor: date | None = None) -> datetime:
        """Return the moment that --at names, or now; what a clock change decided is said.

        With an anchor, a time without a day is that day's.
        """
        if text is None:
            return self.now
        reading = dates.read_past(text, self.now, self.calendar, anchor=anchor)
        if reading.remark:
            self.ui.notice(reading.remark)
        return reading.at

    def words(self, words: list[str]) -> list[str]:
        """Return words as they can be stored; what had to be replaced is said."""
        kept = [readable(word) for word in words]
        if kept != words:
            self.ui.notice("Some of the text was not UTF-8: what can't be read became \ufffd.")
        return kept

    def day(self, words: list[str] | None, what: str) -> date:
        """Return the day that WHEN names; `last` is the week or month before this one."""
        text = " ".join(words or []).strip() or "today"
        if text.lower() in {"last", "previous"}:
            text = f"last {what}"
        elif text.lower() in {"this", "current", f"this {what}"}:
            text = "today"
        return dates.read_day(text, self.now, self.calendar)

    def span(self, since: str | None, until: str | None, weeks: int | None = None) -> Span | None:
        """Return the days from `since` to `until`, both with, or None if none of it was said."""
        if weeks is not None and since is not None:
            raise BadInput("--weeks and --since both say where to begin.", "Type one of them.")
        if since is until is weeks is None:
            return None
        end = (self.day([until], "day") if until else self.calendar.day_of(self.now)) + ONE_DAY
        start = end - weeks * 7 * ONE_DAY if weeks else date.min
        start = self.day([since], "day") if since else start
        if start >= end:
            raise BadInput(f"{start} is not before {end}.", "--since is the first day, --until the last.")
        return Span(start, end)

    def entries_around(self, span: Span) -> list[Entry]:
        """Return the entries of a span, and those beside it that say something about its doses."""
        start = datetime.combine(span.start, time()).astimezone() - READ_BEYOND
        end = datetime.combine(span.end, time()).astimezone() + READ_BEYOND
        return [entry for entry in self.journal.recent(start) if start <= entry.at < end]

    def show(self, outcome: Outcome) -> None:
        """Answer a change."""
        from ketalog.view.sentences import say_notices, say_outcome

        self.ui.outcome(outcome, say_outcome(outcome, self.now), say_notices(outcome, self.now))
