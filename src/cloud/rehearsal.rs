//! Trouble for a target that no request is sent to: a practice account behind its own HTTP.
//!
//! Calls go the way of live ones, through the official runtime, and come in again at a [`Door`] with the trouble before
//! it. So they meet the same retries, the same throttling and the same words. What a wire has no words for comes back
//! whole all the same: that practice does not model a call, or that its world cannot be kept.

use super::door::{Door, Opening};
use super::live::{Keys, Live, METADATA, Settings};
use super::trouble::Trouble;
use crate::api::Catalogue;
use crate::event::Access;
use crate::port::{Clock, Cloud, CloudError, Latch, Request};
use crate::value::Value;
use crate::wire::served::Served;
use aws_credential_types::Credentials;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, Sleep};
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The access key of the run's own account; that of a further one goes on with `-` and its name.
const KEY: &str = "AKIAREHEARSAL";

/// What a rehearsal is made of.
pub struct Stage {
    /// The target that is called in the end.
    pub cloud: Arc<dyn Cloud>,
    /// Its clock: what is waited for between tries passes on it, and it tells the time of signatures.
    pub clock: Arc<dyn Clock>,
    /// The region of calls that name none.
    pub region: String,
    /// The models.
    pub catalogue: &'static Catalogue,
    /// The stop that ends a wait.
    pub latch: Latch,
    /// What befalls the requests.
    pub trouble: Trouble,
}

/// A target that is called through the official runtime, in trouble.
pub struct Rehearsal {
    live: Live,
    cloud: Arc<dyn Cloud>,
}

impl Rehearsal {
    /// Puts the runtime and the trouble before a target. The trouble has begun; nothing has to sign in.
    ///
    /// # Errors
    /// As [`Live::connect`].
    pub fn new(stage: Stage) -> Result<Rehearsal, CloudError> {
        let Stage {
            cloud,
            clock,
            region,
            catalogue,
            latch,
            trouble,
        } = stage;
        let door = Door::new(Opening {
            cloud: Arc::clone(&cloud),
            served: Served::new(catalogue),
            // The guard stands before the rehearsal.
            access: Access::Mutate,
            step: None,
            region: Some(region.clone()),
            account: Box::new(account),
        });
        let time = Time {
            clock,
            latch: latch.clone(),
        };
        let live = Live::connect(Settings {
            region: Some(region),
            keys: Some(Keys::new(keys)),
            http: Some(trouble.around(Some(SharedHttpClient::new(door)))),
            sleep: Some(SharedAsyncSleep::new(time.clone())),
            time: Some(SharedTimeSource::new(time)),
            ..Settings::new(catalogue, latch)
        })?;
        trouble.begin();
        Ok(Rehearsal { live, cloud })
    }
}

impl Cloud for Rehearsal {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        // Who may take on a role is for the target to say, and there is no STS in between.
        if !request.roles.is_empty() {
            return self.cloud.call(request);
        }
        let mut output = self.live.call(request)?;
        // The id is the door's; the target gave none.
        if let Value::Map(members) = &mut output {
            members.shift_remove(METADATA);
        }
        Ok(output)
    }
}

/// The keys of an account.
fn keys(account: Option<&str>) -> Credentials {
    let key = account.map_or_else(
        || KEY.to_owned(),
        |name| format!("{KEY}-{}", utf8_percent_encode(name, NON_ALPHANUMERIC)),
    );
    Credentials::new(key, "no secret", None, None, "rehearsal")
}

/// The account of a key.
fn account(key: &str) -> Option<String> {
    let name = key.strip_prefix(KEY)?.strip_prefix('-')?;
    Some(percent_decode_str(name).decode_utf8_lossy().into_owned())
}

/// The time of the target.
#[derive(Clone)]
struct Time {
    clock: Arc<dyn Clock>,
    latch: Latch,
}

impl AsyncSleep for Time {
    fn sleep(&self, duration: Duration) -> Sleep {
        let Time { clock, latch } = self.clone();
        Sleep::new(async move {
            if let Err(stop) = clock.wait(duration, &latch) {
                // The call is given up for the latch, where a further try would be a further call.
                latch.set(stop);
                std::future::pending::<()>().await;
            }
        })
    }
}

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        // The runtime's own kind of time counts from 1970; no clock of ours stands before.
        SystemTime::UNIX_EPOCH + self.clock.now().as_duration().unsigned_abs()
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Time").finish_non_exhaustive()
    }
}
