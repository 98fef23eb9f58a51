//! How people are reached and paid: e-mail addresses, phone numbers, bank accounts and cards.

use super::number::{is_card, is_iban, is_phone};
use super::source::{Hit, Role, Source, once, shown};
use crate::team::read::rules::Audience;

const ADVICE: &str = "leave it out unless its owner wants it there";

/// Domains of nobody.
const NOWHERE: &[&str] = &[
    "example.com",
    "example.org",
    "example.net",
    "users.noreply.github.com",
    "users.noreply.gitlab.com",
    "noreply.codeberg.org",
    "domain.com",
    "email.com",
    "mail.com",
    "test.com",
    "company.com",
    "yourdomain.com",
    "foo.com",
    "bar.com",
];
/// Top-level domains of nobody, and endings of files and code that stand behind an `@`.
const NO_DOMAIN: &[&str] = &[
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "svg",
    "webp",
    "js",
    "css",
    "json",
    "md",
    "service",
    "timer",
    "socket",
];
/// Who answers to nobody, or stands for anybody.
const NOBODY: &[&str] = &[
    "noreply",
    "no-reply",
    "donotreply",
    "git",
    "hg",
    "svn",
    "you",
    "your",
    "your.name",
    "your-email",
    "your_email",
    "youremail",
    "name",
    "user",
    "username",
    "me",
    "email",
    "someone",
    "somebody",
    "foo",
    "bar",
    "test",
    "john",
    "jane",
    "john.doe",
    "jane.doe",
    "johndoe",
    "alice",
    "bob",
    "root",
    "admin",
    "postmaster",
];

pub(super) fn find(source: &Source<'_>, audience: Audience) -> Vec<Hit> {
    let mut hits = Vec::new();
    // A team knows the addresses of its own commits.
    if source.role != Role::Author || audience == Audience::Public {
        hits.extend(mails(source));
    }
    hits.extend(accounts(source));
    hits.extend(numbers(source));
    once(hits)
}

fn hit(source: &Source<'_>, at: usize, rule: &'static str, text: &str, what: String) -> Hit {
    source.hit(at, rule, &text.to_lowercase(), what).advising(ADVICE)
}

fn mails(source: &Source<'_>) -> Vec<Hit> {
    let text = source.text;
    let found = memchr::memchr_iter(b'@', text.as_bytes()).filter_map(|at| Some((at, mail(text, at)?)));
    found.map(|(at, mail)| hit(source, at, "mail", mail, format!("an e-mail address: {}", shown(mail)))).collect()
}

/// The address around an `@`, if somebody may read what is sent there.
fn mail(text: &str, at: usize) -> Option<&str> {
    let is_local = |c: char| c.is_alphanumeric() || ".+-_%".contains(c);
    let from = text.floor_char_boundary(at.saturating_sub(64));
    let local = text[from..at].rsplit(|c| !is_local(c)).next()?.trim_start_matches(['.', '-', '_']);
    let start = at - local.len();
    let to = text.floor_char_boundary(text.len().min(at + 254));
    let domain = text[at + 1..to].split(|c: char| !(c.is_alphanumeric() || ".-".contains(c))).next()?;
    let domain = domain.trim_end_matches(['.', '-']);
    let before = &text[..start];
    // The name in an address such as `https://name@host` and `name:password@host` is none of a letter box.
    let is_login = before.ends_with("//")
        || (before.ends_with(':') && !before.ends_with("mailto:") && text[from..start].contains("//"));
    let is_path =
        text[at + 1 + domain.len()..].starts_with([':', '/']) && !text[at + 1 + domain.len()..].starts_with(": ");
    let answers = !local.is_empty() && !is_login && !is_path && reaches_somebody(local, domain);
    answers.then(|| &text[start..at + 1 + domain.len()])
}

fn reaches_somebody(local: &str, domain: &str) -> bool {
    let (local, domain) = (local.to_lowercase(), domain.to_lowercase());
    let Some((name, top)) = domain.rsplit_once('.') else { return false };
    let is_top = top.len() >= 2 && top.chars().all(char::is_alphabetic) && !NO_DOMAIN.contains(&top);
    let is_nowhere = NOWHERE.iter().any(|own| domain == *own || domain.ends_with(&format!(".{own}")));
    let is_example = name.split(['.', '-']).any(|part| matches!(part, "example" | "yourcompany" | "your"));
    is_top && !is_nowhere && !is_example && !NOBODY.contains(&local.as_str()) && !local.contains("noreply")
}

