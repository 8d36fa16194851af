"""What comes over the border is read whole or refused with a DataError that names the place; nothing else is raised."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from explorer.cli import DONE
from explorer.cli import main as cli_main
from explorer.core.errors import DataError, ExplorerError
from explorer.core.model import Answer
from explorer.core.tabulate import tabulate
from explorer.sources import border, files
from explorer.sources.border import DEEPEST, LARGEST_BODY
from explorer.sources.files import FileResult
from explorer.sources.source import READERS, decode_parts
from tests.payloads import DAL, NOP, body_of, ctg_payload, ctg_row, st_sample

ORIGIN = "game 7.json"
CTG_SAMPLE = ctg_payload(
    [ctg_row(1, DAL, NOP, 0, 12)],
    shots=[{"shot_id_ctg": "shot_1", "possession_id_ctg": f"possession_{1:032x}", "loc_x": 1.5, "is_made": True}],
)
SAMPLES = [st_sample(), CTG_SAMPLE]


def read(body: bytes) -> FileResult:
    """Read a body as a file's content is read, and decode it to the end."""
    unpacked = border.unpack(body, ORIGIN)
    kind = files.kind_of(unpacked, ORIGIN)
    if kind not in READERS:
        return FileResult(Path(ORIGIN))
    part = READERS[kind](Answer(kind, "", unpacked, ORIGIN, 0.0))
    tabulate(decode_parts([part]))
    return FileResult(Path(ORIGIN), part)


def refusal(body: bytes) -> DataError:
    with pytest.raises(DataError) as caught:
        read(body)
    assert caught.value.origin == ORIGIN
    assert str(caught.value).startswith(ORIGIN)
    return caught.value


def survives(body: bytes) -> None:
    """Reading gives a game, or one DataError; any other exception fails the test."""
    try:
        read(body)
    except DataError as error:
        refused = error
    else:
        return
    assert refused.origin == ORIGIN
    assert refused.reason


@pytest.mark.parametrize("sample", SAMPLES, ids=["shottracker", "ctg"])
def test_cut_off_at_every_position(sample: Any) -> None:
    body = body_of(sample)
    assert read(body).part is not None
    for length in range(len(body)):
        refusal(body[:length])


@given(st.binary(max_size=300))
def test_random_bytes(body: bytes) -> None:
    survives(body)


@given(st.binary(max_size=200))
def test_random_bytes_behind_the_mark_of_gzip(body: bytes) -> None:
    survives(b"\x1f\x8b" + body)


WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["Q1", "OT0", "H9", "12:30.0", "99:99", "-1:00", "2024-11-30", "9999-12-31T23:59:59-23:59", "٣"]),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inside in items for found in [(*path, key), *places(inside, (*path, key))]]


@settings(max_examples=400)
@given(st.data())
def test_mutated_payloads(data: st.DataObject) -> None:
    sample = json.loads(json.dumps(data.draw(st.sampled_from(SAMPLES))))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(sample)))
        holder: Any = sample
        for key in path[:-1]:
            holder = holder[key]
        if data.draw(st.booleans()):
            holder[path[-1]] = data.draw(WILD)
        elif isinstance(holder, list):
            holder.insert(0, data.draw(WILD))
        else:
            holder[data.draw(st.text(max_size=8))] = data.draw(WILD)
        if not places(sample):
            break
    survives(body_of(sample))


@settings(max_examples=300)
@given(st.sampled_from(SAMPLES), st.integers(0, 10**6), st.binary(max_size=4), st.integers(0, 4))
def test_mutated_bytes(sample: Any, place: int, put: bytes, drop: int) -> None:
    body = body_of(sample)
    at = place % len(body)
    survives(body[:at] + put + body[at + drop :])


@given(WILD)
@example({"teams": []})
@example({"teams": [5]})
@example({"markings": []})
@example({"markings": {"possessions": "x"}})
@example({"players": 4})
def test_other_json(value: Any) -> None:
    survives(body_of(value))


def with_value(text: str) -> list[bytes]:
    """A number or text in a field that is read, in one that is not, and at the top."""
    sample = body_of(CTG_SAMPLE)
    return [
        sample.replace(b'"fga": 1', f'"fga": {text}'.encode()),
        sample.replace(b'"fga": 1', f'"fga": 1, "brand_new": {text}'.encode()),
        sample.replace(b'{"markings"', f'{{"other": [{text}], "markings"'.encode()),
        body_of(st_sample()).replace(b'"turnover": 1', f'"turnover": 1, "more": {text}'.encode()),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "9" * 5000,
        "-" + "9" * 5000,
        "0." + "1" * 5000,
        "9" * 127,
        "1e999",
        "-1E+400",
        "1e-999",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "tru",
        '"\\ud800"',
        '"\\udc00 text"',
        '"a\\ud83d"',
        '"\\x41"',
        '"tab\there"',
        "[" * 70 + "]" * 70,
        '{"a":' * 70 + "1" + "}" * 70,
    ],
)
def test_what_is_not_json_or_absurd_is_refused_wherever_it_stands(text: str) -> None:
    for body in with_value(text):
        assert text.encode() in body
        refusal(body)


