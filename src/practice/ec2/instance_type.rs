//! Types of instances: those of a lab, and which zones offer them. Facts: [`super::facts`].

use super::{facts, region};
use crate::practice::call::Call;
use crate::practice::filter::Filter;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// Instance types.
pub(super) static FAMILY: Family = Family {
    moves: &[
        ("DescribeInstanceTypeOfferings", Move::Do(describe_offerings)),
        ("DescribeInstanceTypes", Move::Do(describe)),
    ],
    ..Family::NONE
};

static INSTANCE_TYPE: Resource = Resource {
    kind: "ec2:instance-type",
    shape: "InstanceTypeInfo",
    key: "InstanceType",
    filters: &[
        "auto-recovery-supported",
        "bare-metal",
        "burstable-performance-supported",
        "current-generation",
        "dedicated-hosts-supported",
        "ebs-info.attachment-limit-type",
        "ebs-info.ebs-optimized-support",
        "ebs-info.encryption-support",
        "ebs-info.maximum-ebs-attachments",
        "ebs-info.nvme-support",
        "free-tier-eligible",
        "hibernation-supported",
        "hypervisor",
        "instance-storage-supported",
        "instance-type",
        "memory-info.size-in-mib=MemoryInfo.SizeInMiB",
        "network-info.efa-supported",
        "network-info.ena-support",
        "network-info.encryption-in-transit-supported",
        "network-info.maximum-network-cards",
        "network-info.maximum-network-interfaces",
        "network-info.network-performance",
        "nitro-enclaves-support",
        "nitro-tpm-support",
        "nitro-tpm-info.supported-versions",
        "processor-info.supported-architecture=ProcessorInfo.SupportedArchitectures",
        "processor-info.sustained-clock-speed-in-ghz",
        "reboot-migration-support",
        "supported-boot-mode=SupportedBootModes",
        "supported-root-device-type=SupportedRootDeviceTypes",
        "supported-usage-class=SupportedUsageClasses",
        "supported-virtualization-type=SupportedVirtualizationTypes",
        "vcpu-info.default-cores=VCpuInfo.DefaultCores",
        "vcpu-info.default-threads-per-core=VCpuInfo.DefaultThreadsPerCore",
        "vcpu-info.default-vcpus=VCpuInfo.DefaultVCpus",
        "vcpu-info.valid-cores=VCpuInfo.ValidCores",
        "vcpu-info.valid-threads-per-core=VCpuInfo.ValidThreadsPerCore",
    ],
    ..Resource::NONE
};

static OFFERING: Resource = Resource {
    kind: "ec2:instance-type-offering",
    shape: "InstanceTypeOffering",
    filters: &["instance-type", "location"],
    ..Resource::NONE
};

/// True where a list of texts has one.
pub(super) fn lists(list: &Value, text: &str) -> bool {
    list.items().iter().any(|item| item.text() == text)
}

/// The letters of a region's zones that offer a type; empty where the region does not.
fn letters(region: &str, name: &str) -> &'static str {
    facts::region(region).get("zones").get(name).text()
}

/// A type, which the region offers.
///
/// # Errors
/// A type that this table has not, as unmodelled (AWS's model has all that exist); one that the region does not offer.
pub(super) fn get(region: &str, name: &str) -> Result<&'static Value, Refusal> {
    let found = facts::types()
        .iter()
        .find(|kind| kind.get("InstanceType").text() == name);
    match found {
        Some(kind) if !letters(region, name).is_empty() => Ok(kind),
        Some(_) => Err(Refusal::new(
            "Unsupported",
            format!(
                "The requested configuration is currently not supported: {name} is not offered in {region}."
            ),
        )),
        None => Err(Refusal::unmodelled(&format!("instances of the type {name}"))),
    }
}

