"""The page as a browser shows it: on a screen, in the dark, on a phone and on paper."""

import re
import shlex
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from ketalog.domain.entries import Question
from ketalog.page import html
from tests.browser.chromium import Tab
from tests.browser.journals import HOSTILE, JOURNALS, ago, dose, drawn
from tests.conftest import Ketalog
from tests.page.journals import JOURNALS as TEN
from tests.page.journals import PERIODS

pytestmark = pytest.mark.browser

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
TYPED = ("eight-weeks", "twelve-weeks")
VIEWS: dict[str, dict[str, Any]] = {
    "wide": {"width": 1200},
    "tablet": {"width": 768},
    "phone": {"width": 360},
    "dark": {"width": 1000, "dark": True},
    "dark phone": {"width": 360, "dark": True},
    "print": {"width": 687, "media": "print"},
}

Paged = Callable[[str], Path]


@pytest.mark.parametrize("name", [*TYPED, *JOURNALS])
def test_every_word_can_be_read_on_every_screen_and_on_paper(
    name: str, tab: Tab, paged: Paged
) -> None:
    for view in ("wide", "tablet", "phone", "print"):
        tab.show(**VIEWS[view])
        tab.open(paged(name))
        assert tab.ask(PROBE) == [], view


@pytest.mark.parametrize("name", [*TYPED, *JOURNALS])
def test_a_page_asks_for_nothing_and_runs_nothing(name: str, tab: Tab, paged: Paged) -> None:
    tab.show(still=True)
    tab.open(paged(name))
    asked = [one["request"]["url"] for one in tab.said("Network.requestWillBeSent")]
    assert asked == [paged(name).as_uri()]
    assert tab.said("Log.entryAdded") == []
    assert tab.said("Runtime.consoleAPICalled") == []
    assert tab.ask("document.scripts.length + document.links.length") == 0
    assert tab.ask("[...document.querySelectorAll('[style], [src], [href], img, link')]") == []
    assert tab.ask("document.title") == "Ketamine treatment summary"
    assert tab.ask("typeof window.run") == "undefined"
    assert tab.ask("document.getAnimations().length") == 0


def test_what_a_page_may_not_do_it_cannot_do(tab: Tab, paged: Paged) -> None:
    tab.show()
    tab.open(paged("one-dose"))
    tab.ask("document.body.insertAdjacentHTML('beforeend', '<i style=\"color: red\">x</i>')")
    tab.ask("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    tab.ask(
        "document.head.append(Object.assign(document.createElement('style'), {innerText: '*'}))"
    )
    tab.ask(
        "document.head.append(Object.assign(document.createElement('script'), {text: 'run = 1'}))"
    )
    assert tab.ask("typeof window.run") == "undefined"
    refused = [one["entry"]["text"] for one in tab.said("Log.entryAdded")]
    assert len([one for one in refused if "Content Security Policy" in one]) == 4


def test_hostile_words_are_shown_as_they_were_written(tab: Tab, paged: Paged) -> None:
    tab.show()
    tab.open(paged("hostile"))
    shown = tab.ask("document.body.innerText")
    for words in HOSTILE:
        assert shown.count(words) >= 2


@pytest.mark.parametrize("view", ["wide", "phone", "dark", "dark phone", "print"])
@pytest.mark.parametrize("name", [*TYPED, "nothing", "right-to-left"])
def test_axe_finds_nothing_to_mend(name: str, view: str, tab: Tab, paged: Paged, axe: str) -> None:
    tab.show(**VIEWS[view])
    tab.open(paged(name))
    tab.ask(f"{axe}; 0")
    found = tab.ask("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    assert [
        (one["id"], one["impact"], [node["html"] for node in one["nodes"]][:3])
        for one in found["violations"]
    ] == []


def test_the_patients_words_run_the_way_their_letters_do(tab: Tab, paged: Paged) -> None:
    tab.show()
    tab.open(paged("right-to-left"))
    ways = tab.ask("[...document.querySelectorAll('p.words')].map(p => p.matches(':dir(rtl)'))")
    assert ways
    assert all(ways)
    assert tab.ask("document.querySelector('h1').matches(':dir(ltr)')")


def test_colours_change_in_the_dark_but_not_on_paper(tab: Tab, paged: Paged) -> None:
    def colours(**wanted: Any) -> list[str]:
        tab.show(**wanted)
        tab.open(paged("twelve-weeks"))
        style = "((one, what) => getComputedStyle(document.querySelector(one))[what])"
        seen: list[str] = tab.ask(
            f"[{style}('body', 'backgroundColor'), {style}('svg .mood-line', 'stroke')]"
        )
        return seen

    light = colours()
    assert light == ["rgb(255, 255, 255)", "rgb(11, 95, 165)"]
    assert colours(dark=True) == ["rgb(20, 24, 28)", "rgb(99, 179, 240)"]
    assert colours(dark=True, media="print", width=687) == light


@pytest.mark.parametrize(
    ("name", "size"), [("a4", (210 / 25.4, 297 / 25.4)), ("letter", (8.5, 11))]
)
def test_it_is_printed_on_the_patients_paper(
    name: str, size: tuple[float, float], tab: Tab, paged: Paged
) -> None:
    tab.open(paged(name))
    printed = tab.paper()
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert len(sheets) == 1
    for sheet in sheets:
        assert [float(one) / 72 for one in sheet] == pytest.approx(size, abs=0.02)


