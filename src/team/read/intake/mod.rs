//! What of a team's repository is read, and what is not: nothing in it is trusted.
//!
//! A listing is sifted by mode, name and size before a single content is read. A page is then a value of its own type, never
//! an entry of the store: whatever `id` it claims, it can neither shadow nor overwrite anything of the person's.

mod path;

use std::collections::HashMap;

use crate::git::{BlobId, LIST_LIMIT, Listed};
use crate::text::file_name;

pub(crate) use path::fault;

/// How much is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of one page.
    pub page: u64,
    /// Bytes of one attachment.
    pub attachment: u64,
    pub entries: usize,
    /// How many refusals are named; the others are counted.
    pub named: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { page: 1_000_000, attachment: 10_000_000, entries: LIST_LIMIT, named: 200 }
    }
}

/// A file that may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub path: String,
    pub blob: BlobId,
    pub size: u64,
}

/// A file that is not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Without anything that a terminal or a reader could be misled by.
    pub path: String,
    pub why: &'static str,
}

/// What a listing comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Intake {
    pub pages: Vec<Candidate>,
    /// Pictures and plain texts that pages may show.
    pub attachments: Vec<Candidate>,
    /// The first of those that are not read.
    pub refused: Vec<Refused>,
    /// How many were refused in all.
    pub refusals: usize,
    /// There were more entries than are looked at.
    pub truncated: bool,
}

/// Folders that hold no pages: what they hold is copied from, shown inside pages, or written by programs.
const NO_PAGES: [&str; 2] = ["templates", "media"];
/// Files that are about the repository.
const ABOUT: [&str; 8] = [
    "readme.md",
    "contributing.md",
    "license.md",
    "authors.md",
    "code_of_conduct.md",
    "changelog.md",
    "security.md",
    "contributors.md",
];
const ATTACHMENTS: [&str; 5] = ["jpg", "jpeg", "png", "webp", "txt"];

/// Sifts a listing, which is a whole one: of files that differ by case alone none is read. What is hidden, or of no kind that Riffle shows, is passed over without a word.
pub(crate) fn accept(listed: &[Listed], limits: &Limits) -> Intake {
    let mut intake = Intake { truncated: listed.len() > limits.entries, ..Intake::default() };
    let looked_at = &listed[..listed.len().min(limits.entries)];
    let twins = twins(looked_at);
    for item in looked_at {
        match sift(item, limits, &twins) {
            Ok(Some((FileKind::Page, candidate))) => intake.pages.push(candidate),
            Ok(Some((FileKind::Attachment, candidate))) => intake.attachments.push(candidate),
            Ok(None) => {}
            Err(why) => intake.refuse(&item.path, why, limits),
        }
    }
    intake
}

impl Intake {
    fn refuse(&mut self, path: &[u8], why: &'static str, limits: &Limits) {
        self.refusals += 1;
        if self.refused.len() < limits.named {
            self.refused.push(Refused { path: path::shown(path), why });
        }
    }
}

#[derive(Clone, Copy)]
enum FileKind {
    Page,
    Attachment,
}

fn sift(
    item: &Listed,
    limits: &Limits,
    twins: &HashMap<String, usize>,
) -> Result<Option<(FileKind, Candidate)>, &'static str> {
    match item.mode {
        0o100_644 | 0o100_755 => {}
        0o120_000 => return Err("it is a symbolic link"),
        0o160_000 => return Err("it is a repository inside the repository"),
        0o040_000 => return Err("the folder lies too deep, or holds too much"),
        _ => return Err("it is not a plain file"),
    }
    let path = std::str::from_utf8(&item.path).map_err(|_| "the name is not UTF-8")?;
    path::fault(path).map_or(Ok(()), Err)?;
    if path.split('/').any(|part| part.starts_with('.')) {
        return Ok(None);
    }
    let Some((kind, limit)) = file_kind(path, limits) else { return Ok(None) };
    if twins.get(&file_name::folded(path)).is_some_and(|count| *count > 1) {
        return Err("another file has the same name on some disks");
    }
    if item.size > limit {
        return Err("it is too large");
    }
    Ok(Some((kind, Candidate { path: path.to_owned(), blob: item.blob.clone(), size: item.size })))
}

/// What a file is taken for by its name.
fn file_kind(path: &str, limits: &Limits) -> Option<(FileKind, u64)> {
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    if ATTACHMENTS.contains(&extension.as_str()) {
        return Some((FileKind::Attachment, limits.attachment));
    }
    let top = path.split('/').next().filter(|top| *top != path);
    let is_page = extension == "md" && !is_about(path) && !top.is_some_and(holds_no_pages);
    is_page.then_some((FileKind::Page, limits.page))
}

/// Whether a file is about the repository, by its name.
pub(super) fn is_about(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    ABOUT.iter().any(|about| name.eq_ignore_ascii_case(about))
}

/// Whether a folder at the top of a repository holds no pages.
pub(super) fn holds_no_pages(top: &str) -> bool {
    NO_PAGES.iter().any(|name| top.eq_ignore_ascii_case(name))
}

/// How many files fall on one name where case and composition do not count.
fn twins(listed: &[Listed]) -> HashMap<String, usize> {
    let mut count = HashMap::new();
    for path in listed.iter().filter_map(|item| std::str::from_utf8(&item.path).ok()) {
        *count.entry(file_name::folded(path)).or_default() += 1;
    }
    count
}

#[cfg(test)]
mod tests;
