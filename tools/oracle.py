"""What botocore sends and reads, as the oracle of the dynamic client.

    oracle.py requests SERVICE...   one JSON line for each operation and variant: input, and the request it becomes
    oracle.py signed SERVICE...     the same, signed: what a server sees
    oracle.py answers SERVICE...    one JSON line for each operation and variant: an answer, and what it is read as
    oracle.py errors SERVICE...     one JSON line for each error and variant: an answer, and the error it is read as
    oracle.py reads                 answers as JSON lines on stdin (service, operation, answer); what each is read as
    oracle.py signatures            for each JSON line on stdin (a call, and the request that it became, signed): the
                                    host that botocore sends the call to, the headers that its signer adds to the
                                    request, and the signed URL that it puts into a copy between regions

Inputs and outputs are made up from botocore's models, the same ones each time. Nothing leaves the process: a request
is caught just before it would be sent, and there given its answer, so that botocore's own handlers all have their
say. Blobs and instants are tagged as the crate tags them: {"$blob"}, {"$time"}.
"""

import base64
import datetime
import io
import json
import struct
import sys
import warnings
from xml.sax.saxutils import escape, quoteattr

import botocore
import botocore.auth
import botocore.awsrequest
import botocore.compat
import botocore.config
import botocore.exceptions
import botocore.parsers
import botocore.response
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
            # JSON as text is made of any value in a header alone.
            if member.serialization.get("jsonvalue") and (self.answers or place == "header"):
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
        if shape.name == "KvsARN":
            return "arn:aws:cloudfront::123456789012:key-value-store/abc"
        if shape.name == "EndpointId":
            return "text-%d" % self.count
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


