//! A web server of a learner, from its launch to its logs.

use crate::port::{Clock, Cloud, CloudError, Latch, Request};
use crate::practice::{Options, Practice};
use crate::value;
use crate::value::Value;
use std::time::Duration;

struct Asker(Practice);

impl Asker {
    fn call(&self, service: &str, operation: &str, input: Value) -> Result<Value, CloudError> {
        self.0.call(&Request::new(service, operation, input).mutating())
    }

    fn ok(&self, service: &str, operation: &str, input: Value) -> Value {
        self.call(service, operation, input)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn pass(&self, seconds: u64) {
        self.0
            .clock()
            .wait(Duration::from_secs(seconds), &Latch::default())
            .unwrap();
    }

    fn managed(&self) -> Vec<(String, String)> {
        let answer = self.ok("ssm", "DescribeInstanceInformation", value!({}));
        let list = answer.get("InstanceInformationList").items().iter();
        list.map(|one| {
            (
                one.get("InstanceId").text().to_owned(),
                one.get("PingStatus").text().to_owned(),
            )
        })
        .collect()
    }

    /// What commands print on an instance.
    fn run(&self, id: &str, commands: &[&str]) -> Value {
        let lines: Value = commands.iter().copied().map(Value::from).collect();
        let sent = self.ok(
            "ssm",
            "SendCommand",
            value!({ "InstanceIds": [id], "DocumentName": "AWS-RunShellScript", "Parameters": { "commands": lines } }),
        );
        assert_eq!(sent.at("Command.Status").text(), "Pending");
        let ask = || value!({ "CommandId": (sent.at("Command.CommandId")), "InstanceId": id });
        assert_eq!(
            self.ok("ssm", "GetCommandInvocation", ask()).get("Status").text(),
            "Pending"
        );
        self.pass(5);
        let listed = self.ok(
            "ssm",
            "ListCommands",
            value!({ "CommandId": (sent.at("Command.CommandId")) }),
        );
        assert_eq!(listed.at("Commands.0.CompletedCount").as_int(), Some(1));
        self.ok("ssm", "GetCommandInvocation", ask())
    }
}

#[test]
fn a_learners_web_server_registers_answers_and_shows_its_logs() {
    let aws = Asker(Practice::in_memory(&Options::new("us-east-1")));
    let trust = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
    aws.ok(
        "iam",
        "CreateRole",
        value!({ "RoleName": "ssm", "AssumeRolePolicyDocument": trust }),
    );
    aws.ok(
        "iam",
        "CreateInstanceProfile",
        value!({ "InstanceProfileName": "ssm" }),
    );
    aws.ok(
        "iam",
        "AddRoleToInstanceProfile",
        value!({ "InstanceProfileName": "ssm", "RoleName": "ssm" }),
    );
    let group = aws.ok(
        "ec2",
        "CreateSecurityGroup",
        value!({ "GroupName": "http-world", "Description": "http" }),
    );
    let group = group.get("GroupId").text();
    let rule = value!({ "GroupId": group, "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0" });
    aws.ok("ec2", "AuthorizeSecurityGroupIngress", rule);
    let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";
    let image = aws.ok("ssm", "GetParameter", value!({ "Name": name }));
    let data = "#!/bin/bash\nyum install -y httpd\nsystemctl enable --now httpd\necho hello > /var/www/html/index.html\n";
    let launched = aws.ok(
        "ec2",
        "RunInstances",
        value!({
            "ImageId": (image.at("Parameter.Value")), "InstanceType": "t2.micro", "MinCount": 1, "MaxCount": 1,
            "SecurityGroupIds": [group], "IamInstanceProfile": { "Name": "ssm" }, "UserData": data,
        }),
    );
    let id = launched.at("Instances.0.InstanceId").text();
    aws.pass(300);
    assert_eq!(aws.managed(), [], "a role without a policy registers nothing");
    let policy = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    aws.ok(
        "iam",
        "AttachRolePolicy",
        value!({ "RoleName": "ssm", "PolicyArn": policy }),
    );
    assert_eq!(aws.managed(), [(id.to_owned(), "Online".to_owned())]);
    aws.pass(3_600);
    let seen = aws.run(
        id,
        &[
            "sudo su",
            "curl -s localhost",
            "cd /var/log/httpd/",
            "cat access_log",
            "head -1 error_log",
        ],
    );
    let out = seen.get("StandardOutputContent").text();
    assert_eq!(
        (seen.get("Status").text(), seen.get("ResponseCode").as_int()),
        ("Success", Some(0))
    );
    assert!(
        out.starts_with("hello\n") && out.contains("\"GET / HTTP/1.1\" 200 ") && out.contains("AH00489"),
        "{out}"
    );
    let failed = aws.run(id, &["foo"]);
    assert_eq!(
        (failed.get("Status").text(), failed.get("ResponseCode").as_int()),
        ("Failed", Some(127))
    );
    let long = aws.ok(
        "ssm",
        "SendCommand",
        value!({ "InstanceIds": [id], "DocumentName": "AWS-RunShellScript", "Parameters": { "commands": ["sleep 600"] } }),
    );
    let ask = || value!({ "CommandId": (long.at("Command.CommandId")), "InstanceId": id });
    aws.pass(10);
    let status = || aws.ok("ssm", "GetCommandInvocation", ask()).get("Status").clone();
    assert_eq!(status().text(), "InProgress");
    aws.ok(
        "ssm",
        "CancelCommand",
        value!({ "CommandId": (long.at("Command.CommandId")) }),
    );
    aws.pass(900);
    assert_eq!(status().text(), "Cancelled", "its end does not come any more");
    let inventory = |key: &str, text: &str| {
        let filter = value!({ "Key": key, "Values": [text] });
        aws.call("ssm", "GetInventory", value!({ "Filters": [filter] }))
    };
    let found = inventory("AWS:InstanceInformation.PlatformName", "Amazon Linux").unwrap();
    assert_eq!(found.at("Entities.0.Id").text(), id);
    let content = found.at("Entities.0.Data.AWS:InstanceInformation.Content.0");
    assert_eq!(content.get("InstanceStatus").text(), "Active");
    let none = inventory("AWS:InstanceInformation.PlatformType", "Windows").unwrap();
    assert!(none.get("Entities").items().is_empty());
    assert_eq!(inventory("Colour", "red").unwrap_err().code, "InvalidFilter");
    let session = aws.ok("ssm", "StartSession", value!({ "Target": id }));
    let sessions = |state: &str| {
        aws.ok("ssm", "DescribeSessions", value!({ "State": state }))
            .get("Sessions")
            .items()
            .len()
    };
    assert_eq!((sessions("Active"), sessions("History")), (1, 0));
    aws.ok(
        "ssm",
        "ResumeSession",
        value!({ "SessionId": (session.get("SessionId")) }),
    );
    aws.ok(
        "ssm",
        "TerminateSession",
        value!({ "SessionId": (session.get("SessionId")) }),
    );
    assert_eq!((sessions("Active"), sessions("History")), (0, 1));
    aws.ok("ec2", "StopInstances", value!({ "InstanceIds": [id] }));
    aws.pass(120);
    assert_eq!(aws.managed()[0].1, "ConnectionLost");
    aws.ok("ec2", "TerminateInstances", value!({ "InstanceIds": [id] }));
    aws.pass(120);
    assert_eq!(aws.managed(), []);
}
