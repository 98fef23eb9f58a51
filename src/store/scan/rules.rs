//! What `.gitignore` and `.riffleignore` name, in a git repository or not.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A longer one is no list of rules.
const LONGEST: u64 = 1_000_000;

/// The rules of a folder and of those above it.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Rules(Option<Arc<Level>>);

#[derive(Debug)]
struct Level {
    /// Length of the folder's own path, with its last `/`: what is matched is the rest.
    prefix: usize,
    riffle: Gitignore,
    git: Gitignore,
    above: Rules,
}

impl Rules {
    /// The rules for what lies in a folder (`notes/`, empty for the root), given those above.
    pub(in crate::store) fn below(&self, root: &Path, folder: &str, problems: &mut Vec<String>) -> Self {
        let mut read = |name: &str| read(&root.join(folder).join(name), &format!("{folder}{name}"), problems);
        let (riffle, git) = (read(".riffleignore"), read(".gitignore"));
        if riffle.is_empty() && git.is_empty() {
            return self.clone();
        }
        Self(Some(Arc::new(Level { prefix: folder.len(), riffle, git, above: self.clone() })))
    }

    /// Whether a file or folder is left alone. A `.riffleignore` outranks a `.gitignore`, a deeper file one above it.
    pub(super) fn leave_alone(&self, path: &str, is_folder: bool) -> bool {
        let first = |pick: fn(&Level) -> &Gitignore| {
            self.levels().map(|level| pick(level).matched(&path[level.prefix..], is_folder)).find(|it| !it.is_none())
        };
        match first(|level| &level.riffle).or_else(|| first(|level| &level.git)) {
            Some(Match::Ignore(_)) => true,
            Some(Match::Whitelist(_) | Match::None) | None => false,
        }
    }

    pub(in crate::store) fn leave_folder_alone(&self, folder: &str) -> bool {
        self.leave_alone(folder, true)
    }

    fn levels(&self) -> impl Iterator<Item = &Level> {
        std::iter::successors(self.0.as_deref(), |level| level.above.0.as_deref())
    }
}

/// Reads one file of rules; lines that are none are left out, as git does.
fn read(file: &Path, shown: &str, problems: &mut Vec<String>) -> Gitignore {
    // Not followed when it is a symbolic link: it may lead anywhere, and git does not follow it either.
    match file.symlink_metadata() {
        Ok(meta) if meta.is_file() && meta.len() <= LONGEST => {}
        Ok(_) | Err(_) => return Gitignore::empty(),
    }
    let text = match fs::read(file) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            problems.push(format!("{shown} cannot be read: {error}"));
            return Gitignore::empty();
        }
    };
    let mut builder = GitignoreBuilder::new("");
    for line in text.trim_start_matches('\u{feff}').lines() {
        if let Err(error) = builder.add_line(None, line) {
            problems.push(format!("{shown} has a line that is not a pattern: {error}"));
        }
    }
    builder.build().unwrap_or_else(|error| {
        problems.push(format!("{shown} cannot be used: {error}"));
        Gitignore::empty()
    })
}
