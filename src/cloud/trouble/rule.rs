//! The rules: `throttle ec2:* 20%`, `latency iam:Create* 300ms 50%`, `reset 5%`.

use crate::api::{Catalogue, Service, suggest};
use crate::wire::Plan;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Words that begin a rule, with what else they need.
const KINDS: [(&str, &str); 9] = [
    ("throttle", ""),
    ("latency", "a time, `80ms` or `2s`"),
    ("reset", ""),
    ("timeout", ""),
    ("error", "a status, `500`"),
    ("truncate", ""),
    ("malformed", ""),
    ("deny", ""),
    ("expire", ""),
];
/// A request that waits for longer than this is a mistake in the rule.
const LONGEST: Duration = Duration::from_secs(300);
/// Shares are counted in these.
const WHOLE: u64 = 1_000_000;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// AWS asks to slow down.
    Throttle,
    /// It takes longer.
    Latency(Duration),
    /// The connection is reset.
    Reset,
    /// Nothing comes back.
    Timeout,
    /// AWS answers an error of this status.
    Error(u16),
    /// The answer is cut off.
    Truncate,
    /// The answer cannot be read.
    Malformed,
    /// The principal may not.
    Deny,
    /// The credentials have expired.
    Expire,
}

/// What the rules do to one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stroke {
    /// All latencies together.
    pub(super) delay: Duration,
    /// What else, by the first rule that strikes.
    pub(super) kind: Option<Kind>,
    /// The call is carried out, and its answer is lost.
    pub(super) late: bool,
}

/// Rules in order, and how often each of their operations was called.
#[derive(Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    seed: u64,
    calls: Mutex<HashMap<(String, String), u64>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    kind: Kind,
    /// None for all.
    service: Option<String>,
    /// A name, or the beginning of one before a `*`.
    operation: String,
    /// In millionths.
    share: u64,
}

/// A rule that is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}, in word {word} of the rule `{rule}`")]
pub struct RuleError {
    rule: String,
    /// From 1.
    word: usize,
    problem: String,
    /// What to write.
    pub advice: String,
}

impl Rules {
    /// Reads rules; `seed NUMBER` among them says what the draws derive from.
    ///
    /// # Errors
    /// The first rule that is not understood, and where.
    pub fn parse<T: AsRef<str>>(texts: &[T], catalogue: &Catalogue) -> Result<Rules, RuleError> {
        let mut rules = Rules::default();
        for text in texts {
            let text = text.as_ref();
            let reader = Reader { text, catalogue };
            match text.trim().strip_prefix("seed ") {
                Some(number) => {
                    rules.seed = number.trim().parse().map_err(|_| {
                        reader.error(2, format!("`{}` is no number", number.trim()), "write `seed 7`")
                    })?;
                }
                None => rules.rules.push(reader.rule()?),
            }
        }
        Ok(rules)
    }

    /// What befalls the next request of an operation.
    pub(super) fn strike(&self, plan: &Plan) -> Stroke {
        let (service, operation) = (&plan.service.name, &plan.operation.name);
        let nth = {
            let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
            let count = calls.entry((service.clone(), operation.clone())).or_default();
            *count += 1;
            *count
        };
        let mut stroke = Stroke::default();
        for (index, rule) in self.rules.iter().enumerate() {
            if !rule.concerns(service, operation) {
                continue;
            }
            let (draw, coin) = self.draw(index, service, operation, nth);
            if draw >= rule.share {
                continue;
            }
            match rule.kind {
                Kind::Latency(delay) => stroke.delay += delay,
                kind if stroke.kind.is_none() => {
                    stroke.kind = Some(kind);
                    stroke.late = coin;
                }
                _ => {}
            }
        }
        stroke
    }

    /// A number below [`WHOLE`], and a coin.
    fn draw(&self, rule: usize, service: &str, operation: &str, nth: u64) -> (u64, bool) {
        let digest = Sha256::digest(format!("{} {rule} {service}:{operation} {nth}", self.seed));
        let number = digest[..8]
            .iter()
            .fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        (number % WHOLE, digest[8] % 2 == 1)
    }
}

impl Rule {
    fn concerns(&self, service: &str, operation: &str) -> bool {
        self.service.as_ref().is_none_or(|of| of == service)
            && match self.operation.strip_suffix('*') {
                Some(start) => operation.starts_with(start),
                None => operation == self.operation,
            }
    }
}

struct Reader<'t> {
    text: &'t str,
    catalogue: &'t Catalogue,
}

