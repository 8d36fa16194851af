"""Possession Explorer: possessions of basketball games, listed, narrowed and looked at."""

__version__ = "0.1.0"
