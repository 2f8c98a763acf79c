//! A role that calls are made as.

/// A role, and how it is assumed: what STS's `AssumeRole` is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// `arn:aws:iam::222222222222:role/Auditor`.
    arn: String,
    /// The name of the session, which CloudTrail shows.
    pub session: String,
    /// What the role's trust policy may ask for.
    pub external_id: Option<String>,
    /// How long the session lasts.
    pub seconds: Option<u32>,
    /// A policy that narrows the session, as JSON.
    pub policy: Option<String>,
}

impl Role {
    /// What to do where STS says no.
    pub const REFUSED: &str = "two sides must allow it: the role's trust policy names this principal (and its ExternalId, where it asks for one), and the principal may call sts:AssumeRole on the role";

    /// The name of a session that is given none.
    pub const SESSION: &str = "runbook";

    /// The role of an ARN; none where it is not the ARN of a role.
    #[must_use]
    pub fn of(arn: &str) -> Option<Role> {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let ["arn", partition, "iam", "", account, resource] = parts[..] else {
            return None;
        };
        let sound = partition.starts_with("aws")
            && account.len() == 12
            && account.bytes().all(|byte| byte.is_ascii_digit())
            && resource
                .strip_prefix("role/")
                .is_some_and(|name| !name.is_empty());
        sound.then(|| Role {
            arn: arn.to_owned(),
            session: Role::SESSION.to_owned(),
            external_id: None,
            seconds: None,
            policy: None,
        })
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// The account that it is in.
    #[must_use]
    pub fn account(&self) -> &str {
        self.arn.split(':').nth(4).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_by_its_arn() {
        let role = Role::of("arn:aws:iam::222222222222:role/teams/Auditor").unwrap();
        assert_eq!(
            (role.account(), role.session.as_str()),
            ("222222222222", "runbook")
        );
        assert!(Role::of("arn:aws-us-gov:iam::222222222222:role/a").is_some());
        for other in [
            "Auditor",
            "arn:aws:iam::222222222222:user/ada",
            "arn:aws:iam::2222:role/a",
            "arn:aws:iam::222222222222:role/",
            "arn:aws:sts::222222222222:assumed-role/a/b",
            "arn:aws:iam:us-east-1:222222222222:role/a",
        ] {
            assert_eq!(Role::of(other), None, "{other}");
        }
    }
}
