"""Mistakes: one clear line with what to type instead, the right exit code, and nothing is lost."""

import json
import re
from pathlib import Path

import pytest

from ketalog.errors import NoSuchEntry
from tests.conftest import Ketalog

SENTINEL = "zanzibar secret"


def is_one_line(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith("\n") and text[:-1].isprintable()


# Words that can't be taken


@pytest.mark.parametrize(
    ("typed", "said", "instead"),
    [
        ("dose 100 sublingal", "'sublingal' is not a route", "Did you mean 'sublingual'?"),
        ("dose -5", "'-5' is not an amount: amounts are above 0.", "ketalog dose 100mg sublingual"),
        ("dose 0", "'0' is not an amount: amounts are above 0.", "ketalog dose 100mg sublingual"),
        ("dose 0 nasal", "amounts are above 0", "ketalog dose 100mg sublingual"),
        ("dose 2 sprays nasal", "How strong one spray is can't be known", "count x strength"),
        ("dose 1 troche", "How strong one troche is can't be known", "count x strength"),
        (
            "dose 1,000 sublingual",
            "'1,000' can be read in two ways",
            "ketalog dose 1000 sublingual",
        ),
        ("dose 0.1ml nasal", "Amounts are in mg, not ml.", "ketalog dose 100mg sublingual"),
        ("dose 999999 nasal", "more than can be kept", "ketalog dose 100mg sublingual"),
        (
            "dose 100mg 200mg nasal",
            "'100mg' and '200mg'",
            "Type one of them; of two doses a line for each.",
        ),
        ("dose plenty nasal", "Read: nasal. Not read: 'plenty'.", "How much was it?"),
        ("dose", "The amount is missing", "ketalog dose 100mg sublingual"),
        ("dose 100", "The route is missing", "ketalog dose 100mg sublingual"),
        ("dose nasal --usual", "The amount is missing", "ketalog dose 100mg sublingual"),
        ("dose 5 nasal --hold long", '"long" can\'t be read as a length of time', '"45 min"'),
        ("mood 11", "mood is a whole number from 0 to 10 (10 is best)", "ketalog mood 6"),
        (
            "mood 4 in the evening",
            "Read: mood 4. Not read: 'in the evening'",
            "A time is typed as 9pm",
        ),
        ("mood -1", "mood is a whole number from 0 to 10", "ketalog mood 6 --anxiety 4"),
        ("mood 6.5", "mood is a whole number from 0 to 10", "For 7: ketalog mood 7"),
        ("mood sixty", "'sixty' is not a rating", "ketalog mood 6 --anxiety 4"),
        ("mood 6 7", "Two things are said: '6' and '7'", "Type one of them."),
        ("mood 6 --anxiety 11", "anxiety is a whole number from 0 to 10 (10 is worst)", "ketalog"),
        ("mood 6 --sleep 25h", "'25h' is longer than a day", "--sleep 7h30"),
        ("dose 5 nasal --hold 7d", "'7d' is longer than a day", "--hold 15"),
        ("undo 3", "'3' is too much here.", "ketalog delete 3"),
        ("mood", "Which mood, from 0 to 10?", "ketalog mood 6 --anxiety 4"),
        ("mood 5 --at tomorrow", "lies ahead", "yesterday 9pm"),
        ("mood 5 --at '31 feb'", '"31 feb" isn\'t in the calendar', "14 sep"),
        ("mood 5 --at 9", "'9' can be morning or evening", "ketalog mood 5 --at 9:00pm"),
        ("mood 5 --at ''", "can't be read as a time", "9pm"),
        (
            "effect nausea catastrophic",
            "'catastrophic' is not a severity",
            "mild, moderate, severe",
        ),
        ("effect nausea moderat", "'moderat' is not a severity", "Did you mean 'moderate'?"),
        ("effect", "Which side effect?", "ketalog effect nausea mild"),
        ("effect severe", "Which side effect?", "ketalog effect nausea severe"),
        ("effect severe INTENSE", "Which side effect?", "ketalog effect nausea severe"),
        ("effect really bad", "Which side effect?", "ketalog effect nausea severe"),
        ("effect none mild", "No side effects can't have a severity.", "ketalog effect none"),
        ("effect none --for 2h", "No side effects can't have a length of time.", "ketalog effect"),
        ("dose 100mg sublingual at bedtime", "Not read: 'at bedtime'", "--note 'at bedtime'"),
        ("note", "The note has no words.", "ketalog note"),
        ("ask ' '", "The question has no words.", "ketalog ask"),
        ("mood 5 --anxity 3", "There is no option --anxity.", "Did you mean --anxiety?"),
        ("mood 5 --anxiety", "--anxiety needs a value after it.", "ketalog mood --help"),
        ("mood 6 --note --at 9am", "--note needs a value after it.", "ketalog mood --help"),
        ("dose 100mg sublingual --intention --booster", "--intention needs a value", "--help"),
        ("mood 6 --note= hello", "Read: mood 6. Not read: 'hello'.", "ketalog mood --help"),
        ("mood 5 --journal", "--journal needs a value after it.", "--help"),
        ("moood 5", "There is no command 'moood'.", "Did you mean 'mood'?"),
        ("nasea mild", "There is no command 'nasea'.", "Did you mean 'nausea'?"),
        ("dizy", "There is no command 'dizy'.", "ketalog effect dizzy, or: ketalog effect dozy."),
        (
            "pukd",
            "There is no command 'pukd'.",
            "Did you mean 'puked'? Type: ketalog effect puked.",
        ),
        ("xyzzy", "There is no command 'xyzzy'.", "'ketalog --help' lists them."),
        ("show", "Which entry?", "ketalog show 41"),
        ("edit", "Which entry?", "ketalog edit 41"),
        ("delete", "Which entry?", "ketalog delete 41"),
        ("show abc", "'abc' is not an entry's number.", "'ketalog list'"),
        ("show -1", "'-1' is not an entry's number.", "'ketalog list'"),
        ("week foo", '"foo" can\'t be read as a day', '"yesterday"'),
        ("list --kind dosis", "'dosis' is not a kind of entry.", "Did you mean 'dose'?"),
        ("list --last 0", "'0' can't be taken for --last", "--last 4"),
        ("list --since '31 feb'", "isn't in the calendar", "14 sep"),
        ("list --since today --until yesterday", "is after", "--since is the first day"),
        ("export x.md --weeks 9999", "'9999' can't be taken for --weeks", "--weeks 4"),
        ("export summary.pages", "'.pages' is not a format", ".pdf, .html, .md, .csv, .json"),
        ("export summary", "it has no ending", ".pdf, .html, .md, .csv, .json"),
        ("export my.ics", "'.ics' is not a format that ketalog can export", "calendar my.ics."),
        ("config day_strt 5", "'day_strt' is not a setting.", "day_start"),
        ("config day_start 25:00", "'25:00' can't be taken for day_start", "day_start 04:00"),
        ("config country Frnace", "'Frnace' can't be taken", "Did you mean 'france'?"),
        ("config country Mexico", "'Mexico' can't be taken", "or its two letters"),
        ("config week_start moday", "'moday' can't be taken", "Did you mean 'monday'?"),
    ],
)
def test_what_can_not_be_taken_is_said_with_what_to_type_instead(
    ketalog: Ketalog, typed: str, said: str, instead: str
) -> None:
    ketalog("mood 5")
    ketalog("undo")
    answer = ketalog(typed)
    assert answer.code == 2
    assert answer.out == ""
    assert is_one_line(answer.err)
    assert said in answer.err
    assert instead in answer.err
    assert ketalog("list --json").data["entries"] == []


def test_more_than_fits_one_entry_is_refused(ketalog: Ketalog) -> None:
    answer = ketalog(["note", "x" * 10_001])
    assert answer.code == 2
    assert "A note can have 10,000 characters; this one has 10,001." in answer.err
    assert ketalog(["note", "x" * 10_000]).code == 0


# Where an error answers


@pytest.mark.parametrize(
    ("typed", "code", "command"),
    [
        ("mood 11 --json", 2, "mood"),
        ("--json mood 11", 2, "mood"),
        ("rate --json 11", 2, "mood"),
        ("show 99 --json", 3, "show"),
        ("import nothing.json --json", 4, "import"),
        ("mood 5 --anxity 3 --json", 2, "mood"),
        ("moood 5 --json", 2, "ketalog"),
        ("mood --json --at", 2, "mood"),
        ("mood 6 --json --journal", 2, "mood"),
        ("--journal note show abc --json", 2, "show"),
        ("nope week --json", 2, "ketalog"),
        ("--journal nope/week nope --json", 2, "ketalog"),
    ],
)
def test_an_error_answers_in_json_wherever_json_stands(
    ketalog: Ketalog, typed: str, code: int, command: str
) -> None:
    answer = ketalog(typed)
    content = json.loads(answer.out)
    assert (answer.code, answer.err) == (code, "")
    assert (content["ketalog"], content["command"]) == (1, command)
    assert content["error"]["code"] == code
    assert content["error"]["message"].endswith((".", "?"))


def test_an_error_is_plain_where_plain_is_asked_for(
    ketalog: Ketalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    styles = []
    monkeypatch.setattr("ketalog.ui.output.Ui.error", lambda ui, _: styles.append(ui.style))
    ketalog("--plain show 99 --no-color --no-input")
    assert [(one.plain, one.no_color, one.no_input) for one in styles] == [(True, True, True)]


# Words that begin with a dash, and options


@pytest.mark.parametrize("text", ["- slept badly, who knows", "-", "--", "-> better", "-- so = so"])
def test_a_note_may_begin_with_a_dash(ketalog: Ketalog, text: str) -> None:
    answer = ketalog(["note", f"{text} x", "--at", "20:00"])
    assert (answer.code, answer.err) == (0, "")
    entry = ketalog("list --json").data["entries"][0]
    assert (entry["text"], entry["at"][11:16]) == (f"{text} x", "20:00")
    assert ketalog(["mood", "5", "--note", f"{text} x"]).code == 0
    assert ketalog(["list", f"{text} x", "--json"]).data["total"] == 2


@pytest.mark.parametrize("typed", ["-n2", "-n 2", "-n=2", "--last 2", "--last=2"])
def test_a_short_option_may_have_its_value_attached(ketalog: Ketalog, typed: str) -> None:
    for mood in (1, 2, 3):
        ketalog(f"mood {mood}")
    assert [one["mood"] for one in ketalog(f"list {typed} --json").data["entries"]] == [2, 3]


@pytest.mark.parametrize("typed", ["note x -y", "note x --no-such=1", "list -5", "note --at -x y"])
def test_an_option_that_is_not_there_is_refused(ketalog: Ketalog, typed: str) -> None:
    answer = ketalog(typed)
    assert (answer.code, answer.out) == (2, "")
    assert "There is no option -" in answer.err
    assert "put -- before words that begin with a dash" in answer.err


@pytest.mark.parametrize(
    "typed", ["note I set --version once", "--version note x", "ls --version", "rate 5 --version"]
)
def test_a_command_with_version_among_its_words_is_refused_and_not_silently_left_out(
    ketalog: Ketalog, typed: str
) -> None:
    answer = ketalog(typed)
    assert (answer.code, answer.out) == (2, "")
    assert is_one_line(answer.err)
    assert answer.err.startswith("--version is no option of 'ketalog ")
    assert ketalog("note I set -- --version once").code == 0
    assert ketalog("list --json").data["entries"][0]["text"] == "I set --version once"


def test_version_alone_says_which_version_this_is(ketalog: Ketalog) -> None:
    assert ketalog("--version --plain").out.startswith("ketalog ")
    assert "version" in ketalog("--version --json").data


def test_json_behind_two_dashes_is_a_word(ketalog: Ketalog) -> None:
    answer = ketalog("mood 15 -- --json")
    assert (answer.code, answer.out) == (2, "")
    assert "'15' is not a rating" in answer.err


# The configuration


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"day_start = ", "is not valid TOML"),
        (b"[[[", "is not valid TOML"),
        (b'day_strt = "04:00"', "'day_strt' is not a setting (There are: day_start"),
        (b"day_start = 25", "'25' can't be taken for day_start"),
        (b'week_start = "someday"', "'someday' can't be taken for week_start"),
        (b'born = "yesterday"', "'yesterday' can't be taken for born"),
        (b'backups = "relative/folder"', "can't be taken for backups"),
        (b'name = "\xff"', "it is not all UTF-8 text"),
        (b"a = " + b"[" * 5_000, "it is nested too deeply"),
        (b"name." * 50 + b"b = 1", "'name' is a list or a table there, and takes one value ("),
        (b'name = ["Alex"]', "'name' is a list or a table there, and takes one value (For example"),
        (b"[clock]\nhours = 24", "'clock' is a list or a table there"),
        (b"[name\nborn = 1987-03-14", "is not valid TOML"),
        (b"a." * 100_000 + b"b = 1", "it is far too large"),
    ],
)
def test_a_configuration_that_can_not_be_read_is_named_and_stops_no_logging(
    ketalog: Ketalog, home: Path, content: bytes, said: str
) -> None:
    (home / "config.toml").write_bytes(content)
    answer = ketalog("mood 5")
    assert (answer.code, answer.out.startswith("Logged #1")) == (0, True)
    assert is_one_line(answer.err)
    assert str(home / "config.toml") in answer.err
    assert said in answer.err


