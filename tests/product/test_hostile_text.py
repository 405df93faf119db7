"""Hostile text: words are kept as typed and shown everywhere, but never steer a terminal."""

import itertools
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Answer, Ketalog, examples

HOSTILE = {
    "an unmatched closing tag": "a [/] b",
    "markup": "[red]x[/red] [see chart] [link=file:///etc/passwd]x[/link]",
    "an emoji code": ":smile: :warning:",
    "emoji": "\U0001f642 \U0001f469\u200d\U0001f4bb \U0001f1e9\U0001f1ea",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שלום עולם",
    "Chinese": "你好世界",
    "combining marks": "Z\u0351\u036b\u0343a\u030al\u0323g\u0301o\u0304",
    "a colour": "a\x1b[31mred\x1b[0m",
    "a link": "\x1b]8;;https://example.org\x1b\\here\x1b]8;;\x1b\\",
    "the clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "a cleared screen": "\x1b[2J\x1b[H\x1bc",
    "the bell, backspaces": "secret\x08\x08\x08\x07",
    "a carriage return": "Logged\rLost",
    "C1": "a\x9b31mb\x85c\x90d\x9c",
    "delete": "a\x7fb",
    "a bidi override": "abc\u202egpj.exe\u202c \u2066x\u2069 \u200f \u061c",
    "what can't be seen": "a\u200bb\u2060c\ufeffd\u2028e\u2029f",
    "interlinear": "a\ufff9b\ufffac\ufffb",
    "tags": "a" + "".join(chr(0xE0000 + ord(char)) for char in "ignore the above") + "b",
    "fillers": "a\u3164b\u115fc\uffa0d\u034fe\u00adf",
    "HTML": "<script>alert(1)</script> & \"x\" 'y' <!-- -->",
    "Markdown": "# x | y ![z](http://example.org/z.png) `a` **b** <b>c</b>",
    "a formula": '=HYPERLINK("http://example.org")',
    "a template": "{{ 7*7 }} {% raw %} ${HOME} `id` $(id) %s %n",
    "lines": "one\ntwo\n\n  three\tfour",
}
STEERING = {*map(chr, (*range(32), *range(0x7F, 0xA0), 0x61C, 0x200B, 0x200E, 0x200F, 0xFEFF))}
STEERING |= {*map(chr, (*range(0x2028, 0x202F), *range(0x2060, 0x206A), *range(0xFFF9, 0xFFFC)))}
STEERING |= {*map(chr, (*range(0x206A, 0x2070), *range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE0100)))}
STEERING |= {*"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\U0001bca0\U0001d173\U000e0fff"}
STEERING -= {"\n"}
COUNTER = itertools.count()

LOOKS = [
    "list",
    "list --plain",
    "list --json",
    "show last",
    "show 1",
    "show 3 --json",
    "week",
    "week --plain",
    "week --json",
    "month",
    "month --plain",
    "response",
    "today",
    "today --plain",
    "today --json",
]


def steering_in(text: str) -> list[str]:
    return [f"U+{ord(char):04X}" for char in text if char in STEERING]


def without_colours(text: str) -> str:
    """Leave out the colours that ketalog itself puts on a terminal."""
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def write_down(ketalog: Ketalog, words: str) -> list[Answer]:
    """Write the words wherever words can be written."""
    return [
        ketalog(["dose", "100mg", "nasal", f"--note={words}", f"--intention={words}"]),
        ketalog(["dose", "10mg", "oral", f"--medication={words[:60]}"]),
        ketalog(["effect", "severe", *(["--"] if words[:1] == "-" else []), words[:50]]),
        ketalog(["effect", "--", words[:50], "severe"]),
        ketalog(["note", "--", words]),
        ketalog(["note", "-"], stdin=words),
        ketalog(["ask", "--", words]),
        ketalog(["mood", "5", f"--note={words}"]),
        ketalog(["edit", "last", f"--note={words} again"]),
    ]


def look_everywhere(ketalog: Ketalog, home: Path) -> list[tuple[str, Answer]]:
    """Look at it in every way, in a pipe and on a terminal; change it; take it back."""
    answers = [(line, ketalog(line)) for line in LOOKS]
    answers += [(line, ketalog(line, out_tty=True)) for line in LOOKS]
    for line in ("delete last", "undo", "redo", "undo"):
        answers.append((line, ketalog(line)))
    for name in ("all.json", "page.md", "page.html", "page.pdf", "table.csv"):
        answers.append((name, ketalog(["export", str(home / name), "--notes", "--force"])))
    return answers


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_words_are_kept_as_typed_and_never_steer_a_terminal(
    ketalog: Ketalog, home: Path, words: str
) -> None:
    answers = write_down(ketalog, words)
    assert {answer.code for answer in answers} <= {0, 2}
    looks = look_everywhere(ketalog, home)
    assert [(line, answer) for line, answer in looks if answer.code] == []
    for answer in [*answers, *(answer for _, answer in looks)]:
        assert steering_in(without_colours(answer.out)) == []
        assert steering_in(answer.err) == []
    entries = ketalog("list --all --json").data["entries"]
    texts = [one["text"] for one in entries if one["kind"] in {"note", "question"}]
    assert texts == [words.strip()] * 3
    assert entries[-1]["note"] == f"{words} again".strip()


@pytest.mark.parametrize("words", [words for words in HOSTILE.values() if not steering_in(words)])
def test_what_can_be_seen_is_shown_as_typed(ketalog: Ketalog, words: str) -> None:
    ketalog(["ask", "--", words])
    for line in ("list", "show 1", "week --plain"):
        assert without_spaces(words)[:25] in without_spaces(ketalog(line).out)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_what_can_not_be_seen_is_shown_as_an_escape(ketalog: Ketalog) -> None:
    answer = ketalog(["note", "a\x1b[31mb\u202ec\u200bd\x9be"])
    assert "note: a\\x1b[31mb\\u202ec\\u200bd\\x9be, Sun" in answer.out


def test_tags_and_lonely_variant_selectors_are_shown_as_escapes(ketalog: Ketalog) -> None:
    answer = ketalog(["note", "a\U000e0041b\U000e0100c\u3164d"])
    assert "note: a\\U000e0041b\\U000e0100c\\u3164d, Sun" in answer.out
    in_json = ketalog("list --json")
    assert "a\\udb40\\udc41b\\udb40\\udd00c\\u3164d" in in_json.out
    assert in_json.data["entries"][0]["text"] == "a\U000e0041b\U000e0100c\u3164d"


def test_the_selector_of_a_name_s_variant_stays_behind_its_character(
    ketalog: Ketalog, home: Path
) -> None:
    name = "\u8fbb\U000e0100 \u2764\ufe0f"
    assert name in ketalog(["ask", name]).out
    ketalog(["export", str(home / "page.md")])
    assert name in (home / "page.md").read_text()


def test_joiners_of_emoji_and_scripts_are_shown_as_they_are(ketalog: Ketalog) -> None:
    family = "\U0001f469\u200d\U0001f4bb نمی\u200cشود"
    assert family in ketalog(["note", family]).out


def test_in_json_what_can_not_be_seen_is_an_escape_of_json_itself(ketalog: Ketalog) -> None:
    words = "a\u202eb\u200bc\x9bd\x7fe"
    answer = ketalog(["note", words, "--json"])
    assert "a\\u202eb\\u200bc\\u009bd\\u007fe" in answer.out
    assert answer.data["entries"][0]["text"] == words


def test_a_hostile_name_of_a_file_is_shown_as_an_escape(ketalog: Ketalog, home: Path) -> None:
    name = str(home / "a\x1b[31m\u202eb.json")
    for typed, code, is_named in (
        (["import", name], 4, True),
        (["export", name], 0, True),
        (["export", name], 4, True),
        (["import", name], 0, False),
        (["--journal", name, "list"], 5, True),
    ):
        answer = ketalog(typed)
        assert answer.code == code
        assert ("\\x1b[31m\\u202eb.json" in answer.out + answer.err) == is_named
        assert steering_in(answer.out + answer.err) == []


@pytest.mark.parametrize(
    "typed",
    [
        ["{}"],
        ["dose", "{}"],
        ["dose", "100", "{}"],
        ["mood", "{}"],
        ["mood", "5", "--anxiety", "{}"],
        ["mood", "5", "--at", "{}"],
        ["mood", "5", "--sleep", "{}"],
        ["mood", "5", "--{}"],
        ["effect", "nausea", "{}"],
        ["effect", "nausea", "--dose", "{}"],
        ["show", "{}"],
        ["edit", "1", "--clear", "{}"],
        ["delete", "{}"],
        ["week", "{}"],
        ["list", "--kind", "{}"],
        ["list", "--last", "{}"],
        ["export", "x.{}"],
        ["config", "{}"],
        ["config", "day_start", "{}"],
    ],
)
def test_an_error_about_hostile_words_shows_escapes(ketalog: Ketalog, typed: list[str]) -> None:
    ketalog("mood 5")
    words = "a\x1b[31m\x07\x9b\u202e\u200b\nb"
    answer = ketalog([word.replace("{}", words) for word in typed])
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.count("\n") == 1
    assert steering_in(answer.err) == []
    assert "\x1b" not in ketalog([*(word.replace("{}", words) for word in typed), "--json"]).out


@pytest.mark.slow
def test_exports_leave_out_what_can_not_be_seen(ketalog: Ketalog, home: Path) -> None:
    for words in HOSTILE.values():
        write_down(ketalog, words)
    for name in ("all.json", "page.md", "page.html", "table.csv"):
        file = home / name
        assert ketalog(["export", str(file), "--notes"]).code == 0
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\t", " ")
        assert steering_in(text) == [], name
    assert "<script>alert" not in (home / "page.html").read_text()
    assert json.loads((home / "all.json").read_bytes())["entries"]


ANY_TEXT = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_characters="\0"),
        st.sampled_from(sorted(STEERING - {"\0"})),
        st.sampled_from("[]/:=@\\<>&|`*_#{}$%\"'\n\t\r \u200d\u200c"),
    ),
    min_size=1,
    max_size=50,
).filter(lambda text: bool(text.strip()) and text.strip() != "-")


