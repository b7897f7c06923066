"""The report on a kept version: as it was kept, where the same judges would say the same, else made anew and kept."""

from __future__ import annotations

from romberg.batch import check_text
from romberg.batch.again import SOURCE, again, judged_by, packed
from romberg.report import Report
from romberg.store.intake.asked import read_asked
from romberg.store.workplace import Desk, Workplace, reports
from romberg.store.workplace.visits import Version


def kept_report(desk: Desk, version: Version) -> Report | None:
    """The report that was kept with a version; None where it must be made anew."""
    found = reports.kept(desk, version.visit_id, version.number, judged_by())
    return None if found is None else again(found, version.note, read_asked(version.asked).options())


def fresh_report(workplace: Workplace, clinic: str, actor: str, version: Version) -> Report:
    """The check of a version made anew, and kept for whoever looks next; raises Unreadable where it cannot be made.

    Not to be called at a desk: reading a note takes longer than others should wait.
    """
    report = check_text(version.note, read_asked(version.asked).options(), SOURCE)
    with workplace.desk(clinic, actor) as desk:
        text = packed(report)
        assert text is not None, "a version's own note and question gave it"
        reports.renew(desk, version.visit_id, version.number, judged_by(), text)
    return report


def keep_packed(desk: Desk, visit_id: str, number: int, report: Report) -> None:
    """Keep a report with the version that is made of it now, where the version alone gives it again."""
    text = packed(report)
    if text is not None:
        reports.keep(desk, visit_id, number, judged_by(), text)
