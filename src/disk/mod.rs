//! The only writer: durable atomic writes, creation that never overwrites, locks, free space.
//!
//! A file is written beside its place under a dot name (`.riffle-…tmp`), synced, and only then given its name, so that a
//! crash leaves the old content or the new one, whole. When a function here returns `Ok`, a power cut changes nothing about it.
//!
//! In debug builds every step that touches the disk passes a labelled point where a test can kill the
//! process (`RIFFLE_CRASH_AT=label`) or make the Nth call fail (`RIFFLE_FAIL_AT=N:ENOSPC`); see [`fault`].
//!
//! Not kept by `replace`: extended attributes, and the other names of a file with several hard links.

mod batch;
pub mod fault;
mod lock;
mod place;
mod privacy;
mod remove;
mod sys;
mod unfinished;

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

pub(crate) use batch::{Replacement, create_all, remove_all_expected, replace_all};
pub(crate) use lock::{Lock, is_held, lock, try_lock};
pub(crate) use place::rename;
pub(crate) use privacy::{is_open_to_others, may_be_changed_by_others, tighten, tighten_all};
pub(crate) use remove::{remove, remove_cache, remove_expected, remove_unsynced};
pub(crate) use sys::is_running;
pub(crate) use unfinished::{is_left, is_unfinished, leftovers, unfinished_beside};

/// Left free on every disk, so that the system around us goes on working.
const SPARE: u64 = 1_000_000;
/// Below this no file of ours or git's fits.
const SMALLEST: u64 = 16_384;

/// What can go wrong with the disk.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is already a file at {}", .0.display())]
    Exists(PathBuf),
    #[error("{} has changed since it was read", .0.display())]
    Changed(PathBuf),
    #[error("the disk that holds {} is full", .0.display())]
    Full(PathBuf),
    #[error("{} is on a read-only file system", .0.display())]
    ReadOnly(PathBuf),
    #[error("another Riffle is writing; waited 5 seconds for {}", .0.display())]
    Locked(PathBuf),
    #[error("{} is no regular file", .0.display())]
    Special(PathBuf),
    #[error("cannot write {}", path.display())]
    Write {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Passes a labelled step: in debug builds a test may have the process end here. Labels are unique in the program.
pub(crate) fn point(label: &str) {
    fault::point(label);
}

/// Writes a new file durably; refuses to overwrite. Missing folders are made.
///
/// After an error the file may be there, whole: an error of the last step (making its name durable) does not take it back.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    create_for(path, bytes, Access::Fresh)
}

/// The same for a file that its owner alone may read.
pub(crate) fn create_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    create_for(path, bytes, Access::Private)
}

fn create_for(path: &Path, bytes: &[u8], access: Access<'_>) -> Result<(), Error> {
    match access {
        Access::Private => make_private_folder(parent(path))?,
        Access::Fresh | Access::Like(_) => make_folder(parent(path))?,
    }
    let temp = stage(path, bytes, access, Sync::Durable)?;
    point("create-staged");
    place::without_overwriting(&temp, path).map_err(|source| {
        discard(&temp);
        failed(path)(source)
    })?;
    point("create-placed");
    settle(path, bytes)
}

/// Replaces a file's content durably if it still is `expected`; nothing is lost when somebody wrote in between.
///
/// Permission bits stay. Of a symbolic link, the file it leads to is replaced. A file that is gone has [`Error::Changed`].
pub(crate) fn replace(path: &Path, expected: &[u8], bytes: &[u8]) -> Result<(), Error> {
    let file = sys::resolve(path).map_err(gone(path))?;
    if sys::read(&file).map_err(gone(path))? != expected {
        return Err(Error::Changed(path.to_owned()));
    }
    let like = sys::metadata(&file).map_err(gone(path))?;
    let temp = stage(&file, bytes, Access::Like(&like), Sync::Durable)?;
    point("replace-staged");
    place::over_expected(&temp, &file, expected, bytes)?;
    point("replace-placed");
    settle(&file, bytes)
}

/// Writes a file of ours (state, cache, configuration), new or old, atomically and durably.
///
/// A new one can be read by its owner alone; of an old one the permission bits stay. What stands there and is no regular file
/// (a device, a pipe, a folder) stays: [`Error::Special`].
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let file = put_at(path, bytes, Sync::Durable)?;
    settle(&file, bytes)
}

/// Like [`put`], but a power cut may take it back or leave it empty: for caches that notice and rebuild.
pub(crate) fn put_unsynced(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    put_at(path, bytes, Sync::Lazy).map(drop)
}

