//! What a sample reports: the connection, the lookup, the call, the process, the malware, the sequence.

use super::Place;
use crate::practice::guardduty::catalogue::{Action, FindingType};
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// Adds what the finding reports to its `Service`.
pub(super) fn describe(kind: &FindingType, place: &Place<'_>, now: Timestamp, service: &mut Value) {
    let (name, details) = match kind.action {
        Action::Network => (
            "NETWORK_CONNECTION",
            value!({ "NetworkConnectionAction": (connection(kind)) }),
        ),
        Action::Dns => ("DNS_REQUEST", value!({ "DnsRequestAction": (lookup()) })),
        Action::Probe => ("PORT_PROBE", value!({ "PortProbeAction": (probe(kind)) })),
        Action::Api => ("AWS_API_CALL", value!({ "AwsApiCallAction": (api_call()) })),
        Action::Kubernetes => (
            "KUBERNETES_API_CALL",
            value!({ "KubernetesApiCallAction": (kubernetes_call()) }),
        ),
        Action::Login => (
            "RDS_LOGIN_ATTEMPT",
            value!({ "RdsLoginAttemptAction": (login(kind)) }),
        ),
        Action::Runtime => {
            service.set("FeatureName", "RuntimeMonitoring");
            return service.set(
                "RuntimeDetails",
                value!({ "Process": (process(now)), "Context": {} }),
            );
        }
        Action::Scan => {
            service.set("FeatureName", "EbsVolumeScan");
            return service.set("EbsVolumeScanDetails", volume_scan(place, now));
        }
        Action::Malware => return service.set("MalwareScanDetails", malware_scan()),
        Action::Sequence => {
            return service.set("Detection", value!({ "Sequence": (sequence(kind, place, now)) }));
        }
    };
    let mut action = details;
    action.set("ActionType", name);
    service.set("Action", action);
}

fn remote() -> Value {
    value!({
        "City": { "CityName": "GeneratedFindingCityName" },
        "Country": { "CountryName": "GeneratedFindingCountryName" },
        "GeoLocation": { "Lat": 0.0, "Lon": 0.0 },
        "IpAddressV4": "198.51.100.0",
        "Organization": {
            "Asn": "-1",
            "AsnOrg": "GeneratedFindingASNOrg",
            "Isp": "GeneratedFindingISP",
            "Org": "GeneratedFindingORG",
        },
    })
}

/// The ports that a type is about: local, remote, and whether the other side began.
fn ports(kind: &FindingType) -> ((i64, &'static str), (i64, &'static str), &'static str) {
    let any = (39_677, "Unknown");
    match kind.name.rsplit('/').next().unwrap_or_default() {
        "SSHBruteForce" => ((22, "SSH"), (39_677, "Unknown"), "INBOUND"),
        "RDPBruteForce" => ((3389, "RDP"), (39_677, "Unknown"), "INBOUND"),
        "WinRMBruteForce" => (any, (5985, "WinRM"), "OUTBOUND"),
        "Spambot" => (any, (25, "SMTP"), "OUTBOUND"),
        "UnusualDNSResolver" => (any, (53, "DNS"), "OUTBOUND"),
        "UnusualDoHActivity" => (any, (443, "HTTPS"), "OUTBOUND"),
        "UnusualDoTActivity" => (any, (853, "Unknown"), "OUTBOUND"),
        "DenialOfService.Dns" => (any, (53, "DNS"), "OUTBOUND"),
        _ => (any, (80, "HTTP"), "OUTBOUND"),
    }
}

fn connection(kind: &FindingType) -> Value {
    let ((port, name), (remote_port, remote_name), direction) = ports(kind);
    let udp = kind.name.contains("Udp") || kind.name.contains("Dns");
    value!({
        "Blocked": false,
        "ConnectionDirection": direction,
        "LocalPortDetails": { "Port": port, "PortName": name },
        "Protocol": (if udp { "UDP" } else { "TCP" }),
        "LocalIpDetails": { "IpAddressV4": "10.0.0.23" },
        "RemoteIpDetails": (remote()),
        "RemotePortDetails": { "Port": remote_port, "PortName": remote_name },
    })
}

fn lookup() -> Value {
    value!({ "Domain": "GeneratedFindingDomainName", "Protocol": "UDP", "Blocked": false })
}

fn probe(kind: &FindingType) -> Value {
    let (port, name) = if kind.name.contains("EMR") {
        (8088, "Unknown")
    } else {
        (80, "HTTP")
    };
    value!({
        "Blocked": false,
        "PortProbeDetails": [{
            "LocalPortDetails": { "Port": port, "PortName": name },
            "LocalIpDetails": { "IpAddressV4": "10.0.0.23" },
            "RemoteIpDetails": (remote()),
        }],
    })
}

fn api_call() -> Value {
    value!({
        "Api": "GeneratedFindingAPIName",
        "CallerType": "Remote IP",
        "RemoteIpDetails": (remote()),
        "ServiceName": "GeneratedFindingAPIServiceName",
        "AffectedResources": {},
    })
}

fn kubernetes_call() -> Value {
    value!({
        "RequestUri": "GeneratedFindingRequestURI",
        "Verb": "create",
        "SourceIps": ["198.51.100.0"],
        "UserAgent": "GeneratedFindingUserAgent",
        "RemoteIpDetails": (remote()),
        "StatusCode": 201,
        "Parameters": "GeneratedFindingActionParameters",
    })
}

