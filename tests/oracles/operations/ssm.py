"""Systems Manager: parameters, documents, and commands and sessions on an instance, as boto3 sees them."""

import json

from harness import check, eventually, expect_error, run

ABSENT = "i-0123456789abcdef0"


def refuses(operation, code, saying=None, because="", **words):
    """A check that a call with these words is refused."""

    @check(f"ssm:{operation} refuse {because}".strip())
    def _(target):
        ssm = target.client("ssm")
        names = {ssm.meta.method_to_api_mapping[name]: name for name in ssm.meta.method_to_api_mapping}
        given = {name: value(target) if callable(value) else value for name, value in words.items()}
        with expect_error(code, saying, 400):
            getattr(ssm, names[operation])(**given)


# --- parameters


@check("ssm:PutParameter create")
def _(target):
    made = target.client("ssm").put_parameter(
        Name="/lab/one", Value="first", Type="String", Description="A text", Tags=[{"Key": "team", "Value": "red"}]
    )
    assert made["Version"] == 1 and made["Tier"] == "Standard", made


@check("ssm:PutParameter create again")
def _(target):
    ssm = target.client("ssm")
    assert ssm.put_parameter(Name="/lab/one", Value="second", Type="String", Overwrite=True)["Version"] == 2
    ssm.put_parameter(Name="/lab/deep/list", Value="a,b", Type="StringList")
    ssm.put_parameter(Name="/lab/secret", Value="hush", Type="SecureString")


refuses("PutParameter", "ParameterAlreadyExists", "The parameter already exists.", Name="/lab/one", Value="x", Type="String")
refuses("PutParameter", "ValidationException", because="a reserved name", Name="ssm-mine", Value="x", Type="String")
refuses("PutParameter", "AccessDeniedException", "No access to reserved parameter name: /aws/mine.", "Amazon's name", Name="/aws/mine", Value="x", Type="String")
refuses("PutParameter", "ValidationException", because="a long value", Name="long", Value="x" * 4097, Type="String")
refuses("PutParameter", "ParameterPatternMismatchException", because="its pattern", Name="num", Value="x", Type="String", AllowedPattern="^[0-9]+$")


@check("ssm:GetParameter read")
def _(target):
    ssm = target.client("ssm")
    found = ssm.get_parameter(Name="/lab/one")["Parameter"]
    assert found["Value"] == "second" and found["Version"] == 2 and found["DataType"] == "text", found
    assert found["ARN"].endswith(":parameter/lab/one") and found["LastModifiedDate"], found
    assert ssm.get_parameter(Name="/lab/one:1")["Parameter"]["Value"] == "first"
    assert ssm.get_parameter(Name="/lab/secret")["Parameter"]["Value"] != "hush"
    assert ssm.get_parameter(Name="/lab/secret", WithDecryption=True)["Parameter"]["Value"] == "hush"


@check("ssm:GetParameter read Amazon's")
def _(target):
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    found = target.client("ssm").get_parameter(Name=name)["Parameter"]
    assert found["Value"].startswith("ami-") and found["DataType"] == "aws:ec2:image", found
    images = target.client("ec2").describe_images(ImageIds=[found["Value"]])["Images"]
    assert "al2023" in images[0]["Name"], images
    target.image = found["Value"]


refuses("GetParameter", "ParameterNotFound", because="one that is not there", Name="/lab/nothing")
refuses("GetParameter", "ParameterVersionNotFound", because="another version", Name="/lab/one:9")


@check("ssm:GetParameters read")
def _(target):
    found = target.client("ssm").get_parameters(Names=["/lab/one", "/lab/nothing"])
    assert [one["Name"] for one in found["Parameters"]] == ["/lab/one"] and found["InvalidParameters"] == ["/lab/nothing"], found


@check("ssm:GetParametersByPath read")
def _(target):
    ssm = target.client("ssm")
    flat = [one["Name"] for one in ssm.get_parameters_by_path(Path="/lab")["Parameters"]]
    assert sorted(flat) == ["/lab/one", "/lab/secret"], flat
    pages = list(ssm.get_paginator("get_parameters_by_path").paginate(Path="/lab", Recursive=True, PaginationConfig={"PageSize": 2}))
    assert sorted(one["Name"] for page in pages for one in page["Parameters"]) == ["/lab/deep/list", "/lab/one", "/lab/secret"], pages


