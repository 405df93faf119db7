"""The site of the documents: README and docs/ in one folder, made into pages that ask no network.

Only the standard library and Zensical: it runs in an environment of its own (`make docs`).
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FROM_ROOT = ("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")
"""The documents beside docs/. README is the first page."""
LINKED = ("ketalog/page/fonts/OFL.txt",)
"""What a document links to, that is none."""
LINK = re.compile(r"(?<=\]\()(?:\.\./)?(?:docs/)?(?=[^)]*\))")
LOOK = """Made: site/html/index.html
A browser lets it search only where it is served: python3 -m http.server --directory site/html
"""
LOADED = re.compile(
    r"<(?:script|img|iframe|source|embed)\b[^>]*\ssrc=[\"']?(?:https?:)?//[^\s\"'>]+"
    r"|<link\b(?=[^>]*\srel=[\"']?(?:stylesheet|preconnect|preload|icon))[^>]*\shref=[\"']?"
    r"(?:https?:)?//[^\s\"'>]+"
    r"|(?:url\(|@import\s)[\"']?(?:https?:)?//[^\s\"')]+",
)
"""What a browser fetches from elsewhere as it opens a page; a link that is clicked is none."""


def gather(source: Path) -> None:
    """Put all documents into one folder, with links as they are there."""
    shutil.copytree(ROOT / "docs", source)
    for name in FROM_ROOT:
        text = (ROOT / name).read_text(encoding="utf-8")
        (source / name.replace("README", "index")).write_text(LINK.sub("", text), encoding="utf-8")
    for name in LINKED:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    for path in source.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("](../", "]("), encoding="utf-8")


def build(folder: Path) -> list[str]:
    """Build the site into a folder anew, and return what is wrong with it."""
    shutil.rmtree(folder, ignore_errors=True)
    gather(folder / "source")
    settings = (ROOT / "zensical.toml").read_text(encoding="utf-8")
    (folder / "zensical.toml").write_text(settings, encoding="utf-8")
    program = Path(sys.executable).parent / "zensical"
    done = subprocess.run(  # noqa: S603
        [program, "build", "--strict"], cwd=folder, capture_output=True, text=True, check=False
    )
    said = re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr)
    broken = [said.partition("Traceback")[0]] if done.returncode else []
    return [
        *broken,
        *left_out(folder, settings),
        *missing(folder / "source"),
        *fetched(folder / "html"),
    ]


def left_out(folder: Path, settings: str) -> Iterator[str]:
    """Name each document to which no menu leads."""
    led = set(re.findall(r'= "([\w-]+\.md)"', settings))
    for path in sorted((folder / "source").glob("*.md")):
        if path.name not in led:
            yield f"{path.name} is not in the menu: zensical.toml"


def missing(source: Path) -> Iterator[str]:
    """Name each picture that is not there: Zensical looks at links alone."""
    for path in sorted(source.glob("*.md")):
        for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            if not (source / name).exists():
                yield f"{path.name} shows a picture that is not there: {name}"


def fetched(html: Path) -> Iterator[str]:
    """Name what a page or a style sheet would fetch from elsewhere."""
    for path in sorted((*html.rglob("*.html"), *html.rglob("*.css"))):
        for found in LOADED.findall(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(html)} asks the network: {found}"


if __name__ == "__main__":
    if wrong := build(ROOT / "site"):
        sys.exit("\n".join(wrong))
    sys.stdout.write(LOOK)
