"""Facts of households, units and the round, found once in plain Python and used by every rule."""
