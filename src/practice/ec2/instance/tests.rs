use crate::practice::lab::Lab;
use crate::value;
use crate::value::Value;

/// A launch as a lab makes it; the image by its parameter.
fn wanted() -> Value {
    value!({
        "ImageId": "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
        "InstanceType": "t2.micro",
        "MinCount": 1,
        "MaxCount": 1,
        "UserData": "#!/bin/bash\necho hi\n",
        "TagSpecifications": [
            { "ResourceType": "instance", "Tags": [{ "Key": "Name", "Value": "webserver-001-default-vpc" }] },
            { "ResourceType": "volume", "Tags": [{ "Key": "Name", "Value": "disk" }] },
        ],
    })
}

fn launched(aws: &Lab, input: Value) -> Value {
    aws.ok("RunInstances", input).at("Instances.0").clone()
}

fn shown(aws: &Lab, id: &str) -> Value {
    let found = aws.ok("DescribeInstances", value!({ "InstanceIds": [id] }));
    found.at("Reservations.0.Instances.0").clone()
}

fn state(aws: &Lab, id: &str) -> String {
    shown(aws, id).at("State.Name").text().to_owned()
}

#[test]
fn a_web_server_is_launched_and_its_end_leaves_nothing() {
    let aws = Lab::new("ec2");
    aws.ok("DescribeVpcs", value!({}));
    let before = aws.world();
    let group = aws.ok(
        "CreateSecurityGroup",
        value!({ "GroupName": "http-world", "Description": "http-world" }),
    );
    let group = group.get("GroupId").text().to_owned();
    let port = value!([{ "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }]);
    aws.ok(
        "AuthorizeSecurityGroupIngress",
        value!({ "GroupId": (&group), "IpPermissions": port }),
    );
    let mut input = wanted();
    input.set("SecurityGroupIds", value!([(&group)]));
    let made = launched(&aws, input);
    let id = made.get("InstanceId").text().to_owned();
    assert_eq!(made.at("State.Name").text(), "pending");
    assert!(made.get("PublicIpAddress").is_null() && made.get("BlockDeviceMappings").items().is_empty());
    aws.pass(25);
    let seen = shown(&aws, &id);
    assert_eq!(seen.at("State.Code").as_int(), Some(16));
    assert_eq!(
        seen.at("MetadataOptions.HttpTokens").text(),
        "required",
        "the image wants it"
    );
    assert_eq!(seen.at("MetadataOptions.State").text(), "applied");
    assert_eq!(seen.at("SecurityGroups.0.GroupName").text(), "http-world");
    assert_eq!(
        seen.get("PublicIpAddress"),
        seen.at("NetworkInterfaces.0.Association.PublicIp")
    );
    assert!(
        seen.get("PublicDnsName")
            .text()
            .ends_with(".compute-1.amazonaws.com")
    );
    assert!(seen.get("PrivateDnsName").text().ends_with(".ec2.internal"));
    let volume = seen.at("BlockDeviceMappings.0.Ebs.VolumeId").text();
    let volume = aws.ok("DescribeVolumes", value!({ "VolumeIds": [volume] }));
    assert_eq!(volume.at("Volumes.0.Tags.0.Value").text(), "disk");
    assert_eq!(volume.at("Volumes.0.Size").as_int(), Some(8));
    for (filter, value) in [
        ("tag:Name", "webserver-*"),
        ("instance-state-name", "running"),
        ("instance.group-name", "http-world"),
        ("ip-address", seen.get("PublicIpAddress").text()),
    ] {
        let asked = value!({ "Filters": [{ "Name": filter, "Values": [value] }] });
        assert_eq!(
            aws.ok("DescribeInstances", asked)
                .get("Reservations")
                .items()
                .len(),
            1,
            "{filter}"
        );
    }
    assert_eq!(
        aws.no("DeleteSecurityGroup", value!({ "GroupId": (&group) })).0,
        "DependencyViolation"
    );
    let status = || {
        let found = aws.ok("DescribeInstanceStatus", value!({ "InstanceIds": [(&id)] }));
        found
            .at("InstanceStatuses.0.InstanceStatus.Status")
            .text()
            .to_owned()
    };
    assert_eq!(status(), "initializing");
    aws.pass(120);
    assert_eq!(status(), "ok");
    let user_data = value!({ "InstanceId": (&id), "Attribute": "userData" });
    let user_data = aws.ok("DescribeInstanceAttribute", user_data);
    assert_eq!(
        user_data.at("UserData.Value").text(),
        "IyEvYmluL2Jhc2gKZWNobyBoaQo="
    );
    let ended = aws.ok("TerminateInstances", value!({ "InstanceIds": [(&id)] }));
    assert_eq!(
        ended.at("TerminatingInstances.0.CurrentState.Name").text(),
        "shutting-down"
    );
    aws.pass(40);
    let ghost = shown(&aws, &id);
    assert_eq!(ghost.at("State.Name").text(), "terminated");
    assert_eq!(ghost.get("NetworkInterfaces").items(), []);
    aws.ok("DeleteSecurityGroup", value!({ "GroupId": (&group) }));
    assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    aws.pass(3600);
    let gone = aws.no("DescribeInstances", value!({ "InstanceIds": [(&id)] }));
    assert_eq!(gone.0, "InvalidInstanceID.NotFound");
}

#[test]
fn a_launch_is_refused_for_what_is_not_there() {
    let aws = Lab::new("ec2");
    let with = |member: &str, value: Value| {
        let mut input = wanted();
        input.set(member, value);
        aws.no("RunInstances", input).0
    };
    for (member, value, code) in [
        (
            "ImageId",
            Value::from("ami-0123456789abcdef0"),
            "InvalidAMIID.NotFound",
        ),
        ("ImageId", Value::from("linux"), "InvalidAMIID.Malformed"),
        ("ImageId", Value::from("resolve:ssm:/x"), "InvalidParameterValue"),
        ("InstanceType", Value::from("t2.tiny"), "ParameterValidation"),
        ("InstanceType", Value::from("t4g.micro"), "InvalidParameterValue"),
        ("SubnetId", Value::from("subnet-0"), "InvalidSubnetID.NotFound"),
        (
            "SecurityGroupIds",
            value!(["sg-0123456789abcdef0"]),
            "InvalidGroup.NotFound",
        ),
        ("SecurityGroups", value!(["web"]), "InvalidGroup.NotFound"),
        ("KeyName", Value::from("mine"), "InvalidKeyPair.NotFound"),
        (
            "UserData",
            Value::from("x".repeat(16_385)),
            "InvalidParameterValue",
        ),
        ("MaxCount", Value::from(0), "InvalidParameterValue"),
        (
            "LaunchTemplate",
            value!({ "LaunchTemplateId": "lt-1" }),
            "NotModelled",
        ),
        (
            "BlockDeviceMappings",
            value!([{ "DeviceName": "/dev/xvda", "Ebs": { "VolumeSize": 4 } }]),
            "InvalidBlockDeviceMapping",
        ),
    ] {
        assert_eq!(with(member, value), code, "{member}");
    }
    assert_eq!(with("DryRun", Value::from(true)), "DryRunOperation");
    let found = aws.ok("DescribeInstances", value!({}));
    assert_eq!(
        found.get("Reservations").items(),
        [],
        "nothing of a refused launch stays"
    );
    let filter = value!({ "Filters": [{ "Name": "instance-name", "Values": ["x"] }] });
    assert_eq!(aws.no("DescribeInstances", filter).0, "InvalidParameterValue");
}

#[test]
fn an_instance_is_stopped_changed_started_and_protected() {
    let aws = Lab::new("ec2");
    let id = launched(&aws, wanted()).get("InstanceId").text().to_owned();
    let ids = || value!({ "InstanceIds": [(&id)] });
    assert_eq!(aws.no("StopInstances", ids()).0, "IncorrectInstanceState");
    aws.pass(25);
    let address = shown(&aws, &id).get("PublicIpAddress").clone();
    let modify = |member: &str, value: Value| {
        let mut input = value!({ "InstanceId": (&id) });
        input.set(member, value!({ "Value": value }));
        aws.call("ModifyInstanceAttribute", input)
    };
    let refused = modify("InstanceType", Value::from("t3.micro")).unwrap_err();
    assert_eq!(refused.code, "IncorrectInstanceState");
    aws.ok("RebootInstances", ids());
    aws.ok("StopInstances", ids());
    assert_eq!(state(&aws, &id), "stopping");
    aws.pass(35);
    assert_eq!(state(&aws, &id), "stopped");
    assert!(
        shown(&aws, &id).get("PublicIpAddress").is_null(),
        "a stop gives it away"
    );
    modify("InstanceType", Value::from("t3.micro")).unwrap();
    assert_eq!(aws.no("RebootInstances", ids()).0, "IncorrectInstanceState");
    aws.ok("StartInstances", ids());
    aws.pass(25);
    let again = shown(&aws, &id);
    assert_eq!(again.get("InstanceType").text(), "t3.micro");
    assert!(!again.get("PublicIpAddress").is_null() && *again.get("PublicIpAddress") != address);
    modify("DisableApiTermination", Value::from(true)).unwrap();
    assert_eq!(aws.no("TerminateInstances", ids()).0, "OperationNotPermitted");
    modify("DisableApiTermination", Value::from(false)).unwrap();
    let options = value!({ "InstanceId": (&id), "HttpTokens": "optional", "HttpPutResponseHopLimit": 3 });
    let changed = aws.ok("ModifyInstanceMetadataOptions", options);
    assert_eq!(
        changed.at("InstanceMetadataOptions.HttpTokens").text(),
        "optional"
    );
    assert_eq!(
        shown(&aws, &id)
            .at("MetadataOptions.HttpPutResponseHopLimit")
            .as_int(),
        Some(3)
    );
    aws.ok("MonitorInstances", ids());
    assert_eq!(shown(&aws, &id).at("Monitoring.State").text(), "enabled");
    aws.ok("UnmonitorInstances", ids());
    let credits = aws.ok("DescribeInstanceCreditSpecifications", ids());
    assert_eq!(
        credits.at("InstanceCreditSpecifications.0.CpuCredits").text(),
        "standard"
    );
    aws.ok("TerminateInstances", ids());
    aws.pass(31);
    assert_eq!(aws.no("StartInstances", ids()).0, "IncorrectInstanceState");
}
