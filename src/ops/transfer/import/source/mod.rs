//! What is brought in: a file, a folder or an archive, read within limits, each file in the format that it is in.

mod archive;
mod folder;
mod limit;

use std::collections::HashMap;
use std::path::Path;

use super::{LeftOut, Partial, Request};
use crate::formats::{self, Attachment, File, Format, Item, Reading, joplin, nb};
use crate::ops::{Error, TransferError};

/// What one file holds, or several that belong together.
#[derive(Default)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) of: &'static str,
    pub(super) items: Vec<Item>,
    /// Files that are taken as they are, with those that belong to them.
    pub(super) copies: Vec<File>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The files that are brought in.
struct Files {
    /// What they are called together.
    name: String,
    files: Vec<File>,
    left_out: Vec<LeftOut>,
}

pub(super) fn read(request: &Request) -> Result<Vec<Source>, Error> {
    let format = match &request.format {
        Some(name) => Some(Format::named(name).ok_or_else(|| TransferError::NoFormat(name.clone()))?),
        None => None,
    };
    let path = &request.from;
    if path.is_dir() {
        return several(folder::read(path)?, format, request);
    }
    let bytes = limit::file(path)?;
    match archive::read(&name(path), &bytes)? {
        Some(files) => several(files, format, request),
        None => Ok(vec![one(File { name: name(path), bytes }, format, request)?]),
    }
}

/// A file alone.
fn one(file: File, format: Option<&'static Format>, request: &Request) -> Result<Source, Error> {
    let (is_markdown, name) = (file.is_markdown(), file.name.clone());
    let text = formats::decoded(file.bytes.clone());
    match format.or_else(|| Format::of(&text)) {
        Some(format) if format.is_of_one_file() => {
            let mut source = of_text(name, &text, format, request)?;
            attach(&mut source, "", &HashMap::new(), "comes only with the folder that both lie in");
            Ok(source)
        }
        None if is_markdown => Ok(copied(name, vec![file])),
        None if formats::is_list_of_feeds(&text) => Err(TransferError::Feeds(name).into()),
        Some(_) | None => Err(TransferError::Unknown(name).into()),
    }
}

fn of_text(file: String, text: &str, format: &'static Format, request: &Request) -> Result<Source, Error> {
    let reading = format.read(text).map_err(|malformed| TransferError::Malformed { file: file.clone(), malformed })?;
    match reading.cut {
        Some(cut) if request.partial == Partial::Refuse => {
            Err(TransferError::Cut { file, cut, whole: reading.items.len() }.into())
        }
        Some(_) | None => Ok(of_reading(file, format.of, reading)),
    }
}

/// The files that are in the format that the person names; where none is known to be, it is tried on all.
fn chosen<'a>(
    texts: Vec<(&'a File, String)>,
    format: Option<&'static Format>,
) -> Vec<(&'a File, &'static Format, String)> {
    let known = texts.iter().filter_map(|(_, text)| Format::of(text));
    let is_among = format.is_some_and(|format| known.map(|it| it.name).any(|name| name == format.name));
    let of = |text: &str| match format.filter(|_| !is_among) {
        Some(format) => Some(format),
        None => Format::of(text).filter(|found| format.is_none_or(|format| format.name == found.name)),
    };
    texts.into_iter().filter_map(|(file, text)| Some((file, of(&text)?, text))).collect()
}

fn of_reading(file: String, of: &'static str, reading: Reading) -> Source {
    let left_out = |line: usize, why: String| LeftOut { file: file.clone(), line, why };
    let cut = reading.cut.map(|cut| left_out(cut.line, cut.why.to_owned()));
    let left_out = reading.skipped.into_iter().map(|it| left_out(it.line, it.why)).chain(cut).collect();
    Source { file, of, items: reading.items, left_out, ..Source::default() }
}

