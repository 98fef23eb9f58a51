//! A title as feeds give it, without markup and on one line.

use dom_query::Document;

/// The longest title, in characters.
const LONGEST: usize = 300;

/// Elements that are meant as markup in a title. Anything else in angle brackets is part of what it says: `Vec<T>`.
const MARKUP: [&str; 20] = [
    "a", "abbr", "b", "br", "cite", "code", "del", "em", "font", "i", "img", "p", "s", "small", "span", "strong",
    "sub", "sup", "tt", "u",
];

/// The words of a title.
pub(super) fn line(title: &str) -> String {
    let words = if title.contains(['<', '&']) { text(title) } else { title.to_owned() };
    one_line(&words)
}

/// The same of a title that has no markup.
pub(super) fn one_line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|char| !char.is_control()).take(LONGEST).collect()
}

fn text(title: &str) -> String {
    let mut shielded = String::with_capacity(title.len());
    for (at, char) in title.char_indices() {
        match char == '<' && !is_markup(&title[at + 1..]) {
            true => shielded.push_str("&lt;"),
            false => shielded.push(char),
        }
    }
    Document::fragment(shielded.as_str()).text().to_string()
}

fn is_markup(rest: &str) -> bool {
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let ends = name[end..].starts_with(['>', '/', ' ', '\n', '\t']);
    ends && MARKUP.iter().any(|markup| name[..end].eq_ignore_ascii_case(markup))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_what_only_looks_like_it_stays() {
        for (title, words) in [
            ("Why <b>Git</b> wins", "Why Git wins"),
            ("Vec<T> &amp; friends", "Vec<T> & friends"),
            ("a &lt; b", "a < b"),
            ("  two\n lines ", "two lines"),
            ("Tea<br/>time", "Teatime"),
            ("5 <6", "5 <6"),
        ] {
            assert_eq!(line(title), words);
        }
    }
}
