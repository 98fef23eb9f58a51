//! Names and addresses of machines that only the team, a company or a home knows.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::source::{Hit, Source, once, shown};

/// Domains that are never public.
const INTERNAL: &[&str] = &["local", "internal", "corp", "lan", "intranet", "home.arpa", "localdomain"];

/// Names that every machine of a kind has, or that documents use.
const KNOWN: &[&str] = &[
    "host.docker.internal",
    "gateway.docker.internal",
    "kubernetes.docker.internal",
    "metadata.google.internal",
    "host.lima.internal",
    "host.containers.internal",
    "cluster.local",
    "localhost.localdomain",
    "myhost.local",
    "example.local",
    "raspberrypi.local",
    "homeassistant.local",
];

/// First parts of the names of packages, which end as hosts do.
const PACKAGES: &[&str] = &["com", "org", "net", "io", "java", "javax", "jdk", "sun", "android", "kotlin", "github"];

/// Names without a domain that say what a machine does and not which it is.
const ROLES: &[&str] = &[
    "localhost",
    "host",
    "hostname",
    "server",
    "servername",
    "example",
    "domain",
    "proxy",
    "user",
    "username",
    "db",
    "database",
    "redis",
    "postgres",
    "postgresql",
    "mysql",
    "mongo",
    "mongodb",
    "rabbitmq",
    "kafka",
    "elasticsearch",
    "web",
    "app",
    "api",
    "backend",
    "frontend",
    "nginx",
    "site",
    "website",
    "url",
    "address",
    "foo",
    "bar",
    "baz",
    "test",
    "test-server",
    "myserver",
    "myhost",
    "remote",
    "minio",
    "memcached",
    "registry",
    "gateway",
    "service",
    "path",
    "www",
    "name",
    "ip",
    "yourhost",
    "broker",
    "x",
];

/// Schemes of addresses that name a machine.
const SCHEMES: &[&str] = &[
    "http",
    "https",
    "ssh",
    "sftp",
    "ftp",
    "ftps",
    "git",
    "ws",
    "wss",
    "postgres",
    "postgresql",
    "mysql",
    "redis",
    "rediss",
    "amqp",
    "amqps",
    "mongodb",
    "smb",
    "cifs",
    "ldap",
    "ldaps",
    "rdp",
    "vnc",
    "nfs",
    "telnet",
    "rsync",
    "git+ssh",
    "mqtt",
];

const ADVICE: &str = "use a name of example.org, or leave it out";

/// How a name stands in the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In an address, behind its scheme.
    Address,
    /// Behind `@`, before a port or a path.
    Told,
    Alone,
}

pub(super) fn find(source: &Source<'_>, internal: &[String]) -> Vec<Hit> {
    let names = names(source.text).filter_map(|(at, name)| {
        let what = what(source.text, at, name, internal)?;
        Some(source.hit(at, "host", &name.to_lowercase(), format!("{what}: {}", shown(name))).advising(ADVICE))
    });
    let wide = sixes(source.text).map(|(at, address)| {
        let what = format!("an address of a private network: {}", shown(address));
        source.hit(at, "host", &address.to_lowercase(), what).advising(ADVICE)
    });
    once(names.chain(wide).collect())
}

/// Runs that may be the name of a host, with where each begins.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let belongs = |c: char| c.is_alphanumeric() || "-._".contains(c);
    let mut at = 0;
    text.split_inclusive(move |c| !belongs(c)).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let name = piece.trim_end_matches(|c| !belongs(c)).trim_end_matches(['.', '-', '_']);
        (!name.is_empty()).then_some((start, name))
    })
}

fn what(text: &str, at: usize, name: &str, internal: &[String]) -> Option<&'static str> {
    if internal.iter().any(|pattern| is_of(name, pattern)) {
        return Some("a host of the team");
    }
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        let is_version = text[..at].ends_with(['v', 'V', '=', '^', '~']);
        return (is_private(address) && !is_version && !is_block(text, at + name.len(), address))
            .then_some("an address of a private network");
    }
    let stands = stands(text, at, name);
    let lower = name.to_lowercase();
    if lower.contains('.') {
        return (is_internal(&lower) && (stands != Stands::Alone || is_telling(&lower))).then_some("an internal host");
    }
    let is_machine = stands == Stands::Address && !ROLES.contains(&lower.as_str()) && is_label(&lower);
    is_machine.then_some("a host without a domain")
}

