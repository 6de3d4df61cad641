"""The house rules that a machine can check: who may import whom, who may start processes, how large things may grow."""

from __future__ import annotations

import ast
import functools
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from importlinter import api as import_contracts

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "app" / "lamplighter"
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "README.md",
    "app",
    "packaging",
    "pyproject.toml",
    "resources",
    "templates",
}
TOP_LEVEL |= {"tests"}
MADE_BY_BUILDS = {"build", "dist", "__pycache__"}

MAX_FUNCTION, MAX_CLASS, MAX_FILE = 60, 200, 400
MEDIAN_FUNCTION, NINETIETH_FUNCTION = 9, 30

PROCESS_MODULES = {"subprocess", "multiprocessing", "pty", "popen2", "_posixsubprocess", "concurrent.futures.process"}
PROCESS_CALLS = (
    {f"os.{name}" for name in ("system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp", "startfile")}
    | {f"os.spawn{kind}" for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")}
    | {f"os.exec{kind}" for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")}
    | {"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "ProcessPoolExecutor"}
)
SHELLS = {
    "os.system",
    "os.popen",
    "asyncio.create_subprocess_shell",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
}
OUTSIDE_WORLD = {"asyncio", "http", "io", "logging", "os", "random", "secrets", "shutil", "signal", "socket", "sqlite3"}
OUTSIDE_WORLD |= {"ssl", "subprocess", "tempfile", "threading", "time", "urllib", "uuid", "webbrowser"}
PURE_PARTS = ("io.StringIO", "urllib.parse")
READS, WRITES = (".read_text", ".read_bytes"), (".write_text", ".write_bytes")
READERS = ("compiler/packs.py", "compiler/plugins.py", "compiler/toolkit.py")  # of the compiler's own templates
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today"}
CONTAINED = "services/inspection/contained/"  # scripts that are only ever run inside the sandbox
BORDERS = ("engine/", "cli/")


@dataclass(frozen=True)
class Source:
    """One parsed file; `name` is its path beneath the package (or the checkout for files outside it)."""

    name: str
    text: str
    tree: ast.Module

    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, full module name) of every import; `from a import b` gives both `a` and `a.b`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.lineno, node.module
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the dotted name of what is called, as written."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Every node of those kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@functools.cache
def app() -> tuple[Source, ...]:
    return tuple(_read(PACKAGE))


@functools.cache
def scripts() -> tuple[Source, ...]:
    return tuple(_read(ROOT / "packaging"))


def _read(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = _parsed(text)
        if tree is not None:
            yield Source(path.relative_to(folder).as_posix(), text, tree)


def _parsed(text: str) -> ast.Module | None:
    """None for a file that does not parse: one test says so, the others judge the rest."""
    try:
        return ast.parse(text, feature_version=(3, 11))
    except SyntaxError:
        return None


def test_every_file_is_python_of_the_oldest_version() -> None:
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "packaging").glob("*.py")]
    broken = [str(path) for path in files if _parsed(path.read_text(encoding="utf-8")) is None]
    assert files
    assert not broken, _listed(broken)


def _within(source: Source, *places: str) -> bool:
    return source.name.startswith(places)


def _root_of(module: str) -> str:
    return module.partition(".")[0]


def _listed(problems: Iterable[str]) -> str:
    return "\n" + "\n".join(problems)


def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    configuration = import_contracts.read_configuration(str(ROOT / "pyproject.toml"))
    assert len(configuration["contracts_options"]) >= 3
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    code = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert code == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_app_folder_is_a_source_root_and_never_a_package() -> None:
    assert not (ROOT / "app" / "__init__.py").exists()
    assert (PACKAGE / "__init__.py").exists()


def test_nothing_new_stands_at_the_top_of_the_checkout() -> None:
    names = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") or path.name == ".ci"}
    assert names - MADE_BY_BUILDS <= TOP_LEVEL, names - TOP_LEVEL


def test_every_library_the_program_imports_is_declared() -> None:
    with (ROOT / "pyproject.toml").open("rb") as source:
        declared = tomllib.load(source)["project"]["dependencies"]
    known = {re.split(r"[^\w-]", requirement, maxsplit=1)[0].lower() for requirement in declared} | {"lamplighter"}
    strays = [
        f"{source.name}:{line} imports {module}"
        for source in app()
        if not _within(source, CONTAINED)
        for line, module in source.imports()
        if _root_of(module) not in sys.stdlib_module_names and _root_of(module).lower() not in known
    ]
    assert not strays, _listed(strays)


@pytest.mark.parametrize(
    ("libraries", "home"),
    [
        (("PySide6", "shiboken6", "qasync"), ("ui/",)),
        (("anthropic",), ("services/llm/claude.py",)),
        (("sqlite3",), ("services/store/", "services/store.py", "services/settings")),
        (("keyring",), ("services/keychain",)),
        (("pygit2",), ("services/",)),
        (("importlib.import_module", "pkgutil"), ("services/discover.py", "compiler/")),
    ],
    ids=lambda value: value[0],
)
def test_a_library_is_known_only_in_its_home(libraries: tuple[str, ...], home: tuple[str, ...]) -> None:
    strays = [
        f"{source.name}:{line} imports {module}"
        for source in app()
        if not _within(source, *home)
        for line, module in source.imports()
        if any(module == library or module.startswith(f"{library}.") for library in libraries)
    ]
    assert not strays, _listed(strays)


def test_processes_start_only_in_containment() -> None:
    outside = [source for source in app() if not _within(source, "services/containment/", CONTAINED)]
    strays = [place for source in outside for place in _starts(source)]
    assert not strays, _listed(strays)


def test_what_is_written_for_the_sandbox_is_never_imported_by_the_program() -> None:
    contained = "lamplighter." + CONTAINED.rstrip("/").replace("/", ".")
    strays = [
        f"{source.name}:{line} imports {module}"
        for source in app()
        for line, module in source.imports()
        if module.startswith(f"{contained}.")
    ]
    assert not strays, _listed(strays)


def _starts(source: Source) -> Iterator[str]:
    for line, module in source.imports():
        if module in PROCESS_MODULES or _root_of(module) in PROCESS_MODULES or module in PROCESS_CALLS:
            yield f"{source.name}:{line} imports {module}"
    for call, name in source.calls():
        if name in PROCESS_CALLS or name.endswith((".subprocess_exec", ".subprocess_shell")):
            yield f"{source.name}:{call.lineno} calls {name}"


@pytest.mark.parametrize("sources", [app, scripts], ids=["app", "packaging"])
def test_no_shell_reads_a_command_anywhere(sources: Callable[[], tuple[Source, ...]]) -> None:
    strays = [
        f"{source.name}:{call.lineno} {name}"
        for source in sources()
        for call, name in source.calls()
        if name in SHELLS or any(word.arg == "shell" for word in call.keywords)
    ]
    assert not strays, _listed(strays)


def test_no_text_is_ever_executed_in_the_programs_own_process() -> None:
    strays = [
        f"{source.name}:{call.lineno} {name}"
        for source in app()
        for call, name in source.calls()
        if name
        in {"eval", "exec", "__import__", "builtins.eval", "builtins.exec", "runpy.run_path", "runpy.run_module"}
    ]
    assert not strays, _listed(strays)


def test_domain_and_compiler_touch_nothing_outside() -> None:
    strays = [place for source in app() if _within(source, "domain/", "compiler/") for place in _touches(source)]
    assert not strays, _listed(strays)


def _touches(source: Source) -> Iterator[str]:
    for line, module in source.imports():
        if _root_of(module) in OUTSIDE_WORLD and not module.startswith(PURE_PARTS):
            yield f"{source.name}:{line} imports {module}"
    forbidden = WRITES if _within(source, *READERS) else WRITES + READS
    for call, name in source.calls():
        if name == "open" or name in CLOCKS or name.endswith(forbidden):
            yield f"{source.name}:{call.lineno} calls {name}"
    for node in source.nodes(ast.AsyncFunctionDef, ast.Await):
        yield f"{source.name}:{getattr(node, 'lineno', 0)} waits"


def test_importing_the_engine_loads_no_qt_and_no_model_sdk() -> None:
    loaded = _modules_loaded_by("import lamplighter.engine.job, lamplighter.cli")
    assert not loaded & {"PySide6", "shiboken6", "qasync", "anthropic"}


def test_what_is_dear_to_load_waits_until_it_is_needed() -> None:
    loaded = _modules_loaded_by("import lamplighter.cli")
    assert not loaded & {"pygit2", "keyring", "jinja2", "html5lib", "tinycss2"}


def _modules_loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_every_module_says_what_it_is_for() -> None:
    silent = [source.name for source in app() + scripts() if source.text.strip() and not ast.get_docstring(source.tree)]
    assert not silent, _listed(silent)


def test_functions_stay_short() -> None:
    lengths = [(_lines(node), source.name, node.name) for source, node in _functions()]
    long = [f"{name} {function}: {length} lines" for length, name, function in lengths if length > MAX_FUNCTION]
    assert not long, _listed(long)


def test_functions_are_short_on_the_whole() -> None:
    lengths = sorted(_lines(node) for _, node in _functions())
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[int(len(lengths) * 0.9)] <= NINETIETH_FUNCTION


def test_classes_stay_small() -> None:
    classes = [(source, node) for source in app() + scripts() for node in source.nodes(ast.ClassDef)]
    large = [f"{source.name}: {ast.unparse(node)[:60]}" for source, node in classes if _lines(node) > MAX_CLASS]
    assert classes
    assert not large, _listed(large)


def test_files_stay_small() -> None:
    large = [f"{source.name}: {source.text.count(chr(10))}" for source in app() if source.text.count("\n") > MAX_FILE]
    assert not large, _listed(large)


def test_only_the_borders_catch_everything() -> None:
    broad = [
        f"{source.name}:{handler.lineno}"
        for source, handler in _handlers()
        if handler.type is None or any(word in {"Exception", "BaseException"} for word in _names(handler.type))
    ]
    strays = [place for place in broad if not place.startswith(BORDERS)]
    assert not strays, _listed(strays)
    assert len(broad) <= 2, _listed(broad)


def test_no_error_is_swallowed_in_silence() -> None:
    silent = [
        f"{source.name}:{handler.lineno}"
        for source, handler in _handlers()
        if len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)
    ]
    assert not silent, _listed(silent)