/// That a zone offers a type.
///
/// # Errors
/// AWS's refusal, which names the zones that do.
pub(super) fn offered(region: &str, zone: &str, name: &str) -> Result<(), Refusal> {
    let letters = letters(region, name);
    if zone
        .strip_prefix(region)
        .is_some_and(|letter| letters.contains(letter))
    {
        return Ok(());
    }
    let others: Vec<String> = letters
        .chars()
        .map(|letter| format!("{region}{letter}"))
        .collect();
    let message = format!(
        "Your requested instance type ({name}) is not supported in your requested Availability Zone ({zone}). Please \
         retry your request by not specifying an Availability Zone or choosing {}.",
        others.join(", ")
    );
    Err(Refusal::new("Unsupported", message))
}

/// `DescribeInstanceTypes`: those of the table that the region offers.
fn describe(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let names = given.texts("InstanceTypes");
    // Types that the region does not offer are not in the table.
    given.flag("IncludeUnsupportedInRegion");
    let filters = Filter::read(call, &INSTANCE_TYPE, given)?;
    for name in &names {
        get(&call.region, name)?;
    }
    let found: Vec<Value> = facts::types()
        .iter()
        .filter(|kind| !letters(&call.region, kind.get("InstanceType").text()).is_empty())
        .filter(|kind| names.is_empty() || names.contains(&kind.get("InstanceType").text()))
        .filter(|kind| filters.iter().all(|filter| filter.admits(kind)))
        .cloned()
        .collect();
    let types = call.cut(given, found)?;
    Ok(value!({ "InstanceTypes": types }))
}

/// `DescribeInstanceTypeOfferings`: by region (unless said otherwise), by zone or by zone id.
fn describe_offerings(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let by = given.opt("LocationType").unwrap_or("region");
    let filters = Filter::read(call, &OFFERING, given)?;
    let mut found = Vec::new();
    for kind in facts::types() {
        let name = kind.get("InstanceType").text();
        let letters = letters(&call.region, name);
        let zones =
            region::zones(&call.region).filter(|(zone, _)| zone.ends_with(|letter| letters.contains(letter)));
        let places: Vec<String> = match by {
            "region" if letters.is_empty() => Vec::new(),
            "region" => vec![call.region.clone()],
            "availability-zone" => zones.map(|(zone, _)| zone).collect(),
            "availability-zone-id" => zones.map(|(_, id)| id).collect(),
            _ => Vec::new(),
        };
        found.extend(
            places
                .iter()
                .map(|place| value!({ "InstanceType": name, "LocationType": by, "Location": place })),
        );
    }
    found.retain(|offer| filters.iter().all(|filter| filter.admits(offer)));
    let offers = call.cut(given, found)?;
    Ok(value!({ "InstanceTypeOfferings": offers }))
}

#[cfg(test)]
mod tests {
    use crate::practice::lab::Lab;
    use crate::value;

    #[test]
    fn types_are_described_and_offered_where_aws_offers_them() {
        let aws = Lab::new("ec2");
        let free = value!({ "Filters": [{ "Name": "free-tier-eligible", "Values": ["true"] }] });
        // AWS tells of features that the model does not list yet: not held against it.
        let free = aws.call("DescribeInstanceTypes", free).unwrap();
        let names: Vec<&str> = free
            .get("InstanceTypes")
            .items()
            .iter()
            .map(|kind| kind.get("InstanceType").text())
            .collect();
        assert!(
            names.contains(&"t3.micro") && names.contains(&"t2.micro"),
            "{names:?}"
        );
        let named = |name: &str| value!({ "InstanceTypes": [name] });
        let micro = aws.ok("DescribeInstanceTypes", named("t2.micro"));
        assert_eq!(
            micro.at("InstanceTypes.0.VCpuInfo.DefaultVCpus").as_int(),
            Some(1)
        );
        assert_eq!(
            aws.no("DescribeInstanceTypes", named("t2.tiny")).0,
            "ParameterValidation"
        );
        assert_eq!(
            aws.no("DescribeInstanceTypes", named("p5.48xlarge")).0,
            "NotModelled"
        );
        let offers = value!({
            "LocationType": "availability-zone",
            "Filters": [{ "Name": "instance-type", "Values": ["t3.micro"] }],
        });
        let offers = aws.ok("DescribeInstanceTypeOfferings", offers);
        assert_eq!(
            offers.get("InstanceTypeOfferings").items().len(),
            5,
            "not in us-east-1e"
        );
    }
}
