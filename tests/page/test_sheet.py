"""The blank sheet of an evening: its rows, on one sheet of either paper, for screen readers too."""

from pathlib import Path

import pytest

from ketalog.domain.sheet import SHEET
from ketalog.page.sheet import ROUTES, sheet
from ketalog.page.texts import texts_in
from tests.conftest import Ketalog
from tests.page.test_pdf import A4, CHECKED, LETTER, read, text_of


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_it_is_one_sheet_of_the_paper_that_is_set(
    ketalog: Ketalog, home: Path, paper: str, size: tuple[int, int]
) -> None:
    ketalog(f"config paper {paper}")
    answer = ketalog(f"export {home}/paper.pdf --json")
    data = (home / "paper.pdf").read_bytes()
    (page,) = read(data).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size
    assert CHECKED in data
    assert (answer.code, answer.data["entries"], answer.data["notes"]) == (0, 0, False)


def test_it_has_the_rows_that_type_asks_for_in_their_order(ketalog: Ketalog, home: Path) -> None:
    ketalog(f"export {home}/paper.pdf")
    said = text_of((home / "paper.pdf").read_bytes())
    titles = texts_in("en").sheet_rows
    assert list(titles) == [row.name for row in SHEET]
    places = [said.index(f"{n} {titles[row.name]}") for n, row in enumerate(SHEET, 1)]
    assert places == sorted(places)
    for word in (*ROUTES, "mild", "severe", "mmHg", "swallowed", "booster", "ketalog type"):
        assert word in said


def test_it_has_nothing_of_the_journal_and_asks_for_no_passphrase(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ketalog("note sentinel")
    ketalog("config name Alex Sample")
    (home / "secret").write_text("correct horse")
    with monkeypatch.context() as patch:
        for name in ("KETALOG_PASSPHRASE_FILE", "KETALOG_NEW_PASSPHRASE_FILE"):
            patch.setenv(name, str(home / "secret"))
        ketalog("lock")
    assert ketalog(f"export {home}/paper.pdf").code == 0
    said = text_of((home / "paper.pdf").read_bytes())
    assert "sentinel" not in said
    assert "Alex" not in said


@pytest.mark.parametrize("option", ["--since 2026-11-01", "--weeks 4"])
def test_days_are_refused(ketalog: Ketalog, home: Path, option: str) -> None:
    answer = ketalog(f"export {home}/paper.pdf {option}")
    assert (answer.code, (home / "paper.pdf").exists()) == (2, False)
    assert "blank sheet" in answer.err


def test_its_name_alone_is_its_name(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home)
    ketalog("export paper.pdf")
    assert (home / "paper.pdf").exists()


def test_another_name_that_ends_alike_is_a_page(ketalog: Ketalog, home: Path) -> None:
    ketalog("mood 5")
    ketalog(f"export {home}/newspaper.pdf")
    assert "Treatment evening" not in text_of((home / "newspaper.pdf").read_bytes())


def test_every_scale_says_which_end_is_which() -> None:
    scales = [
        field
        for part in sheet(texts_in("en")).parts
        for line in part.lines
        for field in line
        if field.kind == "scale"
    ]
    ends = {field.label: field.ends for field in scales}
    assert ends == {
        "Mood": ("worst", "best"),
        "Anxiety": ("none", "most"),
        "Energy": ("worst", "best"),
    }
