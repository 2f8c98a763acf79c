//! IAM: groups, users, their passwords and keys, policies and what carries them. One place for the whole account.
//!
//! A record is the API's structure under its name; who is in a group, which policies something carries and what an
//! inline policy says is hidden in `_members`, `_attached` and `_inline`. Names are unique without regard to case, and
//! found exactly as they were written. Wording and limits are AWS's (IAM API reference and user guide, "IAM and STS
//! quotas", read 2026-11-24); where a wording is known from moto alone, the code says so.

mod account;
mod attach;
mod boundary;
mod document;
mod group;
mod inline;
mod key;
mod linked;
mod login;
mod managed;
mod member;
mod names;
mod password;
mod policy;
mod profile;
mod role;
mod simulate;
mod tag;
mod user;
mod version;

#[cfg(test)]
mod tests;

use super::registry::{Family, Move, Service};
use super::resource::Resource;
use super::{ids::Form, refusal::Refusal};
use crate::value::Value;

pub(crate) use linked::service_linked;
pub(super) use names::second;
pub(crate) use policy::document_of;

/// The code of everything that is not there.
const ABSENT: &str = "NoSuchEntity";

/// A group.
pub(crate) static GROUP: Resource = Resource {
    kind: "iam:group",
    shape: "Group",
    key: "GroupName",
    prefix: "AGPA",
    form: Form::Unique,
    absent: (ABSENT, "The group with name {} cannot be found."),
    refs: &[("_members", "iam:user"), ("_attached", "iam:policy")],
    global: true,
    ..Resource::NONE
};

/// A user.
pub(crate) static USER: Resource = Resource {
    kind: "iam:user",
    shape: "User",
    key: "UserName",
    prefix: "AIDA",
    form: Form::Unique,
    absent: (ABSENT, "The user with name {} cannot be found."),
    refs: &[
        ("_attached", "iam:policy"),
        ("PermissionsBoundary.PermissionsBoundaryArn", "iam:policy"),
    ],
    global: true,
    ..Resource::NONE
};

/// A role.
pub(crate) static ROLE: Resource = Resource {
    kind: "iam:role",
    shape: "Role",
    key: "RoleName",
    prefix: "AROA",
    form: Form::Unique,
    absent: (ABSENT, "The role with name {} cannot be found."),
    refs: &[
        ("_attached", "iam:policy"),
        ("PermissionsBoundary.PermissionsBoundaryArn", "iam:policy"),
    ],
    global: true,
    ..Resource::NONE
};

/// An instance profile. The names of its roles, one at most, are hidden in `_roles`.
pub(crate) static PROFILE: Resource = Resource {
    kind: "iam:instance-profile",
    shape: "InstanceProfile",
    key: "InstanceProfileName",
    prefix: "AIPA",
    form: Form::Unique,
    absent: (ABSENT, "Instance Profile {} cannot be found."),
    refs: &[("_roles", "iam:role")],
    global: true,
    ..Resource::NONE
};

/// A policy that the account made. Those of AWS are in [`managed`].
pub(crate) static POLICY: Resource = Resource {
    kind: "iam:policy",
    shape: "Policy",
    key: "Arn",
    prefix: "ANPA",
    form: Form::Unique,
    absent: (ABSENT, "Policy {} was not found."),
    in_use: ("DeleteConflict", "Cannot delete a policy attached to entities."),
    global: true,
    ..Resource::NONE
};

/// A user's password for the console. Of the password only `_salt` and `_hash` are kept.
pub(crate) static LOGIN: Resource = Resource {
    kind: "iam:login-profile",
    shape: "LoginProfile",
    key: "UserName",
    absent: (ABSENT, "Login Profile for User {} cannot be found."),
    refs: &[("UserName", "iam:user")],
    global: true,
    ..Resource::NONE
};

/// A user's access key. The secret is kept in `_secret`, for the server that checks signatures.
pub(crate) static KEY: Resource = Resource {
    kind: "iam:access-key",
    shape: "AccessKeyMetadata",
    key: "AccessKeyId",
    prefix: "AKIA",
    form: Form::Unique,
    absent: (ABSENT, "The Access Key with id {} cannot be found."),
    refs: &[("UserName", "iam:user")],
    global: true,
    ..Resource::NONE
};

/// The account's password policy: one, under the account's id, or none.
pub(crate) static PASSWORD_POLICY: Resource = Resource {
    kind: "iam:password-policy",
    shape: "PasswordPolicy",
    absent: (ABSENT, "The Password Policy with domain name {} cannot be found."),
    global: true,
    ..Resource::NONE
};

/// The account's alias: one, or none.
pub(crate) static ALIAS: Resource = Resource {
    kind: "iam:account-alias",
    absent: (ABSENT, "The account alias {} cannot be found."),
    global: true,
    ..Resource::NONE
};

