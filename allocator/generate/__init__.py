"""Made-up regions from documented assumptions."""

from allocator.generate.population import generate
from allocator.generate.showcase import with_every_feature

__all__ = ["generate", "with_every_feature"]
