//! The sanitiser: no byte of a note, page, feed or team reaches the terminal as a control sequence.
//!
//! Control characters are made visible, bidirectional overrides become replacement characters, and what has no width
//! goes away, unless a script or an emoji needs it. Text without any of that is not copied.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

/// Marks kept on one base; more are a tower over the neighbouring lines.
const MARKS: usize = 8;

/// Emoji joined into one; more would be a text in one place.
const JOINS: usize = 8;

/// Columns between tab stops.
const TAB: usize = 4;

/// What becomes of line feeds and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lines {
    Kept,
    /// Line feeds and tabs are spaces.
    Joined,
}

/// Replaces what a terminal could obey or be fooled by (control characters, C1, escape, bidirectional overrides,
/// zero-width and tag characters other than joiners inside emoji and scripts that need them); keeps line feeds.
pub(crate) fn safe(text: &str) -> Cow<'_, str> {
    clean(text, Lines::Kept)
}

/// The same on one line: line feeds and tabs become spaces.
pub(crate) fn safe_line(text: &str) -> Cow<'_, str> {
    clean(text, Lines::Joined)
}

/// What the name of a character begins with that is not seen, in a text that was [`revealed`].
pub(crate) const REVEALED: &str = "<U+";

/// The same on one line, for a text that must not hide anything: what would go away is named, as in `<U+200B>`.
pub(crate) fn revealed(text: &str) -> Cow<'_, str> {
    if is_harmless(text, Lines::Joined) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Cleaner { names: true, ..Cleaner::new(Lines::Joined) }.run(text))
}

/// A JSON text with nothing in it that a terminal could obey or be fooled by: such characters are written as JSON writes
/// control characters, so what is read from it stays the same.
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let is_risky = |char: char| char.is_control() || is_override(char) || matches!(char, '\u{2028}' | '\u{2029}');
    if !json.contains(is_risky) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        // All of them are below U+10000, and so one escape each.
        match is_risky(char) {
            true => write!(out, "\\u{:04x}", u32::from(char)).expect("a string takes everything"),
            false => out.push(char),
        }
    }
    Cow::Owned(out)
}

fn clean(text: &str, lines: Lines) -> Cow<'_, str> {
    if is_harmless(text, lines) { Cow::Borrowed(text) } else { Cow::Owned(Cleaner::new(lines).run(text)) }
}

fn is_harmless(text: &str, lines: Lines) -> bool {
    let harmless = |char: char| match char {
        '\n' => lines == Lines::Kept,
        ' '..='~' => true,
        _ => !char.is_control() && !is_format(char) && !is_selector(char) && !is_combining_mark(char),
    };
    text.chars().all(harmless)
}

/// Text being copied without what is not safe.
struct Cleaner {
    lines: Lines,
    out: String,
    /// Characters since the last line feed, for tab stops.
    column: usize,
    marks: usize,
    /// Joiners in the emoji that is being built.
    joins: usize,
    /// The last character that was kept.
    before: Option<char>,
    /// What is not seen is named.
    names: bool,
}

impl Cleaner {
    fn new(lines: Lines) -> Self {
        Self { lines, out: String::new(), column: 0, marks: 0, joins: 0, before: None, names: false }
    }

    fn run(mut self, text: &str) -> String {
        self.out.reserve(text.len());
        let mut chars = text.chars().peekable();
        while let Some(char) = chars.next() {
            let next = chars.peek().copied();
            match char {
                '\r' if next == Some('\n') => {}
                '\n' | '\u{2028}' | '\u{2029}' => self.end_line(),
                '\t' => self.tab(),
                _ if char.is_control() => self.keep(picture(char)),
                _ if is_override(char) && self.names => self.drop(char),
                _ if is_override(char) => self.keep('\u{fffd}'),
                _ if is_joiner(char) => self.join(char, next),
                _ if is_selector(char) => self.select(char),
                _ if is_format(char) => self.drop(char),
                _ if is_combining_mark(char) => self.mark(char),
                _ => self.keep(char),
            }
        }
        self.out
    }

    /// Leaves a character out, or names it.
    fn drop(&mut self, char: char) {
        if self.names {
            format!("{REVEALED}{:04X}>", u32::from(char)).chars().for_each(|name| self.keep(name));
        }
    }

    fn keep(&mut self, char: char) {
        if self.before != Some('\u{200d}') && !is_skin(char) {
            self.joins = 0;
        }
        self.out.push(char);
        self.column += 1;
        self.marks = 0;
        self.before = Some(char);
    }

    fn end_line(&mut self) {
        match self.lines {
            Lines::Joined => self.keep(' '),
            Lines::Kept => {
                self.keep('\n');
                self.column = 0;
            }
        }
    }

    fn tab(&mut self) {
        let columns = match self.lines {
            Lines::Joined => 1,
            Lines::Kept => TAB - self.column % TAB,
        };
        (0..columns).for_each(|_| self.keep(' '));
    }

    fn mark(&mut self, mark: char) {
        self.marks += 1;
        if self.marks <= MARKS {
            self.out.push(mark);
            self.before = Some(mark);
        } else {
            self.drop(mark);
        }
    }

    /// Keeps a joiner that joins: emoji to emoji, or letters of a script that is written with it.
    fn join(&mut self, joiner: char, next: Option<char>) {
        let (Some(before), Some(next)) = (self.before, next) else { return self.drop(joiner) };
        let emoji = joiner == '\u{200d}' && (is_emoji(before) || before == '\u{fe0f}') && is_emoji(next);
        self.joins += 1;
        if (emoji && self.joins <= JOINS) || (needs_joiners(before) && needs_joiners(next)) {
            self.out.push(joiner);
            self.before = Some(joiner);
        } else {
            self.drop(joiner);
        }
    }

