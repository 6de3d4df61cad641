"""`python -m lamplighter`: a command word or -h is the command line; without one the window opens."""

from __future__ import annotations

import sys

from lamplighter.cli import main

NO_WINDOW = "This version has no window yet; it works from the command line."


def start() -> int:
    """Run what the arguments ask for."""
    if len(sys.argv) > 1:
        return main()
    print(NO_WINDOW, file=sys.stderr)
    return main(["--help"])


if __name__ == "__main__":
    raise SystemExit(start())
