"""How the steps are run: in the transaction of the connection that `schema.renew` hands over."""

from alembic import context

from romberg.store.workplace.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
