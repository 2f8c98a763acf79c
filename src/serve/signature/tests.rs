use super::*;
use crate::serve::keys::Key;
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;

struct Ring;

impl Keys for Ring {
    fn key(&self, id: &str) -> Option<Key> {
        let key = |token: Option<&str>| Key {
            secret: "secret".to_owned(),
            token: token.map(str::to_owned),
        };
        match id {
            "AKIAUSER" => Some(key(None)),
            "ASIASESSION" => Some(key(Some("to/ken+="))),
            _ => None,
        }
    }
}

fn now() -> Timestamp {
    "2026-11-24T13:30:00Z".parse().unwrap()
}

/// A request that AWS's own signer signed.
struct Signer {
    id: &'static str,
    secret: &'static str,
    token: Option<&'static str>,
    service: &'static str,
    /// Presigned for so many seconds.
    lives: Option<u64>,
    at: Timestamp,
}

const USER: Signer = Signer {
    id: "AKIAUSER",
    secret: "secret",
    token: None,
    service: "iam",
    lives: None,
    at: Timestamp::constant(1_795_527_000, 0),
};

impl Signer {
    fn sign(&self, line: &str, headers: &[(&str, &str)], body: &str) -> WireRequest {
        let (method, uri) = line.split_once(' ').unwrap();
        let token = self.token.map(str::to_owned);
        let identity = Credentials::new(self.id, self.secret, token, None, "test").into();
        let mut settings = SigningSettings::default();
        if self.service == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        if let Some(seconds) = self.lives {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(seconds));
        }
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(self.at.as_second().unsigned_abs());
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name(self.service)
            .time(at)
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let told = headers.iter().find(|(name, _)| *name == "x-amz-content-sha256");
        let signed_body = match told {
            Some((_, word)) if !word.chars().all(|c| c.is_ascii_hexdigit()) => {
                SignableBody::Precomputed((*word).to_owned())
            }
            _ if self.lives.is_some() && self.service == "s3" => SignableBody::UnsignedPayload,
            _ => SignableBody::Bytes(body.as_bytes()),
        };
        let url = format!("http://127.0.0.1:4300{uri}");
        let request = SignableRequest::new(method, &url, headers.iter().copied(), signed_body).unwrap();
        let (instructions, _) = sign(request, &params).unwrap().into_parts();
        let mut signed = http::Request::builder()
            .method(method)
            .uri(&url)
            .body(())
            .unwrap();
        instructions.apply_to_request_http1x(&mut signed);
        let own = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let added = signed
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()));
        WireRequest {
            method: method.to_owned(),
            uri: signed.uri().path_and_query().unwrap().to_string(),
            headers: own
                .chain(added)
                .chain([("host".to_owned(), "127.0.0.1:4300".to_owned())])
                .collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    fn checked(&self, request: &WireRequest) -> Result<String, Denial> {
        check(request, self.service, &Ring, now())
    }
}

const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")];

#[test]
fn what_awss_signer_signed_is_right() {
    let session = Signer {
        id: "ASIASESSION",
        token: Some("to/ken+="),
        ..USER
    };
    for (signer, line, headers, body) in [
        (&USER, "POST /", FORM, "Action=ListUsers&Version=2010-05-08"),
        (&session, "POST /", FORM, "Action=ListUsers&Version=2010-05-08"),
        (&USER, "GET /?Action=ListUsers&PathPrefix=%2Fa%20b%2B", &[], ""),
        (
            &USER,
            "GET /detector/a%2Fb%20c?b=2&a=1&a=%7E",
            &[("x-amz-meta", "  a   b ")],
            "",
        ),
        (
            &Signer {
                lives: Some(60),
                ..USER
            },
            "GET /?Action=GetCallerIdentity",
            &[],
            "",
        ),
        (
            &Signer {
                service: "s3",
                ..USER
            },
            "PUT /b/a%20b//%C3%A9/../c%2Bd",
            &[("x-amz-content-sha256", "UNSIGNED-PAYLOAD")],
            "any",
        ),
        (
            &Signer {
                service: "s3",
                lives: Some(60),
                ..USER
            },
            "GET /b/k%20?x=%26",
            &[],
            "",
        ),
        (
            &Signer {
                service: "s3",
                lives: Some(60),
                ..session
            },
            "GET /b/k",
            &[],
            "",
        ),
    ] {
        let request = signer.sign(line, headers, body);
        assert_eq!(
            signer.checked(&request),
            Ok(signer.id.to_owned()),
            "{line}: {request:?}"
        );
    }
}

