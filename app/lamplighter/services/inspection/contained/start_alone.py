"""Start a command that nobody knows how to reach, and see what comes of it: `python start_alone.py COMMAND…`.

Inside the sandbox it may listen on any port, since no one else is there. One JSON object tells how it went: a program
that listens must answer, one that ends must end well or ask for words it was not given.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

SECONDS = 15.0
SETTLED = 3.0  # a program that neither listens nor ends by then is waiting for something else, and that is no fault
LISTENS = "0A"
PRINTED = 3000
ASKS_FOR_WORDS = 2
OUT_OF_INPUT = "EOFError"


def listening_port() -> int | None:
    """The lowest port that something in this sandbox listens on."""
    ports = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = Path(table).read_text().splitlines()[1:] if Path(table).exists() else []
        ports += [int(row.split()[1].rpartition(":")[2], 16) for row in rows if row.split()[3] == LISTENS]
    return min(ports, default=None)


def status_of(port: int) -> int | None:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, ValueError):
        return None


def problem_of(code: int | None, port: int | None, status: int | None, printed: str) -> str:
    if port is not None:
        return "" if status is not None and status < 500 else f"its first answer is {status or 'none'}"
    if code in (None, 0, ASKS_FOR_WORDS) or OUT_OF_INPUT in printed:
        return ""
    return f"it ends with {code}"


def main() -> None:
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        program = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        port = None
        while program.poll() is None and port is None and time.monotonic() - started < SETTLED:
            time.sleep(0.02)
            port = listening_port()
        status = None
        while port is not None and status is None and program.poll() is None and time.monotonic() - started < SECONDS:
            status = status_of(port)
        code = program.poll()
        program.kill()
        program.wait()
        output.seek(0)
        printed = output.read()[-PRINTED:]
    told = {"code": code, "status": status, "port": port, "printed": printed}
    print(json.dumps({**told, "problem": problem_of(code, port, status, printed)}))


if __name__ == "__main__":
    main()
