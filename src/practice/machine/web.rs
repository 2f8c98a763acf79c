//! What a web server of a machine answers, and how Apache writes that down.

use super::disk::Disk;
use super::facts::Facts;
use super::state::State;
use super::unit;
use jiff::Timestamp;
use rust_bash::VirtualFs;
use std::path::Path;

/// One request in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) at: Timestamp,
    pub(super) from: String,
    pub(super) request: String,
    pub(super) status: u16,
    pub(super) size: usize,
    pub(super) agent: String,
}

impl Hit {
    /// The combined format (Apache HTTP Server documentation, "Log Files").
    pub(super) fn line(&self) -> String {
        let at = self.at.strftime("%d/%b/%Y:%H:%M:%S +0000");
        let size = match self.size {
            0 => "-".to_owned(),
            size => size.to_string(),
        };
        format!(
            "{} - - [{at}] \"{}\" {} {size} \"-\" \"{}\"\n",
            self.from, self.request, self.status, self.agent
        )
    }
}

/// Where the web server of a machine writes: the folder of its logs.
pub(super) fn folder(server: &str) -> &'static str {
    match server {
        "apache2" => "/var/log/apache2",
        "nginx" => "/var/log/nginx",
        _ => "/var/log/httpd",
    }
}

/// The names of the two logs.
pub(super) fn logs(server: &str) -> (String, String) {
    let folder = folder(server);
    if server == "httpd" {
        (format!("{folder}/access_log"), format!("{folder}/error_log"))
    } else {
        (format!("{folder}/access.log"), format!("{folder}/error.log"))
    }
}

/// Where the pages are.
pub(super) fn root(server: &str) -> &'static str {
    match server {
        "nginx" => "/usr/share/nginx/html",
        _ => "/var/www/html",
    }
}

/// The page that a path names on a machine, with its status; none where no server runs.
pub(super) fn answer(facts: &Facts, state: &State, disk: &Disk, path: &str) -> Option<(u16, String)> {
    let (server, _) = unit::web(facts, state)?;
    let path = path.split(['?', '#']).next().unwrap_or("/");
    let wanted = format!("{}{path}", root(server.name));
    let wanted = if wanted.ends_with('/') {
        format!("{wanted}index.html")
    } else {
        wanted
    };
    if let Ok(bytes) = disk.read_file(Path::new(&wanted)) {
        return Some((200, String::from_utf8_lossy(&bytes).into_owned()));
    }
    if path == "/" {
        return Some((
            403,
            page(
                "Test Page for the HTTP Server",
                "This page is used to test the proper operation of the HTTP server after it has been installed. There is no index.html yet.",
            ),
        ));
    }
    Some((
        404,
        page("404 Not Found", "The requested URL was not found on this server."),
    ))
}

fn page(title: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>{title}</title>\n</head><body>\n\
         <h1>{title}</h1>\n<p>{text}</p>\n</body></html>\n"
    )
}

/// What stands in the error log since the server started.
pub(super) fn errors(server: &str, since: Timestamp, hits: &[Hit]) -> String {
    let mut text = String::new();
    let stamp = |at: Timestamp| at.strftime("%a %b %d %H:%M:%S.%6f %Y").to_string();
    if server == "nginx" {
        for hit in hits.iter().filter(|hit| hit.status == 404) {
            let path = hit.request.split(' ').nth(1).unwrap_or("/");
            let at = hit.at.strftime("%Y/%m/%d %H:%M:%S");
            text.push_str(&format!(
                "{at} [error] 2514#2514: *1 open() \"/usr/share/nginx/html{path}\" failed (2: No such file or \
                 directory), client: {}, server: _, request: \"{}\"\n",
                hit.from, hit.request
            ));
        }
        return text;
    }
    let (software, command) = match server {
        "apache2" => ("Apache/2.4.58 (Ubuntu)", "/usr/sbin/apache2"),
        _ => ("Apache/2.4.65 (Amazon Linux)", "/usr/sbin/httpd -D FOREGROUND"),
    };
    text.push_str(&format!(
        "[{at}] [mpm_event:notice] [pid 2511:tid 2511] AH00489: {software} configured -- resuming normal operations\n\
         [{at}] [core:notice] [pid 2511:tid 2511] AH00094: Command line: '{command}'\n",
        at = stamp(since)
    ));
    for (number, hit) in hits.iter().enumerate() {
        let path = hit.request.split(' ').nth(1).unwrap_or("/");
        let why = match hit.status {
            400 => format!("[core:error] {{}} AH10244: invalid URI path ({path})"),
            403 => "[autoindex:error] {} AH01276: Cannot serve directory /var/www/html/: No matching \
                    DirectoryIndex (index.html) found, and server-generated directory index forbidden by Options \
                    directive"
                .to_owned(),
            _ => continue,
        };
        let who = format!(
            "[pid 2514:tid {}] [client {}:{}]",
            2560 + number % 60,
            hit.from,
            32_768 + (number * 7919) % 28_000
        );
        text.push_str(&format!("[{}] {}\n", stamp(hit.at), why.replace("{}", &who)));
    }
    text
}