fn put_at(path: &Path, bytes: &[u8], sync: Sync) -> Result<PathBuf, Error> {
    make_private_folder(parent(path))?;
    // A configuration file may be a link into somebody's dotfiles; the link stays.
    let file = sys::resolve(path).unwrap_or_else(|_| path.to_owned());
    let like = sys::metadata(&file).ok();
    if like.as_ref().is_some_and(|like| !like.is_file()) {
        return Err(Error::Special(file));
    }
    let temp = stage(&file, bytes, like.as_ref().map_or(Access::Private, Access::Like), sync)?;
    point("put-staged");
    sys::rename(&temp, &file).map_err(|source| {
        discard(&temp);
        failed(&file)(source)
    })?;
    point("put-placed");
    Ok(file)
}

/// Writes a file that is made again from others, for everybody whom the umask lets read it. What has its name is replaced and
/// never followed. Not durable, as [`put_unsynced`].
pub(crate) fn put_made(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let temp = stage(path, bytes, Access::Fresh, Sync::Lazy)?;
    point("made-staged");
    sys::rename(&temp, path).map_err(|source| {
        discard(&temp);
        failed(path)(source)
    })
}

/// Writes into a device or a pipe that is there.
pub(crate) fn stream(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    sys::open_to_stream(path).and_then(|file| sys::write_all(&file, bytes)).map_err(failed(path))
}

/// Gives a file a second name, to be written anew under that one; where the file system knows no such thing, a copy.
pub(crate) fn link(from: &Path, to: &Path) -> Result<(), Error> {
    // Left by a process that had our number.
    sys::remove(to).ok();
    match sys::link(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            sys::read(from).and_then(|bytes| sys::overwrite(to, &bytes)).map_err(failed(to))
        }
        linked => linked.map_err(gone(from)),
    }
}

/// Puts a file in the place of another, whose permission bits stay. Not durable, as [`put_unsynced`].
pub(crate) fn supersede(with: &Path, path: &Path) -> Result<(), Error> {
    if let Ok(like) = sys::metadata(path) {
        File::open(with).and_then(|file| sys::liken(&file, &like)).map_err(failed(with))?;
    }
    sys::rename(with, path).map_err(failed(path))?;
    point("superseded");
    Ok(())
}

/// Makes all that was written to the file system of a folder durable, with one call: after an act of many files.
pub(crate) fn sync_all(folder: &Path) -> Result<(), Error> {
    sys::sync_all(folder).map_err(failed(folder))
}

/// Writes a small note of ours in place, neither atomic nor durable: for what only tells a later process about a crash of
/// this one. Readers pass over a torn note.
pub(crate) fn note(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    make_private_folder(parent(path))?;
    sys::overwrite(path, bytes).map_err(failed(path))?;
    point("note-written");
    Ok(())
}

/// The same, durably: for a note that has to be there before what it tells of begins.
pub(crate) fn note_durably(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    note(path, bytes)?;
    File::open(path).and_then(|file| sys::sync(&file)).map_err(failed(path))?;
    sys::sync_folder(parent(path)).map_err(failed(path))
}

/// Makes a note's time the present one: whoever finds it knows when it was worked on last.
pub(crate) fn touch(path: &Path) -> Result<(), Error> {
    File::open(path).and_then(|file| sys::touch(&file)).map_err(failed(path))
}

/// Takes a lock by a file that is there, with these bytes in it, as long as somebody has it, which is how git's locks work:
/// [`Error::Exists`] if somebody does. After a crash it stays; [`is_held`] tells.
pub(crate) fn claim(path: &Path, bytes: &[u8]) -> Result<Lock, Error> {
    let temp = stage(path, bytes, Access::Fresh, Sync::Lazy)?;
    let lock = lock::lock(&temp);
    let placed = lock.and_then(|lock| place::without_overwriting(&temp, path).map(|()| lock).map_err(failed(path)));
    point("claim-placed");
    placed.inspect_err(|_| discard(&temp))
}

/// Gives back what [`claim`] took. That it stays is found by whoever wants it next.
pub(crate) fn release(path: &Path) {
    sys::release(path);
}

/// Appends one line durably to a file of ours. The file has one writer; a symbolic link is refused.
///
/// After an error the file is as before, or ends in a piece of the line that the next one does not continue.
pub(crate) fn append(path: &Path, line: &str) -> Result<(), Error> {
    make_private_folder(parent(path))?;
    require_space(path, line.len())?;
    let file = sys::open_to_append(path, 0o600).map_err(failed(path))?;
    let before = sys::size(&file).map_err(failed(path))?;
    let torn = sys::last_byte(&file).map_err(failed(path))?.is_some_and(|last| last != b'\n');
    let text = format!("{}{line}\n", if torn { "\n" } else { "" });
    sys::write_all(&file, text.as_bytes()).and_then(|()| sys::sync(&file)).map_err(|source| {
        // The failure itself is what is told; a torn line is skipped by readers.
        sys::shorten(&file, before).ok();
        failed(path)(source)
    })?;
    point("append-written");
    // Also for a file that exists: it may be the one whose name was not made durable last time.
    sys::sync_folder(parent(path)).map_err(failed(path))?;
    point("append-settled");
    Ok(())
}

