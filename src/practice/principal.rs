//! Who calls.

use super::credential::learner_key;
use super::iam::{ROLE, USER};
use super::ids::Seed;
use super::world::{GLOBAL, World};
use crate::value;
use crate::value::Value;
use jiff::Timestamp;

/// The role that a class works as. It may do everything, as the role that a class is given.
pub(super) const LEARNERS_ROLE: &str = "WorkshopParticipant";

/// The identity behind a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// The account that it belongs to.
    pub account: String,
    /// Its ARN.
    pub arn: String,
    /// `AROA...:learner`.
    pub id: String,
    /// `AssumedRole`, `IAMUser`: as CloudTrail words it.
    pub kind: &'static str,
    /// The name that event history shows.
    pub name: String,
    /// The access key that it signs with; none for a principal that a command names.
    pub(crate) key: Option<String>,
    /// Whose policies are evaluated.
    pub(crate) acts: Acts,
    /// The session that it works in, if it is one.
    pub(crate) session: Option<Session>,
}

/// Whose policies say what a principal may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Acts {
    /// The administrator that a class works as: nothing is evaluated.
    Learner,
    /// The user of that name.
    User(String),
    /// The role of that name.
    Role(String),
}

/// A session that STS gave out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Session {
    /// The user whose session it is, or the role.
    pub(crate) acts: Option<Acts>,
    /// The session's name; empty for a user's.
    pub(crate) name: String,
    /// When it was made.
    pub(crate) issued: Option<Timestamp>,
    /// The document that narrows it, and the ARNs of managed policies that do.
    pub(crate) policy: Option<String>,
    pub(crate) policy_arns: Vec<String>,
    /// Its tags: `Key` and `Value`.
    pub(crate) tags: Vec<Value>,
}

impl Principal {
    /// The role that a class works as, in an account of the world.
    #[must_use]
    pub fn learner(world: &World, account: &str) -> Principal {
        let role = Seed::new(world.seed, account, "principal", 0).unique(17);
        Principal {
            account: account.to_owned(),
            arn: format!("arn:aws:sts::{account}:assumed-role/{LEARNERS_ROLE}/learner"),
            id: format!("AROA{role}:learner"),
            kind: "AssumedRole",
            name: "learner".to_owned(),
            key: Some(learner_key(world, account)),
            acts: Acts::Learner,
            session: None,
        }
    }

    /// A user of an account.
    pub(crate) fn user(world: &World, account: &str, name: &str) -> Option<Principal> {
        let user = world.record(&format!("{account}/{GLOBAL}"), USER.kind, name)?;
        Some(Principal {
            account: account.to_owned(),
            arn: user.get("Arn").text().to_owned(),
            id: user.get("UserId").text().to_owned(),
            kind: "IAMUser",
            name: name.to_owned(),
            key: None,
            acts: Acts::User(name.to_owned()),
            session: None,
        })
    }

    /// A session of a role of an account.
    pub(crate) fn role(world: &World, account: &str, name: &str, session: Session) -> Option<Principal> {
        let role = world.record(&format!("{account}/{GLOBAL}"), ROLE.kind, name)?;
        Some(Principal {
            account: account.to_owned(),
            arn: format!("arn:aws:sts::{account}:assumed-role/{name}/{}", session.name),
            id: format!("{}:{}", role.get("RoleId").text(), session.name),
            kind: "AssumedRole",
            name: session.name.clone(),
            key: None,
            acts: Acts::Role(name.to_owned()),
            session: Some(session),
        })
    }

    /// The principal that `user/NAME` or `role/NAME` names in an account.
    pub(crate) fn named(world: &World, account: &str, name: &str) -> Option<Principal> {
        match name.split_once('/')? {
            ("user", name) => Principal::user(world, account, name),
            ("role", name) => {
                let session = Session {
                    acts: Some(Acts::Role(name.to_owned())),
                    name: "learner".to_owned(),
                    issued: Some(world.now),
                    ..Session::default()
                };
                Principal::role(world, account, name, session)
            }
            _ => None,
        }
    }

    /// The `userIdentity` of its CloudTrail events (AWS: "CloudTrail userIdentity element").
    pub(crate) fn identity(&self) -> Value {
        let mut identity = value!({
            "type": (self.kind),
            "principalId": (&self.id),
            "arn": (&self.arn),
            "accountId": (&self.account),
        });
        if let Some(key) = &self.key {
            identity.set("accessKeyId", key.as_str());
        }
        if let Acts::User(name) = &self.acts {
            identity.set("userName", name.as_str());
        }
        let attributes = |issued: Timestamp| value!({ "creationDate": issued, "mfaAuthenticated": "false" });
        match (&self.session, &self.acts) {
            (
                Some(Session {
                    issued: Some(issued), ..
                }),
                Acts::Role(name),
            ) => {
                let id = self.id.split(':').next().unwrap_or_default();
                identity.set(
                    "sessionContext",
                    value!({
                        "sessionIssuer": {
                            "type": "Role",
                            "principalId": id,
                            "arn": (format!("arn:aws:iam::{}:role/{name}", self.account)),
                            "accountId": (&self.account),
                            "userName": name,
                        },
                        "attributes": (attributes(*issued)),
                    }),
                );
            }
            (
                Some(Session {
                    issued: Some(issued), ..
                }),
                _,
            ) => {
                identity.set("sessionContext", value!({ "attributes": (attributes(*issued)) }));
            }
            _ => {}
        }
        identity
    }
}

impl Session {
    /// The session that a record of the world keeps.
    pub(crate) fn read(record: &Value) -> Session {
        let text = |member: &str| record.get(member).as_text().map(str::to_owned);
        Session {
            acts: text("_user")
                .map(Acts::User)
                .or_else(|| text("_role").map(Acts::Role)),
            name: text("_name").unwrap_or_default(),
            issued: record.get("_issued").as_time(),
            policy: text("_policy"),
            policy_arns: record
                .get("_policyArns")
                .items()
                .iter()
                .map(|arn| arn.text().to_owned())
                .collect(),
            tags: record.get("_tags").items().to_vec(),
        }
    }

    /// Who works in it; nobody where the user or role is gone.
    pub(crate) fn principal(self, world: &World, account: &str, key: &str) -> Option<Principal> {
        let principal = match self.acts.clone()? {
            Acts::User(name) => Principal {
                session: Some(self),
                ..Principal::user(world, account, &name)?
            },
            Acts::Role(name) => Principal::role(world, account, &name, self)?,
            Acts::Learner => Principal {
                session: Some(self),
                ..Principal::learner(world, account)
            },
        };
        Some(Principal {
            key: Some(key.to_owned()),
            ..principal
        })
    }
}
