"""Random clauses in random order, as a phone and tired fingers write them: taken exactly, or not.

Either the entry has what the clauses say and nothing else, or nothing is saved and the answer says
why.
"""

from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Ketalog, examples


class Shape(NamedTuple):
    """What is typed, the field that it fills, and with what."""

    text: str
    field: str
    value: Any


def shapes(field: str, value: Any, *texts: str) -> list[Shape]:
    return [Shape(text, field, value) for text in texts]


TIMES = [
    *shapes("at", "19:00", "7pm", "at 7pm", "19:00", "7 pm", "2h ago", "at 1900"),
    *shapes("at", "19:00", "1900hrs", "at 19", "7pm-ish", "a couple of hours ago", "circa 7pm"),
    *shapes("at", "19:30", "half seven in the evening", "half past seven pm"),
    *shapes("at", "20:30", "8:30pm", "at 830pm", "half an hour ago", "20:30"),
]
ODD = shapes("", None, "felt ok", "15", "9:30", "maybe", "not sure", "6.5", "or so")
LINES: dict[str, dict[str, list[Shape]]] = {
    "dose": {
        "amount": [
            *shapes("amount_mg", "100", "100mg", "100 mg", "0.1 g", "2x50mg", "50mg x2"),
            *shapes("amount_mg", "100", "a hundred mg", "100 milligrammes", "50mg x 2"),
            *shapes("amount_mg", "30", "2 x 15 mg", "two 15mg", "2 sprays of 15mg"),
        ],
        "route": [
            *shapes("route", "sublingual", "sublingual", "S.L.", "under my tongue"),
            *shapes("route", "nasal", "nasal", "nose", "intranasal"),
        ],
        "hold": shapes("hold_minutes", 15, "held 15 min", "hold 15", "hold=15", "15 min hold")
        + shapes("hold_minutes", 15, "held-15", "swished 15 min", "kept it in my mouth 15 min"),
        "swallowed": [*shapes("swallowed", False, "spat", "spat it out")],
        "mood": shapes("mood", 4, "mood 4", "mood=4", "mood 4/10", "mood four", "mood-4"),
        "anxiety": shapes("anxiety", 7, "anxiety 7", "anxiety seven", "anxiety: 7", "anx 7"),
        "at": TIMES,
        "odd": ODD,
    },
    "mood": {
        "mood": shapes("mood", 4, "4", "mood 4", "4/10", "four", "mood4", "mood: 4"),
        "anxiety": shapes("anxiety", 7, "anxiety 7", "anxiety seven", "anxiety7", "anxiety=7/10"),
        "energy": shapes("energy", 5, "energy 5", "energy five", "energy: 5"),
        "sleep": shapes("sleep_minutes", 450, "slept 7h30", "sleep 7:30", "7.5h of sleep")
        + shapes("sleep_minutes", 450, "slept 11pm to 6:30am", "slept from 23:00 to 06:30"),
        "at": TIMES,
        "odd": ODD,
    },
    "effect": {
        "name": [
            *shapes("name", "nausea", "nausea", "queasy", "felt sick"),
            *shapes("name", "dizziness", "dizzy", "dizziness"),
            *shapes("name", "jelly legs", "jelly legs"),
        ],
        "for": shapes("minutes", 45, "for 45 min", "for 45min", "45 minutes"),
        "at": TIMES,
    },
    "vitals": {
        "bp": shapes(
            "systolic_mmhg", 128, "128/82", "bp 128/82", "128 over 82", "128 82", "128-82"
        ),
        "pulse": shapes("pulse_per_minute", 72, "pulse 72", "72 bpm", "heart rate 72", "p 72"),
        "oxygen": shapes(
            "oxygen_percent", 98, "oxygen 98", "98 percent", "98% oxygen", "sat 98%", "o2 sat 98"
        ),
        "at": TIMES,
        "odd": shapes("", None, "felt ok", "maybe", "9:30"),
    },
}
NEEDED = {
    "dose": {"amount", "route"},
    "mood": {"mood"},
    "effect": {"name"},
    "vitals": {"bp"},
}


