"""Remittances for tests: balanced by construction, and written as an 835 as a payer would send them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from romberg.claims import Adjustment, ClaimPayment, LinePayment, ProviderAdjustment, Remittance

PAID = date(2026, 4, 2)
DAY = date(2026, 3, 12)
PAYER = "NORTHERN HEALTH"


def line(
    code: str, charge: int, *adjustments: Adjustment, units: int = 1, rarcs: tuple[str, ...] = (), control: str = ""
) -> LinePayment:
    """A line that pays what its adjustments leave of its charge."""
    paid = charge - sum(one.cents for one in adjustments)
    return LinePayment(
        code, ("GP",), charge, paid, units, None, None, DAY, tuple(adjustments), rarcs, None, control or None
    )


def claim(name: str, *lines: LinePayment, status: str = "1", icn: str = "") -> ClaimPayment:
    """A claim that pays what its lines pay."""
    patient = sum(each.cents for one in lines for each in one.adjustments if each.group == "PR")
    return ClaimPayment(
        name,
        status,
        sum(one.charge_cents or 0 for one in lines),
        sum(one.paid_cents or 0 for one in lines),
        patient,
        icn or f"ICN-{name}",
        "MB",
        tuple(lines),
    )


def reversal(of: ClaimPayment) -> ClaimPayment:
    """A claim payment taken back: the same with every amount turned round, and status 22."""
    lines = tuple(
        replace(
            one,
            charge_cents=-(one.charge_cents or 0),
            paid_cents=-(one.paid_cents or 0),
            adjustments=tuple(replace(each, cents=-each.cents) for each in one.adjustments),
        )
        for one in of.lines
    )
    return replace(
        of,
        status="22",
        charge_cents=-(of.charge_cents or 0),
        paid_cents=-(of.paid_cents or 0),
        patient_cents=-(of.patient_cents or 0),
        lines=lines,
        adjustments=tuple(replace(each, cents=-each.cents) for each in of.adjustments),
    )


def remittance(
    trace: str,
    *claims: ClaimPayment,
    moved: Sequence[ProviderAdjustment] = (),
    payer: str = PAYER,
    paid_date: date = PAID,
) -> Remittance:
    """A payment of what its claims pay, less what is moved beside them."""
    total = sum(one.paid_cents or 0 for one in claims) - sum(one.cents or 0 for one in moved)
    return Remittance(
        payer,
        f"ID-{payer}"[:20],
        "1234567893",
        "741234567",
        trace,
        "ACH",
        paid_date,
        abs(total),
        total < 0,
        claims,
        tuple(moved),
        "0001",
    )


# --- any remittance

_CENTS = st.integers(0, 50_000)
_REASONS = st.sampled_from(
    [("CO", "45"), ("PR", "2"), ("PR", "1"), ("CO", "253"), ("CO", "151"), ("OA", "23"), ("CO", "97")]
)


@st.composite
def adjustments(draw: st.DrawFn) -> Adjustment:
    """Any adjustment."""
    group, carc = draw(_REASONS)
    return Adjustment(group, carc, draw(_CENTS), draw(st.none() | st.integers(1, 4)))


@st.composite
def lines(draw: st.DrawFn) -> LinePayment:
    """Any line that balances."""
    taken = draw(st.lists(adjustments(), max_size=3))
    return line(
        draw(st.sampled_from(["97110", "97112", "97140", "97530"])),
        draw(_CENTS),
        *taken,
        units=draw(st.integers(0, 4)),
        rarcs=tuple(draw(st.lists(st.sampled_from(["N362", "M15", "N115"]), max_size=2, unique=True))),
        control=draw(st.sampled_from(["", "L1", "L2"])),
    )


@st.composite
def claims(draw: st.DrawFn) -> ClaimPayment:
    """Any claim payment that balances; some with an adjustment of the claim as a whole, some of another's reversal."""
    name = f"V-{draw(st.integers(1, 4))}"
    made = claim(name, *draw(st.lists(lines(), min_size=1, max_size=3)), status=draw(st.sampled_from("1234")))
    of_claim = draw(st.lists(adjustments(), max_size=1))
    less = sum(one.cents for one in of_claim)
    made = replace(made, adjustments=tuple(of_claim), paid_cents=(made.paid_cents or 0) - less)
    return reversal(made) if draw(st.integers(0, 4)) == 0 else made


