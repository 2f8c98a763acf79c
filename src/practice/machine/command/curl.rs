//! `curl` and `wget`: the metadata service, the machine's own web server, the few sites that tell a caller's address.
//! Everything else is outside of the practice world.

use super::super::web;
use super::metadata::{self, Ask};
use super::{Host, Run, fails};
use rust_bash::{CommandResult, VirtualFs};
use std::path::Path;
use std::time::Duration;

/// What a command line of curl asks for.
#[derive(Debug, Default)]
struct Options<'a> {
    urls: Vec<&'a str>,
    method: Option<&'a str>,
    headers: Vec<&'a str>,
    output: Option<String>,
    format: Option<&'a str>,
    agent: Option<&'a str>,
    limit: Option<u64>,
    silent: bool,
    errors: bool,
    fail: bool,
    head: bool,
    include: bool,
}

/// What came back, or curl's own code and words.
type Reply = Result<(u16, String), (i32, String)>;

fn options<'a>(words: &[&'a str]) -> Result<Options<'a>, CommandResult> {
    let mut options = Options::default();
    let mut at = 0;
    while let Some(word) = words.get(at).copied() {
        at += 1;
        let mut value = || {
            let value = words.get(at).copied();
            at += 1;
            value.ok_or_else(|| fails(2, format!("curl: option {word}: requires parameter\n")))
        };
        match word {
            "-X" | "--request" => options.method = Some(value()?),
            "-H" | "--header" => options.headers.push(value()?),
            "-o" | "--output" => options.output = Some(value()?.to_owned()),
            "-w" | "--write-out" => options.format = Some(value()?),
            "-A" | "--user-agent" => options.agent = Some(value()?),
            "-m" | "--max-time" | "--connect-timeout" => {
                let seconds = value()?.parse::<f64>().unwrap_or(0.0);
                options.limit = Some(seconds.clamp(0.0, 3_600.0).ceil() as u64);
            }
            "-d" | "--data" | "--data-raw" => {
                value()?;
                options.method.get_or_insert("POST");
            }
            "--retry" | "--retry-delay" | "-u" | "--user" | "-b" | "-e" | "--noproxy" => {
                value()?;
            }
            "-O" | "--remote-name" => options.output = Some(String::new()),
            "--silent" => options.silent = true,
            "--show-error" => options.errors = true,
            "--fail" => options.fail = true,
            "--head" => options.head = true,
            "--include" => options.include = true,
            "--location" | "--insecure" | "--compressed" | "--verbose" | "-4" | "--ipv4" => {}
            word if word.starts_with("--") => {
                return Err(fails(
                    2,
                    format!("practice does not model curl's option {word}\n"),
                ));
            }
            word if word.starts_with('-') && word.len() > 1 => {
                for letter in word[1..].chars() {
                    match letter {
                        's' => options.silent = true,
                        'S' => options.errors = true,
                        'f' => options.fail = true,
                        'I' => options.head = true,
                        'i' => options.include = true,
                        'O' => options.output = Some(String::new()),
                        'L' | 'k' | 'v' | 'g' => {}
                        'o' => {
                            options.output = words.get(at).map(|word| (*word).to_owned());
                            at += 1;
                        }
                        'X' => {
                            options.method = words.get(at).copied();
                            at += 1;
                        }
                        'H' => {
                            options.headers.extend(words.get(at).copied());
                            at += 1;
                        }
                        'w' => {
                            options.format = words.get(at).copied();
                            at += 1;
                        }
                        other => {
                            return Err(fails(
                                2,
                                format!("practice does not model curl's option -{other}\n"),
                            ));
                        }
                    }
                }
            }
            url => options.urls.push(url),
        }
    }
    Ok(options)
}

/// Scheme, host and path of an address.
fn parts(url: &str) -> (&str, &str, Option<u16>, &str) {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(at);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().ok()),
        None => (authority, None),
    };
    (scheme, host, port, if path.is_empty() { "/" } else { path })
}

/// The sites that tell a caller's address: host, and whether the answer is ipinfo's record.
fn tells_address(host: &str) -> Option<bool> {
    match host {
        "ipinfo.io" | "www.ipinfo.io" => Some(true),
        "checkip.amazonaws.com" | "ifconfig.me" | "icanhazip.com" | "api.ipify.org" | "ifconfig.co" => {
            Some(false)
        }
        _ => None,
    }
}

