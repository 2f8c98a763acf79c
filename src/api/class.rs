//! What an operation does to the account: a rule by its verb, and a reviewed table of those that the rule gets wrong.
//!
//! The models cannot tell: few services mark their readers, and some mark a mutation as one. The classes follow AWS's
//! access levels (Service Authorization Reference) with two differences: destruction is told apart, and what changes
//! nothing in the account is a read even where AWS calls it a write (assuming a role, decrypting). When in doubt, an
//! operation mutates: a check that is refused is a nuisance, a check that changes the account is a fault.

use crate::event::Class;

/// The class of one operation.
pub(super) fn of(service: &str, operation: &str) -> Class {
    let exception = EXCEPTIONS
        .iter()
        .find(|(known, names, _)| *known == service && names.contains(&operation));
    exception.map_or_else(|| by_rule(service, operation), |(_, _, class)| *class)
}

fn by_rule(service: &str, operation: &str) -> Class {
    let verb = verb(operation);
    if LISTING.contains(&verb) {
        Class::List
    } else if READING.contains(&verb) {
        Class::Read
    } else if tags(operation) {
        Class::Tag
    } else if DESTROYING.contains(&verb) {
        Class::Destroy
    } else if grants(service, operation) {
        Class::Permissions
    } else {
        Class::Write
    }
}

/// The first word of an operation's name, the second where the first is `Batch` or `Admin`.
fn verb(operation: &str) -> &str {
    let rest = ["Batch", "Admin"].into_iter().find_map(|prefix| {
        let rest = operation.strip_prefix(prefix)?;
        rest.starts_with(|c: char| c.is_ascii_uppercase()).then_some(rest)
    });
    let name = rest.unwrap_or(operation);
    let end = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase())
        .map_or(name.len(), |(i, _)| i);
    &name[..end]
}

const LISTING: &[&str] = &["List"];

const READING: &[&str] = &[
    "Analyze",
    "Autocomplete",
    "Calculate",
    "Check",
    "Compare",
    "Count",
    "Decode",
    "Describe",
    "Detect",
    "Discover",
    "Estimate",
    "Filter",
    "Geocode",
    "Get",
    "Head",
    "Infer",
    "Is",
    "Lookup",
    "Query",
    "Render",
    "Scan",
    "Search",
    "Select",
    "Simulate",
    "Suggest",
    "Validate",
];

const DESTROYING: &[&str] = &[
    "Abort",
    "Delete",
    "Deregister",
    "Destroy",
    "Purge",
    "Release",
    "Remove",
    "Terminate",
];

/// Ends of a name, or words in it, that speak of who may do what.
const GRANTING: &[&str] = &[
    "AccessPolicy",
    "AccountPolicy",
    "Acl",
    "AclPolicy",
    "AuthorizationPolicy",
    "BucketPolicy",
    "EndpointPolicy",
    "FileSystemPolicy",
    "Grant",
    "GrantPermissions",
    "GroupPolicy",
    "KeyPolicy",
    "LaunchPermission",
    "Permission",
    "Permissions",
    "PermissionsBoundary",
    "PermissionPolicy",
    "PublicAccessBlock",
    "RegistryPolicy",
    "RepositoryPolicy",
    "RepositoryPermissionsPolicy",
    "ResourcePolicy",
    "ResourcePolicies",
    "RolePolicy",
    "TablePolicy",
    "TrustPolicy",
    "UserPolicy",
    "VaultPolicy",
];

fn grants(service: &str, operation: &str) -> bool {
    // `Create` and the like make a thing, and are of this class only where the table says so.
    let verb = verb(operation);
    let changes = [
        "Add", "Apply", "Attach", "Block", "Create", "Detach", "Grant", "Modify", "Put", "Reset", "Retire",
        "Revoke", "Set", "Update", "Upsert",
    ];
    let granting = GRANTING.iter().any(|word| operation.ends_with(word));
    (changes.contains(&verb) && granting)
        || (service == "lakeformation" && ["Grant", "Revoke"].contains(&verb))
}

