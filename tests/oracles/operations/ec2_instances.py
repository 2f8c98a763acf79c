"""EC2's machines: images, key pairs, instances, volumes, instance profiles, and what an account has of them."""

import base64
import json

from ec2_base import DOES_NOT_EXIST, by, ec2, lists, tagged
from harness import check, eventually, expect_error, refuses, run

INSTANCE, VOLUME, IMAGE, KEY = (kind + "-0123456789abcdef0" for kind in ("i", "vol", "ami", "key"))
# What `ssh-keygen -t ed25519` wrote once.
PUBLIC_KEY = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMc9ID+3QzTEYfPvOWWgsvLzCJqOQJ4BgyFqTHYLc1SK checks"
SLOW = {"Delay": 1, "MaxAttempts": 90}


def image(target):
    """Amazon Linux 2023, as its public parameter names it."""
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    make = lambda target: target.client("ssm").get_parameter(Name=name)["Parameter"]["Value"]
    return target.kept("image", make)


def launch(target, **more):
    words = {"ImageId": image(target), "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1} | more
    return ec2(target).run_instances(**words)


def instance(target):
    """One that runs."""

    def make(target):
        made = launch(target)["Instances"][0]["InstanceId"]
        ec2(target).get_waiter("instance_running").wait(InstanceIds=[made], WaiterConfig=SLOW)
        return made

    return target.kept("instance", make)


def found(target, one):
    return ec2(target).describe_instances(InstanceIds=[one])["Reservations"][0]["Instances"][0]


def profile(target, name):
    def make(target):
        iam = target.client("iam")
        who = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        iam.create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [who]})
        )
        arn = iam.create_instance_profile(InstanceProfileName=name)["InstanceProfile"]["Arn"]
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
        return arn

    return target.kept(f"profile_{name}", make)


def volume(target):
    """In the zone of the instance, available."""

    def make(target):
        zone = found(target, instance(target))["Placement"]["AvailabilityZone"]
        made = ec2(target).create_volume(AvailabilityZone=zone, Size=8, VolumeType="gp3")["VolumeId"]
        ec2(target).get_waiter("volume_available").wait(VolumeIds=[made], WaiterConfig=SLOW)
        return made

    return target.kept("volume", make)


def absent(operation, member, value, code, saying=DOES_NOT_EXIST, **more):
    """Registers a refusal of what is not there."""
    method = "".join("_" + letter.lower() if letter.isupper() else letter for letter in operation)[1:]
    ask = lambda target: getattr(ec2(target), method)(**{member: value}, **more)
    refuses(f"ec2:{operation} refuse unknown id", code, ask, saying, 400)


# Images, types, the account ------------------------------------------------------------------------------------------


@check("ec2:DescribeImages read")
def _(target):
    (one,) = ec2(target).describe_images(ImageIds=[image(target)])["Images"]
    assert one["Name"].startswith("al2023-ami-2023") and one["State"] == "available", one
    assert one["Architecture"] == "x86_64" and one["RootDeviceType"] == "ebs" and one["Public"] is True, one
    assert one["ImageOwnerAlias"] == "amazon" and one["RootDeviceName"] == "/dev/xvda", one
    assert one["ImdsSupport"] == "v2.0" and one["VirtualizationType"] == "hvm", one
    owned = ec2(target).describe_images(Owners=["self"])["Images"]
    assert owned == [], owned


@check("ec2:DescribeImages read deprecated ones when asked")
def _(target):
    words = {"Owners": ["099720109477"], "Filters": by("name", "ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-*")}
    assert ec2(target).describe_images(**words)["Images"] == []
    old = ec2(target).describe_images(IncludeDeprecated=True, **words)["Images"]
    assert old and all("DeprecationTime" in one for one in old), old


@check("ec2:DescribeImageAttribute refuse one of another owner")
def _(target):
    with expect_error("AuthFailure", "Not authorized for image"):
        ec2(target).describe_image_attribute(ImageId=image(target), Attribute="launchPermission")


