"""What a command works with, each made on first use."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ketalog import config as configuration
from ketalog.domain.calendar import YEARS, Calendar
from ketalog.domain.text import CLOCK
from ketalog.errors import BadInput, JournalError, Rehearsed
from ketalog.ui.output import AnswerStyle, Ui

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ketalog.answers import Answer
    from ketalog.doctor import Doctor
    from ketalog.journal import Journal, Outcome
    from ketalog.maintenance import Maintenance
    from ketalog.passphrases import Passphrases
    from ketalog.reports import Reports
    from ketalog.store import Store
    from ketalog.ui.drafts import Drafts
    from ketalog.ui.questions import Questions
    from ketalog.ui.screens import Screens
    from ketalog.ui.unfinished import Unfinished


class App:
    """One run of ketalog: its options, clock, configuration, journal and voice.

    `typed` is the command and its words, as they were typed. One that `rehearses` says nothing,
    asks nobody and changes nothing: where it would, it ends with Rehearsed.
    """

    is_read_later = False
    """Whether what it says is read at another time than its own: a line of the inbox."""

    def __init__(
        self,
        command: str,
        *,
        journal: Path | None = None,
        typed: Sequence[str] = (),
        env: Mapping[str, str] = os.environ,
        rehearses: bool = False,
        **style: bool,
    ) -> None:
        self.env = env
        self.typed = typed
        self._journal_option = journal
        self.rehearses = rehearses
        self.ui = self._voice(AnswerStyle(**style), command)
        self.ui.answered = self._look_at_the_clock
        if journal is not None:
            self.ui.name_journal(journal)
        self.log_line: Callable[..., None]
        """Logs a line of the inbox in a run of its own; set by cli, as the next three."""
        self.run_line: Callable[[list[str]], None]
        """Runs another line as if it were typed, with this run's journal and voice."""
        self.line_that_logs: Callable[[list[str]], list[str]]
        """Returns the line that logs what some words say, or nothing."""
        self.run_beside: Callable[..., object]
        """Runs another line in a run of its own, which may be one that `rehearses`."""
        self.outcome: Outcome | None = None
        """The last change of this run."""
        self.is_examined = False
        """Tells that the answer names all that needs a person."""

    def _voice(self, style: AnswerStyle, command: str) -> Ui:
        if not self.rehearses:
            return Ui(style, self.env, command)
        from ketalog.ui.rehearsal import Rehearsal

        return Rehearsal(style, self.env, command)

    @cached_property
    def config(self) -> configuration.Config:
        """Return the patient's settings."""
        config = configuration.load(self.env)
        CLOCK.hours = config.clock or 24
        if config.plain:
            self.ui.set_plain()
        if config.problem:
            self.ui.notice(config.problem)
        return config

    @property
    def calendar(self) -> Calendar:
        """Return how the patient counts days and weeks."""
        return Calendar(self.config.day_start, self.config.week_start)

    @property
    def journal_path(self) -> Path:
        """Return the journal's file."""
        return configuration.journal_path(self.env, self._journal_option)

    @property
    def inbox(self) -> Path | None:
        """Return the inbox that is taken in by the way: not into a journal that --journal names."""
        no = self.rehearses or self._journal_option is not None
        return None if no else self.config.inbox

    @property
    def may_have_news(self) -> bool:
        """Tell whether anything lies in the inbox, or it can't be looked at: one listing."""
        if self.inbox is None:
            return False
        try:
            names = os.listdir(self.inbox)  # noqa: PTH208 (names alone: every dose pays for it)
        except OSError:
            return True
        return any(name != "taken" and name[0] != "." for name in names)

    @property
    def inbox_memory(self) -> Path:
        """Return where this computer remembers what was taken in from the inbox."""
        return configuration.inbox_memory(self.env, self.journal_path)

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

    def _look_at_the_clock(self) -> None:
        """Ask the clock anew once a person has answered: the question may have waited for hours."""
        self.__dict__.pop("now", None)
        if "journal" in self.__dict__:
            self.journal.now = self.now

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
        places = configuration.places_folder(self.env)
        store = Store(
            self.journal_path,
            self.config.backups,
            self._candidates,
            places,
            rehearses=self.rehearses,
        )
        store.ledger.progress = self.ui.progress
        return store

    def _candidates(self, file: str | None) -> Iterator[str]:
        with self.ui.unseen():  # While one that was typed is tried, too.
            for words in self.passphrases.candidates(file):
                with self.ui.busy("Unlocking"):  # It takes a second or two.
                    yield words

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
        """Refuse a journal that may have no end: a pipe, a device."""
        with suppress(OSError):
            if path.exists() and not (path.is_file() or path.is_dir()):
                raise JournalError(f"{path} is no ordinary file.", "Name a journal of ketalog.")

    @cached_property
    def journal(self) -> Journal:
        """Return the journal."""
        from ketalog.journal import Journal

        return Journal(self.store, self.now, self.calendar)

    @cached_property
    def reports(self) -> Reports:
        """Return what the journal says of some days."""
        from ketalog.reports import Reports

        return Reports(self.store, self.journal, self.calendar)

    @cached_property
    def drafts(self) -> Drafts:
        """Return the words that are on their way into the journal: of a trial, none are."""
        if self.rehearses:
            raise Rehearsed
        from ketalog.ui.drafts import Drafts

        return Drafts(self.ui, self.env)

    def questions(self, name: str) -> Questions:
        """Return what asks the questions of a check, and keeps the answers until they are saved."""
        if self.rehearses:
            raise Rehearsed
        from ketalog.ui.questions import Questions

        self.store.outline()  # A journal that can't be read is said before the first question.
        kept = self.unfinished(name)
        return Questions(self.ui, name, kept, self.now, self.calendar.day_of(self.now))

    @contextmanager
    def screens(self) -> Iterator[Screens]:
        """Let this run speak in screens, one at a time, until this ends."""
        from ketalog.ui.screens import Screens

        _ = self.config  # It may ask for sentences.
        voice = self.ui
        with Screens(voice.style, self.env, voice.command) as screens:
            screens.answered = voice.answered
            if self._journal_option is not None:
                screens.name_journal(self._journal_option)
            self.ui = screens
            try:
                yield screens
            finally:
                self.ui = voice

    def unfinished(self, name: str) -> Unfinished:
        """Return where a command keeps what it was told until it is stopped or saved."""
        from ketalog.ui.unfinished import Unfinished

        locked = self.maintenance.is_locked
        return Unfinished(self.env, self.journal_path, name, only_in_memory=locked)

    def __enter__(self) -> Self:
        """Begin the run."""
        return self

    def __exit__(self, _: object, error: BaseException | None, *rest: object) -> None:
        """End the run: what had to be repaired is said, words that are not saved are given back."""
        if "drafts" in self.__dict__:
            self.drafts.close(error)
        if "store" in self.__dict__:
            # What must be mended first may not be mended yet: `doctor` has the order.
            is_told = self.is_examined or isinstance(error, JournalError)
            self.ui.notice(*self.store.notices(only_repairs=is_told))

    def change(self, outcome: Outcome, **others: Any) -> Answer:
        """Return the answer to a change of the journal; `others` as in `change_answer`."""
        from ketalog.answers.phrases import change_answer

        self.outcome = outcome
        if "drafts" in self.__dict__:  # Whatever comes now: the words are in the journal.
            self.drafts.saved()
        return change_answer(outcome, self.now, self.config.country, **others)

    def answer(self, answer: Answer) -> None:
        """Say what a command has to say, in the voice that the settings ask for."""
        _ = self.config
        self.ui.answer(answer)

    def configure(self, name: str, value: str | None) -> None:
        """Write one setting, or take it out."""
        configuration.save(configuration.config_path(self.env), name, value)
        self.__dict__.pop("config", None)

    def options(self) -> dict[str, Any]:
        """Return the options that make another run on the same journal, with the same voice."""
        from msgspec.structs import asdict

        return {"journal": self._journal_option, "env": self.env, **asdict(self.ui.style)}

    def beside(self, journal: Path) -> App:
        """Return a run on another journal, with the same voice and the default settings."""
        other = App(self.ui.command, **{**self.options(), "journal": journal})
        other.__dict__.update(config=configuration.Config(self.config.path), now=self.now)
        return other
