"""Which file names a project may carry: only those that mean the same file on every system.

The rules stop what one system takes for a plain name and another for a device, another folder, a drive, a stream or
git's own folder, and names that look like others. A refused name is told to whoever asked, never mended in silence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from lamplighter.domain.errors import BadName, ProjectTooLarge

MAX_FILES = 2_000
MAX_DEPTH = 12
MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_PROJECT_BYTES = 200 * 1024 * 1024
MAX_PATH_LETTERS = 200
MAX_NAME_BYTES = 200
OWN_PREFIX = ".lamplighter-"

_FORBIDDEN = frozenset('<>:"|?*\\')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)
_GIT = frozenset({".git", "git~1"})
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters that draw nothing though Unicode does not call them format characters (Default_Ignorable_Code_Point).
_INVISIBLE = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)
_HINT = "Use letters, digits, dots, dashes and underscores, with / between folders."


def portable(path: str) -> str:
    """The same path, if every system takes it for the same relative file; raises BadName that says why not."""
    fault = _fault(path)
    if fault:
        raise BadName(f"The file name “{visible(path)}” cannot be used: {fault}.", _HINT)
    return path


def is_portable(path: str) -> bool:
    """Whether `portable` lets the path through."""
    return not _fault(path)


def portable_set(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths, sorted, if they can stand in one project on every system.

    Raises BadName for a bad path, for two that differ only by case or spelling of the same letters, and for a file
    that is a folder of another; ProjectTooLarge beyond MAX_FILES.
    """
    seen: dict[str, str] = {}
    for path in paths:
        twin = seen.setdefault(folded(portable(path)), path)
        if twin != path:
            raise BadName(f"“{visible(path)}” and “{visible(twin)}” are the same file on some systems.", _HINT)
        if len(seen) > MAX_FILES:
            raise ProjectTooLarge(f"A project may hold at most {MAX_FILES} files.", "Take files out.")
    for name, path in seen.items():
        clash = next((seen[folder] for folder in _folders(name) if folder in seen), None)
        if clash is not None:
            raise BadName(f"“{visible(clash)}” is a file and the folder of “{visible(path)}” at once.", _HINT)
    return tuple(sorted(seen.values()))


def portable_files(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """`portable_set` of a whole project, with the caps on bytes of a file and of all files (ProjectTooLarge)."""
    for path, content in files.items():
        if len(content) > MAX_FILE_BYTES:
            raise ProjectTooLarge(
                f"“{visible(path)}” is {len(content):,} bytes; a file may be at most {MAX_FILE_BYTES:,}.",
                "Make the file smaller or keep it outside the project.",
            )
    total = sum(map(len, files.values()))
    if total > MAX_PROJECT_BYTES:
        raise ProjectTooLarge(
            f"The project is {total:,} bytes; it may be at most {MAX_PROJECT_BYTES:,}.", "Take large files out."
        )
    return portable_set(files)


def folded(path: str) -> str:
    """A form that is equal for all paths that some system takes for one file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", path).casefold())


def visible(text: str) -> str:
    """The text with every letter that draws nothing, or turns the line around, shown as its code point."""
    return "".join(f"\\u{{{ord(letter):x}}}" if _is_hidden(letter) else letter for letter in text)


def _fault(path: str) -> str:
    return _path_fault(path) or next(filter(None, map(_name_fault, path.split("/"))), "")


def _path_fault(path: str) -> str:
    if not path:
        return "it is empty"
    if path.startswith(("/", "~")):
        return "it must lie inside the project"
    if len(path) > MAX_PATH_LETTERS:
        return f"it is longer than {MAX_PATH_LETTERS} letters"
    if path.count("/") >= MAX_DEPTH:
        return f"it lies deeper than {MAX_DEPTH} folders"
    if unicodedata.normalize("NFC", path) != path:
        return "its accents are written as letters of their own (not in NFC form)"
    return ""


def _name_fault(name: str) -> str:
    if name in ("", ".", ".."):
        return "it has an empty, “.” or “..” part"
    if any(map(_is_hidden, name)):
        return "it has a letter that cannot be seen"
    if not _FORBIDDEN.isdisjoint(name):
        return "it has one of the letters " + " ".join(sorted(_FORBIDDEN))
    if name[0] in " -~" or name[-1] in " .":
        return "a part begins or ends with a space, dot, dash or tilde that some system drops or misreads"
    if name.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        return "some systems take it for a device"
    if folded(name) in _GIT:
        return "git keeps its own files there"
    if name.casefold().startswith(OWN_PREFIX):
        return "this program keeps unfinished files under that name"
    if len(name.encode()) > MAX_NAME_BYTES:
        return f"a part is longer than {MAX_NAME_BYTES} bytes"
    return ""


def _is_hidden(letter: str) -> bool:
    if " " <= letter <= "~":
        return False
    category = unicodedata.category(letter)
    if category in _HIDDEN_CATEGORIES or category == "Zs":
        return True
    return any(first <= ord(letter) <= last for first, last in _INVISIBLE)


def _folders(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts)))
