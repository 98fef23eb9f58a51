//! What can go wrong with bringing things in, and with handing them out.

use std::io;
use std::path::PathBuf;

use crate::formats::{Cut, FORMATS, Malformed};
use crate::ops::error::hint::{ErrorKind, Hint};

/// What can go wrong with bringing things in, and with handing them out.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    #[error("cannot read {}", file.display())]
    Read {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{file} has {megabytes} MB; at most {limit} MB are read at once")]
    TooLarge { file: String, megabytes: u64, limit: u64 },
    #[error("{file} has more than {limit} files")]
    TooMany { file: String, limit: usize },
    #[error("{0} is in no format that is known here")]
    Unknown(String),
    #[error("{0} is a list of feeds")]
    Feeds(String),
    #[error("there is no format {0:?}")]
    NoFormat(String),
    #[error("{} is there already", .0.display())]
    Taken(PathBuf),
    #[error("a folder of Markdown needs a place")]
    NoPlace,
    #[error("{file}, {malformed}")]
    Malformed { file: String, malformed: Malformed },
    #[error("{file}, line {}: {}; {whole} before it are whole, and nothing is written", cut.line, cut.why)]
    Cut { file: String, cut: Cut, whole: usize },
}

impl TransferError {
    pub(in crate::ops) fn kind(&self) -> ErrorKind {
        match self {
            Self::NoFormat(_) | Self::NoPlace => ErrorKind::Usage,
            Self::Cut { .. } => ErrorKind::Decision,
            Self::Read { .. }
            | Self::TooLarge { .. }
            | Self::TooMany { .. }
            | Self::Unknown(_)
            | Self::Feeds(_)
            | Self::Taken(_)
            | Self::Malformed { .. } => ErrorKind::Failed,
        }
    }

    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::Read { .. } => None,
            Self::TooLarge { .. } | Self::TooMany { .. } => Hint::both("export it in parts, or divide the file"),
            Self::Unknown(_) => Hint::shell(format!("`--as` says which it is: {}", names())),
            Self::Feeds(_) => Hint::shell("`riffle feeds import` takes it"),
            Self::NoFormat(_) => Hint::shell(format!("choose one of {}", names())),
            Self::Taken(_) => Hint::shell("name another place; `--overwrite` replaces a file"),
            Self::NoPlace => Hint::shell("`--out DIR` says where"),
            Self::Malformed { .. } => Hint::both("export it again; nothing was written"),
            Self::Cut { .. } => Hint::shell("export it again, or take what is whole with `--partial`"),
        }
    }
}

fn names() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}
