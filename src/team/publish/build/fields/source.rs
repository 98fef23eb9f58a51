//! Where the links of fields lead for the team: what an entry rests on, and what it belongs to.

use super::{Item, cleaned};
use crate::entry::Entry;
use crate::entry::link::{self, Form, Link};
use crate::team::publish::build::{LinkTarget, Order, Refusal, addresses};

/// Addresses and citations; of links the way they lead.
pub(super) fn sources(order: &Order) -> Result<Vec<Item>, Refusal> {
    let (links, mut all) = (of_field(order.entry, "source"), Vec::new());
    for value in order.entry.said("source") {
        match links.iter().find(|link| value.contains(&link.target)) {
            Some(link) => all.extend(led_to(order, link)),
            None if value.contains("://") && !value.contains(char::is_whitespace) => {
                all.extend(addresses::public(&value).map(Item::Text));
            }
            None if is_of_machine(&value) => {}
            None => all.extend(cleaned(order, "source", &[value])?.into_iter().map(Item::Text)),
        }
    }
    let from = order.origin.and_then(|origin| addresses::public(origin.address.as_ref()?)).map(Item::Text);
    all.extend(from.filter(|from| !all.contains(from)));
    Ok(all)
}

/// Whether a source begins with a place that not everybody can go to: a folder, or another team's repository, of which an
/// adopted page says `place: file`.
fn is_of_machine(value: &str) -> bool {
    let place = value.split_whitespace().next().unwrap_or_default();
    let is_drive = place.as_bytes().get(1..3).is_some_and(|two| two == b":\\" || two == b":/");
    let is_repository = match place.split_once(':') {
        Some((_, rest)) if rest.starts_with("//") => !addresses::may_be_public(place),
        Some((host, path)) => host.contains('@') && !path.is_empty(),
        None => false,
    };
    place.starts_with(['/', '~', '\\'])
        || place.starts_with("./")
        || place.starts_with("../")
        || is_drive
        || is_repository
}

/// Where the links of a field lead, for the team.
pub(super) fn led(order: &Order, key: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for link in of_field(order.entry, key) {
        items.extend(led_to(order, &link).filter(|item| !items.contains(item)));
    }
    items
}

fn of_field(entry: &Entry, key: &str) -> Vec<Link> {
    link::in_front_matter(entry).into_iter().filter(|link| link.field.as_deref() == Some(key)).collect()
}

fn led_to(order: &Order, found: &Link) -> Option<Item> {
    if found.form == Form::Auto {
        return addresses::public(&found.target).map(Item::Text);
    }
    match (order.target_of)(found) {
        LinkTarget::Page { path, .. } => Some(Item::File(path)),
        LinkTarget::Address(address) => addresses::public(&address).map(Item::Text),
        LinkTarget::Attachment(_) | LinkTarget::Private => None,
    }
}
