//! From HTTP into any [`Cloud`]: what speaks AWS's protocols is answered by a stack of layers and its target.
//!
//! A client of AWS's SDK is given a [`Door`] as its HTTP client. Its requests are read back into what they mean, called
//! on the cloud behind the door, and answered as AWS would; nothing is sent anywhere else.

use super::METADATA;
use super::validate::MISFIT;
use crate::api::{EndpointParams, Operation, Service};
use crate::event::Access;
use crate::port::{Cloud, CloudError, Fault, Request};
use crate::wire::served::{Meant, Scope, Served, Unserved, misfit, refusal, reply};
use crate::wire::{WireAnswer, WireRequest};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The account that an access key belongs to: a name of `accounts:` in the front matter; none for the run's own.
type AccountOf = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Who calls, as the door was told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The account that is called in: its id, or a name of `accounts:` in the front matter; none for the run's own.
    pub account: Option<String>,
    /// The access key that signed; none where the door does not look at keys.
    pub key: Option<String>,
}

/// Why a request is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// AWS's code.
    pub code: String,
    /// The message.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

/// What was made of a request.
#[derive(Clone, Debug)]
pub struct Heard {
    /// The answer.
    pub answer: WireAnswer,
    /// boto3's name of the service, where it was understood.
    pub service: Option<&'static str>,
    /// The operation, where it was understood.
    pub operation: Option<&'static str>,
    /// The access key in the signature.
    pub key: Option<String>,
    /// The region of the signature.
    pub region: Option<String>,
    /// The code of an error.
    pub code: Option<String>,
    /// The error that the answer was made of, where the cloud refused the call.
    error: Option<CloudError>,
}

/// A door into a cloud. Clones lead into the same one.
#[derive(Clone)]
pub struct Door(Arc<Inner>);

/// An answer that carries an error.
struct Refused {
    code: String,
    message: String,
    status: Option<u16>,
    id: String,
    error: Option<CloudError>,
}

struct Inner {
    cloud: Arc<dyn Cloud>,
    served: Served,
    access: Access,
    step: Option<String>,
    region: Option<String>,
    account: Box<AccountOf>,
    answers: AtomicU64,
}

/// What a door is made of.
pub struct Opening {
    /// What is behind it.
    pub cloud: Arc<dyn Cloud>,
    /// What a server knows: the models, and the hosts that it is reached by.
    pub served: Served,
    /// What callers may do.
    pub access: Access,
    /// The step that calls; none outside of steps.
    pub step: Option<String>,
    /// The run's region. What is signed as a call from there would be names no other.
    pub region: Option<String>,
    /// Whose a key is.
    pub account: Box<AccountOf>,
}

impl Door {
    /// Opens a door.
    #[must_use]
    pub fn new(opening: Opening) -> Door {
        let Opening {
            cloud,
            served,
            access,
            step,
            region,
            account,
        } = opening;
        Door(Arc::new(Inner {
            cloud,
            served,
            access,
            step,
            region,
            account,
            answers: AtomicU64::new(0),
        }))
    }

    /// Answers one request. Blocks as the cloud does: never on a thread of an async runtime.
    #[must_use]
    pub fn answer(&self, request: &WireRequest) -> WireAnswer {
        self.said(request).answer
    }

    /// The same, with what was understood. Nobody is turned away.
    fn said(&self, request: &WireRequest) -> Heard {
        self.hear(request, |meant| {
            let scope = meant.scope.as_ref();
            Ok(Caller {
                account: scope.and_then(|scope| (self.0.account)(&scope.access_key)),
                key: None,
            })
        })
    }

