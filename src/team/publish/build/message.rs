//! What a publication is called in the team's history.

use super::addresses;
use crate::entry::text::one_line;

/// The longest subject, in characters.
const SUBJECT: usize = 120;

/// What a commit says.
#[derive(Clone, Debug, Default)]
pub struct Message<'a> {
    /// `nugget`, `withdraw` and the like, before the title.
    pub act: &'a str,
    pub title: &'a str,
    /// Of the page.
    pub id: &'a str,
    /// Addresses of what it rests on; only those that anybody may know are named.
    pub derived_from: &'a [String],
    /// More trailers: what it closes, whom it thanks.
    pub more: &'a [(&'static str, &'a str)],
}

impl Message<'_> {
    /// Subject and trailers. No title makes a line of its own, so none can pass for a trailer.
    pub fn text(&self) -> String {
        let title = one_line(&self.title.replace(is_unfit, " "));
        let subject: String = format!("{}: {title}", self.act).chars().take(SUBJECT).collect();
        let mut text = format!("{}\n", subject.trim_end());
        let mut trailers = vec![("Entry-Id", self.id.to_owned())];
        let public = self.derived_from.iter().filter_map(|address| addresses::public(address));
        trailers.extend(public.map(|address| ("Derived-From", address)));
        trailers.retain(|(_, value)| is_word(value));
        let more = self.more.iter().map(|(name, value)| (*name, one_line(&value.replace(is_unfit, " "))));
        trailers.extend(more.filter(|(_, value)| !value.is_empty()));
        for (at, (name, value)) in trailers.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { "" });
            text.extend([*name, ": ", value, "\n"]);
        }
        text
    }
}

/// What no line of a message has: what ends lines or is not seen.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_word(value: &str) -> bool {
    !value.is_empty() && !value.contains(|c: char| c.is_whitespace() || is_unfit(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_a_subject_and_trailers() {
        let sources = ["https://u:p@x.org/a?utm_source=b".to_owned(), "file:///x".into(), "x\nCloses: y".into()];
        let more = [("Thanks-to", "Mina\nCloses: y"), ("Closes", "")];
        let message =
            Message { act: "nugget", title: "Blobless clones", id: "01jn8k4w", derived_from: &sources, more: &more };

        let expected = "nugget: Blobless clones\n\nEntry-Id: 01jn8k4w\nDerived-From: https://x.org/a\n\
            Thanks-to: Mina Closes: y\n";
        assert_eq!(message.text(), expected);
    }

    #[test]
    fn no_title_and_no_value_makes_a_line() {
        for title in ["a\n\nCloses: x", "a\r\nCo-authored-by: b <b@c>", "a\u{2028}\u{85}Closes: x", "\n\nCloses: x"] {
            let text = Message { act: "note", title, id: "a\nCloses: y", ..Message::default() }.text();
            assert_eq!(text.lines().count(), 1, "{text:?}");
            assert!(text.starts_with("note: "), "{text:?}");
        }
        let long = "word ".repeat(100);
        assert!(Message { act: "note", title: &long, ..Message::default() }.text().chars().count() <= SUBJECT + 1);
    }
}
