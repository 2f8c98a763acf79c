//! The operations of each step.

use crate::document::{Runbook, Step};
use crate::event::{Class, Role};
use crate::script::{BlockSurvey, Survey};

/// What a runbook may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// What the document setup names, at the start of every command.
    pub setup: Vec<Mention>,
    /// The steps in order, those that are only read among them.
    pub steps: Vec<StepOutlook>,
}

/// What a step may do, and what the author expects of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepOutlook {
    /// The step's id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// True where there is nothing to run.
    pub reading: bool,
    /// `minutes=`.
    pub minutes: Option<u32>,
    /// `cost=`.
    pub cost: Option<String>,
    /// The operations it names: each once for each role, in the order of the document.
    pub operations: Vec<Mention>,
}

/// One operation that a block names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// boto3's service name.
    pub service: String,
    /// AWS's name of the operation.
    pub operation: String,
    /// What it does to the account.
    pub class: Class,
    /// What the block is for; none for prose and texts.
    pub role: Option<Role>,
    /// The line of the document that names it first, from 1: the call, or the call of the function that makes it.
    pub line: usize,
}

impl Outlook {
    /// Every mention, of the setup and of all steps.
    pub fn all(&self) -> impl Iterator<Item = &Mention> {
        self.setup
            .iter()
            .chain(self.steps.iter().flat_map(|step| &step.operations))
    }
}

/// Puts the survey of a runbook's scripts and the models together. An operation that the models do not know is left
/// out; the survey has a diagnostic about it.
#[must_use]
pub fn outlook(runbook: &Runbook, survey: &Survey) -> Outlook {
    Outlook {
        setup: mentions(runbook, survey.of(None)),
        steps: runbook
            .steps
            .iter()
            .map(|step| of_step(runbook, survey, step))
            .collect(),
    }
}

fn of_step(runbook: &Runbook, survey: &Survey, step: &Step) -> StepOutlook {
    StepOutlook {
        id: step.id.clone(),
        title: step.title.clone(),
        reading: step.is_reading(),
        minutes: step.attributes.minutes,
        cost: step.attributes.cost.clone(),
        operations: mentions(runbook, survey.of(Some(&step.id))),
    }
}

fn mentions<'a>(runbook: &Runbook, blocks: impl Iterator<Item = &'a BlockSurvey>) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    for block in blocks {
        for called in &block.calls {
            let known = mentions.iter().any(|mention| {
                mention.role == block.role
                    && mention.service == called.service
                    && mention.operation == called.operation
            });
            if known {
                continue;
            }
            mentions.push(Mention {
                service: called.service.clone(),
                operation: called.operation.clone(),
                class: called.class,
                role: block.role,
                line: runbook.source.place(called.span.start).line,
            });
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::parse;
    use crate::script::{Library, survey};
    use crate::source::Source;

    #[test]
    fn operations_are_listed_once_for_each_role_with_class_and_line() {
        let text = "# T\n```rhai setup\nlet me = sts::get_caller_identity();\n```\n## S\n<!-- step: minutes=5 cost=\"none\" -->\n\
            ```rhai setup\nlet vpcs = ec2::describe_vpcs().Vpcs;\n```\n\
            ```rhai solve\nfor vpc in ec2::describe_vpcs().Vpcs {\n  ec2::delete_vpc(#{ VpcId: vpc.VpcId });\n}\n\
            ec2::describe_vpcs();\nlab::tag::name(\"a\");\n```\n## Read\nText.\n";
        let (runbook, found) = parse(&Source::new("a.md", text));
        assert!(found.is_empty(), "{found:?}");
        let module = "fn name(id) { ec2::create_tags(#{ Resources: [id], Tags: [] }) }";
        let library = Library {
            modules: [("tag".to_owned(), Source::new("tag.rhai", module))]
                .into_iter()
                .collect(),
            ..Library::default()
        };
        let outlook = outlook(&runbook, &survey(&runbook, &library));
        let told = |mentions: &[Mention]| -> Vec<(String, Class, Option<Role>, usize)> {
            mentions
                .iter()
                .map(|m| (format!("{}:{}", m.service, m.operation), m.class, m.role, m.line))
                .collect()
        };
        assert_eq!(
            told(&outlook.setup),
            [(
                "sts:GetCallerIdentity".to_owned(),
                Class::Read,
                Some(Role::Setup),
                3
            )]
        );
        assert_eq!(
            told(&outlook.steps[0].operations),
            [
                ("ec2:DescribeVpcs".to_owned(), Class::Read, Some(Role::Setup), 8),
                ("ec2:DescribeVpcs".to_owned(), Class::Read, Some(Role::Solve), 11),
                ("ec2:DeleteVpc".to_owned(), Class::Destroy, Some(Role::Solve), 12),
                ("ec2:CreateTags".to_owned(), Class::Tag, Some(Role::Solve), 15),
            ]
        );
        assert_eq!(outlook.steps[0].minutes, Some(5));
        assert!(outlook.steps[1].reading && outlook.steps[1].operations.is_empty());
        assert_eq!(outlook.all().count(), 5);
    }
}
