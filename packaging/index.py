"""Where packages come from: the person's own pip settings, said to uv, which does not read them.

Nothing here names a place of its own. Settings already made for uv stand as they are.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

FOR_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
OLDER_NAMES = {"UV_DEFAULT_INDEX": "UV_INDEX_URL", "UV_INDEX": "UV_EXTRA_INDEX_URL"}
# The computer's own certificates, as pip takes them: a company's proxy is known to those alone.
BEST = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "true"}
ADDITIONAL = ("UV_INDEX", "UV_FIND_LINKS")


def uv_environments(environment: Mapping[str, str]) -> list[dict[str, str]]:
    """The environments to try uv in, in order: with the main index, then with additional places where there are some.

    An additional place may hold a version with other files than the locked ones and hide the main index, so it comes
    second. Hashes are checked in both, so taking the best match from any place is safe.
    """
    additions = _settings_for_uv(environment)
    full = {**BEST, **environment, **additions}
    main = {name: value for name, value in full.items() if name not in ADDITIONAL or name in environment}
    return [main] if main == full else [main, full]


def _settings_for_uv(environment: Mapping[str, str]) -> dict[str, str]:
    settings = pip_settings(environment)
    said = {FOR_UV[name]: value for name, value in settings.items() if name in FOR_UV}
    return {name: value for name, value in said.items() if not _already_set(name, environment)}


def _already_set(name: str, environment: Mapping[str, str]) -> bool:
    return name in environment or OLDER_NAMES.get(name, name) in environment


def pip_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """What pip's files and PIP_ variables say, the later and more particular winning; lists are joined by blanks."""
    settings: dict[str, str] = {}
    for path in _pip_files(environment):
        settings.update(_settings_of(path))
    for name, value in environment.items():
        if name.startswith("PIP_") and value:
            settings[name[4:].lower().replace("_", "-")] = " ".join(value.split())
    return settings


def _settings_of(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError) as trouble:
        print(f"Left out pip's settings in {path}: {trouble}", file=sys.stderr)
        return {}
    sections = [dict(parser[name]) for name in ("global", "install") if name in parser]
    return {name.replace("_", "-"): " ".join(value.split()) for part in sections for name, value in part.items()}


def _pip_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """pip's own order: machine, user (old place, new place), the file named by hand."""
    named = environment.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    yield from _machine_and_user_files(environment)
    if named:
        yield Path(named)


def _machine_and_user_files(environment: Mapping[str, str]) -> Iterator[Path]:
    home = Path(environment.get("HOME") or os.path.expanduser("~"))
    if os.name == "nt":
        yield Path(environment.get("PROGRAMDATA", r"C:\ProgramData")) / "pip" / "pip.ini"
        yield home / "pip" / "pip.ini"
        yield Path(environment.get("APPDATA", str(home))) / "pip" / "pip.ini"
        return
    if sys.platform == "darwin":
        yield Path("/Library/Application Support/pip/pip.conf")
        yield home / "Library/Application Support/pip/pip.conf"
    yield Path("/etc/pip.conf")
    yield from (Path(folder) / "pip/pip.conf" for folder in environment.get("XDG_CONFIG_DIRS", "").split(":") if folder)
    yield home / ".pip" / "pip.conf"
    yield Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
