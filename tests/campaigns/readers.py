"""Two readers over many thousand files: where the fast one tells anything, the other agrees.

    python -m tests.campaigns.readers SECONDS [SEED [FOLDER]]

Files are the corpus, the sample, generated ledgers, the hostile texts, YAML written in every style,
and every YAML file below the folder; each is changed at random a few times. Compared are the plain
data, whole records and settings.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import gettempdir

from tests.readers import SIGNS, changed, differs, files, styled


def main(seconds: float, seed: int, folder: Path | None) -> int:
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    texts = list(files())
    if folder is not None:
        texts += [
            path.read_bytes().decode("utf-8", "replace")
            for path in sorted(folder.rglob("*.y*ml"))
            if path.is_file() and path.stat().st_size < 64 * 1024
        ]
    found: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = styled(random) if random.random() < 0.3 else random.choice(texts)
        for _ in range(random.choice((0, 1, 1, 1, 2, 3, 5))):
            text = changed(random, text)
        content = text.encode("utf-8", "surrogatepass")
        quick, why = differs(content)
        found["files"] += 1
        found["quick"] += quick
        if why:
            found["different"] += 1
            path = Path(gettempdir()) / f"readers-{seed}-{found['different']}.yaml"
            path.write_bytes(content)
            print(f"{path}: {why[:500]}", flush=True)
    print(f"{found['files']:,} files from {len(texts):,} and {len(SIGNS)} signs,", end=" ")
    print(f"{found['quick']:,} read fast, {found['different']} of them otherwise")
    return 1 if found["different"] else 0


if __name__ == "__main__":
    place = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, place))
