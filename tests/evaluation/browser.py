"""A real browser for tests: Chromium, told what to do by the WebDriver protocol (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
MISSING = "needs chromium and chromedriver (Debian: chromium, chromium-driver)"
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000"),
)
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c"}


class Browser:
    """A window of a browser."""

    def __init__(self, address: str) -> None:
        self._address = address

    def call(self, method: str, path: str, **body: Any) -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(
            f"{self._address}{path}", data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, page: Path) -> None:
        self.call("POST", "/url", url=page.as_uri())

    def run(self, script: str) -> Any:
        """What an expression of JavaScript gives."""
        return self.call("POST", "/execute/sync", script=f"return {script}", args=[])

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        actions = [{"type": kind, "value": _KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def choose(self, field: str, value: str) -> None:
        """Choose a value in a field of the page by its id."""
        self.run(
            f"(() => {{ const field = document.getElementById({json.dumps(field)}); field.value = {json.dumps(value)};"
            " field.dispatchEvent(new Event('change')); field.dispatchEvent(new Event('input')); })()"
        )

    def dark(self, wanted: bool) -> None:
        """What the reader prefers."""
        features = [{"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}]
        self.call("POST", "/goog/cdp/execute", cmd="Emulation.setEmulatedMedia", params={"features": features})

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def print(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("POST", "/print", page={"width": 21.0, "height": 29.7})))

    def complaints(self) -> list[str]:
        """What the browser has written into its console."""
        return [entry["message"] for entry in self.call("POST", "/se/log", type="browser")]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser that is closed in the end."""
    driver = subprocess.Popen([str(DRIVER), "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert driver.stdout
        port = next(found[1] for line in driver.stdout if (found := re.search(r"successfully on port (\d+)", line)))
        base = Browser(f"http://127.0.0.1:{port}/session")
        options = {"args": [*_FLAGS, f"--user-data-dir={profile}"], "binary": CHROMIUM}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = base.call("POST", "", capabilities={"alwaysMatch": wanted})
        window = Browser(f"http://127.0.0.1:{port}/session/{session['sessionId']}")
        try:
            yield window
        finally:
            window.call("DELETE", "")
    finally:
        driver.terminate()
        driver.wait(timeout=20)
