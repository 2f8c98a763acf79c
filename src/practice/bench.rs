//! How much the world answers and what a folder costs, printed by hand:
//! `cargo test --lib practice::bench -- --ignored --nocapture`.

use super::{Options, Practice, World};
use crate::port::{Cloud, Request};
use crate::value;
use std::time::Instant;

fn a_second(practice: &Practice, request: &Request, calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        practice.call(request).unwrap();
    }
    f64::from(calls) / start.elapsed().as_secs_f64()
}

#[test]
#[ignore = "prints figures and proves nothing"]
fn figures() {
    let folder = tempfile::TempDir::new().unwrap();
    let options = Options::new("us-east-1");
    let (kept, loose) = (
        Practice::open(folder.path(), &options).unwrap(),
        Practice::in_memory(&options),
    );
    let describe = Request::new("ec2", "DescribeVpcs", value!({}));
    let subnets = Request::new("ec2", "DescribeSubnets", value!({}));
    let tags = value!({ "Resources": [(kept.call(&describe).unwrap().at("Vpcs.0.VpcId"))], "Tags": [{ "Key": "a", "Value": "b" }] });
    let tag = Request::new("ec2", "CreateTags", tags).mutating();
    println!(
        "DescribeVpcs in memory: {:.0} a second",
        a_second(&loose, &describe, 3000)
    );
    println!(
        "DescribeVpcs in a folder: {:.0} a second",
        a_second(&kept, &describe, 3000)
    );
    println!(
        "DescribeSubnets in a folder: {:.0} a second",
        a_second(&kept, &subnets, 1000)
    );
    println!(
        "CreateTags in a folder, on the disk: {:.0} a second",
        a_second(&kept, &tag, 300)
    );
    drop(kept);
    let start = Instant::now();
    World::load(folder.path()).unwrap();
    println!("load: {:?}", start.elapsed());
    let start = Instant::now();
    drop(Practice::open(folder.path(), &options).unwrap());
    println!("open and close: {:?}", start.elapsed());
}
