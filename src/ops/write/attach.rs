//! Files beside entries: copied into the folder for them, named, linked; and those that nothing links to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::entry::{EntryPath, slug};
use crate::ops::WriteError;
use crate::ops::bulk::{self, Rewrite};
use crate::ops::links::{self, Target};
use crate::ops::{Error, Workspace};
use crate::store;
use crate::text::percent;

/// The largest file that is taken: a larger one no sync would carry.
const LARGEST: u64 = 10_000_000;
/// Where files lie in a store without a habit of its own.
const FOLDER: &str = "media";

/// A file that lies in the store now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    pub path: EntryPath,
    /// As Markdown, as it leads there from the entry, or from the store's own folder.
    pub link: String,
    /// The same file was there before.
    pub was_there: bool,
}

/// Copies files into the store and links them at the end of an entry, if one is named: one act.
pub fn attach(workspace: &Workspace, files: &[PathBuf], entry: Option<&EntryPath>) -> Result<Vec<Attached>, Error> {
    let read = files.iter().map(|file| Ok((file, bytes(file)?))).collect::<Result<Vec<_>, Error>>()?;
    let mut all = Vec::new();
    bulk::compose(workspace, || {
        let mut rewrites: Vec<Rewrite> = Vec::new();
        for (file, bytes) in read {
            let (path, was_there) = place(workspace, file, &bytes, entry, &rewrites)?;
            let link = link(file, entry, &path);
            if !was_there {
                rewrites.push(Rewrite { path: path.clone(), before: None, after: Some(bytes) });
            }
            all.push(Attached { path, link, was_there });
        }
        if let Some(entry) = entry {
            let links: Vec<&str> = all.iter().map(|it| it.link.as_str()).collect();
            rewrites.push(Rewrite::of(workspace, entry, |entry| {
                Ok(format!("{}\n\n{}\n", entry.text.trim_end(), links.join("\n\n")))
            })?);
        }
        let names: Vec<String> = all.iter().map(|it| it.path.file_name().to_owned()).collect();
        Ok((format!("attach: {}", names.join(", ")), rewrites))
    })?;
    Ok(all)
}

fn bytes(file: &Path) -> Result<Vec<u8>, Error> {
    let refused = |why: String| Error::Write(WriteError::NoAttachment { file: file.to_owned(), why });
    let meta = fs::metadata(file).map_err(|error| refused(error.to_string()))?;
    if !meta.is_file() {
        return Err(refused("it is no file".to_owned()));
    }
    if meta.len() > LARGEST {
        return Err(refused("it is larger than 10 MB, which no sync would carry".to_owned()));
    }
    fs::read(file).map_err(|error| refused(error.to_string()))
}

/// `media/2026/name.png`, or where another program keeps files; a name that something else has gets a number.
fn place(
    workspace: &Workspace,
    file: &Path,
    bytes: &[u8],
    entry: Option<&EntryPath>,
    taken: &[Rewrite],
) -> Result<(EntryPath, bool), Error> {
    let part = |part: Option<&std::ffi::OsStr>| part.map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, end) = (slug::slug(&part(file.file_stem())), part(file.extension()).to_ascii_lowercase());
    let end: String = end.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let end = if end.is_empty() { "bin".to_owned() } else { end };
    let year = workspace.clock.now().format("%Y");
    let folder = workspace.store().habits().naming.attachments.clone().unwrap_or(format!("{FOLDER}/{year}"));
    let folder = beside(&folder, entry);
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    for number in 1.. {
        let name = if number == 1 { format!("{stem}.{end}") } else { format!("{stem}-{number}.{end}") };
        let path = EntryPath::new(format!("{folder}/{name}").trim_start_matches('/'))?;
        let of_this = taken.iter().find(|rewrite| rewrite.path == path).and_then(|rewrite| rewrite.after.clone());
        match of_this.map_or_else(|| workspace.store().bytes(&path), Ok) {
            Ok(there) if there == bytes => return Ok((path, true)),
            Ok(_) => {}
            Err(store::Error::Missing(_)) => return Ok((path, false)),
            Err(error) => return Err(error.into()),
        }
    }
    unreachable!("numbers do not end")
}

/// The folder for files, where it is said by the entry that they belong to: `./files` lies beside it.
fn beside(folder: &str, entry: Option<&EntryPath>) -> String {
    let own = entry.map_or("", EntryPath::folder);
    match folder.strip_prefix("./") {
        Some(below) => format!("{own}/{below}").trim_matches('/').to_owned(),
        None if folder == "." => own.to_owned(),
        None => folder.trim_matches('/').to_owned(),
    }
}

fn link(file: &Path, entry: Option<&EntryPath>, to: &EntryPath) -> String {
    let up = entry.map_or(0, |entry| entry.as_str().matches('/').count());
    let way = "../".repeat(up) + &percent::encoded(to.as_str(), |c| matches!(c, ' ' | '%' | '<' | '>' | '(' | ')'));
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String =
        name.chars().map(|char| if char.is_control() || "[]".contains(char) { ' ' } else { char }).collect();
    let mark = if is_picture(to) { "!" } else { "" };
    format!("{mark}[{}]({way})", name.trim())
}

fn is_picture(path: &EntryPath) -> bool {
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"].iter().any(|end| path.as_str().ends_with(end))
}

/// Files in the folder for them that no entry links to.
pub fn unused(workspace: &Workspace) -> Result<Vec<EntryPath>, Error> {
    let mut linked: BTreeSet<String> = BTreeSet::new();
    links::each(workspace, &mut |link| {
        if let Target::File(path) = link.target {
            linked.insert(path);
        }
    })?;
    let (mut unused, mut folders) = (Vec::new(), vec![workspace.root().join(FOLDER)]);
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).into_iter().flatten().flatten() {
            let kind = item.file_type().ok();
            if kind.is_some_and(|kind| kind.is_dir()) {
                folders.push(item.path());
            } else if kind.is_some_and(|kind| kind.is_file()) {
                unused.extend(workspace.store().path_of(&item.path()).filter(|path| !linked.contains(path.as_str())));
            }
        }
    }
    unused.sort();
    Ok(unused)
}
