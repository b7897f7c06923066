"""The interface for programs: what the pages do, as objects."""

from typing import Final

from fastapi import APIRouter
from fastapi.security import HTTPBearer

from romberg.web.api.directory import router as directory
from romberg.web.api.figures import router as figures
from romberg.web.api.imports import router as imports
from romberg.web.api.knowledge import router as knowledge
from romberg.web.api.money import router as money
from romberg.web.api.papers import router as papers
from romberg.web.api.patients import router as patients
from romberg.web.api.people import router as people
from romberg.web.api.routes import router as check
from romberg.web.api.trail import router as trail
from romberg.web.api.visits import router as visits

PARTS: Final[tuple[APIRouter, ...]] = (check, visits, imports, patients, papers, money, knowledge, figures, trail)
PEOPLE: Final[tuple[APIRouter, ...]] = (people, directory)  # where people sign in
TOKEN: Final = HTTPBearer(auto_error=False, scheme_name="token")  # for the description; the gate looks at it
