//! All services, and finding one by name.

use super::blob::{Blob, EMBEDDED};
use super::endpoint::Partitions;
use super::folder::{Folder, ModelError, Version};
use super::{Operation, Service, suggest};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// All services that are known. Naming one loads it; nothing else does.
#[derive(Debug)]
pub struct Catalogue {
    pub(super) blob: Blob,
    /// Sorted by name.
    services: Vec<Known>,
    partitions: Arc<Partitions>,
    outside: Vec<Outside>,
}

#[derive(Debug)]
struct Known {
    name: String,
    /// The folder of its version, for a service from outside the binary.
    folder: Option<PathBuf>,
    service: OnceLock<Result<Service, ModelError>>,
}

/// A service whose model is not the binary's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// boto3's name.
    pub service: String,
    /// The folder that was given.
    pub folder: PathBuf,
    /// The version of the API: the folder of it that was taken, the latest.
    pub version: String,
    /// There is one of that name in the binary, which it stands in for.
    pub replaces: bool,
}

/// Services that the AWS CLI calls by another name than boto3.
const CLI_NAMES: &[(&str, &str)] = &[
    ("configservice", "config"),
    ("deploy", "codedeploy"),
    ("s3api", "s3"),
];

/// A service or operation that there is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// No such service.
    #[error("there is no AWS service `{name}`")]
    Service {
        /// As it was asked for.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// No such operation.
    #[error("{service} has no operation `{name}`")]
    Operation {
        /// The service.
        service: String,
        /// As it was asked for.
        name: String,
        /// What was probably meant, in the spelling that was used.
        suggestion: Option<String>,
    },
    /// The service's model, from outside the binary, is damaged.
    #[error(transparent)]
    Unusable(#[from] ModelError),
}

impl Unknown {
    /// What to do about it: ``did you mean `ec2`?``.
    #[must_use]
    pub fn advice(&self) -> Option<String> {
        match self {
            Unknown::Service { suggestion, .. } | Unknown::Operation { suggestion, .. } => {
                suggestion.as_ref().map(|name| format!("did you mean `{name}`?"))
            }
            Unknown::Unusable(error) => Some(error.advice().to_owned()),
        }
    }
}

impl Catalogue {
    /// The models inside the binary.
    #[must_use]
    pub fn embedded() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| Catalogue::read(EMBEDDED))
    }

    /// The models of a file in the form of the embedded one. What is damaged in it reads as absent.
    #[must_use]
    pub fn read(file: impl Into<Cow<'static, [u8]>>) -> Catalogue {
        let blob = Blob::open(file.into());
        let names = blob.entries().iter().map(|entry| entry.name.as_str());
        let services = names.filter(|name| !name.starts_with('#'));
        Catalogue {
            services: services.map(|name| Known::new(name, None)).collect(),
            blob,
            partitions: Arc::default(),
            outside: Vec::new(),
        }
    }

    /// The models inside the binary, with those of folders in botocore's layout added or put in their place by name.
    /// The first folder that has a service wins, and of its versions the latest.
    ///
    /// # Errors
    /// A folder that cannot be read. A service's own files are read when it is named.
    pub fn with_folders(folders: &[PathBuf]) -> Result<Catalogue, ModelError> {
        let mut catalogue = Catalogue::read(EMBEDDED);
        let mut found: BTreeMap<String, (&Path, PathBuf)> = BTreeMap::new();
        for path in folders.iter().rev() {
            let folder = Folder::open(path)?;
            if let Some(partitions) = folder.partitions()? {
                catalogue.partitions = Arc::new(partitions);
            }
            let services = folder.services.into_iter();
            found.extend(services.map(|(service, version)| (service, (path.as_path(), version))));
        }
        for (service, (folder, version)) in found {
            let place = catalogue.place(&service);
            catalogue.outside.push(Outside {
                folder: folder.to_owned(),
                version: version
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                replaces: place.is_ok(),
                service: service.clone(),
            });
            let known = Known::new(&service, Some(version));
            match place {
                Ok(i) => catalogue.services[i] = known,
                Err(i) => catalogue.services.insert(i, known),
            }
        }
        Ok(catalogue)
    }

    /// The services whose models are not the binary's, sorted.
    #[must_use]
    pub fn outside(&self) -> &[Outside] {
        &self.outside
    }

    /// The version of botocore that the models in the binary are from.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.blob.version
    }

    /// A member of the file of compacted models, as it was packed: a service, `#rules/0`, `#partitions`.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Vec<u8>> {
        self.blob.member(name)
    }

    /// A service by boto3's name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.load(name).ok()
    }

    /// A service by boto3's name.
    ///
    /// # Errors
    /// [`Unknown`]: there is none, or its model from outside the binary is damaged.
    pub fn load(&self, name: &str) -> Result<&Service, Unknown> {
        let unknown = || Unknown::Service {
            name: name.to_owned(),
            suggestion: suggest(name, self.names()).map(str::to_owned),
        };
        let known = &self.services[self.place(name).map_err(|_| unknown())?];
        let read = || match &known.folder {
            Some(version) => Version::read(version)?.service(name, &self.partitions),
            None => {
                let bytes = self.blob.member(name);
                let bytes = bytes.ok_or_else(|| ModelError::new(Path::new(name), "it is damaged"))?;
                Ok(Service::read(name, bytes, &self.partitions))
            }
        };
        known
            .service
            .get_or_init(read)
            .as_ref()
            .map_err(|error| error.clone().into())
    }

    /// Where a service is, or where it would be.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.services
            .binary_search_by(|known| known.name.as_str().cmp(name))
    }

    /// The names of all services, sorted. Nothing is loaded for it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.services.iter().map(|known| known.name.as_str())
    }

    /// The names of a service's operations, without loading it.
    #[cfg(test)]
    pub(super) fn operation_names(&self, service: &str) -> Vec<String> {
        let data = super::reader::Data::new(self.blob.member(service).unwrap_or_default());
        data.operations
            .iter()
            .map(|record| data.reader(record).string())
            .collect()
    }

    /// A service and its operation as [`find`](Catalogue::find) has them: for what stands below validation, which has
    /// told of unknown ones.
    #[must_use]
    pub fn known(&self, service: &str, operation: &str) -> Option<(&Service, &Operation)> {
        self.find(service, operation).ok()
    }

    /// A service and its operation, in AWS's spelling (`DescribeVpcs`), boto3's (`describe_vpcs`) or the AWS CLI's
    /// (`describe-vpcs`); a service may be called as the AWS CLI calls it (`s3api`).
    ///
    /// # Errors
    /// [`Unknown`], with what was probably meant.
    pub fn find(&self, service: &str, operation: &str) -> Result<(&Service, &Operation), Unknown> {
        let alias = CLI_NAMES.iter().find(|(cli, _)| *cli == service);
        let service = alias.map_or(service, |(_, name)| *name);
        let found = self.load(service)?;
        let method = operation.replace('-', "_");
        let known = found.operation(operation).or_else(|| found.method(&method));
        known.map(|known| (found, known)).ok_or_else(|| {
            let suggestion = if operation.starts_with(|c: char| c.is_ascii_uppercase()) {
                suggest(operation, found.operations().map(|known| known.name.as_str())).map(str::to_owned)
            } else {
                let near = suggest(&method, found.operations().map(|known| known.method.as_str()));
                near.map(|near| {
                    if operation.contains('-') {
                        near.replace('_', "-")
                    } else {
                        near.to_owned()
                    }
                })
            };
            Unknown::Operation {
                service: service.to_owned(),
                name: operation.to_owned(),
                suggestion,
            }
        })
    }
}

