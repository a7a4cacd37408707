"""Croissant 1.0: the description of a data set that machines read (https://docs.mlcommons.org/croissant/)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_OURS = "citeAs column extract field fileProperty format includes isLiveDataset jsonPath key md5 parentField path"
_OURS_TOO = (
    "personalSensitiveInformation recordSet references regex repeated replace separator source subField transform"
)
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{name: f"cr:{name}" for name in f"{_OURS} {_OURS_TOO}".split()},
}


def croissant(
    name: str, description: str, made_at: str, files: list[dict[str, Any]], schema: "pa.Schema"
) -> dict[str, Any]:
    """Describe a release: its files with their hashes, one record set a split, one field a column."""
    splits = list(dict.fromkeys(file["split"] for file in files))
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "name": name,
        "description": description,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "datePublished": made_at,
        "license": "README.md#rights",
        "url": ".",
        "version": "1.0.0",
        "distribution": [*map(_file, files), *map(_file_set, splits)],
        "recordSet": [_record_set(split, schema) for split in splits],
    }


def _file(file: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file["path"],
        "name": file["path"],
        "contentUrl": file["path"],
        "contentSize": f"{file['bytes']} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file["sha256"],
    }


def _file_set(split: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{split}-files",
        "name": f"{split}-files",
        "encodingFormat": "application/x-parquet",
        "includes": f"data/{split}-*.parquet",
    }


def _record_set(split: str, schema: "pa.Schema") -> dict[str, Any]:
    return {"@type": "cr:RecordSet", "@id": split, "name": split, "field": [_field(split, column) for column in schema]}


def _field(split: str, column: "pa.Field") -> dict[str, Any]:
    import pyarrow as pa

    repeated = pa.types.is_list(column.type)
    kind = column.type.value_type if repeated else column.type
    made: dict[str, Any] = {"@type": "cr:Field", "@id": f"{split}/{column.name}", "name": column.name}
    if repeated:
        made["repeated"] = True
    made["source"] = {"fileSet": {"@id": f"{split}-files"}, "extract": {"column": column.name}}
    if pa.types.is_struct(kind):
        return {**made, "subField": [_sub_field(split, column.name, part) for part in kind]}
    return {**made, "dataType": _type(kind)}


def _sub_field(split: str, column: str, part: "pa.Field") -> dict[str, Any]:
    source = {
        "fileSet": {"@id": f"{split}-files"},
        "extract": {"column": column},
        "transform": {"jsonPath": part.name},
    }
    name = f"{split}/{column}/{part.name}"
    return {"@type": "cr:Field", "@id": name, "name": part.name, "dataType": _type(part.type), "source": source}


def _type(kind: "pa.DataType") -> str:
    import pyarrow as pa

    if pa.types.is_integer(kind):
        return "sc:Integer"
    if pa.types.is_timestamp(kind):
        return "sc:DateTime"
    if pa.types.is_date(kind):
        return "sc:Date"
    return "sc:Text"
