//! The index as its callers see it.

mod damage;
mod law;

use std::slice;

use chrono::DateTime;
use serde_json::Map;

use super::*;
use crate::entry::{Entry, Kind, Stage, Stamp};
use crate::query::{Clause, Day, Term};

/// How often something is tried: with `RIFFLE_THOROUGH` set, as often as it takes to be sure.
fn rounds(usual: usize, thorough: usize) -> usize {
    if std::env::var_os("RIFFLE_THOROUGH").is_some() { thorough } else { usual }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn path(path: &str) -> EntryPath {
    EntryPath::new(path).unwrap()
}

/// A note whose title is its first argument's file name.
fn note(at: &str, body: &str) -> Entry {
    let text = format!("---\nkind: note\n---\n{body}");
    Entry {
        path: path(at),
        id: EntryId::Path(path(at)),
        kind: Kind::Note,
        stage: None,
        title: path(at).stem().to_owned(),
        date: None,
        tags: Vec::new(),
        aliases: Vec::new(),
        url: None,
        fields: Map::new(),
        body: 19..text.len(),
        text,
        problem: None,
    }
}

fn dated(mut entry: Entry, date: &str) -> Entry {
    entry.date = Some(DateTime::parse_from_rfc3339(&format!("{date}T12:00:00+01:00")).unwrap());
    entry
}

fn titled(mut entry: Entry, title: &str) -> Entry {
    entry.title = title.to_owned();
    entry
}

fn tagged(mut entry: Entry, tags: &[&str]) -> Entry {
    entry.tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    entry
}

fn stamp(number: u64) -> Stamp {
    Stamp { mtime: i64::try_from(number).unwrap() * 1_000_000_000, size: number, hash: number }
}

fn put(index: &Index, entries: &[Entry]) {
    let writer = index.writer(Batch::Small).unwrap();
    for entry in entries {
        writer.put(entry, stamp(1), today()).unwrap();
    }
    writer.commit().unwrap().tidy().unwrap();
}

fn filled(entries: &[Entry]) -> Index {
    let index = Index::create_in_ram();
    put(&index, entries);
    index
}

fn all(terms: Vec<Term>) -> Query {
    Query { any: vec![terms.into_iter().map(|term| Clause { not: false, term }).collect()] }
}

fn word(text: &str) -> Term {
    Term::Word { text: text.into(), prefix: false }
}

fn typed(text: &str) -> Term {
    Term::Word { text: text.into(), prefix: true }
}

fn phrase(text: &str) -> Term {
    Term::Phrase(text.into())
}

fn day(typed: &str) -> Day {
    Day { typed: typed.into(), start: typed.parse().unwrap() }
}

fn paths(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.path.as_str()).collect()
}

/// The paths that match, in the order of the alphabet.
fn matching(index: &Index, terms: Vec<Term>) -> Vec<String> {
    let found = index.search(&all(terms), 100).unwrap();
    assert_eq!(found.total, found.hits.len());
    let mut paths: Vec<_> = paths(&found).into_iter().map(str::to_owned).collect();
    paths.sort();
    paths
}

fn ready(folder: &Path) -> Index {
    match Index::open(folder).unwrap() {
        Opening::Ready(index) => index,
        Opening::Empty(_) => panic!("the index is empty"),
    }
}

fn empty(folder: &Path) -> Index {
    match Index::open(folder).unwrap() {
        Opening::Empty(index) => index,
        Opening::Ready(_) => panic!("the index is not empty"),
    }
}

#[test]
fn words_are_found_in_any_case_accent_and_composition() {
    let index = filled(&[note("a.md", "Cafe\u{301} au lait"), note("b.md", "ein Überblick")]);

    for term in ["café", "CAFE", "cafe\u{301}"] {
        assert_eq!(matching(&index, vec![word(term)]), ["a.md"], "{term}");
    }
    assert_eq!(matching(&index, vec![word("uberblick")]), ["b.md"]);
}

