"""What is handed out: icons of three systems, archives and packages, and what desktops are told of the program."""

import ast
import configparser
import hashlib
import io
import plistlib
import re
import shutil
import struct
import subprocess
import tarfile
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from freezing import archives, debian_package, integration, pictures, recipes
from freezing.product import APP_ID, MIME_TYPES, NAME, PACKAGING, ROOT, SUMMARY, TITLE, BuildError, Place, version
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from explorer import __version__
from explorer.app.frame import APP_ID as APP_ID_OF_THE_PROGRAM

LINUX = PACKAGING / "linux"
WORKFLOW = ROOT / ".github" / "workflows" / "build.yml"


def _read(body: bytes) -> QImage:
    image = QImage()
    assert image.loadFromData(body)
    return image


@pytest.mark.parametrize("size", [16, 48, 256])
def test_an_icon_is_drawn_at_its_size_on_nothing(qtbot: QtBot, size: int) -> None:
    image = _read(pictures.draw(size))
    assert (image.width(), image.height()) == (size, size)
    assert image.pixelColor(0, 0).alpha() == 0
    blue = QColor("#1d66a8")
    at = image.pixelColor(size // 2, size // 10)
    assert abs(at.red() - blue.red()) < 12
    assert at.alpha() == 255
    assert _read(pictures.draw(size, 0.25)).pixelColor(size // 2, size // 10).alpha() == 0


def test_an_icon_file_for_windows_holds_each_picture_where_it_says(qtbot: QtBot) -> None:
    drawn = {size: pictures.draw(size) for size in (16, 32, 256)}
    body = pictures.ico(drawn)
    reserved, kind, count = struct.unpack_from("<HHH", body)
    assert (reserved, kind, count) == (0, 1, 3)
    for number, size in enumerate(sorted(drawn)):
        width, height, _, _, _, bits, length, at = struct.unpack_from("<BBBBHHII", body, 6 + 16 * number)
        assert (width or 256, height or 256, bits) == (size, size, 32)
        assert body[at : at + length] == drawn[size]
    # Qt reads it too, and takes the first.
    assert _read(body).width() in drawn


def test_an_icon_file_for_macos_holds_every_kind_in_its_size(qtbot: QtBot) -> None:
    drawn = {kind: pictures.draw(size) for kind, size in pictures.MACOS_KINDS.items() if size <= 128}
    body = pictures.icns(drawn)
    assert body[:4] == b"icns"
    assert struct.unpack(">I", body[4:8])[0] == len(body)
    at, found = 8, {}
    while at < len(body):
        length = struct.unpack_from(">I", body, at + 4)[0]
        found[body[at : at + 4]] = body[at + 8 : at + length]
        at += length
    assert found == drawn
    assert all(_read(one).width() == pictures.MACOS_KINDS[kind] for kind, one in found.items())


@pytest.fixture
def place(tmp_path: Path, qtbot: QtBot) -> Place:
    """A build of three files and a link, with its icons."""
    made = Place(tmp_path / "work", tmp_path / "dist")
    made.contents.mkdir(parents=True)
    made.program.write_bytes(b"#!/bin/sh\necho started $0\n")
    made.program.chmod(0o755)
    (made.contents / "libown.so.1").write_bytes(b"not a library")
    (made.contents / "libown.so").symlink_to("libown.so.1")
    made.icons.mkdir(parents=True)
    for size in pictures.LINUX_SIZES:
        (made.icons / f"application-{size}.png").write_bytes(pictures.draw(size))
    return made


def _members(package: bytes) -> dict[str, bytes]:
    assert package.startswith(b"!<arch>\n")
    at, found = 8, {}
    while at < len(package):
        head = package[at : at + 60]
        assert head.endswith(b"`\n")
        length = int(head[48:58])
        found[head[:16].decode().strip()] = package[at + 60 : at + 60 + length]
        at += 60 + length + length % 2
    return found


def test_a_debian_package_installs_the_program_its_command_and_its_desktop_files(place: Place, tmp_path: Path) -> None:
    path = debian_package.make(place, place.dist, "x86_64")
    assert path.name == f"{NAME}_{version()}_amd64.deb"
    members = _members(path.read_bytes())
    assert list(members) == ["debian-binary", "control.tar.xz", "data.tar.xz"]
    assert members["debian-binary"] == b"2.0\n"
    with tarfile.open(fileobj=io.BytesIO(members["control.tar.xz"])) as control:
        sums = control.extractfile("./md5sums")
        assert sums is not None
        told = dict(row.split("  ")[::-1] for row in sums.read().decode().splitlines())
        assert control.getmember("./postinst").mode & 0o111
    with tarfile.open(fileobj=io.BytesIO(members["data.tar.xz"])) as data:
        names = data.getnames()
        assert all(one.uid == one.gid == 0 for one in data)
        # A folder comes before what lies in it.
        assert all(str(Path(name).parent) in ("usr", ".") or f"./{Path(name).parent}" in names for name in names)
        data.extractall(tmp_path / "root", filter="fully_trusted")
    root = tmp_path / "root"
    for name, digest in told.items():
        assert hashlib.md5((root / name).read_bytes(), usedforsecurity=False).hexdigest() == digest
    real = {one.relative_to(root).as_posix() for one in root.rglob("*") if one.is_file() and not one.is_symlink()}
    assert real == told.keys()
    assert (root / "usr/lib" / NAME / "_internal" / "libown.so").is_symlink()
    started = subprocess.run([root / "usr/bin" / NAME], capture_output=True, text=True, check=True, timeout=20)
    assert started.stdout.startswith("started")
    for folder in ("applications", "metainfo", "mime/packages", "icons/hicolor/scalable/apps"):
        assert any((root / "usr/share" / folder).iterdir())


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg")
def test_debians_own_tool_reads_the_package(place: Place) -> None:
    path = debian_package.make(place, place.dist, "x86_64")
    done = subprocess.run(["dpkg-deb", "--field", path], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert f"Version: {version()}" in done.stdout
    listed = subprocess.run(["dpkg-deb", "--contents", path], capture_output=True, text=True, check=True, timeout=60)
    assert f"./usr/bin/{NAME} -> ../lib/{NAME}/{NAME}" in listed.stdout


def test_the_same_build_is_the_same_package(place: Place) -> None:
    first = debian_package.make(place, place.dist, "x86_64").read_bytes()
    assert debian_package.make(place, place.dist, "x86_64").read_bytes() == first


def test_a_package_asks_for_the_libraries_it_does_not_bring() -> None:
    names = ["libGL.so.1", "libc.so.6", "ld-linux-x86-64.so.2", "libstdc++.so.6", "libm.so.6"]
    assert debian_package.depends(names, "2.35") == ["libc6 (>= 2.35)", "libgl1", "libstdc++6"]
    with pytest.raises(BuildError, match=r"libstrange\.so\.1"):
        debian_package.depends(["libstrange.so.1"], "2.35")
    assert debian_package.glibc_of({"GLIBC_2.4", "GLIBC_2.34", "GLIBC_2.2.5"}) == "2.34"


def test_the_archive_holds_the_folder_and_puts_it_into_the_menu(place: Place, tmp_path: Path) -> None:
    path = archives.tarball(place, place.dist / "x.tar.xz", "possession-explorer-x")
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path / "a place", filter="fully_trusted")
    folder = tmp_path / "a place" / "possession-explorer-x"
    assert (folder / NAME).stat().st_mode & 0o111
    assert (folder / "_internal" / "libown.so").is_symlink()
    data = tmp_path / "data"
    environment = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(data), "HOME": str(tmp_path)}
    subprocess.run([folder / "add-to-menu.sh"], env=environment, check=True, timeout=20)
    entry = (data / "applications" / f"{APP_ID}.desktop").read_text("utf-8")
    assert f'Exec="{folder}/{NAME}" %F\n' in entry
    subprocess.run([folder / "add-to-menu.sh", "--remove"], env=environment, check=True, timeout=20)
    assert [one for one in data.rglob(f"{APP_ID}*") if one.is_file()] == []


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).write_text(name)
    text = archives.write_sums([tmp_path / "b", tmp_path / "a"], tmp_path / "SUMS").read_text()
    assert text == "".join(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in ("a", "b"))


