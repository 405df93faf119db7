"""The command line: the options of every command, its lazy commands, the one exit."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, partial
from inspect import getdoc
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from ketalog import __version__
from ketalog.commands import (
    ALIASES,
    COMMANDS,
    DAY_OPTIONS,
    FREE,
    NAMES_OPTIONS,
    OWN,
    TEXT_OPTIONS,
    clauses_of,
    is_option,
    module_of,
)
from ketalog.errors import BadFile, BadInput, Interrupted, KetalogError, NoOption, Rehearsed

OPTIONS = {
    "--journal FILE": "The journal to use.",
    "--json": "Answer in JSON.",
    "--plain": "Answer in sentences: no boxes, no colours.",
    "--no-color": "Use no colours.",
    "--no-input": "Never ask anything.",
    "--version": "Alone: say which version this is.",
    "-h, --help": "Show this.",
}
"""The options of every command: read here, before Typer sees the rest."""
_FLAGS = {
    "--json": "json",
    "--plain": "plain",
    "--no-color": "no_color",
    "--no-input": "no_input",
    "--version": "version",
}
ABOUT = (
    "A private treatment journal. Log doses, side effects and mood in seconds. See your week. "
    "Take a summary to your appointment. It all stays in one file on this computer."
)
EXIT_STATUS = {
    0: "done, or nothing to do",
    2: "what was typed can't be taken, and nothing was changed",
    3: "no such entry",
    4: "a file, a pipe or the settings can't be taken, or the answer can't be written",
    5: "the journal or its disk: busy, damaged, missing, full",
    130: "stopped at a question",
    1: "all else",
}
EXIT_CODES = f"Exit status: {'; '.join(f'{code} {why}' for code, why in EXIT_STATUS.items())}."


_MATTERS = r"(?m)^(?!Usage)\S.*:$|(?<=^  )(?:ketalog .*?(?=  |$)|[a-z]+(?=  ))"
"""What is bold in help: headings, the command to type, the names of commands."""
_CLICK_NARROWEST, _NARROWEST = 52, 20
"""Columns below which help is given its width, and the least that it is given."""


def _help(ctx: Any, get_help: Callable[[Any], str]) -> str:
    """Return help no wider than a terminal, in bold there; elsewhere, and with --plain, as it is.

    By itself Typer takes 50 columns even where there are fewer.
    """
    if (columns := get_terminal_size().columns) < _CLICK_NARROWEST:
        ctx.terminal_width = max(columns - 2, _NARROWEST)
    text = get_help(ctx)
    obj = ctx.find_root().obj or {}
    is_plain = obj.get("plain") if isinstance(obj, dict) else obj.ui.style.plain
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    if is_plain or not is_terminal or os.environ.get("TERM", "dumb") == "dumb":
        return text
    return re.sub(_MATTERS, "\x1b[1m\\g<0>\x1b[0m", text)


_SETTINGS = {"help_option_names": ["--help", "-h"], "max_content_width": 80}


class Command(TyperCommand):
    """A command whose help leads with examples and that names a mistyped option itself."""

    def get_help(self, ctx: Any) -> str:
        """Return what --help shows."""
        return _help(ctx, super().get_help)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Name the words as they are typed; brackets are around what can be left out."""
        words = (param for param in self.get_params(ctx) if param.param_type_name == "argument")
        return ["[OPTIONS]", *(param.metavar for param in words if param.metavar)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse options that don't exist, and tell the others from the words, for Typer."""
        takes = {
            option: not getattr(param, "is_flag", False)
            for param in self.get_params(ctx)
            for option in (*param.opts, *param.secondary_opts)
            if option.startswith("-")
        }
        before = [_as_option(word, takes) for word in _before_dashes(args)]
        if args[: len(before)] != before:  # what is typed is read anew with its options
            ctx.obj.typed = (*ctx.obj.typed[:1], *before, *args[len(before) :])
        name = self.name or ""
        is_free = COMMANDS[name].words in {FREE, OWN}
        whole = before
        if any(word.partition("=")[0] in {*TEXT_OPTIONS, *DAY_OPTIONS} for word in before):
            from ketalog.commands._cut_texts import with_whole_values

            whole = with_whole_values(before, name)
        options, words = _split_options(whole, takes, name, words_may_begin_with_dash=is_free)
        words += args[len(before) + 1 :]
        names = {
            option: (str(param.name), getattr(param, "multiple", False))
            for param in self.get_params(ctx)
            for option in (*param.opts, *param.secondary_opts)
        }
        _refuse_twice(options, takes, names)
        return super().parse_args(ctx, [*options, "--", *words] if words else options)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what a phone wrote is taken in before one that logs or looks."""
        _take_in(ctx.obj, self.name or "")
        try:
            return super().invoke(ctx)
        except BadInput as error:
            error.answers = tuple(ctx.obj.ui.answers)
            raise

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, and what the words can say, from the table of clauses."""
        super().format_options(ctx, formatter)
        if clauses := clauses_of(self.name or ""):
            from ketalog.commands._input import shapes_of

            with formatter.section("Words, in any order"):
                rows = [(what, ", ".join(shapes)) for what, shapes in shapes_of(clauses)]
                formatter.write_dl(rows)


class Group(TyperGroup):
    """The commands, each imported only when it runs."""

    def get_help(self, ctx: Any) -> str:
        """Return what --help shows."""
        return _help(ctx, super().get_help)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return every command's name, by panel."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command, or None."""
        name = ALIASES.get(cmd_name, cmd_name)
        return _load(name) if name in COMMANDS else None

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options of every command and the commands by panel, from the tables alone."""
        with formatter.section("Options, before or after a command"):
            formatter.write_dl(list(OPTIONS.items()))
        for panel in dict.fromkeys(row.panel for row in COMMANDS.values()):
            rows = [(name, row.summary) for name, row in COMMANDS.items() if row.panel == panel]
            with formatter.section(panel):
                formatter.write_dl(rows)


@cache
def _load(name: str) -> Any:
    """Return a command; made once, for a line can be tried many times in one run."""
    module = module_of(name)
    lone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    function = module.command
    lone.command(
        name,
        cls=Command,
        help=f"{getdoc(function)}\n\n\b\nExamples:\n{module.EXAMPLES.strip()}",
        epilog=EXIT_CODES,
        context_settings=_SETTINGS,
    )(function)
    return typer.main.get_command(lone)


root = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings=_SETTINGS,
)


@root.callback(
    help=f"{ABOUT}\n\n"
    "\b\nketalog dose 100mg sublingual --hold 15 --mood 4 --anxiety 7\n"
    "ketalog mood 6 --anxiety 4\nketalog effect nausea mild --at 9pm\nketalog week",
    epilog="'ketalog COMMAND --help' shows how to use one; dose, mood, effect and week are those "
    "of most days. It writes down what you say; it never gives advice.",
)
def _root(ctx: typer.Context) -> None:
    from ketalog.app import App

    name = ctx.invoked_subcommand
    command = ALIASES.get(name, name) if name else "today"
    options = dict(ctx.obj)
    if (within := options.pop("within", None)) is not None:
        within.ui.command, within.typed = command, options["typed"]
        ctx.obj = within
        return
    make_app = options.pop("make_app", App)
    ctx.obj = make_app(command, **options)
    ctx.obj.log_line = partial(_log_line, options)
    ctx.obj.run_line = partial(_run_or_mend, options, within=ctx.obj)
    ctx.obj.line_that_logs = partial(_line_that_logs, options)
    ctx.obj.run_beside = partial(_run, options)
    ctx.with_resource(ctx.obj)
    if name is None:
        _take_in(ctx.obj, "today")
        ctx.invoke(module_of("today").command, ctx)


def _take_in(app: Any, command: str) -> None:
    """Take in what lies in the inbox, if there is one, before a command that logs or looks."""
    panel = COMMANDS[command].panel
    if panel not in {"Log", "Look"} or not app.may_have_news:
        return
    from ketalog.commands.inbox import take_in_by_itself

    try:
        take_in_by_itself(app, before_logging=panel == "Log")
    except typer.Abort:
        raise
    except Exception as error:  # noqa: BLE001 (whatever lies there, a dose can be logged)
        app.ui.notice(f"The inbox was left alone. {_unexpected(error)} Please report it.")


def _as_option(word: str, takes: Mapping[str, bool]) -> str:
    """Return an option whose dashes a phone has made one long dash as it is typed elsewhere."""
    name = "--" + word.lstrip("\u2013\u2014")
    return name if word[:1] in {"\u2013", "\u2014"} and name.partition("=")[0] in takes else word


def _before_dashes(args: Sequence[str]) -> Sequence[str]:
    """Return what stands before `--`: behind it are words alone."""
    return args[: args.index("--")] if "--" in args else args


def _split_options(
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
        if not is_option(word):
            if word[:1] == "-" != word and " " not in word and not words_may_begin_with_dash:
                raise _no_option(word, takes, command)
            words.append(word)
        elif word[2:] and takes.get(word[:2]):
            options += [word[:2], word[2:].removeprefix("=")]
        elif name not in takes:
            raise _no_option(name, takes, command)
        elif attached or not takes[name]:
            options.append(word)
        elif args and is_option(args[0]) and args[0].partition("=")[0] not in takes:
            raise _no_option(args[0].partition("=")[0], takes, command)
        elif not args or (is_option(args[0]) and name not in NAMES_OPTIONS):
            hint = f"For examples: ketalog {command} --help"
            raise BadInput(f"{name} needs a value after it.", hint)
        else:
            options += [word, args.pop(0)]
    return options, words


def _refuse_twice(
    options: Sequence[str], takes: Mapping[str, bool], names: Mapping[str, tuple[str, bool]]
) -> None:
    """Refuse an option that is said twice and not the same: Typer would take the last.

    `names` has, for each way to type an option, its own name, and whether it may come twice.
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


def _no_option(name: str, known: Iterable[str], command: str) -> NoOption:
    letters = {option.strip("-"): option for option in known}  # dashes alone make nothing alike
    near = get_close_matches(name.strip("-"), letters, n=1, cutoff=0.7)
    near_text = f" Did you mean {letters[near[0]]}?" if near else ""
    return NoOption(
        f"There is no option {name}.{near_text}",
        f"'ketalog {command} --help' lists them; put -- before words that begin with a dash.",
    )


def take_global_options(args: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the options of every command, wherever they stand before `--`, and the rest.

    The journal is None if its option has no value.
    """
    options: dict[str, Any] = {}
    rest: list[str] = []
    words = list(args)
    while words:
        word = words.pop(0)
        if word == "--":
            rest += [word, *words]
            break
        if word in _FLAGS:
            options[_FLAGS[word]] = True
        elif word == "--journal" or word.startswith("--journal="):
            path = word.partition("=")[2] or (words.pop(0) if words and "=" not in word else "")
            options["journal"] = Path(path) if path else None
        else:
            rest.append(word)
    while rest[:1] == ["ketalog"]:  # a whole line that was pasted
        del rest[0]
    name, _, value = rest[0].partition("=") if rest else ("", "", "")
    if name.rstrip(":").lower() in {*COMMANDS, *ALIASES}:  # Mood=6, Note: as on a phone
        rest[:1] = [name.rstrip(":").lower(), *filter(None, [value])]
    if rest[:1] == ["help"] and (len(rest) == 1 or rest[1] in {*COMMANDS, *ALIASES}):
        rest = [*rest[1:], "--help"]
    return options, rest


def run(args: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 to 5 or 130."""
    options, rest = take_global_options(args)
    try:
        code = _dispatch(options, rest)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KetalogError as error:
        return _fail(error, options, rest)
    except typer.TyperException as error:
        from ketalog.commands._typer_errors import in_plain_words

        return _fail(in_plain_words(error, _command_of(rest)), options, rest)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(
            Interrupted("Stopped.", "'ketalog list' shows what is written down."), options, rest
        )
    except BrokenPipeError:
        if sys.stdout is not None:
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), sys.stdout.fileno())
        return 0
    except OSError as error:
        unwritten = BadFile(f"{error.filename or 'The answer'}: {error.strerror}.")
        return _fail(unwritten, options, rest)
    except Exception as error:  # noqa: BLE001 (the one exit: no traceback shows an entry)
        unexpected = KetalogError(_unexpected(error), "Nothing more was done. Please report it.")
        return _fail(unexpected, options, rest)
    return code if isinstance(code, int) else 0


