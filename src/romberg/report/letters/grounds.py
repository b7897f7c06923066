"""What a denial of each kind asks the record to show, in the order in which a reviewer looks for it."""

from __future__ import annotations

from romberg.checks.denied import Denied
from romberg.knowledge import codes

_NECESSITY = (
    "need", "skill", "work", "measures", "response", "assessment", "minutes", "certification", "progress", "plan",
    "signature",
)  # fmt: skip
_BY_GROUND: dict[str, tuple[str, ...]] = {
    "necessity": _NECESSITY,
    "units": ("minutes", "totals", "work", "skill", "signature"),
    "code": ("work", "skill", "minutes", "response", "measures"),
    "evaluation": ("complexity", "assessment", "measures", "need", "signature"),
    "record": ("date", "work", "minutes", "totals", "signature", "certification"),
    "plan": ("certification", "evaluation", "progress", "plan", "signature", "date"),
    "person": ("people", "signature"),
    "diagnosis": ("diagnosis", "assessment", "need", "work"),
    "pair": ("work", "partner", "minutes", "totals"),
    "authorization": ("authorization", "date"),
}
_GROUND: dict[str, str] = {
    **dict.fromkeys(("49", "50", "55", "56", "152", "216", "272", "273", "193"), "necessity"),
    **dict.fromkeys(("119", "151", "154", "222"), "units"),
    **dict.fromkeys(("112", "150", "B12"), "code"),
    **dict.fromkeys(("16", "163", "164", "226", "250", "251", "252"), "record"),
    **dict.fromkeys(("8", "170", "185", "B7", "299"), "person"),
    **dict.fromkeys(("9", "10", "11", "12", "146", "167"), "diagnosis"),
    **dict.fromkeys(("97", "107", "231", "236", "B15", "54"), "pair"),
    **dict.fromkeys(("39", "197", "198", "243", "284", "288", "302"), "authorization"),
}


def topics(denied: Denied, code: str | None) -> tuple[str, ...]:
    """The topics that the record should show against a denial; a plan's rules among its own bring the plan's topics."""
    known = codes.get(code) if code else None
    evaluated = known is not None and known.service == "evaluation"
    ground = _GROUND.get(denied.carc, "necessity")
    asked = _BY_GROUND["evaluation" if evaluated and ground == "code" else ground]
    if any(rule.startswith("plan_of_care/") for rule in denied.named):
        asked = (*_BY_GROUND["plan"], *asked)
    return tuple(dict.fromkeys(asked))
