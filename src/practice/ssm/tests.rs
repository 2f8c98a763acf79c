//! Systems Manager, as its callers see it.

mod managed;

use crate::port::{Cloud, CloudError, Request};
use crate::practice::{Options, Practice};
use crate::value;
use crate::value::Value;

struct Asker(Practice);

impl Asker {
    fn new() -> Asker {
        Asker(Practice::in_memory(&Options::new("us-east-1")))
    }

    fn call(&self, operation: &str, input: Value) -> Result<Value, CloudError> {
        self.0.call(&Request::new("ssm", operation, input).mutating())
    }

    fn ok(&self, operation: &str, input: Value) -> Value {
        self.call(operation, input)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    fn code(&self, operation: &str, input: Value) -> String {
        self.call(operation, input).expect_err("should be refused").code
    }
}

fn put(name: &str, kind: &str, text: &str) -> Value {
    value!({ "Name": name, "Type": kind, "Value": text })
}

#[test]
fn a_parameter_is_put_read_described_labelled_and_deleted() {
    let aws = Asker::new();
    let made = aws.ok("PutParameter", put("/lab/a", "String", "one"));
    assert_eq!(
        (made.get("Version").as_int(), made.get("Tier").text()),
        (Some(1), "Standard")
    );
    assert_eq!(
        aws.code("PutParameter", put("/lab/a", "String", "two")),
        "ParameterAlreadyExists"
    );
    let mut again = put("/lab/a", "String", "two");
    again.set("Overwrite", true);
    assert_eq!(aws.ok("PutParameter", again).get("Version").as_int(), Some(2));
    let read = |name: &str| {
        aws.ok("GetParameter", value!({ "Name": name }))
            .get("Parameter")
            .clone()
    };
    assert_eq!(read("/lab/a").get("Value").text(), "two");
    assert_eq!(
        read("/lab/a").get("ARN").text().rsplit(':').next(),
        Some("parameter/lab/a")
    );
    assert_eq!(read("/lab/a:1").get("Value").text(), "one");
    let labelled = value!({ "Name": "/lab/a", "ParameterVersion": 1, "Labels": ["first", "aws-x"] });
    let told = aws.ok("LabelParameterVersion", labelled);
    assert_eq!(told.at("InvalidLabels.0").text(), "aws-x");
    assert_eq!(read("/lab/a:first").get("Value").text(), "one");
    assert_eq!(
        aws.code("GetParameter", value!({ "Name": "/lab/a:9" })),
        "ParameterVersionNotFound"
    );
    let history = aws.ok("GetParameterHistory", value!({ "Name": "/lab/a" }));
    assert_eq!(history.get("Parameters").items().len(), 2);
    let tags = value!({ "ResourceType": "Parameter", "ResourceId": "/lab/a", "Tags": [{ "Key": "k", "Value": "v" }] });
    aws.ok("AddTagsToResource", tags);
    let whose = || value!({ "ResourceType": "Parameter", "ResourceId": "/lab/a" });
    assert_eq!(
        aws.ok("ListTagsForResource", whose())
            .at("TagList.0.Value")
            .text(),
        "v"
    );
    let found = aws.ok(
        "DescribeParameters",
        value!({ "ParameterFilters": [{ "Key": "tag:k", "Values": ["v"] }] }),
    );
    assert_eq!(found.at("Parameters.0.Name").text(), "/lab/a");
    let mut off = whose();
    off.set("TagKeys", vec![Value::from("k")]);
    aws.ok("RemoveTagsFromResource", off);
    aws.ok("DeleteParameter", value!({ "Name": "/lab/a" }));
    assert_eq!(
        aws.code("DeleteParameter", value!({ "Name": "/lab/a" })),
        "ParameterNotFound"
    );
    assert_eq!(
        aws.code("GetParameter", value!({ "Name": "/lab/a" })),
        "ParameterNotFound"
    );
    assert_eq!(aws.code("ListTagsForResource", whose()), "InvalidResourceId");
}

#[test]
fn a_path_holds_its_parameters_and_a_secure_one_is_not_shown() {
    let aws = Asker::new();
    for (name, kind) in [
        ("/p/a", "String"),
        ("/p/b/c", "StringList"),
        ("/p/s", "SecureString"),
        ("/q", "String"),
    ] {
        aws.ok("PutParameter", put(name, kind, "value"));
    }
    let names = |deep: bool| -> Vec<String> {
        let answer = aws.ok("GetParametersByPath", value!({ "Path": "/p", "Recursive": deep }));
        answer
            .get("Parameters")
            .items()
            .iter()
            .map(|one| one.get("Name").text().to_owned())
            .collect()
    };
    assert_eq!(names(false), ["/p/a", "/p/s"]);
    assert_eq!(names(true), ["/p/a", "/p/b/c", "/p/s"]);
    let secret = |decrypt: bool| {
        let answer = aws.ok(
            "GetParameter",
            value!({ "Name": "/p/s", "WithDecryption": decrypt }),
        );
        answer.at("Parameter.Value").text().to_owned()
    };
    assert_eq!(secret(true), "value");
    assert!(secret(false).starts_with("AQICAH"), "{}", secret(false));
    let many = aws.ok("GetParameters", value!({ "Names": ["/p/a", "/none"] }));
    assert_eq!(many.at("InvalidParameters.0").text(), "/none");
    let gone = aws.ok("DeleteParameters", value!({ "Names": ["/p/a", "/none"] }));
    assert_eq!(
        (
            gone.at("DeletedParameters.0").text(),
            gone.at("InvalidParameters.0").text()
        ),
        ("/p/a", "/none")
    );
}

#[test]
fn parameters_that_do_not_fit_are_refused() {
    let aws = Asker::new();
    for (name, kind, text, code) in [
        ("/aws/mine", "String", "x", "AccessDeniedException"),
        ("ssm-x", "String", "x", "ValidationException"),
        ("a/b", "String", "x", "ValidationException"),
        ("/a b", "String", "x", "ValidationException"),
        (
            "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16",
            "String",
            "x",
            "HierarchyLevelLimitExceededException",
        ),
    ] {
        assert_eq!(aws.code("PutParameter", put(name, kind, text)), code, "{name}");
    }
    assert_eq!(
        aws.code("PutParameter", value!({ "Name": "/x", "Value": "x" })),
        "ValidationException"
    );
    assert_eq!(
        aws.code("PutParameter", put("/x", "String", &"x".repeat(4_097))),
        "ValidationException"
    );
    let mut picky = put("/x", "String", "abc");
    picky.set("AllowedPattern", "^[0-9]+$");
    assert_eq!(
        aws.code("PutParameter", picky),
        "ParameterPatternMismatchException"
    );
    let filter = value!({ "ParameterFilters": [{ "Key": "Colour", "Values": ["red"] }] });
    assert_eq!(aws.code("DescribeParameters", filter), "InvalidFilterKey");
    assert_eq!(
        aws.code("GetParametersByPath", value!({ "Path": "p" })),
        "ValidationException"
    );
}

#[test]
fn documents_are_listed_described_and_given() {
    let aws = Asker::new();
    let owned = |owner: &str| {
        let filter = value!({ "Filters": [{ "Key": "Owner", "Values": [owner] }] });
        aws.ok("ListDocuments", filter)
            .get("DocumentIdentifiers")
            .items()
            .len()
    };
    assert_eq!((owned("Amazon"), owned("Self")), (4, 1));
    let shell = aws.ok("DescribeDocument", value!({ "Name": "AWS-RunShellScript" }));
    assert_eq!(shell.at("Document.Parameters.0.Name").text(), "commands");
    let text = aws.ok("GetDocument", value!({ "Name": "AWS-RunShellScript" }));
    assert!(text.get("Content").text().contains("aws:runShellScript"));
    assert_eq!(
        aws.code("GetDocument", value!({ "Name": "AWS-None" })),
        "InvalidDocument"
    );
    let filter = value!({ "Filters": [{ "Key": "Colour", "Values": ["red"] }] });
    assert_eq!(aws.code("ListDocuments", filter), "InvalidFilterKey");
    let odd = || value!([{ "key": "InvokedAfter", "value": "yesterday" }]);
    for operation in ["ListCommands", "ListCommandInvocations"] {
        assert_eq!(
            aws.code(operation, value!({ "Filters": (odd()) })),
            "ValidationException"
        );
    }
    let history = value!({ "State": "History", "Filters": (odd()) });
    assert_eq!(aws.code("DescribeSessions", history), "ValidationException");
}

#[test]
fn what_is_not_managed_runs_nothing_and_opens_no_session() {
    let aws = Asker::new();
    let id = "i-0123456789abcdef0";
    let none = aws.ok("DescribeInstanceInformation", value!({}));
    assert!(none.get("InstanceInformationList").items().is_empty());
    assert_eq!(
        aws.ok("GetConnectionStatus", value!({ "Target": id }))
            .get("Status")
            .text(),
        "notconnected"
    );
    assert_eq!(
        aws.code("StartSession", value!({ "Target": id })),
        "TargetNotConnected"
    );
    let send = |document: &str, parameters: Value| {
        aws.code(
            "SendCommand",
            value!({ "InstanceIds": [id], "DocumentName": document, "Parameters": parameters }),
        )
    };
    let uptime = || value!({ "commands": ["uptime"] });
    assert_eq!(send("AWS-RunShellScript", uptime()), "InvalidInstanceId");
    assert_eq!(send("AWS-None", uptime()), "InvalidDocument");
    assert_eq!(send("SSM-SessionManagerRunShell", uptime()), "InvalidDocument");
    assert_eq!(
        send("AWS-RunShellScript", value!({ "colour": ["red"] })),
        "InvalidParameters"
    );
    assert_eq!(send("AWS-RunShellScript", value!({})), "InvalidParameters");
    let ask = value!({ "CommandId": "0b1f3d7e-0000-4000-8000-000000000000", "InstanceId": id });
    assert_eq!(aws.code("GetCommandInvocation", ask), "InvocationDoesNotExist");
    let nobody = value!({ "DocumentName": "AWS-RunShellScript", "Parameters": (uptime()),
        "Targets": [{ "Key": "tag:Name", "Values": ["none"] }] });
    let sent = aws.ok("SendCommand", nobody);
    let command = sent.at("Command.CommandId").text();
    assert_eq!(sent.at("Command.TargetCount").as_int(), Some(0));
    aws.ok("CancelCommand", value!({ "CommandId": command }));
    assert_eq!(
        aws.ok("ListCommands", value!({ "CommandId": command }))
            .get("Commands")
            .items()
            .len(),
        1
    );
    let invoked = aws.ok(
        "ListCommandInvocations",
        value!({ "CommandId": command, "Details": true }),
    );
    assert!(invoked.get("CommandInvocations").items().is_empty());
    let other = value!({ "CommandId": "0b1f3d7e-0000-4000-8000-000000000000" });
    assert_eq!(aws.code("CancelCommand", other.clone()), "InvalidCommandId");
    assert_eq!(aws.code("ListCommands", other), "InvalidCommandId");
    assert!(
        aws.ok("DescribeSessions", value!({ "State": "Active" }))
            .get("Sessions")
            .items()
            .is_empty()
    );
}
