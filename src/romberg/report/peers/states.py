"""The names of the states by their two letters, for files that spell them out.

How the publishers spell the territories is not verified: one spelt otherwise is answered as not in the file.
"""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma
OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont
VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|VI Virgin Islands
"""
_BY_LETTERS: Final = {one[:2]: one[3:] for line in _NAMES.split("\n") if line for one in line.split("|")}


def state_name(letters: str) -> str | None:
    """The name of a state, the District or a territory by its postal letters ("tx" is Texas); None for others."""
    return _BY_LETTERS.get(letters.strip().upper())