@check("ec2:DescribeInstanceTypes read")
def _(target):
    found = ec2(target).describe_instance_types(InstanceTypes=["t2.micro", "t3.micro", "m5.large"])["InstanceTypes"]
    kinds = {one["InstanceType"]: one for one in found}
    assert kinds["t3.micro"]["VCpuInfo"]["DefaultVCpus"] == 2, kinds["t3.micro"]
    assert kinds["t3.micro"]["MemoryInfo"]["SizeInMiB"] == 1024, kinds["t3.micro"]
    assert kinds["t2.micro"]["VCpuInfo"]["DefaultVCpus"] == 1, kinds["t2.micro"]
    assert kinds["t2.micro"]["BurstablePerformanceSupported"] is True, kinds["t2.micro"]
    assert kinds["m5.large"]["FreeTierEligible"] is False and kinds["m5.large"]["Hypervisor"] == "nitro", kinds


@check("ec2:DescribeInstanceTypes read those of the free tier")
def _(target):
    pages = ec2(target).get_paginator("describe_instance_types").paginate(Filters=by("free-tier-eligible", "true"))
    names = {one["InstanceType"] for page in pages for one in page["InstanceTypes"]}
    assert "t2.micro" in names, names


refuses(
    "ec2:DescribeInstanceTypes refuse unknown type",
    ("InvalidInstanceType", "InvalidParameterValue"),
    lambda target: ec2(target).describe_instance_types(InstanceTypes=["z9.none"]),
    "z9.none",
)


@check("ec2:DescribeInstanceTypeOfferings read")
def _(target):
    words = {"LocationType": "availability-zone", "Filters": by("instance-type", "t3.micro")}
    told = ec2(target).describe_instance_type_offerings(**words)["InstanceTypeOfferings"]
    assert {one["InstanceType"] for one in told} == {"t3.micro"}, told
    zones = {one["Location"] for one in told}
    assert "us-east-1a" in zones and "us-east-1e" not in zones, "us-east-1e has no t3.micro"


refuses(
    "ec2:DescribeInstanceTypeOfferings refuse unknown filter",
    "InvalidParameterValue",
    lambda target: ec2(target).describe_instance_type_offerings(Filters=by("no-such", "x")),
    "no-such",
)


@check("ec2:DescribeAccountAttributes read")
def _(target):
    told = ec2(target).describe_account_attributes()["AccountAttributes"]
    values = {one["AttributeName"]: [value["AttributeValue"] for value in one["AttributeValues"]] for one in told}
    assert values["supported-platforms"] == ["VPC"] and values["default-vpc"][0].startswith("vpc-"), values
    assert values["vpc-max-elastic-ips"] == ["5"], values
    (one,) = ec2(target).describe_account_attributes(AttributeNames=["default-vpc"])["AccountAttributes"]
    assert one["AttributeName"] == "default-vpc", one


# Key pairs -----------------------------------------------------------------------------------------------------------


@check("ec2:ImportKeyPair create")
def _(target):
    words = {"KeyName": "mine", "TagSpecifications": tagged("key-pair", "key")}
    made = ec2(target).import_key_pair(PublicKeyMaterial=PUBLIC_KEY, **words)
    target.key = made["KeyPairId"]
    assert made["KeyName"] == "mine" and made["KeyPairId"].startswith("key-"), made
    assert made["KeyFingerprint"] and made["Tags"] == [{"Key": "Name", "Value": "key"}], made


@check("ec2:DescribeKeyPairs read")
def _(target):
    (one,) = ec2(target).describe_key_pairs(KeyNames=["mine"], IncludePublicKey=True)["KeyPairs"]
    assert one["KeyPairId"] == target.key and one["KeyType"] == "ed25519", one
    assert one["PublicKey"].startswith("ssh-ed25519 AAAA") and "CreateTime" in one, one
    (one,) = ec2(target).describe_key_pairs(Filters=by("key-pair-id", target.key))["KeyPairs"]
    assert "PublicKey" not in one, one


