"""What a user can have done, with or without a window. No Qt."""
