//! The events themselves.

use super::{Access, CallOutcome, Change, Charge, Chart, Check, Class, Listed, Table, Verdict};
use crate::value::{Map, Value};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The command a run belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// `run`: with a person.
    Run,
    /// `replay`: unattended.
    Replay,
    /// `verify`: looks only.
    Verify,
    /// `cleanup`: undoes what is owned.
    Cleanup,
}

/// What a block of a step is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Finds what the step needs.
    Setup,
    /// Does the learner's work.
    Solve,
    /// Verifies the result.
    Check,
    /// Explains a wrong state.
    Hint,
    /// Undoes what is owned.
    Cleanup,
    /// Runs an Athena query.
    Query,
    /// Runs on an instance.
    Command,
}

/// A step as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepName {
    /// The id: the heading's slug, or what its comment says.
    pub id: String,
    /// The heading.
    pub title: String,
}

/// What a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// `say`: to the person, now.
    Say,
    /// `note`: kept with the step for the record.
    Note,
    /// What a hint says.
    Hint,
    /// From the engine: adopted, already so, a torn journal line dropped.
    Engine,
}

/// Something in the account that a check named.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Thing {
    /// The kind, `ec2:vpc`.
    pub kind: String,
    /// The id.
    pub id: String,
    /// The step whose check named it first.
    pub step: String,
}

/// Markdown whose `{{ }}` have been evaluated: the text holds U+E000, the decimal index into `values`, U+E001 in the
/// place of each. A value is plain text and never read as Markdown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prose {
    /// The Markdown with placeholders.
    pub markdown: String,
    /// The values that stand in their place.
    pub values: Vec<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", tag = "event")]
