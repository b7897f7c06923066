"""How the interface says that something was not done: one object, whatever was wrong."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel


class Said(BaseModel):
    """What was wrong: a code for programs, a sentence for people, and where."""

    code: str
    says: str
    at: str


class ErrorOut(BaseModel):
    """The answer where nothing was done."""

    error: Said


_WORDS: Final = {
    400: "The body is no JSON.",
    401: "No session or token that is in force.",
    403: "This role or token may not do it.",
    404: "There is no such thing in this clinic.",
    405: "This address does not take this method.",
    413: "More than is taken at once.",
    422: "Something in the request is not as it has to be.",
}
ERRORS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorOut, "description": words} for status, words in _WORDS.items()
}
