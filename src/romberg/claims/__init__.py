"""The claim: what is billed, with all parties, and what the payer answered; all of it frozen."""

from romberg.claims.claim import Claim, ClaimHead, ServiceLine
from romberg.claims.institutional import InstitutionalClaim, InstitutionalLine
from romberg.claims.parties import Address, Contact, Name, Payer, Person, Provider, Subscriber
from romberg.claims.professional import ClaimLine, LineAnswer, OtherPayer, ProfessionalClaim
from romberg.claims.remittance import Adjustment, ClaimPayment, LinePayment, ProviderAdjustment, Remittance

__all__ = [
    "Address",
    "Adjustment",
    "Claim",
    "ClaimHead",
    "ClaimLine",
    "ClaimPayment",
    "Contact",
    "InstitutionalClaim",
    "InstitutionalLine",
    "LineAnswer",
    "LinePayment",
    "Name",
    "OtherPayer",
    "Payer",
    "Person",
    "ProfessionalClaim",
    "Provider",
    "ProviderAdjustment",
    "Remittance",
    "ServiceLine",
    "Subscriber",
]
