"""The claim: what is billed, and what the payer answered, frozen."""

from romberg.claims.claim import Claim, ClaimHead, ServiceLine
from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment, ProviderAdjustment, Remittance

__all__ = [
    "Adjustment",
    "Claim",
    "ClaimHead",
    "ClaimPayment",
    "LinePayment",
    "ProviderAdjustment",
    "Remittance",
    "ServiceLine",
]