refuses("GetParametersByPath", "ValidationException", because="its path", Path="lab")
refuses("GetParametersByPath", ("InvalidNextToken", "ValidationException"), because="its token", Path="/lab", NextToken="nonsense")


@check("ssm:GetParameterHistory read")
def _(target):
    found = target.client("ssm").get_parameter_history(Name="/lab/one")["Parameters"]
    assert [(one["Version"], one["Value"]) for one in found] == [(1, "first"), (2, "second")], found
    assert found[0]["LastModifiedUser"].startswith("arn:aws:"), found


refuses("GetParameterHistory", "ParameterNotFound", Name="/lab/nothing")


@check("ssm:DescribeParameters read")
def _(target):
    ssm = target.client("ssm")
    filters = [{"Key": "Name", "Option": "BeginsWith", "Values": ["/lab"]}]
    found = {one["Name"]: one for one in ssm.describe_parameters(ParameterFilters=filters)["Parameters"]}
    assert sorted(found) == ["/lab/deep/list", "/lab/one", "/lab/secret"], sorted(found)
    assert found["/lab/secret"]["KeyId"] == "alias/aws/ssm" and "Value" not in found["/lab/one"], found
    kinds = ssm.describe_parameters(ParameterFilters=[{"Key": "Type", "Values": ["StringList"]}])["Parameters"]
    assert [one["Name"] for one in kinds] == ["/lab/deep/list"], kinds
    tagged = ssm.describe_parameters(ParameterFilters=[{"Key": "tag:team", "Values": ["red"]}])["Parameters"]
    assert [one["Name"] for one in tagged] == ["/lab/one"], tagged


refuses("DescribeParameters", ("InvalidFilterKey", "ValidationException"), because="its filter", ParameterFilters=[{"Key": "Colour", "Values": ["red"]}])


@check("ssm:LabelParameterVersion create")
def _(target):
    ssm = target.client("ssm")
    made = ssm.label_parameter_version(Name="/lab/one", ParameterVersion=1, Labels=["stable", "aws-bad"])
    assert made["InvalidLabels"] == ["aws-bad"] and made["ParameterVersion"] == 1, made
    assert ssm.get_parameter(Name="/lab/one:stable")["Parameter"]["Value"] == "first"


refuses("LabelParameterVersion", "ParameterVersionNotFound", Name="/lab/one", ParameterVersion=9, Labels=["a"])


@check("ssm:AddTagsToResource create")
def _(target):
    target.client("ssm").add_tags_to_resource(ResourceType="Parameter", ResourceId="/lab/one", Tags=[{"Key": "lab", "Value": "1"}])


@check("ssm:ListTagsForResource read")
def _(target):
    tags = target.client("ssm").list_tags_for_resource(ResourceType="Parameter", ResourceId="/lab/one")["TagList"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {"team": "red", "lab": "1"}, tags


@check("ssm:RemoveTagsFromResource delete")
def _(target):
    ssm = target.client("ssm")
    ssm.remove_tags_from_resource(ResourceType="Parameter", ResourceId="/lab/one", TagKeys=["team"])
    assert [tag["Key"] for tag in ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId="/lab/one")["TagList"]] == ["lab"]


refuses("AddTagsToResource", "InvalidResourceId", ResourceType="Parameter", ResourceId="/lab/nothing", Tags=[{"Key": "a", "Value": "b"}])
refuses("ListTagsForResource", "InvalidResourceId", ResourceType="Parameter", ResourceId="/lab/nothing")
refuses("RemoveTagsFromResource", "InvalidResourceId", ResourceType="Parameter", ResourceId="/lab/nothing", TagKeys=["a"])
refuses("ListTagsForResource", ("InvalidResourceType", "ValidationException"), because="its type", ResourceType="Colour", ResourceId="red")


@check("ssm:DeleteParameter delete")
def _(target):
    ssm = target.client("ssm")
    ssm.delete_parameter(Name="/lab/one")
    with expect_error("ParameterNotFound", status=400):
        ssm.get_parameter(Name="/lab/one")


refuses("DeleteParameter", "ParameterNotFound", Name="/lab/nothing")


