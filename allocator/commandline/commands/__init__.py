"""Commands that work on what is kept: their arguments and their help. What they do stands in ``kept``."""
