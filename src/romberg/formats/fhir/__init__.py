"""Claims, findings and payers' answers as FHIR R4: written as plain objects, read without any library."""

from romberg.formats.fhir.benefit import is_json, remittances
from romberg.formats.fhir.bundle import bundle

__all__ = ["bundle", "is_json", "remittances"]
