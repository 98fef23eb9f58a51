//! What an entry is looked up by: its path, its names, the names it links to, its kind, stage and tags, hashed.
//!
//! As they are written they would be most of the index's dictionary, since each is a word of its own. Of a million keys
//! two are the same by chance once in a hundred thousand stores.

use tantivy::Term;
use tantivy::schema::Field;

/// What a key says of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// Its file, exactly.
    Place,
    /// Its path, folded, without `.md`.
    Path,
    /// Its file name, folded, without `.md`.
    File,
    Title,
    Alias,
    /// What it links to.
    Link,
    Kind,
    Stage,
    /// Folded; those above it are tags of the entry, too.
    Tag,
    /// What addresses of its page have in common.
    Address,
    /// What it was derived from.
    Source,
    /// That a copy of it was published.
    Published,
    /// That it is the second text of a conflict.
    Conflict,
    /// That its front matter has such a field.
    Field,
    /// A word that one of its fields has as a value.
    Property,
}

impl Key {
    /// Seven bytes, which a dictionary of numbers tells apart in fewer steps than eight.
    pub(super) fn of(self, text: &str) -> u64 {
        let mark = match self {
            Self::Place => b'e',
            Self::Path => b'p',
            Self::File => b'f',
            Self::Title => b't',
            Self::Alias => b'a',
            Self::Link => b'l',
            Self::Kind => b'k',
            Self::Stage => b's',
            Self::Tag => b'g',
            Self::Address => b'u',
            Self::Source => b'd',
            Self::Published => b'o',
            Self::Conflict => b'c',
            Self::Field => b'n',
            Self::Property => b'v',
        };
        // FNV-1a and a last mixing: the same on every machine and with every version of Rust.
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        let hash = text.bytes().fold(step(0xCBF2_9CE4_8422_2325, mark), step);
        let hash = (hash ^ (hash >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        (hash ^ (hash >> 32)) >> 8
    }

    pub(super) fn term(self, field: Field, text: &str) -> Term {
        Term::from_field_u64(field, self.of(text))
    }
}
