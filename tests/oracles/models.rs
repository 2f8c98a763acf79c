//! Names, endpoints and validation of every service are as botocore has them.

use super::oracle::{self, text};
use runbook::api::{self, Catalogue, EndpointError, EndpointParams, validate};
use runbook::value::Value;
use serde_json::{Map as JsonMap, Value as Json, json};

#[test]
fn endpoints_are_where_botocore_finds_them() {
    oracle::compare("endpoints", "model_oracle.py", 99.7, |line, tally| {
        let ours = endpoint(line);
        let differing = |(member, value): (&String, &Json)| {
            (line[member] != *value).then(|| format!("{member}: {value} is not {}", line[member]))
        };
        let difference = if ours.get("error").is_some() && line.get("refused").is_some() {
            // Refused before the rules are asked, in words of its own.
            None
        } else {
            ours.as_object().into_iter().flatten().find_map(differing)
        };
        tally.note(line, difference.map_or(Ok(()), Err));
    });
}

/// Our endpoint for what a line asks, in its own words.
fn endpoint(line: &Json) -> Json {
    let Some(service) = Catalogue::embedded().service(text(line, "service")) else {
        return json!({ "error": "there is no such service" });
    };
    let mut context = JsonMap::new();
    if let Some(operation) = service.operation(text(line, "operation")) {
        let input = Value::from_json(line["input"].clone()).unwrap();
        context = api::context(service, operation, &input);
    }
    if line["accelerate"] == true {
        context.insert("Accelerate".to_owned(), Json::Bool(true));
    }
    let params = EndpointParams {
        region: Some(text(line, "region").to_owned()),
        fips: line["fips"] == true,
        dual_stack: line["dual_stack"] == true,
        endpoint: line["endpoint"].as_str().map(str::to_owned),
        path_style: line["path"] == true,
        context,
        ..EndpointParams::default()
    };
    match service.endpoint(&params) {
        Ok(endpoint) => json!({
            "url": endpoint.url,
            "scheme": endpoint.scheme,
            "signing_name": endpoint.signing_name,
            "signing_region": endpoint.signing_region,
        }),
        Err(EndpointError::Unsigned { scheme, .. }) => json!({ "unsigned": scheme }),
        Err(EndpointError::Missing(name)) => {
            json!({ "error": format!("Cannot find value for required parameter {name}") })
        }
        Err(error) => json!({ "error": error.to_string() }),
    }
}

#[test]
fn inputs_are_judged_as_botocore_judges_them() {
    oracle::compare("names", "model_oracle.py", 100.0, |line, tally| {
        let Some((service, operation)) = oracle::found(line) else {
            return tally.note_as(line, "name", Err("the models here do not have it".to_owned()));
        };
        let method = text(line, "method");
        let same = operation.method == method && service.method(method).is_some();
        let named = if same {
            Ok(())
        } else {
            Err(format!("{} is not {method}", operation.method))
        };
        tally.note_as(line, "name", named);
        for (i, judged) in line["inputs"].as_array().into_iter().flatten().enumerate() {
            let input = Value::from_json(judged["input"].clone()).unwrap();
            let misfits = validate(service, operation, &input);
            let agreed = misfits.is_empty() == (judged["accepted"] == true);
            let told = || format!("{misfits:?} of {}", judged["input"]);
            tally.note_as(
                line,
                &format!("input-{i}"),
                if agreed { Ok(()) } else { Err(told()) },
            );
        }
    });
}
