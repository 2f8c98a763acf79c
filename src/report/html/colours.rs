//! The colours of the page, light and dark. A test holds each pair that meets on the page to the contrast that WCAG 2.2
//! asks for at level AA: 4.5 to 1 for text, 3 to 1 for what is drawn.

/// Name, light, dark.
const COLOURS: &[(&str, &str, &str)] = &[
    ("ground", "#ffffff", "#14171c"),
    ("sheet", "#f4f6f8", "#1d222a"),
    ("edge", "#7b8794", "#7d8896"),
    ("rule", "#d5dbe1", "#353d48"),
    ("text", "#1b2129", "#e6eaef"),
    ("quiet", "#4f5b67", "#a9b4c0"),
    ("link", "#0b57a4", "#8cc4ff"),
    ("good", "#17692f", "#7fdb98"),
    ("good-ground", "#e2f4e7", "#15301e"),
    ("warn", "#7a4b00", "#f2c46d"),
    ("warn-ground", "#fdf0d5", "#37290f"),
    ("bad", "#a5161d", "#ff9d9a"),
    ("bad-ground", "#fde7e7", "#3d191b"),
    ("busy", "#0b57a4", "#8cc4ff"),
    ("busy-ground", "#e4effa", "#16293e"),
    ("quiet-ground", "#e9edf1", "#2a313b"),
    ("bar", "#2f74b5", "#5fa5e6"),
    ("below", "#b4474a", "#e07c7c"),
];

/// The style sheet's variables.
pub(super) fn style() -> String {
    let variables = |pick: fn(&(&'static str, &'static str, &'static str)) -> &'static str| {
        let mut text = String::new();
        for colour in COLOURS {
            text.push_str("--");
            text.push_str(colour.0);
            text.push(':');
            text.push_str(pick(colour));
            text.push(';');
        }
        text
    };
    let (light, dark) = (variables(|colour| colour.1), variables(|colour| colour.2));
    // Paper is light, whatever the screen is.
    format!(
        ":root{{color-scheme:light dark;{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands on what, and the contrast that it needs.
    const PAIRS: &[(&str, &str, f64)] = &[
        ("text", "ground", 4.5),
        ("text", "sheet", 4.5),
        ("quiet", "ground", 4.5),
        ("quiet", "sheet", 4.5),
        ("link", "ground", 4.5),
        ("link", "sheet", 4.5),
        ("good", "good-ground", 4.5),
        ("warn", "warn-ground", 4.5),
        ("bad", "bad-ground", 4.5),
        ("busy", "busy-ground", 4.5),
        ("quiet", "quiet-ground", 4.5),
        ("text", "warn-ground", 4.5),
        ("text", "bad-ground", 4.5),
        ("text", "busy-ground", 4.5),
        ("text", "quiet-ground", 4.5),
        ("edge", "ground", 3.0),
        ("edge", "sheet", 3.0),
        ("bar", "ground", 3.0),
        ("bar", "sheet", 3.0),
        ("below", "ground", 3.0),
        ("below", "sheet", 3.0),
    ];

    /// WCAG 2.2, "relative luminance".
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_pair_can_be_read_light_and_dark() {
        let colour = |name: &str| COLOURS.iter().find(|colour| colour.0 == name).unwrap();
        for (front, back, least) in PAIRS {
            let (front_, back_) = (colour(front), colour(back));
            for (scheme, found) in [
                ("light", contrast(front_.1, back_.1)),
                ("dark", contrast(front_.2, back_.2)),
            ] {
                assert!(found >= *least, "{front} on {back}, {scheme}: {found:.2}");
            }
        }
        assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
        assert!(contrast("#777777", "#ffffff") < 4.5, "the test can tell");
    }

    #[test]
    fn the_style_sheet_names_no_other_colour() {
        let sheet = include_str!("style.css");
        assert!(
            !sheet.contains('#') && !sheet.contains("rgb"),
            "a colour of its own"
        );
        for name in sheet
            .split("var(--")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            assert!(COLOURS.iter().any(|colour| colour.0 == name), "{name}");
        }
        assert!(!sheet.contains("url(") && !sheet.contains("@import") && !sheet.contains("</"));
    }
}
