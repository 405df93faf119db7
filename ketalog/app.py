"""What a command works with, each made on first use."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ketalog import config as configuration
from ketalog import disk
from ketalog.domain.calendar import ONE_DAY, READ_BEYOND, YEARS, Calendar, Span
from ketalog.domain.text import as_utf8, escape_invisible
from ketalog.errors import BadFile, BadInput, JournalError
from ketalog.times import grammar
from ketalog.ui.output import Style, Ui

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ketalog.answers import Answer
    from ketalog.doctor import Doctor
    from ketalog.domain.kinds import Entry
    from ketalog.export.request import Incoming
    from ketalog.journal import Journal, Outcome
    from ketalog.maintenance import Maintenance, Merged
    from ketalog.passphrases import Passphrases
    from ketalog.store import Store
    from ketalog.summary import Summary
    from ketalog.ui.drafts import Drafts
    from ketalog.ui.questions import Questions


class App:
    """One run of ketalog: its options, clock, configuration, journal and voice."""

    def __init__(
        self,
        command: str,
        *,
        journal: Path | None = None,
        env: Mapping[str, str] = os.environ,
        **style: bool,
    ) -> None:
        self.env = env
        self._journal_option = journal
        self.ui = Ui(Style(**style), env, command)

    @cached_property
    def config(self) -> configuration.Config:
        """Return the patient's settings."""
        return configuration.load(self.env)

    @property
    def calendar(self) -> Calendar:
        """Return how the patient counts days and weeks."""
        return Calendar(self.config.day_start, self.config.week_start)

    @property
    def journal_path(self) -> Path:
        """Return the journal's file."""
        return configuration.journal_path(self.env, self._journal_option)

    @cached_property
    def now(self) -> datetime:
        """Return the moment of this run, with the offset of the place, in whole seconds."""
        test_now = self.env.get("KETALOG_TEST_NOW")
        if test_now:
            self._refuse_outside_tests()
            now = datetime.fromisoformat(test_now).astimezone()
        else:
            now = datetime.now().astimezone().replace(microsecond=0)
        if now.year not in YEARS:
            raise BadInput(f"The clock says that it is {now.year}.", "Set it, then try again.")
        return now

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

        self._refuse_endless(self.journal_path)
        return Store(self.journal_path, self.config.backups, self._candidates)

    def _candidates(self, file: str | None) -> Iterator[str]:
        yield from self.passphrases.candidates(file)

    @cached_property
    def passphrases(self) -> Passphrases:
        """Return where the passphrase of a locked journal comes from."""
        from ketalog.passphrases import Passphrases

        ask = self.ui.ask_unseen if self.ui.asks else None
        path = self.journal_path.resolve()
        return Passphrases(path, self.env, ask, remember=self.config.keyring)

    @cached_property
    def maintenance(self) -> Maintenance:
        """Return what can be done with the journal's file as a whole."""
        from ketalog.maintenance import Maintenance

        return Maintenance(self.store, self.now)

    @cached_property
    def doctor(self) -> Doctor:
        """Return what can be done with a journal's file that may be damaged."""
        from ketalog.doctor import Doctor

        return Doctor(self.store, self.now)

    def _refuse_endless(self, path: Path) -> None:
        """Refuse a journal that reading would never come to the end of: a pipe, a device."""
        with suppress(OSError):
            mode = path.stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise JournalError(f"{path} is no ordinary file.", "Name a journal of ketalog.")

    @cached_property
    def journal(self) -> Journal:
        """Return the journal."""
        from ketalog.journal import Journal

        return Journal(self.store, self.now, self.calendar)

    @cached_property
    def drafts(self) -> Drafts:
        """Return the words that are on their way into the journal."""
        from ketalog.ui.drafts import Drafts

        return Drafts(self.ui, self.env)

    def questions(self, name: str) -> Questions:
        """Return what asks the questions of a check, and keeps the answers until they are saved."""
        from ketalog.ui.paused_check import Unfinished
        from ketalog.ui.questions import Questions

        self.store.outline()  # A journal that can't be read is said before the first question.
        locked = self.maintenance.is_locked
        kept = Unfinished(self.env, self.journal_path, name, only_in_memory=locked)
        return Questions(self.ui, name, kept, self.now, self.calendar.day_of(self.now))

    def __enter__(self) -> Self:
        """Begin the run."""
        return self

    def __exit__(self, _: object, error: BaseException | None, *rest: object) -> None:
        """End the run: what had to be repaired is said, words that are not saved are given back."""
        if "drafts" in self.__dict__:
            self.drafts.close(error)
        self.tell_repairs()

    def parse_past(self, text: str | None, beside: datetime | None = None) -> datetime:
        """Return the moment that --at names, or now; what a clock change decided is said.

        With `beside`, an entry's former time, a time without a day is on its day and at its place.
        """
        if text is None:
            return self.now
        reading = grammar.read_past(text, self.now, self.calendar, beside=beside)
        if reading.remark:
            self.ui.notice(reading.remark)
        return reading.at

    def parse_ahead(self, text: str, beside: datetime | None = None) -> datetime:
        """Return a moment that may lie ahead; what a clock change decides is said."""
        from ketalog.times import ahead

        reading = ahead.read_moment(text, self.now, self.calendar, beside=beside)
        if reading.remark:
            self.ui.notice(reading.remark)
        return reading.at

    def parse_start_day(self, text: str | None) -> datetime:
        """Return the moment from which something holds: that day's start, or now for today."""
        if text is None:
            return self.now
        from ketalog.times.ahead import read_nearest_day

        day = read_nearest_day(text, self.now, self.calendar)
        if day == self.calendar.day_of(self.now):
            return self.now
        return datetime.combine(day, self.calendar.day_start).astimezone()

    def storable(self, words: list[str]) -> list[str]:
        """Return words as they can be stored; what had to be replaced is said."""
        kept = [as_utf8(word) for word in words]
        if "".join(kept).count("\ufffd") > "".join(words).count("\ufffd"):
            self.ui.notice("Some of the text was not UTF-8: what can't be read became \ufffd.")
        return kept

    def parse_day(self, words: list[str] | None, what: str) -> date:
        """Return the day that WHEN names; `last` is the week or month before this one."""
        text = " ".join(words or []).strip() or "today"
        if text.lower() in {"last", "previous"}:
            text = f"last {what}"
        elif text.lower() in {"this", "current", f"this {what}"}:
            text = "today"
        return grammar.read_day(text, self.now, self.calendar)

    def parse_span(
        self, since: str | None, until: str | None, weeks: int | None = None
    ) -> Span | None:
        """Return the days from `since` to `until`, both with, or None if none of it was said."""
        if weeks is not None and since is not None:
            raise BadInput("--weeks and --since both say where to begin.", "Type one of them.")
        if since is None and until is None and weeks is None:
            return None
        end = (
            self.parse_day([until], "day") if until else self.calendar.day_of(self.now)
        ) + ONE_DAY
        start = end - weeks * 7 * ONE_DAY if weeks else date.min
        start = self.parse_day([since], "day") if since else start
        if start >= end:
            raise BadInput(
                f"{start} is after {end - ONE_DAY}.", "--since is the first day, --until the last."
            )
        return Span(start, end)

    def entries_around(self, span: Span) -> list[Entry]:
        """Return the entries of a span, and those beside it that say something about its doses."""
        start = datetime.combine(span.start, time()).astimezone() - READ_BEYOND
        end = datetime.combine(span.end, time()).astimezone() + READ_BEYOND
        near = [entry for entry in self.journal.recent(start) if entry.at < end]
        return self.journal.with_chosen_doses(near)

    def summary(self, span: Span) -> Summary:
        """Return every number of a span of days, and what is to come if it holds now."""
        from msgspec.structs import replace

        from ketalog.summary import summarize

        today = self.calendar.day_of(self.now)
        entries = self.entries_around(Span(self.calendar.week_of(span.start).start, span.end))
        snapshot = self.journal.snapshot()
        summary = summarize(entries, span, self.calendar, snapshot, today)
        if today not in span:
            return summary
        from ketalog.agenda import agenda

        return replace(summary, ahead=agenda(snapshot, entries, self.now, self.calendar))

    def tell_repairs(self) -> None:
        """Say what had to be repaired, and what else about the files needs a person."""
        if "store" in self.__dict__:
            self.ui.notice(*self.store.repairs, *self.store.warnings())

    def change(self, outcome: Outcome, **others: Any) -> Answer:
        """Return the answer to a change of the journal; `others` as in `change_answer`."""
        from ketalog.answers.phrases import change_answer

        if "drafts" in self.__dict__:  # Whatever comes now: the words are in the journal.
            self.drafts.saved()
        return change_answer(outcome, self.now, self.config.country, **others)

    def answer(self, answer: Answer) -> None:
        """Say what a command has to say."""
        self.ui.answer(answer)

    def read_file(self, path: Path) -> bytes:
        """Return the bytes of a file that was named."""
        from ketalog.export.request import read_file

        return read_file(path.expanduser())

    def merge(self, path: Path) -> tuple[Merged, Path | None]:
        """Take in another journal; return what came, and where a conflict copy was put."""
        return self.maintenance.merge(path.expanduser(), self.read_file(path))

    def remember(self, words: str | None) -> None:
        """Keep a passphrase in the keyring, or forget it; what was changed holds without it."""
        try:
            self.passphrases.keep(words)
        except BadFile as error:
            self.ui.notice(f"{error.message} {error.hint}")

    def refuse_if(self, *, locked: bool) -> None:
        """Refuse what makes no sense for a journal that is locked, or is not, or is damaged."""
        self.store.outline()
        if self.maintenance.is_locked is locked:
            raise BadInput(
                "The journal is locked already." if locked else "The journal is not locked.",
                "To change the passphrase: ketalog passphrase"
                if locked
                else "To lock it: ketalog lock",
            )

    def confirm(self, about: list[str], question: str, *, yes: bool) -> None:
        """Return if a person, or --yes, agrees to what can't be undone."""
        if yes:
            return
        if not self.ui.asks:
            raise BadInput("This can't be undone, and nobody is here to ask.", "Add --yes.")
        self.ui.notice(*about)
        if self.ui.ask(question).strip().lower() not in {"y", "yes"}:
            raise BadInput("Nothing was changed.", "Type y to agree.")

    def may_remove(self, files: list[Path], *, yes: bool) -> list[Path]:
        """Return the copies of the journal that may be removed: all on a yes, else none."""
        if files and not yes and self.ui.asks:
            self.ui.notice("These files have entries too:", *(f"  {path}" for path in files))
            answer = self.ui.ask("Remove them as well? y to remove, n to keep: ")
            yes = answer.strip().lower() in {"y", "yes"}
        return files if yes else []

    def named_after_the_day(self, path: Path) -> Path:
        """Return the file to write; in a folder, one named after the day."""
        path = path.expanduser()
        return path / f"journal-{self.now:%Y-%m-%d}.json" if path.is_dir() else path

    def incoming(self, path: Path) -> Incoming:
        """Return what a file to import holds."""
        from ketalog.export.request import read_incoming

        return read_incoming(path.expanduser(), self.now)

    def may_write(self, path: Path, *, force: bool) -> None:
        """Return if a file may be written there; one that is there needs a yes, or --force.

        Nothing is written through a link, and no file of ketalog's own is replaced.
        """
        said = escape_invisible(str(path))
        there = os.path.lexists(path)
        if path.is_dir():
            raise BadFile(f"{said} is a folder.", "Name a file in it.")
        self._refuse_own(path)
        if path.is_symlink():
            raise BadFile(f"{said} is a link to another file.", "Choose another name.")
        if there and not path.is_file():
            raise BadFile(f"{said} is no ordinary file.", "Choose another name.")
        if force or not there:
            return
        if not self.ui.asks:
            raise BadFile(f"{said} is there already.", "Add --force to replace it.")
        answer = self.ui.ask(f"{said} is there already. Replace it? y to replace: ")
        if answer.strip().lower() not in {"y", "yes"}:
            raise BadFile("Nothing was written.", "Choose another name.")

    def _refuse_own(self, path: Path) -> None:
        own = {self.store.path: "the journal itself", self.store.second_copy: "its second copy"}
        for file, what in {**own, self.config.path: "the configuration"}.items():
            same = os.path.realpath(path) == os.path.realpath(file)
            if same or (path.exists() and file.exists() and path.samefile(file)):
                raise BadFile(f"That is {what}.", "Choose another name.")

    def write(self, path: Path, data: bytes) -> int:
        """Write a private file, wholly or not at all; return its bytes."""
        try:
            disk.replace(path, data)
        except OSError as error:
            raise BadFile(
                f"{escape_invisible(str(path))} can't be written: {disk.reason(error)}.",
                "Choose another place.",
            ) from error
        return len(data)

    @property
    def places(self) -> dict[str, str]:
        """Return where everything is."""
        return {
            "journal": str(self.store.path),
            "second_copy": str(self.store.second_copy),
            "configuration": str(self.config.path),
        }

    def settings_shown(self, only: str | None) -> dict[str, configuration.Shown]:
        """Return every setting, or one, as it is."""
        if only is not None:
            configuration.key_of(only)
        shown = configuration.shown(self.config)
        return {name: one for name, one in shown.items() if only in {None, name}}

    def configure(self, name: str, value: str | None) -> None:
        """Write one setting, or take it out."""
        configuration.save(configuration.config_path(self.env), name, value)
        self.__dict__.pop("config", None)

    def beside(self, journal: Path) -> App:
        """Return a run on another journal, with the same voice and the default settings."""
        from msgspec.structs import asdict

        other = App(self.ui.command, journal=journal, env=self.env, **asdict(self.ui.style))
        other.__dict__.update(config=configuration.Config(self.config.path), now=self.now)
        return other
