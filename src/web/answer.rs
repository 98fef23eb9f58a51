//! What a server gives for an address.

use url::Url;

/// What a server gave.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) url: Url,
    /// What it says the page is, in small letters.
    pub(super) kind: Option<String>,
    /// In which alphabet it says that it is written.
    pub(super) charset: Option<String>,
    /// Where it says that the page leads on to.
    pub(super) refresh: Option<String>,
    /// Empty where the kind has no text.
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    /// Whether it is a page; what a server does not say is looked at.
    pub(super) fn is_html(&self) -> bool {
        match self.kind.as_deref() {
            Some(kind) => matches!(kind, "text/html" | "application/xhtml+xml"),
            None => self.bytes.trim_ascii_start().starts_with(b"<"),
        }
    }
}