    /// Answers one request of whom `gate` lets in, and says what was understood.
    #[must_use]
    pub fn hear(
        &self,
        request: &WireRequest,
        gate: impl FnOnce(&Meant<'_>) -> Result<Caller, Denied>,
    ) -> Heard {
        let door = &*self.0;
        let mut heard = match door.served.meaning(request) {
            Ok(meant) => door.heard(&meant, gate),
            Err(unserved) => Heard {
                answer: door.unserved(&unserved),
                service: unserved.service.map(|service| service.name.as_str()),
                operation: None,
                key: None,
                region: None,
                code: Some(UNKNOWN.to_owned()),
                error: None,
            },
        };
        if request.method.eq_ignore_ascii_case("HEAD") {
            heard.answer.body.clear();
        }
        heard
    }
}

/// An error that goes along with its answer.
#[derive(Clone, Debug)]
struct Behind(CloudError);

/// The error behind an answer, where AWS's wire has no words for it: of this program, or of this machine.
pub(super) fn behind(response: &HttpResponse) -> Option<CloudError> {
    let Behind(error) = response.extension()?;
    (error.fault != Fault::Service).then(|| error.clone())
}

/// The code of what is no operation.
const UNKNOWN: &str = "UnknownOperationException";

impl Inner {
    fn heard(&self, meant: &Meant<'_>, gate: impl FnOnce(&Meant<'_>) -> Result<Caller, Denied>) -> Heard {
        let (service, operation) = (meant.service, meant.operation);
        let answer = match gate(meant) {
            Ok(caller) => self.call(meant, caller),
            Err(denied) => Err(Refused {
                code: denied.code,
                message: denied.message,
                status: Some(denied.status),
                id: self.id(),
                error: None,
            }),
        };
        let scope = meant.scope.as_ref();
        let (answer, code, error) = match answer {
            Ok(answer) => (answer, None, None),
            Err(refused) => {
                let Refused {
                    code,
                    message,
                    status,
                    id,
                    error,
                } = refused;
                (
                    refusal(service, Some(operation), &code, &message, status, &id),
                    Some(code),
                    error,
                )
            }
        };
        Heard {
            answer,
            service: Some(&service.name),
            operation: Some(&operation.name),
            key: scope.map(|scope| scope.access_key.clone()),
            region: scope.and_then(|scope| scope.region.clone()),
            code,
            error,
        }
    }

    fn call(&self, meant: &Meant<'_>, caller: Caller) -> Result<WireAnswer, Refused> {
        let (service, operation) = (meant.service, meant.operation);
        let refused = |code: &str, message: String, status: u16| Refused {
            code: code.to_owned(),
            message,
            status: Some(status),
            id: self.id(),
            error: None,
        };
        let input = meant
            .input()
            .map_err(|why| refused("SerializationException", why, 400))?;
        let scope = meant.scope.as_ref();
        let request = Request {
            region: scope.and_then(|scope| self.elsewhere(service, scope)),
            account: caller.account,
            key: caller.key,
            access: self.access,
            step: self.step.clone(),
            ..Request::new(&service.name, &operation.name, input)
        };
        let output = self.cloud.call(&request).map_err(|error| Refused {
            message: told(&error),
            status: status(&error),
            id: error.request_id.clone().unwrap_or_else(|| self.id()),
            code: coded(service, operation, &error),
            error: Some(error),
        })?;
        let id = output.get(METADATA).get("RequestId").as_text().map(str::to_owned);
        let id = id.unwrap_or_else(|| self.id());
        reply(service, operation, &request.input, &output, &id).map_err(|why| {
            refused(
                "InternalFailure",
                format!("the answer cannot be written: {why}"),
                500,
            )
        })
    }

    /// The region of a signature, unless a call from the run's own is signed so: IAM is signed in us-east-1 everywhere.
    fn elsewhere(&self, service: &Service, scope: &Scope) -> Option<String> {
        let region = scope.region.as_ref()?;
        let home = self.region.as_ref().filter(|home| *home != region)?;
        let params = EndpointParams {
            region: Some(home.clone()),
            ..EndpointParams::default()
        };
        let signed = service
            .endpoint(&params)
            .ok()
            .and_then(|endpoint| endpoint.signing_region);
        (Some(region) != signed.as_ref()).then(|| region.clone())
    }

    fn unserved(&self, unserved: &Unserved) -> WireAnswer {
        let code = UNKNOWN;
        match unserved.service {
            Some(service) => refusal(service, None, code, &unserved.message, Some(404), &self.id()),
            None => WireAnswer {
                status: 404,
                headers: vec![
                    ("content-type".to_owned(), "application/json".to_owned()),
                    ("x-amzn-errortype".to_owned(), code.to_owned()),
                ],
                body: serde_json::json!({ "message": unserved.message })
                    .to_string()
                    .into_bytes(),
            },
        }
    }

