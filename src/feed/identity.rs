//! What an item is known by, and the addresses that a feed may name.

/// What an item is known by: its id, else its address, else what it says.
pub(super) fn identity(id: &str, url: Option<&str>, title: &str, html: &str) -> String {
    match (id.trim(), url) {
        ("", Some(url)) => url.to_owned(),
        ("", None) => format!("{title}\n{}", html.chars().take(500).collect::<String>()),
        (id, _) => id.to_owned(),
    }
}

/// An address of the web; nothing else that a feed may name.
pub(super) fn web(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
