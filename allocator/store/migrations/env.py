"""Alembic starts here; the connection is given by ``allocator.store.migrating``."""

from alembic import context

from allocator.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds all revisions: all of them, or none
)
context.run_migrations()
