//! A digest as Markdown, for chat, mail or a file of the team.

use super::{Digest, Item, Links, What};
use crate::entry::link;
use crate::team::readme::escaped;

/// One team, or several one after the other.
pub fn markdown(digests: &[Digest], links: Links) -> String {
    digests.iter().map(|digest| one(digest, links)).collect::<Vec<_>>().join("\n")
}

fn one(digest: &Digest, links: Links) -> String {
    let mut text = format!("# {}: {} to {}\n", escaped(&digest.team), digest.from, digest.to);
    for what in What::ALL {
        let items: Vec<String> = digest.of(what).map(|item| line(item, links)).collect();
        if !items.is_empty() {
            text = format!("{text}\n## {}\n\n{}", what.heading(), items.concat());
        }
    }
    if digest.items.is_empty() {
        text.push_str("\nNothing happened.\n");
    }
    text
}

fn line(item: &Item, links: Links) -> String {
    let title = escaped(&item.title);
    let shown = match (links, &item.link) {
        _ if item.what == What::Gone => format!("{title} ({})", escaped(&item.path)),
        (Links::From(folder), _) => format!("[{title}]({})", link::encoded(&link::relative(folder, &item.path))),
        (Links::Web, Some(link)) => format!("[{title}]({link})"),
        (Links::Web, None) => format!("{title} ({})", escaped(&item.path)),
    };
    let who = item.who.as_ref().map(|who| format!(", {}", escaped(who))).unwrap_or_default();
    let about = item.about.as_ref().map(|about| format!(": {}", escaped(about))).unwrap_or_default();
    format!("- {shown}{who}{about}\n")
}
