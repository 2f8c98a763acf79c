//! The files that a machine has by its image and its packages.

use super::facts::{Facts, Platform};
use super::state::State;
use super::web::{self, Hit};
use super::{unit, visitors};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A file of the image: content (none for a folder), mode, date.
pub(super) type Entry = (Option<Vec<u8>>, u32, Timestamp);

/// Files being gathered.
struct Tree {
    entries: BTreeMap<String, Entry>,
    at: Timestamp,
}

impl Tree {
    fn file(&mut self, path: &str, text: &str) {
        self.with(path, text, 0o644);
    }

    fn with(&mut self, path: &str, text: &str, mode: u32) {
        let entry = (Some(text.as_bytes().to_vec()), mode, self.at);
        self.entries.insert(path.to_owned(), entry);
    }

    fn folder(&mut self, path: &str) {
        self.entries.insert(path.to_owned(), (None, 0o755, self.at));
    }
}

/// All files of a Linux machine, logs of its web server included.
pub(super) fn files(facts: &Facts, state: &State) -> BTreeMap<String, Entry> {
    let mut tree = Tree {
        entries: BTreeMap::new(),
        at: facts.booted,
    };
    system(&mut tree, facts, state);
    for (name, at) in &state.packages {
        tree.at = *at;
        packaged(&mut tree, facts, name);
    }
    logs(&mut tree, facts, state);
    tree.entries
}

fn system(tree: &mut Tree, facts: &Facts, state: &State) {
    let user = facts.platform.user();
    for folder in [
        "/etc",
        "/home",
        "/mnt",
        "/opt",
        "/srv",
        "/usr/local/bin",
        "/var/log",
        "/var/tmp",
        "/root",
    ] {
        tree.folder(folder);
    }
    tree.folder(&format!("/home/{user}"));
    tree.file("/etc/os-release", &release(facts.platform));
    if facts.platform.is_amazon() {
        let text = match facts.platform {
            Platform::AmazonLinux2 => "Amazon Linux release 2 (Karoo)\n",
            _ => "Amazon Linux release 2023.9.20251110 (Amazon Linux)\n",
        };
        tree.file("/etc/system-release", text);
    } else {
        tree.file("/etc/lsb-release", &lsb(facts.platform));
    }
    tree.file("/etc/hostname", &format!("{}\n", facts.domain()));
    tree.file(
        "/etc/hosts",
        "127.0.0.1   localhost localhost.localdomain\n::1         localhost6 localhost6.localdomain6\n",
    );
    tree.file("/etc/resolv.conf", &resolver(facts));
    tree.file("/etc/passwd", &passwd(facts, state));
    let groups = format!("root:x:0:\nadm:x:4:{user}\nwheel:x:10:{user}\n{user}:x:1000:\n");
    tree.file("/etc/group", &groups);
    let ssh = "Port 22\nPermitRootLogin no\nPasswordAuthentication no\nUsePAM yes\n";
    tree.with("/etc/ssh/sshd_config", ssh, 0o600);
    tree.file(
        "/proc/version",
        &format!("Linux version {} (mockbuild@build)\n", facts.platform.kernel()),
    );
    tree.file(
        "/proc/uptime",
        &format!("{}.00 1.00\n", super::command::uptime(facts).as_secs()),
    );
    tree.file("/proc/loadavg", "0.08 0.03 0.01 1/112 2600\n");
    let agent = format!(
        "{} INFO [amazon-ssm-agent] amazon-ssm-agent - v3.3.3050.0\n{} INFO [ssm-agent-worker] Identity type: EC2, instance {}\n",
        facts.booted.strftime("%Y-%m-%d %H:%M:%S"),
        facts.booted.strftime("%Y-%m-%d %H:%M:%S"),
        facts.instance
    );
    tree.with("/var/log/amazon/ssm/amazon-ssm-agent.log", &agent, 0o600);
    if let Some(data) = &facts.user_data {
        tree.with("/var/lib/cloud/instance/user-data.txt", data, 0o600);
    }
}

fn release(platform: Platform) -> String {
    match platform {
        Platform::AmazonLinux2023 => "NAME=\"Amazon Linux\"\nVERSION=\"2023\"\nID=\"amzn\"\nID_LIKE=\"fedora\"\n\
             VERSION_ID=\"2023\"\nPLATFORM_ID=\"platform:al2023\"\nPRETTY_NAME=\"Amazon Linux 2023.9.20251110\"\n\
             ANSI_COLOR=\"0;33\"\nCPE_NAME=\"cpe:2.3:o:amazon:amazon_linux:2023\"\nVENDOR_NAME=\"AWS\"\n"
            .to_owned(),
        Platform::AmazonLinux2 => "NAME=\"Amazon Linux\"\nVERSION=\"2\"\nID=\"amzn\"\nID_LIKE=\"centos rhel fedora\"\n\
             VERSION_ID=\"2\"\nPRETTY_NAME=\"Amazon Linux 2\"\n"
            .to_owned(),
        Platform::Ubuntu(version) => format!(
            "NAME=\"Ubuntu\"\nVERSION_ID=\"{version}\"\nPRETTY_NAME=\"Ubuntu {version} LTS\"\nID=ubuntu\nID_LIKE=debian\n\
             VERSION_CODENAME={}\n",
            codename(version)
        ),
        Platform::Windows => String::new(),
    }
}

