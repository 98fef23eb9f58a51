//! Addresses of feeds that follow from what a person types: an account, a channel, a repository.

use url::Url;

/// The address of a feed for what was typed, where a site is known to have one there; nothing where its page has to be
/// asked.
pub fn feed(typed: &str) -> Option<String> {
    let typed = typed.trim();
    if let Some(account) = account(typed) {
        return Some(account);
    }
    let url = Url::parse(typed).ok()?;
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.").to_owned();
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    match (host.as_str(), parts.as_slice()) {
        ("youtube.com", ["channel", id, ..]) => Some(youtube("channel_id", id)),
        ("youtube.com", ["user", name, ..]) => Some(youtube("user", name)),
        ("youtube.com", ["playlist"]) => {
            url.query_pairs().find(|(key, _)| key == "list").map(|(_, id)| youtube("playlist_id", &id))
        }
        ("github.com", [_]) if !is_feed(&parts) => Some(format!("https://github.com/{}.atom", parts[0])),
        ("github.com", [owner, name, rest @ ..]) if !is_feed(&parts) => Some(github(owner, name, rest)),
        ("reddit.com" | "old.reddit.com", ["r" | "user" | "u", name]) => {
            Some(format!("https://www.reddit.com/{}/{name}/.rss", parts[0]))
        }
        ("medium.com", [name, ..]) if *name != "feed" => Some(format!("https://medium.com/feed/{name}")),
        ("codeberg.org", [_] | [_, _]) if !is_feed(&parts) => {
            Some(format!("https://codeberg.org/{}.rss", parts.join("/")))
        }
        (_, [name]) if name.starts_with('@') && name.len() > 1 && !is_feed(&parts) && url.query().is_none() => {
            mastodon(&host, &url, name)
        }
        _ => None,
    }
}

/// `@person@host` of the Fediverse.
fn account(typed: &str) -> Option<String> {
    let (name, host) = typed.strip_prefix('@')?.split_once('@')?;
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    let host_name = host.split(':').next().unwrap_or_default();
    (is_name(name) && is_name(host_name)).then(|| format!("https://{host}/@{name}.rss"))
}

/// A page `/@name` is an account of Mastodon or a blog or channel; the last two have pages that name their feeds.
fn mastodon(host: &str, url: &Url, name: &str) -> Option<String> {
    let is_other =
        ["youtube.com", "tiktok.com", "threads.net", "threads.com", "substack.com", "medium.com"].contains(&host);
    (!is_other).then(|| url.join(&format!("/{name}.rss")).ok().map(String::from)).flatten()
}

fn youtube(key: &str, value: &str) -> String {
    format!("https://www.youtube.com/feeds/videos.xml?{key}={value}")
}

fn github(owner: &str, name: &str, rest: &[&str]) -> String {
    let what = match rest {
        ["commits" | "tree", branch @ ..] if !branch.is_empty() => format!("commits/{}", branch.join("/")),
        ["commits", ..] => "commits".to_owned(),
        ["tags", ..] => "tags".to_owned(),
        _ => "releases".to_owned(),
    };
    format!("https://github.com/{owner}/{name}/{what}.atom")
}

fn is_feed(parts: &[&str]) -> bool {
    parts.last().is_some_and(|last| [".atom", ".rss", ".xml", ".json"].iter().any(|ending| last.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_channels_and_repositories_have_their_feeds_at_known_addresses() {
        for (typed, address) in [
            ("@jo@example.social", "https://example.social/@jo.rss"),
            ("https://example.social/@jo", "https://example.social/@jo.rss"),
            ("https://www.youtube.com/channel/UCx", "https://www.youtube.com/feeds/videos.xml?channel_id=UCx"),
            ("https://youtube.com/playlist?list=PLy", "https://www.youtube.com/feeds/videos.xml?playlist_id=PLy"),
            ("https://github.com/git/git", "https://github.com/git/git/releases.atom"),
            ("https://github.com/git/git/commits/maint", "https://github.com/git/git/commits/maint.atom"),
            ("https://github.com/git/git/tags", "https://github.com/git/git/tags.atom"),
            ("https://medium.com/@jo", "https://medium.com/feed/@jo"),
            ("https://codeberg.org/forgejo/forgejo", "https://codeberg.org/forgejo/forgejo.rss"),
        ] {
            assert_eq!(feed(typed).as_deref(), Some(address), "{typed}");
        }
    }

    #[test]
    fn a_feed_stays_what_it_is_and_a_page_is_asked() {
        for typed in [
            "https://example.org/feed.xml",
            "https://github.com/git/git/releases.atom",
            "https://www.youtube.com/@someone",
            "https://example.org",
            "jo@example.org",
            "@jo",
        ] {
            assert_eq!(feed(typed), None, "{typed}");
        }
    }
}
