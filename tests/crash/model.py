"""A journal as a plain dict: what each command line makes of it, said without the product.

`DEEDS` is the table of changing commands that the tests of crashes, kills and power cuts draw from.
A new command is one more row: a function that, from a source of chance and the journal as it is,
returns the command line and the journal as it is then.
"""

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from msgspec.json import encode

from ketalog.config import places_folder
from ketalog.domain.entries import Note, as_data
from ketalog.store import Store

NOW = "2026-11-22T21:00:00+01:00"
"""What the clock says whenever one of these command lines runs."""

Said = dict[str, Any]
"""One entry, as `ketalog list --json` says it, without its random id."""
Entries = dict[int, Said]


class Step(NamedTuple):
    """One change that stands, or that was undone: the entries on both sides, and what came in."""

    before: Entries
    after: Entries
    imported: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Model:
    """What a journal says: its entries by number, the next number, what undo and redo would do.

    Files to import lie in `folder`.
    """

    folder: Path
    entries: Entries = field(default_factory=dict)
    next: int = 1
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    erased: frozenset[str] = frozenset()
    merged: bool = False
    locked: bool = False

    def then(self, entries: Entries, imported: frozenset[str] = frozenset()) -> "Model":
        """Return the journal after one change."""
        step = Step(self.entries, entries, imported)
        following = max([self.next, *(number + 1 for number in entries)])
        past = (*self.past, step)
        return replace(self, entries=entries, next=following, past=past, future=())

    def everywhere(self, change: Callable[[Entries], Entries]) -> "Model":
        """Return the journal with entries changed in the past as in the present."""

        def changed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
            return tuple(
                step._replace(before=change(step.before), after=change(step.after))
                for step in steps
            )

        return replace(
            self,
            entries=change(self.entries),
            past=changed(self.past),
            future=changed(self.future),
        )

    def added(self, *new: Said, imported: frozenset[str] = frozenset()) -> "Model":
        """Return the journal with new entries, which get the next numbers."""
        numbered = {n: {**one, "number": n} for n, one in enumerate(new, self.next)}
        return self.then({**self.entries, **numbered}, imported)

    @property
    def known(self) -> frozenset[str]:
        """The ids that came in from files and were not undone since."""
        return frozenset().union(*(step.imported for step in self.past))


class Deed(NamedTuple):
    """A command line, and the journal once it has happened."""

    line: tuple[str, ...]
    after: Model
    code: int = 0


def _words(chance: Random) -> str:
    words = chance.choice(["slept well", "ruhig – müde", 'a \\ and a "', "x" * 3000, "y" * 9000])
    return f"{words} {chance.randrange(100)}"


def _new(**fields: Any) -> Said:
    return {"at": NOW, "recorded": NOW, **fields}


def dose(chance: Random, now: Model) -> Deed:
    """Log a dose."""
    amount, note = str(chance.randrange(1, 400)), _words(chance)
    said = _new(kind="dose", amount_mg=amount, route="sublingual", note=note)
    return Deed(("dose", f"{amount}mg", "sublingual", f"--note={note}"), now.added(said))


def mood(chance: Random, now: Model) -> Deed:
    """Log a rating."""
    rating = chance.randrange(11)
    return Deed(("mood", str(rating)), now.added(_new(kind="mood", mood=rating)))


def effect(chance: Random, now: Model) -> Deed:
    """Log a side effect."""
    severity = chance.choice(["mild", "moderate", "severe"])
    said = _new(kind="effect", name="nausea", severity=severity)
    return Deed(("effect", "nausea", severity), now.added(said))


def check(chance: Random, now: Model) -> Deed:
    """Answer a questionnaire."""
    answers = [chance.randrange(4) for _ in range(7)]
    said = _new(kind="check", instrument="gad7", answers=answers)
    return Deed(("check", "gad7", *map(str, answers)), now.added(said))


def supply(chance: Random, now: Model) -> Deed:
    """Write down that supply came, went or was counted."""
    change, units = chance.choice(["fill", "lost", "count"]), str(chance.randrange(1, 90))
    said = _new(kind="supply", change=change, units=units, strength_mg="100", route="sublingual")
    return Deed(("supply", change, f"{units}x100mg", "sublingual"), now.added(said))


def session(chance: Random, now: Model) -> Deed:
    """Log a session, which is three entries in one change."""
    mg, minutes = str(chance.randrange(1, 100)), chance.randrange(1, 120)
    given = _new(kind="dose", amount_mg=mg, route="intravenous")
    held = _new(kind="session", where="infusion", minutes=minutes)
    before = {"place": "before", "point": "before"}
    read = _new(kind="vitals", systolic_mmhg=128, diastolic_mmhg=82, **before)
    line = ("session", "infusion", f"{mg}mg", "--over", f"{minutes}min", "--bp-before", "128/82")
    return Deed(line, now.added(given, held, read))


