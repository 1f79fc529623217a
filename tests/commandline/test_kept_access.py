"""Who comes in: no command works for nobody; tokens are kept where only their owner reads them."""

import os
import stat
from pathlib import Path

import pytest

from tests.commandline.test_app import LEAVES, examples_of
from tests.commandline.weeks import ON_ONE, Week

FILES = {("demo",), ("generate",), ("check",), ("match",), ("verify",), ("explain",), ("balance",)}
FILES |= {("compare",), ("report",), ("whatif",), ("reserves",), ("fit",), ("price",), ("wanted",), ("simulate",)}
OF_THE_INSTALLATION = {
    ("db", "upgrade"),  # there is nobody yet
    ("db", "status"),
    ("user", "first"),  # only as long as there is nobody
    ("token", "save"),  # tells who it is by the token that is typed
    ("token", "forget"),
    ("privacy", "key"),  # makes a key; touches no database
    ("restore",),  # only into an empty database
    ("serve",),  # asks everybody who calls for a token
    ("worker",),  # the program itself; does nothing that people do
    *(("remote", verb) for verb in ("submit", "import", "export", "run")),  # the server asks who it is
}


@pytest.mark.slow
@ON_ONE
@pytest.mark.parametrize("token", ["nobody", "wrong"])
@pytest.mark.many_times
def test_no_command_works_for_nobody(week: Week, tmp_path: Path, token: str) -> None:
    """Every example of every help, without a token and with one that is nobody's."""
    week.tokens["wrong"] = "not-a-token"
    policy = tmp_path / "policy.toml"
    policy.write_text("", encoding="utf-8")
    tried = 0
    for path in sorted(set(LEAVES) - FILES - OF_THE_INSTALLATION):
        for example in examples_of(path):
            words = example[: example.index(">")] if ">" in example else example
            words = [str(policy) if word.endswith(".toml") else word for word in words]
            words = [str(tmp_path / word) if word.startswith(("out/", "backup-")) else word for word in words]
            if path == ("audit", "verify") and "--head" in words:
                words = ["--head", f"1:{'0' * 64}"]
            if path == ("import",):
                words = [word.replace("fixtures", str(Path(__file__).parents[2] / "fixtures")) for word in words]
            ran = week.run(token, *path, *words)
            assert ran.code == 5, f"{path} {words}: {ran.code} {ran.out} {ran.err}"
            assert "Who are you?" in (ran.out if "--json" in words else ran.err)
            tried += 1
    assert tried > 60


def test_before_there_is_anybody_the_first_step_is_told(url: str, tmp_path: Path) -> None:
    ran = Week(url, tmp_path).run("nobody", "round", "list")
    assert ran.code == 5
    assert "allocator user first" in ran.err


def test_the_first_user_is_made_once(week: Week) -> None:
    ran = week.run("nobody", "user", "first", "eve")
    assert (ran.code, "users already" in ran.err) == (3, True)


def test_a_role_that_may_not_is_told_who_may(week: Week) -> None:
    ran = week.run("auditor", "policy", "approve", "x")
    assert ran.code == 5
    assert "committee chair" in ran.err
    assert week.run("member", "user", "list", "--json").data["error"] == "role"


def test_a_saved_token_lets_its_owner_in_and_can_be_forgotten(week: Week) -> None:
    welcome = week.good("nobody", "token", "save", said=week.tokens["auditor"] + "\n")
    assert "Welcome, auditor." in welcome.out
    assert week.tokens["auditor"] not in welcome.out + welcome.err
    file = week.home / "config" / "allocator" / "token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert week.data("nobody", "user", "me")["id"] == "auditor"
    assert week.data("chair", "user", "me")["id"] == "chair"  # the environment comes first
    assert "Removed" in week.good("nobody", "token", "forget").out
    assert week.run("nobody", "user", "me").code == 5
    assert "No token" in week.good("nobody", "token", "forget").out


def test_a_token_that_is_nobodys_is_not_saved(week: Week) -> None:
    assert week.run("nobody", "token", "save", said="nonsense\n").code == 5
    assert not (week.home / "config" / "allocator" / "token").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of Unix")
def test_a_token_that_others_can_read_is_not_used(week: Week) -> None:
    week.good("nobody", "token", "save", said=week.tokens["auditor"] + "\n")
    file = week.home / "config" / "allocator" / "token"
    file.chmod(0o644)
    ran = week.run("nobody", "user", "me")
    assert ran.code == 3
    assert "Others can read this token" in " ".join(ran.err.split())


def test_a_token_file_of_choice(week: Week, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text(week.tokens["member"], encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("ALLOCATOR_TOKEN_FILE", str(file))
    assert week.data("nobody", "user", "me")["id"] == "member"


def test_tokens_of_oneself_and_of_others(week: Week) -> None:
    made = week.data("member", "token", "add", "--label", "laptop", "--days", 10)
    week.tokens["member"] = made["secret"]
    assert week.run("member", "token", "add", "--for", "chair").code == 5
    assert {one["user"] for one in week.data("member", "token", "list")["tokens"]} == {"member"}
    assert {"member", "chair"} <= {one["user"] for one in week.data("ada", "token", "list")["tokens"]}
    assert made["secret"] not in week.good("ada", "token", "list").out
    week.good("member", "token", "revoke", made["token"]["number"])
    assert week.run("member", "user", "me").code == 5
    assert "revoked" in week.good("ada", "token", "list").out


def test_a_token_ends_on_its_day(week: Week) -> None:
    week.clock.pass_days(91)
    assert week.run("member", "user", "me").code == 5


def test_who_is_kept_out_needs_a_new_token(week: Week) -> None:
    week.good("ada", "user", "block", "member")
    assert "kept out" in week.good("ada", "user", "list").out
    assert week.run("member", "round", "list").code == 5
    week.good("ada", "user", "admit", "member")
    assert week.run("member", "round", "list").code == 5
    week.tokens["member"] = week.data("ada", "token", "add", "--for", "member")["secret"]
    week.good("member", "round", "list")
    assert week.run("ada", "user", "block", "ada").code == 3


def test_organisations(week: Week) -> None:
    ran = week.run("ada", "user", "add", "new", "--role", "corporation", "--organisation", "C9")
    assert (ran.code, "organisation" in ran.err) == (3, True)
    assert week.run("ada", "user", "organisation", "C9").code == 2
    week.good("ada", "user", "organisation", "C9", "--kind", "corporation", "--name", "Negen")
    assert week.data("ada", "user", "add", "new", "--role", "corporation", "--organisation", "C9")["id"] == "new"
    assert "Negen" in week.good("ada", "user", "organisation").out
    assert week.run("ada", "user", "add", "new", "--role", "auditor").code == 3


def test_a_password_and_a_second_factor_are_set_by_oneself(week: Week) -> None:
    ran = week.run("member", "user", "password", said="\nshort\n")
    assert (ran.code, "12 to 128" in ran.err) == (3, True)
    assert week.run("member", "user", "factor").code == 3
    week.good("member", "user", "password", said="\ndrie paarse olifanten\n")
    ran = week.run("member", "user", "factor", said="000000\n")
    assert (ran.code, "otpauth://totp/Allocator:member" in ran.out, "code of now" in ran.err) == (3, True, True)
    assert week.run("member", "user", "reset", "member", "--yes").code == 5
    assert "has no password" in week.good("ada", "user", "reset", "member", "--yes").out
    assert "had none" in week.good("ada", "user", "reset", "member", "--yes").out
    week.good("ada", "user", "link", "member", "--issuer", "https://login", "--subject", "42")
