//! Where credentials come from and where calls go: what the environment and AWS's own files say, honoured by the
//! program as the official clients honour it. AWS is a server on loopback; nothing leaves the machine.

use crate::support::{Lab, Loopback, Ran};
use std::time::{Duration, Instant};

/// The digest of the session's name `class`, which names its token's file.
const TOKEN: &str = ".aws/sso/cache/8d767bf5b72373d12f0efd4406677e9ed076f592.json";

const KEYS: &str = "aws_access_key_id = AKIAFILE\naws_secret_access_key = secret\n";

/// STS, IAM, the SSO portal, as far as credentials need them.
fn aws() -> Loopback {
    Loopback::new(|_, request| {
        let session = |action: &str, key: &str| {
            format!(
                "<{action}Response><{action}Result><Credentials><AccessKeyId>{key}</AccessKeyId><SecretAccessKey>secret\
                 </SecretAccessKey><SessionToken>token-of-{key}</SessionToken><Expiration>2099-01-01T00:00:00Z\
                 </Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/Lab/s</Arn>\
                 <AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser></{action}Result></{action}Response>"
            )
        };
        let answer = if request.contains("Action=GetCallerIdentity") {
            "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ada</Arn>\
             <UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                .to_owned()
        } else if request.contains("Action=AssumeRoleWithWebIdentity") {
            session("AssumeRoleWithWebIdentity", "ASIAWEB")
        } else if request.contains("Action=AssumeRole") {
            session("AssumeRole", "ASIAROLE")
        } else if request.starts_with("GET /federation/credentials") {
            r#"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"secret","sessionToken":"t","expiration":4070908800000}}"#.to_owned()
        } else if request.starts_with("POST /token") {
            r#"{"accessToken":"renewed","expiresIn":3600,"refreshToken":"again","tokenType":"Bearer"}"#
                .to_owned()
        } else if request.starts_with("GET /container") {
            r#"{"AccessKeyId":"ASIATASK","SecretAccessKey":"secret","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#.to_owned()
        } else {
            return (
                404,
                "<ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse>".to_owned(),
            );
        };
        (200, answer)
    })
}

/// A lab whose calls go to the server, with these configuration and credentials files.
fn lab(aws: &Loopback, config: &str, credentials: &str) -> Lab {
    bare(config, credentials).variable("AWS_ENDPOINT_URL", &aws.url)
}

/// The same, without the word where calls go.
fn bare(config: &str, credentials: &str) -> Lab {
    Lab::new()
        .file(".aws/config", config)
        .file(".aws/credentials", credentials)
}

/// Asks who we are, which is a call like any other.
fn who(lab: &Lab, options: &[&str]) -> Ran {
    let call = ["aws", "--live", "--account", "111122223333"];
    lab.run(&[&call, options, &["sts", "get-caller-identity"]].concat())
}

/// The key and the region that the last `GetCallerIdentity` was signed with.
#[track_caller]
fn signed(aws: &Loopback) -> (String, String) {
    let asked = aws.asked_with("Action=GetCallerIdentity");
    let request = asked.last().expect("the call arrived");
    let scope = request.split("Credential=").nth(1).expect("a signature");
    let parts: Vec<&str> = scope.split('/').collect();
    (parts[0].to_owned(), parts[2].to_owned())
}

#[test]
fn keys_of_the_environment_come_first_unless_a_profile_is_named() {
    let aws = aws();
    let lab = lab(
        &aws,
        "[default]\nregion = us-east-1\n[profile class]\nregion = eu-west-3\n",
        &format!("[class]\n{KEYS}"),
    )
    .variable("AWS_ACCESS_KEY_ID", "AKIAENV")
    .variable("AWS_SECRET_ACCESS_KEY", "secret");
    who(&lab, &[]).code(0);
    assert_eq!(signed(&aws), ("AKIAENV".to_owned(), "us-east-1".to_owned()));
    who(&lab, &["--profile", "class"]).code(0);
    assert_eq!(signed(&aws), ("AKIAFILE".to_owned(), "eu-west-3".to_owned()));
    // The variable is a default, not a choice: keys come before it, as with the AWS CLI.
    let lab = lab.variable("AWS_PROFILE", "class");
    who(&lab, &[]).code(0);
    assert_eq!(signed(&aws).0, "AKIAENV");
}