@check("ssm:DeleteParameters delete")
def _(target):
    found = target.client("ssm").delete_parameters(Names=["/lab/secret", "/lab/deep/list", "/lab/nothing"])
    assert sorted(found["DeletedParameters"]) == ["/lab/deep/list", "/lab/secret"] and found["InvalidParameters"] == ["/lab/nothing"], found


# --- documents


@check("ssm:ListDocuments read")
def _(target):
    found = target.client("ssm").list_documents(Filters=[{"Key": "Owner", "Values": ["Amazon"]}])["DocumentIdentifiers"]
    names = [one["Name"] for one in found]
    assert "AWS-RunShellScript" in names, names
    assert {one["Owner"] for one in found} == {"Amazon"}, found


@check("ssm:DescribeDocument read")
def _(target):
    found = target.client("ssm").describe_document(Name="AWS-RunShellScript")["Document"]
    assert found["Owner"] == "Amazon" and found["DocumentType"] == "Command" and found["Status"] == "Active", found
    assert "commands" in [one["Name"] for one in found["Parameters"]] and "Linux" in found["PlatformTypes"], found


@check("ssm:GetDocument read")
def _(target):
    found = target.client("ssm").get_document(Name="AWS-RunShellScript")
    content = json.loads(found["Content"])
    # It is of the schema of the first documents.
    assert content["schemaVersion"] == "1.2" and "aws:runShellScript" in content["runtimeConfig"], content
    assert found["DocumentFormat"] == "JSON" and found["Status"] == "Active", found


refuses("ListDocuments", ("InvalidFilterKey", "ValidationException"), because="its filter", Filters=[{"Key": "Colour", "Values": ["red"]}])
refuses("DescribeDocument", "InvalidDocument", "Document with name Nothing-Here does not exist.", Name="Nothing-Here")
refuses("GetDocument", "InvalidDocument", "Document with name Nothing-Here does not exist.", Name="Nothing-Here")

# --- an instance

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def word(target):
    return {"DocumentName": "AWS-RunShellScript", "InstanceIds": [target.instance]}


@check("ssm:DescribeInstanceInformation create a managed instance")
def _(target):
    iam, ec2 = target.client("iam"), target.client("ec2")
    iam.create_role(RoleName="Managed", AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.attach_role_policy(RoleName="Managed", PolicyArn="arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")
    iam.create_instance_profile(InstanceProfileName="Managed")
    iam.add_role_to_instance_profile(InstanceProfileName="Managed", RoleName="Managed")
    subnet = ec2.describe_subnets(Filters=[{"Name": "default-for-az", "Values": ["true"]}])["Subnets"][0]["SubnetId"]
    target.instance = ec2.run_instances(
        ImageId=target.image,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        SubnetId=subnet,
        IamInstanceProfile={"Name": "Managed"},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "managed"}]}],
    )["Instances"][0]["InstanceId"]
    target.client("ssm").describe_instance_information()


@check("ssm:SendCommand refuse too early")
def _(target):
    with expect_error("InvalidInstanceId", "not in a valid state for account", 400):
        target.client("ssm").send_command(**word(target), Parameters={"commands": ["id"]})


@check("ssm:DescribeInstanceInformation read")
def _(target):
    ssm = target.client("ssm")
    filters = [{"Key": "InstanceIds", "Values": [target.instance]}]
    found = eventually(lambda: ssm.describe_instance_information(Filters=filters)["InstanceInformationList"], "the instance is managed", 20)
    assert found[0]["PingStatus"] == "Online" and found[0]["PlatformType"] == "Linux" and found[0]["PlatformName"] == "Amazon Linux", found
    assert found[0]["AgentVersion"] and found[0]["IPAddress"] and found[0]["ResourceType"] == "EC2Instance", found
    assert ssm.describe_instance_information(Filters=[{"Key": "PingStatus", "Values": ["Inactive"]}])["InstanceInformationList"] == []


refuses("DescribeInstanceInformation", ("InvalidFilterKey", "ValidationException"), because="its filter", Filters=[{"Key": "Colour", "Values": ["red"]}])


@check("ssm:GetInventory read")
def _(target):
    key = "AWS:InstanceInformation"
    wanted = [{"Key": f"{key}.InstanceId", "Values": [target.instance], "Type": "Equal"}]
    found = target.client("ssm").get_inventory(Filters=wanted, ResultAttributes=[{"TypeName": key}])["Entities"]
    assert [one["Id"] for one in found] == [target.instance], found
    content = found[0]["Data"][key]["Content"][0]
    assert found[0]["Data"][key]["TypeName"] == key and content["PlatformType"] == "Linux", found
    assert content["AgentType"] == "amazon-ssm-agent" and content["InstanceStatus"] == "Active", content