/// `git.acme.example` is itself; `*.acme.example` is all below, and itself.
fn is_of(name: &str, pattern: &str) -> bool {
    let (name, pattern) = (name.to_lowercase(), pattern.trim().trim_end_matches('.').to_lowercase());
    match pattern.strip_prefix("*.") {
        _ if pattern.is_empty() => false,
        Some(domain) => name == domain || name.strip_suffix(domain).is_some_and(|host| host.ends_with('.')),
        None => name == pattern,
    }
}

fn is_private(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    let is_metadata = address == Ipv4Addr::new(169, 254, 169, 254);
    address.is_private() || is_shared || (address.is_link_local() && !is_metadata)
}

/// Whether a whole network is meant, such as `10.0.0.0/8`, and not a machine in it.
fn is_block(text: &str, end: usize, address: Ipv4Addr) -> bool {
    let Some(rest) = text[end..].strip_prefix('/') else { return address.octets()[3] == 0 };
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let Ok(length) = rest[..digits.min(3)].parse::<u32>() else { return address.octets()[3] == 0 };
    u32::from(address).checked_shl(length).unwrap_or(0) == 0
}

fn stands(text: &str, at: usize, name: &str) -> Stands {
    let before = &text[text.floor_char_boundary(at.saturating_sub(300))..at];
    let word = before.rsplit(|c: char| c.is_whitespace() || "\"'`<>()[]{}|,;".contains(c)).next().unwrap_or_default();
    if let Some((scheme, inside)) = word.rsplit_once("://") {
        let scheme = scheme.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next().unwrap_or_default();
        let rest = &text[at + name.len()..text.floor_char_boundary(text.len().min(at + name.len() + 300))];
        let behind = rest.split(|c: char| c.is_whitespace() || "/?#\"'`<>".contains(c)).next();
        // What stands before an `@` is who logs in.
        let is_user = behind.is_some_and(|behind| behind.contains('@'));
        let is_authority = !is_user && (inside.is_empty() || (inside.ends_with('@') && !inside.contains('/')));
        let is_known = SCHEMES.contains(&scheme.to_lowercase().as_str());
        return if is_authority && is_known { Stands::Address } else { Stands::Alone };
    }
    let rest = &text[at + name.len()..];
    let has_port = rest
        .strip_prefix(':')
        .is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit() || c == '/' || c == '~'));
    if word.ends_with('@') || has_port || rest.starts_with('/') { Stands::Told } else { Stands::Alone }
}

fn is_internal(name: &str) -> bool {
    let below = |domain: &&str| name.strip_suffix(*domain).is_some_and(|host| host.len() > 1 && host.ends_with('.'));
    let is_known = KNOWN.iter().any(|known| name == *known || name.ends_with(&format!(".{known}")));
    let first = name.split('.').next().unwrap_or_default();
    let is_host = name.split('.').all(is_label);
    is_host
        && INTERNAL.iter().any(below)
        && !is_known
        && !PACKAGES.contains(&first)
        && !["your", "example"].iter().any(|own| first.contains(own))
}

/// A name that stands alone may be one of code: `settings.local`.
fn is_telling(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let host = labels[0];
    labels.len() > 2 || host.contains('-') || host.ends_with(|c: char| c.is_ascii_digit())
}

fn is_label(label: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&label.len())
        && label.chars().all(is_part)
        && !label.starts_with('-')
        && label.contains(|c: char| c.is_ascii_lowercase())
        || label.contains(|c: char| !c.is_ascii()) && label.chars().all(char::is_alphanumeric)
}

/// Unique local and link-local addresses of IPv6.
fn sixes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let belongs = |c: char| c.is_ascii_hexdigit() || c == ':';
    let mut at = 0;
    let runs = text.split_inclusive(move |c| !belongs(c)).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(|c| !belongs(c)))
    });
    let is_own = |run: &str| {
        let is_address = (4..=39).contains(&run.len()) && run.matches(':').count() >= 2;
        let first = is_address.then(|| run.parse::<Ipv6Addr>().ok()).flatten().map(|address| address.segments());
        first.is_some_and(|it| {
            (it[0] & 0xfe00 == 0xfc00 || it[0] & 0xffc0 == 0xfe80) && it[1..].iter().any(|part| *part != 0)
        })
    };
    runs.filter(move |(_, run)| is_own(run))
}