impl Known {
    fn new(name: &str, folder: Option<PathBuf>) -> Known {
        Known {
            name: name.to_owned(),
            folder,
            service: OnceLock::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::reader::Data;
    use crate::api::{Kind, Location, Protocol, ShapeId};

    fn catalogue() -> &'static Catalogue {
        Catalogue::embedded()
    }

    #[test]
    fn operations_are_found_in_three_spellings() {
        for spelling in ["DescribeVpcs", "describe_vpcs", "describe-vpcs"] {
            let (service, operation) = catalogue().find("ec2", spelling).unwrap();
            assert_eq!(
                (service.name.as_str(), operation.name.as_str()),
                ("ec2", "DescribeVpcs")
            );
        }
        let special = catalogue().service("storagegateway").unwrap();
        assert_eq!(
            special.method("describe_cached_iscsi_volumes").unwrap().name,
            "DescribeCachediSCSIVolumes"
        );
    }

    #[test]
    fn unknown_names_are_answered_with_the_nearest_in_the_same_spelling() {
        let unknown = catalogue().find("ec3", "DescribeVpcs").unwrap_err();
        assert_eq!(unknown.to_string(), "there is no AWS service `ec3`");
        assert_eq!(unknown.advice().unwrap(), "did you mean `ec2`?");
        for (spelling, near) in [
            ("DescribeVpc", "DescribeVpcs"),
            ("describe_vpc", "describe_vpcs"),
            ("describe-vpcz", "describe-vpcs"),
        ] {
            let unknown = catalogue().find("ec2", spelling).unwrap_err();
            assert_eq!(unknown.advice().unwrap(), format!("did you mean `{near}`?"));
        }
        assert_eq!(catalogue().find("ec2", "Xyzzy").unwrap_err().advice(), None);
    }

    /// A file of one service, as it is and with a count, an end and a size that are not true.
    #[test]
    fn damaged_models_read_as_absent() {
        let sts = catalogue().blob.member("sts").unwrap();
        let read = |member: &[u8], size: usize| {
            let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut packed, member).unwrap();
            let packed = packed.finish().unwrap();
            let header = format!("runbook-models 1 botocore 0\nsts 0 {} {size}\n\n", packed.len());
            let mut file = header.into_bytes();
            file.extend(packed);
            Catalogue::read(file)
        };
        let operations = |catalogue: &Catalogue| catalogue.service("sts").unwrap().operations().count();
        let whole = read(&sts, sts.len());
        let all = operations(&whole);
        assert!(all > 5 && whole.find("sts", "get_caller_identity").is_ok());
        assert!(operations(&read(&sts[..sts.len() / 2], sts.len())) <= all);
        assert!(operations(&read(&sts, sts.len() / 3)) <= all);
        assert_eq!(operations(&read(&sts, 0)), 0);
        // 2^63 - 1 operations; and one, of 4 GB, with as many errors.
        let most = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        let many = [&[0, 0][..], &most, &[1, 0]].concat();
        assert!(operations(&read(&many, many.len())) < many.len());
        let long = [
            &[0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 0, 0][..],
            &most,
            &[1],
        ]
        .concat();
        let long = read(&long, long.len());
        let operation = long.service("sts").unwrap().operations().next().unwrap();
        assert_eq!(operation.errors, [ShapeId(1)]);
        let unknown = whole.service("sts").unwrap().shape(ShapeId(u32::MAX));
        assert_eq!(unknown.kind, Kind::Document);
        assert_eq!(Catalogue::read(&b"runbook-models"[..]).names().count(), 0);
        let beyond = &b"runbook-models 1 botocore 0\nsts 18446744073709551615 18446744073709551615 9\n\n"[..];
        assert!(Catalogue::read(beyond).service("sts").is_none());
    }

