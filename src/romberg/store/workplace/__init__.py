"""What the workplace keeps: clinics, people, patients, visits and their versions, the work on them, and the trail."""

from romberg.store.workplace.desk import Desk
from romberg.store.workplace.workplace import Workplace, existing, open_workplace

__all__ = ["Desk", "Workplace", "existing", "open_workplace"]
