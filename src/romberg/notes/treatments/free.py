"""Heat, cold and currents that nobody attends and that the note does not charge: told as comfort, and no service."""

from __future__ import annotations

from collections.abc import Sequence, Set

from romberg.knowledge import codes
from romberg.notes.interventions import group_codes
from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.merge import strongest

_SUPERVISED = frozenset(("97010", "97012", "97014", "97016", "97018", "97022", "97024", "97026", "G0283"))
CURRENTS = frozenset(("97014", "97032", "G0283"))


def without_free(drafts: Sequence[Draft], charged: Set[str]) -> list[Draft]:
    """The blocks without such modalities; one with its time stays where a timed charge has no other block to be of."""
    kept = [draft for draft in drafts if not is_free(draft, charged)]
    if len(kept) == len(drafts):
        return kept
    borne = {code for draft in kept for code in _could_be(draft)}
    if all(code in borne for code in charged if codes.is_timed(code)):
        return kept
    return [draft for draft in drafts if draft.minutes or not is_free(draft, charged)]


def _could_be(draft: Draft) -> Set[str]:
    """What a block could be: what it is called, else all that its works speak for."""
    works = {code for one in draft.activities for group in one.groups for code in group_codes(group)}
    return draft.names or works


def is_free(draft: Draft, charged: Set[str]) -> bool:
    """Whether a block is such a modality: its code is not written, and the charges, where there are any, lack it."""
    if not charged or draft.code:
        return False
    meant = draft.names or frozenset(strongest(group) for one in draft.activities for group in one.groups)
    if not meant or not meant <= _SUPERVISED:
        return False
    return meant.isdisjoint(charged) and not (meant & CURRENTS and CURRENTS & charged)
