"""A page in another language has no English left in it but the patient's own words."""

import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from types import ModuleType
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace

from ketalog import importers
from ketalog.domain.calendar import ONE_DAY, Calendar, Span
from ketalog.domain.effects import EFFECTS
from ketalog.domain.entries import kind_of
from ketalog.domain.kinds import KINDS, Entry
from ketalog.domain.routes import NAMES
from ketalog.instruments.base import FUNCTIONAL, find, names
from ketalog.page import html, markdown, pdf
from ketalog.page.context import PageFormat
from ketalog.page.languages.en import TEXTS as ENGLISH
from ketalog.page.page import Page, page
from ketalog.page.texts import Texts, texts_in
from tests.conftest import NOW, Ketalog
from tests.page.test_pdf import root_of, text_of
from tests.places import COURSES, SAMPLES

KEPT = r"GAD-7|PHQ-[49]|ketalog|\.csv|\{\w+\}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
"""Published names, the program's, a file's ending, and the places that a text leaves open."""
PROPER = {"GAD", "PHQ", "ketalog", "csv"}
LETTERS = re.compile(r"[A-Za-z]{2,}")
WORDS = ("note", "text", "intention", "reason", "reflections", "medication", "with_whom", "what")
LATIN = ascii_lowercase + ascii_uppercase
GREEK = str.maketrans(LATIN, "αβγδεζηθικλμνξοπρςστυφχψωϊΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΪΣΤΥΦΧΨΩΫ")
CYRILLIC = str.maketrans(LATIN, "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ")
OWN = (*WORDS, "form", "prescriber")
"""The fields of entries that are the patient's own words; the names of effects may be."""


def backwards(text: str) -> str:
    """Return a text with each of its words from behind, and in letters that English has not.

    A text within a text, that is backwards already, stays so.
    """
    parts = re.split(f"({KEPT})", text)
    parts[::2] = [
        re.sub("[A-Za-z]+", lambda word: word[0][::-1].translate(GREEK), part)
        for part in parts[::2]
    ]
    return "".join(parts)


def translated(value: Any) -> Any:
    """Return a text of the table backwards, and so what a function of the table returns."""
    if isinstance(value, str):
        return backwards(value)
    if isinstance(value, Mapping):
        return {key: translated(text) for key, text in value.items()}
    if isinstance(value, list | tuple):
        return tuple(translated(text) for text in value)
    return lambda *given, **named: translated(value(*given, **named))


def vocabulary() -> dict[str, list[str]]:
    """Return the words that the rest of the program has in English, by the table they go into."""
    found = [one for name in names() if (one := find(name))]
    return {
        "routes": [*NAMES],
        "effects": [*EFFECTS],
        "kinds": [kind.name for kind in KINDS],
        "questionnaires": [
            *(one.title for one in found),
            *(band.name for one in found for band in one.bands),
            *(item.text for one in found for item in one.items),
            *(item.topic for one in found for item in one.items if item.topic),
            *(choice.label.lower() for one in found for choice in one.choices),
            *(choice.label.lower() for choice in FUNCTIONAL.choices),
        ],
    }


def made_up() -> Texts:
    """Return a language that nobody speaks: each text of the English one backwards."""
    table = {name: translated(value) for name, value in asdict(ENGLISH).items()}
    words = {name: {word: backwards(word) for word in said} for name, said in vocabulary().items()}
    return Texts(**{**table, **words, "language": "eo"})


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> str:
    """The made-up language, as a file of languages/ would be."""
    module = ModuleType("ketalog.page.languages.eo")
    module.__dict__["TEXTS"] = made_up()
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return "eo"


def in_cyrillic(words: str) -> str:
    """Return the patient's own words in letters that neither language has."""
    return words.translate(CYRILLIC)


def own_words(entry: Entry) -> Entry:
    """Return an entry whose own words are told apart from the page's by their letters."""
    changed = {
        name: in_cyrillic(getattr(entry, name))
        for name in OWN
        if isinstance(getattr(entry, name, None), str) and getattr(entry, name) != "ketamine"
    }
    if kind_of(entry) == "effect" and getattr(entry, "name", "") not in EFFECTS:
        changed["name"] = in_cyrillic(getattr(entry, "name", ""))
    return replace(entry, **changed)


