"""The words for side effects. Any other word a patient types is kept as typed.

Terms: the adverse reactions of the Spravato (esketamine) label, its urinary warnings, and plain
words for them. A word's plain form is the one shown.
"""

from functools import cache

from ketalog.domain.entries import SEVERITIES, Severity
from ketalog.domain.text import did_you_mean, escape_invisible
from ketalog.errors import BadInput, Example

EFFECTS: dict[str, tuple[str, ...]] = {
    "dissociation": (
        *("floaty", "out of my body", "disconnected from my body", "out of it", "dissociated"),
        *("dissociating", "dissociative", "detached", "detachment", "disconnected", "out of body"),
        *("unreal", "not real", "floating", "spaced out", "spacey", "zoned out", "spaced"),
        *("trippy", "tripping", "k hole", "in a k hole", "ego death"),
    ),
    "dizziness": (
        *("dizzy spell", "dizzy spells", "dizzy", "lightheaded", "light headed", "lightheadedness"),
        *("woozy", "wobbly", "unsteady", "giddy"),
    ),
    "nausea": (
        *("queasy stomach", "sick feeling", "feel like vomiting", "feel like throwing up"),
        *("nauseous", "nauseated", "queasy", "sick to stomach", "sick to my stomach", "feel sick"),
        *("feeling sick", "felt sick", "upset stomach", "want to vomit", "going to be sick"),
        "about to be sick",
    ),
    "sedation": (
        *("sedated", "sleepy", "sleepiness", "drowsy", "drowsiness", "dozy", "groggy"),
        *("could not stay awake", "couldnt stay awake", "cant stay awake", "cannot stay awake"),
        *("cant keep my eyes open", "couldnt keep my eyes open"),
    ),
    "spinning": ("vertigo", "room spinning", "spins", "the spins", "head spinning", "whirling"),
    "headache": (
        *("head ache", "head hurts", "sore head", "head pain", "migraine", "pounding head"),
        "headaches",
    ),
    "odd taste": (
        *("taste metallic", "bad taste in mouth", "dysgeusia", "bad taste", "taste"),
        *("metallic taste", "bitter taste", "strange taste", "weird taste", "funny taste"),
        "metal taste",
    ),
    "numbness": (
        *("numb lips", "numb fingers", "numb tongue", "tingly fingers", "tingling fingers"),
        *("hypoesthesia", "numb", "tingling", "pins and needles", "cant feel face"),
        *("cant feel hands", "tingly", "numb face", "numb hands", "lips numb", "tongue numb"),
        *("face numb", "mouth numb", "numb mouth", "lips tingling", "tingling lips", "tingly lips"),
    ),
    "anxiety": ("anxious", "nervous", "worried", "on edge", "uneasy", "fearful"),
    "panic": ("panic attack", "panicky", "panicked", "panicking", "terror"),
    "lethargy": ("lethargic", "sluggish", "no energy", "listless", "heavy limbs"),
    "raised blood pressure": (
        *("blood pressure increased", "high blood pressure", "blood pressure up", "high bp"),
        *("blood pressure high", "bp high", "blood pressure raised", "bp went up"),
        *("hypertension", "bp up"),
    ),
    "vomiting": (
        *("vomit", "vomited", "threw up", "throwing up", "throw up", "puked", "puking", "puke"),
        *("sicked up", "retching", "being sick"),
    ),
    "insomnia": (
        *("sleepless", "cant sleep", "could not sleep", "couldnt sleep", "no sleep"),
        *("cannot sleep", "can not sleep", "not sleeping"),
        *("awake all night", "trouble sleeping", "sleeplessness"),
    ),
    "diarrhea": (
        *("loose stool", "diarrhoea", "loose stools", "the runs", "runs", "runny stomach"),
        "loose bowels",
    ),
    "nasal discomfort": (
        *("nose burning", "nose sore", "sore nose", "nose hurts", "burning nose", "nose burns"),
        *("stinging nose", "nose pain", "nasal irritation", "nasal pain"),
    ),
    "throat irritation": (
        *("sore throat", "scratchy throat", "throat hurts", "throat pain", "burning throat"),
        *("itchy throat", "raw throat"),
    ),
    "feeling drunk": (
        *("drunk", "tipsy", "felt drunk", "feel drunk", "like being drunk", "intoxicated"),
    ),
    "dry mouth": ("mouth dry", "cotton mouth", "dry throat", "parched", "thirsty mouth"),
    "sweating": (
        *("cold sweats", "cold sweat", "hyperhidrosis", "sweats", "sweaty", "sweat", "sweated"),
        *("night sweats", "clammy"),
    ),
    "euphoria": ("euphoric mood", "euphoric", "high", "elated", "blissful", "bliss"),
    "slurred speech": (
        *("dysarthria", "slurring", "slurred words", "slurring words", "cant speak clearly"),
        *("trouble speaking", "slurred"),
    ),
    "tremor": (
        *("shaky hands", "hands shaking", "trembling hands", "hands trembling", "shaking", "shaky"),
        *("trembling", "tremors", "shakes", "the shakes", "trembly"),
    ),
    "mouth pain": (
        *("mouth sores", "burning tongue", "tongue sore", "oropharyngeal pain", "sore mouth"),
        *("mouth hurts", "mouth sore", "burning mouth", "sore tongue", "tongue pain"),
    ),
    "mental fog": (
        *("mental impairment", "foggy", "brain fog", "fog", "cant think", "fuzzy head"),
        *("cant think straight", "couldnt think straight", "couldnt think"),
        *("foggy head", "cant concentrate", "cloudy head"),
    ),
    "constipation": ("constipated", "cant poop", "blocked up", "hard stools", "no bowel movement"),
    "feeling abnormal": (
        *("strange", "feel odd", "weird", "not myself", "not like myself", "not right"),
    ),
    "fast heartbeat": (
        *("tachycardia", "heart racing", "racing heart", "fast heart", "rapid heartbeat"),
        *("pulse racing", "fast pulse", "fast heart rate", "heart going fast"),
        *("heart beating fast", "heart beats fast", "heart beat fast"),
    ),
    "fatigue": (
        *("tired", "tiredness", "exhausted", "worn out", "exhaustion", "drained", "weary"),
        *("knackered", "wiped out", "shattered"),
    ),
    "blurred vision": (
        *("blurry vision", "blurred eyes", "blurry eyes", "blurry", "vision blurred"),
        *("cant focus eyes", "vision blurry"),
    ),
    "double vision": ("seeing double", "see double", "saw double", "diplopia", "two of everything"),
    "palpitations": (
        *("palps", "heart skips", "skipped beats", "heart pounding", "pounding heart"),
        *("heart fluttering", "heart skipping", "fluttering heart", "palpitation"),
    ),
    "confusion": (
        *("confused", "disoriented", "disorientation", "muddled", "bewildered"),
        "dont know where i am",
    ),
    "memory problems": (
        *("memory impairment", "memory loss", "forgetful", "forgetting things", "bad memory"),
        *("forgetfulness", "cant remember"),
    ),
    "hallucinations": (
        *("saw things", "heard things", "heard voices", "hallucination", "hallucinating"),
        *("seeing things", "hearing things", "visions", "hallucinated", "hearing voices"),
        *("saw shapes", "saw colours", "saw colors", "saw patterns"),
    ),
    "agitation": ("agitated", "restless", "restlessness", "irritable", "cant sit still"),
    "paranoia": ("paranoid", "suspicious", "feel watched", "feeling watched", "being watched"),
    "craving": (
        *("cravings", "craving ketamine", "want more ketamine", "craved", "urge to take more"),
    ),
    "fall": (
        *("fell down stairs", "fell down the stairs", "fell", "falls", "fell over", "fell down"),
        "had a fall",
    ),
    "suicidal thoughts": (
        *("suicidal", "thoughts of suicide", "suicidal ideation", "suicide", "suicidal thought"),
        *("thinking about suicide", "thinking of suicide"),
    ),
    "self-harm": (
        *("self harm", "self harming", "selfharm", "self injury", "harming myself", "self harmed"),
    ),
    "fainting": ("syncope", "fainted", "faint", "passed out", "pass out"),
    "loss of consciousness": (
        *("lost consciousness", "unconscious", "blacked out", "blackout", "black out"),
        "unresponsive",
    ),
    "chest pain": (
        *("pain chest", "chest pains", "chest hurts", "tight chest", "chest tightness"),
        *("sore chest", "chest pressure", "pressure chest", "chest tight", "heart pain"),
    ),
    "trouble breathing": (
        *("dyspnea", "dyspnoea", "breathless", "breathlessness", "short of breath", "cant breathe"),
        *("shortness of breath", "difficulty breathing", "hard to breathe", "couldnt breathe"),
        *("breathing difficulty", "breathing trouble", "trouble to breathe"),
        "difficult to breathe",
    ),
    "seizure": ("seizures", "convulsion", "convulsions", "having seizures", "convulsing", "fits"),
    "frequent urination": (
        *("pollakiuria", "urinary frequency", "peeing a lot", "urinating often", "peeing often"),
        *("pee a lot", "urinating a lot", "frequent peeing", "weeing a lot", "going to pee a lot"),
        *("pissing a lot", "peeing more", "peeing all the time"),
    ),
    "burning urination": (
        *("dysuria", "pain when peeing", "painful urination", "hurts to pee"),
        *("burning when peeing", "burning pee", "pain when urinating", "burns when i pee"),
        *("burning wee", "wee hurts", "pee hurts", "hurts to wee"),
        *("stinging pee", "painful peeing", "it hurts to pee", "hurts when i pee", "pain peeing"),
    ),
    "urinary urgency": (
        *("urgency", "need to pee", "urgent urination", "urgent need to pee", "needing to pee"),
        *("bursting to pee", "cant hold pee", "cant hold it"),
    ),
    "night-time urination": (
        *("nocturia", "peeing at night", "pee at night", "up to pee at night"),
        *("urinating at night", "waking to pee", "weeing at night", "night time urination"),
        "nighttime urination",
    ),
    "blood in urine": (
        *("hematuria", "haematuria", "blood in pee", "bloody urine", "bloody pee", "peeing blood"),
        *("blood in wee", "red urine", "pink urine", "pissing blood", "urine with blood"),
    ),
    "can't pass urine": (
        *("cant pass urine", "cant pee", "unable to pee", "unable to urinate", "cant urinate"),
        *("cannot pee", "cannot urinate", "urinary retention", "couldnt pee", "cant wee"),
    ),
    "incontinence": (
        *("incontinent", "leaking", "leaking urine", "wet myself", "wet bed", "wet the bed"),
        *("leaking pee", "leak urine", "cant hold urine"),
    ),
    "pelvic pain": ("pain in pelvis", "pelvis hurts", "pelvis pain", "pelvic ache", "groin pain"),
    "bladder pain": (
        *("bladder hurts", "bladder ache", "sore bladder", "pain in bladder", "bladder cramps"),
        *("bladder discomfort", "uncomfortable bladder"),
    ),
    "urinary tract infection": (
        *("uti", "utis", "urine infection", "water infection", "urinary infection"),
    ),
    "cystitis": (
        *("bladder infection", "infected bladder", "bladder inflammation", "inflamed bladder"),
        "inflammation of the bladder",
    ),
}
THOUGHTS = frozenset({"suicidal thoughts", "self-harm"})
EMERGENCY = frozenset(
    {"fainting", "loss of consciousness", "chest pain", "trouble breathing", "seizure"}
)
URINE_TODAY = frozenset({"blood in urine", "can't pass urine"})
"""The signs of the bladder that a prescriber should hear of today."""
THINKING = frozenset({"memory problems", "mental fog", "confusion"})
"""Those of memory and thinking, which clinicians want followed between sessions."""
URINARY = frozenset(
    {
        "frequent urination",
        "burning urination",
        "urinary urgency",
        "night-time urination",
        "incontinence",
        "pelvic pain",
        "bladder pain",
        "urinary tract infection",
        "cystitis",
        *URINE_TODAY,
    }
)
"""Those that stand out in every summary, however mild: in the label's and the FDA's warnings."""
_FILLERS = frozenset(
    {"a", "an", "the", "my", "me", "i", "it", "is", "in", "on", "of", "to", "at", "when", "while"}
    | {"some", "felt", "feel", "feeling", "was", "were", "had", "have", "got", "am", "and"}
)
"""Words that change nothing about which side effect it is."""
OPENERS = _FILLERS | frozenset(
    {"im", "ive", "been", "being", "getting", "became", "woke", "waking", "wake", "up", "still"}
    | {"effect", "effects", "side", "log", "with", "there", "just", "only", "also", "again"}
    | {"now", "after", "dose", "this"}
)
"""Words that may stand before a side effect and say nothing of it: "woke up anxious"."""
NONE_WORDS = frozenset({"none", "nothing", "no", "no effects", "no side effects"})
_SEVERITY_WORDS: dict[str, Severity] = {
    **{name: name for name in SEVERITIES},
    **dict.fromkeys(("slight", "slightly", "mildly", "a bit", "a bit of", "bit of"), "mild"),
    **dict.fromkeys(("a little", "a little bit", "a little bit of", "light", "minor"), "mild"),
    **dict.fromkeys(("very mild", "very slight", "really mild", "extremely mild"), "mild"),
    **dict.fromkeys(("mod", "mod.", "medium", "moderately"), "moderate"),
    **dict.fromkeys(("very", "very bad", "really bad", "very strong", "severely"), "severe"),
    **dict.fromkeys(("strong", "intense", "extreme", "extremely", "terrible", "awful"), "severe"),
    **dict.fromkeys(("horrible", "unbearable", "excruciating", "worst", "the worst"), "severe"),
    **dict.fromkeys(
        ("bit", "tiny bit", "a tiny bit", "little", "little bit", "a touch of", "lil"), "mild"
    ),
    **dict.fromkeys(("small", "tiny", "low", "faint"), "mild"),
    **dict.fromkeys(("touch of", "a tad", "somewhat", "a wee bit", "a wee", "tad"), "mild"),
    **dict.fromkeys(("v mild", "v slight", "very little", "really little", "v little"), "mild"),
    **dict.fromkeys(("v", "v bad", "v strong"), "severe"),
}
_ALSO_NAMES = frozenset({"light", "little", "small", "tiny", "low", "faint"})
"""Those of these words that a name of one's own can have: "sensitive to light"."""
_DEGREES = frozenset({"very", "v", "strong", "intense"})
"""Those that say no more of a word of one's own than how much there was: "strong smell"."""
_BITTEN = frozenset({"my", "the", "his", "her", "inside", "through", "into"})
_BITTEN |= {"tongue", "lip", "lips", "cheek", "cheeks", "nails"}
"""Words behind "bit" that make it no severity: "bit my tongue"."""
_PLEASANT = frozenset(
    {"happy", "happiness", "calm", "relaxed", "peaceful", "peace", "content", "joy", "joyful"}
    | {"good", "great", "grateful", "hopeful", "positive", "loving", "loved", "connected", "clear"}
    | {"rested", "motivated", "energetic", "talkative", "chatty", "cheerful", "relief", "relieved"}
    | {"safe", "well", "nice", "lovely", "pleasant", "fine", "alive"}
)
"""Words of one's own that are never severe, however much there is."""
_NOT_SAID = frozenset(
    {"idk", "dont know", "do not know", "cant tell", "no idea", "ditto", "see note", "tbc", "tbd"}
)
"""What is typed where somebody says no side effect."""
NO_NAMES = frozenset(
    {"for", "the", "next", "after", "before", "during", "when", "while", "all", "but", "since"}
    | {"then", "because", "until", "every", "this", "most", "whole", "came", "went"}
    | {"once", "twice", "several", "many", "lots", "a", "very", "much", "quite", "so", "first"}
    | {"more", "less", "or", "not", "hours", "minutes"}
    | {"straight", "right", "immediately", "shortly", "soon", "two", "three", "four", "five"}
)
"""Words behind a side effect that belong to no name: "tired the next day"."""
_COMPARED = frozenset(
    {"worse", "better", "same", "more", "less", "gone", "stronger", "weaker", "improved", "over"}
    | {"longer", "shorter", "milder", "lighter", "heavier"}
    | {"delete", "remove", "undo", "cancel", "erase", "list", "show", "edit", "help"}
    | {"level", "grade", "severity", "again", "still", "stopped", "ended", "ok", "bad"}
    | {"usual", "as", "last", "time", "stuff", "always", "bearable", "tolerable", "manageable"}
    | {"see", "above", "below", "before", "there", "ongoing"}
)
"""Words that compare a side effect with another time, or say what to do with it, but name none."""
_MOST_WORDS = 4
"""Words of the longest of these."""
_LONGEST_NAME = 60
"""Characters of a word of the patient's own."""
_HOW_BIG = frozenset({"big", "huge", "hard", "heavy"})
"""Those of HOW_MUCH that a name of one's own can have: "legs heavy"."""
HOW_MUCH = frozenset(
    {"very", "really", "so", "quite", "pretty", "rather", "too", "bad", "badly", "super", "fairly"}
    | _HOW_BIG
    | {"kinda", "kind", "sort", "sorta", "of", "damn", "totally", "major", "massive", "killer"}
    | {"lots", "loads", "much"}
)
"""Words that say how much of something, and not of what, nor how severe it was."""


