"""What a project declares that it needs, read from whichever files it has; nothing of the project is run for it."""

from __future__ import annotations

import ast
import configparser
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from lamplighter.services.inspection.subject import Subject

NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
REQUIREMENTS = re.compile(r"(^|/)(requirements|constraints|dev-requirements|test-requirements)[^/]*\.(txt|in|lock)$")
SECTIONS_OF_PACKAGE_JSON = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
LARGEST = 512 << 10

# Packages whose import name is not their own name; many-named ones list every name that brings the module.
OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "attr": ("attrs",),
    "bs4": ("beautifulsoup4",),
    "cairosvg": ("cairosvg",),
    "crypto": ("pycryptodome", "pycrypto"),
    "cv2": ("opencv-python", "opencv-python-headless", "opencv-contrib-python"),
    "dateutil": ("python-dateutil",),
    "docx": ("python-docx",),
    "dotenv": ("python-dotenv",),
    "fitz": ("pymupdf",),
    "git": ("gitpython",),
    "github": ("pygithub",),
    "google": ("google-cloud", "google-api-python-client", "protobuf", "google-auth"),
    "jose": ("python-jose",),
    "jwt": ("pyjwt",),
    "magic": ("python-magic",),
    "multipart": ("python-multipart",),
    "mysqldb": ("mysqlclient",),
    "openssl": ("pyopenssl",),
    "pil": ("pillow",),
    "pkg-resources": ("setuptools",),
    "pptx": ("python-pptx",),
    "psycopg2": ("psycopg2-binary", "psycopg2"),
    "pytest": ("pytest",),
    "-pytest": ("pytest",),
    "ruamel": ("ruamel-yaml",),
    "serial": ("pyserial",),
    "skimage": ("scikit-image",),
    "sklearn": ("scikit-learn",),
    "slugify": ("python-slugify",),
    "starlette": ("starlette", "fastapi"),
    "telegram": ("python-telegram-bot",),
    "usb": ("pyusb",),
    "websocket": ("websocket-client",),
    "wx": ("wxpython",),
    "yaml": ("pyyaml",),
    "zmq": ("pyzmq",),
}


def normal(name: str) -> str:
    """A package's name as the index compares it: small letters, `-` for runs of `-`, `_` and `.`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared_in_python(subject: Subject) -> frozenset[str]:
    """Normal names of every Python package the project declares, for whatever purpose."""
    names: set[str] = set()
    for path in subject.paths():
        if len(subject.files[path]) <= LARGEST:
            names |= set(_names_in(path, subject.files[path].decode("utf-8", "replace")))
    return frozenset(normal(name) for name in names)


def _names_in(path: str, text: str) -> Iterator[str]:
    file = path.rpartition("/")[2]
    if REQUIREMENTS.search(path) or "/requirements/" in f"/{path}":
        yield from _of_lines(text.splitlines())
    elif file in ("pyproject.toml", "Pipfile"):
        yield from _of_toml(text)
    elif file == "setup.cfg":
        yield from _of_setup_cfg(text)
    elif file == "setup.py":
        yield from _of_setup_py(text)
    elif file in ("environment.yml", "environment.yaml"):
        yield from _of_lines(line.strip().removeprefix("- ") for line in text.splitlines() if line.strip()[:2] == "- ")


def _of_lines(lines: Iterator[str] | list[str]) -> Iterator[str]:
    for line in lines:
        egg = re.search(r"#egg=([\w.-]+)", line)
        found = NAME.match(line)
        if egg:
            yield egg[1]
        elif found:
            yield found[1]


def _of_toml(text: str) -> Iterator[str]:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    project, tool = _table(content, "project"), _table(content, "tool")
    yield from _of_lines(_texts(project.get("dependencies")))
    for group in (_table(project, "optional-dependencies"), _table(content, "dependency-groups")):
        for wishes in group.values():
            yield from _of_lines(_texts(wishes))
    poetry = _table(tool, "poetry")
    groups = [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    pipfile = [_table(content, "packages"), _table(content, "dev-packages")]
    older = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    for table in (*older, *groups, *pipfile):
        yield from table
    yield from _of_lines(_texts(_table(tool, "uv").get("dev-dependencies")))


def _table(content: Mapping[str, object], name: str) -> dict[str, object]:
    found = content.get(name)
    return found if isinstance(found, dict) else {}


def _texts(wishes: object) -> list[str]:
    return [wish for wish in wishes if isinstance(wish, str)] if isinstance(wishes, list) else []


def _of_setup_cfg(text: str) -> Iterator[str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    sections = [("options", ("install_requires", "tests_require", "setup_requires"))]
    for section, keys in sections:
        for key in keys:
            yield from _of_lines(parser.get(section, key, fallback="").splitlines())
    if parser.has_section("options.extras_require"):
        for _name, wishes in parser.items("options.extras_require"):
            yield from _of_lines(wishes.splitlines())


def _of_setup_py(text: str) -> Iterator[str]:
    """Every text in a list given to a `…require…` argument; the file itself is never run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg and "require" in node.arg:
            texts = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            yield from _of_lines([text for text in texts if isinstance(text, str)])


def declared_in_javascript(subject: Subject) -> frozenset[str]:
    """Names of every package any package.json or import map of the project declares, and the project's own name."""
    names: set[str] = set()
    for path in subject.paths("package.json"):
        names |= set(_of_package_json(subject.files[path]))
    for path in subject.paths(".html", ".htm"):
        names |= set(_of_import_map(subject.files[path].decode("utf-8", "replace")))
    return frozenset(names)


def _of_package_json(content: bytes) -> Iterator[str]:
    try:
        declared = json.loads(content)
    except (ValueError, RecursionError):
        return
    if isinstance(declared, dict):
        yield str(declared.get("name", ""))
        for section in SECTIONS_OF_PACKAGE_JSON:
            yield from _table(declared, section)


def _of_import_map(text: str) -> Iterator[str]:
    for found in re.findall(r"<script[^>]*type=[\"']importmap[\"'][^>]*>(.*?)</script", text, re.DOTALL)[:1]:
        try:
            yield from (name.rstrip("/") for name in _table(json.loads(found), "imports"))
        except ValueError:
            return


def provided_by(folders: tuple[Path, ...]) -> dict[str, str]:
    """Import name -> normal package name, for the packages in these folders, as their own records tell."""
    provided: dict[str, str] = {}
    for record in (path for folder in folders for path in folder.glob("*.dist-info/RECORD")):
        package = normal(record.parent.name.partition("-")[0])
        for line in record.read_text(encoding="utf-8").splitlines():
            top = line.split(",")[0].split("/")[0]
            if not top.endswith((".dist-info", ".pth")) and top not in ("..", "__pycache__", "bin"):
                provided[top.partition(".")[0]] = package
    return provided
