"""A second judge of what is written, which balances amounts: it takes each file, and the edits tell what it refuses.

In the slow lane alone (`ROMBERG_TESTS=all`): the judge has an environment of its own, which its first call makes.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import made_claims as made
import pytest
import test_x12_edits as planted
import test_x12_edits_against as against
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_x12 import WHOLE

from romberg.claims import ProfessionalClaim
from romberg.formats.x12.p837 import written
from tools import second_oracle

pytestmark = pytest.mark.skipif(os.environ.get("ROMBERG_TESTS") != "all", reason="the slow lane asks the second judge")
_SAMPLE = 150


def of_two_sexes(text: str) -> str:
    """The judge knows F and M; the guide allows U, which pyx12 takes."""
    return re.sub(r"(DMG\*D8\*[0-9]+\*)U", r"\1F", text)


def put(folder: Path, texts: list[str]) -> list[Path]:
    paths = [folder / f"{at}.837" for at in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(of_two_sexes(text))
    return paths


def test_every_kind_of_claim_is_taken(tmp_path: Path) -> None:
    texts: list[str] = [planted.VALID, WHOLE]

    @given(st.lists(made.claims(), min_size=1, max_size=3))
    @settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
    def write(claims: list[ProfessionalClaim]) -> None:
        texts.append(written(made.batch(*claims)))

    write()
    found = second_oracle.judged(put(tmp_path, texts))
    assert [(says, text) for says, text in zip(found, texts, strict=True) if says] == []


def test_what_it_refuses_the_edits_tell(tmp_path: Path) -> None:
    spoiled = random.Random(837).sample(against.SPOILED, _SAMPLE)
    clean = [(told, batch) for told, batch in spoiled if not against.faults(batch)]
    found = second_oracle.judged(put(tmp_path, [written(batch) for _, batch in clean]))
    assert [(told, says) for (told, _), says in zip(clean, found, strict=True) if says] == []


def test_it_refuses_what_it_is_known_to_refuse(tmp_path: Path) -> None:
    wrong = [("*100*UN*2", "*-100*UN*2"), ("*UN*2***1", "*UN*0***1"), ("CLM*V17*145", "CLM*V17*146")]
    texts = [planted.VALID.replace(was, instead, 1) for was, instead in wrong]
    assert all(second_oracle.judged(put(tmp_path, texts)))
