"""Made-up regions from documented assumptions."""

from allocator.simulate.population import generate
from allocator.simulate.showcase import with_every_feature

__all__ = ["generate", "with_every_feature"]
