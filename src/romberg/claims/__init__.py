"""The claim: what is billed, frozen."""

from romberg.claims.claim import Claim, ServiceLine

__all__ = ["Claim", "ServiceLine"]
