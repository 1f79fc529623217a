"""A case in a ZIP: damage is told in words, and nothing in it takes the place of something else."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.problem import InputProblems
from allocator.intake.packed import read_packed

TINY = Path(__file__).parents[2] / "fixtures" / "tiny"


def packed(*more: tuple[str, bytes], inside: str = "") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in TINY.iterdir() if one.is_file()):
            archive.writestr(f"{inside}{path.name}", path.read_bytes())
        for name, content in more:
            archive.writestr(name, content)
    return data.getvalue()


WHOLE = packed()


def test_in_a_folder_or_not_it_is_the_same_case() -> None:
    bare, in_folder = (read_packed(data, workbook=False)[0] for data in (WHOLE, packed(inside="week 48/")))
    assert len(bare.round.households) == 6
    assert bare.round == in_folder.round


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_byte_that_fell_over_anywhere_is_told_or_does_nothing(where: int, bits: int) -> None:
    damaged = bytearray(WHOLE)
    damaged[where] ^= bits
    with suppress(InputProblems):  # anything else that is raised is a fault
        assert read_packed(bytes(damaged), workbook=False)[0].round.households


@given(st.integers(0, len(WHOLE) - 1))
def test_what_was_cut_off_is_told(length: int) -> None:
    with pytest.raises(InputProblems):
        read_packed(WHOLE[:length], workbook=False)


def test_of_two_files_with_one_name_neither_is_taken() -> None:
    with pytest.raises(InputProblems) as told:
        read_packed(packed(("old/units.csv", (TINY / "units.csv").read_bytes())), workbook=False)
    assert "units.csv" in told.value.problems[0].what
