"""Passwords: who is not there is told from nobody by how long an answer takes."""

from argon2 import PasswordHasher, extract_parameters

from allocator.privacy import signing_in


def test_a_password_of_nobody_takes_the_same_work_and_fits_nothing() -> None:
    assert extract_parameters(signing_in._NOBODY) == extract_parameters(PasswordHasher().hash("a password of somebody"))
    assert len(signing_in._NOBODY) == len(signing_in.hash_password("a password of somebody"))
    assert not signing_in.is_password(None, "nobody has this password")
    assert not signing_in.is_password(None, "")


def test_a_password_fits_its_own_hash_only() -> None:
    kept = signing_in.hash_password("drie paarse olifanten")
    assert signing_in.is_password(kept, "drie paarse olifanten")
    assert not signing_in.is_password(kept, "drie paarse olifant")
    assert not signing_in.is_password("no hash at all", "drie paarse olifanten")
