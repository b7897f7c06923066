"""What programs send and hear in more than one place."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Header, Path
from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=200, description="A request with a key is done once, however often."),
]
Words = Annotated[str, Field(max_length=2_000)]
Id = Annotated[str, Path(max_length=64, description="An identifier that another answer gave.")]


class Sent(BaseModel):
    """What a program sends: what is asked for, and nothing else."""

    model_config = ConfigDict(extra="forbid")


class DoneOut(BaseModel):
    """That it was done."""

    id: str
    done: Literal[True] = True
