//! What is damaged in a repository, and what the person can do about it.
//!
//! Asked only after something failed: the files are looked at then, so that a healthy repository pays nothing.

use std::fs;
use std::path::{Path, PathBuf};

use super::objects::{bad_summaries, is_whole_pack, packs, unreadable};
use git2::{Config, Index, Oid};

/// What a damaged file is, and one thing that helps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub file: PathBuf,
    pub what: String,
    pub remedy: String,
}

const REPAIR: &str = "`riffle doctor --repair` takes it from your files and from the remote; your files are safe; if \
    neither has it, move `.git` away and run `riffle init` in the store: history begins anew";

impl Damage {
    fn new(file: &Path, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { file: file.to_owned(), what: what.into(), remedy: remedy.into() }
    }
}

/// The first thing that is found damaged in a repository's folders; `branch` is the store's.
pub(in crate::git) fn found(git: &Path, common: &Path, branch: &str) -> Option<Damage> {
    common_folder(&git.join("commondir"))
        .or_else(|| config(&common.join("config")))
        .or_else(|| head(&git.join("HEAD")))
        .or_else(|| folders(common))
        .or_else(|| reference(common, branch).filter(|_| !branch.is_empty()))
        .or_else(|| files_below(common, "refs").iter().find_map(|name| reference(common, name)))
        .or_else(|| packed_refs(&common.join("packed-refs")))
        .or_else(|| shallow(&common.join("shallow")))
        .or_else(|| index(&git.join("index")))
        .or_else(|| alternates(&common.join("objects")))
        .or_else(|| objects(&common.join("objects")))
}

/// Whether objects are said to be where no folder is.
fn alternates(folder: &Path) -> Option<Damage> {
    let file = folder.join("info/alternates");
    let text = fs::read_to_string(&file).ok()?;
    let wrong = text.lines().find(|line| !line.starts_with('#') && !folder.join(line).is_dir())?;
    Some(Damage::new(
        &file,
        format!("names a folder that is not there: {wrong}"),
        "put the folder back, or remove that line",
    ))
}

/// What is wrong with a configuration: the `git` program refuses one that libgit2 reads.
pub(in crate::git) fn config(file: &Path) -> Option<Damage> {
    let remedy = format!("open {} in an editor and fix or remove that line", file.display());
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Some(Damage::new(
                file,
                "is missing, and with it the remote",
                "`git remote add origin URL` names the remote again",
            ));
        }
        Err(error) => {
            let remedy = "move it away; `git remote add origin URL` names the remote again";
            return Some(Damage::new(file, format!("cannot be read ({})", error.kind()), remedy));
        }
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Some(Damage::new(file, format!("has a NUL in line {}", line_of(&bytes, at)), remedy));
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Some(Damage::new(
            file,
            "is empty, and lacks the remote",
            "`git remote add origin URL` names the remote again",
        ));
    }
    let opened = Config::open(file).and_then(|mut config| config.snapshot());
    let error = opened.err()?;
    Some(Damage::new(file, format!("cannot be read: {}", wrong_line(error.message())), remedy))
}

/// Of libgit2's "failed to parse config file: WHY (in FILE:LINE)" what helps.
fn wrong_line(said: &str) -> String {
    let why = said.rsplit_once("file: ").map_or(said, |(_, why)| why);
    match why.rsplit_once(" (in ").and_then(|(why, place)| Some((why, place.rsplit_once(':')?.1))) {
        Some((why, line)) => format!("line {}: {why}", line.trim_end_matches(')')),
        None => why.to_owned(),
    }
}

/// What the settings of a repository ask for that nobody here knows.
pub(in crate::git) fn of_settings(file: &Path, error: &git2::Error) -> Option<Damage> {
    let said = error.message();
    let key = if said.contains("extension name") {
        said.rsplit(' ').next().unwrap_or_default().to_owned()
    } else if said.contains("repository version") {
        "core.repositoryformatversion".to_owned()
    } else {
        return None;
    };
    let remedy = format!("open it with the git that made it; if none did, remove `{key}` from {}", file.display());
    Some(Damage::new(file, format!("asks for what is not known here: {said}"), remedy))
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Whether HEAD says nothing that git understands.
pub(in crate::git) fn head(file: &Path) -> Option<Damage> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let target = text.strip_prefix("ref:").map(str::trim);
    let is_sound = match target {
        Some(target) => target.starts_with("refs/heads/") && git2::Reference::is_valid_name(target),
        None => Oid::from_str(text.trim()).is_ok_and(|id| !id.is_zero() && text.trim().len() == 40),
    };
    (!is_sound).then(|| bad_head(file))
}

pub(in crate::git) fn bad_head(file: &Path) -> Damage {
    let remedy = format!("write `ref: refs/heads/main` as its one line into {}, if main is its branch", file.display());
    Damage::new(file, "names no branch", remedy)
}

