"""What Windows and macOS want to know of a program: the version resource, and the property list of the bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from freezing.product import APP_ID, AUTHORS, MIME_TYPES, NAME, SUMMARY, TITLE, version

UTI = f"{APP_ID}.answer"
OLDEST_MACOS = "13.0"
"""That of Qt's wheels."""

_VERSION_RESOURCE = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1),
  kids=[
    StringFileInfo([StringTable("080904B0", [
{rows}
    ])]),
    VarFileInfo([VarStruct("Translation", [0x0809, 1200])]),
  ],
)
"""


def version_numbers(text: str) -> tuple[int, int, int, int]:
    """Windows wants four numbers: 0.1.0 is 0, 1, 0, 0; what follows a number's digits is dropped."""
    digits = ["".join(ch for ch in part if ch.isdecimal()) for part in text.split(".")[:4]]
    first, second, third, fourth, *_ = [*(int(part or 0) for part in digits), 0, 0, 0, 0]
    return first, second, third, fourth


def version_resource() -> str:
    """The version resource, as PyInstaller reads it: British English, Unicode."""
    texts = {
        "CompanyName": AUTHORS,
        "FileDescription": TITLE,
        "FileVersion": version(),
        "InternalName": NAME,
        "LegalCopyright": f"{AUTHORS}. MIT licence.",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": TITLE,
        "ProductVersion": version(),
        "Comments": SUMMARY,
    }
    rows = ",\n".join(f"      StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return _VERSION_RESOURCE.format(numbers=version_numbers(version()), rows=rows)


def write_version_resource(folder: Path) -> Path:
    """Write it into a folder, and return its path."""
    path = folder / "version.txt"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(version_resource(), encoding="utf-8")
    return path


def info_plist() -> dict[str, Any]:
    """What the bundle tells macOS: its documents, that it is sharp on fine screens, and dark when the system is."""
    return {
        "CFBundleDisplayName": TITLE,
        "CFBundleName": TITLE,
        "CFBundleShortVersionString": version(),
        "CFBundleVersion": version(),
        "LSApplicationCategoryType": "public.app-category.sports",
        "LSMinimumSystemVersion": OLDEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": f"{AUTHORS}. MIT licence.",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Saved answer",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [UTI],
            },
            {
                "CFBundleTypeName": "JSON",
                "CFBundleTypeRole": "Viewer",
                # Editors open JSON first; this program is among what can.
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.json", "org.gnu.gnu-zip-archive", "public.comma-separated-values-text"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": UTI,
                "UTTypeDescription": "Saved answer of a basketball feed",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": list(MIME_TYPES.values()),
                    "public.mime-type": list(MIME_TYPES),
                },
            }
        ],
    }
