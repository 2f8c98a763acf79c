#!/usr/bin/env python3
"""Compact botocore's API models into the one file that the program embeds.

    python tools/compact_models.py            writes src/api/models/aws.models
    python tools/compact_models.py --check    says whether the committed file holds the same facts (exit code 1: no)

Needs the package botocore in exactly the version pinned below, from PyPI. Only facts are taken over: names, types,
bindings, required members, enumerations, ranges, errors, paginators, waiters, endpoint rules, partitions, and the
*names* of the filters that the documentation lists. No documentation text is.

The file
--------
A text header ending in an empty line, then the members one after the other, each a zlib stream of its own, so that
naming a service decompresses that service only:

    runbook-models 1 botocore 1.44.5
    ec2 0 140000 520000            name, offset behind the header, compressed and uncompressed size
    #rules/0 ...                   an endpoint rule set; services whose sets differ only in their host share one
    #partitions ...

A service is a row of records made of variable-length integers (LEB128), of signed ones (zigzag), and of references
into its string table (0 is "none", else the index plus 1). `Writer` below is the grammar, `src/api/blob.rs` reads it.
"""

import argparse
import html
import json
import pathlib
import re
import sys
import zlib
from collections import Counter

import botocore
from botocore.loaders import Loader

PINNED = "1.44.5"
FORMAT = 1
TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/api/models/aws.models"

# The protocol that is preferred among those a service lists; CBOR only where there is nothing else.
PROTOCOLS = ["json", "rest-json", "rest-xml", "query", "ec2", "smithy-rpc-v2-cbor"]
LOCATIONS = ["uri", "querystring", "header", "headers", "statusCode"]
TIME_FORMATS = ["iso8601", "unixTimestamp", "rfc822"]
MATCHERS = ["path", "pathAll", "pathAny", "status", "error"]
STATES = ["success", "failure", "retry"]
# A pattern longer than this is a whole grammar (ARNs of every partition): too large for what it tells.
LONGEST_PATTERN = 64


class Writer:
    """Records of one service; strings become references that are numbered by frequency at the end."""

    def __init__(self):
        self.parts = []
        self.strings = Counter()

    def number(self, value):
        assert value >= 0
        self.parts.append(int(value))

    def signed(self, value):
        self.number(value * 2 if value >= 0 else -value * 2 - 1)

    def text(self, value):
        """A reference to a string, or to none."""
        if value is not None:
            self.strings[value] += 1
        self.parts.append((value,))

    def texts(self, values):
        self.number(len(values))
        for value in values:
            self.text(value)

    def bytes(self, number):
        """The parts as bytes, strings numbered by `number`."""
        out = bytearray()
        for part in self.parts:
            if isinstance(part, tuple):
                part = 0 if part[0] is None else number[part[0]] + 1
            varint(out, part)
        return bytes(out)


def varint(out, value):
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def flags(*bits):
    return sum(1 << i for i, bit in enumerate(bits) if bit)


def as_list(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)


# --- shapes ---------------------------------------------------------------------------------------------------------


def reachable(model):
    """The shapes that a call can meet, sorted by name, and every error."""
    shapes, found = model["shapes"], set()
    todo = [name for name, shape in shapes.items() if shape.get("exception")]
    for operation in model["operations"].values():
        todo += [operation[part]["shape"] for part in ("input", "output") if part in operation]
        todo += [error["shape"] for error in operation.get("errors", [])]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        shape = shapes[name]
        todo += [member["shape"] for member in shape.get("members", {}).values()]
        todo += [shape[part]["shape"] for part in ("member", "key", "value") if part in shape]
    return sorted(found)


def time_format(out, value):
    out.number(0 if value is None else TIME_FORMATS.index(value) + 1)


def span(out, shape, write=None):
    write = write or (lambda value: out.signed(int(value)))
    for bound in ("min", "max"):
        if bound in shape:
            write(shape[bound])


def write_member(out, name, member, shape, required, number):
    """A member; what its shape says of itself as a member is taken over, as botocore does."""
    said = {**shape, **member}
    location_name = said.get("locationName")
    lowered = location_name is not None and location_name == name[:1].lower() + name[1:] and location_name != name
    if location_name == name:
        location_name = None
    namespace = said.get("xmlNamespace")
    out.text(name)
    out.number(number[member["shape"]])
    out.number(
        flags(
            name in required,
            lowered,
            location_name is not None and not lowered,
            "location" in said,
            "queryName" in said,
            said.get("xmlAttribute"),
            namespace,
            said.get("idempotencyToken"),
            "timestampFormat" in said,
            said.get("flattened"),
            said.get("streaming"),
            # In a body it is a text like any other, to botocore too.
            said.get("jsonvalue") and said.get("location") == "header",
            said.get("hostLabel"),
            "contextParam" in said,
            said.get("eventpayload"),
            member.get("deprecated"),
        )
    )
    if location_name is not None and not lowered:
        out.text(location_name)
    if "location" in said:
        out.number(LOCATIONS.index(said["location"]))
    if "queryName" in said:
        out.text(said["queryName"])
    if namespace:
        out.text(namespace.get("prefix"))
        out.text(namespace["uri"])
    if "timestampFormat" in said:
        time_format(out, said["timestampFormat"])
    if "contextParam" in said:
        out.text(said["contextParam"]["name"])


