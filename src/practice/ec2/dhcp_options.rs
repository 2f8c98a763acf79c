//! DHCP option sets: what hosts of a VPC are told of names and time (AWS: *DHCP option sets*, VPC user guide).

use super::tags;
use super::vpc::VPC;
use crate::practice::call::Call;
use crate::practice::given::Given;
use crate::practice::refusal::{Answer, Refusal};
use crate::practice::registry::{Family, Move};
use crate::practice::resource::Resource;
use crate::value;
use crate::value::Value;

/// DHCP option sets.
pub(super) static FAMILY: Family = Family {
    resources: &[&DHCP_OPTIONS],
    moves: &[
        ("AssociateDhcpOptions", Move::Do(associate)),
        ("CreateDhcpOptions", Move::Do(create)),
        ("DeleteDhcpOptions", Move::Drop(&DHCP_OPTIONS)),
        ("DescribeDhcpOptions", Move::List(&DHCP_OPTIONS)),
    ],
    ..Family::NONE
};

pub(super) static DHCP_OPTIONS: Resource = Resource {
    kind: "ec2:dhcp-options",
    shape: "DhcpOptions",
    key: "DhcpOptionsId",
    ids: "DhcpOptionsIds",
    prefix: "dopt-",
    absent: (
        "InvalidDhcpOptionID.NotFound",
        "The dhcpOption ID '{}' does not exist",
    ),
    in_use: (
        "DependencyViolation",
        "The dhcpOptions '{}' has dependencies and cannot be deleted.",
    ),
    filters: &[
        "dhcp-options-id",
        "key=DhcpConfigurations.Key",
        "owner-id",
        "tag",
        "value=DhcpConfigurations.Values.Value",
    ],
    ..Resource::NONE
};

/// What an option may be.
const OPTIONS: [&str; 6] = [
    "domain-name",
    "domain-name-servers",
    "ipv6-address-preferred-lease-time",
    "netbios-name-servers",
    "netbios-node-type",
    "ntp-servers",
];

/// The region's DHCP options, made with its first VPC.
pub(super) fn default_id(call: &mut Call<'_>) -> String {
    let default = call
        .all(&DHCP_OPTIONS)
        .find(|options| options.get("_Default").as_bool() == Some(true));
    if let Some(options) = default {
        return options.get("DhcpOptionsId").text().to_owned();
    }
    let domain = if call.region == "us-east-1" {
        "ec2.internal".to_owned()
    } else {
        format!("{}.compute.internal", call.region)
    };
    let options = value!({
        "OwnerId": (call.account.clone()),
        "Tags": [],
        "DhcpOptionsId": null,
        "_Default": true,
        "DhcpConfigurations": [
            { "Key": "domain-name", "Values": [{ "Value": domain }] },
            { "Key": "domain-name-servers", "Values": [{ "Value": "AmazonProvidedDNS" }] },
        ],
    });
    call.make(&DHCP_OPTIONS, options)
        .get("DhcpOptionsId")
        .text()
        .to_owned()
}

/// `CreateDhcpOptions`.
fn create(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let tags = tags::specified(given, "dhcp-options")?;
    let mut options = Vec::new();
    for option in given.list("DhcpConfigurations") {
        let (key, values) = (option.text("Key"), option.texts("Values"));
        if !OPTIONS.contains(&key) || values.is_empty() {
            let message = format!(
                "Value ({key}) for parameter dhcpConfiguration is invalid. It needs a known key and a value."
            );
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        let values: Value = values.iter().map(|text| value!({ "Value": (*text) })).collect();
        options.push(value!({ "Key": key, "Values": values }));
    }
    let record = value!({
        "OwnerId": (call.account.clone()),
        "Tags": tags,
        "DhcpOptionsId": null,
        "DhcpConfigurations": options,
    });
    Ok(value!({ "DhcpOptions": (call.make(&DHCP_OPTIONS, record)) }))
}

/// `AssociateDhcpOptions`: `default` is to have none.
fn associate(call: &mut Call<'_>, given: &Given<'_>) -> Answer {
    let (id, vpc) = (given.text("DhcpOptionsId"), given.text("VpcId"));
    if id != "default" {
        call.get(&DHCP_OPTIONS, id)?;
    }
    call.edit(&VPC, vpc, |vpc| vpc.set("DhcpOptionsId", id))?;
    Ok(Value::map())
}

#[cfg(test)]
mod tests {
    use crate::practice::ec2::tests::{Asker, code};
    use crate::value;

    #[test]
    fn options_are_made_given_to_a_vpc_refused_while_it_has_them_and_deleted() {
        let aws = Asker::new();
        let before = aws.practice.world();
        let vpcs = aws.ok("DescribeVpcs", value!({}));
        let vpc = vpcs.at("Vpcs.0.VpcId");
        let asked = value!({ "DhcpConfigurations": [{ "Key": "domain-name", "Values": ["lab.example"] }] });
        let id = aws.made("CreateDhcpOptions", asked, "DhcpOptions.DhcpOptionsId");
        let found = aws.ok(
            "DescribeDhcpOptions",
            value!({ "Filters": [{ "Name": "value", "Values": ["lab.*"] }] }),
        );
        assert_eq!(found.at("DhcpOptions.0.DhcpOptionsId").text(), id);
        let odd = value!({ "DhcpConfigurations": [{ "Key": "colour", "Values": ["red"] }] });
        assert_eq!(code(aws.call("CreateDhcpOptions", odd)), "InvalidParameterValue");
        let give = |id: &str| value!({ "DhcpOptionsId": id, "VpcId": vpc });
        aws.ok("AssociateDhcpOptions", give(&id));
        assert_eq!(
            code(aws.call("AssociateDhcpOptions", give("dopt-0"))),
            "InvalidDhcpOptionID.NotFound"
        );
        let deletion = || value!({ "DhcpOptionsId": (&id) });
        assert_eq!(
            code(aws.call("DeleteDhcpOptions", deletion())),
            "DependencyViolation"
        );
        aws.ok(
            "AssociateDhcpOptions",
            give(vpcs.at("Vpcs.0.DhcpOptionsId").text()),
        );
        aws.ok("DeleteDhcpOptions", deletion());
        assert_eq!(
            code(aws.call("DeleteDhcpOptions", deletion())),
            "InvalidDhcpOptionID.NotFound"
        );
        assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    }
}
