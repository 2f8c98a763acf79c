//! A rule set: parameters, and a tree of rules of which the first whose conditions all hold decides.

use super::functions::Function;
use super::partition::Partitions;
use crate::api::blob::HOST;
use serde_json::{Map as JsonMap, Value as Json};

/// One endpoint rule set.
#[derive(Debug)]
pub(in crate::api) struct RuleSet {
    /// What may be given.
    pub(super) parameters: Vec<Parameter>,
    rules: Vec<Rule>,
}

/// A parameter of a rule set.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// What an SDK fills in by itself: `AWS::Region`.
    pub(super) builtin: Option<String>,
    pub(super) default: Option<Json>,
    pub(super) required: bool,
}

/// What a rule found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) properties: JsonMap<String, Json>,
}

#[derive(Debug)]
struct Rule {
    conditions: Vec<Call>,
    then: Then,
}

#[derive(Debug)]
enum Then {
    Endpoint {
        url: Expr,
        headers: Vec<(String, Expr)>,
        properties: Expr,
    },
    Error(Expr),
    Tree(Vec<Rule>),
}

#[derive(Debug)]
struct Call {
    function: Function,
    arguments: Vec<Expr>,
    assign: Option<String>,
}

#[derive(Debug)]
enum Expr {
    Literal(Json),
    /// A variable, and the attributes to follow from it.
    Ref(String, Vec<String>),
    Template(Vec<Expr>),
    Call(Call),
    List(Vec<Expr>),
    Object(Vec<(String, Expr)>),
}

/// The variables in scope; those of a rule end with it.
struct Scope<'a> {
    variables: Vec<(&'a str, Json)>,
    partitions: &'a Partitions,
}

impl RuleSet {
    /// The rules of a service that comes without: `https://PREFIX.REGION.SUFFIX`, as most have it.
    pub(in crate::api) fn regional(prefix: &str) -> Result<RuleSet, String> {
        RuleSet::parse(include_str!("regional.json"), prefix)
    }

    /// Reads the text of a rule set that is kept once for the services that differ in their host only.
    pub(super) fn parse(text: &str, prefix: &str) -> Result<RuleSet, String> {
        let text = text.replace(HOST, &format!("//{prefix}"));
        RuleSet::read(&serde_json::from_str(&text).map_err(|error| error.to_string())?)
    }

    /// Reads the JSON of a rule set.
    pub(in crate::api) fn read(json: &Json) -> Result<RuleSet, String> {
        let parameters = json["parameters"].as_object().into_iter().flatten();
        Ok(RuleSet {
            parameters: parameters
                .map(|(name, said)| Parameter {
                    name: name.clone(),
                    builtin: said["builtIn"].as_str().map(str::to_owned),
                    default: said.get("default").cloned(),
                    required: said["required"].as_bool().unwrap_or_default(),
                })
                .collect(),
            rules: read_rules(&json["rules"])?,
        })
    }

    /// The first rule that decides; an error in its own words where it refuses, or where a function cannot be applied.
    pub(super) fn evaluate(
        &self,
        parameters: Vec<(&str, Json)>,
        partitions: &Partitions,
    ) -> Result<Option<Found>, String> {
        let mut scope = Scope {
            variables: parameters,
            partitions,
        };
        decide(&self.rules, &mut scope)
    }
}

fn read_rules(json: &Json) -> Result<Vec<Rule>, String> {
    json.as_array().into_iter().flatten().map(Rule::read).collect()
}

