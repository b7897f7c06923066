"""The workplace as people have it: a server in a process of its own, and a true Chromium before it."""

from tools.browsing.browser import DESKTOP, TABLET, Chromium, Opens, Window, chromium
from tools.browsing.served import Served, people_add, served

__all__ = ["DESKTOP", "TABLET", "Chromium", "Opens", "Served", "Window", "chromium", "people_add", "served"]
