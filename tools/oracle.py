"""What botocore sends and reads, as the oracle of the dynamic client.

    oracle.py requests SERVICE...   one JSON line for each operation and variant: input, and the request it becomes
    oracle.py answers SERVICE...    one JSON line for each operation and variant: an answer, and what it is read as
    oracle.py reads                 answers as JSON lines on stdin (service, operation, answer); what each is read as

Inputs and outputs are made up from botocore's models, the same ones each time. Nothing leaves the process: a request
is caught just before it would be sent. Blobs and instants are tagged as the crate tags them: {"$blob"}, {"$time"}.
"""

import base64
import datetime
import json
import sys
import warnings
from xml.sax.saxutils import escape, quoteattr

import botocore.awsrequest
import botocore.config
import botocore.parsers
import botocore.session

warnings.filterwarnings("ignore")
INSTANT = datetime.datetime(2026, 11, 24, 5, 30, 0, tzinfo=datetime.timezone.utc)
DEPTH = 4


class Maker:
    """Makes up values for shapes."""

    def __init__(self, required_only, answers):
        self.required_only = required_only
        self.answers = answers
        self.count = 0

    def make(self, shape, depth=0, place=None, seen=()):
        self.count += 1
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, depth, seen)
        if kind == "list":
            if seen.count(shape.member.name) > 0 or depth > DEPTH:
                return []
            return [self.make(shape.member, depth + 1, place, seen) for _ in range(2)]
        if kind == "map":
            if depth > DEPTH:
                return {}
            return {f"key{n}": self.make(shape.value, depth + 1, place, seen) for n in (1, 2)}
        if kind == "string":
            return self.text(shape, place)
        if kind == "character":
            return "c"
        if kind in ("integer", "long"):
            return self.count if kind == "integer" else 2**53 + self.count
        if kind in ("float", "double"):
            return self.count + 0.5
        if kind == "boolean":
            return self.count % 2 == 0
        if kind == "timestamp":
            return INSTANT + datetime.timedelta(seconds=self.count)
        if kind == "blob":
            return b"bytes %d" % self.count if place or self.answers else b"\x00\xffbytes %d" % self.count
        raise ValueError(kind)

    def structure(self, shape, depth, seen):
        if getattr(shape, "is_document_type", False):
            return {"any": ["JSON", self.count, True, None]}
        made = {}
        members = list(shape.members.items())
        union = getattr(shape, "is_tagged_union", False)
        if union:
            # Exactly one member, one that ends soon if there is one.
            simple = [pair for pair in members if pair[1].type_name not in ("structure", "list", "map")]
            fresh = [pair for pair in members if pair[1].name not in seen]
            members = (simple or fresh or members)[:1]
        for name, member in members:
            required = union or name in shape.required_members
            if self.required_only and not required:
                continue
            if not required and (member.name in seen or depth > DEPTH):
                continue
            if depth > DEPTH + 3:
                continue
            if member.serialization.get("eventstream") or getattr(member, "is_eventstream", False):
                continue
            place = member.serialization.get("location")
            if shape.serialization.get("payload") == name and member.type_name in ("string", "blob"):
                place = place or "payload"
            if member.serialization.get("jsonvalue"):
                made[name] = {"json": self.count}
                continue
            made[name] = self.make(member, depth + 1, place, (*seen, shape.name))
        return made

    def text(self, shape, place):
        if shape.name == "ChecksumAlgorithm":
            return "SHA256"
        if getattr(shape, "enum", None):
            return shape.enum[self.count % len(shape.enum)]
        if shape.name in ("BucketName", "BucketNameType"):
            return "bucket-%d" % self.count
        plain = place in ("header", "headers", "uri", "payload") or shape.metadata.get("hostLabel")
        return ("text-%d" if plain else "text é <&> %d \"q\" +/=") % self.count


