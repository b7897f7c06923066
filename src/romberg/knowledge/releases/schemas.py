"""The columns of every table that a release may hold, in order and with their types.

Tables that are bundled too have the bundled columns. Figures are whole numbers of their last place: relative values in
hundredths, indices in thousandths, factors in ten-thousandths of a dollar, money in cents.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_PAIRS: Final = {
    "column_one": pl.String(),
    "column_two": pl.String(),
    "starts": pl.Date(),
    "starts_known": pl.String(),  # "read" from a whole edition
    "ends": pl.Date(),
    "indicator": pl.Int64(),
    "status": pl.String(),  # live, ended, never
    "reason": pl.String(),
}
_LIMITS: Final = {"code": pl.String(), "units": pl.Int64(), "kind": pl.Int64()}
_USED: Final = {  # place F or O, as Medicare's two prices; counts in hundredths, for the publisher has fractions
    "code": pl.String(),
    "place": pl.String(),
    "patients": pl.Int64(),
    "services_hundredths": pl.Int64(),
    "patient_days_hundredths": pl.Int64(),
    "allowed_cents": pl.Int64(),
}
_REASONS: Final = {
    "code": pl.String(),
    "starts": pl.Date(),
    "changed": pl.Date(),
    "stops": pl.Date(),  # the first day without it
    "instead": pl.String(),
    "label": pl.String(),
}

TABLES: Final[dict[str, dict[str, pl.DataType]]] = {
    "fee_schedule": {
        "year": pl.Int64(),
        "code": pl.String(),
        "status": pl.String(),
        "work": pl.Int64(),
        "office": pl.Int64(),
        "facility": pl.Int64(),
        "malpractice": pl.Int64(),
        "multiple_procedure": pl.Int64(),
    },
    "conversion_factors_general": {"factor": pl.Int64()},
    "conversion_factors_qualifying": {"factor": pl.Int64()},
    "localities": {
        "year": pl.Int64(),
        "mac": pl.String(),
        "locality": pl.String(),
        "state": pl.String(),
        "place": pl.String(),
        "work": pl.Int64(),
        "practice": pl.Int64(),
        "malpractice": pl.Int64(),
    },
    "locality_counties": {
        "mac": pl.String(),
        "locality": pl.String(),
        "state": pl.String(),
        "area": pl.String(),
        "counties": pl.String(),
    },
    "zips": {"mac": pl.String(), "locality": pl.String(), "state": pl.String(), "zips": pl.String()},
    "zips_plus_four": {"state": pl.String(), "zips": pl.String()},
    "zips_nine": {  # runs of nine-digit ZIP codes of one place
        "zip5": pl.String(),
        "first": pl.Int64(),
        "last": pl.Int64(),
        "mac": pl.String(),
        "locality": pl.String(),
        "state": pl.String(),
    },
    "published_prices": {
        "mac": pl.String(),
        "locality": pl.String(),
        "code": pl.String(),
        "status": pl.String(),
        "office_cents": pl.Int64(),
        "facility_cents": pl.Int64(),
        "reduced_office_cents": pl.Int64(),
        "reduced_institution_cents": pl.Int64(),
    },
    "pairs_practitioner": _PAIRS,
    "pairs_hospital": _PAIRS,
    "unit_limits_practitioner": _LIMITS,
    "unit_limits_hospital": _LIMITS,
    "unit_limits_medicaid": _LIMITS,
    "pairs_medicaid": _PAIRS,
    "add_ons": {  # kind 1: beside these alone; 2: beside those that the contractor names; 3: beside these and others
        "code": pl.String(),
        "beside": pl.String(),
        "kind": pl.Int64(),
        "starts": pl.Date(),
        "ends": pl.Date(),
    },
    "network_rates": {  # amount: dollars or, of the type percentage, percent, in ten-thousandths; expires null: no end
        "code": pl.Categorical(),
        "modifiers": pl.Categorical(),
        "type": pl.Categorical(),  # negotiated, derived, fee schedule, percentage, per diem
        "amount": pl.Int64(),
        "places": pl.Categorical(),
        "billing_class": pl.Categorical(),
        "setting": pl.Categorical(),
        "arrangement": pl.Categorical(),  # ffs, bundle, capitation
        "expires": pl.Date(),
        "group": pl.Int64(),
    },
    "network_providers": {"group": pl.Int64(), "tin_type": pl.String(), "tin": pl.String(), "npi": pl.String()},
    "peer_services": {"npi": pl.String(), "type": pl.String(), "state": pl.String(), **_USED},
    # a row's counts are null where the publisher hides them or fewer than eleven had it
    "peer_areas": {"level": pl.String(), "area": pl.String(), "providers": pl.Int64(), **_USED},
    "taxonomy": {"taxonomy": pl.String(), "label": pl.String(), "discipline": pl.String(), "role": pl.String()},
    "adjustment_reasons": _REASONS,
    "remarks": _REASONS,
    "diagnoses": {"code": pl.String(), "leaf": pl.Boolean()},  # without the dot
    "therapy_codes": {"code": pl.String(), "therapy": pl.String(), "disciplines": pl.String()},
    "payer_rates": {  # code with its modifier as 97112:CQ; what is no money has a value with its kind, as "exact 112.5"
        "term": pl.String(),
        "code": pl.String(),
        "rate_cents": pl.Int64(),
        "value": pl.String(),
        "starts": pl.Date(),
        "ends": pl.Date(),
    },
}
