//! Titles into file names that work on every file system.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// The longest name, in bytes; room is left for an extension, a number and a temporary name.
const MAX_BYTES: usize = 80;

/// A file name without extension: lower-case ASCII letters, digits and `-` where the title allows it
/// (accents folded; other scripts kept, in NFC), at most 80 bytes, never a name a system reserves, never empty.
pub(crate) fn slug(title: &str) -> String {
    let name = shortened(&hyphenated(title));
    if name.is_empty() {
        return nameless(title);
    }
    if is_reserved(&name) { format!("{name}-note") } else { name }
}

/// Words in lower case with one `-` between them.
fn hyphenated(title: &str) -> String {
    let (mut name, mut is_latin) = (String::new(), false);
    for c in title.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' if is_latin => {}
            '\'' | '’' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
            c if is_combining_mark(c) => {
                if !name.is_empty() && !name.ends_with('-') {
                    name.push(c);
                }
            }
            c if c.is_alphanumeric() => {
                is_latin = push(&mut name, c);
            }
            _ => {
                is_latin = false;
                if !name.is_empty() && !name.ends_with('-') {
                    name.push('-');
                }
            }
        }
    }
    name.nfc().collect::<String>().trim_matches('-').to_owned()
}

/// Adds a letter, in ASCII where it is a Latin one; answers whether it was.
fn push(name: &mut String, c: char) -> bool {
    let ascii = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŋ' => "n",
        c => {
            name.push(c);
            return c.is_ascii();
        }
    };
    name.push_str(ascii);
    true
}

/// Cut between characters as people see them, and between words where that leaves most of the name.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let fits = |(at, part): &(usize, &str)| at + part.len() <= MAX_BYTES;
    let end = name.grapheme_indices(true).take_while(fits).last().map_or(0, |(at, part)| at + part.len());
    let cut = &name[..end];
    let whole = cut.rfind('-').filter(|at| *at > MAX_BYTES / 2 && !name[end..].starts_with('-'));
    whole.map_or(cut, |at| &cut[..at]).trim_matches('-').to_owned()
}

/// A name for a title without letters: always the same for the same title.
fn nameless(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() {
        return "untitled".into();
    }
    let hash = Sha256::digest(title.as_bytes());
    format!("entry-{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3])
}

/// Names that Windows keeps for devices.
pub(super) fn is_reserved(name: &str) -> bool {
    let is_numbered =
        |device| name.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    matches!(name, "con" | "prn" | "aux" | "nul" | "conin" | "conout") || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_become_names() {
        for (title, name) in [
            ("Git: rebase --onto", "git-rebase-onto"),
            ("  Don’t Übertreib’s, Zoë!  ", "dont-ubertreibs-zoe"),
            ("Straße Ærø Łódź İstanbul", "strasse-aero-lodz-istanbul"),
            ("日本語のメモ", "日本語のメモ"),
            ("が e\u{301}", "が-e"),
            ("Йод и ёж", "йод-и-ёж"),
            ("हिन्दी", "हिन्दी"),
            ("../../etc/passwd", "etc-passwd"),
            ("CON", "con-note"),
            ("lpt1.", "lpt1-note"),
            ("a...", "a"),
            ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
            ("", "untitled"),
        ] {
            assert_eq!(slug(title), name, "{title}");
        }
        assert!(slug("🎉🎉").starts_with("entry-") && slug("🎉") != slug("🎉🎉"));
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        let name = slug(&"word ".repeat(40));
        assert!(name.len() <= MAX_BYTES && name.ends_with("word"));
        assert!(slug(&"日".repeat(100)).len() <= MAX_BYTES);
    }

    proptest! {
        #[test]
        fn a_name_is_valid_and_stable(title in any::<String>(), wide in "[a-zA-Z éßがй日 .:/\\\\*?\"<>|'–\u{301}\u{94d}ﬀ①İ-]{0,120}") {
            for title in [title, wide] {
                let name = slug(&title);
                prop_assert!(!name.is_empty() && name.len() <= MAX_BYTES + 5);
                prop_assert!(name.chars().all(|c| c == '-' || c.is_alphanumeric() || is_combining_mark(c)), "{name:?}");
                prop_assert!(!name.chars().any(|c| c.is_ascii_uppercase()) && !name.starts_with('-') && !name.ends_with('-'));
                prop_assert!(!is_reserved(&name));
                prop_assert_eq!(slug(&name), name);
            }
        }
    }
}