def tagged(value):
    if isinstance(value, dict):
        return {str(key): tagged(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [tagged(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return {"$blob": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        return {"$time": value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return value


class Caught(Exception):
    pass


def client_of(session, service):
    config = botocore.config.Config(
        parameter_validation=False,
        region_name="us-east-1",
        s3={"addressing_style": "virtual"},
        inject_host_prefix=False,
        disable_request_compression=True,
        request_checksum_calculation="when_required",
    )
    client = session.create_client(
        service,
        config=config,
        endpoint_url="https://oracle.example",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        verify=False,
    )
    caught = []

    def catch(request, **_):
        caught.append(request)
        raise Caught

    client.meta.events.register("before-send", catch)
    return client, caught


def requests(session, service):
    client, caught = client_of(session, service)
    model = client.meta.service_model
    for operation in model.operation_names:
        operation_model = model.operation_model(operation)
        if operation_model.has_event_stream_input:
            yield {"service": service, "operation": operation, "skipped": "its input is a stream of events"}
            continue
        for variant in ("required", "full"):
            shape = operation_model.input_shape
            maker = Maker(variant == "required", answers=False)
            made = maker.make(shape) if shape else {}
            line = {"service": service, "operation": operation, "variant": variant, "input": tagged(made)}
            for name, member in (shape.members if shape else {}).items():
                if member.metadata.get("idempotencyToken") and name not in made:
                    made[name] = "token"
                    line["input"][name] = "token"
            try:
                client._make_api_call(operation, made)
            except Caught:
                request = caught.pop()
                body = request.body or b""
                if hasattr(body, "read"):
                    body = body.read()
                if isinstance(body, str):
                    body = body.encode()
                line["request"] = {
                    "method": request.method,
                    "host": request.url.split("://", 1)[1].partition("/")[0],
                    "uri": "/" + request.url.split("://", 1)[1].partition("/")[2],
                    "headers": {k.lower(): (v.decode() if isinstance(v, bytes) else str(v)) for k, v in request.headers.items()},
                    "body": base64.b64encode(bytes(body)).decode(),
                }
            except Exception as error:  # noqa: BLE001: whatever botocore's own handlers refuse is named
                line = {"service": service, "operation": operation, "skipped": f"{variant}: botocore refuses: {error}"[:160]}
            yield line


class Render:
    """Writes outputs as a server would."""

    def __init__(self, protocol):
        self.protocol = protocol

    def time(self, shape, value, place):
        default = {"json": "unixtimestamp", "rest-json": "unixtimestamp"}.get(self.protocol, "iso8601")
        if place == "header":
            default = "rfc822"
        form = shape.serialization.get("timestampFormat", default).lower()
        if form == "unixtimestamp":
            return int(value.timestamp())
        if form == "rfc822":
            return value.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")

    def json(self, shape, value):
        kind = shape.type_name
        if kind == "structure":
            if getattr(shape, "is_document_type", False):
                return value
            return {
                shape.members[name].serialization.get("name", name): (
                    json.dumps(item)
                    if shape.members[name].serialization.get("jsonvalue")
                    else self.json(shape.members[name], item)
                )
                for name, item in value.items()
            }
        if kind == "list":
            return [self.json(shape.member, item) for item in value]
        if kind == "map":
            return {key: self.json(shape.value, item) for key, item in value.items()}
        if kind == "timestamp":
            return self.time(shape, value, None)
        if kind == "blob":
            return base64.b64encode(value).decode()
        return value

    def scalar(self, shape, value, place=None):
        if shape.type_name == "timestamp":
            return str(self.time(shape, value, place))
        if shape.type_name == "blob":
            return base64.b64encode(value).decode()
        if shape.type_name == "boolean":
            return "true" if value else "false"
        return str(value)

    def key(self, shape, name):
        if shape.type_name == "list" and shape.serialization.get("flattened") and "name" in shape.member.serialization:
            return shape.member.serialization["name"]
        return shape.serialization.get("name", name)

    def xml(self, shape, value, name):
        kind = shape.type_name
        if kind == "structure":
            attributes, children = "", ""
            for member, item in value.items():
                inner = shape.members[member]
                if inner.serialization.get("xmlAttribute"):
                    attributes += " %s=%s" % (inner.serialization["name"], quoteattr(str(item)))
                    if ":" in inner.serialization["name"]:
                        attributes += ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
                else:
                    children += self.xml(inner, item, self.key(inner, member))
            return f"<{name}{attributes}>{children}</{name}>"
        if kind == "list":
            if shape.serialization.get("flattened"):
                return "".join(self.xml(shape.member, item, name) for item in value)
            item_name = shape.member.serialization.get("name", "member")
            return f"<{name}>" + "".join(self.xml(shape.member, item, item_name) for item in value) + f"</{name}>"
        if kind == "map":
            key_name = shape.key.serialization.get("name", "key")
            value_name = shape.value.serialization.get("name", "value")
            entries = [
                f"<{key_name}>{escape(key)}</{key_name}>" + self.xml(shape.value, item, value_name)
                for key, item in value.items()
            ]
            if shape.serialization.get("flattened"):
                return "".join(f"<{name}>{entry}</{name}>" for entry in entries)
            return f"<{name}>" + "".join(f"<entry>{entry}</entry>" for entry in entries) + f"</{name}>"
        return f"<{name}>{escape(self.scalar(shape, value))}</{name}>"

    def answer(self, operation, shape, value):
        status, headers, body = operation.http.get("responseCode", 200), {}, b""
        if self.protocol == "json":
            body = json.dumps(self.json(shape, value)).encode() if shape else b"{}"
        elif self.protocol == "query":
            inner = ""
            if shape:
                wrapper = shape.serialization.get("resultWrapper", f"{operation.name}Result")
                inner = self.xml(shape, value, wrapper)
            body = (
                f"<{operation.name}Response>{inner}<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>"
                f"</{operation.name}Response>"
            ).encode()
        elif self.protocol == "ec2":
            inner = self.xml(shape, value, "x")[3:-4] if shape else ""
            body = f"<{operation.name}Response><requestId>r-1</requestId>{inner}</{operation.name}Response>".encode()
        elif shape:
            status, body = self.rest(shape, value, headers, status)
        return {"status": status, "headers": headers, "body": body}

    def rest(self, shape, value, headers, status):
        payload = shape.serialization.get("payload")
        rest = {}
        for name, item in value.items():
            member = shape.members[name]
            place = member.serialization.get("location")
            if place == "header":
                if member.serialization.get("jsonvalue"):
                    headers[member.serialization["name"]] = base64.b64encode(json.dumps(item).encode()).decode()
                elif member.type_name == "list":
                    headers[member.serialization["name"]] = ",".join(
                        self.scalar(member.member, one, "header") for one in item
                    )
                else:
                    headers[member.serialization["name"]] = self.scalar(member, item, "header")
            elif place == "headers":
                for key, one in item.items():
                    headers[member.serialization.get("name", "") + key] = one
            elif place == "statusCode":
                status = 200 + item % 5
            elif name != payload:
                rest[name] = item
        if payload:
            member = shape.members[payload]
            if payload not in value:
                return status, b""
            if member.type_name in ("blob", "string"):
                item = value[payload]
                return status, item if isinstance(item, bytes) else item.encode()
            if self.protocol == "rest-json":
                return status, json.dumps(self.json(member, value[payload])).encode()
            return status, self.xml(member, value[payload], self.key(member, payload)).encode()
        if self.protocol == "rest-json":
            return status, json.dumps(self.json(shape, rest)).encode()
        return status, self.xml(shape, rest, shape.name).encode()


def answers(session, service):
    model = session.get_service_model(service)
    protocol = model.resolved_protocol
    parser = botocore.parsers.create_parser(protocol)
    for operation in model.operation_names:
        operation_model = model.operation_model(operation)
        if operation_model.has_event_stream_output:
            yield {"service": service, "operation": operation, "skipped": "its output is a stream of events"}
            continue
        shape = operation_model.output_shape
        for variant in ("required", "full"):
            made = Maker(variant == "required", answers=True).make(shape) if shape else {}
            answer = Render(protocol).answer(operation_model, shape, made)
            wire = {"status_code": answer["status"], "headers": botocore.awsrequest.HeadersDict(answer["headers"]), "body": answer["body"]}
            try:
                parsed = parser.parse(wire, shape)
            except botocore.parsers.ResponseParserError as error:
                yield {"service": service, "operation": operation, "skipped": f"{variant}: botocore refuses: {error}"}
                continue
            parsed.pop("ResponseMetadata", None)
            payload = shape.serialization.get("payload") if shape else None
            if payload in parsed and shape.members[payload].type_name == "blob" and isinstance(parsed[payload], str):
                parsed[payload] = parsed[payload].encode()
            line = {"service": service, "operation": operation, "variant": variant}
            line["answer"] = {**answer, "body": base64.b64encode(answer["body"]).decode()}
            line["output"] = tagged(parsed)
            try:
                json.dumps(line)
            except TypeError as error:
                line = {"service": service, "operation": operation, "skipped": f"{variant}: botocore reads no value: {error}"}
            yield line


def reads(session, lines):
    models = {}
    for line in map(json.loads, lines):
        service = line["service"]
        if service not in models:
            model = session.get_service_model(service)
            models[service] = (model, botocore.parsers.create_parser(model.resolved_protocol))
        model, parser = models[service]
        shape = model.operation_model(line["operation"]).output_shape
        answer = line["answer"]
        headers = botocore.awsrequest.HeadersDict(dict(answer["headers"]))
        wire = {"status_code": answer["status"], "headers": headers, "body": base64.b64decode(answer["body"])}
        try:
            parsed = parser.parse(wire, shape)
        except botocore.parsers.ResponseParserError as error:
            yield {"refused": str(error)}
            continue
        payload = shape.serialization.get("payload") if shape else None
        if payload in parsed and shape.members[payload].type_name == "blob" and isinstance(parsed[payload], str):
            parsed[payload] = parsed[payload].encode()
        yield {"metadata": tagged(parsed.pop("ResponseMetadata", {})), "output": tagged(parsed)}


def main():
    session = botocore.session.get_session()
    if sys.argv[1] == "reads":
        for line in reads(session, sys.stdin):
            print(json.dumps(line, ensure_ascii=False))
        return
    make = {"requests": requests, "answers": answers}[sys.argv[1]]
    for service in sys.argv[2:]:
        for line in make(session, service):
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