def test_the_settings_on_whole_lines_of_a_broken_configuration_hold(
    ketalog: Ketalog, home: Path
) -> None:
    (home / "config.toml").write_bytes(
        b'\xef\xbb\xbfname = "Zo\xc3\xab"\r\nborn = \r\npaper="letter"\r\n'
    )
    answer = ketalog("config --json")
    assert answer.code == 0
    settings = answer.data["settings"]
    assert (settings["name"], settings["paper"], settings["born"]) == ("Zo\xeb", "letter", None)


def test_a_mark_before_the_first_setting_is_no_mistake(ketalog: Ketalog, home: Path) -> None:
    (home / "config.toml").write_bytes(b'\xef\xbb\xbfday_start = "05:00"\r\n')
    answer = ketalog("mood 5")
    assert (answer.code, answer.err) == (0, "")
    assert ketalog("config name Alex").code == 0
    assert ketalog("config --json").data["settings"]["day_start"] == "05:00"


def test_a_setting_with_bytes_that_are_no_utf_8_is_no_crash(ketalog: Ketalog) -> None:
    assert ketalog(["config", "name", "Al\udcffex"]).code == 0
    assert ketalog(["supply", "fill", "24x100mg", "sublingual", "--form", "troch\udcffe"]).code == 0


def test_a_configuration_that_is_a_folder_is_named(ketalog: Ketalog, home: Path) -> None:
    (home / "config.toml").mkdir()
    for typed, code in (("mood 5", 0), ("config name Alex", 4)):
        answer = ketalog(typed)
        assert answer.code == code
        assert is_one_line(answer.err)
        assert str(home / "config.toml") in answer.err
        assert "is a folder" in answer.err


