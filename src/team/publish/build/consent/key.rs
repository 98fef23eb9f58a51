//! The keys and words that say whether an entry may leave, in every form that they are written in.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A field that says whether its entry may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Share,
    Private,
    Publish,
    Draft,
    /// Jekyll's `published`, which Riffle has for something else: only a no counts.
    Published,
    /// Logseq's; likewise.
    Public,
    /// `visibility: private`; likewise.
    Visibility,
}

/// What a key looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looks {
    Like(Key),
    /// Written with letters that look like those of the key, with signs that nobody sees, or with two letters swapped.
    Nearly(Key),
    Unlike,
}

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Leaves,
    ForTeams,
    Stays,
    Unclear,
}

impl Key {
    const ALL: [Self; 7] =
        [Self::Share, Self::Private, Self::Publish, Self::Draft, Self::Published, Self::Public, Self::Visibility];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Private => "private",
            Self::Publish => "publish",
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Public => "public",
            Self::Visibility => "visibility",
        }
    }

    /// What it takes, for a sentence.
    pub(super) fn takes(self) -> &'static str {
        match self {
            Self::Share => "`never`, `ask`, `team` or `public`",
            Self::Private | Self::Publish | Self::Draft | Self::Published | Self::Public => "`true` or `false`",
            Self::Visibility => "`public` or `private`",
        }
    }

    /// Whether it is other programs' key, of which only a clear no is heeded.
    pub(super) fn is_of_others(self) -> bool {
        match self {
            Self::Share | Self::Private | Self::Publish | Self::Draft => false,
            Self::Published | Self::Public | Self::Visibility => true,
        }
    }
}

/// What a key looks like.
pub(super) fn of(written: &str) -> Looks {
    let bare = skeleton(written);
    match Key::ALL.into_iter().find(|key| key.name() == bare) {
        Some(key) if written.eq_ignore_ascii_case(key.name()) => Looks::Like(key),
        Some(key) if key.is_of_others() => Looks::Unlike,
        Some(key) => Looks::Nearly(key),
        None => {
            let swapped = Key::ALL.into_iter().find(|key| !key.is_of_others() && letters(key.name()) == letters(&bare));
            swapped.map_or(Looks::Unlike, Looks::Nearly)
        }
    }
}

/// The letters of a word in their order in the alphabet: alike where two of them are swapped.
fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// What a word behind a key says. Only what is listed here lets an entry leave.
pub(super) fn judged(key: Key, word: &str) -> Verdict {
    let word = word.to_ascii_lowercase();
    match (key, word.as_str()) {
        (Key::Share, "ask" | "public") => Verdict::Leaves,
        (Key::Share, "team") => Verdict::ForTeams,
        (Key::Publish, "true" | "yes") => Verdict::Leaves,
        (Key::Private | Key::Draft, "false" | "no") => Verdict::Leaves,
        (Key::Private | Key::Draft, "true" | "yes") => Verdict::Stays,
        (Key::Share | Key::Publish, "never" | "no" | "false" | "none" | "private") => Verdict::Stays,
        (Key::Share | Key::Private | Key::Publish | Key::Draft, _) => Verdict::Unclear,
        (Key::Published | Key::Public, "false" | "no" | "off" | "0" | "n" | "never" | "none") => Verdict::Stays,
        (Key::Visibility, "private" | "hidden" | "secret" | "none" | "me") => Verdict::Stays,
        (Key::Published | Key::Public | Key::Visibility, _) => Verdict::Leaves,
    }
}

/// Whether a tag is `private`, stands below it or above it, whatever it looks like.
pub(super) fn is_private_tag(tag: &str) -> bool {
    tag.split(['/', '\\', '.', ':', '|']).any(|part| skeleton(part) == "private")
}

/// The letters and digits that a word looks like, in lower case: marks, signs and what nobody sees left out.
pub(super) fn skeleton(word: &str) -> String {
    let plain = |c: char| latin(c).unwrap_or(c);
    let parts = word.chars().map(plain).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    parts.map(plain).filter(|c| c.is_alphanumeric()).collect()
}

/// The Latin letter that a letter of another script, or a digit, looks like.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' | 'ɑ' | 'ᴀ' | 'А' | 'Α' | 'Ꭺ' | 'ꓮ' | '4' => 'a',
        'ь' | 'в' | 'β' | 'ʙ' | 'ɓ' | 'ƀ' | 'В' | 'Β' | 'Ь' | 'Ᏼ' | 'ꓐ' => 'b',
        'ԁ' | 'ɗ' | 'đ' | 'ᴅ' | 'Ꭰ' | 'ꓓ' => 'd',
        'е' | 'ε' | 'ɛ' | 'ə' | 'ᴇ' | 'Е' | 'Ε' | 'Ꭼ' | 'ꓰ' | '3' => 'e',
        'ƒ' | 'ꜰ' | 'ϝ' | 'ꓝ' => 'f',
        'һ' | 'н' | 'η' | 'հ' | 'ħ' | 'ʜ' | 'Н' | 'Η' | 'Һ' | 'Ꮋ' | 'ꓧ' => 'h',
        'і' | 'ι' | 'ı' | 'ɩ' | 'ɪ' | 'І' | 'Ι' | 'ӏ' | 'Ӏ' | 'ꓲ' | '1' => 'i',
        'ł' | 'ʟ' | 'Ꮮ' | 'ꓡ' => 'l',
        'р' | 'ρ' | 'ᴘ' | 'Р' | 'Ρ' | 'Ꮲ' | 'ꓑ' => 'p',
        'г' | 'ʀ' | 'ɾ' | 'ɍ' | 'Ꭱ' | 'ꓣ' => 'r',
        'ѕ' | 'ꜱ' | '$' | 'Ѕ' | 'Ꮪ' | 'ꓢ' | '5' => 's',
        'т' | 'τ' | 'ᴛ' | 'ŧ' | 'Т' | 'Τ' | 'Ꭲ' | 'ꓔ' | '7' => 't',
        'υ' | 'ս' | 'ᴜ' | 'ꓴ' => 'u',
        'ν' | 'ѵ' | 'ᴠ' | 'ʋ' | 'Ѵ' | 'Ꮩ' | 'ꓦ' => 'v',
        _ => return None,
    })
}
