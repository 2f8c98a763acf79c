//! The table of customisations.

use crate::api::{Operation, Service};

/// One customisation, by what it changes.
#[derive(Clone, Copy)]
enum Custom {
    Input(OfInput),
    Request(OfRequest),
    Output(OfOutput),
}

/// What is done to an input before it is written, and undone by a server that read it.
#[derive(Clone, Copy)]
pub(super) enum OfInput {
    /// The text of an input member travels as base64.
    Encode(&'static str),
    /// An input member has this value where none is given.
    Default(&'static str, &'static str),
    /// An input member that is the SDK's alone and is never sent.
    Unsent(&'static str),
    /// Input members of these shapes may be paths, of which the last segment is meant: `/hostedzone/Z1`.
    LastSegment(&'static [&'static str]),
    /// An input member is `bucket/key?versionId=id`, of which bucket and key travel percent-encoded.
    Source(&'static str),
    /// A key of the customer's, `...Key`: it travels as base64, with its digest in `...KeyMD5`.
    CustomerKey(&'static str),
}

/// What is done to a request that was written.
#[derive(Clone, Copy)]
pub(super) enum OfRequest {
    /// A header where the input gives none.
    Header(&'static str, &'static str),
    /// A header that carries the version of the API.
    Version(&'static str),
    /// The digest of the body as a tree of digests, in a header.
    TreeHash(&'static str),
    /// What would be a query string is the body of a POST.
    Post,
}

/// What is done to an output that was read, and undone by a server before it writes it.
#[derive(Clone, Copy)]
pub(super) enum OfOutput {
    /// An output member is base64 of a text.
    Decode(&'static str),
    /// Strings of this shape, anywhere in the output, are percent-encoded.
    Unquote(&'static str),
    /// These members of the output, and of the structures in its lists, are encoded as in a form if its
    /// `EncodingType` says so.
    Listing(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// An output member that stands there as nothing where it is empty: the bucket's region of old.
    Nothing(&'static str),
    /// The header `Expires` is whatever its object's owner wrote, handed on as `ExpiresString` too.
    Expires,
}

/// Service, operation (`*` for all), what.
const TABLE: &[(&str, &str, Custom)] = &[
    ("ec2", "RunInstances", Custom::Input(OfInput::Encode("UserData"))),
    (
        "autoscaling",
        "CreateLaunchConfiguration",
        Custom::Input(OfInput::Encode("UserData")),
    ),
    (
        "ec2",
        "GetConsoleOutput",
        Custom::Output(OfOutput::Decode("Output")),
    ),
    (
        "iam",
        "*",
        Custom::Output(OfOutput::Unquote("policyDocumentType")),
    ),
    (
        "route53",
        "*",
        Custom::Input(OfInput::LastSegment(&[
            "ResourceId",
            "DelegationSetId",
            "ChangeId",
        ])),
    ),
    (
        "apigateway",
        "*",
        Custom::Request(OfRequest::Header("accept", "application/json")),
    ),
    ("cloudsearchdomain", "Search", Custom::Request(OfRequest::Post)),
    (
        "dynamodb",
        "DescribeEndpoints",
        Custom::Request(OfRequest::Version("x-amz-api-version")),
    ),
    (
        "timestream-query",
        "DescribeEndpoints",
        Custom::Request(OfRequest::Version("x-amz-api-version")),
    ),
    (
        "timestream-write",
        "DescribeEndpoints",
        Custom::Request(OfRequest::Version("x-amz-api-version")),
    ),
    ("glacier", "*", Custom::Input(OfInput::Default("accountId", "-"))),
    (
        "glacier",
        "*",
        Custom::Request(OfRequest::Version("x-amz-glacier-version")),
    ),
    (
        "glacier",
        "UploadArchive",
        Custom::Request(OfRequest::TreeHash("x-amz-sha256-tree-hash")),
    ),
    (
        "glacier",
        "UploadMultipartPart",
        Custom::Request(OfRequest::TreeHash("x-amz-sha256-tree-hash")),
    ),
    // The region that a copy comes from is part of the URL that is signed for it.
    (
        "docdb",
        "CopyDBClusterSnapshot",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "docdb",
        "CreateDBCluster",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "neptune",
        "CopyDBClusterSnapshot",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "neptune",
        "CreateDBCluster",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "rds",
        "CopyDBClusterSnapshot",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "rds",
        "CopyDBSnapshot",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "rds",
        "CreateDBCluster",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "rds",
        "CreateDBInstanceReadReplica",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    (
        "rds",
        "StartDBInstanceAutomatedBackupsReplication",
        Custom::Input(OfInput::Unsent("SourceRegion")),
    ),
    // A key may hold what XML cannot.
    (
        "s3",
        "ListObjects",
        Custom::Input(OfInput::Default("EncodingType", "url")),
    ),
    (
        "s3",
        "ListObjectsV2",
        Custom::Input(OfInput::Default("EncodingType", "url")),
    ),
    (
        "s3",
        "ListObjectVersions",
        Custom::Input(OfInput::Default("EncodingType", "url")),
    ),
    (
        "s3",
        "ListObjects",
        Custom::Output(OfOutput::Listing(
            &["Delimiter", "Marker", "NextMarker"],
            &[("Contents", "Key"), ("CommonPrefixes", "Prefix")],
        )),
    ),
    (
        "s3",
        "ListObjectsV2",
        Custom::Output(OfOutput::Listing(
            &["Delimiter", "Prefix", "StartAfter"],
            &[("Contents", "Key"), ("CommonPrefixes", "Prefix")],
        )),
    ),
    (
        "s3",
        "ListObjectVersions",
        Custom::Output(OfOutput::Listing(
            &["Delimiter", "KeyMarker", "NextKeyMarker", "Prefix"],
            &[
                ("Versions", "Key"),
                ("DeleteMarkers", "Key"),
                ("CommonPrefixes", "Prefix"),
            ],
        )),
    ),
    ("s3", "CopyObject", Custom::Input(OfInput::Source("CopySource"))),
    (
        "s3",
        "UploadPartCopy",
        Custom::Input(OfInput::Source("CopySource")),
    ),
    ("s3", "*", Custom::Input(OfInput::CustomerKey("SSECustomerKey"))),
    (
        "s3",
        "*",
        Custom::Input(OfInput::CustomerKey("CopySourceSSECustomerKey")),
    ),
    (
        "s3",
        "GetBucketLocation",
        Custom::Output(OfOutput::Nothing("LocationConstraint")),
    ),
    ("s3", "*", Custom::Output(OfOutput::Expires)),
];

/// What holds for an operation.
fn customs(service: &Service, operation: &Operation) -> impl Iterator<Item = Custom> {
    let holds = |of: &str, on: &str| of == service.name && (on == "*" || on == operation.name);
    TABLE
        .iter()
        .filter(move |(of, on, _)| holds(of, on))
        .map(|(_, _, custom)| *custom)
}

/// What holds for its input.
pub(super) fn of_input(service: &Service, operation: &Operation) -> impl Iterator<Item = OfInput> {
    customs(service, operation).filter_map(|custom| match custom {
        Custom::Input(custom) => Some(custom),
        Custom::Request(_) | Custom::Output(_) => None,
    })
}

/// What holds for its request.
pub(super) fn of_request(service: &Service, operation: &Operation) -> impl Iterator<Item = OfRequest> {
    customs(service, operation).filter_map(|custom| match custom {
        Custom::Request(custom) => Some(custom),
        Custom::Input(_) | Custom::Output(_) => None,
    })
}

/// What holds for its output.
pub(super) fn of_output(service: &Service, operation: &Operation) -> impl Iterator<Item = OfOutput> {
    customs(service, operation).filter_map(|custom| match custom {
        Custom::Output(custom) => Some(custom),
        Custom::Input(_) | Custom::Request(_) => None,
    })
}
