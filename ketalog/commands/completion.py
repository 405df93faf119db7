"""Let the Tab key complete what is typed."""

from importlib.resources import files
from typing import Annotated

import typer

from ketalog import commands as p
from ketalog.answers import Answer, Verbatim
from ketalog.app import App
from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.errors import BadInput

EXAMPLES = """
ketalog completion bash       (the script, for ~/.bashrc or a file of its own)
ketalog completion zsh
ketalog completion fish
"""
SHELLS = ("bash", "zsh", "fish")


def command(
    ctx: typer.Context,
    shell: Annotated[str | None, p.words("bash|zsh|fish")] = None,
) -> None:
    """Print the script that lets the Tab key complete commands, options, words and numbers."""
    app: App = ctx.obj
    name = (shell or "").lower()
    if name not in SHELLS:
        typed = f"'{escape_invisible(shell)}' is no shell that ketalog knows." if shell else ""
        hint = f"Type one of: {', '.join(SHELLS)}."
        raise BadInput(f"{typed or 'Which shell?'}{did_you_mean(name, SHELLS)}", hint)
    script = (files("ketalog") / "shell" / f"ketalog.{name}").read_text(encoding="utf-8")
    lines = [Verbatim(line) for line in script.splitlines()]
    app.answer(Answer(lines, {"shell": name, "script": script}))