def test_a_configuration_without_utf_8_is_not_written_over(ketalog: Ketalog, home: Path) -> None:
    (home / "config.toml").write_bytes(b'name = "\xff"')
    answer = ketalog("config name Alex")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.endswith("can't be read: it is no UTF-8 text.\n")
    assert (home / "config.toml").read_bytes() == b'name = "\xff"'


# The files of an import and an export


DOSE = {"kind": "dose", "mood": None, "route": "nasal"}
EFFECT = {"kind": "effect", "mood": None}


def mood(**fields: object) -> dict[str, object]:
    moment = "2026-11-20T10:00:00+01:00"
    return {"kind": "mood", "id": "b", "at": moment, "recorded": moment, "mood": 5, **fields}


def damaged(**fields: object) -> str:
    good, bad = mood(id="a"), mood(**fields)
    rows = [good, {key: value for key, value in bad.items() if value is not None}]
    return json.dumps({"ketalog_export": 1, "entries": rows})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("not json", "is none of the files that ketalog takes in"),
        ('{"ketalog_export": 1, "entries": [', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is none of the files that ketalog takes in"),
        ('{"entries": []}', "is none of the files that ketalog takes in"),
        ('{"ketalog_export": 2}', "was written by a newer ketalog"),
        ('{"ketalog_export": 1, "entries": {}}', "'entries' is not a list"),
        ('{"ketalog_export": 1, "entries": [7]}', "entries 1: this is not an entry"),
        (damaged(mood=11), "entries 2: its 'mood' can't be taken"),
        (damaged(kind=SENTINEL), "entries 2: its 'kind' can't be taken"),
        (damaged(at="2026-11-20T10:00:00"), "entries 2: its 'at' can't be taken"),
        (damaged(at=None), "entries 2: its 'at' is missing"),
        (damaged(text=SENTINEL), "entries 2: this is not an entry"),
        (damaged(note=["x", SENTINEL]), "entries 2: its 'note' can't be taken"),
        (damaged(earlier=[{"kind": "mood"}]), "entries 2: its 'id' is missing"),
        (damaged(earlier=SENTINEL), "entries 2: this is not an entry"),
        (damaged(note="x" * 70_000), "entries 2: its 'note' is too long"),
        (damaged(id=""), "entries 2: its 'id' can't be taken"),
        (damaged(at="2026-11-23T21:00:01+01:00"), "entries 2: its 'at' lies ahead"),
        (damaged(earlier=[mood(at="9999-12-31T23:59:59-12:00")]), "entries 2: its 'at' lies ahead"),
        (damaged(**DOSE, amount_mg="100000.1"), "entries 2: its 'amount_mg' can't be taken"),
        (damaged(**DOSE, amount_mg="1E+999999999"), "entries 2: its 'amount_mg' can't be taken"),
        (damaged(**DOSE, amount_mg="1E-999999999"), "entries 2: its 'amount_mg' can't be taken"),
        (damaged(**DOSE, amount_mg="5", count="999999"), "entries 2: its 'count' can't be taken"),
        (damaged(**DOSE, amount_mg="5", each_mg="999999"), "entries 2: its 'each_mg' can't be"),
        (damaged(**{**DOSE, "route": SENTINEL}, amount_mg="5"), "2: its 'route' can't be taken"),
        (
            damaged(**{**DOSE, "route": "SL"}, amount_mg="5"),
            "entries 2: its 'route' can't be taken",
        ),
        (damaged(**EFFECT, name=""), "entries 2: its 'name' can't be taken"),
        (damaged(**EFFECT, name=" nausea"), "entries 2: its 'name' can't be taken"),
        (damaged(**EFFECT, name="odd  taste"), "entries 2: its 'name' can't be taken"),
        (damaged(**EFFECT, name="none"), "entries 2: its 'name' can't be taken"),
        (damaged(**EFFECT, name="x" * 61), "entries 2: its 'name' can't be taken"),
    ],
)
def test_a_file_that_can_not_be_taken_in_is_refused_whole(
    ketalog: Ketalog, home: Path, content: str, said: str
) -> None:
    (home / "in.json").write_text(content)
    answer = ketalog(["import", str(home / "in.json")])
    assert (answer.code, answer.out) == (4, "")
    assert is_one_line(answer.err)
    assert said in answer.err
    assert SENTINEL not in answer.err
    assert ketalog("list --json").data["entries"] == []


