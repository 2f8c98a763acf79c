//! Parameters that do not fit the model never leave: all faults are told at once.

use crate::api::{self, Catalogue, Unknown};
use crate::port::{Cloud, CloudError, Fault, Request};
use crate::value::Value;
use std::sync::Arc;

/// The code of an input that does not fit its model.
pub(super) const MISFIT: &str = "ParameterValidation";

/// The outermost layer. It also turns any spelling of an operation into AWS's own, so that the layers below need one.
pub(super) struct Validate {
    pub(super) inner: Arc<dyn Cloud>,
    pub(super) catalogue: &'static Catalogue,
}

/// The error of a service or operation that no model has.
pub(super) fn refusal(request: &Request, unknown: &Unknown) -> CloudError {
    CloudError {
        advice: unknown.advice(),
        ..CloudError::new(
            request,
            Fault::Unmodelled,
            "UnknownOperation",
            unknown.to_string(),
        )
    }
}

impl Cloud for Validate {
    fn call(&self, request: &Request) -> Result<Value, CloudError> {
        let (service, operation) = self
            .catalogue
            .find(&request.service, &request.operation)
            .map_err(|unknown| refusal(request, &unknown))?;
        let request = Request {
            service: service.name.clone(),
            operation: operation.name.clone(),
            ..request.clone()
        };
        let misfits = api::validate(service, operation, &request.input);
        if misfits.is_empty() {
            return self.inner.call(&request);
        }
        let message = misfits
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ");
        Err(CloudError::new(&request, Fault::Invalid, MISFIT, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::FakeCloud;
    use crate::value;

    fn calling(service: &str, operation: &str, input: Value) -> (Result<Value, CloudError>, Vec<Request>) {
        let fake = Arc::new(FakeCloud::answering([Ok(Value::map())]));
        let layer = Validate {
            inner: fake.clone(),
            catalogue: Catalogue::embedded(),
        };
        (
            layer.call(&Request::new(service, operation, input)),
            fake.requests(),
        )
    }

    #[test]
    fn all_faults_are_told_and_nothing_is_sent() {
        let input = value!({ "Filters": [{ "Value": ["x"] }], "MaxResults": "many" });
        let (answer, sent) = calling("ec2", "DescribeVpcs", input);
        let error = answer.unwrap_err();
        assert_eq!(
            (error.fault, error.code.as_str()),
            (Fault::Invalid, "ParameterValidation")
        );
        assert!(
            error.message.contains("Filters[0].Value") && error.message.contains("MaxResults"),
            "{error}"
        );
        assert!(error.message.contains("did you mean `Values`?"), "{error}");
        assert!(sent.is_empty());
    }

    #[test]
    fn what_fits_goes_on_under_the_operations_own_name() {
        let (answer, sent) = calling("ec2", "describe_vpcs", value!({ "VpcIds": ["vpc-1"] }));
        assert_eq!(answer, Ok(Value::map()));
        assert_eq!(sent[0].operation, "DescribeVpcs");
    }

    #[test]
    fn an_unknown_operation_gets_a_suggestion() {
        let error = calling("ec2", "DescribeVpc", Value::map()).0.unwrap_err();
        assert_eq!(error.fault, Fault::Unmodelled);
        assert!(error.advice.unwrap().contains("DescribeVpcs"));
    }
}
