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

BROWSERS = ("google-chrome", "chromium", "chromium-browser")
WIDTH, HEIGHT = 1600, 900
PHONE = 390
# where the demo company is: its days begin earlier than those of UTC
ZONE = "Asia/Shanghai"
# file: login, state of the return, address or model of a dashboard, what to press, height
PICTURES = {
    "returns-add-goods": ("sales", "draft", "button[name=action_add_goods]", 620),
    "returns-approve": ("office", "submitted", None, 520),
    "returns-appraise": ("warehouse", "arrived", None, 560),
    "returns-settled": ("clerk", "done", None, 580),
    "returns-claim": ("clerk", "/odoo/carrier-claims/1", None, 560),
    "returns-dispute": ("technician", "/odoo/quality-disputes/1", None, 560),
    "returns-analysis": (
        "manager",
        "/odoo/action-cs_returns.cs_return_analysis_action",
        None,
        620,
    ),
    "returns-dashboard": ("general", "cs.return.analysis", None, 900),
    "travel-board": ("clerk", "/odoo/action-cs_travel.cs_trip_day_action_board", None, 420),
    "travel-change": ("general", "/odoo/action-cs_travel.cs_trip_change_action/1", None, 620),
    "travel-money": ("accountant", "/odoo/trips/1", "a.nav-link[name=money]", 620),
    "travel-dashboard": ("general", "cs.trip.analysis", None, 900),
    "roster-grid": ("lead", "/odoo/roster-month/1", None, 560),
    "feedback-cases": ("clerk", "/odoo/action-cs_feedback.cs_feedback_action", None, 360),
    "feedback-case": ("clerk", "/odoo/action-cs_feedback.cs_feedback_action/1", None, 780),
    "feedback-answers": ("quality", "/odoo/action-cs_feedback.cs_feedback_answer_action", None, 300),
    "feedback-ruling": ("manager", "/odoo/action-cs_feedback.cs_feedback_ruling_action/1", None, 740),
    "feedback-dashboard": ("general", "cs.feedback.analysis", None, 900),
    "base-approval-rule": ("admin", "/odoo/action-cs_base.cs_approval_rule_action/1", None, 520),
}