def swapped(text: str, at: int) -> str:
    """Return a text with two letters of a long word in each other's place."""
    words = text.split(" ")
    places = [n for n, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not places:
        return text
    word = words[places[at % len(places)]]
    at = 1 + at % (len(word) - 2)
    words[places[0]] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


@st.composite
def typed_lines(draw: st.DrawFn, command: str) -> tuple[str, dict[str, Any], bool]:
    """A line, what it says, and whether a letter of it has slipped."""
    rows = LINES[command]
    names = draw(st.permutations([*rows]))
    chosen = draw(st.sets(st.sampled_from(names))) | NEEDED[command]
    if draw(st.integers(0, 4)):
        chosen.discard("odd")
    line, told, has_slip = "", {}, False
    for name in [name for name in names if name in chosen]:
        text, field, value = draw(st.sampled_from(rows[name]))
        told[field] = value
        noise = draw(st.integers(0, 14))
        if noise == 7 and name != "name":
            slipped = swapped(text, draw(st.integers(0, 20)))
            has_slip, text = has_slip or slipped != text, slipped
        text = {0: text.upper(), 1: text.capitalize(), 2: f"“{text}”"}.get(noise, text)
        if noise == 3 and text[0].isalpha():
            text = f"{draw(st.sampled_from('–—'))}{text}"
        if noise == 8 and text.split()[0].isalpha() and name != "name":
            text = f"{text.split()[0]} {text}"
        space = {4: ",", 5: "", 6: "\u00a0", 9: ", ", 10: " – ", 11: "; "}.get(noise, " ")
        if not space and line[-1:].isalnum() and line[-1:].isdigit() == text[:1].isdigit():
            space = " "  # or it is another word
        line += f"{space if line else ''}{text}"
    return line + draw(st.sampled_from(["", "", ".", ",", "!", " ."])), told, has_slip


@pytest.mark.parametrize("command", LINES)
@pytest.mark.parametrize("is_alone", [False, True])
def test_a_line_is_exactly_what_its_clauses_say_or_nothing_is_saved(
    ketalog: Ketalog, command: str, is_alone: bool
) -> None:
    fields = {shape.field for row in LINES[command].values() for shape in row} - {"", "at"}

    @given(typed_lines(command))
    @settings(
        max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def law(typed: tuple[str, dict[str, Any], bool]) -> None:
        line, told, has_slip = typed
        words = line.split(" ")
        answer = ketalog(["--json", *([] if is_alone else [command]), *words])
        if answer.code:
            assert answer.code == 2, (line, answer)
            assert answer.error["message"]
            return
        entry = answer.data["entries"][0]
        ketalog("undo")
        assert not has_slip or command == "effect", line
        assert "" not in told, line
        assert entry["kind"] == command, line
        said = {field: entry.get(field) for field in fields}
        if command == "effect":
            said["name"] = entry["name"].lower()  # a word of one's own stays as it was typed
        assert said == {field: told.get(field) for field in fields}, line
        assert entry["at"][11:16] == told.get("at", "21:00"), line

    law()


@pytest.mark.parametrize("command", LINES)
def test_each_shape_alone_is_taken(ketalog: Ketalog, command: str) -> None:
    needed = [LINES[command][name][0].text for name in sorted(NEEDED[command])]
    for name, row in LINES[command].items():
        for shape in row if name != "odd" else []:
            others = [] if name in NEEDED[command] else needed
            if command == "dose" and name in NEEDED["dose"]:
                others = [LINES["dose"][other][0].text for other in NEEDED["dose"] - {name}]
            answer = ketalog(["--json", command, *" ".join([*others, shape.text]).split()])
            assert answer.code == 0, shape.text
            entry = answer.data["entries"][0]
            if shape.field != "at":
                assert entry[shape.field] == shape.value, shape.text
