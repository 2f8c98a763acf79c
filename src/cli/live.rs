//! The real account: found, shown, agreed to.

use super::args::TargetArgs;
use super::exit::Exit;
use super::output::Output;
use super::settings::Settings;
use super::target::{Bound, Target};
use super::trouble::Trouble;
use super::wants::Wants;
use crate::api::Catalogue;
use crate::cloud::{self, Binding, Live};
use crate::port::{Cloud, CloudError, Latch, Prompt, PromptKind, Prompter, Request};
use crate::ui::account_id;
use crate::value::Value;
use std::sync::Arc;

/// Connects, and asks AWS who we are.
pub(super) fn open(
    args: &TargetArgs,
    settings: &Settings,
    wants: &Wants,
    latch: &Latch,
) -> Result<Target, Trouble> {
    let mut wanted = cloud::Settings::new(settings.catalogue, latch.clone());
    // AWS_PROFILE is left to the official chain: there, keys in the environment come before it.
    wanted.profile = args.profile.clone();
    wanted.region = args.region.clone().or_else(|| settings.region.clone());
    wanted.endpoint = settings.endpoint.clone();
    wanted.endpoints.clone_from(&settings.endpoints);
    wanted.accounts = wants.bindings.clone();
    let trouble = rehearsal(&args.trouble, settings.catalogue)?;
    wanted.http = trouble.as_ref().map(|trouble| trouble.around(None));
    if let Some(role) = &args.role {
        let binding = Binding::read(role).map_err(Trouble::usage)?;
        wanted.accounts.insert(MEMBER.to_owned(), binding);
    }
    let mut live = Live::connect(wanted.clone())?;
    if live.region().is_none() {
        let Some(region) = wants.regions.first() else {
            return Err(Trouble::usage("no region is named")
                .hint("give one with --region, AWS_REGION, or the profile"));
        };
        wanted.region = Some(region.clone());
        live = Live::connect(wanted)?;
    }
    let region = live.region().unwrap_or_default().to_owned();
    let member = args.role.as_ref().map(|_| MEMBER);
    let identity = cloud::identity_of(&live, member)?;
    let alias = if member.is_none() { alias(&live) } else { None };
    let bound = wants
        .bindings
        .iter()
        .map(|(name, binding)| Ok((bound(&live, name, binding)?, binding.clone())))
        .collect::<Result<Vec<_>, Trouble>>()?;
    if let Some(trouble) = trouble {
        trouble.begin();
    }
    let target = Target::live(
        live,
        region,
        identity,
        alias,
        settings.endpoint.as_deref(),
        args.profile.as_deref(),
        bound,
    );
    let cloud = match member {
        Some(_) => Arc::new(Within(target.cloud)) as Arc<dyn Cloud>,
        None => target.cloud,
    };
    Ok(Target {
        trouble: args.trouble.clone(),
        cloud,
        ..target
    })
}

/// The name under which the account of a fleet is reached that a role leads to; no runbook can have it.
const MEMBER: &str = "the account of the fleet";

/// Calls that name no account go to that of the fleet.
struct Within(Arc<dyn Cloud>);

impl Cloud for Within {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let mut request = request.clone();
        request.account.get_or_insert_with(|| MEMBER.to_owned());
        self.0.call(&request)
    }
}

/// Asks a further account who we are there.
fn bound(live: &Live, name: &str, binding: &Binding) -> Result<Bound, Trouble> {
    let identity = cloud::identity_of(live, Some(name))?;
    Ok(Bound {
        name: name.to_owned(),
        account: identity.account,
        through: binding.to_string(),
    })
}

/// The trouble that is asked for.
pub(super) fn rehearsal(rules: &[String], catalogue: &Catalogue) -> Result<Option<cloud::Trouble>, Trouble> {
    if rules.is_empty() {
        return Ok(None);
    }
    let rules = cloud::Rules::parse(rules, catalogue)
        .map_err(|error| Trouble::usage(error.to_string()).hint(error.advice))?;
    Ok(Some(cloud::Trouble::new(rules)))
}

/// The account's alias, for people; many principals may not read it, and then there is none to show.
fn alias(live: &Live) -> Option<String> {
    let answer = live
        .call(&Request::new("iam", "ListAccountAliases", Value::map()))
        .ok()?;
    answer.at("AccountAliases.0").as_text().map(str::to_owned)
}

