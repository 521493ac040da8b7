# SPDX-License-Identifier: Apache-2.0
"""Headless Chromium, driven through chromedriver by the WebDriver protocol
(https://www.w3.org/TR/webdriver2/)."""
import base64
import contextlib
import json
import os
import re
import shutil
import subprocess
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Escape": "\ue00c", "Enter": "\ue007"}


def is_installed():
    return shutil.which("chromium") is not None and shutil.which("chromedriver") is not None


class Browser:
    """A window of `width` pixels; `dark` is what the system prefers. Use with `with`."""

    def __init__(self, width=1280, height=900, dark=False, scripts=True):
        self._driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self._url = None
        try:
            port = next(m.group(1) for m in (re.search(r"on port (\d+)\.", line)
                                             for line in self._driver.stdout) if m)
            self._url = f"http://127.0.0.1:{port}/session"
            self._url += "/" + self._start(width, height, dark, scripts)
            self.command("POST", "/goog/cdp/execute", {
                "cmd": "Emulation.setDeviceMetricsOverride",
                "params": {"width": width, "height": height, "deviceScaleFactor": 1,
                           "mobile": False}})
        except BaseException:
            self.close()
            raise

    def _start(self, width, height, dark, scripts):
        arguments = ["--headless=new", f"--window-size={width},{height}", "--disable-gpu",
                     "--no-first-run", "--disable-background-networking",
                     # Nothing may be fetched.
                     "--host-resolver-rules=MAP * ~NOTFOUND"]
        if dark:
            arguments.append("--blink-settings=preferredColorScheme=0")
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        preferences = {} if scripts else {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"goog:chromeOptions": {"args": arguments, "prefs": preferences},
                  "goog:loggingPrefs": {"browser": "ALL"}}
        return self.command("POST", "", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        with contextlib.suppress(Exception):
            if self._url and self._url.count("/") > 3:
                self.command("DELETE", "")
        self._driver.terminate()
        self._driver.wait(20)
        self._driver.stdout.close()

    def command(self, method, path, body=None):
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = urllib.request.Request(self._url + path, data, method=method,
                                         headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.read().decode()[:800]}") from error

    def open(self, file):
        self.command("POST", "/url", {"url": f"file://{file}"})

    def run(self, script, *arguments):
        """What a function body returns."""
        return self.command("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.command("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.command("POST", f"/element/{self.find(selector)}/click")

    def type(self, selector, text):
        self.command("POST", f"/element/{self.find(selector)}/value", {"text": text})

    def press(self, *keys):
        """Keys, to whatever has the focus."""
        actions = [{"type": kind, "value": KEYS.get(key, key)}
                   for key in keys for kind in ("keyDown", "keyUp")]
        self.command("POST", "/actions", {"actions": [{"type": "key", "id": "k",
                                                        "actions": actions}]})

    def console(self):
        """What the page and the browser complained about."""
        return [entry["message"] for entry in self.command("POST", "/se/log", {"type": "browser"})]

    def screenshot(self, file, whole=True):
        """A picture of the page, or of what the window shows."""
        width, visible, height = self.run(
            "return [innerWidth, innerHeight, document.documentElement.scrollHeight]")
        area = {"x": 0, "y": 0, "width": width, "height": height if whole else visible, "scale": 1}
        picture = self.command("POST", "/goog/cdp/execute", {
            "cmd": "Page.captureScreenshot",
            "params": {"captureBeyondViewport": whole, "clip": area}})
        with open(file, "wb") as out:
            out.write(base64.b64decode(picture["data"]))
