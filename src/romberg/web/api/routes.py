"""`/api/v1`: a note in, the report of the contract out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from romberg import checks
from romberg.batch import check_text
from romberg.formats.rule_rows import row
from romberg.web.api.errors import ERRORS
from romberg.web.permissions import Permission, needs
from romberg.web.visits.form import LONGEST_NOTE, Charge, Form

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=ERRORS)


class ChargeIn(BaseModel):
    """One charge: code, units, modifiers."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=10)
    units: int = Field(ge=0, le=999)
    modifiers: list[str] = Field(default_factory=list, max_length=4)


class NoteIn(BaseModel):
    """A note with what is said of it; `charges` are compared with it, else those written in it."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(max_length=LONGEST_NOTE)
    payer: str | None = None
    zip: str | None = None
    on: str | None = None
    charges: list[ChargeIn] | None = None


@router.post("/check", dependencies=[needs(Permission.CHECK_VISITS)])
def check(note: NoteIn) -> dict[str, Any]:
    """The report `romberg.check/1` on a note."""
    form = typed(note)
    return check_text(form.text, form.options(), "the note").as_dict()


def typed(note: NoteIn) -> Form:
    """A note as the page's form has it."""
    charges = None
    if note.charges is not None:
        charges = tuple(Charge(one.code, str(one.units), " ".join(one.modifiers)) for one in note.charges)
    return Form(note.text, note.payer or "", note.zip or "", note.on or "", charges)


@router.get("/rules", dependencies=[needs(Permission.SEE_RULES)])
def rules() -> list[dict[str, Any]]:
    """Every rule with its severity, basis, sentence and sources."""
    return [row(one) for one in checks.rules()]
