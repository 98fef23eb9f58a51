//! Keeps addresses that nobody typed out of this machine and its network.
//!
//! A name is looked up once, the answer is checked, and the connection goes to what was checked: a name that changes
//! its answer in between gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

use super::error::{self, Inside};
use super::{Error, Trust};

/// Endings of names that are only known inside a network.
const INSIDE: &[&str] = &["localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa"];

/// Decides where one page may come from, redirects included.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    /// Whether private addresses are still allowed. Once a page led outside, nothing leads back in.
    may_enter: Arc<AtomicBool>,
}

impl Guard {
    pub(super) fn new(trust: Trust) -> Self {
        Self { may_enter: Arc::new(AtomicBool::new(trust == Trust::Typed)) }
    }

    /// Refuses what is private by its looks. A proxy looks names up by itself: what this machine knows to lead inside is not
    /// asked of it, what this machine does not know is.
    pub(super) fn check(&self, url: &Url, config: &Config) -> Result<(), Error> {
        let is_inside = match url.host() {
            Some(Host::Ipv4(address)) => is_private(address.into()),
            Some(Host::Ipv6(address)) => is_private(address.into()),
            Some(Host::Domain(name)) => is_private_name(name),
            None => return Err(Error::NotWeb(error::shown(url.as_str()))),
        };
        if is_inside {
            return if self.may_enter() { Ok(()) } else { Err(Error::Private(error::shown(url.as_str()))) };
        }
        if config.proxy().is_some() {
            if !self.may_enter() && leads_inside(&looked_up(url)) {
                return Err(Error::Private(error::shown(url.as_str())));
            }
            self.leave();
        }
        Ok(())
    }

    fn may_enter(&self) -> bool {
        self.may_enter.load(Ordering::Relaxed)
    }

    fn leave(&self) {
        self.may_enter.store(false, Ordering::Relaxed);
    }

    /// The addresses that may be asked, of those that a name has.
    fn admit(&self, found: &ResolvedSocketAddrs) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut admitted = self.empty();
        for address in found.iter().filter(|address| self.may_enter() || !is_private(address.ip())) {
            admitted.push(*address);
        }
        if admitted.is_empty() {
            return Err(ureq::Error::Other(Box::new(Inside)));
        }
        if admitted.iter().any(|address| !is_private(address.ip())) {
            self.leave();
        }
        Ok(admitted)
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout).map_err(|error| match error {
            ureq::Error::Io(_) => ureq::Error::HostNotFound,
            other => other,
        })?;
        // The person chose the proxy; it may well be on this machine.
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
        if is_proxy { Ok(found) } else { self.admit(&found) }
    }
}

/// The addresses of a name as far as this machine knows; none where only the proxy knows names.
fn looked_up(url: &Url) -> Vec<IpAddr> {
    let found = url.socket_addrs(|| None).unwrap_or_default();
    found.into_iter().map(|address| address.ip()).collect()
}

/// Whether a proxy that is asked for a name with these addresses may come to a private one.
fn leads_inside(addresses: &[IpAddr]) -> bool {
    addresses.iter().any(|address| is_private(*address))
}

/// Whether a name is only known inside a network: one word, or of a kind that is never public.
fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.rsplit_once('.').is_none_or(|(_, last)| INSIDE.contains(&last))
}

/// Whether an address is not one of the public internet.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [192, 168, ..]
            | [198, 18..=19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An address of the old kind in one of the new: mapped, translated, tunnelled.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // Tunnels, benchmarks, documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => true,
        // All that is public begins with these three bits.
        [first, ..] => first & 0xe000 != 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(texts: &[&str]) -> ResolvedSocketAddrs {
        let mut found = DefaultResolver::default().empty();
        for text in texts {
            found.push((text.parse::<IpAddr>().unwrap(), 80).into());
        }
        found
    }

    #[test]
    fn private_addresses_of_every_kind_are_known() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.7",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for text in private {
            assert!(is_private(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn public_addresses_are_let_through() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::",
            "2606:4700::1111",
            "2a00:1450::1",
        ];
        for text in public {
            assert!(!is_private(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn names_of_a_network_are_private_and_names_of_the_world_are_not() {
        for name in
            ["localhost", "router", "x.localhost", "nas.local", "db.internal", "Metadata.Google.Internal", "localhost."]
        {
            assert!(is_private_name(name), "{name}");
        }
        assert!(!is_private_name("example.org"));
    }

    #[test]
    fn a_name_with_public_and_private_addresses_is_asked_at_the_public_ones() {
        let guard = Guard::new(Trust::Found);

        let admitted = guard.admit(&addresses(&["127.0.0.1", "8.8.8.8", "::1"])).unwrap();

        assert_eq!(admitted.iter().map(|address| address.ip().to_string()).collect::<Vec<_>>(), ["8.8.8.8"]);
        assert!(guard.admit(&addresses(&["127.0.0.1", "::1"])).is_err());
    }

    #[test]
    fn a_proxy_is_not_asked_for_a_public_name_that_leads_inside() {
        let inside: IpAddr = "192.168.0.1".parse().unwrap();
        let outside: IpAddr = "93.184.215.14".parse().unwrap();

        assert!(leads_inside(&[inside]) && leads_inside(&[outside, inside]));
        assert!(!leads_inside(&[outside]) && !leads_inside(&[]));
    }

    #[test]
    fn what_was_typed_may_stay_inside_but_not_come_back_from_outside() {
        let guard = Guard::new(Trust::Typed);

        assert!(guard.admit(&addresses(&["192.168.1.1"])).is_ok());
        assert!(guard.admit(&addresses(&["127.0.0.1"])).is_ok());
        assert!(guard.admit(&addresses(&["8.8.8.8"])).is_ok());
        assert!(guard.admit(&addresses(&["192.168.1.1"])).is_err());
    }
}