#[test]
fn code_symbols_are_found_whole_in_part_and_while_typing() {
    let body = "use `std::fs::write` with --filter=blob:none, a .gitignore and foo_bar; well-known.";
    let index = filled(&[note("a.md", body), note("b.md", "use standard files, filter none, C and bar")]);

    for symbol in
        ["std::fs::write", "fs::write", "--filter=blob:none", "blob:none", ".gitignore", "gitignore", "foo_bar"]
    {
        assert_eq!(matching(&index, vec![word(symbol)]), ["a.md"], "{symbol}");
        assert_eq!(matching(&index, vec![phrase(symbol)]), ["a.md"], "{symbol}");
        for (end, c) in symbol.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let typed = typed(&symbol[..end + c.len_utf8()]);
            assert!(matching(&index, vec![typed.clone()]).contains(&"a.md".to_owned()), "{typed:?}");
        }
    }
    assert_eq!(matching(&index, vec![word("well-known")]), ["a.md"]);
    assert_eq!(matching(&index, vec![word("known")]), ["a.md"]);
    assert_eq!(matching(&index, vec![phrase("with filter")]), ["a.md"]);
}

#[test]
fn a_word_inside_a_name_is_found_behind_the_same_word_alone() {
    let index = filled(&[
        dated(note("inside.md", "call readValveByGauge, then heatPIDResponse of v3.10.2"), "2026-11-20"),
        dated(note("alone.md", "call the gauge of the valve by hand, then heat it"), "2020-01-01"),
        note("other.md", "an iPhone"),
    ]);

    for query in [vec![word("gauge")], vec![typed("gauge")], vec![word("heat"), typed("val")]] {
        let found = index.search(&all(query.clone()), 10).unwrap();
        assert_eq!(paths(&found), ["alone.md", "inside.md"], "{query:?}");
    }
    for text in ["readvalvebygauge", "readValveByGauge", "pid", "v3.10.2"] {
        assert_eq!(matching(&index, vec![word(text)]), ["inside.md"], "{text}");
    }
    for text in ["readValve", "resp", "3.10"] {
        assert_eq!(matching(&index, vec![typed(text)]), ["inside.md"], "{text}");
    }
    assert_eq!(matching(&index, vec![phrase("heatPIDResponse of")]), ["inside.md"]);
    let hit = index.search(&all(vec![word("phone")]), 10).unwrap().hits.remove(0);
    assert_eq!((hit.snippet.text.as_str(), hit.snippet.marks.as_slice()), ("an iPhone", slice::from_ref(&(4..9))));
}

#[test]
fn letters_in_other_forms_are_found_by_those_they_stand_for_and_shown_as_they_are() {
    let index =
        filled(&[note("lig.md", "The ﬁlter of the oﬃce"), note("num.md", "H₂O, 5 ㎏"), note("kana.md", "ﾃﾞｰﾀﾍﾞｰｽ")]);

    assert_eq!(matching(&index, vec![word("filter"), typed("offi")]), ["lig.md"]);
    assert_eq!(matching(&index, vec![word("ﬁlter")]), ["lig.md"]);
    assert_eq!(matching(&index, vec![word("h2o"), word("kg")]), ["num.md"]);
    assert_eq!(matching(&index, vec![word("データベース")]), ["kana.md"]);
    let hit = index.search(&all(vec![word("filter")]), 10).unwrap().hits.remove(0);
    assert_eq!(
        (hit.snippet.text.as_str(), hit.snippet.marks.as_slice()),
        ("The ﬁlter of the oﬃce", slice::from_ref(&(4..11)))
    );
}

#[test]
fn c_and_its_descendants_are_told_apart() {
    let index = filled(&[note("a.md", "C++ is fast"), note("b.md", "C# is neat"), note("d.md", "C is small")]);

    assert_eq!(matching(&index, vec![word("C++")]), ["a.md"]);
    assert_eq!(matching(&index, vec![word("c#")]), ["b.md"]);
    assert_eq!(matching(&index, vec![word("C")]), ["a.md", "b.md", "d.md"]);
    assert_eq!(matching(&index, vec![typed("c+")]), ["a.md"]);
    assert_eq!(matching(&index, vec![phrase("C++ is fast")]), ["a.md"]);
}

