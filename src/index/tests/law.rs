//! After any history the index answers like a fresh one, and like a plain list of entries.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::index::tokenize::Form;

const WORDS: [&str; 14] = [
    "tea",
    "team",
    "café",
    "天気",
    "天気予報",
    "foo_bar",
    "C++",
    "std::fs",
    "te",
    "Rust言語",
    "x-ray",
    "x",
    "greenTea",
    "ﬁn",
];
const TAGS: [&str; 4] = ["a", "a/b", "Ab", "b"];

#[derive(Clone, Debug)]
enum Act {
    Put { at: usize, words: Vec<usize>, kind: usize, tags: Vec<usize> },
    Remove { at: usize },
    Commit,
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let put =
        (0..6_usize, prop::collection::vec(0..WORDS.len(), 0..6), 0..4_usize, prop::collection::vec(0..4_usize, 0..3));
    prop_oneof![
        6 => put.prop_map(|(at, words, kind, tags)| Act::Put { at, words, kind, tags }),
        2 => (0..6_usize).prop_map(|at| Act::Remove { at }),
        2 => Just(Act::Commit),
        1 => Just(Act::Reopen),
    ]
}

fn term() -> impl Strategy<Value = Term> {
    let word = || (0..WORDS.len()).prop_map(|at| WORDS[at]);
    prop_oneof![
        3 => (word(), any::<bool>()).prop_map(|(text, prefix)| Term::Word { text: text.into(), prefix }),
        2 => (word(), word()).prop_map(|(one, other)| Term::Phrase(format!("{one} {other}"))),
        1 => (0..4_usize).prop_map(|at| Term::Kind(vec![Kind::ALL[at]])),
        1 => (0..4_usize).prop_map(|at| Term::Tag(vec![TAGS[at].into()])),
        1 => (0..6_usize).prop_map(|at| Term::Path(format!("P{at}"))),
    ]
}

fn query() -> impl Strategy<Value = Query> {
    let clause = (prop::bool::weighted(0.25), term()).prop_map(|(not, term)| Clause { not, term });
    prop::collection::vec(prop::collection::vec(clause, 1..4), 1..3).prop_map(|any| Query { any })
}

fn entry(at: usize, words: &[usize], kind: usize, tags: &[usize]) -> Entry {
    let words: Vec<&str> = words.iter().map(|at| WORDS[*at]).collect();
    let mut entry = titled(note(&format!("n/p{at}.md"), &words.join(" ")), words.first().unwrap_or(&"none"));
    entry.kind = Kind::ALL[kind];
    entry.tags = tags.iter().map(|at| TAGS[*at].to_owned()).collect();
    entry
}

/// All words of an entry as (position, token).
fn tokens(entry: &Entry) -> Vec<(usize, String)> {
    let place = entry.path.as_str().trim_end_matches(".md");
    let texts = [entry.title.as_str(), entry.body(), place].into_iter().chain(entry.tags.iter().map(String::as_str));
    let (mut tokens, mut base) = (Vec::new(), 0);
    for text in texts {
        let mut last = base;
        tokenize::each(text, |token| {
            last = base + token.position;
            tokens.push((last, token.text.to_owned()));
            true
        });
        base = last + 100;
    }
    tokens
}

/// What is looked for, in the order of positions.
fn asked(text: &str) -> Vec<(usize, String, Form)> {
    let (mut asked, mut run) = (Vec::new(), None);
    tokenize::each(text, |token| {
        match token.form {
            Form::Joined | Form::Inner => return true,
            Form::Single if run == Some(token.end) => return true,
            Form::Pair => run = Some(token.end),
            Form::Signed => drop(asked.pop()),
            Form::Word | Form::Single => {}
        }
        asked.push((token.position, token.text.to_owned(), token.form));
        true
    });
    asked
}

fn says(entry: &Entry, text: &str, prefix: bool) -> bool {
    let tokens = tokens(entry);
    let begins = |text: &str| tokens.iter().any(|(_, token)| token.starts_with(text));
    let whole = |parts: &[(usize, String, Form)]| match parts {
        [(_, text, _)] => tokens.iter().any(|(_, token)| token.trim_end_matches(tokenize::INNER) == text),
        parts => stands(&tokens, parts),
    };
    match asked(text).as_slice() {
        [(_, text, form)] if prefix || *form == Form::Single => begins(text),
        [finished @ .., (_, last, form)] if prefix && *form != Form::Pair => whole(finished) && begins(last),
        parts => whole(parts),
    }
}

