"""The page as PDF: what it says, how it is tagged, and that no text ever costs the patient it."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from msgspec.structs import replace
from pypdf import PageObject, PdfReader

from ketalog.domain.calendar import Calendar, Span
from ketalog.page import html, pdf
from ketalog.page.charts.svg import Chart
from ketalog.page.context import Quote
from ketalog.page.figures import Figure
from ketalog.page.page import Page, page
from tests.conftest import NOW, Ketalog
from tests.page.test_page import dose, draw
from tests.places import ROOT, SAMPLES

MADE = datetime.fromisoformat(NOW)
A4, LETTER = (595, 842), (612, 792)
CHECKED = b"<pdfuaid:part>1</pdfuaid:part>"
OURS = {
    sign
    for folder in ("answers", "page")
    for source in (ROOT / "ketalog" / folder).rglob("*.py")
    for sign in source.read_text()
    if sign > "\x7f"
}
GLYPHS = " ".join(
    [*sorted(OURS), *["◆", "◇", "▲", "△", "■", "□", "✓", "½", "é", "ñ", "ł", "ß", "Ж", "Ω"]]
)


def root_of(data: bytes) -> Any:
    """Return the root of the file's objects, which has no types."""
    return read(data).trailer["/Root"]


def read(data: bytes) -> PdfReader:
    return PdfReader(BytesIO(data))


def text_of(data: bytes) -> str:
    """Return the words on all sheets, each space and line break as one space."""
    return " ".join(" ".join(sheet.extract_text() for sheet in read(data).pages).split())


def words_on(sheet: Any, **how: Any) -> str:
    """Return the words on a sheet, its lines as they are, each space a plain one."""
    words: str = sheet.extract_text(**how)
    return words.replace("\N{NO-BREAK SPACE}", " ")


def exported(ketalog: Ketalog, home: Path, *options: str) -> bytes:
    file = home / "page.pdf"
    answer = ketalog(["export", str(file), "--force", *options])
    assert (answer.code, answer.err) == (0, "")
    return file.read_bytes()


