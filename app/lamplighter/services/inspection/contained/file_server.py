"""Serves a folder on a Unix socket, inside the sandbox: `python file_server.py SOCKET FOLDER`. Reading only."""

from __future__ import annotations

import os
import socketserver
import sys
from pathlib import Path
from urllib.parse import unquote

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}
LONGEST_LINE = 16 << 10
MOST_LINES = 200


class Asked(socketserver.StreamRequestHandler):
    """One connection, one request."""

    timeout = 30

    def handle(self) -> None:
        words = self.rfile.readline(LONGEST_LINE).decode("latin-1").split()
        for _ in range(MOST_LINES):
            if self.rfile.readline(LONGEST_LINE) in (b"\r\n", b"\n", b""):
                break
        if not words:
            return  # somebody only looked whether the socket is open
        if len(words) != 3 or words[0] not in ("GET", "HEAD"):
            self._answer("405 Method Not Allowed", "text/plain", b"Only GET and HEAD.", body=True)
            return
        file = _file(Path(sys.argv[2]), words[1])
        if file is None:
            self._answer("404 Not Found", "text/plain; charset=utf-8", b"There is no such file.", words[0] == "GET")
            return
        kind = TYPES.get(file.suffix.lower(), "application/octet-stream")
        self._answer("200 OK", kind, file.read_bytes(), words[0] == "GET")

    def _answer(self, status: str, kind: str, content: bytes, body: bool) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
        lines += ["Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Connection: close", "", ""]
        self.wfile.write("\r\n".join(lines).encode("latin-1") + (content if body else b""))


class Server(socketserver.ThreadingUnixStreamServer):
    """A thread a connection; they end with the program."""

    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # handed on as it came


def _file(folder: Path, target: str) -> Path | None:
    """The file an address means; a folder means its page. Nothing outside the folder, hidden files neither."""
    parts = [part for part in unquote(target.partition("?")[0].partition("#")[0]).split("/") if part not in ("", ".")]
    if any(part.startswith(".") or "\0" in part for part in parts):
        return None
    place = Path(os.path.realpath(folder.joinpath(*parts)))
    if not place.is_relative_to(os.path.realpath(folder)):
        return None
    file = place / "index.html" if place.is_dir() else place
    return file if file.is_file() else None


if __name__ == "__main__":
    with Server(sys.argv[1], Asked) as server:
        server.serve_forever()
