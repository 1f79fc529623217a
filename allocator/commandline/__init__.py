"""The door of the terminal: commands that read a case, match it, and say what was found, in Dutch or English."""