def plain(words: str) -> str:
    """Return words as they are compared: composed, without case, apostrophes and other marks."""
    text = words
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text).replace("’", "'")
    text = text.casefold().replace("d'd", "ded").replace("'", "")  # OD'd is not odd
    if not text.replace(" ", "").isalnum():
        text = "".join(c if c.isalnum() else " " for c in text)
    return " ".join(text.split())


def _key(words: str) -> str:
    text = plain(words)
    return " ".join(word for word in text.split() if word not in _FILLERS) or text


BY_WORD = {word: name for name, words in EFFECTS.items() for word in (name, *words)}
"""Each wording as a patient may see it proposed, and the side effect that it means."""


@cache
def _by_key() -> dict[str, str]:
    return {_key(word): name for word, name in BY_WORD.items()}


def find_effect(words: str) -> str | None:
    """Return the vocabulary's name for what a patient would type, or None."""
    # Most of what is typed is a wording as it stands; the others are worth making the table for.
    return BY_WORD.get(" ".join(words.lower().split())) or _by_key().get(_key(words))


def find_severity(words: str) -> Severity | None:
    """Return mild, moderate or severe for the word or words, or None."""
    return _SEVERITY_WORDS.get(" ".join(words.lower().split()))


def severity_words() -> list[str]:
    """Return every wording of mild, moderate and severe."""
    return list(_SEVERITY_WORDS)


