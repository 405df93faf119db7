"""A name of one's own is shown as it was typed, wherever it is shown."""

from pathlib import Path

from tests.conftest import Ketalog

LOGGED = (
    "plan set 3x28mg nasal --medication 'Spravato XR' --days daily --form Spray",
    "supply fill 20x28mg nasal --medication 'Spravato XR' --form Spray",
    "dose 84mg nasal --at 19:00",
    "dose 10mg sublingual --medication 'Keta McX' --at 19:10",
    "effect 'PTSD flashback' mild --at 19:30",
    "effect 'PTSD Flashback' mild --at 19:40",
    "also 'Prozac XR 20mg' started",
    "appointment next tue 3pm --with 'Dr McKay'",
)
VIEWS = (
    *(
        "today",
        "week",
        "month",
        "list --all",
        "plan",
        "plan history",
        "supply",
        "response",
        "show 3",
    ),
    *("skip --route nasal", "plan stop nasal", "supply count 17 --route nasal"),
)
EXPORTS = ("page.md", "page.html", "table.csv", "doses.csv --per-dose", "clinic.fhir.json")


def test_a_name_is_shown_as_it_was_typed(ketalog: Ketalog, home: Path) -> None:
    for line in LOGGED:
        assert ketalog(line).code == 0, line
    shown = {line: ketalog(line).out for line in VIEWS}
    for line in EXPORTS:
        name, *options = line.split()
        assert ketalog(["export", str(home / name), *options]).code == 0, line
        shown[line] = (home / name).read_text()
    words = (
        "spravato xr",
        "Spravato xr",
        "keta mcx",
        "ptsd flashback",
        "Ptsd",
        "prozac xr",
        "mckay",
    )
    assert {(word, line) for line, text in shown.items() for word in words if word in text} == set()
    for word in ("Spravato XR", "Keta McX", "PTSD flashback"):
        assert word in shown["week"], word
        assert word in shown["page.md"], word
    assert "Spravato XR nasal" in shown["plan"]
    assert "Spravato XR nasal" in shown["supply"]
    assert '"text": "Spravato XR"' in shown["clinic.fhir.json"]