#[test]
fn the_variable_names_the_profile_where_there_are_no_keys_and_its_region_counts() {
    let aws = aws();
    let lab = lab(
        &aws,
        "[profile class]\nregion = eu-west-3\n",
        &format!("[class]\n{KEYS}"),
    )
    .variable("AWS_PROFILE", "class");
    who(&lab, &[]).code(0);
    assert_eq!(signed(&aws), ("AKIAFILE".to_owned(), "eu-west-3".to_owned()));
    who(&lab, &["--region", "ap-south-1"]).code(0);
    assert_eq!(signed(&aws).1, "ap-south-1");
    let lab = lab.variable("AWS_REGION", "us-west-2");
    who(&lab, &[]).code(0);
    assert_eq!(signed(&aws).1, "us-west-2");
}

#[test]
fn a_damaged_file_is_told_though_the_environment_has_keys() {
    let aws = aws();
    let lab = lab(&aws, "[default\nregion = us-east-1\n", "")
        .variable("AWS_ACCESS_KEY_ID", "AKIAENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let said = who(&lab, &["--region", "us-east-1"]).code(2).stderr();
    assert!(
        said.contains("configuration files cannot be read") && said.contains("AWS_CONFIG_FILE"),
        "{said}"
    );
    assert!(aws.asked_with("Action=").is_empty());
}

#[cfg(unix)]
#[test]
fn a_process_gives_credentials() {
    let aws = aws();
    let lab = lab(&aws, "", "").file(
        "give.sh",
        "echo ran >> runs; echo '{\"Version\": 1, \"AccessKeyId\": \"ASIAPROCESS\", \"SecretAccessKey\": \"s\", \"SessionToken\": \"t\", \
         \"Expiration\": \"2099-01-01T00:00:00Z\"}'\n",
    );
    let config = format!(
        "[profile made]\nregion = us-east-1\ncredential_process = /bin/sh {}\n",
        lab.path("give.sh").display()
    );
    let lab = lab.file(".aws/config", config);
    who(&lab, &["--profile", "made"]).code(0);
    assert_eq!(signed(&aws).0, "ASIAPROCESS");
    // Three calls, one sign-in.
    assert_eq!(aws.asked_with("Credential=ASIAPROCESS/").len(), 3);
    assert_eq!(
        std::fs::read_to_string(lab.path("runs")).expect("it ran"),
        "ran\n"
    );

    let lab = lab.file("give.sh", "echo 'no session today' >&2; exit 3\n");
    let said = who(&lab, &["--profile", "made"]).code(4).stderr();
    assert!(
        said.contains("profile `made`") && said.contains("aws login"),
        "{said}"
    );
}

#[test]
fn a_role_is_assumed_from_its_source_profile() {
    let aws = aws();
    let config = "[profile lab]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/Lab\nsource_profile = base\n\
                  external_id = class-7\nrole_session_name = ada\n";
    let lab = lab(&aws, config, &format!("[base]\n{KEYS}"));
    who(&lab, &["--profile", "lab"]).code(0);
    let assumed = aws.asked_with("Action=AssumeRole");
    assert_eq!(assumed.len(), 1);
    assert!(assumed[0].contains("Credential=AKIAFILE/"), "{}", assumed[0]);
    for part in [
        "RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FLab",
        "ExternalId=class-7",
        "RoleSessionName=ada",
    ] {
        assert!(assumed[0].contains(part), "{part} in {}", assumed[0]);
    }
    assert_eq!(signed(&aws).0, "ASIAROLE");
    let call = aws
        .asked_with("Action=GetCallerIdentity")
        .pop()
        .unwrap_or_default();
    assert!(call.contains("x-amz-security-token: token-of-ASIAROLE"), "{call}");
}

#[test]
fn a_role_that_is_refused_is_told_as_sts_tells_it() {
    let aws = Loopback::answering(&[(
        403,
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>ada may not assume Lab</Message></Error></ErrorResponse>",
    )]);
    let config = "[profile lab]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/Lab\nsource_profile = base\n";
    let lab = lab(&aws, config, &format!("[base]\n{KEYS}"));
    let said = who(&lab, &["--profile", "lab"]).code(4).stderr();
    assert!(
        said.contains("sts:AssumeRole failed with AccessDenied: ada may not assume Lab")
            && said.contains("trust policy"),
        "{said}"
    );
}

const SSO: &str = "[profile sso]\nregion = us-east-1\nsso_session = class\nsso_account_id = 111122223333\n\
                   sso_role_name = Student\n[sso-session class]\nsso_region = eu-central-1\n\
                   sso_start_url = https://class.awsapps.com/start\nsso_registration_scopes = sso:account:access\n";

fn token(expires: &str) -> String {
    format!(
        r#"{{"accessToken": "signed-in", "expiresAt": "{expires}", "region": "eu-central-1", "startUrl": "https://class.awsapps.com/start"}}"#
    )
}

#[test]
fn a_cached_sign_in_gives_a_role_of_the_portal() {
    let aws = aws();
    let lab = lab(&aws, SSO, "").file(TOKEN, token("2099-01-01T00:00:00Z"));
    who(&lab, &["--profile", "sso"]).code(0);
    let portal = aws.asked_with("GET /federation/credentials");
    assert!(
        portal[0].contains("role_name=Student")
            && portal[0].contains("account_id=111122223333")
            && portal[0].contains("x-amz-sso_bearer_token: signed-in"),
        "{}",
        portal[0]
    );
    assert_eq!(signed(&aws).0, "ASIASSO");
}

#[test]
fn a_sign_in_that_expired_or_never_was_names_the_command_for_it() {
    let aws = aws();
    let expired = lab(&aws, SSO, "").file(TOKEN, token("2020-01-01T00:00:00Z"));
    let said = who(&expired, &["--profile", "sso"]).code(4).stderr();
    assert!(
        said.contains("expired") && said.contains("`aws sso login"),
        "{said}"
    );
    let never = lab(&aws, SSO, "");
    let said = who(&never, &["--profile", "sso"]).code(4).stderr();
    assert!(said.contains("`aws sso login"), "{said}");
    assert!(aws.asked().is_empty());
}

#[test]
fn a_sign_in_that_expired_is_renewed_where_it_can_be() {
    let aws = aws();
    let client = r#", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2099-01-01T00:00:00Z", "refreshToken": "r"}"#;
    let old = token("2020-01-01T00:00:00Z").replace('}', client);
    let lab = lab(&aws, SSO, "").file(TOKEN, old);
    who(&lab, &["--profile", "sso"]).code(0);
    let portal = aws.asked_with("GET /federation/credentials");
    assert!(
        portal[0].contains("x-amz-sso_bearer_token: renewed"),
        "{}",
        portal[0]
    );
    let kept = std::fs::read_to_string(lab.path(TOKEN)).expect("the token's file");
    assert!(kept.contains("renewed") && kept.contains("again"), "{kept}");
}

/// The file that `aws login` leaves behind, named by the digest of the session.
const LOGIN: &str = ".aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json";

fn login(expires: &str) -> String {
    format!(
        r#"{{"accessToken": {{"accessKeyId": "ASIALOGIN", "secretAccessKey": "secret", "sessionToken": "t", "accountId": "111122223333", "expiresAt": "{expires}"}}, "tokenType": "aws_sigv4", "refreshToken": "r", "idToken": "i", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "no key"}}"#
    )
}

#[test]
fn a_console_sign_in_gives_credentials_and_names_its_command_when_it_expired() {
    let aws = aws();
    let config =
        "[profile console]\nregion = us-east-1\nlogin_session = arn:aws:iam::111122223333:user/ada\n";
    let lab = lab(&aws, config, "").file(LOGIN, login("2099-01-01T00:00:00Z"));
    who(&lab, &["--profile", "console"]).code(0);
    assert_eq!(signed(&aws).0, "ASIALOGIN");
    let lab = lab.file(LOGIN, login("2020-01-01T00:00:00Z"));
    let said = who(&lab, &["--profile", "console"]).code(4).stderr();
    assert!(
        said.contains("profile `console`") && said.contains("`aws login`"),
        "{said}"
    );
}

#[test]
fn a_container_gives_credentials() {
    let aws = aws();
    let lab = lab(&aws, "", "")
        .variable("AWS_REGION", "us-east-1")
        .variable(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            &format!("{}/container", aws.url),
        )
        .variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "pod-token");
    who(&lab, &[]).code(0);
    let asked = aws.asked_with("GET /container");
    assert!(asked[0].contains("authorization: pod-token"), "{}", asked[0]);
    assert_eq!(signed(&aws).0, "ASIATASK");
}