/// Whether the parts stand next to each other somewhere.
fn stands(tokens: &[(usize, String)], parts: &[(usize, String, Form)]) -> bool {
    tokens.iter().any(|(start, _)| {
        parts.iter().all(|part| tokens.iter().any(|(at, token)| *at == start + part.0 - parts[0].0 && *token == part.1))
    })
}

fn holds(entry: &Entry, term: &Term) -> bool {
    match term {
        Term::Word { text, prefix } => says(entry, text, *prefix),
        Term::Phrase(text) => says(entry, text, false),
        Term::Kind(kinds) => kinds.contains(&entry.kind),
        Term::Tag(tags) => tags.iter().any(|tag| {
            let wanted = tag.to_lowercase();
            let below = format!("{wanted}/");
            entry.tags.iter().any(|own| own.to_lowercase() == wanted || own.to_lowercase().starts_with(&below))
        }),
        Term::In(_) => true,
        Term::Path(part) => entry.path.as_str().to_lowercase().contains(&part.to_lowercase()),
        Term::Title(_) | Term::Property { .. } | Term::Stage(_) => unreachable!("not generated"),
        Term::Conflict | Term::Before(_) | Term::After(_) => {
            unreachable!("not generated")
        }
    }
}

fn expected(entries: &BTreeMap<String, Entry>, query: &Query) -> Vec<String> {
    let holds =
        |entry: &&Entry| query.any.iter().any(|all| all.iter().all(|clause| holds(entry, &clause.term) != clause.not));
    entries.values().filter(holds).map(|entry| entry.path.to_string()).collect()
}

fn found(index: &Index, query: &Query) -> Vec<String> {
    let found = index.search(query, 100).unwrap();
    assert_eq!(found.total, found.hits.len());
    let mut paths: Vec<_> = found.hits.into_iter().map(|hit| hit.path.to_string()).collect();
    paths.sort();
    paths
}

proptest! {
    #![proptest_config(ProptestConfig { cases: u32::try_from(rounds(4, 64)).unwrap(), ..ProptestConfig::default() })]

    #[test]
    fn any_history_answers_like_a_fresh_index_and_like_a_plain_list(
        acts in prop::collection::vec(act(), 1..30),
        queries in prop::collection::vec(query(), 1..12),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (Opening::Empty(mut index) | Opening::Ready(mut index)) = Index::open(folder.path()).unwrap();
        let mut writer = index.writer(Batch::Small).unwrap();
        let mut entries = BTreeMap::new();
        for act in acts.into_iter().chain([Act::Commit]) {
            match act {
                Act::Put { at, words, kind, tags } => {
                    let entry = entry(at, &words, kind, &tags);
                    writer.put(&entry, stamp(1), today()).unwrap();
                    entries.insert(entry.path.to_string(), entry);
                }
                Act::Remove { at } => {
                    let at = format!("n/p{at}.md");
                    writer.remove(&path(&at)).unwrap();
                    entries.remove(&at);
                }
                Act::Commit => {
                    writer.commit().unwrap().tidy().unwrap();
                    writer = index.writer(Batch::Small).unwrap();
                }
                Act::Reopen => {
                    writer.commit().unwrap().tidy().unwrap();
                    let (Opening::Empty(again) | Opening::Ready(again)) = Index::open(folder.path()).unwrap();
                    index = again;
                    writer = index.writer(Batch::Large).unwrap();
                }
            }
        }
        let fresh = Index::create_in_ram();
        let rebuild = fresh.writer(Batch::Rebuild).unwrap();
        for entry in entries.values() {
            rebuild.put(entry, stamp(1), today()).unwrap();
        }
        rebuild.commit().unwrap().tidy().unwrap();

        for query in &queries {
            prop_assert_eq!(found(&index, query), expected(&entries, query), "{:?}", query);
            prop_assert_eq!(found(&fresh, query), expected(&entries, query), "{:?}", query);
        }
        let stamps = |index: &Index| {
            let stamps = index.stamps().unwrap();
            let mut stamps: Vec<_> = stamps.iter().map(|(path, stamp)| (path.to_owned(), stamp)).collect();
            stamps.sort_unstable_by(|one, other| one.0.cmp(&other.0));
            stamps
        };
        prop_assert_eq!(stamps(&index), stamps(&fresh));
        prop_assert_eq!(index.tags().unwrap(), fresh.tags().unwrap());
        prop_assert_eq!(index.entries(), entries.len());
    }
}
