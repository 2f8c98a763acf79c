//! NAT gateways made, seen failing, and gone.

use crate::port::Fault;
use crate::practice::ec2::tests::{Asker, code};
use crate::value;
use crate::value::Value;

/// A VPC's only subnet, and the VPC.
fn subnet(aws: &Asker) -> (String, String) {
    let vpc = aws.made("CreateVpc", value!({ "CidrBlock": "10.0.0.0/16" }), "Vpc.VpcId");
    let asked = value!({ "VpcId": (&vpc), "CidrBlock": "10.0.0.0/28" });
    (aws.made("CreateSubnet", asked, "Subnet.SubnetId"), vpc)
}

/// Lets a VPC out.
fn open(aws: &Asker, vpc: &str) {
    let gateway = aws.made(
        "CreateInternetGateway",
        value!({}),
        "InternetGateway.InternetGatewayId",
    );
    let link = value!({ "InternetGatewayId": gateway, "VpcId": vpc });
    aws.ok("AttachInternetGateway", link);
}

fn seen(aws: &Asker, id: &str) -> Value {
    let found = aws.ok("DescribeNatGateways", value!({ "NatGatewayIds": [id] }));
    found.at("NatGateways.0").clone()
}

#[test]
fn a_gateway_is_pending_available_deleting_deleted_and_forgotten() {
    let aws = Asker::new();
    let (subnet, vpc) = subnet(&aws);
    open(&aws, &vpc);
    let before = aws.practice.world();
    let allocation = aws.made("AllocateAddress", value!({}), "AllocationId");
    let asked = || {
        value!({
            "SubnetId": (&subnet),
            "AllocationId": (&allocation),
            "ClientToken": "once",
            "TagSpecifications": [{ "ResourceType": "natgateway", "Tags": [{ "Key": "Name", "Value": "nat-a" }] }],
        })
    };
    let id = aws.made("CreateNatGateway", asked(), "NatGateway.NatGatewayId");
    assert_eq!(
        aws.made("CreateNatGateway", asked(), "NatGateway.NatGatewayId"),
        id,
        "the token finds it again"
    );
    assert_eq!(seen(&aws, &id).get("State").text(), "pending");
    aws.pass(120);
    let gateway = seen(&aws, &id);
    assert_eq!(gateway.get("State").text(), "available");
    assert_eq!(gateway.at("NatGatewayAddresses.0.Status").text(), "succeeded");
    let interfaces = value!({ "Filters": [{ "Name": "interface-type", "Values": ["nat_gateway"] }] });
    let interfaces = aws.ok("DescribeNetworkInterfaces", interfaces);
    let interface = interfaces.at("NetworkInterfaces.0");
    assert_eq!(interface.get("RequesterManaged").as_bool(), Some(true));
    assert_eq!(interface.at("Association.AllocationId").text(), allocation);
    assert_eq!(
        interface.get("PrivateIpAddress"),
        gateway.at("NatGatewayAddresses.0.PrivateIp")
    );
    let id_of = interface.get("NetworkInterfaceId");
    for (operation, input, expected) in [
        (
            "DeleteNetworkInterface",
            value!({ "NetworkInterfaceId": id_of }),
            "InvalidParameterValue",
        ),
        (
            "ReleaseAddress",
            value!({ "AllocationId": (&allocation) }),
            "InvalidIPAddress.InUse",
        ),
        (
            "DisassociateAddress",
            value!({ "AssociationId": (interface.at("Association.AssociationId")) }),
            "AuthFailure",
        ),
        (
            "DeleteSubnet",
            value!({ "SubnetId": (&subnet) }),
            "DependencyViolation",
        ),
    ] {
        assert_eq!(code(aws.call(operation, input)), expected, "{operation}");
    }
    let deletion = || value!({ "NatGatewayId": (&id) });
    aws.ok("DeleteNatGateway", deletion());
    assert_eq!(seen(&aws, &id).get("State").text(), "deleting");
    aws.pass(60);
    assert_eq!(seen(&aws, &id).get("State").text(), "deleted");
    assert_eq!(
        code(aws.call("DeleteNatGateway", deletion())),
        "NatGatewayNotFound"
    );
    aws.ok("ReleaseAddress", value!({ "AllocationId": allocation }));
    assert_eq!(before.differences(&aws.practice.world()), Vec::<String>::new());
    aws.pass(3700);
    let gone = aws.call("DescribeNatGateways", value!({ "NatGatewayIds": [id] }));
    assert_eq!(code(gone), "NatGatewayNotFound");
}

