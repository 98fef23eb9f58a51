//! The calls to the system, one function each: retried when interrupted, and counted so that a test can let any of them fail.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{AtFlags, CWD, OFlags, RenameFlags, Timespec, Timestamps, UTIME_NOW, UTIME_OMIT, futimens, utimensat};
use rustix::io::Errno;

use super::fault::{self, Pace};

fn attempt<T>(mut call: impl FnMut(Pace) -> io::Result<T>) -> io::Result<T> {
    loop {
        match fault::call().and_then(&mut call) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Makes a file that did not exist; a symbolic link at its place counts as existing.
pub(super) fn open_new(path: &Path, mode: u32) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    attempt(|_| OpenOptions::new().write(true).create_new(true).mode(mode).custom_flags(flags).open(path))
}

/// Makes a file's time the present one.
pub(super) fn touch(file: &File) -> io::Result<()> {
    let keep = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
    let now = Timespec { tv_sec: 0, tv_nsec: UTIME_NOW };
    attempt(|_| Ok(futimens(file, &Timestamps { last_access: keep, last_modification: now })?))
}

/// Says that a file was written at a time, now or in the past.
pub(super) fn set_time(path: &Path, time: SystemTime) -> io::Result<()> {
    let since = time.duration_since(UNIX_EPOCH).map_err(io::Error::other)?;
    let keep = Timespec { tv_sec: 0, tv_nsec: UTIME_OMIT };
    let time = Timespec { tv_sec: since.as_secs().cast_signed(), tv_nsec: since.subsec_nanos().into() };
    let times = Timestamps { last_access: keep, last_modification: time };
    attempt(|_| Ok(utimensat(CWD, path, &times, AtFlags::SYMLINK_NOFOLLOW)?))
}

/// Makes or empties a file and fills it, in place.
pub(super) fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let open = |_| OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    write_all(&attempt(open)?, bytes)
}

/// Whether a process of that number runs, be it another's.
pub(crate) fn is_running(process: u32) -> bool {
    let number = process.try_into().ok().and_then(rustix::process::Pid::from_raw);
    let is_there =
        number.is_some_and(|number| rustix::process::test_kill_process(number) != Err(rustix::io::Errno::SRCH));
    is_there && !has_ended(process)
}

/// Whether a process is only there until its parent has asked how it ended.
fn has_ended(process: u32) -> bool {
    let state = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    state.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with(['Z', 'X']))
}

/// Opens a file for appending, made if missing; refuses a symbolic link.
pub(super) fn open_to_append(path: &Path, mode: u32) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    attempt(|_| OpenOptions::new().read(true).append(true).create(true).mode(mode).custom_flags(flags).open(path))
}

/// Opens what is there for writing and leaves its length alone.
pub(super) fn open_to_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Opens a file whose content does not matter, made if missing.
pub(super) fn open_to_lock(path: &Path) -> io::Result<File> {
    attempt(|_| OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path))
}

pub(super) fn write_all(mut file: &File, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = attempt(|pace| match pace {
            Pace::Whole => file.write(bytes),
            Pace::Short => file.write(&bytes[..bytes.len().div_ceil(2)]),
        })?;
        if written == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        bytes = &bytes[written..];
    }
    Ok(())
}

pub(super) fn sync(file: &File) -> io::Result<()> {
    attempt(|_| file.sync_all())
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    let file = attempt(|_| File::open(folder))?;
    match attempt(|_| file.sync_all()) {
        // Some network and FUSE file systems know no such thing.
        Err(error) if is_unsupported(&error) => Ok(()),
        result => result,
    }
}

/// Makes everything on a folder's file system durable.
pub(super) fn sync_all(folder: &Path) -> io::Result<()> {
    let file = attempt(|_| File::open(folder))?;
    #[cfg(target_os = "linux")]
    attempt(|_| Ok(rustix::fs::syncfs(&file)?))?;
    #[cfg(not(target_os = "linux"))]
    rustix::fs::sync();
    drop(file);
    Ok(())
}

