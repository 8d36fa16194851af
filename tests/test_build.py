"""What goes into a build: what is left out, whose each file is, its licence, and a bill that tells all of it."""

import ast
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

import pytest
from freezing import bill, contents, licences, linked, origins
from freezing.bill import ARCHIVE
from freezing.contents import Entry
from freezing.licences import Licence
from freezing.origins import DISTRIBUTION, OURS, PYTHON_ITSELF, Origin
from freezing.own_libraries import give_back
from freezing.product import PACKAGING, ROOT, BuildError, Place

PLUGINS = "PySide6/Qt/plugins"
LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's own tools")


@pytest.mark.parametrize("path", sorted((PACKAGING / "freezing").glob("*.py")), ids=lambda path: path.name)
def test_a_room_of_the_build_is_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 350


@pytest.mark.parametrize(
    ("to", "is_wanted"),
    [
        (f"{PLUGINS}/platforms/libqxcb.so", True),
        (f"{PLUGINS}/platforms/libqoffscreen.so", True),
        (f"{PLUGINS}/platforms/libqeglfs.so", False),
        (f"{PLUGINS}/platformthemes/libqgtk3.so", False),
        (f"{PLUGINS}/tls/libqopensslbackend.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\imageformats\\qtiff.dll", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Core.so.6", True),
        ("explorer/_resources/icons/check.svg", True),
        ("explorer/_resources/pictures/window.png", False),
    ],
)
def test_plugins_are_named_to_be_taken_and_all_else_is_taken_unless_named(to: str, is_wanted: bool) -> None:
    assert contents.is_wanted((to, "", "BINARY")) is is_wanted


def test_a_library_that_only_a_left_out_plugin_needs_is_left_out_with_what_it_needs() -> None:
    needs = {
        "/src/gtk.so": ["libgtk.so"],
        "/src/xcb.so": ["libxcb.so", "libX11.so.6"],
        "/src/libgtk.so": ["libgdk.so"],
        "/src/libxcb.so": ["libdeep.so"],
        "/src/libX11.so.6": ["libbelow.so"],
        "/src/ext.so": ["libssl.so"],
    }
    entries: list[Entry] = [
        (f"{PLUGINS}/platformthemes/libqgtk3.so", "/src/gtk.so", "BINARY"),
        (f"{PLUGINS}/platforms/libqxcb.so", "/src/xcb.so", "BINARY"),
        ("numpy/ext.so", "/src/ext.so", "EXTENSION"),
        ("libpython3.12.so.1.0", "/src/libpython", "BINARY"),
        *((name, f"/src/{name}", "BINARY") for name in ("libgtk.so", "libgdk.so", "libxcb.so", "libdeep.so")),
        *((name, f"/src/{name}", "BINARY") for name in ("libX11.so.6", "libbelow.so", "libssl.so")),
    ]
    kept = contents.without_orphans(entries, lambda path: needs.get(path, []))
    names = {Path(to).name for to, _, _ in kept}
    assert names == {"libqxcb.so", "ext.so", "libpython3.12.so.1.0", "libxcb.so", "libdeep.so", "libssl.so"}


def test_a_link_goes_with_the_library_that_it_leads_to() -> None:
    kept: list[Entry] = [("PySide6/Qt/lib/libQt6Core.so.6", "/src/libQt6Core.so.6", "BINARY")]
    links: list[Entry] = [
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK"),
        ("certifi/cacert.pem", "/src/cacert.pem", "DATA"),
    ]
    assert [to for to, _, _ in contents.without_dangling(links, kept)] == ["libQt6Core.so.6", "certifi/cacert.pem"]


@LINUX_ONLY
@pytest.mark.skipif(shutil.which("objdump") is None, reason="needs binutils")
def test_what_a_library_is_linked_with_is_told_and_what_a_folder_lacks(tmp_path: Path) -> None:
    import _ssl

    library = Path(_ssl.__file__)
    assert "libssl" in " ".join(linked.needed(library))
    shutil.copy(library, tmp_path / "own.so")
    outside = linked.needed_from_outside(tmp_path)
    assert outside == sorted(linked.needed(library))
    (tmp_path / outside[0]).write_bytes(b"")
    assert linked.needed_from_outside(tmp_path) == outside[1:]


def _few(known: origins.Origins) -> dict[str, Distribution]:
    """Three of the installed distributions: to look through all of them takes a second each time."""
    return {name: known.installed[name] for name in ("numpy", "requests", "pytest")}


def _frozen(tmp_path: Path) -> tuple[Path, origins.Origins]:
    """The working folder of a build of almost nothing, as PyInstaller writes one."""
    work = tmp_path / "work"
    (work / "localpycs").mkdir(parents=True)
    numpy = distribution("numpy")
    core = next(
        file for file in numpy.files or () if "_multiarray_umath" in file.name and file.suffix in (".so", ".pyd")
    )
    loader = str(work / "possession-explorer")
    (work / "COLLECT-00.toc").write_text(
        repr(
            (
                [
                    ("possession-explorer", loader, "EXECUTABLE"),
                    (core.as_posix(), str(core.locate()), "EXTENSION"),
                    ("explorer/_resources/icons/check.svg", str(ROOT / "resources/icons/check.svg"), "DATA"),
                    ("libnumpy.so", core.as_posix(), "SYMLINK"),
                ],
            )
        )
    )
    modules = [
        ("numpy.version", str(numpy.locate_file("numpy/version.py")), "PYMODULE"),
        ("json.decoder", json.decoder.__file__, "PYMODULE"),
        ("explorer.paths", str(ROOT / "explorer/paths.py"), "PYMODULE"),
        ("jaraco", "-", "PYMODULE"),
    ]
    (work / "PYZ-00.toc").write_text(repr(("PYZ.pyz", modules)))
    (work / "PKG-00.toc").write_text(repr(("x", {}, [("__main__", str(ROOT / "explorer/__main__.py"), "PYSOURCE")])))
    return work, origins.Origins(work)


def _described(tmp_path: Path) -> tuple[dict[str, Any], Path, list[str], origins.Origins]:
    work, known = _frozen(tmp_path)
    taken = origins.read_taken(work, "_internal")
    places = known.of_all(one.source for one in taken)
    files = {one.to: places[one.source] for one in taken}
    found = {one: licences.licence_of(one, known.installed) for one in set(files.values())}
    folder = tmp_path / "folder"
    for place in files:
        if not place.startswith(ARCHIVE):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(b"")
    modules = [place.removeprefix(ARCHIVE) for place in files if place.startswith(ARCHIVE)]
    return bill.make_bill(files, found), folder, modules, known


def test_the_bill_names_every_component_once_with_version_licence_and_address(tmp_path: Path) -> None:
    made, _, _, _ = _described(tmp_path)
    assert made["bomFormat"] == "CycloneDX"
    assert made["specVersion"] == "1.6"
    version = distribution("numpy").version
    by_name = {part["name"]: part for part in made["components"]}
    assert by_name.keys() == {"numpy", "Python"}
    assert by_name["numpy"]["purl"] == f"pkg:pypi/numpy@{version}"
    assert "BSD-3-Clause" in by_name["numpy"]["licenses"][0]["expression"]
    assert made["metadata"]["component"]["name"] == "possession-explorer"
    refs = [made["metadata"]["component"]["bom-ref"], *(part["bom-ref"] for part in made["components"])]
    assert len(set(refs)) == len(refs)
    assert {made["dependencies"][0]["ref"], *made["dependencies"][0]["dependsOn"]} == set(refs)


def test_the_same_content_is_the_same_bill(tmp_path: Path) -> None:
    first = _described(tmp_path / "a")[0]
    assert json.dumps(first) == json.dumps(_described(tmp_path / "b")[0])


def test_a_bill_equals_its_folder_and_every_way_to_differ_is_told(tmp_path: Path) -> None:
    made, folder, modules, known = _described(tmp_path)
    assert bill.differences(made, folder, modules, _few(known)) == []
    extra = folder / "_internal" / "stray.so"
    extra.write_bytes(b"")
    assert bill.differences(made, folder, modules, _few(known)) == [
        "_internal/stray.so is in the folder but not in the bill"
    ]
    extra.unlink()
    assert bill.differences(made, folder, [*modules, "requests.api"], _few(known)) == [
        "the module requests is in the program but not in the bill",
        f"requests {distribution('requests').version} is frozen but not in the bill",
    ]
    (folder / "_internal/explorer/_resources/icons/check.svg").unlink()
    assert bill.differences(made, folder, modules, _few(known)) == [
        "_internal/explorer/_resources/icons/check.svg is in the bill but not in the folder"
    ]
    numpy = next(part for part in made["components"] if part["name"] == "numpy")
    numpy["version"] = "0.1"
    assert any(
        "numpy 0.1 is in the bill but not frozen" in one for one in bill.differences(made, folder, modules, _few(known))
    )


def test_a_file_of_nobody_stops_the_build(tmp_path: Path) -> None:
    _, known = _frozen(tmp_path)
    stray = tmp_path / "stray.bin"
    stray.write_bytes(b"")
    with pytest.raises(BuildError, match=r"stray\.bin"):
        known.of_all([str(stray)])


@LINUX_ONLY
@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="needs dpkg")
def test_a_system_library_is_its_package_and_has_its_copyright(tmp_path: Path) -> None:
    _, known = _frozen(tmp_path)
    library = next(path for path in Path("/usr/lib").rglob("libz.so.1") if not path.is_dir())
    found = known.of_all([str(library)])[str(library)]
    assert (found.kind, found.name) == (origins.DEBIAN, "zlib1g")
    assert found.version
    assert licences.licence_of(found, known.installed).texts