def test_a_file_to_import_that_is_not_there_is_named(ketalog: Ketalog, home: Path) -> None:
    missing, folder = ketalog("import nothing.json"), ketalog(["import", str(home)])
    assert (missing.code, folder.code) == (4, 4)
    assert "There is no file nothing.json." in missing.err
    assert "is a folder" in folder.err


def test_of_a_folder_the_newest_copy_in_it_is_named(ketalog: Ketalog, home: Path) -> None:
    stick = home / "stick"
    stick.mkdir()
    assert ketalog(["restore", str(stick)]).err.endswith("stick is a folder. Name a file in it.\n")
    ketalog("mood 5")
    ketalog(["backup", f"{stick}/"])
    (copy,) = stick.glob("journal-*.json")
    for line in (["restore", str(stick)], ["merge", f"{stick}/"]):
        answer = ketalog(line)
        assert (answer.code, f"Name a file in it, such as {copy}.\n" in answer.err) == (4, True)


def test_an_export_replaces_a_file_only_when_told_to(ketalog: Ketalog, home: Path) -> None:
    file = home / "out.json"
    file.write_text("mine")
    refused = ketalog(["export", str(file)])
    assert (refused.code, refused.out) == (4, "")
    assert "Add --force to replace it." in refused.err
    assert file.read_text() == "mine"
    assert ketalog(["export", str(file)], stdin="n\n", tty=True).code == 4
    assert file.read_text() == "mine"
    assert ketalog(["export", str(file)], stdin="y\n", tty=True).code == 0
    assert ketalog(["export", str(file), "--force"]).code == 0
    assert json.loads(file.read_text())["ketalog_export"] == 1


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_an_export_never_replaces_the_journal(
    ketalog: Ketalog, home: Path, force: list[str]
) -> None:
    journal = home / "journal.json"
    assert ketalog(["export", str(journal), *force]).code == 4
    ketalog("mood 5")
    (home / "symlink.json").symlink_to(journal)
    (home / "hardlink.json").hardlink_to(journal)
    before = journal.read_bytes()
    for name in ("journal.json", "symlink.json", "hardlink.json"):
        answer = ketalog(["export", str(home / name), *force])
        assert (answer.code, answer.err) == (
            4,
            "That is the journal itself. Choose another name.\n",
        )
    assert journal.read_bytes() == before


