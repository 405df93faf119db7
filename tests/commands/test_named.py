"""Names that a person need not type in full: of an export, of settings and their values."""

from pathlib import Path

import pytest

from tests.conftest import Ketalog


@pytest.fixture
def folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(home)
    return home


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("export md", "ketalog-2026-11-22.md"),
        ("export .csv", "ketalog-2026-11-22.csv"),
        ("export JSON", "ketalog-2026-11-22.json"),
        ("export html --weeks 4", "ketalog-2026-11-22.html"),
    ],
)
def test_an_export_of_a_format_alone_is_named_by_the_day(
    ketalog: Ketalog, folder: Path, typed: str, name: str
) -> None:
    ketalog("mood 5")
    answer = ketalog(typed)
    assert f"Written: {folder / name} (" in answer.out, answer.err
    again = ketalog(typed)
    assert (again.code, again.out) == (4, "")
    assert f"{name} is there already. Add --force to replace it." in again.err
    assert ketalog(f"{typed} --force").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["export", "export pdf"])
def test_without_a_name_it_is_a_pdf_of_the_day(ketalog: Ketalog, folder: Path, typed: str) -> None:
    ketalog("mood 5")
    assert f"Written: {folder / 'ketalog-2026-11-22.pdf'} (" in ketalog(typed).out


@pytest.mark.parametrize(
    ("typed", "name", "value"),
    [
        ("name Alex Sample", "name", "Alex Sample"),
        ("country germany", "country", "DE"),
        ("born '14 mar 1987'", "born", "1987-03-14"),
        ("born 14 March 1987", "born", "1987-03-14"),
        ("born March 14, 1987", "born", "1987-03-14"),
        ("born 14.3.1987", "born", "1987-03-14"),
        ("born 1987-03-14", "born", "1987-03-14"),
        ("day-start 5", "day_start", "05:00"),
        ("day start 5am", "day_start", "05:00"),
        ("Day_Start 04:30", "day_start", "04:30"),
        ("day_start=5", "day_start", "05:00"),
        ("clock 24", "clock", "24"),
        ("clock 12h", "clock", "12"),
        ("week-start sun", "week_start", "sunday"),
        ("birthday 1987-03-14", "born", "1987-03-14"),
        ("keyring off", "keyring", "no"),
        ("date-order iso", "date_order", "iso"),
    ],
)
def test_a_setting_is_taken_as_it_is_typed(
    ketalog: Ketalog, home: Path, typed: str, name: str, value: str
) -> None:
    answer = ketalog(f"config {typed}")
    assert f"{name} = {value}\n" in answer.out, answer.err
    assert f'{name} = "{value}"\n' in (home / "config.toml").read_text()
    assert ketalog("mood 5").code == 0


@pytest.mark.parametrize(
    "typed", ["born 3/4/1987", "born 14 mar 87", "born 14 m 1987", "day-start 13", "clock 13"]
)
def test_a_value_that_can_be_two_things_or_none_is_refused(
    ketalog: Ketalog, home: Path, typed: str
) -> None:
    assert ketalog(f"config {typed}").code == 2
    assert not (home / "config.toml").exists()