#[test]
fn any_change_to_what_was_signed_is_seen() {
    let right = || USER.sign("POST /x?a=1", FORM, "Action=ListUsers");
    let changes: [fn(&mut WireRequest); 6] = [
        |request| request.body.push(b'!'),
        |request| request.uri = request.uri.replace("a=1", "a=2"),
        |request| request.uri = request.uri.replace("/x", "/y"),
        |request| request.method = "PUT".to_owned(),
        |request| request.headers[0].1 = "text/plain".to_owned(),
        |request| {
            request
                .headers
                .iter_mut()
                .filter(|(name, _)| name == "host")
                .for_each(|(_, host)| *host = "localhost:1".to_owned());
        },
    ];
    assert_eq!(USER.checked(&right()), Ok("AKIAUSER".to_owned()));
    for change in changes {
        let mut request = right();
        change(&mut request);
        assert_eq!(USER.checked(&request), Err(Denial::WrongSignature), "{request:?}");
    }
    let other = Signer {
        secret: "another",
        ..USER
    };
    assert_eq!(
        USER.checked(&other.sign("GET /", &[], "")),
        Err(Denial::WrongSignature)
    );
}

#[test]
fn keys_tokens_and_times_are_held() {
    let denied = |signer: &Signer| signer.checked(&signer.sign("GET /", &[], "")).unwrap_err();
    assert_eq!(
        denied(&Signer {
            id: "AKIANOBODY",
            ..USER
        }),
        Denial::UnknownKey
    );
    assert_eq!(
        denied(&Signer {
            token: Some("t"),
            ..USER
        }),
        Denial::WrongToken
    );
    assert_eq!(
        denied(&Signer {
            id: "ASIASESSION",
            ..USER
        }),
        Denial::WrongToken
    );
    let minutes = |minutes: i64| now().checked_add(SignedDuration::from_mins(minutes)).unwrap();
    for late in [-16, 16] {
        let skewed = denied(&Signer {
            at: minutes(late),
            ..USER
        });
        assert_eq!(
            skewed,
            Denial::Skewed {
                signed_at: minutes(late),
                now: now()
            }
        );
    }
    let presigned = |seconds: u64, at: i64| {
        let signer = Signer {
            lives: Some(seconds),
            at: minutes(at),
            service: "s3",
            ..USER
        };
        signer.checked(&signer.sign("GET /b/k", &[], ""))
    };
    assert_eq!(presigned(3600, -59), Ok("AKIAUSER".to_owned()));
    assert_eq!(presigned(3600, -61), Err(Denial::UrlExpired));
    assert_eq!(presigned(3600, 16), Err(Denial::UrlEarly));
    assert_eq!(presigned(604_801, 0), Err(Denial::WrongLife));
}

#[test]
fn a_body_that_is_another_is_told_by_s3() {
    let s3 = Signer {
        service: "s3",
        ..USER
    };
    let mut request = s3.sign("PUT /b/k", &[("x-amz-content-sha256", &digest(b"one"))], "one");
    assert_eq!(s3.checked(&request), Ok("AKIAUSER".to_owned()));
    request.body = b"two".to_vec();
    assert_eq!(s3.checked(&request), Err(Denial::OtherBody));
}

#[test]
fn what_is_no_signature_of_version_4_is_refused() {
    let with = |value: &str| WireRequest {
        method: "GET".to_owned(),
        uri: "/".to_owned(),
        headers: vec![("Authorization".to_owned(), value.to_owned())],
        body: Vec::new(),
    };
    let denied = |request: &WireRequest| USER.checked(request).unwrap_err();
    assert_eq!(
        denied(&WireRequest {
            headers: Vec::new(),
            ..with("")
        }),
        Denial::Missing
    );
    assert_eq!(denied(&with("AWS AKIAUSER:abc=")), Denial::OtherAlgorithm);
    for broken in [
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=AKIAUSER, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Credential=AKIAUSER/20261124/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0",
    ] {
        assert!(matches!(denied(&with(broken)), Denial::Incomplete(_)), "{broken}");
    }
}