@pytest.mark.parametrize("name", ["nowhere/out.json", "journal.json/out.json", "folder.json"])
def test_an_export_to_where_nothing_can_be_written_is_said(
    ketalog: Ketalog, home: Path, name: str
) -> None:
    (home / "folder.json").mkdir()
    ketalog("mood 5")
    answer = ketalog(["export", str(home / name)])
    assert (answer.code, answer.out) == (4, "")
    assert is_one_line(answer.err)


# Questions


def test_a_prompt_that_is_ended_saves_nothing(ketalog: Ketalog) -> None:
    answer = ketalog("note", stdin="", tty=True)
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.endswith("\nStopped. Nothing was saved.\n")


def test_nobody_is_asked_without_a_terminal(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual --at 20:00")
    for typed in ("dose --no-input", "dose --json"):
        assert ketalog(typed, stdin="\n", tty=True).code == 2


# What nobody thought of


@pytest.mark.parametrize("typed", ["note", "list", "show 1", "export", "undo"])
def test_an_unexpected_error_shows_no_traceback_and_no_word_of_an_entry(
    ketalog: Ketalog, home: Path, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"about {SENTINEL}")

    ketalog(["note", SENTINEL])
    for place in ("Journal.log", "Journal.everything", "Journal.undo"):
        monkeypatch.setattr(f"ketalog.journal.{place}", fail)
    monkeypatch.setattr("ketalog.lookup.find", fail)
    monkeypatch.setattr("ketalog.store.Store.everything", fail)
    words = {"note": ["note", SENTINEL], "export": ["export", str(home / "x.json")]}
    answer = ketalog(words.get(typed, typed.split()))
    assert (answer.code, answer.out) == (1, "")
    assert re.fullmatch(
        r"Something unexpected happened \(RuntimeError at test_mistakes\.py:\d+\)\. "
        r"Nothing more was done\. Please report it\.\n",
        answer.err,
    )
    in_json = ketalog([*words.get(typed, typed.split()), "--json"])
    assert SENTINEL not in in_json.out + in_json.err
    assert in_json.error["code"] == 1


def test_a_file_for_the_clinic_is_never_the_whole_journal_by_mistake(
    ketalog: Ketalog, home: Path
) -> None:
    ketalog("note a private word")
    assert ketalog(f"export {home}/x.FHIR.json").code == 0
    assert "a private word" not in (home / "x.FHIR.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("summary", "For the page to take along: ketalog export."),
        ("print it", "ketalog export. As a note: ketalog note print it"),
        ("save", "For a copy of all of it: ketalog backup"),
        ("new laptop", "ketalog help how-to"),
        ("remind me at 8pm", "ketalog plan calendar"),
        ("country germany", "ketalog config"),
        ("quit", "Nothing is open"),
        ("wrong dose", "ketalog edit last."),
        ("refill", "ketalog supply fill 24x100mg sublingual."),
        ("uninstall", "ketalog help privacy."),
        ("backup", "needs more: FILE. For example: ketalog backup /media/usb/journal.json"),
        ("show week", "Type: ketalog week."),
        ("doctor visit tuesday 3pm", "ketalog appointment visit tuesday 3pm."),
    ],
)
def test_what_has_another_name_here_is_said_with_it(
    ketalog: Ketalog, typed: str, said: str
) -> None:
    answer = ketalog(typed)
    assert (answer.code, said in answer.err) == (2, True), answer.err


