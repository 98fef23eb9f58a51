//! Walks a store on several threads and compares each entry with what is remembered.

use std::ffi::CStr;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::thread;

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};

use super::is_kept_page;
use super::nanoseconds;
use super::rules::Rules;
use crate::entry::{EntryPath, Stamps};
use crate::parallel::{self, Queue};
use crate::store::habits::Habits;
use crate::store::path::is_absent;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) touched: Vec<EntryPath>,
    /// Which of the remembered entries are still there.
    pub(super) seen: Vec<usize>,
    pub(super) entries: usize,
    pub(super) problems: Vec<String>,
    /// Folders (with their last `/`) and files of which nothing could be learned.
    pub(super) unknown: Vec<String>,
    pub(super) has_other_names: bool,
}

/// A folder to look into, with its last `/`; empty for the root.
struct Folder {
    path: String,
    rules: Rules,
}

/// One thread's part of the work.
struct Walker<'r> {
    root: &'r Path,
    habits: &'r Habits,
    remembered: &'r Stamps,
    found: Walk,
    below: Vec<Folder>,
}

impl Walk {
    /// Walks everything below `root`.
    pub(super) fn over(root: &Path, habits: &Habits, remembered: &Stamps) -> Self {
        let first = Folder { path: String::new(), rules: Rules::default() };
        let queue = Queue::of(first);
        let threads = parallel::threads();
        thread::scope(|scope| {
            let walkers: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| {
                        Walker { root, habits, remembered, found: Self::default(), below: Vec::new() }.work(&queue)
                    })
                })
                .collect();
            walkers
                .into_iter()
                .fold(Self::default(), |walk, walker| walk.and(walker.join().expect("a walker does not panic")))
        })
    }

    /// Whether a path lies where nothing could be learned.
    pub(super) fn is_unknown(&self, path: &EntryPath) -> bool {
        self.unknown.iter().any(|unknown| path.as_str().starts_with(unknown))
    }

    fn and(mut self, other: Self) -> Self {
        self.touched.extend(other.touched);
        self.seen.extend(other.seen);
        self.entries += other.entries;
        self.problems.extend(other.problems);
        self.unknown.extend(other.unknown);
        self.has_other_names |= other.has_other_names;
        self
    }
}

impl Walker<'_> {
    fn work(mut self, queue: &Queue<Folder>) -> Walk {
        while let Some(folder) = queue.next() {
            if let Err(error) = self.look_into(&folder) {
                self.cannot_read(folder.path, &error);
            }
            queue.done(&mut self.below);
        }
        self.found
    }

    fn look_into(&mut self, folder: &Folder) -> io::Result<()> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let open = rustix::fs::open(self.root.join(&folder.path), flags, Mode::empty())?;
        let rules = folder.rules.below(self.root, &folder.path, &mut self.found.problems);
        let mut path = folder.path.clone();
        for item in Dir::read_from(&open)? {
            let item = item?;
            let bytes = item.file_name().to_bytes();
            if bytes.starts_with(b".") {
                continue;
            }
            let is_folder = match item.file_type() {
                // Some file systems do not say.
                FileType::Unknown => kind(&look_at(&open, item.file_name())?).is_dir(),
                known => known.is_dir(),
            };
            if !is_folder && !is_markdown(bytes) {
                continue;
            }
            let Ok(name) = std::str::from_utf8(bytes) else {
                let shown = String::from_utf8_lossy(bytes);
                self.found.problems.push(format!("{}{shown} is left out: its name is not UTF-8", folder.path));
                continue;
            };
            path.truncate(folder.path.len());
            path.push_str(name);
            match is_folder {
                _ if rules.leave_alone(&path, is_folder) => {}
                true if self.habits.why_without_entries(&path).is_some() => {}
                false if is_kept_page(&path) => {}
                true => self.below.push(Folder { path: format!("{path}/"), rules: rules.clone() }),
                false => self.take(&path, look_at(&open, item.file_name())),
            }
        }
        Ok(())
    }

    /// Takes in one Markdown file, or says why not.
    fn take(&mut self, path: &str, stat: io::Result<Stat>) {
        let stat = match stat {
            Ok(stat) => stat,
            Err(error) => return self.cannot_read(path.to_owned(), &error),
        };
        if kind(&stat).is_symlink() {
            return self.judge_link(path);
        }
        if !kind(&stat).is_file() {
            return self.found.problems.push(format!("{path} is left out: it is not a regular file"));
        }
        self.found.entries += 1;
        self.found.has_other_names |= stat.st_nlink > 1;
        let mtime = nanoseconds(stat.st_mtime, stat.st_mtime_nsec as i64);
        if let Some(which) = self.remembered.which(path, mtime, stat.st_size as u64) {
            return self.found.seen.push(which);
        }
        self.found.seen.extend(self.remembered.get(path).map(|(which, _)| which));
        self.found.touched.push(EntryPath::new(path).expect("names in a folder are parts of a path"));
    }

    /// A link into the store names an entry that is found at its own place; any other is named.
    fn judge_link(&mut self, path: &str) {
        let why = match self.root.join(path).canonicalize() {
            Ok(real) if real.starts_with(self.root) => return,
            Ok(_) => "it is a symbolic link out of the store".to_owned(),
            Err(error) if is_absent(&error) => "it is a symbolic link to nothing".to_owned(),
            Err(error) => format!("it is a symbolic link that cannot be followed: {error}"),
        };
        self.found.problems.push(format!("{path} is left out: {why}"));
    }

    fn cannot_read(&mut self, path: String, error: &io::Error) {
        // Somebody removed it while we walked.
        if is_absent(error) {
            return;
        }
        let shown = if path.is_empty() { "the store" } else { path.trim_end_matches('/') };
        self.found.problems.push(format!("{shown} cannot be read: {error}"));
        self.found.unknown.push(path);
    }
}

/// Size, time and sort of a file, relative to its open folder: half the cost of a whole path. Links are not followed.
fn look_at(folder: &OwnedFd, name: &CStr) -> io::Result<Stat> {
    Ok(rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?)
}

fn kind(stat: &Stat) -> FileType {
    FileType::from_raw_mode(stat.st_mode)
}

pub(in crate::store) fn is_markdown(name: &[u8]) -> bool {
    let ends = |extension: &[u8]| {
        name.len() > extension.len() && name[name.len() - extension.len()..].eq_ignore_ascii_case(extension)
    };
    ends(b".md") || ends(b".markdown")
}