#[test]
fn words_of_two_characters_and_single_characters_are_found_in_dense_scripts() {
    let index = filled(&[note("a.md", "今日の天気予報"), note("b.md", "気温と天候"), note("k.md", "검색엔진 노트")]);

    assert_eq!(matching(&index, vec![word("天気")]), ["a.md"]);
    assert_eq!(matching(&index, vec![word("天気予報")]), ["a.md"]);
    assert_eq!(matching(&index, vec![word("天")]), ["a.md", "b.md"]);
    assert_eq!(matching(&index, vec![word("報")]), ["a.md"]);
    assert_eq!(matching(&index, vec![word("気予天")]), [""; 0]);
    assert_eq!(matching(&index, vec![typed("검")]), ["k.md"]);
    assert_eq!(matching(&index, vec![word("엔진")]), ["k.md"]);
}

#[test]
fn the_last_word_is_found_while_it_is_typed() {
    let index = filled(&[note("a.md", "rebase the branch"), note("b.md", "release notes")]);

    for (text, expected) in [("r", vec!["a.md", "b.md"]), ("re", vec!["a.md", "b.md"]), ("reb", vec!["a.md"])] {
        assert_eq!(matching(&index, vec![typed(text)]), expected, "{text}");
    }
    assert_eq!(matching(&index, vec![word("reb")]), [""; 0]);
}

#[test]
fn a_whole_word_comes_before_its_continuations() {
    let index = filled(&[
        dated(note("a.md", "the category of things and more"), "2026-11-20"),
        dated(note("b.md", "the cat on things and more"), "2020-01-01"),
        dated(note("c.md", "the catalogue of things and more"), "2026-11-21"),
    ]);

    let found = index.search(&all(vec![typed("cat")]), 10).unwrap();

    assert_eq!(paths(&found)[0], "b.md");
}

#[test]
fn while_a_word_is_typed_titles_that_have_it_come_before_bodies_that_do() {
    let body = "git git git rebasing and rebasing git";
    let mut entries: Vec<Entry> = (0..40).map(|number| note(&format!("{number}.md"), "of something else")).collect();
    entries.push(titled(note("stash.md", body), "Clear entries from git stash"));
    entries.push(titled(note("drop.md", "how to drop one"), "Dropping commits with git rebase"));
    let index = filled(&entries);

    for end in ["reb", "reba", "rebase"] {
        let found = index.search(&all(vec![word("git"), typed(end)]), 10).unwrap();
        assert_eq!(paths(&found)[0], "drop.md", "{end}");
    }
}

#[test]
fn an_entry_whose_title_or_alias_is_all_that_is_searched_for_comes_first() {
    let mut aliased = dated(note("aliased.md", "an editor"), "2019-01-01");
    aliased.aliases = vec!["vi".into()];
    let index = filled(&[
        dated(titled(note("exact.md", "an editor"), "Vim"), "2019-01-01"),
        dated(titled(note("longer.md", "vim and vim"), "Vim for users of vim"), "2026-11-20"),
        dated(titled(note("two.md", "git"), "Git rebase"), "2019-01-01"),
        dated(titled(note("both.md", "git rebase, git rebase"), "Git rebase or git merge"), "2026-11-20"),
        dated(titled(note("vi.md", "vi vi vi"), "Vi and vi"), "2026-11-20"),
        aliased,
    ]);
    let first = |terms: Vec<Term>| index.search(&all(terms), 10).unwrap().hits.remove(0).path.to_string();

    assert_eq!(first(vec![typed("vim")]), "exact.md");
    assert_eq!(first(vec![word("vim")]), "exact.md");
    assert_eq!(first(vec![word("git"), typed("rebase")]), "two.md");
    assert_eq!(first(vec![phrase("git rebase"), Term::Kind(vec![Kind::Note])]), "two.md");
    assert_eq!(first(vec![typed("vi")]), "aliased.md");
}