def vitals(chance: Random, now: Model) -> Deed:
    """Log readings."""
    pulse = chance.randrange(40, 120)
    return Deed(
        ("vitals", "--pulse", str(pulse)), now.added(_new(kind="vitals", pulse_per_minute=pulse))
    )


def appointment(chance: Random, now: Model) -> Deed:
    """Log an appointment, which lies ahead."""
    said = {**_new(kind="appointment"), "at": "2026-11-24T15:00:00+01:00"}
    return Deed(("appointment", "tue", "3pm"), now.added(said))


def also(chance: Random, now: Model) -> Deed:
    """Log what else was taken."""
    said = _new(kind="also", what="2 beers", about="alcohol")
    return Deed(("also", "2", "beers"), now.added(said))


def note(chance: Random, now: Model) -> Deed:
    """Write a note."""
    words = _words(chance)
    return Deed(("note", "--", words), now.added(_new(kind="note", text=words)))


def edit(chance: Random, now: Model) -> Deed:
    """Change an entry, or find that it is as it shall be, or is not there."""
    if not now.entries:
        return Deed(("edit", "1", "--note=x"), now, code=3)
    number = chance.choice(sorted(now.entries))
    before, words = now.entries[number], _words(chance)
    key = "text" if before["kind"] == "note" else "note"
    line = ("edit", str(number), *(("--", words) if key == "text" else (f"--note={words}",)))
    if before.get(key) == words:
        return Deed(line, now)
    after = {**before, key: words, "changed": NOW}
    return Deed(line, now.then({**now.entries, number: after}))


def delete(chance: Random, now: Model) -> Deed:
    """Delete an entry or two, or none where there is none."""
    if not now.entries:
        return Deed(("delete", "7"), now, code=3)
    gone = chance.sample(sorted(now.entries), min(len(now.entries), chance.choice([1, 1, 2])))
    kept = {number: one for number, one in now.entries.items() if number not in gone}
    return Deed(("delete", *map(str, gone)), now.then(kept))


def undo(chance: Random, now: Model) -> Deed:
    """Take the last change back."""
    if not now.past:
        return Deed(("undo",), now)
    *past, last = now.past
    after = replace(now, entries=last.before, past=tuple(past), future=(last, *now.future))
    return Deed(("undo",), after)


def redo(chance: Random, now: Model) -> Deed:
    """Bring back what undo took."""
    if not now.future:
        return Deed(("redo",), now)
    last, *future = now.future
    after = replace(now, entries=last.after, past=(*now.past, last), future=tuple(future))
    return Deed(("redo",), after)


def plan_set(chance: Random, now: Model) -> Deed:
    """Set the plan, all of it, from now on."""
    amount = str(chance.randrange(1, 400))
    note = f"{_words(chance)} {now.next}"  # The same plan again would change nothing.
    line = ("plan", "set", f"{amount}mg", "sublingual", "--times=2", f"--note={note}")
    said = _new(kind="plan", route="sublingual", amount_mg=amount, per_week=2, note=note)
    return Deed(line, now.added(said))


def _has_plan(now: Model) -> bool:
    kinds = [one["kind"] for _, one in sorted(now.entries.items())]
    return [kind for kind in kinds if kind in {"plan", "plan stop"}][-1:] == ["plan"]


def plan_stop(chance: Random, now: Model) -> Deed:
    """End the plan; without one, set it."""
    if not _has_plan(now):
        return plan_set(chance, now)
    said = _new(kind="plan stop", route="sublingual")
    return Deed(("plan", "stop", "sublingual"), now.added(said))


def skip(chance: Random, now: Model) -> Deed:
    """Skip a planned dose; without a plan, set it, unless the lock keeps it from being seen."""
    words = _words(chance)
    line = ("skip", "--route=sublingual", "--", words)
    if not _has_plan(now) and not (now.locked and now.next > 1):
        return plan_set(chance, now)
    return Deed(line, now.added(_new(kind="skip", route="sublingual", reason=words)))


def import_(chance: Random, now: Model) -> Deed:
    """Take in a file: three notes, or many, which are several lines of the journal."""
    name, count, length = chance.choice([("few", 3, 20), ("others", 5, 200), ("many", 120, 1500)])
    ids = [f"{name} {n}" for n in range(count)]
    fresh = {one: _incoming(name, n, length) for n, one in enumerate(ids) if one not in now.erased}
    line = ("import", str(_file(now.folder, name, count, length)))
    if now.known.issuperset(fresh):
        return Deed(line, now)
    return Deed(line, now.added(*fresh.values(), imported=frozenset(fresh)))


def erase(chance: Random, now: Model) -> Deed:
    """Take an entry out for good, if no change that can be taken back becomes empty by it."""
    for number, entry in chance.sample(sorted(now.entries.items()), len(now.entries)):
        identity = " ".join(entry.get("text", "").split()[:2])
        if identity not in now.known:
            continue
        after = now.everywhere(lambda some: {n: one for n, one in some.items() if n != number})  # noqa: B023
        if all(step.before != step.after for step in (*after.past, *after.future)):
            erased = now.erased | {identity}
            return Deed(("erase", str(number), "--yes"), replace(after, erased=erased))
    return mood(chance, now)


