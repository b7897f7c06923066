"""Through a clinic's directory in a true browser: an issuer on a site of its own, and back to a whole session.

What only a browser can show: that the ticket comes back from another site, and that the session's cookie, which no
other site's link sends, is there on the page after.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from invented_issuer import CLIENT, Issuer
from test_directory_network import certificate

from romberg.store.people.directory.network import Asked
from tools.browsing import Chromium, people_add, served
from tools.browsing.audited import violations
from tools.browsing.entered import first_entry

MARA = "mara@harbour.example"


def door(issuer: Issuer, base: str) -> type[BaseHTTPRequestHandler]:
    """The directory's server: its sign-in page sends everybody straight back."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if urlsplit(self.path).path != "/enter":
                self._object(issuer(Asked(base + self.path)))
                return
            given = issuer.enter(base + self.path)
            back = parse_qs(urlsplit(self.path).query)["redirect_uri"][0]
            self.send_response(302)
            self.send_header("Location", f"{back}?{urlencode(given)}")
            self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: one[0] for name, one in parse_qs(body).items()}
            self._object(issuer(Asked(base + self.path, form, {"Authorization": self.headers["Authorization"]})))

        def _object(self, value: dict[str, Any]) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(value).encode())

        def log_message(self, *_: Any) -> None:
            pass

    return Door


@contextmanager
def opened(folder: Path) -> Iterator[Issuer]:
    """The directory at https://localhost; the workplace stands at 127.0.0.1, which is another site."""
    certificate(folder, "localhost")
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    base = f"https://localhost:{server.server_port}"
    issuer = Issuer(time.time)
    issuer.told = {"issuer": base} | {
        name: url.replace("https://login.harbour.example", base)
        for name, url in issuer.description().items()
        if name != "issuer"
    }
    issuer.claims = {"iss": base, "email": MARA, "amr": ["mfa"]}
    server.RequestHandlerClass = door(issuer, base)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()


def test_set_up_and_signed_in(tmp_path: Path, browser: Chromium, expect: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = people_add(tmp_path / "data", "Harbour Lane", "Mara Quincey", "clinic admin", MARA)
    with opened(tmp_path) as issuer:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        with served(tmp_path / "data", "--people", "--own-directory", "localhost") as found:
            with browser.window(found.base) as mara:
                first_entry(mara, MARA, first)
                set_up(mara.page, found.base, issuer, expect)
                assert not mara.faults
            with browser.window(found.base, trusting=True) as mara:
                page = mara.page
                page.goto(f"{found.base}/queue")
                assert not violations(page)
                page.get_by_label("E-mail address at your clinic").fill(MARA)
                page.get_by_role("button", name="Go to the directory").click()
                expect(page.get_by_role("heading", name="Queue")).to_be_visible()
                page.get_by_role("button", name="Sign out").click()
                expect(page.get_by_role("heading", name="You are signed out of Romberg")).to_be_visible()
                assert not violations(page)
                page.goto(f"{found.base}/queue")
                expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
                issuer.claims["exp"] = 1
                page.get_by_label("E-mail address at your clinic").fill(MARA)
                page.get_by_role("button", name="Go to the directory").click()
                expect(page.get_by_role("alert").first).to_contain_text("is over already")
                assert not violations(page)


def set_up(page: Any, base: str, issuer: Issuer, expect: Any) -> None:
    """The page on which an administrator sets it up."""
    page.goto(f"{base}/people")
    page.get_by_role("link", name="The clinic's directory").click()
    assert not violations(page)
    page.get_by_label("Issuer").fill("https://10.0.0.1")
    page.get_by_label("Client ID").fill(CLIENT)
    page.get_by_label("Client secret").fill("a secret: of both")
    page.get_by_label("Domains of your members' addresses").fill("harbour.example")
    page.get_by_label("The directory's counts").check()
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("not public")
    page.get_by_label("Issuer").fill(issuer.description()["issuer"])
    page.get_by_label("Client secret").fill("a secret: of both")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("status")).to_contain_text("The directory answers")
    assert not violations(page)
