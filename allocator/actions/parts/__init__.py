"""What actions share. Doors do not come here: what they can do is what the actions beside this folder do."""
