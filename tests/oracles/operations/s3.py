"""S3: buckets, objects, uploads, versions, and bucket policies between accounts, as boto3 sees them.

Codes and statuses: "Error responses" of the S3 API reference.
"""

import base64
import hashlib
import io
import json
import urllib.error
import urllib.request
import zlib

import botocore.auth
import botocore.awsrequest
import botocore.config
from boto3.s3.transfer import TransferConfig
from harness import check, expect_error, run

BUCKET = "botos-bucket"
ABSENT = "botos-absent-bucket"
OPEN = {"BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(principal, action, *resources, effect="Allow", **more):
    named = principal if principal == "*" else {"AWS": principal}
    return {"Effect": effect, "Principal": named, "Action": action, "Resource": list(resources), **more}


def refuses(operation, code, status=None, because="", **words):
    """A check that a call with these words is refused."""

    @check(f"s3:{operation} refuse {because}".strip())
    def _(target):
        s3 = target.client("s3")
        names = {s3.meta.method_to_api_mapping[name]: name for name in s3.meta.method_to_api_mapping}
        with expect_error(code, status=status):
            getattr(s3, names[operation])(**words)


def crc32(data):
    return base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()


# --- buckets


@check("s3:CreateBucket create")
def _(target):
    made = target.client("s3").create_bucket(Bucket=BUCKET)
    assert made["Location"] == f"/{BUCKET}", made


@check("s3:CreateBucket create again in us-east-1")
def _(target):
    # "In the us-east-1 Region ... Amazon S3 returns 200 OK".
    target.client("s3").create_bucket(Bucket=BUCKET)


@check("s3:CreateBucket create elsewhere")
def _(target):
    west = target.client("s3", region="eu-west-1")
    place = {"LocationConstraint": "eu-west-1"}
    made = west.create_bucket(Bucket=f"{BUCKET}-west", CreateBucketConfiguration=place)
    assert made["Location"] == f"http://{BUCKET}-west.s3.amazonaws.com/", made
    with expect_error("BucketAlreadyOwnedByYou", status=409):
        west.create_bucket(Bucket=f"{BUCKET}-west", CreateBucketConfiguration=place)
    with expect_error("IllegalLocationConstraintException", status=400):
        west.create_bucket(Bucket=f"{BUCKET}-other")


@check("s3:CreateBucket refuse the partner's")
def _(target):
    with expect_error("BucketAlreadyExists", status=409):
        target.client("s3", "partner").create_bucket(Bucket=BUCKET)


for name in ["Upper", "ab", "a..b", "192.168.0.1", "xn--a", "a" * 64]:
    refuses("CreateBucket", ("InvalidBucketName", "ParamValidation"), 400, f"the name {name[:12]}", Bucket=name)


@check("s3:ListBuckets read")
def _(target):
    found = target.client("s3").list_buckets()
    names = [bucket["Name"] for bucket in found["Buckets"]]
    assert BUCKET in names and f"{BUCKET}-west" in names and names == sorted(names), names
    assert found["Owner"]["ID"] and len(found["Owner"]["ID"]) == 64, found["Owner"]
    pages = [
        [bucket["Name"] for bucket in page["Buckets"]]
        for page in target.client("s3").get_paginator("list_buckets").paginate(Prefix=BUCKET, PaginationConfig={"PageSize": 1})
    ]
    assert pages == [[BUCKET], [f"{BUCKET}-west"]], pages


@check("s3:HeadBucket read")
def _(target):
    found = target.client("s3").head_bucket(Bucket=BUCKET)
    assert found["BucketRegion"] == "us-east-1", found


refuses("HeadBucket", "404", 404, Bucket=ABSENT)


@check("s3:GetBucketLocation read")
def _(target):
    s3 = target.client("s3")
    assert s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"] is None
    assert s3.get_bucket_location(Bucket=f"{BUCKET}-west")["LocationConstraint"] == "eu-west-1"


# Every operation that only names a bucket says the same of one that is not there.
for operation, words in {
    "GetBucketLocation": {},
    "DeleteBucket": {},
    "ListObjects": {},
    "ListObjectsV2": {},
    "ListObjectVersions": {},
    "ListMultipartUploads": {},
    "GetBucketAcl": {},
    "GetBucketAccelerateConfiguration": {},
    "GetBucketCors": {},
    "GetBucketEncryption": {},
    "GetBucketLifecycleConfiguration": {},
    "GetBucketLogging": {},
    "GetBucketNotificationConfiguration": {},
    "GetBucketOwnershipControls": {},
    "GetBucketPolicy": {},
    "GetBucketPolicyStatus": {},
    "GetBucketReplication": {},
    "GetBucketRequestPayment": {},
    "GetBucketTagging": {},
    "GetBucketVersioning": {},
    "GetBucketWebsite": {},
    "GetObjectLockConfiguration": {},
    "GetPublicAccessBlock": {},
    "DeleteBucketCors": {},
    "DeleteBucketEncryption": {},
    "DeleteBucketLifecycle": {},
    "DeleteBucketOwnershipControls": {},
    "DeleteBucketPolicy": {},
    "DeleteBucketTagging": {},
    "DeleteBucketWebsite": {},
    "DeletePublicAccessBlock": {},
    "PutBucketAccelerateConfiguration": {"AccelerateConfiguration": {"Status": "Enabled"}},
    "PutBucketAcl": {"ACL": "private"},
    "PutBucketCors": {"CORSConfiguration": {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}},
    "PutBucketEncryption": {
        "ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    },
    "PutBucketLifecycleConfiguration": {
        "LifecycleConfiguration": {"Rules": [{"ID": "a", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]}
    },
    "PutBucketLogging": {"BucketLoggingStatus": {}},
    "PutBucketNotificationConfiguration": {"NotificationConfiguration": {}},
    "PutBucketOwnershipControls": {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
    "PutBucketPolicy": {"Policy": policy(allow("*", "s3:GetObject", f"arn:aws:s3:::{ABSENT}/*"))},
    "PutBucketRequestPayment": {"RequestPaymentConfiguration": {"Payer": "BucketOwner"}},
    "PutBucketTagging": {"Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}},
    "PutBucketVersioning": {"VersioningConfiguration": {"Status": "Enabled"}},
    "PutBucketWebsite": {"WebsiteConfiguration": {"IndexDocument": {"Suffix": "index.html"}}},
    "PutPublicAccessBlock": {"PublicAccessBlockConfiguration": OPEN},
    "PutObject": {"Key": "a", "Body": b"a"},
    "GetObject": {"Key": "a"},
    "GetObjectAcl": {"Key": "a"},
    "GetObjectAttributes": {"Key": "a", "ObjectAttributes": ["ETag"]},
    "GetObjectTagging": {"Key": "a"},
    "DeleteObject": {"Key": "a"},
    "DeleteObjects": {"Delete": {"Objects": [{"Key": "a"}]}},
    "DeleteObjectTagging": {"Key": "a"},
    "PutObjectAcl": {"Key": "a", "ACL": "private"},
    "PutObjectTagging": {"Key": "a", "Tagging": {"TagSet": []}},
    "CreateMultipartUpload": {"Key": "a"},
}.items():
    refuses(operation, "NoSuchBucket", 404, "without a bucket", Bucket=ABSENT, **words)


@check("s3:GetBucketLocation refuse another owner")
def _(target):
    with expect_error("AccessDenied", status=403):
        target.client("s3").get_bucket_location(Bucket=BUCKET, ExpectedBucketOwner="999988887777")


# --- what is set on buckets


@check("s3:PutBucketTagging create")
def _(target):
    target.client("s3").put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "team", "Value": "red"}]})


@check("s3:GetBucketTagging read")
def _(target):
    assert target.client("s3").get_bucket_tagging(Bucket=BUCKET)["TagSet"] == [{"Key": "team", "Value": "red"}]


refuses(
    "PutBucketTagging",
    "InvalidTag",
    400,
    "twice",
    Bucket=BUCKET,
    Tagging={"TagSet": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}]},
)


