"""Labelled visits of our own: what the reader gets right may not get worse."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from romberg.batch.check import check_text
from romberg.batch.options import Options

VISITS = Path(__file__).parent / "visits"
FOLDERS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twentyfirst",
    "twentysecond",
    "twentythird",
    "twentyfourth",
    "twentyfifth",
    "twentysixth",
    "twentyseventh",
    "twentyeighth",
    "twentyninth",
    "thirtieth",
    "thirtyfirst",
    "thirtysecond",
    "thirtythird",
    "thirtyfourth",
    "thirtyfifth",
    "thirtysixth",
    "thirtyseventh",
    "thirtyeighth",
    "thirtyninth",
    "fortieth",
)
# Shares that each author's visits reach at least, in hundredths.
FLOORS = {
    "procedures": 97, "minutes": 96, "units_cms": 95, "units_ama": 95, "diagnoses": 98, "clinicians": 94,
    "timed_minutes": 96, "total_minutes": 96, "service_date": 96, "kind": 96, "discipline": 98, "billed": 93,
    "no_leaks": 97, "spans_exact": 100, "measures": 92,
}  # fmt: skip


# Where an author's visits stand lower than that.
LOWER = {
    ("ninth", "kind"): 92,
    ("sixteenth", "procedures"): 93,
    ("sixteenth", "minutes"): 95,
    ("sixteenth", "units_cms"): 86,
    ("sixteenth", "units_ama"): 88,
    ("sixteenth", "total_minutes"): 94,
    ("eighteenth", "procedures"): 94,
    ("eighteenth", "units_cms"): 94,
    ("eighteenth", "units_ama"): 92,
    ("eighteenth", "clinicians"): 93,
    ("twentyfirst", "procedures"): 90,
    ("twentyfirst", "minutes"): 93,  # one note states 50 minutes and times 45: "pulley 5 min" within makes it 50
    ("twentyfirst", "units_cms"): 90,
    ("twentyfirst", "units_ama"): 90,
    ("twentythird", "procedures"): 96,
    ("twentythird", "minutes"): 93,
    ("twentythird", "units_cms"): 94,
    ("twentythird", "units_ama"): 94,
    ("twentythird", "clinicians"): 93,
    ("twentythird", "total_minutes"): 90,
    **{  # each of its notes in a layout of its own: what it shows is mended but for its rarest
        ("tenth", metric): share
        for metric, share in (
            ("procedures", 95), ("minutes", 92), ("units_cms", 90), ("units_ama", 85), ("clinicians", 93),
            ("timed_minutes", 95),
        )
    },
    **{  # authors who label what stands after treatment, or a worst and a best pain of their own
        (folder, "measures"): share
        for folder, share in (
            ("first", 89), ("sixth", 89), ("seventh", 88), ("ninth", 75), ("tenth", 55), ("thirteenth", 90),
            ("fourteenth", 89), ("fifteenth", 71), ("eighteenth", 88), ("twentyfifth", 78),
        )
    },
    ("twentyninth", "minutes"): 87,
    ("twentyninth", "units_cms"): 92,
    ("twentyninth", "units_ama"): 94,
    ("thirtieth", "units_cms"): 92,
    ("thirtieth", "units_ama"): 92,
    ("thirtythird", "measures"): 76,
    ("thirtyfourth", "clinicians"): 93,
    ("thirtyfourth", "measures"): 68,
    ("thirtysixth", "measures"): 87,
    ("thirtyseventh", "units_cms"): 92,
    ("thirtyseventh", "units_ama"): 92,
    ("thirtyseventh", "measures"): 82,
    ("thirtyeighth", "measures"): 87,
    ("thirtyninth", "measures"): 88,
    ("fortieth", "measures"): 89,
}  # fmt: skip


class Tally:
    """How many of the wanted things were found, and how many were found that nobody wanted."""

    def __init__(self) -> None:
        self.right = self.wrong = 0
        self.lost: list[str] = []

    def say(self, holds: bool, what: str) -> None:
        """Count one answer."""
        self.right += holds
        self.wrong += not holds
        if not holds:
            self.lost.append(what)

    def bags(self, want: list[Any], have: list[Any], what: str) -> None:
        """Count two lists that should hold the same, whatever their order."""
        one, other = Counter(map(str, want)), Counter(map(str, have))
        self.right += sum((one & other).values())
        missed = list(((one - other) + (other - one)).elements())
        self.wrong += len(missed)
        self.lost += [f"{what}: {item}" for item in missed]


@cache
def tallies(folder: str) -> dict[str, Tally]:
    """The answers on one author's visits, by metric."""
    found = {name: Tally() for name in FLOORS}
    for note in sorted((VISITS / folder).glob("*.txt")):
        text = note.read_text("utf-8")
        label = yaml.safe_load(note.with_suffix(".yaml").read_text("utf-8"))
        report = check_text(text, Options()).as_dict()
        _facts(found, note.name, label, report["visit"])
        _services(found, note.name, label, report)
        _words(found, note.name, text, label, report["visit"])
    return found


