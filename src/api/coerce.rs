//! Fitting the kinds of a script's values to a model.

use super::{Kind, Member, Service, ShapeId, instant};
use crate::value::{Map, Value};

/// The same value with kinds fitted where nothing is lost: an integer where a number is wanted, a text that is a
/// timestamp (ISO 8601, or seconds since 1970) where an instant is, a text where a blob is, anything where JSON text
/// is, and absent members dropped. What cannot be fitted stays as it is for [`validate`](super::validate) to tell.
#[must_use]
pub fn coerce(service: &Service, shape: ShapeId, value: Value) -> Value {
    match (&service.shape(shape).kind, value) {
        (Kind::Structure { members, .. }, Value::Map(given)) => {
            Value::Map(structure(service, members, given))
        }
        (Kind::List { member, .. }, Value::List(items)) => items
            .into_iter()
            .map(|item| coerce(service, *member, item))
            .collect(),
        (Kind::Map { value: entry, .. }, Value::Map(entries)) => Value::Map(
            entries
                .into_iter()
                .map(|(name, value)| (name, coerce(service, *entry, value)))
                .collect(),
        ),
        #[expect(clippy::cast_precision_loss, reason = "botocore's widening, as in its JSON")]
        (Kind::Float { .. }, Value::Int(number)) => Value::Float(number as f64),
        (Kind::Time(_), Value::Text(text)) => instant::parse(&text).map_or(Value::Text(text), Value::Time),
        #[expect(
            clippy::cast_precision_loss,
            reason = "seconds of this millennium have 11 digits"
        )]
        (Kind::Time(_), Value::Int(seconds)) => {
            instant::of_seconds(seconds as f64).map_or(Value::Int(seconds), Value::Time)
        }
        (Kind::Time(_), Value::Float(seconds)) => {
            instant::of_seconds(seconds).map_or(Value::Float(seconds), Value::Time)
        }
        (Kind::Blob { .. }, Value::Text(text)) => Value::Blob(text.into_bytes()),
        (_, value) => value,
    }
}

fn structure(service: &Service, members: &[Member], given: Map) -> Map {
    given
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| {
            let fitted = match members.iter().find(|member| member.name == name) {
                Some(member) if member.json && value.as_text().is_none() => {
                    Value::Text(value.to_json().to_string())
                }
                Some(member) => coerce(service, member.shape, value),
                None => value,
            };
            (name, fitted)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Catalogue, validate};
    use crate::value;

    #[test]
    fn kinds_are_fitted_and_what_does_not_fit_is_left() {
        let (trail, lookup) = Catalogue::embedded().find("cloudtrail", "LookupEvents").unwrap();
        let given =
            value!({ "StartTime": "2026-01-31", "EndTime": "noon", "NextToken": null, "Unknown": 1_i64 });
        let fitted = coerce(trail, lookup.input.unwrap(), given);
        assert_eq!(
            fitted
                .get("StartTime")
                .as_time()
                .map(|t| t.to_string())
                .as_deref(),
            Some("2026-01-31T00:00:00Z")
        );
        assert_eq!(fitted.get("EndTime").text(), "noon");
        assert_eq!(fitted.as_map().unwrap().len(), 3);
        assert_eq!(validate(trail, lookup, &fitted).len(), 2);

        let (watch, put) = Catalogue::embedded().find("cloudwatch", "PutMetricData").unwrap();
        let fitted = coerce(
            watch,
            put.input.unwrap(),
            value!({ "MetricData": [{ "Value": 3_i64 }] }),
        );
        assert_eq!(fitted.at("MetricData.0.Value"), &Value::Float(3.0));

        let (lambda, invoke) = Catalogue::embedded().find("lambda", "Invoke").unwrap();
        let fitted = coerce(lambda, invoke.input.unwrap(), value!({ "Payload": "{}" }));
        assert_eq!(fitted.get("Payload"), &Value::Blob(b"{}".to_vec()));
    }
}
