"""Programs that a test makes up."""

from pathlib import Path


def executable(path: Path, text: str) -> Path:
    """Write a file that may be run, with its folders, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path