def test_entries_are_named_alike_to_show_change_delete_and_erase(ketalog: Ketalog) -> None:
    for line in ("dose 100mg sublingual --at 8pm", "mood 5", "nausea mild", "mood 6"):
        ketalog(line)
    assert "100 mg" in ketalog("show last dose").out
    assert "100 mg" in ketalog("show my last dose").out
    assert "100 mg" in ketalog("show dose 1").out
    assert "mood 6" in ketalog("show last").out
    assert "That is no dose: #2: mood 5" in ketalog("delete dose 2").err
    assert "Which dose? Type its number, or last." in ketalog("delete dose").err
    assert "There is no gad7." in ketalog("delete last gad7").err
    assert "One at a time" in ketalog("show 1 2").err
    assert ketalog("delete last nausea and 2").out.count("Deleted") == 2
    assert "Erased" in ketalog("erase last dose --yes").out


@pytest.mark.parametrize(
    ("changed", "what", "line"),
    [
        ("last 150mg", "dose", "ketalog edit 1 150mg"),
        ("last to 150mg", "dose", "ketalog edit 1 to 150mg"),
        ("last --at 9am nasal 150mg", "dose", "ketalog edit 1 --at 9am nasal 150mg"),
        ("last anxiety 5", "mood", "ketalog edit 2 anxiety 5"),
    ],
)
def test_words_that_do_not_fit_the_last_entry_are_offered_for_the_one_that_they_fit(
    ketalog: Ketalog, changed: str, what: str, line: str
) -> None:
    for logged in ("dose 100mg sublingual --at 8pm", "mood 5", "effect none"):
        ketalog(logged)
    answer = ketalog(f"edit {changed}")
    assert answer.code == 2
    assert "The last entry is #3: no side effects, " in answer.err
    assert f"The last {what} is #" in answer.err
    assert f"To change it: {line}.\n" in answer.err


def test_a_number_alone_changes_what_an_entry_rates(ketalog: Ketalog) -> None:
    ketalog("mood --anxiety 6")
    assert "anxiety 6 → anxiety 3" in ketalog("edit last 3").out
    ketalog("mood 5 --anxiety 6")
    assert "→ mood 3, anxiety 6" in ketalog("edit last 3").out
    ketalog("mood --anxiety 6 --energy 2")
    assert "Not read: '3'" in ketalog("edit last 3").err


@pytest.mark.parametrize("line", ["edit last dose 150mg", "delete last dose"])
def test_of_a_dose_that_was_written_down_late_it_is_asked_which_is_the_last(
    ketalog: Ketalog, line: str
) -> None:
    for logged in ("dose 100mg sublingual --at 8pm", "dose 50mg nasal --at 'fri 8pm'"):
        ketalog(logged)
    refused = ketalog(line)
    assert refused.code == 2
    one, two = (line.replace("last dose", number) for number in ("1", "2"))
    assert "'last dose' can be two entries. For the last one taken, #1: 100 mg" in refused.err
    assert f": ketalog {one}. For the last one written down, #2: 50 mg" in refused.err
    assert f": ketalog {two}.\n" in refused.err
    shown = ketalog("show last dose")
    assert "50 mg" in shown.out
    assert "The last one taken is another: #1: 100 mg" in shown.err
    assert " #1" in ketalog(line, stdin="1\n", tty=True).out
    ketalog("undo")
    ketalog("dose 25mg nasal")
    assert " #3" in ketalog(line).out


@pytest.mark.parametrize("typed", ["npw", "mow", "noow", "Nnow"])
def test_now_is_found_by_fingers_that_slip(ketalog: Ketalog, typed: str) -> None:
    answer = ketalog(typed)
    assert (answer.code, "Did you mean 'now'? Type: ketalog now." in answer.err) == (2, True)


