"""A look at a page in Firefox, where it is on the computer: over WebDriver BiDi, which Firefox speaks by itself."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

PATIENCE = 30.0  # seconds


def installed() -> str | None:
    """The path of Firefox, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """One tab. Messages are JSON over one WebSocket (RFC 6455)."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /session HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._taken(until=b"\r\n\r\n")
        self._number = 0
        self.ask("session.new", {"capabilities": {}})
        contexts = self.ask("browsingContext.getTree", {})["contexts"]
        assert isinstance(contexts, list)
        self._tab = contexts[0]["context"]

    def open(self, address: str) -> None:
        """Go to an address and wait until it has loaded."""
        self.ask("browsingContext.navigate", {"context": self._tab, "url": address, "wait": "complete"})

    def run(self, script: str) -> object:
        """The value of a script."""
        target = {"context": self._tab}
        answer = self.ask("script.evaluate", {"expression": script, "target": target, "awaitPromise": True})
        result = answer.get("result")
        return result.get("value") if isinstance(result, dict) else answer

    def wait_for(self, condition: str) -> None:
        """Wait until a JavaScript condition holds."""
        end = time.monotonic() + PATIENCE
        while self.run(f"Boolean({condition})") is not True:
            assert time.monotonic() < end, f"never: {condition}\n{self.run('document.body.innerText')}"
            time.sleep(0.1)

    def ask(self, method: str, parameters: dict[str, object]) -> dict[str, object]:
        """The result of a command."""
        self._number += 1
        self._send(json.dumps({"id": self._number, "method": method, "params": parameters}).encode())
        while True:
            answer = json.loads(self._receive())
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                result = answer["result"]
                assert isinstance(result, dict)
                return result

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def _send(self, data: bytes) -> None:
        mask, size = os.urandom(4), len(data)
        if size < 126:
            head = struct.pack("!BB", 0x81, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x81, 0xFE, size)
        else:
            head = struct.pack("!BBQ", 0x81, 0xFF, size)
        self._socket.sendall(head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def _receive(self) -> bytes:
        whole = b""
        while True:
            first, second = self._exactly(2)
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
            data = self._exactly(size)
            if first & 0x0F in (0, 1):
                whole += data
                if first & 0x80:
                    return whole

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            data += self._socket.recv(size - len(data)) or self._gone()
        return data

    def _taken(self, until: bytes) -> bytes:
        data = b""
        while not data.endswith(until):
            data += self._exactly(1)
        return data

    @staticmethod
    def _gone() -> bytes:
        raise ConnectionError("Firefox closed the connection.")


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Firefox without a screen, with a profile of its own in `folder`; gone when the block ends."""
    program = installed()
    assert program
    process = subprocess.Popen(
        [program, "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "HOME": str(folder)},
    )
    try:
        assert process.stderr is not None
        listening = next(found for line in process.stderr if (found := re.search(r"ws://\S+", line)))
        page = Firefox(listening[0])
        yield page
        page.close()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)
