//! Metric filters. They are kept and described; the metrics that they would publish are not here.

use super::group::GROUP;
use super::pattern::Pattern;
use super::{ABSENT, limited, millis, named, unfit};
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Metric filters.
pub(super) static FAMILY: Family = Family {
    resources: &[&METRIC_FILTER],
    moves: &[
        ("DeleteMetricFilter", Move::Do(delete)),
        ("DescribeMetricFilters", Move::Do(describe)),
        ("PutMetricFilter", Move::Do(put)),
    ],
    ..Family::NONE
};

/// A metric filter, under its group's name and its own.
pub(super) static METRIC_FILTER: Resource = Resource {
    kind: "logs:metric-filter",
    shape: "MetricFilter",
    key: "filterName",
    absent: (ABSENT, "The specified metric filter does not exist."),
    ..Resource::NONE
};

/// Filters that a group may have.
const QUOTA: usize = 100;

fn key(group: &str, name: &str) -> String {
    format!("{group}:{name}")
}

fn put(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (group, name) = (given.text("logGroupName"), given.text("filterName"));
    named(name, "filterName", |c| !matches!(c, ':' | '*'), "[^:*]*")?;
    call.get(&GROUP, group)?;
    let pattern = given.text("filterPattern");
    Pattern::read(pattern)?;
    let transformations = given.value("metricTransformations");
    if transformations.items().len() != 1 {
        return Err(unfit("Exactly one metric transformation is required."));
    }
    let key = key(group, name);
    if call.found(&METRIC_FILTER, &key).is_none()
        && call.with(&METRIC_FILTER, "logGroupName", group).len() >= QUOTA
    {
        return Err(Refusal::new("LimitExceededException", "Resource limit exceeded."));
    }
    let filter = value!({
        "filterName": name,
        "filterPattern": pattern,
        "metricTransformations": transformations,
        "creationTime": (millis(call.now())),
        "logGroupName": group,
        "applyOnTransformedLogs": (given.flag("applyOnTransformedLogs").unwrap_or(false)),
    });
    call.keep(&METRIC_FILTER, &key, filter);
    Ok(Value::map())
}

fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    limited(given, "limit", 50)?;
    let group = given.opt("logGroupName");
    if let Some(group) = group {
        call.get(&GROUP, group)?;
    }
    let prefix = given.opt("filterNamePrefix");
    let (metric, namespace) = (given.opt("metricName"), given.opt("metricNamespace"));
    if metric.is_some() != namespace.is_some() {
        return Err(unfit("MetricName and MetricNamespace must be given together."));
    }
    let is = |filter: &Value, member: &str, wanted: Option<&str>| {
        wanted.is_none_or(|wanted| {
            let transformations = filter.get("metricTransformations").items();
            transformations.iter().any(|one| one.get(member).text() == wanted)
        })
    };
    let filters: Vec<Value> = call
        .all(&METRIC_FILTER)
        .filter(|filter| group.is_none_or(|group| filter.get("logGroupName").text() == group))
        .filter(|filter| prefix.is_none_or(|prefix| filter.get("filterName").text().starts_with(prefix)))
        .filter(|filter| is(filter, "metricName", metric) && is(filter, "metricNamespace", namespace))
        .cloned()
        .collect();
    let filters = call.cut(given, filters)?;
    Ok(value!({ "metricFilters": filters }))
}

fn delete(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let group = given.text("logGroupName");
    call.get(&GROUP, group)?;
    call.remove(&METRIC_FILTER, &key(group, given.text("filterName")))?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn a_filter_is_put_described_and_deleted() {
        let aws = Lab::new("logs");
        let put = |pattern: &str| {
            value!({
                "logGroupName": "g",
                "filterName": "rejects",
                "filterPattern": pattern,
                "metricTransformations": [{ "metricName": "Rejects", "metricNamespace": "Lab", "metricValue": "1" }],
            })
        };
        assert_eq!(
            aws.no("PutMetricFilter", put("REJECT")).0,
            "ResourceNotFoundException"
        );
        aws.ok("CreateLogGroup", value!({ "logGroupName": "g" }));
        let before = aws.world();
        aws.ok("PutMetricFilter", put("REJECT"));
        assert_eq!(
            aws.no("PutMetricFilter", put("a.b")).0,
            "InvalidParameterException"
        );
        let found = aws.ok(
            "DescribeMetricFilters",
            value!({ "metricName": "Rejects", "metricNamespace": "Lab" }),
        );
        assert_eq!(found.at("metricFilters.0.filterPattern").text(), "REJECT");
        let none = aws.ok(
            "DescribeMetricFilters",
            value!({ "logGroupName": "g", "filterNamePrefix": "x" }),
        );
        assert_eq!(none.get("metricFilters").items().len(), 0);
        let group = aws.ok("DescribeLogGroups", value!({}));
        assert_eq!(group.at("logGroups.0.metricFilterCount").as_int(), Some(1));
        let name = || value!({ "logGroupName": "g", "filterName": "rejects" });
        aws.ok("DeleteMetricFilter", name());
        assert_eq!(
            aws.no("DeleteMetricFilter", name()).0,
            "ResourceNotFoundException"
        );
        assert_eq!(before.differences(&aws.world()), Vec::<String>::new());
    }
}