def test_no_function_changes_a_global() -> None:
    strays = [f"{s.name}:{getattr(node, 'lineno', 0)}" for s in app() + scripts() for node in s.nodes(ast.Global)]
    assert not strays, _listed(strays)


@pytest.mark.parametrize("word", ["manager", "helper", "utils", "common"])
def test_no_module_class_or_function_has_an_empty_name(word: str) -> None:
    named = [(source.name, Path(source.name).stem) for source in app()]
    for source in app():
        kinds = source.nodes(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        named += [(f"{source.name}:{getattr(node, 'lineno', 0)}", getattr(node, "name", "")) for node in kinds]
    strays = [f"{place} {name}" for place, name in named if word in name.lower().strip("_").split("_")]
    assert not strays, _listed(strays)


def test_the_lock_names_no_address_and_every_package_has_its_hash() -> None:
    import lockfile

    text = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    lock = lockfile.parsed(text)
    assert "://" not in text
    assert lock.entry("uv").pin.startswith("uv==")
    assert all("--hash=sha256:" in entry.text and "==" in entry.pin for entry in lock.run + lock.tests)


def _functions() -> Iterator[tuple[Source, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for source in app() + scripts():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield source, node


def _handlers() -> Iterator[tuple[Source, ast.ExceptHandler]]:
    for source in app():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ExceptHandler):
                yield source, node


def _lines(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", None) or 0) - getattr(node, "lineno", 0) + 1


def _names(expression: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(expression) if isinstance(node, ast.Name)]
