"""Say through how many files and functions of ketalog some commands go.

That is what a reader who follows a command must open. `python -m benchmarks.roads`; with a name
(`dose`), each file with its functions.
"""

import inspect
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from types import FrameType

from benchmarks.journals import write_journal

ROADS = {
    "dose": ["dose", "100mg", "sublingual", "--hold", "15"],
    "week": ["week"],
    "pdf": ["export", "page.pdf", "--force"],
}
PACKAGE = str(Path(__file__).parents[1] / "ketalog") + os.sep
PLAN = ["plan", "set", "1x100mg", "sublingual", "--days", "mon,wed,fri", "--apart", "40h"]


def follow(command: list[str]) -> dict[str, set[str]]:
    """Run a command in this process, and return the functions that it went through, by file."""
    from ketalog.cli import main

    road: defaultdict[str, set[str]] = defaultdict(set)

    def note(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        is_ours = event == "call" and code.co_filename.startswith(PACKAGE)
        # A module's or a class's own body is run as it loads: no step of the road.
        if is_ours and code.co_name[0] != "<" and code.co_flags & inspect.CO_OPTIMIZED:
            road[code.co_filename.removeprefix(PACKAGE)].add(code.co_qualname)

    sys.argv = ["ketalog", *command]
    sys.setprofile(note)
    try:
        main()
    except SystemExit as error:
        if error.code:
            raise
    finally:
        sys.setprofile(None)
    return road


def main() -> None:
    """Follow every command on a journal that has a plan."""
    if sys.argv[1:2] == ["--follow"]:
        name, path = sys.argv[2:4]
        os.chdir(Path(path).parent)
        road = follow(["--journal", path, *ROADS[name]])
        lines = [f"{file}: {', '.join(sorted(names))}" for file, names in sorted(road.items())]
        lines.append(f"{name}: {len(road)} files, {sum(map(len, road.values()))} functions")
        print(*lines, sep="\n", file=sys.stderr)
        return
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="ketalog-roads-") as folder:
        os.environ["KETALOG_CONFIG"] = str(Path(folder) / "config.toml")
        journal = Path(folder) / "journal.json"
        write_journal(journal, 100, datetime.now().astimezone().replace(microsecond=0))
        ketalog = [sys.executable, "-m", "ketalog", "--journal", str(journal)]
        subprocess.run([*ketalog, *PLAN], stdout=subprocess.DEVNULL, check=True)
        for name in wanted or ROADS:
            ran = subprocess.run(
                [sys.executable, "-m", "benchmarks.roads", "--follow", name, str(journal)],
                capture_output=True,
                text=True,
                check=True,
            )
            print(ran.stderr if wanted else ran.stderr.splitlines()[-1])


if __name__ == "__main__":
    main()
