"""The pages of imports: files in, progress out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from urllib.parse import unquote

from anyio import from_thread
from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser

from romberg.formats.unreadable import Unreadable
from romberg.store import importing
from romberg.store.importing import Importer, Job
from romberg.store.importing.content import LARGEST_BYTES
from romberg.web.desks import at_desk, at_glance, who, workplace_of
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs

router = APIRouter()
_MOST_AT_ONCE = 300  # files of one form; the page's own script sends them one by one
_NONE = "No file was chosen; choose one or more, then send them."
_TICK = 0.4  # seconds between two looks at a running import


@router.get("/imports", dependencies=[needs(Permission.IMPORT)], response_class=HTMLResponse)
def imports(request: Request) -> HTMLResponse:
    """Where files are dropped or chosen, and what came in before."""
    with at_glance(request) as desk:
        return page("imports", jobs=importing.jobs(desk))


@router.post("/imports", dependencies=[needs(Permission.IMPORT)])
async def send(request: Request) -> Response:
    """Files of a form, taken and begun at once: for browsers without scripts."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise Unreadable("empty", _NONE, "files")
    parser = MultiPartParser(request.headers, request.stream(), max_files=_MOST_AT_ONCE, max_fields=10)
    parser.spool_max_size = LARGEST_BYTES * 2  # the guard caps the whole; nothing is written down unsealed
    sent = await parser.parse()
    files = [one for one in sent.getlist("files") if isinstance(one, UploadFile) and one.filename]
    held = [(one.filename or "", await one.read()) for one in files]
    await sent.close()
    if not held:
        raise Unreadable("empty", _NONE, "files")
    import_id = await run_in_threadpool(begun, request)
    for name, data in held:
        await run_in_threadpool(taken, request, import_id, name, iter([data]))
    await run_in_threadpool(started, request, import_id)
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.post("/imports/begin", dependencies=[needs(Permission.IMPORT)])
def begin(request: Request) -> JSONResponse:
    """A new import, open for files."""
    return JSONResponse({"id": begun(request)}, 201)


@router.post("/imports/{import_id}/file", dependencies=[needs(Permission.IMPORT)])
async def file(request: Request, import_id: str) -> Response:
    """One file as it is: its bytes go sealed to the disk while they come in; its name stands in a header."""
    name = unquote(request.headers.get("x-file-name", "file"))
    body = request.stream()
    await run_in_threadpool(taken, request, import_id, name, out_of(body))
    async for _ in body:  # what came after a file was refused is let through, so that the answer is heard
        pass
    return Response(status_code=204)


def out_of(body: AsyncIterator[bytes]) -> Iterator[bytes]:
    """The pieces of a body for a thread that writes them, each asked for when the one before is on its way."""
    while (piece := from_thread.run(_next, body)) is not None:
        yield piece


async def _next(body: AsyncIterator[bytes]) -> bytes | None:
    return await anext(body, None)


@router.post("/imports/{import_id}/start", dependencies=[needs(Permission.IMPORT)])
def start(request: Request, import_id: str) -> Response:
    """Close an import for more files, and work it through."""
    started(request, import_id)
    return RedirectResponse(f"/imports/{import_id}", 303)


@router.get("/imports/{import_id}", dependencies=[needs(Permission.IMPORT)], response_class=HTMLResponse)
def one(request: Request, import_id: str) -> HTMLResponse:
    """One import: how far it is, and a sentence for each file."""
    with at_desk(request) as desk:
        found = importing.job(desk, import_id)
    if found is None:
        raise HTTPException(404)
    return page("import", job=found)


@router.get("/imports/{import_id}/events", dependencies=[needs(Permission.IMPORT)])
def events(request: Request, import_id: str) -> StreamingResponse:
    """How far an import is, told again whenever it moves, until it is done."""
    if _looked(request, import_id) is None:
        raise HTTPException(404)
    return StreamingResponse(_told(request, import_id), media_type="text/event-stream")


async def _told(request: Request, import_id: str) -> AsyncIterator[str]:
    last = None
    while not await request.is_disconnected():
        found = await run_in_threadpool(_looked, request, import_id)
        if found is None:
            return
        now = {"state": found.state, "files": found.files, "done": found.done}
        if now != last:
            yield f"data: {json.dumps(now)}\n\n"
            last = now
        if found.state == "done":
            return
        await asyncio.sleep(_TICK)


def _looked(request: Request, import_id: str) -> Job | None:
    with at_glance(request) as desk:
        return importing.took(desk, import_id)


def begun(request: Request) -> str:
    """A new import, open for files, by its identifier."""
    with at_desk(request) as desk:
        return importing.begin(desk, who(request).may(Permission.POST_PAYMENTS))


def taken(request: Request, import_id: str, name: str, pieces: Iterator[bytes]) -> int:
    """Take a file into an import; its number there."""
    asking = who(request)
    return importing.take(workplace_of(request), asking.clinic, asking.person, import_id, name, pieces)


def started(request: Request, import_id: str) -> None:
    """Close an import for more files, and let it be worked through."""
    with at_desk(request) as desk:
        importing.start(desk, import_id)
    importer: Importer | None = request.app.state.importer
    if importer is not None:
        importer.call()
