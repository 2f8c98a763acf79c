//! The page of a report in a real browser: nothing is loaded, nothing is complained of, headings are in order, and every
//! text has the contrast of WCAG 2.2, level AA, on the colours that the browser computes, light and dark.
//!
//! Wants Chromium: `apt-get install chromium`, or `RUNBOOK_CHROMIUM` with its path.

use crate::support::Lab;
use serde_json::Value as Json;
use std::path::Path;
use std::process::Command;

/// Looks at the page from within, and leaves what it found in the page.
const PROBE: &str = r#"
const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
const rgba = text => { const n = text.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const ground = e => {
  for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] > 0) return c; }
  return [255, 255, 255, 1];
};
document.querySelectorAll('details').forEach(d => d.open = true);
const thin = [];
let texts = 0;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const text = walker.currentNode, e = text.parentElement;
  if (!text.data.trim() || ['SCRIPT', 'STYLE', 'TITLE', 'title'].includes(e.tagName)) continue;
  const style = getComputedStyle(e), front = rgba(e.closest('svg') ? style.fill : style.color), back = ground(e);
  const [a, b] = [light(front), light(back)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  texts++;
  if (ratio < 4.5) thin.push(`${ratio.toFixed(2)} ${text.data.trim().slice(0, 40)}`);
}
const found = {
  texts, thin,
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  headings: [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1])),
  loaded: performance.getEntriesByType('resource').map(r => r.name),
  landmarks: ['header', 'nav', 'main', 'footer'].filter(name => document.querySelectorAll(`body > ${name}`).length === 1),
  tables: [...document.querySelectorAll('table')].filter(t => !t.caption || !t.querySelector('th[scope=col]')).length,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  summaries: [...document.querySelectorAll('summary')].filter(s => s.tabIndex < 0).length,
  dead: [...document.querySelectorAll('a[href^="\\#"]')].filter(a => !document.querySelector(a.getAttribute('href'))).length,
  twice: (ids => ids.length - new Set(ids).size)([...document.querySelectorAll('[id]')].map(e => e.id)),
};
document.body.dataset.found = JSON.stringify(found);
"#;

fn chromium() -> String {
    #[expect(clippy::disallowed_methods, reason = "a test reads its own setting")]
    let named = std::env::var("RUNBOOK_CHROMIUM");
    named.unwrap_or_else(|_| "chromium".to_owned())
}

/// Runs the browser without a window, and gives what it wrote and what it complained of.
fn browse(page: &Path, words: &[&str]) -> (String, String) {
    let output = Command::new(chromium())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--enable-logging=stderr",
        ])
        .args(words)
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("chromium is installed, or RUNBOOK_CHROMIUM names it");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

/// Reports of one run and of two, the older one with a leftover and a resumption.
fn pages(lab: &Lab) -> Vec<std::path::PathBuf> {
    lab.run(&["replay", "lab.md", "--fresh"]).code(1);
    lab.run(&["report", "--to", "one.html"]).code(0);
    let run = lab.run(&["runs", "--output", "json"]).code(0).stdout();
    let runs: Json = serde_json::from_str(&run).unwrap();
    let id = runs[0]["id"].as_str().unwrap();
    lab.run(&["report", "--merge", id, "older.jsonl", "--to", "two.html"])
        .code(0);
    vec![lab.path("one.html"), lab.path("two.html")]
}

#[test]
fn the_page_in_a_browser() {
    let lab = Lab::new()
        .file("lab.md", crate::report::LAB.replace("END", "false"))
        .file("older.jsonl", include_str!("../report/older.jsonl"));
    for page in pages(&lab) {
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(!text.contains("<script"));
        // The page as it is: nothing to complain of.
        let (_, complaints) = browse(&page, &["--dump-dom"]);
        assert!(!complaints.contains("CONSOLE"), "{complaints}");
        // The page with a probe, which its own policy would not let run.
        let probed = text
            .replace(
                "default-src 'none';",
                "default-src 'none'; script-src 'unsafe-inline';",
            )
            .replace("</body>", &format!("<script>{PROBE}</script></body>"));
        let probe = page.with_extension("probe.html");
        std::fs::write(&probe, probed).unwrap();
        for (scheme, setting, size) in [
            ("light", "preferredColorScheme=1", "1280,1000"),
            ("dark", "preferredColorScheme=0", "1280,1000"),
            ("light", "preferredColorScheme=1", "500,1000"),
        ] {
            let words = [
                "--dump-dom",
                &format!("--blink-settings={setting}"),
                &format!("--window-size={size}"),
            ];
            let (dom, complaints) = browse(&probe, &words);
            assert!(!complaints.contains("CONSOLE"), "{complaints}");
            let found = dom.split("data-found=\"").nth(1).expect("the probe ran");
            let found = found
                .split('"')
                .next()
                .unwrap()
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
            let found: Json = serde_json::from_str(&found).unwrap();
            judge(&found, scheme);
        }
        let paper = page.with_extension("pdf");
        browse(&page, &[&format!("--print-to-pdf={}", paper.display())]);
        assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF"));
    }
}

fn judge(found: &Json, scheme: &str) {
    assert_eq!(found["dark"], scheme == "dark", "{found}");
    assert_eq!(found["thin"], serde_json::json!([]), "{scheme}");
    assert!(found["texts"].as_u64().unwrap() > 50, "{found}");
    assert_eq!(found["loaded"], serde_json::json!([]));
    assert_eq!(
        found["landmarks"],
        serde_json::json!(["header", "nav", "main", "footer"])
    );
    for none in ["tables", "summaries", "dead", "twice"] {
        assert_eq!(found[none], 0, "{none}: {found}");
    }
    assert_eq!(found["wide"], false, "{found}");
    let headings: Vec<u64> = found["headings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| h.as_u64().unwrap())
        .collect();
    assert_eq!(headings.iter().filter(|level| **level == 1).count(), 1);
    for pair in headings.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{headings:?}");
    }
}
