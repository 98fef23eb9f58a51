//! Content between the work tree and the object database.
//!
//! Most files go in and out as they are. Where attributes or settings ask for filters (LFS, git-crypt, line ends),
//! libgit2 would store the raw bytes, in the clear; there the `git` program does the conversion. Its attribute lookup
//! reads the whole index, so the attribute files are searched here first.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue, Oid};
use sha1::{Digest as _, Sha1};

use super::is_absent;
use crate::git::{Error, Repo};

/// What an attribute file may ask for, for some path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::git) struct Asks {
    /// Content is changed, whatever it is.
    filters: bool,
    /// Line ends are changed.
    line_ends: bool,
}

/// Tells of many files what git would store; the attributes of a folder are looked up once.
pub(in crate::git) struct Converting<'a> {
    repo: &'a Repo,
    asks: HashMap<String, Asks>,
}

impl Converting<'_> {
    pub(in crate::git) fn of(repo: &Repo) -> Converting<'_> {
        Converting { repo, asks: HashMap::new() }
    }

    /// Whether git would store something else than these bytes.
    pub(in crate::git) fn is_converted(&mut self, full: &str, content: &[u8]) -> bool {
        let folder = full.rsplit_once('/').map_or("", |(folder, _)| folder);
        let asks = match self.asks.get(folder) {
            Some(asks) => *asks,
            None => *self.asks.entry(folder.to_owned()).or_insert(self.repo.asks(full)),
        };
        self.repo.converts(asks, full, content)
    }

    /// The id that a file's content would have, without storing it.
    pub(in crate::git) fn blob_id(&mut self, full: &str, content: &[u8]) -> Result<Oid, Error> {
        if self.is_converted(full, content) {
            return self.repo.clean(full, content, false);
        }
        Ok(name(content))
    }
}

/// What git calls a content that it stores as it is.
pub(in crate::git) fn name(content: &[u8]) -> Oid {
    let head = format!("blob {}\0", content.len());
    named(&Sha1::new().chain_update(head).chain_update(content).finalize())
}

/// A checksum as git writes it.
pub(in crate::git) fn named(checksum: &[u8]) -> Oid {
    Oid::from_bytes(checksum).expect("a checksum has as many bytes as a name")
}

impl Repo {
    /// Stores a file's content, as git would add it, and returns its id.
    pub(in crate::git) fn store_blob(&self, full: &str, content: &[u8]) -> Result<Oid, Error> {
        if self.is_converted(full, content) {
            return self.clean(full, content, true);
        }
        self.inner.blob(content).map_err(|error| self.failed(error))
    }

    /// A stored content as it is in the work tree.
    pub(in crate::git) fn load_blob(&self, full: &str, id: Oid) -> Result<Vec<u8>, Error> {
        let blob = self.inner.find_blob(id).map_err(|error| self.failed(error))?;
        if !self.is_converted(full, blob.content()) && !self.converts_on_the_way_out(full) {
            return Ok(blob.content().to_vec());
        }
        let args = ["cat-file".to_owned(), "--filters".to_owned(), format!("--path={full}"), id.to_string()];
        self.git_stdout(&args, None)
    }

    /// Whether some file of attributes asks for filters, for the paths of a folder.
    pub(in crate::git) fn asks_for_filters(&self, full: &str) -> bool {
        self.asks(full).filters
    }

    fn clean(&self, full: &str, content: &[u8], keep: bool) -> Result<Oid, Error> {
        let mut args = vec!["hash-object".to_owned(), "--stdin".to_owned(), format!("--path={full}")];
        if keep {
            args.push("-w".to_owned());
        }
        let printed = self.git_stdout(&args, Some(content.to_vec()))?;
        self.parse_id(&printed)
    }

    pub(in crate::git) fn parse_id(&self, printed: &[u8]) -> Result<Oid, Error> {
        Oid::from_str(String::from_utf8_lossy(printed).trim()).map_err(|error| self.failed(error))
    }

    /// Whether git would store something else than these bytes.
    fn is_converted(&self, full: &str, content: &[u8]) -> bool {
        self.converts(self.asks(full), full, content)
    }

