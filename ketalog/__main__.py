"""Run ketalog as `python -m ketalog`."""

from ketalog.cli import main

if __name__ == "__main__":
    main()
