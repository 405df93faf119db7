"""Danger is heard in whatever words a patient types it; ordinary side effects raise none."""

import pytest

from ketalog.domain.crisis import CHECK_IT, CHECKED, COUNTRIES, help_lines
from ketalog.domain.danger import danger_in
from ketalog.domain.effects import BY_WORD, EFFECTS, EMERGENCY, THOUGHTS, URINARY, find_effect
from tests.conftest import Ketalog

SUICIDE = """
suicidal thoughts; Suicidal; want to die; I want to kill myself; kys; thinking about ending it
don't want to live; don’t want to be here anymore; wish I was dead; better off dead; self-harm urges
cutting; cutting myself; hurting myself; jumping off a bridge; no reason to live; suicidle thoughts
sucidal; siucidal; i cant go on; thoughts of death; wanting to disappear; end my life
what's the point; wish I wasn't here; wish I was never born; everyone is better without me; kms
giving up on life; tired of living; can't do this anymore; sh urges
SI; passive SI; ideation; dark thoughts; wanted to jump; wrote a goodbye note
taking my own life; wish i would not wake up; SUICIDE; thoughts of self harm
no future; want it to stop; scratching myself; I'm a burden; nobody would miss me
everyone would be better off; can't take it anymore; want to sleep forever; thinking of jumping
felt like dying; want it to be over; wish I wouldn't wake up; done with everything; i give up
giving my things away; counting my pills; thinking about the bridge; driving into a tree
wrote letters to my kids; want to cut; sewerslide; I want out
cut my thighs; slashed my arms; scratched my arm till it bled; SH; sui thoughts; drank bleach
tied a noose; bought a rope; jumping off the balcony; stepping in front of a car
life isn't worth it; crash my car on purpose; I should just die; I should be dead
wish I never woke up; worthless, want out; everyone would be happier without me
can't do it any more; scared of what I might do
might do something stupid; voices telling me to die; Suizidgedanken; will nicht mehr leben
lebensmüde; top myself; do myself in; want to be gone; off myself; no way out; life is pointless
suicde; I don't feel safe; not safe with myself; relapsed cutting; relapse of self-harm; cut again
S/I; un-alive; got my pills lined up; I have the pills ready; looked up ways to die
want to stop existing; i should disappear; tired of being alive; can't live like this
never wake up; last goodbye; nobody would care; crash my car; on the ledge; standing on the roof
to die; end my suffering; iwanttodie; killmyself
"""
EMERGENCIES = """
chest pain; pain in my chest; chest pian
my chest hurts; tight chest; pressure on chest; can't breathe
cant breath; couldn't breathe; hard to breathe; trouble breathing; short of breath; SOB
difficulty breathing; stopped breathing; slow breathing; passed out; blacked out
fainted; nearly fainted
unconscious; unconcious; lost consciousness; loss of conciousness; would not wake up
seizure; siezure
convulsions; had a fit; collapsed; blue lips; choking; heart attack; unresponsive; can't be woken
took an overdose; gasping for air; took all my pills; swallowed the whole bottle
woke up on the floor; found on the floor; LOC; unrousable; wouldn't wake up; hard to wake
out cold; knocked out; respiratory depression; apnoea; wheezing; airway blocked; grey lips; OD
low oxygen; sats dropped; throat closing; tongue swelling; swollen lips; anaphylaxis; fit
face drooping; one side numb; can't move my arm; jerking all over
elephant on my chest; can't get enough air; not responding; throat tight; breathing weird
whole body shaking; took double; wasn't able to breathe
couldn't get air; non responsive; allergic reaction; not able to move
OD'd; OD’d; took everything; took all of them; took 10 at once; im dying; help im dying
call an ambulance; hes blue
swallowed a bottle of pills; took 20 pills; took a handful of pills; swallowed too many lorazepam
barely breathing; vomiting blood; coughed up blood; hives all over; eyes swollen shut; Atemnot
snoring and not waking; foaming at the mouth; sudden blindness; swallowed the lot; took it twice
child swallowed one; aspirated; i need help; forgot to breathe; went limp; can't speak
vomited in my sleep; lost my vision; been poisoned
mixed with alcohol and can't stay awake; had wine and can't keep my eyes open; seazure; went blind
nosebleed won't stop; forgot and took it again; took the wrong dose; took someone else's meds
swallowed the whole box; came round on the floor
chestpain; cantbreathe; passedout; everything went black; eyes rolled back; lips purple
too much ketamine; too much k; took too many troches
air hunger; breathing fast; chest fluttering; drank too much; my son got into it; kid ate 2 troches
"""
TODAY = """
blood in my urine; peeing blood; bloody wee; pink pee; can't pee; unable to urinate; cant pass urine
blood in my pee; clots in my urine
BLOOD IN URINE; hematuria; urine looks like cola; can't empty my bladder
can't go to the loo; haven't peed all day; pee won't come; tea coloured pee; wasn't able to pee
bloodinurine; blood when I go to the toilet; Blut im Urin; passing blood; nothing comes out
"""
BLADDER = """
peeing a lot; pain when peeing; urinating often; need to pee; bladder pain; painful urination
urgent urination; UTI; cystitis; peeing at night; it burns when I pee; wet myself; leaking urine
struggling to pee; weak stream; waterworks playing up; LUTS; getting up to wee; peed the bed
stings when I go; burning down there; running to the loo all day; jelly in my urine; pelvic cramps
weeing loads; bladder; bladder discomfort; rushing to the toilet
pissing razor blades
burning bladder; bladder burning; kidney pain; flank pain
dribbling; have to pee every 10 minutes; up 5 times at night to pee; sore bladder; dysuria
"""
ORDINARY = """
eyes closed; burning legs; cut off from my body; ate lots; took 2 naps; dead legs; told me jokes
nose blocked; box breathing; train of thought lost; overdid it; crashed hard; hearing voices
blood in nose; rash on my arm; itchy arms; drank lots of water; ego death; to do list
ate cake; nausea; bad dreams; dizzy; strange dreams
feeling alive; pee smells; deadlines; headache; back pain
sore shoulder blades; top of my head hurts; snoring; day off by myself; baby aspirin
took the kids to school; food poisoning; head cold; my dad is about to retire
stomach pain; tired; weeping; week long fatigue; cut on hand; diet changes; itchy
cold feet; dead leg
out of body; end of day tiredness; lively; hungry; calm; sore jaw; vivid dreams; heart warm
thought loops; planned nap; heavy legs; tight jaw; pressure in ears; blood shot eyes; nose bleed
bloody nose; feel fit; giddy; red face; burning nose; passed gas
airy; odd taste; sick of this taste; slow start; live stream; grey mood; tired of waiting; better
can't move; numb face; swollen ankles; low mood; locked jaw; side effects mild; single; dry lips
hard to sleep; went to the toilet; jump scare; dark room; empty feeling; can't move on; local pain
watery eyes; pink eye; fit of laughter; Übelkeit; nausea this evening; hit my head; scratchy throat
anxious for no reason; call with Anna; bit my tongue; hair loss; dry air; tight jaw
restless evening; shaking; hopeful; slept forever; need fresh air
where I live; stronger than last time; unable to focus; suspicious of people; size of things odd
fighting with Anna; felt odd; very happy; burned my dinner; gaps in memory; felt blue
panic heart racing; calmed me down; let me down; don't feel like doing anything; could pee normally
unable to sleep; unable to focus; pupils a huge size; unlike last time; gaps in memory
suspicious of everyone; colours stronger; tongue burned; fighting sleep; headache killing me
back is killing me; body like a wheel; started doubting myself; gave me a shot; back went out
bit my cheek; not safe to drive; sitting on the sofa; goodbye hug from Anna; pain could disappear
took a nap again; pills make me sick; dizzy on the stairs; had a glass of water; eyes open wide
cutting down on coffee; breathing exercises; jumped on a train; fasting; feeding my son
cut short; wrong side of bed; the roof of my mouth hurts; blind spot
talking too much; bad smell on face; would be better off in bed; spots when breathing in
"""


