"""Property values between the engine's wire format and plain Python."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from google.protobuf import struct_pb2

Values = dict[str, Any]

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_UNKNOWNS = frozenset(
    {
        UNKNOWN,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # a boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # a number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # an array
        "030794c1-ac77-496b-92df-f27374a8bd58",  # an asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # an archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # an object
    }
)
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_ASSET = "c44067f5952c0a294b673a41bacd8c17"


def plain(value: struct_pb2.Struct) -> Values:
    """A message as a dictionary; whole numbers are whole."""
    return {key: _plain(each) for key, each in value.fields.items()}


def _plain(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return plain(value.struct_value)
    if kind == "list_value":
        return [_plain(each) for each in value.list_value.values]
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return None if kind == "null_value" else getattr(value, kind)


def wire(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """A dictionary as a message; what is None is left out."""
    message = struct_pb2.Struct()
    message.update({key: each for key, each in values.items() if each is not None})
    return message


def is_unknown(value: Any) -> bool:
    return isinstance(value, str) and value in _UNKNOWNS


def has_unknown(value: Any) -> bool:
    return any(is_unknown(each) for _, each in leaves(value))


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value in a tree, with its dotted path; list indices go without a step."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, path)
    else:
        yield path, value


def at(values: Mapping[str, Any], path: str) -> list[Any]:
    """The value at a dotted path; several if it passes lists."""
    found: list[Any] = [values]
    for step in path.split("."):
        found = [each.get(step) for each in found if isinstance(each, dict)]
        found = [inner for each in found for inner in (each if isinstance(each, list) else [each])]
    return [each for each in found if each is not None]


def is_asset(value: Any) -> bool:
    return isinstance(value, dict) and value.get(_SIGNATURE) == _ASSET


def asset_hash(value: Any) -> str:
    return str(value.get("hash") or hashlib.sha256(asset_bytes(value)).hexdigest())


def asset_bytes(value: Any) -> bytes:
    """The content of a FileAsset or StringAsset. Raises ValueError where it has none, as in the engine's old state."""
    if "text" in value:
        return str(value["text"]).encode()
    if "path" in value:
        return Path(value["path"]).read_bytes()
    raise ValueError("this asset has neither text nor path")


def parsed(text: Any) -> Any:
    """The meaning of a JSON text; the text itself where it is none."""
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text
