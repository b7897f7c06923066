"""The words of a price: what each step did, and why an amount is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from romberg.knowledge import parameters, tables
from romberg.knowledge.payers import Card
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED
from romberg.money import usd
from romberg.pricing import grounds
from romberg.pricing.fee_schedule import PAYABLE
from romberg.pricing.grounds import Grounds
from romberg.pricing.multiple_procedure import CUT, CUT_INSTITUTION
from romberg.pricing.participation import SCHEDULE
from romberg.pricing.payment import ASSISTANT, COINSURANCE, SEQUESTRATION
from romberg.pricing.price import PricedLine, PriceStep, VisitToPrice

Row = Mapping[str, Any]
DEDUCTIBLE = "medicare.deductible.part_b"
_REDUCED = "novitas-mppr-therapy"  # which unit keeps all, and that the lesser of schedule and charge is allowed
_SECOND_PAYER = "cfr-42-411.33"
_OFF_THE_SHARE = "webpt-assistant-88"
_MIPS = "palmetto-sequestration"  # its page tells of MIPS as well
_STATUS = {
    "B": "Medicare pays {code} as part of the day's other services, never by itself.",
    "I": "Medicare does not take {code}; another code stands for it.",
    "N": "Medicare does not cover {code}.",
    "X": "{code} is excluded from the physician fee schedule by statute.",
    "C": "{code} is priced by the Medicare contractor, so its amount is not known here.",
}
_INSTEAD = {"97014": "Medicare does not take 97014; bill G0283 for unattended electrical stimulation."}


def _part(row: Row, value: str) -> str:
    return f"{Decimal(row[value]).scaleb(-2)} × {Decimal(row[f'{value}_index']).scaleb(-3)}"


def fee(row: Row) -> str:
    """How the amount of a line comes about."""
    parts = ", ".join(
        f"{word} {_part(row, value)}"
        for word, value in (("work", "work"), ("practice expense", "practice"), ("malpractice", "malpractice"))
    )
    factor = Decimal(row["factor"]).scaleb(-4)
    where = f"in {row['place']}" if row["place"] else "national amounts"
    rate = ", facility amount" if row["facility_rate"] else ""
    return f"{row['units']} × {usd(row['unit_cents'])}: ({parts}) × {factor}, {row['year']}, {where}{rate}."


def _not_payable(row: Row) -> str:
    if row["excluded"]:
        return f"{row['code']} is billed as excluded by statute (GY), so Medicare pays nothing."
    return _INSTEAD.get(row["code"]) or _STATUS[row["status"]].format(code=row["code"])


def multiple(row: Row, reduced_cents: int) -> str:
    """What the multiple procedure reduction does to a line whose reduced units bring so many cents."""
    whole = "one unit of this line keeps all of it" if row["line"] == row["leader"] else "another line's unit keeps it"
    count = row["reduced_units"]
    units = "1 unit is" if count == 1 else f"{count} units are"
    return f"{units} paid at {usd(reduced_cents)}, with part of the practice expense taken off; {whole}."


def of_schedule(row: Row) -> Grounds:
    """What an amount of Medicare's schedule rests on: values, indices of the place, and the factor."""
    on, whose = row["service_date"], "qualifying" if row["qualifying"] else "general"
    indices = grounds.table("localities", on) if row["mac"] else ()
    factor = () if row["own_factor"] is not None else grounds.law(f"medicare.conversion_factor.{whose}", on)
    return (*grounds.table("fee_schedule", on), *indices, *factor)


def of_reduction(row: Row) -> Grounds:
    """What the multiple procedure reduction rests on: how much is taken off, and which unit keeps all."""
    cut = CUT_INSTITUTION if row["institution"] else CUT
    return (*grounds.law(cut, row["service_date"]), grounds.cited(_REDUCED))