refuses(
    "ec2:ImportKeyPair refuse the same name",
    "InvalidKeyPair.Duplicate",
    lambda target: ec2(target).import_key_pair(KeyName="mine", PublicKeyMaterial=PUBLIC_KEY),
    "already exists",
)
refuses(
    "ec2:ImportKeyPair refuse what is no key",
    "InvalidKey.Format",
    lambda target: ec2(target).import_key_pair(KeyName="none", PublicKeyMaterial=b"nothing"),
    "Key is not in valid OpenSSH public key format",
)
absent("DescribeKeyPairs", "KeyNames", ["nobody"], "InvalidKeyPair.NotFound", "The key pair 'nobody' does not exist")


@check("ec2:DeleteKeyPair delete")
def _(target):
    answer = ec2(target).delete_key_pair(KeyName="mine")
    with expect_error("InvalidKeyPair.NotFound"):
        ec2(target).describe_key_pairs(KeyNames=["mine"])
    assert answer["Return"] is True and answer["KeyPairId"] == target.key, answer


# Instances -----------------------------------------------------------------------------------------------------------


@check("ec2:RunInstances create")
def _(target):
    script = "#!/bin/bash\necho hello"
    words = {"UserData": script, "MetadataOptions": {"HttpTokens": "required"}}
    made = launch(target, TagSpecifications=tagged("instance", "web") + tagged("volume", "disk"), **words)
    one = made["Instances"][0]
    target.web = one["InstanceId"]
    assert made["ReservationId"].startswith("r-") and len(made["OwnerId"]) == 12, made
    assert one["State"] == {"Code": 0, "Name": "pending"}, one
    assert one["Monitoring"]["State"] == "disabled" and one["EbsOptimized"] is False, one
    assert one["Tags"] == [{"Key": "Name", "Value": "web"}] and one["AmiLaunchIndex"] == 0, one
    assert one["SecurityGroups"][0]["GroupName"] == "default", one
    assert one["MetadataOptions"]["HttpTokens"] == "required", one
    assert one["PrivateDnsName"].endswith(".ec2.internal") and one["PrivateIpAddress"].startswith("172.31."), one
    assert one["NetworkInterfaces"][0]["Attachment"]["DeviceIndex"] == 0, one


@check("ec2:DescribeInstances read")
def _(target):
    waiter = ec2(target).get_waiter("instance_running")
    waiter.wait(InstanceIds=[target.web], WaiterConfig=SLOW)
    one = found(target, target.web)
    assert one["State"] == {"Code": 16, "Name": "running"} and one["PublicIpAddress"], one
    assert one["PublicDnsName"].startswith("ec2-") and one["ImageId"] == image(target), one
    assert one["BlockDeviceMappings"][0]["Ebs"]["Status"] == "attached", one
    assert one["NetworkInterfaces"][0]["Association"]["PublicIp"] == one["PublicIpAddress"], one
    filters = by("instance-state-name", "running") + by("tag:Name", "web")
    told = ec2(target).describe_instances(Filters=filters)["Reservations"]
    assert [one["Instances"][0]["InstanceId"] for one in told] == [target.web], told


@check("ec2:RunInstances create several, once for a client token")
def _(target):
    words = {"MinCount": 2, "MaxCount": 2, "ClientToken": "the-same"}
    first = [one["InstanceId"] for one in launch(target, **words)["Instances"]]
    again = [one["InstanceId"] for one in launch(target, **words)["Instances"]]
    assert len(first) == 2 and sorted(first) == sorted(again), (first, again)
    ec2(target).terminate_instances(InstanceIds=first)


