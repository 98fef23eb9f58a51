//! Several files that belong together: a folder, or what was in an archive.

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path below the folder or in the archive, with `/`.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl File {
    /// The end of its name, in lower case.
    pub(crate) fn extension(&self) -> String {
        self.file_name().rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
    }

    pub(crate) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }

    /// The path of its folder, with `/` at the end unless it is the whole.
    pub(crate) fn folder(&self) -> &str {
        &self.name[..self.name.len() - self.file_name().len()]
    }

    /// Whether it is Markdown by its name.
    pub(crate) fn is_markdown(&self) -> bool {
        matches!(self.extension().as_str(), "md" | "markdown")
    }
}
