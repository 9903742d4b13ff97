"""S3: buckets that must be empty to be deleted, and objects with versions in versioned buckets."""

import base64
import hashlib
import json
from collections.abc import Iterator

from ..check import Failure, rule
from ..making import VOLATILE, AwsError, Making, create, delete, update
from ..state import Row, State
from ..values import Values, asset_bytes, asset_hash, is_asset, is_unknown

_CONTENT = ("source", "content", "contentBase64", "sourceHash", "etag", "kmsKeyId")
VOLATILE["s3.BucketObjectv2"] = {"versionId": _CONTENT, "etag": _CONTENT}


@create("s3.Bucket")
def bucket(making: Making) -> Values:
    name = making.get("bucket")
    return {
        "id": name,
        "arn": f"arn:aws:s3:::{name}",
        "bucketDomainName": f"{name}.s3.amazonaws.com",
        "bucketRegionalDomainName": f"{name}.s3.{making.region}.amazonaws.com",
        "bucketRegion": making.region,
        "hostedZoneId": "Z3AQBSTGFYJSTF",
    }


@delete("s3.Bucket")
def empty_first(row: Row, state: State) -> None:
    objects = [each for each in state.rows("s3.BucketObjectv2") if each.inputs["bucket"] == row.id]
    if objects and not row.inputs.get("forceDestroy"):
        raise AwsError(
            "BucketNotEmpty", f"bucket {row.id} has {len(objects)} objects, one of them {objects[0].inputs['key']}"
        )


@create(
    "s3.BucketVersioning",
    "s3.BucketPublicAccessBlock",
    "s3.BucketServerSideEncryptionConfiguration",
    "s3.BucketLifecycleConfiguration",
    "s3.BucketPolicy",
)
def setting(making: Making) -> Values:
    return {"id": making.get("bucket")}


@rule("s3.BucketObjectv2")
def one_source(given: Values) -> Iterator[Failure]:
    sources = [each for each in ("source", "content", "contentBase64") if given.get(each) is not None]
    if len(sources) > 1:
        yield sources[1], f"conflicts with {sources[0]}"


@create("s3.BucketObjectv2")
def put(making: Making) -> Values:
    return _put(making)


@update("s3.BucketObjectv2")
def put_again(making: Making) -> Values:
    old = making.old or {}
    if all(_same(old.get(each), making.inputs.get(each)) for each in _CONTENT if each != "etag"):
        return {}
    return _put(making)


def _same(old: object, new: object) -> bool:
    return asset_hash(old) == asset_hash(new) if is_asset(old) and is_asset(new) else old == new


def _put(making: Making) -> Values:
    place = f"{making.get('bucket')}/{making.get('key')}"
    content = _content(making)
    number = making.state.count(f"object {place}")
    version = making.hex(32, f"version {number}") if _versioned(making) else ""
    found = {"versionId": version, "content": base64.b64encode(content).decode()}
    if not version:
        making.state.forget("object", place)
    making.state.write("object", place, number, found)
    return {
        "id": place,
        "arn": f"arn:aws:s3:::{place}",
        "versionId": version,
        "etag": hashlib.md5(content, usedforsecurity=False).hexdigest(),
        "storageClass": making.get("storageClass", "STANDARD"),
    }


def _content(making: Making) -> bytes:
    if making.get("source") is not None:
        return asset_bytes(making.get("source"))
    if making.get("contentBase64") is not None:
        return base64.b64decode(making.get("contentBase64"))
    return str(making.get("content", "")).encode()


def _versioned(making: Making) -> bool:
    found = making.state.find("s3.BucketVersioning", making.get("bucket"), making.region)
    return found is not None and found.inputs["versioningConfiguration"]["status"] == "Enabled"


@delete("s3.BucketObjectv2")
def gone(row: Row, state: State) -> None:
    state.forget("object", f"{row.inputs['bucket']}/{row.inputs['key']}")


@rule("s3.BucketPolicy")
def policy_is_json(given: Values) -> Iterator[Failure]:
    text = given["policy"]
    if not is_unknown(text):
        try:
            json.loads(text)
        except ValueError as error:
            yield "policy", f"is no JSON: {error}"
