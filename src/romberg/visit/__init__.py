"""The visit as its note tells it: frozen values that carry their words with them."""

from romberg.visit.document import Box, Document, Gap, Place, Places
from romberg.visit.span import Quote, Span, quote
from romberg.visit.visit import (
    ELEMENTS,
    Activity,
    BilledLine,
    Clinician,
    Conflict,
    Diagnosis,
    Earlier,
    Kind,
    Measure,
    NotCounted,
    PlanOfCare,
    Role,
    Share,
    Treatment,
    Visit,
    Why,
)

__all__ = [
    "ELEMENTS",
    "Activity",
    "BilledLine",
    "Box",
    "Clinician",
    "Conflict",
    "Diagnosis",
    "Document",
    "Earlier",
    "Gap",
    "Kind",
    "Measure",
    "NotCounted",
    "Place",
    "Places",
    "PlanOfCare",
    "Quote",
    "Role",
    "Share",
    "Span",
    "Treatment",
    "Visit",
    "Why",
    "quote",
]