#[test]
fn the_last_word_counts_as_a_whole_word_before_it_counts_as_a_beginning() {
    let mut entries = vec![dated(titled(note("much.md", "k8s, k8s and k8s"), "Kubernetes"), "2019-01-01")];
    entries.extend((0..20).map(|number| {
        let body = format!("{} k8s {}", "before it ".repeat(30), "and after it ".repeat(30));
        dated(titled(note(&format!("{number}.md"), &body), "Something"), "2026-11-20")
    }));
    entries.push(dated(titled(note("longer.md", "of another thing"), "K8sify"), "2026-11-21"));
    entries.extend((0..100).map(|number| note(&format!("other-{number}.md"), "of something else")));
    let index = filled(&entries);

    let found = index.search(&all(vec![typed("k8s")]), 50).unwrap();

    assert_eq!((paths(&found)[0], found.total), ("much.md", 22));
}

#[test]
fn other_endings_of_a_word_are_found_behind_it_and_marked() {
    let index = filled(&[
        dated(note("one.md", "a meeting was planned"), "2026-11-20"),
        dated(note("many.md", "two meetings to plan"), "2020-01-01"),
        note("other.md", "a plane"),
    ]);
    let found = |term: Term| paths(&index.search(&all(vec![term]), 10).unwrap()).join(" ");

    assert_eq!(found(word("meetings")), "many.md one.md");
    assert_eq!(found(typed("meetings")), "many.md one.md");
    assert_eq!(found(word("planning")), "one.md many.md");
    assert_eq!(found(typed("planning")), "one.md many.md");
    assert_eq!(found(phrase("two meeting")), "");
    let hit = index.search(&all(vec![word("plans"), word("two")]), 10).unwrap().hits.remove(0);
    assert_eq!(hit.snippet.marks, [0..3, 16..20]);
}

#[test]
fn a_title_is_searched_by_its_words_the_last_of_which_may_go_on() {
    let index = filled(&[
        titled(note("a.md", "nothing"), "Git rebase"),
        titled(note("b.md", "rebase"), "Other"),
        titled(note("c.md", ""), "Rebase"),
        titled(note("d.md", ""), "天気予報"),
    ]);

    assert_eq!(matching(&index, vec![Term::Title("reb".into())]), ["a.md", "c.md"]);
    assert_eq!(matching(&index, vec![Term::Title("REBASE git".into())]), ["a.md"]);
    assert_eq!(matching(&index, vec![Term::Title("天気".into())]), ["d.md"]);
    assert_eq!(paths(&index.search(&all(vec![Term::Title("rebase".into())]), 10).unwrap()), ["c.md", "a.md"]);
}

#[test]
fn title_comes_before_tags_before_body() {
    let index = filled(&[
        note("body.md", "all about tea"),
        tagged(note("tag.md", "all about it"), &["tea"]),
        titled(note("title.md", "all about it"), "Tea"),
    ]);

    let found = index.search(&all(vec![word("tea")]), 10).unwrap();

    assert_eq!(paths(&found), ["title.md", "tag.md", "body.md"]);
}

#[test]
fn recent_entries_come_first_among_equals_and_without_a_query() {
    let index = filled(&[
        dated(note("old.md", "tea"), "2020-01-01"),
        dated(note("new.md", "tea"), "2026-01-01"),
        note("undated.md", "coffee"),
        dated(note("mid.md", "coffee"), "2023-01-01"),
        dated(note("mid-again.md", "coffee"), "2023-01-01"),
    ]);

    assert_eq!(paths(&index.search(&all(vec![word("tea")]), 10).unwrap()), ["new.md", "old.md"]);
    let recent = index.search(&Query::default(), 10).unwrap();
    assert_eq!(paths(&recent), ["new.md", "mid-again.md", "mid.md", "old.md", "undated.md"]);
    assert_eq!((recent.total, recent.entries), (5, 5));
}

#[test]
fn a_date_in_the_future_does_not_stay_on_top_for_ever() {
    let index = filled(&[dated(note("a.md", ""), "2099-01-01"), dated(note("b.md", ""), "2026-11-21")]);

    assert_eq!(paths(&index.search(&Query::default(), 10).unwrap()), ["b.md", "a.md"]);
}