# What botocore's handlers turn on, and no made-up value would: service, operation, variant, members beside the
# required ones.
ODD = [
    ("s3", "PutObject", "odd-key", {"Bucket": "lab-logs", "Key": "a b/ü+~*'()!&=?#%41//c/../d"}),
    ("s3", "GetObject", "odd-key", {"Bucket": "lab-logs", "Key": "/leading/ and trailing /"}),
    ("s3", "CopyObject", "copy-source", {"CopySource": "lab-logs/a b/ü+%41?versionId=v 1"}),
    ("s3", "CopyObject", "copy-source-version", {"CopySource": "/lab-logs/é?versionId=v-1"}),
    ("s3", "UploadPartCopy", "copy-source", {"CopySource": "lab-logs/100% +1.txt"}),
    ("s3", "PutObject", "customer-key", {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}),
    ("s3", "GetObject", "customer-key", {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": "k" * 32}),
    ("s3", "CopyObject", "customer-key", {"CopySourceSSECustomerAlgorithm": "AES256", "CopySourceSSECustomerKey": "k" * 32}),
    ("s3", "PutObject", "metadata", {"Metadata": {"Owner": "ada", "two-words": "a  b"}}),
    ("s3", "ListObjectsV2", "asked-for-encoding", {"Bucket": "lab-logs", "EncodingType": "url", "Prefix": "a b/"}),
    ("s3", "GetBucketLocation", "dotted", {"Bucket": "lab.logs.example"}),
    ("s3", "GetObject", "upper-case", {"Bucket": "Lab_Logs", "Key": "k"}),
    ("route53", "GetHostedZone", "path", {"Id": "/hostedzone/Z1"}),
    ("rds", "CopyDBSnapshot", "cross-region-signed", {"SourceRegion": "eu-west-1", "PreSignedUrl": "https://signed"}),
    ("glacier", "UploadArchive", "body", {"accountId": "-", "vaultName": "v", "body": b"x" * (2**21 + 5)}),
    ("cloudsearchdomain", "Search", "query", {"query": "a b&c", "size": 3}),
    ("ec2", "RunInstances", "user-data", {"MaxCount": 1, "MinCount": 1, "UserData": "#!/bin/sh\necho é"}),
    ("autoscaling", "CreateLaunchConfiguration", "user-data", {"LaunchConfigurationName": "l", "UserData": "x"}),
]


class Caught(Exception):
    pass


class Wire:
    """A client whose requests are caught, and answered if there is an answer."""

    def __init__(self, session, service, signed=False):
        config = botocore.config.Config(
            parameter_validation=False,
            region_name="us-east-1",
            s3={"addressing_style": "virtual"},
            inject_host_prefix=False,
            disable_request_compression=True,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            retries={"total_max_attempts": 1},
            signature_version=None if signed else botocore.UNSIGNED,
        )
        self.client = session.create_client(
            service,
            config=config,
            endpoint_url="https://oracle.example",
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret",
            verify=False,
        )
        self.request = self.answer = None
        self.client.meta.events.register("before-send", self.catch)
        if not signed:
            # Some operations would be, whatever the configuration says.
            self.client._request_signer.sign = lambda *_, **__: None

    def catch(self, request, **_):
        self.request = request
        if self.answer is None:
            raise Caught
        raw = Raw(self.answer["body"])
        return botocore.awsrequest.AWSResponse(request.url, self.answer["status"], HeadersOf(self.answer["headers"]), raw)

    def call(self, operation, made, answer=None):
        self.answer = answer
        return self.client._make_api_call(operation, made)


class Raw(io.BytesIO):
    """A body, as urllib3 gives it."""

    def stream(self, **_):
        yield self.read()


def HeadersOf(headers):
    held = botocore.awsrequest.HeadersDict()
    for name, value in headers.items():
        held[name] = value
    return held


def inputs(model, service, operation):
    """Variant and input, tokens filled in."""
    shape = model.operation_model(operation).input_shape
    made = [(v, Maker(v == "required", answers=False).make(shape) if shape else {}) for v in ("required", "full")]
    made += [(v, dict(made[0][1]) | members) for s, o, v, members in ODD if (s, o) == (service, operation)]
    for variant, value in made:
        for name, member in (shape.members if shape else {}).items():
            if member.metadata.get("idempotencyToken") and name not in value:
                value[name] = "token"
        yield variant, value


def written_body(request):
    body = request.body or b""
    if hasattr(body, "read"):
        body = body.read()
    return body.encode() if isinstance(body, str) else bytes(body)


def written(request):
    return {
        "method": request.method,
        "url": request.url,
        "headers": {k.lower(): (v.decode() if isinstance(v, bytes) else str(v)) for k, v in request.headers.items()},
        "body": base64.b64encode(written_body(request)).decode(),
    }


def requests(session, service, signed=False):
    wire = Wire(session, service, signed)
    model = wire.client.meta.service_model
    for operation in model.operation_names:
        operation_model = model.operation_model(operation)
        line = {"service": service, "operation": operation}
        if operation_model.has_event_stream_input or operation_model.has_event_stream_output:
            yield line | {"variant": "stream", "skipped": "a stream of events"}
            continue
        for variant, made in inputs(model, service, operation):
            line |= {"variant": variant, "input": tagged(made)}
            try:
                wire.call(operation, made)
            except Caught:
                yield line | {"request": written(wire.request)}
            except Exception as error:  # noqa: BLE001: whatever botocore's own handlers refuse is named
                yield line | {"skipped": f"botocore refuses: {error}"[:160]}


def cbor(value):
    """RFC 8949, as far as answers need it."""

    def head(major, number):
        for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
            if number < 24:
                return bytes([major << 5 | number])
            if number < 1 << 8 * size:
                return bytes([major << 5 | info]) + number.to_bytes(size, "big")
        raise ValueError(number)

    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, datetime.datetime):
        return b"\xc1" + cbor(int(value.timestamp()))
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(item) for key, item in value.items())


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

    def cbor(self, shape, value):
        kind = shape.type_name
        if kind == "structure":
            key = lambda name: shape.members[name].serialization.get("name", name)
            return {key(name): self.cbor(shape.members[name], item) for name, item in value.items()}
        if kind == "list":
            return [self.cbor(shape.member, item) for item in value]
        if kind == "map":
            return {key: self.cbor(shape.value, item) for key, item in value.items()}
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
        elif self.protocol == "smithy-rpc-v2-cbor":
            headers["smithy-protocol"] = "rpc-v2-cbor"
            body = cbor(self.cbor(shape, value)) if shape else b""
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


def plain(parsed):
    """An output with its streams read."""
    parsed.pop("ResponseMetadata", None)
    for name, item in parsed.items():
        if isinstance(item, botocore.response.StreamingBody):
            item._content_length = None  # made up, like everything here
            parsed[name] = item.read()
    return parsed


