"""The words for side effects. Any other word a patient types is kept as typed.

Terms: the adverse reactions of the Spravato (esketamine) label, its urinary warnings, and plain
words for them. A word's plain form is the one shown.
"""

from ketalog.domain.entries import SEVERITIES, Severity

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
BY_WORD = {word: name for name, also in EFFECTS.items() for word in (name, *also)}
NONE_WORDS = frozenset({"none", "nothing"})
_SEVERITY_WORDS: dict[str, Severity] = {"mod": "moderate", "mod.": "moderate"} | {
    name: name for name in SEVERITIES
}


def find_effect(words: str) -> str | None:
    """Return the vocabulary's name for what a patient would type, or None."""
    return BY_WORD.get(" ".join(words.lower().split()))


def find_severity(word: str) -> Severity | None:
    """Return mild, moderate or severe for the word, or None."""
    return _SEVERITY_WORDS.get(word.lower())
