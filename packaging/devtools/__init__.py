"""The parts of dev.py: standard library only, and nothing newer than Python 3.8."""
