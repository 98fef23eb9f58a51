//! Text that has been typed and not yet saved, kept outside the store until it is.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use sha2::{Digest as _, Sha256};

use crate::disk;
use crate::text::percent;

/// A file name may have 255 bytes on most systems; this leaves room for the extension and a name of a temporary file.
const LONGEST: usize = 180;

/// The drafts folder of one store, in the state folder.
#[derive(Clone, Debug)]
pub struct Drafts(PathBuf);

impl Drafts {
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// Keeps a text under a name (`capture`), replacing the one before; an empty text removes it.
    pub fn keep(&self, name: &str, text: &str) -> Result<PathBuf, disk::Error> {
        let file = self.file(name);
        if !text.is_empty() {
            disk::put(&file, text.as_bytes())?;
        } else if file.symlink_metadata().is_ok() {
            disk::remove(&file)?;
        }
        Ok(file)
    }

    /// Keeps a text under a name that no draft has: this one, or with a number. Answers with the name and the file.
    pub fn keep_new(&self, name: &str, text: &str) -> Result<(String, PathBuf), disk::Error> {
        let names = iter::once(name.to_owned()).chain((2..).map(|count: u64| format!("{name}-{count}")));
        for name in names {
            let file = self.file(&name);
            match disk::create_private(&file, text.as_bytes()) {
                Err(disk::Error::Exists(at)) if at == file => {}
                made => return made.map(|()| (name, file)),
            }
        }
        unreachable!("numbers do not end")
    }

    /// Where the text of that name lies, if one is kept.
    pub fn place(&self, name: &str) -> Option<PathBuf> {
        Some(self.file(name)).filter(|file| file.exists())
    }

    /// The kept text of that name.
    pub fn load(&self, name: &str) -> Option<String> {
        let bytes = fs::read(self.file(name)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Names of all drafts, in alphabetical order.
    pub fn names(&self) -> Vec<String> {
        // No folder, no drafts; one that cannot be read has none to offer either.
        let Ok(listing) = fs::read_dir(&self.0) else { return Vec::new() };
        let files = listing.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<_> = files.filter_map(|file| decode(file.strip_suffix(".md")?)).collect();
        names.sort();
        names
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(format!("{}.md", encode(name)))
    }
}

/// A file name for any name: what is not a lower-case letter, digit, `-` or `_` becomes `%` and two digits.
///
/// A very long one is cut and told apart by its hash; the name that such a file is listed under leads to it again.
fn encode(name: &str) -> String {
    let encoded = percent(name);
    if encoded.len() <= LONGEST {
        return encoded;
    }
    let hash: String = Sha256::digest(name)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let mut start = String::new();
    for character in name.chars() {
        let next = percent(character.encode_utf8(&mut [0; 4]));
        if start.len() + next.len() + 1 + hash.len() > LONGEST {
            break;
        }
        start.push_str(&next);
    }
    format!("{start}-{hash}")
}

fn percent(name: &str) -> String {
    let keep = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let letters =
        name.bytes().map(|byte| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02x}") });
    // The name of nothing still names a file.
    if name.is_empty() { "%".into() } else { letters.collect() }
}

fn decode(file: &str) -> Option<String> {
    if file == "%" {
        return Some(String::new());
    }
    // A file of somebody else's in the folder is no draft.
    percent::decoded(file).filter(|name| encode(name) == file)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_draft_is_kept_replaced_and_removed_by_an_empty_text() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(&folder.path().join("state/drafts"));
        assert_eq!((drafts.load("capture"), drafts.names()), (None, Vec::new()));

        let file = drafts.keep("capture", "tea").unwrap();
        drafts.keep("capture", "green tea\n").unwrap();
        assert_eq!(drafts.load("capture").as_deref(), Some("green tea\n"));
        assert_eq!(drafts.names(), ["capture"]);

        drafts.keep("capture", "").unwrap();
        drafts.keep("capture", "").unwrap();
        assert!(drafts.load("capture").is_none() && drafts.names().is_empty() && !file.exists());
    }

    #[test]
    fn names_that_differ_in_case_or_only_far_behind_are_different_drafts() {
        let folder = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(folder.path());
        let long: String = iter::repeat_n('ä', 300).collect();
        let names = [
            "Tea".to_owned(),
            "tea".into(),
            "../tea".into(),
            "notes/tea.md".into(),
            format!("{long}1"),
            format!("{long}2"),
        ];

        for name in &names {
            drafts.keep(name, name).unwrap();
        }

        assert!(names.iter().all(|name| drafts.load(name).as_ref() == Some(name)));
        assert_eq!(drafts.names().len(), names.len());
        assert!(drafts.names().iter().all(|name| drafts.load(name).is_some()), "what is listed can be loaded");
    }

    proptest! {
        #[test]
        fn any_name_is_one_file_in_the_folder(name in ".{0,120}") {
            let file = Drafts::new(Path::new("/drafts")).file(&name);

            prop_assert_eq!(file.parent(), Some(Path::new("/drafts")));
            prop_assert!(file.file_name().is_some_and(|file| file.len() <= 200));
            prop_assert!(!file.to_string_lossy().contains("/."));
        }

        #[test]
        fn short_names_are_listed_as_they_are(name in ".{0,15}") {
            prop_assert_eq!(decode(&encode(&name)), Some(name));
        }
    }
}
