"""What is kept: SQLite, one file, the raw answers as the truth. No Qt."""
