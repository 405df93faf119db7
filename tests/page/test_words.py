"""A patient's words are only words: no file makes markup, a link or a command of them."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ketalog.domain.entries import Effect, Mood, NoEffects, Note, Question
from ketalog.domain.kinds import Entry
from ketalog.domain.text import strip_invisible
from ketalog.page import html, markdown
from ketalog.page.context import PageFormat, one_line
from ketalog.page.page import Page
from ketalog.page.tables import Table
from tests.page.test_page import at, dose, draw, read_markdown
from tests.page.test_palette import contrast

HOSTILE = [
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &lt;b&gt; &#60;",
    "[x](javascript:alert(1)) ![x](http://example.org/x.png) [x]: http://example.org",
    "http://example.org www.example.org <http://example.org> me@example.org",
    "=cmd|' /C calc'!A0",
    "| a | b |\n| - | - |\n| c | d |",
    "a | b \\| c \\\\| d \\",
    "`a` ``b`` ```\nc\n```",
    "\x1b[31mred\x1b[0m \x1b]8;;http://example.org\x07x\x1b]8;;\x07",
    "abc\u202egpj.exe\u202c \u2066x\u2069",
    "\U0001f642 \U0001f469\u200d\U0001f4bb",
    "مرحبا بالعالم",
    "# a\n## b\n- c\n1. d\n2) e\n+ f\n> g\n***\n---\n===\n    code\n\n\ttab",
    "*a* **b** _c_ __d__ ~~e~~ $f$ a*b*c",
    "a\n:-:\nb",
    "{{ 7*7 }} {% raw %} {# x #}",
    "one\r\ntwo\rthree\x0bfour\u2028five",
    "a\ud800b \x00 \ufeff",
    "&copy; &amp; &#x41;",
]
WORDS = st.one_of(st.text(max_size=60), st.text("|\\`*_[]()<>!#-+=:.&~$@/ \n\tab1w", max_size=40))


def everywhere(words: str) -> Page:
    """Draw a page with the words wherever a patient's words can be."""
    name = words[:60] or "x"
    entries: list[Entry] = [
        dose("2 20:00", 100, note=words, intention=words, medication=words),
        Effect(**at("2 21:00"), name=name, severity="severe", note=words),
        Effect(**at("2 21:30"), name=f"{name}!", note=words),
        Effect(**at("2 21:40"), name=f"{name}?", severity="mild", note=words),
        Mood(**at("3 9:00"), mood=5, note=words),
        NoEffects(**at("3 20:00"), note=words),
        Note(**at("4 20:00"), text=words, note=words),
        Question(**at("5 20:00"), text=words, note=words),
    ]
    return draw(entries, name=words, born=words, notes=True)


MARKUP = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "hr"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close"),
    *("tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close"),
    *("strong_open", "strong_close", "hardbreak"),
}
"""All that a page's own Markdown is made of."""


def lines_of(words: str) -> list[str]:
    """Return what can be seen of words, line by line, a space for every stretch of them."""
    lines = (" ".join(strip_invisible(line).split()) for line in words.splitlines())
    return [line for line in lines if line]


def drawn_tables(drawn: Page) -> list[Table]:
    figures = (drawn.response.table, drawn.scores.table, drawn.daily.table)
    tables = (*figures, drawn.doses, drawn.weeks, drawn.effects)
    return [table for table in tables if table is not None and table.rows]


def assert_only_words_in_markdown(words: str) -> None:
    drawn = everywhere(words)
    found = read_markdown(markdown.render(drawn))
    assert found.kinds <= MARKUP
    assert found.headings == [
        *("Ketamine treatment summary", "Since 2 Nov", "Questions", "Safety and review points"),
        *("Every dose", "Typical response to one dose", "Questionnaires", "Day by day"),
        *("Dose log", "Week by week", "Side effects", "Notes from the patient"),
        "How to read this page",
    ]
    for table, rows in zip(drawn_tables(drawn), found.tables, strict=True):
        assert [len(row) for row in rows] == [len(table.columns)] * (len(table.rows) + 1)
    asked = next(item for item in found.items if item.startswith("5 Nov:"))
    assert asked.removeprefix("5 Nov:").strip() == "\n".join(lines_of(words))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words_in_markdown(words: str) -> None:
    assert_only_words_in_markdown(words)


@given(WORDS)
def test_any_words_are_only_words_in_markdown(words: str) -> None:
    assert_only_words_in_markdown(words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("see https://example.org", r"see https\://example.org"),
        ("WWW.example.org", r"WWW\.example.org"),
        ("mailto:me@example.org", "mailto\\:me\u2060@example.org"),
        ("at 9:30, 4.5 mg - fine!", "at 9:30, 4.5 mg - fine!"),
    ],
)
def test_addresses_are_written_so_that_github_makes_no_link_of_them(words: str, said: str) -> None:
    assert markdown.line(words) == said


