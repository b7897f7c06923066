"""Files that come in: sealed to the disk, worked through one by one, each effect once however often it is tried."""

from romberg.store.importing.jobs import Came, Job, begin, job, jobs, start, take, took
from romberg.store.importing.run import Importer

__all__ = ["Came", "Importer", "Job", "begin", "job", "jobs", "start", "take", "took"]
