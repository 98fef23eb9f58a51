//! Dates in file names as moment.js writes them, which Obsidian and Logseq use: `YYYY-MM-DD`, `dddd, MMMM Do`.

use super::pattern::{Part, Pattern};

/// What a token stands for; `None` for what depends on the language or on the time zone, which the settings do not say.
/// Longer tokens stand before those that they begin with.
const TOKENS: [(&str, Option<&str>); 47] = [
    ("YYYY", Some("%Y")),
    ("YY", Some("%y")),
    ("Y", None),
    ("MMMM", Some("%B")),
    ("MMM", Some("%b")),
    ("MM", Some("%m")),
    ("Mo", None),
    ("M", Some("%-m")),
    ("DDDD", Some("%j")),
    ("DDDo", None),
    ("DDD", Some("%-j")),
    ("DD", Some("%d")),
    ("D", Some("%-d")),
    ("dddd", Some("%A")),
    ("ddd", Some("%a")),
    ("dd", None),
    ("do", None),
    ("d", Some("%w")),
    ("E", Some("%u")),
    ("e", None),
    ("GGGG", Some("%G")),
    ("GG", Some("%g")),
    ("gg", None),
    ("Wo", None),
    ("WW", Some("%V")),
    ("W", Some("%-V")),
    ("w", None),
    ("Qo", None),
    ("HH", Some("%H")),
    ("H", Some("%-H")),
    ("hh", Some("%I")),
    ("h", Some("%-I")),
    ("k", None),
    ("mm", Some("%M")),
    ("m", Some("%-M")),
    ("ss", Some("%S")),
    ("s", Some("%-S")),
    ("S", None),
    ("A", Some("%p")),
    ("a", Some("%P")),
    ("X", Some("%s")),
    ("x", None),
    ("L", None),
    ("l", None),
    ("N", None),
    ("y", None),
    ("z", None),
];

/// The pattern of a format, or the token of it that is not known here.
pub(super) fn pattern(format: &str) -> Result<Pattern, String> {
    let (mut parts, mut rest) = (Vec::new(), format);
    while let Some(first) = rest.chars().next() {
        let (part, length) = match rest.strip_prefix('[').and_then(|inner| inner.find(']')) {
            Some(end) => (Part::Text(rest[1..=end].to_owned()), end + 2),
            None if rest.starts_with("Do") => (Part::Ordinal, 2),
            None if rest.starts_with('Q') && !rest.starts_with("Qo") => (Part::Quarter, 1),
            None => match TOKENS.iter().find(|(token, _)| rest.starts_with(token)) {
                Some((token, form)) => (Part::Moment(form.ok_or_else(|| (*token).to_owned())?), token.len()),
                None if first == 'Z' => return Err("Z".into()),
                None => (Part::Text(first.into()), first.len_utf8()),
            },
        };
        parts.push(part);
        rest = &rest[length..];
    }
    Ok(Pattern(joined(parts)))
}

/// The parts with texts beside each other in one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => joined.push(part),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::pattern::tests::filled;
    use super::*;

    #[test]
    fn formats_are_read_as_moment_reads_them() {
        for (format, name) in [
            ("YYYY-MM-DD", "2026-11-21.md"),
            ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "2026/11-November/2026-11-21-Saturday.md"),
            ("dddd, MMMM Do YYYY", "Saturday, November 21st 2026.md"),
            ("[Day] D.M.YY", "Day 21.11.26.md"),
            ("GGGG-[W]WW-E", "2026-W47-6.md"),
            ("YYYY-[Q]Q-DDDD", "2026-Q4-325.md"),
            ("YYYY_MM_DD", "2026_11_21.md"),
        ] {
            assert_eq!(pattern(format).ok().and_then(|it| filled(&it, "")).as_deref(), Some(name), "{format}");
        }
    }

    #[test]
    fn what_depends_on_the_language_is_not_guessed() {
        for (format, token) in [("gggg-[W]ww", "gg"), ("YYYY-ww", "w"), ("LL", "L"), ("YYYY-MM-DDTHHZ", "Z")] {
            assert_eq!(pattern(format), Err(token.to_owned()), "{format}");
        }
    }
}
