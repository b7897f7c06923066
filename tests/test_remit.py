"""`romberg remit`: posted once, laid beside the claim, with the way to answer each denial."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import made_claims
import made_remittances as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_fhir_benefits import benefit, usd

from romberg.claims import Adjustment, ClaimPayment, Payer, Remittance
from romberg.claims.standing import Statement, standing
from romberg.cli import main
from romberg.formats.x12.p837 import written
from romberg.knowledge.payer_filing import card_of
from romberg.pricing.expected import ExpectedLine
from romberg.report.answers import KnownClaim, answer, by_payer, known
from romberg.report.answers.known import from_plain
from romberg.report.answers.matching import matched

CO45, PR2, SEQ = Adjustment("CO", "45", 4_103), Adjustment("PR", "2", 1_179), Adjustment("CO", "253", 94)
PAID_LINE = made.line("97112", 10_000, CO45, PR2, SEQ, units=2, control="L1")
DENIED_LINE = made.line("97110", 4_500, Adjustment("CO", "151", 4_500), rarcs=("N362",), control="L2")
ANSWER = made.claim("V17", PAID_LINE, DENIED_LINE)
PAYMENT = made.remittance("EFT1", ANSWER, payer="NOVITAS SOLUTIONS")
Desk = Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with a sent claim and a remittance that answers it, and books of its own."""
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sent.837").write_text(written(made_claims.batch(made_claims.claim("V17"))))
    put(tmp_path, "april.835", PAYMENT)
    return tmp_path


