"""Trap 5: a page in our browser reaches for other programs of this computer, by every way a page has.

A real Chromium (QtWebEngine) shows the page twice: without our flags it gets through, which proves that the attack is
one, and with them nothing arrives anywhere but at its own server. All addresses are this computer's loopback.
"""

from __future__ import annotations

import contextlib
import http.server
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from lamplighter.services.preview_gate.browser import chromium_flags

pytest.importorskip(
    "PySide6.QtWebEngineWidgets", reason="this computer lacks what QtWebEngine needs", exc_type=ImportError
)

BROWSER = """
import sys
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication

app = QApplication(["browser"])
view = QWebEngineView()

def done(title):
    if title.startswith("own:"):
        print(title, flush=True)
        QTimer.singleShot(1500, app.quit)

view.page().titleChanged.connect(done)
view.load(QUrl(sys.argv[1]))
view.show()
QTimer.singleShot(20000, app.quit)
app.exec()
"""

PAGE = """<!doctype html><title>start</title><link rel=preconnect href="http://127.0.0.1:TCP"><body><script>
async function call(server) {
  const peer = new RTCPeerConnection({ iceServers: [server] });
  peer.createDataChannel("x");
  await peer.setLocalDescription(await peer.createOffer());
}
function attempt(way) { try { Promise.resolve(way()).catch(() => {}); } catch {} }
attempt(() => call({ urls: "stun:127.0.0.1:UDP" }));
attempt(() => call({ urls: "turn:127.0.0.1:TCP?transport=tcp", username: "a", credential: "b" }));
attempt(() => new WebTransport("https://127.0.0.1:UDP/").ready);
attempt(() => fetch("http://127.0.0.1:TCP/fetch", { mode: "no-cors" }));
attempt(() => new WebSocket("ws://127.0.0.1:TCP/socket"));
attempt(() => navigator.sendBeacon("http://127.0.0.1:TCP/beacon"));
attempt(() => { new Image().src = "http://127.0.0.1:TCP/image"; });
const finish = (text) => setTimeout(() => { document.title = "own:" + text; }, 500);
fetch("/own").then((answer) => answer.text()).then(finish);
</script>"""


@dataclass
class Listeners:
    """A TCP and a UDP listener that count what reaches them."""

    tcp: socket.socket
    udp: socket.socket
    hits: list[str] = field(default_factory=list)

    def take_tcp(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.tcp.accept()
                self.hits.append("tcp")
                client.close()

    def take_udp(self) -> None:
        while self.tcp.fileno() != -1:
            with contextlib.suppress(OSError):
                self.udp.recv(100)
                self.hits.append("udp")


@pytest.fixture
def listeners() -> Iterator[Listeners]:
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(0.2)
        both = Listeners(tcp, udp)
        threads = [threading.Thread(target=take) for take in (both.take_tcp, both.take_udp)]
        for thread in threads:
            thread.start()
        yield both
        tcp.shutdown(socket.SHUT_RDWR)
        tcp.close()
        for thread in threads:
            thread.join()


@pytest.fixture
def page(listeners: Listeners) -> Iterator[str]:
    """The address of the attacking page."""
    ports = {"TCP": listeners.tcp.getsockname()[1], "UDP": listeners.udp.getsockname()[1]}
    text = PAGE.replace("TCP", str(ports["TCP"])).replace("UDP", str(ports["UDP"]))

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = b"yes" if self.path == "/own" else text.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words: object) -> None:
            """The test's own output is enough."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


def shown(address: str, flags: str) -> str:
    """What the page said at its end, shown by a browser with these flags."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": flags}
    if os.geteuid() == 0:
        environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses to start as the administrator otherwise
    browser = [sys.executable, "-c", BROWSER, address]
    done = subprocess.run(browser, env=environment, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


def test_without_the_flags_the_page_gets_through(page: str, listeners: Listeners) -> None:
    assert shown(page, "") == "own:yes"
    assert {"tcp", "udp"} <= set(listeners.hits)


def test_with_the_flags_it_reaches_its_own_server_and_nothing_else(page: str, listeners: Listeners) -> None:
    port = int(page.rstrip("/").rpartition(":")[2])
    assert shown(page, chromium_flags(port)) == "own:yes"
    assert listeners.hits == []