def test_a_licence_that_nobody_tells_stops_the_build(tmp_path: Path) -> None:
    info = tmp_path / "nameless-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nameless\nVersion: 1.0\n")
    (info / "RECORD").write_text("nameless-1.0.dist-info/METADATA,,\n")
    known = origins.Origins(tmp_path, [str(tmp_path)])
    with pytest.raises(BuildError, match="nameless"):
        licences.licence_of(Origin(DISTRIBUTION, "nameless", "1.0"), known.installed)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nameless\nVersion: 1.0\nLicense-Expression: MIT\n")
    known = origins.Origins(tmp_path, [str(tmp_path)])
    with pytest.raises(BuildError, match="text"):
        licences.licence_of(Origin(DISTRIBUTION, "nameless", "1.0"), known.installed)


def test_every_locked_package_tells_its_licence_and_has_its_text(tmp_path: Path) -> None:
    installed = origins.Origins(tmp_path).installed
    names = {row.partition("==")[0] for row in (PACKAGING / "requirements.txt").read_text().splitlines() if "==" in row}
    there = sorted(names & installed.keys())
    assert {"numpy", "pyside6-essentials", "requests"} <= set(there)
    for name in there:
        found = licences.licence_of(Origin(DISTRIBUTION, name, installed[name].version), installed)
        assert found.expression, name
        assert all(path.is_file() for path in found.texts), name


