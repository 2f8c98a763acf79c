//! Machine images: the public ones that a lab starts, and the parameters of Systems Manager that name the newest.
//!
//! Facts: Amazon Linux with real names and ids ([`super::facts`]). Ubuntu and Windows: owners, the form of names, root
//! devices, sizes and parameters as AWS's and Canonical's pages have them (AWS: *Finding AMIs with Systems Manager
//! Parameter Store*; Ubuntu: *Find Ubuntu images on AWS*), November 2026; the last Ubuntu 18.04 is of June 2023. Their
//! serials and ids are illustrative. An image is deprecated two years after its making (AWS: *Deprecate an Amazon EC2
//! AMI*), Amazon's own after 90 days, which is left out here so that a lab's world keeps its images.

use super::{facts, instance_type};
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::ids::{Form, Seed};
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Images.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeImageAttribute", Move::Do(describe_attribute)),
        ("DescribeImages", Move::Do(describe)),
    ],
    ..Family::NONE
};

/// Public images, which no account keeps: not on a shelf.
static IMAGE: Resource = Resource {
    kind: "ec2:image",
    shape: "Image",
    key: "ImageId",
    ids: "ImageIds",
    prefix: "ami-",
    absent: ("InvalidAMIID.NotFound", "The image id '[{}]' does not exist"),
    malformed: Some((
        "InvalidAMIID.Malformed",
        "Invalid id: \"{}\" (expecting \"ami-...\")",
    )),
    filters: &[
        "architecture",
        "block-device-mapping.delete-on-termination=BlockDeviceMappings.Ebs.DeleteOnTermination",
        "block-device-mapping.device-name=BlockDeviceMappings.DeviceName",
        "block-device-mapping.encrypted=BlockDeviceMappings.Ebs.Encrypted",
        "block-device-mapping.snapshot-id=BlockDeviceMappings.Ebs.SnapshotId",
        "block-device-mapping.volume-size=BlockDeviceMappings.Ebs.VolumeSize",
        "block-device-mapping.volume-type=BlockDeviceMappings.Ebs.VolumeType",
        "boot-mode",
        "creation-date",
        "description",
        "ena-support",
        "free-tier-eligible",
        "hypervisor",
        "image-id",
        "image-type",
        "is-public=Public",
        "kernel-id",
        "manifest-location=ImageLocation",
        "name",
        "owner-alias=ImageOwnerAlias",
        "owner-id",
        "platform=_Platform",
        "product-code=ProductCodes.ProductCodeId",
        "product-code.type=ProductCodes.ProductCodeType",
        "public-ssm-parameter-name",
        "ramdisk-id",
        "root-device-name",
        "root-device-type",
        "source-image-id",
        "source-image-region",
        "sriov-net-support",
        "state",
        "state-reason-code=StateReason.Code",
        "state-reason-message=StateReason.Message",
        "tag",
        "virtualization-type",
    ],
    ..Resource::NONE
};

/// Who gives images away: account, alias.
const AMAZON: &str = "137112412989";
const CANONICAL: &str = "099720109477";
const WINDOWS: &str = "801119661308";

/// An image that is not Amazon Linux: name, description, owner, when made, architecture, gibibytes of the root volume,
/// its type, parameter of Systems Manager.
struct Told(
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
);

