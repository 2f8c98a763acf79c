//! `ls`, with owners and the world's dates.

use super::{Host, Run, fails};
use jiff::Timestamp;
use rust_bash::{CommandResult, NodeType, VirtualFs};
use std::path::Path;
use std::time::SystemTime;

struct Entry {
    name: String,
    kind: NodeType,
    size: u64,
    mode: u32,
    at: SystemTime,
}

pub(super) fn ls(host: &Host, run: &Run<'_>) -> CommandResult {
    if let Some(option) = run.words().iter().find_map(|word| word.strip_prefix("--")) {
        let known = ["all", "color", "color=auto", "color=never", "human-readable"];
        if !known.contains(&option) {
            return fails(2, format!("ls: unrecognized option '--{option}'\n"));
        }
    }
    let mut targets = run.plain();
    if targets.is_empty() {
        targets.push(".");
    }
    let many = targets.len() > 1 || run.has('R', "");
    let mut result = CommandResult::default();
    let mut single = Vec::new();
    let mut folders = Vec::new();
    for target in targets {
        let path = Path::new(run.context.cwd).join(target);
        match entry(host, &path, target.to_owned()) {
            None => {
                let why = "No such file or directory";
                result
                    .stderr
                    .push_str(&format!("ls: cannot access '{target}': {why}\n"));
                result.exit_code = 2;
            }
            Some(found) if found.kind == NodeType::Directory && !run.has('d', "") => {
                folders.push((target.to_owned(), path));
            }
            Some(found) => single.push(found),
        }
    }
    write(run, &mut single, false, &mut result.stdout);
    let mut first = single.is_empty();
    while !folders.is_empty() {
        let (name, path) = folders.remove(0);
        if !first {
            result.stdout.push('\n');
        }
        first = false;
        if many {
            result.stdout.push_str(&format!("{name}:\n"));
        }
        let mut inside = contents(host, run, &path);
        write(run, &mut inside, true, &mut result.stdout);
        if run.has('R', "") {
            let below: Vec<_> = inside
                .iter()
                .filter(|entry| entry.kind == NodeType::Directory && !entry.name.starts_with('.'))
                .map(|entry| {
                    let below = format!("{}/{}", name.trim_end_matches('/'), entry.name);
                    (below, path.join(&entry.name))
                })
                .collect();
            folders.splice(0..0, below);
        }
    }
    result
}

fn entry(host: &Host, path: &Path, name: String) -> Option<Entry> {
    let about = host.disk.lstat(path).or_else(|_| host.disk.stat(path)).ok()?;
    let size = if about.node_type == NodeType::Directory {
        60
    } else {
        about.size
    };
    Some(Entry {
        name,
        kind: about.node_type,
        size,
        mode: about.mode,
        at: about.mtime,
    })
}

fn contents(host: &Host, run: &Run<'_>, folder: &Path) -> Vec<Entry> {
    let (all, almost) = (run.has('a', "--all"), run.has('A', ""));
    let mut entries: Vec<Entry> = host
        .disk
        .readdir(folder)
        .unwrap_or_default()
        .into_iter()
        .filter(|found| all || almost || !found.name.starts_with('.'))
        .filter_map(|found| entry(host, &folder.join(&found.name), found.name))
        .collect();
    if all {
        entries.extend(entry(host, folder, ".".to_owned()));
        entries.extend(entry(host, folder, "..".to_owned()));
    }
    entries
}

fn write(run: &Run<'_>, entries: &mut [Entry], folder: bool, text: &mut String) {
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    if run.has('t', "") {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    }
    if run.has('S', "") {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.size));
    }
    if run.has('r', "") {
        entries.reverse();
    }
    if !run.has('l', "") {
        // Not a terminal: one name a line.
        text.extend(entries.iter().map(|entry| format!("{}\n", entry.name)));
        return;
    }
    if folder {
        let blocks: u64 = entries.iter().map(|entry| entry.size.div_ceil(4096) * 4).sum();
        text.push_str(&format!("total {blocks}\n"));
    }
    let human = run.has('h', "--human-readable");
    let sizes: Vec<String> = entries.iter().map(|entry| size(entry.size, human)).collect();
    let width = sizes.iter().map(String::len).max().unwrap_or(0);
    for (entry, size) in entries.iter().zip(&sizes) {
        let at = Timestamp::try_from(entry.at)
            .unwrap_or_default()
            .strftime("%b %e %H:%M");
        let links = if entry.kind == NodeType::Directory { 2 } else { 1 };
        let (mode, name) = (mode(entry), &entry.name);
        text.push_str(&format!("{mode} {links} root root {size:>width$} {at} {name}\n"));
    }
}

fn mode(entry: &Entry) -> String {
    let kind = match entry.kind {
        NodeType::Directory => 'd',
        NodeType::Symlink => 'l',
        NodeType::File => '-',
    };
    let bits = "rwxrwxrwx".chars().enumerate();
    let letters = bits.map(|(bit, letter)| {
        if entry.mode & (0o400 >> bit) == 0 {
            '-'
        } else {
            letter
        }
    });
    std::iter::once(kind).chain(letters).collect()
}

fn size(bytes: u64, human: bool) -> String {
    if !human || bytes < 1024 {
        return bytes.to_string();
    }
    let (mut tenths, mut unit) = (bytes * 10 / 1024, 0);
    while tenths >= 10_240 && unit < 2 {
        (tenths, unit) = (tenths / 1024, unit + 1);
    }
    let letter = ["K", "M", "G"][unit];
    if tenths < 100 {
        format!("{}.{}{letter}", tenths / 10, tenths % 10)
    } else {
        format!("{}{letter}", tenths / 10)
    }
}
