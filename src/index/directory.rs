//! Where tantivy keeps its files: mapped into memory, written without fsync.
//!
//! The index is derived: what a power cut spoils is found at the next open and built again. Waiting for the disk some
//! eight times a commit would be paid by every capture. For the same reason the list of files that tantivy rewrites
//! for each new file is kept back until the commit: ext4 flushes what is renamed over another file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// A folder of mapped files that are written without fsync.
#[derive(Clone, Debug)]
pub(super) struct Unsynced {
    mapped: MmapDirectory,
    folder: PathBuf,
    managed: Arc<Managed>,
}

/// Where tantivy lists the files it made, to remove what is no longer used.
const MANAGED: &str = ".managed.json";
/// Names the segments; another process may read it at any time.
const META: &str = "meta.json";
/// The list is kept back so many times; if the process is killed then, so many files stay behind at most.
const KEPT_BACK: usize = 16;

/// The list of files while it is not on disk.
#[derive(Debug)]
struct Managed {
    file: PathBuf,
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    list: Option<Vec<u8>>,
    times: usize,
}

impl Managed {
    fn keep_back(&self, list: &[u8]) -> io::Result<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.times >= KEPT_BACK {
            waiting.list = None;
            return renew(&self.file, list);
        }
        waiting.times += 1;
        waiting.list = Some(list.to_vec());
        Ok(())
    }

    fn write(&self) -> io::Result<()> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.times = 0;
        waiting.list.take().map_or(Ok(()), |list| renew(&self.file, &list))
    }

    fn list(&self) -> Option<Vec<u8>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).list.clone()
    }
}

impl Drop for Managed {
    fn drop(&mut self) {
        if let Err(error) = self.write() {
            tracing::warn!("cannot list the files of the index: {error}");
        }
    }
}

impl Unsynced {
    pub(super) fn open(folder: &Path) -> tantivy::Result<Self> {
        let managed = Managed { file: folder.join(MANAGED), waiting: Mutex::default() };
        Ok(Self { mapped: MmapDirectory::open(folder)?, folder: folder.to_owned(), managed: Arc::new(managed) })
    }
}

/// Replaces a file whole; a reader sees the old or the new one. Not durable.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = path.with_added_extension(format!("{}-{number}.new", std::process::id()));
    let written = open(&temporary, OpenOptions::new().create(true).truncate(true));
    let written = written.and_then(|mut file| file.write_all(bytes));
    let replaced = written.and_then(|()| fs::rename(&temporary, path));
    if replaced.is_err() {
        // It may never have been made; the error that matters is returned.
        drop(fs::remove_file(&temporary));
    }
    replaced
}

/// As [`replace`], but for a moment there is no file, which spares the flush.
pub(super) fn renew(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    replace(path, bytes)
}

/// Whether a lock is the one that readers take for a moment.
fn is_for_reading(lock: &Lock) -> bool {
    lock.filepath == META_LOCK.filepath
}

/// Whether this place cannot be written to at all.
fn is_refused(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::PermissionDenied
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
    )
}

/// Opens a file to write; a new one is for its owner alone.
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.write(true).mode(0o600).open(path)
}

struct Unwaited(File);

impl Write for Unwaited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Unwaited {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        Ok(())
    }
}

impl Directory for Unsynced {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = open(&self.folder.join(path), OpenOptions::new().create_new(true));
        let file = file.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(error, path.to_owned()),
        })?;
        Ok(BufWriter::with_capacity(64 * 1024, Box::new(Unwaited(file))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match self.managed.list() {
            Some(list) if path == Path::new(MANAGED) => Ok(list),
            Some(_) | None => self.mapped.atomic_read(path),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return self.managed.keep_back(data);
        }
        if path == Path::new(META) {
            self.managed.write()?;
        }
        replace(&self.folder.join(path), data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // Made here, where it would be made for everybody else; what cannot be made is told by the lock.
        open(&self.folder.join(&lock.filepath), OpenOptions::new().create(true).truncate(false)).ok();
        match self.mapped.acquire_lock(lock) {
            // It keeps writers from removing files that a reader is about to open; here nobody writes.
            Err(LockError::IoError(error)) if is_for_reading(lock) && is_refused(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            acquired => acquired,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}
