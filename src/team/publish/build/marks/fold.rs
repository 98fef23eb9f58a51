//! Text as an eye takes it: letters that look alike are one letter, and what is not seen is not there.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Letters of other alphabets that pass for one of ours, as far as a private mark is written with them.
const LOOK_ALIKES: [(&str, char); 8] = [
    ("рρϱᴘƿ", 'p'),
    ("гᴦʀꭇɼɾ", 'r'),
    ("іιıɩɪӏ", 'i'),
    ("νѵᴠʋᶌ", 'v'),
    ("аαɑᴀ", 'a'),
    ("тτᴛ", 't'),
    ("еєεᴇҽ℮", 'e'),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}", '-'),
];

/// A folded text, and where each byte of it comes from.
pub(super) struct Folded {
    pub(super) text: String,
    from: Vec<u32>,
    source: usize,
}

impl Folded {
    pub(super) fn of(source: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(source.len()), from: Vec::new(), source: source.len() };
        for (at, c) in source.char_indices() {
            let start = folded.text.len();
            push(&mut folded.text, c);
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            folded.from.extend(std::iter::repeat_n(at, folded.text.len() - start));
        }
        folded
    }

    /// Where a place of this text lies in its source.
    pub(super) fn source(&self, at: usize) -> usize {
        self.from.get(at).map_or(self.source, |at| usize::try_from(*at).unwrap_or(self.source))
    }

    /// The place here of a place in the source: the first that comes from there or from behind it.
    pub(super) fn place(&self, source: usize) -> usize {
        self.from.partition_point(|from| usize::try_from(*from).is_ok_and(|from| from < source))
    }

    /// A range of this text as one of the source; what is not seen at its end does not belong to it.
    pub(super) fn range(&self, range: Range<usize>, source: &str) -> Range<usize> {
        let start = self.source(range.start);
        let last = range.end.checked_sub(1).map_or(start, |last| self.source(last));
        let length = source[last..].chars().next().map_or(0, char::len_utf8);
        start..(last + length).max(start)
    }
}

/// Words as they are compared: folded.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut out, c));
    out
}

fn push(out: &mut String, c: char) {
    if c.is_ascii() {
        let is_seen = !c.is_ascii_control() || matches!(c, '\n' | '\t');
        out.extend(is_seen.then(|| c.to_ascii_lowercase()));
        return;
    }
    if let Some((_, same)) = LOOK_ALIKES.iter().find(|(all, _)| all.contains(c)) {
        out.push(*same);
        return;
    }
    for part in std::iter::once(c).nfkd().filter(|part| !is_unseen(*part)).flat_map(char::to_lowercase) {
        let same = LOOK_ALIKES.iter().find(|(all, _)| !part.is_ascii() && all.contains(part)).map(|(_, same)| *same);
        out.push(if part.is_whitespace() { ' ' } else { same.unwrap_or(part) });
    }
}

/// What no reader sees: joiners, direction marks, accents that stand alone, fillers.
fn is_unseen(c: char) -> bool {
    is_combining_mark(c)
        || (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether folded words begin as the word `private` does. Foreign letters pass for any of its letters, if not for all.
pub(super) fn begins_private(words: &str) -> bool {
    let mut letters = words.chars();
    let is_alike = |(own, c): (char, char)| {
        c == own || own == 'i' && matches!(c, 'l' | '1' | '|' | '!') || (c.is_alphabetic() && !c.is_ascii())
    };
    let start: Vec<char> = letters.by_ref().take(4).collect();
    let own = start.iter().filter(|c| c.is_ascii()).count();
    start.len() == 4 && own >= 2 && "priv".chars().zip(start).all(is_alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike_and_leads_back() {
        for text in
            ["private", "PRIVATE", "рrіvаtе", "ｐｒｉｖａｔｅ", "p\u{200b}ri\u{ad}va\u{301}te", "𝐩𝐫𝐢𝐯𝐚𝐭𝐞", "prıvate"]
        {
            assert!(begins_private(&folded(text)), "{text}: {}", folded(text));
        }
        assert!(!begins_private(&folded("привет")) && !begins_private("pri") && !begins_private("print"));

        let source = "é<\u{200b}!--\u{a0}ｐ";
        let folded = Folded::of(source);
        assert_eq!(folded.text, "e<!-- p");
        assert_eq!(&source[folded.range(1..5, source)], "<\u{200b}!--");
        assert_eq!(folded.place(2), 1);
    }
}