/// What another work tree shares with this one, if it says so.
fn common_folder(file: &Path) -> Option<Damage> {
    let said = fs::read_to_string(file).ok()?;
    let leads = file.parent()?.join(said.trim()).join("objects").is_dir();
    (!leads).then(|| {
        Damage::new(file, "leads to no repository", "move it away, unless this is a work tree of another repository")
    })
}

fn folders(common: &Path) -> Option<Damage> {
    let is_wrong = |name: &&str| !common.join(name).is_dir() && (*name != "logs" || common.join(name).exists());
    let lacks = ["objects", "refs", "logs"].into_iter().find(is_wrong)?;
    Some(Damage::new(&common.join(lacks), "is no folder", "`git init` puts the frame back, and takes nothing away"))
}

/// Whether a branch's file holds no id.
pub(in crate::git) fn reference(common: &Path, name: &str) -> Option<Damage> {
    let file = common.join(name);
    let bytes = match fs::read(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        bytes => bytes.unwrap_or_default(),
    };
    let text = String::from_utf8_lossy(&bytes);
    // Of the remote's, one names another: which branch is its usual one.
    if name.ends_with(".lock") || (name.ends_with("/HEAD") && text.starts_with("ref: refs/")) {
        return None;
    }
    let is_sound = text.trim().len() == 40 && Oid::from_str(text.trim()).is_ok_and(|id| !id.is_zero());
    let remedy =
        format!("write the id of its last commit into it; {} lists them", common.join("logs").join(name).display());
    (!is_sound).then(|| Damage::new(&file, "holds no commit's id", remedy))
}

/// Whether the list of packed refs has lines that are none.
pub(super) fn packed_refs(file: &Path) -> Option<Damage> {
    let bytes = fs::read(file).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let wrong = text.lines().position(|line| !is_packed_ref(line))?;
    let remedy = "move it away; `git fetch` brings back what the remote has";
    Some(Damage::new(file, format!("cannot be read: line {}", wrong + 1), remedy))
}

pub(super) fn is_packed_ref(line: &str) -> bool {
    let is_id = |id: &str| id.len() == 40 && Oid::from_str(id).is_ok();
    match line.as_bytes().first() {
        Some(b'#') => true,
        Some(b'^') => is_id(&line[1..]),
        _ => line.split_once(' ').is_some_and(|(id, name)| is_id(id) && git2::Reference::is_valid_name(name)),
    }
}

fn shallow(file: &Path) -> Option<Damage> {
    let text = fs::read_to_string(file).ok()?;
    let is_sound = text.lines().all(|line| line.len() == 40 && Oid::from_str(line).is_ok());
    (!is_sound).then(|| {
        Damage::new(file, "lists what are no commits", "move it away; `git fetch --unshallow` brings the whole history")
    })
}

fn index(file: &Path) -> Option<Damage> {
    if file.symlink_metadata().is_err() {
        return None;
    }
    let error = Index::open(file).err()?;
    let what = if error.message().contains("version") { "was written by a newer git" } else { "cannot be read" };
    Some(Damage::new(
        file,
        what,
        "move it away and run `git reset` in the store: it makes a new one and leaves your files as they are",
    ))
}

/// The first object or pack that cannot be read.
fn objects(folder: &Path) -> Option<Damage> {
    let bad = unreadable(folder).next().or_else(|| packs(folder).into_iter().find(|pack| !is_whole_pack(pack)));
    let bad = bad.or_else(|| bad_summaries(folder).into_iter().next())?;
    Some(Damage::new(&bad, "cannot be read", REPAIR))
}

/// What to say of an object that nobody has.
pub(in crate::git) fn lost(folder: &Path, id: Oid) -> Damage {
    let name = id.to_string();
    let file = folder.join(&name[..2]).join(&name[2..]);
    Damage::new(&file, "is missing, and no pack has it", REPAIR)
}

/// What to say of an object that cannot be read, and was put aside while a command waited for it.
pub(in crate::git) fn cut_short(file: &Path, aside: &Path) -> Damage {
    Damage::new(
        file,
        format!("was damaged and is put aside as {}", aside.display()),
        "the next command makes what was in it anew from your files and the remote; `riffle list` shows whether this one was \
             done, else give it again",
    )
}

/// The files below a folder of a repository, by their paths in it.
pub(super) fn files_below(common: &Path, name: &str) -> Vec<String> {
    let mut files = Vec::new();
    for item in fs::read_dir(common.join(name)).into_iter().flatten().flatten() {
        let below = format!("{name}/{}", item.file_name().to_string_lossy());
        match item.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(files_below(common, &below)),
            Ok(_) => files.push(below),
            Err(_) => {}
        }
    }
    files.sort();
    files
}
