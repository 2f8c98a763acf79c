//! EC2: regions, the networks of an account, its instances with their images and volumes, their tags, and what a fresh
//! account has of them.

mod account;
mod address;
pub(super) mod cidr;
mod defaults;
mod dhcp_options;
mod elastic_ip;
mod facts;
mod flow_log;
pub(super) mod image;
pub(super) mod instance;
mod instance_type;
mod internet_gateway;
mod key_pair;
mod log_bucket;
mod nat_gateway;
mod network_acl;
mod network_acl_entry;
mod network_interface;
mod network_interface_attribute;
mod part;
mod profile_association;
pub(super) mod region;
mod route;
mod route_table;
mod security_group;
pub(super) mod security_group_rule;
mod subnet;
mod tags;
mod unmade;
mod volume;
mod vpc;
#[cfg(test)]
mod workshop;

use super::registry::Service;

/// The service.
pub(super) static SERVICE: Service = Service {
    name: "ec2",
    families: &[
        &account::FAMILY,
        &dhcp_options::FAMILY,
        &elastic_ip::FAMILY,
        &flow_log::FAMILY,
        &image::FAMILY,
        &instance::FAMILY,
        &instance_type::FAMILY,
        &internet_gateway::FAMILY,
        &key_pair::FAMILY,
        &nat_gateway::FAMILY,
        &network_acl::FAMILY,
        &network_acl_entry::FAMILY,
        &network_interface::FAMILY,
        &network_interface_attribute::FAMILY,
        &profile_association::FAMILY,
        &region::FAMILY,
        &route::FAMILY,
        &route_table::FAMILY,
        &security_group::FAMILY,
        &security_group_rule::FAMILY,
        &subnet::FAMILY,
        &tags::FAMILY,
        &unmade::FAMILY,
        &volume::FAMILY,
        &vpc::FAMILY,
    ],
    seed: Some(defaults::seed),
    ..Service::NONE
};

#[cfg(test)]
mod tests {
    use crate::port::{Clock, Cloud, CloudError, Latch, Request};
    use crate::practice::{Options, Practice};
    use crate::value;
    use crate::value::Value;
    use std::time::Duration;

    /// A fresh account, and calls of EC2 in it.
    pub(super) struct Asker {
        pub(super) practice: Practice,
    }

    impl Asker {
        pub(super) fn new() -> Asker {
            Asker {
                practice: Practice::in_memory(&Options::new("us-east-1")),
            }
        }

        pub(super) fn call(&self, operation: &str, input: Value) -> Result<Value, CloudError> {
            self.practice
                .call(&Request::new("ec2", operation, input).mutating())
        }

        pub(super) fn ok(&self, operation: &str, input: Value) -> Value {
            self.call(operation, input)
                .unwrap_or_else(|error| panic!("{error}"))
        }

        /// The text at a path of an answer: mostly the id of what was made.
        pub(super) fn made(&self, operation: &str, input: Value, path: &str) -> String {
            let answer = self.ok(operation, input);
            let text = answer.at(path).as_text();
            text.unwrap_or_else(|| panic!("{operation} has no {path}"))
                .to_owned()
        }

        pub(super) fn pass(&self, seconds: u64) {
            self.practice
                .clock()
                .wait(Duration::from_secs(seconds), &Latch::default())
                .unwrap();
        }
    }

    pub(super) fn code(answer: Result<Value, CloudError>) -> String {
        answer.expect_err("should be refused").code
    }

    #[test]
    fn a_fresh_account_has_its_default_network_in_every_region() {
        let aws = Asker::new();
        for (region, zones) in [("us-east-1", 6), ("us-west-2", 4), ("eu-central-1", 3)] {
            let ask = |operation: &str| {
                let mut request = Request::new("ec2", operation, value!({}));
                request.region = Some(region.to_owned());
                aws.practice.call(&request).unwrap()
            };
            let vpcs = ask("DescribeVpcs");
            let vpc = vpcs.at("Vpcs.0");
            assert_eq!(vpc.get("CidrBlock").text(), "172.31.0.0/16");
            assert_eq!(vpc.get("IsDefault").as_bool(), Some(true));
            assert!(
                vpc.as_map()
                    .unwrap()
                    .keys()
                    .all(|member| !member.starts_with('_'))
            );
            assert_eq!(ask("DescribeSubnets").get("Subnets").items().len(), zones);
            let tables = ask("DescribeRouteTables");
            let gateways = ask("DescribeInternetGateways");
            assert_eq!(
                tables.at("RouteTables.0.Routes.1.GatewayId"),
                gateways.at("InternetGateways.0.InternetGatewayId")
            );
            assert_eq!(
                ask("DescribeNetworkAcls")
                    .at("NetworkAcls.0.Associations")
                    .items()
                    .len(),
                zones
            );
            let groups = ask("DescribeSecurityGroups");
            assert_eq!(
                groups.at("SecurityGroups.0.IpPermissions.0.UserIdGroupPairs.0.GroupId"),
                groups.at("SecurityGroups.0.GroupId")
            );
            assert_eq!(
                ask("DescribeDhcpOptions").at("DhcpOptions.0.DhcpOptionsId"),
                vpc.get("DhcpOptionsId")
            );
        }
    }