refuses("GetInventory", "InvalidFilter", because="its filter", Filters=[{"Key": "Colour", "Values": ["red"]}])


@check("ssm:GetConnectionStatus read")
def _(target):
    ssm = target.client("ssm")
    assert ssm.get_connection_status(Target=target.instance)["Status"] == "connected"
    assert ssm.get_connection_status(Target=ABSENT)["Status"] == "notconnected"


@check("ssm:SendCommand create")
def _(target):
    made = target.client("ssm").send_command(**word(target), Parameters={"commands": ["echo hello", "echo trouble >&2", "whoami"]}, Comment="Says hello")["Command"]
    assert made["Status"] in ("Pending", "InProgress") and made["TargetCount"] == 1 and made["Comment"] == "Says hello", made
    target.command = made["CommandId"]


@check("ssm:GetCommandInvocation read")
def _(target):
    ssm = target.client("ssm")

    def ended():
        found = ssm.get_command_invocation(CommandId=target.command, InstanceId=target.instance)
        return found if found["Status"] not in ("Pending", "InProgress", "Delayed") else None

    found = eventually(ended, "the command has run", 20)
    assert found["Status"] == "Success" and found["ResponseCode"] == 0, found
    assert found["StandardOutputContent"] == "hello\nroot\n" and found["StandardErrorContent"] == "trouble\n", found
    assert found["DocumentName"] == "AWS-RunShellScript" and found["PluginName"] == "aws:runShellScript", found


@check("ssm:GetCommandInvocation read a failure")
def _(target):
    ssm = target.client("ssm")
    command = ssm.send_command(**word(target), Parameters={"commands": ["exit 3"]})["Command"]["CommandId"]

    def ended():
        found = ssm.get_command_invocation(CommandId=command, InstanceId=target.instance)
        return found if found["Status"] not in ("Pending", "InProgress") else None

    found = eventually(ended, "the command has run", 20)
    assert found["Status"] == "Failed" and found["ResponseCode"] == 3, found


