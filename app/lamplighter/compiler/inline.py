"""One page out of many modules: styles and scripts inline, so that it opens by double click.

The modules of compiled apps keep to a few forms of import and export, so that joining them is a small exact transform:
each becomes a function that gives its exports, in the order of their imports. What keeps to no such form is refused.
"""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from lamplighter.domain.errors import LamplighterError

_IMPORT = re.compile(r'^import\s+(\{[^}]*\}|\*\s+as\s+[\w$]+)\s+from\s+"(\.[^"]+)";[ \t]*$', re.MULTILINE)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\s*\*?|class|const)\s+([\w$]+)", re.MULTILINE)
_LOOSE = re.compile(r"^[ \t]*(?:import\b(?!\.)|export\b)|(?<!\.)\bimport\s*\(", re.MULTILINE)
_RENAMED = re.compile(r"([\w$]+)\s+as\s+([\w$]+)")
_STYLES = re.compile(r'^[ \t]*<link rel="stylesheet" href="([^"]+)">\n', re.MULTILINE)
_SCRIPT = re.compile(r'^[ \t]*<script type="module" src="([^"]+)"></script>\n', re.MULTILINE)
_PROPERTY = re.compile(r"--[a-z][\w-]*")
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(">)')


class NotBundled(LamplighterError):
    """A module keeps to no form of import or export that can be joined exactly."""


def inlined(files: Mapping[str, bytes], entry: str = "src/index.html") -> bytes:
    """The page with every style and module it names, directly or through others, written into it."""
    folder = posixpath.dirname(entry)
    page = files[entry].decode()
    sheets = [_read(files, posixpath.join(folder, path)) for path in _STYLES.findall(page)]
    style = compact("\n".join(sheets))
    scripts = _SCRIPT.findall(page)
    script = bundled(files, [posixpath.normpath(posixpath.join(folder, path)) for path in scripts])
    page = _POLICY.sub(lambda found: found[1] + _policy(script, style) + found[2], page)
    page = _SCRIPT.sub("", _STYLES.sub("", page))
    head = f'    <style>{style}</style>\n    <script type="module">{script}</script>\n  </head>'
    return page.replace("  </head>", head, 1).encode()


def bundled(files: Mapping[str, bytes], entries: list[str]) -> str:
    """The modules of the entries and all they import as one script, each as a function that gives its exports."""
    names: dict[str, str] = {}
    parts: list[str] = []
    for path in entries:
        _join(files, path, names, parts, ())
    return _harmless("\n" + "\n".join(parts))


def compact(css: str) -> str:
    """The same style sheet without comments and needless spaces, its custom properties with short names."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    css = re.sub(r"([\w)-]): ", r"\1:", css).replace(";}", "}").strip()
    short = _short_names(_PROPERTY.findall(css))
    return _PROPERTY.sub(lambda found: short[found[0]], css)


def _short_names(found: Sequence[str]) -> dict[str, str]:
    """The most frequent properties get the shortest names; ties go by the name."""
    counts = Counter(found)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {name: f"--{letters[at % 26]}{at // 26 or ''}" for at, name in enumerate(ordered)}


def _join(
    files: Mapping[str, bytes], path: str, names: dict[str, str], parts: list[str], above: tuple[str, ...]
) -> None:
    if path in above:
        raise NotBundled(
            f"{' -> '.join((*above, path))} import each other.",
            hint="Move what both need into a module of its own.",
        )
    if path in names:
        return
    source = _read(files, path)
    for _, target in _IMPORT.findall(source):
        _join(files, _resolved(path, target), names, parts, (*above, path))
    names[path] = _name(path, len(names))
    parts.append(_function(path, source, names))


def _function(path: str, source: str, names: Mapping[str, str]) -> str:
    exports = [name for _, name in _EXPORT.findall(source)]
    body = _IMPORT.sub(lambda found: _binding(found[1], names[_resolved(path, found[2])]), source)
    body = _EXPORT.sub(lambda found: f"{found[1]} {found[2]}", body)
    loose = _LOOSE.search(body) and _LOOSE.search(_without_texts(body))
    if loose:
        raise NotBundled(
            f"{path} holds “{loose[0].strip()}” in a form that cannot be joined.",
            hint='Write import { a } from "./b.js"; and export function, class or const at the beginning of a line.',
        )
    given = f"return {{ {', '.join(exports)} }};\n" if exports else ""
    return f"// {path}\nconst {names[path]} = (() => {{\n{body.strip()}\n{given}}})();\n"


def _binding(what: str, module: str) -> str:
    if what.startswith("*"):
        return f"const {what.rsplit(maxsplit=1)[-1]} = {module};"
    names = _RENAMED.sub(r"\1: \2", " ".join(what.split()))
    return f"const {names} = {module};".replace(", }", " }")


def _name(path: str, number: int) -> str:
    stem = re.sub(r"[^a-z0-9]+", "_", path.lower().removesuffix(".js")).strip("_")
    return f"module_{number}_{stem}"


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _read(files: Mapping[str, bytes], path: str) -> str:
    if path not in files:
        raise NotBundled(f"{path} is imported and is not there.", hint="Write it, or take the import away.")
    return files[path].decode()


def _without_texts(source: str) -> str:
    """The source with texts and comments blanked, so that words inside them do not count."""
    return re.sub(
        r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/',
        lambda found: '""' if found[0][0] == '"' else "",
        source,
        flags=re.DOTALL,
    )


def _harmless(script: str) -> str:
    """Nothing in a script may look like its end; inside texts and comments the backslash changes nothing."""
    return re.sub(r"<(?=/script|!--)", r"<\\", script, flags=re.IGNORECASE).replace("<\\!--", "<\\u0021--")


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
