"""What `now` shows and what each key does, as values; a terminal and a journal stand elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.safety import emergency_words
from ketalog.answers.screens import Choice, Screen
from ketalog.domain.effects import EFFECTS
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MENU, DOSE, OTHER_DOSE, MOOD, ANXIETY = "menu", "dose", "other dose", "mood", "anxiety"
WRONG, EFFECT, OTHER_EFFECT, SEVERITY = "wrong", "effect", "other effect", "severity"
STOP, UNDO, PASSPHRASE = "stop", "undo", "passphrase"
"""What a key can lead to that is no screen."""
_DIGITS = tuple("0123456789")
_MOST_USUAL, _MOST_EFFECTS = 4, 6
_BACK = Choice(("b", "\x1b"), "Back")
WRONG_CHOICE = Choice(("w",), "Something feels wrong")
_OTHER = Choice(("o",), "Something else")


class Action(Value, frozen=True):
    """What a key does: a line is run, as if it were typed, and what comes next."""

    next: str
    line: tuple[str, ...] = ()


class View(Value, frozen=True):
    """A screen, and what each of its keys does. On one that `types`, words behind a command."""

    screen: Screen
    keys: Mapping[str, Action]
    types: Action | None = None


class Usual(Value, frozen=True):
    """A dose as it is shown, and as it is typed."""

    text: str
    line: tuple[str, ...]


class Known(Value, frozen=True):
    """What the screens tell of: the usual doses, and the state of this run.

    `last` is what was saved last, `news` what else there is to say once, `effect` the number of
    the side effect that was saved last.
    """

    usual: Sequence[Usual] = ()
    country: str | None = None
    is_locked: bool = False
    last: str = ""
    news: str = ""
    effect: str = ""


def view(name: str, known: Known) -> View:
    """Return a screen by its name; the menu for an unknown one."""
    shown = _VIEWS.get(name, _menu)(known)
    if not known.news:
        return shown
    screen = shown.screen
    with_news = Screen(screen.title, screen.body, screen.choices, (known.news,))
    return View(with_news, shown.keys, shown.types)


def _menu(known: Known) -> View:
    keys = {
        Choice(("d",), "I took a dose"): Action(DOSE if known.usual else OTHER_DOSE),
        Choice(("f",), "How I feel"): Action(MOOD),
        WRONG_CHOICE: Action(WRONG),
    }
    if known.is_locked:
        keys[Choice(("p",), "Type the passphrase, if you like")] = Action(PASSPHRASE)
    if known.last:
        keys[Choice(("u",), "Undo the last one")] = Action(UNDO)
    keys[Choice(("s",), "Stop")] = Action(STOP)
    below = known.last or "Each answer is saved at once."
    return _asking("What is it?", keys, below=(below,))


def _dose(known: Known) -> View:
    usual = known.usual[:_MOST_USUAL]
    keys = {
        Choice((str(n),), f"{dose.text}, as usual"): Action(MENU, dose.line)
        for n, dose in enumerate(usual, 1)
    }
    keys[_OTHER] = Action(OTHER_DOSE)
    return _asking("What did you take?", keys, leads_back=True)


def _other_dose(_: Known) -> View:
    return _typing("How much, and how?", "For example: 100 mg sublingual", Action(MENU, ("dose",)))


def _mood(_: Known) -> View:
    return _rating("How is your mood?", ("the worst", "the best"), ("mood",), ANXIETY)


def _anxiety(_: Known) -> View:
    return _rating("How is your anxiety?", ("none", "the worst"), ("mood", "--anxiety"), MENU)


def _wrong(known: Known) -> View:
    keys = {Choice(("n",), "Note what it is"): Action(EFFECT), _BACK: Action(MENU)}
    return _asking("Something feels wrong", keys, body=tuple(emergency_words(known.country)))


def _effect(_: Known) -> View:
    keys = {
        Choice((str(n),), name): Action(SEVERITY, ("effect", name))
        for n, name in enumerate(list(EFFECTS)[:_MOST_EFFECTS], 1)
    }
    keys[_OTHER] = Action(OTHER_EFFECT)
    return _asking("What do you notice?", keys, leads_back=True)


def _other_effect(_: Known) -> View:
    saved = Action(SEVERITY, ("effect",))
    return _typing("What do you notice?", "For example: blurred vision", saved)


def _severity(known: Known) -> View:
    if not known.effect:
        return _menu(known)
    keys = {
        Choice((str(n),), severity): Action(MENU, ("edit", known.effect, severity))
        for n, severity in enumerate(SEVERITIES, 1)
    }
    return _asking("How bad is it?", keys, leads_back=True)


_VIEWS: dict[str, Callable[[Known], View]] = {
    MENU: _menu,
    DOSE: _dose,
    OTHER_DOSE: _other_dose,
    MOOD: _mood,
    ANXIETY: _anxiety,
    WRONG: _wrong,
    EFFECT: _effect,
    OTHER_EFFECT: _other_effect,
    SEVERITY: _severity,
}


def _asking(
    title: str,
    keys: Mapping[Choice, Action],
    *,
    body: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    leads_back: bool = False,
) -> View:
    if leads_back:
        keys = {**keys, _BACK: Action(MENU), WRONG_CHOICE: Action(WRONG)}
    actions = {key: action for choice, action in keys.items() for key in choice.keys}
    return View(Screen(title, body, tuple(keys), below), actions)


def _rating(title: str, ends: tuple[str, str], line: tuple[str, ...], after: str) -> View:
    lowest, highest = ends
    shown = {
        Choice(_DIGITS, f"0 is {lowest}", shown="0-9"): Action(after),
        Choice(("t",), f"Ten: {highest}"): Action(after, (*line, "10")),
        Choice(("n",), "No answer"): Action(after),
    }
    asked = _asking(title, shown, leads_back=True)
    rated = {digit: Action(after, (*line, digit)) for digit in _DIGITS}
    return View(asked.screen, {**asked.keys, **rated})


def _typing(title: str, example: str, types: Action) -> View:
    return View(Screen(title, (example, "Enter saves it. Esc goes back.")), {}, types)