/// Bank accounts: two capitals, then digits and capitals, in groups of four or in one.
fn accounts(source: &Source<'_>) -> Vec<Hit> {
    let text = source.text;
    let bytes = text.as_bytes();
    let begins = |at: usize| {
        let head = &bytes[at..at + 4];
        let is_head = head[..2].iter().all(u8::is_ascii_uppercase) && head[2..].iter().all(u8::is_ascii_digit);
        is_head && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric())
    };
    let starts = (0..bytes.len().saturating_sub(14)).filter(|at| begins(*at));
    let hit = |at: usize| {
        let number = account(&text[at..])?;
        let what = format!("a bank account number ({}…)", &number[..4]);
        Some(hit(source, at, "account", &number, what))
    };
    starts.filter_map(hit).collect()
}

fn account(text: &str) -> Option<String> {
    let mut number = String::new();
    for c in text.chars().take(48).take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == ' ') {
        if c != ' ' {
            number.push(c);
        }
        if is_iban(&number) {
            return Some(number);
        }
    }
    None
}

/// Phone numbers and cards: runs of digits and what is put between them.
fn numbers(source: &Source<'_>) -> Vec<Hit> {
    let hit = |(at, run): (usize, &str)| {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        if is_in_name(source.text, at, run) {
            return None;
        }
        if is_card(&digits) && is_grouped(run) {
            return Some(hit(source, at, "card", &digits, format!("a card number (…{})", &digits[digits.len() - 4..])));
        }
        is_phone(run).then(|| hit(source, at, "phone", &digits, format!("a phone number: {}", shown(run))))
    };
    runs(source.text).filter_map(hit).collect()
}

/// Runs of 9 to 24 characters that begin and end with a digit, a plus or a bracket.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let belongs = |c: char| c.is_ascii_digit() || " -.()/+\u{a0}\u{2011}".contains(c);
    let mut at = 0;
    let pieces = text.split_inclusive(move |c| !belongs(c)).map(move |piece| {
        at += piece.len();
        (at - piece.len(), piece.trim_end_matches(|c| !belongs(c)))
    });
    pieces.flat_map(|(at, piece)| parted(piece).map(move |(start, run)| (at + start, run)))
}

/// A number ends before two blanks, a plus and a bracket that opens, which begin another.
fn parted(piece: &str) -> impl Iterator<Item = (usize, &str)> {
    let trimmed = |start: usize, end: usize| {
        let run = piece[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let own = run.trim_start_matches([' ', '-', '.', ')', '/', '\u{a0}', '\u{2011}']);
        (start + run.len() - own.len(), own)
    };
    let mut start = 0;
    let cut = piece
        .match_indices(['+', ' '])
        .filter(|(at, sign)| *sign == "+" || piece[*at..].starts_with("  "))
        .map(|(at, _)| at);
    let ends: Vec<usize> = cut.chain([piece.len()]).collect();
    ends.into_iter()
        .map(move |end| trimmed(std::mem::replace(&mut start, end), end))
        .filter(|(_, run)| (9..=24).contains(&run.len()))
}

/// Whether digits are part of a longer name, an address, a sum or an id.
fn is_in_name(text: &str, at: usize, run: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || "_#=%&@~^<>*$€£".contains(c);
    let before = &text[text.floor_char_boundary(at.saturating_sub(100))..at];
    let after = text[at + run.len()..].chars().next();
    let word = before.rsplit(|c: char| c.is_whitespace() || "\"'(<".contains(c)).next().unwrap_or_default();
    word.chars().next_back().is_some_and(|c| joins(c) || "-./".contains(c))
        || after.is_some_and(joins)
        || word.contains("://")
}

/// Digits in one, or in groups as on a card.
fn is_grouped(run: &str) -> bool {
    let groups: Vec<usize> = run.split([' ', '-']).map(str::len).collect();
    run.chars().all(|c| c.is_ascii_digit() || " -".contains(c))
        && matches!(groups.as_slice(), [_] | [4, 4, 4, 4] | [4, 6, 5] | [4, 6, 4])
}