def test_the_last_dose_is_meant_behind_a_note_too(ketalog: Ketalog) -> None:
    ketalog("dose 100mg sublingual")
    ketalog("note ears felt full")
    assert "Changed #1: 100 mg sublingual → 150 mg" in ketalog("edit the last dose to 150mg").out
    assert ketalog("edit last mood 5").code == NoSuchEntry.exit_code
    assert "note: odd words" in ketalog("edit last odd words").out


def test_what_a_person_declines_is_no_line_of_two_entries(ketalog: Ketalog) -> None:
    ketalog("plan set 2x100mg troches sublingual mon,wed,fri")
    line = "dose 2 troches 20 october 20:00, held 12 min, mood 4"
    for answer in ("n", "1 troche"):
        refused = ketalog(line, stdin=f"{answer}\n", tty=True)
        assert refused.code == 2
        assert "Nothing was logged." in refused.err
        assert "more than one" not in refused.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("delete the dose of yesterday", "Deleted #1"),
        ("delete yesterdays dose", "Deleted #1"),
        ("edit the dose of yesterday to 50mg", "#1: 100 mg sublingual → 50 mg sublingual"),
        ("edit nausea to moderate", "#2: mild nausea → moderate nausea"),
        ("delete the nausea", "Deleted #2"),
        ("show dose", "#1: 100 mg sublingual"),
    ],
)
def test_an_entry_named_by_its_day_or_words_is_chosen_with_a_key(
    ketalog: Ketalog, line: str, said: str
) -> None:
    ketalog("dose 100mg sublingual --at 'yesterday 8pm'")
    ketalog("nausea mild")
    assert said in ketalog(line, stdin="1\n", tty=True).out
    ketalog("undo" if not line.startswith("show") else "list")
    assert "Nothing was changed.\n" in ketalog(line, stdin="n\n", tty=True).err


@pytest.mark.parametrize("name", ["mood", "nausea"])
def test_the_last_one_is_asked_of_what_was_written_down_late(ketalog: Ketalog, name: str) -> None:
    words = {"mood": ("mood 5", "mood 6"), "nausea": ("nausea mild", "nausea severe")}[name]
    ketalog(words[0])
    ketalog(f"{words[1]} yesterday 8pm")
    refused = ketalog(f"delete last {name}")
    assert f"'last {name}' can be two entries. For the last one that there was, #1" in refused.err
    assert "For the last one written down, #2" in refused.err


@pytest.mark.parametrize("word", ["second", "wrong", "2nd", "other"])
def test_no_line_is_offered_for_the_second_mood_that_could_not_be_typed(
    ketalog: Ketalog, word: str
) -> None:
    ketalog("mood 5")
    refused = ketalog(f"delete the {word} mood")
    assert refused.err.endswith("which entry it is. Their numbers: ketalog list mood.\n")
    assert f"'{word} mood' does not say which entry it is." in ketalog(f"edit {word} mood 4").err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("delete 1", "Now after #2, 50 mg nasal: #3 mild nausea.\nNow after no dose: #4 no side"),
        ("edit 1 21:45", "Now after #2, 50 mg nasal: #3 mild nausea."),
        ("edit 1 23:30", "#3 mild nausea.\nNow after no dose: #4 no side effects."),
        ("edit 3 fri 8pm", "Now after no dose: #3 mild nausea."),
    ],
)
def test_what_becomes_of_side_effects_is_said_when_their_dose_or_they_change(
    ketalog: Ketalog, line: str, said: str
) -> None:
    for logged in (
        "dose 100mg sublingual sat 21:00",
        "dose 50mg nasal fri 22:00",
        "nausea mild sat 21:30",
        "effect none sat 22:30",
    ):
        assert ketalog(logged).code == 0
    assert said in ketalog(line).out
    ketalog("undo")
    assert "Now after" not in ketalog("edit 1 150mg").out
    assert "Now after" not in ketalog("delete 3").out


def test_a_skipped_dose_that_is_written_down_as_taken_names_the_line_that_deletes_it(
    ketalog: Ketalog,
) -> None:
    ketalog("plan set 100mg sublingual mon,wed --from 2026-11-01")
    ketalog("dose 100mg sublingual fri 9pm")
    ketalog("dose 30mg nasal fri 10pm")
    said = ketalog("I did not take the dose on friday").out
    assert said.endswith("If #2, 100 mg sublingual, was not taken: ketalog delete 2\n")
    assert "delete" not in ketalog("skip thu").out


def test_move_the_nausea_is_a_change_of_it_and_no_appointment(ketalog: Ketalog) -> None:
    ketalog("nausea mild")
    moved = "the nausea to fri 8pm"
    assert ketalog(f"move {moved}").err.endswith(f"Type: ketalog edit {moved}.\n")