def _dispatch(options: dict[str, Any], rest: list[str]) -> object:
    app_options = {name: value for name, value in options.items() if name != "version"}
    if "journal" in options and options["journal"] is None:
        raise BadInput("--journal needs a value after it.", "For examples: ketalog --help")
    if "version" in options:
        from ketalog.answers import Answer
        from ketalog.app import App

        words = (ALIASES.get(word, word) for word in _before_dashes(rest))
        if named := next((word for word in words if word in COMMANDS), None):
            raise BadInput(
                f"--version is no option of 'ketalog {named}': it stands alone.",
                "Put -- before words that begin with a dash.",
            )
        version = Answer([f"ketalog {__version__}"], {"version": __version__})
        App("version", **app_options).answer(version)
        return 0
    line = rest if _is_command(rest) else _line_meant(app_options, rest)
    if "\u00a0" in "".join(line) and clauses_of(_command_of(line)):
        line = _cut_apart(line)
    return _run_or_mend(app_options, line)


_whole = cache(lambda: typer.main.get_command(root))
"""Returns all commands as one, made once."""


def _cut_apart(line: Sequence[str]) -> list[str]:
    """Return a line cut where a phone set a space that does not break, as at any other."""
    return [
        piece
        for word in line
        for piece in ([word] if " " in word else filter(None, word.split("\u00a0")))
    ]


