//! The calls made with the typed clients. The files of the folder are written by `tools/typed_calls.py`.

mod athena;
#[expect(deprecated, reason = "what AWS serves no longer can still be said")]
mod ec2;
mod iam;
#[expect(deprecated, reason = "what S3 still takes")]
mod s3;
mod ssm;

use super::catcher::Catcher;
use super::clients;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::error::display::DisplayErrorContext;
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::{Blob, DateTime};
use std::error::Error;
use std::pin::Pin;

/// What the calls give the dynamic client, one line of JSON each.
pub(super) const INPUTS: &str = include_str!("typed/inputs.jsonl");

/// How a call ends: the catcher answers nothing that has to be understood, so an error may be none.
type Sending = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// Operation, variant, the call.
type Call<C> = (&'static str, &'static str, fn(&C) -> Sending);

/// The typed clients.
pub(super) struct Typed {
    athena: aws_sdk_athena::Client,
    ec2: aws_sdk_ec2::Client,
    iam: aws_sdk_iam::Client,
    s3: aws_sdk_s3::Client,
    ssm: aws_sdk_ssm::Client,
}

impl Typed {
    /// The clients above a catcher.
    pub(super) fn new(catcher: &Catcher) -> Typed {
        let config = clients::config(catcher);
        Typed {
            athena: aws_sdk_athena::Client::new(&config),
            ec2: aws_sdk_ec2::Client::new(&config),
            iam: aws_sdk_iam::Client::new(&config),
            s3: aws_sdk_s3::Client::new(&config),
            ssm: aws_sdk_ssm::Client::new(&config),
        }
    }

    /// Makes a call; none where it is not written down.
    pub(super) fn send(&self, service: &str, operation: &str, variant: &str) -> Option<Sending> {
        match service {
            "athena" => find(athena::CALLS, &self.athena, operation, variant),
            "ec2" => find(ec2::CALLS, &self.ec2, operation, variant),
            "iam" => find(iam::CALLS, &self.iam, operation, variant),
            "s3" => find(s3::CALLS, &self.s3, operation, variant),
            "ssm" => find(ssm::CALLS, &self.ssm, operation, variant),
            _ => None,
        }
    }

    /// How many calls are written down.
    pub(super) fn count() -> usize {
        athena::CALLS.len() + ec2::CALLS.len() + iam::CALLS.len() + s3::CALLS.len() + ssm::CALLS.len()
    }
}

fn find<C>(calls: &[Call<C>], client: &C, operation: &str, variant: &str) -> Option<Sending> {
    calls
        .iter()
        .find(|(name, of, _)| (*name, *of) == (operation, variant))
        .map(|(_, _, call)| call(client))
}

fn sent<T, E: Error>(call: impl Future<Output = Result<T, E>> + 'static) -> Sending {
    Box::pin(async move {
        call.await
            .map(drop)
            .map_err(|e| DisplayErrorContext(e).to_string())
    })
}

/// An instant, in seconds since the one of the written inputs.
fn time(seconds: i64) -> DateTime {
    DateTime::from_secs(1_795_498_200 + seconds)
}

fn blob(bytes: &[u8]) -> Blob {
    Blob::new(bytes)
}

fn stream(bytes: &'static [u8]) -> ByteStream {
    ByteStream::from_static(bytes)
}

/// `Operation variant: method.setter(value)...;`
macro_rules! calls {
    ($($operation:ident $variant:ident: $method:ident $(.$setter:ident($($value:expr),*))*;)*) => {
        /// Every call.
        pub(super) const CALLS: &[super::Call<Client>] = &[$(
            (stringify!($operation), stringify!($variant), |client| {
                super::sent(client.$method()$(.$setter($($value),*))*.send())
            }),
        )*];
    };
}

/// `function -> Type: .setter(value)...;`
macro_rules! structures {
    ($($function:ident -> $type:ident: $(.$setter:ident($($value:expr),*))*;)*) => {$(
        fn $function() -> $type {
            super::Made::made($type::builder()$(.$setter($($value),*))*.build())
        }
    )*};
}

use {calls, structures};

/// What a builder gives: a structure, or a result where the structure has members that must be there.
trait Made<T> {
    fn made(self) -> T;
}

impl<T> Made<T> for T {
    fn made(self) -> T {
        self
    }
}

impl<T> Made<T> for Result<T, BuildError> {
    fn made(self) -> T {
        self.unwrap()
    }
}
