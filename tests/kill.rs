//! A run that is killed: at every event of its journal, between a call and the world's commit, and between the commit and
//! the answer. It goes on, ends in the world of the run that nobody disturbed, and makes nothing twice.
//!
//! What a `kill -9` leaves are the bytes that were written, no more and no less. Both files of a run only grow: its journal,
//! and the redo log of its world, whose lines hold the ids of the requests that the journal names. So every moment of one
//! run that was not disturbed can be put back exactly, and the program itself goes on from there.
//!
//! The whole of day 1 has some thousand moments. The ordinary tests take one of each kind; all of them are taken by
//! `RUNBOOK_KILL=all cargo test --release --test all kill:: -- --nocapture`.

use crate::support::Lab;
use runbook::practice::World;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};

const DAY1: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/runbooks/day1.md");

/// A run that nobody disturbed, with all that is needed to put any moment of it back.
struct Whole {
    folder: String,
    id: String,
    /// The world's files before the run.
    snapshot: Vec<u8>,
    before: Vec<u8>,
    /// The lines that the run added to its world's log, and those of its journal.
    log: Vec<String>,
    journal: Vec<String>,
    world: World,
}

/// A moment: what had been written of both files.
#[derive(Clone, Debug)]
struct Moment {
    /// Lines of the journal.
    told: usize,
    /// Lines of the log.
    done: usize,
    /// What had just happened.
    after: String,
}

fn replay<'a>(runbook: &'a str, command: &'a str) -> [&'a str; 6] {
    [command, runbook, "--world", "./world", "--set", "name=alice"]
}

impl Whole {
    fn of(runbook: &str) -> Whole {
        let lab = Lab::new();
        lab.run(&replay(runbook, "verify")).code(1);
        let world = lab.path("world");
        let snapshot = std::fs::read(world.join("world.json")).expect("a snapshot");
        let before = std::fs::read(world.join("log.jsonl")).expect("a log");
        // A log is folded into a snapshot when it outgrows a quarter of it. Blanks keep it as it grew.
        let padded = [&snapshot[..], &vec![b' '; 64 << 20]].concat();
        std::fs::write(world.join("world.json"), padded).expect("a long snapshot");
        std::fs::remove_dir_all(lab.path(".state/runbook/runs")).expect("the journal of the look before");
        lab.run(&replay(runbook, "replay")).code(0);
        let log = std::fs::read_to_string(world.join("log.jsonl")).expect("a log");
        let grown = log
            .strip_prefix(&String::from_utf8_lossy(&before)[..])
            .expect("a log only grows");
        let runs = std::fs::read_dir(lab.path(".state/runbook/runs")).expect("a folder of journals");
        let [path] = &runs
            .map(|entry| entry.expect("an entry").path())
            .collect::<Vec<_>>()[..]
        else {
            panic!("one run, one journal");
        };
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect();
        Whole {
            folder: lab.path("").display().to_string(),
            id: path.file_stem().expect("an id").to_string_lossy().into_owned(),
            log: lines(grown),
            journal: lines(&std::fs::read_to_string(path).expect("a journal")),
            world: World::load(&world).expect("a world"),
            snapshot,
            before,
        }
    }

    /// Every moment: after each line of the journal but the last, and, of calls that change something, when the world had
    /// committed what the journal did not tell yet.
    fn moments(&self) -> Vec<Moment> {
        let mut committed: HashMap<String, usize> = HashMap::new();
        for (index, line) in self.log.iter().enumerate() {
            let line: Json = serde_json::from_str(line).expect("a line of the log");
            requests(&line, &mut |id| {
                committed.insert(id.to_owned(), index + 1);
            });
        }
        let events: Vec<Json> = self
            .journal
            .iter()
            .map(|line| serde_json::from_str(line).expect("a line of the journal"))
            .collect();
        let line_of = |event: &Json| {
            committed
                .get(event["request-id"].as_str().unwrap_or_default())
                .copied()
        };
        let mut moments = Vec::new();
        let mut done = 0;
        for (index, event) in events.iter().enumerate().take(events.len() - 1) {
            done = line_of(event).unwrap_or(done);
            let name = event["event"].as_str().unwrap_or("header");
            let what = event["operation"].as_str().unwrap_or_default();
            moments.push(Moment {
                told: index + 1,
                done,
                after: format!("{name} {what}"),
            });
            if name == "call-intended" {
                let answer = events[index..]
                    .iter()
                    .find(|answer| answer["event"] == "call-answered" && answer["call"] == event["call"]);
                if let Some(done) = answer.and_then(line_of) {
                    moments.push(Moment {
                        told: index + 1,
                        done,
                        after: format!("commit {what}"),
                    });
                }
            }
        }
        moments
    }

