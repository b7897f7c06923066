"""How a directory is asked: at a public address, over TLS with a certificate of its name, briefly, and nowhere else."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from romberg.formats.unreadable import Unreadable
from romberg.store.people.directory import network
from romberg.store.people.directory.network import Asked, Network, public

HOST = "login.harbour.example"


class _Answers(BaseHTTPRequestHandler):
    """What the trap answers, by its path; every request is counted."""

    hits: list[str] = []  # noqa: RUF012  # of all requests of the test

    def do_GET(self) -> None:
        """A question."""
        self.hits.append(self.path)
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/fine")
            self.end_headers()
            return
        body = {"/large": b'{"x": "' + b"y" * 1_100_000 + b'"}', "/words": b"hello", "/list": b"[1]"}
        self.send_response(404 if self.path == "/none" else 200)
        self.end_headers()
        if self.path == "/slow":
            for _ in range(50):
                self.wfile.write(b" ")
                time.sleep(0.1)
        self.wfile.write(body.get(self.path, b'{"host": "%s"}' % self.headers["Host"].encode()))

    def do_POST(self) -> None:
        """A form."""
        self.hits.append(self.path)
        held = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"form": "%s"}' % held.encode())

    def log_message(self, *_: Any) -> None:
        """Nothing is told."""


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, list[str]]]:
    """A server on this machine with a certificate for the directory's name, which we trust; its port, and who came."""
    folder = tmp_path_factory.mktemp("tls")
    certificate(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    with pytest.MonkeyPatch.context() as patch:
        trusted = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        patch.setattr(network, "_trusted", lambda: trusted)
        yield server.server_port, _Answers.hits
    server.shutdown()


def certificate(folder: Path, host: str = HOST) -> None:
    """A certificate for a name that signs itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def here(*_: Any, **__: Any) -> list[Any]:
    """A name service for which every name is this machine."""
    return [(2, 1, 6, "", ("127.0.0.1", 0))]


def test_one_that_may_lie_inside_is_asked_at_the_address_that_was_looked_at(trap: tuple[int, list[str]]) -> None:
    port, _ = trap
    ask = Network(frozenset({HOST}), here)
    assert ask(Asked(f"https://{HOST}:{port}/fine")) == {"host": f"{HOST}:{port}"}
    assert ask(Asked(f"https://{HOST}:{port}/token", {"a": "b c"})) == {"form": "a=b+c"}


def test_an_address_that_takes_nobody_is_passed_over(trap: tuple[int, list[str]]) -> None:
    """As on a machine without a way to the IPv6 address that stands first."""
    port, _ = trap

    def two(*_: Any, **__: Any) -> list[Any]:
        return [(10, 1, 6, "", ("::1", 0, 0, 0)), *here()]

    assert Network(frozenset({HOST}), two)(Asked(f"https://{HOST}:{port}/fine"))


def test_a_name_that_leads_inside_is_not_asked(trap: tuple[int, list[str]]) -> None:
    port, hits = trap
    hits.clear()
    for resolve in (here, lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 0)), *here()]):
        with pytest.raises(Unreadable, match="not public"):
            Network(frozenset({"another.example"}), resolve)(Asked(f"https://{HOST}:{port}/fine"))
    assert hits == []


def test_a_name_that_changes_its_mind_is_asked_for_once(trap: tuple[int, list[str]]) -> None:
    """Rebinding: what is looked at and what is connected to are one answer of the name service."""
    port, hits = trap
    hits.clear()
    answers = iter([[(2, 1, 6, "", ("203.0.113.7", 0))], here()])
    asked: list[str] = []

    def resolve(host: str, *_: Any, **__: Any) -> Any:
        asked.append(host)
        return next(answers)

    with pytest.raises(Unreadable, match="not public"):
        Network(resolve=resolve)(Asked(f"https://{HOST}:{port}/fine"))
    assert asked == [HOST]
    assert hits == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/away", "status 302"),
        ("/none", "status 404"),
        ("/large", "more than 1 MB"),
        ("/words", "no JSON object"),
        ("/list", "no JSON object"),
    ],
)
def test_what_is_no_answer_is_told(trap: tuple[int, list[str]], path: str, says: str) -> None:
    port, hits = trap
    hits.clear()
    with pytest.raises(Unreadable, match=says):
        Network(frozenset({HOST}), here)(Asked(f"https://{HOST}:{port}{path}"))
    assert hits == [path], "nothing is followed"


def test_one_that_speaks_too_slowly_is_left(trap: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    port, _ = trap
    monkeypatch.setattr(network, "SECONDS", 0.4)
    began = time.monotonic()
    with pytest.raises(Unreadable):
        Network(frozenset({HOST}), here)(Asked(f"https://{HOST}:{port}/slow"))
    assert time.monotonic() - began < 3


def test_a_certificate_of_another_name_and_one_that_nobody_knows_are_refused(
    trap: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, hits = trap
    hits.clear()
    with pytest.raises(Unreadable, match="does not answer over TLS"):
        Network(frozenset({"evil.example"}), here)(Asked(f"https://evil.example:{port}/fine"))
    monkeypatch.setattr(network, "_trusted", ssl.create_default_context)
    with pytest.raises(Unreadable, match="does not answer over TLS"):
        Network(frozenset({HOST}), here)(Asked(f"https://{HOST}:{port}/fine"))
    assert hits == []


@pytest.mark.parametrize(
    "url",
    [
        "http://login.harbour.example/x", "gopher://login.harbour.example/", "file:///etc/passwd", "//x.example/",
        "https:///x", "https://a@b.example/", "https://x.example:99999/", "https://x.example/a b", "https://x.example/#f",
        "https://x.example\\@y.example/", "https://ｘ.example/", "https://x.example/\n",
    ],
)  # fmt: skip
def test_only_addresses_over_tls_are_asked(url: str) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("the name service was asked")

    with pytest.raises(Unreadable, match="begins with https://"):
        Network(resolve=never)(Asked(url))


INSIDE = """127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
192.0.2.1 198.18.0.1 240.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 2002:a00:1:: 2001:db8::1 not-an-address"""


def test_addresses_inside_are_known_in_every_form() -> None:
    assert [one for one in INSIDE.split() if public(one)] == []
    for one in ("93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"):
        assert public(one), one


def test_an_unknown_name_is_told() -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise OSError("no such name")

    with pytest.raises(Unreadable, match="not known to this machine's name service"):
        Network(resolve=unknown)(Asked(f"https://{HOST}/"))
