"""The walls that the database itself keeps: rows that never change, and rows that only their clinic sees.

A step that makes a table calls `of_clinics` for it, and `never_changed` where its rows stay as they were written.
SQLite knows no roles, so that there the triggers alone stand; PostgreSQL has both.
"""

from __future__ import annotations

from typing import Any

ROLE = "romberg_app"
_MAKES_ROLE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}') THEN
    CREATE ROLE {ROLE} NOLOGIN;
  END IF;
  IF NOT pg_has_role(current_user, '{ROLE}', 'MEMBER') THEN
    EXECUTE format('GRANT {ROLE} TO %I', current_user);
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
_REFUSES = """
CREATE OR REPLACE FUNCTION romberg_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END $$
"""


def _on_server(op: Any) -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def application_role(op: Any) -> None:
    """The role in which the application works: it makes no tables, and changes nothing that must stay."""
    if _on_server(op):
        op.execute(_MAKES_ROLE)
        op.execute(_REFUSES)
        op.execute(f"DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema()); END $$")


def never_changed(op: Any, table: str, columns: str) -> None:
    """Rows of a table are neither deleted nor changed in these columns; sealed ones alone are sealed anew."""
    if _on_server(op):
        called = "EXECUTE FUNCTION romberg_refuses()"
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {columns} ON {table} FOR EACH ROW {called}")
        op.execute(f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} FOR EACH ROW {called}")
        op.execute(f"CREATE TRIGGER {table}_is_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {called}")
        return
    refuses = f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
    op.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE OF {columns} ON {table} {refuses}")
    op.execute(f"CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} {refuses}")


def of_clinics(op: Any, table: str, may: str) -> None:
    """What the application may do with a table (SELECT, INSERT and so on), and only with rows of the clinic at work."""
    if not _on_server(op):
        return
    ours = "clinic_id = current_setting('romberg.clinic', true)"
    op.execute(f"GRANT {may} ON {table} TO {ROLE}")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_of_clinic ON {table} TO {ROLE} USING ({ours}) WITH CHECK ({ours})")