def typed(ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, course: Path) -> list[Any]:
    """Return the entries of a course; its lines may begin with the moment they are typed."""
    for line in course.read_text(encoding="utf-8").splitlines():
        words = shlex.split(line, comments=True)
        if words and re.match(r"\d{4}-", words[0]):
            monkeypatch.setenv("KETALOG_TEST_NOW", words.pop(0))
        if words:
            assert ketalog(words).code == 0, line
    monkeypatch.setenv("KETALOG_TEST_NOW", NOW)
    for extra in (
        "plan set 2x15mg nasal --form spray --times 2 --apart 48h --most 1/day --by 'Dr R.'",
        "dose 2x15mg nasal --note 'with tea' --intention 'let go' --at '21 Nov 10am'",
        "dose 40mg im --estimate --medication Spravato --at '21 Nov 20:00'",
        "effect 'pink dreams' --at '21 Nov 22:00' --note 'of the sea'",
        "check bladder 0 0 1 0 0 2 0 --at '20 Nov 9am'",
        "skip nasal because travel",
    ):
        answer = ketalog(shlex.split(extra))
        assert answer.code == 0, answer.err
    ketalog(["export", str(home / "all.json"), "--force"])
    with (home / "all.json").open("rb") as stream:
        incoming = importers.take(stream, "all.json", importers.Wanted(datetime.fromisoformat(NOW)))
    return [own_words(versions[-1]) for versions in incoming.entries]


def texts_of(value: Any) -> Iterator[str]:
    """Yield every text of a page, but the keys of its parts and how a chart is drawn."""
    if isinstance(value, str):
        yield value.replace("{of}", "")
    elif isinstance(value, Struct):
        for name, part in asdict(value).items():
            if name == "svg":
                yield from re.findall(r">([^<>]+)<", part)
            elif name not in {"kind", "paper", "language"}:
                yield from texts_of(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from texts_of(part)


def of_html(drawn: Page) -> str:
    """Return what an HTML page shows and reads out: its text, headings of cells, the margin."""
    text = html.render(drawn).decode()
    margins = re.findall(r"content: ([^;]*\"[^;]*);", text)
    strings = [one for margin in margins for one in re.findall(r'"([^"]*)"', margin)]
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    shown = re.findall(r'(?:data-title|aria-label|alt|title|placeholder)="([^"]*)"', body)
    return "\n".join([*strings, *shown, re.sub(r"<[^>]*>", "\n", body)])


SHOWN: dict[str, Callable[[Page], str]] = {
    "page": lambda drawn: "\n".join(texts_of(drawn)),
    "html": of_html,
    "markdown": lambda drawn: markdown.render(drawn).decode(),
    "pdf": lambda drawn: text_of(pdf.render(drawn, drawn.paper, datetime.fromisoformat(NOW))),
}
COURSE = {
    "eight weeks": (SAMPLES / "eight-weeks.txt", date(2026, 9, 14)),
    "twelve weeks": (COURSES / "twelve-weeks.txt", date(2026, 8, 31)),
}


@pytest.mark.parametrize("course", COURSE.values(), ids=COURSE)
def test_a_page_in_another_language_has_no_english_but_the_patients_own_words(
    ketalog: Ketalog,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    other: str,
    course: tuple[Path, date],
) -> None:
    lines, first = course
    entries = typed(ketalog, home, monkeypatch, lines)
    for order, clock in (("day-month", 24), ("month-day", 12)):
        drawn = page(
            entries,
            Span(first, date(2026, 11, 23)),
            Calendar(),
            now=datetime.fromisoformat(NOW),
            name=in_cyrillic("Alex Sample"),
            born="1987-03-14",
            notes=True,
            page_format=PageFormat(order, clock, language=other),
        )
        for name, show in SHOWN.items():
            text = show(drawn)
            assert set(LETTERS.findall(text)) <= PROPER, name
            assert in_cyrillic("Alex Sample") in text, name
            assert in_cyrillic("of the sea") in text, name
            assert backwards("Ketamine treatment summary") in text, name


def test_an_empty_page_and_a_long_one_speak_the_other_language_too(other: str) -> None:
    for weeks in (1, 30):
        start = date(2026, 11, 23) - weeks * 7 * ONE_DAY
        drawn = page(
            [],
            Span(start, date(2026, 11, 23)),
            Calendar(),
            now=datetime.fromisoformat(NOW),
            page_format=PageFormat(language=other),
        )
        for name, show in SHOWN.items():
            assert set(LETTERS.findall(show(drawn))) <= PROPER, name


def test_the_page_names_its_language_for_screen_readers(other: str) -> None:
    drawn = page(
        [],
        Span(date(2026, 11, 16), date(2026, 11, 23)),
        Calendar(),
        now=datetime.fromisoformat(NOW),
        page_format=PageFormat(language=other),
    )
    assert b'<html lang="eo">' in html.render(drawn)
    assert root_of(pdf.render(drawn, "a4", datetime.fromisoformat(NOW)))["/Lang"] == "eo"
    assert texts_in("en").language == "en"
