#!/usr/bin/env python3
"""Write the calls of the conformance tests: each operation of the workshop, made with AWS's typed Rust clients.

    python tools/typed_calls.py            writes tests/conformance/typed/
    python tools/typed_calls.py --check    says whether the committed files hold the same calls (exit code 1: no)

Reads the operations from tests/support/workshop_operations.txt and their shapes from botocore's models, in the version
that tests/requirements.txt pins. Two calls an operation: `full`, with every member, structures in structures and all,
and `required`, with the members that must be there, where that is another call. Values are facts of the shape alone,
the same ones in every call, so that a structure is written once: a text is the name of its member. The same values
stand in inputs.jsonl, which the dynamic client is given. tests/conformance/typed.rs has the macros that read the files.
"""

import argparse
import base64
import datetime
import json
import pathlib
import re
import sys

import botocore
import botocore.session

from oracle import tagged

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "tests/support/workshop_operations.txt"
TARGET = ROOT / "tests/conformance/typed"
INSTANT = datetime.datetime(2026, 11, 24, 5, 30, 0, tzinfo=datetime.timezone.utc)

# Whole words of smithy-rs, though their letters change case inside.
WORDS = ("ipv4", "ipv6", "sigv4", "mib", "gib", "kib", "ttl")
NESTED = ("structure", "list", "map")
WIDTH = 110
KEYWORDS = {"type", "match", "where", "as", "use", "move", "ref", "in", "loop", "static", "enum", "impl"}

# Members that the typed client takes as they travel, where boto3 and we encode them.
ENCODED = {("ec2", "RunInstances", "UserData")}

# Numbers that the typed client takes as text.
TEXTS = {("s3", "PartNumberMarker")}

# Members that botocore has and the typed clients do not have yet.
NEWER = {
    ("athena", "AttributesToGet"),
    ("ec2", "ApiGatewayV2Exclusion"),
    ("ec2", "GlobalAcceleratorExclusion"),
    ("ec2", "MetricCategoryIds"),
}


def words(name):
    """Splits as smithy-rs's `splitOnWordBoundaries` does."""
    out, current = [], ""
    for at, letter in enumerate(name):
        peek, beyond = name[at + 1 : at + 2], name[at + 2 : at + 3]
        ahead = (current + name[at:]).lower()
        in_word = any(ahead.startswith(word) for word in WORDS) and current.lower() not in WORDS
        last = current[-1:]
        acronym_ends = (
            last.isupper()
            and letter.isupper()
            and peek.islower()
            and not (peek == "s" and not beyond.islower())
            and not (peek == "v" and beyond.isdigit())
        )
        boundary = (
            (not in_word and (last.islower() or last.isdigit()) and letter.isupper())
            or (not in_word and name.islower() and last.isdigit() and letter.islower())
            or acronym_ends
            or (not in_word and current.lower() in WORDS)
        )
        if not letter.isalnum():
            out, current = [*out, current], ""
        elif current and boundary:
            out, current = [*out, current], letter
        else:
            current += letter
    return [word for word in [*out, current] if word]


def snake(name):
    text = "_".join(words(name)).lower()
    return f"r#{text}" if text in KEYWORDS else text


def pascal(name):
    return "".join(word if word.lower() in WORDS else word[0].upper() + word[1:].lower() for word in words(name))


def literal(text):
    return json.dumps(text, ensure_ascii=False)