class Page:
    """A page of a headless browser, driven by its remote debugging protocol."""

    def __init__(self, address):
        self._socket = websocket.create_connection(address, suppress_origin=True, timeout=60)

    def call(self, method, **params):
        self._socket.send(json.dumps({"id": 1, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv())).get("id") != 1:
            pass
        return answer["result"]

    def run(self, script):
        return self.call("Runtime.evaluate", expression=script)["result"].get("value")

    def wait_for(self, selector):
        while not self.run(f"!!document.querySelector('{selector}')"):
            time.sleep(0.3)
        time.sleep(2)

    def resize(self, width, height=HEIGHT):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.call("Emulation.setDeviceMetricsOverride", mobile=width < WIDTH, **metrics)

    def picture(self, height, width=WIDTH):
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", clip=clip)["data"])


@contextmanager
def browser():
    program = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ["--headless=new", "--no-sandbox", "--remote-debugging-port=0"]
        options += [f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}"]
        process = subprocess.Popen([program, *options], stderr=subprocess.DEVNULL)
        try:
            file = Path(profile, "DevToolsActivePort")
            while not (file.exists() and "\n" in file.read_text()):
                time.sleep(0.2)
            listing = f"http://127.0.0.1:{file.read_text().split()[0]}/json"
            pages = requests.get(listing, timeout=30).json()
            yield Page(next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"))
        finally:
            process.terminate()
            process.wait()


def log_in(address, login):
    session = requests.Session()
    page = session.get(f"{address}/web/login", timeout=120).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    password = "admin" if login == "admin" else f"{login}-demo"
    data = {"login": login, "password": password, "csrf_token": token}
    session.post(f"{address}/web/login", data=data, timeout=120)
    return session


def find(session, address, model, *domain):
    call = {"model": model, "method": "search", "args": [list(domain)], "kwargs": {"limit": 1}}
    body = {"jsonrpc": "2.0", "params": call}
    answer = session.post(f"{address}/web/dataset/call_kw", json=body, timeout=120).json()
    return answer["result"][0]


def find_return(session, address, state):
    return find(session, address, "cs.return", ("state", "=", state))


def find_address(session, address, target):
    if target.startswith("/"):
        return target
    if target.startswith("cs."):
        of_model = ("main_data_model_ids.model", "=", target)
        dashboard = find(log_in(address, "admin"), address, "spreadsheet.dashboard", of_model)
        return f"/odoo/dashboards?dashboard_id={dashboard}"
    return f"/odoo/returns/{find_return(session, address, target)}"


def print_page(session, address, report):
    pdf = session.get(f"{address}/report/pdf/{report}", timeout=120).content
    command = ["pdftoppm", "-r", "80", "-png", "-f", "1", "-l", "1", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout


def save(name, data):
    picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(128)
    picture.save(Path(__file__).parent / "images" / f"{name}.png", optimize=True)


def main(address="http://127.0.0.1:8069"):
    with browser() as page:
        page.call("Emulation.setTimezoneOverride", timezoneId=ZONE)
        for name, (login, target, button, height) in PICTURES.items():
            session = log_in(address, login)
            cookie = session.cookies["session_id"]
            page.call("Network.setCookie", url=address, name="session_id", value=cookie)
            page.resize(WIDTH)
            target = find_address(session, address, target)
            page.call("Page.navigate", url=address + target)
            page.wait_for(".o_view_controller, .o-figure canvas, .o_cs_scroll td")
            if button:
                page.run(f"document.querySelector('{button}').click()")
                page.wait_for(".modal-body .o_data_row, .tab-pane.active .o_field_widget")
            save(name, page.picture(height))
        picture_portal(page, address)
        picture_check_in(page, address)
        picture_my_month(page, address)
    picture_forms(address)


def picture_forms(address):
    session = log_in(address, "clerk")
    settled = find_return(session, address, "done")
    for name in ("form", "settlement"):
        report = f"cs_returns.report_cs_return_{name}/{settled}"
        save(f"returns-{name}", print_page(session, address, report))
    # the trip of which a day is refused
    approved = ("state", "=", "approved")
    reimbursement = find(session, address, "cs.trip.reimbursement", approved)
    report = f"cs_travel.report_cs_trip_reimbursement/{reimbursement}"
    save("travel-reimbursement", print_page(session, address, report))


def picture_check_in(page, address):
    """The traveller checks in on a phone."""
    session = log_in(address, "sales")
    cookie = session.cookies["session_id"]
    page.call("Network.setCookie", url=address, name="session_id", value=cookie)
    page.resize(PHONE, PHONE * 2)
    under_way = ("state", "=", "approved"), ("date_from", "<=", "today")
    mine = find(session, address, "cs.trip", *under_way)
    page.call("Page.navigate", url=f"{address}/odoo/trips/{mine}")
    page.wait_for(".o_cs_check_in")
    page.run("document.querySelector('.o_cs_check_in').click()")
    page.wait_for(".modal-body #o_cs_check_in_note")
    save("travel-check-in", page.picture(PHONE * 2, PHONE))


def picture_my_month(page, address):
    """An agent's own shifts on a phone."""
    cookie = log_in(address, "agent").cookies["session_id"]
    page.call("Network.setCookie", url=address, name="session_id", value=cookie)
    page.resize(PHONE, PHONE * 2)
    page.call("Page.navigate", url=f"{address}/odoo/action-cs_roster.cs_roster_slot_action_my")
    page.wait_for(".o_cs_calendar")
    save("roster-my-month", page.picture(PHONE * 2, PHONE))


def picture_portal(page, address):
    """The pages of the dealer: a new application, and one that is settled on a phone."""
    cookie = log_in(address, "dealer").cookies["session_id"]
    page.call("Network.setCookie", url=address, name="session_id", value=cookie)
    page.call("Page.navigate", url=f"{address}/my/returns/new")
    page.wait_for(".o_cs_goods")
    save("portal-new", page.picture(700))
    page.resize(PHONE, 1250)
    settled = find_return(log_in(address, "clerk"), address, "done")
    page.call("Page.navigate", url=f"{address}/my/returns/{settled}")
    page.wait_for(".o_cs_steps")
    save("portal-return", page.picture(1060, PHONE))


if __name__ == "__main__":
    main(*sys.argv[1:])
