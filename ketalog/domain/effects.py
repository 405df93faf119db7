"""The words for side effects. Any other word a patient types is kept as typed.

Terms: the adverse reactions of the Spravato (esketamine) label, its urinary warnings, and plain
words for them. A word's plain form is the one shown.
"""

from ketalog.domain.entries import SEVERITIES, Severity
from ketalog.domain.text import escape_invisible, near
from ketalog.errors import BadInput

EFFECTS: dict[str, tuple[str, ...]] = {
    "dissociation": ("dissociated", "detached"),
    "dizziness": ("dizzy", "lightheaded"),
    "nausea": ("nauseous", "queasy"),
    "sedation": ("sedated", "sleepy", "drowsy", "drowsiness"),
    "spinning": ("vertigo",),
    "headache": (),
    "odd taste": ("dysgeusia", "bad taste", "taste"),
    "numbness": ("hypoesthesia", "numb"),
    "anxiety": ("anxious",),
    "lethargy": ("lethargic",),
    "raised blood pressure": ("blood pressure increased", "high blood pressure"),
    "vomiting": ("vomit", "threw up", "throwing up"),
    "insomnia": ("sleepless",),
    "diarrhea": ("diarrhoea",),
    "nasal discomfort": (),
    "throat irritation": ("sore throat",),
    "feeling drunk": ("drunk",),
    "dry mouth": (),
    "sweating": ("hyperhidrosis", "sweats"),
    "euphoria": ("euphoric mood",),
    "slurred speech": ("dysarthria",),
    "tremor": ("shaking",),
    "mouth pain": ("oropharyngeal pain",),
    "mental fog": ("mental impairment", "foggy"),
    "constipation": ("constipated",),
    "feeling abnormal": (),
    "fast heartbeat": ("tachycardia",),
    "fatigue": ("tired", "tiredness"),
    "blurred vision": ("blurry vision",),
    "double vision": (),
    "palpitations": (),
    "confusion": ("confused",),
    "memory problems": ("memory impairment",),
    "hallucinations": (),
    "fainting": ("syncope", "fainted"),
    "trouble breathing": ("dyspnea", "breathless", "short of breath"),
    "frequent urination": ("pollakiuria", "urinary frequency"),
    "burning urination": ("dysuria",),
    "urinary urgency": ("urgency",),
    "night-time urination": ("nocturia",),
    "blood in urine": ("hematuria",),
    "incontinence": (),
    "pelvic pain": (),
}
URINARY = frozenset(
    {
        "frequent urination",
        "burning urination",
        "urinary urgency",
        "night-time urination",
        "blood in urine",
        "incontinence",
        "pelvic pain",
    }
)
"""Those that stand out in every summary, however mild: in the label's and the FDA's warnings."""
BY_WORD = {word: name for name, also in EFFECTS.items() for word in (name, *also)}
NONE_WORDS = frozenset({"none", "nothing", "no", "no effects", "no side effects"})
_SEVERITY_WORDS: dict[str, Severity] = {
    **{name: name for name in SEVERITIES},
    "mod": "moderate",
    "mod.": "moderate",
}


def find_effect(words: str) -> str | None:
    """Return the vocabulary's name for what a patient would type, or None."""
    return BY_WORD.get(" ".join(words.lower().split()))


def find_severity(word: str) -> Severity | None:
    """Return mild, moderate or severe for the word, or None."""
    return _SEVERITY_WORDS.get(word.lower())


def read_effect(words: list[str]) -> tuple[str, Severity | None]:
    """Return the side effect and the severity that the words name.

    Any word is accepted as an effect of the patient's own; what follows a known effect must be
    a severity.
    """
    given = _given(words)
    whole = find_effect(" ".join(given))
    if whole:
        return whole, None
    severity = find_severity(given[-1])
    if severity:
        name = " ".join(given[:-1])
        if not name:
            raise BadInput("Which side effect?", f"For example: ketalog effect nausea {severity}.")
        if _says_none(name):
            raise _none_of("a severity")
        if find_severity(given[-2]):
            raise BadInput(
                f"'{given[-2]} {given[-1]}' are two severities.",
                f"For example: ketalog effect nausea {severity}.",
            )
        return find_effect(name) or _own_effect(name), severity
    for end in range(len(given) - 1, 0, -1):
        known = find_effect(" ".join(given[:end]))
        if known:
            rest = escape_invisible(" ".join(given[end:]))
            raise BadInput(
                f"'{rest}' is not a severity.{near(rest, SEVERITIES)}",
                f"Type one of: {', '.join(SEVERITIES)}. For example: ketalog effect {known} mild.",
            )
    return _own_effect(" ".join(given)), None


def _given(words: list[str]) -> list[str]:
    """Return the words one by one, a severity last. Raises BadInput if there were no effects."""
    given = [word for one in words for word in one.replace(",", " ").split()]
    if not given:
        raise BadInput("Which side effect?", "For example: ketalog effect nausea mild.")
    denied = given[0].lower() in {"no", "none"} and find_effect(" ".join(given[1:]))
    if denied or _says_none(" ".join(given)):
        raise _none_of("a name")
    if find_severity(given[0]) and not find_severity(given[-1]):
        return [*given[1:], given[0]]
    return given


def is_none(words: list[str], minutes: int | None) -> bool:
    """Tell whether the words say that there were no side effects. Raises BadInput."""
    if not _says_none(" ".join(words)):
        return False
    if minutes is not None:
        raise _none_of("a length of time")
    return True


def _says_none(text: str) -> bool:
    return " ".join(text.split()).lower() in NONE_WORDS


def _none_of(what: str) -> BadInput:
    return BadInput(
        f"No side effects can't have {what}.",
        "Type 'ketalog effect none', or the side effect: ketalog effect nausea mild.",
    )


def _own_effect(name: str) -> str:
    if len(name) > 60:
        raise BadInput(
            "A side effect's name can have 60 characters at most.",
            "Keep it short and put the rest in --note.",
        )
    return name
