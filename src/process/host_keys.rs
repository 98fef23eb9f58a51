//! The host keys that well-known hosts publish, to compare a server's with.
//!
//! From what each host says in its documentation of SSH: SHA-256 of an Ed25519, an ECDSA and an RSA key.

const PUBLISHED: [(&str, [&str; 3]); 4] = [
    (
        "github.com",
        [
            "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU",
            "SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM",
            "SHA256:uNiVztksCsDhcc0u9e8BujQXVUpKZIDTMczCvj3tD2s",
        ],
    ),
    (
        "gitlab.com",
        [
            "SHA256:eUXGGm1YGsMAS7vkcx6JOJdOGHPem5gQp4taiCfCLB8",
            "SHA256:HbW3g8zUjNSksFbqTiUWPWg2Bq1x8xdGUrliXFzSnUw",
            "SHA256:ROQFvPThGrW4RuWLoL9tq9I9zJ42fK4XywyRtbOz/EQ",
        ],
    ),
    (
        "codeberg.org",
        [
            "SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g",
            "SHA256:T9FYDEHELhVkulEKKwge5aVhVTbqCW0MIRwAfpARs/E",
            "SHA256:6QQmYi4ppFS4/+zSZ5S4IU+4sa6rwvQ4PbhCtPEBekQ",
        ],
    ),
    (
        "bitbucket.org",
        [
            "SHA256:ybgmFkzwOSotHTHLJgHO0QN8L0xErw6vd0VhFA9m3SM",
            "SHA256:FC73VB6C4OQLSCrjEayhMp9UMxS97caD/Yyi2bhW/J0",
            "SHA256:46OSHA1Rmj8E8ERTC6xkNcmGOw9oFxYr0WF6zWW8l1E",
        ],
    ),
];

/// What is known of a host key that ssh asks about, in a sentence; nothing of a host that is not known.
pub(super) fn verdict(question: &str) -> Option<String> {
    let host = question.split_once("authenticity of host '")?.1.split([' ', '\'']).next()?;
    // A port other than the usual one stands behind brackets; GitHub answers at another name there.
    let host = host.trim_start_matches('[').split(']').next()?;
    let host = host.strip_prefix("ssh.").or_else(|| host.strip_prefix("altssh.")).unwrap_or(host);
    let (host, published) = PUBLISHED.iter().find(|(name, _)| *name == host)?;
    let mut words = question.split_whitespace().map(|word| word.trim_end_matches('.'));
    let shown = words.find(|word| word.starts_with("SHA256:"))?;
    Some(match published.contains(&shown) {
        true => format!("This is a key that {host} publishes."),
        false => format!(
            "Not a key that {host} published when this Riffle was made: somebody may be listening. Compare it with what the host says."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(host: &str, key: &str) -> String {
        format!(
            "The authenticity of host '{host} (140.82.121.4)' can't be established.\nED25519 key fingerprint is \
             SHA256:{key}.\nThis key is not known by any other names.\nAre you sure you want to continue connecting \
             (yes/no/[fingerprint])? "
        )
    }

    #[test]
    fn a_key_that_a_known_host_publishes_is_told_from_another_one() {
        let github = "+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        let said = |host, key| verdict(&question(host, key)).unwrap_or_default();

        assert_eq!(said("github.com", github), "This is a key that github.com publishes.");
        assert_eq!(said("[ssh.github.com]:443", github), "This is a key that github.com publishes.");
        assert!(said("gitlab.com", github).starts_with("Not a key that gitlab.com"));
        assert!(said("github.com", "AAAA").contains("somebody may be listening"));
        assert_eq!(verdict(&question("github.com.example.org", github)), None);
        assert_eq!(verdict("Password for 'https://github.com': "), None);
    }
}
