"""Whose numbers a claim carries: each clinic of a workplace bills by its own sheet, never by another's."""

from __future__ import annotations

from pathlib import Path

from romberg.formats.billing.clinic import NAME, Clinic, clinic
from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.workplace import Workplace, clinics

_FOLDER = "clinics"


def biller(workplace: Workplace, clinic_id: str) -> Clinic:
    """The clinic that bills, by its own sheet; by clinic.yaml only where the workplace holds no other clinic.

    Raises Unreadable where there is no such sheet, or where clinic.yaml could be that of another clinic.
    """
    own = _own(clinic_id)
    if not own.is_file() and clinics.several(workplace):
        says = (
            f"Several clinics work here, and {NAME} does not tell whose numbers it holds, so nothing is billed by it. "
            f"Put this clinic's sheet at {own}; `romberg claim --template` prints one to fill in."
        )
        raise Unreadable("whose_sheet", says, str(own))
    return clinic(str(own) if own.is_file() else None)


def known_biller(workplace: Workplace, clinic_id: str) -> Clinic | None:
    """The clinic that bills; None where no sheet is surely its own, so that a letter leaves those lines open."""
    try:
        return biller(workplace, clinic_id)
    except Unreadable as error:
        if error.code not in ("no_clinic", "whose_sheet"):
            raise
        return None


def _own(clinic_id: str) -> Path:
    return data_folder() / _FOLDER / f"{clinic_id}.yaml"