def write_shape(out, name, shape, shapes, number):
    kind = shape["type"]
    sensitive = shape.get("sensitive")
    low, high = "min" in shape, "max" in shape
    out.text(name)
    if kind == "structure" and shape.get("document"):
        out.number(10)
        out.number(flags(sensitive))
    elif kind == "structure":
        error = shape.get("error", {}) if shape.get("exception") or "error" in shape else None
        out.number(0)
        out.number(
            flags(sensitive, shape.get("union"), shape.get("eventstream"), "payload" in shape, error is not None)
        )
        if "payload" in shape:
            out.text(shape["payload"])
        if error is not None:
            code = error.get("code")
            status = error.get("httpStatusCode", 500 if shape.get("fault") else 0)
            out.text(code)
            out.number(status)
            out.number(flags(error.get("senderFault"), "retryable" in shape))
        out.number(len(shape["members"]))
        required = shape.get("required", [])
        for member_name, member in shape["members"].items():
            write_member(out, member_name, member, shapes[member["shape"]], required, number)
    elif kind == "list":
        location = shape["member"].get("locationName")
        out.number(1)
        out.number(flags(sensitive, low, high, shape.get("flattened"), shape.get("sparse"), location))
        span(out, shape)
        if location:
            out.text(location)
        out.number(number[shape["member"]["shape"]])
    elif kind == "map":
        key, value = (shape[part].get("locationName") for part in ("key", "value"))
        out.number(2)
        out.number(flags(sensitive, low, high, shape.get("flattened"), key, value))
        span(out, shape)
        for location in (key, value):
            if location:
                out.text(location)
        out.number(number[shape["key"]["shape"]])
        out.number(number[shape["value"]["shape"]])
    elif kind in ("string", "character"):
        pattern = shape.get("pattern")
        if pattern is not None and (len(pattern) > LONGEST_PATTERN or pattern in (".*", "^.*$", "[\\s\\S]*")):
            pattern = None
        values = shape.get("enum", [])
        out.number(3)
        out.number(flags(sensitive, low, high, pattern, values))
        span(out, shape)
        if pattern:
            out.text(pattern)
        if values:
            out.texts(values)
    elif kind in ("integer", "long"):
        out.number(4)
        out.number(flags(sensitive, low, high, kind == "long"))
        span(out, shape)
    elif kind in ("float", "double"):
        out.number(5)
        out.number(flags(sensitive, low, high))
        span(out, shape, lambda bound: out.text(repr(float(bound))))
    elif kind == "boolean":
        out.number(6)
        out.number(flags(sensitive))
    elif kind == "timestamp":
        out.number(7)
        out.number(flags(sensitive))
        time_format(out, shape.get("timestampFormat"))
    elif kind == "blob":
        out.number(8)
        out.number(flags(sensitive, low, high, shape.get("streaming")))
        span(out, shape)
    else:
        raise ValueError(f"unknown type {kind} of {name}")


# --- operations -----------------------------------------------------------------------------------------------------

# The beginning of a list item up to the name in its first words, and what lists are nested by.
LISTED = re.compile(r"<ul>|</ul>|<li>\s*(?:<p>)?\s*<code>\s*([^<]+?)\s*</code>([^<]*(?:<(?!li>|ul>|/ul>)[^<]*)*)")
FILTER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:<>/-]*")


def listed_names(documentation):
    """The names that a list in a documentation begins its items with; what is listed below an item is its values."""
    depth = 0
    for match in LISTED.finditer(documentation):
        if match[0] in ("<ul>", "</ul>"):
            depth += 1 if match[0] == "<ul>" else -1
        elif depth == 1:
            name = html.unescape(match[1])
            of_tags = name.lower() in ("tag:<key>", "tag:key", "tag:<tag-key>")
            if of_tags or (name == "tag" and "combination of a tag" in match[2]):
                yield "tag:<key>"
            elif FILTER_NAME.fullmatch(name):
                yield name


