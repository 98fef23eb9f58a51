//! What an entry's links ask for, as it is looked up.

use std::collections::BTreeSet;

use super::key::Key;
use crate::entry::Entry;
use crate::entry::link::{self, Wanted};

/// The field of the front matter that says what an entry was made from.
const DERIVED: &str = "derived_from";

/// The keys of what an entry's links ask for, each once. A Markdown link asks for two: a path from the entry's folder, and
/// the name as it is written.
pub(super) fn keys(entry: &Entry, body: &str) -> BTreeSet<u64> {
    let mut keys = BTreeSet::new();
    for link in link::in_front_matter(entry) {
        let is_source = link.field.as_deref() == Some(DERIVED);
        for name in asked(entry, &link) {
            keys.insert(Key::Link.of(&name));
            keys.extend(is_source.then(|| Key::Source.of(&name)));
        }
    }
    if ["[[", "](", "]:", "href", "HREF", "src", "SRC"].iter().any(|mark| body.contains(mark)) {
        let links = link::links(body);
        keys.extend(links.iter().flat_map(|link| asked(entry, link)).map(|name| Key::Link.of(&name)));
    }
    keys
}

/// What a link may ask for, in each of the ways in which it may be meant.
fn asked(entry: &Entry, link: &link::Link) -> Vec<String> {
    let mut asked = Vec::new();
    for reading in link.readings() {
        if let Wanted::Inside { path, name } = link::wanted(&entry.path, &reading) {
            asked.extend(path.into_iter().chain(name).map(|name| link::key(&name)));
        }
    }
    asked
}