#[test]
fn filters_let_through_what_they_name() {
    let mut seed = dated(tagged(note("work/Plan One.md", "tea"), &["Work/Team", "ideas"]), "2026-03-31");
    (seed.stage, seed.kind) = (Some(Stage::Seed), Kind::Nugget);
    let index = filled(&[seed, dated(tagged(note("b.md", "tea"), &["workshop"]), "2026-04-01"), note("c.md", "tea")]);

    let only = ["work/Plan One.md"];
    assert_eq!(matching(&index, vec![Term::Kind(vec![Kind::Nugget, Kind::Journal])]), only);
    assert_eq!(matching(&index, vec![Term::Stage(vec![Stage::Seed]), word("tea")]), only);
    assert_eq!(matching(&index, vec![Term::Tag(vec!["work".into()])]), only);
    assert_eq!(matching(&index, vec![Term::Tag(vec!["work/team".into(), "none".into()])]), only);
    assert_eq!(matching(&index, vec![Term::Path("K/PLAN o".into())]), only);
    assert_eq!(matching(&index, vec![Term::Before(day("2026-04-01"))]), only);
    assert_eq!(matching(&index, vec![Term::After(day("2026-04-01"))]), ["b.md"]);
    assert_eq!(matching(&index, vec![Term::Tag(vec!["wor".into()])]), [""; 0]);
    assert_eq!(matching(&index, vec![Term::Kind(vec![])]), [""; 0]);
}

#[test]
fn opposites_and_alternatives_combine() {
    let index = filled(&[note("a.md", "tea milk"), note("b.md", "tea"), note("c.md", "coffee"), note("d.md", "water")]);
    let not = |text: &str| Clause { not: true, term: word(text) };
    let is = |text: &str| Clause { not: false, term: word(text) };
    let found = |any: Vec<Vec<Clause>>| {
        let found = index.search(&Query { any }, 10).unwrap();
        let mut paths: Vec<_> = paths(&found).into_iter().map(|path| path[..1].to_owned()).collect();
        paths.sort();
        paths.concat()
    };

    assert_eq!(found(vec![vec![not("tea")]]), "cd");
    assert_eq!(found(vec![vec![is("tea"), not("milk")]]), "b");
    assert_eq!(found(vec![vec![is("tea"), is("milk")], vec![is("coffee")]]), "ac");
    assert_eq!(found(vec![vec![not("tea"), not("coffee")], vec![is("milk")]]), "ad");
    assert_eq!(found(vec![vec![is("tea"), is("+++")]]), "ab");
}

#[test]
fn a_phrase_needs_its_words_in_order_and_within_one_field() {
    let mut entry = note("a.md", "one two three");
    entry.aliases = vec!["red green".into(), "blue".into()];
    let index = filled(&[entry, note("b.md", "two one three"), note("c.md", "")]);

    assert_eq!(matching(&index, vec![phrase("one two")]), ["a.md"]);
    assert_eq!(matching(&index, vec![phrase("Red Green")]), ["a.md"]);
    assert_eq!(matching(&index, vec![phrase("green blue")]), [""; 0]);
}

#[test]
fn the_oldest_come_first_and_of_one_day_by_path_however_many_are_asked_for() {
    let staged = |mut entry: Entry| {
        entry.stage = Some(Stage::Inbox);
        entry
    };
    let index = filled(&[staged(dated(note("c.md", ""), "2026-03-01")), dated(note("kept.md", ""), "2020-01-01")]);
    put(&index, &[staged(dated(note("b.md", ""), "2026-02-01")), staged(dated(note("a.md", ""), "2026-02-01"))]);
    put(&index, &[staged(note("undated.md", "")), staged(dated(note("d.md", ""), "2026-04-01"))]);
    let inbox = all(vec![Term::Stage(vec![Stage::Inbox])]);

    assert_eq!(paths(&index.oldest(&inbox, 10).unwrap()), ["undated.md", "a.md", "b.md", "c.md", "d.md"]);
    let some = index.oldest(&inbox, 2).unwrap();
    assert_eq!((paths(&some), some.total), (vec!["undated.md", "a.md"], 5));
    assert_eq!(index.oldest(&inbox, 0).unwrap().total, 5);
}

