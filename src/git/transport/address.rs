//! Addresses of repositories: how they are reached, and what to tell a person about it.

use crate::git::program::output;

/// How a repository elsewhere is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    Https,
    Ssh,
    File,
    /// Neither encrypted nor signed.
    Http,
    /// Neither encrypted nor signed.
    Git,
    /// Anything else; not used.
    Other,
}

/// How an address is reached, by its form alone.
pub fn protocol(url: &str) -> Protocol {
    let lower = url.to_ascii_lowercase();
    if let Some((scheme, _)) = lower.split_once("://") {
        return match scheme {
            "https" => Protocol::Https,
            "ssh" | "git+ssh" | "ssh+git" => Protocol::Ssh,
            "file" => Protocol::File,
            "http" => Protocol::Http,
            "git" => Protocol::Git,
            _ => Protocol::Other,
        };
    }
    match (url.find(':'), url.find('/')) {
        (Some(colon), _) if url[colon..].starts_with("::") => Protocol::Other,
        (Some(colon), slash) if colon > 0 && slash.is_none_or(|slash| colon < slash) => Protocol::Ssh,
        _ => Protocol::File,
    }
}

/// What to tell a person about an address that they typed; `None` when it is fine.
pub fn warning(url: &str) -> Option<String> {
    let is_open = matches!(protocol(url), Protocol::Http | Protocol::Git) && !is_loopback(url);
    is_open.then(|| format!("{} is neither encrypted nor authenticated; use https or ssh", output::public(url)))
}

/// Whether two addresses lead to one repository, as far as their words say: whoever asks by ssh and whoever asks by https
/// means the same one. In doubt they do.
pub fn is_same_repository(one: &str, other: &str) -> bool {
    place(one) == place(other)
}

/// An address in one form: without scheme, person, usual port, case and the endings that may be left out.
fn place(url: &str) -> String {
    let place = match (protocol(url), url.split_once("://")) {
        (Protocol::File, split) => {
            let path = split.map_or(url, |(_, path)| path.strip_prefix("localhost").unwrap_or(path));
            let whole = std::fs::canonicalize(path).or_else(|_| std::path::absolute(path));
            return trimmed(&whole.map_or_else(|_| path.to_owned(), |whole| whole.to_string_lossy().into_owned()));
        }
        (_, Some((_, rest))) => {
            let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
            let server = authority.rsplit('@').next().unwrap_or_default();
            let usual = [":22", ":443", ":80", ":9418"].iter().find_map(|port| server.strip_suffix(port));
            format!("{}/{path}", usual.unwrap_or(server))
        }
        (_, None) => {
            let (server, path) = url.split_once(':').unwrap_or((url, ""));
            format!("{}/{}", server.rsplit('@').next().unwrap_or_default(), path.trim_start_matches('/'))
        }
    };
    trimmed(&place.to_lowercase())
}

fn trimmed(place: &str) -> String {
    let place = place.trim_end_matches('/');
    place.strip_suffix(".git").unwrap_or(place).trim_end_matches('/').to_owned()
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(inner) = host.strip_prefix('[') {
        return inner.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

pub(super) fn is_loopback(url: &str) -> bool {
    let host = host(url);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

pub(super) fn has_credentials(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.split('/').next().unwrap_or_default().contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart_by_their_form() {
        let cases = [
            ("https://example.org/n.git", Protocol::Https),
            ("git@example.org:me/n.git", Protocol::Ssh),
            ("example.org:n", Protocol::Ssh),
            ("ssh://me@example.org/n", Protocol::Ssh),
            ("/srv/n.git", Protocol::File),
            ("../n", Protocol::File),
            ("./a:b", Protocol::File),
            ("file:///srv/n.git", Protocol::File),
            ("HTTP://example.org", Protocol::Http),
            ("git://example.org/n", Protocol::Git),
            ("ext::sh -c id", Protocol::Other),
            ("fd::17", Protocol::Other),
            ("ftp://example.org", Protocol::Other),
        ];
        for (url, expected) in cases {
            assert_eq!(protocol(url), expected, "{url}");
        }
    }

    #[test]
    fn one_repository_is_known_by_all_its_addresses() {
        let one = "https://github.com/ada/til.git";
        for other in [
            "git@github.com:ada/til",
            "ssh://git@github.com:22/ada/til.git/",
            "https://x:y@GitHub.com/Ada/til",
            "github.com:/ada/til",
        ] {
            assert!(is_same_repository(one, other), "{other}");
        }
        for other in
            ["https://github.com/ada/til2", "https://gitlab.com/ada/til", "https://github.com:8443/ada/til", "/ada/til"]
        {
            assert!(!is_same_repository(one, other), "{other}");
        }
        assert!(is_same_repository("/srv/notes/.git", "file:///srv/notes/"));
        assert!(is_same_repository("/srv/notes.git", "file://localhost/srv/notes"));
    }

    #[test]
    fn only_open_protocols_that_leave_the_machine_are_warned_about() {
        assert!(warning("http://example.org/n").is_some() && warning("git://example.org/n").is_some());
        assert!(warning("http://127.0.0.1:8080/n").is_none() && warning("http://[::1]/n").is_none());
        assert!(warning("git@example.org:n").is_none() && warning("/srv/n").is_none());
    }
}