def _run(app_options: dict[str, Any], line: list[str], **how: Any) -> object:
    """Run a line; `how` says what else _root takes: `within`, `make_app` or `rehearses`."""
    obj = {**app_options, **how, "typed": tuple(line)}
    code = _whole()(list(line), "ketalog", standalone_mode=False, obj=obj)
    if code == _STOPPED:  # What Typer makes of Ctrl-C: to who runs a line within it looked done.
        raise KeyboardInterrupt
    return code


_STOPPED = 130


def _run_or_mend(app_options: dict[str, Any], line: list[str], **how: Any) -> object:
    """Run a line as in `_run`; one with a slip without it, if a person says so."""
    try:
        return _run(app_options, line, **how)
    except BadInput as error:
        try:
            unslipped = _unslipped(app_options, line, error, how.get("within"))
        except BadInput as refused:
            refused.slips = error.slips
            raise
        return _run(app_options, unslipped, **how)


def _log_line(
    options: dict[str, Any], words: list[str], make_app: Callable[..., Any] | None = None
) -> None:
    """Log the words of a line of the inbox, in a run that `make_app` makes; else only try it.

    Raises KetalogError; of what only a person at a terminal may say, BadInput.
    """
    given, line = take_global_options(words)
    if given or not line or {"--help", "-h"} & set(_before_dashes(line)):
        _refuse_no_entry([])
    quiet = {"journal": options["journal"]} if "journal" in options else {}
    quiet["no_input"] = True
    how: dict[str, Any] = {"make_app": make_app} if make_app else {"rehearses": True}
    try:
        line = _entry_line(quiet, line)
        _run_or_mend(quiet, line, **how)
    except Rehearsed:
        return
    except KetalogError:
        raise
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.TyperException as error:
        from ketalog.commands._typer_errors import in_plain_words

        raise in_plain_words(error, _command_of(line)) from error
    except Exception as error:
        raise BadInput(_unexpected(error), "Please report it.") from error


