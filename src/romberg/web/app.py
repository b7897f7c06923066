"""Puts the workplace together: the pages, the interface for programs, the guard before both, and what errors say."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from romberg import __version__
from romberg.formats.unreadable import Unreadable
from romberg.store.importing import Importer
from romberg.store.people.directory.discovery import Directories
from romberg.store.people.directory.network import Network
from romberg.store.workplace import Workplace
from romberg.web.api import PARTS, PEOPLE, TOKEN
from romberg.web.api.errors import status_of
from romberg.web.api.paced import Paced
from romberg.web.claims.routes import router as claims
from romberg.web.denials.routes import router as denials
from romberg.web.desks import ready_for_one
from romberg.web.emergencies.routes import router as emergencies
from romberg.web.figures.lately import Lately
from romberg.web.figures.routes import router as figures
from romberg.web.guard import Guard
from romberg.web.imports.routes import router as imports
from romberg.web.kept.routes import router as kept
from romberg.web.knowledge_pages.routes import router as knowledge_pages
from romberg.web.pages import page
from romberg.web.papers.routes import router as papers
from romberg.web.patients.routes import router as patients
from romberg.web.payments.routes import router as payments
from romberg.web.queue.routes import router as queue
from romberg.web.reports.routes import router as reports
from romberg.web.sign_in.directory import router as through_directory
from romberg.web.sign_in.gate import Cookies, Gate
from romberg.web.sign_in.passkeys import router as passkeys
from romberg.web.sign_in.routes import router as sign_in
from romberg.web.staff.directory import router as directory
from romberg.web.staff.routes import router as staff
from romberg.web.visits.routes import router as visits

STATIC = Path(__file__).parent / "static"
HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_LOG = logging.getLogger("romberg.web")
_PASSES = ("database", "busy", "missing_key")  # nobody typed anything wrong: a disk is full, something away
_NOT_FOUND = "There is no such page; the menu above leads to those that there are."


def made(
    hosts: frozenset[str] = HOSTS,
    workplace: Workplace | None = None,
    people: bool = False,
    secure: bool = False,
    examples: bool = False,
    inside: frozenset[str] = frozenset(),
    a_minute: int = 0,
) -> Any:
    """The workplace as an ASGI application that answers to some host names alone; without a store, nothing is kept.

    With `people` everybody signs in, else it is one person's; `secure` where it is served over TLS; `examples` where
    the store holds invented visits, which every page then says; `inside` are hosts of clinics' directories that may lie
    in one's own network; `a_minute` how often one token may ask the interface for programs, 0 for no bound.
    """
    app = FastAPI(
        title="Romberg",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        lifespan=_at_work,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.workplace = workplace
    app.state.figures = Lately()
    app.state.importer = None if workplace is None else Importer(workplace)
    if workplace is not None and not people:
        ready_for_one(workplace)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    books = (claims, denials, payments, papers, reports)
    ours = (visits, queue, kept, *books, imports, patients, figures, knowledge_pages)
    for router in ours:
        app.include_router(router, include_in_schema=False)
    for router in (*PARTS, *(PEOPLE if people else ())):
        app.include_router(router, dependencies=[Security(TOKEN)] if people else [])
    app.add_exception_handler(Unreadable, _unreadable)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _failed)
    if people:
        assert workplace is not None, "people are kept in a store"
        app.state.directories = Directories(Network(inside))
        for router in (sign_in, through_directory, passkeys, staff, directory, emergencies):
            app.include_router(router, include_in_schema=False)
        app.add_middleware(Gate, workplace=workplace, cookies=Cookies(secure))
    if a_minute:
        app.add_middleware(Paced, a_minute=a_minute)
    app.add_middleware(Guard, hosts=hosts, examples=examples)
    return app


@asynccontextmanager
async def _at_work(app: FastAPI) -> AsyncIterator[None]:
    """While the workplace is open its imports are worked through, those of an earlier run first."""
    importer: Importer | None = app.state.importer
    if importer is not None:
        importer.begin()
    yield
    if importer is not None:
        await run_in_threadpool(importer.stop)


def _answer(request: Request, status: int, code: str, says: str, at: str = "") -> Response:
    """An error for a program as an object, for a person as a page."""
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": {"code": code, "says": says, "at": at}}, status)
    part = request.headers.get("hx-request") == "true"
    told = page("error", status, says=says, part=part)
    if part:
        told.headers["HX-Reselect"] = "unset"  # the whole of it, whatever part of a page was asked for
    return told


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Unreadable)
    if error.code in _PASSES:
        _LOG.error("%s: %s", error.code, error.says)  # with the place, for who runs this machine
        answer = _answer(request, 503, error.code, error.says.replace(f" {error.at} ", " "))
        answer.headers["Retry-After"] = "30"
        return answer
    status = status_of(error.code) if request.url.path.startswith("/api/") else 422
    return _answer(request, status, error.code, error.says, error.at)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    says = _NOT_FOUND if error.detail == "Not Found" else str(error.detail)
    answer = _answer(request, error.status_code, "refused", says)
    answer.headers.update(error.headers or {})  # which methods there are, how long to wait
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    """A field of another kind than asked: which one, and never what stood in it."""
    assert isinstance(error, RequestValidationError)
    fields = ", ".join(sorted({".".join(map(str, one["loc"][1:])) or "the body" for one in error.errors()}))
    return _answer(request, 422, "invalid", f"Not as asked: {fields}; see /api/v1/openapi.json.", fields)


async def _failed(request: Request, error: Exception) -> Response:
    """A fault of our own: a number for the report, nothing of the note, no path and no stack."""
    if isinstance(error, Unreadable):  # before any page was reached, where it is asked who comes
        return await _unreadable(request, error)
    number = secrets.token_hex(4)
    _LOG.error("fault %s: %s", number, type(error).__name__)
    says = f"Romberg itself failed here (fault {number}); nothing was changed. Please report the number."
    return _answer(request, 500, "internal", says)
