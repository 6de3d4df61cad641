"""The command line: the same engine without a window.

One of the two borders of the program: whatever goes wrong below ends here as one sentence, a hint and an exit code.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence

from lamplighter.cli.arguments import COMMANDS, parser
from lamplighter.cli.output import Console
from lamplighter.domain.errors import Exit, LamplighterError

__all__ = ["COMMANDS", "main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (see `lamplighter --help`)."""
    words = _command_first(list(sys.argv[1:] if argv is None else argv))
    console = Console(as_json="--json" in words)
    shape = _shape(words)
    try:
        arguments = parser().parse_args(words)
        from lamplighter.cli.commands import run  # the engine loads only when there is work

        return asyncio.run(_until_told(run(arguments, console)))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return console.failure(_Cancelled("Cancelled.", "Everything saved so far is kept."), shape)
    except LamplighterError as error:
        return console.failure(error, shape)
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.CANCELLED
    except Exception as error:  # noqa: BLE001 - the border: a fault of the program becomes a sentence
        told = LamplighterError(f"Something went wrong inside Lamplighter: {error!r}", "Nothing saved is lost.")
        return console.failure(told, shape)


class _Cancelled(LamplighterError):
    """Ctrl-C, or the terminal went away."""

    exit = Exit.CANCELLED


async def _until_told(work: object) -> int:
    """Run `work`; a polite stop from outside cancels it as Ctrl-C does."""
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    return int(await task)


def _command_first(words: list[str]) -> list[str]:
    """`--json` and `--home DIR` may also stand before the command."""
    front: list[str] = []
    while words and (words[0] == "--json" or words[0].startswith("--home")):
        count = 2 if words[0] == "--home" else 1
        front, words = [*front, *words[:count]], words[count:]
    return [*words[:1], *front, *words[1:]]


def _shape(words: Sequence[str]) -> dict[str, list[str]]:
    """Lists a script may rely on even when `build` or `check` fails."""
    match words[:1]:
        case ["build"]:
            return {"findings": [], "assumed": [], "cut": [], "not_built": []}
        case ["check"]:
            return {"findings": []}
        case _:
            return {}