def _line_that_logs(options: dict[str, Any], words: list[str]) -> list[str]:
    """Return the line that logs what the words say; none where they say nothing, or two things."""
    try:
        line = _entry_line({**options, "no_input": True}, words)
    except KetalogError:
        return []
    return [ALIASES.get(line[0], line[0]), *line[1:]]


def _entry_line(options: dict[str, Any], words: list[str]) -> list[str]:
    """Return the line that some words mean. Raises BadInput for one that logs no entry."""
    line = words if _is_command(words) else _line_meant(options, words)
    _refuse_no_entry(line)
    return line


def _refuse_no_entry(line: Sequence[str]) -> None:
    command = _command_of(line)
    if not command or (COMMANDS[command].panel != "Log" and command != "supply"):
        raise BadInput("Only what logs an entry is taken in from the inbox.")


def _is_command(line: Sequence[str]) -> bool:
    """Tell whether a line begins with a command; `log WORDS` logs, if that is what they are."""
    if not line or line[0].startswith("-"):
        return True
    return line[0] in COMMANDS or (line[0] in ALIASES and (line[0] != "log" or len(line) == 1))


def _line_meant(app_options: dict[str, Any], line: list[str]) -> list[str]:
    """Return the line that is meant by one whose first word is no command."""
    from ketalog.app import App
    from ketalog.commands import _meant

    app = App("ketalog", **app_options)
    if line[0] == "log":
        return _meant.logged_or_listed(app, line)
    return _meant.meant(app, line, partial(_refusal_of, app_options))


