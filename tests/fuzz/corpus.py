"""The corpus as files and back: `corpus.py unpack FOLDER` for a search to start from, `corpus.py pack FOLDER` after it.

A file of `corpus/` holds one target's inputs, one a line in base64, the shortest first.
"""

import base64
import pathlib
import sys

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
TARGETS = ("answers", "models", "endpoints")


def unpack(folder):
    for target in TARGETS:
        into = folder / target
        into.mkdir(parents=True, exist_ok=True)
        for number, line in enumerate((CORPUS / f"{target}.txt").read_text().splitlines()):
            (into / f"kept-{number}").write_bytes(base64.b64decode(line))


def pack(folder):
    for target in TARGETS:
        inputs = {path.read_bytes() for path in (folder / target).iterdir()}
        lines = [base64.b64encode(content).decode() for content in sorted(inputs, key=lambda i: (len(i), i))]
        (CORPUS / f"{target}.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    {"unpack": unpack, "pack": pack}[sys.argv[1]](pathlib.Path(sys.argv[2]))
