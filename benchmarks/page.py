"""The figures in docs/performance.md: each table stands between two comments with its name."""

import platform
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def write_figures(name: str, rows: Sequence[Sequence[str]]) -> None:
    """Put a table into the page in the place of the one before; the first row is its head."""
    head, *others = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *others)]
    today = datetime.now().astimezone().date()
    where = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    table = "\n".join([f"Measured on {today}: {where}.", "", *lines])
    text = PAGE.read_text(encoding="utf-8")
    between = re.compile(f"(<!-- {name} -->\n).*?(\n<!-- end -->)", re.DOTALL)
    PAGE.write_text(between.sub(lambda ends: ends[1] + table + ends[2], text), encoding="utf-8")
