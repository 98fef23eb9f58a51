//! Text into the tokens that are indexed and searched: words, CJK bigrams, code symbols.
//!
//! Both sides use it, so what is found follows from here: lower case, accents folded, composed and decomposed input
//! alike, ligatures and other forms of letters that stand for plain ones (see `forms`). Scripts written without spaces become overlapping pairs with positions of their own, and the last character
//! of a run stands alone, so that every single character is the beginning of some token. A run such as
//! `std::fs::write` gives its parts, a position each, and the whole at the position of the first part; phrases
//! are made of parts only. A word with `+` or `#` behind it (`C++`) gives that form, too. A name in mixed case
//! (`readValve`) is one word; the words inside it stand at its position, marked, so that they count as beginnings do.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::fold::{fold, is_dense, is_silent};
use super::forms;

/// Tokens are cut at so many bytes; what is longer is no word of a language.
const LONGEST: usize = 128;
/// A joined symbol that is longer, or has more than one slash, is found by its parts alone: there would be a token for
/// each address and path, and thousands of them with one beginning.
const LONGEST_JOINED: usize = 40;
/// A single letter inside a name (the `i` of `iPhone`) says nothing.
const SHORTEST_INNER: usize = 2;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A word, or a part of a joined symbol.
    Word,
    /// Two neighbours in a script without spaces.
    Pair,
    /// The last or only character of a run in a script without spaces, or a pictograph.
    Single,
    /// A whole symbol with its punctuation, at the position of its first part.
    Joined,
    /// A word with `+` or `#` behind it, at the position of the word.
    Signed,
    /// A word inside a name in mixed case, with [`INNER`] behind it, at the position of the name.
    Inner,
}

/// Ends a token that is a word inside a name: who asks for its beginning finds it, who asks for the word can tell it apart.
pub(super) const INNER: char = '\u{1}';

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Folded.
    pub text: &'a str,
    /// Byte offsets in the text.
    pub start: usize,
    pub end: usize,
    /// Counted from 0; tokens of one text come in this order.
    pub position: usize,
    pub form: Form,
}

/// The text with every letter and its accents in one character, as [`each`] expects it.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if is_plain(text) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// Whether nothing in a text can be decomposed.
fn is_plain(text: &str) -> bool {
    forms::wide(text).all(|(_, c)| is_composed(c))
}

/// Whether a character is of one of the large blocks in which nothing is decomposed; a quick look before the tables.
fn is_composed(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}' | '\u{30A0}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

/// Calls `sink` with every token of a composed text, until it answers `false`.
pub(super) fn each(text: &str, mut sink: impl FnMut(Token<'_>) -> bool) {
    let Some(plain) = forms::plain(text) else { return scan(text, sink) };
    scan(&plain.text, |token| sink(Token { start: plain.start(token.start), end: plain.end(token.end), ..token }));
}

fn scan(text: &str, sink: impl FnMut(Token<'_>) -> bool) {
    Scanner { text, at: 0, position: 0, folded: String::new(), sink }.run();
}

/// The name as names are compared: composed and in lower case, accents kept.
pub(super) fn name(text: &str) -> String {
    composed(text).to_lowercase()
}

/// The text folded as tokens are, punctuation kept.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::new();
    fold(&composed(text), &mut out);
    out
}

/// What a character does to the run it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Break,
    Letter,
    Joiner,
    /// Of a script without spaces.
    Dense,
    Picture,
}

const fn ascii_class(byte: u8) -> Class {
    match byte {
        b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
        b'_' | b'-' | b':' | b'.' | b'/' | b'=' | b'+' | b'#' | b'@' | b'$' | b'~' | b'\\' | b'&' | b'%' => {
            Class::Joiner
        }
        _ => Class::Break,
    }
}

static ASCII: [Class; 128] = {
    let mut table = [Class::Break; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = ascii_class(byte);
        byte += 1;
    }
    table
};

/// What the bytes of a run have in common, a bit each; a break has none.
const BREAK: u8 = 0;
const SMALL: u8 = 1;
const CAPITAL: u8 = 2;
const JOINER: u8 = 4;
const WIDE: u8 = 8;

static TRAITS: [u8; 256] = {
    let mut table = [WIDE; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = match ascii_class(byte) {
            Class::Letter if byte.is_ascii_uppercase() => CAPITAL,
            Class::Letter => SMALL,
            Class::Joiner => JOINER,
            Class::Break | Class::Dense | Class::Picture => BREAK,
        };
        byte += 1;
    }
    table
};