def _desktop() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # how configparser is told to keep capitals
    parser.read(LINUX / f"{APP_ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def test_every_file_that_names_the_program_names_it_alike() -> None:
    entry, text = _desktop(), (LINUX / f"{APP_ID}.metainfo.xml").read_text("utf-8")
    info = ElementTree.fromstring(text)
    script = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert APP_ID_OF_THE_PROGRAM == APP_ID == info.findtext("id") == entry["Icon"]
    assert version() == __version__
    assert entry["Name"] == TITLE == info.findtext("name")
    assert entry["Comment"] == SUMMARY == info.findtext("summary")
    assert entry["Exec"] == f"{NAME} %F"
    assert [NAME] == [*script] == [info.findtext("provides/binary")]
    assert info.findtext("launchable") == f"{APP_ID}.desktop"
    release = info.find("releases/release")
    assert release is not None
    assert release.get("version") == version()
    assert {one.text for one in info.iterfind("categories/category")} < set(entry["Categories"].split(";"))


def test_the_types_of_files_are_the_same_everywhere() -> None:
    types = ElementTree.parse(LINUX / f"{APP_ID}.mime.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    found = {one.get("type"): [glob.get("pattern") for glob in one.iter(f"{space}glob")] for one in types}
    assert found == {kind: [f"*.{suffix}"] for kind, suffix in MIME_TYPES.items()}
    assert set(MIME_TYPES) <= set(_desktop()["MimeType"].split(";"))
    info = ElementTree.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot()
    assert {one.text for one in info.iterfind("provides/mediatype")} == set(MIME_TYPES)


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="needs appstream")
def test_the_description_is_valid() -> None:
    command = ["appstreamcli", "validate", "--pedantic", "--no-net", str(LINUX / f"{APP_ID}.metainfo.xml")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="needs shared-mime-info")
def test_the_types_are_taken_by_the_desktops_own_tool(tmp_path: Path) -> None:
    for name, source in integration.share(tmp_path):
        if name.startswith("mime/"):
            (tmp_path / name).parent.mkdir(parents=True)
            shutil.copyfile(source, tmp_path / name)
    done = subprocess.run(["update-mime-database", tmp_path / "mime"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    globs = (tmp_path / "mime" / "globs2").read_text()
    assert all(f"{kind}:*.{suffix}" in globs for kind, suffix in MIME_TYPES.items())


def test_the_bundle_of_macos_names_its_documents_in_what_apple_reads() -> None:
    info = plistlib.loads(plistlib.dumps(recipes.info_plist()))
    declared = {one["UTTypeIdentifier"] for one in info["UTExportedTypeDeclarations"]}
    opened = [kind for one in info["CFBundleDocumentTypes"] for kind in one["LSItemContentTypes"]]
    assert declared < set(opened)
    assert info["UTExportedTypeDeclarations"][0]["UTTypeTagSpecification"]["public.filename-extension"] == [
        *MIME_TYPES.values()
    ]
    assert info["CFBundleVersion"] == version()
    # Only its own type is claimed: JSON keeps the editor that the user has for it.
    assert [one["LSHandlerRank"] for one in info["CFBundleDocumentTypes"]] == ["Owner", "Alternate"]
    rights = plistlib.loads((PACKAGING / "macos" / "entitlements.plist").read_bytes())
    assert all(value is True for value in rights.values())


def test_the_version_resource_of_windows_is_one_expression_with_four_numbers() -> None:
    tree = ast.parse(recipes.version_resource(), mode="eval")
    assert isinstance(tree.body, ast.Call)
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert {TITLE, version(), f"{NAME}.exe"} <= texts
    assert recipes.version_numbers("0.1.0") == (0, 1, 0, 0)
    assert recipes.version_numbers("12.3rc1") == (12, 31, 0, 0)


def test_the_installer_of_windows_has_its_sections_and_every_value_it_asks_for() -> None:
    text = (PACKAGING / "windows" / f"{NAME}.iss").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\]$", text, flags=re.M)
    assert {"Setup", "Files", "Icons", "Registry", "Run", "Code"} <= set(sections)
    assert len(set(sections)) == len(sections)
    defined = dict(re.findall(r'^#define (\w+) "?([^"\n]+)"?$', text, flags=re.M))
    handed_in = {"Version", "Built", "Output", "Title", "Icons"}
    assert set(re.findall(r"\{#(\w+)\}", text)) <= defined.keys() | handed_in
    assert defined["AppId"] == APP_ID
    assert defined["Answer"] == recipes.UTI
    assert defined["Name"] == TITLE
    assert defined["Program"] == f"{TITLE.replace(' ', '')}.exe"
    for row in re.findall(r"^(?:Root|Source|Type): .*$", text, flags=re.M):
        # In a value a quotation mark is written twice.
        assert row.count('"') % 2 == 0, row
    assert all(f'"{name}"' in (PACKAGING / "freezing" / "archives.py").read_text("utf-8") for name in handed_in)


def test_the_workflow_does_all_of_it_on_three_systems_with_the_least_rights() -> None:
    text = WORKFLOW.read_text("utf-8")
    assert "\t" not in text
    for step in ("dev.py check", "dev.py test", "dev.py build --archives", "attest-build-provenance", "SHA256SUMS"):
        assert step in text
    for system in ("ubuntu", "windows", "macos"):
        assert re.search(rf"\b{system}-\d", text)
    assert re.search(r"^permissions:\n  contents: read$", text, flags=re.M)
    assert all(re.fullmatch(r"[\w/.-]+@(v\d+|[0-9a-f]{40})", name) for name in re.findall(r"uses: (\S+)", text))
