"""The manual page, as man(7) has it, from what --help says."""

from collections.abc import Iterable, Iterator

from ketalog import __version__, cli
from ketalog.commands.help_ import topics
from tools.described import GLOBAL, Described, Option, everything

_ENVIRONMENT = {
    "KETALOG_JOURNAL": "The journal to use, if no --journal is said.",
    "KETALOG_CONFIG": "The file of the settings.",
    "KETALOG_AS": "How you call ketalog where it is for somebody else: answers name it so.",
    "KETALOG_PASSPHRASE_FILE": "A file with the passphrase of a locked journal, one line.",
    "KETALOG_NEW_PASSPHRASE_FILE": "A file with the new one, for 'ketalog passphrase'.",
    "NO_COLOR": "If it is set, no colours are used.",
    "VISUAL, EDITOR": "The editor for --editor.",
}
_FILES = {
    "~/.local/share/ketalog/journal.json": "The journal; on macOS in ~/Library/Application "
    "Support/ketalog. Its second copy is in the folder backups beside it.",
    "~/.config/ketalog/config.toml": "The settings.",
}


def manual() -> str:
    """Return the page."""
    return "".join(f"{line}\n" for line in _page())


def _page() -> Iterator[str]:
    yield f'.TH KETALOG 1 "" "ketalog {__version__}" "User Commands"'
    yield ".SH NAME"
    yield r"ketalog \- a private treatment journal for the terminal"
    yield ".SH SYNOPSIS"
    yield _typed("ketalog", "[OPTIONS] [COMMAND] [WORDS]")
    yield ".SH DESCRIPTION"
    yield _plain(cli.ABOUT)
    yield ".SH OPTIONS"
    yield "They work before and after a command."
    yield from _options(GLOBAL)
    yield ".SH COMMANDS"
    commands = everything()
    for panel in dict.fromkeys(command.panel for command in commands):
        yield f".SS {panel}"
        for command in commands:
            if command.panel == panel:
                yield from _command(command)
    yield ".SH EXIT STATUS"
    yield _plain(cli.EXIT_CODES.removeprefix("Exit status: "))
    for title, table in (("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        yield f".SH {title}"
        for name, about in table.items():
            yield from (".TP", _typed(name), _plain(about))
    yield ".SH PAGES"
    yield "They come with it."
    for name, title in topics().items():
        yield from (".TP", _typed(f"ketalog help {name}"), _plain(title))


def _command(command: Described) -> Iterator[str]:
    yield ".TP"
    yield _typed(f"ketalog {command.name}", f"[OPTIONS] {command.usage}".strip())
    also = f" Also: {', '.join(command.also)}." if command.also else ""
    yield _plain(command.about + also)
    yield ".RS"
    yield from (".PP", ".EX", *map(_plain, command.examples.splitlines()), ".EE")
    yield from _options((*command.arguments, *command.options))
    yield ".RE"


def _options(options: Iterable[Option]) -> Iterator[str]:
    for option in options:
        yield ".TP"
        yield _typed(", ".join(option.names), option.metavar)
        yield _plain(option.help)


def _typed(bold: str, italic: str = "") -> str:
    """Return what is typed as it stands, and what stands for something else."""
    words = rf"\fB{_plain(bold)}\fR"
    return rf"{words} \fI{_plain(italic)}\fR" if italic else words


def _plain(text: str) -> str:
    """Return text that roff sets as it is; only ASCII: not every man can more."""
    for character, escape in (
        ("\\", r"\e"),
        ("-", r"\-"),
        ("'", r"\(aq"),
        ("…", "..."),
        ("×", r"\(mu"),
        ("–", r"\(en"),
        ("~", r"\(ti"),
        ("^", r"\(ha"),
        ("`", r"\(ga"),
    ):
        text = text.replace(character, escape)
    return rf"\&{text}" if text.startswith(".") else text