pub enum Event {
    /// A run began.
    RunStarted {
        /// The command.
        command: Command,
        /// The steps that it will take, in order.
        steps: Vec<StepName>,
        /// When, on the wall.
        at: Timestamp,
    },
    /// A run that was interrupted went on.
    RunResumed {
        /// The steps that are looked at again because something of theirs is different, by id.
        changed: Vec<String>,
        /// What is different.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changes: Vec<Change>,
        /// When, on the wall.
        at: Timestamp,
    },
    /// A step was entered.
    StepStarted {
        /// The step.
        step: String,
        /// Its heading.
        title: String,
        /// Its number in the run, from 1.
        number: usize,
        /// How many steps the run has.
        of: usize,
        /// Minutes that the author expects.
        minutes: Option<u32>,
        /// What solving costs, in the author's words.
        cost: Option<String>,
        /// When, on the wall.
        at: Timestamp,
    },
    /// The quiet check before any work was taken, its checks and claims told before. What the step's checks claim from
    /// here on, in this run, is owned.
    StepLooked {
        /// The step.
        step: String,
        /// What the check found: passed or warned, and there is nothing to do.
        verdict: Verdict,
    },
    /// The step's text was shown to a person, its values filled in: a report tells what was read.
    ProseShown {
        /// The step; none for the text before the first.
        step: Option<String>,
        /// The text.
        prose: Prose,
    },
    /// A block began to run.
    BlockStarted {
        /// The step; none for the document setup.
        step: Option<String>,
        /// What the block is for.
        role: Role,
        /// The line of its fence, from 1.
        line: usize,
        /// The exact code that ran.
        code: String,
    },
    /// A block ended; its checks were told before.
    BlockFinished {
        /// The step; none for the document setup.
        step: Option<String>,
        /// What the block was for.
        role: Role,
        /// What went wrong, rendered with its place and advice.
        failure: Option<String>,
    },
    /// A question was answered, by a person or by the settings. A secret's value is `Null`.
    Answered {
        /// The step; none for the document's inputs.
        step: Option<String>,
        /// The name of the input or prompt.
        name: String,
        /// The answer.
        value: Value,
        /// True where the value is kept back.
        secret: bool,
    },
    /// Something was said.
    Said {
        /// The step; none for the document setup and the run.
        step: Option<String>,
        /// What the remark is.
        remark: Remark,
        /// The text, secrets masked.
        text: String,
    },
    /// Rows were shown.
    TableShown {
        /// The step; none for the document setup.
        step: Option<String>,
        /// The rows, secrets masked.
        table: Table,
    },
    /// A chart was shown.
    ChartShown {
        /// The step; none for the document setup.
        step: Option<String>,
        /// The chart, secrets masked.
        chart: Chart,
    },
    /// A secret was shown to the person, once. Never journalled.
    #[serde(skip)]
    SecretShown {
        /// The step.
        step: Option<String>,
        /// What the secret is, "console password".
        label: String,
        /// The secret itself.
        value: String,
    },
    /// A mutating call is about to be sent: recorded before it is.
    CallIntended {
        /// Counts the calls of a run, from 1; the answer carries the same.
        call: u64,
        /// The step.
        step: Option<String>,
        /// boto3's service name.
        service: String,
        /// The operation, `CreateVpc`.
        operation: String,
        /// What it does to the account.
        class: Class,
        /// What the block may do.
        access: Access,
        /// The account, where it is known.
        account: String,
        /// The region.
        region: String,
        /// The identifiers and names among its parameters; no contents, no secrets.
        parameters: Map,
        /// Its client token, where the operation takes one: a call that is repeated finds its own work by it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
    },
    /// A call was answered or refused.
    CallAnswered {
        /// As intended; a read is told here only.
        call: u64,
        /// The step.
        step: Option<String>,
        /// boto3's service name.
        service: String,
        /// The operation.
        operation: String,
        /// What it does to the account.
        class: Class,
        /// The account, where it is known.
        account: String,
        /// The region.
        region: String,
        /// How it ended.
        outcome: CallOutcome,
        /// The identifiers among the members of its answer.
        identifiers: Map,
        /// AWS's id of the request.
        request_id: Option<String>,
        /// How long it took, pages and retries included.
        milliseconds: u64,
    },
    /// One claim was judged.
    Checked {
        /// The step.
        step: String,
        /// True for the quiet check before any work.
        before: bool,
        /// The claim and its evidence.
        check: Check,
    },
    /// Something is not so yet and is looked at again: a check that does not hold, or what a waiter of a script looks
    /// at.
    Waited {
        /// The step; none for the document setup.
        step: Option<String>,
        /// The claim that is waited for; of a waiter, `ec2 vpc_available of vpc-1`.
        text: String,
        /// Seconds since the first try, on the target's clock.
        elapsed: u64,
        /// The limit in seconds.
        limit: u64,
        /// The fewest and the most seconds that it usually takes, where the author says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        usually: Option<(u64, u64)>,
    },
    /// What a check waits for was put off: the run goes on with later steps, and this one ends when it has come. It is
    /// waited for before a step that needs it, and at the end of the run.
    Deferred {
        /// The step.
        step: String,
        /// The claim that is waited for.
        text: String,
        /// The limit in seconds, from now on.
        limit: u64,
        /// The fewest and the most seconds that it usually takes, where the author says so.
        usually: Option<(u64, u64)>,
        /// When, on the wall.
        at: Timestamp,
    },
    /// The steps were listed for the person. Never journalled: it is a fold of what is.
    #[serde(skip)]
    StepsListed {
        /// The steps of the run, in order.
        steps: Vec<Listed>,
        /// Seconds that the run has taken so far.
        seconds: u64,
    },
    /// A check named a thing that it found, and what it is was settled; later claims of it change nothing until it is
    /// released.
    Claimed {
        /// The step.
        step: String,
        /// The kind, `ec2:vpc`.
        kind: String,
        /// The id.
        id: String,
        /// False when it was there before the work: it is adopted, and cleanup leaves it.
        owned: bool,
    },
    /// An adopted thing's earlier state was kept, to be put back.
    Remembered {
        /// The step.
        step: String,
        /// The kind.
        kind: String,
        /// The id.
        id: String,
        /// The state.
        value: Value,
    },
    /// An owned thing is gone: its step's cleanup ran and the check no longer claims it.
    Released {
        /// The step.
        step: String,
        /// The kind.
        kind: String,
        /// The id.
        id: String,
    },
    /// What cleanup is about to undo was listed, before anything is asked or done.
    HoldingsListed {
        /// What is owned, and will be deleted.
        owned: Vec<Thing>,
        /// What was there before, and stays.
        adopted: Vec<Thing>,
        /// Where the console shows what is owned: a link for each, in the same order, or none at all.
        #[serde(default)]
        links: Vec<String>,
    },
    /// A step was cleaned up, and what was read back then is not as it should be.
    NotUndone {
        /// The step.
        step: String,
        /// The kind.
        kind: String,
        /// The id.
        id: String,
        /// False: an owned thing is still there. True: an adopted one is not as it was before.
        changed: bool,
        /// Where to look, a console link; none in practice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<String>,
    },
    /// What is owned and still exists was priced: before a cleanup asks, and when a run ends.
    CostTold {
        /// What costs, thing by thing.
        charges: Vec<Charge>,
        /// The sum in millionths of a US dollar an hour.
        micros: u64,
        /// What is there too and billed by use, not by the hour.
        by_use: Vec<Thing>,
        /// What costs and has no price in the table, or could not be looked at.
        unpriced: Vec<Thing>,
        /// Which prices: `on demand in us-east-1, November 2026`.
        prices: String,
    },
    /// Something was created, is not claimed by any check, and still seems to be there.
    LeftOver {
        /// True where CloudTrail told of it, false where a call of ours made it.
        #[serde(default)]
        trail: bool,
        /// The step whose call made it.
        step: Option<String>,
        /// boto3's service name.
        service: String,
        /// The operation that made it.
        operation: String,
        /// Its identifiers.
        identifiers: Map,
        /// Where to look, a console link; none in practice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        link: Option<String>,
    },
    /// A step ended.
    StepFinished {
        /// The step.
        step: String,
        /// How.
        verdict: Verdict,
        /// True where the first check already held and nothing was done.
        already: bool,
        /// When, on the wall.
        at: Timestamp,
    },
    /// A run ended.
    RunFinished {
        /// How.
        verdict: Verdict,
        /// When, on the wall.
        at: Timestamp,
    },
    /// What a run made was undone right after it, as it was asked to: there is nothing to go on with.
    RunUndone {
        /// The cleanup's run.
        by: String,
        /// When, on the wall.
        at: Timestamp,
    },
}
