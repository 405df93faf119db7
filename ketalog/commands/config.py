"""See or change settings."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog import config
from ketalog.answers import Answer
from ketalog.app import App
from ketalog.commands._questions import own_offer
from ketalog.domain.text import escape_invisible, nearest
from ketalog.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ketalog.config import Shown

EXAMPLES = """
ketalog config
ketalog config day_start 05:00
ketalog config week_start sunday
ketalog config born 14 mar 1987
ketalog config name --unset
"""


def command(
    ctx: typer.Context,
    setting: Annotated[str | None, p.words("[SETTING]")] = None,
    words: Annotated[list[str] | None, p.words("[VALUE]")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Go back to the default.")] = False,
) -> None:
    """See where everything is and how it is set, or change one setting."""
    app: App = ctx.obj
    if setting is not None and {setting.lower(), *(words or ())} <= _EVERYTHING:
        setting = None
    if setting is not None:
        setting, words = _named(app, setting, words or [])
        if words and unset:
            raise BadInput(
                f"Two things are said: '{escape_invisible(' '.join(words))}' and --unset.",
                "Type one of them.",
            )
        if words or unset:
            app.configure(setting, None if unset else " ".join(words))
        config.key_of(setting)
    shown = config.shown(app.config)
    settings = {name: shown[name] for name in shown if setting in {None, name}}
    places = {
        "journal": str(app.store.path),
        "second_copy": str(app.store.second_copy_path),
        "configuration": str(app.config.path),
    }
    values = {name: each.value for name, each in settings.items()}
    about = {name: place for name, place in places.items() if setting in {None, _SETS.get(name)}}
    lines = [*_lines(about, settings, is_changed=bool(words or unset))]
    lines += _on_one_disk(app) if setting == "backups" else ()
    app.answer(Answer(lines, {**places, "settings": values}))


def _on_one_disk(app: App) -> "Iterator[str]":
    """Yield that the second copy would be lost with the disk of the journal, if that is so."""
    journal, copy = app.store.path, app.store.second_copy_path
    disks = {
        next(place for place in path.parents if place.exists()).stat().st_dev
        for path in (journal, copy)
    }
    if len(disks) == 1:
        yield "It is on the same disk as the journal."


_SETS = {"second_copy": "backups"}
"""The setting that a place goes by."""


def _named(app: App, setting: str, words: list[str]) -> tuple[str, list[str]]:
    """Return the setting's name and its value: `day-start 5`, `day_start=5`, `my name is Alex`."""
    first, _, behind = setting.partition("=")
    typed = [*first.split(), *filter(None, [behind]), *words]
    typed = [typed[0].rstrip(":"), *typed[1:]] if typed else [""]
    while typed[1:] and typed[0].lower() in _OPENS and _length_of_name(typed) == 0:
        del typed[0]
    n = _length_of_name(typed)
    if n == 0:
        raise _no_setting(app, typed)
    name, value = config.name_of(" ".join(typed[:n]).rstrip(":")), typed[n:]
    while value[1:] and value[0] in _BEFORE_A_VALUE:  # a name may begin with On
        value = value[1:]
    if name == "name" and " ".join(value[:3]).lower() == "my name is":
        value = value[3:]
    _refuse_another(name, value)
    return name, value


def _refuse_another(name: str, value: list[str]) -> None:
    """Raise BadInput for two settings in one line: `name Alex, born 14 mar 1987`."""
    for at in range(1, len(value) - 1):
        is_next = value[at - 1][-1] in ",;" or value[at - 1] in {"and", "&"} or "_" in value[at]
        is_next |= value[at + 1][0].isdecimal()  # Bob born 14 mar 1987, US clock 12
        if is_next and _length_of_name(value[at:]):
            kept = [word for word in value[:at] if word not in {"and", "&"}]
            first = shlex.join(["ketalog", "config", name, *(word.strip(",;") for word in kept)])
            second = shlex.join(["ketalog", "config", *value[at:]])
            raise BadInput(
                "Two settings are said.", escape_invisible(f"Type each: {first}, and {second}.")
            )


_EVERYTHING = frozenset({"all", "list", "show", "everything", "settings"})
"""Words that ask for each setting, as none do."""
_OPENS = frozenset({"set", "my", "the", "change", "show"})
_BEFORE_A_VALUE = frozenset({"is", "to", "=", ":", "at", "on", "as"})
"""Words before a setting, and between it and its value, that say no more."""
_UNSETS = frozenset({"unset", "clear", "remove", "delete", "reset", "no"})
_LONGEST_NAME = 4


def _length_of_name(words: list[str]) -> int:
    """Return how many words name a setting; 0 if they name none."""
    names = {n: " ".join(words[:n]).rstrip(":") for n in range(_LONGEST_NAME, 0, -1)}
    return next((n for n, name in names.items() if config.name_of(name) in config.KEYS), 0)


def _no_setting(app: App, words: list[str]) -> BadInput:
    """Return that words name no setting, with the nearest one."""
    shown = escape_invisible(words[0])
    problem = f"'{shown}' is not a setting."
    if words[0].lower() in _UNSETS and _length_of_name(words[1:]):
        name = config.name_of(" ".join(words[1:]))
        return BadInput(problem, f"To take one out: ketalog config {name} --unset.")
    if words[0].lower().startswith("remind"):
        hint = "A reminder is in your calendar: ketalog plan calendar plan.ics --time 8pm."
        return BadInput(problem, hint)
    if near := nearest(config.name_of(words[0]), config.KEYS):
        return BadInput(f"{problem} Did you mean '{near}'?", own_offer(app, "Type", words[0], near))
    return BadInput(problem, f"There are: {', '.join(config.KEYS)}.")


def _lines(
    places: "Mapping[str, str]", settings: "Mapping[str, Shown]", *, is_changed: bool
) -> "Iterator[str]":
    """Yield each with its value; one that was just changed needs no word on how to change it."""
    for name, place in places.items():
        yield f"{name.replace('_', ' ').capitalize()}: {place}"
    for name, setting in settings.items():
        yield f"{name} = {escape_invisible(setting.value) if setting.value else '(not set)'}"
        if not is_changed:
            yield f"    {setting.meaning}: ketalog config {name} {shlex.quote(setting.example)}"