def _without_how_much(words: list[str]) -> list[str]:
    """Return the words without those at their end that belong to a severity: "nausea quite".

    In "legs heavy" it belongs to what was felt.
    """
    named = words
    while len(named) > 1 and named[-1].lower() in HOW_MUCH:
        named = named[:-1]
    says_what = not _HOW_BIG.isdisjoint(map(str.lower, words[len(named) :]))
    return words if says_what and not find_effect(" ".join(named)) else named


def _parted(words: list[str]) -> tuple[list[str], Severity | None]:
    """Return the words of a side effect and the severity that stands behind or before them."""
    lengths = range(min(_MOST_WORDS, len(words)), 0, -1)
    behind = [(words[-n:], words[:-n]) for n in lengths]
    for phrase, name in [*behind, *((words[:n], words[n:]) for n in lengths)]:
        text = " ".join(phrase).lower()
        severity = find_severity(text)
        if severity and (not _belongs_to(name, text) or find_effect(" ".join(name))):
            return _without_how_much(name), severity
    return words, None


def _belongs_to(name: list[str], text: str) -> bool:
    """Tell whether a word for a severity is rather part of a name of one's own: "very happy"."""
    words = [*map(plain, name)]
    if text == "bit" and words[:1]:
        return words[0] in _BITTEN
    if text in _DEGREES and not find_effect(" ".join(_without_how_much(name))):
        return True
    return text in _ALSO_NAMES or (text not in SEVERITIES and not _PLEASANT.isdisjoint(words))


