//! Bytes as what a service answers. They are read as a line `service Operation status`, a header a line, an empty
//! line and the body; a line that names no operation stands for one of [`SPREAD`].

use runbook::api::{Catalogue, Operation, Service};
use runbook::wire::{self, WireAnswer};

/// Operations of every protocol, with shapes that hold themselves, streams, headers, documents and wrappers.
const SPREAD: &[(&str, &str)] = &[
    ("ssm", "GetParameter"),
    ("ssm", "DescribeInstanceInformation"),
    ("dynamodb", "GetItem"),
    ("dynamodb", "Scan"),
    ("cloudtrail", "LookupEvents"),
    ("logs", "GetLogEvents"),
    ("kms", "Decrypt"),
    ("events", "ListRules"),
    ("organizations", "DescribeOrganization"),
    ("sqs", "ReceiveMessage"),
    ("guardduty", "ListDetectors"),
    ("guardduty", "GetFindings"),
    ("guardduty", "GetDetector"),
    ("securityhub", "GetFindings"),
    ("lambda", "Invoke"),
    ("lambda", "GetFunction"),
    ("bedrock-runtime", "InvokeModel"),
    ("bedrock-runtime", "Converse"),
    ("lexv2-runtime", "RecognizeText"),
    ("iotsitewise", "DescribeAssetModel"),
    ("s3", "ListObjectsV2"),
    ("s3", "GetObject"),
    ("s3", "HeadObject"),
    ("s3", "GetBucketLocation"),
    ("s3", "GetBucketAcl"),
    ("s3", "DeleteObjects"),
    ("s3", "CopyObject"),
    ("cloudfront", "GetDistribution"),
    ("route53", "ListResourceRecordSets"),
    ("iam", "GetRole"),
    ("iam", "ListUsers"),
    ("iam", "GetAccountAuthorizationDetails"),
    ("sts", "GetCallerIdentity"),
    ("sns", "GetTopicAttributes"),
    ("cloudformation", "DescribeStacks"),
    ("elbv2", "DescribeLoadBalancers"),
    ("eventbridgev2", "ListEventBuses"),
    ("eventbridgev2", "DescribeSubscriber"),
    ("eventbridgev2", "ListTagsForResource"),
    ("cloudwatchomni", "GetTelemetryQueryResults"),
    ("ec2", "DescribeInstances"),
    ("ec2", "DescribeVpcs"),
    ("ec2", "RunInstances"),
    ("ec2", "GetConsoleOutput"),
    ("ec2", "DescribeSecurityGroups"),
];

/// Reads the answer. Whatever it holds, reading gives an output or an error.
pub(super) fn feed(bytes: &[u8]) {
    let head_end = find(bytes, b"\n\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..head_end]);
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default();
    let Some((service, operation)) = named(first).or_else(|| spread(first)) else {
        return;
    };
    let status = first.rsplit(' ').next().and_then(|word| word.parse().ok());
    let answer = WireAnswer {
        status: status.unwrap_or(200),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: bytes.get(head_end + 2..).unwrap_or_default().to_vec(),
    };
    // What cannot be read is told; that there is something to tell is all that matters here.
    if let Err(error) = wire::answer(service, operation, &answer) {
        assert!(!error.to_string().is_empty());
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn named(line: &str) -> Option<(&'static Service, &'static Operation)> {
    let mut words = line.split(' ');
    let (service, operation) = (words.next()?, words.next()?);
    // Others are left out, as each loads models that stay.
    SPREAD
        .iter()
        .any(|(known, _)| *known == service)
        .then(|| Catalogue::embedded().find(service, operation).ok())?
}

fn spread(line: &str) -> Option<(&'static Service, &'static Operation)> {
    let sum = line.bytes().map(usize::from).sum::<usize>();
    let (service, operation) = SPREAD[sum % SPREAD.len()];
    Catalogue::embedded().find(service, operation).ok()
}
