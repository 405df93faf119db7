"""What Typer can't take, in a patient's words. Loaded only then."""

import re

import typer

from ketalog.commands import module_of
from ketalog.commands._as_logged import as_logged
from ketalog.domain.offer import Offer
from ketalog.errors import BadInput
from ketalog.times.grammar import is_day


def in_plain_words(error: typer.TyperException, command: str) -> BadInput:
    """Return what Typer can't take, said for a patient."""
    message = error.format_message().rstrip(".") + "."
    if match := re.fullmatch(r"Got unexpected extra argument.*? \((?!s\))(.*)\)\.", message):
        message = f"'{match[1]}' is too much here."
    if message.endswith(" requires an argument."):
        message = f"{getattr(error, 'option_name', 'An option')} needs a value after it."
    hint: object = f"For examples: {' '.join(filter(None, ('ketalog', command, '--help')))}"
    if match and command == "redo":
        hint = "What undo took: ketalog redo, once for each."
    if match and command == "today" and is_day(match[1]):
        hint = f"For another day: ketalog list {match[1]}."
    elif match and command == "today" and len(lines := as_logged(match[1].split())) == 1:
        hint = Offer("To log it", [[*lines[0], "today"]])
    if command and (match := re.fullmatch(r"Missing argument '(.*)'\.", message)):
        message = f"'ketalog {command}' needs more: {match[1]}."
        hint = f"For example: {module_of(command).EXAMPLES.strip().splitlines()[0]}"
    return BadInput(message, hint)
