"""Run ketalog: as `ketalog`, or as `python -m ketalog`."""

import gc


def main() -> None:
    """Run one command and exit.

    It is over before there is garbage worth looking for: looking takes a twentieth of a dose.
    """
    gc.disable()
    from ketalog.cli import main as run

    run()


if __name__ == "__main__":
    main()
