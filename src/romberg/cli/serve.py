"""`romberg serve`: the workplace in the browser, on this machine alone, or over TLS for people who sign in."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import URL

from romberg.cli.output import say, tell_refused_cards
from romberg.cli.workplace.started import started
from romberg.formats.unreadable import Unreadable
from romberg.store.people import members
from romberg.store.workplace import Workplace, clinics, open_workplace

HOST = "127.0.0.1"
_WARMS_AFTER = 2.0  # seconds
_QUICKEST = 1_000_000
_THREADS = "POLARS_MAX_THREADS"
_ONE = "one person on this machine, without sign-in"
_LOOKS = "looking around with invented visits, on this machine alone; what you do there is gone when it stops"


def run(arguments: Namespace) -> int:
    """Serve until it is stopped (Ctrl-C)."""
    os.environ.setdefault(_THREADS, "1")  # the frames of one visit are small; handing them round takes longer
    port, a_minute = _port(arguments.port), _a_minute(arguments.api_rate)
    tell_refused_cards()
    import uvicorn  # noqa: PLC0415  # a fifth of a second that no other command waits for

    from romberg.web import made  # noqa: PLC0415

    served = _served(arguments)
    with closing(_listening(served.bound, port)) as listening, _workplace(arguments) as workplace:
        if arguments.people:
            _refuse_nobody(workplace)
        shown = served.address(listening.getsockname()[1])
        whom = _LOOKS if arguments.examples else served.whom
        print(f"Romberg is open at {shown} for {whom}. Stop it with Ctrl-C.", flush=True)
        if arguments.open and _has_windows():
            webbrowser.open(shown)
        inside = frozenset(one.lower() for one in arguments.own_directory)
        app = made(served.hosts, workplace, arguments.people, served.secure, arguments.examples, inside, a_minute)
        _warmed()
        how = {"log_level": "critical", "access_log": False, "server_header": False, **served.tls}
        uvicorn.Server(uvicorn.Config(app, **how)).run([listening])
    say("stopped.")
    return 0


def _warmed() -> None:
    """Check a note once, some seconds on and beside the pages: nobody need wait for what it loads."""

    def check() -> None:
        from romberg.batch import check_text  # noqa: PLC0415  # it is this that takes a second
        from romberg.web.visits.routes import example  # noqa: PLC0415  # as above

        with suppress(Unreadable, OSError):
            check_text(example())

    later = threading.Timer(_WARMS_AFTER, check)
    later.daemon = True
    later.start()


def _has_windows() -> bool:
    """Whether a browser has where to show itself; a terminal alone would get one made of letters."""
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


@contextmanager
def _workplace(arguments: Namespace) -> Iterator[Workplace]:
    """The store of the data folder; or one of invented visits in a folder of its own, which goes when it is closed."""
    if not arguments.examples:
        with started() as workplace:
            yield workplace
        return
    if arguments.people:
        raise Unreadable("examples", "--examples is for looking around alone; leave out --people.", "--examples")
    from romberg.store.examples import fill  # noqa: PLC0415
    from romberg.web.desks import CLINIC, PERSON, ready_for_one  # noqa: PLC0415

    with TemporaryDirectory(prefix="romberg-examples-") as folder:
        at = URL.create("sqlite", database=str(Path(folder) / "examples.sqlite"))
        with closing(open_workplace(at, Path(folder) / "keys")) as workplace:
            ready_for_one(workplace)
            fill(workplace, CLINIC, PERSON)
            yield workplace


@dataclass(frozen=True, slots=True)
class _Served:
    """Where and for whom the workplace is served."""

    name: str
    bound: str
    secure: bool
    whom: str
    tls: dict[str, Any]

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that requests may name."""
        return frozenset({self.name}) if self.secure else frozenset({"127.0.0.1", "localhost", "[::1]"})

    def address(self, port: int) -> str:
        """What a person types into the browser."""
        return f"{'https' if self.secure else 'http'}://{self.name}:{port}/"


def _served(arguments: Namespace) -> _Served:
    """On this machine alone; or, over TLS and with sign-in, for others."""
    if not arguments.host:
        whom = "the people who sign in, on this machine" if arguments.people else _ONE
        return _Served(HOST, HOST, False, whom, {})
    if not arguments.people:
        says = "Others reach it only with sign-in: add --people (and people, with `romberg people add`)."
        raise Unreadable("option", says, "--host")
    if not (arguments.certificate and arguments.key):
        says = "Others reach it only over TLS: name --certificate and --key (PEM files)."
        raise Unreadable("option", says, "--host")
    tls = {"ssl_certfile": _file(arguments.certificate), "ssl_keyfile": _file(arguments.key)}
    return _Served(arguments.host.lower(), "0.0.0.0", True, "the people who sign in", tls)  # asked for


def _file(path: str) -> str:
    if not Path(path).is_file():
        raise Unreadable("not_readable", f"{path} cannot be read (no such file).", path)
    return path


def _refuse_nobody(workplace: Workplace) -> None:
    """Sign-in without anybody who could is a locked door."""
    for clinic in clinics.listed(workplace):
        with workplace.glance(clinic, "machine") as desk:
            if members.members(desk):
                return
    says = "Nobody can sign in yet; add the first person with `romberg people add` (see its --help)."
    raise Unreadable("nobody", says, "--people")


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) < 65536):
        raise Unreadable("port", f"--port takes a number up to 65535, and {given!r} is none.", "--port")
    return int(given)


def _a_minute(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= _QUICKEST):
        says = f"--api-rate takes how often a minute a token may ask, from 1 to {_QUICKEST:,}, and {given!r} is none."
        raise Unreadable("api_rate", says, "--api-rate")
    return int(given)


def _listening(host: str, port: int) -> socket.socket:
    """A socket; raises Unreadable where the port is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # whoever comes before the pages are ready waits instead of being refused
    except OSError as error:
        listening.close()
        reason = (error.strerror or "no reason given").lower()
        says = f"Port {port} cannot be used ({reason}); stop what uses it, or name another one with --port."
        raise Unreadable("port", says, "--port") from None
    return listening
