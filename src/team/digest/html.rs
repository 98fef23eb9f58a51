//! A digest as HTML, for mail: no address but those of its links, no script, no style from elsewhere.

use super::{Digest, Item, What};

/// One team, or several one after the other, as a page of their own.
pub fn html(digests: &[Digest]) -> String {
    let teams: Vec<&str> = digests.iter().map(|digest| digest.team.as_str()).collect();
    let body: String = digests.iter().map(one).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n</head>\n<body>\n{body}</body>\n</html>\n",
        plain(&teams.join(", "))
    )
}

fn one(digest: &Digest) -> String {
    let mut text = format!("<h1>{}: {} to {}</h1>\n", plain(&digest.team), digest.from, digest.to);
    for what in What::ALL {
        let items: String = digest.of(what).map(line).collect();
        if !items.is_empty() {
            text = format!("{text}<h2>{}</h2>\n<ul>\n{items}</ul>\n", what.heading());
        }
    }
    if digest.items.is_empty() {
        text.push_str("<p>Nothing happened.</p>\n");
    }
    text
}

fn line(item: &Item) -> String {
    let link = item.link.as_ref().filter(|link| item.what != What::Gone && link.starts_with("http"));
    let shown = match link {
        Some(link) => format!("<a href=\"{}\">{}</a>", plain(link), plain(&item.title)),
        None => format!("{} ({})", plain(&item.title), plain(&item.path)),
    };
    let who = item.who.as_ref().map(|who| format!(", {}", plain(who))).unwrap_or_default();
    let about = item.about.as_ref().map(|about| format!(": {}", plain(about))).unwrap_or_default();
    format!("<li>{shown}{who}{about}</li>\n")
}

/// Words that mean nothing but themselves.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '"' => plain.push_str("&quot;"),
            '\'' => plain.push_str("&#39;"),
            c => plain.push(c),
        }
    }
    plain
}
