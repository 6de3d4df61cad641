"""Make `.venv/` what the lock says: find a Python, install by hash, put the app in, compile, stamp.

Everything said goes to stderr; stdout belongs to the program that starts afterwards. A set-up that was killed leaves a
mark behind and is made anew by the next start. Two first starts at once take turns.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import debian
import index
import interpreters
import lockfile
import stamp

UNFINISHED = "lamplighter-unfinished"
APP_PATH_FILE = "lamplighter.pth"
STDERR = 2


class SetupFailed(Exception):
    """The environment could not be made; the text tells a person why and what to do."""


def say(text: str) -> None:
    """Tell the person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def prepare_or_explain(root: str, *, tests: bool) -> int:
    """`prepare` for a command's start: 0, or an exit code after the reason was said (1 failed, 130 interrupted)."""
    try:
        prepare(Path(root), tests=tests)
    except (SetupFailed, OSError) as failure:
        say(f"Lamplighter could not be set up: {failure}")
        return 1
    except KeyboardInterrupt:
        say("Set-up interrupted. The next start takes it up again.")
        return 130
    return 0


def prepare(root: Path, *, tests: bool) -> None:
    """Bring the environment up to the lock; returns at once where another start has just done it."""
    with _one_at_a_time() as turn:
        if stamp.is_current(str(root), tests=tests):
            return
        started = time.monotonic()
        say("Setting up Lamplighter (this happens once and takes a minute or two) …")
        debian.install_missing(debian.NEEDED + (debian.NEEDED_BY_TESTS if tests else ()), say)
        _Setup(root, turn).make(tests=tests)
        say(f"Set up in {time.monotonic() - started:.0f} s.")


class _Setup:
    """One set-up of one checkout; `turn` is the open lock, passed on so that it lasts as long as any child does."""

    def __init__(self, root: Path, turn: int) -> None:
        self.root = root
        self.folder = root / stamp.ENVIRONMENT
        self.python = stamp.environment_python(str(root))
        self.turn = turn

    def make(self, *, tests: bool) -> None:
        """All steps in order; the mark of an unfinished set-up stands from the first to the last."""
        if not self._is_usable():
            self._make_anew()
        (self.folder / UNFINISHED).touch()
        (self.folder / stamp.STAMP).unlink(missing_ok=True)
        lock = lockfile.parsed((self.root / "packaging" / "requirements.lock").read_text(encoding="utf-8"))
        self._install_uv(lock.entry("uv"))
        self._install_locked(lock, tests=tests)
        self._put_app_on_path()
        self._run([self.python, "-m", "compileall", "-q", str(self.root / "app")], "compiling the program")
        self._fetch_pack_packages()
        (self.folder / UNFINISHED).unlink()
        stamp.write(str(self.root), tests=tests)

    def _is_usable(self) -> bool:
        """Whether the environment that stands can be brought up to date in place of being made anew."""
        if (self.folder / UNFINISHED).exists() or not (self.folder / "pyvenv.cfg").exists():
            return False
        if stamp.was_moved(str(self.root)):
            return False
        version = interpreters.version_of(self.python, "import sys; print(*sys.version_info[:2])")
        return version is not None and interpreters.fits(version)

    def _make_anew(self) -> None:
        base = interpreters.fitting_interpreter()
        if base is None:
            raise SetupFailed(
                "it needs Python 3.11, 3.12 or 3.13 with the venv module, and found none.\n"
                "Install one (on Debian: sudo apt-get install python3 python3-venv) and start again."
            )
        if self.folder.exists():
            say("Replacing the environment that was there: it is unfinished, moved, or its Python does not fit.")
            shutil.rmtree(self.folder)
        self._run([base, "-m", "venv", str(self.folder)], "making the environment")

    def _install_uv(self, entry: lockfile.Entry) -> None:
        wanted = entry.pin.partition("==")[2]
        asked = subprocess.run([self.python, "-m", "uv", "--version"], capture_output=True, text=True, check=False)
        if asked.returncode == 0 and asked.stdout.split()[1:2] == [wanted]:
            return
        self._run([self.python, "-m", "ensurepip"], "finding pip", quiet=True)
        listed = self._requirements("uv", entry.text)
        options = ["--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
        self._run([self.python, "-m", "pip", "install", "-qq", *options, "-r", listed], "fetching uv")

    def _install_locked(self, lock: lockfile.Lock, *, tests: bool) -> None:
        listed = self._requirements("all", lock.requirements(tests=tests))
        quiet = () if sys.stderr.isatty() else ("-q",)
        options = ["--require-hashes", "--only-binary", ":all:", "--compile-bytecode", "--python", self.python]
        command = [self.python, "-m", "uv", "pip", "sync", *quiet, *options, listed]
        *first, last = index.uv_environments(os.environ)
        for environment in first:
            if self._succeeds(command, environment):
                return
        self._run(command, "fetching the packages", environment=last)

    def _requirements(self, name: str, text: str) -> str:
        path = self.folder / f"lamplighter-{name}.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def _put_app_on_path(self) -> None:
        """Make the app importable as it stands. The path is relative, so no encoding can spoil it."""
        asked = "import sysconfig; print(ascii(sysconfig.get_path('purelib')))"
        found = subprocess.run([self.python, "-I", "-c", asked], capture_output=True, text=True, check=True).stdout
        packages = Path(found.strip().strip("'").encode("ascii").decode("unicode_escape"))
        line = os.path.relpath(self.root / "app", packages)
        (packages / APP_PATH_FILE).write_text(f"{line}\n", encoding="ascii")

    def _fetch_pack_packages(self) -> None:
        if (self.root / "app/lamplighter/services/packages.py").exists():
            *_, environment = index.uv_environments(os.environ)
            command = [self.python, "-P", "-m", "lamplighter.services.packages"]
            self._run(command, "fetching the prototypes' packages", environment=environment)

    def _run(
        self, argv: Sequence[str], doing: str, *, environment: Mapping[str, str] | None = None, quiet: bool = False
    ) -> None:
        if not self._succeeds(argv, environment, quiet=quiet):
            raise SetupFailed(f"{doing} did not work (see above). Is there a network connection? Start again to retry.")

    def _succeeds(self, argv: Sequence[str], environment: Mapping[str, str] | None, *, quiet: bool = False) -> bool:
        shared = (self.turn,) if os.name != "nt" else ()
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else STDERR,
            env=environment,
            pass_fds=shared,
            check=False,
        )
        return done.returncode == 0


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[int]:
    """Hold a lock on this very file, so that no lock file is left about; yields its descriptor."""
    with open(__file__, "rb") as held:
        if not _try_lock(held.fileno(), wait=False):
            say("Another start is setting up; waiting for it …")
            _try_lock(held.fileno(), wait=True)
        yield held.fileno()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int, *, wait: bool) -> bool:
        """Lock a byte far behind the end of the file: locks are mandatory there, and the file must stay readable."""
        while True:
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.5)
            else:
                return True

else:
    import fcntl

    def _try_lock(descriptor: int, *, wait: bool) -> bool:
        """Lock the file; it stays locked until the last process that holds the descriptor is gone."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
