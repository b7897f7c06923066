"""What is wrong with a file of claims before it is sent: one edit for one defect, each with a stable code."""

from romberg.formats.x12.edits.catalogue import Edit, Found, edits
from romberg.formats.x12.edits.validate import Validated, validate, validate_stream

__all__ = ["Edit", "Found", "Validated", "edits", "validate", "validate_stream"]
