"""Takes the pictures of the documentation anew, from the demo company.

Start `./cs run` in another terminal, then: .cs/venv/bin/python docs/make_images.py [ADDRESS]
It needs chromium and, for the printed form, wkhtmltopdf and pdftoppm.
"""

import base64
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import requests
import websocket
from PIL import Image

IMAGES = Path(__file__).resolve().parent / "images"
BROWSERS = ("google-chrome", "chromium", "chromium-browser")
WIDTH, HEIGHT = 1440, 900
IS_LOADED = "!!document.querySelector('.o_view_controller')"
# file: login, state of the return to open or an address, button to press, height of the picture
PICTURES = {
    "returns-list": ("clerk", "/odoo/returns", None, 420),
    "returns-add-goods": ("sales", "draft", "action_add_goods", 620),
    "returns-approve": ("office", "submitted", None, 520),
    "returns-appraise": ("warehouse", "arrived", None, 560),
    "returns-settled": ("clerk", "done", None, 560),
    "base-approval-rule": ("admin", "/odoo/action-cs_base.cs_approval_rule_action/1", None, 520),
}


class Page:
    """A page of a headless browser, driven by its remote debugging protocol."""

    def __init__(self, address):
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=60)
        self._last = 0

    def call(self, method, **params):
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._last:
                return answer["result"]

    def run(self, script):
        return self.call("Runtime.evaluate", expression=script)["result"].get("value")

    def wait_for(self, script, patience=90):
        end = time.monotonic() + patience
        while not self.run(script):
            if time.monotonic() > end:
                raise SystemExit(f"The page does not come to: {script}")
            time.sleep(0.3)
        time.sleep(2)

    def picture(self, height):
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", clip=clip)["data"])


@contextmanager
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        options += ["--remote-debugging-port=0", f"--user-data-dir={profile}", "--lang=zh-CN"]
        command = [program, *options, f"--window-size={WIDTH},{HEIGHT}", "about:blank"]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            port_file = Path(profile, "DevToolsActivePort")
            while not (port_file.exists() and port_file.read_text().strip()):
                time.sleep(0.2)
            port = port_file.read_text().split()[0]
            pages = requests.get(f"http://127.0.0.1:{port}/json", timeout=30).json()
            yield Page(next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"))
        finally:
            process.terminate()
            process.wait()


def rpc(session, path, **params):
    answer = session.post(path, json={"jsonrpc": "2.0", "params": params}, timeout=120).json()
    return answer["result"]


def log_in(address, login):
    session = requests.Session()
    page = session.get(f"{address}/web/login", timeout=120).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    password = "admin" if login == "admin" else f"{login}-demo"
    data = {"login": login, "password": password, "csrf_token": token}
    session.post(f"{address}/web/login", data=data, timeout=120)
    return session


def find_return(session, address, state):
    search = {"model": "cs.return", "method": "search", "kwargs": {"limit": 1}}
    return rpc(session, f"{address}/web/dataset/call_kw", args=[[("state", "=", state)]], **search)[0]


def save(name, data, colors=128):
    image = Image.open(io.BytesIO(data)).convert("RGB").quantize(colors)
    image.save(IMAGES / f"{name}.png", optimize=True)


def print_form(address):
    session = log_in(address, "clerk")
    number = find_return(session, address, "done")
    url = f"{address}/report/pdf/cs_returns.report_cs_return_form/{number}"
    pdf = session.get(url, timeout=120).content
    command = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-"]
    save("returns-form", subprocess.run(command, input=pdf, capture_output=True, check=True).stdout)


def main(address="http://127.0.0.1:8069"):
    IMAGES.mkdir(exist_ok=True)
    with browser() as page:
        for name, (login, target, button, height) in PICTURES.items():
            session = log_in(address, login)
            cookie = {"name": "session_id", "value": session.cookies["session_id"]}
            page.call("Network.setCookie", url=address, **cookie)
            if not target.startswith("/"):
                target = f"/odoo/returns/{find_return(session, address, target)}"
            page.call("Page.navigate", url=address + target)
            page.wait_for(IS_LOADED)
            if button:
                page.run(f"document.querySelector('button[name={button}]').click()")
                page.wait_for("!!document.querySelector('.modal-body .o_data_row')")
            save(name, page.picture(height))
    print_form(address)


if __name__ == "__main__":
    main(*sys.argv[1:])