/// Shows the account and has it agreed to, once: by `--account`, or by a person.
pub(super) fn agree(
    target: &Target,
    account: Option<&str>,
    person: Option<&dyn Prompter>,
    output: &Output,
) -> Result<(), Trouble> {
    if let Some(wanted) = account {
        if wanted.replace('-', "") == target.account {
            if !target.bound.is_empty() {
                output.talk(&further(target));
            }
            return Ok(());
        }
        return Err(Trouble::new(
            Exit::Refused,
            format!(
                "the credentials belong to account {}, not to {wanted}",
                account_id(&target.account)
            ),
        )
        .hint("choose other credentials with --profile, or give the account that is meant"));
    }
    let alias = target
        .alias
        .as_ref()
        .map(|alias| format!(" ({alias})"))
        .unwrap_or_default();
    let Some(person) = person else {
        return Err(Trouble::new(
            Exit::Refused,
            format!(
                "account {}{alias} is real, and nobody is there to agree to it",
                account_id(&target.account)
            ),
        )
        .hint(format!("agree with `--account {}`", target.account)));
    };
    output.warn(&format!(
        "this is a real account{}",
        if target.name == "live" {
            ""
        } else {
            ", or what answers for one"
        }
    ));
    let who = target.arn.clone().unwrap_or_default();
    output.talk(&format!(
        "  account  {}{alias}\n  region   {}\n  as       {who}\n  target   {}",
        account_id(&target.account),
        target.region,
        target.name
    ));
    let question = if target.bound.is_empty() {
        "Work in this account?"
    } else {
        output.talk(&further(target));
        "Work in these accounts?"
    };
    if yes(person, "account", question, false)? {
        Ok(())
    } else {
        Err(Trouble::new(
            Exit::Refused,
            "the account was not agreed to; nothing was done",
        ))
    }
}

/// The further accounts, a line each.
fn further(target: &Target) -> String {
    let line = |bound: &Bound| {
        let (name, account) = (&bound.name, account_id(&bound.account));
        format!("  {name:<7}  {account}, by {}", bound.through)
    };
    target.bound.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Asks a person yes or no.
pub(super) fn yes(person: &dyn Prompter, name: &str, text: &str, default: bool) -> Result<bool, Trouble> {
    let prompt = Prompt {
        name: name.to_owned(),
        text: text.to_owned(),
        help: None,
        kind: PromptKind::Confirm,
        default: Some(Value::Bool(default)),
    };
    Ok(person.ask(&prompt)?.value.as_bool() == Some(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::{FakePrompter, WallClock};
    use crate::practice::{Options, Practice};
    use std::sync::Arc;

    fn target() -> Target {
        Target {
            cloud: Arc::new(Practice::in_memory(&Options::new("us-east-1"))),
            clock: Arc::new(WallClock),
            live: true,
            account: "111122223333".to_owned(),
            bound: Vec::new(),
            alias: None,
            arn: None,
            region: "us-east-1".to_owned(),
            name: "live".to_owned(),
            options: String::new(),
            trouble: Vec::new(),
            recorded: None,
            notices: Vec::new(),
        }
    }

    #[test]
    fn a_real_account_is_agreed_to_or_refused() {
        let (settings, target) = (Settings::for_tests(), target());
        let output = Output::new(&settings);
        let says = |yes: bool| FakePrompter::answering([Value::Bool(yes)]);
        let agreed = |account: Option<&str>, person: Option<&FakePrompter>| {
            agree(
                &target,
                account,
                person.map(|person| person as &dyn Prompter),
                &output,
            )
            .map_err(|trouble| trouble.parts().0)
        };
        assert_eq!(agreed(Some("1111-2222-3333"), None), Ok(()));
        assert_eq!(
            agreed(Some("999922223333"), Some(&says(true))),
            Err(Exit::Refused)
        );
        assert_eq!(agreed(None, None), Err(Exit::Refused));
        assert_eq!(agreed(None, Some(&says(true))), Ok(()));
        assert_eq!(agreed(None, Some(&says(false))), Err(Exit::Refused));
    }
}
