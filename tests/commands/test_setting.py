"""The setting of a dose: who was there, when the last food was, where; nothing else is read so."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ketalog

SETTING = ("with_whom", "alone", "ate_minutes", "setting")


def setting(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: entry[name] for name in SETTING if name in entry}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("with my partner", {"with_whom": "my partner"}),
        ("with Anna", {"with_whom": "Anna"}),
        ("with Dr R., 7pm", {"with_whom": "Dr R."}),
        ("With My Sister", {"with_whom": "My Sister"}),
        ("with: anna", {"with_whom": "anna"}),
        ("--with 'my dog'", {"with_whom": "my dog"}),
        ("alone", {"alone": True}),
        ("by myself", {"alone": True}),
        ("with nobody", {"alone": True}),
        ("--alone", {"alone": True}),
        ("ate 6 h ago", {"ate_minutes": 360}),
        ("ate 6h before", {"ate_minutes": 360}),
        ("ate an hour ago 7pm", {"ate_minutes": 60}),
        ("fasted for 6h", {"ate_minutes": 360}),
        ("--ate 6h", {"ate_minutes": 360}),
        ("at home", {"setting": "home"}),
        ("in bed at 7pm", {"setting": "bed"}),
        ("where: my sister's", {"setting": "my sister's"}),
        ("--where home", {"setting": "home"}),
        (
            "with Anna ate 2h ago at home mood 4",
            {"with_whom": "Anna", "ate_minutes": 120, "setting": "home"},
        ),
    ],
)
def test_the_setting_of_a_dose_is_read_from_words_and_options(
    ketalog: Ketalog, words: str, expected: dict[str, Any]
) -> None:
    line = words if words.startswith("--") else words.replace("'", "\\'")
    (dose,) = ketalog(f"--json dose 100mg sublingual {line}").data["entries"]
    assert setting(dose) == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("with food", "Not read: 'with food'."),
        ("with nausea", "--note 'with nausea'"),
        ("With Nausea, 7pm", "ketalog dose 100mg sublingual 7pm --with Nausea"),
        ("with some water", "Not read"),
        ("with music", "For a person: ketalog dose 100mg sublingual --with music"),
        ("with Anna alone", "Two things are said"),
        ("--with Anna --alone", "Two things are said"),
        ("with Anna --with Bea", "Two things are said"),
        ("ate", "Not read: 'ate'."),
        ("ate at 2pm", "Not read: 'ate'."),
        ("--ate soon", "can't be read as a length of time"),
        ("ate 2h ago --ate 3h", "Two things are said"),
    ],
)
def test_what_is_no_setting_is_refused_and_nothing_is_logged(
    ketalog: Ketalog, words: str, why: str
) -> None:
    answer = ketalog(f"dose 100mg sublingual {words}")
    assert answer.code == 2
    assert why in answer.err
    assert ketalog("list --json").data["total"] == 0


def test_a_dose_without_a_setting_says_nothing_of_it(ketalog: Ketalog) -> None:
    (dose,) = ketalog("--json dose 100mg sublingual").data["entries"]
    assert setting(dose) == {}
    (course,) = ketalog("week --json").data["doses"]
    assert setting(course) == dict.fromkeys(SETTING)


def test_the_setting_is_edited(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual with Anna, ate 6h before, at home")
    alone = ketalog("edit 1 alone").out.partition("→")[2]
    assert "alone, ate 6:00 h before, where: home" in alone
    assert "Anna" not in alone
    assert "with: my sister" in ketalog("edit 1 with my sister").out.partition("→")[2]
    assert ketalog("edit 1 with music").code == 2
    assert "Two things" in ketalog("edit 1 --alone --with Bea").err
    said = ketalog("edit 1 --ate 2h --where garden").out.partition("→")[2]
    assert "ate 2:00 h before, where: garden" in said
    said = ketalog("edit 1 --clear ate --clear where --clear with").out.partition("→")[2]
    assert said.startswith(" 100 mg sublingual, Sun")


def test_the_week_and_the_table_have_the_setting(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 100mg sublingual with Anna, ate 6h before, at home")
    assert "with: Anna, ate 6 hours before, where: home" in ketalog("week --plain").out
    ketalog(f"export {home}/all.csv")
    table = (home / "all.csv").read_text("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    cells = {name: row[name] for name in SETTING}
    expected = {"with_whom": "Anna", "alone": "", "ate_minutes": "360", "setting": "home"}
    assert cells == expected


def test_a_file_cant_bring_somebody_who_is_alone_with_another(ketalog: Ketalog, home: Path) -> None:
    moment = "2026-11-19T10:00:00+01:00"
    dose = {"id": "a", "at": moment, "recorded": moment, "kind": "dose", "amount_mg": "100"}
    odd: tuple[dict[str, Any], ...] = ({"alone": True, "with_whom": "x"}, {"ate_minutes": -1})
    for extra in odd:
        entries = [{**dose, "route": "nasal", **extra}]
        (home / "in.json").write_text(json.dumps({"ketalog_export": 1, "entries": entries}))
        assert ketalog(f"import {home}/in.json").code == 4