for name, code, words, saying in [
    ("unknown image", "InvalidAMIID.NotFound", {"ImageId": IMAGE}, f"The image id '[{IMAGE}]' does not exist"),
    ("malformed image", "InvalidAMIID.Malformed", {"ImageId": "nothing"}, "Invalid id"),
    ("unknown key", "InvalidKeyPair.NotFound", {"KeyName": "nobody"}, "The key pair 'nobody' does not exist"),
    ("unknown group", "InvalidGroup.NotFound", {"SecurityGroupIds": ["sg-0123456789abcdef0"]}, DOES_NOT_EXIST),
    ("unknown subnet", "InvalidSubnetID.NotFound", {"SubnetId": "subnet-0123456789abcdef0"}, DOES_NOT_EXIST),
    ("unknown type", "InvalidParameterValue", {"InstanceType": "z9.none"}, "z9.none"),
    ("a least above the most", "InvalidParameterValue", {"MinCount": 3, "MaxCount": 2}, None),
    ("none", "InvalidParameterValue", {"MinCount": 0, "MaxCount": 0}, None),
    ("an unknown profile", "InvalidParameterValue", {"IamInstanceProfile": {"Name": "nobody"}}, "nobody"),
    ("dry run", "DryRunOperation", {"DryRun": True}, "Request would have succeeded, but DryRun flag is set."),
]:
    refuses(f"ec2:RunInstances refuse {name}", code, lambda target, words=words: launch(target, **words), saying)


@check("ec2:DescribeInstanceAttribute read")
def _(target):
    ask = lambda name: ec2(target).describe_instance_attribute(InstanceId=target.web, Attribute=name)
    data = ask("userData")["UserData"]["Value"]
    assert base64.b64decode(data).decode() == "#!/bin/bash\necho hello", data
    assert ask("instanceType")["InstanceType"] == {"Value": "t3.micro"}
    assert ask("disableApiTermination")["DisableApiTermination"] == {"Value": False}
    assert [one["GroupId"][:3] for one in ask("groupSet")["Groups"]] == ["sg-"]


@check("ec2:DescribeInstanceStatus read")
def _(target):
    ask = lambda: ec2(target).describe_instance_status(InstanceIds=[target.web])["InstanceStatuses"][0]
    good = lambda: ask() if ask()["InstanceStatus"]["Status"] == "ok" else None
    told = eventually(good, "both status checks passed")
    assert told["InstanceState"]["Name"] == "running" and told["SystemStatus"]["Status"] == "ok", told
    assert told["InstanceStatus"]["Details"] == [{"Name": "reachability", "Status": "passed"}], told
    assert told["AvailabilityZone"].startswith("us-east-1"), told


@check("ec2:DescribeInstanceCreditSpecifications read")
def _(target):
    told = ec2(target).describe_instance_credit_specifications(InstanceIds=[target.web])
    assert told["InstanceCreditSpecifications"] == [{"InstanceId": target.web, "CpuCredits": "unlimited"}], told


@check("ec2:ModifyInstanceAttribute create")
def _(target):
    words = {"InstanceId": target.web}
    ec2(target).modify_instance_attribute(DisableApiTermination={"Value": True}, **words)
    with expect_error("OperationNotPermitted", "disableApiTermination"):
        ec2(target).terminate_instances(InstanceIds=[target.web])
    ec2(target).modify_instance_attribute(DisableApiTermination={"Value": False}, **words)
    told = ec2(target).describe_instance_attribute(Attribute="disableApiTermination", **words)
    assert told["DisableApiTermination"] == {"Value": False}, told


@check("ec2:ModifyInstanceAttribute refuse a type while it runs")
def _(target):
    with expect_error("IncorrectInstanceState", f"The instance '{instance(target)}' is not in the 'stopped' state."):
        ec2(target).modify_instance_attribute(InstanceId=instance(target), InstanceType={"Value": "t3.small"})


@check("ec2:ModifyInstanceMetadataOptions create")
def _(target):
    words = {"HttpTokens": "optional", "HttpPutResponseHopLimit": 2}
    told = ec2(target).modify_instance_metadata_options(InstanceId=target.web, **words)
    options = told["InstanceMetadataOptions"]
    assert told["InstanceId"] == target.web and options["State"] in ("pending", "applied"), told
    assert options["HttpTokens"] == "optional" and options["HttpPutResponseHopLimit"] == 2, told
    assert found(target, target.web)["MetadataOptions"]["HttpTokens"] == "optional"


