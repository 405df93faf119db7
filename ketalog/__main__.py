"""Run ketalog: as `ketalog`, or as `python -m ketalog`."""

import gc


def main() -> None:
    """Run one command and exit."""
    # A command is over before there is garbage worth collecting; looking for it takes a twentieth
    # of the time that logging a dose takes.
    gc.disable()
    from ketalog.cli import main as run

    try:
        run()
    finally:
        gc.freeze()  # Nor is there any as the process ends, when Python looks all the same.


if __name__ == "__main__":
    main()
