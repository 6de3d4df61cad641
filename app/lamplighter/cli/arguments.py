"""The words of the command line. They are a stable contract: scripts of other people stand on them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from lamplighter import __version__
from lamplighter.domain.errors import BadInput

COMMANDS = (
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
)

EXIT_CODES = """exit codes:
  0    done and verified
  2    bad, empty or harmful input
  3    at least one finding of severity error
  4    built but not run (--no-run, or this computer cannot contain it)
  5    the gate is closed
  130  cancelled (Ctrl-C)

With --json, events go to stdout, one JSON object a line, and the last line is the result:
{"ok": …, "exit": …, "error": {"message": …, "hint": …}, …}, also on failure, refusal and cancel."""


class _Parser(argparse.ArgumentParser):
    """Raises in place of printing and leaving, so that --json can answer in JSON."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message[0].upper()}{message[1:]}.", f"See `{self.prog} --help`.")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    root = _Parser(
        prog="lamplighter",
        description="An idea in plain words becomes a running, tested, contained prototype.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"lamplighter {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    everywhere = _Parser(add_help=False)
    everywhere.add_argument("--json", action="store_true", help="events and the result as JSON lines on stdout")
    everywhere.add_argument("--home", type=_folder, metavar="DIR", help="keep all state in DIR (or LAMPLIGHTER_HOME)")

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=text,
            description=text,
            parents=[everywhere],
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    _add_build(command("build", "build a running, tested prototype from an idea"))
    serve = command("serve", "run a prototype, contained, until Ctrl-C")
    serve.add_argument("id", metavar="ID")
    check = command("check", "check any project folder over a contained copy; the folder is never written")
    check.add_argument("folder", metavar="DIR", type=Path)
    check.add_argument("--only", metavar="NAME", help="run one check: parse, imports, tests, starts")
    _add_export(command("export", "let a prototype out, as far as the gate allows"))
    command("ideas", "list saved ideas")
    for name, text in (
        ("show", "show everything that is known of an idea"),
        ("duplicate", "make a copy of an idea"),
        ("archive", "put an idea away; it stays saved"),
        ("history", "list the versions of an idea's files"),
    ):
        command(name, text).add_argument("id", metavar="ID")
    command("import", "take in an idea file").add_argument("file", metavar="FILE", type=Path)
    restore = command("restore", "go back to a version; nothing newer is lost")
    restore.add_argument("id", metavar="ID")
    restore.add_argument("version", metavar="VERSION", type=int)
    command("doctor", "say what this computer can do")
    return root


def _folder(text: str) -> Path:
    """A folder by name; an empty name is a slip, never the folder one happens to stand in."""
    if not text.strip():
        raise argparse.ArgumentTypeError("a folder is missing")
    return Path(text)


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument("idea", metavar="IDEA", nargs="*", help="the idea in plain words")
    build.add_argument("--idea-file", metavar="F", help="read the idea from a file, or - for standard input")
    build.add_argument("--blueprint", metavar="F", type=Path, help="build this blueprint in place of an idea")
    build.add_argument("--pack", metavar="PACK", default="auto", help="auto (default), static, web, …")
    build.add_argument("--model", metavar="NAME", default="none", help="none (default): build by rules alone")
    build.add_argument("--answers", metavar="F", type=Path, help="a JSON file of answers by question id")
    build.add_argument("--no-run", action="store_true", help="write the project but run nothing")
    build.add_argument("--resume", metavar="ID", help="go on with a build that was stopped")


def _add_export(export: argparse.ArgumentParser) -> None:
    export.add_argument("id", metavar="ID")
    export.add_argument("destination", metavar="DEST", type=Path)
    form = export.add_mutually_exclusive_group()
    form.add_argument("--zip", action="store_true", help="one zip file in place of a folder")
    form.add_argument("--kit", action="store_true", help="the experiment kit only")
    form.add_argument("--documents", action="store_true", help="the papers only, no code")
    export.add_argument("--override", action="store_true", help="answer for an open reason, typed at a terminal")