@check("s3:DeleteBucketTagging delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_tagging(Bucket=BUCKET)
    with expect_error("NoSuchTagSet", status=404):
        s3.get_bucket_tagging(Bucket=BUCKET)


@check("s3:GetBucketEncryption read")
def _(target):
    # All buckets encrypt since January 2023.
    found = target.client("s3").get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert found[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256", found


@check("s3:PutBucketEncryption create")
def _(target):
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}
    s3 = target.client("s3")
    s3.put_bucket_encryption(Bucket=BUCKET, ServerSideEncryptionConfiguration={"Rules": [rule]})
    assert s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"][0]["BucketKeyEnabled"] is True


@check("s3:DeleteBucketEncryption delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_encryption(Bucket=BUCKET)
    found = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
    assert found[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}, found


@check("s3:GetPublicAccessBlock read")
def _(target):
    found = target.client("s3").get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    assert found == dict.fromkeys(OPEN, True), found


@check("s3:GetBucketOwnershipControls read")
def _(target):
    found = target.client("s3").get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"]
    assert found == [{"ObjectOwnership": "BucketOwnerEnforced"}], found


@check("s3:PutBucketAcl refuse")
def _(target):
    with expect_error("AccessControlListNotSupported", "The bucket does not allow ACLs", 400):
        target.client("s3").put_bucket_acl(Bucket=BUCKET, ACL="public-read")


@check("s3:PutBucketOwnershipControls create")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
    found = s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"]
    assert found == [{"ObjectOwnership": "BucketOwnerPreferred"}], found


@check("s3:PutBucketAcl create")
def _(target):
    target.client("s3").put_bucket_acl(Bucket=BUCKET, ACL="private")


@check("s3:GetBucketAcl read")
def _(target):
    found = target.client("s3").get_bucket_acl(Bucket=BUCKET)
    assert [grant["Permission"] for grant in found["Grants"]] == ["FULL_CONTROL"], found
    assert found["Grants"][0]["Grantee"]["ID"] == found["Owner"]["ID"], found
    assert found["Grants"][0]["Grantee"]["Type"] == "CanonicalUser", found


@check("s3:DeleteBucketOwnershipControls delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_ownership_controls(Bucket=BUCKET)
    with expect_error("OwnershipControlsNotFoundError", status=404):
        s3.get_bucket_ownership_controls(Bucket=BUCKET)
    s3.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})


CORS = {"CORSRules": [{"AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["https://example.com"], "AllowedHeaders": ["*"], "MaxAgeSeconds": 60}]}


@check("s3:GetBucketCors refuse without one")
def _(target):
    with expect_error("NoSuchCORSConfiguration", "The CORS configuration does not exist", 404):
        target.client("s3").get_bucket_cors(Bucket=BUCKET)


@check("s3:PutBucketCors create")
def _(target):
    target.client("s3").put_bucket_cors(Bucket=BUCKET, CORSConfiguration=CORS)


@check("s3:GetBucketCors read")
def _(target):
    assert target.client("s3").get_bucket_cors(Bucket=BUCKET)["CORSRules"] == CORS["CORSRules"]


@check("s3:DeleteBucketCors delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_cors(Bucket=BUCKET)
    with expect_error("NoSuchCORSConfiguration"):
        s3.get_bucket_cors(Bucket=BUCKET)


LIFE = {
    "Rules": [
        {"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}},
        {"ID": "parts", "Status": "Enabled", "Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}},
    ]
}


@check("s3:GetBucketLifecycleConfiguration refuse without one")
def _(target):
    with expect_error("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404):
        target.client("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)


@check("s3:PutBucketLifecycleConfiguration create")
def _(target):
    target.client("s3").put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration=LIFE)


@check("s3:GetBucketLifecycleConfiguration read")
def _(target):
    found = target.client("s3").get_bucket_lifecycle_configuration(Bucket=BUCKET)
    assert [rule["ID"] for rule in found["Rules"]] == ["old", "parts"] and found["Rules"][0]["Expiration"] == {"Days": 30}, found


@check("s3:DeleteBucketLifecycle delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_lifecycle(Bucket=BUCKET)
    with expect_error("NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=BUCKET)


SITE = {"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"}}


@check("s3:GetBucketWebsite refuse without one")
def _(target):
    with expect_error("NoSuchWebsiteConfiguration", status=404):
        target.client("s3").get_bucket_website(Bucket=BUCKET)


@check("s3:PutBucketWebsite create")
def _(target):
    target.client("s3").put_bucket_website(Bucket=BUCKET, WebsiteConfiguration=SITE)


@check("s3:GetBucketWebsite read")
def _(target):
    found = target.client("s3").get_bucket_website(Bucket=BUCKET)
    assert found["IndexDocument"] == SITE["IndexDocument"] and found["ErrorDocument"] == SITE["ErrorDocument"], found


@check("s3:DeleteBucketWebsite delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_website(Bucket=BUCKET)
    with expect_error("NoSuchWebsiteConfiguration"):
        s3.get_bucket_website(Bucket=BUCKET)


@check("s3:GetBucketLogging read")
def _(target):
    assert "LoggingEnabled" not in target.client("s3").get_bucket_logging(Bucket=BUCKET)


@check("s3:PutBucketLogging create")
def _(target):
    s3 = target.client("s3")
    s3.create_bucket(Bucket=f"{BUCKET}-logs")
    grant = {
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{BUCKET}-logs/*",
    }
    s3.put_bucket_policy(Bucket=f"{BUCKET}-logs", Policy=policy(grant))
    wanted = {"TargetBucket": f"{BUCKET}-logs", "TargetPrefix": "access/"}
    s3.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus={"LoggingEnabled": wanted})
    assert s3.get_bucket_logging(Bucket=BUCKET)["LoggingEnabled"] == wanted
    s3.put_bucket_logging(Bucket=BUCKET, BucketLoggingStatus={})
    s3.delete_bucket(Bucket=f"{BUCKET}-logs")


refuses(
    "PutBucketLogging",
    "InvalidTargetBucketForLogging",
    400,
    "into nothing",
    Bucket=BUCKET,
    BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": ABSENT, "TargetPrefix": ""}},
)


@check("s3:GetBucketNotificationConfiguration read")
def _(target):
    found = target.client("s3").get_bucket_notification_configuration(Bucket=BUCKET)
    assert set(found) == {"ResponseMetadata"}, found


@check("s3:PutBucketNotificationConfiguration create")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration={"EventBridgeConfiguration": {}})
    assert s3.get_bucket_notification_configuration(Bucket=BUCKET)["EventBridgeConfiguration"] == {}
    s3.put_bucket_notification_configuration(Bucket=BUCKET, NotificationConfiguration={})


@check("s3:GetBucketRequestPayment read")
def _(target):
    assert target.client("s3").get_bucket_request_payment(Bucket=BUCKET)["Payer"] == "BucketOwner"


@check("s3:PutBucketRequestPayment create")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_request_payment(Bucket=BUCKET, RequestPaymentConfiguration={"Payer": "Requester"})
    assert s3.get_bucket_request_payment(Bucket=BUCKET)["Payer"] == "Requester"
    s3.put_bucket_request_payment(Bucket=BUCKET, RequestPaymentConfiguration={"Payer": "BucketOwner"})


@check("s3:GetBucketAccelerateConfiguration read")
def _(target):
    assert "Status" not in target.client("s3").get_bucket_accelerate_configuration(Bucket=BUCKET)


@check("s3:PutBucketAccelerateConfiguration create")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_accelerate_configuration(Bucket=BUCKET, AccelerateConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_accelerate_configuration(Bucket=BUCKET)["Status"] == "Enabled"
    s3.put_bucket_accelerate_configuration(Bucket=BUCKET, AccelerateConfiguration={"Status": "Suspended"})


refuses("GetBucketReplication", "ReplicationConfigurationNotFoundError", 404, "without one", Bucket=BUCKET)
refuses("GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError", 404, "without one", Bucket=BUCKET)
refuses("GetBucketPolicy", "NoSuchBucketPolicy", 404, "without one", Bucket=BUCKET)
refuses("GetBucketPolicyStatus", "NoSuchBucketPolicy", 404, "without one", Bucket=BUCKET)

# --- objects

TEXT = b"hello, world"


@check("s3:PutObject create")
def _(target):
    made = target.client("s3").put_object(
        Bucket=BUCKET, Key="a/b.txt", Body=TEXT, ContentType="text/plain", Metadata={"by": "me"}, Tagging="team=red&lab=1"
    )
    assert made["ETag"] == f'"{hashlib.md5(TEXT).hexdigest()}"', made
    # boto3 sends CRC32 by default.
    assert made["ChecksumCRC32"] == crc32(TEXT) and made["ChecksumType"] == "FULL_OBJECT", made
    assert made["ServerSideEncryption"] == "AES256" and "VersionId" not in made, made


@check("s3:GetObject read")
def _(target):
    found = target.client("s3").get_object(Bucket=BUCKET, Key="a/b.txt")
    assert found["Body"].read() == TEXT, found
    assert found["ContentType"] == "text/plain" and found["Metadata"] == {"by": "me"} and found["TagCount"] == 2, found
    assert found["ContentLength"] == len(TEXT) and found["AcceptRanges"] == "bytes" and found["LastModified"], found


@check("s3:GetObject read a part")
def _(target):
    s3 = target.client("s3")
    found = s3.get_object(Bucket=BUCKET, Key="a/b.txt", Range="bytes=7-")
    assert found["Body"].read() == b"world" and found["ContentRange"] == "bytes 7-11/12", found
    assert found["ResponseMetadata"]["HTTPStatusCode"] == 206, found
    assert s3.get_object(Bucket=BUCKET, Key="a/b.txt", Range="bytes=-3")["Body"].read() == b"rld"
    with expect_error("InvalidRange", status=416):
        s3.get_object(Bucket=BUCKET, Key="a/b.txt", Range="bytes=12-")


@check("s3:GetObject read on conditions")
def _(target):
    s3 = target.client("s3")
    tag = s3.head_object(Bucket=BUCKET, Key="a/b.txt")["ETag"]
    s3.get_object(Bucket=BUCKET, Key="a/b.txt", IfMatch=tag)
    with expect_error("PreconditionFailed", status=412):
        s3.get_object(Bucket=BUCKET, Key="a/b.txt", IfMatch='"other"')
    with expect_error("304", status=304):
        s3.get_object(Bucket=BUCKET, Key="a/b.txt", IfNoneMatch=tag)


@check("s3:GetObject read with other headers")
def _(target):
    found = target.client("s3").get_object(Bucket=BUCKET, Key="a/b.txt", ResponseContentType="text/csv", ResponseContentDisposition="attachment")
    assert found["ContentType"] == "text/csv" and found["ContentDisposition"] == "attachment", found


@check("s3:HeadObject read")
def _(target):
    found = target.client("s3").head_object(Bucket=BUCKET, Key="a/b.txt", ChecksumMode="ENABLED")
    assert found["ContentLength"] == len(TEXT) and found["ChecksumCRC32"] == crc32(TEXT), found


refuses("HeadObject", "404", 404, Bucket=BUCKET, Key="nothing")
refuses("GetObject", "NoSuchKey", 404, "without a key", Bucket=BUCKET, Key="nothing")
refuses("GetObjectAttributes", "NoSuchKey", 404, "without a key", Bucket=BUCKET, Key="nothing", ObjectAttributes=["ETag"])
refuses("GetObjectTagging", "NoSuchKey", 404, "without a key", Bucket=BUCKET, Key="nothing")
refuses("GetObjectAcl", "NoSuchKey", 404, "without a key", Bucket=BUCKET, Key="nothing")
refuses("PutObject", "KeyTooLongError", 400, "a long key", Bucket=BUCKET, Key="x" * 1025, Body=b"")
refuses("PutObject", "BadDigest", 400, "a wrong checksum", Bucket=BUCKET, Key="bad", Body=TEXT, ChecksumCRC32="AAAAAA==")
refuses("PutObject", "PreconditionFailed", 412, "what is there", Bucket=BUCKET, Key="a/b.txt", Body=b"", IfNoneMatch="*")
refuses("PutObject", ("BadDigest", "InvalidDigest"), 400, "a wrong MD5", Bucket=BUCKET, Key="bad", Body=TEXT, ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==")


@check("s3:PutObject create with each checksum")
def _(target):
    s3 = target.client("s3")
    for algorithm in ["CRC32", "SHA1", "SHA256"]:
        made = s3.put_object(Bucket=BUCKET, Key=f"sums/{algorithm}", Body=TEXT, ChecksumAlgorithm=algorithm)
        found = s3.head_object(Bucket=BUCKET, Key=f"sums/{algorithm}", ChecksumMode="ENABLED")
        name = f"Checksum{algorithm}"
        assert made[name] == found[name], (made, found)
    assert made["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(TEXT).digest()).decode(), made


@check("s3:PutObject create from a stream")
def _(target):
    s3 = target.client("s3")
    data = bytes(range(256)) * 1200

    class Unseekable(io.RawIOBase):
        """What can be read once."""

        def __init__(self):
            self.rest = io.BytesIO(data)

        def readable(self):
            return True

        def readinto(self, buffer):
            return self.rest.readinto(buffer)

    s3.upload_fileobj(Unseekable(), BUCKET, "chunks")
    assert s3.get_object(Bucket=BUCKET, Key="chunks")["Body"].read() == data
    made = s3.put_object(Bucket=BUCKET, Key="chunks", Body=io.BytesIO(data), ChecksumAlgorithm="SHA256")
    assert made["ETag"] == f'"{hashlib.md5(data).hexdigest()}"', made
    assert s3.get_object(Bucket=BUCKET, Key="chunks")["Body"].read() == data


def in_chunks(target, key, data, checksum):
    """Puts an object as boto3 does over https: in chunks, the checksum behind them; status and text of the answer."""
    client = target.client("s3")
    keys = target.session().get_credentials().get_frozen_credentials()
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (data[:5], data[5:], b"") if part)
    body += b"0\r\nx-amz-checksum-crc32:" + checksum.encode() + b"\r\n\r\n"
    headers = {
        "Content-Encoding": "aws-chunked",
        "X-Amz-Trailer": "x-amz-checksum-crc32",
        "X-Amz-Decoded-Content-Length": str(len(data)),
    }
    asked = botocore.awsrequest.AWSRequest("PUT", f"{client.meta.endpoint_url}/{BUCKET}/{key}", headers=headers, data=body)
    asked.context["checksum"] = {"request_algorithm": {"in": "trailer"}}
    botocore.auth.S3SigV4Auth(keys, "s3", "us-east-1").add_auth(asked)
    assert asked.headers["X-Amz-Content-SHA256"] == "STREAMING-UNSIGNED-PAYLOAD-TRAILER", dict(asked.headers)
    sent = urllib.request.Request(asked.url, data=body, headers=dict(asked.headers.items()), method="PUT")
    try:
        with urllib.request.urlopen(sent) as answer:
            return answer.status, answer.headers.get("x-amz-checksum-crc32")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@check("s3:PutObject create in chunks with a trailer")
def _(target):
    s3 = target.client("s3")
    s3.put_object(Bucket=BUCKET, Key="trailed", Body=b"before")
    assert in_chunks(target, "trailed", TEXT, crc32(TEXT)) == (200, crc32(TEXT))
    assert s3.get_object(Bucket=BUCKET, Key="trailed")["Body"].read() == TEXT
    found = s3.head_object(Bucket=BUCKET, Key="trailed", ChecksumMode="ENABLED")
    assert found["ChecksumCRC32"] == crc32(TEXT) and "ContentEncoding" not in found, found


@check("s3:PutObject refuse a wrong trailer")
def _(target):
    status, told = in_chunks(target, "spoiled", TEXT, crc32(b"another"))
    assert status == 400 and "<Code>BadDigest</Code>" in told, (status, told)
    s3 = target.client("s3")
    s3.put_object(Bucket=BUCKET, Key="trailed", Body=b"")
    s3.delete_object(Bucket=BUCKET, Key="trailed")
    with expect_error("404"):
        s3.head_object(Bucket=BUCKET, Key="spoiled")


@check("s3:GetObjectAttributes read")
def _(target):
    found = target.client("s3").get_object_attributes(
        Bucket=BUCKET, Key="a/b.txt", ObjectAttributes=["ETag", "ObjectSize", "Checksum", "StorageClass"]
    )
    assert found["ETag"] == hashlib.md5(TEXT).hexdigest() and found["ObjectSize"] == len(TEXT), found
    assert found["Checksum"]["ChecksumCRC32"] == crc32(TEXT) and found["StorageClass"] == "STANDARD", found


@check("s3:PutObjectTagging create")
def _(target):
    target.client("s3").put_object_tagging(Bucket=BUCKET, Key="a/b.txt", Tagging={"TagSet": [{"Key": "x", "Value": "y z"}]})


@check("s3:GetObjectTagging read")
def _(target):
    found = target.client("s3").get_object_tagging(Bucket=BUCKET, Key="a/b.txt")
    assert found["TagSet"] == [{"Key": "x", "Value": "y z"}], found


refuses(
    "PutObjectTagging",
    ("BadRequest", "InvalidTag"),
    400,
    "eleven tags",
    Bucket=BUCKET,
    Key="a/b.txt",
    Tagging={"TagSet": [{"Key": str(n), "Value": ""} for n in range(11)]},
)


@check("s3:DeleteObjectTagging delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_object_tagging(Bucket=BUCKET, Key="a/b.txt")
    assert s3.get_object_tagging(Bucket=BUCKET, Key="a/b.txt")["TagSet"] == []


@check("s3:GetObjectAcl read")
def _(target):
    found = target.client("s3").get_object_acl(Bucket=BUCKET, Key="a/b.txt")
    assert found["Grants"][0]["Permission"] == "FULL_CONTROL", found


@check("s3:PutObjectAcl refuse")
def _(target):
    with expect_error("AccessControlListNotSupported", status=400):
        target.client("s3").put_object_acl(Bucket=BUCKET, Key="a/b.txt", ACL="public-read")


@check("s3:PutObjectAcl create")
def _(target):
    target.client("s3").put_object_acl(Bucket=BUCKET, Key="a/b.txt", ACL="bucket-owner-full-control")


@check("s3:CopyObject create")
def _(target):
    s3 = target.client("s3")
    made = s3.copy_object(Bucket=BUCKET, Key="copied", CopySource={"Bucket": BUCKET, "Key": "a/b.txt"})
    assert made["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(TEXT).hexdigest()}"', made
    assert s3.head_object(Bucket=BUCKET, Key="copied")["Metadata"] == {"by": "me"}
    s3.copy_object(
        Bucket=BUCKET, Key="copied", CopySource=f"{BUCKET}/a/b.txt", MetadataDirective="REPLACE", Metadata={"by": "you"}, ContentType="text/html"
    )
    found = s3.head_object(Bucket=BUCKET, Key="copied")
    assert found["Metadata"] == {"by": "you"} and found["ContentType"] == "text/html", found


refuses("CopyObject", "NoSuchKey", 404, "of nothing", Bucket=BUCKET, Key="c", CopySource=f"{BUCKET}/nothing")
refuses("CopyObject", "NoSuchBucket", 404, "out of nothing", Bucket=BUCKET, Key="c", CopySource=f"{ABSENT}/a")
refuses("CopyObject", "InvalidRequest", 400, "onto itself", Bucket=BUCKET, Key="a/b.txt", CopySource=f"{BUCKET}/a/b.txt")

ODD = ["a b+c", "ä/ö.txt", "日本", "q?x=1&y", "per%cent", "<tag>&\"'", "dots/../up", "trailing/", "a//b", "😀"]


@check("s3:PutObject create odd keys")
def _(target):
    s3 = target.client("s3")
    for key in ODD:
        s3.put_object(Bucket=BUCKET, Key=f"odd/{key}", Body=key.encode())
    for key in ODD:
        assert s3.get_object(Bucket=BUCKET, Key=f"odd/{key}")["Body"].read() == key.encode(), key


@check("s3:ListObjectsV2 read odd keys")
def _(target):
    s3 = target.client("s3")
    found = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET, Prefix="odd/")["Contents"]]
    assert found == sorted((f"odd/{key}" for key in ODD), key=lambda key: key.encode()), found
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="odd/", PaginationConfig={"PageSize": 3})
    paged = [page.get("Contents", []) for page in pages]
    assert [len(page) for page in paged] == [3, 3, 3, 1], paged
    assert [one["Key"] for page in paged for one in page] == found, paged


@check("s3:ListObjectsV2 read folders")
def _(target):
    s3 = target.client("s3")
    found = s3.list_objects_v2(Bucket=BUCKET, Delimiter="/")
    assert [one["Prefix"] for one in found["CommonPrefixes"]] == ["a/", "odd/", "sums/"], found["CommonPrefixes"]
    assert [one["Key"] for one in found["Contents"]] == ["chunks", "copied"], found["Contents"]
    assert found["KeyCount"] == 5 and found["IsTruncated"] is False and found["MaxKeys"] == 1000, found
    one = found["Contents"][0]
    assert one["StorageClass"] == "STANDARD" and one["Size"] == 307200 and "Owner" not in one, one
    after = s3.list_objects_v2(Bucket=BUCKET, StartAfter="chunks", Delimiter="/", FetchOwner=True)
    assert [one["Key"] for one in after["Contents"]] == ["copied"] and after["Contents"][0]["Owner"]["ID"], after


refuses("ListObjectsV2", "InvalidArgument", 400, "of its token", Bucket=BUCKET, ContinuationToken="nonsense!")


@check("s3:ListObjects read")
def _(target):
    s3 = target.client("s3")
    found = s3.list_objects(Bucket=BUCKET, MaxKeys=1, Delimiter="/")
    assert found["IsTruncated"] and found["NextMarker"] == "a/", found
    rest = s3.list_objects(Bucket=BUCKET, Marker="a/", Delimiter="/")
    assert [one["Key"] for one in rest["Contents"]] == ["chunks", "copied"], rest


@check("s3:DeleteObject delete")
def _(target):
    s3 = target.client("s3")
    assert s3.delete_object(Bucket=BUCKET, Key="copied")["ResponseMetadata"]["HTTPStatusCode"] == 204
    with expect_error("NoSuchKey"):
        s3.get_object(Bucket=BUCKET, Key="copied")
    # What is not there is deleted as well.
    s3.delete_object(Bucket=BUCKET, Key="copied")


@check("s3:DeleteObjects delete")
def _(target):
    s3 = target.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET, Prefix="odd/")["Contents"]]
    found = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in [*keys, "never"]]})
    assert sorted(one["Key"] for one in found["Deleted"]) == sorted([*keys, "never"]) and "Errors" not in found, found
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix="odd/")["KeyCount"] == 0
    assert "Deleted" not in s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "chunks"}], "Quiet": True})


refuses("DeleteObjects", "MalformedXML", 400, "of nothing", Bucket=BUCKET, Delete={"Objects": []})

# --- presigned


@check("s3:GetObject read presigned")
def _(target):
    s3 = target.client("s3", config=botocore.config.Config(signature_version="s3v4"))
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a/b.txt"}, ExpiresIn=60)
    assert urllib.request.urlopen(url).read() == TEXT
    broken = url.replace("X-Amz-Signature=", "X-Amz-Signature=0")
    try:
        urllib.request.urlopen(broken)
    except urllib.error.HTTPError as error:
        told = error.read().decode()
        assert error.code == 403 and "<Code>SignatureDoesNotMatch</Code>" in told, (error.code, told)
    else:
        raise AssertionError("answered a broken signature")
    target.client("s3").get_object(Bucket=BUCKET, Key="a/b.txt")


@check("s3:PutObject create presigned")
def _(target):
    s3 = target.client("s3", config=botocore.config.Config(signature_version="s3v4"))
    url = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "signed"}, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(url, data=b"by url", method="PUT")).read()
    target.client("s3").put_object(Bucket=BUCKET, Key="unsigned", Body=b"")
    assert target.client("s3").get_object(Bucket=BUCKET, Key="signed")["Body"].read() == b"by url"
    target.client("s3").delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "signed"}, {"Key": "unsigned"}]})


# --- uploads in parts

LARGE = b"x" * (5 * 1024 * 1024)


@check("s3:CreateMultipartUpload create")
def _(target):
    made = target.client("s3").create_multipart_upload(Bucket=BUCKET, Key="big", ContentType="text/plain", Metadata={"by": "parts"})
    assert made["Bucket"] == BUCKET and made["Key"] == "big" and made["UploadId"], made
    target.upload = made["UploadId"]


@check("s3:UploadPart create")
def _(target):
    s3 = target.client("s3")
    target.parts = []
    for number, data in enumerate([LARGE, b"end"], 1):
        made = s3.upload_part(Bucket=BUCKET, Key="big", UploadId=target.upload, PartNumber=number, Body=data)
        assert made["ETag"] == f'"{hashlib.md5(data).hexdigest()}"', made
        target.parts.append({"PartNumber": number, "ETag": made["ETag"]})


@check("s3:UploadPartCopy create")
def _(target):
    made = target.client("s3").upload_part_copy(
        Bucket=BUCKET, Key="big", UploadId=target.upload, PartNumber=2, CopySource=f"{BUCKET}/a/b.txt", CopySourceRange="bytes=7-11"
    )["CopyPartResult"]
    assert made["ETag"] == f'"{hashlib.md5(b"world").hexdigest()}"', made
    target.parts[1]["ETag"] = made["ETag"]


@check("s3:ListParts read")
def _(target):
    s3 = target.client("s3")
    found = s3.list_parts(Bucket=BUCKET, Key="big", UploadId=target.upload)
    assert [(part["PartNumber"], part["Size"]) for part in found["Parts"]] == [(1, len(LARGE)), (2, 5)], found
    first = s3.list_parts(Bucket=BUCKET, Key="big", UploadId=target.upload, MaxParts=1)
    assert first["IsTruncated"] and first["NextPartNumberMarker"] == 1, first


@check("s3:ListMultipartUploads read")
def _(target):
    found = target.client("s3").list_multipart_uploads(Bucket=BUCKET)["Uploads"]
    assert [(one["Key"], one["UploadId"]) for one in found] == [("big", target.upload)], found


@check("s3:CompleteMultipartUpload refuse")
def _(target):
    s3 = target.client("s3")
    words = {"Bucket": BUCKET, "Key": "big", "UploadId": target.upload}
    with expect_error("InvalidPart", status=400):
        s3.complete_multipart_upload(**words, MultipartUpload={"Parts": [{"PartNumber": 7, "ETag": '"a"'}]})
    with expect_error("InvalidPartOrder", status=400):
        s3.complete_multipart_upload(**words, MultipartUpload={"Parts": target.parts[::-1]})
    with expect_error("NoSuchUpload", status=404):
        s3.complete_multipart_upload(**{**words, "UploadId": "nothing"}, MultipartUpload={"Parts": target.parts})


@check("s3:CompleteMultipartUpload create")
def _(target):
    s3 = target.client("s3")
    made = s3.complete_multipart_upload(Bucket=BUCKET, Key="big", UploadId=target.upload, MultipartUpload={"Parts": target.parts})
    digests = b"".join(bytes.fromhex(part["ETag"].strip('"')) for part in target.parts)
    assert made["ETag"] == f'"{hashlib.md5(digests).hexdigest()}-2"', made
    found = s3.get_object(Bucket=BUCKET, Key="big")
    assert found["Body"].read() == LARGE + b"world" and found["Metadata"] == {"by": "parts"}, found["Metadata"]
    assert s3.get_object(Bucket=BUCKET, Key="big", PartNumber=2)["Body"].read() == b"world"


@check("s3:CompleteMultipartUpload refuse a small part")
def _(target):
    s3 = target.client("s3")
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="small")["UploadId"]
    parts = [
        {"PartNumber": n, "ETag": s3.upload_part(Bucket=BUCKET, Key="small", UploadId=upload, PartNumber=n, Body=b"x")["ETag"]} for n in (1, 2)
    ]
    with expect_error("EntityTooSmall", status=400):
        s3.complete_multipart_upload(Bucket=BUCKET, Key="small", UploadId=upload, MultipartUpload={"Parts": parts})
    s3.abort_multipart_upload(Bucket=BUCKET, Key="small", UploadId=upload)


@check("s3:AbortMultipartUpload delete")
def _(target):
    s3 = target.client("s3")
    upload = s3.create_multipart_upload(Bucket=BUCKET, Key="never")["UploadId"]
    s3.abort_multipart_upload(Bucket=BUCKET, Key="never", UploadId=upload)
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=BUCKET)


refuses("AbortMultipartUpload", "NoSuchUpload", 404, Bucket=BUCKET, Key="big", UploadId="nothing")
refuses("ListParts", "NoSuchUpload", 404, Bucket=BUCKET, Key="big", UploadId="nothing")
refuses("UploadPart", "NoSuchUpload", 404, Bucket=BUCKET, Key="big", UploadId="nothing", PartNumber=1, Body=b"")
refuses("UploadPartCopy", "NoSuchUpload", 404, Bucket=BUCKET, Key="big", UploadId="nothing", PartNumber=1, CopySource=f"{BUCKET}/a/b.txt")


@check("s3:CreateMultipartUpload create by the transfer manager")
def _(target):
    s3 = target.client("s3")
    data = b"0123456789abcdef" * (704 * 1024)
    settings = TransferConfig(multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024)
    s3.upload_fileobj(io.BytesIO(data), BUCKET, "managed", Config=settings)
    assert s3.head_object(Bucket=BUCKET, Key="managed")["ETag"].endswith('-3"')
    back = io.BytesIO()
    s3.download_fileobj(BUCKET, "managed", back, Config=settings)
    assert back.getvalue() == data
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "managed"}, {"Key": "big"}]})


# --- versions


@check("s3:GetBucketVersioning read")
def _(target):
    assert "Status" not in target.client("s3").get_bucket_versioning(Bucket=BUCKET)


@check("s3:PutBucketVersioning create")
def _(target):
    s3 = target.client("s3")
    s3.put_object(Bucket=BUCKET, Key="v", Body=b"zero")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    assert s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"


@check("s3:PutObject create versions")
def _(target):
    s3 = target.client("s3")
    target.versions = [s3.put_object(Bucket=BUCKET, Key="v", Body=body)["VersionId"] for body in (b"one", b"two")]
    assert len(set(target.versions)) == 2
    assert s3.get_object(Bucket=BUCKET, Key="v")["Body"].read() == b"two"
    assert s3.get_object(Bucket=BUCKET, Key="v", VersionId=target.versions[0])["Body"].read() == b"one"
    assert s3.get_object(Bucket=BUCKET, Key="v", VersionId="null")["Body"].read() == b"zero"


@check("s3:DeleteObject delete with a marker")
def _(target):
    s3 = target.client("s3")
    gone = s3.delete_object(Bucket=BUCKET, Key="v")
    assert gone["DeleteMarker"] is True, gone
    target.marker = gone["VersionId"]
    with expect_error("NoSuchKey", status=404):
        s3.get_object(Bucket=BUCKET, Key="v")
    with expect_error("MethodNotAllowed", status=405):
        s3.get_object(Bucket=BUCKET, Key="v", VersionId=target.marker)
    with expect_error("NoSuchVersion", status=404):
        s3.get_object(Bucket=BUCKET, Key="v", VersionId="3HL4kqtJlcpXroDTDmJ.rmSpXd3dIbrH")


@check("s3:ListObjectVersions read")
def _(target):
    s3 = target.client("s3")
    found = s3.list_object_versions(Bucket=BUCKET, Prefix="v")
    assert [one["VersionId"] for one in found["Versions"]] == [*target.versions[::-1], "null"], found
    assert [(one["VersionId"], one["IsLatest"]) for one in found["DeleteMarkers"]] == [(target.marker, True)], found
    pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=BUCKET, Prefix="v", PaginationConfig={"PageSize": 2}))
    assert sum(len(page.get("Versions", [])) + len(page.get("DeleteMarkers", [])) for page in pages) == 4 and len(pages) == 2, pages


@check("s3:DeleteObject delete the marker")
def _(target):
    s3 = target.client("s3")
    s3.delete_object(Bucket=BUCKET, Key="v", VersionId=target.marker)
    assert s3.get_object(Bucket=BUCKET, Key="v")["Body"].read() == b"two"
    s3.delete_object(Bucket=BUCKET, Key="v", VersionId=target.versions[1])
    assert s3.get_object(Bucket=BUCKET, Key="v")["Body"].read() == b"one"


@check("s3:PutBucketVersioning create suspended")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})
    assert s3.put_object(Bucket=BUCKET, Key="v", Body=b"three").get("VersionId", "null") == "null"
    found = s3.list_object_versions(Bucket=BUCKET, Prefix="v")["Versions"]
    assert [one["VersionId"] for one in found] == ["null", target.versions[0]], found


# --- policies


@check("s3:PutBucketPolicy create")
def _(target):
    partner = target.client("sts", "partner").get_caller_identity()["Account"]
    text = policy(allow(f"arn:aws:iam::{partner}:root", "s3:GetObject", f"arn:aws:s3:::{BUCKET}/a/*"))
    target.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=text)
    target.partner = partner


@check("s3:GetBucketPolicy read")
def _(target):
    found = json.loads(target.client("s3").get_bucket_policy(Bucket=BUCKET)["Policy"])
    assert found["Statement"][0]["Action"] == "s3:GetObject", found


@check("s3:GetBucketPolicyStatus read")
def _(target):
    assert target.client("s3").get_bucket_policy_status(Bucket=BUCKET)["PolicyStatus"]["IsPublic"] is False


@check("s3:GetObject read of another account")
def _(target):
    theirs = target.client("s3", "partner")
    assert theirs.get_object(Bucket=BUCKET, Key="a/b.txt")["Body"].read() == TEXT
    assert theirs.head_object(Bucket=BUCKET, Key="a/b.txt")["ContentLength"] == len(TEXT)


@check("s3:GetObject refuse another account")
def _(target):
    theirs = target.client("s3", "partner")
    with expect_error("AccessDenied", "Access Denied", 403):
        theirs.get_object(Bucket=BUCKET, Key="v")
    # Who may not list is not told that there is nothing.
    with expect_error("AccessDenied", status=403):
        theirs.get_object(Bucket=BUCKET, Key="a/nothing")
    with expect_error("AccessDenied", status=403):
        theirs.get_object(Bucket=f"{BUCKET}-west", Key="x")


@check("s3:PutObject refuse another account")
def _(target):
    with expect_error("AccessDenied", status=403):
        target.client("s3", "partner").put_object(Bucket=BUCKET, Key="a/c", Body=b"")


@check("s3:ListObjectsV2 refuse another account")
def _(target):
    with expect_error("AccessDenied", status=403):
        target.client("s3", "partner").list_objects_v2(Bucket=BUCKET)


@check("s3:HeadBucket refuse another account")
def _(target):
    with expect_error("403", status=403):
        target.client("s3", "partner").head_bucket(Bucket=BUCKET)


@check("s3:DeleteBucket refuse another account")
def _(target):
    with expect_error("AccessDenied", status=403):
        target.client("s3", "partner").delete_bucket(Bucket=BUCKET)


@check("s3:CopyObject create from another account's")
def _(target):
    theirs = target.client("s3", "partner")
    theirs.create_bucket(Bucket="partners-bucket")
    theirs.copy_object(Bucket="partners-bucket", Key="copy", CopySource=f"{BUCKET}/a/b.txt")
    assert theirs.get_object(Bucket="partners-bucket", Key="copy")["Body"].read() == TEXT
    with expect_error("AccessDenied", status=403):
        theirs.copy_object(Bucket="partners-bucket", Key="copy", CopySource=f"{BUCKET}/v")
    theirs.delete_object(Bucket="partners-bucket", Key="copy")
    theirs.delete_bucket(Bucket="partners-bucket")


@check("s3:PutObject create in another account's")
def _(target):
    s3, theirs = target.client("s3"), target.client("s3", "partner")
    who = f"arn:aws:iam::{target.partner}:root"
    s3.put_bucket_policy(
        Bucket=BUCKET,
        Policy=policy(
            allow(who, ["s3:PutObject", "s3:DeleteObject"], f"arn:aws:s3:::{BUCKET}/drop/*"),
            allow(who, "s3:ListBucket", f"arn:aws:s3:::{BUCKET}", Condition={"StringLike": {"s3:prefix": "drop/*"}}),
        ),
    )
    theirs.put_object(Bucket=BUCKET, Key="drop/1", Body=b"from afar")
    assert s3.get_object(Bucket=BUCKET, Key="drop/1")["Body"].read() == b"from afar"
    with expect_error("AccessDenied", status=403):
        theirs.get_object(Bucket=BUCKET, Key="drop/1")
    assert [one["Key"] for one in theirs.list_objects_v2(Bucket=BUCKET, Prefix="drop/")["Contents"]] == ["drop/1"]
    with expect_error("AccessDenied", status=403):
        theirs.list_objects_v2(Bucket=BUCKET)


@check("s3:DeleteObjects refuse some")
def _(target):
    theirs = target.client("s3", "partner")
    found = theirs.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "drop/1"}, {"Key": "v"}]})
    assert [one["Key"] for one in found["Deleted"]] == ["drop/1"], found
    assert [(one["Key"], one["Code"]) for one in found["Errors"]] == [("v", "AccessDenied")], found


@check("s3:GetObject refuse its own account")
def _(target):
    s3 = target.client("s3")
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(allow("*", "s3:GetObject", f"arn:aws:s3:::{BUCKET}/a/*", effect="Deny")))
    with expect_error("AccessDenied", "with an explicit deny in a resource-based policy", 403) as denied:
        s3.get_object(Bucket=BUCKET, Key="a/b.txt")
    arn = target.client("sts").get_caller_identity()["Arn"]
    assert f'User: {arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::{BUCKET}/a/b.txt"' in denied.message, denied.message
    s3.get_object(Bucket=BUCKET, Key="v")
    with expect_error("403", status=403):
        s3.head_object(Bucket=BUCKET, Key="a/b.txt")


@check("s3:PutObject refuse what is not encrypted as the policy says")
def _(target):
    s3 = target.client("s3")
    denial = allow("*", "s3:PutObject", f"arn:aws:s3:::{BUCKET}/*", effect="Deny", Condition={"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}})
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(denial))
    with expect_error("AccessDenied", status=403):
        s3.put_object(Bucket=BUCKET, Key="plain", Body=b"")
    s3.put_object(Bucket=BUCKET, Key="sealed", Body=b"", ServerSideEncryption="AES256")


@check("s3:GetObject read by a user that only the bucket's policy allows")
def _(target):
    iam, s3 = target.client("iam"), target.client("s3")
    arn = iam.create_user(UserName="reader")["User"]["Arn"]
    key = iam.create_access_key(UserName="reader")["AccessKey"]
    reader = target.with_keys(key, "s3")
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(allow(arn, "s3:GetObject", f"arn:aws:s3:::{BUCKET}/a/*")))
    assert reader.get_object(Bucket=BUCKET, Key="a/b.txt")["Body"].read() == TEXT
    with expect_error("AccessDenied", "because no identity-based policy allows the s3:GetObject action", 403):
        reader.get_object(Bucket=BUCKET, Key="v")
    with expect_error("AccessDenied", "because no identity-based policy allows the s3:ListBucket action", 403):
        reader.get_object(Bucket=BUCKET, Key="a/nothing")
    with expect_error("AccessDenied", "s3:ListAllMyBuckets", 403):
        reader.list_buckets()
    iam.delete_access_key(UserName="reader", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="reader")


refuses("PutBucketPolicy", "MalformedPolicy", 400, "no JSON", Bucket=BUCKET, Policy="{")
refuses(
    "PutBucketPolicy", "MalformedPolicy", 400, "another bucket", Bucket=BUCKET, Policy=policy(allow("*", "s3:GetObject", "arn:aws:s3:::other/*"))
)
refuses(
    "PutBucketPolicy",
    "AccessDenied",
    403,
    "a public one",
    Bucket=BUCKET,
    Policy=policy(allow("*", "s3:GetObject", f"arn:aws:s3:::{BUCKET}/*")),
)


@check("s3:PutPublicAccessBlock create")
def _(target):
    s3 = target.client("s3")
    s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration={**OPEN, "RestrictPublicBuckets": True})
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(allow("*", "s3:GetObject", f"arn:aws:s3:::{BUCKET}/*")))
    assert s3.get_bucket_policy_status(Bucket=BUCKET)["PolicyStatus"]["IsPublic"] is True
    with expect_error("AccessDenied", status=403):
        target.client("s3", "partner").get_object(Bucket=BUCKET, Key="v")


@check("s3:DeletePublicAccessBlock delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_public_access_block(Bucket=BUCKET)
    with expect_error("NoSuchPublicAccessBlockConfiguration", status=404):
        s3.get_public_access_block(Bucket=BUCKET)
    assert target.client("s3", "partner").get_object(Bucket=BUCKET, Key="v")["Body"].read() == b"three"


@check("s3:DeleteBucketPolicy delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket_policy(Bucket=BUCKET)
    with expect_error("NoSuchBucketPolicy"):
        s3.get_bucket_policy(Bucket=BUCKET)
    with expect_error("AccessDenied", status=403):
        target.client("s3", "partner").get_object(Bucket=BUCKET, Key="v")


# --- and away with it


@check("s3:DeleteBucket refuse")
def _(target):
    with expect_error("BucketNotEmpty", "You must delete all versions in the bucket.", 409):
        target.client("s3").delete_bucket(Bucket=BUCKET)


@check("s3:DeleteObjects delete versions")
def _(target):
    s3 = target.client("s3")
    found = s3.list_object_versions(Bucket=BUCKET)
    doomed = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found["Versions"] + found.get("DeleteMarkers", [])]
    told = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": doomed})
    assert len(told["Deleted"]) == len(doomed), told


@check("s3:DeleteBucket delete")
def _(target):
    s3 = target.client("s3")
    s3.delete_bucket(Bucket=BUCKET)
    s3.delete_bucket(Bucket=f"{BUCKET}-west")
    with expect_error("404", status=404):
        s3.head_bucket(Bucket=BUCKET)


run()
