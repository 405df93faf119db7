"""See or change settings."""

from typing import Annotated

import typer

from ketalog.app import App

EXAMPLES = """
ketalog config
ketalog config day_start 05:00
ketalog config week_start sunday
ketalog config name --unset
"""


def command(
    ctx: typer.Context,
    setting: Annotated[
        str | None, typer.Argument(metavar="[SETTING]", show_default=False, hidden=True)
    ] = None,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[VALUE]", show_default=False, hidden=True)
    ] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Go back to the default.")] = False,
) -> None:
    """See where everything is and how it is set, or change one setting."""
    app: App = ctx.obj
    if setting is not None and (words or unset):
        app.configure(setting, None if unset else " ".join(words or []))
    app.ui.settings(app.places, app.settings_shown(setting))