def phrases(text: str) -> list[str]:
    return [phrase for line in text.strip().splitlines() for phrase in line.split("; ")]


def heard(phrase: str) -> str | None:
    return danger_in(find_effect(phrase) or phrase)


@pytest.mark.parametrize("phrase", phrases(SUICIDE))
def test_thoughts_of_suicide_or_self_harm_are_heard(phrase: str) -> None:
    assert heard(phrase) == "thoughts"


@pytest.mark.parametrize("phrase", phrases(EMERGENCIES))
def test_what_is_for_the_emergency_number_is_heard(phrase: str) -> None:
    assert heard(phrase) == "emergency"


@pytest.mark.parametrize("phrase", phrases(TODAY))
def test_blood_and_not_being_able_to_are_for_today(phrase: str) -> None:
    assert heard(phrase) == "bladder today"


@pytest.mark.parametrize("phrase", phrases(BLADDER))
def test_signs_of_the_bladder_are_heard(phrase: str) -> None:
    assert heard(phrase) == "bladder"


@pytest.mark.parametrize("phrase", phrases(ORDINARY))
def test_an_ordinary_side_effect_raises_no_alarm(phrase: str) -> None:
    assert heard(phrase) is None


def test_the_sets_are_of_the_vocabulary() -> None:
    assert set(EFFECTS) >= THOUGHTS | EMERGENCY | URINARY