def test_eight_weeks_are_two_sheets(tab: Tab, paged: Paged) -> None:
    tab.open(paged("eight-weeks"))
    assert tab.paper().count(b"/MediaBox") == 2


@pytest.mark.slow
def test_the_dose_log_never_begins_without_a_row(tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    for questions in range(0, 45, 3):
        asked = [Question(**ago(days=1), text="Why so?") for _ in range(questions)]
        file.write_bytes(html.render(drawn([*asked, dose(days=3)])))
        tab.open(file)
        sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(tab.paper())).pages]
        begun = next(sheet for sheet in sheets if "Dose log" in sheet)
        assert "100 mg" in begun[begun.index("Dose log") :], questions


def test_a_long_dose_log_keeps_its_headings_and_its_rows_whole(tab: Tab, paged: Paged) -> None:
    tab.show(width=687, media="print")
    tab.open(paged("three-years"))
    style = "(([what, one]) => getComputedStyle(document.querySelector(one))[what])"
    asked = "[['display', '.doses thead'], ['breakInside', '.doses tbody tr']]"
    assert tab.ask(f"{asked}.map({style})") == ["table-header-group", "avoid"]
    assert tab.ask("document.querySelectorAll('.doses tbody tr').length") == 100


@pytest.mark.parametrize("name", [*TYPED, "one-dose", "three-years"])
def test_text_on_paper_is_at_least_7_points(name: str, tab: Tab, paged: Paged) -> None:
    tab.show(width=687, media="print")  # A4 without its margins, in CSS pixels
    tab.open(paged(name))
    small = """
        [...document.querySelectorAll('svg text')].map(one => {
            const chart = one.closest('svg');
            const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
            return one.getAttribute('font-size') * scale * 0.75;
        }).reduce((one, other) => Math.min(one, other))"""
    assert tab.ask(small) >= 6.99


CHECKS = (
    "check gad7 1 1 - 1 1 1 1 --at '2026-11-07 20:00'",
    "check bladder 2 1 1 1 1 0 0 --at '2026-11-12 20:00'",
    "check monthly 1 0 0 0 1 --at '2026-11-13 20:00'",
)
"""Checks alone: most parts of the page have one sentence."""
PRINTED: dict[str, Callable[[], Iterable[str]]] = {
    **TEN,
    "checks": lambda: CHECKS,
    "checks and questions": lambda: (*CHECKS, *["ask 'Why so?'"] * 9),
}


@pytest.mark.parametrize("name", PRINTED)
def test_it_is_printed_on_as_many_sheets_as_the_pdf_has(
    name: str, tab: Tab, ketalog: Ketalog, home: Path
) -> None:
    for line in PRINTED[name]():
        words = shlex.split(line, comments=True)
        now = words.pop(0) if words and re.match(r"\d{4}-\d\d-\d\dT", words[0]) else None
        if words:
            assert ketalog(words, now=now).code == 0, line
    period = PERIODS.get(name, ("--since", "2026-09-28", "--until", "2026-11-22"))
    for paper in ("a4", "letter"):
        ketalog(["config", "paper", paper])
        for path in (home / "page.pdf", home / "page.html"):
            assert ketalog(["export", str(path), "--force", *period]).code == 0
        tab.show(media="print", width=687)
        tab.open(home / "page.html")
        printed = [sheet.extract_text() for sheet in PdfReader(BytesIO(tab.paper())).pages]
        assert len(printed) == len(PdfReader(home / "page.pdf").pages), paper
        begun = next(sheet for sheet in printed if "Typical response" in sheet)
        charts = re.compile(r"\b(?:Mood|Anxiety), (?:sublingual|nasal|intra)")
        assert len(charts.findall(begun)) == sum(map(len, map(charts.findall, printed))), paper


def test_no_column_of_a_session_is_cut_on_a_desktop(tab: Tab, ketalog: Ketalog, home: Path) -> None:
    for line in TEN["esketamine"]():
        words = shlex.split(line)
        now = words.pop(0) if re.match(r"\d{4}-\d\d-\d\dT", words[0]) else None
        assert ketalog(words, now=now).code == 0, line
    assert ketalog(f"export {home / 'page.html'} --since 2026-09-28").code == 0
    tab.show(width=1000)
    tab.open(home / "page.html")
    wide = "[...document.querySelectorAll('.scroll')].map(one => one.scrollWidth - one.clientWidth)"
    assert max(tab.ask(wide)) <= 0


BROKEN = """[...document.querySelectorAll('td.text, td.figure, td.few')].filter(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
}).map(cell => cell.textContent)"""


@pytest.mark.parametrize("name", ["trouble", "esketamine", "eight-weeks"])
def test_on_a_phone_no_amount_is_broken_and_no_name_has_a_row_of_its_own(
    name: str, tab: Tab, ketalog: Ketalog, home: Path
) -> None:
    for line in TEN[name]():
        words = shlex.split(line)
        now = words.pop(0) if re.match(r"\d{4}-\d\d-\d\dT", words[0]) else None
        assert ketalog(words, now=now).code == 0, line
    period = PERIODS.get(name, ("--since", "2026-09-28", "--until", "2026-11-22"))
    assert ketalog(["export", str(home / "page.html"), *period]).code == 0
    tab.show(width=390)
    tab.open(home / "page.html")
    assert tab.ask(BROKEN) == []
    named = "[...document.querySelectorAll('td[data-title=Medication]')]"
    assert tab.ask(f"{named}.every(cell => cell.offsetWidth < 200)")
