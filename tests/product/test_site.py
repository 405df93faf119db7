"""The site of the documents (`make docs`): it is built, whole, and asks no network."""

import subprocess
from pathlib import Path

import pytest

from tests.places import ROOT
from tools.site import LINK, fetched

PYTHON = ROOT / ".venv" / "docs" / "bin" / "python"


@pytest.mark.skipif(not PYTHON.exists(), reason="needs Zensical (make docs)")
def test_the_site_is_built_with_every_document_and_no_link_is_broken() -> None:
    done = subprocess.run(
        [PYTHON, "-m", "tools.site"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (ROOT / "site" / "html" / "index.html").exists()


@pytest.mark.parametrize(
    ("link", "mended"),
    [
        ("[how](docs/how-to.md)", "[how](how-to.md)"),
        ("[Tab](docs/commands.md#completion)", "[Tab](commands.md#completion)"),
        ("![week](docs/pictures/week.svg)", "![week](pictures/week.svg)"),
        ("[here](SECURITY.md)", "[here](SECURITY.md)"),
        ("[there](https://loinc.org/docs/)", "[there](https://loinc.org/docs/)"),
    ],
)
def test_a_link_of_the_readme_leads_to_the_same_page_on_the_site(link: str, mended: str) -> None:
    assert LINK.sub("", link) == mended


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://unpkg.com/x"></script>',
        '<link rel="stylesheet" href="//fonts.example/x.css">',
        "<img alt=x src=https://img.example/badge.svg>",
        "<style>@import 'https://fonts.example/x.css'</style>",
        "<style>src: url(https://fonts.example/x.woff2)</style>",
    ],
)
def test_what_would_be_fetched_from_elsewhere_is_seen(tmp_path: Path, text: str) -> None:
    (tmp_path / "page.html").write_text(text)
    assert len(list(fetched(tmp_path))) == 1


def test_a_link_that_is_only_clicked_is_no_request(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<a href="https://age-encryption.org">age</a>')
    assert not list(fetched(tmp_path))
