"""What `now` shows and what each key does, as values; a terminal and a journal stand elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketalog.answers.safety import emergency_words
from ketalog.answers.screens import ENTER, LETTERS_OF_A_WORD, Choice, KeyScreen
from ketalog.domain.effects import EFFECTS
from ketalog.domain.entries import SEVERITIES
from ketalog.domain.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MENU, DOSE, OTHER_DOSE, MOOD, ANXIETY = "menu", "dose", "other dose", "mood", "anxiety"
ONE_OF_MOOD, ONE_OF_ANXIETY = "mood 1", "anxiety 1"
"""Where a 1 was pressed: 10 begins with it, too."""
WRONG, EFFECT, OTHER_EFFECT, SEVERITY = "wrong", "effect", "other effect", "severity"
WORDS = "words"
"""Where words are typed that may be anything: a dose, a rating, what is noticed."""
MILD, TEN = "severity 1", "severity 10"
"""Where a side effect is mild, by a 1, and where a 0 came behind that."""
STOP, UNDO, PASSPHRASE = "stop", "undo", "passphrase"
"""What a key can lead to that is no screen."""
DIGITS = tuple("0123456789")
_USUAL_KEYS = ("j", "x", "v", "k")
"""No digit: an amount that is typed there begins with one. And in hardly a word behind a d: who
types "dizzy" on the menu has taken nothing."""
_MOST_EFFECTS = 6
_BACK = Choice(("b", "\x1b"), "Back")
WRONG_CHOICE = Choice(("w",), "Something feels wrong")
_OTHER = Choice(("o",), "Something else")


class Action(Value, frozen=True):
    """What a key does: a line is run, as if it were typed, and what comes next.

    On a screen that types, `typed` is there already.
    """

    next: str
    line: tuple[str, ...] = ()
    typed: str = ""


class View(Value, frozen=True):
    """A screen, and what each of its keys does. On one that `types`, words behind a command.

    Where words are typed in place of a key, they go to `words`.
    """

    screen: KeyScreen
    keys: Mapping[str, Action]
    types: Action | None = None
    words: str = ""


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
    with_news = KeyScreen(
        screen.title, screen.body, screen.choices, (known.news,), screen.words_from
    )
    return View(with_news, shown.keys, shown.types, shown.words)


def _menu(known: Known, *, is_mild: bool = False) -> View:
    keys = {
        Choice(("d",), "I took a dose"): Action(DOSE if known.usual else OTHER_DOSE),
        Choice(("f",), "How I feel"): Action(MOOD),
        WRONG_CHOICE: Action(WRONG),
    }
    if known.is_locked:
        keys[Choice(("p",), "Type the passphrase, if you like")] = Action(PASSPHRASE)
    if known.last:
        keys[Choice(("u",), "Undo the last one")] = Action(UNDO)
    keys[Choice(("s",), "Stop", leaves=True)] = Action(STOP)
    if is_mild:
        keys[Choice(("0",), "")] = Action(TEN)  # Few need it: it is not shown.
    below = known.last or "Each answer is saved at once."
    return _asking("What is it?", keys, below=(below,), words=WORDS)


def _dose(known: Known) -> View:
    keys = {
        Choice((key,), f"{dose.text}, as usual"): Action(MENU, dose.line)
        for key, dose in zip(_USUAL_KEYS, known.usual, strict=False)
    }
    keys[Choice((*_OTHER.keys, *DIGITS), _OTHER.label)] = Action(OTHER_DOSE)
    asked = _asking("What did you take?", keys, leads_back=True, words=OTHER_DOSE, words_from=1)
    typed = {digit: Action(OTHER_DOSE, typed=digit) for digit in DIGITS}
    return View(asked.screen, {**asked.keys, **typed}, words=asked.words)


def _other_dose(_: Known) -> View:
    return _typing("How much, and how?", "For example: 100 mg sublingual", Action(MENU, ("dose",)))


_RATED_MOOD, _RATED_ANXIETY = ("mood",), ("mood", "--anxiety")


def _mood(_: Known) -> View:
    ends = "0 is the worst, 10 the best"
    return _rating("How is your mood?", ends, _RATED_MOOD, ONE_OF_MOOD, ANXIETY)


def _anxiety(_: Known) -> View:
    ends = "0 is none, 10 the worst"
    return _rating("How is your anxiety?", ends, _RATED_ANXIETY, ONE_OF_ANXIETY, MENU)


def _one_of_mood(_: Known) -> View:
    return _one("Mood 1, or 10?", "10, the best", _RATED_MOOD, ANXIETY)


def _one_of_anxiety(_: Known) -> View:
    return _one("Anxiety 1, or 10?", "10, the worst", _RATED_ANXIETY, MENU)


def _wrong(known: Known) -> View:
    keys = {Choice(("n",), "Note what it is"): Action(EFFECT), _BACK: Action(MENU)}
    body = tuple(emergency_words(known.country))
    return _asking("Something feels wrong", keys, body=body, words=OTHER_EFFECT)


def _effect(_: Known) -> View:
    keys = {
        Choice((str(n),), name): Action(SEVERITY, ("effect", name))
        for n, name in enumerate(list(EFFECTS)[:_MOST_EFFECTS], 1)
    }
    keys[_OTHER] = Action(OTHER_EFFECT)
    title = "What do you notice?"
    return _asking(title, keys, leads_back=True, words=OTHER_EFFECT, words_from=1)


def _other_effect(_: Known) -> View:
    saved = Action(SEVERITY, ("effect",))
    return _typing("What do you notice?", "For example: blurred vision", saved)


def _words(_: Known) -> View:
    example = "For example: took 100 mg sublingual; blurred vision"
    return _typing("What is it?", example, Action(MENU))


def _severity(known: Known, body: tuple[str, ...] = ()) -> View:
    if not known.effect:
        return _menu(known)
    keys = {
        Choice((str(n),), severity): Action(
            MILD if n == 1 else MENU, ("edit", known.effect, severity)
        )
        for n, severity in enumerate(SEVERITIES, 1)
    }
    return _asking("How bad is it?", keys, body=body, leads_back=True)


def _mild(known: Known) -> View:
    return _menu(known, is_mild=bool(known.effect))


def _ten(known: Known) -> View:
    return _severity(known, ("10 is none of these.",))


_VIEWS: dict[str, Callable[[Known], View]] = {
    MENU: _menu,
    DOSE: _dose,
    OTHER_DOSE: _other_dose,
    MOOD: _mood,
    ANXIETY: _anxiety,
    ONE_OF_MOOD: _one_of_mood,
    ONE_OF_ANXIETY: _one_of_anxiety,
    WRONG: _wrong,
    EFFECT: _effect,
    OTHER_EFFECT: _other_effect,
    WORDS: _words,
    SEVERITY: _severity,
    MILD: _mild,
    TEN: _ten,
}


def _asking(
    title: str,
    keys: Mapping[Choice, Action],
    *,
    body: tuple[str, ...] = (),
    below: tuple[str, ...] = (),
    leads_back: bool = False,
    words: str = "",
    words_from: int = LETTERS_OF_A_WORD,
) -> View:
    if leads_back:
        keys = {**keys, _BACK: Action(MENU), WRONG_CHOICE: Action(WRONG)}
    actions = {key: action for choice, action in keys.items() for key in choice.keys}
    return View(KeyScreen(title, body, tuple(keys), below, words_from), actions, words=words)


def _rating(title: str, ends: str, line: tuple[str, ...], one: str, after: str) -> View:
    numbers = (*DIGITS, "10")  # Where a key is a line, 10 is one.
    shown = {
        Choice(numbers, ends, shown="0-10"): Action(after),
        Choice(("n",), "No answer"): Action(after),
    }
    asked = _asking(title, shown, leads_back=True)
    rated = {number: Action(after, (*line, number)) for number in numbers}
    return View(asked.screen, {**asked.keys, **rated, "1": Action(one)})


def _one(title: str, ten: str, line: tuple[str, ...], after: str) -> View:
    keys = {
        Choice(("1", *ENTER), "It is 1"): Action(after, (*line, "1")),
        Choice(("0", "10"), f"It is {ten}"): Action(after, (*line, "10")),
    }
    return _asking(title, keys, leads_back=True)


def _typing(title: str, example: str, types: Action) -> View:
    return View(KeyScreen(title, (example, "Enter saves it. Esc goes back.")), {}, types)
