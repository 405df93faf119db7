"""The command line: the table of commands, the options of every command, the one exit."""

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from ketalog import __version__
from ketalog.errors import BadFile, BadInput, Interrupted, KetalogError


class Row(NamedTuple):
    """One command: its panel in --help, its module in commands/, what it is for, other names."""

    panel: str
    module: str
    summary: str
    also: tuple[str, ...] = ()


COMMANDS = {
    "dose": Row("Log", "dose", "Log a dose: dose 100mg sublingual, dose 2x15mg nasal"),
    "mood": Row("Log", "mood", "Log mood, anxiety, energy, sleep: mood 6 --anxiety 4", ("rate",)),
    "effect": Row(
        "Log", "effect", "Log a side effect, or that there were none", ("effects", "side-effect")
    ),
    "note": Row("Log", "note", "Write a note for yourself"),
    "ask": Row("Log", "ask", "Write down a question for your appointment", ("question",)),
    "today": Row("Look", "today", "See today (also: ketalog alone)", ("status", "now")),
    "week": Row("Look", "week", "See a week: week, week last, week 2026-09-14"),
    "month": Row("Look", "month", "See a month: month, month last, month 2026-09"),
    "list": Row("Look", "list_", "List entries with their numbers", ("ls", "log", "history")),
    "show": Row("Look", "show", "Show everything about one entry"),
    "edit": Row("Change", "edit", "Change an entry: edit 41 150mg --at 9pm", ("change", "amend")),
    "delete": Row("Change", "delete", "Delete entries by number", ("rm", "remove")),
    "undo": Row("Change", "undo", "Take the last change back; again for the one before"),
    "redo": Row("Change", "redo", "Bring back what undo took"),
    "export": Row("Share", "export", "Make a file to share: .md .html .csv .json"),
    "import": Row("Share", "import_", "Take in a file that ketalog exported"),
    "restore": Row("Keep", "restore", "Rebuild the journal from its second copy"),
    "config": Row("Keep", "config", "See or change settings", ("settings",)),
    "demo": Row("Keep", "demo", "Try everything on a made-up journal"),
}
ALIASES = {also: name for name, row in COMMANDS.items() for also in row.also}
WORDY = frozenset(
    {"dose", "mood", "effect", "note", "ask", "edit", "show", "delete", "week", "month"}
)
"""Commands that read their words themselves: -5 is an answer's mistake, not an option."""

_FLAGS = ("--json", "--plain", "--no-color", "--no-input")
_EXIT_CODES = (
    "Exit status: 0 done, 2 something typed can't be taken, 3 no such entry, 4 a file or the "
    "configuration can't be taken, 5 the journal or its disk, 130 interrupted, 1 anything else."
)


class Command(TyperCommand):
    """A command whose help leads with examples and that names a mistyped option itself."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse options that don't exist before words are read as answers."""
        known = {option for param in self.get_params(ctx) for option in param.opts}
        known |= {option for param in self.get_params(ctx) for option in param.secondary_opts}
        for word in _before_dashes(args):
            name = word.partition("=")[0]
            if (
                name.startswith("-")
                and name[1:2] not in {"", *"0123456789.,"}
                and name not in known
            ):
                raise _no_option(name, known, self.name or "")
        return super().parse_args(ctx, args)


class Group(TyperGroup):
    """The commands, each imported only when it runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return every command's name, by panel."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command, or None."""
        name = ALIASES.get(cmd_name, cmd_name)
        return _load(name) if name in COMMANDS else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return what a word names; for a near miss, say what is near."""
        name = args[0]
        if name not in COMMANDS and name not in ALIASES:
            near = get_close_matches(name, [*COMMANDS, *ALIASES], n=1)
            near_text = f" Did you mean '{near[0]}'?" if near else ""
            raise BadInput(
                f"There is no command '{name}'.{near_text}", "'ketalog --help' lists them."
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands by panel, from the table alone."""
        for panel in dict.fromkeys(row.panel for row in COMMANDS.values()):
            rows = [(name, row.summary) for name, row in COMMANDS.items() if row.panel == panel]
            with formatter.section(panel):
                formatter.write_dl(rows)


def _load(name: str) -> Any:
    module = import_module(f"ketalog.commands.{COMMANDS[name].module}")
    one = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    function = module.command
    one.command(
        name,
        cls=Command,
        help=f"{function.__doc__}\n\n\b\nExamples:\n{module.EXAMPLES.strip()}",
        epilog=_EXIT_CODES,
        context_settings={"ignore_unknown_options": name in WORDY, "max_content_width": 80},
    )(function)
    return typer.main.get_command(one)


root = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 80},
)


@root.callback(
    help="A private treatment journal: log doses, side effects and mood in seconds, see your week, "
    "take a summary to your appointment. Everything stays in one file on this computer.\n\n"
    "\b\nketalog dose 100mg sublingual --hold 15 --mood 4 --anxiety 7\n"
    "ketalog mood 6 --anxiety 4\nketalog effect nausea mild --at 9pm\nketalog week",
    epilog="These options work before and after a command. 'ketalog COMMAND --help' has examples. "
    "Made for people: it records, it never advises.",
)
def _root(
    ctx: typer.Context,
    journal: Annotated[
        Path | None, typer.Option("--journal", metavar="FILE", help="The journal to use.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Answer in sentences: no boxes, no colours.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Use no colours.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask anything.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    from ketalog.context import App
    from ketalog.ui.ui import Style

    style = Style(json, plain, no_color, no_input)
    name = ctx.invoked_subcommand
    if version:
        ui = App("version", style, journal).ui
        ui.say([f"ketalog {__version__}"], {"version": __version__})
        raise typer.Exit
    ctx.obj = App(ALIASES.get(name, name) if name else "today", style, journal)
    if name is None:
        ctx.invoke(import_module("ketalog.commands.today").command, ctx)


def hoist(args: Sequence[str]) -> list[str]:
    """Return the arguments with the options of every command in front, where Typer reads them.

    What follows `--` is left alone.
    """
    front: list[str] = []
    rest: list[str] = []
    words = list(args)
    while words:
        word = words.pop(0)
        if word == "--":
            rest += [word, *words]
            break
        if word in _FLAGS or word.startswith("--journal="):
            front.append(word)
        elif word == "--journal" and not words:
            return [word]  # Typer says what it lacks
        elif word == "--journal":
            front += [word, *words[:1]]
            words = words[1:]
        else:
            rest.append(word)
    if rest[:1] == ["help"]:
        rest = [*rest[1:], "--help"]
    return front + rest


def _before_dashes(args: Sequence[str]) -> Sequence[str]:
    return args[: args.index("--")] if "--" in args else args


def _no_option(name: str, known: set[str], command: str) -> BadInput:
    near = get_close_matches(name, known, n=1)
    said = f" Did you mean {near[0]}?" if near else ""
    return BadInput(
        f"There is no option {name}.{said}",
        f"'ketalog {command} --help' lists them; put -- before words that begin with a dash.",
    )


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 to 5 or 130."""
    wants_json = "--json" in _before_dashes(list(args))
    try:
        code = typer.main.get_command(root)(hoist(args), "ketalog", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KetalogError as error:
        return _fail(error, args, wants_json)
    except typer.TyperException as error:
        return _fail(_in_plain_words(error, args), args, wants_json)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(Interrupted("Stopped."), args, wants_json)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(
            BadFile(f"{error.filename or 'The answer'}: {error.strerror}."), args, wants_json
        )
    except Exception as error:  # noqa: BLE001 (the one exit: no traceback shows an entry)
        said = f"Something unexpected happened ({type(error).__name__} at {_place(error)})."
        return _fail(
            KetalogError(said, "Nothing more was done. Please report it."), args, wants_json
        )
    return code if isinstance(code, int) else 0


def _place(error: BaseException) -> str:
    """Return where an error arose: a file and a line of the program, no data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _fail(error: KetalogError, args: Sequence[str], wants_json: bool) -> int:
    from ketalog.context import App
    from ketalog.ui.ui import Style

    App(_command_of(args) or "ketalog", Style(json=wants_json), None).ui.error(error)
    return error.exit_code


def _command_of(args: Sequence[str]) -> str:
    """Return the command that was typed, or nothing."""
    words = (ALIASES.get(word, word) for word in _before_dashes(hoist(args)))
    return next((word for word in words if word in COMMANDS), "")


def _in_plain_words(error: typer.TyperException, args: Sequence[str]) -> BadInput:
    """Return what Typer can't take, said for a patient."""
    message = error.format_message().rstrip(".") + "."
    if message.endswith(" requires an argument."):
        message = f"{getattr(error, 'option_name', 'An option')} needs a value after it."
    hint = f"For examples: {' '.join(filter(None, ('ketalog', _command_of(args), '--help')))}"
    return BadInput(message, hint)


def main() -> NoReturn:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))