for operation, before, after in [
    ("MonitorInstances", "pending", "enabled"),
    ("UnmonitorInstances", "disabling", "disabled"),
]:
    method = operation.replace("Instances", "_instances").lower()

    @check(f"ec2:{operation} create")
    def _(target, method=method, before=before, after=after):
        told = getattr(ec2(target), method)(InstanceIds=[instance(target)])["InstanceMonitorings"]
        state = lambda: found(target, instance(target))["Monitoring"]["State"] == after
        eventually(state, f"monitoring is {after}")
        assert told == [{"InstanceId": instance(target), "Monitoring": {"State": before}}], told


@check("ec2:RebootInstances create")
def _(target):
    ec2(target).reboot_instances(InstanceIds=[instance(target)])
    assert found(target, instance(target))["State"]["Name"] == "running"


@check("ec2:StopInstances create")
def _(target):
    told = ec2(target).stop_instances(InstanceIds=[target.web])["StoppingInstances"][0]
    ec2(target).get_waiter("instance_stopped").wait(InstanceIds=[target.web], WaiterConfig=SLOW)
    assert told["PreviousState"] == {"Code": 16, "Name": "running"}, told
    assert told["CurrentState"] == {"Code": 64, "Name": "stopping"}, told
    one = found(target, target.web)
    assert "PublicIpAddress" not in one and one["StateReason"]["Code"] == "Client.UserInitiatedShutdown", one
    assert one["StateTransitionReason"].startswith("User initiated ("), one


@check("ec2:ModifyInstanceAttribute create another type while it is stopped")
def _(target):
    ec2(target).modify_instance_attribute(InstanceId=target.web, InstanceType={"Value": "t3.small"})
    assert found(target, target.web)["InstanceType"] == "t3.small"


@check("ec2:RebootInstances refuse one that is stopped")
def _(target):
    with expect_error(("IncorrectState", "IncorrectInstanceState"), target.web):
        ec2(target).reboot_instances(InstanceIds=[target.web])


@check("ec2:StartInstances create")
def _(target):
    told = ec2(target).start_instances(InstanceIds=[target.web])["StartingInstances"][0]
    ec2(target).get_waiter("instance_running").wait(InstanceIds=[target.web], WaiterConfig=SLOW)
    assert told["PreviousState"]["Name"] == "stopped" and told["CurrentState"]["Name"] == "pending", told
    assert found(target, target.web)["PublicIpAddress"]


# Volumes -------------------------------------------------------------------------------------------------------------


@check("ec2:CreateVolume create")
def _(target):
    words = {"AvailabilityZone": "us-east-1a", "Size": 8, "VolumeType": "gp3", "Encrypted": False}
    made = ec2(target).create_volume(TagSpecifications=tagged("volume", "disk-2"), **words)
    target.disk = made["VolumeId"]
    assert made["State"] == "creating" and made["Size"] == 8 and made["VolumeType"] == "gp3", made
    assert made["Iops"] == 3000 and made["Throughput"] == 125 and made["Encrypted"] is False, made
    assert made["SnapshotId"] == "" and made["MultiAttachEnabled"] is False, made
    assert made["Tags"] == [{"Key": "Name", "Value": "disk-2"}], made


@check("ec2:DescribeVolumes read")
def _(target):
    ec2(target).get_waiter("volume_available").wait(VolumeIds=[target.disk], WaiterConfig=SLOW)
    (one,) = ec2(target).describe_volumes(VolumeIds=[target.disk])["Volumes"]
    assert one["State"] == "available" and one["Attachments"] == [], one
    (root,) = ec2(target).describe_volumes(Filters=by("attachment.instance-id", target.web))["Volumes"]
    assert root["State"] == "in-use" and root["Attachments"][0]["DeleteOnTermination"] is True, root
    assert root["SnapshotId"].startswith("snap-") and root["Attachments"][0]["Device"] == "/dev/xvda", root


