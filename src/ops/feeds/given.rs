//! What a server gave for a feed, read; and how servers are asked.

use std::time::Duration;

use url::Url;

use crate::feed::{self, Feed, NoFeed};
use crate::web::Patience;
use crate::web::feed::{Given, What};

/// What addresses that a person typed as feeds are remembered under.
pub(in crate::ops) const TYPED: &str = "feeds";
/// How long a server may take.
pub(super) const PATIENCE: Patience = Patience { total: Duration::from_secs(30), idle: Duration::from_secs(15) };

/// The feed that a server gave for an address.
pub(super) fn read(url: &str, given: &Given) -> Result<Feed, NoFeed> {
    match &given.what {
        What::Bytes { bytes, charset, .. } => feed::parse(bytes, charset.as_deref(), address_of(url, given)),
        What::Same | What::Gone | What::Refused(_) => Err(NoFeed::Empty),
    }
}

fn address_of<'a>(url: &'a str, given: &'a Given) -> &'a str {
    if given.url.is_empty() { url } else { &given.url }
}

/// Whether two addresses are of one server, so that what was typed means both.
pub(super) fn same_origin(one: &str, other: &str) -> bool {
    let origin = |url: &str| Url::parse(url).map(|url| url.origin()).ok();
    one == other || origin(one) == origin(other)
}
