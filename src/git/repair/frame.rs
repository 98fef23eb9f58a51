//! The frame of a repository, without which libgit2 opens nothing: HEAD and the folders.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use super::damage;
use crate::disk;
use crate::git::Error;
use crate::git::backup::{put_aside, report_repair};

/// Puts the frame right without which libgit2 opens nothing: HEAD and the folders. `kept` is the branch that the store was
/// on last, if that is known. Answers whether anything was done.
pub(in crate::git) fn frame(git: &Path, kept: &str, why: &Error) -> Result<bool, Error> {
    // Something else than a repository, or one of which hardly anything is left.
    let left = ["HEAD", "objects", "refs", "config"].into_iter().filter(|part| git.join(part).exists()).count();
    if !git.is_dir() || left < 2 || git.join("commondir").exists() {
        return Ok(false);
    }
    let made = folder(git, "objects")? | folder(git, "refs")? | folder(git, "refs/heads")?;
    let is_bad = damage::head(&git.join("HEAD")).is_some()
        || matches!(why, Error::Damaged(damage) if damage.file.ends_with("HEAD"));
    Ok((is_bad && head(git, kept)?) || made)
}

pub(in crate::git) fn folder(git: &Path, name: &str) -> Result<bool, Error> {
    let folder = git.join(name);
    // A link may lead to a disk that is not there at the moment.
    if folder.is_dir() || folder.is_symlink() {
        return Ok(false);
    }
    let aside = if folder.symlink_metadata().is_ok() { put_aside(git, &folder)? } else { None };
    disk::make_folder(&folder)?;
    report_repair(&folder, "the folder was made anew", aside.as_deref());
    Ok(true)
}

fn head(git: &Path, kept: &str) -> Result<bool, Error> {
    let file = git.join("HEAD");
    let Some(branch) = branch_of(git, kept) else { return Ok(false) };
    let aside = if file.symlink_metadata().is_ok() { put_aside(git, &file)? } else { None };
    disk::create(&file, format!("ref: {branch}\n").as_bytes())?;
    report_repair(&file, &format!("it names {branch} again"), aside.as_deref());
    Ok(true)
}

/// The branch that HEAD was on: the one that is remembered, else the only one.
fn branch_of(git: &Path, kept: &str) -> Option<String> {
    let is_known = |name: &str| git.join(name).is_file() || packed_names(git).iter().any(|packed| packed == name);
    if is_known(kept) {
        return Some(kept.to_owned());
    }
    let files = fs::read_dir(git.join("refs/heads")).into_iter().flatten().flatten();
    let names = files.filter_map(|file| Some(format!("refs/heads/{}", file.file_name().to_str()?)));
    let all: HashSet<String> = names.chain(packed_names(git)).collect();
    let mut all = all.into_iter().filter(|name| !name.ends_with(".lock"));
    all.next().filter(|_| all.next().is_none())
}

fn packed_names(git: &Path) -> Vec<String> {
    let text = fs::read_to_string(git.join("packed-refs")).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.starts_with(['#', '^']));
    let names = lines.filter_map(|line| line.split_once(' ').map(|(_, name)| name.to_owned()));
    names.filter(|name| name.starts_with("refs/heads/")).collect()
}
