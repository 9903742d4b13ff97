"""Helpers of these tests are modules beside them; the golden cases are next door."""

import sys
from pathlib import Path

for folder in ("envoy", "cases"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))
