//! A folder of standard Markdown: entries and the files they show, where they lie in the store, with links that any program
//! follows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::Exported;
use crate::clock;
use crate::disk;
use crate::entry::link::{self, Form, Link};
use crate::entry::{Entry, EntryPath};
use crate::ops::links::resolver::{self, Meant, Resolver};
use crate::ops::{Error, TransferError, Workspace};
use crate::team::publish;

pub(super) fn write(
    workspace: &Workspace,
    out: &Path,
    entries: &[Entry],
    exported: &mut Exported,
) -> Result<(), Error> {
    if fs::read_dir(out).is_ok_and(|mut items| items.next().is_some()) || out.is_file() {
        return Err(TransferError::Taken(out.to_owned()).into());
    }
    let mut files = BTreeSet::new();
    let texts = resolver::ask(workspace, |resolver| {
        entries
            .iter()
            .map(|entry| Ok((entry.path.clone(), text(entry, resolver, &mut files)?)))
            .collect::<Result<Vec<_>, Error>>()
    })?;
    let written = texts.into_iter().map(|(path, text)| Ok((out.join(path.as_str()), bytes(workspace, &path, text)?)));
    let mut all = written.collect::<Result<Vec<(PathBuf, Vec<u8>)>, Error>>()?;
    exported.entries = all.len();
    for path in files {
        match workspace.store().bytes(&path) {
            Ok(bytes) => all.push((out.join(path.as_str()), bytes)),
            Err(error) => exported.left_out.push((path, error.to_string())),
        }
    }
    exported.files = all.len() - exported.entries;
    let all: Vec<(PathBuf, &[u8])> = all.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    disk::make_folder(out)?;
    Ok(disk::create_all(&all, clock::file_time(), &mut |_| {})?)
}

/// The bytes of a text. One that is not UTF-8 has letters that only its file has.
fn bytes(workspace: &Workspace, path: &EntryPath, text: String) -> Result<Vec<u8>, Error> {
    match text.contains(char::REPLACEMENT_CHARACTER) {
        true => Ok(workspace.store().bytes(path)?),
        false => Ok(text.into_bytes()),
    }
}

/// The text of an entry with its links as Markdown has them; notes the files that they lead to.
fn text(entry: &Entry, resolver: &Resolver<'_>, files: &mut BTreeSet<EntryPath>) -> Result<String, Error> {
    let mut text = entry.text.clone();
    for link in link::of(entry).into_iter().rev() {
        let led = resolver.meant(&entry.path, &link)?;
        if let Meant::File(path, _) = &led {
            files.insert(path.clone());
        }
        let is_wiki = matches!(link.form, Form::Wiki | Form::Embed) && link.field.is_none();
        if let Some(words) = is_wiki.then(|| markdown(entry, &link, &led)).flatten() {
            text.replace_range(link.range.clone(), &words);
        }
    }
    Ok(text)
}

/// A wiki link as a Markdown link; what leads nowhere stays as it is.
fn markdown(entry: &Entry, link: &Link, led: &Meant) -> Option<String> {
    let (path, is_file) = match led {
        Meant::Entry(path, _) => (path, false),
        Meant::File(path, _) => (path, true),
        Meant::Web | Meant::Missing => return None,
    };
    let shown =
        link.shown.as_deref().unwrap_or(if link.target.is_empty() { link.heading.as_deref()? } else { &link.target });
    let heading = link.heading.as_deref().map(|heading| format!("#{}", publish::anchor(heading))).unwrap_or_default();
    let way = link::encoded(&link::relative(entry.path.folder(), path.as_str()));
    let mark = if is_file && link.form == Form::Embed { "!" } else { "" };
    Some(format!("{mark}[{}]({way}{heading})", shown.replace(['[', ']'], "")))
}
