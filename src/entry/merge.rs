//! What is kept when one entry was changed on two machines.
//!
//! Everything here depends on the texts alone, so that every machine that merges the same two sides makes the same files.

mod check;
mod fields;
mod hunks;
mod join;
mod lines;
mod original;
mod settle;
mod three_way;
mod words;

use std::cmp::Ordering;

use sha2::{Digest, Sha256};
use ulid::Ulid;

use super::EntryId;
use super::front_matter::{self, Value};
pub(super) use check::has_all_words;
pub(crate) use check::{checked, marked_line};
pub(crate) use hunks::{Choice, Comparison, Hunk, Part};
pub(crate) use join::{Joined, join};
pub(crate) use original::original;

/// The field of a copy that names the entry it is a second text of …
pub(crate) const CONFLICT_OF: &str = "conflict_of";
/// … and that of the version that both sides began from.
pub(crate) const CONFLICT_BASE: &str = "conflict_base";

/// The side of a conflict that does not stay in the entry's own file, as an entry of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConflictCopy {
    pub id: EntryId,
    /// What is put behind the name of the entry's file, before its extension: `~conflict-` and six hexadecimal digits.
    pub suffix: String,
    pub text: String,
}

/// Makes the copy that keeps the whole text of the losing side.
///
/// `base` names the version that both sides began from.
pub(crate) fn conflict_copy(loser: &str, of: &EntryId, base: Option<&str>) -> ConflictCopy {
    copy_of(loser, &of.to_string(), base)
}

fn copy_of(loser: &str, of: &str, base: Option<&str>) -> ConflictCopy {
    let hash = Sha256::new().chain_update(of).chain_update([0]).chain_update(loser).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    let id = EntryId::Ulid(Ulid::from_bytes(bytes));
    let mut fields = vec![("id", id.to_string()), (CONFLICT_OF, of.to_owned())];
    fields.extend(base.map(|base| (CONFLICT_BASE, base.to_owned())));
    ConflictCopy {
        suffix: format!("~conflict-{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2]),
        text: with_fields(loser, &fields).unwrap_or_else(|| wrapped(loser, fields)),
        id,
    }
}

/// Which of two texts stays in the file; the same whichever side asks. `Greater` when it is `a`.
pub(crate) fn winner(a: &str, b: &str) -> Ordering {
    Sha256::digest(a).cmp(&Sha256::digest(b)).then_with(|| a.cmp(b))
}

/// The text with its front matter edited; `None` where that cannot be done.
fn with_fields(text: &str, fields: &[(&str, String)]) -> Option<String> {
    fields
        .iter()
        .try_fold(text.to_owned(), |text, (key, value)| front_matter::set(&text, key, &Value::Text(value.clone())).ok())
}

/// The text untouched below front matter of its own.
fn wrapped(text: &str, fields: Vec<(&str, String)>) -> String {
    let fields: Vec<_> = fields.into_iter().map(|(key, value)| (key, Value::Text(value))).collect();
    format!("{}\n{text}", front_matter::print(&fields))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::entry::{Entry, EntryPath};

    fn of() -> EntryId {
        EntryId::Path(EntryPath::new("n/a: b.md").unwrap())
    }

    fn read(text: &str) -> Entry {
        Entry::parse(EntryPath::new("c.md").unwrap(), text.as_bytes(), &[])
    }

    #[test]
    fn a_copy_is_the_loser_with_a_name_of_its_own() {
        let copy =
            conflict_copy("---\nid: 01k0abcdefghjkmnpqrstvwxyz # mine\ntitle: T\n---\nwords\n", &of(), Some("abc123"));

        let id = &copy.id;
        assert_eq!(
            copy.text,
            format!("---\nid: {id} # mine\ntitle: T\nconflict_of: \"n/a: b.md\"\nconflict_base: abc123\n---\nwords\n")
        );
        assert_eq!(read(&copy.text).id, copy.id);
        assert_ne!(conflict_copy("other", &of(), None).suffix, copy.suffix);
    }

    proptest! {
        #[test]
        fn every_machine_makes_the_same_valid_copy_of_all_words(yaml in "([a-z]{1,4}:[-\\[\\]{}#\"'a-z0-9:, ]{0,12}\n){0,4}", body in any::<String>(), base in any::<Option<String>>()) {
            let loser = format!("---\n{yaml}---\n{body}");
            let copy = conflict_copy(&loser, &of(), base.as_deref());
            let entry = read(&copy.text);

            prop_assert_eq!(&copy, &conflict_copy(&loser, &of(), base.as_deref()));
            prop_assert_eq!(entry.problem, None);
            prop_assert_eq!(&entry.id, &copy.id);
            prop_assert_eq!(&entry.fields["conflict_of"], "n/a: b.md");
            prop_assert!(copy.text.ends_with(&body));
            prop_assert!(read(&loser).problem.is_none() || copy.text.ends_with(&loser));
        }

        #[test]
        fn the_winner_is_the_same_from_both_sides(a in ".{0,9}", b in ".{0,9}") {
            prop_assert_eq!(winner(&a, &b), winner(&b, &a).reverse());
            prop_assert_eq!(winner(&a, &b).is_eq(), a == b);
        }
    }
}
