"""The report on a version of a visit as text, sealed beside the version; a newer one takes its place.

A report is made of the version and of what judged it. It is kept to be shown quickly, and what is lost of it is made
again; the version itself never changes.
"""

from __future__ import annotations

import base64
import zlib

from romberg.store.workplace.desk import Desk
from romberg.store.workplace.tables import visit_reports


def kept(desk: Desk, visit_id: str, number: int, judged_by: str) -> str | None:
    """The report that was kept of a version under the mark of what judged it; None where there is none such."""
    row = desk.one(visit_reports, visit_id=visit_id, number=number, judged_by=judged_by)
    return None if row is None else zlib.decompress(base64.b64decode(row["report"])).decode("utf-8", "surrogatepass")


def keep(desk: Desk, visit_id: str, number: int, judged_by: str, report: str) -> None:
    """Keep the report on a version that is made now."""
    values = {"judged_by": judged_by, "report": body(report), **desk.made()}
    desk.insert(visit_reports, visit_id=visit_id, number=number, **values)


def renew(desk: Desk, visit_id: str, number: int, judged_by: str, report: str) -> None:
    """Keep the report on a version in place of the one before, where there is one."""
    desk.turn(f"report/{visit_id}")
    key = {"visit_id": visit_id, "number": number}
    if not desk.change(visit_reports, key, judged_by=judged_by, report=body(report), **desk.made()):
        keep(desk, visit_id, number, judged_by, report)


def body(report: str) -> str:
    """A report as its column holds it before it is sealed: packed, in letters."""
    return base64.b64encode(zlib.compress(report.encode("utf-8", "surrogatepass"))).decode()