    #[test]
    fn a_service_says_what_the_wire_needs() {
        let ec2 = catalogue().service("ec2").unwrap();
        assert_eq!(
            (ec2.protocol, ec2.api_version.as_str()),
            (Protocol::Ec2, "2016-11-15")
        );
        let guardduty = catalogue().service("guardduty").unwrap();
        assert_eq!(guardduty.protocol, Protocol::RestJson);
        let get = guardduty.operation("GetDetector").unwrap();
        assert_eq!(
            (get.http_method.as_str(), get.uri.as_str()),
            ("GET", "/detector/{DetectorId}")
        );
        let member = guardduty.shape(get.input.unwrap()).member("DetectorId").unwrap();
        assert_eq!(
            (member.location, member.wire_name(), member.required),
            (Some(Location::Uri), "DetectorId", true)
        );
        let iam = catalogue().service("iam").unwrap();
        let create = iam.operation("CreateGroup").unwrap();
        assert_eq!(create.result_wrapper.as_deref(), Some("CreateGroupResult"));
        let codes: Vec<_> = create
            .errors
            .iter()
            .filter_map(|id| iam.shape(*id).error()?.code.as_deref())
            .collect();
        assert!(codes.contains(&"EntityAlreadyExists"), "{codes:?}");
        let password = iam
            .shape(iam.operation("CreateLoginProfile").unwrap().input.unwrap())
            .member("Password")
            .unwrap();
        assert!(iam.shape(password.shape).sensitive);
        let logs = catalogue().service("logs").unwrap();
        assert_eq!(
            (logs.protocol, logs.target_prefix.as_deref()),
            (Protocol::Json, Some("Logs_20140328"))
        );
    }