#[test]
fn a_web_identity_gives_a_role() {
    let aws = aws();
    let lab = lab(&aws, "", "").file("token", "a.web.token");
    let file = lab.path("token").display().to_string();
    let lab = lab
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", &file)
        .variable("AWS_ROLE_ARN", "arn:aws:iam::111122223333:role/Pod")
        .variable("AWS_REGION", "us-east-1");
    who(&lab, &[]).code(0);
    let asked = aws.asked_with("Action=AssumeRoleWithWebIdentity");
    assert!(asked[0].contains("WebIdentityToken=a.web.token"), "{}", asked[0]);
    assert_eq!(signed(&aws).0, "ASIAWEB");
}

#[test]
fn endpoints_are_read_from_the_profile_its_services_and_the_environment() {
    let (general, own, named) = (aws(), aws(), aws());
    let keys = format!("[default]\n{KEYS}[services-here]\n{KEYS}");
    let config = format!(
        "[default]\nregion = us-east-1\nendpoint_url = {}\n[profile services-here]\nregion = us-east-1\n\
         endpoint_url = {}\nservices = class\n[services class]\nsts =\n  endpoint_url = {}\n",
        general.url, general.url, own.url
    );
    let lab = bare(&config, &keys);
    who(&lab, &[]).code(0);
    assert_eq!(
        (general.asked_with("GetCallerIdentity").len(), own.asked().len()),
        (2, 0)
    );
    // The service's own before the one of all.
    who(&lab, &["--profile", "services-here"]).code(0);
    assert_eq!(own.asked_with("GetCallerIdentity").len(), 2);
    assert_eq!(general.asked_with("GetCallerIdentity").len(), 2);
    assert!(
        general
            .asked()
            .last()
            .is_some_and(|last| last.contains("ListAccountAliases"))
    );
    // The environment before the files, and there too the service's own first.
    let lab = lab
        .variable("AWS_ENDPOINT_URL_STS", &named.url)
        .variable("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    who(&lab, &["--profile", "services-here"]).code(0);
    assert_eq!(
        (named.asked_with("GetCallerIdentity").len(), own.asked().len()),
        (2, 2)
    );
}

#[test]
fn a_role_of_a_profile_is_assumed_where_its_services_say() {
    let (sts, other) = (aws(), aws());
    let config = format!(
        "[profile lab]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/Lab\nsource_profile = base\n\
         endpoint_url = {}\nservices = class\n[services class]\nsts =\n  endpoint_url = {}\n",
        other.url, sts.url
    );
    let lab = bare(&config, &format!("[base]\n{KEYS}"));
    who(&lab, &["--profile", "lab"]).code(0);
    assert_eq!(sts.asked_with("Action=AssumeRole").len(), 1);
    assert!(other.asked_with("Action=AssumeRole").is_empty());
    assert_eq!(signed(&sts).0, "ASIAROLE");
}

#[test]
fn without_credentials_the_ways_to_sign_in_are_named_and_metadata_is_not_asked() {
    let metadata = aws();
    let lab = lab(&metadata, "", "")
        .variable("AWS_REGION", "us-east-1")
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url);
    let said = who(&lab, &[]).code(4).stderr();
    for way in ["aws login", "aws sso login", "--profile", "leave `--live` out"] {
        assert!(said.contains(way), "{way} in {said}");
    }
    assert!(metadata.asked().is_empty(), "{:?}", metadata.asked());
    let said = who(&lab, &["--profile", "absent"]).code(4).stderr();
    assert!(said.contains("absent") && said.contains("--profile"), "{said}");
}

