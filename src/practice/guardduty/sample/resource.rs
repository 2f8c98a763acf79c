//! The resource that a sample speaks of.

use super::Place;
use crate::practice::guardduty::catalogue::{Action, FindingType};
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// The instant that samples give for everything that began before them.
const BEFORE: Timestamp = Timestamp::constant(1_470_103_506, 0);

/// What names the resource, where one thing does.
pub(super) fn id(kind: &FindingType) -> Option<&'static str> {
    Some(match kind.resource {
        "Instance" => "i-99999999",
        "AccessKey" => "GeneratedFindingAccessKeyId",
        "S3Bucket" => "bucketName",
        "S3Object" => "GeneratedFindingS3ObjectKey",
        "Lambda" => "GeneratedFindingLambdaFunctionName",
        "RDSDBInstance" => "GeneratedFindingDBInstanceId",
        "EKSCluster" => "GeneratedFindingEKSClusterName",
        "ECSCluster" => "GeneratedFindingECSClusterName",
        "Container" => "GeneratedFindingContainerName",
        "EC2Image" => "ami-99999999",
        "EBSSnapshot" => "snap-99999999",
        "EC2RecoveryPoint" | "S3RecoveryPoint" => "GeneratedFindingRecoveryPoint",
        _ => return None,
    })
}

/// The member `Resource` of a sample.
pub(super) fn resource(kind: &FindingType, place: &Place<'_>) -> Value {
    let Place { account, region, .. } = *place;
    let id = id(kind).unwrap_or_default();
    let mut resource = value!({ "ResourceType": (kind.resource) });
    match kind.resource {
        "Instance" => resource.set("InstanceDetails", instance(account)),
        "AccessKey" => resource.set("AccessKeyDetails", access_key()),
        "S3Bucket" | "S3Object" => {
            if kind.action == Action::Api {
                resource.set("AccessKeyDetails", access_key());
            }
            resource.set("S3BucketDetails", vec![bucket(kind, account)]);
        }
        "Lambda" => resource.set("LambdaDetails", lambda(region, account, id)),
        "RDSDBInstance" => {
            resource.set("RdsDbInstanceDetails", database(region, account, id));
            resource.set(
                "RdsDbUserDetails",
                value!({
                    "User": "GeneratedFindingUserName",
                    "Application": "GeneratedFindingApplicationName",
                    "Database": "GeneratedFindingDatabaseName",
                    "Ssl": "OFF",
                    "AuthMethod": "GeneratedFindingAuthMethod",
                }),
            );
        }
        "EKSCluster" => {
            resource.set("EksClusterDetails", eks(region, account, id));
            resource.set("KubernetesDetails", kubernetes());
        }
        "ECSCluster" => resource.set("EcsClusterDetails", ecs(region, account, id)),
        "Container" => resource.set("ContainerDetails", container()),
        "EC2Image" => {
            let arn = format!("arn:aws:ec2:{region}:{account}:image/{id}");
            resource.set("Ec2ImageDetails", value!({ "ImageArn": arn }));
        }
        "EBSSnapshot" => {
            let arn = format!("arn:aws:ec2:{region}:{account}:snapshot/{id}");
            resource.set("EbsSnapshotDetails", value!({ "SnapshotArn": arn }));
        }
        "EC2RecoveryPoint" | "S3RecoveryPoint" => resource.set(
            "RecoveryPointDetails",
            value!({
                "RecoveryPointArn": (format!("arn:aws:backup:{region}:{account}:recovery-point:{id}")),
                "BackupVaultName": "GeneratedFindingBackupVaultName",
            }),
        ),
        _ => {}
    }
    resource
}

fn access_key() -> Value {
    value!({
        "AccessKeyId": "GeneratedFindingAccessKeyId",
        "PrincipalId": "GeneratedFindingPrincipalId",
        "UserName": "GeneratedFindingUserName",
        "UserType": "IAMUser",
    })
}

fn instance(account: &str) -> Value {
    value!({
        "AvailabilityZone": "GeneratedFindingInstaceAvailabilityZone",
        "IamInstanceProfile": {
            "Arn": (format!("arn:aws:iam::{account}:example/instance/profile")),
            "Id": "GeneratedFindingInstanceProfileId",
        },
        "ImageDescription": "GeneratedFindingInstaceImageDescription",
        "ImageId": "ami-99999999",
        "InstanceId": "i-99999999",
        "InstanceState": "running",
        "InstanceType": "m3.xlarge",
        "LaunchTime": "2016-08-02T02:05:06.000Z",
        "NetworkInterfaces": [{
            "Ipv6Addresses": [],
            "NetworkInterfaceId": "eni-bfcffe88",
            "PrivateDnsName": "GeneratedFindingPrivateDnsName",
            "PrivateIpAddress": "10.0.0.1",
            "PrivateIpAddresses": [{
                "PrivateDnsName": "GeneratedFindingPrivateName",
                "PrivateIpAddress": "10.0.0.1",
            }],
            "PublicDnsName": "GeneratedFindingPublicDNSName",
            "PublicIp": "198.51.100.0",
            "SecurityGroups": [{
                "GroupId": "GeneratedFindingSecurityId",
                "GroupName": "GeneratedFindingSecurityGroupName",
            }],
            "SubnetId": "GeneratedFindingSubnetId",
            "VpcId": "GeneratedFindingVPCId",
        }],
        "ProductCodes": [{ "Code": "GeneratedFindingProductCodeId", "ProductType": "GeneratedFindingProductCodeType" }],
        "Tags": (tags("GeneratedFindingInstace")),
    })
}

