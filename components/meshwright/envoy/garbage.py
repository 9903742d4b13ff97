"""Pauses Python's garbage collector while many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collection_paused() -> Iterator[None]:
    """No collection of reference cycles inside. Afterwards the collector is as it was.

    The configuration of a large mesh is hundreds of thousands of dictionaries without a cycle: looking through them
    again and again took almost half of the time of compiling.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
