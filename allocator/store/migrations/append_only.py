"""Triggers that refuse to change or remove rows: what was written stays as it was written."""

from alembic import op

_FUNCTION = """
CREATE OR REPLACE FUNCTION allocator_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
END;
$$ LANGUAGE plpgsql
"""


def protect(table: str) -> None:
    """Let rows be added to a table, and nothing else be done with it."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"
            )
        return
    op.execute(_FUNCTION)
    for verb, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        name = f"{table}_no_{verb.split()[0].lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION allocator_append_only()"
        )


def forget() -> None:
    """Remove what the triggers shared, once the last table that used it is gone."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION IF EXISTS allocator_append_only()")