def read_own(words: list[str]) -> tuple[str, Severity | None]:
    """Return a name that is said to be one's own, as it stands, and its severity."""
    named, severity = _parted(_given(words))
    name = " ".join(named)
    if _names_nothing(named) or _says_none(name):
        return read_effect(words)
    return _own_effect(name), severity


class SaysMore(BadInput):
    """A known side effect with words behind it that are no severity; `more` are these."""

    def __init__(self, begun: str, more: list[str]) -> None:
        """`begun` is the side effect as it was typed."""
        rest = " ".join(more)
        super().__init__(
            f"'{escape_invisible(rest)}' is not a severity.{did_you_mean(rest, SEVERITIES)}",
            f"Type one of: {', '.join(SEVERITIES)}.",
        )
        self.begun = begun
        said = next((n for n in (2, 1) if find_severity(" ".join(more[:n]))), 0)
        self.more = more[said:] or more


def read_effect(words: list[str]) -> tuple[str, Severity | None]:
    """Return the side effect and the severity that the words name.

    Any word is accepted as an effect of the patient's own; what follows a known effect must be
    a severity.
    """
    given = _without_fillers(_given(words))
    named, severity = _parted(given)
    name = " ".join(named)
    # "nausea mild" is known without the table of every wording; "light headed" is no mild effect.
    if severity and given[-1].lower() in SEVERITIES and name.lower() in EFFECTS:
        return name.lower(), severity
    if known := find_effect(" ".join(given)):
        return known, None
    if severity:
        if _names_nothing(named):
            raise BadInput("Which side effect?", Example("effect", f"nausea {severity}."))
        if _says_none(name):
            raise none_of("a severity")
        if find_effect(name) is None and (other := _parted(named)[1]) and other != severity:
            raise BadInput(
                f"'{escape_invisible(' '.join(given))}' has two severities: {other}, {severity}.",
                Example("effect", f"nausea {severity}."),
            )
        return find_effect(name) or _own_effect(with_commas(name, words)), severity
    for end in range(len(given) - 1, 0, -1):
        begun, rest = " ".join(given[:end]), " ".join(given[end:])
        known = find_effect(begun)
        if known in THOUGHTS | EMERGENCY | URINE_TODAY:
            break  # Danger is saved in whatever words it comes.
        # "weird dreams" and "high fever" are no "weird" and "high" with a strange severity.
        is_times = given[end].lower().removeprefix("x")[:1].isdecimal()  # 3 times, x2
        is_more = is_times or given[end].lower() in NO_NAMES or did_you_mean(rest, SEVERITIES)
        if known and (begun.lower() in EFFECTS or is_more):
            raise SaysMore(begun, given[end:])
    return _own_effect(with_commas(name, words)), None


