"""Settings come from the environment that is given, and from nowhere else."""

from pathlib import Path

import pytest

from allocator.settings import Environment, read_settings


def test_only_the_environment_that_is_given_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOCATOR_TOKEN", "from elsewhere")
    monkeypatch.setenv("ALLOCATOR_ENVIRONMENT", "production")
    found = read_settings({})
    assert found.token is None
    assert found.environment is Environment.DEVELOPMENT


def test_what_is_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOCATOR_TOKEN", "")
    assert read_settings().token is None
    monkeypatch.setenv("ALLOCATOR_TOKEN", "mine")
    token = read_settings().token
    assert token is not None
    assert token.get_secret_value() == "mine"


@pytest.mark.parametrize(
    ("url", "place", "file"),
    [
        ("sqlite:///data/store.db", "data/store.db", Path("data/store.db")),
        ("postgresql://user:secret@db.example/allocator?sslmode=require", "db.example/allocator", None),
        ("postgresql://db.example/allocator", "db.example/allocator", None),
    ],
)
def test_the_place_of_a_database_is_told_without_its_password(url: str, place: str, file: Path | None) -> None:
    found = read_settings({"ALLOCATOR_DATABASE_URL": url})
    assert (found.place, found.file) == (place, file)