#[test]
fn a_gateway_that_cannot_be_made_fails_and_says_why() {
    let aws = Asker::new();
    let (subnet, vpc) = subnet(&aws);
    let allocation = aws.made("AllocateAddress", value!({}), "AllocationId");
    let fails = |allocation: &str| {
        let asked = value!({ "SubnetId": (&subnet), "AllocationId": allocation });
        let id = aws.made("CreateNatGateway", asked, "NatGateway.NatGatewayId");
        assert_eq!(seen(&aws, &id).get("State").text(), "pending");
        aws.pass(20);
        let gateway = seen(&aws, &id);
        assert_eq!(gateway.get("State").text(), "failed");
        aws.ok("DeleteNatGateway", value!({ "NatGatewayId": id }));
        gateway.get("FailureCode").text().to_owned()
    };
    assert_eq!(fails(&allocation), "Gateway.NotAttached");
    open(&aws, &vpc);
    assert_eq!(fails("eipalloc-0"), "InvalidAllocationID.NotFound");
    let asked = value!({ "SubnetId": (&subnet), "AllocationId": (&allocation) });
    let made = aws.made("CreateNatGateway", asked, "NatGateway.NatGatewayId");
    assert_eq!(fails(&allocation), "Resource.AlreadyAssociated");
    aws.ok("DeleteNatGateway", value!({ "NatGatewayId": made }));
    aws.pass(60);
    for _ in 0..11 {
        aws.ok("CreateNetworkInterface", value!({ "SubnetId": (&subnet) }));
    }
    let full = aws.call("CreateNetworkInterface", value!({ "SubnetId": (&subnet) }));
    assert_eq!(code(full), "InsufficientFreeAddressesInSubnet");
    assert_eq!(fails(&allocation), "InsufficientFreeAddressesInSubnet");
}

#[test]
fn what_a_gateway_needs_is_asked_for() {
    let aws = Asker::new();
    let (subnet, _) = subnet(&aws);
    let id = aws.made(
        "CreateNatGateway",
        value!({ "SubnetId": (&subnet), "ConnectivityType": "private", "PrivateIpAddress": "10.0.0.9" }),
        "NatGateway.NatGatewayId",
    );
    aws.pass(120);
    let gateway = seen(&aws, &id);
    assert_eq!(
        gateway.get("State").text(),
        "available",
        "a private one needs no way out"
    );
    assert_eq!(gateway.at("NatGatewayAddresses.0.PrivateIp").text(), "10.0.0.9");
    assert!(gateway.at("NatGatewayAddresses.0.PublicIp").is_null());
    for (input, expected) in [
        (value!({ "SubnetId": (&subnet) }), "MissingParameter"),
        (value!({ "AllocationId": "eipalloc-0" }), "MissingParameter"),
        (
            value!({ "SubnetId": "subnet-0", "AllocationId": "eipalloc-0" }),
            "InvalidSubnetID.NotFound",
        ),
        (
            value!({ "SubnetId": (&subnet), "AllocationId": "eipalloc-0", "ConnectivityType": "private" }),
            "InvalidParameterCombination",
        ),
    ] {
        assert_eq!(code(aws.call("CreateNatGateway", input)), expected);
    }
    let regional = value!({ "VpcId": "vpc-0", "AvailabilityMode": "regional" });
    let refused = aws.call("CreateNatGateway", regional).unwrap_err();
    assert_eq!(refused.fault, Fault::Unmodelled);
    assert!(refused.message.contains("regional NAT gateways"), "{refused}");
    for _ in 0..4 {
        let private = value!({ "SubnetId": (&subnet), "ConnectivityType": "private" });
        aws.ok("CreateNatGateway", private);
    }
    let sixth = value!({ "SubnetId": (&subnet), "ConnectivityType": "private" });
    assert_eq!(
        code(aws.call("CreateNatGateway", sixth)),
        "NatGatewayLimitExceeded"
    );
}
