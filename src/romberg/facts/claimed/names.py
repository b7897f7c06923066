"""Which facts claims tell by themselves; all others stay null, for the record does not say."""

from __future__ import annotations

VISIT = (
    "visit", "service_date", "payer", "payer_family", "counting", "ncci_applies", "assistant_modifier_wanted",
    "certification_wanted", "progress_report_wanted", "total_time_demanded", "discipline", "setting", "has_billed",
    "has_treatment", "has_therapy", "has_timed", "diagnosis_support", "unit_cap", "units_under_cap", "paid_first",
    "lines_out_of_order", "start_and_stop_times", "has_claim", "modifiers_known", "therapy_modifiers_wanted",
    "assistants_payable", "authorization_wanted", "visit_cap", "days_to_next_evaluation", "place_of_service",
    "claim_diagnoses", "claim_has_pointers", "npi_faults", "taxonomy", "taxonomy_means", "taxonomy_role",
    "taxonomy_discipline", "has_referrer", "has_authorization_number", "filed_on", "filing_deadline",
    "year_allowed_cents", "visit_allowed_cents", "year_allowed_found_cents", "first_not_billable",
    "others_not_billable", "diagnoses_undecided", "diagnosis_conflicts", "causes_not_first", "injuries_as_new",
    "aftercare_of_injury",
)  # fmt: skip
LINE = (
    "line", "code", "billed_units", "code_billed_units", "is_first_of_code", "modifiers", "evaluation_level", "timed",
    "is_attended_code", "is_group_code", "day_limit", "day_limit_kind", "day_units_of_code", "charged_minutes",
    "minimum_minutes", "is_excluded_chiropractic", "diagnosis_wanted", "assistant_modifier", "assistant_units_billed",
    "ncci_partner", "ncci_never", "ncci_parted", "ncci_mark", "ncci_both", "is_region_pair", "service", "therapy",
    "discipline_due", "discipline_modifier", "disciplines_count", "carries_kx", "carries_at", "carries_evaluation",
    "carries_repeat", "carries_gy", "carries_gz", "carries_notice", "carries_denial", "carries_video", "carries_voice",
    "carries_gt", "notices_count", "notices_agree", "distinct_count", "assistant_matches", "discipline_modifiers",
    "code_belongs_to", "assistant_modifiers", "distinct_modifiers", "notice_modifiers", "telehealth_modifiers",
    "modifiers_not_valid", "modifiers_repeated", "code_valid", "code_dates", "medicare_status", "is_never_paid",
    "stands_beside", "is_alone", "no_edit_beside", "distinct_on_column_one", "distinct_on_both", "own_pair",
    "own_pair_parted", "allowed_at_least_cents", "line_allowed_cents", "allowed_before_cents", "pointed_diagnoses",
    "pointers_astray", "pointed_support", "is_unpointed", "is_first_charge",
)  # fmt: skip
TOLD = frozenset((*VISIT, *LINE))  # what claims tell