/// The name that Ubuntu gives a version.
pub(super) fn codename(version: &str) -> &'static str {
    match version {
        "18.04" => "bionic",
        "20.04" => "focal",
        "22.04" => "jammy",
        "26.04" => "resolute",
        _ => "noble",
    }
}

fn lsb(platform: Platform) -> String {
    let version = platform.version();
    format!(
        "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE={version}\nDISTRIB_CODENAME={}\nDISTRIB_DESCRIPTION=\"Ubuntu {version} LTS\"\n",
        codename(version)
    )
}

/// The VPC's resolver as `/etc/resolv.conf` names it.
fn resolver(facts: &Facts) -> String {
    let domain = facts.domain();
    let search = domain.split_once('.').map_or("", |(_, zone)| zone);
    match facts.platform {
        Platform::Ubuntu(_) => format!("nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch {search}\n"),
        _ => {
            let base = facts.private.rsplit_once('.').map_or("10.0.0", |(net, _)| net);
            format!("search {search}\nnameserver {base}.2\n")
        }
    }
}

fn passwd(facts: &Facts, state: &State) -> String {
    let user = facts.platform.user();
    let mut text = format!(
        "root:x:0:0:root:/root:/bin/bash\nbin:x:1:1:bin:/bin:/sbin/nologin\ndaemon:x:2:2:daemon:/sbin:/sbin/nologin\n\
         sshd:x:74:74:Privilege-separated SSH:/usr/share/empty.sshd:/sbin/nologin\n\
         {user}:x:1000:1000:{user}:/home/{user}:/bin/bash\nssm-user:x:1001:1001::/home/ssm-user:/bin/bash\n"
    );
    if unit::named(facts, state, "httpd").is_some() {
        text.push_str("apache:x:48:48:Apache:/usr/share/httpd:/sbin/nologin\n");
    }
    for (name, id) in &state.users {
        text.push_str(&format!("{name}:x:{id}:{id}::/home/{name}:/bin/bash\n"));
    }
    text
}

/// What a package puts on the disk.
fn packaged(tree: &mut Tree, facts: &Facts, name: &str) {
    match name {
        "httpd" => {
            tree.file(
                "/etc/httpd/conf/httpd.conf",
                "ServerRoot \"/etc/httpd\"\nListen 80\nInclude conf.modules.d/*.conf\nUser apache\nGroup apache\n\
                 ServerAdmin root@localhost\n<Directory />\n    AllowOverride none\n    Require all denied\n</Directory>\n\
                 DocumentRoot \"/var/www/html\"\nErrorLog \"logs/error_log\"\nLogLevel warn\n\
                 CustomLog \"logs/access_log\" combined\n",
            );
            for folder in ["/var/www/html", "/var/www/cgi-bin", "/var/log/httpd"] {
                tree.folder(folder);
            }
        }
        "apache2" => {
            tree.file(
                "/etc/apache2/apache2.conf",
                "ErrorLog ${APACHE_LOG_DIR}/error.log\nLogLevel warn\n",
            );
            tree.file("/var/www/html/index.html", "<html><head><title>Apache2 Ubuntu Default Page: It works</title></head><body><h1>It works!</h1></body></html>\n");
            tree.folder("/var/log/apache2");
        }
        "nginx" => {
            tree.file(
                "/etc/nginx/nginx.conf",
                "user nginx;\nworker_processes auto;\nerror_log /var/log/nginx/error.log notice;\n",
            );
            tree.file("/usr/share/nginx/html/index.html", "<!DOCTYPE html>\n<html>\n<head><title>Welcome to nginx!</title></head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n");
            tree.folder("/var/log/nginx");
        }
        _ => {
            let folder = format!("/usr/share/doc/{name}");
            if facts.platform != Platform::Windows {
                tree.folder(&folder);
            }
        }
    }
}

/// The logs of the web server that runs.
fn logs(tree: &mut Tree, facts: &Facts, state: &State) {
    let Some((server, since)) = unit::web(facts, state) else {
        return;
    };
    let hits = visits(facts, state, server.name, &tree.entries);
    let (access, error) = web::logs(server.name);
    tree.at = facts.now;
    tree.file(&error, &web::errors(server.name, since, &hits));
    let lines: String = hits.iter().map(Hit::line).collect();
    tree.file(&access, &lines);
}

/// The visits so far, answered as the front page stands now.
pub(super) fn visits(
    facts: &Facts,
    state: &State,
    server: &str,
    image: &BTreeMap<String, Entry>,
) -> Vec<Hit> {
    let path = format!("{}/index.html", web::root(server));
    let front = match (state.files.get(&path), image.get(&path)) {
        (Some(super::state::Node::File { bytes, .. }), _) => (200, bytes.len()),
        (None, Some((Some(bytes), ..))) => (200, bytes.len()),
        _ => (403, 4_897),
    };
    visitors::hits(facts, state, front)
}