    /// Keeps one variation selector after what has variants.
    fn select(&mut self, selector: char) {
        let fits = match (selector, self.before) {
            (_, None) => false,
            ('\u{fe0e}' | '\u{fe0f}', Some(before)) => is_emoji(before) || matches!(before, '0'..='9' | '#' | '*'),
            (_, Some(before)) => is_ideograph(before) || is_mongolian(before),
        };
        if fits {
            self.out.push(selector);
            self.before = Some(selector);
        } else {
            self.drop(selector);
        }
    }
}

/// A visible stand-in for a control character.
fn picture(control: char) -> char {
    match u32::from(control) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    }
}

/// Embeddings, overrides and isolates: what makes text read otherwise than it is.
fn is_override(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_joiner(char: char) -> bool {
    matches!(char, '\u{200c}' | '\u{200d}')
}

fn is_selector(char: char) -> bool {
    matches!(char, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}')
}

/// Characters without a shape of their own, tag characters and line separators among them.
fn is_format(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}'
            | '\u{e01f0}'..='\u{e0fff}'
    )
}

fn is_emoji(char: char) -> bool {
    matches!(
        char,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2bff}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}'
    )
}

fn is_skin(char: char) -> bool {
    matches!(char, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Arabic and its kin, the Indic scripts, Myanmar, Khmer and Mongolian.
fn needs_joiners(char: char) -> bool {
    matches!(
        char,
        '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
            | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
    )
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_mongolian(char: char) -> bool {
    matches!(char, '\u{1800}'..='\u{18af}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["", "hello\nworld", "日本語 текст café 👍 \u{e000}"] {
            assert!(matches!(safe(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn control_characters_are_shown_and_not_obeyed() {
        assert_eq!(safe("\u{1b}[2J\u{7}\u{8}\0\u{7f}"), "␛[2J␇␈␀␡");
        assert_eq!(safe("\u{9b}2J\u{85}\u{90}"), "\u{fffd}2J\u{fffd}\u{fffd}");
        assert_eq!(safe("over\rwritten"), "over␍written");
    }

    #[test]
    fn line_ends_of_every_kind_are_line_feeds() {
        assert_eq!(safe("a\r\nb\u{2028}c\u{2029}d\n"), "a\nb\nc\nd\n");
        assert_eq!(safe_line("a\r\nb\u{2028}c\td\n"), "a b c d ");
    }

    #[test]
    fn tabs_reach_to_the_next_stop() {
        assert_eq!(safe("\tx\nab\tc"), "    x\nab  c");
    }

    #[test]
    fn text_cannot_be_turned_round_or_hidden() {
        assert_eq!(safe("a\u{202e}b\u{2066}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(safe("a\u{200b}b\u{200e}c\u{feff}d\u{ad}e\u{2060}f"), "abcdef");
        assert_eq!(safe("a\u{e0041}\u{e007f}b"), "ab");
        assert_eq!(safe("a\u{e0100}\u{fe0f}b\u{fe01}"), "ab");
    }

    #[test]
    fn a_text_that_must_not_hide_anything_names_it() {
        assert_eq!(revealed("a\u{202e}b\u{200b}c\u{e0041}"), "a<U+202E>b<U+200B>c<U+E0041>");
        assert_eq!(revealed("pass\u{200d}word"), "pass<U+200D>word");
        assert_eq!(revealed("👩\u{200d}🚀 می\u{200c}خواهم"), "👩\u{200d}🚀 می\u{200c}خواهم");
        assert!(matches!(revealed("plain"), Cow::Borrowed("plain")));
    }

    #[test]
    fn joiners_stay_where_they_join() {
        for text in ["👩\u{200d}🚀", "❤\u{fe0f}\u{200d}🔥", "می\u{200c}خواهم", "क्\u{200d}ष", "1\u{fe0f}\u{20e3}"]
        {
            assert_eq!(safe(text), text);
        }
        assert_eq!(safe("pass\u{200d}word\u{200c}s"), "passwords");
        assert_eq!(safe("👩\u{200d}"), "👩");
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("e{}x", "\u{301}".repeat(100));

        assert_eq!(safe(&tower), format!("e{}x", "\u{301}".repeat(MARKS)));
        assert_eq!(safe("e\u{301}a\u{308}"), "e\u{301}a\u{308}");
    }

    #[test]
    fn a_chain_of_joined_emoji_is_cut() {
        let chain = "👩\u{200d}".repeat(100);

        assert_eq!(safe(&chain).matches('\u{200d}').count(), 88);
        assert_eq!(safe("👩🏽\u{200d}🚀"), "👩🏽\u{200d}🚀");
    }

    proptest! {
        #[test]
        fn json_is_read_as_it_was_written_and_shows_no_control(text in any::<String>(), control in "[\\x00-\\x1f\\x7f-\u{9f}\u{2028}-\u{202e}\u{2066}]{0,4}") {
            let value = serde_json::json!({ (text.as_str()): format!("{control}{text}") });

            let printed = value.to_string();
            let printed = escaped(&printed);

            prop_assert!(!printed.chars().any(|c| c.is_control() || is_override(c)), "{}", printed);
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&printed).unwrap(), value);
        }

        #[test]
        fn nothing_is_left_to_obey(text in any::<String>(), control in "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{202e}]{0,4}") {
            let text = format!("{text}{control}{text}");

            prop_assert!(safe(&text).chars().all(|c| c == '\n' || !(c.is_control() || is_override(c))));
            prop_assert!(!safe_line(&text).chars().any(|c| c.is_control() || is_override(c)));
        }

        #[test]
        fn what_is_safe_stays_as_it_is(text in any::<String>()) {
            let once = safe(&text).into_owned();

            prop_assert_eq!(safe(&once), once.as_str());
        }
    }
}