def filters(model, operation):
    """The names that the documentation lists for the filters of an operation."""
    if "input" not in operation:
        return []
    names = {}
    for name, member in model["shapes"][operation["input"]["shape"]].get("members", {}).items():
        listed = model["shapes"][member["shape"]]
        if name not in ("Filters", "Filter", "filters", "filter") or listed["type"] != "list":
            continue
        item = model["shapes"][listed["member"]["shape"]].get("members", {})
        key = next((item[key] for key in ("Name", "name", "Key", "key") if key in item), None)
        if key is not None:
            names.update(dict.fromkeys(model["shapes"][key["shape"]].get("enum", [])))
            names.update(dict.fromkeys(listed_names(member.get("documentation", ""))))
    return list(names)


def write_paginator(out, paginator):
    out.texts(as_list(paginator.get("input_token")))
    out.texts(as_list(paginator.get("output_token")))
    out.texts(as_list(paginator.get("result_key")))
    out.text(paginator.get("limit_key"))
    out.text(paginator.get("more_results"))
    out.texts(as_list(paginator.get("non_aggregate_keys")))


def write_operation(out, name, operation, model, paginator, number):
    http = operation["http"]
    input_, output = operation.get("input"), operation.get("output")
    checksum = operation.get("httpChecksum", {})
    constant = operation.get("staticContextParams")
    dynamic = operation.get("operationContextParams")
    listed = filters(model, operation)
    namespace = (input_ or {}).get("xmlNamespace")
    unsigned = operation.get("authtype") == "none" or "smithy.api#noAuth" in operation.get("auth", [])
    method = botocore._xform_cache.get((name, "_"))
    host_prefix = operation.get("endpoint", {}).get("hostPrefix")
    out.text(name)
    out.text(http["method"])
    out.text(http["requestUri"])
    out.number(http.get("responseCode", 200))
    out.number(number[input_["shape"]] + 1 if input_ else 0)
    out.number(number[output["shape"]] + 1 if output else 0)
    out.number(len(operation.get("errors", [])))
    for error in operation.get("errors", []):
        out.number(number[error["shape"]])
    wrapper = (output or {}).get("resultWrapper")
    root = (input_ or {}).get("locationName")
    member = checksum.get("requestAlgorithmMember")
    out.number(
        flags(
            method,
            wrapper,
            root,
            namespace,
            host_prefix,
            unsigned,
            operation.get("unsignedPayload"),
            operation.get("httpChecksumRequired") or checksum.get("requestChecksumRequired"),
            member,
            constant,
            dynamic,
            operation.get("deprecated"),
            paginator,
            listed,
        )
    )
    for present, value in (
        (method, method),
        (wrapper, wrapper),
        (root, root),
        (namespace, (namespace or {}).get("uri")),
        (host_prefix, host_prefix),
        (member, member),
    ):
        if present:
            out.text(value)
    if constant:
        out.number(len(constant))
        for key, value in constant.items():
            out.text(key)
            out.text(json.dumps(value["value"], separators=(",", ":")))
    if dynamic:
        out.number(len(dynamic))
        for key, value in dynamic.items():
            out.text(key)
            out.text(value["path"])
    if paginator:
        write_paginator(out, paginator)
    if listed:
        out.texts(listed)


def write_waiter(out, name, waiter):
    out.text(name)
    out.text(waiter["operation"])
    out.number(waiter["delay"])
    out.number(waiter["maxAttempts"])
    out.number(len(waiter["acceptors"]))
    for acceptor in waiter["acceptors"]:
        out.number(STATES.index(acceptor["state"]))
        out.number(MATCHERS.index(acceptor["matcher"]))
        out.text(acceptor.get("argument"))
        expected = acceptor["expected"]
        if isinstance(expected, bool):
            out.number(1)
            out.number(expected)
        elif isinstance(expected, int):
            out.number(2)
            out.signed(expected)
        else:
            out.number(0)
            out.text(expected)


# --- services -------------------------------------------------------------------------------------------------------


def write_meta(out, meta, rules):
    listed = meta.get("protocols", [meta["protocol"]])
    protocol = next(protocol for protocol in PROTOCOLS if protocol in listed)
    namespace = meta.get("xmlNamespace")
    out.number(PROTOCOLS.index(protocol))
    out.text(meta["apiVersion"])
    out.text(meta.get("jsonVersion"))
    out.text(meta.get("targetPrefix"))
    out.text(meta["endpointPrefix"])
    out.text(meta.get("signingName", meta["endpointPrefix"]))
    out.text(meta["serviceId"])
    out.text(meta["serviceFullName"])
    out.text(namespace["uri"] if isinstance(namespace, dict) else namespace)
    out.text(meta["signatureVersion"])
    out.number("awsQueryCompatible" in meta)
    out.number(rules)


def framed(records):
    """Records behind the list of their lengths, so that one can be found without reading the others."""
    out = bytearray()
    varint(out, len(records))
    for record in records:
        varint(out, len(record))
    return bytes(out) + b"".join(records)


