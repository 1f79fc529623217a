"""Reads are sealed in batches: no entry of a batch can be changed, left out, added or moved."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.audit import Event, ReadEntry, ReadSeal, check_reads, merkle_root, seal_reads
from allocator.domain.workflow import Role


def entry(number: int, **changes: Any) -> ReadEntry:
    plain: dict[str, Any] = {
        "number": number,
        "at": datetime(2026, 3, 2, 12, tzinfo=UTC),
        "who": "member",
        "role": Role.COMMITTEE_MEMBER,
        "household": f"H{number}",
        "what": "file",
    }
    return ReadEntry.model_validate(plain | changes)


def test_a_batch_is_what_was_sealed() -> None:
    batch = [entry(n) for n in range(4, 9)]
    seal = seal_reads(batch)
    assert (seal.first, seal.last) == (4, 8)
    assert check_reads(batch, seal)


@given(st.integers(1, 9), st.data())
def test_whatever_is_done_to_a_batch_is_seen(length: int, data: st.DataObject) -> None:
    batch = [entry(n) for n in range(1, length + 1)]
    seal = seal_reads(batch)
    at = data.draw(st.integers(0, length - 1))
    changed = [*batch[:at], batch[at].model_copy(update={"who": "nobody"}), *batch[at + 1 :]]
    assert not check_reads(changed, seal)
    assert not check_reads(batch[:at] + batch[at + 1 :], seal)
    assert not check_reads([*batch, entry(length + 1)], seal)
    moved = [entry(n + 1, household=one.household) for n, one in enumerate(reversed(batch))]
    assert check_reads(moved, seal) == (length == 1)


@pytest.mark.parametrize("numbers", [[], [1, 3], [2, 1], [1, 1]])
def test_a_batch_has_no_gaps(numbers: list[int]) -> None:
    with pytest.raises(ValueError, match="none missing"):
        seal_reads([entry(n) for n in numbers])


def test_the_seal_goes_into_the_chain_and_comes_back() -> None:
    seal = seal_reads([entry(1)])
    event = Event(
        at=datetime(2026, 3, 2, 13, tzinfo=UTC),
        who="system",
        role=Role.SYSTEM,
        what="seal_reads",
        kind="reads",
        facts=seal.facts,
    )
    assert ReadSeal.of_event(event) == seal


def test_merkle_roots_are_those_of_the_standard() -> None:
    """RFC 6962 and 9162; values of the test vectors of Certificate Transparency."""
    leaves = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    assert merkle_root(leaves[:1]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle_root(leaves[:2]) == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert merkle_root(leaves[:3]) == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle_root(leaves[:7]) == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


def test_a_node_does_not_pass_for_a_leaf() -> None:
    assert merkle_root([b"a", b"b"]) != merkle_root([b"ab"])
