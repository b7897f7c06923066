"""The books of a clinic in the workplace: what payers told, what stands of it, and the work on what they denied."""

from romberg.store.remitting.known import KnownAs, keep_claims
from romberg.store.remitting.post import Paid, choose, post
from romberg.store.remitting.refresh import refresh

__all__ = ["KnownAs", "Paid", "choose", "keep_claims", "post", "refresh"]
