"""Build what a release is made of, and try it as those do who install it.

Run by `make release-check`. What is tried lies in a folder of its own that is gone at the end.
"""

import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import venv
from email import message_from_bytes
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
BIN = Path(sys.executable).parent
LOCK = ROOT / "requirements" / "run.txt"
SHARED = {
    "man": "man/man1/ketalog.1",
    "bash": "bash-completion/completions/ketalog",
    "zsh": "zsh/site-functions/_ketalog",
    "fish": "fish/vendor_completions.d/ketalog.fish",
}
"""Where pipx links what man and the shells read, below its folder for such files."""
NEEDED = ("tests/conftest.py", "docs/architecture.md", "tools/release.py", "Makefile", "LICENSE")
"""A few of the files that a packager needs in the sdist, of each folder one."""
LICENSES = ("LICENSE", "OFL.txt")


def main() -> None:
    """Check a release; the first thing that is wrong ends it."""
    for old in DIST.glob("ketalog-*"):
        old.unlink()
    run(BIN / "validate-pyproject", ROOT / "pyproject.toml")
    # Without an option, the wheel is built from the sdist: so a packager can, too.
    run(BIN / "python", "-m", "build", "--no-isolation", "--outdir", DIST, ROOT)
    (wheel,), (sdist,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    done(f"wheel and sdist: {wheel.name}, {sdist.name}")
    run(BIN / "check-wheel-contents", wheel)
    run(BIN / "twine", "check", "--strict", wheel, sdist)
    done("what they hold and say: check-wheel-contents, twine, validate-pyproject")
    holds_all(wheel, sdist)
    done("the sdist holds tests, docs and tools; both hold each licence")
    done(f"what a release is made of: {bill_of_materials().name}")
    with TemporaryDirectory(prefix="ketalog-release-") as name:
        folder = Path(name)
        by_pipx(wheel, folder / "pipx")
        done("installed by pipx: logs, shows a week, writes a PDF; man page and completion linked")
        by_uv(wheel, folder / "uv")
        done("installed by uv: logs, shows a week, writes a PDF")
        without_native_parts(wheel, folder / "bare")
        done("without typst and pyrage: one line says so, and everything else works")


def done(what: str) -> None:
    """Say what was checked."""
    print(f"ok  {what}", flush=True)  # noqa: T201 (what a developer reads)


def run(*line: str | Path, env: dict[str, str] | None = None, code: int = 0) -> str:
    """Return what a command says; end with it if its exit code is not the expected one."""
    words = [str(word) for word in line]
    ended = subprocess.run(  # noqa: S603 (our own lines)
        words,
        env=env,
        cwd=ROOT,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    expect(ended.returncode == code, f"{shlex.join(words)}: {ended.returncode}\n{ended.stdout}")
    return ended.stdout


def expect(is_so: object, otherwise: str) -> None:
    """End the check unless something is so."""
    if not is_so:
        sys.exit(f"release-check: {otherwise}")


def holds_all(wheel: Path, sdist: Path) -> None:
    """Check that each archive has its licences, and the sdist what a packager needs."""
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    missing = [name for name in NEEDED if name not in held]
    fonts = {str(Path(name).parent) for name in held if name.endswith((".otf", ".ttf", ".woff2"))}
    missing += [f"{folder}/OFL.txt" for folder in fonts if f"{folder}/OFL.txt" not in held]
    expect(not missing, f"the sdist lacks {', '.join(missing)}")
    with ZipFile(wheel) as packed:
        names = packed.namelist()
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        said = message_from_bytes(packed.read(about))["License-Expression"]
    expect(said == "MIT AND OFL-1.1", f"the wheel says another licence: {said}")
    for name in LICENSES:
        found = any("/licenses/" in path and path.endswith(f"/{name}") for path in names)
        expect(found, f"the wheel lacks the licence {name}")


def bill_of_materials() -> Path:
    """Write the SBOM of what users install; it has each version of the lock."""
    path = DIST / "ketalog.cdx.json"
    run(
        *(BIN / "cyclonedx-py", "requirements", LOCK, "--pyproject", ROOT / "pyproject.toml"),
        *("--output-reproducible", "--output-file", path),
    )
    listed = {
        f"{part['name']}=={part['version']}"
        for part in json.loads(path.read_text(encoding="utf-8"))["components"]
    }
    locked = set(re.findall(r"^[\w.-]+==[\w.]+", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    expect(locked <= listed, f"the SBOM lacks {', '.join(sorted(locked - listed))}")
    return path


def by_pipx(wheel: Path, folder: Path) -> None:
    """Install the wheel by pipx, away from what the developer has; use it."""
    env = clean(folder) | {
        "PIPX_HOME": str(folder / "home"),
        "PIPX_BIN_DIR": str(folder / "bin"),
        "PIPX_MAN_DIR": str(folder / "share" / "man"),
        "PIPX_COMPLETION_DIR": str(folder / "share"),
    }
    run(BIN / "pipx", "install", "--python", sys.executable, wheel, env=env)
    lacking = [name for name in SHARED.values() if not (folder / "share" / name).is_file()]
    expect(not lacking, f"pipx linked no {', '.join(lacking)}")
    use(folder / "bin" / "ketalog", env, folder)


def by_uv(wheel: Path, folder: Path) -> None:
    """Install the wheel by uv, likewise."""
    env = clean(folder) | {
        "UV_TOOL_DIR": str(folder / "tools"),
        "UV_TOOL_BIN_DIR": str(folder / "bin"),
        "UV_CACHE_DIR": str(folder / "cache"),
    }
    run(BIN / "uv", "tool", "install", "--python", sys.executable, wheel, env=env)
    use(folder / "bin" / "ketalog", env, folder)


def without_native_parts(wheel: Path, folder: Path) -> None:
    """Use the program where a packager has neither typst nor pyrage."""
    env = clean(folder)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, env=env)
    run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "typst", "pyrage", env=env)
    use(python.with_name("ketalog"), env, folder, has_pdf=False)


def clean(folder: Path) -> dict[str, str]:
    """Return an environment with a home of its own; the index and its certificates still hold."""
    folder.mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KETALOG", "XDG_", "PIPX", "PYTHON", "VIRTUAL_ENV", "UV_TOOL"))
    }
    return by_pip() | kept | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}


