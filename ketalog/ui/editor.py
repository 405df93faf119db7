"""The patient's own editor, told to leave no trace of what is written in it."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from shutil import which
from subprocess import Popen, TimeoutExpired
from typing import TYPE_CHECKING, TextIO

from ketalog.errors import BadFile, Interrupted
from ketalog.ui.keys import ENDED_BY_CTRL_C

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USUAL = ("nano", "vim", "vi", "notepad")
"""What is looked for where neither VISUAL nor EDITOR names an editor."""
_VIM = (
    *("-n", "-i", "NONE"),
    *("-c", "silent! setlocal noswapfile noundofile"),
    *("-c", "silent! set nobackup nowritebackup"),
    *("-c", "silent! set viminfo="),
)
"""Behind the patient's own settings, which may turn on what must be off."""
_EMACS = (
    *("--eval", "(setq make-backup-files nil auto-save-default nil create-lockfiles nil)"),
    *("--eval", "(setq auto-save-list-file-prefix nil)"),
)
OPTIONS = {
    **dict.fromkeys(("vim", "nvim"), _VIM),
    **dict.fromkeys(("gvim", "mvim"), ("-f", *_VIM)),
    "nano": ("--ignorercfiles",),
    "emacs": _EMACS,
    "micro": ("-backup", "false", "-savecursor", "false", "-saveundo", "false"),
}
"""What keeps an editor from writing swap, undo, backup and history files; -f lets gvim wait."""
_FAREWELL_S = 2.0
"""Seconds that an editor has to close when ketalog itself is told to end."""


def find(env: Mapping[str, str]) -> list[str]:
    """Return the command of the patient's editor. Raises BadFile."""
    for name in ("VISUAL", "EDITOR"):
        if words := _words(name, env.get(name, ""), env):
            if which(words[0], path=env.get("PATH")):
                return [*words, *_options(words[0], env)]
            raise BadFile(f"{name} names an editor that is not there: {words[0]}.", _SET)
    for editor in USUAL:
        if which(editor, path=env.get("PATH")):
            return [editor, *_options(editor, env)]
    raise BadFile("There is no editor to write in.", _SET)


_SET = "Name yours, for example: export EDITOR=nano."


def _words(name: str, command: str, env: Mapping[str, str]) -> list[str]:
    if which(command, path=env.get("PATH")):  # A path may have spaces, and on Windows backslashes.
        return [command]
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise BadFile(f"{name} can't be read as a command: a quote is not closed.", _SET) from error
    return [os.path.expanduser(words[0]), *words[1:]] if words else []  # noqa: PTH111 (a command's name, not always a path)


def _options(command: str, env: Mapping[str, str]) -> Sequence[str]:
    """Return what the editor is told; `vi` may be a link to another, and `vim.tiny` is vim."""
    real = os.path.realpath(which(command, path=env.get("PATH")) or command)
    name = Path(real).name.partition(".")[0]
    return OPTIONS.get(name.partition("-")[0], ())


def run(command: Sequence[str], file: Path, out: TextIO, err: TextIO) -> None:
    """Return when the editor is closed. Raises BadFile if it fails, Interrupted if it is stopped.

    An answer that goes into a pipe is no place to draw on: then it draws where errors go.
    """
    try:
        editor = Popen(  # noqa: S603 (the patient's own choice; no word of an entry is in it)
            [*command, str(file)], stdout=None if out.isatty() else _number(err), umask=0o077
        )
    except OSError as error:
        why = (error.strerror or "it failed").lower()
        raise BadFile(f"The editor {command[0]} can't be started: {why}.", _SET) from error
    try:
        code = editor.wait()
    except BaseException:
        editor.terminate()
        try:
            editor.wait(_FAREWELL_S)
        except TimeoutExpired:
            editor.kill()
            editor.wait()
        raise
    if code == ENDED_BY_CTRL_C:
        raise Interrupted("Stopped. Nothing was saved.")
    if code:
        how = f"failed with {code}" if code > 0 else f"was ended by signal {-code}"
        raise BadFile(f"Nothing was written down: the editor {command[0]} {how}.")


def _number(stream: TextIO) -> int | None:
    try:
        return stream.fileno()
    except OSError:
        return None
