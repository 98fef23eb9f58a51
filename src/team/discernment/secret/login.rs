//! Passwords in addresses: `https://name:password@host`.

use std::ops::Range;

use super::{Found, ROTATE, assigned, stand_in};

pub(super) const MARK: &str = "://";

/// Longer than any name and password that somebody puts into an address.
const LONGEST: usize = 256;

/// The password of the address whose scheme ends here.
pub(super) fn find(text: &str, mark: Range<usize>) -> Option<Found> {
    let near = &text[mark.end..text.floor_char_boundary(text.len().min(mark.end + LONGEST))];
    let ends = |c: char| c.is_whitespace() || "/?#\"'`<>()[]{},|\\".contains(c);
    let authority = near.split(ends).next()?;
    super::effort::add(authority.len());
    let (user_info, host) = authority.rsplit_once('@')?;
    let (name, password) = user_info.split_once(':')?;
    let start = mark.end + name.len() + 1;
    let at_home =
        ["localhost", "127.0.0.1", "example.", "host", "db", "hostname"].iter().any(|home| host.starts_with(home));
    let is_real = is_password(name, password) && (!at_home || assigned::is_random(password, 10));
    is_real.then(|| Found {
        id: "login",
        what: format!("a password in an address of {}", super::super::source::shown(host)),
        range: start..start + password.len(),
        advice: ROTATE,
        is_weak: false,
    })
}

fn is_password(name: &str, password: &str) -> bool {
    let lower = password.to_lowercase();
    password.len() >= 5
        && !name.eq_ignore_ascii_case(password)
        && !stand_in::is_stand_in(password)
        && !stand_in::is_reference(password)
        && !["postgres", "mysql", "guest", "rabbit", "mongo", "redis", "hunter2", "qwerty"].contains(&lower.as_str())
}