/// Those of a folder or an archive: one export of many files, exports one beside the other, or a folder of Markdown.
fn several(found: Files, format: Option<&'static Format>, request: &Request) -> Result<Vec<Source>, Error> {
    let Files { name, files, left_out } = found;
    let is_named = |name: &str| format.is_some_and(|format| format.name == name);
    let mut sources = match () {
        () if is_named(formats::MARKDOWN) => vec![copied(name.clone(), files)],
        () if is_named(joplin::NAME) || format.is_none() && joplin::is_export(&files) => {
            vec![of_reading(name.clone(), formats::named(joplin::NAME).of, joplin::read(&files).cleaned())]
        }
        () => exports(&name, files, format, request)?,
    };
    if sources.iter().all(|source| source.items.is_empty() && source.copies.is_empty() && source.left_out.is_empty()) {
        return Err(TransferError::Unknown(name).into());
    }
    sources.push(Source { file: name, left_out, ..Source::default() });
    Ok(sources)
}

/// Reads each file that is in a known format; where most of them are Markdown, all are taken as they are.
fn exports(
    name: &str,
    files: Vec<File>,
    format: Option<&'static Format>,
    request: &Request,
) -> Result<Vec<Source>, Error> {
    let is_text = |file: &File| ["html", "htm", "json", "csv", "txt", "enex"].contains(&file.extension().as_str());
    let texts = files.iter().filter(|file| is_text(file)).map(|file| (file, formats::decoded(file.bytes.clone())));
    let known = chosen(texts.collect(), format);
    if files.iter().filter(|file| file.is_markdown()).count() > known.len() {
        return Ok(vec![copied(name.to_owned(), files)]);
    }
    let mut sources = Vec::new();
    for (file, format, text) in &known {
        sources.push(of_text(file.name.clone(), text, format, request)?);
    }
    let beside: HashMap<&str, &File> = files.iter().map(|file| (file.name.as_str(), file)).collect();
    for (source, (file, ..)) in sources.iter_mut().zip(&known) {
        attach(source, file.folder(), &beside, "is not beside it");
    }
    let others = files.len() - known.len();
    if others > 0 && sources.is_empty() {
        return Err(TransferError::Unknown(name.to_owned()).into());
    }
    Ok(sources)
}

/// Brings the files along that lie beside what names them.
fn attach(source: &mut Source, folder: &str, beside: &HashMap<&str, &File>, missing: &str) {
    let (file, left_out) = (&source.file, &mut source.left_out);
    for item in &mut source.items {
        item.attachments.retain_mut(|Attachment { name, bytes }| {
            if bytes.is_none() {
                *bytes = beside.get(format!("{folder}{name}").as_str()).map(|file| file.bytes.clone());
            }
            if bytes.is_none() {
                left_out.push(LeftOut {
                    file: file.clone(),
                    line: item.line,
                    why: format!("its file {name:?} {missing}"),
                });
            }
            bytes.is_some()
        });
    }
}

/// Markdown as it is, with what lies beside it; bookmarks of nb are bookmarks.
fn copied(name: String, files: Vec<File>) -> Source {
    let is_logseq = files.iter().any(|file| file.name.ends_with("logseq/config.edn"));
    let mut source = Source { file: name, of: formats::named(formats::MARKDOWN).of, ..Source::default() };
    for mut file in files {
        if nb::is_bookmark(&file)
            && let Some(item) = nb::read(&String::from_utf8_lossy(&file.bytes))
        {
            source.items.push(item);
            continue;
        }
        if file.is_markdown() && std::str::from_utf8(&file.bytes).is_err() {
            file.bytes = formats::decoded(file.bytes).into_bytes();
        }
        if is_logseq {
            // The page `a/b` is the file `a___b.md`, but no page lies where hidden files do.
            file.name = Some(file.name.replace("___", "/")).filter(|page| folder::is_taken(page)).unwrap_or(file.name);
        }
        source.copies.push(file);
    }
    source
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
