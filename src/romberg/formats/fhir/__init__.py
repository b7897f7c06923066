"""Claims, findings and payers' answers as FHIR R4: written as plain objects, read without any library."""

from romberg.formats.fhir.benefit import remittances
from romberg.formats.fhir.bundle import bundle

__all__ = ["bundle", "remittances"]