def service(model, paginators, waiters, rules):
    names = reachable(model)
    number = {name: i for i, name in enumerate(names)}
    shapes = model["shapes"]

    meta = Writer()
    write_meta(meta, model["metadata"], rules)
    operations = []
    for name, operation in sorted(model["operations"].items()):
        operations.append(Writer())
        write_operation(operations[-1], name, operation, model, paginators.get(name), number)
    kinds = []
    for name in names:
        kinds.append(Writer())
        write_shape(kinds[-1], name, shapes[name], shapes, number)
    waits = []
    for name, waiter in sorted(waiters.items()):
        waits.append(Writer())
        write_waiter(waits[-1], name, waiter)

    strings = Counter()
    for writer in [meta, *operations, *kinds, *waits]:
        strings.update(writer.strings)
    ordered = sorted(strings, key=lambda text: (-strings[text], text))
    index = {text: i for i, text in enumerate(ordered)}
    return b"".join(
        [
            framed([text.encode() for text in ordered]),
            framed([meta.bytes(index)]),
            framed([writer.bytes(index) for writer in operations]),
            framed([writer.bytes(index) for writer in kinds]),
            framed([writer.bytes(index) for writer in waits]),
        ]
    )


def undocumented(node):
    if isinstance(node, dict):
        return {key: undocumented(value) for key, value in node.items() if key != "documentation"}
    if isinstance(node, list):
        return [undocumented(value) for value in node]
    return node


def load(loader, name, kind, key):
    try:
        return loader.load_service_model(name, kind)[key]
    except (botocore.exceptions.DataNotFoundError, botocore.exceptions.UnknownServiceError):
        return {}


def compact():
    """The members of the file by name."""
    data = pathlib.Path(botocore.__file__).parent / "data"
    loader = Loader(extra_search_paths=[str(data)], include_default_search_paths=False)
    members, rule_sets = {}, {}
    for name in sorted(loader.list_available_services("service-2")):
        model = loader.load_service_model(name, "service-2")
        rules = undocumented(loader.load_service_model(name, "endpoint-rule-set-1"))
        prefix = "//" + model["metadata"]["endpointPrefix"]
        text = json.dumps(rules, separators=(",", ":"), ensure_ascii=False).replace(prefix, "//{@}")
        members[name] = service(
            model,
            load(loader, name, "paginators-1", "pagination"),
            load(loader, name, "waiters-2", "waiters"),
            rule_sets.setdefault(text, len(rule_sets)),
        )
    for text, i in rule_sets.items():
        members[f"#rules/{i}"] = text.encode()
    partitions = undocumented(loader.load_data("partitions"))
    members["#partitions"] = json.dumps(partitions, separators=(",", ":"), ensure_ascii=False).encode()
    return members


# --- the file -------------------------------------------------------------------------------------------------------


def pack(members):
    lines, body = [f"runbook-models {FORMAT} botocore {botocore.__version__}"], bytearray()
    for name, raw in members.items():
        compressed = zlib.compress(raw, 9)
        lines.append(f"{name} {len(body)} {len(compressed)} {len(raw)}")
        body += compressed
    return "\n".join(lines).encode() + b"\n\n" + bytes(body)


def unpack(packed):
    """The header and the members, uncompressed: two zlib libraries may pack the same facts differently."""
    header, body = packed.split(b"\n\n", 1)
    first, *lines = header.decode().split("\n")
    members = {}
    for line in lines:
        name, offset, compressed, _ = line.split(" ")
        members[name] = zlib.decompress(body[int(offset) : int(offset) + int(compressed)])
    return first, members


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the committed file instead of writing it")
    arguments = parser.parse_args()
    if botocore.__version__ != PINNED:
        sys.exit(f"botocore {PINNED} is pinned, this is {botocore.__version__}: pip install botocore=={PINNED}")
    members = compact()
    packed = pack(members)
    if not arguments.check:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_bytes(packed)
        raw = sum(map(len, members.values()))
        print(f"{TARGET.name}: {len(members)} members, {raw:,} bytes, {len(packed):,} packed")
        return
    fresh, committed = unpack(packed), unpack(TARGET.read_bytes())
    differing = sorted(
        name for name in fresh[1].keys() | committed[1].keys() if fresh[1].get(name) != committed[1].get(name)
    )
    if fresh[0] != committed[0] or differing:
        sys.exit(f"{TARGET.name} is not what botocore {PINNED} compacts to; differing: {' '.join(differing) or 'header'}")
    print(f"{TARGET.name} is what botocore {PINNED} compacts to ({len(members)} members)")


if __name__ == "__main__":
    main()
