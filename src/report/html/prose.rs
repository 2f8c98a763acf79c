//! An author's Markdown in the page: its own raw HTML is text, its links lead to the web or to a letter, its pictures
//! are words, for the page makes no request.

use crate::event::Prose;
use crate::report::part::fill;
use maud::{Markup, PreEscaped, html};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html as writer};

/// The text. Its headings are all of one level, so that those of the page stay in order.
pub(super) fn render(prose: &Prose, level: u8) -> Markup {
    write(prose, Some(level))
}

/// The same within a remark, where a heading would be out of order.
pub(super) fn told(prose: &Prose) -> Markup {
    write(prose, None)
}

/// A link to an address that a page may lead to, else the address as text.
pub(super) fn address(address: &str, text: &str) -> Markup {
    html! {
        @if leads_out(address) { a href=(address) rel="noreferrer noopener" { (text) } } @else { (address) }
    }
}

/// Only the web and letters: no scripts, no data, nothing of this machine.
fn leads_out(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    })
}

fn write(prose: &Prose, level: Option<u8>) -> Markup {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
    let mut filter = Filter {
        prose,
        level,
        links: Vec::new(),
        head: false,
    };
    let events = Parser::new_ext(&prose.markdown, options).flat_map(|event| filter.event(event));
    let mut out = String::new();
    writer::push_html(&mut out, events);
    PreEscaped(out)
}

struct Filter<'a> {
    prose: &'a Prose,
    level: Option<u8>,
    /// Whether each link that is open is written.
    links: Vec<bool>,
    /// Within the head of a table.
    head: bool,
}

impl Filter<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Vec<Event<'e>> {
        match event {
            Event::Text(text) => vec![Event::Text(self.filled(&text))],
            Event::Code(text) => vec![Event::Code(self.filled(&text))],
            Event::Html(tag) | Event::InlineHtml(tag) => raw(&tag),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            other => vec![other],
        }
    }

    fn start<'e>(&mut self, tag: Tag<'e>) -> Vec<Event<'e>> {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                let dest_url = self.filled(&dest_url);
                let leads = leads_out(&dest_url);
                self.links.push(leads);
                let link = Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                };
                leads.then_some(Event::Start(link)).into_iter().collect()
            }
            Tag::Image { .. } => vec![Event::Text("[picture: ".into())],
            Tag::Heading { .. } => vec![match self.level {
                Some(level) => Event::Start(Tag::Heading {
                    level: heading(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }),
                None => Event::Start(Tag::Paragraph),
            }],
            Tag::Table(alignments) => vec![
                Event::Start(Tag::Table(alignments)),
                Event::Html("<caption>A table of the text</caption>".into()),
            ],
            Tag::TableHead => {
                self.head = true;
                vec![Event::Start(Tag::TableHead)]
            }
            Tag::TableCell if self.head => vec![Event::Html("<th scope=\"col\">".into())],
            // What a block of HTML holds is text, in a paragraph of its own.
            Tag::HtmlBlock => vec![Event::Start(Tag::Paragraph)],
            other => vec![Event::Start(other)],
        }
    }

    fn end<'e>(&mut self, tag: TagEnd) -> Vec<Event<'e>> {
        match tag {
            TagEnd::Link => self
                .links
                .pop()
                .unwrap_or_default()
                .then_some(Event::End(TagEnd::Link))
                .into_iter()
                .collect(),
            TagEnd::Image => vec![Event::Text("]".into())],
            TagEnd::Heading(_) => vec![match self.level {
                Some(level) => Event::End(TagEnd::Heading(heading(level))),
                None => Event::End(TagEnd::Paragraph),
            }],
            TagEnd::TableHead => {
                self.head = false;
                vec![Event::End(TagEnd::TableHead)]
            }
            TagEnd::TableCell if self.head => vec![Event::Html("</th>".into())],
            TagEnd::HtmlBlock => vec![Event::End(TagEnd::Paragraph)],
            other => vec![Event::End(other)],
        }
    }

    fn filled<'e>(&self, text: &str) -> CowStr<'e> {
        let mut out = String::new();
        fill(text, &self.prose.values, |piece| out.push_str(piece));
        out.into()
    }
}

fn heading(level: u8) -> HeadingLevel {
    match level {
        0 | 1 => HeadingLevel::H1,
        2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Raw HTML is text. What only folds on GitHub is left out, as in the terminal.
fn raw<'e>(tag: &str) -> Vec<Event<'e>> {
    const FOLDS: [&str; 4] = ["<details>", "</details>", "<summary>", "</summary>"];
    let trimmed = tag.trim();
    if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
        return Vec::new();
    }
    let text = FOLDS
        .iter()
        .fold(tag.to_owned(), |text, fold| text.replace(fold, " "));
    vec![Event::Text(text.into())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(markdown: &str, values: &[&str]) -> String {
        let prose = Prose {
            markdown: markdown.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        render(&prose, 4).into_string()
    }

    #[test]
    fn raw_html_is_text_and_comments_are_gone() {
        let page = page(
            "<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b <!-- c -->\n\n<details>\n<summary>More</summary>\n\n`<b>`\n\n</details>\n",
            &[],
        );
        assert!(
            !page.contains("<script") && !page.contains("<img") && !page.contains("<b>"),
            "{page}"
        );
        assert!(page.contains("&lt;script&gt;") && page.contains("More"), "{page}");
        assert!(!page.contains("details") && !page.contains("<!--"), "{page}");
    }

    #[test]
    fn links_lead_to_the_web_and_to_letters_only() {
        let page = page(
            "[a](https://a.example/?x=\"y\") [b](javascript:alert(1)) [c](JaVaScript:x) [d](data:text/html,x) [e](#step) \
             [f](mailto:a@b.example) <https://auto.example> [g](\u{e000}0\u{e001}) [h](file:///etc/passwd) [i](//evil.example)",
            &["javascript:alert(2)"],
        );
        let links: Vec<&str> = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert_eq!(
            links,
            [
                "https://a.example/?x=%22y%22",
                "mailto:a@b.example",
                "https://auto.example"
            ]
        );
        for letter in ["b", "c", "d", "e", "g", "h", "i"] {
            assert!(page.contains(letter), "{page}");
        }
    }

    #[test]
    fn a_value_is_never_markdown_and_a_picture_is_words() {
        let page = page(
            "\u{e000}0\u{e001} and `\u{e000}0\u{e001}`\n\n![the *plan*](https://evil.example/p.png)\n",
            &["**<b>x</b>** [l](https://evil.example)"],
        );
        assert!(
            !page.contains("<strong>") && !page.contains("<a ") && !page.contains("<img"),
            "{page}"
        );
        assert!(
            page.contains("**&lt;b&gt;x&lt;/b&gt;** [l](https://evil.example)"),
            "{page}"
        );
        assert!(page.contains("[picture: the <em>plan</em>]"), "{page}");
    }

    #[test]
    fn headings_have_one_level_and_tables_a_caption_and_scope() {
        let page = page("# A\n\n### B\n\n| a | b |\n|---|---:|\n| 1 | 2 |\n", &[]);
        assert!(
            page.contains("<h4>A</h4>") && page.contains("<h4>B</h4>"),
            "{page}"
        );
        assert!(
            page.contains("<caption>") && page.contains("<th scope=\"col\">b</th>"),
            "{page}"
        );
        assert!(page.contains("<tbody>") && page.contains("2</td>"), "{page}");
        let prose = Prose {
            markdown: "# A".to_owned(),
            values: Vec::new(),
        };
        assert_eq!(told(&prose).into_string(), "<p>A</p>\n");
    }
}
