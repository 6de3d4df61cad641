"""Find the plug-in files: modules of a package, entries of a folder of data, and where the bundled data lies.

A new plug-in is a new file; nothing keeps a list, so nothing has to be edited for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Final

import lamplighter

RESOURCES: Final = "resources"
TEMPLATES: Final = "templates"


def plug_in_modules(package: str) -> tuple[ModuleType, ...]:
    """Every public module directly in the package, imported, by name.

    A name beginning with an underscore is no plug-in. Raises ModuleNotFoundError for a package that is not there.
    """
    home = importlib.import_module(package)
    found = pkgutil.iter_modules(home.__path__, prefix=f"{package}.")
    names = sorted(module.name for module in found if not module.name.rpartition(".")[2].startswith("_"))
    return tuple(importlib.import_module(name) for name in names)


def plug_in_paths(folder: Path, pattern: str = "*") -> tuple[Path, ...]:
    """What in the folder matches the pattern, by name; hidden entries are no plug-ins, an absent folder holds none."""
    return tuple(sorted(path for path in folder.glob(pattern) if not path.name.startswith((".", "_"))))


def bundled(name: str) -> Path:
    """The folder of bundled data called `name` (RESOURCES or TEMPLATES).

    In a checkout it stands beside `app/`; a wheel carries it inside the package. Raises FileNotFoundError where it is
    in neither place.
    """
    package = Path(lamplighter.__file__).parent
    for folder in (package / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name} is missing beside {package}; install Lamplighter again")
