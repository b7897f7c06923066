"""What a browser is asked for, and what its authenticator's answer proves. WebAuthn Level 2, sections 7.1 and 7.2."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from romberg.formats.unreadable import Unreadable

_NAME: Final = "Romberg"
_WAITS: Final = 120_000  # thousandths of a second for the person to find the key
_TRANSPORTS: Final = frozenset({"usb", "nfc", "ble", "internal", "cable", "hybrid", "smart-card"})


@dataclass(frozen=True, slots=True)
class Site:
    """For whom a passkey is good: the host's name, and the address of the page that asks (scheme, host, port)."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Key:
    """What is kept of a passkey: its name and public key (base64url), its counter, how it is reached."""

    credential: str
    public: str
    count: int
    transports: tuple[str, ...]
    synced: bool  # it may lie on several machines of the person


@dataclass(frozen=True, slots=True)
class Used:
    """What an answer proved: the counter, and whether the authenticator verified the person (finger, face, PIN)."""

    count: int
    verified: bool
    synced: bool


def challenge() -> str:
    """A word of chance that is good for one answer."""
    return secrets.token_urlsafe(32)


def to_make(site: Site, who: tuple[str, str, str], word: str, there: Iterable[Key]) -> dict[str, Any]:
    """What a browser is asked to make a passkey: for whom (handle in hexadecimal digits, address, name), and not on
    an authenticator that has one."""
    import webauthn  # noqa: PLC0415  # only where a passkey is made or used
    from webauthn.helpers import structs  # noqa: PLC0415

    handle, address, name = who
    chosen = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.PREFERRED,
        user_verification=structs.UserVerificationRequirement.PREFERRED,
    )
    made = webauthn.generate_registration_options(
        rp_id=site.host, rp_name=_NAME, user_id=bytes.fromhex(handle), user_name=address, user_display_name=name,
        challenge=_bytes(word), timeout=_WAITS, authenticator_selection=chosen,
        exclude_credentials=[_described(one) for one in there],
    )  # fmt: skip
    return webauthn.helpers.options_to_json_dict(made)


def made(site: Site, word: str, answer: dict[str, Any]) -> Key:
    """The new passkey; raises Unreadable where the answer does not prove one."""
    import webauthn  # noqa: PLC0415

    try:
        found = webauthn.verify_registration_response(
            credential=answer, expected_challenge=_bytes(word), expected_rp_id=site.host, expected_origin=site.origin
        )
    except Exception:  # whatever the library stumbles over in an answer that anybody can send
        raise Unreadable("passkey", "This is no passkey that was made here now; try again.", "passkey") from None
    told = answer.get("response", {}).get("transports")
    ways = tuple(one for one in told if one in _TRANSPORTS) if isinstance(told, list) else ()
    text = webauthn.helpers.bytes_to_base64url
    synced = found.credential_device_type == "multi_device"
    return Key(text(found.credential_id), text(found.credential_public_key), found.sign_count, ways, synced)


def to_use(site: Site, word: str, allowed: Iterable[Key], alone: bool) -> dict[str, Any]:
    """What a browser is asked to use one: one of some, or, `alone`, any that verifies its person."""
    import webauthn  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement as Verifies  # noqa: PLC0415

    made = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=_bytes(word), timeout=_WAITS, allow_credentials=[_described(one) for one in allowed],
        user_verification=Verifies.REQUIRED if alone else Verifies.PREFERRED,
    )  # fmt: skip
    return webauthn.helpers.options_to_json_dict(made)


def used(site: Site, word: str, key: Key, answer: dict[str, Any], alone: bool) -> Used:
    """What the answer proves of a passkey that is kept; raises Unreadable where it proves nothing.

    The counter is for the caller to compare: one that did not rise is a copy at work, and not a wrong answer.
    """
    import webauthn  # noqa: PLC0415

    try:
        found = webauthn.verify_authentication_response(
            credential=answer, expected_challenge=_bytes(word), expected_rp_id=site.host, expected_origin=site.origin,
            credential_public_key=_bytes(key.public), credential_current_sign_count=0, require_user_verification=alone,
        )  # fmt: skip
    except Exception:  # as above
        raise Unreadable("passkey", "The passkey's answer proves nothing; try again.", "passkey") from None
    return Used(found.new_sign_count, found.user_verified, found.credential_device_type == "multi_device")


def copied(kept: int, told: int) -> bool:
    """Whether a counter did not rise, where the authenticator counts at all: two of them hold the same key."""
    return (kept > 0 or told > 0) and told <= kept


def text_of(hexadecimal: str) -> str:
    """Hexadecimal digits as browsers write bytes."""
    import webauthn  # noqa: PLC0415

    return webauthn.helpers.bytes_to_base64url(bytes.fromhex(hexadecimal))


def _described(one: Key) -> Any:
    from webauthn.helpers import structs  # noqa: PLC0415

    known = {each.value: each for each in structs.AuthenticatorTransport}
    ways = [known[each] for each in one.transports if each in known]
    return structs.PublicKeyCredentialDescriptor(id=_bytes(one.credential), transports=ways or None)


def _bytes(text: str) -> bytes:
    import webauthn  # noqa: PLC0415

    return webauthn.helpers.base64url_to_bytes(text)