def test_no_known_side_effect_has_a_name_that_its_set_does_not_say_is_a_danger() -> None:
    others = EFFECTS.keys() - THOUGHTS - EMERGENCY - URINARY
    assert [name for name in others if danger_in(name.upper())] == []  # so by the wordings alone


def test_each_effect_has_five_wordings_and_each_wording_means_one_effect() -> None:
    assert [name for name, words in EFFECTS.items() if len(words) < 5] == []
    assert [word for word, name in BY_WORD.items() if find_effect(word) != name] == []
    assert len(BY_WORD) == sum(1 + len(words) for words in EFFECTS.values())


def test_a_wording_is_no_less_grave_as_the_effect_that_it_means() -> None:
    grave = [None, "bladder", "bladder today", "emergency", "thoughts"]
    muted = [
        word
        for word, name in BY_WORD.items()
        if grave.index(danger_in(name)) < grave.index(danger_in(word))
    ]
    # To be unable to hold it is no retention, which the same words tell of.
    assert muted == ["cant hold pee", "cant hold urine"]


@pytest.mark.parametrize("how", ["", " mild", " severe", " --for 2h"])
def test_thoughts_are_answered_with_the_words_and_lines_of_item_9(
    ketalog: Ketalog, how: str
) -> None:
    ketalog("config country canada")
    answer = ketalog(f"effect suicidal thoughts{how}")
    assert answer.code == 0
    assert answer.err.startswith("You marked thoughts of being better off dead")
    assert "call or text 988. Emergency number: 911. Elsewhere: findahelpline.com." in answer.err
    assert answer.err.count("\n") == 1


ALL_DANGER = [p for text in (SUICIDE, EMERGENCIES, TODAY, BLADDER) for p in phrases(text)]


@pytest.mark.parametrize("phrase", ALL_DANGER)
def test_words_of_danger_are_saved_at_once_and_no_other_word_is_proposed(
    ketalog: Ketalog, phrase: str
) -> None:
    answer = ketalog(["effect", phrase], stdin="", tty=True)
    assert answer.code == 0, answer.err
    assert len(ketalog("list --json").data["entries"]) == 1
    proposed = answer.err.partition("Did you mean '")[2].partition("'")[0]
    assert not proposed or heard(proposed) == heard(phrase)


@pytest.mark.parametrize("style", ["--json", "--plain", ""])
def test_danger_is_said_in_every_style_and_on_a_locked_journal(
    ketalog: Ketalog, style: str
) -> None:
    ketalog("lock --yes", stdin="correct horse\ncorrect horse\n", tty=True)
    answer = ketalog(f"effect chest pain {style}")
    said = " ".join(answer.data["notices"]) if style == "--json" else answer.err
    assert answer.code == 0
    assert "You logged chest pain. If you have trouble breathing or chest pain, faint" in said


def test_the_emergency_number_is_that_of_the_country(ketalog: Ketalog) -> None:
    assert "call your emergency number. " in ketalog("effect fainted").err
    ketalog("config country germany")
    assert "call your emergency number, 112. " in ketalog("effect passed out").err
    ketalog("config country nz")
    assert f"call your emergency number, 111 ({CHECK_IT}). " in ketalog("effect collapsed").err


def test_blood_in_the_urine_is_to_be_told_today(ketalog: Ketalog) -> None:
    assert ketalog("effect blood in my urine").err.endswith(
        "tell your prescriber about this today.\n"
    )
    assert ketalog("effect peeing a lot").err.endswith("tell your prescriber about this.\n")
    assert len(ketalog("week --json").data["flags"]) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("also took whole bottle of xanax", "call your emergency number"),
        ("also overdosed on xanax", "call your emergency number"),
        ("also cut my wrist", "thoughts of being better off dead"),
        ("also stopped breathing", "call your emergency number"),
        ("skip because i want to die", "thoughts of being better off dead"),
        ("skip chest pain", "call your emergency number"),
        ("skip peed blood", "tell your prescriber about this today"),
        ("also started bleeding from my bladder", "tell your prescriber about this today"),
        ("also took too many lorazepam", "call your emergency number"),
        ("also 20 paracetamol", "call your emergency number"),
        ("also i cut my arms", "thoughts of being better off dead"),
        ("session infusion 35mg --with 'chest pain'", "call your emergency number"),
        ("dose 100mg sublingual --with 'nobody, want to die'", "thoughts of being better off dead"),
        (
            "dose 100mg sublingual --where 'bathroom, blood in urine'",
            "tell your prescriber about this today",
        ),
        ("effect cant go on today", "thoughts of being better off dead"),
        ("effect cant carry on at 7pm", "thoughts of being better off dead"),
        ("dose 100mg sublingual intention: to end it all", "thoughts of being better off dead"),
    ],
)
def test_danger_is_heard_in_what_else_was_taken_in_reasons_and_names_and_intentions(
    ketalog: Ketalog, line: str, says: str
) -> None:
    ketalog("plan set 100mg sublingual daily from 2026-11-01")
    answer = ketalog(line)
    assert answer.code == 0
    assert says in answer.err
    for ordinary in (
        "also 2 beers",
        "also cut sertraline",
        "skip had a cold",
        "skip bladder check at the clinic",
    ):
        assert "emergency" not in ketalog(ordinary).err


