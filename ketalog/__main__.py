"""Run ketalog: as `ketalog`, or as `python -m ketalog`."""

import gc
import sys


def main() -> None:
    """Run one command and exit."""
    # A command is over before there is garbage worth collecting; looking for it takes a twentieth
    # of the time that logging a dose takes.
    gc.disable()
    try:
        if sys.argv[1:] in (["completion", "entries"], ["completion", "doses"]):
            from ketalog.entry_numbers import main as write_numbers

            write_numbers(sys.argv[2])
            return
        from ketalog.cli import main as run

        run()
    finally:
        gc.freeze()  # Nor is there any as the process ends, when Python looks all the same.


if __name__ == "__main__":
    main()
