"""Whether a proxy's bundle depends on the size of the mesh.

The bundle of one and the same version is written in meshes of 20, 200 and 2,000 services; it has the same five backends
in each. The three texts must be equal to the byte.
"""

from benchmarks import meshes
from benchmarks.figure import Figure
from meshwright import plan
from meshwright.delivery import bundle
from meshwright.targets import ecs

NAME = "bundle"
PROXY = "service-0000-v1"
SIZES = (20, 200, 2000)


def run() -> list[Figure]:
    """Compares the three bundles."""
    texts = {size: _bundle(size) for size in SIZES}
    sizes = ", ".join(f"{size:,} services: {len(text.encode()):,}" for size, text in texts.items())
    smallest, *others = texts.values()
    different = sum(_different(smallest, other) for other in others)
    return [
        Figure(NAME, "bytes that depend on the size of the mesh", different, "bytes", 0, sizes),
        Figure(NAME, "a bundle with five backends of two versions", len(smallest.encode()) / 1000, "kB"),
    ]


def _bundle(services: int) -> str:
    decided = plan.resolve(meshes.of_size(services))
    return bundle.write(ecs.network(decided).snapshots(decided)[PROXY])


def _different(one: str, other: str) -> int:
    left, right = one.encode(), other.encode()
    return sum(a != b for a, b in zip(left, right, strict=False)) + abs(len(left) - len(right))
