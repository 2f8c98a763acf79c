//! Calls of GuardDuty as a lab makes them.

use super::catalogue;
use crate::api::Catalogue;
use crate::practice::lab::{Lab, misfit};
use crate::value;
use crate::value::Value;

const UNFIT: &str =
    "The request is rejected because an invalid or out-of-range value is specified as an input parameter.";

/// GuardDuty, switched on.
fn enabled() -> (Lab, String) {
    let guardduty = Lab::new("guardduty");
    let id = guardduty
        .ok("CreateDetector", value!({ "Enable": true }))
        .get("DetectorId")
        .text()
        .to_owned();
    (guardduty, id)
}

/// Samples of these types, arrived.
fn samples(guardduty: &Lab, id: &str, types: &[&str]) {
    let types: Vec<Value> = types.iter().map(|name| Value::from(*name)).collect();
    guardduty.ok(
        "CreateSampleFindings",
        value!({ "DetectorId": id, "FindingTypes": types }),
    );
    guardduty.pass(300);
}

fn listed(guardduty: &Lab, id: &str, criterion: &Value) -> Vec<Value> {
    let input = value!({ "DetectorId": id, "FindingCriteria": { "Criterion": criterion } });
    guardduty
        .ok("ListFindings", input)
        .get("FindingIds")
        .items()
        .to_vec()
}

#[test]
fn a_region_has_one_detector_which_takes_its_findings_along() {
    let guardduty = Lab::new("guardduty");
    let before = guardduty.world();
    assert!(
        guardduty
            .ok("ListDetectors", value!({}))
            .get("DetectorIds")
            .items()
            .is_empty()
    );
    let id = guardduty
        .ok("CreateDetector", value!({ "Enable": true }))
        .get("DetectorId")
        .text()
        .to_owned();
    assert_eq!(id.len(), 32);
    let (code, message) = guardduty.no("CreateDetector", value!({ "Enable": true }));
    assert_eq!(code, "BadRequestException");
    assert_eq!(
        message,
        "The request is rejected because a detector already exists for the current account."
    );
    guardduty
        .call_in("eu-west-1", "CreateDetector", value!({ "Enable": true }))
        .unwrap();
    let elsewhere = guardduty
        .call_in("eu-west-1", "ListDetectors", value!({}))
        .unwrap();
    assert_ne!(elsewhere.at("DetectorIds.0").text(), id);
    let there = value!({ "DetectorId": (elsewhere.at("DetectorIds.0")) });
    guardduty.call_in("eu-west-1", "DeleteDetector", there).unwrap();

    let detector = guardduty.ok("GetDetector", value!({ "DetectorId": (&id) }));
    assert_eq!(detector.get("Status").text(), "ENABLED");
    assert_eq!(detector.get("FindingPublishingFrequency").text(), "SIX_HOURS");
    assert_eq!(detector.at("DataSources.S3Logs.Status").text(), "ENABLED");
    let role = guardduty.of("iam").ok(
        "GetRole",
        value!({ "RoleName": "AWSServiceRoleForAmazonGuardDuty" }),
    );
    assert_eq!(role.at("Role.Arn"), detector.get("ServiceRole"));

    guardduty.ok("CreateSampleFindings", value!({ "DetectorId": (&id) }));
    assert!(
        listed(&guardduty, &id, &value!({})).is_empty(),
        "samples take a while"
    );
    guardduty.pass(300);
    assert_eq!(listed(&guardduty, &id, &value!({})).len(), catalogue::all().len());
    guardduty.ok("DeleteDetector", value!({ "DetectorId": (&id) }));
    assert_eq!(before.differences(&guardduty.world()), Vec::<String>::new());
    let (code, message) = guardduty.no("GetDetector", value!({ "DetectorId": (&id) }));
    assert_eq!(code, "BadRequestException");
    assert!(message.ends_with("the input detectorId is not owned by the current account."));
    assert_eq!(
        guardduty.no("ListFindings", value!({ "DetectorId": id })).1,
        message
    );
}

#[test]
fn samples_that_were_on_their_way_do_not_come_to_a_detector_that_is_gone() {
    let (guardduty, id) = enabled();
    guardduty.ok("CreateSampleFindings", value!({ "DetectorId": (&id) }));
    guardduty.ok("DeleteDetector", value!({ "DetectorId": id }));
    guardduty.pass(300);
    let id = guardduty
        .ok("CreateDetector", value!({ "Enable": true }))
        .get("DetectorId")
        .text()
        .to_owned();
    assert!(listed(&guardduty, &id, &value!({})).is_empty());
}