class Service:
    """Writes one service's calls."""

    def __init__(self, name, model):
        self.name = name
        self.model = model
        self.structures = {}

    def calls(self, operations):
        for operation in operations:
            shape = self.model.operation_model(operation).input_shape
            members = dict(shape.members) if shape else {}
            full = self.members(operation, shape, members) if shape else []
            required = [one for one in full if shape and one[0] in shape.required_members]
            yield operation, "full", full
            if len(required) < len(full):
                yield operation, "required", required

    def members(self, operation, shape, members):
        """Name, setter and value of each member of an input."""
        made = []
        for at, (name, member) in enumerate(members.items()):
            if (self.name, name) in NEWER:
                continue
            if shape.serialization.get("payload") == name and member.type_name == "blob":
                place = "payload"
            else:
                place = member.serialization.get("location")
            value = self.value(name, member, at, place)
            given = value
            if (self.name, operation, name) in ENCODED:
                given = base64.b64encode(value.encode()).decode()
            if (self.name, name) in TEXTS:
                given = literal(str(value))
            made.append((name, self.setters(name, member, given), value))
        return made

    # --- values

    def value(self, name, shape, at, place=None):
        kind = shape.type_name
        if kind == "structure":
            if self.is_union(shape):
                name, member = next(iter(shape.members.items()))
                return {name: self.value(name, member, 0)}
            return {name: self.value(name, member, n) for n, (name, member) in enumerate(self.kept(shape))}
        if kind == "list":
            if shape.member.type_name in ("list", "map"):
                return [self.value(name, shape.member, at, place)]
            if shape.member.type_name == "structure":
                flat = all(member.type_name not in NESTED for member in shape.member.members.values())
                return [self.value(name, shape.member, at, place)] * (2 if flat else 1)
            return [self.value(f"{name} {n}", shape.member, n, place) for n in (1, 2)]
        if kind == "map":
            return {key: self.value(f"{name} {n}", shape.value, n, place) for n, key in self.keys(shape)}
        if kind == "string":
            return self.text(name, shape, at, place)
        if kind in ("integer", "long"):
            return at + 1
        if kind in ("float", "double"):
            return at + 0.5
        if kind == "boolean":
            return at % 2 == 0
        if kind == "timestamp":
            return INSTANT + datetime.timedelta(seconds=at)
        if kind == "blob":
            return b"\x00\xff" + name.encode()
        raise ValueError(kind)

    def text(self, name, shape, at, place):
        if getattr(shape, "enum", None):
            return shape.enum[at % len(shape.enum)]
        if name == "Bucket":
            return "bucket-1"
        if place in ("header", "headers"):
            return name
        # What has to be escaped is in every third.
        return f'{name} é <&> "+/="' if at % 3 == 0 else name

    def keys(self, shape):
        """The keys of a map: two, or what an enumeration has."""
        known = getattr(shape.key, "enum", None) or ["key-1", "key-2"]
        return list(enumerate(known[:2], 1))

    def kept(self, shape):
        """The members of a structure but those that lead back to it, and the newer ones."""
        return [
            (name, member)
            for name, member in shape.members.items()
            if (self.name, name) not in NEWER and not self.reaches(member, shape.name, ())
        ]

    def reaches(self, shape, wanted, seen):
        if shape.name == wanted:
            return True
        if shape.name in seen:
            return False
        seen = (*seen, shape.name)
        if shape.type_name == "structure":
            return any(self.reaches(member, wanted, seen) for member in shape.members.values())
        if shape.type_name == "list":
            return self.reaches(shape.member, wanted, seen)
        return shape.type_name == "map" and self.reaches(shape.value, wanted, seen)

    def is_union(self, shape):
        return getattr(shape, "is_tagged_union", False)

    # --- expressions

    def setters(self, name, shape, value):
        """The calls on a builder that set a member."""
        setter = snake(name)
        if shape.type_name == "list":
            return [f".{setter}({self.argument(shape.member, one)})" for one in value]
        if shape.type_name == "map":
            return [
                f".{setter}({self.argument(shape.key, key)}, {self.argument(shape.value, one)})"
                for key, one in value.items()
            ]
        return [f".{setter}({self.argument(shape, value)})"]

    def argument(self, shape, value):
        """What a setter takes: a literal for a text, else the value itself."""
        if shape.type_name == "string" and not getattr(shape, "enum", None):
            return literal(value)
        return self.owned(shape, value)

    def owned(self, shape, value):
        kind = shape.type_name
        if kind == "structure":
            if self.is_union(shape):
                name, inner = next(iter(value.items()))
                return f"{pascal(shape.name)}::{pascal(name)}({self.owned(shape.members[name], inner)})"
            return self.structure(shape)
        if kind == "list":
            return "vec![%s]" % ", ".join(self.owned(shape.member, one) for one in value)
        if kind == "map":
            pairs = ", ".join(
                f"({self.owned(shape.key, key)}, {self.owned(shape.value, one)})" for key, one in value.items()
            )
            return f"[{pairs}].into()"
        if kind == "string":
            return f"{literal(value)}.into()"
        if kind == "boolean":
            return "true" if value else "false"
        if kind == "timestamp":
            return f"time({(value - INSTANT).seconds})"
        if kind == "blob":
            stream = shape.serialization.get("streaming") or getattr(shape, "metadata", {}).get("streaming")
            text = "".join(chr(byte) if 32 < byte < 127 or byte == 32 else f"\\x{byte:02x}" for byte in value)
            return f'{"stream" if stream else "blob"}(b"{text}")'
        return str(value)

    def structure(self, shape):
        """The name of the function that makes a structure."""
        name = snake(shape.name).removeprefix("r#")
        if shape.name not in self.structures:
            self.structures[shape.name] = None
            kept = self.kept(shape)
            setters = [
                setter
                for n, (member_name, member) in enumerate(kept)
                for setter in self.setters(member_name, member, self.value(member_name, member, n))
            ]
            head = f"{name} -> {pascal(shape.name)}: "
            self.structures[shape.name] = row(head, setters)
        return f"{name}()"

    def file(self, calls):
        rows = [
            row(f"{operation} {variant}: {snake(operation)}", [setter for _, setters, _ in members for setter in setters])
            for operation, variant, members in calls
        ]
        structures = [text for _, text in sorted(self.structures.items())]
        text = "\n".join([*rows, *structures])
        helpers = [name for name in ("blob", "stream", "time") if re.search(rf"\({name}\(|[ \[]{name}\(", text)]
        uses = ", ".join(sorted(["calls", "structures", *helpers]))
        return "\n".join([
            f"//! Calls of {self.name}, written by tools/typed_calls.py from the models of botocore {botocore.__version__}.",
            "",
            f"use super::{{{uses}}};",
            f"use aws_sdk_{self.name}::{{Client, types::*}};",
            "",
            "calls! {",
            *rows,
            "}",
            "",
            "structures! {",
            *structures,
            "}",
            "",
        ])


