"""One file of claims: who sends it to whom, its numbers, and the claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from romberg.claims import Contact, ProfessionalClaim

VERSION = "005010X222A1"


@dataclass(frozen=True, slots=True)
class Partner:
    """One end of the line: its number at the clearinghouse, with its qualifier, and its name."""

    identifier: str
    name: str
    qualifier: str = "ZZ"


@dataclass(frozen=True, slots=True)
class Batch:
    """Claims to be sent in one file.

    `control` numbers the file (ISA13, up to nine digits), `first_transaction` its first ST; neither is ever used
    twice. `made_at` is when it was made; `is_test` marks it as a trial.
    """

    sender: Partner
    receiver: Partner
    contact: Contact
    control: int
    made_at: datetime
    claims: tuple[ProfessionalClaim, ...]
    first_transaction: int = 1
    is_test: bool = False
    version: str = VERSION
