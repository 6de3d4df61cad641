"""A real browser for the tests of compiled apps: Chromium as Qt brings it, without a screen.

It belongs into a process of its own, since Qt WebEngine starts processes and threads that live as long as it does.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu --log-level=3")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses its own sandbox to root

from PySide6.QtCore import QEventLoop, Qt, QTimer, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE = 8.0  # seconds

TOOLS = """
window.seen = (selector, words) => [...document.querySelectorAll(selector)].filter(
  (node) => node.getClientRects().length && (words === undefined || node.textContent.trim().includes(words)));
window.press = (selector, words) => {
  const [node] = window.seen(selector, words);
  if (!node) return false;
  node.click();
  return true;
};
window.field = (label) => {
  const scope = [...document.querySelectorAll("dialog")].at(-1) ?? document;
  const found = [...scope.querySelectorAll("label")].find((each) => each.firstChild?.textContent.trim() === label);
  return found && document.getElementById(found.htmlFor);
};
window.fill = (label, value) => {
  const input = window.field(label);
  if (!input) return false;
  input.focus();
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};
"""


class _Page(QWebEnginePage):
    def __init__(self, profile: QWebEngineProfile, complaints: list[str]) -> None:
        super().__init__(profile)
        self._complaints = complaints

    def javaScriptConsoleMessage(  # noqa: N802  # a name of Qt
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, message: str, line: int, source: str
    ) -> None:
        """Keep everything the console says that is more than information."""
        if level is not QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            self._complaints.append(f"{message} ({source.rsplit('/', 1)[-1]}:{line})")


class Browser:
    """One window; `complaints` is what the console said. `beside` another one it shares cookies and data with it."""

    def __init__(self, width: int = 1280, height: int = 800, *, beside: Browser | None = None) -> None:
        self._qt = QApplication.instance() or QApplication(["browser"])
        self.complaints: list[str] = []
        self._profile: QWebEngineProfile = beside._profile if beside else QWebEngineProfile()
        self._page = _Page(self._profile, self.complaints)
        self._view = QWebEngineView()
        self._view.setPage(self._page)
        self._view.resize(width, height)
        self._view.show()

    def open(self, address: str) -> None:
        """Go to an address and wait until the app has drawn its first page."""
        loop = QEventLoop()
        self._page.loadFinished.connect(loop.quit)
        QTimer.singleShot(20_000, loop.quit)
        self._page.load(QUrl(address))
        loop.exec()
        self.wait_for("document.querySelector('h1') !== null")
        self.run(TOOLS + "true")

    @property
    def address(self) -> str:
        """Where the window is."""
        return self._page.url().toString()

    def reload(self) -> None:
        """Load the page anew, as F5 does."""
        self.open(self.address)

    def go(self, place: str) -> None:
        """Go to a place of the app, such as "tools" or "tool/3"."""
        self.run(f"location.hash = {json.dumps('#/' + place)}; true")
        self.pause(0.15)

    def run(self, script: str) -> object:
        """The value of a script, None when it gives none."""
        loop = QEventLoop()
        found: list[object] = []

        def taken(value: object) -> None:
            found.append(value)
            loop.quit()

        self._page.runJavaScript(script, taken)
        QTimer.singleShot(10_000, loop.quit)
        if not found:
            loop.exec()
        return found[0] if found else None

    def wait_for(self, condition: str) -> None:
        """Wait until a JavaScript condition holds; AssertionError with what the page shows when it never does."""
        end = time.monotonic() + PATIENCE
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                shown = self.run("document.body.innerText")
                raise AssertionError(f"never: {condition}\nconsole: {self.complaints[-5:]}\npage:\n{shown}")
            self.pause(0.05)

    def press(self, selector: str, words: str = "") -> None:
        """Press what can be seen and holds these words."""
        self.wait_for(f"window.seen({json.dumps(selector)}, {json.dumps(words)}).length > 0")
        self.run(f"window.press({json.dumps(selector)}, {json.dumps(words)})")

    def fill(self, label: str, value: str) -> None:
        """Type into the field with this label."""
        self.wait_for(f"window.field({json.dumps(label)})")
        assert self.run(f"window.fill({json.dumps(label)}, {json.dumps(value)})"), label

    def choose(self, label: str, words: str) -> None:
        """Search in the field with this label and take the first hit."""
        self.fill(label, words)
        self.press("[role=option]", words)

    def sees(self, words: str) -> None:
        """Wait until the page shows these words."""
        self.wait_for(f"document.body.innerText.includes({json.dumps(words)})")

    def never_sees(self, words: str) -> None:
        """Wait until the page shows these words no more."""
        self.wait_for(f"!document.body.innerText.includes({json.dumps(words)})")

    def key(self, key: Qt.Key | str) -> None:
        """Strike a key, or type a text, where the focus is."""
        target = self._view.focusProxy()
        assert isinstance(target, QWidget)
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key)
        self.pause(0.12)

    def picture(self, path: Path) -> None:
        """Keep what the window shows as a picture."""
        self._view.grab().save(str(path))

    def pause(self, seconds: float) -> None:
        """Let the page work."""
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def close(self) -> None:
        """Close the window; the process should end soon after."""
        self._view.close()
        self._page.deleteLater()
        self.pause(0.05)