def elements(data: bytes) -> list[Any]:
    """Return every element of the tags, in the order of reading."""

    def below(node: Any) -> Iterator[Any]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                yield from below(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                yield node
            yield from below(node.get("/K", []))

    return list(below(root_of(data)["/StructTreeRoot"]))


def tags(data: bytes) -> list[str]:
    return [str(one["/S"]).removeprefix("/") for one in elements(data)]


def about(data: bytes) -> dict[str, Any]:
    return dict(read(data).metadata or {})


def resources_of(sheet: PageObject) -> Any:
    return sheet["/Resources"]


def sizes(data: bytes) -> set[tuple[int, int]]:
    boxes = [sheet.mediabox for sheet in read(data).pages]
    return {(round(box.width), round(box.height)) for box in boxes}


@pytest.fixture
def typed(eight_weeks_typed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETALOG_JOURNAL", str(eight_weeks_typed))


PERIOD = ("--since", "2026-09-14", "--until", "2026-11-08")


# What it says


@pytest.mark.usefixtures("typed")
def test_eight_weeks_are_a_summary_on_one_sheet_and_the_doses_on_the_next(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("config name 'Alex Sample'")
    data = exported(ketalog, home, *PERIOD)
    first, second = (words_on(sheet) for sheet in read(data).pages)
    expected = json.loads((SAMPLES / "eight-weeks.expected.json").read_text(encoding="utf-8"))
    assert "Alex Sample" in first
    for title in ("Since 14 Sep", "Safety and review points", "Every dose", "Typical response"):
        assert title in first
        assert title not in second
    for title in ("Dose log", "Week by week", "How to read this page"):
        assert title in second
    doses = sum(total["count"] for week in expected["weeks"] for total in week["doses"].values())
    assert (
        len(re.findall(r"^(?:Mon|Wed|Fri|Sun) \d+ (?:Sep|Oct|Nov)", second, re.MULTILINE)) == doses
    )


@pytest.mark.usefixtures("typed")
def test_it_says_what_the_page_in_markdown_says(ketalog: Ketalog, home: Path) -> None:
    words = set(re.findall(r"\w+", text_of(exported(ketalog, home, *PERIOD, "--notes"))))
    ketalog(["export", str(home / "page.md"), *PERIOD, "--notes"])
    markdown = (home / "page.md").read_text()
    # What Markdown says in tables is drawn here; the charts' own tests hold their numbers.
    drawn = re.compile(
        r"## (?:Every dose|Typical response|Day by day|Questionnaires).*?(?=\n## )", re.DOTALL
    )
    said = set(re.findall(r"\w+", drawn.sub("", markdown)))
    assert said - words == set()


@pytest.mark.usefixtures("typed")
def test_every_sheet_says_who_where_from_and_its_number(ketalog: Ketalog, home: Path) -> None:
    ketalog("config name 'Alex Sample'")
    sheets = [words_on(one) for one in read(exported(ketalog, home, *PERIOD)).pages]
    for number, said in enumerate(sheets, 1):
        assert "Self-reported by the patient; not a diagnosis and not advice." in said
        assert re.search(rf"ketalog [\d.]+ · made .* · page {number} of {len(sheets)}", said)
        assert "Alex Sample" in said
        assert "14 Sep – 8 Nov 2026" in said


def test_notes_are_in_it_only_if_asked_for(ketalog: Ketalog, home: Path) -> None:
    ketalog("dose 100mg sublingual --note 'with tea'")
    ketalog("note 'by the river'")
    assert "river" not in text_of(exported(ketalog, home))
    assert "tea" not in text_of(exported(ketalog, home))
    noted = text_of(exported(ketalog, home, "--notes"))
    assert "with tea" in noted
    assert "by the river" in noted


def test_a_journal_without_an_entry_is_one_sheet(ketalog: Ketalog, home: Path) -> None:
    data = exported(ketalog, home)
    assert "Nothing was recorded in this period." in text_of(data)
    assert text_of(data).count("never asked") > 10
    assert len(read(data).pages) == 1


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_it_is_drawn_on_either_paper(paper: str, size: tuple[int, int]) -> None:
    assert sizes(pdf.render(draw(), paper, MADE)) == {size}


# How it reads


def test_it_is_tagged_for_screen_readers_and_passes_the_check() -> None:
    data = pdf.render(draw(notes=True), "a4", MADE)
    root = root_of(data)
    assert CHECKED in root["/Metadata"].get_object().get_data()
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert about(data)["/Title"] == "Ketamine treatment summary"
    found = tags(data)
    assert found.count("Title") == 1
    assert {"H1", "Table", "THead", "TH", "TBody", "TD", "L", "LI", "Lbl", "LBody"} <= {*found}
    assert {"H2", "H3"} & {*found} == set()
    headings: list[Any] = read(data).outline
    assert [" ".join(one.title.split()) for one in headings] == [
        "Since 2 Nov",
        "Safety and review points",
        "Every dose",
        "Typical response to one dose",
        "Questionnaires",
        "Day by day",
        "Dose log",
        "Week by week",
        "Side effects",
        "How to read this page",
        "Notes from the patient",
    ]


def test_each_table_has_its_headings_and_a_cell_for_each_figure() -> None:
    drawn = draw()
    found = tags(pdf.render(drawn, "a4", MADE))
    tables = (drawn.doses, drawn.weeks, drawn.effects)
    assert found.count("Table") == len(tables)
    assert found.count("TH") == sum(len(one.columns) for one in tables)
    assert found.count("TD") == sum(len(row) for one in tables for row in one.rows)


def small_text(sheet: PageObject) -> list[float]:
    found: list[float] = []

    def look(text: str, _: Any, matrix: list[float], __: Any, size: float) -> None:
        if text.strip():
            found.append(abs(matrix[3]) * size)

    sheet.extract_text(visitor_text=look)
    return found


def test_no_text_is_smaller_than_eight_points_and_none_of_a_chart_than_seven() -> None:
    drawn = draw(notes=True)
    without = replace(
        drawn,
        response=replace(drawn.response, charts=()),
        scores=replace(drawn.scores, charts=()),
        strip=replace(drawn.strip, charts=()),
        daily=replace(drawn.daily, charts=()),
    )
    for shown, least in ((without, 7.99), (drawn, 6.99)):
        sheets = read(pdf.render(shown, "a4", MADE)).pages
        found = [size for sheet in sheets for size in small_text(sheet)]
        assert min(found) >= least
        assert len(found) > 100


# Charts


def chart(title: str, width: int, height: int) -> Chart:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{title}</title><desc>3 to 5</desc>"
        f'<polyline points="0,{height} {width},0" fill="none" stroke="#0b5fa5"/>'
        f'<text x="2" y="9" font-family="Inter, sans-serif" font-size="7">n=27 → ●</text></svg>'
    )
    return Chart(title, f"{title}: before 3, after 5", svg, width, height)


def with_figures(drawn: Page, *, charts: bool = True) -> Page:
    def figure(title: str, *several: Chart) -> Figure:
        shown = several if charts else ()
        return Figure(title, "A caption.", shown, ("A line.",), "No figure.", None)

    return replace(
        drawn,
        response=figure(
            "Typical response to one dose",
            *(
                chart(f"{what}, {route}", 145, 104)
                for route in ("oral", "nasal")
                for what in ("Mood", "Anxiety")
            ),
        ),
        scores=figure("Questionnaires", chart("GAD-7", 100, 104), chart("PHQ-9", 100, 104)),
        strip=figure("Every dose", chart("Every dose", 515, 130)),
        daily=figure("Day by day", chart("Day by day", 515, 60)),
    )


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_each_chart_is_drawn_with_its_numbers_in_words(paper: str) -> None:
    data = pdf.render(with_figures(draw()), paper, MADE)
    alts = [one["/Alt"] for one in elements(data) if one["/S"] == "/Figure"]
    assert alts == [
        f"{title}: before 3, after 5"
        for title in (
            *("Every dose", "Mood, oral", "Anxiety, oral", "Mood, nasal", "Anxiety, nasal"),
            *("GAD-7", "PHQ-9", "Day by day"),
        )
    ]
    assert text_of(data).count("n=27 → ●") == len(alts)
    assert text_of(data).count("Every dose") == 1
    assert len(read(data).pages) == 2


def test_without_charts_a_sentence_stands_in_their_place() -> None:
    data = pdf.render(with_figures(draw(), charts=False), "a4", MADE)
    assert text_of(data).count("No figure.") == 4
    assert "Figure" not in tags(data)


# The same journal, the same bytes


@pytest.mark.usefixtures("typed")
def test_the_same_journal_gives_the_same_bytes_wherever_it_is_made(
    ketalog: Ketalog, home: Path
) -> None:
    once = exported(ketalog, home, *PERIOD, "--notes")
    assert exported(ketalog, home, *PERIOD, "--notes") == once
    file = home / "again.pdf"
    # Another zone with the same clock: the page says in local time when it was made.
    for seed, zone in (("1", "Europe/Berlin"), ("2", "Europe/Rome")):
        subprocess.run(
            [sys.executable, "-m", "ketalog", "export", str(file), "--force", *PERIOD, "--notes"],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=home,
            capture_output=True,
            check=True,
        )
        assert file.read_bytes() == once


def test_its_date_is_when_it_was_made_and_tells_no_time_zone() -> None:
    assert about(pdf.render(draw(), "a4", MADE))["/CreationDate"] == "D:20261122200000Z"


# Words


MARKUP = (
    "#emph[x] $x^2$ `tick` @ref *b* _i_ \\ // no /* c */ <tag> ~ --- ... \"q\" 'q' = h - l + e "
    '/ t: x #panic("1") #let x = 1 #image("a") https://example.org/a?b=c#d '
    "me@example.org 2x3 -> <- != fi"
)


def test_nothing_of_the_patient_is_code(ketalog: Ketalog, home: Path) -> None:
    ketalog(["ask", MARKUP])
    ketalog(["note", MARKUP])
    ketalog(["dose", "100mg", "nasal", f"--note={MARKUP}", f"--medication={MARKUP[:50]}"])
    ketalog(["effect", MARKUP[:50], "severe"])
    ketalog(["config", "name", MARKUP[:60]])
    data = exported(ketalog, home, "--notes")
    assert text_of(data).replace(" ", "").count(MARKUP.replace(" ", "")) == 3
    assert not any("/Annots" in sheet for sheet in read(data).pages)


def test_every_glyph_that_the_page_uses_is_in_the_font_that_comes_along(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_TRIES", ((False, True),))
    ketalog(["ask", GLYPHS])
    data = exported(ketalog, home)
    assert GLYPHS.replace(" ", "") in text_of(data).replace(" ", "")
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for sheet in read(data).pages
        for font in resources_of(sheet)["/Font"].values()
    }
    assert {name.removesuffix("-Identity-H") for name in fonts} == {
        "Inter-Regular",
        "Inter-SemiBold",
    }


ODD = {
    "emoji": "\U0001f642 \U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea",
    "Arabic": "مرحبا بالعالم, 100 mg.",
    "Hebrew": "שלום עולם!",
    "Chinese": "你好世界",
    "combining marks": "Z\u0351\u036b\u0343a\u030al\u0323g\u0301o\u0304",
    "no character of anybody": "a\ue000b\U000f0000c\u0378d",
    "noncharacters": "a\ufdd0b\ufffec\U0001ffffd\ufffce",
    "controls": "a\x01b\x1bc\x7fd\x85e\tf\x0bg",
    "a lone joiner": "\u200d\u200c\ufe0f",
    "lines": "one\n\n\ntwo\n",
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_an_odd_character_never_costs_the_patient_the_file(
    ketalog: Ketalog, home: Path, words: str
) -> None:
    ketalog(["ask", "--", f"before {words} after"])
    ketalog(["note", "--", words])
    ketalog(["dose", "100mg", "nasal", f"--note={words}"])
    ketalog(["effect", "--", words, "mild"])
    said = text_of(exported(ketalog, home, "--notes"))
    assert "before" in said
    assert "after" in said


def test_surrogates_are_left_out() -> None:
    drawn = replace(draw(name="Al\udcffex\ud800 Sample"), no_questions="\udc80None")
    assert "Alex Sample" in text_of(pdf.render(drawn, "a4", MADE))


def test_what_inter_lacks_is_looked_for_in_other_fonts_and_then_stands_as_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[tuple[bool, Any]] = []
    real, fonts = typst.compile, typst.Fonts

    def watch_fonts(**how: Any) -> Any:
        tries.append((how["include_system_fonts"], None))
        return fonts(**how)

    def watch(*args: Any, **how: Any) -> Any:
        tries[-1] = (tries[-1][0], how["pdf_standards"])
        return real(*args, **how)

    monkeypatch.setattr(typst, "Fonts", watch_fonts)
    monkeypatch.setattr(typst, "compile", watch)
    pdf.render(draw(), "a4", MADE)
    assert tries == [(False, "ua-1")]
    tries.clear()
    data = pdf.render(draw(name="\ue9ff"), "a4", MADE)
    assert tries == [(False, "ua-1"), (True, "ua-1"), (True, "ua-1")]
    assert "Table" in tags(data)
    said = " ".join(text_of(data).split())
    assert "[U+E9FF]" in said
    assert "Signs that no font here has stand as their names, in brackets." in said


def test_a_sign_that_no_font_has_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    own = typst.Fonts
    monkeypatch.setattr(typst, "Fonts", lambda **how: own(**how | {"include_system_fonts": False}))
    asked = Quote("22 Nov", 'Is \U0001f642 or \u65e5\u672c fine? "x"')
    said = " ".join(text_of(pdf.render(replace(draw(), questions=(asked,)), "a4", MADE)).split())
    assert 'Is [slightly smiling face] or [U+65E5, U+672C] fine? "x"' in said


def test_words_of_any_length_break_and_stay_on_the_sheet(ketalog: Ketalog, home: Path) -> None:
    word = "x" * 300
    ketalog(["config", "name", word])
    ketalog(["note", word])
    ketalog(["ask", word])
    ketalog(["dose", "100mg", "nasal", f"--note={word}", "--medication=" + "m" * 60])
    ketalog(["note", "- many words\n" * 385])
    data = exported(ketalog, home, "--notes")
    said = text_of(data).replace("\u200b", "").replace(" ", "")
    assert said.count(word) >= 3
    assert said.count("-manywords") == 385
    lines = [line for sheet in read(data).pages for line in sheet.extract_text().splitlines()]
    assert max(line.count("x") for line in lines) * 4.2 < 515


def test_sixty_side_effects_of_a_dose_stand_below_it_over_the_whole_width(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("dose 100mg nasal --at 18:00")
    for n in range(60):
        ketalog(["effect", "--own", f"odd dream {n}", "mild", "--at", "19:00"])
    data = exported(ketalog, home)
    said = text_of(data)
    assert "Side effects: odd dream 0 (mild), odd dream 1 (mild)" in said
    assert "odd dream 59 (mild)" in said
    assert len(read(data).pages) <= 3


def test_three_years_flow_over_sheets_that_repeat_the_headings() -> None:
    first = datetime.fromisoformat("2023-11-20T20:00:00+01:00")
    days = [first + timedelta(n) for n in range(1092)]
    entries = [dose("2 20:00", 100, id=f"{n}", at=day, recorded=day) for n, day in enumerate(days)]
    drawn = page(entries, Span(date(2023, 11, 20), date(2026, 11, 16)), Calendar(), now=MADE)
    sheets = [words_on(one) for one in read(pdf.render(drawn, "letter", MADE)).pages]
    assert (
        sum(len(re.findall(r"100 mg sublingual", " ".join(one.split()))) for one in sheets) == 100
    )
    assert "Month by month" in " ".join(sheets)
    logs = [one for one in sheets if "100 mg\nsublingual" in one or "100 mg sublingual" in one]
    assert len(logs) > 1
    assert all("Amount" in one for one in logs)


# Where it can't be made


def test_where_typst_is_missing_one_line_says_what_to_do_instead(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    answer = ketalog(["export", str(home / "page.pdf")])
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "PDF can't be made here: typst is missing. "
        "Write .html instead, and print it from your browser.\n"
    )
    assert not (home / "page.pdf").exists()


def test_a_file_that_typst_refuses_is_said_and_not_written(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_TRIES", ())
    answer = ketalog(["export", str(home / "page.pdf")])
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith("The PDF can't be made. Write .html instead")


def test_where_typst_breaks_off_one_line_says_so(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def break_off(*_: Any, **__: Any) -> None:
        raise panic("words")

    monkeypatch.setattr(typst, "compile", break_off)
    answer = ketalog(["export", str(home / "page.pdf")])
    assert (answer.code, answer.err.count("\n")) == (4, 1)
    assert "words" not in answer.err


def test_the_fonts_and_their_licence_are_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "templates/page.typ",
        "fonts/Inter-Regular.otf",
        "fonts/Inter-SemiBold.otf",
        "fonts/OFL.txt",
    ):
        assert f"ketalog/page/{name}" in names


def test_the_columns_of_side_effects_stand_beside_one_another(ketalog: Ketalog, home: Path) -> None:
    for line in (
        "dose 100mg sublingual --at '2026-11-20 20:00'",
        "effect dissociation --for 45min --at '2026-11-20 21:00'",
    ):
        assert ketalog(line).code == 0
    [*_, sheet] = read(exported(ketalog, home)).pages
    laid = words_on(sheet, extraction_mode="layout")
    assert re.search(r"Effect +After doses +Times +Worst +Longest +Last", laid)
    assert re.search(r"Dissociation +1 +1 +not recorded +45 min +20 Nov", laid)


def test_a_sentence_too_long_for_the_line_of_its_heading_stands_whole_below_it(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("dose 100mg sublingual")
    ketalog("check gad7 1 1 2 1 0 1 1")  # So the figure beside it leaves it half the sheet.
    lines = read(exported(ketalog, home)).pages[0].extract_text().splitlines()
    assert "No dose in this period has a rating after it." in [line.strip() for line in lines]


def test_no_notes_take_one_line_of_a_sheet() -> None:
    """Eight weeks of three routes had a third sheet of Letter for the two that they took."""
    drawn = replace(draw(notes=True), notes=())
    assert 'class="said empty" aria-labelledby="notes"' in html.render(drawn).decode()
    heights = {}

    def see(text: str, cm: list[float], tm: list[float], _font: Any, _size: float) -> None:
        heights[" ".join(text.split())] = cm[3] * tm[5] + cm[5]

    for sheet in read(pdf.render(drawn, "letter", MADE)).pages:
        sheet.extract_text(visitor_text=see)
    assert abs(heights[drawn.notes_title] - heights[drawn.no_notes]) < 4