def with_commas(name: str, words: list[str]) -> str:
    """Return a name of one's own with the commas that were typed in it: "heavy legs, arms"."""
    text = " ".join(" ".join(words).split())
    if "," not in text:
        return name
    import re

    found = re.search("[ ,]+".join(map(re.escape, name.split())), text)
    return found[0] if found else name


def _names_nothing(words: list[str]) -> bool:
    """Tell whether the words say how severe something was, and not what: "really", "intense"."""
    return all(word.lower() in HOW_MUCH | _FILLERS or find_severity(word) for word in words)


def _without_fillers(given: list[str]) -> list[str]:
    """Return the words without those around a side effect: "feeling very dizzy again"."""
    while len(given) > 1 and plain(given[-1]) in {"again", "still", "too", "x", "ever"}:
        given = given[:-1]
    for n, word in enumerate(given[:-1]):
        if plain(word) not in OPENERS or find_effect(" ".join(given[n:])):
            break
        if find_effect(" ".join(_parted(given[n + 1 :])[0])):
            return given[n + 1 :]
    return given


def _given(words: list[str]) -> list[str]:
    """Return the words one by one. Raises BadInput if they say that there was no such effect."""
    given = [word for text in words for word in text.replace(",", " ").split()]
    given = without_doubles(given)
    if not given:
        raise BadInput("Which side effect?", Example("effect", "nausea mild."))
    is_behind = len(given) > 1 and plain(given[-1]) in {"none", "no", "nil", "zero", "0"}
    denied = given[1:] if is_denial(given) else given[:-1] if is_behind else []
    says_how_much = HOW_MUCH | {"longer", "more", "any", "further", "real"}
    while len(denied) > 1 and plain(denied[0]) in says_how_much:  # not too dizzy
        denied = denied[1:]
    named = _parted(denied)[0]
    begun = (" ".join(named[:n]) for n in range(len(named), 0, -1))
    text = " ".join(given)
    if _says_none(text) or (named and not find_effect(text) and any(map(find_effect, begun))):
        raise Denied(text)
    return given


