"""The one command: sets up what is missing, then becomes the program.

Any Python from 3.11 on may start it and it needs nothing but the standard library. With a finished environment it
only reads a stamp and hands over; everything else waits in modules that are imported when there is work for them.
"""

from __future__ import annotations

import os
import sys

import stamp

COMMANDS = frozenset(
    [
        "build",
        "serve",
        "check",
        "export",
        "ideas",
        "show",
        "import",
        "duplicate",
        "archive",
        "history",
        "restore",
        "doctor",
        "-h",
        "--help",
    ]
)
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def program_arguments(words: list[str]) -> list[str]:
    """A command goes through as it is; any other words together are an idea to build."""
    if not words or words[0] in COMMANDS:
        return words
    idea = " ".join(words)
    return ["build", "--", idea] if idea.startswith("-") else ["build", idea]


def command_as_typed() -> str:
    """What a person writes to start this again, for the program's own hints."""
    return f"python3 {sys.argv[0]}" if " " not in sys.argv[0] else f"python3 '{sys.argv[0]}'"


def become_program(arguments: list[str]) -> int:
    """Replace this process by the program (on Windows, which cannot, wait for it); returns its exit code there."""
    python = stamp.environment_python(ROOT)
    # -P: the folder one happens to stand in must not lend its modules to the program.
    argv = [python, "-P", "-m", "lamplighter", *arguments]
    os.environ["LAMPLIGHTER_COMMAND"] = command_as_typed()
    if os.name != "nt":
        os.execv(python, argv)
    import subprocess

    return subprocess.call(argv)


def main(words: list[str]) -> int:
    """Set up if needed, then run; the exit code is the program's, 1 when the set-up failed, 130 when interrupted."""
    if not stamp.is_current(ROOT, tests=False):
        import environment

        code = environment.prepare_or_explain(ROOT, tests=False)
        if code:
            return code
    return become_program(program_arguments(words))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