def test_an_export_without_a_name_says_how_one_is_put_on(ketalog: Ketalog, tmp_path: Path) -> None:
    ketalog("mood 5")
    page = tmp_path / "page.html"
    assert "No name is on it (ketalog config name" in ketalog(f"export {page}").out
    ketalog("config name 'Ann Lee'")
    assert "No name" not in ketalog(f"export {page} --force").out


@pytest.mark.parametrize(
    ("typed", "shown"), [("8 in the evening", "T200000"), ("8:30 in the morning", "T083000")]
)
def test_a_reminder_is_at_the_time_of_day_as_it_is_said(
    ketalog: Ketalog, tmp_path: Path, typed: str, shown: str
) -> None:
    ketalog("plan set 100mg sublingual mon,thu")
    file = tmp_path / "plan.ics"
    assert ketalog(f"plan calendar {file} --time '{typed}'").code == 0
    assert shown in file.read_text()


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("edit 2 park -> beach", "ketalog edit 2 walked an hour in the beach."),
        ("edit 2 change park to beach", "ketalog edit 2 walked an hour in the beach."),
        ("edit 2 two hours instead of an hour", "ketalog edit 2 walked two hours in the park."),
        ("edit 3 mon to tue", "ketalog edit 3 can the wed dose move to 'tue?'."),
        ("edit 2 delete", "'delete' is no note. To delete it: ketalog delete 2."),
        ("edit last question done", "'done' is no question. To delete it: ketalog delete 3."),
        ("edit 2 fri sat", "Two things are said: 'fri' and 'sat'."),
        ("edit last 150mg", "ketalog edit 1 150mg."),
        ("edit last night 150mg", "'last night' does not say which entry it is."),
    ],
)
def test_what_is_to_become_of_a_text_does_not_take_its_place(
    ketalog: Ketalog, typed: str, answer: str
) -> None:
    for line in (
        "dose 100mg sublingual --at 8pm",
        "note walked an hour in the park",
        "ask can the wed dose move to mon?",
    ):
        ketalog(line)
    refused = ketalog(typed)
    assert refused.code == 2
    assert answer in " ".join(refused.err.split())
    assert "walked an hour in the park" in ketalog("show 2").out
    assert "mon?" in ketalog("show 3").out


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("edit 1 walked to the park", "note: walked to the park"),
        ("edit 1 fri and sat were bad", "note: fri and sat were bad"),
        ("edit 1 was yesterday", "Sun 22 Nov 2026 21:00 → Sat 21 Nov 2026 21:00"),
    ],
)
def test_a_text_has_any_words_and_is_of_another_day(ketalog: Ketalog, typed: str, now: str) -> None:
    ketalog("note walked an hour in the park")
    assert now in ketalog(typed).out


def test_a_number_behind_a_day_of_a_rating_is_asked_about(ketalog: Ketalog) -> None:
    ketalog("mood 6 anxiety 4 --at 'sat 8am'")
    refused = " ".join(ketalog("edit 1 sat 9").err.split())
    assert "'sat 9' can be a rating, or a time." in refused
    assert "ketalog edit 1 sat mood 9." in refused
    assert "ketalog edit 1 sat at 9." in refused
    assert "mood 5, anxiety 4" in ketalog("edit 1 sat mood 5").out
    assert "If 7 is how it was: ketalog edit last mood 7." in ketalog("edit mood 7").err


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("mood 6 yesterday", ("ketalog mood 6 2026-11-03.", "ketalog mood 6 2026-11-04.")),
        ("skip yesterday", ("ketalog skip 2026-11-03.", "ketalog skip 2026-11-04.")),
        ("plan stop tomorrow", ("plan stop 2026-11-05.", "plan stop 2026-11-06.")),
    ],
)
def test_after_midnight_a_day_beside_today_is_asked_about(
    ketalog: Ketalog, typed: str, offers: tuple[str, ...]
) -> None:
    night = "2026-11-05T00:40:00+01:00"
    ketalog("plan set 100mg sublingual daily", now="2026-11-01T09:00:00+01:00")
    refused = ketalog(typed, now=night)
    assert refused.code == 2
    assert all(offer in " ".join(refused.err.split()) for offer in offers), refused.err


def test_a_weekday_of_a_later_visit_is_the_next_one_or_that_of_its_week(ketalog: Ketalog) -> None:
    ketalog("appointment 3 dec 14:30")
    refused = " ".join(ketalog("edit 1 fri 4pm").err.split())
    assert "'fri' can be two days." in refused
    assert "ketalog edit 1 2026-11-27 4pm." in refused
    assert "ketalog edit 1 2026-12-04 4pm." in refused
    assert "Fri 4 Dec 2026 16:00" in ketalog("edit 1 fri 4 dec 4pm").out
