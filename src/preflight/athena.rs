//! Where the results of the runbook's queries go.

use super::finding::{Finding, Fix, Readiness, Topic};
use super::site::Site;
use crate::document::{Runbook, Task};
use crate::value;
use std::collections::BTreeSet;

const TOPIC: Topic = Topic::Athena;
/// The workgroup that every account has.
const PRIMARY: &str = "primary";

pub(super) fn look(runbook: &Runbook, site: &Site) -> Vec<Finding> {
    let blocks = runbook
        .setup
        .iter()
        .chain(runbook.steps.iter().flat_map(|step| &step.blocks));
    let workgroups: BTreeSet<&str> = blocks
        .filter_map(|block| match &block.task {
            Task::Query(options) => Some(options.workgroup.as_deref().unwrap_or(PRIMARY)),
            _ => None,
        })
        .collect();
    workgroups.into_iter().map(|name| one(name, site)).collect()
}

/// One workgroup: it says where results go, and the bucket is there, in the region.
fn one(name: &str, site: &Site) -> Finding {
    let subject = format!("workgroup {name}");
    let answer = match site.ask("athena", "GetWorkGroup", value!({ "WorkGroup": name })) {
        Ok(answer) => answer,
        Err(error) => return TOPIC.untold(subject, &error),
    };
    let region = &site.ground.region;
    let configuration = answer.at("WorkGroup.Configuration");
    if configuration
        .at("ManagedQueryResultsConfiguration.Enabled")
        .as_bool()
        == Some(true)
    {
        return TOPIC.found(subject, Readiness::Ready, "Athena keeps the results itself");
    }
    let location = configuration.at("ResultConfiguration.OutputLocation").text();
    let bucket = location
        .strip_prefix("s3://")
        .and_then(|rest| rest.split('/').next());
    let Some(bucket) = bucket.filter(|bucket| !bucket.is_empty()) else {
        let fix = Fix::of("give the workgroup a place for results, a bucket in the same region")
            .by(format!(
                "{} athena update-work-group --work-group {name} --configuration-updates ResultConfigurationUpdates={{OutputLocation=s3://BUCKET/}} --region {region}",
                site.ground.aws
            ))
            .at(site.console(&format!("athena/home?region={region}#/workgroups")));
        let evidence = "it does not say where results go";
        return TOPIC.found(subject, Readiness::Blocked, evidence).fix(fix);
    };
    match site.ask("s3", "GetBucketLocation", value!({ "Bucket": bucket })) {
        Ok(answer) => {
            // us-east-1 is no location, and eu-west-1 was once called EU (S3 API reference, "GetBucketLocation").
            let there = match answer.get("LocationConstraint").text() {
                "" => "us-east-1",
                "EU" => "eu-west-1",
                other => other,
            };
            if there == region {
                return TOPIC.found(subject, Readiness::Ready, format!("results go to {location}"));
            }
            let evidence = format!("results go to {location}, which is in {there}");
            let fix = Fix::of(format!("choose a bucket in {region} for the workgroup"));
            TOPIC.found(subject, Readiness::Blocked, evidence).fix(fix)
        }
        Err(error) if error.code == "NoSuchBucket" => {
            let fix = Fix::of("make the bucket, or choose another").by(format!(
                "{} s3api create-bucket --bucket {bucket} --region {region}",
                site.ground.aws
            ));
            let evidence = format!("results go to {location}, and there is no such bucket");
            TOPIC.found(subject, Readiness::Blocked, evidence).fix(fix)
        }
        Err(error) => TOPIC.untold(subject, &error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::document::parse;
    use crate::port::{CloudError, FakeCloud, Fault, Latch, Request};
    use crate::preflight::Ground;
    use crate::source::Source;
    use crate::value::Value;
    use std::sync::Arc;

    /// What is found of the workgroup of a runbook with a query, where AWS answers so.
    fn found(answers: Vec<Result<Value, CloudError>>) -> (Readiness, String) {
        let ground = Ground {
            region: "eu-west-1".to_owned(),
            ..Ground::default()
        };
        let cloud = FakeCloud::answering(answers);
        let site = Site::new(Arc::new(cloud), ground, Catalogue::embedded(), Latch::default());
        let text = "# T\n\n## S\n\n```sql athena workgroup=class\nSELECT 1\n```\n";
        let (runbook, _) = parse(&Source::new("a.md", text));
        let found = look(&runbook, &site);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].subject, "workgroup class");
        (
            found[0].verdict,
            format!("{} {:?}", found[0].evidence, found[0].fix),
        )
    }

    fn workgroup(configuration: Value) -> Result<Value, CloudError> {
        Ok(value!({ "WorkGroup": { "Name": "class", "Configuration": configuration } }))
    }

    fn location(bucket: &str) -> Result<Value, CloudError> {
        workgroup(
            value!({ "ResultConfiguration": { "OutputLocation": (format!("s3://{bucket}/results/")) } }),
        )
    }

    #[test]
    fn results_need_a_bucket_that_is_there_in_the_region() {
        let there = |region: &str| Ok(value!({ "LocationConstraint": region }));
        let (verdict, _) = found(vec![location("class-results"), there("eu-west-1")]);
        assert_eq!(verdict, Readiness::Ready);
        // The region has an old name.
        let (verdict, _) = found(vec![location("class-results"), there("EU")]);
        assert_eq!(verdict, Readiness::Ready);
        let (verdict, told) = found(vec![location("class-results"), Ok(value!({}))]);
        assert!(
            verdict == Readiness::Blocked && told.contains("is in us-east-1"),
            "{told}"
        );
        let request = Request::new("s3", "GetBucketLocation", value!({}));
        let gone = CloudError::new(
            &request,
            Fault::Service,
            "NoSuchBucket",
            "The specified bucket does not exist",
        );
        let (verdict, told) = found(vec![location("class-results"), Err(gone)]);
        assert!(
            verdict == Readiness::Blocked && told.contains("create-bucket --bucket class-results"),
            "{told}"
        );
        let (verdict, told) = found(vec![workgroup(value!({}))]);
        assert!(
            verdict == Readiness::Blocked && told.contains("update-work-group"),
            "{told}"
        );
        let managed = value!({ "ManagedQueryResultsConfiguration": { "Enabled": true } });
        assert_eq!(found(vec![workgroup(managed)]).0, Readiness::Ready);
    }
}
