"""Signing in as a person does: password, second factor, a password of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp

from tools.browsing.browser import Window

OWN = "seven quiet mornings by the lake"


def type_password(window: Window, email: str, password: str) -> None:
    """The first page of signing in."""
    page = window.page
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_app(page: Any, each: Callable[[Any], None] = lambda _: None) -> list[str]:
    """Set up the authenticator app with the key that the page shows; the recovery codes that it then shows."""
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    each(page)
    codes: list[str] = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them; go on").click()
    return codes


def change_password(page: Any, before: str, after: str) -> None:
    """The page that asks for a password of one's own."""
    page.get_by_label("Password before").fill(before)
    page.get_by_label("New password (").fill(after)
    page.get_by_label("New password again").fill(after)
    page.get_by_role("button", name="Change it").click()


def type_code(page: Any, code: str) -> None:
    """The second page of signing in; a recovery code stands in for the app's."""
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()


def first_entry(window: Window, email: str, first: str, each: Callable[[Any], None] = lambda _: None) -> list[str]:
    """Everything that a new person does until the workplace opens; the recovery codes that are left.

    `each` looks at every page on the way.
    """
    page = window.page
    window.go("/sign-in")
    type_password(window, email, first)
    page.locator("code.secret").wait_for()
    each(page)
    codes = set_up_app(page, each)
    page.get_by_label("Password before").wait_for()
    each(page)
    change_password(page, first, OWN)
    type_password(window, email, OWN)
    type_code(page, codes[0])
    page.get_by_role("navigation", name="Main").get_by_role("link").first.wait_for()
    return codes[1:]