    #[test]
    fn ec2_knows_its_filters_and_waiters() {
        let ec2 = catalogue().service("ec2").unwrap();
        let vpcs = ec2.operation("DescribeVpcs").unwrap();
        assert!(
            vpcs.filters.iter().any(|name| name == "is-default"),
            "{:?}",
            vpcs.filters
        );
        assert!(vpcs.knows_filter("tag:Name") && !vpcs.knows_filter("isDefault"));
        let waiter = ec2.waiter("instance_running").unwrap();
        assert_eq!(
            (waiter.operation.as_str(), waiter.delay, waiter.max_attempts),
            ("DescribeInstances", 15, 40)
        );
    }

    /// Every record of every service ends where its frame says, every shape that is named exists: the file is whole
    /// and grammar and reader agree.
    #[test]
    fn every_record_is_read_to_its_end() {
        let (mut services, mut operations, mut shapes) = (0, 0, 0);
        for name in catalogue().names() {
            let data = Data::new(catalogue().blob.member(name).unwrap());
            assert_eq!(data.end, data.len(), "{name}");
            // A sample keeps the test fast in debug; the services of the first labs are read whole.
            let whole = ["ec2", "iam", "s3", "guardduty", "sts"].contains(&name);
            for (i, record) in data
                .shapes
                .iter()
                .enumerate()
                .filter(|(i, _)| whole || i % 16 == 0)
            {
                let mut reader = data.reader(record);
                let shape = crate::api::shape_record::shape(&mut reader);
                assert!(reader.done() && !shape.name.is_empty(), "{name} shape {i}");
                let known =
                    |id: ShapeId| assert!((id.0 as usize) < data.shapes.len(), "{name} {}", shape.name);
                match &shape.kind {
                    Kind::Structure { members, .. } => members.iter().for_each(|member| known(member.shape)),
                    Kind::List { member, .. } => known(*member),
                    Kind::Map { key, value, .. } => [*key, *value].into_iter().for_each(known),
                    _ => {}
                }
            }
            for record in data.operations.iter().step_by(if whole { 1 } else { 16 }) {
                let mut reader = data.reader(record);
                let operation = Operation::read(name, &mut reader);
                assert!(reader.done(), "{name} {}", operation.name);
            }
            for record in &data.waiters {
                let mut reader = data.reader(record);
                let waiter = crate::api::Waiter::read(&mut reader);
                assert!(
                    reader.done() && !waiter.acceptors.is_empty(),
                    "{name} {}",
                    waiter.name
                );
            }
            services += 1;
            operations += data.operations.len();
            shapes += data.shapes.len();
        }
        assert_eq!((services, operations), (439, 19_796));
        assert!(shapes > 100_000, "{shapes}");
    }
}
