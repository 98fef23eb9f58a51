//! Why a page could not be had, in a sentence for the person who wanted it.

use std::io;

use url::Url;

use super::text;

/// The longest address that is told whole.
const SHOWN: usize = 120;

/// An address that may not be asked, as the client passes it on.
#[derive(Debug, thiserror::Error)]
#[error("a private address")]
pub(super) struct Inside;

/// What can go wrong with a page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} is not a web address (http or https)")]
    NotWeb(String),
    #[error("{0} leads into a private network, and only addresses you type may")]
    Private(String),
    #[error("{0} is a file of this machine, and only files you name yourself are read")]
    File(String),
    #[error("host not found: {0}")]
    UnknownHost(String),
    #[error("cannot reach {url}")]
    Unreachable {
        url: String,
        #[source]
        source: ureq::Error,
    },
    #[error("{url} cannot prove that it is what it says")]
    Untrusted {
        url: String,
        #[source]
        source: ureq::Error,
    },
    #[error("{0} did not answer in time")]
    TimedOut(String),
    #[error("{url} is {}", meaning(*status))]
    Status { url: String, status: u16 },
    #[error("{0} leads on to another address too many times")]
    Redirects(String),
    #[error("{0} is larger than 10 MB")]
    TooLarge(String),
    #[error("{0} unpacks to far more than was sent")]
    Bomb(String),
    #[error("{0} is packed in a way that is not understood")]
    Packed(String),
    #[error("{url} broke off")]
    BrokeOff {
        url: String,
        #[source]
        source: io::Error,
    },
    #[error("{0} cannot be read")]
    Unreadable(String),
    #[error("{0} was not fetched: stopped")]
    Stopped(String),
}

impl Error {
    /// Whether the same address may answer another time.
    pub fn is_worth_retrying(&self) -> bool {
        match self {
            Self::UnknownHost(_)
            | Self::Unreachable { .. }
            | Self::Untrusted { .. }
            | Self::TimedOut(_)
            | Self::BrokeOff { .. }
            | Self::Stopped(_) => true,
            Self::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..=599),
            Self::NotWeb(_)
            | Self::Private(_)
            | Self::File(_)
            | Self::Redirects(_)
            | Self::TooLarge(_)
            | Self::Bomb(_)
            | Self::Packed(_)
            | Self::Unreadable(_) => false,
        }
    }

    /// What the client says, in our words.
    pub(super) fn asking(url: &Url, error: ureq::Error) -> Self {
        let url = shown(url.as_str());
        match error {
            ureq::Error::Timeout(_) => Self::TimedOut(url),
            ureq::Error::HostNotFound => Self::UnknownHost(url),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Self::NotWeb(url),
            ureq::Error::Other(reason) if reason.is::<Inside>() => Self::Private(url),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Self::Untrusted { url, source: error },
            ureq::Error::Io(ref cause) if cause.kind() == io::ErrorKind::TimedOut => Self::TimedOut(url),
            // The TLS layer says what it does not believe as data that is not valid.
            ureq::Error::Io(ref cause) if cause.kind() == io::ErrorKind::InvalidData => {
                Self::Untrusted { url, source: error }
            }
            source => Self::Unreachable { url, source },
        }
    }

    /// What went wrong while the text of a page came in.
    pub(super) fn reading(url: &Url, error: io::Error) -> Self {
        match ureq::Error::from(error) {
            ureq::Error::Timeout(_) => Self::TimedOut(shown(url.as_str())),
            error => Self::BrokeOff { url: shown(url.as_str()), source: error.into_io() },
        }
    }
}

/// An address as it is told to a person: on one line, without what is secret in it, not endless.
pub(super) fn shown(address: &str) -> String {
    let public = Url::parse(address).map_or_else(
        |_| address.to_owned(),
        |mut url| {
            super::address::forget_credentials(&mut url);
            url.into()
        },
    );
    text::line(&public, SHOWN).unwrap_or_else(|| "an empty address".to_owned())
}

fn meaning(status: u16) -> String {
    let words = match status {
        401 | 403 | 407 | 451 => "not for everybody",
        404 | 410 => "gone",
        429 => "asked too often",
        500..=599 => "broken at the moment",
        _ => "not given out",
    };
    format!("{words} ({status})")
}