fn class(c: char) -> Class {
    if c.is_ascii() {
        return ASCII[c as usize];
    }
    let code = c as u32;
    match code {
        0x3041..=0x3096 | 0x30A1..=0x30FA | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 => return Class::Dense,
        0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F | 0x400..=0x481 => return Class::Letter,
        _ => {}
    }
    if is_dense(code) && (c.is_alphanumeric() || is_combining_mark(c)) {
        Class::Dense
    } else if c.is_alphanumeric() || is_combining_mark(c) || is_silent(code) {
        Class::Letter
    } else if matches!(code, 0x2190..=0x2BFF | 0x1F000..=0x1FAFF) {
        Class::Picture
    } else {
        Class::Break
    }
}

struct Scanner<'a, F> {
    text: &'a str,
    at: usize,
    position: usize,
    folded: String,
    sink: F,
}

impl<F: FnMut(Token<'_>) -> bool> Scanner<'_, F> {
    fn run(&mut self) {
        while let Some(class) = self.class_at(self.at) {
            let go_on = match class {
                Class::Break => {
                    self.at += self.width_at(self.at);
                    true
                }
                Class::Letter | Class::Joiner => self.chunk(),
                Class::Dense => self.dense(),
                Class::Picture => self.picture(),
            };
            if !go_on {
                return;
            }
        }
    }

    fn class_at(&self, at: usize) -> Option<Class> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 128 { Some(ASCII[byte as usize]) } else { self.text[at..].chars().next().map(class) }
    }

    fn width_at(&self, at: usize) -> usize {
        match self.text.as_bytes()[at] {
            0..0x80 => 1,
            0x80..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        }
    }

    /// Reads a run of letters and joiners.
    fn chunk(&mut self) -> bool {
        let (start, mut seen) = (self.at, 0);
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            match TRAITS[usize::from(*byte)] {
                BREAK => break,
                WIDE if self.class_at(self.at) != Some(Class::Letter) => break,
                WIDE => {
                    seen |= WIDE;
                    self.at += self.width_at(self.at);
                }
                own => {
                    seen |= own;
                    self.at += 1;
                }
            }
        }
        let end = self.at;
        if seen & JOINER != 0 {
            return self.symbol(start, end);
        }
        self.word(start, end, seen)
    }

    /// Emits a word, and the words inside it if it is a name such as `readValve` or `v3`.
    fn word(&mut self, start: usize, end: usize, seen: u8) -> bool {
        let position = self.position;
        self.position += 1;
        if !self.emit(start, end, position, Form::Word, seen == SMALL) {
            return false;
        }
        let mixed = seen & (SMALL | CAPITAL) == SMALL | CAPITAL && end - start <= LONGEST_JOINED;
        if is_version(&self.text.as_bytes()[start..end]) {
            self.inner(start + 1, end, position)
        } else {
            !mixed || self.inner_words(start, end, position)
        }
    }

    fn inner_words(&mut self, start: usize, end: usize, position: usize) -> bool {
        let mut from = start;
        for at in start + 1..end {
            if begins_inside(&self.text.as_bytes()[start..end], at - start) {
                if !self.inner(from, at, position) {
                    return false;
                }
                from = at;
            }
        }
        from == start || self.inner(from, end, position)
    }

    fn inner(&mut self, start: usize, end: usize, position: usize) -> bool {
        if end - start < SHORTEST_INNER && !self.text.as_bytes()[start].is_ascii_digit() {
            return true;
        }
        self.folded.clear();
        fold(&self.text[start..end], &mut self.folded);
        if self.folded.is_empty() {
            return true;
        }
        self.folded.push(INNER);
        (self.sink)(Token { text: &self.folded, start, end, position, form: Form::Inner })
    }

    /// Emits a run with punctuation inside or around it: the whole first, then its parts.
    fn symbol(&mut self, start: usize, end: usize) -> bool {
        let whole = self.text[start..end].trim_start_matches(['_', ':', '/', '=', '+', '&', '%', '~', '\\']);
        let start = end - whole.len();
        let whole = whole.trim_end_matches(['_', ':', '/', '=', '&', '%', '~', '\\', '-', '.', '@', '$']);
        let end = start + whole.len();
        let signed = signs_behind(whole.trim_end_matches(['+', '#']), whole) == whole.len();
        let worth = whole.len() <= LONGEST_JOINED
            && !signed
            && whole.bytes().filter(|byte| *byte == b'/').count() <= 1
            && whole.bytes().any(is_joiner)
            && whole.bytes().any(|byte| !is_joiner(byte));
        if worth && !self.emit(start, end, self.position, Form::Joined, false) {
            return false;
        }
        let mut at = start;
        while at < end {
            let rest = &self.text[at..end];
            let word = rest.find(|c: char| class(c) == Class::Joiner).unwrap_or(rest.len());
            if word > 0 && !self.part(at, at + word, signs_behind(&rest[..word], rest)) {
                return false;
            }
            at += word + 1;
        }
        true
    }

    fn part(&mut self, start: usize, end: usize, signed: usize) -> bool {
        let (position, bytes) = (self.position, &self.text.as_bytes()[start..end]);
        let seen = bytes.iter().fold(0, |seen, byte| seen | TRAITS[usize::from(*byte)]);
        self.word(start, end, seen)
            && (start + signed <= end || self.emit(start, start + signed, position, Form::Signed, false))
    }

    fn dense(&mut self) -> bool {
        while self.class_at(self.at) == Some(Class::Dense) {
            let (start, position) = (self.at, self.position);
            self.at += self.width_at(start);
            self.position += 1;
            let pair = self.class_at(self.at) == Some(Class::Dense);
            let (end, form) =
                if pair { (self.at + self.width_at(self.at), Form::Pair) } else { (self.at, Form::Single) };
            if !self.emit(start, end, position, form, true) {
                return false;
            }
        }
        true
    }

    fn picture(&mut self) -> bool {
        let (start, position) = (self.at, self.position);
        self.at += self.width_at(start);
        self.position += 1;
        self.emit(start, self.at, position, Form::Single, true)
    }

    /// Emits one token; `plain` ones need no folding.
    fn emit(&mut self, start: usize, end: usize, position: usize, form: Form, plain: bool) -> bool {
        let raw = cut(&self.text[start..end]);
        if plain {
            return (self.sink)(Token { text: raw, start, end, position, form });
        }
        self.folded.clear();
        if raw.is_ascii() {
            self.folded.push_str(raw);
            self.folded.make_ascii_lowercase();
        } else {
            fold(raw, &mut self.folded);
        }
        self.folded.is_empty() || (self.sink)(Token { text: &self.folded, start, end, position, form })
    }
}

