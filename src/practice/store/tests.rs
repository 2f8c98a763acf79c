//! What survives: closing, crashes, other handles, other formats.

use super::*;
use crate::port::{Clock, Cloud, Latch, Request};
use crate::practice::{ClockMode, Practice};
use crate::value;
use crate::value::Value;
use std::time::Duration;
use tempfile::TempDir;

fn options() -> Options {
    Options::new("us-east-1")
}

fn open(folder: &TempDir) -> Practice {
    Practice::open(folder.path(), &options()).unwrap()
}

fn vpc(practice: &Practice) -> String {
    let input = value!({ "CidrBlock": "10.0.0.0/16" });
    let made = practice
        .call(&Request::new("ec2", "CreateVpc", input).mutating())
        .unwrap();
    made.at("Vpc.VpcId").text().to_owned()
}

/// A security group, of which an account may have thousands.
fn group(practice: &Practice, name: &str) {
    let input = value!({ "GroupName": name, "Description": "one of many" });
    practice
        .call(&Request::new("ec2", "CreateSecurityGroup", input).mutating())
        .unwrap();
}

fn groups(practice: &Practice) -> Vec<String> {
    let answer = practice
        .call(&Request::new("ec2", "DescribeSecurityGroups", value!({})))
        .unwrap();
    let groups = answer.get("SecurityGroups").items().iter();
    groups
        .map(|group| group.get("GroupId").text().to_owned())
        .collect()
}

fn vpcs(practice: &Practice) -> Vec<String> {
    let answer = practice
        .call(&Request::new("ec2", "DescribeVpcs", value!({})))
        .unwrap();
    answer
        .get("Vpcs")
        .items()
        .iter()
        .map(|vpc| vpc.get("VpcId").text().to_owned())
        .collect()
}

#[test]
fn a_world_is_the_same_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    vpc(&practice);
    practice
        .clock()
        .wait(Duration::from_secs(60), &Latch::default())
        .unwrap();
    let before = practice.world();
    drop(practice);
    assert_eq!(open(&folder).world(), before);
    assert_eq!(World::load(folder.path()).unwrap(), before);
}

#[test]
fn what_was_answered_is_in_the_log_before_anything_is_closed() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    let id = vpc(&practice);
    // As after a kill: nothing is closed, the lock goes with the process.
    std::mem::forget(practice);
    assert!(vpcs(&open(&folder)).contains(&id));
}

#[test]
fn a_torn_last_line_is_dropped_and_written_over() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    let first = vpc(&practice);
    drop(practice);
    let log = folder.path().join(LOG);
    let whole = fs::read(&log).unwrap();
    for torn in [
        &b"{\"seq\":99,\"chan"[..],
        b"{\"seq\":99,\"changes\":[{\"put\"\n",
        b"\0\0\0\0",
    ] {
        fs::write(&log, [&whole, torn].concat()).unwrap();
        assert!(vpcs(&open(&folder)).contains(&first));
        let practice = open(&folder);
        let second = vpc(&practice);
        drop(practice);
        assert_eq!(vpcs(&open(&folder)), vpcs(&open(&folder)));
        assert!(vpcs(&open(&folder)).contains(&second));
    }
}

#[test]
fn damage_elsewhere_is_an_error_with_its_line() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    vpc(&practice);
    vpc(&practice);
    drop(practice);
    let log = folder.path().join(LOG);
    let text = fs::read_to_string(&log)
        .unwrap()
        .replacen("{\"seq\":1,", "{\"sea\":1,", 1);
    fs::write(&log, text).unwrap();
    match Practice::open(folder.path(), &options()) {
        Err(StoreError::Damaged {
            file: LOG, line: 2, ..
        }) => {}
        other => panic!("{other:?}"),
    }
    reset(folder.path(), &options()).unwrap();
    assert_eq!(vpcs(&open(&folder)).len(), 1);
}