    /// Puts a moment back into a folder of its own.
    fn put(&self, moment: &Moment) -> Lab {
        let lab = Lab::new();
        let moved = |lines: &[String]| {
            lines
                .concat()
                .replace(&self.folder, &lab.path("").display().to_string())
        };
        let journal = moved(&self.journal[..moment.told]);
        let log = [&self.before[..], self.log[..moment.done].concat().as_bytes()].concat();
        let name = format!(".state/runbook/runs/{}.jsonl", self.id);
        lab.file(&name, journal)
            .file("world/world.json", &self.snapshot)
            .file("world/log.jsonl", log)
    }

    /// Goes on from a moment; what is wrong with the end of it.
    fn wrong(&self, moment: &Moment) -> Option<String> {
        let lab = self.put(moment);
        let ran = lab.run(&["resume", "--set", "name=alice"]);
        let told = format!("{}{}", ran.stdout(), ran.stderr());
        if ran.exit() != Some(0) {
            return Some(format!("{moment:?}: exit {:?}\n{told}", ran.exit()));
        }
        let world = World::load(&lab.path("world")).expect("a world");
        let mut differences: Vec<String> = self
            .world
            .differences(&world)
            .into_iter()
            .filter(|told| counts_for(told))
            .collect();
        let (whole, here) = (counts(&self.world), counts(&world));
        for kind in whole.keys().chain(here.keys()) {
            let (whole, here) = (whole.get(kind), here.get(kind));
            if whole != here {
                differences.push(format!("{kind}: {whole:?} became {here:?}"));
            }
        }
        (!differences.is_empty()).then(|| format!("{moment:?}:\n{}", differences.join("\n")))
    }
}

/// What flow logs deliver comes by itself as time goes on; and what was asked of a machine is asked again, for a step that
/// was interrupted begins anew: a command is no resource.
fn comes_by_itself(kind: &str) -> bool {
    kind.starts_with("practice:")
        || kind.starts_with("ssm:command")
        || kind == "ssm:invocation"
        || matches!(kind, "logs:batch" | "logs:log-stream" | "s3:object")
}

/// How much is wanted: `all`, or every so many.
fn wanted() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    std::env::var("RUNBOOK_KILL").ok()
}

/// Another instant, or a password that a resumed run made anew, is no other thing.
fn counts_for(told: &str) -> bool {
    let is_thing = told.ends_with("is left over") || told.ends_with("is gone");
    is_thing && !comes_by_itself(told.split(' ').next().unwrap_or_default())
}

/// How many there are of each kind.
pub(crate) fn counts(world: &World) -> BTreeMap<String, usize> {
    let json = serde_json::to_value(world).expect("a world");
    let mut counts = BTreeMap::new();
    for shelves in json["places"]
        .as_object()
        .into_iter()
        .flat_map(|places| places.values())
    {
        for (kind, shelf) in shelves.as_object().into_iter().flatten() {
            if !comes_by_itself(kind) {
                *counts.entry(kind.clone()).or_default() += shelf.as_object().map_or(0, serde_json::Map::len);
            }
        }
    }
    counts
}

/// The ids of the requests that a line of the log tells of.
fn requests(json: &Json, found: &mut dyn FnMut(&str)) {
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                match value {
                    Json::String(id) if name == "requestID" => found(id),
                    other => requests(other, found),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| requests(item, found)),
        _ => {}
    }
}

/// Moments that went wrong once: a solve that begins and ends something at once is killed in between.
const ONCE_WRONG: [&str; 1] = ["commit StartSession"];

/// One moment of each kind, from the middle of those that there are, and those that went wrong once.
fn sample(moments: &[Moment]) -> Vec<Moment> {
    let mut kinds: BTreeMap<&str, Vec<&Moment>> = BTreeMap::new();
    for moment in moments {
        let kind = moment.after.split(' ').next().unwrap_or_default();
        kinds.entry(kind).or_default().push(moment);
    }
    let once_wrong = moments
        .iter()
        .filter(|moment| ONCE_WRONG.contains(&moment.after.as_str()));
    let middle = kinds.values().map(|of| of[of.len() / 2]);
    middle.chain(once_wrong).cloned().collect()
}

