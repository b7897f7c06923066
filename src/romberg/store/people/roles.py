"""Who may do what: six roles, each with its permissions; whatever is not named here is forbidden.

A system administrator runs the machine and sees no patient. An auditor reads all of a clinic and changes nothing.
An assistant charts and checks, and signs nothing off.
"""

from __future__ import annotations

from enum import Enum
from typing import Final


class Permission(Enum):
    """What a person may do; every page and every route of the interface names one."""

    SEE_HELP = "see help"
    SEE_RULES = "see rules"
    SEE_PAYERS = "see payers"
    CHECK_VISITS = "check visits"
    SEE_OWN_VISITS = "see own visits"
    SEE_VISITS = "see every visit of the clinic"
    KEEP_VISITS = "keep and correct visits"
    SIGN_OFF = "sign off visits"
    WORK_QUEUE = "work the queue"
    OVERRIDE = "override a finding, with a reason"
    IMPORT = "import files"
    EXPORT = "export and print records"
    SEND_CLAIMS = "make and send claims"
    POST_PAYMENTS = "post remittances"
    WORK_DENIALS = "work denials"
    SEE_MONEY = "see prices and payments"
    SEE_DASHBOARDS = "see the clinic's figures"
    SEE_OWN_FIGURES = "see own figures"
    MANAGE_PEOPLE = "manage people"
    MANAGE_CLINIC = "manage the clinic's settings"
    SEE_TRAIL = "see the audit trail"
    BREAK_GLASS = "open a record in an emergency, with a reason"
    MANAGE_SYSTEM = "manage the system"
    USE_TOKENS = "make tokens for programs"


class Role(Enum):
    """What a person is in a clinic."""

    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    BILLER = "biller"
    AUDITOR = "auditor"
    CLINIC_ADMIN = "clinic_admin"
    SYSTEM_ADMIN = "system_admin"

    @property
    def words(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ")


_P = Permission
_ALL: Final = frozenset({_P.SEE_HELP, _P.SEE_RULES, _P.SEE_PAYERS})
_CLINICIAN: Final = _ALL | {_P.CHECK_VISITS, _P.SEE_OWN_VISITS, _P.KEEP_VISITS, _P.SEE_OWN_FIGURES, _P.BREAK_GLASS}
_BILLER: Final = _ALL | {
    _P.CHECK_VISITS, _P.SEE_VISITS, _P.KEEP_VISITS, _P.WORK_QUEUE, _P.OVERRIDE, _P.IMPORT, _P.EXPORT, _P.SEND_CLAIMS,
    _P.POST_PAYMENTS, _P.WORK_DENIALS, _P.SEE_MONEY, _P.SEE_DASHBOARDS, _P.USE_TOKENS,
}  # fmt: skip
GRANTED: Final[dict[Role, frozenset[Permission]]] = {
    Role.THERAPIST: _CLINICIAN | {_P.SIGN_OFF, _P.OVERRIDE, _P.WORK_QUEUE},
    Role.ASSISTANT: _CLINICIAN,
    Role.BILLER: _BILLER,
    Role.AUDITOR: _ALL | {_P.CHECK_VISITS, _P.SEE_VISITS, _P.EXPORT, _P.SEE_MONEY, _P.SEE_DASHBOARDS, _P.SEE_TRAIL},
    Role.CLINIC_ADMIN: _BILLER | {_P.MANAGE_PEOPLE, _P.MANAGE_CLINIC, _P.SEE_TRAIL},
    Role.SYSTEM_ADMIN: _ALL | {_P.MANAGE_SYSTEM, _P.MANAGE_PEOPLE},
}
EVERYTHING: Final = frozenset(Permission)


def permissions_of(role: Role) -> frozenset[Permission]:
    """What a role may do."""
    return GRANTED[role]


def may_make(maker: Role, made: Role) -> bool:
    """Whether a person who manages people may give a role: nobody hands out more than their own kind of power.

    A clinic's administrator makes everybody of the clinic; a system administrator makes administrators alone, so that
    running the machine is no way into the records.
    """
    if maker is Role.CLINIC_ADMIN:
        return made is not Role.SYSTEM_ADMIN
    return maker is Role.SYSTEM_ADMIN and made in (Role.CLINIC_ADMIN, Role.SYSTEM_ADMIN)