    #[test]
    fn regions_without_opt_in_are_listed_on_demand_and_refused_when_called() {
        let aws = Asker::new();
        assert_eq!(
            aws.ok("DescribeRegions", value!({})).get("Regions").items().len(),
            17
        );
        let all = aws.ok("DescribeRegions", value!({ "AllRegions": true }));
        assert_eq!(all.get("Regions").items().len(), 34);
        let mut request = Request::new("ec2", "DescribeVpcs", value!({}));
        request.region = Some("me-south-1".to_owned());
        assert_eq!(code(aws.practice.call(&request)), "AuthFailure");
        request.region = Some("us-east-9".to_owned());
        assert_eq!(code(aws.practice.call(&request)), "EndpointConnectionError");
    }

    #[test]
    fn filters_are_known_or_refused() {
        let aws = Asker::new();
        let filtered = |name: &str, value: &str| {
            aws.call(
                "DescribeVpcs",
                value!({ "Filters": [{ "Name": name, "Values": [value] }] }),
            )
        };
        assert_eq!(
            filtered("is-default", "true").unwrap().get("Vpcs").items().len(),
            1
        );
        assert_eq!(
            filtered("is-default", "false").unwrap().get("Vpcs").items().len(),
            0
        );
        let refused = filtered("vpcid", "x").unwrap_err();
        assert_eq!(refused.code, "InvalidParameterValue");
        assert_eq!(refused.message, "The filter 'vpcid' is invalid");
        let known_to_aws = filtered("ipv6-cidr-block-association.state", "x").unwrap_err();
        assert_eq!(
            known_to_aws.fault,
            crate::port::Fault::Unmodelled,
            "{known_to_aws}"
        );
    }

    /// Each operation is asked once with an input that fits; what it answers is held against its output shape by the
    /// pass itself (`Model::answer`).
    #[test]
    fn every_operation_answers_as_its_model_says() {
        let aws = Asker::new();
        let vpc = aws
            .ok("DescribeVpcs", value!({}))
            .at("Vpcs.0.VpcId")
            .text()
            .to_owned();
        let made = aws
            .ok("CreateVpc", value!({ "CidrBlock": "10.2.0.0/16" }))
            .at("Vpc.VpcId")
            .text()
            .to_owned();
        let named =
            value!([{ "ResourceType": "internet-gateway", "Tags": [{ "Key": "Name", "Value": "way out" }] }]);
        let gateway = aws.ok("CreateInternetGateway", value!({ "TagSpecifications": named }));
        let gateway = gateway.at("InternetGateway.InternetGatewayId").text().to_owned();
        let subnet = aws
            .ok("DescribeSubnets", value!({}))
            .at("Subnets.0.SubnetId")
            .text()
            .to_owned();
        let tagging = || value!({ "Resources": [(&vpc), (&made)], "Tags": [{ "Key": "a", "Value": "b" }] });
        let linking = || value!({ "InternetGatewayId": (&gateway), "VpcId": (&made) });
        let asked = [
            ("AttachInternetGateway", linking()),
            ("CreateTags", tagging()),
            (
                "DescribeAccountAttributes",
                value!({ "AttributeNames": ["default-vpc"] }),
            ),
            ("DescribeAvailabilityZones", value!({ "ZoneIds": ["use1-az1"] })),
            ("DescribeDhcpOptions", value!({})),
            (
                "DescribeInternetGateways",
                value!({ "InternetGatewayIds": [(&gateway)] }),
            ),
            ("DescribeNetworkAcls", value!({})),
            (
                "DescribeRegions",
                value!({ "RegionNames": ["us-east-1", "me-south-1"] }),
            ),
            ("DescribeRouteTables", value!({})),
            ("DescribeSecurityGroups", value!({ "GroupNames": ["default"] })),
            (
                "DescribeTags",
                value!({ "Filters": [{ "Name": "key", "Values": ["Name"] }] }),
            ),
            (
                "DescribeVpcAttribute",
                value!({ "VpcId": (&vpc), "Attribute": "enableDnsSupport" }),
            ),
            ("DeleteTags", tagging()),
            ("DetachInternetGateway", linking()),
            (
                "DeleteInternetGateway",
                value!({ "InternetGatewayId": (&gateway) }),
            ),
            ("DeleteSubnet", value!({ "SubnetId": subnet })),
            (
                "ModifyVpcAttribute",
                value!({ "VpcId": (&vpc), "EnableDnsSupport": { "Value": false } }),
            ),
            ("DeleteVpc", value!({ "VpcId": (&made) })),
        ];
        for (operation, input) in asked {
            aws.ok(operation, input);
        }
    }

    #[test]
    fn a_page_is_cut_where_one_is_asked_for() {
        let aws = Asker::new();
        let first = aws.ok("DescribeSubnets", value!({ "MaxResults": 5 }));
        assert_eq!(first.get("Subnets").items().len(), 5);
        let rest = aws.ok(
            "DescribeSubnets",
            value!({ "MaxResults": 5, "NextToken": (first.get("NextToken")) }),
        );
        assert_eq!(rest.get("Subnets").items().len(), 1);
        assert!(rest.get("NextToken").is_null());
        assert_ne!(first.at("Subnets.0.SubnetId"), rest.at("Subnets.0.SubnetId"));
    }
}
