//! Which operation a request means.

use super::asked::Asked;
use super::route::{self, Fit, Labels};
use super::scope::Scope;
use crate::api::{Catalogue, Operation, Protocol, Service};
use crate::wire::WireRequest;

/// What a server knows before it is asked.
#[derive(Clone, Debug)]
pub struct Served {
    catalogue: &'static Catalogue,
    hosts: Vec<String>,
}

/// A request that was understood: what is called, and by whom.
#[derive(Clone, Debug)]
pub struct Meant<'r> {
    /// The service.
    pub service: &'static Service,
    /// The operation.
    pub operation: &'static Operation,
    /// The scope of its signature; none without one.
    pub scope: Option<Scope>,
    /// The labels of the URI.
    pub(super) labels: Labels,
    /// The request.
    pub(super) asked: Asked<'r>,
}

/// A request that means nothing here.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Unserved {
    /// The service that it was for, as far as that can be told; its protocol is the one to answer in.
    pub service: Option<&'static Service>,
    /// What was asked for.
    pub message: String,
}

/// One reading of a request: how closely it fits, and what else speaks for it.
struct Reading {
    service: &'static Service,
    operation: &'static Operation,
    fit: Fit,
    labels: Labels,
}

impl Served {
    /// A server of the services of a catalogue.
    #[must_use]
    pub fn new(catalogue: &'static Catalogue) -> Served {
        Served {
            catalogue,
            hosts: vec!["localhost".to_owned(), "s3.localhost".to_owned()],
        }
    }

    /// Also reached as `host`, before which buckets may stand: `bucket.host`.
    #[must_use]
    pub fn host(mut self, host: &str) -> Served {
        self.hosts.push(host.to_owned());
        self
    }

    /// What a request means.
    ///
    /// # Errors
    /// [`Unserved`], with the service that was probably meant.
    pub fn meaning<'r>(&self, request: &'r WireRequest) -> Result<Meant<'r>, Unserved> {
        let mut asked = Asked::new(request);
        let scope = Scope::of(&asked);
        let services = match &scope {
            Some(scope) => self.catalogue.signing(&scope.service),
            None => self
                .catalogue
                .names()
                .filter_map(|name| self.catalogue.service(name))
                .collect(),
        };
        let signed = scope.is_some();
        let hosted = self
            .bucket(asked.host())
            .map(|bucket| format!("/{bucket}{}", asked.path));
        let agent = asked.header("user-agent").unwrap_or_default();
        let host = asked.host();
        let readings = services.iter().copied().filter_map(|service| {
            let mut asked = asked.clone();
            if let Some(path) = hosted.clone().filter(|_| service.name == "s3") {
                asked.path = path;
            }
            read(service, &asked, signed)
        });
        // Several services may share a route: docdb, neptune and rds share all. What the request says of itself goes
        // first, then the closest fit, then the order of `services`, whose later ones come up first here.
        let best = readings
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .max_by_key(|reading| {
                let service = reading.service;
                let named = says(agent, &service.name);
                let at_home = host.starts_with(&format!("{}.", service.endpoint_prefix));
                (named, at_home, reading.fit.clone())
            });
        let Some(reading) = best else {
            return Err(unserved(&services, &asked, scope.as_ref()));
        };
        if let Some(path) = hosted.filter(|_| reading.service.name == "s3") {
            asked.path = path;
        }
        Ok(Meant {
            service: reading.service,
            operation: reading.operation,
            scope,
            labels: reading.labels,
            asked,
        })
    }

    /// The bucket in a host name: before S3's own name, or before one of ours.
    fn bucket<'h>(&self, host: &'h str) -> Option<&'h str> {
        let ours = self
            .hosts
            .iter()
            .filter_map(|ours| host.strip_suffix(ours.as_str())?.strip_suffix('.'))
            .min_by_key(|bucket| bucket.len());
        let theirs = || {
            let amazon = host.contains(".amazonaws.");
            let labels = host
                .match_indices(".s3")
                .map(|(at, _)| (&host[..at], &host[at + 3..]));
            labels
                .filter(|(_, rest)| amazon && rest.starts_with(['.', '-']))
                .map(|(bucket, _)| bucket)
                .next()
        };
        // `iam.localhost` and `s3.localhost` are services, not buckets.
        ours.filter(|name| self.catalogue.service(name).is_none())
            .or_else(theirs)
    }
}

/// True where a client of AWS's calls itself a client of this service: `api/neptune#1.2.3`.
fn says(agent: &str, service: &str) -> bool {
    agent.split(' ').any(|word| {
        word.strip_prefix("api/")
            .and_then(|word| word.strip_prefix(service))
            .is_some_and(|rest| rest.starts_with(['#', '/']))
    })
}