@check("ssm:GetCommandInvocation read by the waiter")
def _(target):
    ssm = target.client("ssm")
    command = ssm.send_command(DocumentName="AWS-RunShellScript", Targets=[{"Key": "tag:Name", "Values": ["managed"]}], Parameters={"commands": ["true"]})
    words = {"CommandId": command["Command"]["CommandId"], "InstanceId": target.instance}
    eventually(lambda: ssm.list_command_invocations(CommandId=words["CommandId"])["CommandInvocations"], "an invocation", 10)
    ssm.get_waiter("command_executed").wait(**words, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    assert ssm.get_command_invocation(**words)["StatusDetails"] == "Success"


@check("ssm:ListCommands read")
def _(target):
    ssm = target.client("ssm")
    found = ssm.list_commands(CommandId=target.command)["Commands"]
    assert [one["CommandId"] for one in found] == [target.command] and found[0]["Status"] == "Success", found
    assert found[0]["CompletedCount"] == 1 and found[0]["Parameters"]["commands"][0] == "echo hello", found
    assert len(ssm.list_commands(InstanceId=target.instance)["Commands"]) >= 3


@check("ssm:ListCommandInvocations read")
def _(target):
    found = target.client("ssm").list_command_invocations(CommandId=target.command, Details=True)["CommandInvocations"]
    assert found[0]["InstanceId"] == target.instance and found[0]["Status"] == "Success", found
    assert "hello" in found[0]["CommandPlugins"][0]["Output"], found


refuses("SendCommand", "InvalidDocument", because="no document", DocumentName="Nothing-Here", InstanceIds=lambda t: [t.instance])
refuses("SendCommand", "InvalidInstanceId", because="no instance", DocumentName="AWS-RunShellScript", InstanceIds=[ABSENT], Parameters={"commands": ["id"]})
refuses("SendCommand", "InvalidParameters", because="no commands", DocumentName="AWS-RunShellScript", InstanceIds=lambda t: [t.instance])
refuses("SendCommand", "InvalidParameters", because="another parameter", DocumentName="AWS-RunShellScript", InstanceIds=lambda t: [t.instance], Parameters={"commands": ["id"], "colour": ["red"]})
refuses("GetCommandInvocation", "InvocationDoesNotExist", because="another instance", CommandId=lambda t: t.command, InstanceId=ABSENT)
refuses("ListCommands", ("InvalidCommandId", "ValidationException"), because="its id", CommandId="0" * 36)
refuses("ListCommandInvocations", ("InvalidCommandId", "ValidationException"), because="its id", CommandId="0" * 36)
refuses("CancelCommand", "InvalidCommandId", CommandId="00000000-0000-0000-0000-000000000000")


@check("ssm:CancelCommand delete")
def _(target):
    ssm = target.client("ssm")
    command = ssm.send_command(**word(target), Parameters={"commands": ["sleep 1000"]})["Command"]["CommandId"]
    ssm.cancel_command(CommandId=command)
    found = eventually(
        lambda: (one := ssm.get_command_invocation(CommandId=command, InstanceId=target.instance)) and one["Status"] not in ("Pending", "InProgress", "Cancelling") and one,
        "the end of a command",
        20,
    )
    assert found["Status"] == "Cancelled", found


@check("ssm:StartSession create")
def _(target):
    made = target.client("ssm").start_session(Target=target.instance, Reason="a look")
    assert made["SessionId"] and made["TokenValue"] and made["StreamUrl"].startswith("wss://ssmmessages.us-east-1.amazonaws.com/"), made
    target.session = made["SessionId"]


@check("ssm:DescribeSessions read")
def _(target):
    found = target.client("ssm").describe_sessions(State="Active")["Sessions"]
    mine = [one for one in found if one["SessionId"] == target.session]
    assert mine[0]["Target"] == target.instance and mine[0]["Status"] == "Connected", found


@check("ssm:ResumeSession create")
def _(target):
    made = target.client("ssm").resume_session(SessionId=target.session)
    assert made["SessionId"] == target.session and made["TokenValue"], made


@check("ssm:TerminateSession delete")
def _(target):
    ssm = target.client("ssm")
    assert ssm.terminate_session(SessionId=target.session)["SessionId"] == target.session
    assert target.session not in [one["SessionId"] for one in ssm.describe_sessions(State="Active")["Sessions"]]
    history = ssm.describe_sessions(State="History")["Sessions"]
    assert [one["Status"] for one in history if one["SessionId"] == target.session] == ["Terminated"], history


refuses("StartSession", "TargetNotConnected", f"{ABSENT} is not connected.", Target=ABSENT)
refuses("StartSession", "InvalidDocument", because="a document for commands", Target=lambda t: t.instance, DocumentName="AWS-RunShellScript")
refuses("ResumeSession", "DoesNotExistException", SessionId="learner-0123456789abcdef0")
refuses("DescribeSessions", ("InvalidFilterKey", "ValidationException"), because="its filter", State="Active", Filters=[{"key": "Colour", "value": "red"}])


@check("ssm:StartSession refuse who may not")
def _(target):
    iam = target.client("iam")
    iam.create_user(UserName="bystander")
    key = iam.create_access_key(UserName="bystander")["AccessKey"]
    with expect_error("AccessDeniedException", "is not authorized to perform: ssm:StartSession on resource: arn:aws:ec2:us-east-1:", 400):
        target.with_keys(key, "ssm").start_session(Target=target.instance)
    iam.delete_access_key(UserName="bystander", AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName="bystander")


@check("ssm:DescribeInstanceInformation delete")
def _(target):
    iam, ec2, ssm = target.client("iam"), target.client("ec2"), target.client("ssm")
    ec2.terminate_instances(InstanceIds=[target.instance])
    filters = [{"Key": "InstanceIds", "Values": [target.instance]}]
    eventually(lambda: not ssm.describe_instance_information(Filters=filters)["InstanceInformationList"], "it is gone", 20)
    with expect_error("InvalidInstanceId"):
        ssm.send_command(**word(target), Parameters={"commands": ["id"]})
    iam.remove_role_from_instance_profile(InstanceProfileName="Managed", RoleName="Managed")
    iam.delete_instance_profile(InstanceProfileName="Managed")
    iam.detach_role_policy(RoleName="Managed", PolicyArn="arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore")
    iam.delete_role(RoleName="Managed")


run()
