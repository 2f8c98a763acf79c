//! What a signature says of itself.

use super::asked::Asked;

/// The scope of a signature: whose key, which service, which region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The access key.
    pub access_key: String,
    /// The service's signing name.
    pub service: String,
    /// The region; none in a signature for many regions.
    pub region: Option<String>,
}

impl Scope {
    /// The scope in the `Authorization` header, or in the query string of a presigned request.
    pub(super) fn of(asked: &Asked<'_>) -> Option<Scope> {
        let header = asked
            .header("authorization")
            .and_then(|header| header.split_once("Credential=").map(|(_, rest)| rest));
        let credential = header
            .and_then(|rest| rest.split([',', ' ']).next())
            .or_else(|| asked.parameter("X-Amz-Credential"))?;
        Scope::read(credential)
    }

    /// `AKID/20261124/us-east-1/iam/aws4_request`; SigV4a leaves the region out.
    fn read(credential: &str) -> Option<Scope> {
        let parts: Vec<&str> = credential.split('/').collect();
        let (access_key, region, service) = match parts[..] {
            [key, _, region, service, "aws4_request"] => (key, Some(region), service),
            [key, _, service, "aws4_request"] => (key, None, service),
            _ => return None,
        };
        Some(Scope {
            access_key: access_key.to_owned(),
            service: service.to_owned(),
            region: region.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::WireRequest;

    #[test]
    fn a_scope_is_read_from_the_header_or_the_query_string() {
        let signed = |uri: &str, header: Option<&str>| {
            let request = WireRequest {
                method: "GET".to_owned(),
                uri: uri.to_owned(),
                headers: header
                    .map(|value| ("Authorization".to_owned(), value.to_owned()))
                    .into_iter()
                    .collect(),
                body: Vec::new(),
            };
            Scope::of(&Asked::new(&request))
        };
        let scope = Scope {
            access_key: "AKIAEXAMPLE".to_owned(),
            service: "iam".to_owned(),
            region: Some("us-east-1".to_owned()),
        };
        let header = "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261124/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0";
        assert_eq!(signed("/", Some(header)), Some(scope.clone()));
        let query = "/?X-Amz-Credential=AKIAEXAMPLE%2F20261124%2Fus-east-1%2Fiam%2Faws4_request";
        assert_eq!(signed(query, None), Some(scope.clone()));
        let many = "AWS4-ECDSA-P256-SHA256 Credential=AKIAEXAMPLE/20261124/iam/aws4_request,Signature=0";
        let without = Scope {
            region: None,
            ..scope
        };
        assert_eq!(signed("/", Some(many)), Some(without));
        assert_eq!(signed("/", Some("Bearer abc")), None);
        assert_eq!(signed("/", Some("AWS4-HMAC-SHA256 Credential=x")), None);
    }
}