def row(head, setters):
    """One row of a macro, wrapped."""
    lines = [f"    {head}"]
    for setter in setters:
        if len(lines[-1]) + len(setter) < WIDTH:
            lines[-1] += setter
        else:
            lines.append(f"        {setter}")
    return "\n".join(lines) + ";"


def operations():
    listed = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        service, colon, names = line.partition("#")[0].partition(":")
        if colon:
            listed.setdefault(service.strip(), []).extend(names.split())
    return listed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed files instead of writing")
    check = parser.parse_args().check
    session = botocore.session.get_session()
    files, inputs = {}, []
    for name, listed in sorted(operations().items()):
        service = Service(name, session.get_service_model(name))
        calls = list(service.calls(listed))
        for operation, variant, members in calls:
            line = {"service": name, "operation": operation, "variant": variant}
            line["input"] = tagged({member: value for member, _, value in members})
            inputs.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        files[f"{name}.rs"] = service.file(calls)
    files["inputs.jsonl"] = "\n".join(inputs) + "\n"
    stale = []
    for name, text in files.items():
        path = TARGET / name
        if check:
            text = "".join(line.rstrip() + "\n" for line in text.splitlines())
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"not what tools/typed_calls.py writes: {', '.join(stale)}")


if __name__ == "__main__":
    main()