/// The operation of one service that a request means best.
fn read(service: &'static Service, asked: &Asked<'_>, signed: bool) -> Option<Reading> {
    let named = |operation: &'static Operation, fit: Fit| Reading {
        service,
        operation,
        fit,
        labels: Labels::new(),
    };
    // Anybody may ask S3; elsewhere only what needs no signature, or one of another kind, comes without.
    let open = |operation: &&'static Operation| {
        signed
            || operation.unsigned
            || service.name == "s3"
            || ["bearer", "v2"].contains(&service.signature.as_str())
    };
    match service.protocol {
        Protocol::Json | Protocol::Cbor => {
            let (prefix, name) = match asked.header("x-amz-target") {
                Some(target) => target.rsplit_once('.')?,
                None => cbor(&asked.path)?,
            };
            let operation = service.operation(name).filter(open)?;
            (service.target_prefix.as_deref() == Some(prefix)).then(|| named(operation, Fit::default()))
        }
        Protocol::Query | Protocol::Ec2 => {
            let form = asked.form();
            let word = |name: &str| {
                form.iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, value)| value.as_str())
            };
            let operation = service.operation(word("Action")?).filter(open)?;
            let fit = Fit::named(word("Version") == Some(service.api_version.as_str()));
            Some(named(operation, fit))
        }
        Protocol::RestJson | Protocol::RestXml => service
            .operations()
            .filter(open)
            .filter_map(|operation| {
                let (fit, labels) = route::fit(service, operation, asked)?;
                Some(Reading {
                    service,
                    operation,
                    fit,
                    labels,
                })
            })
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .max_by(|a, b| a.fit.cmp(&b.fit)),
    }
}

/// The service and operation of a path of `smithy-rpc-v2-cbor`: `/service/NAME/operation/NAME`.
fn cbor(path: &str) -> Option<(&str, &str)> {
    path.split_once("/service/")?.1.split_once("/operation/")
}