def by_pip() -> dict[str, str]:
    """Return for uv, by which pipx installs too, the index and its certificate as pip has them."""
    said = run(BIN / "python", "-m", "pip", "config", "list")
    found = dict(re.findall(r"^([\w:]+\.[\w-]+)='(.*)'$", said, re.MULTILINE))
    env: dict[str, str] = {}
    for theirs, names in _AS_PIP.items():
        told = (found.get(f"{place}.{theirs}") for place in (":env:", "install", "global"))
        env |= dict.fromkeys(names, next(filter(None, told), ""))
    return {name: value for name, value in env.items() if value}


_AS_PIP = {
    "cert": ("PIP_CERT", "SSL_CERT_FILE"),
    "index-url": ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"),
}
"""What of pip's settings goes to uv, and to a pip that has another home."""


def use(ketalog: Path, env: dict[str, str], folder: Path, *, has_pdf: bool = True) -> None:
    """Log, look, export, lock; without the native parts, what needs them says so in one line."""
    (wheel,) = DIST.glob("*.whl")
    said = run(ketalog, "--version", env=env)
    expect(said.split() == wheel.name.split("-")[:2], f"--version says {said}")
    run(ketalog, "dose", "100mg", "sublingual", "--mood", "4", env=env)
    expect("100 mg" in run(ketalog, "week", env=env), "the week lacks its dose")
    for ending in ("html", "md", "csv", "json", "fhir.json"):
        run(ketalog, "export", folder / f"out.{ending}", env=env)
    run(ketalog, "help", "recovery", env=env)
    run(ketalog, "doctor", env=env)
    (folder / "words").write_text("a passphrase\n", encoding="utf-8")
    secret = env | {"KETALOG_PASSPHRASE_FILE": str(folder / "words")}
    page = folder / "out.pdf"
    if has_pdf:
        run(ketalog, "export", page, env=env)
        expect(page.read_bytes().startswith(b"%PDF-"), "the PDF is none")
        run(ketalog, "lock", env=secret)
        run(ketalog, "mood", "6", env=env)
        expect("mood 6" in run(ketalog, "list", env=secret), "a locked journal can't be read")
        return
    for line, code, lacks in ((("export", page), 2, "typst"), (("lock",), 5, "pyrage")):
        said = run(ketalog, *line, env=secret, code=code)
        expect(said.count("\n") == 1 and lacks in said, f"without {lacks} it says: {said}")
    run(ketalog, "mood", "6", env=env)


if __name__ == "__main__":
    main()
