"""A format or an importer is one file: what the program says of it comes from there."""

from pathlib import Path

import pytest

from ketalog.commands import COMMANDS
from ketalog.export import formats
from ketalog.importers import importers
from tests.conftest import Ketalog


def test_help_and_errors_name_every_format(ketalog: Ketalog) -> None:
    said = " ".join(ketalog("export --help").out.split())
    assert f"Make a file to share: {formats.described()}." in said
    answer = ketalog("export summary.pages")
    assert f"End the name in one of: {', '.join(formats.suffixes())}." in answer.err
    in_short = COMMANDS["export"].summary.partition(": ")[2].split()
    assert set(in_short) <= set(formats.suffixes())


def test_help_names_every_kind_of_file_that_is_taken_in(ketalog: Ketalog) -> None:
    said = " ".join(ketalog("import --help").out.split())
    assert all(importer.files in said for importer in importers())


@pytest.mark.parametrize("name", ["old.htm", "SUMMARY.PDF", "page.markdown", "a.fhir.pdf"])
def test_a_format_has_other_endings_too_in_any_case(name: str) -> None:
    assert formats.format_of(Path(name)).kind == "page"


def test_an_export_is_recognised_by_what_it_holds_not_by_its_name(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("note hello")
    ketalog(["export", str(home / "all.json")])
    (home / "all.json").rename(home / "mail.attachment")
    answer = ketalog(["import", str(home / "mail.attachment")])
    assert (answer.code, answer.err) == (0, "")
    assert "is here already" in answer.out
