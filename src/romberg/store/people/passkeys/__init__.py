"""Passkeys: a key on a person's telephone, computer or stick that proves them without anything that could be told on.

`ceremony.py` what a browser is asked for and what its answer proves, `kept.py` the passkeys of a person, `entering.py`
the way in with one: as the second factor, or alone where it verified the person.
"""
