//! Words of other programs without what a terminal would obey.

use super::{Item, Reading};

impl Reading {
    /// The same with clean words.
    pub(crate) fn cleaned(mut self) -> Self {
        self.items.iter_mut().for_each(clean);
        self
    }
}

fn clean(item: &mut Item) {
    let Item { title, url, tags, folders, also_in, words, quotes, excerpt, via, source, .. } = item;
    let lists = tags.iter_mut().chain(folders).chain(also_in.iter_mut().flatten());
    let quotes = quotes.iter_mut().flat_map(|quote| [&mut quote.text, &mut quote.note]);
    let options = [url, excerpt, via, source].into_iter().flatten();
    for text in [title, words].into_iter().chain(lists).chain(quotes).chain(options) {
        if text.contains(is_obeyed) {
            *text = plain(text);
        }
    }
}

fn is_obeyed(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// A text without escape sequences and control characters, its lines ended by LF.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(is_obeyed) {
        plain.push_str(&rest[..at]);
        rest = after_sequence(&rest[at..]);
    }
    plain + rest
}

/// Behind the control character that a text begins with, and behind what belongs to it (ECMA-48: CSI, OSC and its like).
fn after_sequence(text: &str) -> &str {
    let mut letters = text.chars();
    let first = letters.next();
    let rest = letters.as_str();
    match (first, rest.chars().next()) {
        (Some('\u{1b}'), Some('[')) => after(&rest[1..], |c| ('@'..='~').contains(&c)),
        (Some('\u{9b}'), _) => after(rest, |c| ('@'..='~').contains(&c)),
        (Some('\u{1b}'), Some(']' | 'P' | '_' | '^' | 'X')) => {
            after(&rest[1..], |c| matches!(c, '\u{7}' | '\u{1b}' | '\u{9c}' | '\n'))
        }
        _ => rest,
    }
}

fn after(text: &str, is_end: impl Fn(char) -> bool) -> &str {
    let end = text.char_indices().find(|(_, c)| is_end(*c));
    end.map_or("", |(at, c)| &text[at + c.len_utf8()..]).trim_start_matches('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(plain("a\u{1b}[31mred\u{1b}[0m\r\nb\u{1b}]52;c;AAAA\u{7}c\u{0}\u{8}d\u{9b}2Je"), "ared\nbcde");
        assert_eq!(plain("a\u{1b}]0;title\u{1b}\\b\u{1b}"), "ab");
    }
}
