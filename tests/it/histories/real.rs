//! Edits that two people really made of one text, from the history of any repository.
//!
//! `RIFFLE_REPOSITORIES=/path/one:/path/two cargo test --release --test it -- --ignored real_edits --nocapture`

use std::collections::HashMap;
use std::panic;
use std::path::Path;

use git2::{Commit, Oid, Repository};
use riffle::clock::Stopwatch;
use riffle::entry::journal;
use riffle::git::Repo;

/// A text as two people found it, as each left it, and as it was merged by hand or by git.
struct Edit {
    base: Vec<u8>,
    sides: [Vec<u8>; 2],
    merged: Option<Vec<u8>>,
}

/// What came of all edits.
#[derive(Debug, Default)]
struct Figures {
    edits: usize,
    joined: usize,
    as_people_did: usize,
    kept_twice: usize,
    days_joined: usize,
    panics: usize,
    losing: usize,
    unsymmetric: usize,
    slowest_in_ms: u128,
}

#[test]
#[ignore = "wants repositories; see the head of its file"]
fn real_edits_merge_without_a_lost_word() {
    let Ok(repositories) = std::env::var("RIFFLE_REPOSITORIES") else { return };
    let mut figures = Figures::default();
    for path in repositories.split(':') {
        let before = figures.edits;
        for edit in edits(Path::new(path)) {
            figures.take(&edit);
        }
        eprintln!("{path}: {} edits", figures.edits - before);
    }
    eprintln!("{figures:#?}");
    assert_eq!((figures.panics, figures.losing, figures.unsymmetric), (0, 0, 0));
}

impl Figures {
    fn take(&mut self, edit: &Edit) {
        self.edits += 1;
        let [ours, theirs] = &edit.sides;
        let watch = Stopwatch::start();
        let Ok(joined) = panic::catch_unwind(|| Repo::merge_text(&edit.base, ours, theirs)) else {
            self.panics += 1;
            return;
        };
        self.slowest_in_ms = self.slowest_in_ms.max(watch.elapsed().as_millis());
        self.unsymmetric += usize::from(Repo::merge_text(&edit.base, theirs, ours) != joined);
        match &joined {
            None => self.kept_twice += 1,
            Some(joined) => {
                self.joined += 1;
                self.as_people_did += usize::from(edit.merged.as_ref() == Some(joined));
                self.losing += usize::from(loses(edit, joined));
            }
        }
        self.take_as_days(edit);
    }

    /// Any text may be merged as a day of the journal is: lists of thousands of lines are the hardest that there are.
    fn take_as_days(&mut self, edit: &Edit) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let [base, ours, theirs] = [&edit.base, &edit.sides[0], &edit.sides[1]].map(|side| text(side));
        let watch = Stopwatch::start();
        match panic::catch_unwind(|| journal::merge(&base, &ours, &theirs)) {
            Err(_) => self.panics += 1,
            Ok(None) => {}
            Ok(Some(joined)) => {
                self.days_joined += 1;
                self.losing += usize::from(loses(edit, joined.as_bytes()));
            }
        }
        self.slowest_in_ms = self.slowest_in_ms.max(watch.elapsed().as_millis());
    }
}

/// Whether a line that a side added, and the other did not have, is missing: told by looking for it, as nothing else does it.
fn loses(edit: &Edit, joined: &[u8]) -> bool {
    let count = |text: &[u8]| -> HashMap<Vec<u8>, usize> {
        let mut counts = HashMap::new();
        for line in text.split(|byte| *byte == b'\n') {
            let words = String::from_utf8_lossy(line).split_whitespace().collect::<Vec<_>>().join(" ");
            *counts.entry(words.into_bytes()).or_default() += 1;
        }
        counts
    };
    let (base, joined) = (count(&edit.base), count(joined));
    edit.sides.iter().any(|side| {
        let is_new = |line: &Vec<u8>| !base.contains_key(line);
        count(side).into_keys().any(|line| is_new(&line) && !line.is_empty() && !joined.contains_key(&line))
    })
}

/// All Markdown files that both sides of a merge commit changed.
fn edits(path: &Path) -> Vec<Edit> {
    let repo = Repository::open(path).unwrap();
    let mut walk = repo.revwalk().unwrap();
    walk.push_glob("refs/*").unwrap();
    let merges = walk.flatten().filter_map(|id| repo.find_commit(id).ok()).filter(|commit| commit.parent_count() == 2);
    merges.flat_map(|commit| edits_of(&repo, &commit).unwrap_or_default()).collect()
}

fn edits_of(repo: &Repository, merge: &Commit<'_>) -> Result<Vec<Edit>, git2::Error> {
    let sides = [merge.parent(0)?, merge.parent(1)?];
    let base = repo.find_commit(repo.merge_base(sides[0].id(), sides[1].id())?)?.tree()?;
    let trees = [sides[0].tree()?, sides[1].tree()?];
    let blob = |tree: &git2::Tree<'_>, path: &Path| tree.get_path(path).ok().map(|entry| entry.id());
    let bytes = |id: Oid| repo.find_blob(id).map(|blob| blob.content().to_vec());
    let mut found = Vec::new();
    for delta in repo.diff_tree_to_tree(Some(&base), Some(&trees[0]), None)?.deltas() {
        let Some(path) = delta.new_file().path().filter(|path| path.extension().is_some_and(|end| end == "md")) else {
            continue;
        };
        let ids = [blob(&base, path), blob(&trees[0], path), blob(&trees[1], path)];
        if let [Some(before), Some(one), Some(other)] = ids
            && before != one
            && before != other
            && one != other
        {
            let merged = blob(&merge.tree()?, path).and_then(|id| bytes(id).ok());
            found.push(Edit { base: bytes(before)?, sides: [bytes(one)?, bytes(other)?], merged });
        }
    }
    Ok(found)
}