fn unserved(services: &[&'static Service], asked: &Asked<'_>, scope: Option<&Scope>) -> Unserved {
    let service = scope.and_then(|_| services.first().copied());
    let form = asked.form();
    let action = || {
        form.iter()
            .find(|(name, _)| name == "Action")
            .map(|(_, value)| value.clone())
    };
    let what = asked
        .header("x-amz-target")
        .map(str::to_owned)
        .or_else(action)
        .unwrap_or_else(|| format!("{} {}", asked.method, asked.path));
    let message = match (service, scope) {
        (Some(service), _) => format!("{} has no operation `{what}`", service.name),
        (None, Some(scope)) => format!("no service signs as `{}`", scope.service),
        (None, None) => {
            format!("the request `{what}` has no signature, and nothing is known that goes without")
        }
    };
    Unserved { service, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served() -> Served {
        Served::new(Catalogue::embedded()).host("oracle.example")
    }

    /// A request of `METHOD URI`, signed for a service, to a host.
    fn asked(line: &str, service: &str, host: &str, more: &[(&str, &str)], body: &str) -> WireRequest {
        let (method, uri) = line.split_once(' ').unwrap();
        let credential =
            format!("AWS4-HMAC-SHA256 Credential=AK/20261124/eu-west-1/{service}/aws4_request, Signature=0");
        let headers = [("host", host), ("authorization", &credential)]
            .into_iter()
            .chain(more.iter().copied());
        WireRequest {
            method: method.to_owned(),
            uri: uri.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    fn s3(line: &str, host: &str, more: &[(&str, &str)]) -> String {
        let request = asked(line, "s3", host, more, "");
        let meant = served().meaning(&request).unwrap();
        let labels: Vec<&str> = meant.labels.iter().map(|(_, value)| value.as_str()).collect();
        format!(
            "{}:{} {}",
            meant.service.name,
            meant.operation.name,
            labels.join(" ")
        )
    }

    #[test]
    fn buckets_stand_in_the_path_or_in_the_host() {
        for host in [
            "b.s3.amazonaws.com",
            "b.s3.eu-west-1.amazonaws.com:443",
            "b.oracle.example",
            "b.localhost:9000",
            "b.s3.localhost:9000",
        ] {
            assert_eq!(s3("GET /a/b%20c", host, &[]), "s3:GetObject b a/b c", "{host}");
            assert_eq!(s3("GET /?list-type=2", host, &[]), "s3:ListObjectsV2 b", "{host}");
        }
        assert_eq!(
            s3("GET /x", "my.s3.bucket.s3.eu-west-1.amazonaws.com", &[]),
            "s3:GetObject my x"
        );
        for host in [
            "s3.amazonaws.com",
            "s3.eu-west-1.amazonaws.com",
            "127.0.0.1:9000",
            "localhost",
            "s3.localhost",
        ] {
            assert_eq!(s3("GET /b/a/b%20c", host, &[]), "s3:GetObject b a/b c", "{host}");
            assert_eq!(s3("GET /b", host, &[]), "s3:ListObjects b", "{host}");
            assert_eq!(s3("GET /", host, &[]), "s3:ListBuckets ", "{host}");
        }
    }

    #[test]
    fn parameters_and_headers_tell_operations_of_one_route_apart() {
        let copy = [("x-amz-copy-source", "/other/key")];
        assert_eq!(
            s3("PUT /b/k?x-id=PutObject", "s3.amazonaws.com", &[]),
            "s3:PutObject b k"
        );
        assert_eq!(s3("PUT /b/k", "s3.amazonaws.com", &copy), "s3:CopyObject b k");
        let part = "PUT /b/k?partNumber=1&uploadId=u";
        assert_eq!(s3(part, "s3.amazonaws.com", &[]), "s3:UploadPart b k");
        assert_eq!(s3(part, "s3.amazonaws.com", &copy), "s3:UploadPartCopy b k");
        assert_eq!(
            s3("POST /b/k?uploads", "s3.amazonaws.com", &[]),
            "s3:CreateMultipartUpload b k"
        );
        assert_eq!(
            s3("GET /b?analytics&id=1", "s3.amazonaws.com", &[]),
            "s3:GetBucketAnalyticsConfiguration b"
        );
        assert_eq!(
            s3("GET /b?analytics", "s3.amazonaws.com", &[]),
            "s3:ListBucketAnalyticsConfigurations b"
        );
        let account = [("x-amz-account-id", "111122223333")];
        let mrap = "GET /v20180820/mrap/instances/a/b/policy";
        assert_eq!(
            s3(mrap, "s3-control.us-east-1.amazonaws.com", &account),
            "s3control:GetMultiRegionAccessPointPolicy a/b"
        );
    }

    #[test]
    fn target_action_and_agent_tell_services_of_one_signature_apart() {
        let meaning = |request: &WireRequest| {
            let meant = served()
                .meaning(request)
                .unwrap_or_else(|error| panic!("{error}"));
            format!("{}:{}", meant.service.name, meant.operation.name)
        };
        let target =
            |service, target: &str| asked("POST /", service, "localhost", &[("X-Amz-Target", target)], "{}");
        assert_eq!(
            meaning(&target("dynamodb", "DynamoDBStreams_20120810.ListStreams")),
            "dynamodbstreams:ListStreams"
        );
        assert_eq!(
            meaning(&target("dynamodb", "DynamoDB_20120810.ListTables")),
            "dynamodb:ListTables"
        );
        let kind = ("content-type", "application/x-www-form-urlencoded; charset=utf-8");
        let form = |service, more: &[(&str, &str)], body: &str| {
            let headers: Vec<_> = [kind].into_iter().chain(more.iter().copied()).collect();
            asked("POST /", service, "localhost", &headers, body)
        };
        let balancers = |version: &str| format!("Action=DescribeLoadBalancers&Version={version}");
        assert_eq!(
            meaning(&form("elasticloadbalancing", &[], &balancers("2012-06-01"))),
            "elb:DescribeLoadBalancers"
        );
        assert_eq!(
            meaning(&form("elasticloadbalancing", &[], &balancers("2015-12-01"))),
            "elbv2:DescribeLoadBalancers"
        );
        let databases = "Action=DescribeDBInstances&Version=2014-10-31";
        assert_eq!(meaning(&form("rds", &[], databases)), "rds:DescribeDBInstances");
        let agent = [("user-agent", "aws-sdk-rust/1 os/linux api/neptune#1.2 lang/rust")];
        assert_eq!(
            meaning(&form("rds", &agent, databases)),
            "neptune:DescribeDBInstances"
        );
        assert_eq!(
            meaning(&asked(
                "GET /?Action=ListUsers&Version=2010-05-08",
                "iam",
                "localhost",
                &[],
                ""
            )),
            "iam:ListUsers"
        );
    }

    #[test]
    fn what_means_nothing_is_said_in_the_services_own_protocol() {
        let unserved = |request: &WireRequest| {
            let error = served().meaning(request).unwrap_err();
            (error.service.map(|service| service.name.as_str()), error.message)
        };
        let request = asked("GET /?Action=Xyzzy", "iam", "localhost", &[], "");
        assert_eq!(
            unserved(&request),
            (Some("iam"), "iam has no operation `Xyzzy`".to_owned())
        );
        let request = asked("PATCH /detector", "guardduty", "localhost", &[], "");
        assert_eq!(
            unserved(&request),
            (
                Some("guardduty"),
                "guardduty has no operation `PATCH /detector`".to_owned()
            )
        );
        let request = asked("GET /", "xyzzy", "localhost", &[], "");
        assert_eq!(
            unserved(&request),
            (None, "no service signs as `xyzzy`".to_owned())
        );
    }
}
