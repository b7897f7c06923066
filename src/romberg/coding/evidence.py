"""How strongly the words of activities speak for each code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from romberg.notes.interventions import group_codes, is_clear, speaking
from romberg.visit import Activity

# A name given by the clinician stands unless the activities speak clearly for another code: the label's code must
# reach this share of the strongest, in hundredths.
LEAST_SHARE = 15
CANDIDATE_SHARE = 45


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weights by code, added up over the activities; how many are told, and in how many the vocabulary knows work."""

    weights: Mapping[str, int]
    known: int
    told: int

    @property
    def best(self) -> str | None:
        """The code that the activities speak for most; of equals the lowest, never the dearest."""
        return min(self.weights, key=lambda code: (-self.weights[code], code)) if self.weights else None

    def share(self, code: str) -> int:
        """A code's weight against the strongest, in hundredths."""
        top = max(self.weights.values(), default=0)
        return 100 * self.weights.get(code, 0) // top if top else 0


def weigh(activities: Iterable[Activity]) -> Evidence:
    """The evidence of a block's activities: each counts once; its groups that are heard share its voice."""
    weights: dict[str, int] = defaultdict(int)
    known = told = 0
    for activity in activities:
        told += 1
        groups = speaking(activity.groups)
        known += any(map(is_clear, groups))
        for group in groups:
            for code, weight in group_codes(group).items():
                weights[code] += weight // len(groups)
    return Evidence(dict(weights), known, told)


def stands(label: str, evidence: Evidence) -> bool:
    """Whether a clinician's name for the work stands against the activities under it.

    Only massage or a modality outvotes it by itself; else most of the activities told must be known. Gait and daily
    tasks hold balance and coordination in themselves: such a name is outvoted by several activities alone.
    """
    if evidence.known == 0 or label not in TOLD_APART or evidence.share(label) >= LEAST_SHARE:
        return True
    if evidence.best in _PASSIVE:
        return False
    return 2 * evidence.known <= evidence.told or (label in _HOLDING_OTHERS and evidence.known < 2)


# Codes whose work the vocabulary can tell from one another; other names are taken at their word.
TOLD_APART = frozenset({"97112", "97110", "97530", "97116", "97535"})
_PASSIVE = frozenset({"97124", "97140", "97010", "97012", "97035", "G0283", "97032", "97018", "97022", "97016"})
_HOLDING_OTHERS = frozenset({"97530", "97116", "97535"})


def runners_up(chosen: str, evidence: Evidence) -> list[str]:
    """Other codes for which the same words speak nearly as strongly, strongest first."""
    others = [code for code in evidence.weights if code != chosen and evidence.share(code) >= CANDIDATE_SHARE]
    return sorted(others, key=lambda code: (-evidence.weights[code], code))