pub(super) fn shorten(file: &File, size: u64) -> io::Result<()> {
    attempt(|_| file.set_len(size))
}

/// Gives a file the permission bits and, where the system lets us, the owner of another.
pub(super) fn liken(file: &File, like: &fs::Metadata) -> io::Result<()> {
    let mine = attempt(|_| file.metadata())?;
    if (mine.uid(), mine.gid()) != (like.uid(), like.gid()) {
        // Only root may give files away; for everybody else the file stays theirs, as after any editor.
        std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid())).ok();
    }
    attempt(|_| file.set_permissions(Permissions::from_mode(like.mode() & 0o777)))
}

pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    attempt(|_| fs::read(path))
}

pub(super) fn size(file: &File) -> io::Result<u64> {
    attempt(|_| file.metadata().map(|meta| meta.len()))
}

/// The last byte of a file, if it has one.
pub(super) fn last_byte(mut file: &File) -> io::Result<Option<u8>> {
    if size(file)? == 0 {
        return Ok(None);
    }
    let mut last = [0];
    attempt(|_| file.seek(SeekFrom::End(-1)).and_then(|_| file.read_exact(&mut last)))?;
    Ok(Some(last[0]))
}

pub(super) fn metadata(path: &Path) -> io::Result<fs::Metadata> {
    attempt(|_| fs::metadata(path))
}

/// How long ago a file was written; one from the future, just now.
pub(super) fn age(meta: &fs::Metadata) -> Duration {
    meta.modified().ok().and_then(|time| time.elapsed().ok()).unwrap_or_default()
}

/// The names in a folder.
pub(super) fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    attempt(|_| fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect())
}

/// Where a path leads once every symbolic link is followed.
pub(super) fn resolve(path: &Path) -> io::Result<PathBuf> {
    attempt(|_| fs::canonicalize(path))
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    attempt(|_| fs::rename(from, to))
}

/// Renames and refuses to overwrite; unsupported on some file systems.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    rename_with(from, to, RenameFlags::NOREPLACE)
}

/// Exchanges what two names stand for; unsupported on some file systems.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    rename_with(one, other, RenameFlags::EXCHANGE)
}

fn rename_with(from: &Path, to: &Path, flags: RenameFlags) -> io::Result<()> {
    attempt(|_| match fault::renames_are_plain() {
        true => Err(Errno::NOSYS.into()),
        false => Ok(rustix::fs::renameat_with(CWD, from, CWD, to, flags)?),
    })
}

pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    attempt(|_| fs::hard_link(from, to))
}

/// Removes a file as a lock ends: nobody is told of a failure, so none is made up for a test either.
pub(super) fn release(path: &Path) {
    fs::remove_file(path).ok();
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    attempt(|_| fs::remove_file(path))
}

pub(super) fn make_folder(path: &Path, mode: u32) -> io::Result<()> {
    attempt(|_| fs::DirBuilder::new().mode(mode).create(path))
}

pub(super) fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    attempt(|_| fs::set_permissions(path, Permissions::from_mode(mode)))
}

pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    attempt(|_| fs::remove_dir(path))
}

pub(super) fn remove_all(path: &Path) -> io::Result<()> {
    attempt(|_| fs::remove_dir_all(path))
}

/// How many bytes may still be written where a folder lies; `None` where the system does not say.
pub(super) fn free_space(folder: &Path) -> Option<u64> {
    let room = rustix::fs::statvfs(folder).ok()?;
    (room.f_blocks > 0).then(|| room.f_bavail.saturating_mul(room.f_frsize))
}

/// Whether a call failed because this file system does not have it.
pub(super) fn is_unsupported(error: &io::Error) -> bool {
    [Errno::NOSYS, Errno::INVAL, Errno::NOTSUP, Errno::OPNOTSUPP]
        .into_iter()
        .any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}
