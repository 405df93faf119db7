"""Which of what was typed are options with their values, and which are words."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from ketalog.errors import BadInput

NAMES_OPTIONS = frozenset({"--clear"})
"""What they take may be the name of an option: `--clear --note`."""


def before_dashes(args: Sequence[str]) -> Sequence[str]:
    """Return what stands before `--`: behind it are words alone."""
    return args[: args.index("--")] if "--" in args else args


def _is_option(word: str) -> bool:
    """Tell options from other words that begin with a dash, as a list in a note does."""
    name = word.partition("=")[0]
    letters = name[2:] if name.startswith("--") else name[1:]
    is_named = letters[:1].isascii() and letters[:1].isalpha()
    return name[:1] == "-" and is_named and all(char.isalnum() or char in "-_" for char in letters)


def split_options(
    typed: Sequence[str],
    takes: Mapping[str, bool],
    command: str,
    *,
    words_may_begin_with_dash: bool,
) -> tuple[list[str], list[str]]:
    """Return the options with their values, and the words; `takes` tells which have a value.

    Raises BadInput for an option that the command doesn't have, or without its value.
    """
    args = list(typed)
    options: list[str] = []
    words: list[str] = []
    while args:
        word = args.pop(0)
        name, attached, _ = word.partition("=")
        if not _is_option(word):
            if word[:1] == "-" != word and " " not in word and not words_may_begin_with_dash:
                raise _no_option(word, takes, command)
            words.append(word)
        elif word[2:] and takes.get(word[:2]):
            options += [word[:2], word[2:].removeprefix("=")]
        elif name not in takes:
            raise _no_option(name, takes, command)
        elif attached or not takes[name]:
            options.append(word)
        elif args and _is_option(args[0]) and args[0].partition("=")[0] not in takes:
            raise _no_option(args[0].partition("=")[0], takes, command)
        elif not args or (_is_option(args[0]) and name not in NAMES_OPTIONS):
            hint = f"For examples: ketalog {command} --help"
            raise BadInput(f"{name} needs a value after it.", hint)
        else:
            options += [word, args.pop(0)]
    return options, words


def refuse_twice(
    options: Sequence[str], takes: Mapping[str, bool], names: Mapping[str, tuple[str, bool]]
) -> None:
    """Refuse an option that is said twice and not the same: Typer would take the last.

    `names` are the option's own, whatever it is called, and whether there may be many.
    """
    said: dict[str, str] = {}
    rest = list(options)
    while rest:
        typed = rest.pop(0)
        option, _, value = typed.partition("=")
        if takes[option] and not (value or "=" in typed):
            value = rest.pop(0)
        name, is_many = names[option]
        meant = value if takes[option] else option
        if not is_many and said.setdefault(name, meant) != meant:
            first = f"{option} {said[name]}" if takes[option] else said[name]
            second = f"{option} {meant}" if takes[option] else meant
            raise BadInput(f"Two things are said: {first} and {second}.", "Type one of them.")


def _no_option(name: str, known: Iterable[str], command: str) -> BadInput:
    near = get_close_matches(name, known, n=1)
    near_text = f" Did you mean {near[0]}?" if near else ""
    return BadInput(
        f"There is no option {name}.{near_text}",
        f"'ketalog {command} --help' lists them; put -- before words that begin with a dash.",
    )
