"""How the interface says that something was not done: one object, whatever was wrong."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, Field


class Said(BaseModel):
    """What was wrong: a code for programs, a sentence for people, and where."""

    code: str = Field(examples=["invalid"])
    says: str = Field(examples=["Not as asked: text; see /api/v1/openapi.json."])
    at: str = Field(examples=["text"])


class ErrorOut(BaseModel):
    """The answer where nothing was done."""

    error: Said


_WORDS: Final = {
    400: "The body is no JSON.",
    401: "No session or token that is in force.",
    403: "This role or token may not do it.",
    404: "There is no such thing in this clinic.",
    405: "This address does not take this method.",
    409: "Somebody else changed it meanwhile; nothing was overwritten. Look again.",
    413: "More than is taken at once.",
    422: "Something in the request is not as it has to be.",
    429: "Asked too often in a minute; nothing was done. Retry-After says how long to wait.",
    503: "The database is full or away; nothing was changed. Retry-After says when to ask again.",
}
ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorOut, "description": words} for status, words in _WORDS.items()
}
_OF: Final = {"overtaken": 409, "no_visit": 404, "not_there": 404}


def status_of(code: str) -> int:
    """The status of an answer whose request was refused with a code."""
    return _OF.get(code, 422)
