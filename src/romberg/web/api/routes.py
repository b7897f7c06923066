"""`/api/v1`: a note in, the report of the contract out."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from romberg.batch import check_text
from romberg.web.api.errors import ERRORS
from romberg.web.permissions import Permission, needs
from romberg.web.visits.form import LONGEST_NOTE, Charge, Form

router = APIRouter(prefix="/api/v1", tags=["check"], responses=ERRORS)


class ChargeIn(BaseModel):
    """One charge: code, units, modifiers."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=10, examples=["97112"])
    units: int = Field(ge=0, le=999, examples=[2])
    modifiers: list[str] = Field(default_factory=list, max_length=4, examples=[["GP"]])


class NoteIn(BaseModel):
    """A note with what is said of it; `charges` are compared with it, else those written in it."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=LONGEST_NOTE, examples=["Balance: tandem stance on foam, 24 min (97112)."])
    payer: str | None = Field(default=None, max_length=100, examples=["medicare"])
    zip: str | None = Field(default=None, max_length=10, examples=["77002"])
    on: str | None = Field(default=None, max_length=10, examples=["2026-03-12"])
    charges: list[ChargeIn] | None = Field(default=None, max_length=100)


class UnitsOut(BaseModel):
    """Units by code under Medicare's way of counting and under the AMA's, and the way that this payer counts."""

    model_config = ConfigDict(extra="allow")
    cms: dict[str, int]
    ama: dict[str, int]
    counted_by: str


class ReportOut(BaseModel):
    """The report `romberg.check/1`: what was read, billed, supported and found, with the words that prove it."""

    model_config = ConfigDict(extra="allow")
    schema_: Literal["romberg.check/1"] = Field(alias="schema")
    source: str
    note_sha256: str
    knowledge: str
    visit: dict[str, Any]
    billed: list[dict[str, Any]]
    supported: list[dict[str, Any]]
    units: UnitsOut
    findings: list[dict[str, Any]]
    price: dict[str, Any] | None
    score: int = Field(ge=0, le=100)
    light: Literal["green", "yellow", "red", "grey"]


@router.post("/check", dependencies=[needs(Permission.CHECK_VISITS)])
def check_note(note: NoteIn) -> ReportOut:
    """The report `romberg.check/1` on a note, which is not kept."""
    form = typed(note)
    return ReportOut(**check_text(form.text, form.options(), "the note").as_dict())


def typed(note: NoteIn) -> Form:
    """A note as the page's form has it."""
    charges = None if note.charges is None else charged(note.charges)
    return Form(note.text, note.payer or "", note.zip or "", note.on or "", charges)


def charged(given: list[ChargeIn]) -> tuple[Charge, ...]:
    """Charges as the page's form has them."""
    return tuple(Charge(one.code, str(one.units), " ".join(one.modifiers)) for one in given)
