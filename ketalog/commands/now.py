"""Log with single keys: for whoever has just taken a dose and can hardly type."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import typer

from ketalog.answers import Answer, Hint
from ketalog.answers.phrases import say_at_once, say_entry, say_taken
from ketalog.answers.safety import words_when_refused
from ketalog.answers.screens import END, ENTER, Choice, KeyScreen
from ketalog.app import App
from ketalog.commands._dose_defaults import is_locked, usual_doses
from ketalog.commands._heard import words_of_refused
from ketalog.commands._now_screens import (
    MENU,
    OTHER_EFFECT,
    PASSPHRASE,
    SEVERITY,
    STOP,
    UNDO,
    WORDS,
    WRONG,
    WRONG_CHOICE,
    Action,
    Known,
    Usual,
    View,
    view,
)
from ketalog.domain.entries import Effect
from ketalog.domain.text import as_utf8, count, say_number, say_time
from ketalog.domain.values import Value
from ketalog.errors import BadInput, Interrupted, KetalogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ketalog.domain.amounts import Taken
    from ketalog.journal import Outcome

EXAMPLES = """
ketalog now
ketalog now --plain               (in sentences, for a screen reader)
"""
_LEAVES = frozenset({"q", "quit", "exit", "stop"})
"""Words that end `now` where words are typed: none of a dose, or of what feels wrong."""
_ALONE = frozenset({"check", "session", "type"})
"""Commands that log and ask questions of their own."""
_FEELS_WRONG = frozenset(
    {"something", "is", "feels", "wrong", "not", "right", "i", "feel", "it", "this", "very", "bad"}
    | {"help", "me", "please", "emergency"}
)
"""Words that say no more than that something feels wrong."""
_LEFT = "This was typed before: type it anew, or go on with it by the right arrow."
_GO_ON = Choice((*ENTER, "b", "\x1b"), "Go on", shown="Enter")


def command(ctx: typer.Context) -> None:
    """Log a dose, how you feel, what feels wrong: one key an answer, each saved at once.

    No key does harm. What is logged is marked: ketalog offers the next day to look it through.
    """
    app: App = ctx.obj
    if not app.ui.asks:
        raise BadInput(
            "'now' asks with single keys, and nobody is here to press them.",
            "Type what to log: ketalog dose 100mg sublingual, or ketalog mood 6.",
        )
    with app.screens() as screens:
        now = _Now(app, screens)
        try:
            now.run()
        except KeyboardInterrupt:
            screens.outlive_signals()
            now.keep()
            raise Interrupted(
                "Stopped. Each answer that was said to be saved is saved.",
                "To go on where you were: ketalog now",
            ) from None
    app.answer(now.summary())


class _Saved(Value, frozen=True):
    """One answer: what it says, and the transactions that it was written down in."""

    text: str
    ids: tuple[str, ...]


class _Now:
    """One run of `now`: which screen is shown, what was saved, what was typed and is not."""

    def __init__(self, app: App, screens: Any) -> None:
        self._app = app
        self._screens = screens
        self._saved: list[_Saved] = []
        self._name = MENU
        self._news = self._effect = ""
        screens.beside = (WRONG_CHOICE,)
        self._typed: dict[str, str] = {}
        self._goes_on = False
        self._aside: list[str] = []
        self._unfinished = None
        with suppress(KetalogError):  # The words for an emergency need no journal.
            self._unfinished = app.unfinished("now")
            self._resume()

    def _resume(self) -> None:
        """Go on where a run of today was stopped."""
        kept = self._unfinished and self._unfinished.find(self._app.calendar.day_of(self._app.now))
        if kept:
            self._name, self._typed, self._effect = kept.screen, dict(kept.typed), kept.effect
            self._news = "" if kept.screen == MENU else f"You were here at {say_time(kept.at)}."

    def run(self) -> None:
        """Show one screen after another until the person stops."""
        while self._name != STOP:
            self.keep()
            shown = view(self._name, self._known())
            types = shown.types
            action = self._typed_in(shown.screen, types) if types else self._chosen(shown)
            if self._screens.is_cut_off:  # Nobody chose to leave this screen.
                raise KeyboardInterrupt
            self._name = self._done(action)
            if self._screens.chosen in WRONG_CHOICE.keys:  # Whatever else was asked meanwhile.
                self._name = WRONG
        self._name = MENU
        self.keep()

    def keep(self) -> None:
        """Keep for today where the person is, and what is typed and not saved."""
        if self._screens.typed:  # What is typed to a question about it does not replace it.
            self._typed.setdefault(self._name, self._screens.typed)
        if self._unfinished is None:
            return
        if self._name == MENU and not self._typed:
            self._unfinished.forget()
            return
        app = self._app
        day = app.calendar.day_of(app.now)
        typed = {name: as_utf8(text) for name, text in self._typed.items()}
        told = {"screen": self._name, "typed": typed, "effect": self._effect}
        if not self._unfinished.keep(day, app.now, **told):
            for words in self._typed.values():
                app.drafts.hold(words)

    def summary(self) -> Answer:
        """Return what is said at the end."""
        left = [f"Typed, not saved, and kept for today: {text}" for text in self._typed.values()]
        left += [f"Typed and not saved: {text}" for text in self._aside]
        if not self._saved:
            return Answer(["Nothing was logged.", *left], {"logged": 0})
        logged = f"Logged {count(len(self._saved), 'answer', 'answers')}."
        later = Hint("To look through them another day", "ketalog review")
        return Answer([logged, *left, later], {"logged": len(self._saved)})

    def _known(self) -> Known:
        app = self._app
        usual: list[Usual] = []
        locked = False
        with suppress(KetalogError):  # What is logged says what is wrong; nothing is in the way.
            usual = [_usual(taken) for taken in usual_doses(app)]
            locked = is_locked(app)
        last = self._saved[-1].text if self._saved else ""
        news, self._news = self._news, ""
        return Known(usual, app.config.country, locked, last, news, self._effect)

    def _chosen(self, shown: View) -> Action:
        key = self._screens.show(shown.screen, takes_words=True)
        if key == END:
            return Action(STOP)
        return shown.keys[key] if key in shown.keys else self._in_words(key, shown.words)

    def _in_words(self, words: str, name: str) -> Action:
        """Go to where words are typed, with those that were typed in place of a key."""
        if heard := words_when_refused(words, lambda: self._app.config.country):
            self._tell(f"Typed, not saved: {words}", heard)
        elif not name:
            self._news = "One key at a time."
            return Action(self._name)
        return Action(name or OTHER_EFFECT, typed=words)

    def _typed_in(self, screen: KeyScreen, types: Action) -> Action:
        text = self._typed.pop(self._name, "")
        is_left = bool(text and not self._goes_on)
        if is_left:
            screen = KeyScreen(screen.title, (*screen.body, _LEFT), below=screen.below)
        try:
            words = self._screens.type_in(screen, text, replaces=is_left)
        finally:
            if self._screens.replaced:
                self._set_aside(text)
        if words is None:
            # Kept before it is let go: a signal may come. One character is what led there.
            if len(left := self._screens.typed) > 1:
                self._typed[self._name] = left
            self._screens.stop_typing()
            return Action(MENU)
        if not words.strip():
            return Action(MENU)
        if words.strip().lower() in _LEAVES:
            return Action(STOP)
        if self._name == WORDS:
            meant = self._meant(words)
        else:
            meant = Action(types.next, _line_of(types.line, words.split()))
        if not meant.line:
            return meant
        self._typed[self._name] = words
        if not self._log(meant.line):
            return Action(self._name)
        del self._typed[self._name]
        return Action(meant.next)

    def _meant(self, words: str) -> Action:
        """Return what is meant by words in place of a key: one of the menu, or a line that logs."""
        menu = view(MENU, self._known())
        said = f" {words.strip(' .!?').lower()} "
        named = [choice for choice in menu.screen.choices if said in f" {choice.label.lower()} "]
        if len(named) == 1:
            return menu.keys[named[0].keys[0]]
        if not {*said.split()} - _FEELS_WRONG:
            return Action(WRONG)
        line = self._app.line_that_logs(words.split())
        if line == ["dose"]:
            return menu.keys["d"]
        if line and line[0] not in _ALONE:
            return Action(SEVERITY if line[0] == "effect" else MENU, tuple(line))
        return Action(SEVERITY, ("effect", *words.split()))

    def _done(self, action: Action) -> str:
        """Do what a key does and return which screen comes next."""
        if action.next == UNDO:
            self._undo()
            return MENU
        if action.next == PASSPHRASE:
            self._open()
            return MENU
        self._goes_on = bool(action.typed)
        if action.typed:
            if left := self._typed.get(action.next, ""):  # It is no part of the same number.
                self._set_aside(left)
            self._typed[action.next] = action.typed
        if action.line and not self._log(action.line):
            return MENU
        return MENU if action.next == SEVERITY and not self._effect else action.next

    def _set_aside(self, words: str) -> None:
        """Remember words whose place others took: said at the end, or kept if it is cut."""
        self._aside.append(words)
        self._app.drafts.hold(words)

    def _log(self, line: tuple[str, ...]) -> bool:
        """Run a line as if it were typed; tell whether it was taken."""
        app, self._effect = self._app, ""
        self._screens.said.clear()
        written = 0
        try:
            written = len(app.store.written)
            app.journal.marks = True
            app.outcome = None
            app.run_line(list(line))
        except KeyboardInterrupt:
            if app.store.written[written:]:
                self._name = MENU  # It is saved: only what was asked of it is not answered.
            raise
        except KetalogError as error:
            ids = tuple(app.store.written[written:])
            if ids:
                self._saved.append(_Saved(f"Saved: {' '.join(line)}", ids))
            self._tell(
                "Saved, but:" if ids else "Not saved.",
                [*self._heard(line, error), error.message, error.hint],
            )
            return bool(ids)
        if app.outcome is not None:
            self._take(app.outcome, tuple(app.store.written[written:]))
        return True

    def _heard(self, line: Sequence[str], error: KetalogError) -> list[str]:
        """Return what is to be said of danger in a line that was not taken."""
        if not isinstance(error, BadInput):
            return []
        return words_of_refused(line[0], line, error, lambda: self._app.config.country)

    def _take(self, outcome: Outcome, ids: tuple[str, ...]) -> None:
        """Remember what was saved, and say what must be known of it at once."""
        if outcome.verb == "deleted":
            self._news = "It was logged before: it is there once."
            if self._saved:  # What comes before it is taken back with it.
                before = self._saved.pop()
                self._saved.append(_Saved(before.text, (*before.ids, *ids)))
            return
        entries = outcome.entries
        text = f"Saved: {'; '.join(map(say_entry, entries))}, {say_time(entries[0].at)}"
        if outcome.verb == "changed" and self._saved:  # Else it was saved in a run before.
            ids = (*self._saved.pop().ids, *ids)
        self._saved.append(_Saved(text, ids))
        self._news = text
        match entries:
            case [Effect(severity=severity) as effect] if not outcome.unseen and (
                severity is None or outcome.verb == "changed"
            ):
                self._effect = str(effect.number)
        urgent = [*say_at_once(outcome, self._app.config.country), *self._screens.said]
        if urgent:
            self._tell(text, urgent)

    def _undo(self) -> None:
        """Take the last answer back, with what was answered about it; nothing of others."""
        app, saved = self._app, self._saved.pop()
        for n, written in reversed(list(enumerate(saved.ids, 1))):
            try:
                last = app.journal.last_change()
                if last is None or last.id != written:
                    self._tell("Not taken back.", ["Something else was written down since then."])
                    return
                app.run_line(["undo"])
            except KetalogError as error:
                self._saved.append(_Saved(saved.text, saved.ids[:n]))
                self._tell("Not taken back.", [error.message, error.hint])
                return
        self._news = saved.text.replace("Saved", "Taken back", 1)

    def _open(self) -> None:
        try:
            self._app.store.snapshot()
        except KetalogError as error:
            self._tell("The journal is still locked.", [error.message, "You can log all the same."])

    def _tell(self, title: str, words: Sequence[str | None]) -> None:
        if self._screens.chosen in WRONG_CHOICE.keys:  # The words for it come first.
            self._news = title
            return
        self._screens.show(KeyScreen(title, tuple(filter(None, words)), (_GO_ON, WRONG_CHOICE)))


def _usual(taken: Taken) -> Usual:
    amount, medication = taken.amount, taken.medication
    mg = f"{say_number(amount.amount_mg)}mg"
    if amount.count is not None and amount.each_mg is not None:
        mg = f"{say_number(amount.count)}x{say_number(amount.each_mg)}mg"
    named = ("--medication", medication) if medication else ()
    return Usual(say_taken(amount, medication, taken.route), ("dose", mg, taken.route, *named))


def _line_of(begun: tuple[str, ...], typed: list[str]) -> tuple[str, ...]:
    """Return a line with what was typed behind its first words, or typed whole."""
    if typed[:1] == ["ketalog"] and typed[1:]:
        return tuple(typed[1:])
    return (*begun, *typed[typed[:1] == [*begun[:1]] :])
