//! Many files made, replaced or removed as one: all are written and made durable with one sync before the first gets its name, and
//! the names with another. A power cut leaves each file as it was or as it was to be, whole.

use std::collections::{HashMap, HashSet};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use super::{
    Access, Error, Sync, discard, failed, gone, make_folder, parent, place, point, remove_expected, stage, sync_all,
    sys,
};

/// So many threads remove files.
const REMOVERS: usize = 8;

/// A file that is to hold something else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Replacement<'a> {
    pub path: &'a Path,
    /// What it holds now.
    pub before: &'a [u8],
    pub after: &'a [u8],
}

/// Makes many new files, all with the same time; `told` hears after each how many are done. Missing folders are made.
///
/// After an error those that were made before are gone again, as far as nobody wrote to them since.
pub(crate) fn create_all(
    files: &[(PathBuf, &[u8])],
    time: SystemTime,
    told: &mut dyn FnMut(usize),
) -> Result<(), Error> {
    let mut folders = HashMap::new();
    let mut staged = Vec::with_capacity(files.len());
    for (path, bytes) in files {
        match stage_new(path, bytes, time, &mut folders) {
            Ok(temp) => staged.push(temp),
            Err(error) => {
                staged.iter().for_each(|temp| discard(temp));
                return Err(error);
            }
        }
        told(staged.len());
    }
    let synced = folders.values().try_for_each(|folder| sync_all(folder));
    point("creation-staged");
    let mut done = 0;
    let placed = synced.and_then(|()| {
        staged.iter().zip(files).try_for_each(|(temp, (path, _))| {
            place::without_overwriting(temp, path).map_err(failed(path))?;
            done += 1;
            point("creation-one-placed");
            Ok(())
        })
    });
    if let Err(error) = placed {
        staged[done..].iter().for_each(|temp| discard(temp));
        // The error that led here is what is told.
        files[..done].iter().for_each(|(path, bytes)| drop(remove_expected(path, bytes)));
        return Err(error);
    }
    folders.values().try_for_each(|folder| sync_all(folder))?;
    point("creation-placed");
    Ok(())
}

/// Writes a new file beside its place, and notes a folder of its disk.
fn stage_new(
    path: &Path,
    bytes: &[u8],
    time: SystemTime,
    folders: &mut HashMap<u64, PathBuf>,
) -> Result<PathBuf, Error> {
    let folder = parent(path);
    make_folder(folder)?;
    let temp = stage(path, bytes, Access::Fresh, Sync::Lazy)?;
    let noted = sys::set_time(&temp, time).and_then(|()| sys::metadata(&temp));
    match noted {
        Ok(meta) => {
            folders.entry(meta.dev()).or_insert_with(|| folder.to_owned());
            Ok(temp)
        }
        Err(error) => {
            discard(&temp);
            Err(failed(path)(error))
        }
    }
}

/// Removes many files if each still is what was expected; what somebody wrote in between stays, and then all of them do.
pub(crate) fn remove_all_expected(files: &[(PathBuf, &[u8])]) -> Result<(), Error> {
    let mut aside = Vec::with_capacity(files.len());
    let put_aside = files.iter().try_for_each(|(path, expected)| {
        // Out of everybody's sight first: what is read then is what is removed.
        let temp = place::aside(path).map_err(gone(path))?;
        let content = sys::read(&temp);
        aside.push(temp);
        point("removal-one-aside");
        match content {
            Ok(content) if content == *expected => Ok(()),
            outcome => Err(outcome.map_or_else(failed(path), |_| Error::Changed(path.clone()))),
        }
    });
    if let Err(error) = put_aside {
        aside.iter().zip(files).for_each(|(temp, (path, _))| place::back(temp, path));
        return Err(error);
    }
    discard_each(&aside.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    point("removal-removed");
    let folders: HashSet<&Path> = files.iter().map(|(path, _)| parent(path)).collect();
    folders.into_iter().try_for_each(|folder| sys::sync_folder(folder).map_err(failed(folder)))
}

/// A replacement that is written beside its place.
struct Staged<'a> {
    temp: PathBuf,
    file: PathBuf,
    of: Replacement<'a>,
}

/// Replaces the content of many files if each still is what was expected; all get the same time. `told` hears after each how
/// many are done.
///
/// After an error those that were replaced before hold their old content again, as far as nobody wrote to them since.
pub(crate) fn replace_all(
    files: &[Replacement<'_>],
    time: SystemTime,
    told: &mut dyn FnMut(usize),
) -> Result<(), Error> {
    let mut folders = HashMap::new();
    let staged = match stage_all(files, time, &mut folders, told) {
        Ok(staged) => staged,
        Err((staged, error)) => {
            staged.iter().for_each(|it| discard(&it.temp));
            return Err(error);
        }
    };
    let synced = folders.values().try_for_each(|folder| sync_all(folder));
    point("batch-staged");
    let mut done = 0;
    let placed = synced.and_then(|()| {
        staged.iter().try_for_each(|it| {
            place::exchanged(&it.temp, &it.file, it.of.before, it.of.after)?;
            done += 1;
            point("batch-one-placed");
            Ok(())
        })
    });
    if let Err(error) = placed {
        staged[..done].iter().for_each(take_back);
        discard_all(&staged);
        return Err(error);
    }
    discard_all(&staged);
    folders.values().try_for_each(|folder| sync_all(folder))?;
    point("batch-placed");
    Ok(())
}

/// Writes all of them beside their places, and notes a folder of each disk they lie on.
fn stage_all<'a>(
    files: &[Replacement<'a>],
    time: SystemTime,
    folders: &mut HashMap<u64, PathBuf>,
    told: &mut dyn FnMut(usize),
) -> Result<Vec<Staged<'a>>, (Vec<Staged<'a>>, Error)> {
    let mut staged = Vec::with_capacity(files.len());
    for of in files {
        match stage_one(of, time, folders) {
            Ok(it) => staged.push(it),
            Err(error) => return Err((staged, error)),
        }
        told(staged.len());
    }
    Ok(staged)
}

fn stage_one<'a>(
    of: &Replacement<'a>,
    time: SystemTime,
    folders: &mut HashMap<u64, PathBuf>,
) -> Result<Staged<'a>, Error> {
    let file = sys::resolve(of.path).map_err(gone(of.path))?;
    if sys::read(&file).map_err(gone(of.path))? != of.before {
        return Err(Error::Changed(of.path.to_owned()));
    }
    let like = sys::metadata(&file).map_err(gone(of.path))?;
    folders.entry(like.dev()).or_insert_with(|| parent(&file).to_owned());
    let temp = stage(&file, of.after, Access::Like(&like), Sync::Lazy)?;
    match sys::set_time(&temp, time) {
        Ok(()) => Ok(Staged { temp, file, of: *of }),
        Err(error) => {
            discard(&temp);
            Err(failed(&file)(error))
        }
    }
}

/// Removes what lies beside the places, new or old.
fn discard_all(staged: &[Staged<'_>]) {
    discard_each(&staged.iter().map(|it| it.temp.as_path()).collect::<Vec<_>>());
}

/// Removes files that nobody needs. Each waits for the disk, so several do at once.
fn discard_each(files: &[&Path]) {
    thread::scope(|scope| {
        for some in files.chunks(files.len().div_ceil(REMOVERS).max(1)) {
            scope.spawn(|| some.iter().for_each(|file| discard(file)));
        }
    });
}

/// Gives a file its old content again. What fails here is told by the error that led to it.
fn take_back(it: &Staged<'_>) {
    super::replace(&it.file, it.of.after, it.of.before).ok();
}
