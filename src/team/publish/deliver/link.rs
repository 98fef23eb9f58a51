//! Where a host makes a pull request of a branch: its own words, else the forms of the hosts that are known.

use url::Url;

use crate::text::percent;

/// The longest address that is shown.
const LONGEST: usize = 500;
/// What the path of such an address has in it.
const WORDS: [&str; 6] = ["/pull/new", "merge_requests/new", "/compare/", "pull-requests/new", "/pulls/", "/pull/"];

/// The address that makes a pull request of `branch` for `main`.
pub(super) fn pull_request(remote: &str, main: &str, branch: &str, server_message: &str) -> Option<String> {
    let place = place(remote);
    named_by_server(server_message, place.as_ref().map(|place| place.host.as_str()))
        .or_else(|| known(&place?, main, branch))
}

/// A repository on a host: `github.com`, `owner/name`.
struct Place {
    host: String,
    path: String,
}

/// What an address says of host and path; `None` for a folder of this disk.
fn place(remote: &str) -> Option<Place> {
    let (host, path) = match Url::parse(remote) {
        Ok(url) if url.has_host() => (url.host_str()?.to_owned(), url.path().to_owned()),
        Ok(_) | Err(_) => {
            let (host, path) = remote.split_once(':').filter(|(host, _)| !host.contains('/'))?;
            (host.rsplit('@').next()?.to_owned(), path.to_owned())
        }
    };
    let path = path.trim_matches('/').trim_end_matches(".git").to_owned();
    let is_plain = path.contains('/') && path.chars().all(|c| c.is_ascii_alphanumeric() || "-_./~".contains(c));
    is_plain.then(|| Place { host: host.to_ascii_lowercase(), path })
}

/// The first address in the server's words that makes a pull request, on the host that was pushed to.
fn named_by_server(server_message: &str, host: Option<&str>) -> Option<String> {
    server_message.split_whitespace().find_map(|word| {
        let word = word.trim_matches(|c: char| "<>()[]'\",;".contains(c));
        let url = Url::parse(word).ok().filter(|url| url.scheme() == "https" && url.username().is_empty())?;
        let is_right = WORDS.iter().any(|words| url.path().contains(words)) && word.len() <= LONGEST;
        let is_there = host.is_none_or(|host| url.host_str().is_some_and(|other| is_same_site(host, other)));
        (is_right && is_there).then(|| url.to_string())
    })
}

/// Whether two names are of one site: `ssh.github.com` and `github.com`.
fn is_same_site(one: &str, other: &str) -> bool {
    let below = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
    one == other || below(one, other) || below(other, one)
}

fn known(place: &Place, main: &str, branch: &str) -> Option<String> {
    let Place { host, path } = place;
    let (main, branch) = (escaped(main), escaped(branch));
    let is = |name: &str| host == name || host.split('.').any(|part| part == name.trim_end_matches(".com"));
    if is("github.com") {
        Some(format!("https://{}/{path}/pull/new/{branch}", host.trim_start_matches("ssh.")))
    } else if is("gitlab.com") {
        Some(format!("https://{host}/{path}/-/merge_requests/new?merge_request%5Bsource_branch%5D={branch}"))
    } else if host == "codeberg.org" || is("gitea") || is("forgejo") {
        Some(format!("https://{host}/{path}/compare/{main}...{branch}"))
    } else if host == "bitbucket.org" {
        Some(format!("https://{host}/{path}/pull-requests/new?source={branch}&t=1"))
    } else {
        None
    }
}

/// The address at which a host shows a file of a branch; `None` where the host is not known.
pub(crate) fn page_link(remote: &str, branch: &str, path: &str) -> Option<String> {
    let Place { host, path: repository } = place(remote)?;
    let (branch, path) = (escaped(branch), escaped(path));
    let is = |name: &str| host == name || host.split('.').any(|part| part == name.trim_end_matches(".com"));
    let between = if is("github.com") {
        "blob"
    } else if is("gitlab.com") {
        "-/blob"
    } else if host == "codeberg.org" || is("gitea") || is("forgejo") {
        "src/branch"
    } else if host == "bitbucket.org" {
        "src"
    } else {
        return None;
    };
    Some(format!("https://{}/{repository}/{between}/{branch}/{path}", host.trim_start_matches("ssh.")))
}

/// The name of a branch or a file as part of an address; its slashes stay.
pub(crate) fn escaped(name: &str) -> String {
    percent::encoded(name, |c| !(c.is_ascii_alphanumeric() || "/*-._".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_say_nothing_are_known_by_their_form() {
        let cases = [
            ("git@github.com:ada/til.git", "https://github.com/ada/til/pull/new/riffle/tea"),
            ("ssh://git@ssh.github.com:443/ada/til.git", "https://github.com/ada/til/pull/new/riffle/tea"),
            (
                "https://gitlab.example.org/team/sub/til.git",
                "https://gitlab.example.org/team/sub/til/-/merge_requests/new?merge_request%5Bsource_branch%5D=riffle/tea",
            ),
            ("https://codeberg.org/ada/til", "https://codeberg.org/ada/til/compare/main...riffle/tea"),
            ("git@bitbucket.org:ada/til.git", "https://bitbucket.org/ada/til/pull-requests/new?source=riffle/tea&t=1"),
        ];
        for (remote, expected) in cases {
            assert_eq!(pull_request(remote, "main", "riffle/tea", "").as_deref(), Some(expected), "{remote}");
        }
        for remote in ["/srv/til.git", "file:///srv/til.git", "git@example.org:til.git", "https://example.org/a/b"] {
            assert_eq!(pull_request(remote, "main", "b", ""), None, "{remote}");
        }
    }

    #[test]
    fn a_page_is_read_where_its_host_shows_it() {
        let link = |remote: &str| page_link(remote, "main", "nuggets/git/a b.md");

        let expected = "https://github.com/ada/til/blob/main/nuggets/git/a%20b.md";
        assert_eq!(link("git@github.com:ada/til.git").as_deref(), Some(expected));
        assert_eq!(link("/srv/til.git"), None);
    }

    #[test]
    fn the_servers_words_come_first_but_lead_to_no_other_host() {
        let said = |host: &str| {
            format!("Create a pull request for 'x' on GitHub by visiting: https://{host}/a/b/pull/new/x now")
        };
        let remote = "git@git.example.org:a/b.git";

        assert_eq!(
            pull_request(remote, "main", "x", &said("git.example.org")).as_deref(),
            Some("https://git.example.org/a/b/pull/new/x")
        );
        for other in ["evil.example.com", "git.example.org@evil.example.com", "evilgit.example.org"] {
            assert_eq!(pull_request(remote, "main", "x", &said(other)), None, "{other}");
        }
        assert_eq!(pull_request(remote, "main", "x", "javascript:/pull/new/x http://git.example.org/pull/new/x"), None);
    }
}
