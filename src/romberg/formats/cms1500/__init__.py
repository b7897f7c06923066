"""The form CMS-1500 (02/12): a claim as the data of its items, and as pages that print them at their places."""

from romberg.formats.cms1500.form import Form, forms
from romberg.formats.cms1500.paper import STRAIGHT, Shift, alignment, printed

__all__ = ["STRAIGHT", "Form", "Shift", "alignment", "forms", "printed"]
