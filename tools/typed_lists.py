"""Renews the manifest of the lists that people typed: `python -m tools.typed_lists`, after a list was changed.

What a list holds, its edition and its sources stand here; rows and hashes are counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from romberg.knowledge import typed

_THERAPY = ("therapy code list of 2026, second-hand, and the fee schedule's own indicators", ["cr-14250", "cms-rvu26c"])
_BY_PAGE = ("CMS and payers' pages of 2018 to 2026", ["cr-10176", "usc-42-1395m-v", "webpt-distinct-2019"])
ENTRIES: dict[str, tuple[str, str, list[str]]] = {
    "adjustment_kinds": (
        "the adjustment reasons that are no denial, and what each takes off; every other one denies",
        "list of X12 of 2024",
        ["x12-carc-2024"],
    ),
    "denial_remarks": (
        "the remark that commonly goes with an adjustment reason of a therapy denial",
        "lists of X12 of 2024 and two contractors' tables",
        ["x12-carc-2024", "x12-rarc-2024", "mac-denials-2024"],
    ),
    "divided_diagnoses": (
        "diagnoses that were divided: the last day of each, and its leaves since",
        "ICD-10-CM of April 2026 and pages on its changes",
        ["icd10cm-2026-04"],
    ),
    "local_coverage": (
        "Medicare contractors' documents on therapy, with their dates as far as they were seen",
        "headers of the coverage database, 2020 to 2023",
        ["ngs-l33631", "palmetto-l34428", "cms-coverage-l35036"],
    ),
    "measure_change": (
        "how far a measure moves by its own error, and which change matters to patients, by population",
        "studies of 1990 to 2024, as each row names",
        ["measure-errors"],
    ),
    "modifiers": ("modifiers of therapy claims, with the days on which they are valid", *_BY_PAGE),
    "procedures_beside_therapy": ("codes that the fee schedule's extract holds and therapy does not bill", *_THERAPY),
    "procedures_evaluations": ("evaluations and tests", *_THERAPY),
    "procedures_manipulation": ("manipulation by chiropractors and osteopaths", *_THERAPY),
    "procedures_monitoring_and_care": ("remote monitoring, telephone, wounds, strapping", *_THERAPY),
    "procedures_physical_medicine": ("modalities and treatments", *_THERAPY),
    "procedures_speech": ("speech, language, swallowing and hearing", *_THERAPY),
    "proofs": (
        "the particulars that a note must show for a code, beside its service or anywhere",
        "local coverage documents, payers' and teachers' pages on single codes",
        ["palmetto-l34428", "webpt-code-boundaries", "hns-97112", "ngs-chiropractic"],
    ),
    "safeguards": (
        "the technical safeguards of the HIPAA Security Rule, required or addressable",
        "45 CFR 164.312 as it stands",
        ["cfr-45-164.312"],
    ),
}


def manifest() -> str:
    """The manifest as it should stand."""
    found: dict[str, dict[str, Any]] = {
        name: {
            "holds": holds,
            "release": release,
            "sources": list(sources),  # a list of its own, so that YAML writes no anchors
            "rows": len(typed.rows(name)),
            "sha256": typed.sha256(name),
        }
        for name, (holds, release, sources) in sorted(ENTRIES.items())
    }
    text = yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=110)
    return "# written by tools/typed_lists.py\n" + text


def main(folder: Path = typed.FOLDER) -> None:
    """Write the manifest."""
    (folder / "manifest.yaml").write_text(manifest(), encoding="utf-8")


if __name__ == "__main__":
    main()