def _fee(row: Row, card: Card) -> PriceStep:
    if row["excluded"]:
        own = (grounds.Ground("", "the line's own modifier GY"),)
        return PriceStep("fee schedule", row["fee_cents"], _not_payable(row), own)
    on = row["service_date"]
    if row["status"] not in PAYABLE:
        return PriceStep("fee schedule", row["fee_cents"], _not_payable(row), grounds.table("fee_schedule", on))
    office = grounds.card_line(card, "pays") if row["institution"] else ()
    return PriceStep("fee schedule", row["fee_cents"], fee(row), (*of_schedule(row), *office))


def _steps(row: Row, card: Card) -> Iterator[PriceStep]:
    yield _fee(row, card)
    if row["multiple_cents"]:
        told = multiple(row, row["reduced_unit_cents"])
        yield PriceStep("multiple procedure reduction", -row["multiple_cents"], told, of_reduction(row))
    if row["participation_cents"]:
        step = parameters.step(SCHEDULE, row["service_date"])
        share = "a part" if step is None else f"{step.value} percent"
        says = f"Who does not participate is allowed {share} of the schedule's amount, unit by unit."
        rests = grounds.law(SCHEDULE, row["service_date"])
        yield PriceStep("not participating", -row["participation_cents"], says, rests)
    if row["above_charge_cents"]:
        says = f"Medicare allows the charge where it is lower, and {usd(row['charge_cents'])} was charged."
        yield PriceStep("lesser of charge", -row["above_charge_cents"], says, (grounds.cited(_REDUCED),))


def _payment(row: Row) -> Iterator[PriceStep]:
    yield PriceStep("allowed", row["allowed_cents"], "What Medicare allows for this line.")
    for name, (step, says) in _CUTS.items():
        told = _second(row) if name == "primary" else says
        if row[f"{name}_cents"] or (name == "primary" and told):
            sign = 1 if name == "mips" else -1
            yield PriceStep(step, sign * row[f"{name}_cents"], told, _of_cut(name, row))


def _second(row: Row) -> str:
    """Which of three amounts Medicare pays after another payer; empty where no other payer came first."""
    paid = row["primary_paid_cents"]
    if paid is None:
        return ""
    alone = row["share_cents"] - row["assistant_cents"]
    found = [f"{usd(alone)} that it would pay alone"]
    due = [one for one in (row["charge_cents"], row["primary_accepted_cents"]) if one is not None]
    if due:
        found.append(f"{usd(min(due) - paid)} left of what may be asked for the line ({usd(min(due))})")
    higher = max(row["allowed_cents"], row["primary_allowed_cents"] or 0)
    found.append(f"{usd(higher - paid)} left of the higher allowed amount ({usd(higher)})")
    return f"Another payer paid {usd(paid)}; Medicare pays the lowest of {', '.join(found)}, and never below zero."


_CUTS = {  # in the order in which they are taken
    "deductible": ("deductible", "The patient's open Part B deductible comes first."),
    "coinsurance": ("coinsurance", "The patient's share of what is left."),
    "assistant": ("assistant reduction", "An assistant's service (CQ or CO): taken off Medicare's share only."),
    "primary": ("earlier payer", ""),
    "mips": ("MIPS adjustment", "The clinician's adjustment of Medicare's own payment."),
    "sequestration": ("sequestration", "Taken off Medicare's payment, never off the patient's share."),
}
_LAWS = {
    "deductible": DEDUCTIBLE,
    "coinsurance": COINSURANCE,
    "assistant": ASSISTANT,
    "sequestration": SEQUESTRATION,
}


def _of_cut(name: str, row: Row) -> Grounds:
    """What a cut rests on; the order of MIPS and of an assistant's cut was read nowhere."""
    if name == "primary":
        return (grounds.cited(_SECOND_PAYER),)
    if name == "mips":
        return (grounds.cited(_MIPS, mark=NOT_VERIFIED if row["assistant_cents"] else VERIFIED),)
    found = grounds.law(_LAWS[name], row["service_date"])
    return (*found, grounds.cited(_OFF_THE_SHARE)) if name == "assistant" else found


