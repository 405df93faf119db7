"""The pictures of the documents, from the made-up journal: its week, its month, the page.

The terminal's are SVG without a font of its own; of the page it is the first sheet.
"""

import os
import re
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = "2026-11-22T21:00:00+01:00"
WIDTH, HEIGHT = 80, 36
DRAWN = ("week", "month")
"""The commands whose screens are drawn."""
FONTS = "ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
FORMAT = FORMAT.replace("Fira Code, monospace", FONTS).replace("arial", "sans-serif")
THEME = TerminalTheme(
    (24, 28, 35),
    (232, 236, 241),
    [
        (24, 28, 35), (242, 120, 120), (126, 200, 130), (229, 180, 90),
        (110, 170, 240), (214, 140, 214), (90, 200, 210), (232, 236, 241),
    ],
)  # fmt: skip
"""Dark on any page; what is dim has 4.5:1."""


def terminal(folder: Path) -> dict[str, str]:
    """Return the drawn screens of a made-up journal in a folder, as SVG."""
    ketalog(folder, "demo", str(folder / "demo"))
    return {name: svg(name, ketalog(folder, name)) for name in DRAWN}


def ketalog(folder: Path, *words: str) -> str:
    """Type a command on the made-up journal, and return what a terminal gets."""
    env = {name: text for name, text in os.environ.items() if not name.startswith("KETALOG")}
    env |= {
        "KETALOG_JOURNAL": str(folder / "demo" / "journal.json"),
        "KETALOG_CONFIG": str(folder / "config.toml"),
        "KETALOG_TEST_NOW": NOW,
        "TZ": "Europe/Berlin",
        "FORCE_COLOR": "1",
        "COLORTERM": "truecolor",
        "COLUMNS": str(WIDTH),
        "LINES": str(HEIGHT),
        "PYTHONIOENCODING": "utf-8",
    }
    env.pop("NO_COLOR", None)
    command = [sys.executable, "-m", "ketalog", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603


def svg(name: str, drawn: str) -> str:
    """Return what a terminal shows as SVG."""
    console = Console(record=True, width=WIDTH, file=StringIO(), color_system="truecolor")
    console.print(Text.from_ansi(drawn.rstrip("\n")), no_wrap=True, crop=True)
    return console.export_svg(
        title=f"ketalog {name}", theme=THEME, code_format=FORMAT, unique_id=f"ketalog-{name}"
    )


def page(folder: Path, picture: Path) -> None:
    """Draw the first sheet of the page of the made-up journal."""
    if shutil.which("pdftoppm") is None:
        sys.exit(f"{picture.name} is left as it is: there is no pdftoppm (poppler-utils).")
    ketalog(folder, "export", str(folder / "page.pdf"))
    command = ["pdftoppm", "-png", "-r", "86", "-f", "1", "-singlefile"]  # -singlefile: no number
    subprocess.run([*command, folder / "page.pdf", picture.with_suffix("")], check=True)  # noqa: S603


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        PICTURES.mkdir(exist_ok=True)
        for name, text in terminal(Path(place)).items():
            (PICTURES / f"{name}.svg").write_text(text, encoding="utf-8")
        page(Path(place), PICTURES / "page.png")
