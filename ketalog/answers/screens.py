"""One screen as a value: few words, and what can be chosen by a single key."""

from __future__ import annotations

from ketalog.domain.values import Value


class Choice(Value, frozen=True):
    """What a key does; several keys that do the same kind of thing are shown as `shown`.

    One without a label is not shown. One that `leaves` is waited with: a word may begin with it.
    """

    keys: tuple[str, ...]
    label: str
    shown: str = ""
    leaves: bool = False

    @property
    def name(self) -> str:
        """Return the key as it is shown."""
        return self.shown or self.keys[0].upper()


ENTER = ("\n", "\r", " ")
LETTERS_OF_A_WORD = 4
"""Letters in a row that are a word; fewer may be keys that were pressed ahead."""
END = ""
"""The key that stands for the end of the input."""


class KeyScreen(Value, frozen=True):
    """A title, some words, what can be chosen, and what was done last.

    `body` has its own line breaks; what is too long for the terminal is shown in parts. So many
    letters in a row that are no keys are `words_from`.
    """

    title: str
    body: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    below: tuple[str, ...] = ()
    words_from: int = LETTERS_OF_A_WORD

    @property
    def keys(self) -> frozenset[str]:
        """Return every key that does something."""
        return frozenset(key for choice in self.choices for key in choice.keys)

    @property
    def leaving(self) -> frozenset[str]:
        """Return every key that ends all of it."""
        return frozenset(key for choice in self.choices if choice.leaves for key in choice.keys)
