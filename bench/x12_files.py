"""Files of claims (837P) and of payments (835) of any size, invented: the same bytes for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

_CODES = {
    "97110": 5_800,
    "97112": 6_250,
    "97116": 5_400,
    "97140": 5_150,
    "97530": 6_900,
    "97535": 6_450,
    "G0283": 2_500,
}
_DIAGNOSES = (
    "M5450",
    "R2681",
    "M25511",
    "M25561",
    "S83511D",
    "M542",
    "R262",
    "I69351",
    "Z96651",
    "M6281",
    "G20A1",
    "M7541",
)
_PAYERS = (("MB", "15202"), ("BL", "00430"), ("CI", "60054"), ("16", "66005"), ("WC", "J1585"))
_FIRST = ("ADA", "BO", "CORA", "DIRK", "EDDA", "FINN", "GRETA", "HUGO", "IDA", "JOOST")
_LAST = ("VALE", "QUIST", "MARSH", "FALK", "HOLM", "BERG", "LIND", "DAHL", "STRAND", "NOOR")
_NPIS = ("1234567893", "1245319599", "1679576722", "1043206222")
_ISA = "ISA*00*          *00*          *ZZ*SUBMITTER123   *ZZ*RECEIVER456    *260313*0930*^*00501*000000017*0*T*:"
_OPENS_CLAIMS = (
    _ISA, "GS*HC*SUBMITTER123*RECEIVER456*20260313*0930*17*X*005010X222A1", "ST*837*0001*005010X222A1",
    "BHT*0019*00*0000000170001*20260313*0930*CH", "NM1*41*2*HARBOUR LANE THERAPY LLC*****46*SUBMITTER123",
    "PER*IC*BILLING OFFICE*TE*5125550100", "NM1*40*2*LONE STAR CLEARING*****46*RECEIVER456", "HL*1**20*1",
    "PRV*BI*PXC*261QP2000X", "NM1*85*2*HARBOUR LANE THERAPY LLC*****XX*1234567893", "N3*12 HARBOUR LANE",
    "N4*AUSTIN*TX*787011234", "REF*EI*741234567",
)  # fmt: skip
_OPENS_PAYMENTS = (
    _ISA, "GS*HP*PAYER*CLINIC*20260402*0930*17*X*005010X221A1", "ST*835*0001", "BPR*I*0*C*ACH************20260402",
    "TRN*1*EFT0042*1512345678", "N1*PR*NORTHERN HEALTH", "REF*2U*NH001", "N1*PE*HARBOUR LANE THERAPY*XX*1234567893",
    "LX*1",
)  # fmt: skip
_BLOCK = 2_000  # claims that are written at once


def claims_file(path: Path, megabytes: float, seed: int = 2026) -> int:
    """Writes a file of claims in one transaction, and tells its service lines."""
    return _file(path, megabytes, seed, _OPENS_CLAIMS, _claim)


def payments_file(path: Path, megabytes: float, seed: int = 2026) -> int:
    """Writes a file of payments in one transaction, and tells its service lines."""
    return _file(path, megabytes, seed, _OPENS_PAYMENTS, _payment)


_Made = Callable[[random.Random, int], Iterator[str]]


def _file(path: Path, megabytes: float, seed: int, opens: tuple[str, ...], made: _Made) -> int:
    chance, segments, lines, number = random.Random(seed), len(opens), 0, 0
    with path.open("w", encoding="ascii", newline="") as file:
        file.write("~\n".join(opens) + "~\n")
        while file.tell() < megabytes * 1e6:
            block: list[str] = []
            for _ in range(_BLOCK):
                number += 1
                block += made(chance, number)
            segments += len(block)
            lines += sum(one.startswith(("LX*", "SVC*")) for one in block)
            file.write("~\n".join(block) + "~\n")
        file.write(f"SE*{segments - 1}*0001~\nGE*1*17~\nIEA*1*000000017~\n")
    return lines


def _claim(chance: random.Random, number: int) -> Iterator[str]:
    """One subscriber's claim of two to five lines; the levels are numbered on from the billing provider's."""
    filing, payer = chance.choice(_PAYERS)
    codes = chance.sample(sorted(_CODES), chance.randint(2, 5))
    units = [chance.choice((1, 1, 2, 2, 3)) for _ in codes]
    charges = [_CODES[code] * many for code, many in zip(codes, units, strict=True)]
    diagnoses = chance.sample(_DIAGNOSES, chance.randint(1, 4))
    day, pointers = f"202603{chance.randint(1, 28):02}", ":".join(str(at + 1) for at in range(min(2, len(diagnoses))))
    yield from (
        f"HL*{number + 1}*1*22*0", f"SBR*P*18*******{filing}",
        f"NM1*IL*1*{chance.choice(_LAST)}*{chance.choice(_FIRST)}****MI*{chance.randrange(10**10):010}A",
        f"N3*{chance.randint(1, 999)} OAK AVE", "N4*AUSTIN*TX*78702", f"DMG*D8*19{chance.randint(30, 99)}0302*F",
        f"NM1*PR*2*PAYER {payer}*****PI*{payer}", f"CLM*V{number}*{_dollars(sum(charges))}***11:B:1*Y*A*Y*Y",
        "DTP*431*D8*20260201", "DTP*454*D8*20260220",
        "HI*" + "*".join(f"{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(diagnoses)),
        "NM1*DN*1*MARSH*EDDA*R***XX*1679576722", f"NM1*82*1*QUIST*BO****XX*{chance.choice(_NPIS)}",
        "PRV*PE*PXC*225100000X",
    )  # fmt: skip
    for at, (code, many, charge) in enumerate(zip(codes, units, charges, strict=True), 1):
        yield from (
            f"LX*{at}", f"SV1*HC:{code}:GP*{_dollars(charge)}*UN*{many}***{pointers}", f"DTP*472*D8*{day}",
            f"REF*6R*{number}L{at}",
        )  # fmt: skip


def _payment(chance: random.Random, number: int) -> Iterator[str]:
    """One claim of two to five paid lines, one in eight denied."""
    codes = chance.sample(sorted(_CODES), chance.randint(2, 5))
    rows: list[str] = []
    paid = 0
    for at, code in enumerate(codes, 1):
        many, denied = chance.choice((1, 2, 2, 3)), not chance.randrange(8)
        charge = _CODES[code] * many
        cut, own = charge * 42 // 100, charge * 11 // 100
        given = 0 if denied else charge - cut - own
        paid += given
        rows += [
            f"SVC*HC:{code}:GP*{_dollars(charge)}*{_dollars(given)}**{many}",
            f"DTM*472*202603{chance.randint(1, 28):02}",
        ]
        rows += (
            [f"CAS*CO*151*{_dollars(charge)}"]
            if denied
            else [f"CAS*CO*45*{_dollars(cut)}", f"CAS*PR*2*{_dollars(own)}"]
        )
        rows += [f"REF*6R*{number}L{at}", f"AMT*B6*{_dollars(charge - cut)}", *(["LQ*HE*N362"] if denied else [])]
    charged = sum(_CODES[code] for code in codes)
    yield f"CLP*V{number}*1*{_dollars(charged)}*{_dollars(paid)}*0*MB*ICN{chance.randrange(10**9):09}*11*1"
    yield f"NM1*QC*1*{chance.choice(_LAST)}*{chance.choice(_FIRST)}****MI*{chance.randrange(10**10):010}A"
    yield f"NM1*82*1*QUIST*BO****XX*{chance.choice(_NPIS)}"
    yield from rows


def _dollars(cents: int) -> str:
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}"
