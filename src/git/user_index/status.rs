//! What other programs changed in the store, as `git status` finds it.

use git2::StatusOptions;

use crate::disk;
use crate::git::{Error, Repo, safe_path};

impl Repo {
    /// Paths that differ from HEAD: changed, new and not ignored, or gone. Symbolic links are left to the person; what is held
    /// is no removal.
    ///
    /// Looks at every file's size and time: meant for a sync, not for an act.
    pub fn outside(&self) -> Result<Vec<String>, Error> {
        let few = if self.prefix.is_empty() { self.may_differ() } else { None };
        let found = match few {
            Some(none) if none.is_empty() => Vec::new(),
            few => self.found(few.as_deref().unwrap_or_default())?,
        };
        let inside = found.into_iter().filter_map(|path| Some(self.inside(&path)?.to_owned()));
        let mut paths: Vec<String> =
            inside.filter(|path| !self.workdir.join(&self.prefix).join(path).is_symlink()).collect();
        // What a Riffle is writing, or was when it was killed, is no file of the store. One that was committed by hand may go.
        paths.retain(|path| {
            let file = self.workdir.join(&self.prefix).join(path);
            !file.file_name().is_some_and(disk::is_unfinished) || !file.exists()
        });
        paths.retain(|path| safe_path::may_be_recorded(path));
        paths.sort();
        self.without_held(paths)
    }

    /// Which of these files differ, of all if none is named.
    fn found(&self, few: &[String]) -> Result<Vec<String>, Error> {
        self.rebuild_bad_index()?;
        match self.inner.index() {
            Ok(_) => self.statuses(few),
            Err(_) => self.statuses_by_git(),
        }
    }

    fn statuses(&self, few: &[String]) -> Result<Vec<String>, Error> {
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).exclude_submodules(true).no_refresh(false);
        options.disable_pathspec_match(true);
        for path in few {
            options.pathspec(path);
        }
        if !self.prefix.is_empty() {
            options.pathspec(self.prefix.trim_end_matches('/'));
        }
        let statuses = self.inner.statuses(Some(&mut options)).map_err(|error| self.failed(error))?;
        let changed = statuses.iter().filter(|found| !found.status().is_ignored());
        let changed = changed.filter_map(|found| found.path().ok().map(str::to_owned));
        Ok(changed.chain(self.here_despite_mark()?).collect())
    }
}
