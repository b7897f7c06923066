"""Heat, cold and currents that nobody attends and that the note does not charge: told as comfort, and no service."""

from __future__ import annotations

from collections.abc import Set

from romberg.notes.treatments.draft import Draft
from romberg.notes.treatments.merge import strongest

_SUPERVISED = frozenset(("97010", "97012", "97014", "97016", "97018", "97022", "97024", "97026", "G0283"))
CURRENTS = frozenset(("97014", "97032", "G0283"))


def is_free(draft: Draft, charged: Set[str]) -> bool:
    """Whether a block is such a modality: its code is not written, and the charges, where there are any, lack it."""
    if not charged or draft.code:
        return False
    meant = draft.names or frozenset(strongest(group) for one in draft.activities for group in one.groups)
    if not meant or not meant <= _SUPERVISED:
        return False
    return meant.isdisjoint(charged) and not (meant & CURRENTS and CURRENTS & charged)
