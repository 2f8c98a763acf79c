//! Endpoints, by interpreting a service's rule set.
//!
//! The rules are AWS's own, in the form in which its SDKs carry them; what they leave to the SDK (which S3 and STS
//! endpoints are global, which account mode holds) is decided as botocore decides it by default.

mod functions;
mod partition;
mod rules;

use super::{Catalogue, Operation, Service};
use crate::value::Value;
pub(super) use partition::Partitions;
pub(super) use rules::RuleSet;
use serde_json::{Map as JsonMap, Value as Json};

/// What an endpoint depends on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointParams {
    /// The region; a few services do without.
    pub region: Option<String>,
    /// IPv6 as well.
    pub dual_stack: bool,
    /// FIPS 140 endpoints.
    pub fips: bool,
    /// An endpoint that is given, as by `AWS_ENDPOINT_URL`. It overrules `dual_stack` and `fips`.
    pub endpoint: Option<String>,
    /// Address buckets in the path even where they could be a host name.
    pub path_style: bool,
    /// The account, for services whose endpoints carry it.
    pub account: Option<String>,
    /// Parameters that the call itself determines: see [`context`].
    pub context: JsonMap<String, Json>,
}

/// Where to send a call and how to sign it.
#[derive(Clone, Debug, PartialEq)]
pub struct Endpoint {
    /// The URL, as the rules give it; a path may follow the host.
    pub url: String,
    /// The authentication scheme that the rules name first among those that we can do: `sigv4`, `sigv4-s3express`;
    /// none where they leave it to the service.
    pub scheme: Option<String>,
    /// The name to sign with.
    pub signing_name: String,
    /// The region to sign with.
    pub signing_region: Option<String>,
    /// Headers to send along.
    pub headers: Vec<(String, String)>,
    /// Everything that the rules said about the endpoint.
    pub properties: JsonMap<String, Json>,
}

/// No endpoint for these parameters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The rules refuse, in AWS's words.
    #[error("{0}")]
    Refused(String),
    /// The rules need a parameter that was not given: `Region`.
    #[error("the endpoint depends on {0}, which is not known")]
    Missing(String),
    /// The rule set is not understood.
    #[error("the endpoint rules of {service} cannot be followed: {reason}")]
    Rules {
        /// boto3's service name.
        service: String,
        /// Why.
        reason: String,
    },
    /// The rules want a signature that is not made here, as several regions at once do.
    #[error("{service} wants this call signed by {scheme}, which is not done here")]
    Unsigned {
        /// boto3's service name.
        service: String,
        /// `sigv4a`.
        scheme: String,
    },
}

impl Service {
    /// The endpoint for these parameters.
    ///
    /// # Errors
    /// [`EndpointError`] where the rules refuse or lack a parameter.
    pub fn endpoint(&self, params: &EndpointParams) -> Result<Endpoint, EndpointError> {
        let rules = self.rule_set().map_err(|reason| EndpointError::Rules {
            service: self.name.clone(),
            reason: reason.clone(),
        })?;
        let mut given = Vec::with_capacity(rules.parameters.len());
        for parameter in &rules.parameters {
            let value = params.context.get(&parameter.name).cloned();
            let value = value.or_else(|| builtin(parameter.builtin.as_deref()?, params));
            match value.or_else(|| parameter.default.clone()) {
                Some(value) => given.push((parameter.name.as_str(), value)),
                None if parameter.required => return Err(EndpointError::Missing(parameter.name.clone())),
                None => {}
            }
        }
        let found = rules
            .evaluate(given, &self.partitions)
            .map_err(EndpointError::Refused)?;
        let found = found.ok_or_else(|| {
            EndpointError::Refused(format!("no endpoint of {} fits these parameters", self.name))
        })?;
        self.signed(found, params)
    }

    /// The rule set: the service's own, or one of the binary's, read when it is first asked for.
    fn rule_set(&self) -> Result<&RuleSet, &String> {
        self.rule_set
            .get_or_init(|| {
                let bytes = Catalogue::embedded().member(&format!("#rules/{}", self.rules));
                let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
                RuleSet::parse(&text.ok_or("they are missing")?, &self.endpoint_prefix)
            })
            .as_ref()
    }

