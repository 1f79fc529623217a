"""The rounds that are measured: made by seed, from the delivered policy with every feature on."""

from allocator.domain.codes import Norm
from allocator.domain.round import Round
from allocator.generate import generate, with_every_feature
from allocator.generate.population import AS_OF
from allocator.intake import delivered_policy, read_policy


def made_up(households: int, units: int, seed: int, municipalities: str = "ten") -> Round:
    """A realistic week of this size; the same seed gives the same round."""
    policy = with_every_feature(read_policy(delivered_policy(), AS_OF), units)
    return generate(households, units, municipalities, seed, policy=policy)


def under(round_: Round, norm: str) -> Round:
    """The same round with every dimension balanced under one norm."""
    dimensions = tuple(d.model_copy(update={"norm": None}) for d in round_.policy.dimensions)
    policy = round_.policy.model_copy(update={"norm": Norm(norm), "dimensions": dimensions})
    return round_.model_copy(update={"policy": policy})
