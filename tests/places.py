"""Where the tests find things: the project, its samples, the pictures that must not change."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"
COURSES = ROOT / "tests" / "courses"
GOLDEN = ROOT / "tests" / "golden"