def put(desk: Desk, name: str, *given: Remittance) -> None:
    (desk / name).write_bytes(made.as_835(*given))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What the command says as JSON."""
    main(["remit", *arguments, "--format", "json"])
    return json.loads(capsys.readouterr().out)


def test_a_facility_s_claim_is_laid_beside_its_payment(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    professional = written(made_claims.batch(made_claims.claim("V17"))).replace("*MB~", "*MA~")
    (desk / "sent.837").write_text(made_claims.institutional(professional))
    (claim,) = told(capsys, "april.835", "--claims", "sent.837")["claims"]
    assert (claim["claim_id"], claim["card"]) == ("V17", "medicare_institutional")
    assert [one["code"] for one in claim["lines"]] == ["97112", "97110"]


@pytest.mark.usefixtures("desk")
def test_a_payment_is_posted_and_laid_beside_the_claim(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "april.835", "--claims", "sent.837")
    (payment,) = found["files"][0]["payments"]
    assert (payment["outcome"], payment["paid_cents"], payment["claims"]) == ("posted", 4_624, 1)
    (claim,) = found["claims"]
    assert (claim["claim_id"], claim["card"], claim["paid_cents"]) == ("V17", "medicare", 4_624)
    paid, denied = claim["lines"]
    assert (paid["difference_cents"], paid["reasons"]) == (0, {})
    assert denied["reasons"] == {"denial": denied["difference_cents"]}
    (why,) = denied["denials"]
    assert (why["carc"], why["rarcs"], why["rules"]) == ("151", ["N362"], ["units/exceed_minutes"])
    assert (why["route"], claim["correct"]["last"]) == ("corrected claim", "2027-03-12")
    assert (claim["appeal"]["step"], claim["appeal"]["last"]) == ("redetermination", "2026-07-31")
    (payer,) = found["payers"]
    assert payer["paid_cents"] - payer["expected_cents"] == sum(payer["reasons"].values())


def test_the_page_says_the_same_in_words(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remit", "april.835", "--claims", str(desk)]) == 1
    page = capsys.readouterr().out
    for words in (
        "payment EFT1 of 2026-04-02: $46.24, 1 claim; posted",
        "97112-GP x2 neuromuscular re-education: priced $46.24, paid $46.24, as priced",
        "denied $45.00 of the charge: CO-151 with N362: the record does not bear out so many units or visits",
        "the rule that tells before billing: units/exceed_minutes",
        "answered by a corrected claim: count the units again",
        "until 2027-03-12 (12 months after the service of 2026-03-12)",
    ):
        assert words in page
    assert "VALE" not in page  # nobody's name leaves the file


def test_the_same_file_twice_changes_nothing(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "april.835")
    before = told(capsys, "--ledger")
    put(desk, "again.835", PAYMENT, made.remittance("EFT2", payer="NOVITAS SOLUTIONS"))
    found = told(capsys, "again.835", "april.835")
    assert [one["outcome"] for file in found["files"] for one in file["payments"]] == ["known", "posted", "known"]
    after = told(capsys, "--ledger")
    assert after["balances"] == before["balances"]
    assert len(after["payments"]) == 2


def test_an_unbalanced_835_posts_nothing_and_the_others_go_on(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    put(desk, "bad.835", replace(PAYMENT, paid_cents=1))
    (desk / "cut.835").write_bytes(made.as_835(PAYMENT)[:-40])
    assert main(["remit", "bad.835", "cut.835", "april.835", "missing.835"]) == 2
    out, err = capsys.readouterr()
    assert "bad.835, segment 3: does_not_balance" in err
    assert "cut.835" in err
    assert "There is no file missing.835" in err
    assert out.count("; posted") == 1
    unread = made.as_835(PAYMENT).replace(b"BPR*I*46.24", b"BPR*I*")
    (desk / "unread.835").write_bytes(unread)
    found = told(capsys, "unread.835")
    assert [why["code"] for why in found["files"][0]["payments"][0]["errors"]] == ["cannot_be_evaluated"]
    assert found["claims"] == []


def test_a_cut_file_posts_none_of_its_payments(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    whole = made.as_835(PAYMENT, made.remittance("EFT2", payer="NOVITAS SOLUTIONS"))
    (desk / "cut.835").write_bytes(whole[: whole.rindex(b"ST*835")])
    assert main(["remit", "cut.835"]) == 2
    assert told(capsys, "--ledger")["payments"] == []


def test_a_reversal_and_a_correction_leave_the_correction(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    better = made.claim("V17", PAID_LINE, made.line("97110", 4_500, Adjustment("CO", "45", 2_500), control="L2"))
    put(desk, "may.835", made.remittance("EFT2", made.reversal(ANSWER), better, payer="NOVITAS SOLUTIONS"))
    assert main(["remit", "may.835", "april.835", "--claims", "sent.837"]) == 0  # the later one first
    capsys.readouterr()
    (claim,) = told(capsys, "april.835")["claims"]
    assert claim["paid_cents"] == better.paid_cents
    assert all(not line["denials"] for line in claim["lines"])
    (balance,) = told(capsys, "--ledger")["balances"]
    assert (balance["charged_cents"], balance["paid_cents"]) == (14_500, better.paid_cents)


def test_of_a_payment_told_in_two_ways_one_is_taken_with_a_reason(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    other = made.remittance("EFT1", made.claim("V17", PAID_LINE), payer="NOVITAS SOLUTIONS")
    put(desk, "other.835", other)
    assert main(["remit", "april.835", "other.835"]) == 1
    assert "neither counts until one is taken" in capsys.readouterr().out
    ledger = told(capsys, "--ledger")
    assert [one["counts"] for one in ledger["payments"]] == [False, False]
    assert ledger["balances"] == []
    chosen = ledger["payments"][0]["fingerprint"]
    assert main(["remit", "--take", chosen[:12]]) == 2
    assert "say why with --reason" in capsys.readouterr().err
    assert main(["remit", "--take", "ffff", "--reason", "x"]) == 2
    assert main(["remit", "--take", chosen[:12], "--reason", "as the bank says", "--ledger"]) == 0
    assert "DOES NOT COUNT" in capsys.readouterr().out
    assert len(told(capsys, "--ledger")["balances"]) == 1


def test_an_explanation_of_benefit_is_posted_like_an_835(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "eob.json").write_text(json.dumps(benefit()))
    assert main(["remit", "eob.json", "--claims", "sent.837"]) == 0
    assert "LONE STAR HEALTH, payment EFT9 of 2026-04-02: $48.00, 1 claim; posted" in capsys.readouterr().out
    assert told(capsys, "eob.json")["files"][0]["payments"][0]["outcome"] == "known"
    (desk / "off.json").write_text(json.dumps(benefit(payment={"amount": usd(4_801)}, identifier=[{"value": "ICN8"}])))
    assert main(["remit", "off.json"]) == 2
    assert "does_not_balance" in capsys.readouterr().err
    ledger = told(capsys, "--ledger")
    assert [one["received_cents"] for one in ledger["payments"]] == [4_800]


@pytest.mark.usefixtures("desk")
def test_without_the_claim_it_says_so_and_still_names_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    (claim,) = told(capsys, "april.835")["claims"]
    assert claim["lines"][0]["difference_cents"] is None
    assert "not known here" in claim["says"][0]
    assert claim["lines"][1]["denials"][0]["rules"] == ["units/exceed_minutes"]


def test_which_findings_came_true_is_kept_by_payer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    def finding(rule: str, code: str | None) -> dict[str, Any]:
        return {"rule": rule, "code": code, "outcome": "fail", "severity": "blocks"}

    report = {
        "source": "notes/V17.txt",
        "findings": [
            finding("units/exceed_minutes", "97110"),
            finding("documentation/skill_not_shown", "97112"),
            {"rule": "documentation/plan", "code": None, "outcome": "fail", "severity": "informs"},
        ],
    }
    (desk / "checked.jsonl").write_text(json.dumps(report) + "\n" + json.dumps({"source": "x", "error": {}}) + "\n")
    told(capsys, "april.835", "--claims", "sent.837", "--checked", "checked.jsonl")
    scores = {one["rule"]: one for one in told(capsys, "--scores")["scores"]}
    assert scores["units/exceed_minutes"]["came_true"] == 1
    assert scores["units/exceed_minutes"]["precision"] == 1.0
    assert scores["documentation/skill_not_shown"]["paid"] == 1
    assert scores["documentation/skill_not_shown"]["precision"] == 0.0
    told(capsys, "april.835", "--claims", "sent.837")  # the claim once more, without its findings: they stay
    assert {one["rule"] for one in told(capsys, "--scores")["scores"]} == set(scores)
    put(desk, "back.835", made.remittance("EFT3", made.reversal(ANSWER), payer="NOVITAS SOLUTIONS"))
    told(capsys, "back.835")  # what was foretold came true at the first decision, whatever is taken back later
    assert {one["rule"] for one in told(capsys, "--scores")["scores"]} == set(scores)
    assert main(["remit", "--scores"]) == 0
    assert "100%" in capsys.readouterr().out


def test_what_is_wrongly_called_is_told_in_a_sentence(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "no.jsonl").write_text("nothing\n")
    (desk / "empty").mkdir()
    for arguments in ([], ["--checked", "no.jsonl"], ["--claims", "empty"], ["april.835", "--claims", "gone.837"]):
        main(["remit", *arguments])
        err = capsys.readouterr().err
        assert err.startswith("romberg: "), arguments
        assert "Traceback" not in err
    assert main(["remit", "--ledger"]) == 0


@pytest.mark.usefixtures("desk")
def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(made.as_835(PAYMENT))))
    assert told(capsys, "-")["files"][0]["payments"][0]["outcome"] == "posted"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed so here")
def test_a_killed_run_is_made_good_by_the_next(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    given = [made.remittance(f"EFT{n}", made.claim(f"V{n}", PAID_LINE)) for n in range(120)]
    for at in range(4):
        put(desk, f"{at}.835", *given[at * 30 : at * 30 + 30])
    files = [f"{at}.835" for at in range(4)]
    luck, killed = random.Random(20261126), 0
    for _ in range(3):
        command = [sys.executable, "-m", "romberg", "remit", *files]
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        time.sleep(luck.uniform(0.5, 1.2))
        run.kill()
        killed += run.wait() != 0
    assert killed
    told(capsys, *files)
    ledger = told(capsys, "--ledger")
    assert len(ledger["payments"]) == 120
    assert sum(one["received_cents"] for one in ledger["payments"]) == 120 * (PAID_LINE.paid_cents or 0)
    assert sum(one["cents"] for one in ledger["totals"]) == 0


BESIDE = Path(__file__).parents[2] / "shared" / "edi" / "samples"


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no samples lie beside the checkout")
@pytest.mark.usefixtures("desk")
def test_each_published_sample_is_posted_or_refused_with_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    found = [str(path) for path in sorted(BESIDE.iterdir()) if b"ST*835" in path.read_bytes()]
    files = told(capsys, *found)["files"]
    assert len(files) == len(found) > 10
    outcomes = [one["outcome"] for file in files for one in file.get("payments", ())]
    assert outcomes.count("posted") > 6  # the others tell of the same payments once more, or do not add up
    assert all(file.get("error", {}).get("says") or file["payments"] for file in files)
    again = told(capsys, *reversed(found))["files"]
    assert not any(one["outcome"] == "posted" for file in again for one in file.get("payments", ()))


def test_signs_of_a_file_do_not_move_the_terminal(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = made.as_835(PAYMENT).replace(b"N1*PR*NOVITAS", b"N1*PR*\x1b[2J\x1b]0;x\x07NOVITAS")
    (desk / "hostile.835").write_bytes(hostile.replace(b"CLP*V17*", b"CLP*V17\x1b[31m*"))
    main(["remit", "hostile.835"])
    main(["remit", "--ledger"])
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert "V17\\x1b[31m" in out


def kept_claim() -> KnownClaim:
    """The claim that a remittance of any lines answers."""
    lines = tuple(
        made_claims.line(code, 2, 10_000, control=control)
        for code, control in (("97110", "L1"), ("97112", "L2"), ("97140", ""), ("97530", ""))
    )
    return known(made_claims.claim("V-1", lines=lines))


KEPT = kept_claim()


@given(st.lists(made.claims(), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_what_was_paid_is_all_accounted_for(given_set: list[ClaimPayment]) -> None:
    statements = [
        Statement("NH", str(at), at, made.PAID, "EFT", replace(one, claim_id="V-1", status="1"))
        for at, one in enumerate(given_set)
    ]
    found = answer(KEPT, "NH", "NORTHERN HEALTH", standing(statements))
    assert found is not None
    (total,) = by_payer([found])
    assert sum(cents for _, cents in total.reasons) == total.paid_cents - total.expected_cents
    not_priced = sum(line.money.paid_cents for line in found.lines if line.money.expected_cents is None)
    assert total.paid_cents + not_priced == found.paid_cents == sum(one.paid_cents or 0 for one in given_set)


# --- whose card, which line


@pytest.mark.parametrize(
    ("name", "filing", "card"),
    [
        ("NOVITAS SOLUTIONS", "MB", "medicare"),
        ("AETNA", "CI", "aetna"),
        ("AETNA HEALTH INC", "16", "medicare_advantage"),
        ("UNITEDHEALTHCARE", "12", "uhc"),
        ("BLUE CROSS BLUE SHIELD OF TEXAS", "BL", "bcbs"),
        ("SOME FUND", "WC", "workers_comp"),
        ("AETNA", "", "aetna"),
        ("SOME FUND", "", None),
        ("MEDICARE ADVANTAGE PLAN", "", "medicare_advantage"),
    ],
)
def test_whose_card_a_payer_s_name_and_filing_mean(name: str, filing: str, card: str | None) -> None:
    assert card_of(name, filing) == card


def test_a_claim_is_priced_by_day_and_comes_back_as_it_was_kept() -> None:
    first = made_claims.line(control="A")
    second = replace(first, service_date=made_claims.DAY.replace(day=14), control="B")
    kept = known(made_claims.claim("V1", lines=(first, second)))
    assert [one.allowed_cents for one in kept.lines] == [kept.lines[0].allowed_cents] * 2  # each day has its first unit
    assert from_plain(json.loads(json.dumps(kept.as_dict()))) == kept
    aetna = replace(made_claims.MEMBER, payer=Payer("AETNA", "60054", "CI"))
    other = known(made_claims.claim("V1", subscriber=aetna))
    assert (other.card, other.lines[0].allowed_cents) == ("aetna", None)
    assert "contract" in other.lines[0].unknown
    assert "VALE" not in json.dumps(kept.as_dict())


def test_lines_are_matched_by_number_then_by_code_and_modifiers() -> None:
    lines = (
        ExpectedLine("97110", 1, ("GP",), control="A"),
        ExpectedLine("97110", 1, ("GP", "59"), control="B"),
        ExpectedLine("97140", 1, ("GP",), control="C"),
    )
    by_number = made.line("97112", 100, control="C")
    by_modifiers = replace(made.line("97110", 100), modifiers=("59", "GP"))
    by_code = replace(made.line("97110", 100), modifiers=())
    changed = replace(made.line("97530", 100), billed_code="97140")
    stranger = made.line("99213", 100)
    found = matched(lines, (by_number, by_modifiers, by_code, changed, stranger))
    assert found.answers == ((by_code,), (by_modifiers,), (by_number, changed))
    assert found.strangers == (stranger,)
    assert matched(lines, (by_number,)).unanswered == (0, 1)


def test_a_claim_answered_as_a_whole_and_by_a_second_payer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    whole = ClaimPayment("V17", "4", 14_500, 0, 0, "ICN1", "MB", adjustments=(Adjustment("CO", "197", 14_500),))
    put(desk, "whole.835", made.remittance("EFT5", whole, payer="NOVITAS SOLUTIONS"))
    (claim,) = told(capsys, "whole.835", "--claims", "sent.837")["claims"]
    assert claim["lines"][0]["code"] == "all lines"
    assert set(claim["lines"][0]["reasons"]) == {"denial"}
    assert claim["denials"][0]["carc"] == "197"
    second = replace(made.claim("V17", PAID_LINE), status="2")
    put(desk, "second.835", made.remittance("EFT6", second, payer="LAKE MUTUAL"))
    answers = told(capsys, "second.835")["claims"]
    assert [one["payer_name"] for one in answers] == ["LAKE MUTUAL", "NOVITAS SOLUTIONS"]
    assert "as the second payer" in answers[0]["lines"][0]["unknown"]