fn login(kind: &FindingType) -> Value {
    let succeeded = kind.name.contains("Success");
    let failed = i64::from(!succeeded || kind.name.contains("BruteForce"));
    value!({
        "RemoteIpDetails": (remote()),
        "LoginAttributes": [{
            "User": "GeneratedFindingUserName",
            "Application": "GeneratedFindingApplicationName",
            "FailedLoginAttempts": failed,
            "SuccessfulLoginAttempts": (i64::from(succeeded)),
        }],
    })
}

fn process(now: Timestamp) -> Value {
    value!({
        "Name": "GeneratedFindingProcessName",
        "ExecutablePath": "GeneratedFindingExecutablePath",
        "ExecutableSha256": "GeneratedFindingExecutableSha256",
        "Pid": 1234,
        "StartTime": now,
        "Uuid": "GeneratedFindingProcessUuid",
        "ParentUuid": "GeneratedFindingParentUuid",
        "User": "GeneratedFindingUserName",
        "UserId": 1000,
        "Euid": 1000,
    })
}

fn volume_scan(place: &Place<'_>, now: Timestamp) -> Value {
    let volume = format!(
        "arn:aws:ec2:{}:{}:volume/vol-99999999",
        place.region, place.account
    );
    value!({
        "ScanId": "GeneratedFindingScanId",
        "ScanStartedAt": now,
        "ScanCompletedAt": now,
        "TriggerFindingId": "GeneratedFindingTriggerFindingId",
        "Sources": ["Bitdefender"],
        "ScanDetections": {
            "ScannedItemCount": { "TotalGb": 8, "Files": 1000, "Volumes": 1 },
            "ThreatsDetectedItemCount": { "Files": 1 },
            "HighestSeverityThreatDetails": {
                "Severity": "HIGH",
                "ThreatName": "GeneratedFindingThreatName",
                "Count": 1,
            },
            "ThreatDetectedByName": {
                "ItemCount": 1,
                "UniqueThreatNameCount": 1,
                "Shortened": false,
                "ThreatNames": [{
                    "Name": "GeneratedFindingThreatName",
                    "Severity": "HIGH",
                    "ItemCount": 1,
                    "FilePaths": [{
                        "FilePath": "GeneratedFindingFilePath",
                        "VolumeArn": volume,
                        "Hash": "GeneratedFindingFileHash",
                        "FileName": "GeneratedFindingFileName",
                    }],
                }],
            },
        },
        "ScanType": "GUARDDUTY_INITIATED",
    })
}

fn malware_scan() -> Value {
    value!({
        "Threats": [{
            "Name": "GeneratedFindingThreatName",
            "Source": "AMAZON",
            "ItemPaths": [{ "NestedItemPath": "GeneratedFindingItemPath", "Hash": "GeneratedFindingItemHash" }],
        }],
    })
}

fn sequence(kind: &FindingType, place: &Place<'_>, now: Timestamp) -> Value {
    let signal = |uid: &str, of: &str, name: &str| {
        value!({
            "Uid": uid,
            "Type": of,
            "Name": name,
            "Description": "GeneratedFindingSignalDescription",
            "CreatedAt": now,
            "UpdatedAt": now,
            "FirstSeenAt": now,
            "LastSeenAt": now,
            "Severity": 8.0,
            "Count": 1,
            "ResourceUids": ["GeneratedFindingResourceUid"],
            "ActorIds": ["GeneratedFindingActorId"],
            "EndpointIds": ["GeneratedFindingEndpointId"],
        })
    };
    let resource = match kind.name.split([':', '/']).nth(1).unwrap_or_default() {
        "EC2" => "EC2_INSTANCE",
        "ECS" => "ECS_CLUSTER",
        "EKS" => "EKS_CLUSTER",
        "S3" => "S3_BUCKET",
        _ => "ACCESS_KEY",
    };
    value!({
        "Uid": "GeneratedFindingSequenceUid",
        "Description": "GeneratedFindingSequenceDescription",
        "Actors": [{
            "Id": "GeneratedFindingActorId",
            "User": {
                "Name": "GeneratedFindingUserName",
                "Uid": "GeneratedFindingPrincipalId",
                "Type": "IAMUser",
                "CredentialUid": "GeneratedFindingAccessKeyId",
                "Account": { "Uid": (place.account) },
            },
        }],
        "Resources": [{
            "Uid": "GeneratedFindingResourceUid",
            "ResourceType": resource,
            "AccountId": (place.account),
            "Region": (place.region),
            "CloudPartition": "aws",
        }],
        "Endpoints": [{
            "Id": "GeneratedFindingEndpointId",
            "Ip": "198.51.100.0",
            "Port": 443,
            "Location": {
                "City": "GeneratedFindingCityName",
                "Country": "GeneratedFindingCountryName",
                "Latitude": 0.0,
                "Longitude": 0.0,
            },
            "AutonomousSystem": { "Name": "GeneratedFindingASNOrg", "Number": 64_496 },
            "Connection": { "Direction": "INBOUND" },
        }],
        "Signals": [
            (signal("GeneratedFindingSignalUid1", "FINDING", "GeneratedFindingSignalName1")),
            (signal("GeneratedFindingSignalUid2", "CLOUD_TRAIL", "GeneratedFindingSignalName2"))
        ],
        "SequenceIndicators": [
            { "Key": "ATTACK_TACTIC", "Values": ["GeneratedFindingTactic"], "Title": "MITRE tactics" },
            { "Key": "TOR_IP", "Values": ["198.51.100.0"], "Title": "Tor exit node" }
        ],
    })
}
