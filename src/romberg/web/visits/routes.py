"""The pages on which a visit is checked. Nothing that is typed or chosen here is kept."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse
from sqlalchemy import select
from starlette.datastructures import UploadFile

from romberg.batch.again import check_again
from romberg.formats import note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store.workplace.tables import visits as visit_table
from romberg.visit import Document
from romberg.web.desks import at_glance, who
from romberg.web.pages import page
from romberg.web.permissions import Permission, needs
from romberg.web.person import looking
from romberg.web.visits.form import Form, form
from romberg.web.visits.view import choices, shown

router = APIRouter()
_AT_ONCE = asyncio.Semaphore(4)  # checks that run side by side; more wait, so that pages stay quick
LARGEST_BYTES = 20_000_000


@router.get("/", dependencies=[needs(Permission.CHECK_VISITS)], response_class=HTMLResponse)
def start(request: Request) -> HTMLResponse:
    """The first page: a note to paste or to choose, an example to begin with, and first steps where all is new."""
    steps = looking.get().examples or _is_new(request)
    return page("start", payers=choices(), form=Form(""), example=example(), says="", first_steps=steps)


def _is_new(request: Request) -> bool:
    """Whether nothing is kept yet, in a run that keeps."""
    if request.app.state.workplace is None or not who(request).may(Permission.WORK_QUEUE):
        return False
    with at_glance(request) as desk:
        return not desk.read(select(visit_table.c.id).limit(1))


@router.post("/visits/check", dependencies=[needs(Permission.CHECK_VISITS)], response_class=HTMLResponse)
async def check(request: Request) -> HTMLResponse:
    """The page of a visit: whole, or its parts alone where the page itself asks after an edit."""
    async with request.form(max_files=1, max_fields=400, max_part_size=4_000_000) as sent:
        values = {name: [str(one) for one in sent.getlist(name) if isinstance(one, str)] for name in sent}
        upload = sent.get("file")
        typed = form(values)
        if isinstance(upload, UploadFile) and upload.filename:
            typed = await _with_words(typed, upload)
    part = request.headers.get("hx-request") == "true"
    try:
        async with _AT_ONCE:
            values_shown = await run_in_threadpool(_checked, typed)
    except Unreadable as error:
        if part:
            raise
        return page("start", 422, payers=choices(), form=typed, example="", says=error.says, first_steps=False)
    return page("visit_parts" if part else "visit", **values_shown)


def _checked(typed: Form) -> dict[str, Any]:
    return shown(check_again(typed.text, typed.options()), typed)


async def _with_words(typed: Form, upload: UploadFile) -> Form:
    """The form with the words of a chosen file, read in a child process under limits."""
    data = await upload.read(LARGEST_BYTES + 1)
    if len(data) > LARGEST_BYTES:
        raise Unreadable("too_large", f"The file is larger than {LARGEST_BYTES // 1_000_000} MB.", "file")
    name = "note" + PurePath(upload.filename or "").suffix.lower()[:10]
    text = await run_in_threadpool(_words, data, name)
    return Form(text, typed.payer, typed.zip5, typed.on)


def _words(data: bytes, name: str) -> str:
    """The words of a document, by a name of our own; raises Unreadable where it holds none, or several visits."""
    with TemporaryDirectory(prefix="romberg-") as folder:
        try:
            return _only(f"{folder}/{name}", data)
        except Unreadable as error:
            says = error.says.replace(f"{folder}/{name}", "The file").replace(folder, "")
            raise Unreadable(error.code, says, "file") from None


def _only(path: str, data: bytes) -> str:
    Path(path).write_bytes(data)
    (named,) = note_file.named([path])
    with Worker() as worker:
        held = [words for _, words in note_file.documents(named, worker)]
    if len(held) != 1:
        raise Unreadable("many", f"The file holds {len(held)} notes; check them with `romberg check`.", "file")
    if isinstance(held[0], Unreadable):
        raise held[0]
    return held[0].text if isinstance(held[0], Document) else held[0]


def example() -> str:
    """An invented note to begin with."""
    return (resources.files("romberg.web") / "static" / "example.txt").read_text(encoding="utf-8")
