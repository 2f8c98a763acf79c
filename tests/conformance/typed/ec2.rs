//! Calls of ec2, written by tools/typed_calls.py from the models of botocore 1.44.5.

use super::{blob, calls, structures, time};
use aws_sdk_ec2::{Client, types::*};

calls! {
    DescribeRegions full: describe_regions.region_names("RegionNames 1").region_names("RegionNames 2")
        .all_regions(false).dry_run(true).filters(filter());
    DescribeRegions required: describe_regions;
    DescribeAvailabilityZones full: describe_availability_zones.zone_names("ZoneNames 1")
        .zone_names("ZoneNames 2").zone_ids("ZoneIds 1").zone_ids("ZoneIds 2").all_availability_zones(true)
        .dry_run(false).filters(filter());
    DescribeAvailabilityZones required: describe_availability_zones;
    DescribeAccountAttributes full: describe_account_attributes.dry_run(true)
        .attribute_names("default-vpc".into()).attribute_names("supported-platforms".into());
    DescribeAccountAttributes required: describe_account_attributes;
    CreateTags full: create_tags.dry_run(true).resources("Resources 1").resources("Resources 2").tags(tag())
        .tags(tag());
    CreateTags required: create_tags.resources("Resources 1").resources("Resources 2").tags(tag())
        .tags(tag());
    DeleteTags full: delete_tags.dry_run(true).resources("Resources 1").resources("Resources 2").tags(tag())
        .tags(tag());
    DeleteTags required: delete_tags.resources("Resources 1").resources("Resources 2");
    DescribeTags full: describe_tags.dry_run(true).filters(filter()).max_results(3)
        .next_token("NextToken é <&> \"+/=\"");
    DescribeTags required: describe_tags;
    CreateVpc full: create_vpc.cidr_block("CidrBlock é <&> \"+/=\"").ipv6_pool("Ipv6Pool")
        .ipv6_cidr_block("Ipv6CidrBlock").ipv4_ipam_pool_id("Ipv4IpamPoolId é <&> \"+/=\"")
        .ipv4_netmask_length(5).ipv6_ipam_pool_id("Ipv6IpamPoolId").ipv6_netmask_length(7)
        .ipv6_cidr_block_network_border_group("Ipv6CidrBlockNetworkBorderGroup")
        .vpc_encryption_control(vpc_encryption_control_configuration())
        .tag_specifications(tag_specification()).dry_run(true).instance_tenancy("host".into())
        .amazon_provided_ipv6_cidr_block(true);
    CreateVpc required: create_vpc;
    CreateDefaultVpc full: create_default_vpc.dry_run(true);
    CreateDefaultVpc required: create_default_vpc;
    DescribeVpcs full: describe_vpcs.filters(filter()).vpc_ids("VpcIds 1").vpc_ids("VpcIds 2")
        .next_token("NextToken").max_results(4).dry_run(true);
    DescribeVpcs required: describe_vpcs;
    DescribeVpcAttribute full: describe_vpc_attribute.attribute("enableDnsSupport".into()).vpc_id("VpcId")
        .dry_run(true);
    DescribeVpcAttribute required: describe_vpc_attribute.attribute("enableDnsSupport".into())
        .vpc_id("VpcId");
    ModifyVpcAttribute full: modify_vpc_attribute.enable_dns_hostnames(attribute_boolean_value())
        .enable_dns_support(attribute_boolean_value()).vpc_id("VpcId")
        .enable_network_address_usage_metrics(attribute_boolean_value());
    ModifyVpcAttribute required: modify_vpc_attribute.vpc_id("VpcId");
    DeleteVpc full: delete_vpc.vpc_id("VpcId é <&> \"+/=\"").dry_run(false);
    DeleteVpc required: delete_vpc.vpc_id("VpcId é <&> \"+/=\"");
    DescribeDhcpOptions full: describe_dhcp_options.dhcp_options_ids("DhcpOptionsIds 1")
        .dhcp_options_ids("DhcpOptionsIds 2").next_token("NextToken").max_results(3).dry_run(false)
        .filters(filter());
    DescribeDhcpOptions required: describe_dhcp_options;
    CreateSubnet full: create_subnet.tag_specifications(tag_specification())
        .availability_zone("AvailabilityZone").availability_zone_id("AvailabilityZoneId")
        .cidr_block("CidrBlock é <&> \"+/=\"").ipv6_cidr_block("Ipv6CidrBlock").outpost_arn("OutpostArn")
        .vpc_id("VpcId é <&> \"+/=\"").ipv6_native(false).ipv4_ipam_pool_id("Ipv4IpamPoolId")
        .ipv4_netmask_length(10).ipv6_ipam_pool_id("Ipv6IpamPoolId").ipv6_netmask_length(12).dry_run(true);
    CreateSubnet required: create_subnet.vpc_id("VpcId é <&> \"+/=\"");
    DescribeSubnets full: describe_subnets.filters(filter()).subnet_ids("SubnetIds 1")
        .subnet_ids("SubnetIds 2").next_token("NextToken").max_results(4).dry_run(true);
    DescribeSubnets required: describe_subnets;
    ModifySubnetAttribute full: modify_subnet_attribute
        .assign_ipv6_address_on_creation(attribute_boolean_value())
        .map_public_ip_on_launch(attribute_boolean_value()).subnet_id("SubnetId")
        .map_customer_owned_ip_on_launch(attribute_boolean_value())
        .customer_owned_ipv4_pool("CustomerOwnedIpv4Pool").enable_dns64(attribute_boolean_value())
        .private_dns_hostname_type_on_launch("ip-name".into())
        .enable_resource_name_dns_a_record_on_launch(attribute_boolean_value())
        .enable_resource_name_dns_aaaa_record_on_launch(attribute_boolean_value())
        .enable_lni_at_device_index(10).disable_lni_at_device_index(attribute_boolean_value());
    ModifySubnetAttribute required: modify_subnet_attribute.subnet_id("SubnetId");
    DeleteSubnet full: delete_subnet.subnet_id("SubnetId é <&> \"+/=\"").dry_run(false);
    DeleteSubnet required: delete_subnet.subnet_id("SubnetId é <&> \"+/=\"");
    CreateRouteTable full: create_route_table.tag_specifications(tag_specification())
        .client_token("ClientToken").dry_run(true).vpc_id("VpcId é <&> \"+/=\"");
    CreateRouteTable required: create_route_table.vpc_id("VpcId é <&> \"+/=\"");
    DescribeRouteTables full: describe_route_tables.next_token("NextToken é <&> \"+/=\"").max_results(2)
        .dry_run(true).route_table_ids("RouteTableIds 1").route_table_ids("RouteTableIds 2")
        .filters(filter());
    DescribeRouteTables required: describe_route_tables;
    DeleteRouteTable full: delete_route_table.dry_run(true).route_table_id("RouteTableId");
    DeleteRouteTable required: delete_route_table.route_table_id("RouteTableId");
    AssociateRouteTable full: associate_route_table.gateway_id("GatewayId é <&> \"+/=\"")
        .public_ipv4_pool("PublicIpv4Pool").dry_run(true).subnet_id("SubnetId é <&> \"+/=\"")
        .route_table_id("RouteTableId");
    AssociateRouteTable required: associate_route_table.route_table_id("RouteTableId");
    ReplaceRouteTableAssociation full: replace_route_table_association.dry_run(true)
        .association_id("AssociationId").route_table_id("RouteTableId");
    ReplaceRouteTableAssociation required: replace_route_table_association.association_id("AssociationId")
        .route_table_id("RouteTableId");
    DisassociateRouteTable full: disassociate_route_table.dry_run(true).association_id("AssociationId");
    DisassociateRouteTable required: disassociate_route_table.association_id("AssociationId");
    CreateRoute full: create_route.destination_prefix_list_id("DestinationPrefixListId é <&> \"+/=\"")
        .vpc_endpoint_id("VpcEndpointId").transit_gateway_id("TransitGatewayId")
        .local_gateway_id("LocalGatewayId é <&> \"+/=\"").carrier_gateway_id("CarrierGatewayId")
        .core_network_arn("CoreNetworkArn").odb_network_arn("OdbNetworkArn é <&> \"+/=\"").dry_run(false)
        .route_table_id("RouteTableId").destination_cidr_block("DestinationCidrBlock é <&> \"+/=\"")
        .gateway_id("GatewayId").destination_ipv6_cidr_block("DestinationIpv6CidrBlock")
        .egress_only_internet_gateway_id("EgressOnlyInternetGatewayId é <&> \"+/=\"")
        .instance_id("InstanceId").network_interface_id("NetworkInterfaceId")
        .vpc_peering_connection_id("VpcPeeringConnectionId é <&> \"+/=\"").nat_gateway_id("NatGatewayId");
    CreateRoute required: create_route.route_table_id("RouteTableId");
    ReplaceRoute full: replace_route.destination_prefix_list_id("DestinationPrefixListId é <&> \"+/=\"")
        .vpc_endpoint_id("VpcEndpointId").local_target(true)
        .transit_gateway_id("TransitGatewayId é <&> \"+/=\"").local_gateway_id("LocalGatewayId")
        .carrier_gateway_id("CarrierGatewayId").core_network_arn("CoreNetworkArn é <&> \"+/=\"")
        .odb_network_arn("OdbNetworkArn").dry_run(true).route_table_id("RouteTableId é <&> \"+/=\"")
        .destination_cidr_block("DestinationCidrBlock").gateway_id("GatewayId")
        .destination_ipv6_cidr_block("DestinationIpv6CidrBlock é <&> \"+/=\"")
        .egress_only_internet_gateway_id("EgressOnlyInternetGatewayId").instance_id("InstanceId")
        .network_interface_id("NetworkInterfaceId é <&> \"+/=\"")
        .vpc_peering_connection_id("VpcPeeringConnectionId").nat_gateway_id("NatGatewayId");
    ReplaceRoute required: replace_route.route_table_id("RouteTableId é <&> \"+/=\"");
    DeleteRoute full: delete_route.destination_prefix_list_id("DestinationPrefixListId é <&> \"+/=\"")
        .dry_run(false).route_table_id("RouteTableId")
        .destination_cidr_block("DestinationCidrBlock é <&> \"+/=\"")
        .destination_ipv6_cidr_block("DestinationIpv6CidrBlock");
    DeleteRoute required: delete_route.route_table_id("RouteTableId");
    CreateInternetGateway full: create_internet_gateway.tag_specifications(tag_specification())
        .dry_run(false);
    CreateInternetGateway required: create_internet_gateway;
    AttachInternetGateway full: attach_internet_gateway.dry_run(true)
        .internet_gateway_id("InternetGatewayId").vpc_id("VpcId");
    AttachInternetGateway required: attach_internet_gateway.internet_gateway_id("InternetGatewayId")
        .vpc_id("VpcId");
    DescribeInternetGateways full: describe_internet_gateways.next_token("NextToken é <&> \"+/=\"")
        .max_results(2).dry_run(true).internet_gateway_ids("InternetGatewayIds 1")
        .internet_gateway_ids("InternetGatewayIds 2").filters(filter());
    DescribeInternetGateways required: describe_internet_gateways;
    DetachInternetGateway full: detach_internet_gateway.dry_run(true)
        .internet_gateway_id("InternetGatewayId").vpc_id("VpcId");
    DetachInternetGateway required: detach_internet_gateway.internet_gateway_id("InternetGatewayId")
        .vpc_id("VpcId");
    DeleteInternetGateway full: delete_internet_gateway.dry_run(true)
        .internet_gateway_id("InternetGatewayId");
    DeleteInternetGateway required: delete_internet_gateway.internet_gateway_id("InternetGatewayId");
    AllocateAddress full: allocate_address.domain("vpc".into()).address("Address")
        .public_ipv4_pool("PublicIpv4Pool").network_border_group("NetworkBorderGroup é <&> \"+/=\"")
        .customer_owned_ipv4_pool("CustomerOwnedIpv4Pool").tag_specifications(tag_specification())
        .ipam_pool_id("IpamPoolId é <&> \"+/=\"").dry_run(false);
    AllocateAddress required: allocate_address;
    DescribeAddresses full: describe_addresses.public_ips("PublicIps 1").public_ips("PublicIps 2")
        .dry_run(false).filters(filter()).allocation_ids("AllocationIds 1").allocation_ids("AllocationIds 2");
    DescribeAddresses required: describe_addresses;
    AssociateAddress full: associate_address.allocation_id("AllocationId é <&> \"+/=\"")
        .instance_id("InstanceId").public_ip("PublicIp").dry_run(false)
        .network_interface_id("NetworkInterfaceId").private_ip_address("PrivateIpAddress")
        .allow_reassociation(true);
    AssociateAddress required: associate_address;
    DisassociateAddress full: disassociate_address.association_id("AssociationId é <&> \"+/=\"")
        .public_ip("PublicIp").dry_run(true);
    DisassociateAddress required: disassociate_address;
    ReleaseAddress full: release_address.allocation_id("AllocationId é <&> \"+/=\"").public_ip("PublicIp")
        .network_border_group("NetworkBorderGroup").dry_run(false);
    ReleaseAddress required: release_address;
    CreateNatGateway full: create_nat_gateway.availability_mode("zonal".into()).allocation_id("AllocationId")
        .client_token("ClientToken").dry_run(false).subnet_id("SubnetId").vpc_id("VpcId")
        .availability_zone_addresses(availability_zone_address()).tag_specifications(tag_specification())
        .connectivity_type("private".into()).private_ip_address("PrivateIpAddress é <&> \"+/=\"")
        .secondary_allocation_ids("SecondaryAllocationIds 1")
        .secondary_allocation_ids("SecondaryAllocationIds 2")
        .secondary_private_ip_addresses("SecondaryPrivateIpAddresses 1")
        .secondary_private_ip_addresses("SecondaryPrivateIpAddresses 2")
        .secondary_private_ip_address_count(13);
    CreateNatGateway required: create_nat_gateway;
    DescribeNatGateways full: describe_nat_gateways.dry_run(true).filter(filter()).max_results(3)
        .nat_gateway_ids("NatGatewayIds 1").nat_gateway_ids("NatGatewayIds 2").next_token("NextToken");
    DescribeNatGateways required: describe_nat_gateways;
    DeleteNatGateway full: delete_nat_gateway.dry_run(true).nat_gateway_id("NatGatewayId");
    DeleteNatGateway required: delete_nat_gateway.nat_gateway_id("NatGatewayId");
    CreateVpcEndpoint full: create_vpc_endpoint.dry_run(true).vpc_endpoint_type("Gateway".into())
        .vpc_id("VpcId").service_name("ServiceName é <&> \"+/=\"").policy_document("PolicyDocument")
        .route_table_ids("RouteTableIds 1").route_table_ids("RouteTableIds 2").subnet_ids("SubnetIds 1")
        .subnet_ids("SubnetIds 2").security_group_ids("SecurityGroupIds 1")
        .security_group_ids("SecurityGroupIds 2").ip_address_type("ipv6".into())
        .dns_options(dns_options_specification()).client_token("ClientToken").private_dns_enabled(false)
        .tag_specifications(tag_specification()).subnet_configurations(subnet_configuration())
        .subnet_configurations(subnet_configuration()).service_network_arn("ServiceNetworkArn")
        .resource_configuration_arn("ResourceConfigurationArn é <&> \"+/=\"").service_region("ServiceRegion");
    CreateVpcEndpoint required: create_vpc_endpoint.vpc_id("VpcId");
    DescribeVpcEndpoints full: describe_vpc_endpoints.dry_run(true).vpc_endpoint_ids("VpcEndpointIds 1")
        .vpc_endpoint_ids("VpcEndpointIds 2").filters(filter()).max_results(4).next_token("NextToken");
    DescribeVpcEndpoints required: describe_vpc_endpoints;
    DeleteVpcEndpoints full: delete_vpc_endpoints.dry_run(true).vpc_endpoint_ids("VpcEndpointIds 1")
        .vpc_endpoint_ids("VpcEndpointIds 2");
    DeleteVpcEndpoints required: delete_vpc_endpoints.vpc_endpoint_ids("VpcEndpointIds 1")
        .vpc_endpoint_ids("VpcEndpointIds 2");
    DescribeVpcEndpointServices full: describe_vpc_endpoint_services.dry_run(true)
        .service_names("ServiceNames 1").service_names("ServiceNames 2").filters(filter()).max_results(4)
        .next_token("NextToken").service_regions("ServiceRegions 1").service_regions("ServiceRegions 2");
    DescribeVpcEndpointServices required: describe_vpc_endpoint_services;
    CreateFlowLogs full: create_flow_logs.dry_run(true).client_token("ClientToken")
        .deliver_logs_permission_arn("DeliverLogsPermissionArn")
        .deliver_cross_account_role("DeliverCrossAccountRole é <&> \"+/=\"").log_group_name("LogGroupName")
        .resource_ids("ResourceIds 1").resource_ids("ResourceIds 2").resource_type("CoreNetwork".into())
        .traffic_type("REJECT".into()).log_destination_type("kinesis-data-firehose".into())
        .log_destination("LogDestination é <&> \"+/=\"").log_format("LogFormat")
        .tag_specifications(tag_specification()).max_aggregation_interval(13)
        .destination_options(destination_options_request())
        .tag_field_specifications(tag_field_specification_request());
    CreateFlowLogs required: create_flow_logs.resource_ids("ResourceIds 1").resource_ids("ResourceIds 2")
        .resource_type("CoreNetwork".into());
    DescribeFlowLogs full: describe_flow_logs.dry_run(true).filter(filter()).flow_log_ids("FlowLogIds 1")
        .flow_log_ids("FlowLogIds 2").max_results(4).next_token("NextToken");
    DescribeFlowLogs required: describe_flow_logs;
    DeleteFlowLogs full: delete_flow_logs.dry_run(true).flow_log_ids("FlowLogIds 1")
        .flow_log_ids("FlowLogIds 2");
    DeleteFlowLogs required: delete_flow_logs.flow_log_ids("FlowLogIds 1").flow_log_ids("FlowLogIds 2");
    DescribeImages full: describe_images.executable_users("ExecutableUsers 1")
        .executable_users("ExecutableUsers 2").image_ids("ImageIds 1").image_ids("ImageIds 2")
        .owners("Owners 1").owners("Owners 2").include_deprecated(false).include_disabled(true)
        .max_results(6).next_token("NextToken é <&> \"+/=\"").dry_run(false).filters(filter());
    DescribeImages required: describe_images;
    DescribeImageAttribute full: describe_image_attribute.attribute("description".into()).image_id("ImageId")
        .dry_run(true);
    DescribeImageAttribute required: describe_image_attribute.attribute("description".into())
        .image_id("ImageId");
    CreateImage full: create_image.tag_specifications(tag_specification()).snapshot_location("local".into())
        .boot_mode_override("uefi".into()).dry_run(false).instance_id("InstanceId").name("Name")
        .description("Description é <&> \"+/=\"").no_reboot(false)
        .block_device_mappings(block_device_mapping());
    CreateImage required: create_image.instance_id("InstanceId").name("Name");
    CopyImage full: copy_image.client_token("ClientToken é <&> \"+/=\"").description("Description")
        .encrypted(true).kms_key_id("KmsKeyId é <&> \"+/=\"").name("Name").source_image_id("SourceImageId")
        .source_region("SourceRegion é <&> \"+/=\"").destination_outpost_arn("DestinationOutpostArn")
        .copy_image_tags(true).tag_specifications(tag_specification())
        .snapshot_copy_completion_duration_minutes(11)
        .destination_availability_zone("DestinationAvailabilityZone")
        .destination_availability_zone_id("DestinationAvailabilityZoneId é <&> \"+/=\"").dry_run(false);
    CopyImage required: copy_image.name("Name").source_image_id("SourceImageId")
        .source_region("SourceRegion é <&> \"+/=\"");
    ModifyImageAttribute full: modify_image_attribute.attribute("Attribute é <&> \"+/=\"")
        .description(attribute_value()).image_id("ImageId")
        .launch_permission(launch_permission_modifications()).operation_type("add".into())
        .product_codes("ProductCodes 1").product_codes("ProductCodes 2").user_groups("UserGroups 1")
        .user_groups("UserGroups 2").user_ids("UserIds 1").user_ids("UserIds 2").value("Value")
        .organization_arns("OrganizationArns 1").organization_arns("OrganizationArns 2")
        .organizational_unit_arns("OrganizationalUnitArns 1")
        .organizational_unit_arns("OrganizationalUnitArns 2").imds_support(attribute_value()).dry_run(true);
    ModifyImageAttribute required: modify_image_attribute.image_id("ImageId");
    DeregisterImage full: deregister_image.image_id("ImageId é <&> \"+/=\"")
        .delete_associated_snapshots(false).dry_run(true);
    DeregisterImage required: deregister_image.image_id("ImageId é <&> \"+/=\"");
    DescribeInstanceTypes full: describe_instance_types.dry_run(true).instance_types("a1.large".into())
        .instance_types("a1.xlarge".into()).filters(filter()).max_results(4).next_token("NextToken")
        .include_unsupported_in_region(false);
    DescribeInstanceTypes required: describe_instance_types;
    DescribeInstanceTypeOfferings full: describe_instance_type_offerings.dry_run(true)
        .location_type("availability-zone".into()).filters(filter()).max_results(4).next_token("NextToken");
    DescribeInstanceTypeOfferings required: describe_instance_type_offerings;
    RunInstances full: run_instances.block_device_mappings(block_device_mapping()).image_id("ImageId")
        .instance_type("a1.xlarge".into()).ipv6_address_count(4).ipv6_addresses(instance_ipv6_address())
        .ipv6_addresses(instance_ipv6_address()).kernel_id("KernelId").key_name("KeyName é <&> \"+/=\"")
        .max_count(8).min_count(9).monitoring(run_instances_monitoring_enabled()).placement(placement())
        .ramdisk_id("RamdiskId").security_group_ids("SecurityGroupIds 1")
        .security_group_ids("SecurityGroupIds 2").security_groups("SecurityGroups 1")
        .security_groups("SecurityGroups 2").subnet_id("SubnetId").user_data("VXNlckRhdGEgw6kgPCY+ICIrLz0i")
        .elastic_gpu_specification(elastic_gpu_specification())
        .elastic_gpu_specification(elastic_gpu_specification())
        .elastic_inference_accelerators(elastic_inference_accelerator())
        .elastic_inference_accelerators(elastic_inference_accelerator())
        .tag_specifications(tag_specification()).launch_template(launch_template_specification())
        .instance_market_options(instance_market_options_request())
        .credit_specification(credit_specification_request()).cpu_options(cpu_options_request())
        .capacity_reservation_specification(capacity_reservation_specification())
        .hibernation_options(hibernation_options_request())
        .license_specifications(license_configuration_request())
        .license_specifications(license_configuration_request())
        .metadata_options(instance_metadata_options_request()).enclave_options(enclave_options_request())
        .private_dns_name_options(private_dns_name_options_request())
        .maintenance_options(instance_maintenance_options_request()).disable_api_stop(true)
        .enable_primary_ipv6(false)
        .network_performance_options(instance_network_performance_options_request())
        .operator(operator_request())
        .secondary_interfaces(instance_secondary_interface_specification_request()).dry_run(false)
        .disable_api_termination(true).instance_initiated_shutdown_behavior("terminate".into())
        .private_ip_address("PrivateIpAddress").client_token("ClientToken é <&> \"+/=\"")
        .additional_info("AdditionalInfo").network_interfaces(instance_network_interface_specification())
        .iam_instance_profile(iam_instance_profile_specification()).ebs_optimized(false);
    RunInstances required: run_instances.max_count(8).min_count(9);
    DescribeInstances full: describe_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .include_managed_resources(false).dry_run(true).filters(filter()).next_token("NextToken")
        .max_results(6);
    DescribeInstances required: describe_instances;
    DescribeInstanceStatus full: describe_instance_status.instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2").max_results(2).next_token("NextToken")
        .include_managed_resources(false).dry_run(true).filters(filter()).include_all_instances(true);
    DescribeInstanceStatus required: describe_instance_status;
    DescribeInstanceAttribute full: describe_instance_attribute.dry_run(true).instance_id("InstanceId")
        .attribute("ramdisk".into());
    DescribeInstanceAttribute required: describe_instance_attribute.instance_id("InstanceId")
        .attribute("ramdisk".into());
    ModifyInstanceAttribute full: modify_instance_attribute.source_dest_check(attribute_boolean_value())
        .enclave_options(enclave_options_request()).disable_api_stop(attribute_boolean_value())
        .dry_run(false).instance_id("InstanceId").attribute("instanceInitiatedShutdownBehavior".into())
        .value("Value é <&> \"+/=\"").block_device_mappings(instance_block_device_mapping_specification())
        .disable_api_termination(attribute_boolean_value()).instance_type(attribute_value())
        .kernel(attribute_value()).ramdisk(attribute_value()).user_data(secure_blob_attribute_value())
        .instance_initiated_shutdown_behavior(attribute_value()).groups("Groups 1").groups("Groups 2")
        .ebs_optimized(attribute_boolean_value()).sriov_net_support(attribute_value())
        .ena_support(attribute_boolean_value());
    ModifyInstanceAttribute required: modify_instance_attribute.instance_id("InstanceId");
    ModifyInstanceMetadataOptions full: modify_instance_metadata_options
        .instance_id("InstanceId é <&> \"+/=\"").http_tokens("required".into())
        .http_put_response_hop_limit(3).http_endpoint("enabled".into()).dry_run(true)
        .http_protocol_ipv6("enabled".into()).instance_metadata_tags("disabled".into());
    ModifyInstanceMetadataOptions required: modify_instance_metadata_options
        .instance_id("InstanceId é <&> \"+/=\"");
    GetConsoleOutput full: get_console_output.instance_id("InstanceId é <&> \"+/=\"").latest(false)
        .dry_run(true);
    GetConsoleOutput required: get_console_output.instance_id("InstanceId é <&> \"+/=\"");
    GetPasswordData full: get_password_data.instance_id("InstanceId é <&> \"+/=\"").dry_run(false);
    GetPasswordData required: get_password_data.instance_id("InstanceId é <&> \"+/=\"");
    MonitorInstances full: monitor_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .dry_run(true);
    MonitorInstances required: monitor_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2");
    UnmonitorInstances full: unmonitor_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .dry_run(true);
    UnmonitorInstances required: unmonitor_instances.instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2");
    StartInstances full: start_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .additional_info("AdditionalInfo").dry_run(true);
    StartInstances required: start_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2");
    StopInstances full: stop_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .hibernate(false).skip_os_shutdown(true).dry_run(false).force(true);
    StopInstances required: stop_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2");
    RebootInstances full: reboot_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .dry_run(false);
    RebootInstances required: reboot_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2");
    TerminateInstances full: terminate_instances.instance_ids("InstanceIds 1").instance_ids("InstanceIds 2")
        .force(false).skip_os_shutdown(true).dry_run(false);
    TerminateInstances required: terminate_instances.instance_ids("InstanceIds 1")
        .instance_ids("InstanceIds 2");
    AssociateIamInstanceProfile full: associate_iam_instance_profile
        .iam_instance_profile(iam_instance_profile_specification()).instance_id("InstanceId");
    DescribeIamInstanceProfileAssociations full: describe_iam_instance_profile_associations
        .association_ids("AssociationIds 1").association_ids("AssociationIds 2").filters(filter())
        .max_results(3).next_token("NextToken é <&> \"+/=\"");
    DescribeIamInstanceProfileAssociations required: describe_iam_instance_profile_associations;
    ReplaceIamInstanceProfileAssociation full: replace_iam_instance_profile_association
        .iam_instance_profile(iam_instance_profile_specification()).association_id("AssociationId");
    DisassociateIamInstanceProfile full: disassociate_iam_instance_profile
        .association_id("AssociationId é <&> \"+/=\"");
    CreateKeyPair full: create_key_pair.key_name("KeyName é <&> \"+/=\"").key_type("ed25519".into())
        .tag_specifications(tag_specification()).key_format("ppk".into()).dry_run(true);
    CreateKeyPair required: create_key_pair.key_name("KeyName é <&> \"+/=\"");
    ImportKeyPair full: import_key_pair.tag_specifications(tag_specification()).dry_run(false)
        .key_name("KeyName").public_key_material(blob(b"\x00\xffPublicKeyMaterial"));
    ImportKeyPair required: import_key_pair.key_name("KeyName")
        .public_key_material(blob(b"\x00\xffPublicKeyMaterial"));
    DescribeKeyPairs full: describe_key_pairs.key_names("KeyNames 1").key_names("KeyNames 2")
        .key_pair_ids("KeyPairIds 1").key_pair_ids("KeyPairIds 2").include_public_key(true).dry_run(false)
        .filters(filter());
    DescribeKeyPairs required: describe_key_pairs;
    DeleteKeyPair full: delete_key_pair.key_name("KeyName é <&> \"+/=\"").key_pair_id("KeyPairId")
        .dry_run(true);
    DeleteKeyPair required: delete_key_pair;
    DescribeNetworkInterfaces full: describe_network_interfaces.next_token("NextToken é <&> \"+/=\"")
        .max_results(2).include_managed_resources(true).dry_run(false)
        .network_interface_ids("NetworkInterfaceIds 1").network_interface_ids("NetworkInterfaceIds 2")
        .filters(filter());
    DescribeNetworkInterfaces required: describe_network_interfaces;
    ModifyNetworkInterfaceAttribute full: modify_network_interface_attribute
        .ena_srd_specification(ena_srd_specification()).enable_primary_ipv6(false)
        .connection_tracking_specification(connection_tracking_specification_request())
        .associate_public_ip_address(false).associated_subnet_ids("AssociatedSubnetIds 1")
        .associated_subnet_ids("AssociatedSubnetIds 2").dry_run(false)
        .network_interface_id("NetworkInterfaceId é <&> \"+/=\"").description(attribute_value())
        .source_dest_check(attribute_boolean_value()).groups("Groups 1").groups("Groups 2")
        .attachment(network_interface_attachment_changes());
    ModifyNetworkInterfaceAttribute required: modify_network_interface_attribute
        .network_interface_id("NetworkInterfaceId é <&> \"+/=\"");
    DeleteNetworkInterface full: delete_network_interface.dry_run(true)
        .network_interface_id("NetworkInterfaceId");
    DeleteNetworkInterface required: delete_network_interface.network_interface_id("NetworkInterfaceId");
    CreateVolume full: create_volume.availability_zone("AvailabilityZone é <&> \"+/=\"")
        .availability_zone_id("AvailabilityZoneId").encrypted(true).iops(4).kms_key_id("KmsKeyId")
        .outpost_arn("OutpostArn").size(7).snapshot_id("SnapshotId").volume_type("io1".into())
        .tag_specifications(tag_specification()).multi_attach_enabled(true).throughput(12)
        .client_token("ClientToken é <&> \"+/=\"").volume_initialization_rate(14)
        .operator(operator_request()).dry_run(false);
    CreateVolume required: create_volume;
    DescribeVolumes full: describe_volumes.volume_ids("VolumeIds 1").volume_ids("VolumeIds 2")
        .include_managed_resources(false).dry_run(true).filters(filter()).next_token("NextToken")
        .max_results(6);
    DescribeVolumes required: describe_volumes;
    AttachVolume full: attach_volume.device("Device é <&> \"+/=\"").instance_id("InstanceId")
        .volume_id("VolumeId").ebs_card_index(4).dry_run(true);
    AttachVolume required: attach_volume.device("Device é <&> \"+/=\"").instance_id("InstanceId")
        .volume_id("VolumeId");
    DetachVolume full: detach_volume.device("Device é <&> \"+/=\"").force(false).instance_id("InstanceId")
        .volume_id("VolumeId é <&> \"+/=\"").dry_run(true);
    DetachVolume required: detach_volume.volume_id("VolumeId é <&> \"+/=\"");
    ModifyVolume full: modify_volume.dry_run(true).volume_id("VolumeId").size(3).volume_type("gp2".into())
        .iops(5).throughput(6).multi_attach_enabled(true);
    ModifyVolume required: modify_volume.volume_id("VolumeId");
    DeleteVolume full: delete_volume.volume_id("VolumeId é <&> \"+/=\"").dry_run(false);
    DeleteVolume required: delete_volume.volume_id("VolumeId é <&> \"+/=\"");
    CreateSnapshot full: create_snapshot.description("Description é <&> \"+/=\"").outpost_arn("OutpostArn")
        .volume_id("VolumeId").tag_specifications(tag_specification()).location("regional".into())
        .dry_run(false);
    CreateSnapshot required: create_snapshot.volume_id("VolumeId");
    DescribeSnapshots full: describe_snapshots.max_results(1).next_token("NextToken").owner_ids("OwnerIds 1")
        .owner_ids("OwnerIds 2").restorable_by_user_ids("RestorableByUserIds 1")
        .restorable_by_user_ids("RestorableByUserIds 2").snapshot_ids("SnapshotIds 1")
        .snapshot_ids("SnapshotIds 2").dry_run(false).filters(filter());
    DescribeSnapshots required: describe_snapshots;
    CopySnapshot full: copy_snapshot.description("Description é <&> \"+/=\"")
        .destination_outpost_arn("DestinationOutpostArn").destination_region("DestinationRegion")
        .encrypted(false).kms_key_id("KmsKeyId").presigned_url("PresignedUrl")
        .source_region("SourceRegion é <&> \"+/=\"").source_snapshot_id("SourceSnapshotId")
        .tag_specifications(tag_specification()).completion_duration_minutes(10)
        .destination_availability_zone("DestinationAvailabilityZone").dry_run(false);
    CopySnapshot required: copy_snapshot.source_region("SourceRegion é <&> \"+/=\"")
        .source_snapshot_id("SourceSnapshotId");
    ModifySnapshotAttribute full: modify_snapshot_attribute.attribute("productCodes".into())
        .create_volume_permission(create_volume_permission_modifications()).group_names("GroupNames 1")
        .group_names("GroupNames 2").operation_type("remove".into()).snapshot_id("SnapshotId")
        .user_ids("UserIds 1").user_ids("UserIds 2").dry_run(true);
    ModifySnapshotAttribute required: modify_snapshot_attribute.snapshot_id("SnapshotId");
    DeleteSnapshot full: delete_snapshot.snapshot_id("SnapshotId é <&> \"+/=\"").dry_run(false);
    DeleteSnapshot required: delete_snapshot.snapshot_id("SnapshotId é <&> \"+/=\"");
    GetEbsEncryptionByDefault full: get_ebs_encryption_by_default.dry_run(true);
    GetEbsEncryptionByDefault required: get_ebs_encryption_by_default;
    EnableEbsEncryptionByDefault full: enable_ebs_encryption_by_default.dry_run(true);
    EnableEbsEncryptionByDefault required: enable_ebs_encryption_by_default;
    DisableEbsEncryptionByDefault full: disable_ebs_encryption_by_default.dry_run(true);
    DisableEbsEncryptionByDefault required: disable_ebs_encryption_by_default;
    CreateSecurityGroup full: create_security_group.description("Description é <&> \"+/=\"")
        .group_name("GroupName").vpc_id("VpcId").tag_specifications(tag_specification()).dry_run(true);
    CreateSecurityGroup required: create_security_group.description("Description é <&> \"+/=\"")
        .group_name("GroupName");
    DescribeSecurityGroups full: describe_security_groups.group_ids("GroupIds 1").group_ids("GroupIds 2")
        .group_names("GroupNames 1").group_names("GroupNames 2").next_token("NextToken").max_results(4)
        .dry_run(true).filters(filter());
    DescribeSecurityGroups required: describe_security_groups;
    DescribeSecurityGroupRules full: describe_security_group_rules.filters(filter())
        .security_group_rule_ids("SecurityGroupRuleIds 1").security_group_rule_ids("SecurityGroupRuleIds 2")
        .dry_run(true).next_token("NextToken é <&> \"+/=\"").max_results(5);
    DescribeSecurityGroupRules required: describe_security_group_rules;
    DeleteSecurityGroup full: delete_security_group.group_id("GroupId é <&> \"+/=\"").group_name("GroupName")
        .dry_run(true);
    DeleteSecurityGroup required: delete_security_group;
    AuthorizeSecurityGroupIngress full: authorize_security_group_ingress.cidr_ip("CidrIp é <&> \"+/=\"")
        .from_port(2).group_id("GroupId").group_name("GroupName é <&> \"+/=\"")
        .ip_permissions(ip_permission()).ip_protocol("IpProtocol")
        .source_security_group_name("SourceSecurityGroupName é <&> \"+/=\"")
        .source_security_group_owner_id("SourceSecurityGroupOwnerId").to_port(9)
        .tag_specifications(tag_specification()).dry_run(true);
    AuthorizeSecurityGroupIngress required: authorize_security_group_ingress;
    AuthorizeSecurityGroupEgress full: authorize_security_group_egress
        .tag_specifications(tag_specification()).dry_run(false).group_id("GroupId")
        .source_security_group_name("SourceSecurityGroupName é <&> \"+/=\"")
        .source_security_group_owner_id("SourceSecurityGroupOwnerId").ip_protocol("IpProtocol").from_port(7)
        .to_port(8).cidr_ip("CidrIp").ip_permissions(ip_permission());
    AuthorizeSecurityGroupEgress required: authorize_security_group_egress.group_id("GroupId");
    ModifySecurityGroupRules full: modify_security_group_rules.group_id("GroupId é <&> \"+/=\"")
        .security_group_rules(security_group_rule_update()).dry_run(true);
    ModifySecurityGroupRules required: modify_security_group_rules.group_id("GroupId é <&> \"+/=\"")
        .security_group_rules(security_group_rule_update());
    RevokeSecurityGroupIngress full: revoke_security_group_ingress.cidr_ip("CidrIp é <&> \"+/=\"")
        .from_port(2).group_id("GroupId").group_name("GroupName é <&> \"+/=\"")
        .ip_permissions(ip_permission()).ip_protocol("IpProtocol")
        .source_security_group_name("SourceSecurityGroupName é <&> \"+/=\"")
        .source_security_group_owner_id("SourceSecurityGroupOwnerId").to_port(9)
        .security_group_rule_ids("SecurityGroupRuleIds 1").security_group_rule_ids("SecurityGroupRuleIds 2")
        .dry_run(true);
    RevokeSecurityGroupIngress required: revoke_security_group_ingress;
    RevokeSecurityGroupEgress full: revoke_security_group_egress
        .security_group_rule_ids("SecurityGroupRuleIds 1").security_group_rule_ids("SecurityGroupRuleIds 2")
        .dry_run(false).group_id("GroupId")
        .source_security_group_name("SourceSecurityGroupName é <&> \"+/=\"")
        .source_security_group_owner_id("SourceSecurityGroupOwnerId").ip_protocol("IpProtocol").from_port(7)
        .to_port(8).cidr_ip("CidrIp").ip_permissions(ip_permission());
    RevokeSecurityGroupEgress required: revoke_security_group_egress.group_id("GroupId");
    UpdateSecurityGroupRuleDescriptionsIngress full: update_security_group_rule_descriptions_ingress
        .dry_run(true).group_id("GroupId").group_name("GroupName").ip_permissions(ip_permission())
        .security_group_rule_descriptions(security_group_rule_description())
        .security_group_rule_descriptions(security_group_rule_description());
    UpdateSecurityGroupRuleDescriptionsIngress required: update_security_group_rule_descriptions_ingress;
    CreateLaunchTemplate full: create_launch_template.dry_run(true).client_token("ClientToken")
        .launch_template_name("LaunchTemplateName").version_description("VersionDescription é <&> \"+/=\"")
        .launch_template_data(request_launch_template_data()).operator(operator_request())
        .tag_specifications(tag_specification());
    CreateLaunchTemplate required: create_launch_template.launch_template_name("LaunchTemplateName")
        .launch_template_data(request_launch_template_data());
    CreateLaunchTemplateVersion full: create_launch_template_version.dry_run(true)
        .client_token("ClientToken").launch_template_id("LaunchTemplateId")
        .launch_template_name("LaunchTemplateName é <&> \"+/=\"").source_version("SourceVersion")
        .version_description("VersionDescription").launch_template_data(request_launch_template_data())
        .resolve_alias(false);
    CreateLaunchTemplateVersion required: create_launch_template_version
        .launch_template_data(request_launch_template_data());
    DescribeLaunchTemplates full: describe_launch_templates.dry_run(true)
        .launch_template_ids("LaunchTemplateIds 1").launch_template_ids("LaunchTemplateIds 2")
        .launch_template_names("LaunchTemplateNames 1").launch_template_names("LaunchTemplateNames 2")
        .filters(filter()).next_token("NextToken").max_results(6).include_managed_resources(true);
    DescribeLaunchTemplates required: describe_launch_templates;
    DescribeLaunchTemplateVersions full: describe_launch_template_versions.dry_run(true)
        .launch_template_id("LaunchTemplateId").launch_template_name("LaunchTemplateName")
        .versions("Versions 1").versions("Versions 2").min_version("MinVersion").max_version("MaxVersion")
        .next_token("NextToken é <&> \"+/=\"").max_results(8).filters(filter()).resolve_alias(false)
        .include_managed_resources(true);
    DescribeLaunchTemplateVersions required: describe_launch_template_versions;
    ModifyLaunchTemplate full: modify_launch_template.dry_run(true).client_token("ClientToken")
        .launch_template_id("LaunchTemplateId").launch_template_name("LaunchTemplateName é <&> \"+/=\"")
        .default_version("DefaultVersion");
    ModifyLaunchTemplate required: modify_launch_template;
    DeleteLaunchTemplate full: delete_launch_template.dry_run(true).launch_template_id("LaunchTemplateId")
        .launch_template_name("LaunchTemplateName");
    DeleteLaunchTemplate required: delete_launch_template;
    DeleteLaunchTemplateVersions full: delete_launch_template_versions.dry_run(true)
        .launch_template_id("LaunchTemplateId").launch_template_name("LaunchTemplateName")
        .versions("Versions 1").versions("Versions 2");
    DeleteLaunchTemplateVersions required: delete_launch_template_versions.versions("Versions 1")
        .versions("Versions 2");
    CreateNetworkAcl full: create_network_acl.tag_specifications(tag_specification())
        .client_token("ClientToken").dry_run(true).vpc_id("VpcId é <&> \"+/=\"");
    CreateNetworkAcl required: create_network_acl.vpc_id("VpcId é <&> \"+/=\"");
    DescribeNetworkAcls full: describe_network_acls.next_token("NextToken é <&> \"+/=\"").max_results(2)
        .dry_run(true).network_acl_ids("NetworkAclIds 1").network_acl_ids("NetworkAclIds 2")
        .filters(filter());
    DescribeNetworkAcls required: describe_network_acls;
    DeleteNetworkAcl full: delete_network_acl.dry_run(true).network_acl_id("NetworkAclId");
    DeleteNetworkAcl required: delete_network_acl.network_acl_id("NetworkAclId");
    ReplaceNetworkAclAssociation full: replace_network_acl_association.dry_run(true)
        .association_id("AssociationId").network_acl_id("NetworkAclId");
    ReplaceNetworkAclAssociation required: replace_network_acl_association.association_id("AssociationId")
        .network_acl_id("NetworkAclId");
    CreateNetworkAclEntry full: create_network_acl_entry.dry_run(true).network_acl_id("NetworkAclId")
        .rule_number(3).protocol("Protocol é <&> \"+/=\"").rule_action("allow".into()).egress(false)
        .cidr_block("CidrBlock é <&> \"+/=\"").ipv6_cidr_block("Ipv6CidrBlock")
        .icmp_type_code(icmp_type_code()).port_range(port_range());
    CreateNetworkAclEntry required: create_network_acl_entry.network_acl_id("NetworkAclId").rule_number(3)
        .protocol("Protocol é <&> \"+/=\"").rule_action("allow".into()).egress(false);
    ReplaceNetworkAclEntry full: replace_network_acl_entry.dry_run(true).network_acl_id("NetworkAclId")
        .rule_number(3).protocol("Protocol é <&> \"+/=\"").rule_action("allow".into()).egress(false)
        .cidr_block("CidrBlock é <&> \"+/=\"").ipv6_cidr_block("Ipv6CidrBlock")
        .icmp_type_code(icmp_type_code()).port_range(port_range());
    ReplaceNetworkAclEntry required: replace_network_acl_entry.network_acl_id("NetworkAclId").rule_number(3)
        .protocol("Protocol é <&> \"+/=\"").rule_action("allow".into()).egress(false);
    DeleteNetworkAclEntry full: delete_network_acl_entry.dry_run(true).network_acl_id("NetworkAclId")
        .rule_number(3).egress(false);
    DeleteNetworkAclEntry required: delete_network_acl_entry.network_acl_id("NetworkAclId").rule_number(3)
        .egress(false);
}

