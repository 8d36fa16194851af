"""Facts and arithmetic of possessions: the standard library and numpy, no screen, no files, no network."""