def without_doubles(words: list[str]) -> list[str]:
    """Return "very bad", of "very very bad"."""
    return [word for n, word in enumerate(words) if word not in words[max(n - 1, 0) : n]]


_DENIALS = frozenset(
    {"no", "none", "zero", "without", "not", "never", "didnt", "wasnt", "werent", "isnt"}
    | {"hadnt", "havent"}
)


def is_denial(words: list[str]) -> bool:
    """Tell whether the words say that there was no such side effect: "no headache"."""
    return len(words) > 1 and plain(words[0]) in _DENIALS and plain(words[1]) != "able"


def says_more(name: str) -> list[str]:
    """Return the known side effects in a name of one's own that has a severity within.

    "nausea moderate to", of "nausea moderate to severe", is no name.
    """
    words = plain(name).split()
    if not set(words) & set(SEVERITIES):
        return []
    spans = ((n, m) for n in range(len(words)) for m in range(n + 1, len(words) + 1))
    return [found for n, m in spans if (found := find_effect(" ".join(words[n:m])))]


def is_none(words: list[str], minutes: int | None) -> bool:
    """Tell whether the words say that there were no side effects. Raises BadInput."""
    if not _says_none(" ".join(words)):
        return False
    if minutes is not None:
        raise none_of("a length of time")
    return True


