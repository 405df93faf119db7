"""See or change settings."""

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from ketalog import commands as p
from ketalog import config
from ketalog.answers import Answer
from ketalog.app import App
from ketalog.domain.text import escape_invisible

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
    if setting is not None:
        setting, words = _named(setting, words or [])
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


def _named(typed: str, words: list[str]) -> tuple[str, list[str]]:
    """Return the setting's name and its value: `day-start 5`, `day start 5`, `day_start=5`."""
    typed, _, value = typed.partition("=")
    rest = [value, *words] if value else words
    if rest and (two := config.name_of(f"{typed} {rest[0]}")) in config.KEYS:
        return two, rest[1:]
    name = config.name_of(typed)
    return (name if name in config.KEYS else typed), rest


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
