"""Danger heard in what a patient logs, in whatever words they type it and however mild.

Three sets, from the boxed warning of the Spravato label (sedation, dissociation, respiratory
depression, suicidal thoughts), the FDA's alerts of Feb 2022 and Oct 2023 (loss of consciousness,
bladder) and the question 9 of PHQ-9; what makes each an emergency is common to every label. An
allergic reaction, a stroke, an overdose stand in none of them: they are heard as well, since that
is the safer choice. The wordings are those that patients use. To hear once too often costs a line,
to miss it can cost a life: so a word that is nearly one of these counts too.

Beside side effects it is heard in what else was taken, in reasons, intentions and names of people
and places: there a line may have put it. Notes, questions and what a session brought up are never
searched: they are the patient's own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from ketalog.domain.effects import EFFECTS, EMERGENCY, THOUGHTS, URINARY, URINE_TODAY, plain
from ketalog.domain.entries import SEVERITIES, Effect
from ketalog.domain.kinds import heard_words
from ketalog.domain.treatment import Also

if TYPE_CHECKING:
    from ketalog.domain.kinds import Entry

Danger = Literal["thoughts", "emergency", "bladder", "bladder today"]

URGENT: tuple[Danger, ...] = ("thoughts", "emergency", "bladder today")
"""The gravest first; where side effects are listed, these stand before all others."""
BLADDER = frozenset({"bladder", "bladder today"})

# In the order of gravity: the first that is heard counts.
WORDINGS: dict[Danger, tuple[str, ...]] = {
    "thoughts": (
        "suicid",
        "dont feel safe|not feeling safe|not safe with|not safe alone|=not safe|=im not safe",
        "relaps + sh$|cut$|cutting|self harm|selfharm",
        "=to die|end my suffering|end the suffering|end my pain",
        "wanttodie|iwanttodie|iwannadie|killmyself|endmylife|endit$",
        "=i cut|=cut again|=s i|un alive",
        "pills|tablets|meds|rope + lined up|laid out|in front of me",
        "pills ready|tablets ready|meds ready",
        "research|looked up|looking up|googl|search + ways to die|how to die|lethal",
        "stop existing",
        "i should|i could|want|wanna|just + disappear|vanish",
        "tired of being alive|sick of being alive|live like this",
        "=never wake up|never wake up again",
        "last|final + goodbye|farewell",
        "nobody|no one|noone + would care|will care|cares if|would notice|would miss",
        "crash + my car|the car",
        "on the + ledge|roof|bridge",
        "selfharm",
        "self + harm|injur|hurt|mutilat",
        "sewerslide",
        "kill$|kil$|hang|shoot|drown + me$|myself|self",
        "killing + myself|self",
        "cut$|cuts$|cutting|slit|slash|carv + wrist|arm$|arms$|forearm|thigh|leg$|legs$|skin",
        "scratch|pick + bled|bleed|blood",
        "hurt|harm|cut|burn|injur|starv|scratch|punch|hit|hitting|bit|bang|stab|poison + myself",
        "end|ending|ended + life|everything|things|it",
        "tak|took + life|lives",
        "want|wish|wanna|rather|ready|hope|think|thought|plan + die$|dei$|dying|dead$|death",
        "stop|stopped|lost + want|will|wish + live$|living",
        "going|better|felt like|feel like|feels like + die$|dying|dead$|death",
        "better off + gone|without me",
        "want|need|wish|wanna|make|please + it to stop|it all to|everything to|it stop|all to stop",
        "no|without + future|hope$",
        "nothing to live|nothing left to live",
        "everyone|everybody|family|they|world|people + better off",
        "burden",
        "nobody|no one + miss me|notice if|care if",
        "cant|cannot|dont want to + take it any|take this any|cope any",
        "want|wish|wanna + sleep + forever",
        "harm + thought|urge|intrusive",
        "jump + thought|thinking",
        "wrote|writing|made + my will$",
        "not|dont|didnt|no|never + live$|living|alive|exist|be here",
        "want|wish|hope + not|dont|never|wont|wouldnt + wake|woke|waking",
        "want|wish + disappear|vanish",
        "dont|cant|no + see|seeing + point",
        "whats the point|what is the point",
        "cant|cannot|dont want to + do this any|do it any|do life",
        "worthless|hopeless|pointless + want out|die$|end it",
        "wish + not|wasnt|werent|never + here|born|alive|around|exist",
        "better|happier|easier|fine|safer + without me",
        "life + worth",
        "should|could|might|gonna|ought + die$",
        "trying|going|took|swallow + to die$",
        "should|ought + dead$",
        "give|giving|gave|given + up on life|up on living",
        "tired of|sick of|done with|over with + life$|living|everything",
        "no + reason|point|will + live$|living|alive|going on|go on",
        "cant|cannot|dont + go on|carry on",
        "kys$|kms$",
        "sh$ + urge|thought",
        "=sh|sui$|suic$|=crisis|in crisis",
        "=cutting|started cutting|been cutting|cutting again",
        "unalive",
        "death + wish|thought",
        "overdos + purpose|myself",
        "urge|urges|want|wanna + cut$|cutting",
        "want|wish|wanna|need + it over|it to be over|it all over",
        "counting|looking at|staring at|saving up|stockpil|hoard + pills|tablets|razor|rope",
        "thinking|thought|standing|looking + bridge|cliff|roof|tracks|under a train",
        "thinking about|thinking of|thought about|thoughts of + pills|rope|knife|gun$",
        "driv|steer|swerv|walk + into a tree|into traffic|off a bridge|off the road",
        "giving|gave + away + things|stuff|belongings|everything",
        "i give up|im giving up|=give up|=giving up|=gave up|i want out|=want out",
        "jump + bridge|window|roof|building|train|balcony|cliff|ledge|tower|off$|in front",
        "in front of + car$|cars|train|bus$|truck|lorry|traffic|tube",
        "crash|hurt|fell|burn|cut|overdid|walked + on purpose|deliberate|intentional",
        "want|wanna|urge|think|plan + crash",
        "noose$",
        "bought|buy|buying|tied|tying|loaded|loading|got|have + rope|gun$|razor$|blades",
        "drank|drink|drinking|swallow + bleach|antifreeze|poison|cleaner",
        "voice|telling me|tells me|told me + die$|kill|jump|harm|hurt",
        "what i might do|what i could do|what i may do|what ill do|what i will do",
        "do something stupid|do something bad|something to myself|keep myself safe",
        "scared of myself|afraid of myself|danger to myself|unsafe with myself|safe from myself",
        "want|wanna|urge + jump",
        "si$|=988",
        "ideation",
        "dark|black + thought",
        "goodbye|farewell + note|letter|said|wrote",
        "suizid|selbstmord|umbringen|selbstverletz|=ritzen|mich ritzen",  # days are read so too
        "lebensmüde|lebensmuede",
        "top myself|topping myself|off myself|offing myself",
        "=no way out|=theres no way out|=there is no way out|what am i living for",
        "life + pointless|meaningless",
        "bang|banged|banging|hit|hitting|smash + head + on purpose",
        "do myself in$|doing myself in$|did myself in$",
        "want|wish|wanna + be gone",
        "will|wollte|möchte + sterben|nicht mehr leben|tot sein",
        "wrote|writing|left + letter|letters + kids|children|family|parents|wife|husband|everyone",
    ),
    "emergency": (
        "unconscious",
        "unresponsive",
        "conscious + los|lost|without",
        "pass|passed|passing + out",
        "black|blacked|blacking + out",
        "blackout",
        "faint",
        "collaps",
        "syncop",
        "keel + over",
        "not|cant|cannot|couldnt|unable|wont|wouldnt|hard|impossib + wake$|woken|rous|arous|breath",
        "barely|hardly|scarcely + breath|conscious",
        "unrous|unarous",
        "wasnt able|isnt able|not able + breath|wake$|move$",
        "loc$",
        "out cold|knocked out",
        "woke|wake|found|came to|came round|came around + floor|ground",
        "chest + pain|hurt|ach|tight|pressur|heav|squeez|burn|crush|stab|sore|discomfort|weight",
        "elephant + chest",
        "not$|no$|non$|stop|wont$|wouldnt$|didnt$ + respon",
        "cant$|cannot$|couldnt$|not$|no$|enough + air$",
        "angina|=cp",
        "heart + attack|pain|stop|hurt|ach",
        "breath + hard|troubl|difficult|short|struggl|labo|shallow|stop|problem|slow|less|lack|no$",
        "breathless|sob$",
        "breath + out|catch|weak|weird|strange|odd$|funny",
        "throat + tight",
        "dyspn",
        "suffocat",
        "oxygen|sats|spo2|o2$ + low|drop|fell|down|fall",
        "airway$|airways$",
        "throat|tongue|lip|lips|face + clos|swell|swollen",
        "eye|eyes|eyelid|mouth|neck + swell|swollen",
        "hives|rash + all over|everywhere|breath|throat",
        "respirat|resp$ + depress|arrest|fail|distress",
        "apnea|apnoea|wheez",
        "anaphyla",
        "allerg + react|shock|attack",
        "chok",
        "gasp",
        "blue|grey|gray|purple + lips|face|fingers|turn|went",
        "seiz|seaz|sezure",
        "alcohol|drink|drank|beer|wine|xanax|benzo|opioid|oxy + stay awake|eyes open|wake up",
        "=blind|went blind|gone blind|=cant see|=cannot see",
        "nosebleed + stop",
        "chestpain|cantbreath|passedout|blackedout",
        "went black|going black|goes black|blind in|air hunger|eyes rolled|eyes rolling",
        "drank + too much",
        "too much|too many + ketamine|ket$|k$|spravato|troche|lozenge|spray|pills|tablets|meds",
        "breath + rapid|fast$",
        "chest + funny|weird|flutter",
        "forgot + took|taken + again|twice",
        "took|taken + wrong + dose|amount|pill|tablet|meds",
        "took|taken|taking|swallow + someone elses|somebody elses",
        "convuls",
        "epilep",
        "had|having|have|got + fit$|fits$",
        "=fit",
        "jerk|shaking|shook|twitch + body|all over|uncontrol|limbs",
        "fitting",
        "stroke",
        "paralys",
        "face|mouth|smile + droop",
        "one side|left side|right side + numb|weak|droop|paraly",
        "cant|cannot|couldnt|unable + move$ + arm|arms|leg|legs|side|face",
        "overdos|od$|oding|oded",
        "took|taken|taking|swallow + too much|too many|double|extra|by mistake|at once|in one go",
        "took|taken|swallow + everything|all of them|them all|all of it",
        "im dying|i am dying|he is dying|hes dying|she is dying|shes dying|=dying|=emergency|=sos",
        "no$|without|lost|lose|losing|cant find + pulse|breath",
        "dropped to + floor|ground",
        "isnt waking up|not waking up|arent waking up",
        "call|get|need + 911|999|112|ambulance|paramedics",
        "=911|=112|=999|=i need help|=need help",
        "aspirat|gurgling",
        "forgot|forget|forgetting + to breathe",
        "went limp|go limp|going limp",
        "vomit|threw|throw|sick + in my sleep|while asleep",
        "=cant speak|=cannot speak|=couldnt speak|=cant talk|=cannot talk|=couldnt talk",
        "lost + vision|sight|my speech",
        "left + arm + pain|hurt|ache|numb",
        "jaw + pain + chest|arm",
        "=poisoned|been poisoned|=poisoning",
        "by accident + took|taken|swallow|mg$",
        "foam + mouth",
        "sudden|suddenly + blind|vision|sight",
        "snor + wake$|waking|wakes",
        "child|kid|toddler|baby|son$|daughter + swallow|ate$ + one$|it$|some$|tablet|pill|troche",
        "child|kid|toddler|baby|son$|daughter + swallow|ate$ + them$|two$|2$|3$|4$|meds",
        "child|kid|toddler|baby|son$|daughter + got into",
        "took|taken + it twice|it again by mistake",
        "took|taken|swallow + the lot$|the whole lot",
        "=help me|=please help|=please help me|=help me please|=ambulance",
        "double|doubled|twice|triple + dose|dosed|dosing|as much",
        "accidental|mistake + took|taken|dose|dosed",
        "hes$|shes$|he is|she is + blue$|grey$|gray$",
        "took|taken|taking|swallow + all|whole|entire + pills|tablets|meds|troches|bottle|pack|box",
        "took|taken|taking|swallow|ate + 10+|bottle|pack|packet|box|lots|loads + pill|tablet|tabs",
        "took|taken|swallow|ate + 10+|bottle|pack|packet|box|lots|loads + meds|troche|lozenge",
        "took|taken|taking|swallow + handful",
        "vomit|threw|throw|cough|spit|puk|bring|brought|sick + blood",
        "bleed + stop|heav|lots|a lot|everywhere",
        "worst headache|thunderclap",
        "atemnot|keine luft|ohnmacht|ohnmächtig|bewusstlos|krampfanfall|brustschmerz|herzinfarkt",
    ),
    "bladder today": (
        "blood|bloody|red$|pink|brown|cola$|rust|clot + urin|pee$|pees|peed|peeing|piss|bladder",
        "bloodinurine|bloodinmyurine|bloodinpee|cantpee$",
        "blood|bloody|red$|pink|brown|cola$|rust|clot + wee$|weed|weeing|water",
        "tea$|coke$ + urin|pee$|wee$|piss",
        "passing|passed + blood|clots",
        "nothing comes out|nothing is coming out$|nothings coming out$",
        "bleed + urin|pee$|pees|peed|peeing|wee$|weed|weeing|piss|bladder",
        "blood|bloody|bleed + toilet|loo$|bathroom|when i go$",
        "blut + urin",
        "haematur|hematur",
        "not|cant|cannot|couldnt|unable|stop|impossib|no$ + urin|pee$|peeing|wee$|weeing|piss",
        "not|cant|cannot|couldnt|unable|stop|impossib|no$ + pass water",
        "havent$|hasnt$|didnt$|wont$|wouldnt$ + urin|pee$|peed|wee$|weed|piss|pissed",
        "urin + retention|retain|block",
        "wasnt able|isnt able + urin|pee$|wee$|piss",
        "cant|cannot|couldnt|unable + empty|emptied",
        "cant|cannot|couldnt|unable + go to|use + toilet|loo$|bathroom",
    ),
    "bladder": (
        "urin|pee$|peeing|pees$|wee$|weeing|piss|bladder + pain|hurt|burn|sting|sore|cramp|spasm",
        "urin|pee$|peeing|pees$|wee$|weeing|piss|bladder + often|lot|frequen|constant|more|much",
        "loads + peeing|weeing|pissing|urinating",
        "urin|pee$|peeing|pees$|wee$|weeing|piss|bladder + urgen|need|keep|control|hold|leak",
        "urin|pee$|peeing|pees$|wee$|weeing|piss|bladder + night|time|every|hour|always|minut",
        "urin|pee$|peeing|pees$|wee$|weeing|piss|bladder + accident|cloud|dark|infect|irritat",
        "bladder + pressur|ach|inflam|full|weak",
        "urin|pee$|peeing|wee$|weeing|piss|bladder + jelly|gel$|clot|mucus|razor|glass|knives|fire",
        "pelvi + cramp|ach|pain|hurt|sore|spasm",
        "burn|sting|hurt|pain + down there|when i go|to go",
        "dribbl",
        "kidney|kidneys|flank + pain|hurt|ache|sore",
        "weak|slow|poor + stream",
        "urin|pee$|peeing|wee$|weeing|piss + struggl|strain|hesita|difficult|hard|slow|get|getting",
        "peed|weed|pissed + bed|myself|pants",
        "waterworks|water works",
        "luts$|suprapubic|hesitancy",
        "cystit",
        "=bladder",
        "bladder + discomfort|problem|trouble|issue|sensitiv|playing up",
        "uti$|utis$",
        "incontinen",
        "wet|wetting + myself|bed|pants",
        "toilet|loo$|bathroom + often|lot|constant|night|time|every|all day|running|keep",
        "toilet|loo$|bathroom + rush|make it",
        "nocturi|dysuri|pollaki|polyuri",
    ),
}
"""Rows of groups: a wording is heard where each group, in any order, has a word that begins with
one of its stems; `$` ends a whole word, `=` is all that was typed, `10+` a number of ten or more, a
stem of two words stands as it is."""

_NAMED: dict[Danger, frozenset[str]] = {
    "thoughts": THOUGHTS,
    "emergency": EMERGENCY,
    "bladder today": URINE_TODAY,
    "bladder": URINARY - URINE_TODAY,
}
_NO_SLIPS = frozenset(
    {"evening", "evenings", "reason", "reasons", "hear", "heard", "heat", "peeling"}
    | {"where", "wheel", "wheels", "panic", "down", "doing", "could", "unable", "unlike", "size"}
    | {"sizes", "gap", "gaps", "filing", "sufficient", "through", "leaving", "waiting", "saying"}
    | {"suspicious", "suspicion", "stronger", "strongest", "burned", "faith", "fighting", "firing"}
    | {"fixing", "strike", "strikes", "striker", "sized", "collar", "owing", "flint", "constitute"}
    | {"inconsistent", "start", "started", "starting", "shot", "shots", "back", "talking", "talk"}
    | {"speaking", "hearing", "smell", "have", "strong", "spot", "spots", "would", "while", "block"}
    | {"overdo", "hesitant", "synopsis", "watermark", "watermarks", "consults", "broaden", "clamps"}
    | {"suspicions", "heartburn", "heartburns", "blade", "blades"}
)
"""Common words that are no slip of another."""
_NEARLY = 0.76
"""How alike two words are (difflib's ratio) for one to be a slip of the other."""


def stands_out(name: str, severity: str | None) -> bool:
    """Tell whether a clinician would want to see a side effect first: not mild, or a danger."""
    return severity in SEVERITIES[1:] or danger_in(name) is not None


def urgency_of(name: str) -> int:
    """Return 0 for the most urgent of URGENT, its length for what is not urgent."""
    danger = danger_in(name)
    return URGENT.index(danger) if danger in URGENT else len(URGENT)


def danger_of(entry: Entry) -> Danger | None:
    """Return which danger an entry's words tell of, None for none; the gravest counts."""
    match entry:
        case Effect():
            texts = [entry.name]
        case Also(change="taken"):
            many = " of many tablets" if _is_many(entry) else ""
            texts = [entry.what, f"swallowed {entry.what}{many}"]
        case Also(change="started" | "stopped" | "changed"):  # stopped breathing; cut my wrist
            texts = [entry.what, f"{entry.change} {entry.what}"]
        case _:
            texts = heard_words(entry)
    dangers = {danger_in(text) for text in texts}
    return next((danger for danger in WORDINGS if danger in dangers), None)


def _is_many(taken: Also) -> bool:
    """Tell whether ten or more of something were taken that is no drink: "20 paracetamol"."""
    number, _, what = taken.what.partition(" ")
    first = what.partition(" ")[0].lower()
    is_counted = first.isalpha() and first.removesuffix("s") not in _MEASURED
    is_many = number.isascii() and number.isdecimal() and int(number) >= _MANY
    return is_many and is_counted and taken.about != "alcohol"


_MANY = 10
_MEASURED = frozenset(
    {"mg", "mcg", "ug", "g", "ml", "iu", "unit", "drop", "min", "minute", "hour", "h", "puff", "oz"}
    | {"cup", "gram", "sip", "cigarette", "almond", "grape", "nut", "pack", "day", "week"}
)
"""Words behind a number that make it no count of tablets."""


@cache
def danger_in(name: str) -> Danger | None:
    """Return which danger a side effect's name tells of, None for none; the gravest counts."""
    for danger, names in _NAMED.items():
        if name in names:
            return danger
    if name in EFFECTS:  # of a known one the sets say all
        return None
    text = plain(name)
    for harmless in _HARMLESS:
        text = text.replace(harmless, "")
    words = text.split()
    return next(
        (
            danger
            for danger, rows in WORDINGS.items()
            if any(_is_heard(row, text, words) for row in rows)
        ),
        None,
    )


_HARMLESS = ("cutting down", "cut down on", "breathing exercise", "jumped on a train", "on a bus")
"""Phrases with words of danger in them that tell of none."""


def _is_heard(row: str, text: str, words: list[str]) -> bool:
    return all(
        any(_stands(stem, text, words) for stem in group.split("|")) for group in row.split(" + ")
    )


def _stands(stem: str, text: str, words: list[str]) -> bool:
    if stem.startswith("="):
        return stem == f"={text}"
    if stem == "10+":
        return any(word.isdecimal() and int(word) >= 10 for word in words)
    whole = stem.removesuffix("$")
    if " " in stem:
        return f" {stem}" in f" {text}" if whole == stem else f" {whole} " in f" {text} "
    if whole != stem:
        return whole in words
    return any(word.startswith(stem) or _is_slip(word, stem) for word in words)


@cache
def _stems() -> tuple[str, ...]:
    """Return the longer stems of all rows: a word that begins with one is no slip of another.

    Nor is a whole word that is one; what is longer than it may be: suicde, beside suic.
    """
    stems = {
        stem
        for rows in WORDINGS.values()
        for row in rows
        for group in row.split(" + ")
        for stem in group.split("|")
    }
    return tuple(stem for stem in stems if len(stem) > 3)


def _is_slip(word: str, stem: str) -> bool:
    """Tell whether a word is a stem mistyped: its letters mixed, or one or two of many wrong."""
    if (
        len(stem) < 4
        or not -2 < len(word) - len(stem) < 5
        or word[0] != stem[0]
        or word in _NO_SLIPS
        or word.startswith(_stems())
        or f"{word}$" in _stems()
    ):
        return False
    begins = word[: len(stem)]
    if sorted(begins) == sorted(stem):
        return True
    from difflib import SequenceMatcher

    return len(stem) > 4 and SequenceMatcher(None, word[: len(stem) + 1], stem).ratio() >= _NEARLY
