//! STS: who calls, and sessions of roles and users.
//!
//! Wording is AWS's as callers report it (STS API reference; "Error responses" and issues of clients, read 2026-11-24).

use super::authority::{decoded, is_admitted};
use super::call::Call;
use super::credential::{self, SESSION, TEMPORARY};
use super::given::Given;
use super::iam::ROLE;
use super::policy::parsed;
use super::principal::{Acts, Principal};
use super::refusal::{Answer, Refusal};
use super::registry::{Family, Move, Service};
use super::world::{GLOBAL, World};
use crate::port::Role;
use crate::value;
use crate::value::Value;
use jiff::SignedDuration;

/// How long a session of a role lasts where nothing is said, and at most where one role assumes another.
const HOUR: i64 = 3600;
/// How long a user's session lasts where nothing is said.
const HALF_DAY: i64 = 12 * HOUR;
/// The longest document that narrows a session.
const LONGEST: usize = 2048;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "sts",
    families: &[&Family {
        moves: &[
            ("AssumeRole", Move::Do(assume_role)),
            ("DecodeAuthorizationMessage", Move::Do(decode)),
            ("GetAccessKeyInfo", Move::Do(get_access_key_info)),
            ("GetCallerIdentity", Move::Do(get_caller_identity)),
            ("GetSessionToken", Move::Do(get_session_token)),
        ],
        ..Family::NONE
    }],
    ..Service::NONE
};

fn get_caller_identity(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    let principal = &call.principal;
    Ok(value!({ "UserId": (&principal.id), "Account": (&principal.account), "Arn": (&principal.arn) }))
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("ValidationError", message)
}

/// The input of `AssumeRole` for a role that a script assumes.
pub(super) fn input_for(role: &Role) -> Value {
    let mut input = value!({ "RoleArn": (role.arn()), "RoleSessionName": (&role.session) });
    if let Some(id) = &role.external_id {
        input.set("ExternalId", id.as_str());
    }
    if let Some(seconds) = role.seconds {
        input.set("DurationSeconds", i64::from(seconds));
    }
    if let Some(policy) = &role.policy {
        input.set("Policy", policy.as_str());
    }
    input
}

/// The key of a session that the same principal asked for in the same words, if it lasts and would still be given.
pub(super) fn standing(world: &World, principal: &Principal, role: &Role, region: &str) -> Option<String> {
    let asked = input_for(role).to_json().to_string();
    let sessions = world.shelf(&format!("{}/{GLOBAL}", role.account()), SESSION.kind)?;
    let (key, _) = sessions.iter().rev().find(|(_, session)| {
        session.get("_by").text() == principal.arn
            && session.get("_asked").text() == asked
            && session
                .get("_expires")
                .as_time()
                .is_some_and(|end| end > world.now)
    })?;
    let record = role_of(world, role)?;
    let keys = trust_keys(&role.session, role.external_id.as_deref());
    is_admitted(
        world,
        principal,
        region,
        ("sts:AssumeRole", role.arn()),
        &keys,
        trust(record, role.account()),
    )
    .then(|| key.clone())
}

fn role_of<'w>(world: &'w World, role: &Role) -> Option<&'w Value> {
    let name = role.arn().rsplit('/').next()?;
    let record = world.record(&format!("{}/{GLOBAL}", role.account()), ROLE.kind, name)?;
    (record.get("Arn").text() == role.arn()).then_some(record)
}

/// Who may assume a role: its trust policy, and the account that it is in.
fn trust<'a>(record: &'a Value, account: &'a str) -> (&'a str, &'a str) {
    (record.get("AssumeRolePolicyDocument").text(), account)
}

fn trust_keys<'a>(session: &'a str, external_id: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    let mut keys = vec![("sts:RoleSessionName", session)];
    keys.extend(external_id.map(|id| ("sts:ExternalId", id)));
    keys
}

