"""One sheet as Parquet, through pyarrow where it is installed: typed columns, unknown as null.

Numbers go from numpy to Arrow as they are; texts are dictionaries. What the columns are stands in their metadata,
where the rows come from in the file's, under `possession_explorer`.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

import numpy as np

from explorer.core.task import CancelToken, Progress
from explorer.services.cells import Coded, Type, Values, is_known
from explorer.services.columns import Column, Filled
from explorer.services.provenance import Provenance

METADATA_KEY = b"possession_explorer"
ROWS_A_GROUP = 131_072
"""Small enough that a reader of a few columns skips what it does not want, large enough to pack well."""
_MISSING = 'Parquet needs pyarrow, which is not installed here: python -m pip install "pyarrow>=18"'
_PACKAGED = "Parquet needs pyarrow, which this packaged program is without: install the program, and pyarrow, with pip."


def trouble_with_parquet() -> str:
    """Why no Parquet can be written here, in a sentence; empty where it can."""
    if importlib.util.find_spec("pyarrow"):
        return ""
    return _PACKAGED if getattr(sys, "frozen", False) else _MISSING


def to_parquet(
    stream: BinaryIO, sheets: Mapping[str, Filled], told: Provenance, token: CancelToken, tell: Progress
) -> None:
    """Write the one sheet to a stream; raises CancelledError when called off."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    ((name, filled),) = sheets.items()
    fields, arrays = [], []
    for column, values in zip(filled.columns, filled.values, strict=True):
        token.check()
        arrays.append(_array(pa, column.type, values))
        fields.append(pa.field(column.name, arrays[-1].type, metadata=_metadata(column)))
    facts = json.dumps({"sheet": name, **told.facts()}, ensure_ascii=False).encode(errors="backslashreplace")
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={METADATA_KEY: facts}))
    with pq.ParquetWriter(stream, table.schema, compression="zstd") as writer:
        for first in range(0, filled.count, ROWS_A_GROUP):
            token.check()
            tell(first, filled.count, "")
            writer.write_table(table.slice(first, ROWS_A_GROUP))


def _metadata(column: Column) -> dict[str, str]:
    return {name: str(value) for name, value in column.documented().items() if name != "name" and value is not None}


def _array(pa: Any, kind: Type, values: Values) -> Any:
    """An Arrow array of a column's type; what is not known is null."""
    unknown = ~is_known(values)
    if not isinstance(values, Coded):
        if kind is Type.YES_NO:
            return pa.array(values > 0, mask=unknown)
        return pa.array(values.astype(kind.value, copy=False), mask=unknown)
    # Only the texts that some row has: a part of a season need not name everybody.
    met, codes = np.unique(values.codes, return_inverse=True)
    texts = [values.texts[code] for code in met.tolist() if code >= 0]
    places = pa.array((codes - (len(met) - len(texts))).astype(np.int32), mask=unknown)
    if kind is Type.DAY:
        return pa.array(map(date.fromisoformat, texts), pa.date32()).take(places)
    return pa.DictionaryArray.from_arrays(places, pa.array(texts, pa.string()))
