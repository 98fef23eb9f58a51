//! Runs of characters that nothing explains and that only a lot could have drawn.

use super::super::source::Source;
use super::{Found, LOOK, entropy, stand_in};

/// Too short to tell, and too long for a token.
const LENGTHS: std::ops::RangeInclusive<usize> = 20..=128;
/// Bits a character.
const LEAST: f64 = 4.5;

/// What is written before sums and public keys.
const EXPLAINED: &[&str] = &[
    "sha1-",
    "sha256-",
    "sha384-",
    "sha512-",
    "h1:",
    "SHA256:",
    "base64,",
    "MD5:",
    "ssh-rsa ",
    "ed25519 ",
    "integrity",
];

/// Languages in whose code long names and data are usual.
const PLAIN: &[&str] =
    &["", "text", "txt", "plain", "env", "dotenv", "ini", "conf", "properties", "console", "output", "log"];

/// Everything that is drawn by lot, outside code and addresses.
pub(super) fn find(source: &Source<'_>) -> Vec<Found> {
    let text = source.text;
    let code: Vec<_> = source
        .code()
        .into_iter()
        .filter(|code| !PLAIN.contains(&code.language.to_ascii_lowercase().as_str()))
        .collect();
    let mut found = Vec::new();
    let mut armour = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        armour = if line.contains("-----BEGIN") { true } else { armour && !line.contains("-----END") };
        let is_code = code
            .partition_point(|code| code.range.start <= at)
            .checked_sub(1)
            .is_some_and(|last| code[last].range.contains(&at));
        if !armour && !is_code && line.len() > *LENGTHS.start() {
            found.extend(
                runs(line)
                    .filter(|(start, run)| is_drawn(&line[..*start], run))
                    .map(|(start, run)| of(at + start, run)),
            );
        }
        at += line.len();
    }
    found
}

fn of(start: usize, run: &str) -> Found {
    Found {
        id: "random",
        what: "characters that look drawn by lot".to_owned(),
        range: start..start + run.len(),
        advice: LOOK,
        is_weak: true,
    }
}

fn runs(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    let mut at = 0;
    line.split_inclusive(move |c| !is_part(c)).filter_map(move |run| {
        let start = at;
        at += run.len();
        let run = run.trim_end_matches(|c| !is_part(c));
        LENGTHS.contains(&run.len()).then_some((start, run))
    })
}

fn is_drawn(before: &str, run: &str) -> bool {
    super::effort::add(run.len());
    let has = |kind: fn(&u8) -> bool| run.as_bytes().iter().any(kind);
    entropy::bits(run) >= LEAST
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && entropy::turns(run) >= 40
        && !entropy::is_wordy(run)
        && !stand_in::is_stand_in(run)
        && !is_explained(before, run)
}

/// Part of an address, a sum, a public key.
fn is_explained(before: &str, run: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(300))..];
    let word = near.rsplit(|c: char| c.is_whitespace() || "\"'`<>".contains(c)).next().unwrap_or_default();
    let is_address = word.contains("://") || word.contains("www.") || word.contains("](");
    let is_named = EXPLAINED.iter().any(|own| near.ends_with(own) || run.starts_with(own) || word.contains(own));
    is_address || is_named || ["AAAAB3Nza", "AAAAC3Nza", "AAAAE2Vj"].iter().any(|own| run.starts_with(own))
}