    /// An endpoint with what the rules say about signing, or else the service.
    fn signed(&self, found: rules::Found, params: &EndpointParams) -> Result<Endpoint, EndpointError> {
        let schemes = found.properties.get("authSchemes").and_then(Json::as_array);
        let known = |scheme: &&Json| matches!(scheme["name"].as_str(), Some("sigv4" | "sigv4-s3express"));
        let scheme = schemes.and_then(|schemes| schemes.iter().find(known));
        let first = schemes.and_then(|schemes| schemes.first()?["name"].as_str());
        if let (None, Some(first)) = (scheme, first) {
            return Err(EndpointError::Unsigned {
                service: self.name.clone(),
                scheme: first.to_owned(),
            });
        }
        let text = |key: &str| scheme.and_then(|scheme| scheme[key].as_str()).map(str::to_owned);
        Ok(Endpoint {
            scheme: text("name"),
            signing_name: text("signingName").unwrap_or_else(|| self.signing_name.clone()),
            signing_region: text("signingRegion").or_else(|| params.region.clone()),
            url: found.url,
            headers: found.headers,
            properties: found.properties,
        })
    }
}

/// The parameters that an SDK fills in by itself.
fn builtin(name: &str, params: &EndpointParams) -> Option<Json> {
    let given = params.endpoint.is_some();
    Some(match name {
        "AWS::Region" => Json::from(params.region.clone()?),
        "SDK::Endpoint" => Json::from(params.endpoint.clone()?),
        "AWS::UseFIPS" => Json::Bool(params.fips && !given),
        "AWS::UseDualStack" => Json::Bool(params.dual_stack && !given),
        "AWS::Auth::AccountId" => Json::from(params.account.clone()?),
        "AWS::Auth::AccountIdEndpointMode" => Json::from("preferred"),
        // botocore asks the one endpoint of old for buckets in us-east-1.
        "AWS::S3::UseGlobalEndpoint" => {
            Json::Bool(matches!(params.region.as_deref(), None | Some("us-east-1")))
        }
        "AWS::S3::ForcePathStyle" => Json::Bool(params.path_style || given),
        "AWS::S3::UseArnRegion" => Json::Bool(true),
        "AWS::S3::Accelerate"
        | "AWS::S3::DisableMultiRegionAccessPoints"
        | "AWS::S3Control::UseArnRegion"
        | "AWS::STS::UseGlobalEndpoint" => Json::Bool(false),
        _ => return None,
    })
}

/// The endpoint parameters that a call determines: constants of the operation, and input members that are bound to
/// one (`Bucket`).
#[must_use]
pub fn context(service: &Service, operation: &Operation, input: &Value) -> JsonMap<String, Json> {
    let mut context = JsonMap::new();
    for (name, path) in &operation.input_context {
        if let Some(found) = listed(path, input) {
            context.insert(name.clone(), found);
        }
    }
    let members = operation
        .input
        .into_iter()
        .flat_map(|id| service.shape(id).members());
    for member in members {
        let value = input.get(&member.name);
        if let (Some(name), false) = (&member.context, value.is_null()) {
            context.insert(name.clone(), value.to_json());
        }
    }
    context.extend(operation.static_context.iter().cloned());
    if service.name == "s3" {
        let bucket = input.get("Bucket").as_text();
        if operation.name == "GetBucketLocation" {
            // In a host's name the bucket would have to be signed for its region, which is what is asked.
            context.insert("ForcePathStyle".to_owned(), Json::Bool(true));
        } else if bucket.is_some_and(|bucket| bucket.starts_with("arn:")) {
            context.insert("ForcePathStyle".to_owned(), Json::Bool(false));
        }
    }
    context
}

