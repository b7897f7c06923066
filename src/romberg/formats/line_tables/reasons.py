"""Why a row is not audited, by name: each reason a sentence that says what to do."""

from __future__ import annotations

REASONS = {
    "file_not_read": "The file, or this stretch of its rows, cannot be decoded; get the file once more.",
    "row_broken": "The row has not as many cells as the heading, or an open quotation mark; correct the row.",
    "patient_missing": "The row names no patient; lines without one cannot be put beside one another.",
    "patient_placeholder": "The patient's number is a filler (0000, UNKNOWN) that many people share.",
    "claim_missing": "The row names no claim.",
    "date_not_read": "The day of service is missing or no day; write it as 2026-03-12.",
    "date_out_of_range": "The day of service lies before 2000 or after 2100.",
    "days_span": "The line tells several days; split it by day.",
    "code_missing": "The row names no procedure code.",
    "code_not_read": "The procedure code is not five signs such as 97110 or G0283.",
    "units_not_read": "The units are missing, or no whole number from 0 to 999.",
    "line_not_read": "The line's number is no whole number from 0 to 99,999.",
    "minutes_not_read": "The minutes are no whole number from 0 to 1,440.",
    "amount_not_read": "A charge or payment is no sum in dollars and cents from 0 to 999,999.99.",
    "modifier_not_read": "A modifier is not two letters or digits, or there are more than twelve.",
    "payer_not_known": "No payer card answers to the payer's name; name it in the map under `payers`, or give --payer.",
    "day_audited_before": "The former audit of --since holds this day; audit late lines with all of their year.",
    "line_repeated": "The same claim and line stood in the input before, with the same cells.",
    "line_number_repeated": "The same claim and line stood in the input before, with other cells; one is wrong.",
}
