"""Defects of one kind planted in other places and with other values, in files with other signs: each is told by its own
edit alone, at the segment and element in which it stands."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from made_x12 import WHOLE, counted
from test_x12_p837 import accepted

from romberg.formats.x12.edits import Found, validate

TODAY = date(2026, 11, 26)
SIGNS = ("*:^~", "|>}~", "*:^\n")

# The edit, which of the places where the words stand (0 is the first), the words, what is put there, and the element at
# fault; or + and how many segments after (or before) the changed one the fault is told.
KINDS: list[tuple[str, int, str, str, str]] = [
    # frequency
    ("frequency_not_in_guide", 0, "11:B:1", "11:B:2", "CLM05-3"),
    ("frequency_not_in_guide", 1, "11:B:1", "11:B:0", "CLM05-3"),
    ("frequency_not_in_guide", 2, "11:B:1", "11:B:9", "CLM05-3"),
    ("frequency_not_in_guide", 0, "11:B:1", "11:B", "CLM05-3"),
    ("frequency_not_in_guide", 0, "12:B:7", "12:B:6", "CLM05-3"),
    # the point in a diagnosis
    ("diagnosis_with_point", 0, "ABF:R2681", "ABF:R26.81", "HI02-2"),
    ("diagnosis_with_point", 0, "ABK:S83511D", "ABK:S83.511D", "HI01-2"),
    ("diagnosis_with_point", 0, "ABF:Z9181", "ABF:Z91.81", "HI03-2"),
    ("diagnosis_with_point", 0, "ABK:G8929", "ABK:G89.29", "HI01-2"),
    # editions
    ("diagnosis_editions_mixed", 0, "ABF:R2681", "BF:7812", "HI02-1"),
    ("diagnosis_editions_mixed", 0, "ABF:Z9181", "BF:V1588", "HI03-1"),
    ("diagnosis_editions_mixed", 0, "ABK:S83511D", "BK:8442", "HI01-1"),
    # modifiers
    ("modifier_fifth", 0, "97110:GP:59", "97110:GP:59:KX:76:77", "SV101-7"),
    ("modifier_fifth", 0, "97530:GO", "97530:GO:59:76:77:XE", "SV101-7"),
    ("modifier_fifth", 0, "92507:GN", "92507:GN:KX:59:76:77", "SV101-7"),
    ("modifier_unknown", 0, "97110:GP:59", "97110:GP:Z9", "SV101-4"),
    ("modifier_unknown", 0, "97530:GO", "97530:ZZ:GO", "SV101-3"),
    ("modifier_unknown", 0, "92507:GN", "92507:GN:59:Y7", "SV101-5"),
    ("modifier_unknown", 0, "97112:GP*", "97112:GP:59:76:W1*", "SV101-6"),
    # the birth date of the insured person who is the patient
    ("subscriber_birth_missing", 0, "DMG*D8*19440302*F~\n", "", "+-3"),
    ("subscriber_birth_missing", 0, "DMG*D8*19500101*M~\n", "", "+-3"),
    ("subscriber_birth_missing", 0, "DMG*D8*19610705*U~\n", "", "+-3"),
    # pointers
    ("pointer_astray", 0, "UN*2***1:2", "UN*2***1:3", "SV107"),
    ("pointer_astray", 0, "UN*2***1:2", "UN*2***0", "SV107"),
    ("pointer_astray", 0, "UN*1***1:2:3", "UN*1***1:4", "SV107"),
    ("pointer_astray", 0, "UN*1***1:2:3", "UN*1***12", "SV107"),
    ("pointer_astray", 0, "UN*1*12**1", "UN*1*12**2", "SV107"),
    ("pointer_astray", 0, "UN*1*12**1", "UN*1*12**A", "SV107"),
    # dates
    ("onset_after_service", 0, "DTP*431*D8*20260201", "DTP*431*D8*20260313", "DTP03"),
    ("onset_after_service", 1, "DTP*431*D8*20260201", "DTP*431*D8*20270101", "DTP03"),
    ("onset_after_service", 0, "DTP*431*D8*20260110", "DTP*431*D8*20260319", "DTP03"),
    ("service_in_future", 0, "DTP*472*D8*20260312", "DTP*472*D8*20261127", "DTP03"),
    ("service_in_future", 2, "DTP*472*D8*20260312", "DTP*472*D8*20270312", "DTP03"),
    ("service_in_future", 0, "RD8*20260318-20260320", "RD8*20260318-20261201", "DTP03"),
    ("service_in_future", 0, "DTP*472*D8*20260319", "DTP*472*D8*20991231", "DTP03"),
    ("birth_after_service", 0, "DMG*D8*20150505", "DMG*D8*20260313", "DMG02"),
    ("birth_after_service", 0, "DMG*D8*19500101", "DMG*D8*20260601", "DMG02"),
    ("birth_after_service", 0, "DMG*D8*19610705", "DMG*D8*20260319", "DMG02"),
    # patients
    ("patient_missing", 0, "SBR*P*18*******MB", "SBR*P********MB", "SBR02"),
    ("patient_missing", 0, "SBR*S*18*GRP5*GROUP FIVE*12****MB", "SBR*S**GRP5*GROUP FIVE*12****MB", "SBR02"),
    ("patient_missing", 0, "SBR*P*18*GRP7******BL", "SBR*P**GRP7******BL", "SBR02"),
    # replacing and voiding
    ("payer_claim_number_missing", 0, "11:B:1", "11:B:7", "CLM05-3"),
    ("payer_claim_number_missing", 1, "11:B:1", "11:B:8", "CLM05-3"),
    ("payer_claim_number_missing", 0, "REF*F8*ICN44~\n", "", "+-2"),
    # numbers of claims
    ("claim_number_repeated", 0, "CLM*D18", "CLM*M17", "CLM01"),
    ("claim_number_repeated", 0, "CLM*S19", "CLM*D18", "CLM01"),
    ("claim_number_repeated", 0, "CLM*L22", "CLM*M17", "CLM01"),
    # numbers of providers
    ("npi_check_digit_wrong", 0, "*XX*1679576722", "*XX*1679576723", "NM109"),
    ("npi_check_digit_wrong", 0, "*XX*1043206220", "*XX*1043206221", "NM109"),
    ("npi_check_digit_wrong", 0, "*XX*1992798854", "*XX*1992798855", "NM109"),
    ("npi_check_digit_wrong", 0, "*XX*1234567893", "*XX*3234567893", "NM109"),
    ("npi_check_digit_wrong", 1, "*XX*1245319599", "*XX*1245319589", "NM109"),
    ("npi_length_wrong", 0, "*XX*1679576722", "*XX*16795767222", "NM109"),
    ("npi_length_wrong", 0, "*XX*1043206220", "*XX*104320622", "NM109"),
    ("npi_length_wrong", 0, "*XX*1992798854", "*XX*99", "NM109"),
    ("npi_not_digits", 0, "*XX*1679576722", "*XX*167957672X", "NM109"),
    ("npi_not_digits", 0, "*XX*1234567893", "*XX*ABCDEFGHIJ", "NM109"),
    ("npi_not_digits", 0, "*XX*1992798854", "*XX*19927-8854", "NM109"),
    # procedures
    ("code_unknown", 0, "97110:GP:59", "97199:GP:59", "SV101-2"),
    ("code_unknown", 0, "97530:GO", "00000:GO", "SV101-2"),
    ("code_unknown", 0, "97112:GP*", "98999:GP*", "SV101-2"),
    ("code_unknown", 1, "97112:GP*", "97111:GP*", "SV101-2"),
    ("code_form_wrong", 0, "97110:GP:59", "9711:GP:59", "SV101-2"),
    ("code_form_wrong", 0, "97530:GO", "753O:GO", "SV101-2"),
    ("code_form_wrong", 0, "92507:GN", "925070:GN", "SV101-2"),
    ("code_form_wrong", 1, "97112:GP*", "97A12:GP*", "SV101-2"),
    ("diagnosis_unknown", 0, "ABF:R2681", "ABF:R9999", "HI02-2"),
    ("diagnosis_unknown", 0, "ABK:G8929", "ABK:A0000", "HI01-2"),
    ("diagnosis_unknown", 0, "ABF:Z9181", "ABF:9181", "HI03-2"),
    ("diagnosis_incomplete", 0, "ABK:S83511D", "ABK:S83511", "HI01-2"),
    # places
    ("state_unknown", 0, "N4*AUSTIN*TX*78702", "N4*AUSTIN*XX*78702", "N402"),
    ("state_unknown", 0, "N4*AUSTIN*TX*787010090", "N4*AUSTIN*TE*787010090", "N402"),
    ("state_unknown", 0, "N4*DALLAS*TX*75201", "N4*DALLAS*00*75201", "N402"),
    ("state_unknown", 0, "AA:::TX", "AA:::ZZ", "CLM11-4"),
    ("zip_wrong", 0, "N4*AUSTIN*TX*787011234", "N4*AUSTIN*TX*7870", "N403"),
    ("zip_wrong", 0, "N4*AUSTIN*TX*78702", "N4*AUSTIN*TX*7870A", "N403"),
    ("zip_wrong", 0, "N4*DALLAS*TX*75201", "N4*DALLAS*TX*752011", "N403"),
    ("zip_unknown", 0, "N4*AUSTIN*TX*78703", "N4*AUSTIN*TX*00000", "N403"),
    ("zip_not_nine", 0, "N4*AUSTIN*TX*787011234", "N4*AUSTIN*TX*78701", "N403"),
    ("zip_not_nine", 0, "N4*AUSTIN*TX*787011234", "N4*AUSTIN*TX*78704", "N403"),
    ("taxonomy_unknown", 0, "PXC*261QP2000X", "PXC*261QP20000", "PRV03"),
    ("taxonomy_unknown", 0, "PXC*225X00000X", "PXC*998X00000X", "PRV03"),
    ("taxonomy_unknown", 0, "PXC*225100000X", "PXC*2251000000", "PRV03"),
    ("taxonomy_unknown", 0, "PXC*225100000X", "PXC*1234567890", "PRV03"),
    ("taxonomy_unknown", 0, "PXC*235Z00000X", "PXC*225Z99999X", "PRV03"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE", "N3*P.O. BOX 12", "N301"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE", "N3*POST OFFICE BOX 9", "N301"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE", "N3*P O BOX 1200", "N301"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE", "N3*POBOX 77", "N301"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE", "N3*PO BX 77", "N301"),
    ("post_office_box", 0, "N3*12 HARBOUR LANE*SUITE 4", "N3*12 HARBOUR LANE*PO BOX 12", "N302"),
    # therapy
    ("discipline_modifier_missing", 0, "97110:GP:59", "97110:59", "SV101-3"),
    ("discipline_modifier_missing", 1, "97112:GP*", "97112*", "SV101-3"),
    ("discipline_modifier_missing", 0, "97112:GP*", "97112:KX*", "SV101-3"),
    ("units_over_daily_limit", 1, "GP*100*UN*2", "GP*100*UN*40", "SV104"),
    ("units_over_daily_limit", 0, "GP:59*45*UN*1", "GP:59*45*UN*40", "SV104"),
    ("units_over_daily_limit", 0, "GO*60*UN*1", "GO*60*UN*40", "SV104"),
    ("units_not_positive", 0, "GP:59*45*UN*1", "GP:59*45*UN*0", "SV104"),
    ("units_not_positive", 0, "GO*60*UN*1", "GO*60*UN*-1", "SV104"),
    # amounts
    ("charge_out_of_balance", 0, "CLM*M17*145", "CLM*M17*145.01", "CLM02"),
    ("charge_out_of_balance", 0, "CLM*S19*100", "CLM*S19*10", "CLM02"),
    ("charge_out_of_balance", 0, "CLM*L22*150", "CLM*L22*149.99", "CLM02"),
    ("amount_negative", 0, "GP:59*45*UN*1", "GP:59*-45*UN*1", "SV102"),
    ("amount_invalid", 0, "GO*60*UN*1", "GO*6O*UN*1", "SV102"),
    ("units_invalid", 0, "GO*60*UN*1", "GO*60*UN*one", "SV104"),
    # structure
    ("level_child_wrong", 0, "HL*2*1*22*0", "HL*2*1*22*1", "HL04"),
    ("level_child_wrong", 0, "HL*3*1*22*1", "HL*3*1*22*0", "HL04"),
    ("version_differs", 0, "ST*837*0001*005010X222A1", "ST*837*0001*005010X222", "ST03"),
    ("facility_qualifier_wrong", 1, "11:B:1", "11:A:1", "CLM05-2"),
    ("place_unknown", 1, "11:B:1", "98:B:1", "CLM05-1"),
    ("place_unknown", 0, "12:B:7", "ZZ:B:7", "CLM05-1"),
    ("place_unknown", 0, "UN*1*12**1", "UN*1*97**1", "SV105"),
    ("gender_not_in_guide", 0, "DMG*D8*20150505*F", "DMG*D8*20150505*X", "DMG03"),
    ("date_invalid", 0, "DTP*472*D8*20260319", "DTP*472*D8*20260230", "DTP03"),
    ("birth_date_invalid", 0, "DMG*D8*20150505", "DMG*D8*20150532", "DMG02"),
    ("date_invalid", 0, "DTP*431*D8*20260110", "DTP*431*D8*2026011", "DTP03"),
    ("referring_qualifier_wrong", 0, "NM1*DN*1", "NM1*DK*1", ""),
    ("unit_basis_wrong", 0, "GO*60*UN*1", "GO*60*ZZ*1", "SV103"),
    ("pointer_missing", 0, "UN*1*12**1", "UN*1*12", "SV107"),
    ("pointers_too_many", 0, "UN*1***1:2:3", "UN*1***1:2:3:1:2", "SV107"),
    ("trailing_separator", 0, "N3*7 ELM ST", "N3*7 ELM ST*", ""),
    ("segment_unknown", 0, "N3*7 ELM ST", "ZZZ*1~\nN3*7 ELM ST", ""),
    # what is missing altogether
    ("submitter_missing", 0, "NM1*41*2*HARBOUR BILLING*****46*SUB17~\n", "", "+0"),
    ("receiver_missing", 0, "NM1*40*2*LONE STAR CLEARING*****46*REC9~\n", "", "+-4"),
    ("billing_provider_missing", 0, "NM1*85*2*HARBOUR LANE THERAPY LLC*****XX*1234567893~\n", "", "+0"),
    ("subscriber_missing", 0, "NM1*IL*1*VALE*HUGO****MI*W123456~\n", "", "+-2"),
    ("subscriber_missing", 0, "NM1*IL*1*STONE*ELI****MI*1EG4TE5MK74~\n", "", "+0"),
    ("payer_missing", 0, "NM1*PR*2*BLUE NORTH*****PI*BN003~\n", "", "+-6"),
    ("patient_name_missing", 0, "NM1*QC*1*VALE*IDA~\n", "", "+0"),
    ("claim_missing", 0, "CLM*D18*60***11:B:1*Y*A*Y*Y**AA:::TX~\n", "", "+0"),
    ("claim_missing", 0, "CLM*L22*150***12:B:7*Y*A*Y*Y~\n", "", "+0"),
    ("line_number_missing", 0, "LX*1~\n", "", "+0"),
    ("line_number_missing", 0, "LX*2~\n", "", "+0"),
    ("other_payer_missing", 0, "NM1*PR*2*NORTHERN HEALTH*****PI*NH001~\nREF*F8*NHICN1~\nNM1*82*1~\nREF*G2*NH82~\n", "",
     "+-6"),
    ("other_subscriber_missing", 0, "NM1*IL*1*STONE*ELI****MI*NH777~\nN3*9 ELM ST~\nN4*AUSTIN*TX*78704~\n", "", "+-3"),
    ("lines_missing", 0, "LX*1~\nSV1*HC:97530:GO*60*UN*1***1:2:3~\nDTP*472*D8*20260312~\n", "", "+-7"),
    ("level_not_sequential", 0, "HL*3*1*22*1~\n", "", "+3"),
    ("level_parent_wrong", 0, "HL*4*3*23*0", "HL*4*2*23*0", "HL02"),
    ("level_parent_wrong", 0, "HL*5*1*22*0", "HL*5*9*22*0", "HL02"),
    ("service_date_missing", 0, "DTP*472*D8*20260319~\n", "", "+-2"),
    ("diagnoses_missing", 0, "HI*ABK:G8929~\n", "", "+-3"),
    ("service_missing", 0, "SV1*HC:92507:GN:59*60*UN*1*12**1~\n", "", "+-1"),
    ("element_missing", 0, "*PI*NH001", "", "NM109"),
    # elements that are empty, or hold what the guide does not list
    ("claim_number_missing", 0, "CLM*D18*", "CLM**", "CLM01"),
    ("claim_charge_missing", 0, "CLM*D18*60*", "CLM*D18**", "CLM02"),
    ("place_missing", 0, "***12:B:7", "***", "CLM05"),
    ("signature_missing", 1, "*Y*A*Y*Y", "**A*Y*Y", "CLM06"),
    ("assignment_missing", 1, "*Y*A*Y*Y", "*Y**Y*Y", "CLM07"),
    ("benefits_missing", 1, "*Y*A*Y*Y", "*Y*A**Y", "CLM08"),
    ("release_missing", 0, "*Y*A*Y*Y~", "*Y*A*Y~", "CLM09"),
    ("procedure_missing", 0, "HC:97530:GO*60", "*60", "SV101"),
    ("line_charge_missing", 0, "GO*60*UN", "GO**UN", "SV102"),
    ("units_missing", 0, "GO*60*UN*1", "GO*60*UN*", "SV104"),
    ("payer_order_missing", 0, "SBR*P*18*GRP7", "SBR**18*GRP7", "SBR01"),
    ("filing_missing", 0, "GRP7******BL", "GRP7", "SBR09"),
    ("street_missing", 0, "N3*7 ELM ST", "N3**REAR", "N301"),
    ("city_missing", 0, "N4*AUSTIN*TX*78703", "N4**TX*78703", "N401"),
    ("zip_missing", 0, "N4*AUSTIN*TX*78703", "N4*AUSTIN*TX", "N403"),
    ("name_missing", 0, "NM1*QC*1*VALE*IDA", "NM1*QC*1**IDA", "NM103"),
    ("birth_date_missing", 0, "DMG*D8*20150505*F", "DMG*D8**F", "DMG02"),
    ("taxonomy_missing", 0, "PRV*BI*PXC*261QP2000X", "PRV*BI*PXC", "PRV03"),
    ("reference_missing", 0, "REF*G1*AUTH17", "REF*G1", "REF02"),
    ("date_missing", 0, "DTP*454*D8*20260220", "DTP*454*D8", "DTP03"),
    ("reason_missing", 0, "CAS*PR*2*6", "CAS*PR**6", "CAS02"),
    ("payer_order_not_in_guide", 0, "SBR*P*18*GRP7", "SBR*X*18*GRP7", "SBR01"),
    ("filing_not_in_guide", 0, "GRP7******BL", "GRP7******QQ", "SBR09"),
    ("signature_not_in_guide", 1, "*Y*A*Y*Y", "*Q*A*Y*Y", "CLM06"),
    ("assignment_not_in_guide", 1, "*Y*A*Y*Y", "*Y*Q*Y*Y", "CLM07"),
    ("benefits_not_in_guide", 1, "*Y*A*Y*Y", "*Y*A*Q*Y", "CLM08"),
    ("release_not_in_guide", 1, "*Y*A*Y*Y", "*Y*A*Y*N", "CLM09"),
    ("person_or_organisation_not_told", 0, "NM1*QC*1*VALE", "NM1*QC*7*VALE", "NM102"),
    ("number_kind_not_in_guide", 0, "*MI*B777", "*ZZ*B777", "NM108"),
    ("relationship_not_in_guide", 0, "PAT*19", "PAT*18", "PAT01"),
    ("taxonomy_qualifier_wrong", 0, "PRV*PE*PXC*235Z", "PRV*PE*ZZ*235Z", "PRV02"),
    ("adjustment_group_not_in_guide", 0, "CAS*PR*2*6", "CAS*XX*2*6", "CAS01"),
    ("note_kind_not_in_guide", 0, "NTE*ADD*SEEN", "NTE*ZZZ*SEEN", "NTE01"),
    ("claims_kind_not_in_guide", 0, "*0930*CH", "*0930*QQ", "BHT06"),
    ("element_missing", 0, "BHT*0019*00*B17", "BHT*0019*00*", "BHT03"),
    ("element_too_long", 0, "REF*D9*TRACE17", "REF*D9*" + "T" * 51, "REF02"),
    ("number_invalid", 0, "CAS*CO*45*20*2*253*4", "CAS*CO*45*20*two*253*4", "CAS04"),
    ("amount_invalid", 0, "AMT*D*70", "AMT*D*$70", "AMT02"),
    ("amount_invalid", 0, "SVD*NH001*70*", "SVD*NH001*7O*", "SVD02"),
    ("reference_repeated", 0, "REF*G1*AUTH17~\n", "REF*G1*AUTH17~\nREF*G1*AUTH19~\n", "+1"),
    ("date_repeated", 0, "DTP*439*D8*20260205~\n", "DTP*439*D8*20260205~\nDTP*439*D8*20260204~\n", "+1"),
    ("party_repeated", 0, "NM1*DQ*1*OAKES*IVY****XX*1043206220~\n",
     "NM1*DQ*1*OAKES*IVY****XX*1043206220~\nNM1*DQ*1*FERN*OLA****XX*1043206220~\n", "+1"),
    ("segment_repeated", 0, "NTE*ADD*SEEN AFTER A FALL~\n", "NTE*ADD*SEEN AFTER A FALL~\nNTE*ADD*AGAIN~\n", "+1"),
    # shapes
    ("element_superfluous", 0, "LX*2~", "LX*2*3~", "LX02"),
    ("element_superfluous", 0, "*11:B:1", "*11:B:1:9", "CLM05-4"),
    ("trailing_separator", 0, "*UN*2***1:2", "*UN*2***1:", "SV107"),
    ("pointer_missing", 0, "*UN*2***1:2", "*UN*2***:2", "SV107"),
    ("repetition_not_allowed", 0, "STONE*ELI", "STONE^STEEN*ELI", "NM103"),
    ("isa_element_wrong", 0, "*260330*0930*^", "*261330*0930*^", "ISA09"),
    ("isa_element_wrong", 0, "*260330*0930*^", "*260330*2460*^", "ISA10"),
    ("amount_invalid", 0, "*60*UN*1*12", "*60.005*UN*1*12", "SV102"),
    ("amount_invalid", 0, "CLM*S19*100", "CLM*S19*100.001", "CLM02"),
    ("adjustment_amount_missing", 0, "CAS*PR*2*6", "CAS*PR*2", "CAS03"),
    ("element_not_used", 0, "NM1*DN*1*MARSH", "NM1*DN*2*MARSH", "NM104"),
    ("value_not_in_guide", 0, "PRV*PE*PXC*235Z", "PRV*ZZ*PXC*235Z", "PRV01"),
    ("level_kind_not_in_guide", 0, "HL*5*1*22*0", "HL*5*1*99*0", "HL03"),
    # more that hangs together
    ("amount_negative", 0, "AMT*F5*10", "AMT*F5*-10", "AMT02"),
    ("accident_after_service", 0, "DTP*439*D8*20260205", "DTP*439*D8*20260313", "DTP03"),
    ("last_seen_after_service", 0, "DTP*304*D8*20260301", "DTP*304*D8*20260401", "DTP03"),
    ("attachment_number_missing", 0, "PWK*OZ*EL***AC*ATT17", "PWK*OZ*EL", "PWK06"),
    ("value_not_in_guide", 0, "PWK*OZ*EL***AC*ATT17", "PWK*OZ*ZZ***AC*ATT17", "PWK02"),
    ("other_payer_out_of_balance", 0, "CAS*PR*2*6", "CAS*PR*2*7", "+-2"),
    ("other_payment_out_of_balance", 0, "AMT*D*70", "AMT*D*71", "AMT02"),
]  # fmt: skip


def shown(text: str, signs: str) -> bytes:
    """The same file with other signs: elements, parts, repetitions and ends of segments."""
    one = text.replace("~\n", "\0")
    one = one.translate(str.maketrans("*:^", signs[:3]))
    return one.replace("\0", signs[3] if signs[3] == "\n" else signs[3] + "\n").encode()


def errors(text: str, signs: str = SIGNS[0]) -> list[Found]:
    return list(validate(shown(text, signs), TODAY).errors)


def placed(was: str, instead: str, which: int) -> tuple[str, int]:
    """The file with the words replaced at one of their places, and the number of the segment where that is."""
    found = [match.start() for match in re.finditer(re.escape(was), WHOLE)]
    assert len(found) > which, was
    at = found[which]
    return counted(WHOLE[:at] + instead + WHOLE[at + len(was) :]), WHOLE[:at].count("~") + 1


@pytest.mark.parametrize("signs", SIGNS)
def test_the_whole_file_raises_nothing(signs: str) -> None:
    assert errors(WHOLE, signs) == []


def test_another_program_takes_the_whole_file_too(tmp_path: Path) -> None:
    assert accepted(WHOLE, tmp_path) == ""


@pytest.mark.parametrize(("edit", "which", "was", "instead", "element"), KINDS)
def test_each_kind_is_told_alone_and_where_it_stands(
    edit: str, which: int, was: str, instead: str, element: str
) -> None:
    text, number = placed(was, instead, which)
    signs = SIGNS[(len(was) + which) % len(SIGNS)]
    aside = element.startswith("+")
    offset = int(element[1:]) if aside else 0
    (found,) = errors(text, signs)
    assert (found.code, found.number) == (edit, number + offset)
    assert aside or found.element in (element, element.partition("-")[0])


@pytest.mark.parametrize(
    ("first", "edit", "number"), [("HL*1*", "billing_level_missing", 3), ("HL*2*", "subscriber_level_missing", 8)]
)
def test_a_file_that_ends_before_its_claims_says_what_it_lacks(first: str, edit: str, number: int) -> None:
    text = counted(WHOLE[: WHOLE.index(first)] + WHOLE[WHOLE.index("SE*") :])
    assert edit in [(one.code) for one in errors(text)]
    assert [one.number for one in errors(text) if one.code == edit] == [number]


# What may stand in a file, and is no fault: words, what is put there instead.
RIGHT: list[tuple[str, str]] = [
    ("97110:GP:59", "97110:GP:XE"),
    ("97110:GP:59", "97110:GP:KX"),
    ("97110:GP:59", "97110:GP:CQ:59"),
    ("97110:GP:59", "97110:CQ:GP:KX:XS"),
    ("97110:GP:59", "97110:GP:59:76:KX"),
    ("97110:GP:59", "97110:GP::::THERAPEUTIC EXERCISE"),
    ("97110:GP:59", "97110:GP:GA"),
    ("97530:GO", "97530:GO:CO"),
    ("97530:GO", "97530"),
    ("92507:GN", "92507:GN:52"),
    ("REF*G1*AUTH18~\n", "REF*G1*AUTH18~\nREF*9F*REF18~\nAMT*T*1.5~\nK3*LINE DATA~\n"),
    ("REF*G1*AUTH17~\n", "REF*9F*REF17~\nREF*G1*AUTH17~\nREF*X4*12D4567890~\n"),
    ("K3*STATE DATA~\n", "K3*STATE DATA~\nK3*MORE OF IT~\n"),
    ("NTE*ADD*SEEN AFTER A FALL", "NTE*DCP*GOALS, REHABILITATION POTENTIAL; PLAN"),
    ("PWK*OZ*EL***AC*ATT17~\n", "PWK*B3*BM***AC*A1~\nPWK*PN*FX***AC*A2~\n"),
    ("PWK*OZ*EL***AC*ATT17", "PWK*OZ*AA"),
    ("N3*PO BOX 90", "N3*P.O. BOX 90"),
    ("N3*PO BOX 90", "N3*LOCKBOX 90*PO BOX 7"),
    ("N3*12 HARBOUR LANE*SUITE 4", "N3*12 BOXWOOD LANE"),
    ("N3*12 HARBOUR LANE*SUITE 4", "N3*4 POBLANO BOX CANYON RD*DEPOT 7 BLDG B"),
    ("N3*7 ELM ST~\nN4*AUSTIN*TX*78704", "N3*12 RUE DES LILAS~\nN4*MONTREAL*QC*H3Z2Y7*CA"),
    ("N3*7 ELM ST~\nN4*AUSTIN*TX*78704", "N3*VIA ROMA 9~\nN4*MILANO**20121*IT"),
    ("N3*7 ELM ST~\nN4*AUSTIN*TX*78704", "N3*PSC 4 BOX 12~\nN4*APO*AE*09021"),
    ("N3*7 ELM ST~\nN4*AUSTIN*TX*78704", "N3*URB LAS LOMAS 5~\nN4*SAN JUAN*PR*00921"),
    ("IVES*UNA", "O'NEIL-D'ARCY*J.P."),
    ("IVES*UNA", "LI*X"),
    ("IVES*UNA", "DE LA CRUZ Y GARCIA*MARIA DEL CARMEN"),
    ("PXC*235Z00000X", "PXC*363LF0000X"),
    ("PXC*261QP2000X", "PXC*193200000X"),
    ("*BL~\nNM1*IL*1*IVES", "*WC~\nNM1*IL*1*IVES"),
    ("11:B:1*Y*A*Y*Y**AA:::TX", "02:B:1*Y*A*Y*Y**AA:::TX"),
    ("UN*1*12**1", "UN*1*10**1"),
    ("DTP*472*D8*20260319", "DTP*472*RD8*20260319-20260319"),
    ("DTP*431*D8*20260110~\nREF*F8", "DTP*484*D8*20260110~\nREF*F8"),
    ("12:B:7", "12:B:8"),
    ("HI*ABK:G8929", "HI*ABK:G8929*ABF:M5450*ABF:R2681*ABF:Z9181*ABF:M25511*ABF:M25512*ABF:M25521*ABF:M25522*ABF:M25531"
     "*ABF:M25532*ABF:M25551*ABF:M25552"),
    ("CLM*M17*145", "CLM*M17*145.00"),
    ("GP*100*UN*2***1:2", "GP*100.0*UN*2.0***2:1"),
    ("CLM*L22", "CLM*L/22 #7-A"),
    ("005010X222A1~\nBHT", "005010X222A1~\nBHT"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "instead"), RIGHT)
def test_what_the_guide_allows_is_no_fault(was: str, instead: str) -> None:
    text, _ = placed(was, instead, 0)
    for signs in SIGNS:
        assert errors(text, signs) == []


# Charges: of the therapist's two lines and the assistant's one (97110), and whether that one is charged in full.
IN_FULL = [
    (("97110", "31.17"), ("97112", "35.33"), "31.17", True),  # about what Medicare pays, all of it
    (("97110", "31.17"), ("97112", "35.33"), "26.49", False),  # cut by 15 percent
    (("97530", "36"), ("97112", "35.33"), "31.17", True),  # the code stands with CQ alone, at the price of the others
    (("97530", "36"), ("97112", "35.33"), "25", False),
    (("97110", "75"), ("97112", "80"), "75", False),  # a clinic's own fee, the same for everybody
    (("97110", "31.17"), ("97112", "80"), "31.17", False),
]


@pytest.mark.parametrize(("one", "other", "assisted", "in_full"), IN_FULL)
def test_an_assistant_is_charged_in_full_where_charges_are_what_medicare_pays(
    one: tuple[str, str], other: tuple[str, str], assisted: str, in_full: bool
) -> None:
    lines = "".join(
        f"LX*{at}~\nSV1*HC:{code}*{charge}*UN*1***1~\nDTP*472*D8*20260312~\n"
        for at, (code, charge) in enumerate([(f"{one[0]}:GP", one[1]), (f"{other[0]}:GP", other[1]),
                                             ("97110:GP:CQ:59", assisted)], 1)
    )  # fmt: skip
    start, end = WHOLE.index("LX*1"), WHOLE.index("HL*3")
    total = sum(Decimal(charge) for charge in (one[1], other[1], assisted))
    text = counted(WHOLE[:start] + lines + WHOLE[end:]).replace("CLM*M17*145", f"CLM*M17*{total}")
    drop = text.index("HL*5")  # the other claim to Medicare charges a fee of its own
    text = counted(text[:drop] + text[text.index("HL*6") :].replace("HL*6", "HL*5", 1))
    assert [found.code for found in errors(text)] == (["assistant_charged_in_full"] if in_full else [])


@pytest.mark.parametrize(
    ("was", "instead", "notice"),
    [
        ("97110:GP:59", "97110:GP:KX", "threshold_modifier_unproved"),
        ("97530:GO", "97530", "discipline_modifier_advised"),
        ("*UN*2***1:2", "*UN*2***1:1", "pointer_repeated"),
        ("NM1*82*1*LARK*TOVE****XX*1245319599", "NM1*82*1*LARK*TOVE****XX*1234567893", "rendering_same_as_billing"),
    ],
)
def test_what_may_be_right_is_a_notice(was: str, instead: str, notice: str) -> None:
    text, _ = placed(was, instead, 0)
    found = validate(shown(text, SIGNS[0]), TODAY)
    assert (found.errors, [one.code for one in found.notices]) == ((), [notice])


def test_transactions_are_looked_at_one_by_one_and_their_claims_together() -> None:
    head, rest = WHOLE.split("ST*", 1)
    body, tail = rest.split("GE*1", 1)
    second = body.replace("837*0001*", "837*0002*", 1).replace("*0001~\n", "*0002~\n")
    text = f"{head}ST*{body}ST*{second}GE*2{tail}"
    (again,) = errors(text)  # the same claims in a second transaction
    assert (again.code, again.number) == ("claim_number_repeated", text[: text.rindex("CLM*M17")].count("~") + 1)
    for number in ("M17", "D18", "S19", "L22"):
        second = second.replace(f"CLM*{number}", f"CLM*B{number}")
    text = f"{head}ST*{body}ST*{second}GE*2{tail}"
    assert errors(text) == []
    at = text.rindex("HI*ABK:G8929")
    (found,) = errors(f"{text[:at]}HI*ABK:G89.29{text[at + 12 :]}")
    assert (found.code, found.number) == ("diagnosis_with_point", text[:at].count("~") + 1)