/// Appends a line to a file of ours of which it does not matter whether a power cut takes it back.
pub(crate) fn append_unsynced(path: &Path, line: &str) -> Result<(), Error> {
    make_private_folder(parent(path))?;
    // In front, so that a line that was torn before spoils none but itself.
    let text = format!("\n{line}\n");
    sys::open_to_append(path, 0o600).and_then(|file| sys::write_all(&file, text.as_bytes())).map_err(failed(path))
}

/// Makes a folder and those above it, durably.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    // The system takes the umask off.
    make_folder_for(folder, 0o777)
}

/// The same for folders that their owner alone may enter.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), Error> {
    make_folder_for(folder, 0o700)
}

fn make_folder_for(folder: &Path, mode: u32) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = parent(folder);
    if above != folder {
        make_folder_for(above, mode)?;
    }
    match sys::make_folder(folder, mode) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => return Ok(()),
        result => result.map_err(failed(folder))?,
    }
    point("folder-made");
    sys::sync_folder(above).map_err(|source| {
        // Taken back, so that the next try makes it durable instead of finding it there.
        sys::remove_folder(folder).ok();
        failed(folder)(source)
    })
}

/// Who may read a new file.
#[derive(Clone, Copy)]
enum Access<'a> {
    /// Whoever may read any new file of this person.
    Fresh,
    /// This person alone.
    Private,
    /// Whoever may read that file.
    Like(&'a Metadata),
}

/// Whether a write has to survive a power cut.
#[derive(Clone, Copy)]
enum Sync {
    Durable,
    Lazy,
}

/// Writes bytes to a new file beside `path`; after an error nothing is left of it.
fn stage(path: &Path, bytes: &[u8], access: Access<'_>, sync: Sync) -> Result<PathBuf, Error> {
    require_space(path, bytes.len())?;
    let (temp, file) = new_temp(path, access).map_err(failed(path))?;
    point("temp-made");
    fill(&file, bytes, access, sync).map_err(|source| {
        discard(&temp);
        failed(path)(source)
    })?;
    Ok(temp)
}

fn fill(file: &File, bytes: &[u8], access: Access<'_>, sync: Sync) -> io::Result<()> {
    sys::write_all(file, bytes)?;
    point("temp-written");
    match access {
        Access::Fresh | Access::Private => {}
        Access::Like(like) => sys::liken(file, like)?,
    }
    match sync {
        Sync::Durable => sys::sync(file),
        Sync::Lazy => Ok(()),
    }
}

fn new_temp(path: &Path, access: Access<'_>) -> io::Result<(PathBuf, File)> {
    let mode = match access {
        // The system takes the umask off, as of every new file.
        Access::Fresh => 0o666,
        Access::Private | Access::Like(_) => 0o600,
    };
    loop {
        let temp = unfinished_beside(path);
        match sys::open_new(&temp, mode) {
            // A process that had our number left it.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            result => return result.map(|file| (temp, file)),
        }
    }
}

/// Makes a file's name durable and reads back what lies under it.
fn settle(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    sys::sync_folder(parent(path)).map_err(failed(path))?;
    point("settled");
    match sys::read(path).map_err(gone(path))? == bytes {
        true => Ok(()),
        false => Err(Error::Changed(path.to_owned())),
    }
}

/// Whether nothing more fits on the disk that holds a folder.
pub(crate) fn is_full(folder: &Path) -> bool {
    sys::free_space(folder).is_some_and(|free| free < SMALLEST)
}

fn require_space(path: &Path, bytes: usize) -> Result<(), Error> {
    let needed = SPARE.saturating_add(bytes as u64);
    match sys::free_space(parent(path)) {
        Some(free) if free < needed => Err(Error::Full(path.to_owned())),
        Some(_) | None => Ok(()),
    }
}

/// Removes a file that nobody needs. That it stays is no failure of what was asked for; its dot name keeps it out of sight.
fn discard(temp: &Path) {
    sys::remove(temp).ok();
}

/// The folder a path lies in, `.` for a bare name.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => path,
    }
}

/// An error of the system as one of ours.
fn failed(path: &Path) -> impl Fn(io::Error) -> Error {
    move |source| {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::AlreadyExists => Error::Exists(path),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Error::Full(path),
            ErrorKind::ReadOnlyFilesystem => Error::ReadOnly(path),
            _ => Error::Write { path, source },
        }
    }
}

/// The same for a file that was read before, whose absence is a change.
fn gone(path: &Path) -> impl Fn(io::Error) -> Error {
    move |source| match source.kind() {
        ErrorKind::NotFound => Error::Changed(path.to_owned()),
        _ => failed(path)(source),
    }
}

#[cfg(test)]
mod tests;
