//! Where flow logs are delivered, and whether they may.

use super::format::Format;
use crate::practice::call::Call;
use crate::practice::ids::Seed;
use crate::practice::principal::Principal;
use crate::practice::registry;
use crate::practice::world::World;
use crate::practice::{logs, s3};
use crate::value::Value;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io::Write;

/// What AWS says where it may not deliver (AWS: *Troubleshoot VPC Flow Logs*).
const DENIED: &str = "Access error";

/// Who writes flow logs into log groups.
const WRITER: &str = "vpc-flow-logs.amazonaws.com";

/// The lines of one interface up to an instant.
#[derive(Debug)]
pub(super) struct Batch {
    /// The interface.
    pub(super) interface: String,
    /// Up to when.
    pub(super) end: i64,
    /// Seconds and lines.
    pub(super) lines: Vec<(i64, String)>,
}

/// A call that a service of AWS makes in an account.
fn serving<T>(
    world: &mut World,
    service: &'static str,
    (account, region): (&str, &str),
    work: impl FnOnce(&mut Call<'_>) -> T,
) -> Option<T> {
    let service = registry::service(service)?;
    let principal = Principal::learner(world, account);
    let mut call = Call::new(world, principal, service.name, "", account, region);
    Some(work(&mut call))
}

/// The bucket of a flow log.
fn bucket_of(log: &Value) -> Option<(&str, &str)> {
    let path = log.get("LogDestination").text().strip_prefix("arn:aws:s3:::")?;
    Some(
        path.split_once('/')
            .map_or((path, ""), |(bucket, folder)| (bucket, folder.trim_matches('/'))),
    )
}

/// What AWS does when a flow log is made: the owner's bucket is told to take what is delivered (AWS: *Amazon S3 bucket
/// permissions for flow logs*).
pub(super) fn prepare(world: &mut World, account: &str, region: &str, log: &Value) {
    if let Some((bucket, _)) = bucket_of(log) {
        serving(world, "s3", (account, region), |call| s3::welcome(call, bucket));
    }
}

/// What keeps a flow log from delivering, in AWS's words.
pub(super) fn fault(world: &mut World, account: &str, region: &str, log: &Value) -> Option<&'static str> {
    let allowed = match bucket_of(log) {
        Some((bucket, _)) => serving(world, "s3", (account, region), |call| s3::welcomes(call, bucket)),
        None => serving(world, "logs", (account, region), |call| {
            may_write(
                call,
                log.get("DeliverLogsPermissionArn").text(),
                log.get("LogGroupName").text(),
            )
        }),
    };
    (allowed != Some(true)).then_some(DENIED)
}

/// Writes what a flow log has to say.
pub(super) fn write(
    world: &mut World,
    account: &str,
    region: &str,
    (id, log): (&str, &Value),
    batches: Vec<Batch>,
) {
    if let Some((bucket, folder)) = bucket_of(log) {
        for (end, lines) in files(batches) {
            let key = key(world.seed, (account, region), (id, log), folder, end);
            let Ok(bytes) = packed(&Format::of(log.get("LogFormat").text()).header(), &lines) else {
                continue;
            };
            serving(world, "s3", (account, region), |call| {
                s3::deliver(call, bucket, &key, "application/octet-stream", bytes)
            });
        }
        return;
    }
    let group = log.get("LogGroupName").text();
    let mut streams: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    for batch in batches {
        let lines = batch
            .lines
            .into_iter()
            .map(|(second, line)| (second * 1000, line));
        streams
            .entry(format!("{}-all", batch.interface))
            .or_default()
            .extend(lines);
    }
    for (stream, lines) in streams {
        let lines: Vec<(i64, &str)> = lines.iter().map(|(at, line)| (*at, line.as_str())).collect();
        serving(world, "logs", (account, region), |call| {
            logs::deliver(call, group, &stream, &lines)
        });
    }
}

/// What goes into each file.
fn files(batches: Vec<Batch>) -> BTreeMap<i64, Vec<String>> {
    let mut files: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for batch in batches {
        let lines = batch.lines.into_iter().map(|(_, line)| line);
        files.entry(batch.end).or_default().extend(lines);
    }
    files
}

/// The name of a file (AWS: *Flow log files*).
fn key(
    seed: u64,
    (account, region): (&str, &str),
    (id, log): (&str, &Value),
    folder: &str,
    end: i64,
) -> String {
    let time = Timestamp::from_second(end).unwrap_or_default();
    let options = log.get("DestinationOptions");
    let is = |option: &str| options.get(option).as_bool() == Some(true);
    let hive = is("HiveCompatiblePartitions");
    let parts = [
        ("aws-account-id", account.to_owned()),
        ("aws-service", "vpcflowlogs".to_owned()),
        ("aws-region", region.to_owned()),
        ("year", time.strftime("%Y").to_string()),
        ("month", time.strftime("%m").to_string()),
        ("day", time.strftime("%d").to_string()),
    ];
    let hour = ("hour", time.strftime("%H").to_string());
    let parts = parts.into_iter().chain(is("PerHourPartition").then_some(hour));
    let parts: Vec<String> = parts
        .map(|(name, value)| if hive { format!("{name}={value}") } else { value })
        .collect();
    let folder = if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let hash = Seed::new(seed, id, "file", end.unsigned_abs()).hex(8);
    let stamp = time.strftime("%Y%m%dT%H%MZ");
    format!(
        "{folder}AWSLogs/{}/{account}_vpcflowlogs_{region}_{id}_{stamp}_{hash}.log.gz",
        parts.join("/")
    )
}

/// A file: the names of the fields, then the lines, compressed.
fn packed(header: &str, lines: &[String]) -> std::io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    writeln!(packed, "{header}")?;
    for line in lines {
        writeln!(packed, "{line}")?;
    }
    packed.finish()
}

/// Whether the flow logs service may write into a group by a role: the role trusts it, and may do what writing takes
/// (AWS: *IAM role for publishing flow logs to CloudWatch Logs*).
fn may_write(call: &Call<'_>, role: &str, group: &str) -> bool {
    let role = role.rsplit('/').next().unwrap_or_default();
    let stream = format!(
        "arn:aws:logs:{}:{}:log-group:{group}:log-stream:*",
        call.region, call.account
    );
    let writing = ["logs:CreateLogStream", "logs:PutLogEvents"];
    call.role_trusts(role, WRITER) && writing.iter().all(|action| call.role_may(role, action, &stream))
}
