//! Web addresses: what is one, and when two lead to the same page.

use std::fmt::Write;

use url::Url;

/// Parameters that say how a reader came to a page, not which page it is.
const TRACKING: &[&str] = &[
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_campaign",
    "at_medium",
    "cmpid",
    "dclid",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "icid",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "oly_anon_id",
    "oly_enc_id",
    "pk_campaign",
    "pk_kwd",
    "rb_clickid",
    "ref_src",
    "ref_url",
    "s_cid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wt_mc",
    "yclid",
    "ysclid",
];

/// The same by their beginning.
const TRACKING_PREFIXES: &[&str] = &["utm_", "mtm_", "matomo_", "hsa_", "pk_"];

/// Parts of a host name that only say for which screen a page is made.
const SCREENS: &[&str] = &["www", "m", "mobile", "amp"];

/// A web address, without the credentials that may be in it.
pub(super) fn web(address: &str) -> Option<Url> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    forget_credentials(&mut url);
    Some(url)
}

/// Takes a name and a password out of an address.
pub(super) fn forget_credentials(url: &mut Url) {
    // Both fail only where an address cannot have any.
    url.set_username("").ok();
    url.set_password(None).ok();
}

/// Whether two addresses belong to one site, as far as their host names tell.
pub(super) fn is_same_site(one: &Url, other: &Url) -> bool {
    site(one) == site(other)
}

fn site(url: &Url) -> Vec<&str> {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    host.split('.').filter(|part| !SCREENS.contains(part)).collect()
}

/// An address without what does not change the page: equal for addresses of the same page. `None` for what is no web
/// address.
///
/// Left out: `http` or `https`, `www.`, the default port, credentials, tracking parameters and the order of the others,
/// a slash at the end, how harmless characters are written, the fragment unless it is a route (`#!…`, `#/…`).
pub(crate) fn same_page(url: &str) -> Option<String> {
    let url = web(url)?;
    let mut host = url.host_str()?.trim_end_matches('.');
    while let Some(rest) = host.strip_prefix("www.").filter(|rest| rest.contains('.')) {
        host = rest;
    }
    let mut same = format!("https://{host}");
    let port = url.port().filter(|port| *port != 80 && *port != 443);
    if let Some(port) = port {
        write!(same, ":{port}").expect("a string takes everything");
    }
    same.push_str(plainly(url.path()).trim_end_matches('/'));
    let parameters = parameters(&url);
    if !parameters.is_empty() {
        same.push('?');
        same.push_str(&parameters.join("&"));
    }
    let route = url.fragment().map(|fragment| fragment.trim_end_matches('/'));
    if let Some(route) = route.filter(|route| route.starts_with(['!', '/'])) {
        same.push('#');
        same.push_str(route);
    }
    Some(same)
}

/// The parameters that choose the page, in order.
fn parameters(url: &Url) -> Vec<String> {
    let query = plainly(url.query().unwrap_or_default());
    let mut kept: Vec<String> =
        query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).map(str::to_owned).collect();
    kept.sort_unstable();
    kept
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    TRACKING.contains(&name.as_str()) || TRACKING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Percent-encoding where it is needed only, always in capitals.
fn plainly(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let byte = from.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let length = match byte {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                plain.push(char::from(byte));
                3
            }
            Some(byte) => {
                write!(plain, "%{byte:02X}").expect("a string takes everything");
                3
            }
            None => {
                plain.push_str("%25");
                1
            }
        };
        rest = &from[length..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(one: &str, other: &str) {
        assert_eq!(same_page(one), same_page(other), "{one} {other}");
        assert!(same_page(one).is_some());
    }

    #[test]
    fn addresses_of_one_page_are_the_same() {
        same("https://example.org/tea", "http://www.Example.org:80/tea/?utm_source=x&fbclid=y#milk");
        same("https://example.org/?b=2&a=1", "https://example.org?a=1&b=2&gclid=3");
        same("https://example.org/#/tea/", "http://www.example.org/#/tea");
        same("https://example.org/#/", "https://example.org/");
        same("https://example.org/%7eada/%c3%a9", "https://example.org/~ada/é");
        same("https://ada:secret@example.org/", "https://example.org.");
        same("https://bücher.example/", "https://xn--bcher-kva.example");
    }

    #[test]
    fn addresses_of_different_pages_are_not() {
        let addresses = [
            "https://example.org/tea",
            "https://example.org/Tea",
            "https://example.org/tea/green",
            "https://example.org:8443/tea",
            "https://milk.example.org/tea",
            "https://example.org/tea?page=2",
            "https://example.org/tea?page=3",
            "https://example.org/tea#!/green",
            "https://example.org/tea#/green",
            "https://example.org/tea#/black",
            "https://example.org/tea%2Fgreen",
        ];
        let mut keys: Vec<_> = addresses.iter().map(|address| same_page(address).unwrap()).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), addresses.len());
    }

    #[test]
    fn what_is_no_web_address_has_none() {
        for address in ["", "tea", "file:///etc/passwd", "javascript:alert(1)", "mailto:ada@example.org", "https://"] {
            assert_eq!(same_page(address), None, "{address}");
        }
    }

    #[test]
    fn pages_for_phones_are_on_the_same_site() {
        let url = |address| web(address).unwrap();
        assert!(is_same_site(&url("https://en.m.wikipedia.org/wiki/Tea"), &url("https://en.wikipedia.org/wiki/Tea")));
        assert!(!is_same_site(&url("https://example.org"), &url("https://example.com")));
    }

    prop_compose! {
        fn addresses()(
            scheme in "https?", host in "(www\\.)?[a-z]{1,6}\\.(org|com)", port in "(:80|:443|:8080)?",
            path in "(/[a-zA-Z0-9%~._-]{0,6}){0,3}", query in "(\\?[a-z]{1,3}=[a-z0-9%]{0,3}(&(utm_[a-z]|[a-z]{1,2})=[a-z]{0,3}){0,3})?",
            fragment in "(#!?[a-z/]{0,5})?",
        ) -> String {
            format!("{scheme}://{host}{port}{path}{query}{fragment}")
        }
    }

    proptest! {
        #[test]
        fn the_same_of_the_same_is_the_same(address in addresses()) {
            let once = same_page(&address).unwrap();

            prop_assert_eq!(same_page(&once), Some(once));
        }

        #[test]
        fn tracking_and_the_place_on_the_page_change_nothing(address in addresses()) {
            let (rest, fragment) = address.split_once('#').map_or((address.as_str(), None), |(rest, part)| (rest, Some(part)));
            let joint = if rest.contains('?') { '&' } else { '?' };
            let fragment = fragment.filter(|part| part.starts_with(['!', '/'])).unwrap_or("elsewhere");

            prop_assert_eq!(same_page(&format!("{rest}{joint}utm_campaign=spring&fbclid=1#{fragment}")), same_page(&address));
        }

        #[test]
        fn the_order_of_parameters_changes_nothing(mut parts in proptest::collection::vec("[a-z]{1,3}=[a-z0-9]{0,3}", 1..5)) {
            let forwards = parts.join("&");
            parts.reverse();

            let page = |query: &str| same_page(&format!("https://example.org/?{query}"));
            prop_assert_eq!(page(&parts.join("&")), page(&forwards));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC*") {
            same_page(&text);
            same_page(&format!("http://{text}"));
        }
    }
}