#[test]
fn day_1_goes_on_from_every_moment_and_makes_nothing_twice() {
    let whole = Whole::of(DAY1);
    let all = whole.moments();
    assert!(all.len() > 500, "{} moments", all.len());
    assert!(all.iter().any(|moment| moment.after == "commit CreateVpc"));
    let chosen = match wanted() {
        Some(word) if word == "all" => all,
        Some(word) => {
            let every: usize = word.parse().expect("`all`, or a number: every so many");
            all.into_iter().step_by(every).collect()
        }
        None => sample(&all),
    };
    println!("{} moments of day 1", chosen.len());
    let halves = chosen.chunks(chosen.len().div_ceil(2));
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let threads: Vec<_> = halves
            .map(|half| {
                scope.spawn(|| {
                    half.iter()
                        .filter_map(|moment| whole.wrong(moment))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    assert!(
        wrong.is_empty(),
        "{} go wrong:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

const SMALL: &str = "# Lab\n\n## Group\n\n```rhai setup\nconst GROUP = \"lab-a\";\nlet is_there = \
    iam::list_groups().Groups.some(|g| g.GroupName == GROUP);\n```\n\n```rhai solve\nif !is_there { \
    iam::create_group(#{ GroupName: \"lab-a\" }); }\n```\n\n```rhai check\ncheck(\"the group is there\", \
    iam::list_groups().Groups.some(|g| g.GroupName == \"lab-a\"));\n```\n";

/// The journal is cut at every length: it goes on, or it is refused by its name, and nothing panics. What every length
/// reads as is for the unit tests of the journal; here the program goes on from the ends of lines and the bytes around them.
#[test]
fn a_small_run_goes_on_from_a_journal_of_any_length() {
    let lab = Lab::new().file("lab.md", SMALL);
    lab.run(&["replay", "lab.md", "--world", "./world"]).code(0);
    let runs = lab.path(".state/runbook/runs");
    let path = std::fs::read_dir(&runs).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&path).unwrap();
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    let last = ends[ends.len() - 2] + 1;
    let step = if wanted().is_some_and(|word| word == "all") {
        1
    } else {
        97
    };
    let near = ends.iter().flat_map(|end| [*end, end + 1, end + 2]);
    let mut lengths: Vec<usize> = near.chain((0..whole.len()).step_by(step)).collect();
    lengths.sort_unstable();
    lengths.dedup();
    for length in lengths.into_iter().filter(|length| *length <= whole.len()) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        let ran = lab.run(&["resume", &id]);
        let said = ran.stderr();
        assert!(!said.contains("panicked"), "{length}: {said}");
        if length <= ends[0] {
            assert!(
                said.contains("no whole header") && said.contains(&id),
                "{length}: {said}"
            );
            ran.code(4);
        } else if length == whole.len() {
            assert!(said.contains("nothing to go on with"), "{length}: {said}");
            ran.code(2);
        } else {
            ran.code(0);
        }
    }
    // Bytes that were flipped: told with the line, or they meant nothing.
    for at in (0..last).step_by(if step == 1 { 7 } else { 211 }) {
        let mut bytes = whole[..last].to_vec();
        bytes[at] ^= 0x15;
        std::fs::write(&path, bytes).unwrap();
        let ran = lab.run(&["resume", &path.file_stem().unwrap().to_string_lossy()]);
        assert!(!ran.stderr().contains("panicked"), "{at}: {}", ran.stderr());
        assert!(
            matches!(ran.exit(), Some(0..=4)),
            "{at}: {:?} {}",
            ran.exit(),
            ran.stderr()
        );
    }
}

#[test]
fn a_newer_format_is_refused_by_name_and_two_processes_exclude_each_other() {
    let lab = Lab::new().file("lab.md", SMALL);
    lab.run(&["replay", "lab.md", "--world", "./world"]).code(0);
    let store = runbook::journal::Store::new(lab.path(".state/runbook/runs"));
    let path = lab.path(".state/runbook/runs");
    let path = std::fs::read_dir(path).unwrap().next().unwrap().unwrap().path();
    let id = path.file_stem().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(&path).unwrap();
    let cut: String = text.split_inclusive('\n').take(5).collect();
    std::fs::write(&path, &cut).unwrap();

    let held = store.resume(&id, &runbook::port::Secrets::default()).unwrap();
    let said = lab.run(&["resume", &id]).code(3).stderr();
    assert!(
        said.contains("held by another process") && said.contains(&id),
        "{said}"
    );
    drop(held);

    let newer = cut.replacen("\"format\":1", "\"format\":9", 1);
    assert_ne!(newer, cut);
    std::fs::write(&path, newer).unwrap();
    let said = lab.run(&["resume", &id]).code(4).stderr();
    assert!(
        said.contains("format 9") && said.contains("this program reads format 1"),
        "{said}"
    );
    std::fs::write(&path, cut).unwrap();
    lab.run(&["resume", &id]).code(0);
}