# Answers that botocore's handlers turn on: service, operation, variant, headers, body.
ODD_ANSWERS = [
    ("s3", "GetBucketLocation", "region", {}, "<LocationConstraint>eu-west-1</LocationConstraint>"),
    ("s3", "GetBucketLocation", "classic", {}, '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'),
    (
        "s3",
        "ListObjectsV2",
        "odd-keys",
        {},
        "<ListBucketResult><EncodingType>url</EncodingType><Prefix>a+b%2F</Prefix><Delimiter>%2F</Delimiter><StartAfter>a+%25</StartAfter>"
        "<Contents><Key>a+b/%C3%BC%2B%25+%01.txt</Key></Contents><CommonPrefixes><Prefix>a+b%2Fc%2F</Prefix></CommonPrefixes>"
        "</ListBucketResult>",
    ),
    (
        "s3",
        "ListObjects",
        "odd-keys",
        {},
        "<ListBucketResult><EncodingType>url</EncodingType><Marker>a+b</Marker><NextMarker>a%2Bc</NextMarker>"
        "<Prefix>stays+%41</Prefix><Contents><Key>a+b/%C3%BC%2B%25+%01.txt</Key></Contents></ListBucketResult>",
    ),
    (
        "s3",
        "ListObjectVersions",
        "odd-keys",
        {},
        "<ListVersionsResult><EncodingType>url</EncodingType><KeyMarker>a+b</KeyMarker><NextKeyMarker>a%2Bc</NextKeyMarker>"
        "<Version><Key>a+%C3%BC</Key></Version><DeleteMarker><Key>%25</Key></DeleteMarker></ListVersionsResult>",
    ),
    ("s3", "GetObject", "expires", {"Expires": "Tue, 24 Nov 2026 05:30:00 GMT"}, "body"),
    ("s3", "GetObject", "expires-never", {"Expires": "0"}, "body"),
    ("s3", "HeadObject", "expires-never", {"Expires": "-1", "x-amz-meta-owner": "ada"}, ""),
    ("s3", "HeadObject", "metadata", {"x-amz-meta-two-words": "a b", "Content-Length": "0"}, ""),
    (
        "ec2",
        "GetConsoleOutput",
        "text",
        {},
        "<GetConsoleOutputResponse><output>aMOpbGxvCg==</output></GetConsoleOutputResponse>",
    ),
    (
        "iam",
        "GetPolicyVersion",
        "policy",
        {},
        "<GetPolicyVersionResponse><GetPolicyVersionResult><PolicyVersion><Document>%7B%22Version%22%3A%20%222012-10-17%22%7D"
        "</Document></PolicyVersion></GetPolicyVersionResult></GetPolicyVersionResponse>",
    ),
    (
        "cloudformation",
        "GetTemplate",
        "json",
        {},
        "<GetTemplateResponse><GetTemplateResult><TemplateBody>{&quot;Resources&quot;: {}}</TemplateBody></GetTemplateResult>"
        "</GetTemplateResponse>",
    ),
]


def answers(session, service):
    wire = Wire(session, service)
    model = wire.client.meta.service_model
    render = Render(model.resolved_protocol)
    for operation in model.operation_names:
        operation_model = model.operation_model(operation)
        line = {"service": service, "operation": operation}
        if operation_model.has_event_stream_input or operation_model.has_event_stream_output:
            yield line | {"variant": "stream", "skipped": "a stream of events"}
            continue
        shape = operation_model.output_shape
        made = [(v, Maker(v == "required", answers=True).make(shape) if shape else {}) for v in ("required", "full")]
        answered = [(v, render.answer(operation_model, shape, value)) for v, value in made]
        for s, o, variant, headers, body in ODD_ANSWERS:
            if (s, o) == (service, operation):
                answered.append((variant, {"status": 200, "headers": headers, "body": body.encode()}))
        asked = next(made for _, made in inputs(model, service, operation))
        for variant, answer in answered:
            line |= {"variant": variant}
            try:
                parsed = plain(wire.call(operation, dict(asked), answer))
                said = line | {
                    "answer": {**answer, "body": base64.b64encode(answer["body"]).decode()},
                    "output": tagged(parsed),
                }
                json.dumps(said)
            except Exception as error:  # noqa: BLE001: whatever botocore cannot read is named
                said = line | {"skipped": f"botocore refuses: {type(error).__name__}: {error}"[:160]}
            yield said


