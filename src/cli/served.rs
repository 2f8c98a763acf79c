//! A practice account that a server holds: the run goes through that server, as the AWS CLI of the learner does.

use super::exit::Exit;
use super::settings::Settings;
use super::target::Opened;
use super::trouble::Trouble;
use super::wants::Wants;
use crate::cloud::{self, Keys, Live};
use crate::port::{Cloud, CloudError, Fault, Latch, Request};
use crate::practice::{Holder, World};
use crate::serve::{Client, ClientError};
use crate::value::Value;
use aws_credential_types::Credentials;
use std::path::Path;
use std::sync::Arc;

/// The way through the server. What the practice account says of itself comes back as it was said.
#[derive(Debug)]
struct Through(Live);

/// Reaches the server that holds a world. Where nobody waits along, its clock `jumps` over what is waited for.
pub(super) fn reach(
    holder: &Holder,
    folder: &Path,
    region: &str,
    wants: &Wants,
    jumps: bool,
    settings: &Settings,
    latch: &Latch,
) -> Result<Opened, Trouble> {
    let clock = Client::connect(&holder.url, &holder.token, jumps)?;
    let world = World::load(folder)?;
    let mut wanted = cloud::Settings::new(settings.catalogue, latch.clone());
    wanted.region = Some(region.to_owned());
    wanted.endpoint = Some(holder.url.clone());
    let account = world.account().to_owned();
    let accounts = wants.accounts.iter();
    let accounts = accounts.map(|name| world.account_of(Some(name))).collect();
    wanted.keys = Some(Keys::new(move |account| {
        let key = world.credentials(&world.account_of(account));
        Credentials::new(key.access_key, key.secret, key.token, None, "practice")
    }));
    Ok(Opened {
        cloud: Arc::new(Through(Live::connect(wanted)?)),
        clock: Arc::new(clock),
        account,
        accounts,
    })
}

impl Cloud for Through {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        self.0.call(request).map_err(|mut error| {
            if error.status == Some(501) {
                error.fault = match error.code.as_str() {
                    "WorldNotKept" => Fault::Machine,
                    _ => Fault::Unmodelled,
                };
            }
            error
        })
    }
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Trouble {
        Trouble::new(Exit::Failed, error.to_string())
            .hint("see what the server says in its terminal, or end it and start it again")
    }
}
