//! Tables of commands on a machine, and what they print.

use super::state::State;
use super::{Facts, Metadata, Platform, Script, boot, run};
use jiff::Timestamp;

pub(super) fn facts() -> Facts {
    Facts {
        instance: "i-0123456789abcdef0".to_owned(),
        image: "ami-0123456789abcdef0".to_owned(),
        kind: "t2.micro".to_owned(),
        account: "111122223333".to_owned(),
        region: "us-east-1".to_owned(),
        zone: "us-east-1a".to_owned(),
        private: "172.31.5.9".to_owned(),
        public: Some("203.0.113.9".to_owned()),
        mac: "0a:ff:c2:00:00:01".to_owned(),
        groups: vec!["http-world".to_owned()],
        tags: vec![("Name".to_owned(), "web".to_owned())],
        role: Some("ROLE".to_owned()),
        platform: Platform::AmazonLinux2023,
        metadata: Metadata {
            enabled: true,
            tokens: true,
            tags: false,
        },
        outside: Some("203.0.113.9".to_owned()),
        open: true,
        user_data: None,
        booted: at(0),
        now: at(3_600),
        seed: 1,
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_520_000 + seconds).unwrap()
}

fn shell(facts: &Facts, state: &mut State, text: &str) -> (String, String, i32) {
    let script = Script {
        text,
        user: "root",
        folder: "/",
    };
    let done = run(facts, state, script);
    (done.stdout, done.stderr, done.code)
}

const WEB: &str = "#!/bin/bash\nyum update -y\nyum install -y httpd\nsystemctl enable --now httpd\n\
                   echo \"<h1>hello from $(hostname -f)</h1>\" > /var/www/html/index.html\n";

#[test]
fn commands_print_what_they_print_there() {
    for (text, expected) in [
        ("whoami", "root\n"),
        ("id", "uid=0(root) gid=0(root) groups=0(root)\n"),
        ("sudo -u ec2-user whoami", "ec2-user\n"),
        ("sudo su\nwhoami", "root\n"),
        ("su - ec2-user -c 'whoami; pwd'", "ec2-user\n/\n"),
        ("hostname", "ip-172-31-5-9.ec2.internal\n"),
        ("uname -sr", "Linux 6.1.141-155.222.amzn2023.x86_64\n"),
        ("date -u +%Y-%m-%dT%H:%M", "2026-11-24T12:33\n"),
        ("curl -s ipinfo.io/ip", "203.0.113.9\n"),
        ("curl -s https://checkip.amazonaws.com", "203.0.113.9\n"),
        (
            "cd /etc && pwd && head -1 os-release",
            "/etc\nNAME=\"Amazon Linux\"\n",
        ),
        ("grep -c root /etc/passwd", "1\n"),
        ("cat /etc/passwd | cut -d: -f1 | sort | head -2", "bin\ndaemon\n"),
        ("awk -F: '{print $1}' /etc/passwd | wc -l", "6\n"),
        (
            "printf 'b\\na\\nb\\n' | sort | uniq -c | sort -rn",
            "      2 b\n      1 a\n",
        ),
        ("echo hi > /tmp/a; sed -i 's/hi/ho/' /tmp/a; cat /tmp/a", "ho\n"),
        ("sudo tee /tmp/b <<< kept > /dev/null; cat /tmp/b", "kept\n"),
        ("sudo bash -c 'echo in > /tmp/c'; cat /tmp/c", "in\n"),
        (
            "x=$(touch /tmp/d; echo made); ls /tmp/d; echo $x",
            "/tmp/d\nmade\n",
        ),
        (
            "for f in a b; do echo $f; done; if [ -d /etc ]; then echo yes; fi",
            "a\nb\nyes\n",
        ),
        ("cat <<EOF\nuser $USER\nEOF", "user root\n"),
        ("false || echo or; true && echo and", "or\nand\n"),
        ("i=0; while [ $i -lt 2 ]; do echo $i; i=$((i+1)); done", "0\n1\n"),
        ("rpm -q bash", "bash-5.2.15-1.amzn2023.x86_64\n"),
        ("systemctl is-active sshd", "active\n"),
        ("which curl", "/bin/curl\n"),
        ("echo 'echo piped' | bash", "piped\n"),
        ("ls /home", "ec2-user\n"),
        (
            "mkdir -p /tmp/x/y && touch /tmp/x/y/z && find /tmp/x -type f",
            "/tmp/x/y/z\n",
        ),
        ("sleep 60; echo done", "done\n"),
        ("/usr/bin/whoami", "root\n"),
    ] {
        let (out, err, code) = shell(&facts(), &mut State::default(), text);
        assert_eq!((out.as_str(), code), (expected, 0), "{text}\n{err}");
    }
}