def test_texts_of_the_same_name_are_all_copied(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "LICENSE.txt").write_text(f"licence {number}")
    texts = tuple(tmp_path / str(number) / "LICENSE.txt" for number in (1, 2))
    assert licences.copy_texts({OURS: Licence("MIT", texts=texts)}, tmp_path / "out") == 2
    copied = {path.read_text() for path in (tmp_path / "out" / OURS.name).iterdir()}
    assert copied == {"licence 1", "licence 2"}


def test_python_has_its_licence() -> None:
    assert licences.licence_of(PYTHON_ITSELF, {}).texts[0].read_text("utf-8").count("PYTHON SOFTWARE FOUNDATION")


def test_the_spec_is_python_and_names_the_program_its_resources_and_what_it_leaves_out() -> None:
    text = (PACKAGING / "possession-explorer.spec").read_text("utf-8")
    compile(text, "possession-explorer.spec", "exec", dont_inherit=True)
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert {"Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE"} <= calls
    assert 'ROOT / "resources"' in text
    assert "contents.EXCLUDED_MODULES" in text


def test_pyqtgraph_starts_without_the_modules_that_a_build_leaves_out() -> None:
    code = """
import runpy, sys
class Without:
    def find_spec(self, name, path, target=None):
        if name in ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "numpy.random"):
            if not name.startswith("PySide6.QtOpenGL"):
                raise ModuleNotFoundError(name, name=name)
            return runner["WithoutOpenGL"]().find_spec(name, path)
runner = runpy.run_path(sys.argv[1])
sys.meta_path.insert(0, Without())
import pyqtgraph
assert "QOpenGLBuffer" not in vars(sys.modules["PySide6.QtOpenGL"])
import explorer.app.main
assert "numpy.random" not in sys.modules
"""
    command = [sys.executable, "-c", code, str(PACKAGING / "freezing" / "without_opengl.py")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_program_is_built_described_and_tried() -> None:
    done = subprocess.run(
        [sys.executable, str(PACKAGING / "dev.py"), "build"], capture_output=True, text=True, timeout=900
    )
    if done.returncode == 4:
        pytest.skip("what the build needs cannot be fetched here")
    assert done.returncode == 0, done.stderr
    assert "start to first paint" in done.stderr
    made = json.loads((Place().folder / bill.FILE).read_text("utf-8"))
    assert {"numpy", "pyside6-essentials", "Python"} <= {part["name"] for part in made["components"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH": "/build", "LD_LIBRARY_PATH_ORIG": "/own", "HOME": "/h"}, {"LD_LIBRARY_PATH": "/own"}),
        ({"LD_LIBRARY_PATH": "/build", "HOME": "/h"}, {}),
        ({"LD_LIBRARY_PATH": "/own", "HOME": "/h"}, {"LD_LIBRARY_PATH": "/own"}),
        ({"HOME": "/h"}, {}),
    ],
)
def test_what_the_built_program_starts_has_its_own_libraries(before: dict[str, str], after: dict[str, str]) -> None:
    give_back(before, "/build")
    assert before == {"HOME": "/h", **after}
