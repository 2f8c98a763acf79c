#!/usr/bin/env bash
# Day 1 done by hand with the AWS CLI, as a learner would on the command line. Knows nothing of this program: `aws` with
# AWS_ENDPOINT_URL, a default profile for the learner's account and one called `practice-partner` for the neighbour's.
set -euo pipefail
export AWS_PAGER="" AWS_CLI_AUTO_PROMPT=off
NAME=alice

say() { echo "== $*"; }
# Asks until an answer is as wanted: until_is WANTED COMMAND...
until_is() {
    local wanted=$1 got
    shift
    for _ in $(seq 60); do
        got=$("$@")
        [ "$got" = "$wanted" ] && return 0
        sleep 1
    done
    echo "waited for '$wanted', and it is '$got': $*" >&2
    return 1
}
query() { local what=$1; shift; aws "$@" --query "$what" --output text; }
name_of() { echo "ResourceType=$1,Tags=[{Key=Name,Value=$2}]"; }

say "Enable GuardDuty"
DETECTOR=$(query DetectorId guardduty create-detector --enable)
aws guardduty create-sample-findings --detector-id "$DETECTOR"

say "Create IAM Read Only Group and User"
aws iam create-group --group-name $NAME-RO-GROUP >/dev/null
aws iam attach-group-policy --group-name $NAME-RO-GROUP --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess
aws iam create-user --user-name $NAME-RO >/dev/null
aws iam create-login-profile --user-name $NAME-RO --password 'Correct-horse-7' --no-password-reset-required >/dev/null
aws iam add-user-to-group --group-name $NAME-RO-GROUP --user-name $NAME-RO

say "Practice Cross Account Role permissions"
PARTNER=$(query Account --profile practice-partner sts get-caller-identity)
ROLE=$(query Role.Arn iam create-role --role-name $NAME-PARTNER-RO --assume-role-policy-document '{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::'"$PARTNER"':root"}, "Action": "sts:AssumeRole"}]}')
aws iam attach-role-policy --role-name $NAME-PARTNER-RO --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess
aws --profile practice-partner sts assume-role --role-arn "$ROLE" --role-session-name switch >/dev/null

say "Create AWS Systems Manager role to access the webserver"
SSM_ROLE=ROLE-AmazonEC2RoleforSSM
aws iam create-role --role-name $SSM_ROLE --tags Key=Name,Value=$SSM_ROLE --assume-role-policy-document '{"Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}' >/dev/null
aws iam attach-role-policy --role-name $SSM_ROLE --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
aws iam create-instance-profile --instance-profile-name $SSM_ROLE >/dev/null
aws iam add-role-to-instance-profile --instance-profile-name $SSM_ROLE --role-name $SSM_ROLE

say "Name the Default VPC"
DEFAULT=$(query 'Vpcs[0].VpcId' ec2 describe-vpcs --filters Name=is-default,Values=true)
aws ec2 create-tags --resources "$DEFAULT" --tags Key=Name,Value=Default-VPC

say "Launch first webserver with Public IP"
GROUP=$(query GroupId ec2 create-security-group --group-name http-world --description http-world --vpc-id "$DEFAULT")
aws ec2 authorize-security-group-ingress --group-id "$GROUP" --protocol tcp --port 80 --cidr 0.0.0.0/0 >/dev/null
cat > landing-page.sh <<'PAGE'
#!/bin/bash
dnf install -y httpd
echo '<h1>It works</h1>' > /var/www/html/index.html
systemctl enable --now httpd
PAGE
SERVER=$(query 'Instances[0].InstanceId' ec2 run-instances --instance-type t2.micro --security-group-ids "$GROUP" \
  --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 \
  --iam-instance-profile Name=$SSM_ROLE --metadata-options HttpTokens=required --user-data file://landing-page.sh \
  --tag-specifications "$(name_of instance webserver-001-default-vpc)")
aws ec2 wait instance-running --instance-ids "$SERVER"

say "Connect to the instance with AWS Systems Manager"
until_is Online query 'InstanceInformationList[0].PingStatus' ssm describe-instance-information --filters Key=InstanceIds,Values="$SERVER"
SESSION=$(query SessionId ssm start-session --target "$SERVER" 2>/dev/null || true)
[ -n "$SESSION" ] || SESSION=$(query 'Sessions[0].SessionId' ssm describe-sessions --state Active)
aws ssm terminate-session --session-id "$SESSION" >/dev/null
COMMAND=$(query Command.CommandId ssm send-command --document-name AWS-RunShellScript --instance-ids "$SERVER" \
  --parameters 'commands=["curl -s http://localhost/"]')
aws ssm wait command-executed --command-id "$COMMAND" --instance-id "$SERVER"
until_is '<h1>It works</h1>' query StandardOutputContent ssm get-command-invocation --command-id "$COMMAND" --instance-id "$SERVER"