/// `AssumeRole`: the role must trust the caller, and where the caller is of another account, or trusted as its account,
/// the caller's own policies must allow it too.
fn assume_role(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (arn, name) = (given.text("RoleArn"), given.text("RoleSessionName"));
    let external_id = given.opt("ExternalId");
    let seconds = given.int("DurationSeconds");
    let policy = given.opt("Policy");
    let policy_arns: Vec<Value> = given
        .list("PolicyArns")
        .iter()
        .map(|one| Value::from(one.text("arn")))
        .collect();
    let tags: Vec<Value> = given
        .list("Tags")
        .iter()
        .map(|tag| value!({ "Key": (tag.text("Key")), "Value": (tag.text("Value")) }))
        .collect();
    let Some(mut role) = Role::of(arn) else {
        return Err(invalid(format!("{arn} is invalid")));
    };
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
    if !name.chars().all(fits) {
        return Err(invalid(format!(
            "1 validation error detected: Value '{name}' at 'roleSessionName' failed to satisfy constraint: Member must \
             satisfy regular expression pattern: [\\w+=,.@-]*"
        )));
    }
    role.session = name.to_owned();
    role.external_id = external_id.map(str::to_owned);
    role.seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
    role.policy = policy.map(str::to_owned);
    // A role that is not there is refused as one that does not trust.
    let nobody = Value::map();
    let record = role_of(call.world(), &role).unwrap_or(&nobody).clone();
    let keys = trust_keys(name, external_id);
    call.admitted("sts:AssumeRole", arn, &keys, trust(&record, role.account()))?;
    let asked = seconds.unwrap_or(HOUR);
    if asked > HOUR && call.principal.kind == "AssumedRole" {
        return Err(invalid(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if asked > record.get("MaxSessionDuration").as_int().unwrap_or(HOUR) {
        return Err(invalid(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    if let Some(text) = policy {
        if parsed(text).is_none() {
            return Err(Refusal::new(
                "MalformedPolicyDocument",
                "Syntax errors in policy.",
            ));
        }
        if text.len() > LONGEST {
            return Err(Refusal::new(
                "PackedPolicyTooLarge",
                format!(
                    "Packed policy consumes {}% of allotted space, please use smaller policy.",
                    packed(text)
                ),
            ));
        }
    }
    let plain = policy_arns.is_empty() && tags.is_empty();
    let mut session = value!({
        "_role": (record.get("RoleName")),
        "_name": name,
        "_by": (&call.principal.arn),
        "_asked": (if plain { input_for(&role).to_json().to_string() } else { String::new() }),
        "_policyArns": policy_arns,
        "_tags": tags,
    });
    if let Some(text) = policy {
        session.set("_policy", text);
    }
    let credentials = give(call, role.account(), session, asked)?;
    let id = format!("{}:{name}", record.get("RoleId").text());
    let role_name = record.get("RoleName").text();
    let mut answer = value!({
        "Credentials": credentials,
        "AssumedRoleUser": {
            "AssumedRoleId": id,
            "Arn": (format!("arn:aws:sts::{}:assumed-role/{role_name}/{name}", role.account())),
        },
    });
    if let Some(text) = policy {
        answer.set("PackedPolicySize", packed(text));
    }
    Ok(answer)
}

fn packed(policy: &str) -> i64 {
    i64::try_from(policy.len() * 100 / LONGEST)
        .unwrap_or(i64::MAX)
        .max(1)
}

/// Keeps a session; gives its credentials.
fn give(call: &mut Call<'_>, account: &str, mut session: Value, seconds: i64) -> Answer {
    let now = super::iam::second(call.now());
    let expires = now
        .checked_add(SignedDuration::from_secs(seconds))
        .map_err(|_| invalid("The requested DurationSeconds is invalid."))?;
    let key = credential::key_id(TEMPORARY, account, call.random("sts:key"));
    let secret = credential::secret(call.random("sts:secret"));
    let token = credential::token(call.world(), &key);
    session.set("_issued", now);
    session.set("_expires", expires);
    session.set("_secret", secret.as_str());
    session.set("_token", token.as_str());
    call.keep_session(account, &key, session);
    Ok(value!({
        "AccessKeyId": key,
        "SecretAccessKey": secret,
        "SessionToken": token,
        "Expiration": expires,
    }))
}

fn get_session_token(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let seconds = given.int("DurationSeconds").unwrap_or(HALF_DAY);
    let (Acts::User(name), None) = (call.principal.acts.clone(), &call.principal.session) else {
        let message = "Cannot call GetSessionToken with session credentials";
        return Err(Refusal::new("AccessDenied", message).status(403));
    };
    let account = call.principal.account.clone();
    let credentials = give(call, &account, value!({ "_user": name }), seconds)?;
    Ok(value!({ "Credentials": credentials }))
}

fn get_access_key_info(_: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let key = given.text("AccessKeyId");
    let account =
        credential::account_of_key(key).ok_or_else(|| invalid(format!("Invalid access key id: {key}")))?;
    Ok(value!({ "Account": account }))
}

fn decode(_: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let told = decoded(given.text("EncodedMessage")).ok_or_else(|| {
        Refusal::new(
            "InvalidAuthorizationMessageException",
            "The message could not be decoded: it is not an encoded authorization message.",
        )
    })?;
    Ok(value!({ "DecodedMessage": told }))
}

#[cfg(test)]
mod tests;