fn ask(host: &Host, options: &Options<'_>, url: &str) -> Reply {
    let facts = &host.facts;
    let (scheme, name, port, path) = parts(url);
    let method = options
        .method
        .unwrap_or(if options.head { "HEAD" } else { "GET" });
    let number = port.unwrap_or(if scheme == "https" { 443 } else { 80 });
    let timeout = || {
        let seconds = options.limit.unwrap_or(130);
        host.takes(Duration::from_secs(seconds));
        let words = match options.limit {
            Some(seconds) => format!("Connection timed out after {} milliseconds", seconds * 1_000 + 1),
            None => format!(
                "Failed to connect to {name} port {number} after 129851 ms: Couldn't connect to server"
            ),
        };
        Err((28, words))
    };
    if name == "169.254.169.254" {
        if !facts.metadata.enabled {
            // The endpoint that is switched off answers 403 (EC2 user guide, "Modify instance metadata options").
            return Ok((403, String::new()));
        }
        let header = |wanted: &str| {
            options.headers.iter().find_map(|header| {
                let (name, value) = header.split_once(':')?;
                name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim())
            })
        };
        return Ok(metadata::answer(
            facts,
            Ask {
                method,
                path,
                token: header("X-aws-ec2-metadata-token"),
                seconds: header("X-aws-ec2-metadata-token-ttl-seconds"),
            },
        ));
    }
    let mine = ["localhost", "127.0.0.1"].contains(&name)
        || name == facts.private
        || name == facts.host()
        || name == facts.domain();
    // Its own public address leads out and in again: it takes a way out and an open door.
    let around = facts.public.as_deref() == Some(name)
        || facts
            .public
            .as_deref()
            .is_some_and(|public| facts.public_name(public) == name);
    if mine || around {
        if around && !(facts.open && facts.outside.is_some()) {
            return timeout();
        }
        let served = (number == 80)
            .then(|| web::answer(facts, &host.state(), &host.disk, path))
            .flatten();
        let Some((status, body)) = served else {
            return Err((
                7,
                format!("Failed to connect to {name} port {number} after 0 ms: Couldn't connect to server"),
            ));
        };
        let from = if around {
            facts.public.clone().unwrap_or_default()
        } else if name == facts.private {
            name.to_owned()
        } else {
            "127.0.0.1".to_owned()
        };
        logged(
            host,
            &web::Hit {
                at: facts.now,
                from,
                request: format!("{method} {path} HTTP/1.1"),
                status,
                size: if method == "HEAD" { 0 } else { body.len() },
                agent: options.agent.unwrap_or("curl/8.11.1").to_owned(),
            },
        );
        return Ok((status, body));
    }
    match (tells_address(name), &facts.outside) {
        (Some(_), None) => timeout(),
        (Some(false), Some(outside)) => Ok((200, format!("{outside}\n"))),
        (Some(true), Some(outside)) => Ok((200, about(facts, outside, path))),
        (None, None) if name.parse::<std::net::IpAddr>().is_ok() => timeout(),
        (None, Some(_)) if name.parse::<std::net::IpAddr>().is_ok() => timeout(),
        // Nothing outside of the practice world has a name in it.
        (None, _) => Err((6, format!("Could not resolve host: {name}"))),
    }
}

fn about(facts: &super::super::facts::Facts, outside: &str, path: &str) -> String {
    let field = path.trim_matches('/');
    let (city, region, country, place) = match facts.region.as_str() {
        "us-east-1" => ("Ashburn", "Virginia", "US", "39.0437,-77.4875"),
        "us-west-2" => ("Boardman", "Oregon", "US", "45.8399,-119.7006"),
        "eu-west-1" => ("Dublin", "Leinster", "IE", "53.3331,-6.2489"),
        "eu-west-2" => ("London", "England", "GB", "51.5085,-0.1257"),
        "eu-central-1" => ("Frankfurt am Main", "Hesse", "DE", "50.1155,8.6842"),
        _ => ("Seattle", "Washington", "US", "47.6275,-122.3462"),
    };
    match field {
        "ip" => format!("{outside}\n"),
        "city" => format!("{city}\n"),
        "region" => format!("{region}\n"),
        "country" => format!("{country}\n"),
        "org" => "AS14618 Amazon.com, Inc.\n".to_owned(),
        _ => format!(
            "{{\n  \"ip\": \"{outside}\",\n  \"hostname\": \"{}\",\n  \"city\": \"{city}\",\n  \"region\": \"{region}\",\n  \
             \"country\": \"{country}\",\n  \"loc\": \"{place}\",\n  \"org\": \"AS14618 Amazon.com, Inc.\",\n  \
             \"readme\": \"https://ipinfo.io/missingauth\"\n}}",
            facts.public_name(outside)
        ),
    }
}

/// Writes a visit into the log of the web server.
fn logged(host: &Host, hit: &web::Hit) {
    let state = host.state();
    if let Some((server, _)) = super::super::unit::web(&host.facts, &state) {
        let (access, _) = web::logs(server.name);
        let mut lines = host.disk.read_file(Path::new(&access)).unwrap_or_default();
        lines.extend(hit.line().into_bytes());
        // A log that cannot be written is lost, as on a full disk.
        host.disk.put(&access, &lines, 0o644, host.facts.now).ok();
    }
}

/// The meter that curl draws where its output goes elsewhere.
fn meter(size: usize) -> String {
    format!(
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 \
         Dload  Upload   Total   Spent    Left  Speed\n\r100 {size:>5}  100 {size:>5}    0     0  {:>5}      0 --:--:-- --:--:-- --:--:-- {:>5}\n",
        size * 12,
        size * 12
    )
}

