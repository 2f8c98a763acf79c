//! What learners of day 1 get wrong, section by section: the check that catches it, and the hint that says so.
//!
//! Day 1 is replayed once; each mistake is made by hand in a copy of that account, in the AWS CLI's words.

use crate::support::Lab;
use std::path::Path;

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// A mistake: the step, what is done by hand, the claim that does not hold any more, and what the hint says.
///
/// In the commands `{NAME}` stands for the id of what has that name, and `{NAME@}` for the route table association of the
/// subnet of that name.
struct Mistake {
    step: &'static str,
    done: &'static [&'static str],
    claim: &'static str,
    hint: &'static str,
}

const fn mistake(
    step: &'static str,
    done: &'static [&'static str],
    claim: &'static str,
    hint: &'static str,
) -> Mistake {
    Mistake {
        step,
        done,
        claim,
        hint,
    }
}

const MISTAKES: &[Mistake] = &[
    mistake(
        "cross-account-role",
        &[
            "iam update-assume-role-policy --role-name alice-PARTNER-RO --policy-document {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"sts:AssumeRole\"}]}",
        ],
        "x it trusts your neighbour's account, and nobody else",
        "The role trusts your own account 111122223333",
    ),
    mistake(
        "cross-account-role",
        &[
            "iam update-assume-role-policy --role-name alice-PARTNER-RO --policy-document {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}",
        ],
        "x it trusts your neighbour's account, and nobody else",
        "lets in everybody who has an AWS account",
    ),
    mistake(
        "cross-account-role",
        &[
            "iam attach-role-policy --role-name alice-PARTNER-RO --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
        ],
        "x it lets them change nothing",
        "AdministratorAccess gives more than a look",
    ),
    mistake(
        "ssm-role",
        &[
            "iam remove-role-from-instance-profile --instance-profile-name ROLE-AmazonEC2RoleforSSM --role-name ROLE-AmazonEC2RoleforSSM",
        ],
        "x an instance profile of the same name holds it",
        "The instance profile ROLE-AmazonEC2RoleforSSM is empty",
    ),
    mistake(
        "ssm-role",
        &[
            "iam detach-role-policy --role-name ROLE-AmazonEC2RoleforSSM --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        ],
        "x it lets Systems Manager manage the instance",
        "Attach policies, AmazonSSMManagedInstanceCore",
    ),
    mistake(
        "ssm-role",
        &[
            "iam update-assume-role-policy --role-name ROLE-AmazonEC2RoleforSSM --policy-document {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ssm.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}",
        ],
        "x EC2 may use it",
        "not for EC2",
    ),
    mistake(
        "first-webserver",
        &[
            "ec2 revoke-security-group-ingress --group-id {http-world} --protocol tcp --port 80 --cidr 0.0.0.0/0",
        ],
        "x http-world lets port 80 in from everywhere",
        "http-world has no inbound rule",
    ),
    mistake(
        "first-webserver",
        &["ec2 delete-tags --resources {webserver-001-default-vpc} --tags Key=Name"],
        "x there is an instance webserver-001-default-vpc",
        "is called nothing",
    ),
    mistake(
        "first-webserver",
        &["ec2 disassociate-iam-instance-profile --association-id {webserver-001-default-vpc#}"],
        "x it has the role ROLE-AmazonEC2RoleforSSM",
        "Without the role ROLE-AmazonEC2RoleforSSM nobody can connect to it",
    ),
    mistake(
        "connect",
        &["ec2 stop-instances --instance-ids {webserver-001-default-vpc}"],
        "x Systems Manager manages the instance",
        "does not answer",
    ),
    mistake(
        "connect",
        &["ssm start-session --target {webserver-001-default-vpc}"],
        "x none is left open",
        "A session is still open",
    ),
    mistake(
        "new-vpc",
        &["ec2 modify-vpc-attribute --vpc-id {VPC-10-0-0-0} --no-enable-dns-hostnames"],
        "x it gives its instances DNS names",
        "DNS hostnames are off",
    ),
    mistake(
        "new-vpc",
        &["ec2 create-tags --resources {VPC-10-0-0-0} --tags Key=Name,Value=VPC-10.0.0.0"],
        "x there is a VPC VPC-10-0-0-0",
        "is called VPC-10.0.0.0: give it the name VPC-10-0-0-0",
    ),
    mistake(
        "subnets",
        &["ec2 create-tags --resources {Private-Subnet-a-10-0-5} --tags Key=Name,Value=Private-Subnet-b"],
        "x Private-Subnet-a-10-0-5 is in us-east-1b with 10.0.5.0/24",
        "is called Private-Subnet-b and should be Private-Subnet-a-10-0-5",
    ),
    mistake(
        "subnets",
        &[
            "ec2 disassociate-route-table --association-id {Private-Subnet-a-10-0-6@}",
            "ec2 delete-subnet --subnet-id {Private-Subnet-a-10-0-6}",
            "ec2 create-subnet --vpc-id {VPC-10-0-0-0} --cidr-block 10.0.6.0/24 --availability-zone us-east-1a",
        ],
        "x Private-Subnet-a-10-0-6 is in us-east-1c with 10.0.6.0/24",
        "10.0.6.0/24 lies in us-east-1a, and belongs into us-east-1c",
    ),
    mistake(
        "route-tables",
        &[
            "ec2 replace-route-table-association --association-id {Private-Subnet-a-10-0-4@} --route-table-id {Public-Route-Table}",
        ],
        "x Private-Subnet-a-10-0-4 follows Private-Route-Table-a",
        "Private-Subnet-a-10-0-4 is associated with Public-Route-Table; it belongs to Private-Route-Table-a",
    ),
    mistake(
        "route-tables",
        &["ec2 disassociate-route-table --association-id {Public-Subnet-a-10-0-2@}"],
        "x Public-Subnet-a-10-0-2 follows Public-Route-Table",
        "Public-Subnet-a-10-0-2 is associated with no table",
    ),
    mistake(
        "nat-gateways",
        &["ec2 delete-nat-gateway --nat-gateway-id {NGW-Public-subnet-10-0-2}"],
        "x NGW-Public-subnet-10-0-2 is in Public-Subnet-a-10-0-2",
        "There is no NAT gateway in Public-Subnet-a-10-0-2",
    ),
    mistake(
        "nat-gateways",
        &[
            "ec2 delete-nat-gateway --nat-gateway-id {NGW-Public-subnet-10-0-3}",
            "ec2 create-nat-gateway --subnet-id {Private-Subnet-a-10-0-6} --connectivity-type private",
        ],
        "x NGW-Public-subnet-10-0-3 is in Public-Subnet-a-10-0-3",
        "stands in Private-Subnet-a-10-0-6. A NAT gateway in a private subnet has no way out",
    ),
    mistake(
        "default-routes",
        &[
            "ec2 replace-route --route-table-id {Private-Route-Table-b} --destination-cidr-block 0.0.0.0/0 --gateway-id {IGW-VPC-10-0-0-0}",
        ],
        "x Private-Route-Table-b leads to NGW-Public-subnet-10-0-2",
        "Private-Route-Table-b leads to the internet gateway, which makes its subnet public",
    ),
    mistake(
        "default-routes",
        &["ec2 delete-route --route-table-id {Public-Route-Table} --destination-cidr-block 0.0.0.0/0"],
        "x Public-Route-Table leads to IGW-VPC-10-0-0-0",
        "Public-Route-Table has no route for 0.0.0.0/0",
    ),
    mistake(
        "default-routes",
        &[
            "ec2 replace-route --route-table-id {Private-Route-Table-a} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id {NGW-Public-subnet-10-0-3}",
        ],
        "x Private-Route-Table-a leads to NGW-Public-subnet-10-0-1",
        "in its own zone",
    ),
    mistake(
        "flow-logs-cloudwatch",
        &["iam delete-role-policy --role-name flowlogsRole --policy-name flowlogs"],
        "x its role may write",
        "The role flowlogsRole may not write to CloudWatch Logs",
    ),
    mistake(
        "flow-logs-cloudwatch",
        &["logs delete-log-group --log-group-name Flow-logs-VPC-10-0-0-0"],
        "x there is a log group Flow-logs-VPC-10-0-0-0",
        "There is no log group Flow-logs-VPC-10-0-0-0 in us-east-1",
    ),
    mistake(
        "flow-logs-s3",
        &["s3api delete-bucket-policy --bucket s3-vpc-flow-logs-vpc-10-0-0-0-111122223333"],
        "x AWS may deliver to the bucket",
        "does not let delivery.logs.amazonaws.com write",
    ),
    mistake(
        "flow-logs-s3",
        &["s3api delete-public-access-block --bucket s3-vpc-flow-logs-vpc-10-0-0-0-111122223333"],
        "x the public is kept out of it",
        "may be seen by the public",
    ),
    mistake(
        "ubuntu",
        &["ec2 terminate-instances --instance-ids {Ubuntu-instance-001-no-updates}"],
        "x there is an instance Ubuntu-instance-001-no-updates",
        "There is no instance Ubuntu-instance-001-no-updates",
    ),
    mistake(
        "ubuntu",
        &[
            "ec2 terminate-instances --instance-ids {Ubuntu-instance-001-no-updates}",
            "ec2 run-instances --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 --instance-type t2.micro --subnet-id {Public-Subnet-a-10-0-1} --tag-specifications ResourceType=instance,Tags=[{Key=Name,Value=Ubuntu-instance-001-no-updates}]",
        ],
        "x it is in a private subnet",
        "a public subnet: terminate it and launch it in a private one",
    ),
    mistake(
        "windows",
        &[
            "ec2 create-tags --resources {Windows-instance-001-no-updates} --tags Key=Name,Value=spare",
            "ec2 create-tags --resources {Ubuntu-instance-001-no-updates} --tags Key=Name,Value=Windows-instance-001-no-updates",
        ],
        "x it is Windows",
        "is not Windows: terminate it and launch it anew",
    ),
    mistake(
        "inspector",
        &["inspector2 disable --resource-types EC2"],
        "x Inspector scans EC2",
        "Inspector is",
    ),
    mistake(
        "inspector",
        &["ec2 create-tags --resources {Ubuntu-instance-001-no-updates} --tags Key=Name,Value=other"],
        "x it covers Ubuntu-instance-001-no-updates",
        "There is no instance Ubuntu-instance-001-no-updates",
    ),
    mistake(
        "read-only-user",
        &[
            "iam detach-group-policy --group-name alice-RO-GROUP --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess",
        ],
        "x the group has the policy ReadOnlyAccess",
        "alice-RO-GROUP has no policy",
    ),
    mistake(
        "read-only-user",
        &["iam remove-user-from-group --group-name alice-RO-GROUP --user-name alice-RO"],
        "x the user is in the group",
        "alice-RO is not in the group",
    ),
    mistake(
        "name-default-vpc",
        &["ec2 delete-tags --resources {Default-VPC} --tags Key=Name"],
        "x its name is Default-VPC",
        "has no name yet",
    ),
    mistake(
        "name-default-vpc",
        &["ec2 create-tags --resources {Default-VPC} --tags Key=Name,Value=default-vpc"],
        "x its name is Default-VPC",
        "is called default-vpc; the workshop calls it Default-VPC",
    ),
    mistake(
        "connect",
        &[
            "iam detach-role-policy --role-name ROLE-AmazonEC2RoleforSSM --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
        ],
        "x Systems Manager manages the instance",
        "lacks AmazonSSMManagedInstanceCore",
    ),
    mistake(
        "review",
        &["ec2 stop-instances --instance-ids {webserver-001-default-vpc}"],
        "x the web server runs, without a key pair",
        "This step makes nothing",
    ),
    mistake(
        "review",
        &[
            "iam detach-group-policy --group-name alice-RO-GROUP --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess",
        ],
        "x the read-only user is in a group that only reads",
        "This step makes nothing",
    ),
    mistake(
        "internet-gateway",
        &["ec2 create-tags --resources {IGW-VPC-10-0-0-0} --tags Key=Name,Value=gateway"],
        "x there is an internet gateway IGW-VPC-10-0-0-0",
        "There is no internet gateway IGW-VPC-10-0-0-0",
    ),
    mistake(
        "internet-gateway",
        &[
            "ec2 create-tags --resources {IGW-VPC-10-0-0-0} --tags Key=Name,Value=gateway",
            "ec2 create-internet-gateway --tag-specifications ResourceType=internet-gateway,Tags=[{Key=Name,Value=IGW-VPC-10-0-0-0}]",
        ],
        "x it is attached to VPC-10-0-0-0",
        "attached to nothing: Actions, Attach to VPC",
    ),
    mistake(
        "windows",
        &["ec2 terminate-instances --instance-ids {Windows-instance-001-no-updates}"],
        "x there is an instance Windows-instance-001-no-updates",
        "There is no instance Windows-instance-001-no-updates",
    ),
];

fn aws(lab: &Lab, words: &[&str]) -> serde_json::Value {
    let stdout = lab
        .run(&[&["aws", "--world", "./world"], words].concat())
        .code(0)
        .stdout();
    serde_json::from_str(&stdout).unwrap_or_default()
}

/// The id of what has a name: of a security group, or of anything that is tagged so.
fn id(lab: &Lab, name: &str) -> String {
    let filter = format!("Name=value,Values={name}");
    let tagged = aws(
        lab,
        &[
            "ec2",
            "describe-tags",
            "--filters",
            "Name=key,Values=Name",
            &filter,
        ],
    );
    // An address is called as the NAT gateway that it serves.
    let ids = tagged["Tags"].as_array().into_iter().flatten();
    let mut ids = ids.filter_map(|tag| tag["ResourceId"].as_str());
    if let Some(id) = ids.find(|id| !id.starts_with("eipalloc-")) {
        return id.to_owned();
    }
    let filter = format!("Name=group-name,Values={name}");
    let groups = aws(lab, &["ec2", "describe-security-groups", "--filters", &filter]);
    let id = groups["SecurityGroups"][0]["GroupId"].as_str();
    id.unwrap_or_else(|| panic!("nothing is called {name}"))
        .to_owned()
}

/// What `{...}` in a command stands for.
fn resolved(lab: &Lab, what: &str) -> String {
    if let Some(name) = what.strip_suffix('@') {
        let filter = format!("Name=association.subnet-id,Values={}", id(lab, name));
        let tables = aws(lab, &["ec2", "describe-route-tables", "--filters", &filter]);
        let subnet = id(lab, name);
        let associations = tables["RouteTables"][0]["Associations"]
            .as_array()
            .expect("associations");
        let its = associations
            .iter()
            .find(|its| its["SubnetId"] == subnet.as_str())
            .expect("an association");
        its["RouteTableAssociationId"].as_str().expect("an id").to_owned()
    } else if let Some(name) = what.strip_suffix('#') {
        let filter = format!("Name=instance-id,Values={}", id(lab, name));
        let found = aws(
            lab,
            &[
                "ec2",
                "describe-iam-instance-profile-associations",
                "--filters",
                &filter,
            ],
        );
        found["IamInstanceProfileAssociations"][0]["AssociationId"]
            .as_str()
            .expect("an id")
            .to_owned()
    } else {
        id(lab, what)
    }
}

fn make(lab: &Lab, command: &str) {
    let words: Vec<String> = command
        .split(' ')
        .map(
            |word| match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
                Some(what) if !what.starts_with('"') => resolved(lab, what),
                _ => word.to_owned(),
            },
        )
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    lab.run(&[&["aws", "--world", "./world"], &words[..]].concat())
        .code(0);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a world") {
        let entry = entry.expect("a file");
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

#[test]
fn every_section_catches_what_learners_get_wrong_and_says_what_to_do() {
    let done = Lab::new();
    done.run(&["replay", DAY1, "--world", "./world", "--set", "name=alice"])
        .code(0);
    let mut told = Vec::new();
    for mistake in MISTAKES {
        let lab = Lab::new();
        copy(&done.path("world"), &lab.path("world"));
        for command in mistake.done {
            make(&lab, command);
        }
        let words = [
            "verify",
            DAY1,
            "--world",
            "./world",
            "--set",
            "name=alice",
            "--only",
            mistake.step,
            "--hints",
        ];
        let graded = lab.run(&words).code(1).stdout();
        let flat = graded.split_whitespace().collect::<Vec<_>>().join(" ");
        for expected in [mistake.claim, mistake.hint] {
            if !flat.contains(expected) {
                told.push(format!(
                    "{}: no `{expected}` after {:?} in\n{graded}",
                    mistake.step, mistake.done
                ));
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
    for step in [
        "read-only-user",
        "cross-account-role",
        "ssm-role",
        "name-default-vpc",
        "first-webserver",
        "connect",
        "review",
        "new-vpc",
        "subnets",
        "route-tables",
        "internet-gateway",
        "nat-gateways",
        "default-routes",
        "flow-logs-cloudwatch",
        "flow-logs-s3",
        "ubuntu",
        "windows",
        "inspector",
    ] {
        let made = MISTAKES.iter().filter(|mistake| mistake.step == step).count();
        assert!(made >= 2, "{step} has {made}");
    }
}