def _says_none(text: str) -> bool:
    return " ".join(text.split()).lower() in NONE_WORDS


def none_of(what: str) -> BadInput:
    """Return why what was said of side effects can't be said of none."""
    return BadInput(
        f"No side effects can't have {what}.",
        "Type 'ketalog effect none', or the side effect: ketalog effect nausea mild.",
    )


class Denied(BadInput):
    """Words that say which side effect was not there: that is no entry of its own."""

    def __init__(self, text: str) -> None:
        """`text` is what was typed."""
        from ketalog.domain.offer import as_note_line

        shown = escape_invisible(text)
        super().__init__(
            f"'{shown}' says what there was not.",
            "For no side effects at all: ketalog effect none.",
            as_note_line(text),
        )


def _own_effect(name: str) -> str:
    words = {*name.lower().split()}
    if words <= _COMPARED | NO_NAMES - {"not"} or plain(name) in _NOT_SAID:
        raise BadInput(
            f"'{escape_invisible(name)}' is no side effect, nor how severe one was.",
            f"Type the side effect, or one of: {', '.join(SEVERITIES)}.",
        )
    if len(name) > _LONGEST_NAME:
        shown = escape_invisible(name[:20].rpartition(" ")[0] or name[:20])
        raise BadInput(
            f"'{shown} …' is long for the name of a side effect: it can have {_LONGEST_NAME} "
            "characters at most.",
            "Keep it short and put the rest in --note.",
        )
    return name


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a side effect: logging makes no other."""
    short = 0 < len(text) <= _LONGEST_NAME and text == " ".join(text.split())
    return short and not _says_none(text)
