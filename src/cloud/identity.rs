//! Who we are: the account behind the credentials.

use crate::port::{Cloud, CloudError, Fault, Request};
use crate::value::Value;

/// The principal that AWS sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's id, twelve digits.
    pub account: String,
    /// The principal's ARN.
    pub arn: String,
    /// The principal's unique id.
    pub user_id: String,
}

impl Identity {
    /// The identity in an answer of `GetCallerIdentity`.
    pub(crate) fn read(request: &Request, answer: &Value) -> Result<Identity, CloudError> {
        let text = |member: &str| {
            answer.get(member).as_text().map(str::to_owned).ok_or_else(|| {
                CloudError::new(
                    request,
                    Fault::Service,
                    "UnexpectedAnswer",
                    format!("the answer has no {member}"),
                )
            })
        };
        Ok(Identity {
            account: text("Account")?,
            arn: text("Arn")?,
            user_id: text("UserId")?,
        })
    }
}

/// Asks STS who the caller is; no permission is needed for that.
///
/// # Errors
/// No credentials, no answer, or one that names no account.
pub fn identity(cloud: &dyn Cloud) -> Result<Identity, CloudError> {
    identity_of(cloud, None)
}

/// The same in another account that the target knows by name.
///
/// # Errors
/// As [`identity`]; a name that is bound to nothing.
pub fn identity_of(cloud: &dyn Cloud, account: Option<&str>) -> Result<Identity, CloudError> {
    let request = Request {
        account: account.map(str::to_owned),
        ..Request::new("sts", "GetCallerIdentity", Value::map())
    };
    Identity::read(&request, &cloud.call(&request)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::FakeCloud;
    use crate::value;

    #[test]
    fn reads_the_three_members() {
        let cloud = FakeCloud::answering([Ok(
            value!({ "Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/ada", "UserId": "AIDA" }),
        )]);
        assert_eq!(identity(&cloud).unwrap().account, "111122223333");
        assert_eq!(cloud.requests()[0].operation, "GetCallerIdentity");
    }

    #[test]
    fn an_answer_without_account_is_an_error() {
        let cloud = FakeCloud::answering([Ok(value!({ "Arn": "a", "UserId": "u" }))]);
        assert_eq!(identity(&cloud).unwrap_err().message, "the answer has no Account");
    }
}
