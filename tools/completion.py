"""Completion for bash, zsh and fish: one table of words, in each shell's own tongue."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shlex import quote

from tools.described import FORMATS, GLOBAL, Option, Words, everything

SHELLS = Path(__file__).parent
_A_LINE = "  "
"""Between a word and what it is: no word has two spaces."""


def scripts() -> dict[str, str]:
    """Return the script of each shell, by its name."""
    made = {}
    for shell, write in (("bash", _sh), ("zsh", _sh), ("fish", _fish)):
        template = (SHELLS / f"completion.{shell}").read_text(encoding="utf-8")
        core = (SHELLS / "completion.sh").read_text(encoding="utf-8") if write is _sh else ""
        script = template.replace("#CORE#\n", core)
        for mark, lines in write().items():
            script = script.replace(f"#{mark}#\n", lines)
        made[shell] = script
    return made


def table() -> dict[str, Words]:
    """Return what can be typed in each place, by "COMMAND PLACE".

    A place is :first or :later for a word, a first word or an option for what stands behind it, or
    - for the options.
    """
    found: dict[str, Words] = {" :first": {}, " -": _offered(GLOBAL)}
    for command in everything():
        found[" :first"][command.name] = command.summary
        found[f"{command.name} :first"] = command.first
        found[f"{command.name} :later"] = command.later
        found |= {f"{command.name} {word}": words for word, words in command.behind.items()}
        found[f"{command.name} -"] = _offered(command.options)
        for option in command.options:
            found |= {f"{command.name} {name}": option.words for name in option.names}
    return {place: words for place, words in found.items() if words}


def takers() -> list[str]:
    """Return the options that have a value; none has one with one command alone."""
    options = [*GLOBAL, *(option for command in everything() for option in command.options)]
    having, bare = (
        {name for option in options if bool(option.metavar) is has for name in option.names}
        for has in (True, False)
    )
    if both := having & bare:
        raise ValueError(f"with a value here, without one there: {both}")
    return sorted(having)


def _offered(options: tuple[Option, ...]) -> Words:
    return {name: option.help for option in options for name in option.names}


def _candidates(words: Words) -> list[str]:
    return [_A_LINE.join(filter(None, item)) for item in words.items()]


def _grouped() -> dict[tuple[str, ...], list[str]]:
    """Return the candidates with all the places where they can stand."""
    by_words: dict[tuple[str, ...], list[str]] = {}
    for place, words in table().items():
        by_words.setdefault(tuple(_candidates(words)), []).append(place)
    return {tuple(places): list(candidates) for candidates, places in by_words.items()}


def _sh() -> dict[str, str]:
    def cases() -> Iterator[str]:
        for places, candidates in _grouped().items():
            yield f"  {'|'.join(map(quote, places))})"
            yield "    printf '%s\\n' \\"
            yield from _continued(candidates, quote, 6)
            yield "    ;;"

    also = (
        f"  {'|'.join(command.also)}) command={command.name} ;;"
        for command in everything()
        if command.also
    )
    return {
        "WORDS": _lines(cases()),
        "ALSO": _lines(also),
        "TAKERS": f"      {'|'.join(takers())}) taker=$word ;;\n",
        "FORMATS": _lines(_continued(_candidates(FORMATS), quote, 6)),
    }


def _fish() -> dict[str, str]:
    def cases() -> Iterator[str]:
        for places, candidates in _grouped().items():
            yield f"        case {' '.join(map(_fish_quote, places))}"
            yield "            printf '%s\\n' \\"
            yield from _continued(candidates, _fish_quote, 16)

    def also() -> Iterator[str]:
        for command in everything():
            if command.also:
                yield f"        case {' '.join(command.also)}"
                yield f"            set command {command.name}"

    return {
        "WORDS": _lines(cases()),
        "ALSO": _lines(also()),
        "TAKERS": f"                case {' '.join(takers())}\n",
        "FORMATS": _lines(_continued(_candidates(FORMATS), _fish_quote, 16)),
    }


def _fish_quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _continued(words: list[str], quoted: Callable[[str], str], indent: int) -> Iterator[str]:
    """Yield each word on a line of its own, all of them one command."""
    before = " " * indent
    yield from (f"{before}{quoted(word)} \\" for word in words[:-1])
    yield f"{before}{quoted(words[-1])}"


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
