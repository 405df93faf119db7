"""Write what a shell needs to know of ketalog into ketalog/shell: completion, the manual page."""

from pathlib import Path

from tools.completion import scripts
from tools.manual import manual

SHELL = Path(__file__).parent.parent / "ketalog" / "shell"


def made() -> dict[str, str]:
    """Return the text of each file, by its name."""
    return {**{f"ketalog.{name}": text for name, text in scripts().items()}, "ketalog.1": manual()}


if __name__ == "__main__":
    for name, text in made().items():
        (SHELL / name).write_text(text, encoding="utf-8")
