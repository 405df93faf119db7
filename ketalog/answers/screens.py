"""One screen as a value: few words, and what can be chosen by a single key."""

from __future__ import annotations

from ketalog.domain.values import Value


class Choice(Value, frozen=True):
    """What a key does; several keys that do the same kind of thing are shown as `shown`."""

    keys: tuple[str, ...]
    label: str
    shown: str = ""

    @property
    def name(self) -> str:
        """Return the key as it is shown."""
        return self.shown or self.keys[0].upper()


ENTER = ("\n", "\r", " ")
END = ""
"""The key that stands for the end of the input."""


class KeyScreen(Value, frozen=True):
    """A title, some words, what can be chosen, and what was done last.

    `body` has its own line breaks; what is too long for the terminal is shown in parts.
    """

    title: str
    body: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """Return every key that does something."""
        return frozenset(key for choice in self.choices for key in choice.keys)