fn head(status: u16, size: usize, host: &Host) -> String {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        _ => "Error",
    };
    let at = host.facts.now.strftime("%a, %d %b %Y %H:%M:%S GMT");
    format!(
        "HTTP/1.1 {status} {reason}\r\nDate: {at}\r\nContent-Length: {size}\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
    )
}

pub(super) fn curl(host: &Host, run: &Run<'_>) -> CommandResult {
    let words = run.words();
    let options = match options(&words) {
        Ok(options) => options,
        Err(result) => return result,
    };
    if options.urls.is_empty() {
        return fails(2, "curl: (2) no URL specified\n");
    }
    let mut result = CommandResult::default();
    for url in &options.urls {
        match ask(host, &options, url) {
            Err((code, words)) => {
                result.exit_code = code;
                if !options.silent {
                    result.stderr.push_str(&meter(0).replace("100", "  0"));
                }
                if !options.silent || options.errors {
                    result.stderr.push_str(&format!("curl: ({code}) {words}\n"));
                }
                if let Some(format) = options.format {
                    result.stdout.push_str(&written(format, 0, 0));
                }
            }
            Ok((status, body)) => {
                if options.fail && status >= 400 {
                    result.exit_code = 22;
                    if !options.silent || options.errors {
                        result.stderr.push_str(&format!(
                            "curl: (22) The requested URL returned error: {status}\n"
                        ));
                    }
                } else {
                    let mut text = String::new();
                    if options.head || options.include {
                        text.push_str(&head(status, body.len(), host));
                    }
                    if !options.head {
                        text.push_str(&body);
                    }
                    if !options.silent {
                        result.stderr.push_str(&meter(text.len()));
                    }
                    match saved(host, run, &options, url, &text) {
                        Ok(true) => {}
                        Ok(false) => result.stdout.push_str(&text),
                        Err(words) => {
                            result.stderr.push_str(&words);
                            result.exit_code = 23;
                        }
                    }
                }
                if let Some(format) = options.format {
                    result.stdout.push_str(&written(format, status, body.len()));
                }
            }
        }
    }
    result
}

/// Writes an answer to a file where one is named; true where that was done.
fn saved(host: &Host, run: &Run<'_>, options: &Options<'_>, url: &str, text: &str) -> Result<bool, String> {
    let Some(name) = options.output.as_deref() else {
        return Ok(false);
    };
    let name = if name.is_empty() {
        parts(url).3.rsplit('/').next().unwrap_or("index.html")
    } else {
        name
    };
    if name == "/dev/null" {
        return Ok(true);
    }
    if name == "-" {
        return Ok(false);
    }
    let path = Path::new(run.context.cwd).join(name);
    match host.disk.write_file(&path, text.as_bytes()) {
        Ok(()) => Ok(true),
        Err(_) => Err(format!(
            "curl: (23) Failure writing output to destination: {name}\n"
        )),
    }
}

/// `-w`'s format.
fn written(format: &str, status: u16, size: usize) -> String {
    format
        .replace("%{http_code}", &format!("{status:03}"))
        .replace("%{response_code}", &format!("{status:03}"))
        .replace("%{size_download}", &size.to_string())
        .replace("\\n", "\n")
}

pub(super) fn wget(host: &Host, run: &Run<'_>) -> CommandResult {
    if !host.state().packages.contains_key("wget") && host.facts.platform.is_amazon() {
        return fails(127, "bash: wget: command not found\n");
    }
    let words = run.words();
    let mut options = Options {
        silent: true,
        output: Some(String::new()),
        agent: Some("Wget/1.21.3"),
        ..Options::default()
    };
    let mut at = 0;
    while let Some(word) = words.get(at).copied() {
        at += 1;
        match word {
            "-q" | "--quiet" | "-nv" => {}
            "-O" | "-qO" | "-O-" | "-qO-" => {
                let inline = word.strip_suffix('-').filter(|word| word.ends_with('O'));
                options.output = Some(match inline {
                    Some(_) => "-".to_owned(),
                    None => {
                        at += 1;
                        words.get(at - 1).copied().unwrap_or("-").to_owned()
                    }
                });
            }
            word if word.starts_with('-') => {
                return fails(2, format!("practice does not model wget's option {word}\n"));
            }
            url => options.urls.push(url),
        }
    }
    let Some(url) = options.urls.first().copied() else {
        return fails(1, "wget: missing URL\n");
    };
    match ask(host, &options, url) {
        Err((6, _)) => fails(
            4,
            format!("wget: unable to resolve host address ‘{}’\n", parts(url).1),
        ),
        Err((_, words)) => fails(4, format!("{words}\n")),
        Ok((status, _)) if status >= 400 => fails(8, format!("ERROR {status}\n")),
        Ok((_, body)) => match saved(host, run, &options, url, &body) {
            Ok(true) => CommandResult::default(),
            Ok(false) => super::says(body),
            Err(words) => fails(3, words),
        },
    }
}
