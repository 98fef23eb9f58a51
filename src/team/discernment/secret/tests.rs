//! Samples are drawn at run time: no line of this repository looks like a secret.

use std::collections::BTreeSet;

use super::super::{Finding, Place, Severity};
use super::*;

mod drawn;
mod look_alikes;
mod samples;

use drawn::Lot;

fn findings(text: &str) -> Vec<Finding> {
    findings_in(text, Role::File("nuggets/a/b.md"))
}

fn findings_in(text: &str, role: Role<'_>) -> Vec<Finding> {
    let hits = find(&Source::new(text, role));
    hits.into_iter().map(|hit| hit.finding(super::super::Check::Secret, Severity::Block)).collect()
}

fn blocks(text: &str) -> bool {
    findings(text).iter().any(|finding| finding.severity == Severity::Block)
}

/// Where people leave secrets.
fn settings(secret: &str) -> [String; 5] {
    [
        secret.to_owned(),
        format!("# Keys\n\nIt was {secret} until yesterday.\n"),
        format!("```rust\nlet it = \"{secret}\";\n```\n"),
        format!("| a | b |\n|---|---|\n| x | `{secret}` |\n"),
        format!("---\ntitle: Keys\nsource: \"{secret}\"\n---\n\nText.\n"),
    ]
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are worth knowing also when they are good")]
fn the_gate_finds_secrets_and_lets_look_alikes_pass() {
    let (mut drawn, mut missed) = (0, Vec::new());
    for (kind, pattern) in samples::ALL {
        for seed in 1..=6 {
            let secret = Lot::new(seed).draw(pattern);
            for text in settings(&secret) {
                drawn += 1;
                missed.extend((!blocks(&text)).then_some((*kind, text)));
            }
        }
    }
    let look_alikes = look_alikes::all();
    let flagged: Vec<_> = look_alikes.iter().filter(|text| !findings(text).is_empty()).collect();
    let (found, passed) = (drawn - missed.len(), look_alikes.len() - flagged.len());

    let (kinds, of) = (samples::ALL.len(), look_alikes.len());
    println!("{kinds} kinds, {found} of {drawn} secrets found, {passed} of {of} look-alikes pass");
    println!("not always found: {:?}", missed.iter().map(|(kind, _)| *kind).collect::<BTreeSet<_>>());

    assert!(passed * 1000 >= look_alikes.len() * 980, "flagged: {flagged:#?}");
    assert!(found * 1000 >= drawn * 990, "{} missed, such as {:#?}", missed.len(), &missed[..missed.len().min(20)]);
}

#[test]
fn every_rule_has_a_sample() {
    let mut seen = BTreeSet::new();
    for (_, pattern) in samples::ALL {
        let found = findings(&Lot::new(7).draw(pattern));
        seen.extend(found.into_iter().filter_map(|finding| finding.key.split(':').nth(1).map(str::to_owned)));
    }
    let ids: BTreeSet<_> = rules::all().map(|rule| rule.id).chain(named::ALL.iter().map(|named| named.id)).collect();

    let without: Vec<_> = ids.iter().filter(|id| !seen.contains(**id)).collect();

    assert!(without.is_empty(), "no sample is found by {without:?}");
}

#[test]
fn a_finding_does_not_repeat_the_secret() {
    let secret = Lot::new(3).draw("gl|pat-{w20}");

    let found = findings(&format!("token: {secret}"));

    assert_eq!(found.len(), 1);
    assert!(found[0].what.contains("glpa…, 26 characters"), "{}", found[0].what);
    assert!(!format!("{found:?}").contains(&secret[..8]));
}

#[test]
fn the_key_follows_the_secret_and_not_its_place() {
    let secret = Lot::new(3).draw("gl|pat-{w20}");
    let keys = |text: String| findings(&text).into_iter().map(|finding| finding.key).collect::<Vec<_>>();

    let (before, after) = (keys(secret.clone()), keys(format!("one\n\ntwo {secret} three\n")));

    assert_eq!(before, after);
    assert_ne!(before, keys(Lot::new(4).draw("gl|pat-{w20}")));
    assert!(before[0].starts_with("secret:gitlab-token:"), "{before:?}");
}

#[test]
fn wrong_check_digits_only_warn() {
    let token = Lot::new(9).draw("gh|p_{a30}{crc}");
    let wrong = format!("{}{}", &token[..39], if token.ends_with('7') { '8' } else { '7' });

    assert!(blocks(&token));
    assert_eq!(findings(&wrong).iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Warn]);
}

#[test]
fn check_digits_are_those_that_github_publishes() {
    assert_eq!(digits::crc32(b"123456789"), 0xcbf4_3926);
    assert_eq!(&digits::base62(digits::crc32("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ".as_bytes())), b"0mLq17");
}

#[test]
fn disguised_secrets_are_found_too() {
    let token = Lot::new(5).draw("gl|pat-{a20}");
    let split = format!("{}\u{200b}{}", &token[..9], &token[9..]);
    let escaped = Lot::new(5).draw("gh|p_{a30}{crc}").replace('_', "\\_");
    let foreign = Lot::new(5).draw("AK|IA{b16}").replace('A', "А");
    let wide: String = token.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();

    for text in [
        split,
        escaped,
        foreign,
        wide,
        drawn::base64(token.as_bytes()),
        format!("data: {}", drawn::base64(format!("x={token}\n").as_bytes())),
    ] {
        assert!(blocks(&text), "{text}");
    }
}

#[test]
fn secrets_in_names_messages_and_authors_are_found() {
    let token = Lot::new(5).draw("gl|pat-{a20}");

    for role in [Role::Name, Role::Message, Role::Author] {
        assert_eq!(findings_in(&format!("a/{token}.md"), role).len(), 1);
    }
    assert_eq!(findings_in(&format!("a/{token}.md"), Role::Name)[0].place, Place::Name(format!("a/{token}.md")));
}

#[test]
fn one_secret_is_told_once() {
    let token = Lot::new(5).draw("gh|p_{a30}{crc}");

    let found = findings(&format!("export GITHUB_TOKEN=\"{token}\"\n"));

    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].key.starts_with("secret:github-token:"));
}

#[test]
fn the_search_takes_steps_in_proportion_to_the_text() {
    let steps = |text: String| {
        effort::taken();
        findings(&text);
        effort::taken() + 1
    };
    let hostile = [
        "eyJ",
        "sk-",
        "password=",
        "://a:b@",
        "heroku key ",
        "-----BEGIN PRIVATE KEY-----\n",
        "aB3x",
        "a.atlasv1.",
        "=\"",
        "ghs_1_eyJa.",
        "\\_",
        "T3BlbkFJ",
    ];
    for piece in hostile {
        let (short, long) = (steps(piece.repeat(1000)), steps(piece.repeat(4000)));
        assert!(long <= short * 5, "{piece}: {short} steps, then {long}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_searched(text in "(\\PC|[\\x00-\\x1f]|eyJ|sk-|password=|://|@|-----BEGIN PRIVATE KEY-----|Q~|\u{200b}|[a-zA-Z0-9+/=]{30}){0,60}") {
        for finding in findings(&text) {
            assert!(!finding.what.contains(char::is_control));
        }
    }
}