structures! {
    accelerator_count_request -> AcceleratorCountRequest: .min(1).max(2);
    accelerator_total_memory_mib_request -> AcceleratorTotalMemoryMiBRequest: .min(1).max(2);
    attribute_boolean_value -> AttributeBooleanValue: .value(true);
    attribute_value -> AttributeValue: .value("Value é <&> \"+/=\"");
    availability_zone_address -> AvailabilityZoneAddress:
        .availability_zone("AvailabilityZone é <&> \"+/=\"").availability_zone_id("AvailabilityZoneId")
        .allocation_ids("AllocationIds 1").allocation_ids("AllocationIds 2");
    baseline_ebs_bandwidth_mbps_request -> BaselineEbsBandwidthMbpsRequest: .min(1).max(2);
    baseline_performance_factors_request -> BaselinePerformanceFactorsRequest:
        .cpu(cpu_performance_factor_request());
    block_device_mapping -> BlockDeviceMapping: .ebs(ebs_block_device()).no_device("NoDevice")
        .device_name("DeviceName").virtual_name("VirtualName é <&> \"+/=\"");
    capacity_reservation_specification -> CapacityReservationSpecification:
        .capacity_reservation_preference("capacity-reservations-only".into())
        .capacity_reservation_target(capacity_reservation_target());
    capacity_reservation_target -> CapacityReservationTarget:
        .capacity_reservation_id("CapacityReservationId é <&> \"+/=\"")
        .capacity_reservation_resource_group_arn("CapacityReservationResourceGroupArn");
    connection_tracking_specification_request -> ConnectionTrackingSpecificationRequest:
        .tcp_established_timeout(1).udp_stream_timeout(2).udp_timeout(3);
    cpu_options_request -> CpuOptionsRequest: .core_count(1).threads_per_core(2)
        .amd_sev_snp("enabled".into()).nested_virtualization("disabled".into());
    cpu_performance_factor_request -> CpuPerformanceFactorRequest:
        .references(performance_factor_reference_request())
        .references(performance_factor_reference_request());
    create_volume_permission -> CreateVolumePermission: .user_id("UserId é <&> \"+/=\"").group("all".into());
    create_volume_permission_modifications -> CreateVolumePermissionModifications:
        .add(create_volume_permission()).add(create_volume_permission()).remove(create_volume_permission())
        .remove(create_volume_permission());
    credit_specification_request -> CreditSpecificationRequest: .cpu_credits("CpuCredits é <&> \"+/=\"");
    destination_options_request -> DestinationOptionsRequest: .file_format("plain-text".into())
        .hive_compatible_partitions(false).per_hour_partition(true);
    dns_options_specification -> DnsOptionsSpecification: .dns_record_ip_type("ipv4".into())
        .private_dns_only_for_inbound_resolver_endpoint(false).private_dns_preference("PrivateDnsPreference")
        .private_dns_specified_domains("PrivateDnsSpecifiedDomains 1")
        .private_dns_specified_domains("PrivateDnsSpecifiedDomains 2");
    ebs_block_device -> EbsBlockDevice: .delete_on_termination(true).iops(2).snapshot_id("SnapshotId")
        .volume_size(4).volume_type("sc1".into()).kms_key_id("KmsKeyId").throughput(7)
        .outpost_arn("OutpostArn").availability_zone("AvailabilityZone").encrypted(false)
        .volume_initialization_rate(11).availability_zone_id("AvailabilityZoneId").ebs_card_index(13);
    ebs_instance_block_device_specification -> EbsInstanceBlockDeviceSpecification:
        .volume_id("VolumeId é <&> \"+/=\"").delete_on_termination(false);
    elastic_gpu_specification -> ElasticGpuSpecification: .r#type("Type é <&> \"+/=\"");
    elastic_inference_accelerator -> ElasticInferenceAccelerator: .r#type("Type é <&> \"+/=\"").count(2);
    ena_srd_specification -> EnaSrdSpecification: .ena_srd_enabled(true)
        .ena_srd_udp_specification(ena_srd_udp_specification());
    ena_srd_specification_request -> EnaSrdSpecificationRequest: .ena_srd_enabled(true)
        .ena_srd_udp_specification(ena_srd_udp_specification_request());
    ena_srd_udp_specification -> EnaSrdUdpSpecification: .ena_srd_udp_enabled(true);
    ena_srd_udp_specification_request -> EnaSrdUdpSpecificationRequest: .ena_srd_udp_enabled(true);
    enclave_options_request -> EnclaveOptionsRequest: .enabled(true);
    filter -> Filter: .name("Name é <&> \"+/=\"").values("Values 1").values("Values 2");
    hibernation_options_request -> HibernationOptionsRequest: .configured(true);
    iam_instance_profile_specification -> IamInstanceProfileSpecification: .arn("Arn é <&> \"+/=\"")
        .name("Name");
    icmp_type_code -> IcmpTypeCode: .code(1).r#type(2);
    instance_block_device_mapping_specification -> InstanceBlockDeviceMappingSpecification:
        .device_name("DeviceName é <&> \"+/=\"").ebs(ebs_instance_block_device_specification())
        .virtual_name("VirtualName").no_device("NoDevice é <&> \"+/=\"");
    instance_ipv6_address -> InstanceIpv6Address: .ipv6_address("Ipv6Address é <&> \"+/=\"")
        .is_primary_ipv6(false);
    instance_ipv6_address_request -> InstanceIpv6AddressRequest: .ipv6_address("Ipv6Address é <&> \"+/=\"");
    instance_maintenance_options_request -> InstanceMaintenanceOptionsRequest:
        .auto_recovery("disabled".into());
    instance_market_options_request -> InstanceMarketOptionsRequest: .market_type("spot".into())
        .spot_options(spot_market_options());
    instance_metadata_options_request -> InstanceMetadataOptionsRequest: .http_tokens("optional".into())
        .http_put_response_hop_limit(2).http_endpoint("disabled".into()).http_protocol_ipv6("enabled".into())
        .instance_metadata_tags("disabled".into());
    instance_network_interface_specification -> InstanceNetworkInterfaceSpecification:
        .associate_public_ip_address(true).delete_on_termination(false).description("Description")
        .device_index(4).groups("Groups 1").groups("Groups 2").ipv6_address_count(6)
        .ipv6_addresses(instance_ipv6_address()).ipv6_addresses(instance_ipv6_address())
        .network_interface_id("NetworkInterfaceId").private_ip_address("PrivateIpAddress")
        .private_ip_addresses(private_ip_address_specification())
        .private_ip_addresses(private_ip_address_specification()).secondary_private_ip_address_count(11)
        .subnet_id("SubnetId").associate_carrier_ip_address(true).interface_type("InterfaceType")
        .network_card_index(15).ipv4_prefixes(ipv4_prefix_specification_request())
        .ipv4_prefixes(ipv4_prefix_specification_request()).ipv4_prefix_count(17)
        .ipv6_prefixes(ipv6_prefix_specification_request())
        .ipv6_prefixes(ipv6_prefix_specification_request()).ipv6_prefix_count(19).primary_ipv6(false)
        .ena_srd_specification(ena_srd_specification_request())
        .connection_tracking_specification(connection_tracking_specification_request()).ena_queue_count(23);
    instance_network_performance_options_request -> InstanceNetworkPerformanceOptionsRequest:
        .bandwidth_weighting("default".into());
    instance_requirements_request -> InstanceRequirementsRequest: .v_cpu_count(v_cpu_count_range_request())
        .memory_mib(memory_mib_request()).cpu_manufacturers("amd".into())
        .cpu_manufacturers("amazon-web-services".into()).memory_gib_per_v_cpu(memory_gib_per_v_cpu_request())
        .excluded_instance_types("ExcludedInstanceTypes 1")
        .excluded_instance_types("ExcludedInstanceTypes 2").instance_generations("previous".into())
        .instance_generations("current".into()).spot_max_price_percentage_over_lowest_price(7)
        .on_demand_max_price_percentage_over_lowest_price(8).bare_metal("excluded".into())
        .burstable_performance("included".into()).require_hibernate_support(true)
        .network_interface_count(network_interface_count_request()).local_storage("included".into())
        .local_storage_types("ssd".into()).local_storage_types("hdd".into())
        .total_local_storage_gb(total_local_storage_gb_request())
        .baseline_ebs_bandwidth_mbps(baseline_ebs_bandwidth_mbps_request()).accelerator_types("fpga".into())
        .accelerator_types("inference".into()).accelerator_count(accelerator_count_request())
        .accelerator_manufacturers("amd".into()).accelerator_manufacturers("nvidia".into())
        .accelerator_names("inferentia".into()).accelerator_names("k520".into())
        .accelerator_total_memory_mib(accelerator_total_memory_mib_request())
        .network_bandwidth_gbps(network_bandwidth_gbps_request())
        .allowed_instance_types("AllowedInstanceTypes 1").allowed_instance_types("AllowedInstanceTypes 2")
        .max_spot_price_as_percentage_of_optimal_on_demand_price(24)
        .baseline_performance_factors(baseline_performance_factors_request())
        .require_encryption_in_transit(false);
    instance_secondary_interface_private_ip_address_request -> InstanceSecondaryInterfacePrivateIpAddressRequest:
        .private_ip_address("PrivateIpAddress é <&> \"+/=\"");
    instance_secondary_interface_specification_request -> InstanceSecondaryInterfaceSpecificationRequest:
        .delete_on_termination(true).device_index(2)
        .private_ip_addresses(instance_secondary_interface_private_ip_address_request())
        .private_ip_addresses(instance_secondary_interface_private_ip_address_request())
        .private_ip_address_count(4).secondary_subnet_id("SecondarySubnetId")
        .interface_type("secondary".into()).network_card_index(7);
    ip_permission -> IpPermission: .ip_protocol("IpProtocol é <&> \"+/=\"").from_port(2).to_port(3)
        .user_id_group_pairs(user_id_group_pair()).user_id_group_pairs(user_id_group_pair())
        .ip_ranges(ip_range()).ip_ranges(ip_range()).ipv6_ranges(ipv6_range()).ipv6_ranges(ipv6_range())
        .prefix_list_ids(prefix_list_id()).prefix_list_ids(prefix_list_id());
    ip_range -> IpRange: .description("Description é <&> \"+/=\"").cidr_ip("CidrIp");
    ipv4_prefix_specification_request -> Ipv4PrefixSpecificationRequest:
        .ipv4_prefix("Ipv4Prefix é <&> \"+/=\"");
    ipv6_prefix_specification_request -> Ipv6PrefixSpecificationRequest:
        .ipv6_prefix("Ipv6Prefix é <&> \"+/=\"");
    ipv6_range -> Ipv6Range: .description("Description é <&> \"+/=\"").cidr_ipv6("CidrIpv6");
    launch_permission -> LaunchPermission: .organization_arn("OrganizationArn é <&> \"+/=\"")
        .organizational_unit_arn("OrganizationalUnitArn").user_id("UserId").group("all".into());
    launch_permission_modifications -> LaunchPermissionModifications: .add(launch_permission())
        .add(launch_permission()).remove(launch_permission()).remove(launch_permission());
    launch_template_block_device_mapping_request -> LaunchTemplateBlockDeviceMappingRequest:
        .device_name("DeviceName é <&> \"+/=\"").virtual_name("VirtualName")
        .ebs(launch_template_ebs_block_device_request()).no_device("NoDevice é <&> \"+/=\"");
    launch_template_capacity_reservation_specification_request -> LaunchTemplateCapacityReservationSpecificationRequest:
        .capacity_reservation_preference("capacity-reservations-only".into())
        .capacity_reservation_target(capacity_reservation_target());
    launch_template_cpu_options_request -> LaunchTemplateCpuOptionsRequest: .core_count(1)
        .threads_per_core(2).amd_sev_snp("enabled".into()).nested_virtualization("disabled".into());
    launch_template_ebs_block_device_request -> LaunchTemplateEbsBlockDeviceRequest: .encrypted(true)
        .delete_on_termination(false).iops(3).kms_key_id("KmsKeyId é <&> \"+/=\"").snapshot_id("SnapshotId")
        .volume_size(6).volume_type("gp3".into()).throughput(8).volume_initialization_rate(9)
        .ebs_card_index(10);
    launch_template_elastic_inference_accelerator -> LaunchTemplateElasticInferenceAccelerator:
        .r#type("Type é <&> \"+/=\"").count(2);
    launch_template_enclave_options_request -> LaunchTemplateEnclaveOptionsRequest: .enabled(true);
    launch_template_hibernation_options_request -> LaunchTemplateHibernationOptionsRequest: .configured(true);
    launch_template_iam_instance_profile_specification_request -> LaunchTemplateIamInstanceProfileSpecificationRequest:
        .arn("Arn é <&> \"+/=\"").name("Name");
    launch_template_instance_maintenance_options_request -> LaunchTemplateInstanceMaintenanceOptionsRequest:
        .auto_recovery("default".into());
    launch_template_instance_market_options_request -> LaunchTemplateInstanceMarketOptionsRequest:
        .market_type("spot".into()).spot_options(launch_template_spot_market_options_request());
    launch_template_instance_metadata_options_request -> LaunchTemplateInstanceMetadataOptionsRequest:
        .http_tokens("optional".into()).http_put_response_hop_limit(2).http_endpoint("disabled".into())
        .http_protocol_ipv6("enabled".into()).instance_metadata_tags("disabled".into());
    launch_template_instance_network_interface_specification_request -> LaunchTemplateInstanceNetworkInterfaceSpecificationRequest:
        .associate_carrier_ip_address(true).associate_public_ip_address(false).delete_on_termination(true)
        .description("Description é <&> \"+/=\"").device_index(5).groups("Groups 1").groups("Groups 2")
        .interface_type("InterfaceType é <&> \"+/=\"").ipv6_address_count(8)
        .ipv6_addresses(instance_ipv6_address_request()).ipv6_addresses(instance_ipv6_address_request())
        .network_interface_id("NetworkInterfaceId é <&> \"+/=\"").private_ip_address("PrivateIpAddress")
        .private_ip_addresses(private_ip_address_specification())
        .private_ip_addresses(private_ip_address_specification()).secondary_private_ip_address_count(13)
        .subnet_id("SubnetId").network_card_index(15).ipv4_prefixes(ipv4_prefix_specification_request())
        .ipv4_prefixes(ipv4_prefix_specification_request()).ipv4_prefix_count(17)
        .ipv6_prefixes(ipv6_prefix_specification_request())
        .ipv6_prefixes(ipv6_prefix_specification_request()).ipv6_prefix_count(19).primary_ipv6(false)
        .ena_srd_specification(ena_srd_specification_request())
        .connection_tracking_specification(connection_tracking_specification_request()).ena_queue_count(23);
    launch_template_instance_secondary_interface_specification_request -> LaunchTemplateInstanceSecondaryInterfaceSpecificationRequest:
        .delete_on_termination(true).device_index(2)
        .private_ip_addresses(secondary_interface_private_ip_address_specification_request())
        .private_ip_addresses(secondary_interface_private_ip_address_specification_request())
        .private_ip_address_count(4).secondary_subnet_id("SecondarySubnetId")
        .interface_type("secondary".into()).network_card_index(7);
    launch_template_license_configuration_request -> LaunchTemplateLicenseConfigurationRequest:
        .license_configuration_arn("LicenseConfigurationArn é <&> \"+/=\"");
    launch_template_network_performance_options_request -> LaunchTemplateNetworkPerformanceOptionsRequest:
        .bandwidth_weighting("default".into());
    launch_template_placement_request -> LaunchTemplatePlacementRequest:
        .availability_zone("AvailabilityZone é <&> \"+/=\"").availability_zone_id("AvailabilityZoneId")
        .affinity("Affinity").group_name("GroupName é <&> \"+/=\"").host_id("HostId").tenancy("host".into())
        .spread_domain("SpreadDomain é <&> \"+/=\"").host_resource_group_arn("HostResourceGroupArn")
        .partition_number(9).group_id("GroupId é <&> \"+/=\"");
    launch_template_private_dns_name_options_request -> LaunchTemplatePrivateDnsNameOptionsRequest:
        .hostname_type("ip-name".into()).enable_resource_name_dns_a_record(false)
        .enable_resource_name_dns_aaaa_record(true);
    launch_template_specification -> LaunchTemplateSpecification:
        .launch_template_id("LaunchTemplateId é <&> \"+/=\"").launch_template_name("LaunchTemplateName")
        .version("Version");
    launch_template_spot_market_options_request -> LaunchTemplateSpotMarketOptionsRequest:
        .max_price("MaxPrice é <&> \"+/=\"").spot_instance_type("persistent".into())
        .block_duration_minutes(3).valid_until(time(3)).instance_interruption_behavior("stop".into());
    launch_template_tag_specification_request -> LaunchTemplateTagSpecificationRequest:
        .resource_type("capacity-reservation".into()).tags(tag()).tags(tag());
    launch_templates_monitoring_request -> LaunchTemplatesMonitoringRequest: .enabled(true);
    license_configuration_request -> LicenseConfigurationRequest:
        .license_configuration_arn("LicenseConfigurationArn é <&> \"+/=\"");
    memory_gib_per_v_cpu_request -> MemoryGiBPerVCpuRequest: .min(0.5).max(1.5);
    memory_mib_request -> MemoryMiBRequest: .min(1).max(2);
    network_bandwidth_gbps_request -> NetworkBandwidthGbpsRequest: .min(0.5).max(1.5);
    network_interface_attachment_changes -> NetworkInterfaceAttachmentChanges: .default_ena_queue_count(true)
        .ena_queue_count(2).attachment_id("AttachmentId").delete_on_termination(false);
    network_interface_count_request -> NetworkInterfaceCountRequest: .min(1).max(2);
    operator_request -> OperatorRequest: .principal("Principal é <&> \"+/=\"");
    performance_factor_reference_request -> PerformanceFactorReferenceRequest:
        .instance_family("InstanceFamily é <&> \"+/=\"");
    placement -> Placement: .availability_zone_id("AvailabilityZoneId é <&> \"+/=\"").affinity("Affinity")
        .group_name("GroupName").partition_number(4).host_id("HostId").tenancy("host".into())
        .spread_domain("SpreadDomain é <&> \"+/=\"").host_resource_group_arn("HostResourceGroupArn")
        .group_id("GroupId").availability_zone("AvailabilityZone é <&> \"+/=\"");
    port_range -> PortRange: .from(1).to(2);
    prefix_list_id -> PrefixListId: .description("Description é <&> \"+/=\"").prefix_list_id("PrefixListId");
    private_dns_name_options_request -> PrivateDnsNameOptionsRequest: .hostname_type("ip-name".into())
        .enable_resource_name_dns_a_record(false).enable_resource_name_dns_aaaa_record(true);
    private_ip_address_specification -> PrivateIpAddressSpecification: .primary(true)
        .private_ip_address("PrivateIpAddress");
    request_launch_template_data -> RequestLaunchTemplateData: .kernel_id("KernelId é <&> \"+/=\"")
        .ebs_optimized(false)
        .iam_instance_profile(launch_template_iam_instance_profile_specification_request())
        .block_device_mappings(launch_template_block_device_mapping_request())
        .network_interfaces(launch_template_instance_network_interface_specification_request())
        .image_id("ImageId").instance_type("c1.medium".into()).key_name("KeyName")
        .monitoring(launch_templates_monitoring_request()).placement(launch_template_placement_request())
        .ram_disk_id("RamDiskId").disable_api_termination(false)
        .instance_initiated_shutdown_behavior("stop".into()).user_data("UserData")
        .tag_specifications(launch_template_tag_specification_request())
        .elastic_gpu_specifications(elastic_gpu_specification())
        .elastic_gpu_specifications(elastic_gpu_specification())
        .elastic_inference_accelerators(launch_template_elastic_inference_accelerator())
        .elastic_inference_accelerators(launch_template_elastic_inference_accelerator())
        .security_group_ids("SecurityGroupIds 1").security_group_ids("SecurityGroupIds 2")
        .security_groups("SecurityGroups 1").security_groups("SecurityGroups 2")
        .instance_market_options(launch_template_instance_market_options_request())
        .credit_specification(credit_specification_request())
        .cpu_options(launch_template_cpu_options_request())
        .capacity_reservation_specification(launch_template_capacity_reservation_specification_request())
        .license_specifications(launch_template_license_configuration_request())
        .license_specifications(launch_template_license_configuration_request())
        .hibernation_options(launch_template_hibernation_options_request())
        .metadata_options(launch_template_instance_metadata_options_request())
        .enclave_options(launch_template_enclave_options_request())
        .instance_requirements(instance_requirements_request())
        .private_dns_name_options(launch_template_private_dns_name_options_request())
        .maintenance_options(launch_template_instance_maintenance_options_request()).disable_api_stop(true)
        .operator(operator_request())
        .network_performance_options(launch_template_network_performance_options_request())
        .secondary_interfaces(launch_template_instance_secondary_interface_specification_request());
    run_instances_monitoring_enabled -> RunInstancesMonitoringEnabled: .enabled(true);
    secondary_interface_private_ip_address_specification_request -> SecondaryInterfacePrivateIpAddressSpecificationRequest:
        .private_ip_address("PrivateIpAddress é <&> \"+/=\"");
    secure_blob_attribute_value -> SecureBlobAttributeValue: .value(blob(b"\x00\xffValue"));
    security_group_rule_description -> SecurityGroupRuleDescription:
        .security_group_rule_id("SecurityGroupRuleId é <&> \"+/=\"").description("Description");
    security_group_rule_request -> SecurityGroupRuleRequest: .ip_protocol("IpProtocol é <&> \"+/=\"")
        .from_port(2).to_port(3).cidr_ipv4("CidrIpv4 é <&> \"+/=\"").cidr_ipv6("CidrIpv6")
        .prefix_list_id("PrefixListId").referenced_group_id("ReferencedGroupId é <&> \"+/=\"")
        .description("Description");
    security_group_rule_update -> SecurityGroupRuleUpdate:
        .security_group_rule_id("SecurityGroupRuleId é <&> \"+/=\"")
        .security_group_rule(security_group_rule_request());
    spot_market_options -> SpotMarketOptions: .max_price("MaxPrice é <&> \"+/=\"")
        .spot_instance_type("persistent".into()).block_duration_minutes(3).valid_until(time(3))
        .instance_interruption_behavior("stop".into());
    subnet_configuration -> SubnetConfiguration: .subnet_id("SubnetId é <&> \"+/=\"").ipv4("Ipv4")
        .ipv6("Ipv6");
    tag -> Tag: .key("Key é <&> \"+/=\"").value("Value");
    tag_field_specification_request -> TagFieldSpecificationRequest:
        .resource_type("network-interface".into()).tag_keys("TagKeys 1").tag_keys("TagKeys 2");
    tag_specification -> TagSpecification: .resource_type("capacity-reservation".into()).tags(tag())
        .tags(tag());
    total_local_storage_gb_request -> TotalLocalStorageGbRequest: .min(0.5).max(1.5);
    user_id_group_pair -> UserIdGroupPair: .description("Description é <&> \"+/=\"").user_id("UserId")
        .group_name("GroupName").group_id("GroupId é <&> \"+/=\"").vpc_id("VpcId")
        .vpc_peering_connection_id("VpcPeeringConnectionId").peering_status("PeeringStatus é <&> \"+/=\"");
    v_cpu_count_range_request -> VCpuCountRangeRequest: .min(1).max(2);
    vpc_encryption_control_configuration -> VpcEncryptionControlConfiguration: .mode("monitor".into())
        .internet_gateway_exclusion("disable".into()).egress_only_internet_gateway_exclusion("enable".into())
        .nat_gateway_exclusion("disable".into()).virtual_private_gateway_exclusion("enable".into())
        .vpc_peering_exclusion("disable".into()).lambda_exclusion("enable".into())
        .vpc_lattice_exclusion("disable".into()).elastic_file_system_exclusion("enable".into());
}
