"""JSON: FHIR resources, or a list of visits as objects with the columns of an export."""

from __future__ import annotations

import json
from typing import Any

from romberg.formats.decoding import decoded
from romberg.formats.documents import fhir, rows
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.refused import Refused, damaged, too_much

LISTS = ("visits", "notes", "documents", "records", "data", "rows", "items", "results", "encounters")
REPORT = "romberg.check/"
CLAIM_KEYS = frozenset(("code", "cpt", "cpt code", "hcpcs", "procedure", "procedure code"))


def read_all(data: bytes) -> Parts:
    """The notes of a JSON file; raises Refused where it is none, or holds no notes."""
    held = _parsed(decoded(data).removeprefix("\ufeff"))
    if _is_fhir(held):
        return fhir.read_all(held)
    listed = _listed(held)
    _refuse_others(held, listed)
    return rows.documents([rows.of_object(one, f"row {number}") for number, one in enumerate(listed, 1)], "json")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise damaged(f"line {error.lineno} is no JSON") from None
    except RecursionError:
        raise too_much("depth") from None
    except ValueError:  # a number with thousands of digits
        raise too_much("digits") from None


def _is_fhir(held: Any) -> bool:
    some = held[0] if isinstance(held, list) and held else held
    return isinstance(some, dict) and isinstance(some.get("resourceType"), str)


def _listed(held: Any) -> list[dict[str, Any]]:
    """The objects that stand for visits: the list itself, a list under a usual name, or one object alone."""
    if isinstance(held, dict):
        inner = next((held[name] for name in LISTS if isinstance(held.get(name), list)), None)
        held = [held] if inner is None else inner
    if not isinstance(held, list):
        raise Refused("not_a_note", "holds no list of visits; export it with one object a visit.")
    return [one for one in held if isinstance(one, dict)]


def _refuse_others(held: Any, listed: list[dict[str, Any]]) -> None:
    """Reports of Romberg's own, findings for editors, and claims are no notes."""
    some = listed[0] if listed else {}
    if str(some.get("schema", "")).startswith(REPORT) or (isinstance(held, dict) and "runs" in held):
        raise Refused("not_a_note", "is a report, not a note; name the note itself.")
    if not listed:
        raise Refused("not_a_note", "holds no list of visits; export it with one object a visit.")
    billed = isinstance(held, dict) and ("billed" in held or "lines" in held or "service_lines" in held)
    names = {rows.plain(str(name)) for name in some}
    if (billed or names & CLAIM_KEYS) and not rows.has_words(names):
        raise Refused("not_a_note", "holds the lines of a claim and no note; give it with --claim beside the note.")
