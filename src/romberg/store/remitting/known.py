"""Claims that another program sent, out of its 837: kept until their payers answer, and joined with their visits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from romberg.checks.foretold import Foretold
from romberg.claims import InstitutionalClaim, ProfessionalClaim
from romberg.formats.billing.plain import plain_claim
from romberg.report.answers import KnownClaim
from romberg.report.answers.known import from_plain
from romberg.store.remitting.joining import Join, Plain, visit_of
from romberg.store.remitting.numbers import claim_index
from romberg.store.workplace import Desk, claims, visits
from romberg.store.workplace import tables as t
from romberg.store.workplace.claims import ClaimDraft

IMPORTED = "import"  # the form of a claim that came in a file; those that went out from here have their own
Kept = Literal["new", "changed", "unchanged", "ours"]
Given = tuple[ProfessionalClaim | InstitutionalClaim, KnownClaim]


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What became of one claim of a file: new, changed, unchanged, or one that went out from here; and its visit."""

    index: str
    outcome: Kept
    join: Join


def keep_claims(desk: Desk, given: Sequence[Given]) -> list[KnownAs]:
    """Keep claims; one that went out from here stays as it was sent, one that is told anew gets a new version."""
    return [_keep(desk, claim, known) for claim, known in given]


def _keep(desk: Desk, claim: ProfessionalClaim | InstitutionalClaim, known: KnownClaim) -> KnownAs:
    index = claim_index(desk, claim.claim_id)
    desk.turn(f"claim/{index}")
    row = desk.one(t.claims, claim_index=index)
    before = claims.opened(desk, row["id"]) if row else None
    if before is not None and form_of(before.body) != IMPORTED:
        return KnownAs(index, "ours", Join("joined" if before.visit_id else "none", before.visit_id))
    told = plain_claim(claim)
    join = Join("joined", before.visit_id) if before and before.visit_id else visit_of(desk, told)
    findings = (known_of(before.body).findings if before else ()) or foretold_of(desk, join.visit_id)
    body = body_of(told, replace(known, findings=findings))
    if before is not None and (body, join.visit_id) == (before.body, before.visit_id):
        return KnownAs(index, "unchanged", join)
    draft = ClaimDraft(
        known.card, known.service_date, claim.charge_cents, body, (claim.frequency or "1")[:1], join.visit_id, index
    )
    kept = claims.keep(desk, draft, before.id if before else None)
    if before is None:
        claims.move(desk, kept.id, "sent")
    elif before.visit_id != join.visit_id:
        desk.change(t.claims, {"id": kept.id}, visit_id=join.visit_id)
    return KnownAs(index, "changed" if before else "new", join)


def body_of(claim: Plain, known: KnownClaim) -> str:
    """What is kept of a claim that came in a file."""
    held = {"form": IMPORTED, "again": "", "claim": claim, "known": known.as_dict()}
    return json.dumps(held, sort_keys=True)


def foretold_of(desk: Desk, visit_id: str | None) -> tuple[Foretold, ...]:
    """What was found of the visit that a claim bills, as far as it may come true."""
    found = visits.opened(desk, visit_id) if visit_id else None
    told = found.findings if found else ()
    return tuple(Foretold(one.rule, one.code, one.outcome, one.severity) for one in told if one.severity != "informs")


def form_of(body: str) -> str:
    """How a claim went out, or that it came in a file, by what is kept of it."""
    return str(json.loads(body).get("form", ""))


def known_of(body: str) -> KnownClaim:
    """A claim as it waits for its answer, by what is kept of it: its lines as priced, what was foretold of them."""
    return from_plain(json.loads(body)["known"])