@check("ec2:AttachVolume create")
def _(target):
    words = {"VolumeId": volume(target), "InstanceId": instance(target), "Device": "/dev/sdf"}
    made = ec2(target).attach_volume(**words)
    ec2(target).get_waiter("volume_in_use").wait(VolumeIds=[volume(target)], WaiterConfig=SLOW)
    assert made["State"] == "attaching" and made["DeleteOnTermination"] is False, made
    devices = [one["DeviceName"] for one in found(target, instance(target))["BlockDeviceMappings"]]
    assert "/dev/sdf" in devices, devices


@check("ec2:AttachVolume refuse one that is attached")
def _(target):
    with expect_error("VolumeInUse", f"{volume(target)} is already attached to an instance"):
        words = {"VolumeId": volume(target), "InstanceId": instance(target), "Device": "/dev/sdg"}
        ec2(target).attach_volume(**words)


@check("ec2:DeleteVolume refuse while attached")
def _(target):
    with expect_error("VolumeInUse", f"Volume {volume(target)} is currently attached to {instance(target)}"):
        ec2(target).delete_volume(VolumeId=volume(target))


@check("ec2:DetachVolume delete")
def _(target):
    told = ec2(target).detach_volume(VolumeId=volume(target))
    ec2(target).get_waiter("volume_available").wait(VolumeIds=[volume(target)], WaiterConfig=SLOW)
    assert told["State"] == "detaching" and told["InstanceId"] == instance(target), told


@check("ec2:DetachVolume refuse one that is not attached")
def _(target):
    with expect_error("IncorrectState", f"Volume '{target.disk}' is in the 'available' state."):
        ec2(target).detach_volume(VolumeId=target.disk)


refuses(
    "ec2:CreateVolume refuse without a size",
    "MissingParameter",
    lambda target: ec2(target).create_volume(AvailabilityZone="us-east-1a"),
    "The request must contain the parameter size/snapshot",
)
refuses(
    "ec2:CreateVolume refuse unknown zone",
    "InvalidZone.NotFound",
    lambda target: ec2(target).create_volume(AvailabilityZone="us-east-1z", Size=8),
    "The zone 'us-east-1z' does not exist.",
)


@check("ec2:DeleteVolume delete")
def _(target):
    ec2(target).delete_volume(VolumeId=target.disk)
    ec2(target).get_waiter("volume_deleted").wait(VolumeIds=[target.disk], WaiterConfig=SLOW)


# Instance profiles ---------------------------------------------------------------------------------------------------


@check("ec2:AssociateIamInstanceProfile create")
def _(target):
    profile(target, "one")
    words = {"InstanceId": instance(target), "IamInstanceProfile": {"Name": "one"}}
    made = ec2(target).associate_iam_instance_profile(**words)["IamInstanceProfileAssociation"]
    target.association = made["AssociationId"]
    assert made["AssociationId"].startswith("iip-assoc-") and made["State"] == "associating", made
    assert made["IamInstanceProfile"]["Arn"] == profile(target, "one"), made


@check("ec2:DescribeIamInstanceProfileAssociations read")
def _(target):
    def associated():
        filters = by("instance-id", instance(target)) + by("state", "associated")
        told = ec2(target).describe_iam_instance_profile_associations(Filters=filters)
        return told["IamInstanceProfileAssociations"]

    (one,) = eventually(associated, "an association")
    assert one["AssociationId"] == target.association and one["InstanceId"] == instance(target), one
    assert found(target, instance(target))["IamInstanceProfile"]["Arn"] == profile(target, "one")


@check("ec2:AssociateIamInstanceProfile refuse a second")
def _(target):
    profile(target, "two")
    words = {"InstanceId": instance(target), "IamInstanceProfile": {"Name": "two"}}
    with expect_error("IncorrectState", f"There is an existing association for instance {instance(target)}"):
        ec2(target).associate_iam_instance_profile(**words)