fn tags(word: &str) -> Value {
    (1..=2)
        .map(|n| value!({ "Key": (format!("{word}Tag{n}")), "Value": (format!("{word}Value{n}")) }))
        .collect()
}

fn bucket(kind: &FindingType, account: &str) -> Value {
    let access = value!({ "AllowsPublicReadAccess": false, "AllowsPublicWriteAccess": false });
    let block = value!({
        "IgnorePublicAcls": false,
        "RestrictPublicBuckets": false,
        "BlockPublicAcls": false,
        "BlockPublicPolicy": false,
    });
    let mut bucket = value!({
        "Arn": "arn:aws:s3:::bucketName",
        "Name": "bucketName",
        "Type": "Destination",
        "CreatedAt": BEFORE,
        "Owner": { "Id": "CanonicalId of Owner" },
        "Tags": [{ "Key": "foo", "Value": "bar" }],
        "DefaultServerSideEncryption": {
            "EncryptionType": "SSEAlgorithm",
            "KmsMasterKeyArn": (format!("arn:aws:kms:region:{account}:key/key-id")),
        },
        "PublicAccess": {
            "PermissionConfiguration": {
                "BucketLevelPermissions": {
                    "AccessControlList": (&access),
                    "BucketPolicy": (&access),
                    "BlockPublicAccess": (&block),
                },
                "AccountLevelPermissions": { "BlockPublicAccess": (&block) },
            },
            "EffectivePermission": "NOT_PUBLIC",
        },
    });
    if kind.resource == "S3Object" {
        bucket.set(
            "S3ObjectDetails",
            value!([{
                "ObjectArn": "arn:aws:s3:::bucketName/GeneratedFindingS3ObjectKey",
                "Key": "GeneratedFindingS3ObjectKey",
                "ETag": "GeneratedFindingS3ObjectETag",
                "Hash": "GeneratedFindingS3ObjectHash",
                "VersionId": "GeneratedFindingS3ObjectVersionId",
            }]),
        );
    }
    bucket
}

fn lambda(region: &str, account: &str, id: &str) -> Value {
    value!({
        "FunctionArn": (format!("arn:aws:lambda:{region}:{account}:function:{id}")),
        "FunctionName": id,
        "Description": "GeneratedFindingLambdaFunctionDescription",
        "LastModifiedAt": BEFORE,
        "RevisionId": "GeneratedFindingLambdaRevisionId",
        "FunctionVersion": "$LATEST",
        "Role": (format!("arn:aws:iam::{account}:role/GeneratedFindingLambdaFunctionRole")),
        "VpcConfig": {
            "SubnetIds": ["GeneratedFindingSubnetId"],
            "VpcId": "GeneratedFindingVPCId",
            "SecurityGroups": [{
                "GroupId": "GeneratedFindingSecurityId",
                "GroupName": "GeneratedFindingSecurityGroupName",
            }],
        },
        "Tags": (tags("GeneratedFindingLambda")),
    })
}

fn database(region: &str, account: &str, id: &str) -> Value {
    value!({
        "DbInstanceIdentifier": id,
        "Engine": "Aurora MySQL",
        "EngineVersion": "GeneratedFindingEngineVersion",
        "DbClusterIdentifier": "GeneratedFindingDBClusterId",
        "DbInstanceArn": (format!("arn:aws:rds:{region}:{account}:db:{id}")),
        "Tags": (tags("GeneratedFindingRDS")),
    })
}

fn eks(region: &str, account: &str, id: &str) -> Value {
    value!({
        "Name": id,
        "Arn": (format!("arn:aws:eks:{region}:{account}:cluster/{id}")),
        "VpcId": "GeneratedFindingEKSClusterVpcId",
        "Status": "ACTIVE",
        "Tags": (tags("GeneratedFindingEKSCluster")),
        "CreatedAt": BEFORE,
    })
}

fn kubernetes() -> Value {
    value!({
        "KubernetesUserDetails": {
            "Username": "GeneratedFindingUserName",
            "Uid": "GeneratedFindingUID",
            "Groups": ["GeneratedFindingUserGroup"],
        },
        "KubernetesWorkloadDetails": {
            "Name": "GeneratedFindingKubernetesWorkloadName",
            "Type": "pods",
            "Uid": "GeneratedFindingKubernetesWorkloadUID",
            "Namespace": "GeneratedFindingKubernetesWorkloadNamespace",
            "Containers": [(container())],
        },
    })
}

fn ecs(region: &str, account: &str, id: &str) -> Value {
    value!({
        "Name": id,
        "Arn": (format!("arn:aws:ecs:{region}:{account}:cluster/{id}")),
        "Status": "ACTIVE",
        "ActiveServicesCount": 1,
        "RegisteredContainerInstancesCount": 1,
        "RunningTasksCount": 1,
        "Tags": (tags("GeneratedFindingECSCluster")),
        "TaskDetails": {
            "Arn": (format!("arn:aws:ecs:{region}:{account}:task/{id}/GeneratedFindingTaskId")),
            "DefinitionArn": (format!("arn:aws:ecs:{region}:{account}:task-definition/GeneratedFindingTask:1")),
            "Version": "1",
            "Containers": [(container())],
        },
    })
}

fn container() -> Value {
    value!({
        "ContainerRuntime": "containerd",
        "Id": "GeneratedFindingContainerId",
        "Name": "GeneratedFindingContainerName",
        "Image": "GeneratedFindingContainerImage",
        "ImagePrefix": "GeneratedFindingContainerImagePrefix",
        "VolumeMounts": [{ "Name": "GeneratedFindingVolumeName", "MountPath": "GeneratedFindingVolumeMountPath" }],
        "SecurityContext": { "Privileged": true },
    })
}