/// What a path of JMESPath finds.
fn listed(path: &str, input: &Value) -> Option<Json> {
    let found = jmespath::compile(path).ok()?.search(input.to_json()).ok()?;
    serde_json::to_value(found).ok().filter(|found| !found.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value;

    fn endpoint(service: &str, params: &EndpointParams) -> Result<Endpoint, EndpointError> {
        Catalogue::embedded().service(service).unwrap().endpoint(params)
    }

    fn at(region: &str) -> EndpointParams {
        EndpointParams {
            region: Some(region.to_owned()),
            ..EndpointParams::default()
        }
    }

    #[test]
    fn regional_and_global_services_are_told_apart() {
        let ec2 = endpoint("ec2", &at("eu-central-1")).unwrap();
        assert_eq!(
            (ec2.url.as_str(), ec2.signing_name.as_str()),
            ("https://ec2.eu-central-1.amazonaws.com", "ec2")
        );
        assert_eq!(ec2.signing_region.as_deref(), Some("eu-central-1"));
        let iam = endpoint("iam", &at("eu-central-1")).unwrap();
        assert_eq!(
            (iam.url.as_str(), iam.signing_region.as_deref()),
            ("https://iam.amazonaws.com", Some("us-east-1"))
        );
        let china = endpoint("guardduty", &at("cn-north-1")).unwrap();
        assert_eq!(china.url, "https://guardduty.cn-north-1.amazonaws.com.cn");
        assert_eq!(
            endpoint("ec2", &at("us-weird-7")).unwrap().url,
            "https://ec2.us-weird-7.amazonaws.com"
        );
    }

    #[test]
    fn variants_and_a_given_endpoint_are_honoured() {
        let fips = EndpointParams {
            fips: true,
            ..at("us-east-1")
        };
        assert_eq!(
            endpoint("sts", &fips).unwrap().url,
            "https://sts-fips.us-east-1.amazonaws.com"
        );
        let both = EndpointParams {
            dual_stack: true,
            ..fips
        };
        assert_eq!(
            endpoint("guardduty", &both).unwrap().url,
            "https://guardduty-fips.us-east-1.api.aws"
        );
        let given = EndpointParams {
            endpoint: Some("http://127.0.0.1:5000".to_owned()),
            ..both
        };
        assert_eq!(endpoint("ec2", &given).unwrap().url, "http://127.0.0.1:5000");
        let error = endpoint("ec2", &EndpointParams::default()).unwrap_err();
        assert_eq!(
            error,
            EndpointError::Refused("Invalid Configuration: Missing Region".to_owned())
        );
    }

    #[test]
    fn buckets_go_into_the_host_or_the_path() {
        let s3 = Catalogue::embedded().service("s3").unwrap();
        let of = |bucket: &str, params: EndpointParams| {
            let input = value!({ "Bucket": bucket, "Key": "k" });
            let context = context(s3, s3.operation("GetObject").unwrap(), &input);
            s3.endpoint(&EndpointParams { context, ..params }).unwrap().url
        };
        assert_eq!(
            of("lab-logs", at("eu-west-1")),
            "https://lab-logs.s3.eu-west-1.amazonaws.com"
        );
        assert_eq!(
            of("Lab_Logs", at("eu-west-1")),
            "https://s3.eu-west-1.amazonaws.com/Lab_Logs"
        );
        let given = EndpointParams {
            endpoint: Some("http://localhost:5000".to_owned()),
            ..at("eu-west-1")
        };
        assert_eq!(of("lab-logs", given), "http://localhost:5000/lab-logs");
    }

    #[test]
    fn a_call_determines_parameters() {
        let (dynamodb, get) = Catalogue::embedded().find("dynamodb", "BatchGetItem").unwrap();
        let found = context(dynamodb, get, &value!({ "RequestItems": { "a": {}, "b": {} } }));
        assert_eq!(found["ResourceArnList"], serde_json::json!(["a", "b"]));
        let (_, get) = Catalogue::embedded()
            .find("dynamodb", "TransactGetItems")
            .unwrap();
        let found = context(
            dynamodb,
            get,
            &value!({ "TransactItems": [{ "Get": { "TableName": "t" } }] }),
        );
        assert_eq!(found["ResourceArnList"], serde_json::json!(["t"]));
        let (_, write) = Catalogue::embedded()
            .find("dynamodb", "TransactWriteItems")
            .unwrap();
        let items = value!({ "TransactItems": [{ "Put": { "TableName": "t" } }, { "Delete": { "TableName": "u" } }] });
        let found = context(dynamodb, write, &items);
        assert_eq!(found["ResourceArnList"], serde_json::json!(["t", "u"]));
    }

    #[test]
    fn the_place_of_a_bucket_is_asked_by_path_and_arns_never_are() {
        let s3 = Catalogue::embedded().service("s3").unwrap();
        let of = |operation: &str, bucket: &str, params: EndpointParams| {
            let context = context(
                s3,
                s3.operation(operation).unwrap(),
                &value!({ "Bucket": bucket }),
            );
            s3.endpoint(&EndpointParams { context, ..params })
        };
        let location = of("GetBucketLocation", "lab-logs", at("eu-west-1")).unwrap();
        assert_eq!(location.url, "https://s3.eu-west-1.amazonaws.com/lab-logs");
        let point = "arn:aws:s3:eu-west-1:111122223333:accesspoint:mine";
        let by_path = EndpointParams {
            path_style: true,
            ..at("eu-west-1")
        };
        let listed = of("ListObjectsV2", point, by_path).unwrap();
        assert_eq!(
            listed.url,
            "https://mine-111122223333.s3-accesspoint.eu-west-1.amazonaws.com"
        );
        let many = "arn:aws:s3::111122223333:accesspoint:mfzwi23gnjvgw.mrap";
        let error = of("ListObjectsV2", many, at("eu-west-1")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "s3 wants this call signed by sigv4a, which is not done here"
        );
    }
}
