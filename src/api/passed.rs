//! Roles that calls hand to services: passing one needs `iam:PassRole` on it (AWS: "Grant a user permissions to pass a
//! role to an AWS service").

/// Service, operation, the member that names the role or the instance profile, the service that receives it.
pub const PASSED: &[(&str, &str, &str, &str)] = &[
    (
        "config",
        "PutConfigurationRecorder",
        "ConfigurationRecorder.roleARN",
        "config.amazonaws.com",
    ),
    (
        "cloudtrail",
        "CreateTrail",
        "CloudWatchLogsRoleArn",
        "cloudtrail.amazonaws.com",
    ),
    (
        "cloudtrail",
        "UpdateTrail",
        "CloudWatchLogsRoleArn",
        "cloudtrail.amazonaws.com",
    ),
    (
        "ec2",
        "AssociateIamInstanceProfile",
        "IamInstanceProfile",
        "ec2.amazonaws.com",
    ),
    (
        "ec2",
        "CreateFlowLogs",
        "DeliverLogsPermissionArn",
        "vpc-flow-logs.amazonaws.com",
    ),
    (
        "ec2",
        "ReplaceIamInstanceProfileAssociation",
        "IamInstanceProfile",
        "ec2.amazonaws.com",
    ),
    ("ec2", "RunInstances", "IamInstanceProfile", "ec2.amazonaws.com"),
    ("events", "PutRule", "RoleArn", "events.amazonaws.com"),
    ("iam", "AddRoleToInstanceProfile", "RoleName", "ec2.amazonaws.com"),
    ("lambda", "CreateFunction", "Role", "lambda.amazonaws.com"),
    ("ssm", "SendCommand", "ServiceRoleArn", "ssm.amazonaws.com"),
];
