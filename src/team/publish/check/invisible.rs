//! Characters that are there and not seen, or that make a text read otherwise than it is.

use super::character::{is_invisible, look_alike};
use super::source::{Hit, Role, Source};

/// What is wrong with a character where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trick {
    /// Has no width.
    Hidden,
    /// Turns the direction of the text.
    Turning,
    /// Spells something out in characters made for flags.
    Tag,
    Hyphen,
    Control,
    /// A letter of another alphabet that looks like one of this.
    Mixed,
}

impl Trick {
    fn rule(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Turning => "bidi",
            Self::Tag => "tag",
            Self::Hyphen => "soft-hyphen",
            Self::Control => "control",
            Self::Mixed => "look-alike",
        }
    }

    fn what(self, c: char) -> String {
        let code = u32::from(c);
        match self {
            Self::Hidden => format!("a character without width (U+{code:04X})"),
            Self::Turning => format!("a character that turns the direction of the text (U+{code:04X})"),
            Self::Tag => format!("a tag character outside a flag (U+{code:04X})"),
            Self::Hyphen => "a soft hyphen within a name or code".to_owned(),
            Self::Control => format!("a control character (U+{code:04X})"),
            Self::Mixed => format!("a word with a letter of another alphabet (U+{code:04X})"),
        }
    }
}

/// Every line with such characters, each kind once a line.
pub(super) fn find(source: &Source<'_>) -> Vec<Hit> {
    let text = source.text;
    if is_plain(text) {
        return Vec::new();
    }
    let mut hits: Vec<Hit> = Vec::new();
    let mut last = None;
    for (at, c) in text.char_indices().filter(|(_, c)| !matches!(c, ' '..='~' | '\n' | '\t')) {
        let Some(trick) = trick(source, at, c) else { continue };
        let this = Some((source.line_index(at), trick));
        if last != this {
            let words = format!("{:04x} {}", u32::from(c), context(text, at));
            hits.push(source.hit(at, trick.rule(), &words, trick.what(c)).advising("write the text again without it"));
        }
        last = this;
    }
    hits
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t'))
}

fn near(text: &str, at: usize, bytes: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(bytes))..text.floor_char_boundary(text.len().min(at + bytes))]
}

/// What is seen around a place, so that the key is of this one.
fn context(text: &str, at: usize) -> String {
    near(text, at, 16).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn trick(source: &Source<'_>, at: usize, c: char) -> Option<Trick> {
    let text = source.text;
    let before = text[..at].chars().next_back();
    let after = text[at + c.len_utf8()..].chars().next();
    match c {
        '\r' => (after != Some('\n')).then_some(Trick::Control),
        '\u{feff}' if at == 0 && matches!(source.role, Role::File(_)) => None,
        '\u{ad}' => is_in_name(text, at).then_some(Trick::Hyphen),
        '\u{200c}' | '\u{200d}' => (!joins(c, before, after)).then_some(Trick::Hidden),
        '\u{200e}' | '\u{200f}' | '\u{61c}' => (!is_right_to_left(near(text, at, 100))).then_some(Trick::Turning),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Trick::Turning),
        '\u{e0020}'..='\u{e007f}' => (!is_flag(&text[..at])).then_some(Trick::Tag),
        '\u{e0000}'..='\u{e001f}' => Some(Trick::Tag),
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => (!selects(c, before)).then_some(Trick::Hidden),
        _ if c.is_control() => Some(Trick::Control),
        _ if is_invisible(c) => Some(Trick::Hidden),
        _ if look_alike(c).is_some_and(|own| own.is_ascii_alphabetic()) => is_mixed(text, at).then_some(Trick::Mixed),
        _ => None,
    }
}

/// Emoji joined into one, or letters of a script that is written with joiners.
fn joins(joiner: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let emoji =
        joiner == '\u{200d}' && (is_emoji(before) || matches!(before, '\u{fe0f}' | '\u{e007f}')) && is_emoji(after);
    emoji || (needs_joiners(before) && (needs_joiners(after) || after.is_whitespace()))
}

fn selects(selector: char, before: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match selector {
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(before) || matches!(before, '0'..='9' | '#' | '*'),
        _ => {
            matches!(before, '\u{1800}'..='\u{18af}' | '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
        }
    }
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2bff}' | '\u{3030}'
        | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Arabic and its kin, the Indic scripts, Myanmar, Khmer and Mongolian.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'))
}

/// Whether tag characters here spell the region of a flag: after the black flag, and at most six.
fn is_flag(before: &str) -> bool {
    let mut chars = before.chars().rev();
    let base = chars.by_ref().take(7).find(|c| !matches!(c, '\u{e0020}'..='\u{e007e}'));
    base == Some('\u{1f3f4}')
}

/// The run of letters, digits and what joins names that a place lies in.
fn name_around(text: &str, at: usize) -> &str {
    let belongs = |c: char| c.is_alphanumeric() || c == '\u{ad}' || "_.:/-".contains(c);
    let (from, to) =
        (text.floor_char_boundary(at.saturating_sub(64)), text.floor_char_boundary(text.len().min(at + 64)));
    let start = text[from..at]
        .char_indices()
        .rev()
        .take_while(|(_, c)| belongs(*c))
        .last()
        .map_or(at, |(start, _)| from + start);
    let length: usize = text[at..to].chars().take_while(|c| belongs(*c)).map(char::len_utf8).sum();
    &text[start..at + length]
}

/// A soft hyphen is for words; a name with signs, digits or capitals within is none.
fn is_in_name(text: &str, at: usize) -> bool {
    let name = name_around(text, at).trim_end_matches(['.', ':', '-', '/']);
    let has_sign = name.contains(|c: char| c.is_ascii_digit() || "_./:".contains(c));
    let turns = name.chars().zip(name.chars().skip(1)).any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    has_sign || turns || text[..at].ends_with('`')
}

/// Whether the letters of a word are Latin, but for look-alikes.
fn is_mixed(text: &str, at: usize) -> bool {
    let word = name_around(text, at).split(|c: char| "_.:/-".contains(c));
    let is_mix = |word: &str| {
        let latin = word.chars().filter(char::is_ascii_alphabetic).count();
        let others = word.chars().filter(|c| c.is_alphabetic() && !c.is_ascii());
        latin >= 2 && others.clone().next().is_some() && others.into_iter().all(|c| look_alike(c).is_some())
    };
    word.into_iter().any(is_mix)
}