def _unslipped(
    app_options: dict[str, Any], line: list[str], error: BadInput, within: Any
) -> list[str]:
    """Return the line without its slips, if a person says that it is meant so."""
    from ketalog.app import App
    from ketalog.commands import _meant

    command = _command_of(line)
    if not command:
        raise error
    app = within or App(command, **app_options)
    flags = {flag for param in _load(command).params for flag in param.opts if flag[:2] == "--"}
    refusal_of = partial(_refusal_of, app_options)
    return _meant.unslipped(app, [command, *line[1:]], flags, error, refusal_of)


def _refusal_of(app_options: dict[str, Any], line: Sequence[str]) -> BadInput | None:
    """Return how a line would be refused, or None if it would do what it says, or ask.

    Nothing comes of the trial; what changes more than the journal is never tried.
    """
    command = _command_of(line)
    if command and (COMMANDS[command].panel == "Keep" or command in {"import", "merge", "inbox"}):
        return None
    try:
        _run(app_options, list(line), rehearses=True)
    except BadInput as error:
        return error
    except typer.TyperException as error:
        return BadInput(error.format_message())
    except (Rehearsed, KetalogError):  # What stops it is not how the line is worded.
        pass
    return None


def _unexpected(error: Exception) -> str:
    return f"Something unexpected happened ({type(error).__name__} at {_place(error)})."


def _place(error: BaseException) -> str:
    """Return where an error arose: a file and a line of the program, no data."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def _fail(error: KetalogError, options: dict[str, Any], rest: Sequence[str]) -> int:
    from ketalog.app import App

    style = {name: value for name, value in options.items() if name != "version"}
    command = _command_of(rest) or "ketalog"
    app = App(command, **style)
    try:
        app.ui.error(error)
    except KetalogError:  # There is no room for an answer in JSON: a person may still read it.
        App(command, **{**style, "json": False}).ui.error(error)
    row = COMMANDS.get(command)
    may_tell = row is None or row.words != OWN
    if isinstance(error, BadInput) and may_tell:
        from ketalog.commands._heard import words_of_refused

        app.ui.notice(*words_of_refused(command, rest, error, lambda: app.config.country))
    return error.exit_code


def _command_of(rest: Sequence[str]) -> str:
    """Return the command that was typed, or nothing."""
    name = ALIASES.get(rest[0], rest[0]) if rest else ""
    return name if name in COMMANDS else ""


def _last_words(*error: Any) -> None:
    """Say what nothing else could: what kind of error it was, and no word of what it was about."""
    kind = error[0] if len(error) > 1 else error[0].exc_type
    if sys.stderr is not None:
        sys.stderr.write(f"Something unexpected happened ({kind.__name__}). Please report it.\n")


def main() -> NoReturn:
    """Run the command line of this process."""
    sys.excepthook = sys.unraisablehook = _last_words
    sys.exit(run(sys.argv[1:]))
