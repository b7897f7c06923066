"""`/api/v1/imports`: files in, one request each, then how far they are and what became of each."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from romberg.formats.unreadable import Unreadable
from romberg.store import importing
from romberg.store.importing import Job
from romberg.web.api.errors import ERRORS
from romberg.web.api.once import once
from romberg.web.api.sent import DoneOut, Id, Key
from romberg.web.desks import at_desk, at_glance, who
from romberg.web.imports.routes import out_of, started, taken
from romberg.web.permissions import Permission, needs

router = APIRouter(prefix="/api/v1/imports", tags=["imports"], responses=ERRORS)
_BODY: dict[str, Any] = {
    "requestBody": {
        "description": "The bytes of the file as they are.",
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary", "minLength": 1}}},
    }
}


class ImportsOut(BaseModel):
    """The newest imports, each without its files."""

    imports: list[Job]


class BegunOut(BaseModel):
    """A new import, open for files."""

    id: str


class TakenOut(BaseModel):
    """A file was taken, as this number of the import."""

    id: str
    at: int


@router.get("", dependencies=[needs(Permission.IMPORT)])
def list_imports(request: Request) -> ImportsOut:
    """The newest imports of the clinic."""
    with at_glance(request) as desk:
        return ImportsOut(imports=importing.jobs(desk))


@router.post("", status_code=201, dependencies=[needs(Permission.IMPORT)])
def begin_import(request: Request, key: Key = None) -> BegunOut:
    """A new import, open for files until it is started.

    Claims (837) and payments (835) among them are taken where the token may post payments too.
    """
    with at_desk(request) as desk:
        may_post = who(request).may(Permission.POST_PAYMENTS)
        return BegunOut(**once(desk, key, request, "", lambda: {"id": importing.begin(desk, may_post)}))


@router.post("/{import_id}/files", status_code=201, dependencies=[needs(Permission.IMPORT)], openapi_extra=_BODY)
async def send_file(
    request: Request, import_id: Id, name: Annotated[str, Header(alias="X-File-Name", max_length=1_000)] = "file"
) -> TakenOut:
    """One file, 25 MB at most: its bytes go sealed to the disk while they come in.

    Its name, percent-encoded, stands in the header X-File-Name. The same file twice changes nothing in the clinic's
    books, so that it may be sent again after an interruption.
    """
    if await run_in_threadpool(_state, request, import_id) != "receiving":
        raise Unreadable("no_import", "This import takes no more files; begin a new one.", "import")
    body = request.stream()
    at = await run_in_threadpool(taken, request, import_id, unquote(name), out_of(body))
    async for _ in body:  # what came after a file was refused is let through, so that the answer is heard
        pass
    return TakenOut(id=import_id, at=at)


def _state(request: Request, import_id: str) -> str:
    """How far an import is; raises 404 where the clinic has none such."""
    with at_glance(request) as desk:
        found = importing.took(desk, import_id)
    if found is None:
        raise HTTPException(404)
    return found.state


@router.post("/{import_id}/start", dependencies=[needs(Permission.IMPORT)])
def start_import(request: Request, import_id: Id) -> DoneOut:
    """Close an import for more files, and work it through. Started before, it is left as it is."""
    if _state(request, import_id) == "receiving":
        started(request, import_id)
    return DoneOut(id=import_id)


@router.get("/{import_id}", dependencies=[needs(Permission.IMPORT)])
def open_import(request: Request, import_id: Id) -> Job:
    """How far an import is, and what became of each file; `state` is "done" when all were worked through."""
    with at_desk(request) as desk:
        found = importing.job(desk, import_id)
    if found is None:
        raise HTTPException(404)
    return found
