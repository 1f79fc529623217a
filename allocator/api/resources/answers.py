"""``/answers``: how an answer stands that its caller did not want to wait for."""

from typing import Annotated

from fastapi import APIRouter, Path

from allocator.api.caller import Called
from allocator.api.later import AnswerState, aside_of, key_of
from allocator.api.once import Route
from allocator.api.problems import Missing
from allocator.domain.sentence import Sentence
from allocator.locale import N_

router = APIRouter(tags=["looking further"], route_class=Route)
Key = Annotated[str, Path(alias="answer", pattern="^[0-9a-f]{1,32}$", description="Key of the answer.")]


@router.get("/answers/{answer}", summary="How an answer stands")
def show_answer(caller: Called, key: Key) -> AnswerState:
    """How an answer stands that was asked with `Prefer: respond-async`; what others asked is not here."""
    found = aside_of(caller).standing(key_of(caller, key))
    if found is None:
        raise Missing(404, "no_answer", Sentence(N_("You asked for no such answer, or too long ago; ask again.")))
    return AnswerState(id=key, address=found[0], status=found[1])