    fn converts(&self, asks: Asks, full: &str, content: &[u8]) -> bool {
        let line_ends = content.contains(&b'\r') && (asks.line_ends || self.converts_line_ends());
        (asks.filters || line_ends) && self.confirms(full, line_ends)
    }

    /// Whether git would write other line ends into the work tree.
    fn converts_on_the_way_out(&self, full: &str) -> bool {
        let crlf = self.inner.config().and_then(|config| config.get_string("core.autocrlf"));
        let crlf = crlf.is_ok_and(|value| value.eq_ignore_ascii_case("true"));
        let asks = self.asks(full).line_ends && self.attribute(full, "eol").is_some_and(|eol| eol == "crlf");
        crlf || asks
    }

    /// Asks for the attributes of this very path; where they cannot be read, the git program shall see to it.
    fn confirms(&self, full: &str, line_ends: bool) -> bool {
        let names: &[&str] = &["filter", "ident", "working-tree-encoding"];
        if line_ends && self.attribute(full, "text").as_deref() != Some("unset") {
            return true;
        }
        names.iter().any(|name| self.attribute(full, name).is_some_and(|value| value != "unset"))
    }

    /// An attribute's value: `None` when it is not mentioned, `set` and `unset` for the plain forms.
    fn attribute(&self, full: &str, name: &str) -> Option<String> {
        let found = self.inner.get_attr_bytes(Path::new(full), name, AttrCheckFlags::FILE_THEN_INDEX);
        let Ok(value) = found else { return Some("unknown".to_owned()) };
        match AttrValue::from_bytes(value) {
            AttrValue::True => Some("set".to_owned()),
            AttrValue::False => Some("unset".to_owned()),
            AttrValue::String(value) => Some(value.to_owned()),
            AttrValue::Bytes(value) => Some(String::from_utf8_lossy(value).into_owned()),
            AttrValue::Unspecified => None,
        }
    }

    /// What the attribute files on a path's way ask for, of whatever path: a few small files.
    fn asks(&self, full: &str) -> Asks {
        let mut asks = Asks::default();
        for file in self.attribute_files(full) {
            let found = asks_of(&file);
            asks.filters |= found.filters;
            asks.line_ends |= found.line_ends;
        }
        asks
    }

    pub(in crate::git) fn attribute_files(&self, full: &str) -> Vec<PathBuf> {
        let mut files = vec![self.inner.commondir().join("info/attributes")];
        let config = self.inner.config().and_then(|config| config.get_path("core.attributesFile"));
        files.extend(config.ok().or_else(default_attributes));
        files.push(PathBuf::from("/etc/gitattributes"));
        let mut folder = self.workdir.clone();
        files.push(folder.join(".gitattributes"));
        for part in Path::new(full).parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            files.push(folder.join(".gitattributes"));
        }
        files
    }
}

/// What an attribute file asks for; one that cannot be read may ask for anything.
fn asks_of(file: &Path) -> Asks {
    match fs::read(file) {
        Ok(bytes) => read_asks(&String::from_utf8_lossy(&bytes)),
        Err(error) if is_absent(&error) => Asks::default(),
        Err(_) => Asks { filters: true, line_ends: true },
    }
}

fn default_attributes() -> Option<PathBuf> {
    let config = std::env::var_os("XDG_CONFIG_HOME").filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = config.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".config")))?;
    Some(config.join("git/attributes"))
}

/// Reads what the lines of an attribute file may ask for, without regard to their patterns.
fn read_asks(text: &str) -> Asks {
    let mut asks = Asks::default();
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    for word in lines.flat_map(str::split_whitespace) {
        let name = word.split('=').next().unwrap_or(word);
        asks.filters |= matches!(name, "filter" | "ident" | "working-tree-encoding");
        asks.line_ends |= matches!(name, "text" | "eol" | "crlf" | "-crlf");
    }
    asks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_that_change_content_are_noticed() {
        assert_eq!(read_asks("* -text\n*.md diff=markdown merge=union\n# *.png filter=lfs\n"), Asks::default());
        assert_eq!(read_asks("*.png filter=lfs diff=lfs -text"), Asks { filters: true, line_ends: false });
        assert_eq!(read_asks("[attr]secret filter=crypt\n* text=auto"), Asks { filters: true, line_ends: true });
    }
}
