//! Runs of characters that nothing explains and that only a lot could have drawn.

use super::super::source::Source;
use super::rule::{Of, Part};
use super::{Found, LOOK, ROTATE, entropy, stand_in, veil};

/// Too short to tell, and too long for a token.
const LENGTHS: std::ops::RangeInclusive<usize> = 20..=128;
/// Bits a character.
const LEAST: f64 = 4.5;

/// How much of a line before a run is looked at; addresses are long.
const LINE: usize = 2048;

/// What is written before sums and public keys.
const EXPLAINED: &[&str] = &[
    "sha1-",
    "sha256-",
    "sha384-",
    "sha512-",
    "h1:",
    "pk_live_",
    "pk_test_",
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
        found.extend(runs(line).filter_map(|(start, run)| bot(line, start, run)).map(|found| found.moved(at)));
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

/// A Discord bot's token: its number in base64, a time and a sum, with dots between.
fn bot(line: &str, start: usize, id: &str) -> Option<Found> {
    const REST: [Part; 4] = [Part::Text("."), Part::Run(Of::Url, 6, 7), Part::Text("."), Part::Run(Of::Url, 27, 38)];
    let end = REST.iter().try_fold(start + id.len(), |at, part| part.after(line.as_bytes(), at))?;
    let number = veil::unpacked(id.as_bytes())?;
    let is_number = (17..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Found {
        id: "discord-bot",
        what: "a Discord bot's token".to_owned(),
        range: start..end,
        advice: ROTATE,
        is_weak: false,
    })
}

fn of(start: usize, run: &str) -> Found {
    Found {
        id: "random",
        what: "characters that look random".to_owned(),
        range: start..start + run.len(),
        advice: LOOK,
        is_weak: true,
    }
}

fn runs(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+/_-".contains(c);
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

/// Part of an address or a path, a sum, a public key, or the number of something.
fn is_explained(before: &str, run: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LINE))..];
    let word = near.rsplit(|c: char| c.is_whitespace() || "\"'`<>".contains(c)).next().unwrap_or_default();
    let is_address = ["://", ":\\/\\/", "www.", "]("].iter().any(|own| word.contains(own));
    let is_path = run.starts_with('/') || word.ends_with(['.', '~', ':']) && run.contains('/');
    let is_named = EXPLAINED.iter().any(|own| near.ends_with(own) || run.starts_with(own) || word.contains(own));
    let is_key = ["AAAAB3Nza", "AAAAC3Nza", "AAAAE2Vj"].iter().any(|own| run.starts_with(own));
    let is_sum = ["$2", "$argon2", "$6$"].iter().any(|own| word.contains(own));
    // Web tokens and text in base64 were looked into before.
    let is_read = run.starts_with("eyJ") || word.contains("eyJ") || veil::unpacked(run.as_bytes()).is_some();
    is_address || is_path || is_named || is_key || is_sum || is_read || is_number_of(near)
}

/// Whether the words before say so: `request id`, `client_id=`, `"id": "`.
fn is_number_of(before: &str) -> bool {
    let near = before[before.floor_char_boundary(before.len().saturating_sub(24))..].to_ascii_lowercase();
    let mut words = near.split(|c: char| !c.is_ascii_alphabetic());
    words.any(|word| ["id", "ids", "uid", "state", "code", "nonce", "etag", "sig", "csrf", "public"].contains(&word))
}