class Errors:
    """Errors as a server of each protocol words them: variant, answer."""

    def __init__(self, service_model):
        self.protocol = service_model.resolved_protocol
        self.compatible = service_model.is_query_compatible
        self.s3 = service_model.service_name == "s3"

    def of(self, code, status, message, name=None):
        """An error with its code on the wire, and the name of its shape."""
        name = name or code
        return getattr(self, self.protocol.replace("-", "_"))(code, status, message, name)

    def json(self, code, status, message, name):
        headers = {"x-amzn-RequestId": "r-1"}
        if self.compatible:
            headers["x-amzn-query-error"] = f"{code};Sender"
        elif name != code:
            return
        documents = {
            "plain": {"__type": name, "message": message},
            "namespaced": {"__type": f"com.amazon.example#{name}", "Message": message},
            "silent": {"__type": name},
        }
        if self.protocol == "rest-json":
            documents["code"] = {"code": name, "message": message}
        for variant, document in documents.items():
            yield variant, {"status": status, "headers": headers, "body": json.dumps(document).encode()}

    def rest_json(self, code, status, message, name):
        of = {"x-amzn-RequestId": "r-1", "x-amzn-ErrorType": name}
        document = json.dumps({"message": message}).encode()
        if self.compatible:
            of["x-amzn-query-error"] = f"{code};Sender"
        elif name != code:
            return
        yield "header", {"status": status, "headers": of, "body": document}
        url = f"{name}:http://internal.amazon.com/coral/com.amazon.coral/"
        yield "header-with-url", {"status": status, "headers": of | {"x-amzn-ErrorType": url}, "body": document}
        if status < 500:
            yield "empty", {"status": status, "headers": of, "body": b""}
        for variant, answer in self.json(code, status, message, name) or ():
            yield f"body-{variant}", answer

    def smithy_rpc_v2_cbor(self, code, status, message, name):
        headers = {"x-amzn-RequestId": "r-1", "smithy-protocol": "rpc-v2-cbor"}
        if self.compatible:
            headers["x-amzn-query-error"] = f"{code};Sender"
        elif name != code:
            return
        for variant, document in {
            "plain": {"__type": f"com.amazon.example#{name}", "message": message},
            "capital": {"__type": name, "Message": message},
            "silent": {"__type": name},
        }.items():
            yield variant, {"status": status, "headers": headers, "body": cbor(document)}

    def query(self, code, status, message, name):
        inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = f'<?xml version="1.0"?><ErrorResponse xmlns="urn:x">{inner}<RequestId>r-1</RequestId></ErrorResponse>'
        yield "plain", {"status": status, "headers": {"x-amzn-RequestId": "r-1"}, "body": body.encode()}
        yield "body-alone", {"status": status, "headers": {}, "body": body.encode()}
        silent = f"<ErrorResponse><Error><Code>{code}</Code></Error><RequestId>r-1</RequestId></ErrorResponse>"
        yield "silent", {"status": status, "headers": {}, "body": silent.encode()}

    def ec2(self, code, status, message, name):
        inner = f"<Errors><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></Errors>"
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Response>{inner}<RequestID>r-1</RequestID></Response>'
        yield "plain", {"status": status, "headers": {}, "body": body.encode()}

    def rest_xml(self, code, status, message, name):
        if not self.s3:
            yield from self.query(code, status, message, name)
            return
        body = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message>'
            "<Resource>/b/k</Resource><RequestId>r-1</RequestId><HostId>h</HostId></Error>"
        )
        headers = {"x-amz-request-id": "r-1", "x-amz-id-2": "h"}
        yield "plain", {"status": status, "headers": headers, "body": body.encode()}
        yield "body-alone", {"status": status, "headers": {}, "body": body.encode()}
        yield "late", {"status": 200, "headers": headers, "body": body.encode()}

    def bare(self):
        """What load balancers and proxies answer, and a HEAD."""
        header = "x-amz-request-id" if self.s3 else "x-amzn-RequestId"
        # The others' parsers fail where there is no document in an error of the caller's.
        silent = self.s3 or "json" in self.protocol
        for status in (400, 403, 404, 500, 503) if silent else (500, 503):
            yield f"empty-{status}", {"status": status, "headers": {header: "r-1"}, "body": b""}
        page = b"<html><body><h1>503 Service Unavailable</h1></body></html>"
        yield "page-503", {"status": 503, "headers": {}, "body": page}


def streams(operation_model):
    """True for an answer that S3 does not begin before it knows that it succeeds."""
    shape = operation_model.output_shape
    payload = shape and shape.serialization.get("payload")
    return bool(payload) and shape.members[payload].type_name == "blob"


