//! The two servers.

use crate::{load, signed};
use aws_credential_types::Credentials;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The practice server.
pub(crate) struct Practice {
    child: Child,
    _state: TempDir,
    pub(crate) url: String,
    pub(crate) keys: Credentials,
    pub(crate) vpc: String,
}

impl Practice {
    /// With further words: `--fresh`.
    pub(crate) fn start(words: &[&str]) -> Practice {
        let state = tempfile::tempdir().expect("a temporary folder");
        let program = Path::new(env!("CARGO_BIN_EXE_runbook"));
        let mut child = Command::new(program)
            .args(["practice", "serve", "--port", "0", "--quiet", "--output", "json"])
            .args(words)
            .env("XDG_STATE_HOME", state.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("a line");
        let facts: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let profile = &facts["profiles"][0];
        let text = |of: &serde_json::Value| of.as_str().expect("a text").to_owned();
        let keys = Credentials::new(
            text(&profile["access_key_id"]),
            text(&profile["secret_access_key"]),
            profile["session_token"].as_str().map(str::to_owned),
            None,
            "bench",
        );
        let url = text(&facts["url"]);
        let listed = load::ask(
            &url,
            &signed::request(&url, &keys, "Action=DescribeVpcs&Version=2016-11-15"),
        );
        let listed = listed.expect("an answer");
        let vpc = listed
            .split("<vpcId>")
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        let vpc = vpc.expect("the default VPC").to_owned();
        Practice {
            child,
            _state: state,
            url,
            keys,
            vpc,
        }
    }
}

/// moto's server.
pub(crate) struct Moto {
    child: Child,
    pub(crate) url: String,
    pub(crate) keys: Credentials,
    pub(crate) vpc: String,
}

impl Moto {
    /// None where no Python is named.
    pub(crate) fn start() -> Option<Moto> {
        #[expect(clippy::disallowed_methods, reason = "a benchmark reads its own setting")]
        let python = std::env::var_os("RUNBOOK_PYTHON")?;
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let child = Command::new(&python)
            .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto's server starts");
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "moto's server does not answer"
            );
            std::thread::park_timeout(Duration::from_millis(50));
        }
        let url = format!("http://127.0.0.1:{port}");
        let script = "import boto3, sys; print(boto3.client('ec2', 'us-east-1', endpoint_url=sys.argv[1], \
                      aws_access_key_id='a', aws_secret_access_key='b').describe_vpcs()['Vpcs'][0]['VpcId'])";
        let told = Command::new(&python)
            .args(["-c", script, &url])
            .output()
            .expect("Python runs");
        Some(Moto {
            child,
            url,
            keys: Credentials::new("a", "b", None, None, "bench"),
            vpc: String::from_utf8_lossy(&told.stdout).trim().to_owned(),
        })
    }
}

fn end(child: &mut Child) {
    child.kill().unwrap_or_default();
    child.wait().map(|_| ()).unwrap_or_default();
}

impl Drop for Practice {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