class Parsed(HTMLParser):
    """The tags, attributes, text and words of a page."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.questions: list[str] = []
        self.rows: list[int] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append(0)
        if tag in {"td", "th"}:
            self.rows[-1] += 1
        self.open.append((tag, dict(attrs).get("class") or ""))
        if self.open[-1] == ("p", "words"):
            self.questions.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if ("p", "words") in self.open:
            self.questions[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


DRAWN = {
    *("svg", "title", "desc", "text", "line", "polyline", "polygon", "rect", "circle", "path"),
}
TAGS = {
    *DRAWN,
    *("html", "head", "meta", "title", "style", "body", "main", "header", "footer", "div"),
    *("h1", "h2", "p", "span", "ul", "li", "dl", "dt", "dd", "section", "bdi"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "scope", "role"),
    *("tabindex", "aria-labelledby", "aria-hidden", "data-title"),
}
DRAWING = {
    *("xmlns", "viewbox", "width", "height", "role", "aria-labelledby", "id", "class", "d"),
    *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "points", "fill", "stroke"),
    *("stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "text-anchor"),
    *("font-family", "font-size", "font-weight"),
}


def assert_only_words_in_html(words: str) -> None:
    drawn = everywhere(words)
    found = Parsed(html.render(drawn))
    assert found.tags <= TAGS
    assert {name for tag, name, _ in found.attributes if tag in DRAWN} <= DRAWING
    others = [(name, value) for tag, name, value in found.attributes if tag not in DRAWN]
    assert {name for name, _ in others} <= ATTRIBUTES
    styles = {one for name, value in others if name in {"class", "id"} for one in value.split()}
    assert styles <= set(" ".join(CLASSES).split())
    assert {value for name, value in others if name == "dir"} == {"auto"}
    tables = (drawn.doses, drawn.weeks, drawn.effects)
    assert found.rows == [n for one in tables for n in [len(one.columns)] * (1 + len(one.rows))]
    lines = [" ".join(one.split()) for one in found.questions[0].split("\n")]
    assert [one for one in lines if one] == lines_of(words)


CLASSES = [
    "head quiet facts plans nothing completeness since tiles value safety flagged noted denied",
    "missing whole sign topic finding asked about figures beside alone strip response scores daily",
    "charts chart lines scroll goes-on sessions weeks effects doses notes said words text figure",
    "long made",
    "wide reading tables stacked unknown empty a4 letter few later",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words_in_html(words: str) -> None:
    assert_only_words_in_html(words)


@pytest.mark.slow
@given(WORDS)
def test_any_words_are_only_words_in_html(words: str) -> None:
    assert_only_words_in_html(words)


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_invisible_gets_into_a_page_but_what_keeps_an_address_from_being_a_link(
    words: str,
) -> None:
    drawn = everywhere(words)
    for data in (html.render(drawn), markdown.render(drawn).replace("\u2060@".encode(), b"@")):
        text = data.decode()
        assert strip_invisible(text) == text


def test_the_html_loads_nothing_and_runs_nothing() -> None:
    text = html.render(draw(name="Alex Sample", notes=True)).decode()
    assert not re.search(
        r"<(script|link|img|iframe|object|a|use|image)\b|url\(|@import| (on\w+|style)=|https?:",
        text.replace('xmlns="http://www.w3.org/2000/svg"', ""),  # a name, not an address
    )


def test_the_html_allows_its_own_style_sheet_and_nothing_else() -> None:
    text = html.render(draw()).decode()
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    seal = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
    assert ("meta", "content", policy) in Parsed(text.encode()).attributes


def test_the_html_asks_for_the_patients_paper_and_numbers_its_sheets() -> None:
    for paper, size in (("a4", "A4"), ("letter", "letter")):
        text = html.render(draw(page_format=PageFormat(paper=paper))).decode()
        assert f"@page {{ size: {size};" in text
        assert 'content: "page " counter(page) " of " counter(pages) "";' in text
    odd = html.render(replace(draw(), page_of='\\ "</style> {n}\n{of}')).decode()
    assert r'content: "\5c  \22 \3c /style> " counter(page) "\a " counter(pages) "";' in odd


def test_the_html_names_its_parts_for_screen_readers() -> None:
    found = Parsed(html.render(draw()))
    assert ("html", "lang", "en") in found.attributes
    scopes = [value for tag, name, value in found.attributes if name == "scope"]
    assert scopes.count("col") == 7 + 5 + 9
    assert scopes.count("row") == 2 + 3 + 4
    assert ("p", "dir", "auto") in found.attributes
    ids = {value for _, name, value in found.attributes if name == "id"}
    named = [value for _, name, value in found.attributes if name == "aria-labelledby"]
    assert {one for value in named for one in value.split()} <= ids


def test_dark_colours_are_for_screens_only() -> None:
    text = html.render(draw()).decode()
    assert text.count("prefers-color-scheme") == 1
    assert "@media screen and (prefers-color-scheme: dark)" in text


def test_every_colour_of_text_can_be_read_on_every_ground() -> None:
    text = html.render(draw()).decode()
    themes = re.findall(r":root \{ color-scheme: (?:light|dark);(.*?)\}", text)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", theme))
        for ground in ("paper", "shade"):
            for ink in ("ink", "muted", "mood", "anxiety", "flag"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def test_one_line_of_words_has_no_gaps() -> None:
    assert one_line(" a\n\tb \u202e c\u200b ") == "a b c"