@pytest.mark.parametrize(
    "text", ['"\\ud83d\\ude00"', "1e-7", "12345678901234567890", '"' + "9" * 5000 + '"', '"1e999"']
)
def test_what_only_looks_absurd_is_kept(text: str) -> None:
    assert read(with_value(text)[1]).part is not None


def test_64_levels_are_read_and_65_are_not() -> None:
    for levels, is_read in ((DEEPEST - 3, True), (DEEPEST - 2, False)):
        # The value stands in three levels: the answer, its markings, and the list beside them.
        body = body_of(CTG_SAMPLE).replace(
            b'{"markings": {', b'{"markings": {"deep": [' + b"[" * levels + b"]" * levels + b"], "
        )
        if is_read:
            assert read(body).part is not None
        else:
            assert "64 levels" in refusal(body).reason


def test_brackets_inside_texts_are_no_levels() -> None:
    text = json.dumps('\\"[{' * 100)
    assert read(with_value(text)[1]).part is not None
    assert read(with_value(json.dumps("[" * 100 + "\\"))[1]).part is not None


def test_a_hundred_thousand_levels_end_soon() -> None:
    refusal(b"[" * 100_000)
    refusal(b'{"teams":' * 100_000)


def test_byte_order_marks() -> None:
    body = body_of(CTG_SAMPLE)
    assert read(b"\xef\xbb\xbf" + body).part is not None
    assert read(gzip.compress(b"\xef\xbb\xbf" + body)).part is not None
    refusal(b"\xef\xbb\xbf\xef\xbb\xbf" + body)
    for coding in ("utf-16", "utf-16-le", "utf-32"):
        refusal(body.decode().encode(coding))


def test_bad_utf8_names_the_byte() -> None:
    body = body_of(CTG_SAMPLE).replace(b'"shot_1"', b'"shot_\xff"')
    assert f"byte {body.index(0xFF)}" in refusal(body).reason
    assert "UTF-8" in refusal(body.replace(b'{"markings"', b'{"new": "\xc3\x28", "markings"')).reason


def test_gzip_is_read_in_one_part_and_in_several() -> None:
    body = body_of(CTG_SAMPLE)
    assert border.unpack(gzip.compress(body), ORIGIN) == body
    assert border.unpack(gzip.compress(body[:50]) + gzip.compress(body[50:]), ORIGIN) == body


def test_gzip_cut_at_every_position() -> None:
    packed = gzip.compress(body_of({"markings": {"possessions": [ctg_row(1, DAL, NOP, 0, 12)]}}))
    for length in range(len(packed)):
        refusal(packed[:length])


def test_gzip_with_a_wrong_byte_or_rubbish_behind() -> None:
    packed = gzip.compress(body_of(CTG_SAMPLE))
    refusal(packed + b"rubbish")
    flipped = bytearray(packed)
    flipped[-5] ^= 1
    refusal(bytes(flipped))
    dice = random.Random(1)
    for _ in range(200):
        place = dice.randrange(10, len(packed))
        broken = packed[:place] + bytes([packed[place] ^ (1 << dice.randrange(8))]) + packed[place + 1 :]
        survives(broken)


def test_gzip_bombs_end_at_64_mb() -> None:
    bomb = gzip.compress(b" " * (LARGEST_BODY + 1), 9)
    assert len(bomb) < 100_000
    assert "64 MB" in refusal(bomb).reason
    many = gzip.compress(b" " * (LARGEST_BODY // 2)) * 3
    assert "64 MB" in refusal(many).reason
    assert "parts" in refusal(gzip.compress(b"") * 100_000).reason


def test_plain_content_beyond_64_mb() -> None:
    with pytest.raises(DataError, match="64 MB"):
        border.unpack(bytes(LARGEST_BODY + 1), ORIGIN)
    assert len(border.unpack(bytes(LARGEST_BODY), ORIGIN)) == LARGEST_BODY


def test_nothing_half_read_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    rows = [ctg_row(number, DAL, NOP, number * 10, number * 10 + 10) for number in range(5)]
    rows[4]["fga"] = "many"
    path.write_bytes(body_of(ctg_payload(rows)))
    result = files.read(path)
    assert (result.part, result.names) == (None, ())
    assert isinstance(result.error, ExplorerError)
    assert "markings.possessions[4].fga" in str(result.error)


@pytest.mark.parametrize(("sample", "words"), [(SAMPLES[0], "Rivertown"), (SAMPLES[1], "Dallas Mavericks")])
def test_the_published_shapes_open_from_the_command_line(
    sample: Any, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "saved answer"
    path.write_bytes(body_of(sample))
    assert cli_main(["summary", str(path), "--basedir", str(tmp_path / "base")]) == DONE
    assert words in capsys.readouterr().out
