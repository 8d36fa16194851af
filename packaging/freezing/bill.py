"""The bill of materials: CycloneDX 1.6, made from what PyInstaller wrote down, compared with what is in the folder."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from freezing.licences import FOLDER as LICENCES
from freezing.licences import Licence
from freezing.origins import DEBIAN, DISTRIBUTION, OWN, PYTHON, Origin, canonical
from freezing.product import APP_ID, NAME, made_at_s, version

FILE = "sbom.cdx.json"
ARCHIVE = "archive:"
_PURLS = {
    DISTRIBUTION: "pkg:pypi/{name}@{version}",
    PYTHON: "pkg:generic/python@{version}",
    DEBIAN: "pkg:deb/debian/{name}@{version}",
    OWN: "pkg:generic/{name}@{version}",
}


def purl(origin: Origin) -> str:
    """The package address of an origin."""
    form = _PURLS.get(origin.kind, "pkg:generic/{name}@{version}")
    return form.format(name=quote(origin.name, safe="-._"), version=quote(origin.version, safe="-._"))


def make_bill(
    files: Mapping[str, Origin], licences: Mapping[Origin, Licence], inside: Sequence[tuple[str, str, str]] = ()
) -> dict[str, Any]:
    """The bill as a tree to be written as JSON.

    files: the origin of every frozen file and module. inside: what comes inside of a component: that component's
    name, its own name, its version.
    """
    own = next(origin for origin in licences if origin.kind == OWN)
    others = sorted(origin for origin in licences if origin.kind != OWN)
    parts: dict[str, list[dict[str, Any]]] = {}
    for holder, name, number in inside:
        address = f"pkg:generic/{name}@{number}"
        part = {"type": "library", "bom-ref": address, "name": name, "version": number, "purl": address}
        parts.setdefault(holder, []).append(part)
    components = []
    for origin in others:
        component = _component(origin, licences[origin], [to for to, one in files.items() if one == origin])
        if origin.name in parts:
            component["components"] = parts[origin.name]
        components.append(component)
    main = _component(own, licences[own], [to for to, one in files.items() if one == own])
    body = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(made_at_s(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {**main, "type": "application", "group": APP_ID.rpartition(".")[0]},
        },
        "components": components,
        "dependencies": [{"ref": purl(own), "dependsOn": [purl(origin) for origin in others]}],
    }
    # The same content is the same bill.
    content = json.dumps(body, sort_keys=True)
    return {**body, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{NAME}/{version()}/{content}')}"}


def _component(origin: Origin, licence: Licence, places: Iterable[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"license": {"name": licence.name}}
    return {
        "type": "platform" if origin.kind == PYTHON else "library",
        "bom-ref": purl(origin),
        "name": origin.name,
        "version": origin.version,
        "purl": purl(origin),
        "licenses": [{"expression": licence.expression} if licence.expression else told],
        "evidence": {"occurrences": [{"location": place} for place in sorted(_brief(places))]},
    }


def _brief(places: Iterable[str]) -> set[str]:
    """Files one by one, modules of the program's archive by their packages."""
    return {
        ARCHIVE + place.removeprefix(ARCHIVE).partition(".")[0] if place.startswith(ARCHIVE) else place
        for place in places
    }


def differences(
    bill: Mapping[str, Any], folder: Path, modules: Iterable[str], installed: Mapping[str, Distribution]
) -> list[str]:
    """Sentences on where a bill and a built folder differ; none when they are equal.

    Files are looked for in the folder itself, distributions by the names of files and modules there and what is
    installed: neither asks what PyInstaller wrote down, which the bill is made from.
    modules: the dotted names in the program's archive.
    """
    components = [bill["metadata"]["component"], *bill["components"]]
    listed = [one["location"] for part in components for one in part["evidence"]["occurrences"]]
    there = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name != FILE and LICENCES not in path.parts
    }
    named = {place for place in listed if not place.startswith(ARCHIVE)}
    found = [f"{place} is in the folder but not in the bill" for place in sorted(there - named)]
    found += [f"{place} is in the bill but not in the folder" for place in sorted(named - there)]
    found += [f"{place} is listed twice" for place in sorted(named) if listed.count(place) > 1]
    whole = list(modules)
    archived = {name.partition(".")[0] for name in whole}
    packed = {place.removeprefix(ARCHIVE) for place in listed if place.startswith(ARCHIVE)}
    found += [f"the module {name} is in the program but not in the bill" for name in sorted(archived - packed)]
    found += [f"the module {name} is in the bill but not in the program" for name in sorted(packed - archived)]
    wanted = _distributions_of(there, whole, installed)
    told = {(one["name"], one["version"]) for one in components if one["purl"].startswith("pkg:pypi/")}
    found += [f"{name} {number} is frozen but not in the bill" for name, number in sorted(wanted - told)]
    found += [f"{name} {number} is in the bill but not frozen" for name, number in sorted(told - wanted)]
    return found


def _distributions_of(
    files: Iterable[str], modules: Iterable[str], installed: Mapping[str, Distribution]
) -> set[tuple[str, str]]:
    """Those of which a file lies in the folder as it does when installed, or a module in the program."""
    owners: dict[str, str] = {}
    for name, one in installed.items():
        for file in one.files or ():
            owners[file.as_posix()] = name
            if file.suffix == ".ttf":
                owners[f"explorer/_resources/fonts/{file.name}"] = name
            if file.suffix == ".py":
                owners[ARCHIVE + ".".join(file.with_suffix("").parts).removesuffix(".__init__")] = name
                if "rthooks" in file.parts:
                    owners[ARCHIVE + file.stem] = name
    places = {place.partition("/")[2] for place in files} | {ARCHIVE + module for module in modules}
    found = {owners[place] for place in places if place in owners}
    return {(canonical(name), installed[name].version) for name in found}