def merge(chance: Random, now: Model) -> Deed:
    """Take in another device's journal: it can't be undone, and the second time adds nothing."""
    file = now.folder / "another device" / "journal.json"
    words = ("from another device", "and once more")
    if not file.exists():
        at = datetime.fromisoformat(NOW)
        for text in words:
            with store_here(file).changing(at) as transaction:
                transaction.add([Note(id=text, at=at, recorded=at, text=text)])
    line = ("merge", str(file))
    if now.merged:
        return Deed(line, now)
    new = {n: _new(kind="note", text=text, number=n) for n, text in enumerate(words, now.next)}
    after = now.everywhere(lambda some: {**some, **new})
    return Deed(line, replace(after, merged=True, next=now.next + len(new)))


def lock(chance: Random, now: Model) -> Deed:
    """Lock it; one that was never begun can't be, so that something is logged first."""
    if now.next == 1:
        return mood(chance, now)
    return Deed(("lock", "--remove-copies"), replace(now, locked=True), code=2 * now.locked)


def unlock(chance: Random, now: Model) -> Deed:
    """Take the lock off."""
    return Deed(("unlock",), replace(now, locked=False), code=2 * (not now.locked))


def passphrase(chance: Random, now: Model) -> Deed:
    """Change the passphrase, to the same."""
    return Deed(("passphrase", "--remove-copies"), now, code=2 * (not now.locked))


def _incoming(name: str, n: int, length: int) -> Said:
    at = f"2026-11-2{n // 60}T20:{n % 60:02}:00+01:00"
    return {"kind": "note", "at": at, "recorded": at, "text": f"{name} {n} {'z' * length}"}


def _file(folder: Path, name: str, count: int, length: int) -> Path:
    """Return an export to take in; under its name it is always the same."""
    file = folder / f"{name}.json"
    if not file.exists():
        entries = [{"id": f"{name} {n}", **_incoming(name, n, length)} for n in range(count)]
        content = {"ketalog_export": 1, "version": "1", "made": NOW, "part": None}
        text = json.dumps({**content, "entries": entries, "deleted": []})
        file.write_text(text, encoding="utf-8")
    return file


DEEDS: dict[str, Callable[[Random, Model], Deed]] = {
    "dose": dose,
    "mood": mood,
    "effect": effect,
    "check": check,
    "supply": supply,
    "session": session,
    "vitals": vitals,
    "appointment": appointment,
    "also": also,
    "plan set": plan_set,
    "plan stop": plan_stop,
    "skip": skip,
    "note": note,
    "edit": edit,
    "delete": delete,
    "undo": undo,
    "redo": redo,
    "import": import_,
    "erase": erase,
    "merge": merge,
    "lock": lock,
    "unlock": unlock,
    "passphrase": passphrase,
}
WORDS = "correct horse"
"""The passphrase of a locked journal; `passphrase_file` writes it where commands find it."""


def plan(chance: Random, now: Model, length: int) -> list[Deed]:
    """Return deeds that follow one another."""
    deeds: list[Deed] = []
    for _ in range(length):
        deeds.append(DEEDS[chance.choice(sorted(DEEDS))](chance, now))
        now = deeds[-1].after
    return deeds


def store_here(
    path: Path, passphrases: Callable[[str | None], Iterable[str]] = lambda _: ()
) -> Store:
    """Return a journal's store as this computer has it: with what it remembers of the journal."""
    return Store(path, passphrases=passphrases, places=places_folder(os.environ))


def passphrase_file(folder: Path) -> dict[str, str]:
    """Return the environment in which commands find the passphrase."""
    file = folder / "passphrase"
    file.write_text(WORDS, encoding="utf-8")
    return {"KETALOG_PASSPHRASE_FILE": str(file), "KETALOG_NEW_PASSPHRASE_FILE": str(file)}


def as_seen(model: Model, path: Path) -> Model:
    """Return the model with what its entries don't tell: whether the journal is locked."""
    key = store_here(path).ledger.key() if path.exists() else None
    return replace(model, locked=key is not None)


def store_at(path: Path) -> Store:
    """Return the store of a journal that may be locked."""
    return store_here(path, passphrases=lambda _: [WORDS])


def found_in(path: Path) -> Entries:
    """Return what the journal at a path says, to compare with a model's entries."""
    entries = store_at(path).everything().entries.values()
    said = (json.loads(encode(as_data(one))) for one in entries)
    return {one["number"]: without_id(one) for one in said}


def without_id(entry: Said) -> Said:
    """Return an entry without its random id, and those of what it belongs to."""
    return {key: value for key, value in entry.items() if key not in {"id", "dose", "session"}}
