"""What Romberg does not know of a visit, in sentences: silence would read as a yes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.checks.finding import Finding
from romberg.pricing import Price
from romberg.report.not_read import told_beside
from romberg.report.values import Header
from romberg.visit import BilledLine


def unknown(
    header: Header, findings: Sequence[Finding], price: Price, billed: Sequence[BilledLine] = ()
) -> tuple[str, ...]:
    """Every open question of a report, each once."""
    document = header.document
    beside = told_beside(document, header.coded.visit, billed) if document is not None else ()
    said = [*beside, *_of_header(header), *(one.says for one in findings if one.outcome == "unknown"), *price.unknown]
    return tuple(dict.fromkeys(one for one in said if one))


def _of_header(header: Header) -> Iterator[str]:
    card, visit = header.card, header.coded.visit
    if header.visits_in_file > 1:
        which = f"of {visit.service_date}" if visit.service_date else "without a date"
        others = "the other" if header.visits_in_file == 2 else "the others"
        yield (
            f"The file holds {header.visits_in_file} visits; this report is on the one {which} alone. "
            f"Check {others} from a file of its own."
        )
    for span in visit.addressed:
        yield f"{_shortened(visit.text[slice(*span)])} speaks to a program, not to a reader; nothing was read from it."
    if visit.service_date is None:
        yield "The note gives no date of service; rules that depend on the date are left undecided. Give it with --on."
    if header.payer_from == "the default":
        yield f"The note names no payer that Romberg has a card for; it was read by the rules of {card.title}."
    if card.unknown_because:
        yield card.unknown_because
    if card.counting == "unknown" and not card.unknown_because:
        yield f"How {card.title} counts timed units is not known; ask the payer, and until then bill the lower count."
    if _assistant_worked(header) and card.assistant_modifier is None:
        yield f"Whether {card.title} wants CQ or CO for an assistant's services is not known; ask the payer."
    if not header.claim_given and not visit.billed:
        yield "No charges were given or found in the note, so nothing billed was compared with it."


def _shortened(words: str) -> str:
    """Words of the note in one line, in quotation marks, no longer than a sentence may be."""
    line = "".join(sign if sign.isprintable() else "·" for sign in " ".join(words.split()))
    return f"“{line if len(line) <= 60 else line[:57] + '…'}”"


def _assistant_worked(header: Header) -> bool:
    return any(one.assistant_minutes for one in header.coded.procedures)