@check("ec2:ReplaceIamInstanceProfileAssociation create")
def _(target):
    words = {"AssociationId": target.association, "IamInstanceProfile": {"Arn": profile(target, "two")}}
    made = ec2(target).replace_iam_instance_profile_association(**words)["IamInstanceProfileAssociation"]
    target.association = made["AssociationId"]
    assert made["IamInstanceProfile"]["Arn"] == profile(target, "two"), made
    assert made["InstanceId"] == instance(target), made


@check("ec2:DisassociateIamInstanceProfile delete")
def _(target):
    told = ec2(target).disassociate_iam_instance_profile(AssociationId=target.association)
    assert told["IamInstanceProfileAssociation"]["State"] == "disassociating", told
    eventually(lambda: "IamInstanceProfile" not in found(target, instance(target)), "no profile")


for operation, more in [
    ("DisassociateIamInstanceProfile", {}),
    ("ReplaceIamInstanceProfileAssociation", {"IamInstanceProfile": {"Name": "one"}}),
]:
    unknown = "iip-assoc-0123456789abcdef0"
    absent(operation, "AssociationId", unknown, ("NoSuchAssociation", "InvalidAssociationID.NotFound"), unknown, **more)


# What is not there, and the end --------------------------------------------------------------------------------------

NONE = "InvalidInstanceID.NotFound"
SAYING = f"The instance ID '{INSTANCE}' does not exist"
for operation in [
    "DescribeInstances",
    "DescribeInstanceStatus",
    "MonitorInstances",
    "RebootInstances",
    "StartInstances",
    "StopInstances",
    "TerminateInstances",
    "UnmonitorInstances",
    "DescribeInstanceCreditSpecifications",
]:
    absent(operation, "InstanceIds", [INSTANCE], NONE, SAYING)
absent("DescribeInstanceAttribute", "InstanceId", INSTANCE, NONE, SAYING, Attribute="userData")
absent("ModifyInstanceAttribute", "InstanceId", INSTANCE, NONE, SAYING, EbsOptimized={"Value": True})
absent("ModifyInstanceMetadataOptions", "InstanceId", INSTANCE, NONE, SAYING, HttpTokens="required")
absent("DescribeVolumes", "VolumeIds", [VOLUME], "InvalidVolume.NotFound", f"The volume '{VOLUME}' does not exist.")
absent("DeleteVolume", "VolumeId", VOLUME, "InvalidVolume.NotFound", f"The volume '{VOLUME}' does not exist.")
absent("DescribeImages", "ImageIds", [IMAGE], "InvalidAMIID.NotFound", f"The image id '[{IMAGE}]' does not exist")
absent("DescribeImageAttribute", "ImageId", IMAGE, "InvalidAMIID.NotFound", DOES_NOT_EXIST, Attribute="description")

refuses(
    "ec2:DescribeInstances refuse what is no id",
    "InvalidInstanceID.Malformed",
    lambda target: ec2(target).describe_instances(InstanceIds=["i-1"]),
    'Invalid id: "i-1"',
)
for operation, result in [
    ("DescribeInstances", "Reservations"),
    ("DescribeKeyPairs", "KeyPairs"),
    ("DescribeVolumes", "Volumes"),
]:
    lists(operation, result)


@check("ec2:TerminateInstances delete")
def _(target):
    told = ec2(target).terminate_instances(InstanceIds=[target.web])["TerminatingInstances"][0]
    ec2(target).get_waiter("instance_terminated").wait(InstanceIds=[target.web], WaiterConfig=SLOW)
    assert told["PreviousState"] == {"Code": 16, "Name": "running"}, told
    assert told["CurrentState"] == {"Code": 32, "Name": "shutting-down"}, told
    assert found(target, target.web)["State"] == {"Code": 48, "Name": "terminated"}
    left = ec2(target).describe_volumes(Filters=by("attachment.instance-id", target.web))["Volumes"]
    assert left == [], left


@check("ec2:StartInstances refuse one that is terminated")
def _(target):
    with expect_error("IncorrectInstanceState", target.web):
        ec2(target).start_instances(InstanceIds=[target.web])

run()