fn decide<'a>(rules: &'a [Rule], scope: &mut Scope<'a>) -> Result<Option<Found>, String> {
    let outer = scope.variables.len();
    for rule in rules {
        let found = rule.evaluate(scope);
        scope.variables.truncate(outer);
        if let Some(found) = found? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

impl Rule {
    fn read(json: &Json) -> Result<Rule, String> {
        let conditions = json["conditions"].as_array().into_iter().flatten();
        let then = match json["type"].as_str() {
            Some("endpoint") => {
                let endpoint = &json["endpoint"];
                let headers = endpoint["headers"].as_object().into_iter().flatten();
                Then::Endpoint {
                    url: Expr::read(&endpoint["url"])?,
                    // Of several values for one header, botocore sends the first.
                    headers: headers
                        .map(|(name, values)| Ok((name.clone(), Expr::read(&values[0])?)))
                        .collect::<Result<_, String>>()?,
                    properties: Expr::read(&endpoint["properties"])?,
                }
            }
            Some("error") => Then::Error(Expr::read(&json["error"])?),
            Some("tree") => Then::Tree(read_rules(&json["rules"])?),
            other => return Err(format!("a rule of the type {other:?}")),
        };
        Ok(Rule {
            conditions: conditions.map(Call::read).collect::<Result<_, _>>()?,
            then,
        })
    }

    fn evaluate<'a>(&'a self, scope: &mut Scope<'a>) -> Result<Option<Found>, String> {
        for condition in &self.conditions {
            let value = condition.apply(scope)?;
            if matches!(value, Json::Null | Json::Bool(false)) {
                return Ok(None);
            }
            if let Some(name) = &condition.assign {
                scope.variables.push((name, value));
            }
        }
        match &self.then {
            Then::Tree(rules) => decide(rules, scope),
            Then::Error(error) => Err(plain(&error.value(scope)?)),
            Then::Endpoint {
                url,
                headers,
                properties,
            } => Ok(Some(Found {
                url: plain(&url.value(scope)?),
                headers: headers
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), plain(&value.value(scope)?))))
                    .collect::<Result<_, String>>()?,
                properties: match properties.value(scope)? {
                    Json::Object(properties) => properties,
                    _ => JsonMap::new(),
                },
            })),
        }
    }
}

impl Call {
    fn read(json: &Json) -> Result<Call, String> {
        let arguments = json["argv"].as_array().into_iter().flatten();
        Ok(Call {
            function: Function::named(json["fn"].as_str().unwrap_or_default())?,
            arguments: arguments.map(Expr::read).collect::<Result<_, _>>()?,
            assign: json["assign"].as_str().map(str::to_owned),
        })
    }

    fn apply(&self, scope: &Scope<'_>) -> Result<Json, String> {
        let arguments = self
            .arguments
            .iter()
            .map(|argument| argument.value(scope))
            .collect::<Result<Vec<_>, _>>()?;
        self.function.apply(&arguments, scope.partitions)
    }
}

impl Expr {
    fn read(json: &Json) -> Result<Expr, String> {
        Ok(match json {
            Json::String(text) if text.contains('{') => Expr::template(text),
            Json::Object(members) if members.contains_key("fn") => Expr::Call(Call::read(json)?),
            Json::Object(members) => match members.get("ref").and_then(Json::as_str) {
                Some(name) => Expr::Ref(name.to_owned(), Vec::new()),
                None => Expr::Object(
                    members
                        .iter()
                        .map(|(name, value)| Ok((name.clone(), Expr::read(value)?)))
                        .collect::<Result<_, String>>()?,
                ),
            },
            Json::Array(items) => Expr::List(items.iter().map(Expr::read).collect::<Result<_, _>>()?),
            literal => Expr::Literal(literal.clone()),
        })
    }

    /// `https://{Bucket}.s3.{PartitionResult#dnsSuffix}`.
    fn template(text: &str) -> Expr {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((reference, behind)) = after.split_once('}') else {
                break;
            };
            parts.push(Expr::Literal(Json::from(before)));
            let mut names = reference.split('#').map(str::to_owned);
            parts.push(Expr::Ref(names.next().unwrap_or_default(), names.collect()));
            rest = behind;
        }
        parts.push(Expr::Literal(Json::from(rest)));
        Expr::Template(parts)
    }

    fn value(&self, scope: &Scope<'_>) -> Result<Json, String> {
        Ok(match self {
            Expr::Literal(literal) => literal.clone(),
            Expr::Ref(name, attributes) => {
                let variable = scope.variables.iter().rev().find(|(known, _)| known == name);
                let value = variable.map_or(&Json::Null, |(_, value)| value);
                attributes
                    .iter()
                    .fold(value, |value, attribute| &value[attribute.as_str()])
                    .clone()
            }
            Expr::Template(parts) => {
                let mut text = String::new();
                for part in parts {
                    text.push_str(&plain(&part.value(scope)?));
                }
                Json::String(text)
            }
            Expr::Call(call) => call.apply(scope)?,
            Expr::List(items) => items
                .iter()
                .map(|item| item.value(scope))
                .collect::<Result<_, _>>()?,
            Expr::Object(members) => Json::Object(
                members
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), value.value(scope)?)))
                    .collect::<Result<_, String>>()?,
            ),
        })
    }
}

/// A value inside a text.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
