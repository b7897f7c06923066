"""The workplace in the browser: one program on this machine; no note leaves it."""

from romberg.web.app import made

__all__ = ["made"]
