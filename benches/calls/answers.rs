//! The answers that are read and served: as AWS writes them, and of a size that a lab meets.

/// ssm GetParameter.
pub(crate) const PARAMETER: &str = r#"{"Parameter":{"ARN":"arn:aws:ssm:us-east-1:111122223333:parameter/lab/name","DataType":"text","LastModifiedDate":1795498200.123,"Name":"/lab/name","Type":"String","Value":"web-1","Version":3}}"#;

/// ec2 DescribeVpcs, as small as it gets.
pub(crate) const VPCS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r-1</requestId><vpcSet><item><vpcId>vpc-0a1b2c3d4e5f60718</vpcId><ownerId>111122223333</ownerId><state>available</state><cidrBlock>172.31.0.0/16</cidrBlock><dhcpOptionsId>dopt-1</dhcpOptionsId><instanceTenancy>default</instanceTenancy><isDefault>true</isDefault></item></vpcSet></DescribeVpcsResponse>"#;

/// ec2 DescribeInstances: two instances, 5 KB.
pub(crate) fn instances() -> String {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">\
         <requestId>8f7724cf-496f-496e-8fe3-example</requestId><reservationSet>",
    );
    for number in 1..=2 {
        body += &INSTANCE.replace('#', &number.to_string()).replace("\n", "");
    }
    body + "</reservationSet></DescribeInstancesResponse>"
}

const INSTANCE: &str = "<item><reservationId>r-123456789012345#</reservationId><ownerId>111122223333</ownerId><groupSet/><instancesSet><item>
<instanceId>i-0a1b2c3d4e5f6071#</instanceId><imageId>ami-0a1b2c3d4e5f60718</imageId><instanceState><code>16</code><name>running</name></instanceState>
<privateDnsName>ip-10-0-0-1#.ec2.internal</privateDnsName><dnsName>ec2-198-51-100-1#.compute-1.amazonaws.com</dnsName><reason/><keyName>lab</keyName>
<amiLaunchIndex>0</amiLaunchIndex><productCodes/><instanceType>t3.micro</instanceType><launchTime>2026-11-24T05:30:00.000Z</launchTime>
<placement><availabilityZone>us-east-1a</availabilityZone><availabilityZoneId>use1-az1</availabilityZoneId><groupName/><tenancy>default</tenancy></placement>
<monitoring><state>disabled</state></monitoring><subnetId>subnet-0a1b2c3d4e5f60718</subnetId><vpcId>vpc-0a1b2c3d4e5f60718</vpcId>
<privateIpAddress>10.0.0.1#</privateIpAddress><ipAddress>198.51.100.1#</ipAddress><sourceDestCheck>true</sourceDestCheck>
<groupSet><item><groupId>sg-0a1b2c3d4e5f60718</groupId><groupName>web</groupName></item></groupSet><architecture>x86_64</architecture>
<rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item><deviceName>/dev/xvda</deviceName>
<ebs><volumeId>vol-0a1b2c3d4e5f60718</volumeId><status>attached</status><attachTime>2026-11-24T05:30:01.000Z</attachTime>
<deleteOnTermination>true</deleteOnTermination></ebs></item></blockDeviceMapping><virtualizationType>hvm</virtualizationType>
<clientToken>6f2d1c9e-0000-4000-8000-00000000000#</clientToken><tagSet><item><key>Name</key><value>web-#</value></item>
<item><key>lab</key><value>day 1</value></item></tagSet><hypervisor>xen</hypervisor><networkInterfaceSet><item>
<networkInterfaceId>eni-0a1b2c3d4e5f60718</networkInterfaceId><subnetId>subnet-0a1b2c3d4e5f60718</subnetId><vpcId>vpc-0a1b2c3d4e5f60718</vpcId>
<description/><ownerId>111122223333</ownerId><status>in-use</status><macAddress>0a:1b:2c:3d:4e:5#</macAddress><privateIpAddress>10.0.0.1#</privateIpAddress>
<sourceDestCheck>true</sourceDestCheck><attachment><attachmentId>eni-attach-0a1b2c3d</attachmentId><deviceIndex>0</deviceIndex><status>attached</status></attachment>
</item></networkInterfaceSet><ebsOptimized>false</ebsOptimized></item></instancesSet></item>";