    /// An id for an answer that brings none.
    fn id(&self) -> String {
        format!("door-{}", self.answers.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// The code of an error as a client of AWS hears it.
fn coded(service: &'static Service, operation: &Operation, error: &CloudError) -> String {
    if error.fault == Fault::Invalid && error.code == MISFIT {
        misfit(service, operation).to_owned()
    } else {
        error.code.clone()
    }
}

/// The message of an error, with the advice that a wire has no place for.
fn told(error: &CloudError) -> String {
    match (&error.advice, error.fault) {
        (Some(advice), Fault::Guard | Fault::Unmodelled | Fault::Machine) => {
            format!("{}; {advice}", error.message)
        }
        _ => error.message.clone(),
    }
}

/// The status of an error that AWS did not answer. None of them is one that clients try again.
fn status(error: &CloudError) -> Option<u16> {
    error.status.or(match error.fault {
        Fault::Service => None,
        Fault::Invalid => Some(400),
        Fault::Guard | Fault::Credentials => Some(403),
        Fault::Unmodelled | Fault::Transport | Fault::Machine => Some(501),
    })
}

impl HttpConnector for Door {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let door = self.clone();
        HttpConnectorFuture::new(async move {
            let request = taken(request).await?;
            let heard = tokio::task::spawn_blocking(move || door.said(&request))
                .await
                .map_err(|e| ConnectorError::other(e.into(), None))?;
            let mut response = given(heard.answer)?;
            if let Some(error) = heard.error {
                response.add_extension(Behind(error));
            }
            Ok(response)
        })
    }
}

impl HttpClient for Door {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("access", &self.0.access)
            .finish_non_exhaustive()
    }
}

/// A request with its body whole, and its host as a header.
async fn taken(mut request: HttpRequest) -> Result<WireRequest, ConnectorError> {
    let body = std::mem::replace(request.body_mut(), SdkBody::taken());
    let body = ByteStream::new(body)
        .collect()
        .await
        .map_err(|e| ConnectorError::user(e.into()))?;
    let (_, rest) = request.uri().split_once("://").unwrap_or(("", request.uri()));
    let (host, uri) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let headers = request.headers().iter();
    Ok(WireRequest {
        method: request.method().to_owned(),
        uri: uri.to_owned(),
        headers: headers
            .filter(|(name, _)| !name.eq_ignore_ascii_case("host"))
            .chain([("host", host)])
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_vec(),
    })
}

fn given(answer: WireAnswer) -> Result<HttpResponse, ConnectorError> {
    let unfit = |why: String| ConnectorError::other(why.into(), None);
    let status = StatusCode::try_from(answer.status).map_err(|e| unfit(e.to_string()))?;
    let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
    for (name, value) in answer.headers {
        response
            .headers_mut()
            .try_append(name, value)
            .map_err(|e| unfit(e.to_string()))?;
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Catalogue;
    use crate::port::FakeCloud;
    use crate::value;
    use crate::value::Value;

    fn door(cloud: &Arc<FakeCloud>) -> Door {
        Door::new(Opening {
            cloud: cloud.clone(),
            served: Served::new(Catalogue::embedded()),
            access: Access::Mutate,
            step: None,
            region: Some("eu-central-1".to_owned()),
            account: Box::new(|key| key.strip_prefix("AK-").map(str::to_owned)),
        })
    }

    fn signed(scope: &str, line: &str, body: &str) -> WireRequest {
        let (method, uri) = line.split_once(' ').unwrap();
        let credential = format!("AWS4-HMAC-SHA256 Credential={scope}/aws4_request, Signature=0");
        let headers = [
            ("authorization", credential.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        WireRequest {
            method: method.to_owned(),
            uri: uri.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn region_account_and_access_go_with_the_call() {
        let cloud = Arc::new(FakeCloud::answering((0..4).map(|_| Ok(Value::map()))));
        let door = door(&cloud);
        let vpcs = "Action=DescribeVpcs&Version=2016-11-15";
        let users = "Action=ListUsers&Version=2010-05-08";
        for (scope, body) in [
            ("AKIA/20261124/eu-central-1/ec2", vpcs),
            ("AK-partner/20261124/us-west-2/ec2", vpcs),
            ("AKIA/20261124/us-east-1/iam", users),
            ("AKIA/20261124/us-east-1/ec2", vpcs),
        ] {
            assert_eq!(door.answer(&signed(scope, "POST /", body)).status, 200, "{scope}");
        }
        let told: Vec<_> = cloud
            .requests()
            .into_iter()
            .map(|request| {
                assert_eq!(request.access, Access::Mutate);
                (request.operation, request.region, request.account)
            })
            .collect();
        let call = |operation: &str, region: Option<&str>, account: Option<&str>| {
            (
                operation.to_owned(),
                region.map(str::to_owned),
                account.map(str::to_owned),
            )
        };
        assert_eq!(
            told,
            [
                call("DescribeVpcs", None, None),
                call("DescribeVpcs", Some("us-west-2"), Some("partner")),
                call("ListUsers", None, None),
                call("DescribeVpcs", Some("us-east-1"), None),
            ]
        );
    }

    #[test]
    fn what_cannot_be_called_is_answered_and_not_called() {
        let cloud = Arc::new(FakeCloud::default());
        let door = door(&cloud);
        let text = |answer: WireAnswer| (answer.status, String::from_utf8(answer.body).unwrap());
        let unknown = door.answer(&signed("AKIA/20261124/us-east-1/iam", "POST /", "Action=Xyzzy"));
        let (status, body) = text(unknown);
        assert!(
            status == 404 && body.contains("<Code>UnknownOperationException</Code>"),
            "{body}"
        );
        let (status, body) = text(door.answer(&signed("AKIA/20261124/us-east-1/xyzzy", "POST /", "")));
        assert_eq!(
            (status, body.as_str()),
            (404, r#"{"message":"no service signs as `xyzzy`"}"#)
        );
        let misfit = "Action=ListUsers&Version=2010-05-08&MaxItems=many";
        let (status, body) = text(door.answer(&signed("AKIA/20261124/us-east-1/iam", "POST /", misfit)));
        assert!(
            status == 400
                && body.contains("<Code>SerializationException</Code>")
                && body.contains("MaxItems"),
            "{body}"
        );
        assert!(cloud.requests().is_empty());
    }

    #[test]
    fn errors_keep_code_message_status_and_id_and_tell_what_to_do() {
        let request = Request::new("iam", "GetUser", Value::map());
        let service = CloudError {
            status: Some(404),
            request_id: Some("r-7".to_owned()),
            ..CloudError::new(&request, Fault::Service, "NoSuchEntity", "gone")
        };
        let guard = CloudError::new(&request, Fault::Guard, "ReadOnlyBlock", "only look").advice("move it");
        let unmodelled =
            CloudError::new(&request, Fault::Unmodelled, "NotModelled", "no such move").advice("use --live");
        let cloud = Arc::new(FakeCloud::answering([
            Err(service),
            Err(guard),
            Err(unmodelled),
            Ok(value!({ "Users": 1 })),
        ]));
        let door = door(&cloud);
        let users = signed(
            "AKIA/20261124/us-east-1/iam",
            "POST /",
            "Action=ListUsers&Version=2010-05-08",
        );
        let answer = door.answer(&users);
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 404);
        assert!(
            body.contains(
                "<Code>NoSuchEntity</Code><Message>gone</Message></Error><RequestId>r-7</RequestId>"
            ),
            "{body}"
        );
        let answer = door.answer(&users);
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 403);
        assert!(
            body.contains("<Code>ReadOnlyBlock</Code><Message>only look; move it</Message>"),
            "{body}"
        );
        let answer = door.answer(&users);
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 501);
        assert!(
            body.contains("<Code>NotModelled</Code><Message>no such move; use --live</Message>"),
            "{body}"
        );
        // An output that does not fit the model is the server's fault.
        assert_eq!(door.answer(&users).status, 500);
    }
}
