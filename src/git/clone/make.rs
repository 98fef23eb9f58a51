//! Makes a repository that is only exchanged with.

use std::path::Path;

use git2::{Repository, RepositoryInitOptions};

use crate::git::objects::tree;
use crate::git::{Error, Timestamp, Write, failed_at};

/// Makes a repository without files, with a branch `main` that holds these files, or none.
pub fn make_bare(path: &Path, files: &[Write], message: &str, at: Timestamp) -> Result<(), Error> {
    let made = || {
        let mut options = RepositoryInitOptions::new();
        options.bare(true).initial_head("main").external_template(false);
        let repo = Repository::init_opts(path, &options)?;
        if files.is_empty() {
            return Ok(());
        }
        let mut edits = tree::Edits::new();
        for file in files {
            let id = file.content.as_deref().map(|content| repo.blob(content)).transpose()?;
            edits.insert(file.path.clone(), id.map(|id| (id, tree::FILE)));
        }
        let tree = repo.find_tree(tree::edited(&repo, None, &edits)?)?;
        let time = git2::Time::new(at.timestamp(), at.offset().local_minus_utc() / 60);
        let author = git2::Signature::new("Riffle demo", "demo@example.org", &time)?;
        repo.commit(Some("refs/heads/main"), &author, &author, message, &tree, &[]).map(drop)
    };
    made().map_err(|error| failed_at(path, error))
}
