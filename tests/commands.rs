//! Instance commands in a whole run: their output is read by a check.

use crate::support::Lab;

const LAB: &str = r##"# Web

## Launch

```rhai setup
let roles = iam::list_roles().Roles;
```

<details>

```rhai solve
let trust = #{ Version: "2012-10-17", Statement: [#{ Effect: "Allow", Principal: #{ Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] };
iam::create_role(#{ RoleName: "web", AssumeRolePolicyDocument: to_json(trust) });
iam::attach_role_policy(#{ RoleName: "web", PolicyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" });
iam::create_instance_profile(#{ InstanceProfileName: "web" });
iam::add_role_to_instance_profile(#{ InstanceProfileName: "web", RoleName: "web" });
let image = ssm::get_parameter(#{ Name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" });
ec2::run_instances(#{
    ImageId: image.Parameter.Value, InstanceType: "t2.micro", MinCount: 1, MaxCount: 1,
    IamInstanceProfile: #{ Name: "web" },
    TagSpecifications: [#{ ResourceType: "instance", Tags: [#{ Key: "Name", Value: "web" }] }],
});
```

</details>

## Look

```rhai setup
let found = ec2::describe_instances(#{ Filters: [#{ Name: "tag:Name", Values: ["web"] }] }).Reservations;
let id = if found.is_empty() { () } else { found[0].Instances[0].InstanceId };
let file = "access_log";
```

```bash ssm target=id into=out within=6m
sudo su
dnf install -y httpd > /dev/null
systemctl start httpd
echo it works > /var/www/html/index.html
curl -s localhost
cd /var/log/httpd/
cat {{ file }}
```

```rhai check
check("the page is served", out != () && out.stdout.contains("it works"));
check("the log has the visit", out != () && out.stdout.contains("127.0.0.1") && out.code == 0);
```
"##;

#[test]
fn the_output_of_an_instance_command_is_read_by_a_check() {
    let lab = Lab::new().file("web.md", LAB);
    let run = |command: &str| lab.run(&[command, "web.md", "--world", "./world"]);
    let plan = lab.run(&["plan", "web.md"]).code(0).stdout();
    assert!(plan.contains("SendCommand"), "{plan}");
    let told = run("replay").code(0).stdout();
    assert!(
        told.contains("+ the page is served") && told.contains("+ the log has the visit"),
        "{told}"
    );
    assert!(told.contains("GET / HTTP/1.1"), "the output is shown: {told}");
}
