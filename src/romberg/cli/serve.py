"""`romberg serve`: the workplace in the browser, on this machine alone."""

from __future__ import annotations

import socket
import webbrowser
from argparse import Namespace
from contextlib import closing

from romberg.cli.output import say, tell_refused_cards
from romberg.formats.unreadable import Unreadable

HOST = "127.0.0.1"


def run(arguments: Namespace) -> int:
    """Serve until it is stopped (Ctrl-C)."""
    port = _port(arguments.port)
    tell_refused_cards()
    import uvicorn  # noqa: PLC0415  # a fifth of a second that no other command waits for

    from romberg.store.workplace import open_workplace  # noqa: PLC0415
    from romberg.web import made  # noqa: PLC0415

    with closing(_listening(port)) as listening, closing(open_workplace()) as workplace:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        print(
            f"Romberg is open at {address} for one person on this machine, without sign-in. Stop it with Ctrl-C.",
            flush=True,
        )
        if arguments.open:
            webbrowser.open(address)
        app = made(workplace=workplace)
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False, server_header=False))
        server.run([listening])
    say("stopped.")
    return 0


def _port(given: str) -> int:
    if not (given.isascii() and given.isdigit() and int(given) < 65536):
        raise Unreadable("port", f"--port takes a number up to 65535, and {given!r} is none.", "--port")
    return int(given)


def _listening(port: int) -> socket.socket:
    """A socket on this machine alone; raises Unreadable where the port is taken."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        reason = (error.strerror or "no reason given").lower()
        says = f"Port {port} cannot be used ({reason}); stop what uses it, or name another one with --port."
        raise Unreadable("port", says, "--port") from None
    return listening
