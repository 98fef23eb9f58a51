//! What can go wrong with feeds.

use crate::feed::{NoFeed, RULES, SOURCES, opml};
use crate::ops::error::hint::Hint;

/// What can go wrong with feeds.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    #[error("{SOURCES} cannot be read: {0}")]
    NoList(opml::Error),
    #[error("no rule is added: {0}")]
    NoRules(String),
    #[error("{0} is not UTF-8")]
    NotUtf8(&'static str),
    #[error("{0} is no list of feeds: {1}")]
    NoListOfOthers(String, String),
    #[error("{url} is no feed: {why}")]
    NoFeed { url: String, why: NoFeed },
    #[error("no feed was found at {0}")]
    NothingThere(String),
    #[error("{0:?} is neither an address, an account @person@host nor a file")]
    NoAddress(String),
    #[error("nothing that is followed is called {0:?}")]
    Unknown(String),
    #[error("several sources are called {name:?}: {}", among.join(", "))]
    Several { name: String, among: Vec<String> },
    #[error("no item is called {0:?}")]
    NoItem(String),
    #[error("it was kept already, as {0}")]
    Kept(String),
    #[error("a rule needs words, an author or a source")]
    EmptyRule,
    #[error("there is no such rule")]
    NoRule,
    #[error("{0} can neither be changed nor moved: it is an item of a feed")]
    Item(String),
}

impl FeedError {
    pub(in crate::ops) fn hint(&self) -> Option<Hint> {
        match self {
            Self::NoList(_) => {
                Hint::both(format!("fix {SOURCES} in the store, or move it away; nothing of it was changed"))
            }
            Self::NoRules(_) => Hint::both(format!("fix {RULES} in the store; nothing of it was changed")),
            Self::NotUtf8(name) => {
                Hint::both(format!("save {name} as UTF-8 in your editor; nothing of it was changed"))
            }
            Self::NoFeed { .. } | Self::NothingThere(_) => {
                Hint::both("look on the site for a link called RSS, Atom or Feed, and give its address")
            }
            Self::NoAddress(_) => Hint::both("an address begins with https:// or http://"),
            Self::Unknown(_) => Hint::shell("`riffle feeds` lists what is followed"),
            Self::Several { .. } => Hint::shell("give the whole address"),
            Self::NoItem(_) => Hint::shell("`riffle feeds items` lists items with their names"),
            Self::Item(_) => Hint::each("`riffle feeds keep` makes an entry of it", "keep it first"),
            Self::NoListOfOthers(..) | Self::Kept(_) | Self::EmptyRule | Self::NoRule => None,
        }
    }
}
