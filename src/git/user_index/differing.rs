//! What may differ from HEAD, told by sizes and times alone and on several threads: mostly that nothing does.

use std::ffi::CStr;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::thread;

use git2::{ObjectType, Tree};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};

use super::raw::{KnownTree, RawEntry, RawIndex};
use crate::git::Repo;
use crate::parallel::{self, Queue};

/// More than so many files are looked at all at once.
const FEW: usize = 200;

impl Repo {
    /// Files that may differ from HEAD, few of them; all others are as they are there. `None` where that cannot be told.
    pub(super) fn may_differ(&self) -> Option<Vec<String>> {
        let index = RawIndex::read(&self.inner.path().join("index"))?;
        let tree = self.inner.head().ok()?.peel_to_tree().ok()?;
        let mut found = Walk { root: &self.workdir, index: &index }.all()?;
        let mut staged = Staged { repo: self, index: &index, at: 0, differs: Vec::new() };
        staged.compare(&tree, &[], Some(&index.known))?;
        found.differs.extend(staged.differs);
        for path in std::mem::take(&mut found.others) {
            self.add_untracked(path, &mut found.differs)?;
        }
        found.differs.sort();
        found.differs.dedup();
        // Where a file was that is a folder, or the other way round, libgit2 finds one of both when asked for them.
        let is_known = |path: &str| found.differs.iter().any(|known| known == path);
        let is_swapped = |path: &String| {
            self.workdir.join(path).is_dir() || path.match_indices('/').any(|(at, _)| is_known(&path[..at]))
        };
        let is_clear = found.differs.len() <= FEW && !found.differs.iter().any(is_swapped);
        is_clear.then_some(found.differs)
    }

    /// A file that the index does not have, or all those in such a folder, unless they are ignored.
    fn add_untracked(&self, path: String, differs: &mut Vec<String>) -> Option<()> {
        if self.inner.is_path_ignored(&path).ok()? {
            return Some(());
        }
        if !path.ends_with('/') {
            differs.push(path);
            return (differs.len() <= FEW).then_some(());
        }
        for item in fs::read_dir(self.workdir.join(&path)).ok()? {
            let item = item.ok()?;
            let Ok(name) = item.file_name().into_string() else { continue };
            let slash = if item.file_type().ok()?.is_dir() { "/" } else { "" };
            if name == ".git" {
                return None;
            }
            self.add_untracked(format!("{path}{name}{slash}"), differs)?;
        }
        Some(())
    }
}

/// What was found in the folders.
#[derive(Default)]
struct Found {
    /// Entries of the index whose files are there.
    seen: Vec<usize>,
    differs: Vec<String>,
    /// What the index does not have; folders with their last `/`.
    others: Vec<String>,
    /// Something cannot be judged here.
    is_unclear: bool,
}

/// A folder to look into, with its last `/`, and the entries of the index below it.
struct Folder {
    path: Vec<u8>,
    entries: Range<usize>,
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    root: &'a Path,
    index: &'a RawIndex,
}

impl Walk<'_> {
    /// Compares every file with its entry.
    fn all(self) -> Option<Found> {
        let queue = Queue::of(Folder { path: Vec::new(), entries: 0..self.index.len() });
        let mut found = thread::scope(|scope| {
            let threads: Vec<_> = (0..parallel::threads()).map(|_| scope.spawn(|| self.work(&queue))).collect();
            threads
                .into_iter()
                .fold(Found::default(), |found, thread| found.and(thread.join().expect("a walker does not panic")))
        });
        let mut is_seen = vec![false; self.index.len()];
        found.seen.iter().for_each(|which| is_seen[*which] = true);
        let gone = is_seen.iter().enumerate().filter(|(_, is_seen)| !**is_seen);
        let gone = gone.filter_map(|(which, _)| text(self.index.entry(which)?.path));
        found.differs.extend(gone.take(FEW + 1));
        (!found.is_unclear && found.differs.len().max(found.others.len()) <= FEW).then_some(found)
    }

    fn work(self, queue: &Queue<Folder>) -> Found {
        let (mut found, mut below) = (Found::default(), Vec::new());
        while let Some(folder) = queue.next() {
            let looked = self.look_into(&folder, &mut found, &mut below);
            found.is_unclear |= looked.is_err();
            queue.done(&mut below);
        }
        found
    }

    fn look_into(self, folder: &Folder, found: &mut Found, below: &mut Vec<Folder>) -> io::Result<()> {
        use std::os::unix::ffi::OsStrExt as _;
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let at = self.root.join(std::ffi::OsStr::from_bytes(&folder.path));
        let open = rustix::fs::open(at, flags, Mode::empty())?;
        let mut path = folder.path.clone();
        for item in Dir::read_from(&open)? {
            let item = item?;
            let name: &CStr = item.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            if name.to_bytes() == b".git" {
                found.is_unclear |= !folder.path.is_empty();
                continue;
            }
            path.truncate(folder.path.len());
            path.extend(name.to_bytes());
            let look = || rustix::fs::statat(&open, name, AtFlags::SYMLINK_NOFOLLOW);
            let kind = match item.file_type() {
                FileType::Unknown => FileType::from_raw_mode(look()?.st_mode),
                known => known,
            };
            match kind.is_dir() {
                true => self.take_folder([&path, b"/".as_slice()].concat(), folder, found, below),
                false => self.take_file(&path, folder, found, look)?,
            }
        }
        Ok(())
    }

    fn take_folder(self, path: Vec<u8>, within: &Folder, found: &mut Found, below: &mut Vec<Folder>) {
        let entries = self.index.below(within.entries.clone(), &path);
        match entries.is_empty() {
            true => found.others.extend(text(&path)),
            false => below.push(Folder { path, entries }),
        }
    }

    fn take_file(
        self,
        path: &[u8],
        within: &Folder,
        found: &mut Found,
        look: impl Fn() -> rustix::io::Result<Stat>,
    ) -> io::Result<()> {
        match self.index.find(within.entries.clone(), path) {
            None => found.others.extend(text(path)),
            Some((which, entry)) => {
                found.seen.push(which);
                let is_same = is_same(&entry, &look()?, self.index.written);
                found.differs.extend(if is_same { None } else { text(path) });
            }
        }
        Ok(())
    }
}