#[test]
fn hits_carry_what_lists_show() {
    let mut entry = dated(tagged(note("a.md", "# Tea\n\nBoil water.\n"), &["b/c", "d"]), "2026-03-31");
    entry.id = EntryId::Ulid("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap());
    entry.stage = Some(Stage::Growing);
    let index = filled(std::slice::from_ref(&titled(entry.clone(), "How to boil")));

    let hit = index.search(&all(vec![word("boil")]), 10).unwrap().hits.remove(0);

    assert_eq!((hit.id, hit.kind, hit.stage, hit.date), (entry.id, entry.kind, entry.stage, entry.date));
    assert_eq!(
        (hit.title.as_str(), hit.title_marks.as_slice(), hit.tags),
        ("How to boil", slice::from_ref(&(7..11)), entry.tags)
    );
    assert_eq!(hit.snippet, Snippet { text: "Boil water.".into(), marks: slice::from_ref(&(0..4)).to_vec(), line: 6 });
}

#[test]
fn putting_again_replaces_and_removing_forgets() {
    let index = filled(&[note("a.md", "tea"), note("b.md", "tea")]);

    put(&index, &[note("a.md", "coffee")]);
    let writer = index.writer(Batch::Small).unwrap();
    writer.remove(&path("b.md")).unwrap();
    writer.commit().unwrap().tidy().unwrap();

    assert_eq!(matching(&index, vec![word("tea")]), [""; 0]);
    assert_eq!(matching(&index, vec![word("coffee")]), ["a.md"]);
    assert_eq!(index.entries(), 1);
    assert!(index.has(&path("a.md")).unwrap() && !index.has(&path("b.md")).unwrap());
}

#[test]
fn an_uncommitted_batch_changes_nothing() {
    let index = filled(&[note("a.md", "tea")]);

    let writer = index.writer(Batch::Rebuild).unwrap();
    writer.put(&note("b.md", "tea"), stamp(1), today()).unwrap();
    drop(writer);

    assert_eq!(matching(&index, vec![word("tea")]), ["a.md"]);
}

#[test]
fn a_rebuild_forgets_what_was_there_and_keeps_the_last_of_equal_paths() {
    let index = filled(&[note("a.md", "tea"), note("b.md", "tea")]);

    let writer = index.writer(Batch::Rebuild).unwrap();
    for body in ["green tea", "black tea"] {
        writer.put(&note("c.md", body), stamp(1), today()).unwrap();
    }
    writer.commit().unwrap().tidy().unwrap();

    assert_eq!(matching(&index, vec![word("tea")]), ["c.md"]);
    assert_eq!(matching(&index, vec![word("green")]), [""; 0]);
}

#[test]
fn a_name_means_the_best_kind_of_match_only() {
    let mut aliased = titled(note("x/other.md", ""), "Other");
    aliased.aliases = vec!["tea".into(), "Brew".into()];
    aliased.id = EntryId::Ulid("01ARZ3NDEKTSV4RRFFQ69G5FAV".parse().unwrap());
    let index = filled(&[
        titled(note("tea.md", ""), "Green"),
        titled(note("deep/er/Tea.md", ""), "Black"),
        titled(note("b.md", ""), "Cafe\u{301} Tea"),
        aliased,
    ]);
    let resolved = |name: &str| {
        let named = index.resolve(name).unwrap();
        named.into_iter().map(|named| named.path.to_string()).collect::<Vec<_>>()
    };

    assert_eq!(resolved("tea.md"), ["tea.md"]);
    assert_eq!(resolved("TEA"), ["tea.md"]);
    assert_eq!(resolved("deep/er/tea"), ["deep/er/Tea.md"]);
    assert_eq!(resolved("café tea"), ["b.md"]);
    assert_eq!(resolved("other"), ["x/other.md"]);
    assert_eq!(resolved("brew"), ["x/other.md"]);
    assert_eq!(resolved("69g5fav"), ["x/other.md"]);
    assert_eq!(resolved("fav"), [""; 0]);
    assert_eq!(resolved("Green"), ["tea.md"]);
}

#[test]
fn tags_are_counted_together_however_they_are_written() {
    let index = filled(&[
        tagged(note("a.md", ""), &["Rust", "work/team"]),
        tagged(note("b.md", ""), &["rust"]),
        tagged(note("c.md", ""), &["rust", "tea"]),
    ]);

    let tags = index.tags().unwrap();

    assert_eq!(tags, [("rust".to_owned(), 3), ("tea".to_owned(), 1), ("work/team".to_owned(), 1)]);
}

#[test]
fn stamps_come_back_as_they_were_given() {
    let index = Index::create_in_ram();
    let writer = index.writer(Batch::Small).unwrap();
    let given = Stamp { mtime: -5, size: u64::MAX, hash: 0xDEAD_BEEF_DEAD_BEEF };
    writer.put(&note("a.md", ""), given, today()).unwrap();
    writer.put(&note("b.md", ""), stamp(7), today()).unwrap();
    writer.commit().unwrap().tidy().unwrap();

    let stamps = index.stamps().unwrap();
    let found = ["a.md", "b.md"].map(|path| stamps.get(path).unwrap().1);
    assert_eq!((found, stamps.len()), ([given, stamp(7)], 2));
}

#[test]
fn another_writer_is_told_at_once_that_the_index_is_busy() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (empty(folder.path()), empty(folder.path()));

    let writer = one.writer(Batch::Small).unwrap();

    assert!(matches!(other.writer(Batch::Small), Err(Error::Busy(_))));
    drop(writer);
    assert!(other.writer(Batch::Small).is_ok());
}

