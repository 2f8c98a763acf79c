//! The table of customisations.

use crate::api::{Operation, Service};

/// One customisation.
pub(super) enum Custom {
    /// The text of an input member travels as base64.
    EncodeInput(&'static str),
    /// An output member is base64 of a text.
    DecodeOutput(&'static str),
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
    /// Strings of this shape, anywhere in the output, are percent-encoded.
    Unquote(&'static str),
    /// These members of the output, and of the structures in its lists, are encoded as in a form if its
    /// `EncodingType` says so.
    Listing(&'static [&'static str], &'static [(&'static str, &'static str)]),
    /// An output member that stands there as nothing where it is empty: the bucket's region of old.
    Nothing(&'static str),
    /// The header `Expires` is whatever its object's owner wrote, handed on as `ExpiresString` too.
    Expires,
    /// A header where the input gives none.
    Header(&'static str, &'static str),
    /// A header that carries the version of the API.
    Version(&'static str),
    /// The digest of the body as a tree of digests, in a header.
    TreeHash(&'static str),
    /// What would be a query string is the body of a POST.
    Post,
}

/// Service, operation (`*` for all), what.
const TABLE: &[(&str, &str, Custom)] = &[
    ("ec2", "RunInstances", Custom::EncodeInput("UserData")),
    (
        "autoscaling",
        "CreateLaunchConfiguration",
        Custom::EncodeInput("UserData"),
    ),
    ("ec2", "GetConsoleOutput", Custom::DecodeOutput("Output")),
    ("iam", "*", Custom::Unquote("policyDocumentType")),
    (
        "route53",
        "*",
        Custom::LastSegment(&["ResourceId", "DelegationSetId", "ChangeId"]),
    ),
    ("apigateway", "*", Custom::Header("accept", "application/json")),
    ("cloudsearchdomain", "Search", Custom::Post),
    (
        "dynamodb",
        "DescribeEndpoints",
        Custom::Version("x-amz-api-version"),
    ),
    (
        "timestream-query",
        "DescribeEndpoints",
        Custom::Version("x-amz-api-version"),
    ),
    (
        "timestream-write",
        "DescribeEndpoints",
        Custom::Version("x-amz-api-version"),
    ),
    ("glacier", "*", Custom::Default("accountId", "-")),
    ("glacier", "*", Custom::Version("x-amz-glacier-version")),
    (
        "glacier",
        "UploadArchive",
        Custom::TreeHash("x-amz-sha256-tree-hash"),
    ),
    (
        "glacier",
        "UploadMultipartPart",
        Custom::TreeHash("x-amz-sha256-tree-hash"),
    ),
    // The region that a copy comes from is part of the URL that is signed for it.
    ("docdb", "CopyDBClusterSnapshot", Custom::Unsent("SourceRegion")),
    ("docdb", "CreateDBCluster", Custom::Unsent("SourceRegion")),
    ("neptune", "CopyDBClusterSnapshot", Custom::Unsent("SourceRegion")),
    ("neptune", "CreateDBCluster", Custom::Unsent("SourceRegion")),
    ("rds", "CopyDBClusterSnapshot", Custom::Unsent("SourceRegion")),
    ("rds", "CopyDBSnapshot", Custom::Unsent("SourceRegion")),
    ("rds", "CreateDBCluster", Custom::Unsent("SourceRegion")),
    (
        "rds",
        "CreateDBInstanceReadReplica",
        Custom::Unsent("SourceRegion"),
    ),
    (
        "rds",
        "StartDBInstanceAutomatedBackupsReplication",
        Custom::Unsent("SourceRegion"),
    ),
    // A key may hold what XML cannot.
    ("s3", "ListObjects", Custom::Default("EncodingType", "url")),
    ("s3", "ListObjectsV2", Custom::Default("EncodingType", "url")),
    ("s3", "ListObjectVersions", Custom::Default("EncodingType", "url")),
    (
        "s3",
        "ListObjects",
        Custom::Listing(
            &["Delimiter", "Marker", "NextMarker"],
            &[("Contents", "Key"), ("CommonPrefixes", "Prefix")],
        ),
    ),
    (
        "s3",
        "ListObjectsV2",
        Custom::Listing(
            &["Delimiter", "Prefix", "StartAfter"],
            &[("Contents", "Key"), ("CommonPrefixes", "Prefix")],
        ),
    ),
    (
        "s3",
        "ListObjectVersions",
        Custom::Listing(
            &["Delimiter", "KeyMarker", "NextKeyMarker", "Prefix"],
            &[
                ("Versions", "Key"),
                ("DeleteMarkers", "Key"),
                ("CommonPrefixes", "Prefix"),
            ],
        ),
    ),
    ("s3", "CopyObject", Custom::Source("CopySource")),
    ("s3", "UploadPartCopy", Custom::Source("CopySource")),
    ("s3", "*", Custom::CustomerKey("SSECustomerKey")),
    ("s3", "*", Custom::CustomerKey("CopySourceSSECustomerKey")),
    ("s3", "GetBucketLocation", Custom::Nothing("LocationConstraint")),
    ("s3", "*", Custom::Expires),
];

/// What holds for an operation.
pub(super) fn customs(service: &Service, operation: &Operation) -> impl Iterator<Item = &'static Custom> {
    let (service, operation) = (service.name.clone(), operation.name.clone());
    TABLE
        .iter()
        .filter(move |(of, on, _)| *of == service && (*on == "*" || *on == operation))
        .map(|(_, _, custom)| custom)
}
