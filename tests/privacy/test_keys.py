"""Keys and sealed values: read with the right key in the right place, and never otherwise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.privacy import (
    KeyFault,
    Keyring,
    Unreadable,
    audit_key,
    decrypt,
    encrypt,
    is_current,
    new_key,
    new_keyring,
    read_keyring,
    rewrap,
    unwrap,
    wrap,
)

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))


def coded(key: bytes) -> str:
    return base64.b64encode(key).decode()


def ring(*names: str) -> Keyring:
    return read_keyring(",".join(f"{name}:{coded(bytes([ord(name[0])]) + KEY[1:])}" for name in names))


# ---------------------------------------------------------------- values


@given(st.text(), st.text(max_size=30))
def test_what_is_sealed_can_be_read_again(plain: str, about: str) -> None:
    assert decrypt(KEY, encrypt(KEY, plain, about), about) == plain


def test_the_same_value_never_looks_the_same() -> None:
    assert len({encrypt(KEY, "yes", "a") for _ in range(50)}) == 50


def test_short_values_are_equally_long() -> None:
    assert len({len(encrypt(KEY, value, "a")) for value in ("", "no", "yes", "intensive", "on_call_24h")}) == 1


def test_another_key_or_place_reads_nothing() -> None:
    token = encrypt(KEY, "secret", "household/H1/income")
    for key, about in ((OTHER, "household/H1/income"), (KEY, "household/H2/income"), (KEY, "")):
        with pytest.raises(Unreadable):
            decrypt(key, token, about)


@given(st.data())
def test_a_changed_token_is_refused(data: st.DataObject) -> None:
    token = encrypt(KEY, "secret", "a")
    at = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.sampled_from("AZaz09-_.~ \n"))
    changed = token[:at] + sign + token[at + 1 :]
    if changed != token and at < len(token) - 1:
        with pytest.raises(Unreadable):
            decrypt(KEY, changed, "a")


@pytest.mark.parametrize("token", ["", "v1", "v1.", "v1.abc", "v2.abc", "plain text", "v1.é"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Unreadable):
        decrypt(KEY, token, "a")


def test_what_is_written_today_can_be_read_for_ever() -> None:
    token = "v1.8pch0fJoyAgdTPkYETxkM5O3XJIvMOQ4Cyuj1fFGQqOPhK3-9EcPTmpGaT_RQNQmzJPXDjfKt9vzkN9s"
    assert decrypt(KEY, token, "household/H1/note") == "intensive"
    wrapped = (
        "k1.a.rufYuxEgW115ZAP5f_5SUmtIVpO3vMyMql-wRIc_CT_5MmciEJGdDuqrMP0t5bvF9uwAEZOmk2oPtqwyjZIO"
        "UgShx7HAv3K67JmtGJYBJEEU5Uh6WiHMe1oE1_c"
    )
    assert unwrap(Keyring("a", {"a": KEY}), wrapped, "household/H1") == KEY
    assert audit_key(KEY).hex()[:16] == "e79856adec7b3266"


# ---------------------------------------------------------------- keys of households


def test_a_key_is_fresh_and_long_enough() -> None:
    keys = {new_key() for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}


def test_a_wrapped_key_belongs_to_one_household() -> None:
    token = wrap(ring("a"), KEY, "household/H1")
    assert unwrap(ring("a"), token, "household/H1") == KEY
    assert unwrap(ring("b", "a"), token, "household/H1") == KEY
    with pytest.raises(Unreadable):
        unwrap(ring("a"), token, "household/H2")
    with pytest.raises(Unreadable, match="not in the environment"):
        unwrap(ring("b"), token, "household/H1")


def test_a_wrapped_key_does_not_pass_for_that_of_another_ring() -> None:
    token = wrap(ring("a"), KEY, "household/H1")
    same_key = Keyring("z", {"z": ring("a").keys["a"]})
    with pytest.raises(Unreadable):
        unwrap(same_key, token.replace("k1.a.", "k1.z."), "household/H1")


@pytest.mark.parametrize("token", ["", "k1", "k1.a", "v1.a.b", "k1.a.b"])
def test_what_is_no_wrapped_key_is_refused(token: str) -> None:
    with pytest.raises(Unreadable):
        unwrap(ring("a"), token, "household/H1")


def test_rotation_wraps_again_and_the_old_key_can_go() -> None:
    value = encrypt(KEY, "secret", "a")
    old = wrap(ring("a"), KEY, "household/H1")
    both = ring("b", "a")
    assert not is_current(both, old)
    new = rewrap(both, old, "household/H1")
    assert is_current(both, new)
    assert rewrap(both, new, "household/H1") == new
    assert decrypt(unwrap(ring("b"), new, "household/H1"), value, "a") == "secret"


def test_fingerprints_have_a_key_of_their_own() -> None:
    assert audit_key(KEY) == audit_key(KEY)
    assert len({KEY, OTHER, audit_key(KEY), audit_key(OTHER)}) == 4
    assert len(audit_key(KEY)) == 32


# ---------------------------------------------------------------- the environment


def test_a_new_ring_is_one_that_can_be_read() -> None:
    first = new_keyring("2026")
    both = read_keyring(new_keyring("2027", first))
    assert both.current == "2027"
    assert list(both.keys) == ["2027", "2026"]
    assert both.keys["2026"] == read_keyring(first).keys["2026"]


def test_the_keys_are_never_shown() -> None:
    assert coded(KEY)[:8] not in repr(ring("a"))
    assert repr(ring("a")) == "Keyring(current='a')"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "There is no key"),
        (" , ", "There is no key"),
        (coded(KEY), "no name"),
        (f":{coded(KEY)}", "no name"),
        (f"a b:{coded(KEY)}", "0 bytes"),
        ("a:???", "base64"),
        (f"a:{coded(KEY[:16])}", "16 bytes"),
        (f"a:{coded(bytes(32))}", "not random"),
        (f"a:{coded(KEY)},a:{coded(OTHER)}", "two keys"),
    ],
)
def test_an_unusable_ring_is_refused_without_showing_a_key(text: str, fault: str) -> None:
    with pytest.raises(KeyFault, match=fault) as raised:
        read_keyring(text)
    assert coded(KEY) not in str(raised.value)