#[test]
fn what_goes_wrong_says_so() {
    let mut closed = facts();
    closed.outside = None;
    closed.public = None;
    for (facts, text, code, expected) in [
        (facts(), "foo", 127, "bash: foo: command not found\n"),
        (
            facts(),
            "ping -c1 10.0.0.1",
            1,
            "practice does not model the command `ping`\n",
        ),
        (
            facts(),
            "curl -sS https://gist.example.com/x",
            6,
            "curl: (6) Could not resolve host: gist.example.com\n",
        ),
        (
            facts(),
            "curl -sS localhost",
            7,
            "curl: (7) Failed to connect to localhost port 80 after 0 ms: Couldn't connect to server\n",
        ),
        (
            closed.clone(),
            "curl -sS -m 5 ipinfo.io",
            28,
            "curl: (28) Connection timed out after 5001 milliseconds\n",
        ),
        (
            facts(),
            "systemctl start httpd",
            5,
            "Failed to start httpd.service: Unit httpd.service not found.\n",
        ),
        (
            facts(),
            "yum install -y nosuch",
            1,
            "Error: Unable to find a match: nosuch\n",
        ),
        (
            facts(),
            "yum install httpd >/dev/null",
            1,
            "Is this ok [y/N]: Operation aborted.\n",
        ),
        (
            facts(),
            "apt-get update",
            127,
            "bash: apt-get: command not found\n",
        ),
        (
            facts(),
            "ls /nosuch",
            2,
            "ls: cannot access '/nosuch': No such file or directory\n",
        ),
        (facts(), "id nobody-here", 1, "id: ‘nobody-here’: no such user\n"),
    ] {
        let (_, err, done) = shell(&facts, &mut State::default(), text);
        assert_eq!((err.as_str(), done), (expected, code), "{text}");
    }
    let (_, err, code) = shell(&closed, &mut State::default(), "yum install -y httpd");
    assert!(
        err.contains("Cannot prepare internal mirrorlist") && code == 1,
        "{err}"
    );
    let (_, err, code) = shell(&facts(), &mut State::default(), "echo 'open");
    assert!(!err.is_empty() && code != 0, "a quote that is not closed: {err}");
}

#[test]
fn the_metadata_service_keeps_the_rules_of_its_options() {
    let token = "TOKEN=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'); ";
    let with = |rest: &str| {
        format!(
            "{token} curl -s -H \"X-aws-ec2-metadata-token: $TOKEN\" http://169.254.169.254/latest/{rest}"
        )
    };
    let mut state = State::default();
    let mut ask = |facts: &Facts, text: &str| shell(facts, &mut state, text).0;
    let strict = facts();
    assert!(
        ask(
            &strict,
            "curl -s http://169.254.169.254/latest/meta-data/instance-id"
        )
        .contains("401 - Unauthorized")
    );
    assert_eq!(ask(&strict, &with("meta-data/instance-id")), strict.instance);
    assert_eq!(ask(&strict, &with("meta-data/iam/security-credentials/")), "ROLE");
    assert!(
        ask(&strict, &with("dynamic/instance-identity/document"))
            .contains("\"accountId\" : \"111122223333\"")
    );
    assert!(ask(&strict, &with("meta-data/tags/instance/Name")).contains("404"));
    assert!(ask(&strict, "curl -s -X PUT http://169.254.169.254/latest/api/token").contains("400"));
    let loose = Facts {
        metadata: Metadata {
            enabled: true,
            tokens: false,
            tags: true,
        },
        ..facts()
    };
    assert_eq!(
        ask(&loose, "curl -s 169.254.169.254/latest/meta-data/public-ipv4"),
        "203.0.113.9"
    );
    assert_eq!(
        ask(
            &loose,
            "curl -s 169.254.169.254/latest/meta-data/tags/instance/Name"
        ),
        "web"
    );
    assert!(
        ask(&loose, "curl -s 169.254.169.254/latest/meta-data/")
            .lines()
            .any(|line| line == "placement/")
    );
    let off = Facts {
        metadata: Metadata {
            enabled: false,
            ..loose.metadata.clone()
        },
        ..facts()
    };
    assert_eq!(
        ask(
            &off,
            "curl -s -o /dev/null -w '%{http_code}' 169.254.169.254/latest/meta-data/"
        ),
        "403"
    );
}

