"""The words of advice in a text, but for what is said after something grave."""

import re

from ketalog.answers.safety import GRAVE, TELL_SOMEONE, URINE
from ketalog.instruments import gad7, phq9

AFTER_SOMETHING_GRAVE = (
    GRAVE.format(number=""),
    URINE.format(when=""),
    URINE.format(when=" today"),
)
ADVICE = re.compile(
    r"\b(should(n't)?|recommend\w*|suggest\w*|advis\w*|try|increas\w*|reduc\w*|you need|must|"
    r"ought|consider|please|avoid|too (much|soon|large|high|often)|better to|talk to|wait|"
    r"well done|great|good|congrat\w*|unfortunately|remember to|don't forget|take (it|your|one|"
    r"another|less|more))\b",
    re.IGNORECASE,
)


def advice_in(text: str) -> list[str]:
    """Return the words of advice in a text.

    Left out: what is said after something grave, and the words of published questionnaires.
    """
    for paragraph in text.splitlines():
        if paragraph.startswith(TELL_SOMEONE) or paragraph.endswith(AFTER_SOMETHING_GRAVE):
            text = text.replace(paragraph, "")
    for item in (*gad7.INSTRUMENT.items, *phq9.INSTRUMENT.items):
        text = text.replace(item.text, "")
    return [found[0] for found in ADVICE.finditer(text)]