def hold_to_it(ketalog: Ketalog, home: Path, words: str) -> None:
    """Write any words down in a journal of their own, look at them, find them as typed.

    Words that hold a clause (a time such as 1000) may be asked about rather than become a name.
    """

    def type_in(line: str | list[str], **how: Any) -> Answer:
        words = line.split() if isinstance(line, str) else line
        return ketalog([f"--journal={journal}", *words], **how)

    journal = home / str(next(COUNTER)) / "journal.json"
    named = type_in(["effect", "--", f"my {words} taste", "mild"])
    assert named.code in {0, 2}
    assert steering_in(named.err) == []
    answers = [
        type_in(["note", "--", words]),
        type_in(["ask", "--", words]),
        type_in(["dose", "10mg", "oral", f"--medication={words}"]),
        *(type_in(line) for line in ("list", "show 1", "week --plain", "today --plain")),
        *(type_in(line, out_tty=True) for line in ("week", "month", "today")),
    ]
    for answer in answers:
        assert answer.code == 0
        assert steering_in(without_colours(answer.out)) == []
        assert steering_in(answer.err) == []
    in_json = type_in("list --json")
    assert steering_in(in_json.out) == []
    entries = {one["kind"]: one for one in in_json.data["entries"]}
    assert entries["note"]["text"] == entries["question"]["text"] == words.strip()
    assert entries["dose"]["medication"] == words.strip()


@pytest.mark.slow
@settings(max_examples=examples(200))
@given(words=ANY_TEXT)
def test_any_words_are_kept_and_never_steer_a_terminal(
    ketalog: Ketalog, home: Path, words: str
) -> None:
    hold_to_it(ketalog, home, words)


def test_steering_holds_every_control_character() -> None:
    controls = {chr(n) for n in range(0x10000) if unicodedata.category(chr(n)) == "Cc"}
    assert controls - STEERING == {"\n"}


@pytest.mark.parametrize("space", ["\x1c", "\x1f", "\x85", "\xa0", "\u2003", "\u2028"])
@pytest.mark.parametrize("behind", [[], ["tired"]])
def test_any_kind_of_space_in_an_option_is_a_part_of_its_text(
    ketalog: Ketalog, space: str, behind: list[str]
) -> None:
    assert ketalog(["mood", "5", f"--note=0\xa00{space}0", *behind]).code == 0
    assert ketalog("show last --json").data["entry"]["mood"] == 5
