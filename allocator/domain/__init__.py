"""What things are: frozen, validated models. No input or output, no clock, no randomness."""
