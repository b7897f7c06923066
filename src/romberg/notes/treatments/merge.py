"""Notes say things twice: a time log and the work, a block and a sum. Each service is kept once."""

from __future__ import annotations

from romberg.notes.interventions import group_codes
from romberg.notes.layout import Covered
from romberg.notes.treatments.draft import Draft

_MOST = 60  # blocks compared with a further one; no visit has as many


def merge(drafts: list[Draft]) -> list[Draft]:
    """Drafts with minutes joined to those with activities; restatements dropped."""
    drafts = _amended(_rows_under_sums(drafts))
    kept: list[Draft] = []
    for draft in drafts:
        index = next((i for i, other in enumerate(kept[:_MOST]) if _same(other, draft)), None)
        if index is None:
            kept.append(draft)
        else:
            kept[index] = _joined(kept[index], draft)
    return kept


def _names(draft: Draft) -> frozenset[str]:
    """The codes of a draft's names; a bare log line ("9:46-10:01 bandage teaching") by the one its words speak for."""
    if draft.names or draft.minutes is None or len(draft.activities) != 1 or len(draft.activities[0].text) > 45:
        return draft.names
    groups = draft.activities[0].groups
    return frozenset(strongest(group) for group in groups[:1])


def _is_log_line(draft: Draft) -> bool:
    return not draft.names and bool(_names(draft)) and not draft.from_grid


def strongest(group: str) -> str:
    """The code that the words of a group speak for most."""
    weights = group_codes(group)
    return max(sorted(weights), key=lambda code: weights[code])


def _works(draft: Draft) -> bool:
    """Whether a draft tells work that the vocabulary knows."""
    return any(activity.groups for activity in draft.activities)


def _tells(draft: Draft) -> bool:
    return bool(draft.activities) and not draft.names_only


def _same(one: Draft, other: Draft) -> bool:
    """Whether two drafts speak of one piece of work: one tells it, the other times or names it."""
    if not _names(one) & _names(other):
        return False
    if one.minutes == other.minutes and Covered(one.minutes_spans).meets_any(other.minutes_spans):
        return True  # the same words give both their time: no minute counts twice
    if _is_log_line(one) or _is_log_line(other):
        return one.minutes is None or other.minutes is None or one.adds_up or other.adds_up
    if _tells(one) and _tells(other) and not (one.adds_up or other.adds_up):
        return one.minutes is None and other.minutes is None and not (one.from_grid or other.from_grid)
    if one.minutes is not None and other.minutes is not None:
        return one.minutes == other.minutes or one.adds_up or other.adds_up
    return True


def _joined(one: Draft, other: Draft) -> Draft:
    teller, timer = (one, other) if _tells(one) or not _tells(other) else (other, one)
    has_minutes = teller.minutes is not None and not (
        teller.adds_up and timer.minutes is not None and not timer.adds_up
    )
    activities = teller.activities if _tells(teller) else one.activities or other.activities
    if _tells(one) and _tells(other):
        activities = one.activities + other.activities
    return teller._replace(
        label=teller.label or timer.label,
        code=teller.code or timer.code,
        minutes=teller.minutes if has_minutes else timer.minutes,
        minutes_spans=(teller.minutes_spans if has_minutes else ()) + timer.minutes_spans,
        activities=activities,
        adds_up=teller.adds_up if has_minutes else timer.adds_up,
        names_only=not (_tells(one) or _tells(other)),
        heading=teller.heading or timer.heading,
        spans=one.spans + other.spans,
        whole=one.whole + other.whole,
    )


def _amended(drafts: list[Draft]) -> list[Draft]:
    """The drafts as an addendum corrects them: its minutes in the place of those above for the same service."""
    kept = [draft for draft in drafts if not draft.amends]
    for late in (draft for draft in drafts if draft.amends):
        same = next((at for at, one in enumerate(kept) if one.names & late.names), None)
        if same is None or late.minutes is None:
            kept.append(late)
        else:
            kept[same] = _corrected(kept[same], late)
    return kept


def _corrected(first: Draft, late: Draft) -> Draft:
    return first._replace(
        minutes=late.minutes,
        minutes_spans=late.minutes_spans,
        activities=late.activities if _tells(late) else first.activities,
        names_only=first.names_only and not _tells(late),
        spans=first.spans + late.spans,
        whole=first.whole + late.whole,
    )


def _rows_under_sums(drafts: list[Draft]) -> list[Draft]:
    """Grid rows without codes, shared out in order among sums that name codes: 9, 8, 6 under "NMR = 23"."""
    sums = [d for d in drafts if not d.from_grid and not _works(d) and d.names and d.minutes is not None]
    rows = [d for d in drafts if d.from_grid and not d.names and d.minutes is not None]
    if not sums or not rows or sum(r.minutes or 0 for r in rows) != sum(s.minutes or 0 for s in sums):
        return drafts
    shared: list[Draft] = []
    at = 0
    for total in sums:
        taken: list[Draft] = []
        while at < len(rows) and sum(r.minutes or 0 for r in taken) < (total.minutes or 0):
            taken.append(rows[at])
            at += 1
        if sum(r.minutes or 0 for r in taken) != total.minutes:
            return drafts
        shared.append(_under(total, taken))
    return [d for d in drafts if d not in sums and d not in rows] + shared


def _under(total: Draft, rows: list[Draft]) -> Draft:
    return total._replace(
        activities=tuple(a for row in rows for a in row.activities),
        spans=total.spans + tuple(s for row in rows for s in row.spans),
        whole=total.whole + tuple(s for row in rows for s in row.whole),
        from_grid=True,
    )