impl Reader<'_> {
    fn error(&self, word: usize, problem: String, advice: impl Into<String>) -> RuleError {
        RuleError {
            rule: self.text.to_owned(),
            word,
            problem,
            advice: advice.into(),
        }
    }

    fn rule(&self) -> Result<Rule, RuleError> {
        let mut words = self.text.split_whitespace();
        let first = words.next().unwrap_or_default();
        let Some((name, needs)) = KINDS.iter().find(|(name, _)| *name == first) else {
            let all = KINDS.map(|(name, _)| format!("`{name}`"));
            let advice = suggest(first, KINDS.iter().map(|(name, _)| *name))
                .map_or_else(|| format!("it can be {}", all.join(", ")), did_you_mean);
            return Err(self.error(1, format!("`{first}` is no trouble"), advice));
        };
        let (mut amount, mut target, mut share) = (None, None, None);
        for (at, word) in (2..).zip(words) {
            let twice = if let Some(number) = word.strip_suffix('%') {
                share.replace(self.share(at, number)?).is_some()
            } else if word.contains(':') {
                target.replace(self.target(at, word)?).is_some()
            } else if *name == "latency" || *name == "error" {
                amount.replace((at, word)).is_some()
            } else {
                return Err(self.error(
                    at,
                    format!("`{word}` is not understood"),
                    format!("write `{name} SERVICE:OPERATION 20%`, and leave out what does not matter"),
                ));
            };
            if twice {
                return Err(self.error(
                    at,
                    format!("`{word}` says a second time what was said"),
                    "say it once",
                ));
            }
        }
        let kind = match (*name, amount) {
            ("throttle", _) => Kind::Throttle,
            ("reset", _) => Kind::Reset,
            ("timeout", _) => Kind::Timeout,
            ("truncate", _) => Kind::Truncate,
            ("malformed", _) => Kind::Malformed,
            ("deny", _) => Kind::Deny,
            ("expire", _) => Kind::Expire,
            ("latency", Some((at, word))) => Kind::Latency(self.span(at, word)?),
            (_, Some((at, word))) => Kind::Error(self.status(at, word)?),
            (_, None) => {
                return Err(self.error(1, format!("`{name}` needs {needs}"), format!("say {needs}")));
            }
        };
        let (service, operation) = target.unwrap_or((None, "*".to_owned()));
        Ok(Rule {
            kind,
            service,
            operation,
            share: share.unwrap_or(WHOLE),
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share between 0 and 1, in millionths"
    )]
    fn share(&self, at: usize, number: &str) -> Result<u64, RuleError> {
        match number.parse::<f64>() {
            Ok(share) if share > 0.0 && share <= 100.0 => Ok((share / 100.0 * WHOLE as f64).round() as u64),
            _ => Err(self.error(
                at,
                format!("`{number}%` is no share"),
                "write more than 0% and at most 100%",
            )),
        }
    }

    fn span(&self, at: usize, word: &str) -> Result<Duration, RuleError> {
        let span = match word.strip_suffix("ms") {
            Some(number) => number.parse().ok().map(Duration::from_millis),
            None => word
                .strip_suffix('s')
                .and_then(|number| number.parse().ok())
                .map(Duration::from_secs),
        };
        span.filter(|span| *span <= LONGEST).ok_or_else(|| {
            let advice = format!("write `80ms` or `2s`, at most {}s", LONGEST.as_secs());
            self.error(at, format!("`{word}` is no time"), advice)
        })
    }

    fn status(&self, at: usize, word: &str) -> Result<u16, RuleError> {
        word.parse()
            .ok()
            .filter(|status| (400..600).contains(status))
            .ok_or_else(|| {
                self.error(
                    at,
                    format!("`{word}` is no status of an error"),
                    "write one from 400 to 599",
                )
            })
    }

    fn target(&self, at: usize, word: &str) -> Result<(Option<String>, String), RuleError> {
        let (service, operation) = word.split_once(':').unwrap_or((word, "*"));
        if service == "*" {
            return Ok((None, operation.to_owned()));
        }
        let Some(known) = self.catalogue.service(service) else {
            let advice = suggest(service, self.catalogue.names()).map_or_else(
                || "services are named as boto3 names them: `ec2`, `iam`".to_owned(),
                did_you_mean,
            );
            return Err(self.error(at, format!("there is no service `{service}`"), advice));
        };
        let operation = self.operation(at, known, operation)?;
        Ok((Some(known.name.clone()), operation))
    }

    fn operation(&self, at: usize, service: &Service, name: &str) -> Result<String, RuleError> {
        let names = || service.operations().map(|operation| operation.name.as_str());
        let known = match name.strip_suffix('*') {
            Some(start) => names()
                .any(|known| known.starts_with(start))
                .then(|| name.to_owned()),
            None => service.operation(name).map(|operation| operation.name.clone()),
        };
        known.ok_or_else(|| {
            let advice = suggest(name, names()).map_or_else(
                || "write it as AWS does, `RunInstances`, or the beginning of several, `Create*`".to_owned(),
                did_you_mean,
            );
            self.error(at, format!("{} has no operation `{name}`", service.name), advice)
        })
    }
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Rule, RuleError> {
        Rules::parse(&[text], Catalogue::embedded()).map(|rules| rules.rules[0].clone())
    }

    fn plan(service: &str, operation: &str) -> &'static Plan {
        let (service, operation) = Catalogue::embedded().find(service, operation).unwrap();
        Plan::of(service, operation).unwrap()
    }

    #[test]
    fn rules_are_read_in_any_order_of_their_words() {
        let rule = parse("latency iam:Create* 300ms 50%").unwrap();
        assert_eq!(rule, parse("latency 50% 300ms iam:Create*").unwrap());
        assert_eq!(
            rule,
            Rule {
                kind: Kind::Latency(Duration::from_millis(300)),
                service: Some("iam".to_owned()),
                operation: "Create*".to_owned(),
                share: 500_000,
            }
        );
        let rule = parse("error 500 ec2:RunInstances 0.5%").unwrap();
        assert_eq!((rule.kind, rule.share), (Kind::Error(500), 5_000));
        assert!(rule.concerns("ec2", "RunInstances") && !rule.concerns("ec2", "RunInstancesNow"));
        let rule = parse("reset").unwrap();
        assert!(rule.concerns("s3", "GetObject"));
        assert_eq!(rule.share, WHOLE);
    }

    #[test]
    fn what_is_not_understood_is_told_with_its_place_and_advice() {
        for (rule, word, advice) in [
            ("throttel ec2:* 20%", 1, "`throttle`"),
            ("", 1, "it can be"),
            ("throttle ec3:*", 2, "did you mean"),
            ("deny iam:CreateUsr", 2, "`CreateUser`"),
            ("deny iam:Crate*", 2, "Create*"),
            ("reset 0%", 2, "more than 0%"),
            ("reset 120%", 2, "at most 100%"),
            ("reset many", 2, "20%"),
            ("latency ec2:*", 1, "80ms"),
            ("latency ec2:* soon", 3, "80ms"),
            ("latency 900s", 2, "300s"),
            ("error 200", 2, "400 to 599"),
            ("throttle 5% 6%", 3, "once"),
            ("seed x", 2, "seed 7"),
        ] {
            let error = parse(rule).unwrap_err();
            assert_eq!(error.word, word, "{error}");
            assert!(error.advice.contains(advice), "{rule}: {}", error.advice);
            assert!(error.to_string().contains(rule), "{error}");
        }
    }

    #[test]
    fn a_share_is_met_and_the_same_seed_strikes_the_same_requests() {
        let strikes = |seed: &str| -> Vec<bool> {
            let rules = Rules::parse(&["throttle ec2:* 20%", seed], Catalogue::embedded()).unwrap();
            let plan = plan("ec2", "DescribeVpcs");
            (0..1000).map(|_| rules.strike(plan).kind.is_some()).collect()
        };
        let one = strikes("seed 1");
        let struck = one.iter().filter(|struck| **struck).count();
        assert!((150..250).contains(&struck), "{struck}");
        assert_eq!(one, strikes("seed 1"));
        assert_ne!(one, strikes("seed 2"));
    }

    #[test]
    fn latencies_add_up_and_the_first_other_rule_strikes() {
        let texts = [
            "latency 20ms",
            "deny iam:CreateUser",
            "reset",
            "latency iam:* 30ms",
        ];
        let rules = Rules::parse(&texts, Catalogue::embedded()).unwrap();
        let stroke = rules.strike(plan("iam", "CreateUser"));
        assert_eq!(
            (stroke.delay, stroke.kind),
            (Duration::from_millis(50), Some(Kind::Deny))
        );
        let stroke = rules.strike(plan("s3", "ListBuckets"));
        assert_eq!(
            (stroke.delay, stroke.kind),
            (Duration::from_millis(20), Some(Kind::Reset))
        );
    }
}
