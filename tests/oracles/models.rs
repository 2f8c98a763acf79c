//! Names, endpoints and validation of every service are as botocore has them.

use super::oracle::{Tally, found, run, text};
use runbook::api::{Catalogue, EndpointError, EndpointParams, validate};
use runbook::value::Value;
use serde_json::{Value as Json, json};

const REGIONS: &[&str] = &[
    "us-east-1",
    "eu-central-1",
    "cn-north-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "ap-unknown-9",
    "aws-global",
];

#[test]
fn endpoints_are_where_botocore_finds_them() {
    let mut tally = Tally::default();
    let words: Vec<&str> = ["endpoints"].iter().chain(REGIONS).copied().collect();
    for mut line in run("tools/model_oracle.py", &words) {
        let (region, fips, dual_stack) = (
            text(&line, "region").to_owned(),
            line["fips"] == true,
            line["dual_stack"] == true,
        );
        line["variant"] = json!(format!("{region} fips={fips} dual_stack={dual_stack}"));
        let params = EndpointParams {
            region: Some(region),
            fips,
            dual_stack,
            ..EndpointParams::default()
        };
        let service = Catalogue::embedded().service(text(&line, "service"));
        let ours = match service.map(|service| service.endpoint(&params)) {
            None => json!({ "error": "there is no such service" }),
            Some(Ok(endpoint)) => json!({
                "url": endpoint.url,
                "scheme": endpoint.scheme,
                "signing_name": endpoint.signing_name,
                "signing_region": endpoint.signing_region,
            }),
            Some(Err(EndpointError::Missing(name))) => {
                json!({ "error": format!("Cannot find value for required parameter {name}") })
            }
            Some(Err(error)) => json!({ "error": error.to_string() }),
        };
        let differing = |(member, value): (&String, &Json)| {
            (line[member] != *value).then(|| format!("{member}: {value} is not {}", line[member]))
        };
        let difference = ours.as_object().into_iter().flatten().find_map(differing);
        let result = difference.map_or(Ok(()), Err);
        tally.note(&line, result);
    }
    tally.close("endpoints", &[]);
}

#[test]
fn inputs_are_judged_as_botocore_judges_them() {
    let mut tally = Tally::default();
    for mut line in run("tools/model_oracle.py", &["validation"]) {
        let Some((service, operation)) = found(&line) else {
            tally.note(&line, Err("the models here do not have it".to_owned()));
            continue;
        };
        let method = text(&line, "method");
        let same = operation.method == method && service.method(method).is_some();
        let named = if same {
            Ok(())
        } else {
            Err(format!("{} is not {method}", operation.method))
        };
        for (i, judged) in line["inputs"]
            .as_array()
            .cloned()
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let input = Value::from_json(judged["input"].clone()).unwrap();
            let misfits = validate(service, operation, &input);
            let agreed = misfits.is_empty() == (judged["accepted"] == true);
            line["variant"] = json!(format!("input {i}"));
            let told = || format!("{misfits:?} of {}", judged["input"]);
            tally.note(&line, if agreed { Ok(()) } else { Err(told()) });
        }
        line["variant"] = json!("name");
        tally.note(&line, named);
    }
    tally.close("names and inputs", &[]);
}
