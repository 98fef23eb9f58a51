//! Writes another target into a link, in the form it has.

use std::ops::Range;

use super::{Form, Link};
use crate::entry::front_matter;
use crate::text::percent;

impl Link {
    /// The link where so many bytes stand before the text it was found in.
    pub(super) fn further_on(mut self, bytes: usize) -> Self {
        let others = self.others.iter_mut().map(|other| &mut other.place);
        for range in [&mut self.range, &mut self.place].into_iter().chain(others) {
            *range = range.start + bytes..range.end + bytes;
        }
        self
    }

    /// What of the text to replace, and by what, for the link to lead to `target` instead; `None` where its form cannot say
    /// that. Heading and shown text stay.
    pub fn leading_to(&self, text: &str, target: &str) -> Option<(Range<usize>, String)> {
        let written = &text[self.place.clone()];
        match (self.form, &self.field) {
            (Form::Markdown | Form::Image, _) => {
                let is_angled = text[..self.place.start].ends_with('<');
                Some((self.place.clone(), encoded_like(target, written, is_angled)))
            }
            (Form::Wiki | Form::Embed, None) => is_wiki(target).then(|| (self.place.clone(), target.to_owned())),
            (Form::Wiki | Form::Embed, Some(_)) => self.in_field(text, target),
            (Form::Html, _) => Some((self.place.clone(), encoded_like(target, written, false).replace('\'', "%27"))),
            (Form::Auto, _) => None,
        }
    }

    fn in_field(&self, text: &str, target: &str) -> Option<(Range<usize>, String)> {
        let is_bare = self.range == self.place;
        if is_property(text, self.range.start) {
            return is_wiki(target).then(|| (self.place.clone(), target.to_owned()));
        }
        if !is_bare && !is_wiki(target) {
            return None;
        }
        let quote = text[..self.range.start].chars().next_back().filter(|before| matches!(before, '"' | '\''));
        let is_plain = target.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/' | '.'));
        match quote {
            _ if is_plain && (quote.is_some() || !is_bare) => Some((self.place.clone(), target.to_owned())),
            Some('"') => Some((self.place.clone(), target.replace('\\', "\\\\").replace('"', "\\\""))),
            Some(_) => Some((self.place.clone(), target.replace('\'', "''"))),
            None if is_bare => Some((self.place.clone(), front_matter::item(target))),
            // Without quotes it was a list in a list, which takes no such words.
            None => {
                let before = &text[self.range.start..self.place.start];
                let behind = &text[self.place.end..self.range.end];
                Some((self.range.clone(), front_matter::item(&format!("{before}{target}{behind}"))))
            }
        }
    }
}

/// Whether what stands here is in one of Logseq's lines of `key:: value`, which have no quotes.
fn is_property(text: &str, at: usize) -> bool {
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
    line.split_once("::").is_some_and(|(key, _)| !key.contains([':', '"', '\'']))
}

/// Whether a wiki link can say that.
pub fn is_wiki(target: &str) -> bool {
    let is_said = |c: char| !matches!(c, '[' | ']' | '|' | '#' | '`') && !c.is_control();
    !target.is_empty() && target.trim() == target && !target.ends_with('\\') && target.chars().all(is_said)
}

/// A path as a Markdown link's target.
pub fn encoded(path: &str) -> String {
    encoded_like(path, "", false)
}

/// A path as a Markdown link's target; in `<>` blanks may stay, and letters stay as they are unless they were encoded before.
fn encoded_like(path: &str, before: &str, is_angled: bool) -> String {
    let keeps_blanks = is_angled && !before.contains("%20");
    let had_codes = before.is_ascii() && has_letter_codes(before);
    percent::encoded(path, |c| {
        let is_mark =
            matches!(c, '%' | '<' | '>' | '(' | ')' | '#' | '?' | '\\' | '|' | '[' | ']' | '`' | ':' | '&' | '"' | '*');
        let is_blank = c == ' ' && !keeps_blanks || c != ' ' && c.is_whitespace() || c.is_control();
        is_mark || is_blank || !c.is_ascii() && had_codes
    })
}

/// Whether letters beyond ASCII are written as codes.
fn has_letter_codes(written: &str) -> bool {
    written.match_indices('%').any(|(at, _)| {
        written
            .as_bytes()
            .get(at + 1)
            .is_some_and(|digit| matches!(digit.to_ascii_lowercase(), b'8' | b'9' | b'a'..=b'f'))
    })
}

/// The way from a folder to a path, both from the top of the store.
pub fn relative(folder: &str, to: &str) -> String {
    let parts = |path: &'_ str| path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (from, to) = (parts(folder), parts(to));
    let common = from.iter().zip(&to[..to.len().saturating_sub(1)]).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().map(String::as_str)).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::super::links;
    use super::*;

    fn relinked(body: &str, target: &str) -> Option<String> {
        let link = links(body).remove(0);
        let (range, words) = link.leading_to(body, target)?;
        Some(format!("{}{words}{}", &body[..range.start], &body[range.end..]))
    }

    #[test]
    fn only_the_target_changes() {
        for (body, after) in [
            ("a [[ x#H | s ]] b", "a [[ n w.md#H | s ]] b"),
            ("![[x|640]]", "![[n w.md|640]]"),
            ("| [[x\\|s]] |", "| [[n w.md\\|s]] |"),
            ("[t](x.md#h \"T\")", "[t](n%20w.md#h \"T\")"),
            ("![t](<x y.md> 'T')", "![t](<n w.md> 'T')"),
            ("[ref]: x.md 'T'\n", "[ref]: n%20w.md 'T'\n"),
            ("<a id='y' href='x.md#h'>t</a>", "<a id='y' href='n%20w.md#h'>t</a>"),
            ("<img src=\"x.md\"/>", "<img src=\"n%20w.md\"/>"),
        ] {
            assert_eq!(relinked(body, "n w.md").as_deref(), Some(after), "{body}");
        }
    }

    #[test]
    fn what_would_end_a_target_is_encoded() {
        assert_eq!(relinked("[t](x)", "a (1)#é?.md").as_deref(), Some("[t](a%20%281%29%23é%3F.md)"));
        assert_eq!(relinked("[t](%C3%A9.md)", "ü.md").as_deref(), Some("[t](%C3%BC.md)"));
        assert_eq!(relinked("[[x]]", "C# notes"), None);
    }

    #[test]
    fn the_way_between_folders_is_the_shortest() {
        for (folder, to, way) in [
            ("", "a/b.md", "a/b.md"),
            ("a", "a/b.md", "b.md"),
            ("a/b", "a/c/d.md", "../c/d.md"),
            ("a/b", "b.md", "../../b.md"),
            ("a", "a", "../a"),
        ] {
            assert_eq!(relative(folder, to), way, "{folder} {to}");
        }
    }
}