@pytest.mark.parametrize(
    "line",
    [
        *("help im dying", "week suicidal", "mood 0 i give up", "dose all my troches"),
        *("session infusion 35mg with chest pain", "mood dying", "supply kid ate 2"),
        *("help me", "effect chest pane", "effect past out"),
        *("supply lost 20 swallowed them all to die", "dose 20 pills took them all"),
    ],
)
def test_danger_is_heard_in_a_line_that_is_refused(ketalog: Ketalog, line: str) -> None:
    answer = ketalog(line)
    assert answer.code == 2
    assert "emergency number" in answer.err


def test_blood_in_the_urine_is_to_be_told_today_in_a_line_that_is_refused(ketalog: Ketalog) -> None:
    answer = ketalog("check bladder blood")
    assert answer.code == 2
    assert "Please tell your prescriber about this today." in answer.err.replace("please", "Please")


def test_a_known_side_effect_with_words_of_danger_behind_it_is_saved_as_it_is(
    ketalog: Ketalog,
) -> None:
    for words in ("vomiting blood", "fell unconscious", "dizzy chest pain"):
        answer = ketalog(f"effect {words}")
        assert answer.code == 0
        assert f": {words}, " in answer.out
        assert "call your emergency number" in answer.err


def test_notes_and_questions_are_never_searched(ketalog: Ketalog) -> None:
    reflections = "session kap 60mg im --reflections 'felt like dying, then peace'"
    for line in ("note I want to die", "ask about chest pain", "effect nausea --note suicidal"):
        assert ketalog(line).err == ""
    assert "emergency" not in ketalog(reflections).err


def test_that_there_was_no_such_thing_is_not_logged_as_one(ketalog: Ketalog) -> None:
    for words in ("no chest pain", "no suicidal thoughts", "without trouble breathing"):
        answer = ketalog(f"effect {words}")
        assert (answer.code, answer.out) == (2, "")
        assert "effect none" in answer.err


@pytest.mark.parametrize(
    ("typed", "name", "severity"),
    [
        ("very bad nausea", "nausea", "severe"),
        ("slight nausea", "nausea", "mild"),
        ("nausea medium", "nausea", "moderate"),
        ("a bit dizzy", "dizziness", "mild"),
        ("a bit of a headache", "headache", "mild"),
        ("threw up", "vomiting", None),
        ("light headed", "dizziness", None),
        ("severe pain in my chest", "chest pain", "severe"),
        ("PEEING a lot", "frequent urination", None),
        ("bad dreams", "bad dreams", None),
        ("Übelkeit", "Übelkeit", None),
    ],
)
def test_common_wordings_become_the_effect_and_its_severity(
    ketalog: Ketalog, typed: str, name: str, severity: str | None
) -> None:
    [entry] = ketalog(f"effect {typed} --json").data["entries"]
    assert (entry["name"], entry.get("severity")) == (name, severity)


def test_every_line_has_a_source_or_asks_to_be_checked() -> None:
    assert CHECKED.year >= 2026
    for code, country in COUNTRIES.items():
        said = " ".join(help_lines(code))
        assert said.endswith("findahelpline.com.")
        assert (CHECK_IT in said) == (
            bool(country.line and not country.source) or country.unchecked_emergency
        )


def test_a_country_without_a_line_gets_its_emergency_number_alone() -> None:
    assert help_lines("PT") == ["Emergency number: 112.", "Elsewhere: findahelpline.com."]
    assert help_lines("MX") == ["Elsewhere: findahelpline.com."]


@pytest.mark.parametrize("name", ["Weird Dreams", "strange thoughts", "tired eyes", "drunk legs"])
def test_a_side_effect_of_ones_own_may_begin_with_a_wording_of_another(
    ketalog: Ketalog, name: str
) -> None:
    [entry] = ketalog(f"effect {name} --json").data["entries"]
    assert entry["name"] == name


@pytest.mark.parametrize("words", ["nausea mid", "dizzy midl", "nausea felt ok", "headache 7"])
def test_what_stands_behind_a_known_side_effect_is_its_severity(
    ketalog: Ketalog, words: str
) -> None:
    assert ketalog(f"effect {words}").code == 2