def _facts(found: dict[str, Tally], name: str, label: dict[str, Any], visit: dict[str, Any]) -> None:
    ours = {
        "service_date": "date_of_service", "kind": "kind", "discipline": "discipline",
        "timed_minutes": "total_timed_minutes", "total_minutes": "total_treatment_minutes",
    }  # fmt: skip
    for key, theirs in ours.items():
        want, have = label.get(theirs), visit[key]
        found[key].say(str(want) == str(have), f"{name}: {want}, read {have}")
    people = [(one["role"], bool(one["signed"])) for one in label["clinicians"]]
    found["clinicians"].bags(people, [(one["role"], one["signed"]) for one in visit["clinicians"]], name)
    wanted = [(one["name"], float(one["value"])) for one in label.get("measures") or []]
    found["measures"].bags(wanted, [(one["measure"], one["value"]) for one in visit["measures"]], name)
    found["diagnoses"].bags(sorted(set(map(str, label["diagnoses"]))), [d["code"] for d in visit["diagnoses"]], name)


def _services(found: dict[str, Tally], name: str, label: dict[str, Any], report: dict[str, Any]) -> None:
    left = list(report["visit"]["procedures"])
    for service in label["services"]:
        accepted = [str(service["code"]), *map(str, service.get("acceptable_codes") or [])]
        match = next((p for code in accepted for p in left if p["code"] == code), None)
        found["procedures"].say(match is not None, f"{name}: {service['code']} missed")
        if match is None:
            continue
        left.remove(match)
        if service["timed"]:
            want = (service["minutes"], service.get("assistant_minutes") or 0)
            have = (match["minutes"], match["assistant_minutes"])
            found["minutes"].say(want == have, f"{name}: {service['code']} {want}, read {have}")
    for procedure in left:
        found["procedures"].say(False, f"{name}: {procedure['code']} too many")
    for rule in ("cms", "ama"):
        _units(found[f"units_{rule}"], name, label, report["units"][rule], rule)
    charges = [(str(one["code"]), one["units"]) for one in label.get("billed") or []]
    found["billed"].bags(charges, [(one["code"], one["units"]) for one in report["billed"]], name)


def _units(tally: Tally, name: str, label: dict[str, Any], have: dict[str, int], rule: str) -> None:
    expected = label.get("expected_units") or {}
    options = [expected.get(rule) or {}, *(expected.get(f"{rule}_alternatives") or [])]
    wanted = [{str(code): units for code, units in option.items() if units} for option in options]
    timed = {str(one["code"]) for one in label["services"] if one["timed"]}
    fits = any({c: u for c, u in have.items() if u and (c in timed or c in want)} == want for want in wanted)
    tally.say(fits, f"{name}: {wanted[0]}, counted {have}")


def _words(found: dict[str, Tally], name: str, text: str, label: dict[str, Any], visit: dict[str, Any]) -> None:
    told = [activity for procedure in visit["procedures"] for activity in procedure["activities"]]
    spans = [span for activity in told for span in activity["spans"]]
    for phrase in label.get("not_performed") or []:
        at = text.find(phrase)
        leaked = any(a >= at and b <= at + len(phrase) for a, b in spans)
        found["no_leaks"].say(not leaked, f"{name}: {phrase}")
    for entry in [*told, *visit["not_counted"]]:
        (a, b), *_ = entry["spans"]
        found["spans_exact"].say(text[a:b] == entry["text"], f"{name}: {entry['text']}")


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("metric", FLOORS)
def test_what_is_read_right_stays_right(folder: str, metric: str) -> None:
    tally = tallies(folder)[metric]
    assert tally.right + tally.wrong > 0
    share = 100 * tally.right / (tally.right + tally.wrong)
    assert share >= LOWER.get((folder, metric), FLOORS[metric]), f"{folder} {metric}: {share:.1f} %\n" + "\n".join(
        tally.lost
    )
