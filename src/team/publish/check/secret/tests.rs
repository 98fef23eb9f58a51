//! Samples are drawn at run time: no line of this repository looks like a secret.

use std::collections::BTreeSet;

use super::super::{Finding, Location, Severity};
use super::*;

mod drawn;
mod forms;
mod generated;
mod harmless;
mod kinds;
mod look_alikes;
mod passwords;
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
    let look_alikes: Vec<String> = (1..=5).flat_map(look_alikes::all).collect();
    let flagged: Vec<_> = look_alikes.iter().filter(|text| blocks(text)).collect();
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
    let ids: BTreeSet<_> = rules::all().map(|rule| rule.id).collect();

    let without: Vec<_> = ids.iter().filter(|id| !seen.contains(**id)).collect();

    assert!(without.is_empty(), "no sample is found by {without:?}");
}

#[test]
fn every_shape_of_every_service_is_found() {
    let mut missed = Vec::new();
    for (seed, service) in (1..).zip(services::all()) {
        for (name, shape) in
            service.names.iter().flat_map(|name| service.shapes.iter().map(move |shape| (name, *shape)))
        {
            let name = name.trim_end_matches('_').replace([' ', '.', '-'], "_");
            let text = format!("{name}_token = \"{}\"", Lot::new(seed).shaped(shape));
            missed.extend((!blocks(&text)).then_some(text));
        }
    }
    assert!(missed.len() <= services::all().count() / 30, "{missed:#?}");
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
    assert_eq!(findings_in(&format!("a/{token}.md"), Role::Name)[0].location, Location::Name(format!("a/{token}.md")));
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

#[test]
fn keys_are_found_however_they_are_written_down() {
    let mut lot = Lot::new(11);
    let lines = |lot: &mut Lot| lot.draw("{s64}\n{s64}\n{s64}\n");
    let heads = ["RSA ", "EC ", "DSA ", "", "ENCRYPTED ", "OPENSSH ", "ANY "];
    let pem = |head: &str, lines: &str| {
        format!("-----BEGIN {head}PRIVATE KEY-----\n{lines}-----END {head}PRIVATE KEY-----\n")
    };
    let mut texts: Vec<String> = heads.iter().map(|head| pem(head, &lines(&mut lot))).collect();
    let key = pem("RSA ", &lines(&mut lot));
    texts.push(format!("    {}", key.replace('\n', "\n    ")));
    texts.push(format!("key: \"{}\"", key.replace('\n', "\\n")));
    texts.push(wrapped(&drawn::base64(key.as_bytes()), 76));
    texts.push(format!(
        "data:\n  tls.key: |\n    {}",
        wrapped(&drawn::base64(key.as_bytes()), 64).replace('\n', "\n    ")
    ));
    for head in
        ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "MIIEowIBAAKCAQEA", "MIIJKQIBAzCC", "MHcCAQEEI", "MC4CAQAwBQYDK2VwBCIE"]
    {
        texts.push(format!("{head}{}", lot.draw("{s60}")));
    }
    texts.push(
        lot.draw("-----BEGIN PGP PRIV|ATE KEY BLOCK-----\n\n{s64}\n{s64}\n=abcd\n-----END PGP PRIV|ATE KEY BLOCK-----"),
    );
    texts.push(lot.draw("PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nPrivate|-Lines: 2\n{s64}\n{s64}\n"));
    texts.push(lot.draw("AGE-SECRET|-KEY-1{u58}"));
    texts.push(format!(
        "  \"auths\": {{ \"r.acme.org\": {{ \"auth\": \"{}\" }} }}",
        drawn::base64(lot.draw("ada:{p16}").as_bytes())
    ));
    texts.push(format!("//registry.acme.org/:_auth={}", drawn::base64(lot.draw("ada:{p16}").as_bytes())));
    texts.push(lot.draw("//registry.acme.org/:_authToken={a36}"));
    texts.push(drawn::base64(lot.draw("{jwt}").as_bytes()));

    let missed: Vec<_> = texts.iter().filter(|text| !blocks(text)).collect();

    assert!(missed.is_empty(), "{missed:#?}");
}

fn wrapped(text: &str, columns: usize) -> String {
    text.as_bytes().chunks(columns).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect()
}