#[test]
fn an_unknown_format_is_told_and_can_be_reset() {
    let folder = TempDir::new().unwrap();
    drop(open(&folder));
    fs::write(
        folder.path().join(SNAPSHOT),
        "{\"format\":7,\"seq\":4,\"globe\":{}}",
    )
    .unwrap();
    let error = Practice::open(folder.path(), &options()).unwrap_err();
    assert!(matches!(error, StoreError::Format { found: 7, .. }), "{error}");
    assert!(error.advice().contains("practice reset"));
    reset(folder.path(), &options()).unwrap();
    assert_eq!(vpcs(&open(&folder)).len(), 1);
}

#[test]
fn two_handles_share_a_folder_call_by_call() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    let a = vpc(&one);
    let b = vpc(&two);
    let c = vpc(&one);
    let all = vpcs(&two);
    assert_eq!(all[1..], [a.clone(), b, c]);
    assert_eq!(vpcs(&one), all);
    two.call(&Request::new("ec2", "DeleteVpc", value!({ "VpcId": (&a) })).mutating())
        .unwrap();
    assert!(!vpcs(&one).contains(&a));
    assert_eq!(one.world().differences(&two.world()), Vec::<String>::new());
}

#[test]
fn a_snapshot_written_meanwhile_disturbs_nobody() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    let a = vpc(&one);
    // `two` has not seen `a` yet when the log is begun anew without it.
    let (mut store, mut world) = Store::open(folder.path(), || unreachable!()).unwrap();
    let held = store.enter(&mut world).unwrap();
    store.compact(&mut world).unwrap();
    drop(held);
    let b = vpc(&two);
    let c = vpc(&one);
    let expected = [a, b, c];
    for practice in [&one, &two, &open(&folder)] {
        assert_eq!(vpcs(practice)[1..], expected);
    }
}

#[test]
fn a_crash_between_snapshot_and_log_loses_and_doubles_nothing() {
    let folder = TempDir::new().unwrap();
    let one = open(&folder);
    let a = vpc(&one);
    let (mut store, mut world) = Store::open(folder.path(), || unreachable!()).unwrap();
    let held = store.enter(&mut world).unwrap();
    store.write_snapshot(&world).unwrap();
    // Here the process ends: the log was not begun anew.
    drop((held, store));
    let b = vpc(&one);
    for practice in [&one, &open(&folder)] {
        assert_eq!(vpcs(practice)[1..], [a.clone(), b.clone()]);
    }
    // And the other crash: the log was emptied, its first line never written.
    fs::write(folder.path().join("torn"), "").unwrap();
    let (mut store, mut world) = Store::open(folder.path(), || unreachable!()).unwrap();
    let held = store.enter(&mut world).unwrap();
    store.write_snapshot(&world).unwrap();
    store.log.set_len(10).unwrap();
    drop((held, store));
    let c = vpc(&one);
    for practice in [&one, &open(&folder)] {
        assert_eq!(vpcs(practice)[1..], [a.clone(), b.clone(), c.clone()]);
    }
}

#[test]
fn a_reset_reaches_open_handles() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (open(&folder), open(&folder));
    let fresh = one.world();
    vpc(&one);
    vpc(&two);
    reset(folder.path(), &options()).unwrap();
    assert_eq!(vpcs(&one).len(), 1);
    let a = vpc(&two);
    assert_eq!(vpcs(&one)[1..], [a]);
    assert_eq!(
        fresh.differences(&one.world()).len(),
        6,
        "a VPC, the three things beside it, and the two rules of its security group"
    );
}

#[test]
fn a_long_log_is_folded_into_the_snapshot_when_the_handle_is_closed() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    let log = folder.path().join(LOG);
    let mut number = 0;
    while fs::metadata(&log).unwrap().len() < WORTH * 4 {
        number += 1;
        group(&practice, &format!("group-{number}"));
    }
    let all = groups(&practice);
    drop(practice);
    assert_eq!(fs::metadata(&log).unwrap().len(), HEAD as u64);
    assert_eq!(groups(&open(&folder)), all);
}

