"""What the commands on the database do: they call the actions, and show what those say."""
