use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

fn status(aws: &Lab) -> String {
    // The model requires an error code, which an account without an error has not: not held against it.
    let told = aws.call("BatchGetAccountStatus", value!({})).unwrap();
    told.at("accounts.0.state.status").text().to_owned()
}

/// An instance in the default VPC with port 80 open to everybody; gives its id.
fn web_server(ec2: &Lab) -> String {
    let group = ec2.ok(
        "CreateSecurityGroup",
        value!({ "GroupName": "http-world", "Description": "web" }),
    );
    let group = group.get("GroupId").text().to_owned();
    let port = value!([{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
    ec2.ok(
        "AuthorizeSecurityGroupIngress",
        value!({ "GroupId": (&group), "IpPermissions": port }),
    );
    let made = ec2.ok(
        "RunInstances",
        value!({
            "ImageId": "resolve:ssm:/aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
            "InstanceType": "t2.micro",
            "MinCount": 1,
            "MaxCount": 1,
            "SecurityGroupIds": [(&group)],
            "TagSpecifications": [{ "ResourceType": "instance", "Tags": [{ "Key": "Env", "Value": "Test" }] }],
        }),
    );
    made.at("Instances.0.InstanceId").text().to_owned()
}

#[test]
fn inspector_is_enabled_covers_finds_and_is_disabled() {
    let aws = Lab::new("inspector2");
    let ec2 = aws.of("ec2");
    assert_eq!(status(&aws), "DISABLED");
    let before = aws.world();
    assert_eq!(aws.ok("ListFindings", value!({})).get("findings").items(), []);
    aws.ok("Enable", value!({ "resourceTypes": ["EC2"] }));
    assert_eq!(status(&aws), "ENABLING");
    aws.pass(61);
    assert_eq!(status(&aws), "ENABLED");
    let id = web_server(&ec2);
    aws.pass(600);
    let tagged = |value: &str| {
        let tags = value!([{ "comparison": "EQUALS", "key": "Env", "value": value }]);
        let input = value!({ "filterCriteria": { "ec2InstanceTags": tags } });
        aws.ok("ListCoverage", input)
            .get("coveredResources")
            .items()
            .to_vec()
    };
    assert_eq!(tagged("Prod"), []);
    let covered = tagged("Test");
    assert_eq!(covered[0].get("resourceId").text(), id);
    assert_eq!(
        covered[0].at("scanStatus.reason").text(),
        "UNMANAGED_EC2_INSTANCE",
        "it has no profile"
    );
    let of = |severity: &str| {
        let criteria = value!({ "severity": [{ "comparison": "EQUALS", "value": severity }] });
        let found = aws.ok("ListFindings", value!({ "filterCriteria": criteria }));
        found.get("findings").items().to_vec()
    };
    let open = of("MEDIUM");
    assert_eq!(
        open[0].get("title").text(),
        "Port 80 is reachable from an Internet Gateway"
    );
    assert_eq!(of("CRITICAL"), [], "its packages are not known");
    let counted = aws.ok(
        "ListFindingAggregations",
        value!({ "aggregationType": "AWS_EC2_INSTANCE" }),
    );
    let counted = counted.at("responses.0.ec2InstanceAggregation");
    assert_eq!(counted.get("instanceId").text(), id);
    assert_eq!(counted.at("severityCounts.medium").as_int(), Some(1));
    assert_eq!(
        aws.no(
            "ListFindingAggregations",
            value!({ "aggregationType": "LAMBDA_LAYER" })
        )
        .0,
        "NotModelled"
    );
    let arn = open[0].get("findingArn").text();
    let told = aws.ok("BatchGetFindingDetails", value!({ "findingArns": [arn] }));
    assert_eq!(
        told.at("errors.0.errorCode").text(),
        "FINDING_DETAILS_NOT_FOUND",
        "a reachable port has none"
    );
    // A network ACL that lets nothing in closes the way, whatever the group says.
    let acls = ec2.ok("DescribeNetworkAcls", value!({}));
    let acl = acls.at("NetworkAcls.0.NetworkAclId").text();
    let entry = |action: &str| {
        value!({
            "NetworkAclId": acl, "RuleNumber": 100, "Protocol": "-1", "RuleAction": action, "Egress": false,
            "CidrBlock": "0.0.0.0/0",
        })
    };
    ec2.ok("ReplaceNetworkAclEntry", entry("deny"));
    assert_eq!(of("MEDIUM"), []);
    ec2.ok("ReplaceNetworkAclEntry", entry("allow"));
    assert_eq!(of("MEDIUM").len(), 1);
    ec2.ok("TerminateInstances", value!({ "InstanceIds": [id] }));
    aws.pass(60);
    assert_eq!(of("MEDIUM"), []);
    ec2.ok("DeleteSecurityGroup", value!({ "GroupName": "http-world" }));
    aws.ok("Disable", value!({ "resourceTypes": ["EC2"] }));
    assert_eq!(status(&aws), "DISABLED");
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
}

#[test]
fn another_account_fails_and_an_unknown_kind_is_refused() {
    let aws = Lab::new("inspector2");
    let told = aws.ok(
        "Enable",
        value!({ "accountIds": ["999988887777"], "resourceTypes": ["EC2"] }),
    );
    assert_eq!(told.at("failedAccounts.0.errorCode").text(), "ACCESS_DENIED");
    let unfit: Value = value!({ "resourceTypes": ["AMI"] });
    assert_eq!(aws.no("Enable", unfit).0, "ParameterValidation");
}
