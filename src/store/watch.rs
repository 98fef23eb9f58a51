//! Tells whether anything happened to the files of a store without looking at them: the kernel watches every folder that may hold
//! entries. What a program writes into a file that it has mapped is the one thing that nobody is told.

use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

use super::Store;
use super::scan::rules::Rules;
use super::scan::walk::is_markdown;

/// File systems that tell of every change, by the numbers that `statfs` has for them: those of this machine alone, since of what another
/// one writes over a network nothing is told. ext, XFS, Btrfs, tmpfs, F2FS, bcachefs, ZFS, overlay.
const LOCAL: [u64; 8] =
    [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0xF2F5_2010, 0xCA45_1A4E, 0x2FC1_2FC1, 0x794C_7630];

/// What is told of a folder.
fn events() -> WatchFlags {
    WatchFlags::CREATE
        | WatchFlags::DELETE
        | WatchFlags::MOVE
        | WatchFlags::MODIFY
        | WatchFlags::ATTRIB
        | WatchFlags::ONLYDIR
        | WatchFlags::DONT_FOLLOW
}

/// Every folder of a store that is watched.
#[derive(Debug)]
pub(crate) struct Watch {
    inotify: OwnedFd,
    store: Store,
    /// Which folder was at the root's path, by device and number.
    place: (u64, u64),
    /// Another folder whose files count.
    beside: PathBuf,
    /// Folders came, went or moved since all of them were watched.
    is_old: bool,
    /// Something may change that is not told.
    has_gaps: bool,
}

impl Watch {
    /// Watches a store, and the folder `beside` it.
    pub(crate) fn over(store: &Store, beside: PathBuf) -> io::Result<Self> {
        let inotify = inotify::init(CreateFlags::NONBLOCK | CreateFlags::CLOEXEC)?;
        let place = place(store.root())?;
        let mut watch = Self { inotify, store: store.clone(), place, beside, is_old: true, has_gaps: false };
        watch.renew();
        Ok(watch)
    }

    /// Whether everything that happens to the store's files is told.
    pub(crate) fn is_whole(&self) -> bool {
        !self.has_gaps && place(self.store.root()).is_ok_and(|now| now == self.place)
    }

    /// Whether anything that may concern an entry happened since this was asked. Until [`renew`](Self::renew) what happens in
    /// new folders is not told.
    pub(crate) fn take(&mut self) -> bool {
        let mut buffer = [MaybeUninit::uninit(); 16 * 1024];
        let mut events = Reader::new(&self.inotify, &mut buffer);
        let (mut happened, mut is_old, mut has_gaps) = (false, false, false);
        loop {
            match events.next() {
                Ok(event) => {
                    let told = Told::of(event.events(), event.file_name().map_or(&[][..], |name| name.to_bytes()));
                    happened |= told != Told::Nothing;
                    is_old |= told == Told::Folders;
                    has_gaps |= told == Told::Lost;
                }
                Err(Errno::WOULDBLOCK) => break,
                Err(_) => {
                    has_gaps = true;
                    break;
                }
            }
        }
        self.is_old |= is_old;
        self.has_gaps |= has_gaps;
        happened
    }

    /// Watches the folders that came since.
    pub(crate) fn renew(&mut self) {
        if !std::mem::take(&mut self.is_old) {
            return;
        }
        let mut folders = vec![(String::new(), Rules::default())];
        while let Some((folder, above)) = folders.pop() {
            let below = self.watch(&self.store.root().join(&folder)).and_then(|()| self.below(&folder, &above));
            match below {
                Ok(below) => folders.extend(below),
                // It is gone again.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(_) => self.has_gaps = true,
            }
        }
        self.has_gaps |= self.watch(&self.beside).is_err();
    }

    fn watch(&self, folder: &Path) -> io::Result<()> {
        let is_root = folder == self.store.root();
        let of_itself = WatchFlags::DELETE_SELF | WatchFlags::MOVE_SELF;
        inotify::add_watch(&self.inotify, folder, if is_root { events() | of_itself } else { events() })?;
        let kind = rustix::fs::statfs(folder)?.f_type;
        if LOCAL.contains(&kind.cast_unsigned()) { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
    }

    /// The folders in a folder that may hold entries or kept pages.
    fn below(&self, folder: &str, above: &Rules) -> io::Result<Vec<(String, Rules)>> {
        let rules = above.below(self.store.root(), folder, &mut Vec::new());
        let mut below = Vec::new();
        for item in fs::read_dir(self.store.root().join(folder))? {
            let item = item?;
            let Ok(name) = item.file_name().into_string() else { continue };
            let path = format!("{folder}{name}");
            if !name.starts_with('.')
                && item.file_type()?.is_dir()
                && self.counts(&path)
                && !rules.leave_folder_alone(&path)
            {
                below.push((path + "/", rules.clone()));
            }
        }
        Ok(below)
    }

    fn counts(&self, folder: &str) -> bool {
        self.store.habits().why_without_entries(folder).is_none() || folder.split('/').next() == Some("pages")
    }
}

/// What an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Nothing that concerns entries.
    Nothing,
    File,
    /// Which folders there are, or which of them count, may be another.
    Folders,
    /// From now on not everything is told.
    Lost,
}

impl Told {
    fn of(flags: ReadFlags, name: &[u8]) -> Self {
        let of_itself = ReadFlags::DELETE_SELF | ReadFlags::MOVE_SELF | ReadFlags::UNMOUNT;
        let is_rules = name == b".gitignore" || name == b".riffleignore";
        if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
            Self::Folders
        } else if flags.intersects(of_itself) {
            Self::Lost
        } else if flags.contains(ReadFlags::IGNORED) || (name.starts_with(b".") && !is_rules) {
            Self::Nothing
        } else if is_rules || name.is_empty() || flags.contains(ReadFlags::ISDIR) {
            Self::Folders
        } else if is_markdown(name) {
            Self::File
        } else {
            Self::Nothing
        }
    }
}

/// Which folder is at a path.
fn place(folder: &Path) -> io::Result<(u64, u64)> {
    let meta = fs::metadata(folder)?;
    Ok((meta.dev(), meta.ino()))
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inotify.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk;

    #[test]
    fn what_concerns_entries_is_told_also_in_folders_that_came_later() {
        let folder = tempfile::tempdir().unwrap();
        let put = |path: &str| disk::put(&folder.path().join(path), b"x").unwrap();
        put("notes/tea.md");
        put("beside/x");
        put(".hidden/x.md");
        let store = Store::open(folder.path(), Vec::new()).unwrap();
        let mut watch = Watch::over(&store, folder.path().join("beside")).unwrap();
        assert!(watch.is_whole() && !watch.take());

        put(".hidden/x.md");
        put("notes/tea.png");
        put("notes/.tea.md.swp");
        assert!(!watch.take());

        for path in ["notes/tea.md", ".gitignore", "later/deep/a.md", "later/deep/b.md", "beside/page.md"] {
            put(path);
            assert!(watch.take(), "{path}");
            watch.renew();
            assert!(!watch.take(), "{path}");
        }
    }

    #[test]
    fn another_folder_in_the_place_of_the_store_is_a_gap() {
        let folder = tempfile::tempdir().unwrap();
        let (root, beside) = (folder.path().join("a/notes"), folder.path().join("beside"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&beside).unwrap();
        let watch = Watch::over(&Store::open(&root, Vec::new()).unwrap(), beside).unwrap();

        fs::rename(folder.path().join("a"), folder.path().join("b")).unwrap();
        fs::create_dir_all(&root).unwrap();

        assert!(!watch.is_whole());
    }
}
