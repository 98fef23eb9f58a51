//! Files that go along with a page: pictures without what their makers wrote into them, and plain text.

mod picture;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

use super::id::hex;
use super::{Refusal, body};

/// The largest file that goes along.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The plain text that is taken, by the ends of its names.
const TEXTS: [&str; 5] = ["csv", "log", "text", "tsv", "txt"];

/// A file as a team gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The hash of its content; nothing of the name it had.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a file does not go along.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("the file is larger than 5 MB")]
    Large,
    #[error("only JPEG, PNG and WebP pictures and plain text go along with a page")]
    Kind,
    #[error("the picture is broken, so that nobody can say what is in it")]
    Broken,
    #[error("the file says it is plain text and is not")]
    NotText,
    #[error("{0}")]
    Marked(Box<Refusal>),
}

/// A file of this name as a team gets it. What a picture is, its bytes say.
pub fn attachment(name: &str, bytes: &[u8]) -> Result<Cleaned, Unfit> {
    if bytes.len() > MAX_BYTES {
        return Err(Unfit::Large);
    }
    let (bytes, extension) = match picture::Format::of(bytes) {
        Some(format) => (format.cleaned(bytes).ok_or(Unfit::Broken)?, format.extension()),
        None => (text(name, bytes)?, text_extension(name)),
    };
    let hash = Sha256::digest(&bytes);
    Ok(Cleaned { name: format!("{}.{extension}", hex(&hash[..16])), bytes })
}

/// Whether a file of the team is plain text, by its name there.
pub fn is_text(path: &str) -> bool {
    TEXTS.contains(&extension(path).as_str())
}

fn text(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Unfit> {
    if !TEXTS.contains(&extension(name).as_str()) {
        return Err(Unfit::Kind);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unfit::NotText)?;
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.contains(is_odd) {
        return Err(Unfit::NotText);
    }
    // Its ends of lines stay where nothing is taken out.
    let clean = body::plain(text).map_err(|refusal| Unfit::Marked(Box::new(refusal)))?;
    let is_whole = clean == text.replace("\r\n", "\n").replace('\r', "\n");
    Ok(if is_whole { bytes.to_vec() } else { clean.into_bytes() })
}

fn text_extension(name: &str) -> &'static str {
    let extension = extension(name);
    TEXTS.into_iter().find(|known| *known == extension).unwrap_or("txt")
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}
