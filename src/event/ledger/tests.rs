use super::creation::own;
use super::*;

#[test]
fn what_a_call_made() {
    type Row = (
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static [&'static str],
    );
    let table: [Row; 8] = [
        (
            "CreateVpc",
            &[("Vpc.VpcId", "vpc-1"), ("Vpc.OwnerId", "1")],
            &["vpc-1"],
        ),
        (
            "CreateSubnet",
            &[("Subnet.VpcId", "vpc-1"), ("Subnet.SubnetId", "s-1")],
            &["s-1"],
        ),
        (
            "CreateVpcEndpoint",
            &[("VpcId", "vpc-1"), ("VpcEndpointId", "e-1")],
            &["e-1"],
        ),
        ("CreateSecurityGroup", &[("GroupId", "sg-1")], &["sg-1"]),
        (
            "RunInstances",
            &[("Instances.InstanceId", "i-1"), ("Instances.SubnetId", "s-1")],
            &["i-1"],
        ),
        (
            "AllocateAddress",
            &[("AllocationId", "a-1"), ("PublicIp", "1.2.3.4")],
            &["a-1"],
        ),
        (
            "CreateUser",
            &[("User.UserName", "ann"), ("User.Arn", "arn:ann")],
            &["ann", "arn:ann"],
        ),
        ("AttachGroupPolicy", &[("GroupName", "g")], &[]),
    ];
    for (operation, identifiers, expected) in table {
        let identifiers = identifiers
            .iter()
            .map(|(name, id)| ((*name).to_owned(), Value::from(*id)))
            .collect();
        let ids: Vec<String> = own(operation, &identifiers).values().flat_map(texts).collect();
        assert_eq!(ids, expected, "{operation}");
    }
}

#[test]
fn what_was_seen_before_the_look_was_there() {
    let read = |service: &str, member: &str, id: &str| Event::CallAnswered {
        call: 1,
        step: Some("a".to_owned()),
        service: service.to_owned(),
        operation: "Any".to_owned(),
        class: Class::List,
        account: String::new(),
        region: String::new(),
        outcome: CallOutcome::Answered,
        identifiers: Map::from([(member.to_owned(), Value::from(id))]),
        request_id: None,
        milliseconds: 0,
    };
    let looked = Event::StepLooked {
        step: "a".to_owned(),
        verdict: super::super::Verdict::Failed,
    };
    let ledger = Ledger::of(&[
        read("ec2", "Vpcs.0.VpcId", "vpc-1"),
        read("ec2", "SecurityGroups.0.GroupId", "sg-1"),
        read("iam", "Group.GroupName", "g"),
        read("guardduty", "DetectorIds", "d"),
        looked,
        read("ec2", "Vpcs.0.VpcId", "vpc-2"),
    ]);
    let table = [
        ("ec2:vpc", "vpc-1", false),
        ("ec2:security-group", "sg-1", false),
        ("ec2:vpc", "vpc-2", true),
        ("iam:group", "g", false),
        ("iam:group-policy", "g", true),
        ("guardduty:detector", "d", false),
        ("guardduty:sample-findings", "d", true),
    ];
    for (kind, id, owned) in table {
        assert_eq!(ledger.judge("a", kind, id), owned, "{kind} {id}");
    }
}

#[test]
fn what_a_call_made_that_was_given_up_is_owned() {
    let call = |number| Event::CallIntended {
        call: number,
        step: Some("a".to_owned()),
        service: "ec2".to_owned(),
        operation: "CreateVpc".to_owned(),
        class: Class::Write,
        access: super::super::Access::Mutate,
        account: String::new(),
        region: String::new(),
        parameters: Map::new(),
        token: None,
    };
    let given_up = Event::CallAnswered {
        call: 1,
        step: Some("a".to_owned()),
        service: "ec2".to_owned(),
        operation: "CreateVpc".to_owned(),
        class: Class::Write,
        account: String::new(),
        region: String::new(),
        outcome: CallOutcome::Refused {
            code: GIVEN_UP.to_owned(),
            message: String::new(),
        },
        identifiers: Map::new(),
        request_id: None,
        milliseconds: 0,
    };
    let looked = Event::StepLooked {
        step: "a".to_owned(),
        verdict: super::super::Verdict::Failed,
    };
    let mut ledger = Ledger::of(&[looked.clone(), call(1)]);
    assert!(!ledger.is_unsure(), "it is under way");
    ledger.add(&given_up);
    assert!(ledger.is_unsure() && ledger.judge("a", "ec2:vpc", "vpc-1"));
    assert!(!ledger.judge("b", "ec2:vpc", "vpc-1"));
    ledger.add(&looked);
    assert!(!ledger.is_unsure(), "it was looked at");
}

#[test]
fn the_first_claim_settles_until_it_is_released() {
    let claimed = |id: &str, owned| Event::Claimed {
        step: "a".to_owned(),
        kind: "ec2:vpc".to_owned(),
        id: id.to_owned(),
        owned,
    };
    let mut ledger = Ledger::of(&[claimed("1", false), claimed("1", true), claimed("2", true)]);
    assert_eq!(ledger.settled("ec2:vpc", "1"), Some(false));
    assert!(!ledger.judge("a", "ec2:vpc", "1"));
    assert_eq!(ledger.owned().map(|thing| thing.id).collect::<Vec<_>>(), ["2"]);
    ledger.add(&Event::Released {
        step: "a".to_owned(),
        kind: "ec2:vpc".to_owned(),
        id: "2".to_owned(),
    });
    assert_eq!(ledger.settled("ec2:vpc", "2"), None);
    // What is new is adopted before the step was looked at in this run, and owned after.
    assert!(!ledger.judge("a", "ec2:vpc", "3"));
    ledger.add(&Event::StepLooked {
        step: "a".to_owned(),
        verdict: super::super::Verdict::Failed,
    });
    assert!(ledger.judge("a", "ec2:vpc", "3"));
    assert!(!ledger.judge("b", "ec2:vpc", "3"));
}