#[test]
fn what_one_process_commits_another_finds_without_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (empty(folder.path()), empty(folder.path()));

    for (number, at) in ["a.md", "b.md", "c.md"].into_iter().enumerate() {
        put(&one, &[note(at, "tea")]);
        assert_eq!(matching(&other, vec![word("tea")]).len(), number + 1);
        assert_eq!(matching(&other, vec![Term::Path(".md".into())]).len(), number + 1);
    }
}

#[test]
fn many_single_commits_leave_few_segments_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let index = empty(folder.path());

    let (puts, entries) = (rounds(40, 300), rounds(30, 250));

    for number in 0..puts {
        put(&index, &[note(&format!("{}.md", number % entries), "tea")]);
    }

    let segments = index.index.searchable_segment_metas().unwrap();
    assert!(segments.len() <= 16, "{} segments", segments.len());
    assert_eq!(ready(folder.path()).search(&all(vec![word("tea")]), 0).unwrap().total, entries);
}

#[test]
fn a_batch_is_fed_from_several_threads() {
    let index = Index::create_in_ram();
    let writer = index.writer(Batch::Large).unwrap();

    std::thread::scope(|scope| {
        for thread in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                for number in 0..50 {
                    writer.put(&note(&format!("{thread}-{number}.md"), "tea"), stamp(1), today()).unwrap();
                }
            });
        }
    });
    writer.commit().unwrap().tidy().unwrap();

    assert_eq!(index.search(&all(vec![word("tea")]), 0).unwrap().total, 200);
}

#[test]
fn many_that_make_the_index_at_once_all_get_it() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| Index::open(folder.path()).map(|_| ()).map_err(|e| format!("{e:?}"))))
                .collect();
            for opener in openers {
                assert_eq!(opener.join().unwrap(), Ok(()));
            }
        });
    }
}

#[test]
fn results_are_in_the_order_of_their_titles_in_every_segment() {
    let entry = |at: &str, title: &str| titled(note(at, "tea"), title);
    let index = filled(&[entry("z.md", "Oolong 10"), entry("b.md", "Ceylon"), entry("d.md", "Éclair")]);
    put(&index, &[entry("y.md", "oolong 9"), entry("a.md", "ceylon"), titled(note("c.md", "coffee"), "Ceylon")]);

    let found = index.sorted(&all(vec![word("tea")]), 4, By::Title).unwrap();

    assert_eq!(paths(&found), ["a.md", "b.md", "d.md", "y.md"]);
    assert_eq!((found.total, found.entries), (5, 6));
}

#[test]
fn a_typing_error_is_forgiven_in_a_word_inside_a_name_too() {
    let index = filled(&[note("regex.md", "strings.FindRESubmatch finds groups")]);
    let query = all(vec![word("find"), typed("submacth")]);

    let meant = index.meant(&query, 0).unwrap().unwrap();

    assert_eq!(meant.words, [("submacth".to_owned(), "submatch".to_owned())]);
    assert_eq!(paths(&index.search(&meant.query, 9).unwrap()), ["regex.md"]);
}