#[test]
fn user_data_makes_a_web_server_whose_visitors_stand_in_its_logs() {
    let mut facts = facts();
    facts.user_data = Some(WEB.to_owned());
    let mut state = State::default();
    let early = Facts {
        now: at(60),
        ..facts.clone()
    };
    let done = boot(&early, &mut state);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let (page, _, _) = shell(&facts, &mut state, "curl -s localhost");
    assert_eq!(page, "<h1>hello from ip-172-31-5-9.ec2.internal</h1>\n");
    let (log, _, _) = shell(
        &facts,
        &mut state,
        "grep -c 'Complete!' /var/log/cloud-init-output.log",
    );
    assert_eq!(log, "2\n");
    let (access, _, _) = shell(&facts, &mut state, "cd /var/log/httpd/; cat access_log");
    let visits = access.lines().filter(|line| !line.starts_with("127.")).count();
    assert!(
        (10..60).contains(&visits),
        "an hour of visitors: {visits}\n{access}"
    );
    assert!(access.contains("\"GET / HTTP/1.1\" 200 "), "{access}");
    assert!(
        access
            .lines()
            .all(|line| line.ends_with('"') && line.contains("] \"")),
        "{access}"
    );
    assert!(access.contains("127.0.0.1 - - "), "one's own call: {access}");
    let (errors, _, _) = shell(&facts, &mut state, "cat /var/log/httpd/error_log");
    assert!(errors.contains("AH00489: Apache/2.4.65"), "{errors}");
    let mut again = state.clone();
    assert_eq!(
        shell(&facts, &mut again, "cat /var/log/httpd/access_log").0,
        access,
        "the same at the same time"
    );
    let later = Facts {
        now: at(7_200),
        ..facts.clone()
    };
    let (longer, _, _) = shell(&later, &mut again, "cat /var/log/httpd/access_log");
    assert!(
        longer.starts_with(&access) && longer.len() > access.len(),
        "{longer}"
    );
    let closed = Facts {
        open: false,
        now: at(10_800),
        ..later
    };
    let (same, _, _) = shell(&closed, &mut again, "cat /var/log/httpd/access_log");
    assert_eq!(same, longer, "nobody comes through a closed door");
}

#[test]
fn only_what_differs_is_kept_and_it_survives_being_stored() {
    let mut state = State::default();
    shell(&facts(), &mut state, "cat /etc/hosts; ls -la /etc");
    assert_eq!(state, State::default(), "looking changes nothing");
    shell(
        &facts(),
        &mut state,
        "yum install -y httpd; systemctl start httpd",
    );
    assert!(
        state.files.is_empty(),
        "what a package brings is no state: {:?}",
        state.files.keys()
    );
    shell(
        &facts(),
        &mut state,
        "mkdir /opt/app; echo x > /opt/app/a; rm /etc/hosts; useradd bob; chmod 600 /etc/hostname",
    );
    let kept: Vec<&str> = state.files.keys().map(String::as_str).collect();
    assert_eq!(
        kept,
        ["/etc/hostname", "/etc/hosts", "/home/bob", "/opt/app/a"],
        "{:?}",
        state.files
    );
    let mut stored = State::from_value(&state.to_value());
    assert_eq!(stored, state);
    let (out, err, _) = shell(
        &facts(),
        &mut stored,
        "cat /opt/app/a; ls /etc/hosts; id -u bob; systemctl is-active httpd; ls -l /etc/hostname",
    );
    assert_eq!(
        out, "x\n1002\nactive\n-rw------- 1 root root 27 Nov 24 11:33 /etc/hostname\n",
        "{err}"
    );
    shell(
        &facts(),
        &mut stored,
        "rm -r /opt/app; userdel bob; systemctl stop httpd; yum remove -y httpd",
    );
    assert!(!stored.files.contains_key("/opt/app/a") && stored.packages.is_empty());
}

#[test]
fn cloud_config_installs_and_runs() {
    let mut ubuntu = facts();
    ubuntu.platform = Platform::of("ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server-20230530");
    ubuntu.user_data = Some(
        "#cloud-config\npackages: [apache2]\nruncmd:\n  - echo one > /tmp/one\n  - [touch, /tmp/two]\n"
            .to_owned(),
    );
    let mut state = State::default();
    let done = boot(&ubuntu, &mut state);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let (out, err, _) = shell(
        &ubuntu,
        &mut state,
        "cat /tmp/one; ls /tmp/two; curl -s localhost | grep -c 'It works'; dpkg -l apache2 | tail -1 | awk '{print $2}'",
    );
    assert_eq!(out, "one\n/tmp/two\n1\napache2\n", "{err}");
    assert_eq!(boot(&ubuntu, &mut state).stdout, "", "once");
}