#[test]
fn every_sample_fits_the_model_and_says_that_it_is_one() {
    let service = Catalogue::embedded().service("guardduty").unwrap();
    let shape = service.shape_named("Finding").unwrap();
    let place = super::sample::Place {
        account: "111122223333",
        region: "us-east-1",
        detector: "d",
    };
    for kind in catalogue::all() {
        let mut finding = super::sample::finding(kind, &place, "f", jiff::Timestamp::UNIX_EPOCH);
        finding
            .as_map_mut()
            .unwrap()
            .retain(|member, _| !member.starts_with('_'));
        misfit(service, shape, &finding, kind.name);
        let title = finding.get("Title").text();
        assert!(title.starts_with("[SAMPLE] ") && !title.contains("  "), "{title}");
        assert!(
            finding
                .at("Service.AdditionalInfo.Value")
                .text()
                .contains("\"sample\":true")
        );
        let reports = [
            "Action",
            "RuntimeDetails",
            "EbsVolumeScanDetails",
            "MalwareScanDetails",
            "Detection",
        ];
        let told = reports
            .iter()
            .filter(|member| !finding.get("Service").get(member).is_null())
            .count();
        assert_eq!(told, 1, "{}", kind.name);
    }
}

#[test]
fn findings_are_read_archived_brought_back_and_judged() {
    let (guardduty, id) = enabled();
    let types = [
        "UnauthorizedAccess:EC2/TorClient",
        "Recon:EC2/Portscan",
        "Policy:IAMUser/RootCredentialUsage",
    ];
    samples(&guardduty, &id, &types);
    let tor = listed(
        &guardduty,
        &id,
        &value!({ "type": { "Eq": ["UnauthorizedAccess:EC2/TorClient"] } }),
    );
    assert_eq!(tor.len(), 1);
    let with = |extra: Value| {
        let mut input = value!({ "DetectorId": (&id), "FindingIds": (tor.clone()) });
        extra
            .as_map()
            .unwrap()
            .iter()
            .for_each(|(name, value)| input.set(name, value));
        input
    };
    let finding = guardduty.ok("GetFindings", with(value!({})));
    let finding = finding.at("Findings.0");
    assert_eq!(
        finding.get("Title").text(),
        "[SAMPLE] The EC2 instance i-99999999 talks to an entry node of the Tor network."
    );
    assert_eq!(finding.get("Severity"), &Value::Float(8.0));
    assert_eq!(
        finding.at("Resource.InstanceDetails.InstanceId").text(),
        "i-99999999"
    );
    assert_eq!(
        finding.at("Service.Action.ActionType").text(),
        "NETWORK_CONNECTION"
    );
    assert_eq!(finding.get("AccountId").text(), "111122223333");

    let current = value!({ "service.archived": { "Eq": ["false"] } });
    guardduty.ok("ArchiveFindings", with(value!({})));
    assert_eq!(listed(&guardduty, &id, &current).len(), 2);
    assert_eq!(
        listed(
            &guardduty,
            &id,
            &value!({ "service.archived": { "Equals": ["true"] } })
        ),
        tor
    );
    guardduty.ok("UnarchiveFindings", with(value!({})));
    assert_eq!(listed(&guardduty, &id, &current).len(), 3);
    guardduty.ok(
        "UpdateFindingsFeedback",
        with(value!({ "Feedback": "USEFUL", "Comments": "a drill" })),
    );
    samples(&guardduty, &id, &types[..1]);
    let again = guardduty.ok("GetFindings", with(value!({})));
    assert_eq!(again.at("Findings.0.Service.UserFeedback").text(), "USEFUL");
    assert_eq!(again.at("Findings.0.Service.Count").as_int(), Some(2));
    assert_ne!(again.at("Findings.0.UpdatedAt"), again.at("Findings.0.CreatedAt"));
    assert_eq!(listed(&guardduty, &id, &value!({})).len(), 3);
}

#[test]
fn lists_hold_to_criteria_order_and_pages() {
    let (guardduty, id) = enabled();
    samples(&guardduty, &id, &[]);
    let high = listed(
        &guardduty,
        &id,
        &value!({ "severity": { "Gte": 7 }, "resource.resourceType": { "Eq": ["Instance"] } }),
    );
    let expected = catalogue::all()
        .iter()
        .filter(|kind| kind.severity >= 7.0 && kind.resource == "Instance")
        .count();
    assert_eq!(high.len(), expected);
    for criterion in [value!({ "severty": { "Gte": 7 } }), value!({ "severity": {} })] {
        let input = value!({ "DetectorId": (&id), "FindingCriteria": { "Criterion": criterion } });
        assert_eq!(
            guardduty.no("ListFindings", input),
            ("BadRequestException".into(), UNFIT.into())
        );
    }
    let input = value!({ "DetectorId": (&id), "FindingTypes": ["Recon:EC2/PortScan"] });
    assert_eq!(guardduty.no("CreateSampleFindings", input).1, UNFIT);

    let sorted = value!({
        "DetectorId": (&id),
        "SortCriteria": { "AttributeName": "severity", "OrderBy": "DESC" },
        "MaxResults": 50,
    });
    let first = guardduty.ok("ListFindings", sorted.clone());
    assert_eq!(first.get("FindingIds").items().len(), 50);
    let found = guardduty.ok(
        "GetFindings",
        value!({ "DetectorId": (&id), "FindingIds": (first.get("FindingIds")) }),
    );
    let worst = found
        .get("Findings")
        .items()
        .iter()
        .filter(|finding| finding.get("Severity") == &Value::Float(9.0));
    assert_eq!(worst.count(), 5);
    let mut next = sorted;
    next.set("NextToken", first.get("NextToken"));
    let second = guardduty.ok("ListFindings", next);
    assert_ne!(first.at("FindingIds.0"), second.at("FindingIds.0"));
    let all: Vec<Value> = listed(&guardduty, &id, &value!({}))
        .into_iter()
        .take(51)
        .collect();
    assert_eq!(
        guardduty
            .no("GetFindings", value!({ "DetectorId": id, "FindingIds": all }))
            .1,
        UNFIT
    );
}