/// The service.
pub(crate) static SERVICE: Service = Service {
    name: "iam",
    families: &[
        &Family {
            resources: &[&GROUP, &USER, &POLICY, &LOGIN, &KEY, &PASSWORD_POLICY, &ALIAS],
            moves: &[
                ("CreateGroup", Move::Do(group::create)),
                ("GetGroup", Move::Do(group::get)),
                ("ListGroups", Move::Do(group::list)),
                ("UpdateGroup", Move::Do(group::update)),
                ("DeleteGroup", Move::Do(group::delete)),
                ("AddUserToGroup", Move::Do(member::add)),
                ("RemoveUserFromGroup", Move::Do(member::remove)),
                ("ListGroupsForUser", Move::Do(member::groups_of)),
                ("CreateUser", Move::Do(user::create)),
                ("GetUser", Move::Do(user::get)),
                ("ListUsers", Move::Do(user::list)),
                ("UpdateUser", Move::Do(user::update)),
                ("DeleteUser", Move::Do(user::delete)),
                ("TagUser", Move::Do(|call, given| tag::tag(call, given, &USER))),
                (
                    "UntagUser",
                    Move::Do(|call, given| tag::untag(call, given, &USER)),
                ),
                (
                    "ListUserTags",
                    Move::Do(|call, given| tag::list(call, given, &USER)),
                ),
                (
                    "PutUserPermissionsBoundary",
                    Move::Do(|call, given| boundary::put(call, given, &USER)),
                ),
                (
                    "DeleteUserPermissionsBoundary",
                    Move::Do(|call, given| boundary::delete(call, given, &USER)),
                ),
                ("GetAccessKeyLastUsed", Move::Do(key::last_used)),
                ("CreatePolicyVersion", Move::Do(version::create)),
                ("DeletePolicyVersion", Move::Do(version::delete)),
                ("SetDefaultPolicyVersion", Move::Do(version::set_default)),
                ("CreateLoginProfile", Move::Do(login::create)),
                ("GetLoginProfile", Move::Do(login::get)),
                ("UpdateLoginProfile", Move::Do(login::update)),
                ("DeleteLoginProfile", Move::Do(login::delete)),
                ("CreateAccessKey", Move::Do(key::create)),
                ("ListAccessKeys", Move::Do(key::list)),
                ("UpdateAccessKey", Move::Do(key::update)),
                ("DeleteAccessKey", Move::Do(key::delete)),
                (
                    "AttachGroupPolicy",
                    Move::Do(|call, given| attach::attach(call, given, &GROUP)),
                ),
                (
                    "DetachGroupPolicy",
                    Move::Do(|call, given| attach::detach(call, given, &GROUP)),
                ),
                (
                    "ListAttachedGroupPolicies",
                    Move::Do(|call, given| attach::list(call, given, &GROUP)),
                ),
                (
                    "AttachUserPolicy",
                    Move::Do(|call, given| attach::attach(call, given, &USER)),
                ),
                (
                    "DetachUserPolicy",
                    Move::Do(|call, given| attach::detach(call, given, &USER)),
                ),
                (
                    "ListAttachedUserPolicies",
                    Move::Do(|call, given| attach::list(call, given, &USER)),
                ),
                (
                    "PutGroupPolicy",
                    Move::Do(|call, given| inline::put(call, given, &GROUP)),
                ),
                (
                    "GetGroupPolicy",
                    Move::Do(|call, given| inline::get(call, given, &GROUP)),
                ),
                (
                    "ListGroupPolicies",
                    Move::Do(|call, given| inline::list(call, given, &GROUP)),
                ),
                (
                    "DeleteGroupPolicy",
                    Move::Do(|call, given| inline::delete(call, given, &GROUP)),
                ),
                (
                    "PutUserPolicy",
                    Move::Do(|call, given| inline::put(call, given, &USER)),
                ),
                (
                    "GetUserPolicy",
                    Move::Do(|call, given| inline::get(call, given, &USER)),
                ),
                (
                    "ListUserPolicies",
                    Move::Do(|call, given| inline::list(call, given, &USER)),
                ),
                (
                    "DeleteUserPolicy",
                    Move::Do(|call, given| inline::delete(call, given, &USER)),
                ),
                ("CreatePolicy", Move::Do(policy::create)),
                ("GetPolicy", Move::Do(policy::get)),
                ("ListPolicies", Move::Do(policy::list)),
                ("DeletePolicy", Move::Do(policy::delete)),
                ("GetPolicyVersion", Move::Do(version::get)),
                ("ListPolicyVersions", Move::Do(version::list)),
                ("ListEntitiesForPolicy", Move::Do(policy::entities)),
                ("GetAccountPasswordPolicy", Move::Do(password::get)),
                ("UpdateAccountPasswordPolicy", Move::Do(password::update)),
                ("DeleteAccountPasswordPolicy", Move::Do(password::delete)),
                ("ListAccountAliases", Move::Do(account::list_aliases)),
                ("CreateAccountAlias", Move::Do(account::create_alias)),
                ("DeleteAccountAlias", Move::Do(account::delete_alias)),
                ("GetAccountSummary", Move::Do(account::summary)),
            ],
            ..Family::NONE
        },
        &linked::FAMILY,
        &profile::FAMILY,
        &role::FAMILY,
        &simulate::FAMILY,
    ],
    global: true,
    ..Service::NONE
};

/// The refusal of input that is not of the form.
fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::new("ValidationError", message)
}

/// The refusal of a thing whose name is taken.
fn exists(message: impl Into<String>) -> Refusal {
    Refusal::new("EntityAlreadyExists", message)
}

/// The refusal to delete a thing that something still hangs on.
fn conflict(what: &str) -> Refusal {
    Refusal::new(
        "DeleteConflict",
        format!("Cannot delete entity, must {what} first."),
    )
}

/// That one more of something may be made.
fn within(quota: &str, limit: usize, have: usize) -> Result<(), Refusal> {
    if have < limit {
        return Ok(());
    }
    Err(Refusal::new(
        "LimitExceeded",
        format!("Cannot exceed quota for {quota}: {limit}"),
    ))
}

/// A record without the members that a list leaves out.
fn summary(record: &Value, left_out: &[&str]) -> Value {
    let mut short = record.clone();
    if let Some(members) = short.as_map_mut() {
        members.retain(|name, _| !left_out.contains(&name.as_str()));
    }
    short
}

/// The items of a hidden list, to change; made where there is none.
fn hidden<'v>(record: &'v mut Value, member: &str) -> Option<&'v mut Vec<Value>> {
    if record.get(member).is_null() {
        record.set(member, Vec::<Value>::new());
    }
    record.as_map_mut()?.get_mut(member)?.as_list_mut()
}