def priced_line(row: Row, card: Card) -> PricedLine:
    """One row of the priced frame as a line with its steps."""
    amounts = (row["allowed_cents"], row["payer_cents"], row["patient_cents"])
    known = row["payer_cents"] is not None
    steps = tuple(_steps(row, card)) if known else ()
    payment = tuple(_payment(row)) if known else ()
    return PricedLine(row["code"], row["units"], tuple(row["modifiers"]), *amounts, steps, payment)


def missing(row: Row) -> str:
    """Why Medicare has no amount for a line."""
    code, on = row["code"], row["service_date"]
    if row["factor"] is None:
        return parameters.unknown_because("medicare.conversion_factor.general", on)
    if row["status"] is None:
        return f"{code} is not in the fee schedule table for {row['year']}, so its amount is not known."
    if row["status"] == "C" or (row["status"] in PAYABLE and not row["work"] + row["practice"] + row["malpractice"]):
        return _STATUS["C"].format(code=code)
    if row["unit_cents"] is None:  # without a place, what is wrong with the ZIP code is told instead
        says = f"No table of practice cost indices speaks for {on}, so the amount of {code} is not known."
        return says if row["mac"] else ""
    return parameters.unknown_because(CUT, on)


def place(visit: VisitToPrice) -> str:
    """What is open about the place of a visit; empty where nothing is."""
    if visit.zip5 is None:
        return "No ZIP code was given, so the amounts are national; those of a place differ."
    found = tables.locality(visit.zip5, visit.on)
    return f"{found.unknown_because} Without a ZIP code you get the national amounts." if found.unknown_because else ""


def place_of_service(visit: VisitToPrice, rows: Sequence[Row]) -> Iterator[str]:
    """Where the place of service is open and decides an amount: which codes, and which amount was taken."""
    if visit.facility is None:
        hangs = dict.fromkeys(row["code"] for row in rows if row["unit_cents"] and row["office"] != row["facility"])
        if hangs:
            told = "in a facility; no place of service is told, so the office amount stands."
            yield f"{' and '.join(hangs)} pays less {told}"


def unassigned(visit: VisitToPrice, rows: Sequence[Row]) -> Iterator[str]:
    """What holds on a claim without assignment: who is paid, and the most that may be charged."""
    most = [row["limiting_cents"] for row in rows if row["limiting_cents"] is not None]
    if most:
        limit = f"at most {usd(sum(most))} may be charged for the lines"
        yield (
            f"Without assignment Medicare pays the patient, and {limit}; "
            "the patient's part is what is charged, at most that, less Medicare's payment."
        )
        if visit.billing.mips_hundredths:
            yield "Whether a MIPS adjustment moves the payment of an unassigned claim was not read; none was taken."


def second_payer(rows: Sequence[Row]) -> Iterator[str]:
    """What is open where another payer came before Medicare."""
    second = [row for row in rows if row["primary_paid_cents"] is not None]
    if not second:
        return
    yield "What the patient then owes hangs on the earlier payer's own terms too, so it is not told."
    bare = dict.fromkeys(
        row["code"] for row in second if row["charge_cents"] is None and row["primary_accepted_cents"] is None
    )
    if bare:
        yield f"Without a charge for {' and '.join(bare)}, what is left of it was not compared."
    unsaid = dict.fromkeys(row["code"] for row in second if row["primary_allowed_cents"] is None)
    if unsaid:
        yield f"What the earlier payer allowed for {' and '.join(unsaid)} is not told; Medicare's own stood for it."


def reasons(visit: VisitToPrice, rows: Sequence[Row]) -> tuple[str, ...]:
    """What a visit's price leaves open, a sentence each."""
    said = [place(visit), *place_of_service(visit, rows)]
    said += [missing(row) for row in rows if row["allowed_cents"] is None]
    said += [*unassigned(visit, rows), *second_payer(rows)]
    if visit.deductible_left_cents is None:
        said.append("Whether the patient has met the yearly deductible is not known; it was not applied.")
    elif visit.deductible_left_cents and any(row["allowed_cents"] is None for row in rows):
        said.append("The deductible was taken off the lines that have a price; one without may take a part of it.")
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))
