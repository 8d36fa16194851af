"""The build, run by `dev.py build` in an environment of its own: freeze, describe, try, pack."""
