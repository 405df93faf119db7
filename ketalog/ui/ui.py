"""The one place where answers, notices, questions and errors reach a person or a pipe."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from msgspec import json, to_builtins

from ketalog.domain.entries import Entry, kind_of
from ketalog.domain.text import visible
from ketalog.errors import BadInput, Interrupted, KetalogError

if TYPE_CHECKING:
    from datetime import datetime

    from ketalog.config import Shown
    from ketalog.exchange import Share
    from ketalog.journal import Outcome
    from ketalog.summary import Summary
    from ketalog.ui.screen import Screen
    from ketalog.view.today import Today

VERSION = 1
"""The version of what --json prints."""


class Style(NamedTuple):
    """How to answer, by the options of every command."""

    json: bool = False
    plain: bool = False
    no_color: bool = False
    no_input: bool = False


class Ui:
    """Results go to standard output, everything else to standard error."""

    def __init__(self, style: Style, env: Mapping[str, str], command: str = "ketalog") -> None:
        self.style = style
        self.command = command
        self._env = env
        self.out: TextIO = sys.stdout
        self.err: TextIO = sys.stderr

    @cached_property
    def screen(self) -> "Screen":
        """Return what standard output can show."""
        from ketalog.ui.screen import detect

        return detect(self.out, self._env, plain=self.style.plain, no_color=self.style.no_color)

    @property
    def asks(self) -> bool:
        """Tell whether there is a person to ask."""
        return not (self.style.json or self.style.no_input) and sys.stdin.isatty()

    def say(self, lines: Iterable[str], data: Any) -> None:
        """Answer with lines, or with the same as JSON."""
        if self.style.json:
            self._emit({"data": data})
        else:
            self._print(self.out, lines)

    def period(self, summary: "Summary", kind: str, now: "datetime") -> None:
        """Answer with a week or a month."""
        if self.style.json:
            from ketalog.view.period_json import period_data

            self._emit({"data": period_data(summary)})
            return
        from ketalog.ui.period import draw_period, plain_period
        from ketalog.view.period import period_view

        view = period_view(summary, kind, now)
        if self.screen.plain:
            plain_period(view, self.out)
        else:
            draw_period(view, self.screen, self.out)

    def today(self, today: "Today") -> None:
        """Answer with today."""
        if self.style.json:
            from ketalog.view.today import today_data

            self._emit({"data": today_data(today)})
            return
        from ketalog.ui.today import draw_today, plain_today

        if self.screen.plain:
            plain_today(today, self.out)
        else:
            draw_today(today, self.screen, self.out)

    def entries(self, entries: Sequence[Entry], total: int) -> None:
        """Answer with a list; `total` is how many there are in all."""
        from ketalog.ui.entries import list_lines

        data = {"entries": [entry_data(one) for one in entries], "total": total}
        self.say(list_lines(entries, total, by_day=self._on_terminal), data)

    def entry(self, entry: Entry, versions: Sequence[Entry], now: "datetime") -> None:
        """Answer with everything about one entry; `versions` ends with how it is."""
        from ketalog.ui.entries import entry_lines

        earlier = [entry_data(one) for one in versions[:-1]]
        data = {"entry": entry_data(entry), "earlier": earlier}
        self.say(entry_lines(entry, versions, now), data)

    def exported(self, path: Path, size: int, share: "Share") -> None:
        """Answer an export: what is in the file, and where it is."""
        from ketalog.view.shared import say_shared, shared_data

        self.say(say_shared(path, size, share), shared_data(path, size, share))

    def settings(self, places: dict[str, str], settings: "dict[str, Shown]") -> None:
        """Answer with where everything is and how it is set."""
        lines = [
            f"{name.replace('_', ' ').capitalize()}: {place}" for name, place in places.items()
        ]
        for name, one in settings.items():
            lines.append(f"{name} = {visible(one.value) if one.value else '(not set)'}")
            lines.append(f"    {one.meaning}: ketalog config {name} '{one.example}'")
        values = {name: one.value for name, one in settings.items()}
        self.say(lines, {**places, "settings": values})

    @property
    def _on_terminal(self) -> bool:
        return self.out.isatty() and not self.style.plain

    def outcome(self, outcome: "Outcome", lines: Sequence[str], notices: Sequence[str]) -> None:
        """Answer a change."""
        data = {
            "verb": outcome.verb,
            "entries": [entry_data(one.after) for one in outcome.changed if one.after],
            "before": [entry_data(one.before) for one in outcome.changed if one.before],
            "dose": entry_data(outcome.dose) if outcome.dose else None,
            "second_copy": outcome.second_copy_missing is None,
            "skipped": outcome.skipped,
            "notices": list(notices),
        }
        self.say(lines, data)
        self.notice(*notices)

    def notice(self, *lines: str) -> None:
        """Say something beside the answer."""
        self._print(self.err, lines)

    def error(self, error: KetalogError) -> None:
        """Say what went wrong and what to do, in one line or as JSON."""
        if self.style.json:
            fault = {"code": error.exit_code, "message": error.message, "hint": error.hint}
            self._emit({"error": fault})
        else:
            self._print(self.err, [" ".join(filter(None, (error.message, error.hint)))])

    def ask(self, question: str) -> str:
        """Return what the person types; without one, refuse."""
        if not self.asks:
            raise BadInput(f"{question.rstrip(' :')}: nobody is here to ask.")
        self.err.write(question)
        self.err.flush()
        try:
            answer = sys.stdin.readline()
        except KeyboardInterrupt:
            self.err.write("\n")
            raise
        if not answer:
            raise Interrupted("Nothing was saved.")
        return answer.rstrip("\n")

    def _emit(self, content: dict[str, Any]) -> None:
        text = json.encode({"ketalog": VERSION, "command": self.command, **content})
        self.out.buffer.write(text + b"\n") if hasattr(self.out, "buffer") else self.out.write(
            text.decode() + "\n"
        )

    def _print(self, stream: TextIO, lines: Iterable[str]) -> None:
        text = "".join(f"{line}\n" for line in lines)
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "replace").decode(encoding))


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return an entry as it stands in JSON: amounts as text, times in ISO form."""
    return {"kind": kind_of(entry), **to_builtins(entry)}