const SOURCED: &str = "[profile node]\nregion = us-east-1\nrole_arn = arn:aws:iam::111122223333:role/Lab\n\
                       credential_source = Ec2InstanceMetadata\n";

#[test]
fn instance_metadata_is_asked_where_the_profile_says_so() {
    let aws = aws();
    let metadata = Loopback::new(|_, request| {
        let path = request
            .split(' ')
            .nth(1)
            .unwrap_or_default()
            .trim_end_matches('/');
        let answer = match path {
            "/latest/api/token" => "a-token",
            "/latest/meta-data/iam/security-credentials" => "node-role",
            "/latest/meta-data/iam/security-credentials/node-role" => {
                r#"{"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"ASIANODE","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z","LastUpdated":"2026-01-01T00:00:00Z"}"#
            }
            _ => return (404, String::new()),
        };
        (200, answer.to_owned())
    });
    let lab = lab(&aws, SOURCED, "").variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &metadata.url);
    who(&lab, &["--profile", "node"]).code(0);
    let assumed = aws.asked_with("Action=AssumeRole");
    assert!(assumed[0].contains("Credential=ASIANODE/"), "{}", assumed[0]);
    assert_eq!(signed(&aws).0, "ASIAROLE");
}

#[test]
fn instance_metadata_that_does_not_answer_is_given_up_after_a_second() {
    let (aws, silent) = (aws(), Loopback::answering(&[(0, "")]));
    let lab = lab(&aws, SOURCED, "").variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", &silent.url);
    let began = Instant::now();
    let said = who(&lab, &["--profile", "node"]).code(4).stderr();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(
        !silent.asked().is_empty() && said.contains("profile `node`"),
        "{said}"
    );
}
