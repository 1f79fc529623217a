"""The page about the workflow names everything there is."""

from allocator.domain.workflow import State, Step
from allocator.workflow import delivered
from allocator.workflow.document import markdown


def test_every_state_step_and_reason_has_its_row() -> None:
    page = markdown()
    for code in [*State, *Step, *delivered()]:
        assert f"| `{code}` |" in page, code


def test_the_example_of_a_policy_can_be_read() -> None:
    from tests.intake.test_policy_file import read

    example = markdown().split("```toml\n")[1].split("```")[0]
    assert read(example).workflow.terms == {State.OFFERED: 5}