def errors(session, service):
    wire = Wire(session, service)
    model = wire.client.meta.service_model
    makers = Errors(model)
    seen = set()
    for operation in model.operation_names:
        operation_model = model.operation_model(operation)
        if operation_model.has_event_stream_input or operation_model.has_event_stream_output:
            continue
        answered = []
        if not seen:
            answered += [(f"bare-{variant}", answer) for variant, answer in makers.bare()]
            answered += [(f"unmodelled-{variant}", answer) for variant, answer in makers.of("OddThing", 400, "a <b> & é")]
        # HEAD has no body to say more in.
        if operation_model.http.get("method") == "HEAD" or (service, operation) == ("s3", "HeadBucket"):
            answered += [(f"head-{variant}", answer) for variant, answer in makers.bare()]
        for shape in operation_model.error_shapes:
            if shape.name not in seen:
                said = shape.metadata.get("error", {})
                status = said.get("httpStatusCode", 400)
                made = makers.of(said.get("code", shape.name), status, f"it is {shape.name}", shape.name)
                answered += [(f"{shape.name}-{variant}", answer) for variant, answer in made or ()]
                seen.add(shape.name)
        seen.add("")
        asked = next(made for _, made in inputs(model, service, operation)) if answered else {}
        for variant, answer in answered:
            if variant.endswith("-late") and streams(operation_model):
                continue
            line = {"service": service, "operation": operation, "variant": variant}
            try:
                wire.call(operation, dict(asked), answer)
                said = {"skipped": "botocore sees no error"}
            except botocore.exceptions.ClientError as error:
                meta, found = error.response["ResponseMetadata"], error.response["Error"]
                request_id = meta.get("RequestId") or error.response.get("RequestId")
                said = {
                    "answer": {**answer, "body": base64.b64encode(answer["body"]).decode()},
                    "error": {
                        "code": found.get("Code"),
                        "message": found.get("Message"),
                        "status": meta["HTTPStatusCode"],
                        "request_id": request_id,
                    },
                }
            except Exception as error:  # noqa: BLE001: whatever botocore cannot read is named
                said = {"skipped": f"botocore refuses: {type(error).__name__}: {error}"[:160]}
            yield line | said


def untagged(value):
    if isinstance(value, dict) and set(value) == {"$blob"}:
        return base64.b64decode(value["$blob"])
    if isinstance(value, dict):
        return {key: untagged(item) for key, item in value.items()}
    return [untagged(item) for item in value] if isinstance(value, list) else value


def signature(session, line):
    """What botocore adds to a request that we signed, at the time at which we did."""
    instant = datetime.datetime.fromisoformat(line["time"])
    botocore.auth.get_current_datetime = lambda *_, **__: instant.replace(tzinfo=None)
    ours, given, operation = line["request"], line["credentials"], line["operation"]
    config = botocore.config.Config(parameter_validation=False, retries={"total_max_attempts": 1})
    client = session.create_client(
        line["service"],
        line["region"],
        config=config,
        aws_access_key_id=given["key"],
        aws_secret_access_key=given["secret"],
        aws_session_token=given["token"],
    )
    sent, chosen = [], []

    def catch(request, **_):
        sent.append(request)
        raise Caught

    def choose(signing_name, region_name, signature_version, context, **_):
        chosen.append((signature_version, signing_name, region_name, context))

    client.meta.events.register("before-send", catch)
    client.meta.events.register("before-sign", lambda **given: choose(context=given["request"].context, **given))
    try:
        client._make_api_call(operation, untagged(line["input"]))
    except Caught:
        pass
    said = {"host": botocore.compat.urlsplit(sent[0].url).netloc, "headers": {}}
    form = botocore.compat.parse_qs(written_body(sent[0]).decode("utf-8", "replace"))
    said["copy"] = form.get("PresignedUrl", form.get("PreSignedUrl", [None]))[0]
    version, name, region, context = chosen[-1]
    if version in (botocore.UNSIGNED, "none"):
        return said
    scope = context.get("signing", {})
    name, region = scope.get("signing_name", name), scope.get("region", region)
    added = ("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")
    # Elsewhere a digest in a header is the client's own idea, which its signature has to hold.
    own = version == "v4"
    signed = ours["headers"].get("authorization", "").partition("SignedHeaders=")[2].partition(",")[0].split(";")
    kept = [key for key in signed if key not in added and key != "host" or (own and key == "x-amz-content-sha256")]
    request = botocore.awsrequest.AWSRequest(
        method=ours["method"],
        url=ours["url"],
        headers={key: ours["headers"][key] for key in kept},
        data=base64.b64decode(ours["body"]),
    )
    # Whether the body is part of a signature each client decides for itself.
    whole = ours["headers"].get("x-amz-content-sha256") != "UNSIGNED-PAYLOAD"
    request.context["client_config"] = botocore.config.Config(s3={"payload_signing_enabled": whole})
    request.context["payload_signing_enabled"] = whole
    signer = botocore.auth.AUTH_TYPE_MAPS[version.removesuffix("-unsigned-body")]
    signer(client._request_signer._credentials, name, region).add_auth(request)
    said["headers"] = {key: request.headers[key] for key in added if key in request.headers}
    return said


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
    if sys.argv[1] == "signatures":
        for line in sys.stdin:
            print(json.dumps(signature(session, json.loads(line))))
        return
    signed = lambda *given: requests(*given, signed=True)
    make = {"requests": requests, "signed": signed, "answers": answers, "errors": errors}[sys.argv[1]]
    for service in sys.argv[2:]:
        for line in make(session, service):
            print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
