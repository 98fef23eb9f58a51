//! What an act of several files changes, small enough to be written down before it begins: after a crash the act is done to
//! its end, and no file is left half-way between two others.

mod words;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::entry::EntryPath;
use crate::ops::core::commit;
use crate::ops::core::rewrite::Rewrite;
use crate::ops::{Error, Workspace};

/// The change of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::ops) struct Patch {
    path: String,
    before: Option<Print>,
    after: Option<Print>,
    /// From the end to the beginning.
    cuts: Vec<Cut>,
}

/// Tells one content from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Print(u128);

/// A piece of the old content and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cut {
    start: usize,
    end: usize,
    #[serde(with = "words")]
    words: Vec<u8>,
}

impl Patch {
    pub(in crate::ops) fn of(rewrite: &Rewrite) -> Self {
        let (before, after) = (rewrite.before.as_deref(), rewrite.after.as_deref());
        Self {
            path: rewrite.path.to_string(),
            before: before.map(Print::of),
            after: after.map(Print::of),
            cuts: after.map(|after| cuts(before.unwrap_or_default(), after)).unwrap_or_default(),
        }
    }

    /// What is not done yet; nothing for a file that somebody changed since, which stays as it is.
    pub(in crate::ops) fn rest(&self, workspace: &Workspace) -> Result<Option<Rewrite>, Error> {
        let path = EntryPath::new(self.path.as_str())?;
        let now = commit::current(workspace, &path)?.content;
        if now.as_deref().map(Print::of) != self.before {
            return Ok(None);
        }
        let after = self.after.map(|_| self.applied(now.as_deref().unwrap_or_default()));
        let is_whole = after.as_deref().map(Print::of) == self.after;
        Ok(is_whole.then_some(Rewrite { path, before: now, after }))
    }

    fn applied(&self, before: &[u8]) -> Vec<u8> {
        let mut bytes = before.to_vec();
        for cut in &self.cuts {
            bytes.splice(cut.start..cut.end, cut.words.iter().copied());
        }
        bytes
    }
}

/// Whether these are bytes that an act read or wrote.
pub(in crate::ops) fn knows(patches: &[Patch], bytes: &[u8]) -> bool {
    if patches.is_empty() {
        return false;
    }
    let print = Some(Print::of(bytes));
    patches.iter().any(|patch| patch.before == print || patch.after == print)
}

impl Print {
    fn of(bytes: &[u8]) -> Self {
        let hash = Sha256::digest(bytes);
        Self(hash.iter().take(16).fold(0, |print, byte| print << 8 | u128::from(*byte)))
    }
}

/// What differs, line by line where no line came or went.
fn cuts(before: &[u8], after: &[u8]) -> Vec<Cut> {
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    if lines(before) != lines(after) {
        return cut(before, after, 0).into_iter().collect();
    }
    let pairs = before.split_inclusive(|byte| *byte == b'\n').zip(after.split_inclusive(|byte| *byte == b'\n'));
    let (mut cuts, mut at, mut seen) = (Vec::new(), 0, 0);
    for (old, new) in pairs {
        cuts.extend(cut(old, new, at));
        at += old.len();
        seen += new.len();
    }
    cuts.extend(cut(&before[at..], &after[seen..], at));
    cuts.reverse();
    cuts
}

/// The one piece in which two texts differ.
fn cut(before: &[u8], after: &[u8], at: usize) -> Option<Cut> {
    if before == after {
        return None;
    }
    let same = before.iter().zip(after).take_while(|(one, other)| one == other).count();
    let (old, new) = (&before[same..], &after[same..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let words = new[..new.len() - tail].to_vec();
    Some(Cut { start: at + same, end: at + before.len() - tail, words })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_read_as_text_and_as_the_numbers_of_an_older_riffle() {
        let numbers =
            r#"{"path":"a.md","before":null,"after":null,"cuts":[{"start":0,"end":0,"words":[84,195,169,101]}]}"#;
        let text = r#"{"path":"a.md","before":null,"after":null,"cuts":[{"start":0,"end":0,"words":"Tée"}]}"#;

        let [old, new] = [numbers, text].map(|json| serde_json::from_str::<Patch>(json).unwrap());

        assert_eq!(old, new);
        assert_eq!(serde_json::to_string(&old).unwrap(), text);
    }

    proptest! {
        #[test]
        fn a_patch_applied_to_the_old_content_is_the_new_one(before in "[ab\n]{0,20}", after in "[ab\n]{0,20}") {
            let path = EntryPath::new("a.md").unwrap();
            let [old, new] = [&before, &after].map(|text| text.clone().into_bytes());
            let patch = Patch::of(&Rewrite { path, before: Some(old.clone()), after: Some(new.clone()) });
            let json = serde_json::to_string(&patch).unwrap();

            prop_assert_eq!(serde_json::from_str::<Patch>(&json).unwrap().applied(&old), new);
        }
    }
}
