//! What a runbook needs of a target, and what the command line binds its accounts to.

use super::trouble::Trouble;
use crate::cloud::Binding;
use crate::diagnostic::suggest;
use crate::document::Front;
use indexmap::IndexMap;

/// What a runbook needs of a target; nothing where there is no runbook.
#[derive(Clone, Debug, Default)]
pub(super) struct Wants {
    /// The regions that it works in.
    pub(super) regions: Vec<String>,
    /// The further accounts that it names.
    pub(super) accounts: Vec<String>,
    /// What `--bind` says of them.
    pub(super) bindings: IndexMap<String, Binding>,
}

impl Wants {
    /// What the front matter says and `--bind` answers.
    pub(super) fn of(front: &Front, bind: &[String]) -> Result<Wants, Trouble> {
        let accounts: Vec<String> = front.accounts.iter().map(|need| need.name.clone()).collect();
        let mut bindings = IndexMap::new();
        for text in bind {
            let written = "write it as `--bind NAME=PROFILE` or `--bind NAME=ROLE_ARN`";
            let (name, to) = text
                .split_once('=')
                .filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| {
                    Trouble::usage(format!("`--bind {text}` names no profile and no role")).hint(written)
                })?;
            if !accounts.iter().any(|account| account == name) {
                let names: Vec<&str> = accounts.iter().map(String::as_str).collect();
                let hint = if names.is_empty() {
                    "it has no `accounts:`".to_owned()
                } else {
                    suggest(name, &names)
                };
                return Err(Trouble::usage(format!("the runbook names no account `{name}`")).hint(hint));
            }
            let binding = Binding::read(to)
                .map_err(|why| Trouble::usage(format!("`--bind {text}`: {why}")).hint(written))?;
            if bindings.insert(name.to_owned(), binding).is_some() {
                return Err(Trouble::usage(format!("`{name}` is bound twice")));
            }
        }
        Ok(Wants {
            regions: front.regions.clone(),
            accounts,
            bindings,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::AccountNeed;

    fn wants(bind: &[&str]) -> Result<Wants, Trouble> {
        let need = |name: &str| AccountNeed {
            name: name.to_owned(),
            summary: None,
        };
        let front = Front {
            accounts: vec![need("partner"), need("auditor")],
            ..Front::default()
        };
        let bind: Vec<String> = bind.iter().map(|text| (*text).to_owned()).collect();
        Wants::of(&front, &bind)
    }

    #[test]
    fn accounts_are_bound_by_name() {
        let role = "arn:aws:iam::222222222222:role/Lab";
        let wants = wants(&["partner=class-b", &format!("auditor={role}")]).unwrap();
        let bound: Vec<String> = wants
            .bindings
            .iter()
            .map(|(name, binding)| format!("{name}: {binding}"))
            .collect();
        assert_eq!(
            bound,
            [
                "partner: profile class-b".to_owned(),
                format!("auditor: role {role}")
            ]
        );
    }

    #[test]
    fn a_binding_that_is_none_is_told_with_advice() {
        let table = [
            (&["partner"][..], "names no profile and no role", "NAME=PROFILE"),
            (&["partner="], "there is no profile and no role", "NAME=ROLE_ARN"),
            (&["=class"], "names no profile", "NAME=PROFILE"),
            (
                &["partnr=class"],
                "names no account `partnr`",
                "did you mean `partner`?",
            ),
            (
                &["partner=arn:aws:iam::222222222222:user/ada"],
                "is not the ARN of a role",
                "NAME=ROLE_ARN",
            ),
        ];
        for (bind, message, hint) in table {
            let trouble = wants(bind).unwrap_err();
            let (_, said, advice) = trouble.parts();
            assert!(
                said.contains(message) && advice.is_some_and(|advice| advice.contains(hint)),
                "{said} {advice:?}"
            );
        }
        let twice = wants(&["partner=a", "partner=b"]).unwrap_err();
        assert!(twice.parts().1.contains("bound twice"));
        let none = Wants::of(&Front::default(), &["partner=a".to_owned()]).unwrap_err();
        assert_eq!(none.parts().2, Some("it has no `accounts:`"));
    }
}
