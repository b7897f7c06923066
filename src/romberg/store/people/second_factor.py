"""The second factor: six digits of an app, each usable once, and recovery codes for a lost telephone.

TOTP of RFC 6238 (SHA-1, 30 seconds, six digits, as every app has it); a step before and after is taken: clocks differ.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any, Final

STEP_SECONDS: Final = 30
RECOVERY: Final = 10
_DRIFT: Final = 1
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is taken for another


def _totp(secret: str) -> Any:
    import pyotp  # noqa: PLC0415  # only where people sign in

    return pyotp.TOTP(secret)


def new_secret() -> str:
    """A secret for an app, 160 bits in base 32."""
    import pyotp  # noqa: PLC0415

    return str(pyotp.random_base32(32))


def address(secret: str, who: str) -> str:
    """The address (otpauth://) that an app takes, as text or as a picture made of it."""
    return str(_totp(secret).provisioning_uri(name=who, issuer_name="Romberg"))


def step_of(secret: str, code: str, now_seconds: float, last_step: int) -> int | None:
    """The time step that a code proves; None where it proves none, or one that was used already.

    The caller keeps the step as `last_step`: a code that was looked at over a shoulder opens nothing.
    """
    plain = code.replace(" ", "")
    if len(plain) != 6 or not (plain.isascii() and plain.isdigit()):
        return None
    current = int(now_seconds) // STEP_SECONDS
    for step in range(current - _DRIFT, current + _DRIFT + 1):
        right = hmac.compare_digest(_totp(secret).generate_otp(step), plain)
        if right and step > last_step:
            return step
    return None


def recovery_codes() -> tuple[str, ...]:
    """Codes for a lost telephone, each good once; shown once and kept as hashes."""
    return tuple("-".join(_word() for _ in range(3)) for _ in range(RECOVERY))


def _word() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def kept(code: str) -> str:
    """A recovery code as it is kept: it has 59 bits of chance, so a plain hash will do."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def used_up(code: str, left: Iterable[str]) -> tuple[str, ...] | None:
    """The recovery codes that are left after this one was used; None where it is none of them."""
    own, codes = kept(code), tuple(left)
    return tuple(one for one in codes if one != own) if own in codes else None
