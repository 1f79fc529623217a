"""Settings from the environment (ALLOCATOR_...); what is not safe in production is refused, all of it at once."""

import base64
import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from allocator.domain.problem import InputProblems, Problem
from allocator.domain.sentence import Sentence
from allocator.locale import N_

PREFIX = "ALLOCATOR_"
DEVELOPMENT_KEY = "development:" + base64.b64encode(b"not a secret; refuse it for real").decode()
"""Wraps the keys of households where nothing is real; known to everybody, so refused in production."""


class Environment(StrEnum):
    """Where the program runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """What differs between one installation and another. No council's number stands here; those are policy."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    environment: Environment = Environment.DEVELOPMENT
    database_url: SecretStr = SecretStr("sqlite:///allocator.db")
    keys: SecretStr = SecretStr(DEVELOPMENT_KEY)
    token: SecretStr | None = None
    token_file: Path | None = None
    rate_limit: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}/(second|minute|hour)$")] = "1200/minute"
    """How often one user may call the API."""
    webhook_allow: str = ""
    """Places that webhooks may be sent to although they are not public or not https: ``host:port,host:port``."""
    smtp_url: SecretStr = SecretStr("")
    """Where mail is handed in: ``smtps://user:password@host`` or ``smtp://host`` (STARTTLS); empty: no mail."""
    mail_from: str = ""
    public_address: str = ""
    """Where people find the server, for mail."""
    oidc_issuer: str = ""
    """Address of an identity provider (OpenID Connect), exactly as its tokens say it; empty: none."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_redirect: str = ""
    """Our own address of /v1/sign-in/callback, as people reach it."""
    oidc_audience: str = ""
    """For whom tokens of systems must be; empty: for our client id."""
    scheduler: str = ""
    """Address of a ``dask.distributed`` scheduler whose workers do simulations; empty: this machine does them."""
    boundaries: str = ""
    """GeoJSON file with the boundaries of municipalities for the map on pages; empty: circles at their centres."""
    theme: str = ""
    """File with design tokens (CSS custom properties) of the own house style, for the pages; empty: the neutral one."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - how pydantic-settings calls it
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what ``read_settings`` gives: it reads the environment, and nothing else does behind its back."""
        return (init_settings,)

    @property
    def url(self) -> str:
        """The database, in the spelling that SQLAlchemy and psycopg 3 understand."""
        given = self.database_url.get_secret_value()
        for scheme in ("postgresql://", "postgres://"):
            if given.startswith(scheme):
                return "postgresql+psycopg://" + given.removeprefix(scheme)
        return given

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path | None:
        """The file of the embedded database."""
        return Path(self.url.removeprefix("sqlite:///")) if self.is_sqlite else None

    @property
    def place(self) -> str:
        """Where the database is, without user and password."""
        return str(self.file) if self.file else self.url.partition("://")[2].rpartition("@")[2].partition("?")[0]


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, or all that is wrong with them.

    Raises:
        InputProblems: a setting cannot be read, or is not safe in production.
    """
    given = os.environ if environ is None else environ
    said = {name.removeprefix(PREFIX).lower(): value for name, value in given.items() if name.startswith(PREFIX)}
    try:
        found = Settings.model_validate({k: v for k, v in said.items() if k in Settings.model_fields and v})
    except ValidationError as error:
        raise InputProblems([_unreadable(dict(one)) for one in error.errors(include_url=False)]) from error
    if wrong := [*_wrong_anywhere(found), *_unsafe(found)]:
        raise InputProblems(wrong)
    return found


def _unreadable(error: dict[str, Any]) -> Problem:
    name = PREFIX + str(error["loc"][0]).upper()
    choices = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ")
    do = Sentence(N_("Choose one of: {codes}."), {"codes": choices}) if choices else Sentence(N_("Correct it."))
    return Problem.of(name, Sentence(N_("This setting cannot be read.")), do)


def _wrong_anywhere(found: Settings) -> list[Problem]:
    return [*_wrong_provider(found), *_wrong_database(found)]


def _wrong_provider(found: Settings) -> Iterator[Problem]:
    """Where there is a provider, all of it is said."""
    for name in ("oidc_client_id", "oidc_redirect") if found.oidc_issuer else ():
        if not getattr(found, name):
            what, do = Sentence(N_("This is missing beside OIDC_ISSUER.")), Sentence(N_("Fill it in."))
            yield Problem.of(PREFIX + name.upper(), what, do)


def _wrong_database(found: Settings) -> list[Problem]:
    if found.url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return []
    what = Sentence(N_("This is not a database that can be used."))
    do = Sentence(N_("Write postgresql://... or sqlite:///path/to/file.db."))
    return [Problem.of(f"{PREFIX}DATABASE_URL", what, do)]


def _stays_private(url: str) -> bool:
    """Whether what goes to the database is encrypted, or never leaves the machine."""
    address = urlsplit(url)
    said = parse_qs(address.query)
    hosts = said.get("host", [address.hostname or ""])
    inside = all(host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1") for host in hosts)
    return inside or said.get("sslmode", [""])[-1] in ("require", "verify-ca", "verify-full")


def _unsafe(found: Settings) -> list[Problem]:
    """What stands in the way of production."""
    if found.environment is not Environment.PRODUCTION:
        return []
    wrong: list[Problem] = []

    def refuse(name: str, what: str, do: str) -> None:
        wrong.append(Problem.of(PREFIX + name, Sentence(what), Sentence(do)))

    if found.is_sqlite:
        refuse("DATABASE_URL", N_("Production needs PostgreSQL."), N_("Write postgresql://user:password@host/name."))
    elif not _stays_private(found.url):
        refuse("DATABASE_URL", N_("The connection is not encrypted."), N_("Add sslmode=verify-full to the address."))
    for name, address in (("OIDC_ISSUER", found.oidc_issuer), ("OIDC_REDIRECT", found.oidc_redirect)):
        if address and not address.startswith("https://"):
            refuse(name, N_("The connection is not encrypted."), N_("Write an address with https."))
    keys = found.keys.get_secret_value()
    if DEVELOPMENT_KEY.partition(":")[2] in keys:
        refuse(
            "KEYS",
            N_("Production needs a key of its own to wrap the keys of households."),
            N_("Make one with `allocator privacy key`, keep it outside the database, and set it here."),
        )
    return wrong


__all__ = ["DEVELOPMENT_KEY", "Environment", "Settings", "read_settings"]
