"""The court and what is drawn on it."""