#[test]
fn statistics_count_what_the_criteria_let_through() {
    let (guardduty, id) = enabled();
    samples(
        &guardduty,
        &id,
        &[
            "Recon:EC2/Portscan",
            "Backdoor:EC2/Spambot",
            "Trojan:EC2/DropPoint!DNS",
            "Impact:EC2/PortSweep",
        ],
    );
    let ask = |input: Value| guardduty.ok("GetFindingsStatistics", input);
    let counts = ask(value!({ "DetectorId": (&id), "FindingStatisticTypes": ["COUNT_BY_SEVERITY"] }));
    assert_eq!(
        counts.at("FindingStatistics.CountBySeverity").as_map().unwrap()["5.0"],
        Value::Int(3)
    );
    let groups = ask(value!({ "DetectorId": (&id), "GroupBy": "SEVERITY", "OrderBy": "ASC" }));
    let groups = groups.at("FindingStatistics.GroupedBySeverity");
    assert_eq!(groups.at("0.TotalFindings").as_int(), Some(1));
    assert_eq!(groups.at("1.Severity"), &Value::Float(5.0));
    for by in ["ACCOUNT", "DATE", "FINDING_TYPE", "RESOURCE"] {
        ask(value!({ "DetectorId": (&id), "GroupBy": by, "MaxResults": 2 }));
    }
    let both =
        value!({ "DetectorId": (&id), "GroupBy": "DATE", "FindingStatisticTypes": ["COUNT_BY_SEVERITY"] });
    assert_eq!(guardduty.no("GetFindingsStatistics", both).1, UNFIT);
    assert_eq!(
        guardduty
            .no("GetFindingsStatistics", value!({ "DetectorId": id }))
            .1,
        UNFIT
    );
}

#[test]
fn a_suppression_rule_archives_what_arrives() {
    let (guardduty, id) = enabled();
    let before = guardduty.world();
    let criteria = value!({ "Criterion": { "type": { "Equals": ["Recon:EC2/Portscan"] } } });
    let rule = value!({ "DetectorId": (&id), "Name": "scanner", "Action": "ARCHIVE", "FindingCriteria": (&criteria) });
    guardduty.ok("CreateFilter", rule.clone());
    assert_eq!(
        guardduty.no("CreateFilter", rule).1,
        "The request is rejected because a filter with the given name already exists."
    );
    let named = value!({ "DetectorId": (&id), "FilterName": "scanner" });
    let filter = guardduty.ok("GetFilter", named.clone());
    assert_eq!(
        (filter.get("FindingCriteria"), filter.get("Rank").as_int()),
        (&criteria, Some(1))
    );
    samples(&guardduty, &id, &["Recon:EC2/Portscan", "Backdoor:EC2/Spambot"]);
    assert_eq!(
        listed(
            &guardduty,
            &id,
            &value!({ "service.archived": { "Eq": ["false"] } })
        )
        .len(),
        1
    );
    guardduty.ok(
        "UpdateFilter",
        value!({ "DetectorId": (&id), "FilterName": "scanner", "Action": "NOOP" }),
    );
    samples(&guardduty, &id, &["Recon:EC2/Portscan"]);
    let current = listed(
        &guardduty,
        &id,
        &value!({ "service.archived": { "Eq": ["false"] } }),
    );
    assert_eq!(current.len(), 2);
    assert_eq!(
        guardduty
            .ok("ListFilters", value!({ "DetectorId": (&id) }))
            .get("FilterNames"),
        &value!(["scanner"])
    );
    guardduty.ok("DeleteFilter", named.clone());
    assert_eq!(
        guardduty.no("GetFilter", named).1,
        "The request is rejected since no such resource found."
    );
    guardduty.ok(
        "ArchiveFindings",
        value!({ "DetectorId": id, "FindingIds": current }),
    );
    assert_eq!(
        before.differences(&guardduty.world()),
        Vec::<String>::new(),
        "archived samples count as gone"
    );
}