say "Create a new VPC with Private and Public subnets"
VPC=$(query Vpc.VpcId ec2 create-vpc --cidr-block 10.0.0.0/16 --tag-specifications "$(name_of vpc VPC-10-0-0-0)")
aws ec2 wait vpc-available --vpc-ids "$VPC"
aws ec2 modify-vpc-attribute --vpc-id "$VPC" --enable-dns-hostnames
subnet() {
    query Subnet.SubnetId ec2 create-subnet --vpc-id "$VPC" --availability-zone us-east-1"$1" --cidr-block 10.0."$2".0/24 \
        --tag-specifications "$(name_of subnet "$3-Subnet-a-10-0-$2")"
}
PUBLIC1=$(subnet a 1 Public); PUBLIC2=$(subnet b 2 Public); PUBLIC3=$(subnet c 3 Public)
PRIVATE4=$(subnet a 4 Private); PRIVATE5=$(subnet b 5 Private); PRIVATE6=$(subnet c 6 Private)
table() { query RouteTable.RouteTableId ec2 create-route-table --vpc-id "$VPC" --tag-specifications "$(name_of route-table "$1")"; }
PUBLIC=$(table Public-Route-Table)
PRIVATE_A=$(table Private-Route-Table-a); PRIVATE_B=$(table Private-Route-Table-b); PRIVATE_C=$(table Private-Route-Table-c)
for pair in "$PUBLIC $PUBLIC1" "$PUBLIC $PUBLIC2" "$PUBLIC $PUBLIC3" "$PRIVATE_A $PRIVATE4" "$PRIVATE_B $PRIVATE5" "$PRIVATE_C $PRIVATE6"; do
    aws ec2 associate-route-table --route-table-id "${pair% *}" --subnet-id "${pair#* }" >/dev/null
done
GATEWAY=$(query InternetGateway.InternetGatewayId ec2 create-internet-gateway --tag-specifications "$(name_of internet-gateway IGW-VPC-10-0-0-0)")
aws ec2 attach-internet-gateway --internet-gateway-id "$GATEWAY" --vpc-id "$VPC"
nat() {
    local address
    address=$(query AllocationId ec2 allocate-address --domain vpc)
    query NatGateway.NatGatewayId ec2 create-nat-gateway --subnet-id "$1" --allocation-id "$address" \
        --tag-specifications "$(name_of natgateway "NGW-Public-subnet-10-0-$2")"
}
NAT1=$(nat "$PUBLIC1" 1); NAT2=$(nat "$PUBLIC2" 2); NAT3=$(nat "$PUBLIC3" 3)
for id in "$NAT1" "$NAT2" "$NAT3"; do
    until_is available query 'NatGateways[0].State' ec2 describe-nat-gateways --nat-gateway-ids "$id"
done
aws ec2 create-route --route-table-id "$PUBLIC" --destination-cidr-block 0.0.0.0/0 --gateway-id "$GATEWAY" >/dev/null
aws ec2 create-route --route-table-id "$PRIVATE_A" --destination-cidr-block 0.0.0.0/0 --nat-gateway-id "$NAT1" >/dev/null
aws ec2 create-route --route-table-id "$PRIVATE_B" --destination-cidr-block 0.0.0.0/0 --nat-gateway-id "$NAT2" >/dev/null
aws ec2 create-route --route-table-id "$PRIVATE_C" --destination-cidr-block 0.0.0.0/0 --nat-gateway-id "$NAT3" >/dev/null

say "Enable VPC flow logs to CloudWatch Logs"
aws logs create-log-group --log-group-name Flow-logs-VPC-10-0-0-0
aws logs put-retention-policy --log-group-name Flow-logs-VPC-10-0-0-0 --retention-in-days 7
FLOW_ROLE=$(query Role.Arn iam create-role --role-name flowlogsRole --assume-role-policy-document '{"Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Principal": {"Service": "vpc-flow-logs.amazonaws.com"}, "Action": "sts:AssumeRole"}]}')
aws iam put-role-policy --role-name flowlogsRole --policy-name flowlogs --policy-document '{"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups",
   "logs:DescribeLogStreams"], "Resource": "*"}]}'
aws ec2 create-flow-logs --resource-type VPC --resource-ids "$VPC" --traffic-type ALL --max-aggregation-interval 60 \
  --log-destination-type cloud-watch-logs --log-group-name Flow-logs-VPC-10-0-0-0 --deliver-logs-permission-arn "$FLOW_ROLE" >/dev/null

say "Enable VPC flow logs to S3 bucket"
BUCKET=s3-vpc-flow-logs-vpc-10-0-0-0-$(query Account sts get-caller-identity)
aws s3api create-bucket --bucket "$BUCKET" >/dev/null
aws ec2 create-flow-logs --resource-type VPC --resource-ids "$VPC" --traffic-type ALL --max-aggregation-interval 60 \
  --log-destination-type s3 --log-destination arn:aws:s3:::"$BUCKET" >/dev/null

say "Launch an Ubuntu and a Windows instance in a Private Subnet"
launch() {
    query 'Instances[0].InstanceId' ec2 run-instances --instance-type t2.micro --subnet-id "$PRIVATE4" --image-id "resolve:ssm:$1" \
        --iam-instance-profile Name=$SSM_ROLE --tag-specifications "$(name_of instance "$2")"
}
UBUNTU=$(launch /aws/service/canonical/ubuntu/server/18.04/stable/current/amd64/hvm/ebs-gp2/ami-id Ubuntu-instance-001-no-updates)
WINDOWS=$(launch /aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base Windows-instance-001-no-updates)
aws ec2 wait instance-running --instance-ids "$UBUNTU" "$WINDOWS"

say "Amazon Inspector"
aws inspector2 enable --resource-types EC2 >/dev/null
until_is ENABLED query 'accounts[0].resourceState.ec2.status' inspector2 batch-get-account-status
found() {
    query 'length(findings)' inspector2 list-findings --max-results 1 \
        --filter-criteria '{"resourceId": [{"comparison": "EQUALS", "value": "'"$UBUNTU"'"}]}'
}
until_is 1 found
say "done"