@st.composite
def remittances(draw: st.DrawFn) -> Remittance:
    """Any balanced remittance; few traces, so that two of a set may claim the same payment."""
    moved = draw(st.lists(st.builds(ProviderAdjustment, st.sampled_from(["WO", "L6", "FB"]), _CENTS), max_size=2))
    return remittance(
        f"EFT{draw(st.integers(1, 2))}",
        *draw(st.lists(claims(), max_size=3)),
        moved=moved,
        payer=draw(st.sampled_from([PAYER, "LAKE MUTUAL"])),
        paid_date=date(2026, 4, draw(st.integers(1, 2))),
    )


@st.composite
def parts(draw: st.DrawFn) -> Remittance:
    """What an ExplanationOfBenefit tells: one claim of a payment."""
    payer = draw(st.sampled_from([PAYER, "LAKE MUTUAL"]))
    whole = remittance(f"EFT{draw(st.integers(1, 2))}", draw(claims()), payer=payer)
    return replace(whole, is_part=True)


# --- as a payer sends it


def money(cents: int | None) -> str:
    """An amount as an 835 carries it."""
    return "" if cents is None else f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def _adjusted(given: Iterable[Adjustment]) -> list[str]:
    return [f"CAS*{one.group}*{one.carc}*{money(one.cents)}*{one.quantity or ''}".rstrip("*") for one in given]


def _line(one: LinePayment) -> list[str]:
    procedure = ":".join(("HC", one.code, *one.modifiers))
    units = "" if one.units is None else str(one.units)
    return [
        f"SVC*{procedure}*{money(one.charge_cents)}*{money(one.paid_cents)}**{units}",
        f"DTM*472*{one.service_date:%Y%m%d}" if one.service_date else "",
        *_adjusted(one.adjustments),
        f"REF*6R*{one.control}" if one.control else "",
        f"AMT*B6*{money(one.allowed_cents)}" if one.allowed_cents is not None else "",
        *(f"LQ*HE*{rarc}" for rarc in one.rarcs),
    ]


def _claim(one: ClaimPayment) -> list[str]:
    head = (
        f"CLP*{one.claim_id}*{one.status}*{money(one.charge_cents)}*{money(one.paid_cents)}*{money(one.patient_cents)}"
    )
    return [
        f"{head}*{one.filing or ''}*{one.payer_claim_id or ''}*11*1",
        *_adjusted(one.adjustments),
        "NM1*QC*1*VALE*ADA****MI*1EG4TE5MK73",
        *(text for each in one.lines for text in _line(each)),
    ]


def _transaction(one: Remittance, number: int) -> list[str]:
    sign = "D" if one.is_debit else "C"
    moved = [
        f"PLB*{one.payee_npi}*20261231*{each.reason}:{each.reference or ''}".rstrip(":") + f"*{money(each.cents)}"
        for each in one.provider_adjustments
    ]
    body = [
        f"ST*835*{number:04}",
        f"BPR*I*{money(one.paid_cents)}*{sign}*{one.method}************{one.paid_date:%Y%m%d}",
        f"TRN*1*{one.trace}*1512345678",
        f"N1*PR*{one.payer_name}",
        f"REF*2U*{one.payer_id}",
        f"N1*PE*HARBOUR LANE THERAPY*XX*{one.payee_npi}",
        f"REF*TJ*{one.payee_tax_id}",
        "LX*1",
        *(text for each in one.claims for text in _claim(each)),
        *moved,
    ]
    body = [text for text in body if text]
    return [*body, f"SE*{len(body) + 1}*{number:04}"]


def as_835(*given: Remittance, control: int = 7) -> bytes:
    """The remittances as one file."""
    head = (
        f"ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260402*0930*^*00501*{control:09}*0*T*:"
    )
    inner = [text for number, one in enumerate(given, 1) for text in _transaction(one, number)]
    rows = [
        head,
        f"GS*HP*PAYER*CLINIC*20260402*0930*{control}*X*005010X221A1",
        *inner,
        f"GE*{len(given)}*{control}",
        f"IEA*1*{control:09}",
    ]
    return "".join(row + "~" for row in rows).encode()