#[test]
fn the_clock_stands_still_between_handles_and_goes_on_from_there() {
    let folder = TempDir::new().unwrap();
    let running = Options::new("us-east-1").clock(ClockMode::Speed(1_000_000));
    let practice = Practice::open(folder.path(), &running).unwrap();
    practice
        .clock()
        .wait(Duration::from_secs(7200), &Latch::default())
        .unwrap();
    vpcs(&practice);
    let stood = practice.world().now();
    drop(practice);
    let again = open(&folder);
    assert!(stood >= options().born + Duration::from_secs(7200));
    assert_eq!(again.clock().now(), stood);
}

#[test]
fn a_folder_that_cannot_be_made_is_told_with_its_path() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Practice::open(&file.join("world"), &options()).unwrap_err();
    assert!(error.to_string().contains("file/world"), "{error}");
    assert!(matches!(
        World::load(&folder.path().join("none")),
        Err(StoreError::Missing { .. })
    ));
}

#[test]
fn equal_seeds_give_equal_worlds_and_others_other_ids() {
    let practice = |seed| Practice::in_memory(&options().seed(seed));
    let (one, two, other) = (practice(5), practice(5), practice(6));
    let ids = |practice: &Practice| {
        vpc(practice);
        vpcs(practice)
    };
    assert_eq!(ids(&one), ids(&two));
    assert_eq!(one.world(), two.world());
    assert!(ids(&other).iter().all(|id| !vpcs(&one).contains(id)));
}

#[test]
fn differences_are_told_by_place_kind_id_and_member() {
    let practice = Practice::in_memory(&options());
    let fresh = practice.world();
    let id = vpcs(&practice)[0].clone();
    let tags = value!({ "Resources": [(&id)], "Tags": [{ "Key": "Name", "Value": "lab" }] });
    practice
        .call(&Request::new("ec2", "CreateTags", tags).mutating())
        .unwrap();
    let told = fresh.differences(&practice.world());
    assert_eq!(told.len(), 1, "{told:?}");
    let start = format!("ec2:vpc {id} in 111122223333/us-east-1 Tags was null and is ");
    assert!(told[0].starts_with(&start), "{told:?}");
    let made = vpc(&practice);
    let told = fresh.differences(&practice.world());
    assert!(
        told.iter()
            .any(|line| line == &format!("ec2:vpc {made} in 111122223333/us-east-1 is left over"))
    );
    assert!(
        practice
            .world()
            .differences(&fresh)
            .iter()
            .any(|line| line.ends_with("is gone"))
    );
    let elsewhere = |region: &str| {
        let mut request = Request::new("ec2", "DescribeVpcs", Value::map());
        request.region = Some(region.to_owned());
        practice.call(&request).unwrap();
    };
    let before = practice.world();
    elsewhere("eu-west-1");
    assert_eq!(
        before.differences(&practice.world()),
        Vec::<String>::new(),
        "only looked at"
    );
}

#[test]
fn handles_that_write_at_once_wait_for_one_another() {
    let folder = TempDir::new().unwrap();
    drop(open(&folder));
    std::thread::scope(|scope| {
        for handle in 0..3 {
            let folder = &folder;
            scope.spawn(move || {
                let practice = open(folder);
                (0..10).for_each(|number| group(&practice, &format!("group-{handle}-{number}")));
            });
        }
    });
    let mut all = groups(&open(&folder));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 31);
}

#[test]
fn a_change_that_cannot_be_kept_is_not_answered_and_not_made() {
    let folder = TempDir::new().unwrap();
    let practice = open(&folder);
    let before = vpcs(&practice);
    let log = folder.path().join(LOG);
    practice.swap_log(File::open(&log).unwrap());
    let input = value!({ "CidrBlock": "10.0.0.0/16" });
    let error = practice
        .call(&Request::new("ec2", "CreateVpc", input).mutating())
        .unwrap_err();
    assert_eq!(
        (error.fault, error.code.as_str()),
        (crate::port::Fault::Machine, "WorldNotKept")
    );
    assert!(error.message.contains("cannot be written"), "{}", error.message);
    practice.swap_log(OpenOptions::new().read(true).write(true).open(&log).unwrap());
    assert_eq!(vpcs(&practice), before);
    let made = vpc(&practice);
    drop(practice);
    assert_eq!(vpcs(&open(&folder))[1..], [made]);
}
