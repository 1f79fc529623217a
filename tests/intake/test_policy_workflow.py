"""[workflow] of policy.toml: what may be said, a round trip, and old policies that say nothing keep their hash."""

import pytest

from allocator.domain.policy import Policy
from allocator.domain.problem import InputProblems
from allocator.domain.workflow import Consequence, Side, State, Step, Workflow
from allocator.intake import delivered_policy, read_policy, write_policy
from tests import builders
from tests.intake.cases import AS_OF
from tests.intake.test_policy_file import read, wrong

REASON = '[[workflow.reasons]]\ncode = "far"\nside = "person"\nsteps = ["refuse"]\nnl = "Te ver"\nen = "Too far"\n'


def test_a_policy_that_says_nothing_of_it_is_as_before() -> None:
    policy = read_policy(delivered_policy(), AS_OF)
    assert policy.workflow == Workflow()
    assert "workflow" not in policy.model_dump(mode="json")
    assert "\n[workflow" not in write_policy(policy)
    assert Policy.model_validate_json(policy.model_dump_json()) == policy


def test_all_that_can_be_said() -> None:
    workflow = read(
        '[workflow]\nskip = ["confirm_support"]\nexpires = []\nrefusals_count_days = 365\n'
        'refusals_park_days = "unlimited"\nobjection_days = 28\n'
        '[workflow.terms]\noffered = 3\nproposed = "unlimited"\n'
        "[workflow.consequences.rent_too_high]\npark_days = 7\nblock_pair = true\n"
        f"{REASON}valid_until = 2027-01-31\nconsequence = {{ lose_offer = true }}\n"
    ).workflow
    assert (workflow.skip, workflow.expires) == ((Step.CONFIRM_SUPPORT,), ())
    assert (workflow.refusals_count_days, workflow.refusals_park_days, workflow.objection_days) == (365, None, 28)
    assert workflow.terms == {State.OFFERED: 3, State.PROPOSED: None}
    assert workflow.consequences == {"rent_too_high": Consequence(park_days=7, block_pair=True)}
    (reason,) = workflow.reasons
    assert (reason.side, reason.consequence.lose_offer) == (Side.PERSON, True)


def test_written_workflow_reads_back() -> None:
    policy = builders.policy(
        workflow={
            "skip": ["start_support"],
            "expires": ["offered", "proposed"],
            "terms": {"offered": None, "moved_in": 9},
            "refusals_count_days": 100,
            "objection_extend_days": 14,
            "consequences": {"health": {"park_days": 3}},
            "reasons": [
                {
                    "code": "far",
                    "side": "person",
                    "steps": ["refuse"],
                    "states": ["offered"],
                    "nl": 'Te "ver"',
                    "en": "Too far",
                    "vera": "WOB",
                    "sensitivity": "special",
                    "valid_from": "2026-01-01",
                    "consequence": {"park_days": 2},
                }
            ],
        }
    )
    assert read_policy(write_policy(policy), AS_OF) == policy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[workflow]\nskips = 1", [(9, "workflow.skips")]),
        ('[workflow]\nskip = ["sign"]', [(9, "workflow.skip.sign")]),
        ('[workflow]\nskip = "sign"', [(9, "workflow.skip")]),
        ('[workflow]\nexpires = ["refused"]', [(9, "workflow.expires.refused")]),
        ("[workflow]\nterms = 3", [(9, "workflow.terms")]),
        ("[workflow.terms]\noffer = 3", [(9, "workflow.terms.offer")]),
        ("[workflow.terms]\noffered = 0", [(9, "workflow.terms.offered")]),
        ("[workflow]\nobjection_days = 0", [(9, "workflow.objection_days")]),
        ("[workflow.consequences.health]\npark = 3", [(9, "workflow.consequences.health.park")]),
        ("[workflow.consequences.rent_to_high]\npark_days = 3", [(8, "workflow.consequences.rent_to_high")]),
        (REASON.replace("refuse", "sign"), [(11, "workflow.reasons[1].steps")]),
        (REASON.replace("refuse", "sign off"), [(11, "workflow.reasons[1].steps[1]")]),
        (REASON + REASON, [(15, "workflow.reasons[2].code")]),
        (REASON + "valid_from = 2026-02-01\nvalid_until = 2026-01-01", [(15, "workflow.reasons[1].valid_until")]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert wrong(text) == expected


def test_a_step_that_cannot_be_skipped_gets_the_list_of_those_that_can() -> None:
    with pytest.raises(InputProblems, match="accept_home"):
        read('[workflow]\nskip = ["move_in"]')


def test_a_reason_that_is_nearly_one_gets_a_suggestion() -> None:
    with pytest.raises(InputProblems, match=r"Did you mean rent_too_high\?"):
        read("[workflow.consequences.rent_to_high]\npark_days = 3")


@pytest.mark.parametrize(
    "said",
    [
        {"skip": ("sign",)},
        {"expires": ("lease_signed",)},
        {"terms": {"support_started": 3}},
        {"reasons": ({"code": "a", "side": "person", "steps": ("refuse",), "nl": "a", "en": "a"},) * 2},
    ],
)
def test_the_domain_refuses_the_same(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot be skipped|does not wait|does not expire|twice"):
        Workflow.model_validate(said)
