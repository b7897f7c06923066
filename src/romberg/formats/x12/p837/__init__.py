"""Professional claims (837P, 005010X222A1): written from claims, and read back into them."""

from romberg.formats.x12.p837.batch import Batch, Partner
from romberg.formats.x12.p837.read import batches
from romberg.formats.x12.p837.write import MOST_CLAIMS, written

__all__ = ["MOST_CLAIMS", "Batch", "Partner", "batches", "written"]
