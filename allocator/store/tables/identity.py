"""How people and systems show who they are, besides tokens: passwords, second factors, identities elsewhere."""

from datetime import datetime

from sqlmodel import Field

from allocator.store.tables.base import Moment, Table


class CredentialRow(Table, table=True):
    """A password, as its Argon2 hash, and a second factor, encrypted under a key of the environment."""

    __tablename__ = "credentials"
    user: str = Field(primary_key=True, max_length=64, foreign_key="users.id")
    password: str = Field(max_length=200)
    totp: str | None = None
    totp_confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)


class KnockRow(Table, table=True):
    """How often somebody tried in vain, and which code was used last; changes with every try."""

    __tablename__ = "knocks"
    user: str = Field(primary_key=True, max_length=64, foreign_key="users.id")
    failures: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Moment)
    last_step: int = 0


class TokenScopeRow(Table, table=True):
    """What a token is limited to; a token without a row may do all that its user may."""

    __tablename__ = "token_scopes"
    token: int = Field(primary_key=True, foreign_key="tokens.id")
    scope: str = Field(max_length=10)


class IdentityRow(Table, table=True):
    """Who a user is at an identity provider (OpenID Connect)."""

    __tablename__ = "identities"
    issuer: str = Field(primary_key=True, max_length=255)
    subject: str = Field(primary_key=True, max_length=255)
    user: str = Field(max_length=64, foreign_key="users.id", index=True)
    linked_at: datetime = Field(sa_type=Moment)


class VisitRow(Table, table=True):
    """A session of the pages: the token that its cookie holds, and when it was used last; changes with every use."""

    __tablename__ = "visits"
    token: int = Field(primary_key=True, foreign_key="tokens.id")
    seen_at: datetime = Field(sa_type=Moment)
