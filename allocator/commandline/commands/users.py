"""``allocator user``: who may come in, and as what."""

from enum import StrEnum
from typing import Annotated

import typer

from allocator.commandline import options
from allocator.commandline.commands import given
from allocator.commandline.commands.given import screen
from allocator.commandline.exits import Exit
from allocator.commandline.speech import Command
from allocator.locale import N_

app = typer.Typer()


class Role(StrEnum):
    """Roles of people; as ``allocator.domain.workflow.Role``, without the program itself."""

    COMMITTEE_MEMBER = "committee_member"
    COMMITTEE_CHAIR = "committee_chair"
    CORPORATION = "corporation"
    CARE_PROVIDER = "care_provider"
    MUNICIPALITY = "municipality"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """Kinds of organisations; as ``allocator.actions.access.KINDS``."""

    CORPORATION = "corporation"
    CARE_PROVIDER = "care_provider"
    MUNICIPALITY = "municipality"


Name = Annotated[
    str, typer.Argument(metavar="NAME", help=N_("A short name for the user, such as a function."), show_default=False)
]
Saved = Annotated[bool, typer.Option("--save", help=N_("Also keep the token in your own folder, as `token save`."))]


@app.command(
    cls=Command,
    help=N_("Make the first administrator of a new database, and a first token."),
    epilog="allocator user first ada --save",
)
def first(name: Name, save: Saved = False, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Only as long as there is nobody."""
    from allocator.commandline.kept import access

    return access.first_user(screen(lang, as_json), name, save=save)


@app.command(
    cls=Command,
    help=N_("Add a user with a role; corporations, care providers and municipalities also name their organisation."),
    epilog="allocator user add secretary --role committee_member\n"
    "allocator user add nijestee-1 --role corporation --organisation C1",
)
def add(
    name: Name,
    role: Annotated[Role, typer.Option(metavar="CODE", help=N_("What the user may do."), show_default=False)],
    organisation: Annotated[
        str | None, typer.Option(metavar="KEY", help=N_("The organisation of the user."), show_default=False)
    ] = None,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Add a user."""
    from allocator.commandline.kept import access

    return access.add_user(screen(lang, as_json), name, role.value, organisation)


@app.command("list", cls=Command, help=N_("All users, with their role."), epilog="allocator user list")
def list_(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show the users."""
    from allocator.commandline.kept import access

    return access.list_users(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Keep a user out; the tokens of the user hold no more."),
    epilog="allocator user block secretary",
)
def block(name: Name, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Keep a user out."""
    from allocator.commandline.kept import access

    return access.set_active(screen(lang, as_json), name, active=False)


@app.command(cls=Command, help=N_("Let a user in again."), epilog="allocator user admit secretary")
def admit(name: Name, as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Let a user in."""
    from allocator.commandline.kept import access

    return access.set_active(screen(lang, as_json), name, active=True)


@app.command(
    cls=Command,
    help=N_("Add an organisation, or change its name; without a key you see all of them."),
    epilog='allocator user organisation\nallocator user organisation C1 --kind corporation --name "Woonborg"',
)
def organisation(
    key: Annotated[
        str | None,
        typer.Argument(metavar="KEY", help=N_("Its key, as in the files of a case."), show_default=False),
    ] = None,
    kind: Annotated[Kind | None, typer.Option(metavar="CODE", help=N_("What kind it is."), show_default=False)] = None,
    name: Annotated[str, typer.Option(metavar="TEXT", help=N_("Its name."), show_default=False)] = "",
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Keep an organisation, or list them."""
    from allocator.commandline.kept import access

    return access.organisation(screen(lang, as_json), key, kind.value if kind else None, name)


@app.command(cls=Command, help=N_("Who you are here, and what you may do."), epilog="allocator user me")
def me(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Show whose token this is."""
    from allocator.commandline.kept import access

    return access.me(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Set your own password for signing in to a server; it is typed unseen."),
    epilog="allocator user password",
)
def password(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Set one's own password."""
    from allocator.commandline.kept import signing_in

    return signing_in.set_password(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Set up your own second factor: codes of an app, which servers ask for beside the password."),
    epilog="allocator user factor",
)
def factor(as_json: options.Json = False, lang: options.Language = None) -> Exit:
    """Set up one's own second factor."""
    from allocator.commandline.kept import signing_in

    return signing_in.set_factor(screen(lang, as_json))


@app.command(
    cls=Command,
    help=N_("Remove password, second factor and identities of a user, who sets them again with a token."),
    epilog="allocator user reset secretary",
)
def reset(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the user."))],
    yes: given.Yes = False,
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Reset how a user signs in."""
    from allocator.commandline.kept import signing_in

    return signing_in.reset(screen(lang, as_json), name, yes=yes)


@app.command(
    cls=Command,
    help=N_("Say who a user is at an identity provider (OpenID Connect)."),
    epilog="allocator user link secretary --issuer https://login.example.org --subject 248289761001",
)
def link(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the user."))],
    issuer: Annotated[str, typer.Option(metavar="ADDRESS", help=N_("The provider."))],
    subject: Annotated[str, typer.Option(metavar="TEXT", help=N_("Whom the provider says it is (sub)."))],
    as_json: options.Json = False,
    lang: options.Language = None,
) -> Exit:
    """Link an identity."""
    from allocator.commandline.kept import signing_in

    return signing_in.link(screen(lang, as_json), name, issuer, subject)