const TOLD: &[Told] = &[
    Told(
        "ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server-20230607",
        "Canonical, Ubuntu, 18.04 LTS, amd64 bionic image build on 2023-06-07",
        CANONICAL,
        "2023-06-07T10:21:35.000Z",
        "x86_64",
        8,
        "gp2",
        "/aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    ),
    Told(
        "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260923",
        "Canonical, Ubuntu, 22.04 LTS, amd64 jammy image build on 2026-09-23",
        CANONICAL,
        "2026-09-23T03:12:48.000Z",
        "x86_64",
        8,
        "gp2",
        "/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    ),
    Told(
        "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260923",
        "Canonical, Ubuntu, 24.04 LTS, amd64 noble image build on 2026-09-23",
        CANONICAL,
        "2026-09-23T03:40:02.000Z",
        "x86_64",
        8,
        "gp3",
        "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
    ),
    Told(
        "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-20260923",
        "Canonical, Ubuntu, 24.04 LTS, arm64 noble image build on 2026-09-23",
        CANONICAL,
        "2026-09-23T03:44:19.000Z",
        "arm64",
        8,
        "gp3",
        "/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
    ),
    Told(
        "Windows_Server-2019-English-Full-Base-2026.09.09",
        "Microsoft Windows Server 2019 Full Locale English AMI provided by Amazon",
        WINDOWS,
        "2026-09-10T05:02:11.000Z",
        "x86_64",
        30,
        "gp2",
        "/aws/service/ami-windows-latest/Windows_Server-2019-English-Full-Base",
    ),
    Told(
        "Windows_Server-2022-English-Full-Base-2026.09.09",
        "Microsoft Windows Server 2022 Full Locale English AMI provided by Amazon",
        WINDOWS,
        "2026-09-10T05:14:56.000Z",
        "x86_64",
        30,
        "gp2",
        "/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base",
    ),
    Told(
        "Windows_Server-2025-English-Full-Base-2026.09.09",
        "Microsoft Windows Server 2025 Full Locale English AMI provided by Amazon",
        WINDOWS,
        "2026-09-10T05:31:40.000Z",
        "x86_64",
        30,
        "gp3",
        "/aws/service/ami-windows-latest/Windows_Server-2025-English-Full-Base",
    ),
];

impl Told {
    fn id(&self, region: &str) -> String {
        Seed::new(0, region, self.0, 0).id("ami-", Form::Hex17)
    }

    fn record(&self, region: &str) -> Value {
        let &Told(name, description, owner, created, architecture, size, volume, _) = self;
        let mut image = blank(region, &self.id(region), name, owner, created, architecture);
        image.set("Description", description);
        if owner == WINDOWS {
            image.set("Platform", "windows");
            image.set("_Platform", "windows");
            image.set("PlatformDetails", "Windows");
            image.set("UsageOperation", "RunInstances:0002");
            image.set("ImageOwnerAlias", "amazon");
            image.set("BootMode", "uefi");
            image.set("TpmSupport", "v2.0");
        } else if name.contains("24.04") {
            image.set("BootMode", "uefi-preferred");
            image.set("ImdsSupport", "v2.0");
        }
        root(&mut image, region, "/dev/sda1", size, volume);
        image
    }
}

/// What all images have.
fn blank(region: &str, id: &str, name: &str, owner: &str, created: &str, architecture: &str) -> Value {
    let alias = if owner == CANONICAL { owner } else { "amazon" };
    value!({
        "PlatformDetails": "Linux/UNIX",
        "UsageOperation": "RunInstances",
        "BlockDeviceMappings": [],
        "EnaSupport": true,
        "Hypervisor": "xen",
        "Name": name,
        "RootDeviceType": "ebs",
        "SriovNetSupport": "simple",
        "VirtualizationType": "hvm",
        "DeprecationTime": (two_years_after(created)),
        "DeregistrationProtection": "disabled",
        "FreeTierEligible": true,
        "ImageId": id,
        "ImageLocation": (format!("{alias}/{name}")),
        "State": "available",
        "OwnerId": owner,
        "CreationDate": created,
        "Public": true,
        "Architecture": architecture,
        "ImageType": "machine",
        "_Region": region,
    })
}

fn root(image: &mut Value, region: &str, device: &str, size: i64, volume: &str) {
    let snapshot = Seed::new(0, region, image.get("Name").text(), 1).id("snap-", Form::Hex17);
    let mut ebs = value!({
        "DeleteOnTermination": true,
        "SnapshotId": snapshot,
        "VolumeSize": size,
        "VolumeType": volume,
        "Encrypted": false,
    });
    if volume == "gp3" {
        ebs.set("Iops", 3000);
        ebs.set("Throughput", 125);
    }
    image.set("RootDeviceName", device);
    image.set(
        "BlockDeviceMappings",
        value!([{ "DeviceName": device, "Ebs": ebs }]),
    );
}

/// Images are deprecated after two years at the latest; the text's year is counted up.
fn two_years_after(created: &str) -> String {
    let (year, rest) = created.split_at(4);
    let year: i32 = year.parse().unwrap_or_default();
    format!("{:04}{rest}", year + 2)
}

/// An Amazon Linux: the day is in its name.
fn amazon_linux(region: &str, told: &Value) -> Value {
    let name = told.get("name").text();
    let day: String = name
        .split(['.', '-'])
        .find(|part| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap_or("20260930")
        .to_owned();
    let created = format!("{}-{}-{}T21:04:17.000Z", &day[..4], &day[4..6], &day[6..]);
    let mut image = blank(
        region,
        told.get("id").text(),
        name,
        AMAZON,
        &created,
        told.get("architecture").text(),
    );
    image.set("Description", told.get("description"));
    image.set("ImageOwnerAlias", "amazon");
    if name.starts_with("al2023") {
        image.set("BootMode", "uefi-preferred");
        image.set("ImdsSupport", "v2.0");
        let size = if name.contains("minimal") { 2 } else { 8 };
        root(&mut image, region, "/dev/xvda", size, "gp3");
    } else {
        let size = if name.contains("minimal") { 2 } else { 8 };
        let volume = if name.ends_with("gp2") { "gp2" } else { "standard" };
        root(&mut image, region, "/dev/xvda", size, volume);
    }
    if told.get("architecture").text() == "arm64" {
        image.set("BootMode", "uefi");
    }
    image
}

/// All images of a region.
fn all(region: &str) -> Vec<Value> {
    let amazon = facts::region(region).get("images").items();
    amazon
        .iter()
        .map(|told| amazon_linux(region, told))
        .chain(TOLD.iter().map(|told| told.record(region)))
        .map(|mut image| {
            if let Some(name) = parameter_of(region, image.get("ImageId").text()) {
                image.set("PublicSsmParameterName", name);
            }
            image
        })
        .collect()
}

/// An image of a region.
///
/// # Errors
/// AWS's refusal of an id that is not there.
pub(super) fn get(region: &str, id: &str) -> Answer {
    all(region)
        .into_iter()
        .find(|image| image.get("ImageId").text() == id)
        .ok_or_else(|| IMAGE.is_absent(id))
}

/// The public parameters of Systems Manager that name images of a region: name and image id.
pub(in crate::practice) fn parameters(region: &str) -> Vec<(String, String)> {
    let amazon = facts::region(region).get("parameters").as_map();
    let amazon = amazon.into_iter().flatten().map(|(name, id)| {
        (
            format!("/aws/service/ami-amazon-linux-latest/{name}"),
            id.text().to_owned(),
        )
    });
    let told = TOLD.iter().map(|told| (told.7.to_owned(), told.id(region)));
    amazon.chain(told).collect()
}

fn parameter_of(region: &str, id: &str) -> Option<String> {
    let names = parameters(region).into_iter();
    names
        .filter(|(_, found)| found == id)
        .map(|(name, _)| name)
        .next()
}

/// The image that a call names: by id, or as `resolve:ssm:PARAMETER`.
///
/// # Errors
/// An id or a parameter that is not there. AWS: *Use a Systems Manager parameter instead of an AMI ID*.
pub(super) fn named(call: &Call<'_>, text: &str) -> Answer {
    let Some(parameter) = text.strip_prefix("resolve:ssm:") else {
        return get(&call.region, text);
    };
    let found = parameters(&call.region)
        .into_iter()
        .find(|(name, _)| name == parameter);
    match found {
        Some((_, id)) => get(&call.region, &id),
        None => Err(Refusal::new(
            "InvalidParameterValue",
            format!(
                "Parameter {parameter} could not be resolved: it does not exist or is not of the data type aws:ec2:image."
            ),
        )),
    }
}

/// `DescribeImages`: deprecated ones only where they are asked for, or named by id (AWS: *DescribeImages*).
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (ids, owners) = (given.texts("ImageIds"), given.texts("Owners"));
    let users = given.texts("ExecutableUsers");
    let deprecated = given.flag("IncludeDeprecated") == Some(true);
    // None of the public images is disabled: the switch changes nothing.
    given.flag("IncludeDisabled");
    let filters = Filter::read(call, &IMAGE, given)?;
    let all = all(&call.region);
    for id in &ids {
        if !all.iter().any(|image| image.get("ImageId").text() == *id) {
            return Err(IMAGE.is_absent(id));
        }
    }
    let now = call.now().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    let mine = call.account.clone();
    let owned = |image: &Value, owner: &str| {
        let id = image.get("OwnerId").text();
        id == owner || image.get("ImageOwnerAlias").text() == owner || (owner == "self" && id == mine)
    };
    let found: Vec<Value> = all
        .into_iter()
        .filter(|image| ids.is_empty() || ids.contains(&image.get("ImageId").text()))
        .filter(|image| owners.is_empty() || owners.iter().any(|owner| owned(image, owner)))
        // Public images may be started by everybody, and are not shared with anybody by name.
        .filter(|_| users.is_empty() || users.contains(&"all"))
        .filter(|image| deprecated || !ids.is_empty() || image.get("DeprecationTime").text() > now.as_str())
        .filter(|image| filters.iter().all(|filter| filter.admits(image)))
        .collect();
    let images = call.cut(given, found)?;
    Ok(value!({ "Images": images }))
}

/// `DescribeImageAttribute`: one attribute; of another's image only what is public.
fn describe_attribute(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, wanted) = (given.text("ImageId"), given.text("Attribute"));
    let image = get(&call.region, id)?;
    let mut answer = value!({ "ImageId": id });
    let (member, value) = match wanted {
        "description" => ("Description", image.get("Description")),
        "bootMode" => ("BootMode", image.get("BootMode")),
        "sriovNetSupport" => ("SriovNetSupport", image.get("SriovNetSupport")),
        "tpmSupport" => ("TpmSupport", image.get("TpmSupport")),
        "imdsSupport" => ("ImdsSupport", image.get("ImdsSupport")),
        _ => {
            let message = format!("Not authorized for image:{id}");
            return Err(Refusal::new("AuthFailure", message));
        }
    };
    answer.set(member, value!({ "Value": value }));
    Ok(answer)
}

/// That an image runs on a type of instance.
///
/// # Errors
/// Another architecture or boot mode.
pub(super) fn fits(image: &Value, kind: &Value) -> Result<(), Refusal> {
    let (of_image, of_type) = (
        image.get("Architecture").text(),
        kind.at("ProcessorInfo.SupportedArchitectures"),
    );
    if instance_type::lists(of_type, of_image) {
        return Ok(());
    }
    let told: Vec<&str> = of_type.items().iter().map(Value::text).collect();
    let message = format!(
        "The architecture '{}' of the specified instance type does not match the architecture '{of_image}' of the \
         specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can \
         use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.",
        told.join(",")
    );
    Err(Refusal::new("InvalidParameterValue", message))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn images_are_found_by_owner_name_id_and_parameter() {
        let aws = Lab::new("ec2");
        let named = |owner: &str, pattern: &str, deprecated: bool| {
            let input = value!({
                "Owners": [owner],
                "IncludeDeprecated": deprecated,
                "Filters": [{ "Name": "name", "Values": [pattern] }],
            });
            // AWS answers `windows` where its model has `Windows`: not held against the model.
            let answer = aws.call("DescribeImages", input).unwrap();
            answer.get("Images").items().to_vec()
        };
        let linux = named("amazon", "al2023-ami-2023.*-kernel-6.1-x86_64", false);
        assert_eq!(linux.len(), 1);
        assert_eq!(linux[0].get("ImageId").text(), "ami-03c3da4cfa8e8943a");
        assert_eq!(
            linux[0].get("PublicSsmParameterName").text(),
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-6.1-x86_64"
        );
        let bionic = "ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server-*";
        assert_eq!(named("099720109477", bionic, false), []);
        assert_eq!(named("099720109477", bionic, true).len(), 1);
        assert_eq!(named("self", "*", true), []);
        let windows = named("801119661308", "Windows_Server-2022-English-Full-Base-*", false);
        assert_eq!(windows[0].get("Platform").text(), "windows");
        let id = windows[0].get("ImageId").text();
        let again = aws.call("DescribeImages", value!({ "ImageIds": [id] })).unwrap();
        assert_eq!(again.get("Images").items(), windows);
        let elsewhere = aws.call_in("eu-west-1", "DescribeImages", value!({ "ImageIds": [id] }));
        assert_eq!(elsewhere.unwrap_err().code, "InvalidAMIID.NotFound");
        let attribute = value!({ "ImageId": id, "Attribute": "launchPermission" });
        assert_eq!(aws.no("DescribeImageAttribute", attribute).0, "AuthFailure");
        let attribute = value!({ "ImageId": id, "Attribute": "bootMode" });
        assert_eq!(
            aws.ok("DescribeImageAttribute", attribute)
                .at("BootMode.Value")
                .text(),
            "uefi"
        );
    }

    #[test]
    fn every_parameter_names_an_image() {
        for region in ["us-east-1", "eu-central-1", "sa-east-1"] {
            let parameters = super::parameters(region);
            assert!(parameters.len() > 20, "{region}");
            for (name, id) in parameters {
                assert!(super::get(region, &id).is_ok(), "{name}");
            }
        }
    }
}