impl Found {
    fn and(mut self, other: Self) -> Self {
        self.seen.extend(other.seen);
        self.differs.extend(other.differs);
        self.others.extend(other.others);
        self.is_unclear |= other.is_unclear;
        self
    }
}

/// What is no text is no path of ours.
fn text(path: &[u8]) -> Option<String> {
    std::str::from_utf8(path).ok().map(str::to_owned)
}

/// Whether a file is certainly the one that its entry was made of. What was written at the time of the index or later may
/// have been changed once more within it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "git cuts these off, too")]
fn is_same(entry: &RawEntry<'_>, stat: &Stat, written: (i64, i64)) -> bool {
    const EXECUTABLE: u32 = 0o100;
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile if stat.st_mode & EXECUTABLE != 0 => 0o100_755,
        FileType::RegularFile => 0o100_644,
        FileType::Symlink => 0o120_000,
        _ => return false,
    };
    let changed = (stat.st_mtime, stat.st_mtime_nsec as i64);
    let times = [(stat.st_ctime, stat.st_ctime_nsec as i64), changed].map(|time| (time.0 as u32, time.1 as u32));
    entry.times() == times
        && entry.size() == stat.st_size as u32
        && entry.inode() == stat.st_ino as u32
        && entry.owner() == [stat.st_uid, stat.st_gid]
        && entry.mode() == kind
        && changed < written
}

/// The index beside the tree of HEAD, in the order of both.
struct Staged<'a> {
    repo: &'a Repo,
    index: &'a RawIndex,
    /// The next entry.
    at: usize,
    differs: Vec<String>,
}

impl Staged<'_> {
    /// Compares a folder; one that the index knows to be this tree is passed over.
    fn compare(&mut self, tree: &Tree<'_>, folder: &[u8], known: Option<&KnownTree>) -> Option<()> {
        if let Some((count, id)) = known.and_then(|known| known.whole)
            && id == tree.id()
        {
            self.at += count;
            return Some(());
        }
        for item in tree {
            let mut path = [folder, item.name_bytes()].concat();
            if item.kind() == Some(ObjectType::Tree) {
                path.push(b'/');
                self.pass(|entry| entry < path.as_slice());
                let below = item.to_object(&self.repo.inner).ok()?.peel_to_tree().ok()?;
                self.compare(&below, &path, known.and_then(|known| known.below(item.name_bytes())))?;
            } else {
                self.pass(|entry| entry < path.as_slice());
                self.compare_file(&path, item.id().as_bytes(), item.filemode());
            }
            if self.differs.len() > FEW {
                return None;
            }
        }
        self.pass(|entry| entry.starts_with(folder));
        Some(())
    }

    fn compare_file(&mut self, path: &[u8], id: &[u8], mode: i32) {
        let entry = self.index.entry(self.at).filter(|entry| entry.path == path);
        let is_same = entry.is_some_and(|entry| entry.id() == id && entry.mode() == mode.cast_unsigned());
        self.at += usize::from(entry.is_some());
        self.differs.extend(if is_same { None } else { text(path) });
    }

    /// Entries that HEAD does not have.
    fn pass(&mut self, is_new: impl Fn(&[u8]) -> bool) {
        while let Some(entry) = self.index.entry(self.at).filter(|entry| is_new(entry.path)) {
            self.differs.extend(text(entry.path));
            self.at += 1;
        }
    }
}