#[test]
fn a_detector_that_is_put_back_as_it_was_leaves_no_difference() {
    let (guardduty, id) = enabled();
    let before = guardduty.world();
    let switch = |on: bool| {
        let status = if on { "ENABLED" } else { "DISABLED" };
        let features = value!([{ "Name": "RDS_LOGIN_EVENTS", "Status": status }]);
        guardduty.ok(
            "UpdateDetector",
            value!({ "DetectorId": (&id), "Enable": on, "Features": features }),
        );
    };
    switch(false);
    let differences = before.differences(&guardduty.world());
    assert_eq!(differences.len(), 1);
    assert!(
        differences[0].contains("Features") && differences[0].contains("Status"),
        "{differences:?}"
    );
    switch(true);
    assert_eq!(before.differences(&guardduty.world()), Vec::<String>::new());
    let arn = format!("arn:aws:guardduty:us-east-1:111122223333:detector/{id}");
    guardduty.ok(
        "TagResource",
        value!({ "ResourceArn": (&arn), "Tags": { "Lab": "day1" } }),
    );
    assert_eq!(
        before.differences(&guardduty.world()).len(),
        1,
        "tags in a map are compared too"
    );
    guardduty.ok(
        "UntagResource",
        value!({ "ResourceArn": arn, "TagKeys": ["Lab"] }),
    );
    assert_eq!(before.differences(&guardduty.world()), Vec::<String>::new());
}

#[test]
fn features_tags_and_the_trial_are_kept_with_the_detector() {
    let guardduty = Lab::new("guardduty");
    let features = value!([{ "Name": "S3_DATA_EVENTS", "Status": "DISABLED" }]);
    let made = guardduty.ok(
        "CreateDetector",
        value!({ "Enable": true, "Features": features, "Tags": { "Lab": "day1" } }),
    );
    let id = made.get("DetectorId").text();
    let named = value!({ "DetectorId": id });
    let detector = guardduty.ok("GetDetector", named.clone());
    assert_eq!(detector.at("DataSources.S3Logs.Status").text(), "DISABLED");
    assert_eq!(detector.at("Tags.Lab").text(), "day1");
    let change = |name: &str, part: Option<&str>| {
        let mut feature = value!({ "Name": name, "Status": "ENABLED" });
        if let Some(part) = part {
            feature.set(
                "AdditionalConfiguration",
                value!([{ "Name": part, "Status": "ENABLED" }]),
            );
        }
        guardduty.call(
            "UpdateDetector",
            value!({ "DetectorId": id, "Features": [feature] }),
        )
    };
    change("RUNTIME_MONITORING", Some("EC2_AGENT_MANAGEMENT")).unwrap();
    assert_eq!(
        change("S3_DATA_EVENTS", Some("EC2_AGENT_MANAGEMENT"))
            .unwrap_err()
            .code,
        "BadRequestException"
    );
    assert_eq!(
        change("EKS_RUNTIME_MONITORING", None).unwrap_err().code,
        "BadRequestException"
    );
    guardduty.ok(
        "UpdateDetector",
        value!({ "DetectorId": id, "DataSources": { "S3Logs": { "Enable": true } } }),
    );
    guardduty.ok("UpdateDetector", value!({ "DetectorId": id, "Enable": false }));
    let detector = guardduty.ok("GetDetector", named);
    assert_eq!(detector.get("Status").text(), "DISABLED");
    assert_eq!(detector.at("DataSources.S3Logs.Status").text(), "ENABLED");

    let arn = format!("arn:aws:guardduty:us-east-1:111122223333:detector/{id}");
    guardduty.ok(
        "TagResource",
        value!({ "ResourceArn": (&arn), "Tags": { "Owner": "ana" } }),
    );
    guardduty.ok(
        "UntagResource",
        value!({ "ResourceArn": (&arn), "TagKeys": ["Lab"] }),
    );
    let tags = guardduty.ok("ListTagsForResource", value!({ "ResourceArn": arn }));
    assert_eq!(tags.get("Tags"), &value!({ "Owner": "ana" }));
    guardduty.pass(3 * 24 * 60 * 60);
    let accounts = value!({ "DetectorId": id, "AccountIds": ["111122223333", "444455556666"] });
    let trial = guardduty.ok("GetRemainingFreeTrialDays", accounts);
    assert_eq!(trial.at("UnprocessedAccounts.0.AccountId").text(), "444455556666");
    assert_eq!(
        trial.at("Accounts.0.Features.0.FreeTrialDaysRemaining").as_int(),
        Some(27)
    );
}
