"""The way to a clinic's directory and back: the authorisation code of OAuth 2.0 with PKCE, a state and a nonce.

What was begun travels in a sealed ticket that the browser alone holds; who comes back without it, with another state,
a second time, or from another directory, is refused, and that stands on the clinic's trail. Sources: RFC 6749, 7636,
9207, 9700; OpenID Connect Core 1.0, section 3.1.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus, urlencode

from romberg.formats.unreadable import Unreadable
from romberg.store.people import sign_in, tickets
from romberg.store.people.directory import linking, settings, tokens
from romberg.store.people.directory.discovery import Directories, Doors
from romberg.store.people.directory.network import Asked
from romberg.store.people.directory.settings import Directory
from romberg.store.people.sign_in import Way
from romberg.store.workplace import trail
from romberg.store.workplace.workplace import Workplace

KIND: Final = "directory"
SCOPE: Final = "openid email profile"
_ACTOR: Final = "directory"
_TOLD: Final = {
    "access_denied": "The directory did not let you in, or you turned back there.",
    "login_required": "The directory wants you to sign in there first.",
    "temporarily_unavailable": "The directory is busy; try again in a minute.",
}


@dataclass(frozen=True, slots=True)
class Returned:
    """What the directory sent a person back with."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A new session's token, and where the person wanted to go."""

    token: str
    to: str


def begin(workplace: Workplace, directories: Directories, email: str, back: str, to: str) -> tuple[str, str]:
    """The ticket that the browser keeps, and the address at the directory to which it goes.

    `back` is our own address to which the directory sends people. Raises Unreadable where no directory speaks for the
    address's domain, or it does not answer.
    """
    clinic = settings.clinic_of(workplace, email)
    directory = None
    if clinic is not None:
        with workplace.glance(clinic, _ACTOR) as desk:
            directory = settings.in_use(desk)
    if clinic is None or directory is None:
        says = "No directory signs in people with addresses of this domain; sign in with your password."
        raise Unreadable("no_directory", says, "email")
    doors = directories.doors(directory)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    ticket = tickets.new(
        workplace.keyring.sealer, KIND, workplace.clock(), clinic=clinic, issuer=directory.issuer, nonce=nonce,
        client=directory.client, state=state, verifier=verifier, back=back, to=to[:1000],
    )  # fmt: skip
    asked = {
        "response_type": "code", "client_id": directory.client, "redirect_uri": back, "scope": SCOPE, "state": state,
        "nonce": nonce, "code_challenge": _challenge(verifier), "code_challenge_method": "S256",
        "login_hint": email.strip(),
    }  # fmt: skip
    return ticket, f"{doors.authorize}{'&' if '?' in doors.authorize else '?'}{urlencode(asked)}"


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def finish(workplace: Workplace, directories: Directories, ticket: str, given: Returned) -> Arrived:
    """A session for the member to whom the directory's answer leads; it has the second factor where that counts.

    Raises Unreadable, saying what was wrong, where anything of it is not right; the refusal stands on the trail.
    """
    held = tickets.opened(workplace.keyring.sealer, KIND, ticket, workplace.clock())
    if held is None:
        says = "This sign-in was begun in another browser, or more than ten minutes ago; begin again."
        raise Unreadable("directory_ticket", says, "directory")
    clinic = str(held["clinic"])
    try:
        directory = _begun(workplace, clinic, held, given)
        claims = _claims(directories, directory, held, given, workplace.clock().timestamp())
        token = _session(workplace, clinic, directory, claims)
    except Unreadable as error:
        with workplace.desk(clinic, _ACTOR) as desk:
            trail.note(desk, "refused", "sign-in", why=error.code.replace("_", "-"))
        raise
    return Arrived(token, str(held["to"]))


def _begun(workplace: Workplace, clinic: str, held: dict[str, Any], given: Returned) -> Directory:
    """The directory to which the person was sent, if they come back from it for the first time."""
    if not hmac.compare_digest(str(held["state"]).encode(), given.state.encode()):
        raise Unreadable("directory_state", "This answer belongs to another sign-in; begin again.", "directory")
    with workplace.desk(clinic, _ACTOR) as desk:
        fresh, directory = tickets.spend(desk, held), settings.in_use(desk)
    if not fresh:
        raise Unreadable("directory_replayed", "This answer was used already; begin again.", "directory")
    if directory is None or (directory.issuer, directory.client) != (held["issuer"], held["client"]):
        raise Unreadable("directory_changed", "The clinic's directory was changed meanwhile; begin again.", "directory")
    return directory


def _claims(
    directories: Directories, directory: Directory, held: dict[str, Any], given: Returned, now: float
) -> dict[str, Any]:
    """What the directory proves of the person who came back."""
    doors = directories.doors(directory)
    if given.issuer != directory.issuer and (given.issuer or doors.names_itself):
        raise Unreadable("directory_mixed", "This answer comes from another directory; begin again.", "directory")
    if given.error or not given.code:
        says = _TOLD.get(given.error, "The directory sent you back without an answer.")
        raise Unreadable("directory_denied", f"{says} Nobody was signed in.", "directory")
    answer = directories.ask(_asked(doors, directory, held, given.code))
    due = tokens.Due(directory.issuer, directory.client, str(held["nonce"]))
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise Unreadable("directory_empty", "The directory's answer holds no ID token.", "directory")
    claims = tokens.proven(token, lambda again: directories.keys(directory, again), due, now)
    return claims if "email" in claims else _with_person(directories, doors, claims, answer.get("access_token"))


def _asked(doors: Doors, directory: Directory, held: dict[str, Any], code: str) -> Asked:
    """The question for the tokens: the code, and the word that only who began can know."""
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": str(held["back"]),
        "code_verifier": str(held["verifier"]), "client_id": directory.client,
    }  # fmt: skip
    if directory.secret is None:
        return Asked(doors.token, form)
    if not doors.basic:
        return Asked(doors.token, {**form, "client_secret": directory.secret})
    pair = f"{quote_plus(directory.client)}:{quote_plus(directory.secret)}"
    return Asked(doors.token, form, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"})


def _with_person(directories: Directories, doors: Doors, claims: dict[str, Any], access: Any) -> dict[str, Any]:
    """With what the directory tells of the person at a door of its own, where the ID token leaves it out."""
    if doors.person is None or not isinstance(access, str) or not access.isascii() or not access.isprintable():
        return claims
    told = directories.ask(Asked(doors.person, headers={"Authorization": f"Bearer {access}"}))
    if told.get("sub") != claims["sub"]:
        raise Unreadable("directory_person", "The directory tells of another person than it proved.", "directory")
    return {**{name: told[name] for name in ("email", "email_verified", "name") if name in told}, **claims}


def _session(workplace: Workplace, clinic: str, directory: Directory, claims: dict[str, Any]) -> str:
    with workplace.desk(clinic, _ACTOR) as desk:
        desk.turn("links")
        one = linking.member_of(workplace, desk, directory, claims)
        strong = directory.trusted and tokens.strong(claims, directory.levels)
        return sign_in.begin(desk, one.id, workplace.clock(), proved=strong, way=Way.DIRECTORY)


def way_out(directories: Directories, directory: Directory, back: str) -> str | None:
    """The address at which a person ends the directory's own session, too; None where it has none, or is away."""
    try:
        end = directories.doors(directory).end
    except Unreadable:
        return None
    asked = urlencode({"client_id": directory.client, "post_logout_redirect_uri": back})
    return None if end is None else f"{end}{'&' if '?' in end else '?'}{asked}"
