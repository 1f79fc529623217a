"""How the tables came to be, revision by revision. A revision that was published is never edited."""