/// Whether it is `v` or `V` and digits.
fn is_version(word: &[u8]) -> bool {
    matches!(word, [b'v' | b'V', b'0'..=b'9', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
}

/// Whether a word begins inside a name: at a capital behind a small letter, or in front of one (`PIDResponse`, but not `PDFs`).
fn begins_inside(name: &[u8], at: usize) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || *byte >= 128;
    name[at].is_ascii_uppercase()
        && (small(&name[at - 1]) || (name.get(at + 1).is_some_and(small) && name[at + 1..] != *b"s"))
}

fn is_joiner(byte: u8) -> bool {
    byte < 128 && ASCII[byte as usize] == Class::Joiner
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST.min(text.len()))]
}

/// The length of `word` with one or two signs behind it in `rest`, if nothing follows them that continues the word;
/// 0 if there are none.
fn signs_behind(word: &str, rest: &str) -> usize {
    let behind = &rest[word.len()..];
    let signs = behind.len() - behind.trim_start_matches(['+', '#']).len();
    let continued = behind[signs..].chars().next().is_some_and(|c| class(c) == Class::Letter);
    let one_word = !word.is_empty() && !word.bytes().any(is_joiner);
    if one_word && matches!(signs, 1 | 2) && !continued { word.len() + signs } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        each(&composed(text), |token| {
            tokens.push((token.position, token.text.to_owned()));
            true
        });
        tokens
    }

    fn texts(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.1).collect()
    }

    #[test]
    fn words_are_lower_case_and_without_accents() {
        assert_eq!(texts("Café, Überblick; straße ŁÓDŹ!"), ["cafe", "uberblick", "strasse", "lodz"]);
    }

    #[test]
    fn decomposed_letters_are_the_same_as_composed_ones() {
        assert_eq!(texts("cafe\u{301} u\u{308}ber か\u{3099}く"), texts("café über がく"));
    }

    #[test]
    fn scripts_without_spaces_become_pairs_with_positions_and_a_last_character() {
        let expected = [(0, "天気"), (1, "気予"), (2, "予報"), (3, "報"), (4, "ok"), (5, "天")];
        assert_eq!(tokens("天気予報 ok 天"), expected.map(|(at, text)| (at, text.to_owned())));
    }

    #[test]
    fn words_next_to_dense_scripts_stand_alone() {
        assert_eq!(texts("Rust言語2026年"), ["rust", "言語", "語", "2026", "年"]);
    }

    #[test]
    fn a_symbol_is_indexed_whole_and_in_parts() {
        let expected = [(0, "std::fs::write"), (0, "std"), (1, "fs"), (2, "write"), (3, "ok")];
        assert_eq!(tokens("(std::fs::write) ok"), expected.map(|(at, text)| (at, text.to_owned())));
        assert_eq!(texts("--filter=blob:none."), ["--filter=blob:none", "filter", "blob", "none"]);
        assert_eq!(texts(".gitignore, foo_bar"), [".gitignore", "gitignore", "foo_bar", "foo", "bar"]);
    }

    #[test]
    fn words_inside_a_name_stand_marked_at_its_position() {
        let expected = [(0, "call"), (1, "readvalve"), (1, "read\u{1}"), (1, "valve\u{1}"), (2, "now")];
        assert_eq!(tokens("call readValve now"), expected.map(|(at, text)| (at, text.to_owned())));
        assert_eq!(texts("heatPIDResponse"), ["heatpidresponse", "heat\u{1}", "pid\u{1}", "response\u{1}"]);
        assert_eq!(texts("XMLHttpRequest"), ["xmlhttprequest", "xml\u{1}", "http\u{1}", "request\u{1}"]);
        assert_eq!(texts("iPhone utf8Decode"), ["iphone", "phone\u{1}", "utf8decode", "utf8\u{1}", "decode\u{1}"]);
        assert_eq!(texts("v3.10"), ["v3.10", "v3", "3\u{1}", "10"]);
        assert_eq!(texts("The PDFs NASA H2O v8x"), ["the", "pdfs", "nasa", "h2o", "v8x"]);
    }

    #[test]
    fn forms_of_letters_are_the_letters_they_stand_for() {
        assert_eq!(texts("ﬁlter oﬃce 𝐛𝐨𝐥𝐝 H₂O ﬅ ĳs ſo"), ["filter", "office", "bold", "h2o", "st", "ijs", "so"]);
        assert_eq!(texts("5 ㎏, 5㎏ Ⅳ ① 20℃"), ["5", "kg", "5", "kg", "iv", "1", "20", "c"]);
        assert_eq!(texts("ﾃﾞｰﾀ ㈱ ㍿ ﻻ"), texts("データ 株 株式会社 لا"));
        assert_eq!(texts("Foo™ 1½ x…y"), ["foo", "tm", "1½", "x", "y"]);
    }

    #[test]
    fn a_token_of_a_form_knows_where_it_stands_in_the_text() {
        let mut places = Vec::new();
        each("a ﬁn ﾃﾞｰ5㎏ z", |token| {
            places.push(("a ﬁn ﾃﾞｰ5㎏ z".get(token.start..token.end).unwrap(), token.text.to_owned()));
            true
        });
        let expected = [("a", "a"), ("ﬁn", "fin"), ("ﾃﾞｰ", "デー"), ("ｰ", "ー"), ("5", "5"), ("㎏", "kg"), ("z", "z")];
        assert_eq!(places, expected.map(|(place, text)| (place, text.to_owned())));
    }

    #[test]
    fn signs_behind_a_word_belong_to_it() {
        assert_eq!(texts("C++ and C#."), ["c", "c++", "and", "c", "c#"]);
        assert_eq!(texts("C++/CLI"), ["c++/cli", "c", "c++", "cli"]);
        assert_eq!(texts("a+b"), ["a+b", "a", "b"]);
    }

    #[test]
    fn punctuation_alone_is_nothing() {
        assert_eq!(texts("-- *** _ … — :: \u{301}"), [""; 0]);
    }

    #[test]
    fn end_of_sentence_is_no_part_of_a_word() {
        assert_eq!(texts("The end. **Bold**, _under_: yes/"), ["the", "end", "bold", "under", "yes"]);
    }

    #[test]
    fn what_is_taken_for_composed_at_a_glance_is_composed_and_of_the_class_the_tables_say() {
        for c in ('\0'..=char::MAX).filter(|c| is_composed(*c)) {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c:?}");
            assert_eq!(unicode_normalization::char::canonical_combining_class(c), 0, "{c:?}");
            assert!(
                !matches!(class(c), Class::Letter | Class::Dense)
                    || c.is_ascii()
                    || c.is_alphanumeric()
                    || is_silent(c as u32),
                "{c:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_has_ordered_tokens_inside_it(text in "\\PC{0,60}|[a-zA-Zé+#:_./ 天気\u{301}\u{200d}🚀-]{0,40}") {
            let text = composed(&text);
            let mut position = 0;
            each(&text, |token| {
                assert!(token.start < token.end && text.get(token.start..token.end).is_some());
                assert!(token.position >= position);
                let word = token.text.strip_suffix(INNER).unwrap_or(token.text);
                assert!(!word.is_empty() && !word.contains(['\u{1}', '\u{2}']));
                position = token.position;
                true
            });
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            prop_assert_eq!(folded(&folded(&text)), folded(&text));
        }
    }
}
