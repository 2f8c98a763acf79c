//! The compaction of botocore's models: what is embedded is what the pinned botocore compacts to, and the whole of
//! botocore can be given as a folder.
//!
//! `RUNBOOK_UPDATE=1` writes the embedded models anew.

use super::oracle::botocore;
use runbook::api::{Catalogue, EndpointParams, Service, compacted, pack};
use std::path::PathBuf;
use std::time::Instant;

const MODELS: &str = "src/api/models/aws.models";

#[test]
fn the_embedded_models_are_what_botocore_compacts_to() {
    let (data, version) = botocore();
    let members = compacted(&data).unwrap();
    let packed = pack(&version, &members).unwrap();
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    if std::env::var_os("RUNBOOK_UPDATE").is_some() {
        std::fs::write(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(MODELS), &packed).unwrap();
        println!(
            "{MODELS}: {} members, {} bytes packed",
            members.len(),
            packed.len()
        );
        return;
    }
    let embedded = Catalogue::embedded();
    let differing: Vec<String> = members
        .iter()
        .filter_map(|(name, bytes)| {
            let known = embedded.member(name).unwrap_or_default();
            let at = || bytes.iter().zip(&known).position(|(ours, theirs)| ours != theirs);
            (known != *bytes).then(|| {
                format!(
                    "{name} ({} of {} bytes, from {:?})",
                    bytes.len(),
                    known.len(),
                    at()
                )
            })
        })
        .collect();
    println!(
        "{} members, {} bytes, {} packed: {} differ",
        members.len(),
        members.values().map(Vec::len).sum::<usize>(),
        packed.len(),
        differing.len()
    );
    assert!(
        differing.is_empty(),
        "{MODELS} is not what botocore {version} compacts to; RUNBOOK_UPDATE=1 writes it: {differing:#?}"
    );
    let services = members.keys().filter(|name| !name.starts_with('#'));
    assert!(services.eq(embedded.names()));
    assert_eq!(embedded.version(), version);
}

#[test]
fn the_whole_of_botocore_can_be_a_folder_of_models() {
    let (data, _) = botocore();
    let started = Instant::now();
    let catalogue = Catalogue::with_folders(&[data]).unwrap();
    let (opened, started) = (started.elapsed(), Instant::now());
    let ec2 = catalogue.load("ec2").unwrap();
    let named = started.elapsed();
    println!(
        "{} names in {opened:?}, EC2 in {named:?}",
        catalogue.outside().len()
    );
    assert!(ec2.operation("DescribeVpcs").unwrap().knows_filter("tag:Name"));
    assert!(catalogue.outside().iter().all(|outside| outside.replaces));
    assert!(catalogue.names().eq(Catalogue::embedded().names()));
    // Their records are the embedded ones, as the test above says; some are read as what they are.
    for name in catalogue.names().step_by(16) {
        let service = catalogue.load(name).unwrap_or_else(|error| panic!("{error}"));
        let embedded = Catalogue::embedded().service(name).unwrap();
        let methods = |service: &Service| {
            let operations = service.operations();
            operations
                .map(|operation| (operation.method.clone(), operation.class))
                .collect::<Vec<_>>()
        };
        assert_eq!(methods(service), methods(embedded), "{name}");
        let params = EndpointParams {
            region: Some("eu-west-1".to_owned()),
            ..EndpointParams::default()
        };
        assert_eq!(service.endpoint(&params), embedded.endpoint(&params), "{name}");
    }
}