fn tags(operation: &str) -> bool {
    let untagging = ["Untag", "Tag"].iter().any(|verb| {
        operation
            .strip_prefix(verb)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    untagging
        || ["AddTags", "RemoveTags", "CreateTags", "DeleteTags", "PutTags"]
            .iter()
            .any(|start| operation.starts_with(start))
        || [
            "PutBucketTagging",
            "PutObjectTagging",
            "DeleteBucketTagging",
            "DeleteObjectTagging",
        ]
        .contains(&operation)
        || [
            "ChangeTagsForResource",
            "CreateOrUpdateTags",
            "UpdateTagsForResource",
        ]
        .contains(&operation)
}

/// Reviewed in November 2026 against the names of botocore 1.44.5, and held against AWS's access levels by
/// `oracles::classes`, which gives a reason for each that differs.
#[rustfmt::skip]
const EXCEPTIONS: &[(&str, &[&str], Class)] = &[
    // Reads by name that change something.
    ("appconfig", &["ValidateConfiguration"], Class::Write),
    ("cognito-identity", &["GetId", "GetOpenIdTokenForDeveloperIdentity"], Class::Write),
    ("cognito-idp", &["GetTokensFromRefreshToken"], Class::Write),
    ("devops-agent", &["ValidateAwsAssociations"], Class::Write),
    ("endusermessaging", &["ValidateNotifyCodeVerification"], Class::Write),
    ("license-manager", &["CheckInLicense"], Class::Write),
    ("lightsail", &["GetInstanceAccessDetails"], Class::Write),
    ("redshift", &["GetClusterCredentials", "GetClusterCredentialsWithIAM"], Class::Write),
    ("redshift-serverless", &["GetCredentials"], Class::Write),
    ("security-ir", &["GetCaseAttachmentUploadUrl"], Class::Write),
    ("stepfunctions", &["GetActivityTask"], Class::Write),
    // Reads under another verb.
    ("acm", &["ExportCertificate"], Class::Read),
    ("apigateway", &["TestInvokeAuthorizer"], Class::Read),
    ("appsync", &["EvaluateCode", "EvaluateMappingTemplate"], Class::Read),
    ("backup", &["ExportBackupPlanTemplate"], Class::Read),
    ("bedrock-agent-runtime", &["Retrieve"], Class::Read),
    ("bedrock-agentcore", &["RetrieveMemoryRecords"], Class::Read),
    ("bedrock-runtime", &["ApplyGuardrail"], Class::Read),
    ("clouddirectory", &["BatchRead"], Class::Read),
    ("cloudfront", &["TestFunction", "VerifyDnsConfiguration"], Class::Read),
    ("cloudtrail", &["StartQuery", "CancelQuery"], Class::Read),
    ("codecommit", &["EvaluatePullRequestApprovalRules"], Class::Read),
    ("comprehend", &["ClassifyDocument", "ContainsPiiEntities"], Class::Read),
    ("connect", &["EvaluateDataTableValues"], Class::Read),
    ("datapipeline", &["EvaluateExpression"], Class::Read),
    ("ec2", &[
        "ExportClientVpnClientCertificateRevocationList", "ExportClientVpnClientConfiguration",
        "ExportVerifiedAccessInstanceClientConfiguration",
    ], Class::Read),
    ("elasticbeanstalk", &["RetrieveEnvironmentInfo"], Class::Read),
    ("events", &["TestEventPattern"], Class::Read),
    ("gamelift", &["ResolveAlias"], Class::Read),
    ("geo-places", &["ReverseGeocode"], Class::Read),
    ("geo-routes", &["OptimizeWaypoints", "SnapToRoads"], Class::Read),
    ("iam", &[
        "GenerateCredentialReport", "GenerateOrganizationsAccessReport", "GenerateServiceLastAccessedDetails",
    ], Class::Read),
    ("internetmonitor", &["StartQuery", "StopQuery"], Class::Read),
    ("iot", &["TestAuthorization", "TestInvokeAuthorizer"], Class::Read),
    ("iotsitewise", &["ExecuteQuery"], Class::Read),
    ("iottwinmaker", &["ExecuteQuery"], Class::Read),
    ("kendra", &["Retrieve"], Class::Read),
    ("kms", &[
        "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GenerateRandom",
        "ReEncrypt", "Sign", "Verify", "VerifyMac",
    ], Class::Read),
    ("logs", &["StartLiveTail", "StartQuery", "StopQuery", "TestMetricFilter", "TestTransformer"], Class::Read),
    ("rds", &["DownloadDBLogFilePortion"], Class::Read),
    ("rekognition", &["RecognizeCelebrities"], Class::Read),
    ("route53", &["TestDNSAnswer"], Class::Read),
    ("route53domains", &["ViewBilling"], Class::Read),
    ("schemas", &["ExportSchema"], Class::Read),
    ("ssm", &["StartExecutionPreview"], Class::Read),
    ("sts", &["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot"], Class::Read),
    ("translate", &["TranslateDocument", "TranslateText"], Class::Read),
    ("wafv2", &["GenerateMobileSdkReleaseUrl"], Class::Read),
    ("wellarchitected", &["ExportLens"], Class::Read),
    // Who may do what.
    ("ec2", &[
        "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateNetworkInterfacePermission",
        "ModifyImageAttribute", "ModifySecurityGroupRules", "ModifySnapshotAttribute", "ResetImageAttribute",
        "ResetSnapshotAttribute", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
    ], Class::Permissions),
    ("iam", &[
        "AddRoleToInstanceProfile", "AddUserToGroup", "ChangePassword", "CreateAccessKey", "CreateLoginProfile",
        "CreatePolicy", "CreatePolicyVersion", "CreateServiceSpecificCredential", "DeactivateMFADevice",
        "EnableMFADevice", "RemoveRoleFromInstanceProfile", "RemoveUserFromGroup", "ResetServiceSpecificCredential",
        "SetDefaultPolicyVersion", "SetSecurityTokenServicePreferences", "UpdateAccessKey",
        "UpdateAccountPasswordPolicy", "UpdateAssumeRolePolicy", "UpdateLoginProfile", "UploadSSHPublicKey",
        "UploadSigningCertificate",
    ], Class::Permissions),
    ("lambda", &["RemoveLayerVersionPermission", "RemovePermission"], Class::Permissions),
    ("organizations", &[
        "AttachPolicy", "CreatePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType", "UpdatePolicy",
    ], Class::Permissions),
    ("ram", &[
        "AssociateResourceShare", "AssociateResourceSharePermission", "CreateResourceShare",
        "DisassociateResourceShare",
    ], Class::Permissions),
    ("s3control", &["PutAccessPointPolicyForObjectLambda", "PutMultiRegionAccessPointPolicy"], Class::Permissions),
    ("sns", &["RemovePermission", "SetTopicAttributes"], Class::Permissions),
    ("sqs", &["RemovePermission", "SetQueueAttributes"], Class::Permissions),
    ("sso-admin", &[
        "AttachManagedPolicyToPermissionSet", "CreateAccountAssignment", "DetachManagedPolicyFromPermissionSet",
        "PutInlinePolicyToPermissionSet",
    ], Class::Permissions),
    // Ends what cannot be had back, under another verb.
    ("ec2", &["CancelSpotFleetRequests"], Class::Destroy),
    ("inspector2", &["Disable"], Class::Destroy),
    ("kms", &["ScheduleKeyDeletion"], Class::Destroy),
    ("macie2", &["DisableMacie"], Class::Destroy),
    ("organizations", &["CloseAccount", "LeaveOrganization"], Class::Destroy),
    ("securityhub", &["DisableSecurityHub"], Class::Destroy),
    // Ends a connection, and nothing that is kept: the session stays in the history.
    ("ssm", &["TerminateSession"], Class::Write),
    // Takes something out of a set that can be put back in.
    ("elb", &["DeregisterInstancesFromLoadBalancer"], Class::Write),
    ("elbv2", &["DeregisterTargets", "RemoveListenerCertificates"], Class::Write),
    ("events", &["RemoveTargets"], Class::Write),
    ("events", &["RemovePermission"], Class::Permissions),
    ("ssm", &["DeregisterTargetFromMaintenanceWindow"], Class::Write),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use std::collections::BTreeMap;

    #[test]
    fn operations_of_the_first_labs_are_classed_as_reviewed() {
        for (service, operation, class) in [
            ("ec2", "DescribeVpcs", Class::Read),
            ("ec2", "GetConsoleOutput", Class::Read),
            ("ec2", "SearchTransitGatewayRoutes", Class::Read),
            ("ec2", "CreateTags", Class::Tag),
            ("ec2", "DeleteTags", Class::Tag),
            ("ec2", "RunInstances", Class::Write),
            ("ec2", "TerminateInstances", Class::Destroy),
            ("ec2", "ReleaseAddress", Class::Destroy),
            ("ec2", "AuthorizeSecurityGroupIngress", Class::Permissions),
            ("iam", "ListUsers", Class::List),
            ("iam", "CreateUser", Class::Write),
            ("iam", "AttachUserPolicy", Class::Permissions),
            ("iam", "CreateLoginProfile", Class::Permissions),
            ("iam", "DeleteLoginProfile", Class::Destroy),
            ("iam", "GenerateCredentialReport", Class::Read),
            ("sts", "AssumeRole", Class::Read),
            ("sts", "GetCallerIdentity", Class::Read),
            ("guardduty", "CreateSampleFindings", Class::Write),
            ("guardduty", "ArchiveFindings", Class::Write),
            ("guardduty", "TagResource", Class::Tag),
            ("detective", "SearchGraph", Class::Read),
            ("athena", "StartQueryExecution", Class::Write),
            ("athena", "BatchGetQueryExecution", Class::Read),
            ("logs", "FilterLogEvents", Class::Read),
            ("logs", "StartQuery", Class::Read),
            ("s3", "PutBucketPolicy", Class::Permissions),
            ("s3", "PutObject", Class::Write),
            ("s3", "HeadBucket", Class::Read),
            ("cognito-identity", "GetId", Class::Write),
            ("kms", "ScheduleKeyDeletion", Class::Destroy),
        ] {
            assert_eq!(of(service, operation), class, "{service}:{operation}");
        }
    }

    /// All operations that are embedded: what reads by its name is a read but for the named ones, every exception
    /// exists, and the counts are those that were reviewed.
    #[test]
    fn readers_read_and_the_table_names_what_exists() {
        let mut counts = BTreeMap::new();
        let mut mutating_readers = Vec::new();
        let mut names = BTreeMap::new();
        for service in Catalogue::embedded().names() {
            let operations = Catalogue::embedded().operation_names(service);
            for operation in &operations {
                let class = of(service, operation);
                *counts.entry(class).or_insert(0) += 1;
                let reads = ["Describe", "List", "Get"]
                    .iter()
                    .any(|verb| operation.starts_with(verb));
                if reads && class.mutates() {
                    mutating_readers.push(format!("{service}:{operation}"));
                }
            }
            names.insert(service, operations);
        }
        assert_eq!(
            mutating_readers,
            [
                "cognito-identity:GetId",
                "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
                "cognito-idp:GetTokensFromRefreshToken",
                "lightsail:GetInstanceAccessDetails",
                "redshift:GetClusterCredentials",
                "redshift:GetClusterCredentialsWithIAM",
                "redshift-serverless:GetCredentials",
                "security-ir:GetCaseAttachmentUploadUrl",
                "stepfunctions:GetActivityTask"
            ]
        );
        for (service, operations, _) in EXCEPTIONS {
            for operation in *operations {
                assert!(
                    names[service].iter().any(|name| name == operation),
                    "{service}:{operation}"
                );
            }
        }
        let expected = [
            (Class::List, 3431),
            (Class::Read, 5176),
            (Class::Write, 7715),
            (Class::Tag, 681),
            (Class::Permissions, 196),
            (Class::Destroy, 2597),
        ];
        assert_eq!(counts, BTreeMap::from(expected));
    }
}
