//! The account: its alias and its figures.

use super::{
    ALIAS, GROUP, POLICY, PROFILE, ROLE, USER, attach, exists, group, invalid, key, member, policy, profile,
    role, user,
};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::Answer;
use crate::value;
use crate::value::Value;

pub(super) fn list_aliases(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let aliases: Vec<Value> = call
        .all(&ALIAS)
        .map(|alias| alias.get("AccountAlias").clone())
        .collect();
    let aliases = call.cut(given, aliases)?;
    Ok(value!({ "AccountAliases": aliases }))
}

/// An account has one alias: a second takes the place of the first (IAM user guide, "Creating an account alias").
pub(super) fn create_alias(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let alias = given.text("AccountAlias");
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let hyphens = alias.starts_with('-') || alias.ends_with('-') || alias.contains("--");
    if !(3..=63).contains(&alias.len()) || !alias.chars().all(letters) || hyphens {
        return Err(invalid(
            "1 validation error detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
        ));
    }
    if call.found(&ALIAS, alias).is_some() {
        return Err(exists(format!("The account alias {alias} already exists.")));
    }
    let before: Vec<String> = call
        .all(&ALIAS)
        .map(|alias| alias.get("AccountAlias").text().to_owned())
        .collect();
    for old in before {
        call.remove(&ALIAS, &old)?;
    }
    call.keep(&ALIAS, alias, value!({ "AccountAlias": alias }));
    Ok(Value::map())
}

pub(super) fn delete_alias(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    call.remove(&ALIAS, given.text("AccountAlias"))?;
    Ok(Value::map())
}

/// What the account has, and AWS's default quotas (IAM user guide, "IAM and STS quotas"). The root user of a practice
/// account has neither keys nor a device.
pub(super) fn summary(call: &mut Call<'_>, _: &Given<'_>) -> Answer {
    Ok(value!({ "SummaryMap": {
        "Users": (call.all(&USER).count()),
        "UsersQuota": (user::QUOTA),
        "Groups": (call.all(&GROUP).count()),
        "GroupsQuota": (group::QUOTA),
        "GroupsPerUserQuota": (member::QUOTA),
        "Roles": (call.all(&ROLE).count()),
        "RolesQuota": (role::QUOTA),
        "Policies": (call.all(&POLICY).count()),
        "PoliciesQuota": (policy::QUOTA),
        "PolicySizeQuota": 6144,
        "PolicyVersionsInUse": (call.all(&POLICY).count()),
        "PolicyVersionsInUseQuota": 10000,
        "VersionsPerPolicyQuota": 5,
        "AttachedPoliciesPerGroupQuota": (attach::QUOTA),
        "AttachedPoliciesPerRoleQuota": (attach::QUOTA),
        "AttachedPoliciesPerUserQuota": (attach::QUOTA),
        "UserPolicySizeQuota": 2048,
        "GroupPolicySizeQuota": 5120,
        "RolePolicySizeQuota": 10240,
        "AssumeRolePolicySizeQuota": 2048,
        "AccessKeysPerUserQuota": (key::QUOTA),
        "SigningCertificatesPerUserQuota": 2,
        "ServerCertificates": 0,
        "ServerCertificatesQuota": 20,
        "InstanceProfiles": (call.all(&PROFILE).count()),
        "InstanceProfilesQuota": (profile::QUOTA),
        "MFADevices": 0,
        "MFADevicesInUse": 0,
        "AccountMFAEnabled": 0,
        "AccountAccessKeysPresent": 0,
        "AccountPasswordPresent": 1,
        "AccountSigningCertificatesPresent": 0,
        "Providers": 0,
        "GlobalEndpointTokenVersion": 1,
    } }))
}
