"""How a service was furnished, as its words tell: by rote, as recreation, as a warm-up on a machine, lying down."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from romberg.coding.procedure import Procedure
from romberg.facts.marks import FINDINGS
from romberg.notes import proofs
from romberg.visit import Span

_SKILLED = frozenset({"97110", "97112", "97113", "97116", "97530", "97533", "97535", "97537"})
_CAREGIVERS = frozenset({"97550", "97551", "97552"})
_LYING = re.compile(r"\b(?:supine|prone|side-?\s?lying|hook-?\s?lying)\b")
_PIECES = re.compile(r"[,;\n+]| and | then ")


def manner_facts(code: str, procedures: Sequence[Procedure], folded: str) -> dict[str, Any]:
    """Facts of the manner; false where the words of the service show a clinician's hand, null where there are none."""
    active = bool(procedures) and code in _SKILLED
    whole = [span for one in procedures for span in one.whole or one.spans]
    together = any("cotreatment" in one.flags for one in procedures)
    bare = active and proofs.first("skill_beside", folded, whole) is None
    return {
        "is_rote": bare and _shown("rote", folded, whole) if procedures else None,
        "is_recreation": bare and _any("recreation", procedures) if procedures else None,
        "is_machine_only": bare and _every("machine", procedures) if procedures else None,
        "is_lying": all(_LYING.search(words) for words in told) if (told := _pieces(procedures)) else None,
        "is_elastic_tape": _shown("elastic_tape", folded, whole) if procedures and code.startswith("29") else False,
        "is_cotreatment": together,
        "cotreatment_is_shared": _shown("time_shared", folded, [Span(0, len(folded))]) if together else None,
        "patient_was_there": _there(folded) if code in _CAREGIVERS else None,
        "subluxation_findings": _findings(folded) if code in ("98940", "98941", "98942") else None,
        "monitored_days": proofs.monitored_days(folded) if code.startswith(("9897", "9898")) else None,
    }


def _shown(kind: str, folded: str, spans: Sequence[Span]) -> bool:
    return proofs.first(kind, folded, spans) is not None


def _pieces(procedures: Sequence[Procedure]) -> list[str]:
    """What was done, piece by piece: an activity may name several."""
    told = (activity.text.lower() for one in procedures for activity in one.activities)
    return [piece for words in told for piece in _PIECES.split(words) if any(sign.isalpha() for sign in piece)]


def _every(kind: str, procedures: Sequence[Procedure]) -> bool:
    pieces = _pieces(procedures)
    return bool(pieces) and all(_in(kind, piece) for piece in pieces)


def _any(kind: str, procedures: Sequence[Procedure]) -> bool:
    return any(_in(kind, piece) for piece in _pieces(procedures))


def _in(kind: str, words: str) -> bool:
    return proofs.first(kind, words, [Span(0, len(words))]) is not None


def _there(folded: str) -> bool | None:
    """Whether the patient was there while a caregiver was trained; None where the note does not say."""
    everywhere = [Span(0, len(folded))]
    if proofs.first("patient_away", folded, everywhere):
        return False
    return True if proofs.first("patient_there", folded, everywhere) else None


def _findings(folded: str) -> list[str]:
    """Which of pain, asymmetry, range and tissue the note tells of."""
    everywhere = [Span(0, len(folded))]
    return [one for one in FINDINGS if proofs.first(f"subluxation_{one}", folded, everywhere)]
