"""The claim: what is billed, frozen."""

from romberg.claims.claim import Claim, ClaimHead, ServiceLine

__all__ = ["Claim", "ClaimHead", "ServiceLine"]
