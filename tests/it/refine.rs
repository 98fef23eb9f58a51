//! Decisions about entries: the inbox one at a time, own words, later, the trash; each taken back to the same bytes.

use std::fs;

use proptest::prelude::*;
use riffle::entry::{EntryPath, Stage};
use riffle::ops::edit::Changed;
use riffle::ops::refine::{self, Annotation, Confidence, Mark};
use riffle::ops::{self, Workspace, edit, fresh, inbox, later, trash, undo};
use serde_json::json;

use crate::support::{Ran, Sandbox, screen};

fn tree(sandbox: &Sandbox) -> String {
    sandbox.git(&["rev-parse", "HEAD^{tree}"]).ok()
}

fn clean(sandbox: &Sandbox) {
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

/// A capture at a minute of the day; answers with its path.
fn captured(sandbox: &Sandbox, minute: usize, title: &str) -> String {
    let at = format!("2026-11-20T10:{minute:02}:00+01:00");
    sandbox.riffle(&["--now", &at, "capture", title]).ok().trim().to_owned()
}

#[test]
fn fifty_items_are_decided_and_undone_again_to_the_same_bytes() {
    let sandbox = Sandbox::in_memory();
    let paths: Vec<String> = (0..50).map(|n| format!("notes/thought-{n}.md")).collect();
    for (n, path) in paths.iter().enumerate() {
        sandbox.write(
            path,
            format!("---\ntitle: Thought {n}\ndate: 2026-11-20T10:{n:02}:00Z\nstage: inbox\n---\n\nText.\n"),
        );
    }
    sandbox.riffle(&["list"]).ok();
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "fifty"]).ok();
    let (files, head) = (sandbox.files(), tree(&sandbox));
    let listed: Vec<_> =
        sandbox.riffle(&["inbox", "--json"]).json().into_iter().map(|item| item["path"].clone()).collect();
    assert_eq!(listed, paths.iter().map(|path| json!(path)).collect::<Vec<_>>());

    for (n, path) in paths.iter().enumerate() {
        let act: &[&str] = match n % 5 {
            0 => &["stage", path, "seed"],
            1 => &["later", path, "2w"],
            2 => &["stage", path, "archived"],
            3 => &["rm", path],
            _ => &["annotate", path, "why it matters"],
        };
        assert_eq!(sandbox.riffle(act).ok(), format!("{path}\n"));
    }
    assert_eq!(sandbox.riffle(&["inbox", "--json"]).json().len(), 10);
    assert_eq!(sandbox.riffle(&["trash", "--json"]).json().len(), 10);
    clean(&sandbox);

    for _ in 0..50 {
        sandbox.riffle(&["undo"]).ok();
    }

    assert_eq!(sandbox.files(), files);
    assert_eq!(tree(&sandbox), head);
    assert_eq!(sandbox.riffle(&["inbox", "--json"]).json().len(), 50);
    assert_eq!(sandbox.riffle(&["trash"]).ok(), "");
    clean(&sandbox);
}

#[test]
fn the_inbox_is_a_table_that_says_how_many_more_there_are() {
    let sandbox = Sandbox::new();
    assert!(sandbox.riffle(&["inbox"]).err.contains("Inbox empty"));
    captured(&sandbox, 2, "Second");
    captured(&sandbox, 1, "First \u{1b}[2J");
    captured(&sandbox, 3, "Third");

    let ran = sandbox.riffle(&["inbox", "--limit", "2"]);

    assert_eq!(ran.err, "2 of 3; --limit shows more.\n");
    let rows: Vec<&str> = ran.out.lines().collect();
    assert!(rows[0].starts_with("2026-11-20  note      First") && !rows[0].contains('\u{1b}'), "{rows:?}");
    assert!(rows[1].starts_with("2026-11-20  note      Second"), "{rows:?}");
    assert_eq!(
        sandbox.riffle(&["inbox", "--json"]).json()[1],
        json!({ "path": "notes/2026/second.md", "kind": "note", "title": "Second", "date": "2026-11-20T10:02:00+01:00" })
    );
}

#[test]
fn several_entries_are_one_act_and_what_is_so_already_is_none() {
    let sandbox = Sandbox::new();
    captured(&sandbox, 1, "One");
    captured(&sandbox, 2, "Two");

    let changed = sandbox.riffle(&["stage", "one", "two", "one", "growing", "--json"]).json();
    assert_eq!(changed, [json!({ "changed": ["notes/2026/one.md", "notes/2026/two.md"] })]);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "stage: growing 2 entries\n");
    let again = sandbox.riffle(&["stage", "one", "growing"]);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", "Nothing changed.\n"));

    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.riffle(&["inbox", "--json"]).json().len(), 2);
}

#[test]
fn stages_and_days_that_make_no_sense_are_refused_with_what_does() {
    let sandbox = Sandbox::new();
    captured(&sandbox, 1, "One");
    let head = tree(&sandbox);

    assert!(sandbox.riffle(&["stage", "one", "inbox"]).fails(2).contains("never goes back to the inbox"));
    assert!(sandbox.riffle(&["stage", "one", "ripe"]).fails(2).contains("growing"));
    assert!(sandbox.riffle(&["later", "one", "yesterday"]).fails(2).contains("not a day in the future"));
    assert!(sandbox.riffle(&["mark", "one"]).fails(2).contains("--checked"));
    assert!(sandbox.riffle(&["annotate", "one", "  "]).fails(2).contains("nothing to save"));
    assert!(sandbox.riffle(&["rm", "nothing like it"]).fails(2).contains("no entry"));
    assert!(sandbox.riffle(&["rm", ".riffle/store.toml"]).fails(2).contains("is not an entry"));
    assert!(sandbox.riffle(&["rm", ".git/HEAD"]).fails(2).contains("is not an entry"));
    assert!(sandbox.riffle(&["trash", "restore", "one"]).fails(2).contains("nothing in the trash"));

    assert_eq!(tree(&sandbox), head);
}

#[test]
fn own_words_go_before_the_quotes_and_only_they_are_added() {
    let sandbox = Sandbox::new();
    let before = "---\r\n# kept\r\ntitle:   'Tea'\r\n---\r\nGreen.\r\n\r\n## Quotes\r\n\r\n> hot";
    sandbox.write("tea.md", before);

    let said = sandbox.pipe(&["annotate", "tea.md", "# Hot?", "--quote", "80 degrees"], b"---\nnot: a field\n---\n");

    assert_eq!(said.ok(), "tea.md\n");
    let words = "> 80 degrees\r\n\r\n\\# Hot?\r\n\r\n\\---\r\nnot: a field\r\n\\---\r\n\r\n";
    assert_eq!(sandbox.read("tea.md"), before.replace("## Quotes", &format!("{words}## Quotes")));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.read("tea.md"), before, "what was never committed before comes back too");
}

#[test]
fn a_mark_is_two_fields_and_one_act() {
    let sandbox = Sandbox::new();
    captured(&sandbox, 1, "Tea");

    sandbox.riffle(&["mark", "tea", "--confidence", "low", "--checked"]).ok();

    let text = sandbox.read("notes/2026/tea.md");
    assert!(text.contains("\nconfidence: low\nchecked: 2026-11-21\n"), "{text}");
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "mark: confidence low checked 2026-11-21 Tea\n");
}

#[test]
fn an_entry_put_off_is_a_seed_with_an_id_and_a_line_in_the_log_of_this_machine() {
    let sandbox = Sandbox::new();
    sandbox.write("old.md", "---\nstage: inbox\n---\n# Old\n");
    sandbox.riffle(&["list"]).ok();
    let files = sandbox.files();

    let ran = sandbox.riffle(&["later", "old.md", "friday"]);

    assert!(ran.err.contains("Comes back on Friday, 2026-11-27."), "{ran:?}");
    let text = sandbox.read("old.md");
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
    assert!(text.contains("stage: seed") && id.len() == 26, "{text}");
    let logs: Vec<_> = sandbox.files().into_iter().filter(|(path, _)| path.starts_with(".riffle/log/")).collect();
    assert_eq!(logs.len(), 1);
    let line: serde_json::Value = serde_json::from_slice(&logs[0].1).unwrap();
    assert_eq!(line, json!({ "at": "2026-11-21T10:00:00+01:00", "entry": id, "later": "2026-11-27" }));
    clean(&sandbox);
    assert_eq!(sandbox.riffle(&["list", "--json"]).json().len(), 1, "a log is no entry");

    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), files);
}

#[test]
fn a_folder_opened_in_place_does_not_become_a_store_by_putting_an_entry_off() {
    let sandbox = Sandbox::folder(&[("a.md", "# A\n"), ("b.md", "# B\n")]);
    sandbox.git(&["init", "-q", "."]).ok();
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "mine"]).ok();

    sandbox.riffle(&["later", "a.md", "2"]).ok();
    sandbox.write("b.md", "# B changed\n");
    sandbox.riffle(&["list", "--fresh"]).ok();

    assert_eq!(sandbox.git(&["log", "--format=%s"]).ok(), "later: 2026-11-28 A\nmine\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), " M b.md\n");
}

#[test]
fn what_was_taken_away_comes_back_byte_for_byte_with_git_or_without() {
    for with_git in [true, false] {
        let sandbox = if with_git { Sandbox::new() } else { Sandbox::folder(&[]) };
        sandbox.write("odd.md", b"\xff\xfe no text\r\n");
        sandbox.write("tea.md", "# Tea\n\nnever committed");
        let files = sandbox.files();

        assert_eq!(sandbox.riffle(&["rm", "odd.md", "tea.md"]).ok(), "odd.md\ntea.md\n");
        assert!(!sandbox.store.join("tea.md").exists());
        let listed = sandbox.riffle(&["trash", "--json"]).json();
        assert_eq!(listed[1], json!({ "path": "tea.md", "title": "Tea", "when": "2026-11-21T10:00:00+01:00" }));

        assert_eq!(sandbox.riffle(&["trash", "restore", "Tea"]).ok(), "tea.md\n");
        assert_eq!(sandbox.riffle(&["trash", "restore", "odd.md"]).ok(), "odd.md\n");
        assert_eq!(sandbox.files(), files);
        assert_eq!(sandbox.riffle(&["trash"]).ok(), "");
        if with_git {
            clean(&sandbox);
            for _ in 0..3 {
                sandbox.riffle(&["undo"]).ok();
            }
            assert_eq!(sandbox.files(), files);
        }
    }
}

#[test]
fn the_trash_overwrites_nothing_and_forgets_after_thirty_days() {
    let sandbox = Sandbox::new();
    sandbox.write("tea.md", "old\n");
    sandbox.riffle(&["rm", "tea.md"]).ok();
    sandbox.write("tea.md", "new\n");

    assert!(sandbox.riffle(&["trash", "restore", "tea.md"]).fails(1).contains("an entry at tea.md again"));
    assert_eq!(sandbox.read("tea.md"), "new\n");

    fs::remove_file(sandbox.store.join("tea.md")).unwrap();
    assert_eq!(sandbox.riffle(&["--now", "2026-12-21T09:59:00+01:00", "trash", "--json"]).json().len(), 1);
    assert_eq!(sandbox.riffle(&["--now", "2026-12-21T10:01:00+01:00", "trash"]).ok(), "");
}

#[test]
fn a_file_that_another_program_removed_is_one_sentence_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let (one, two) = (captured(&sandbox, 1, "One"), captured(&sandbox, 2, "Two"));
    let text = sandbox.read(&one);
    fs::remove_file(sandbox.store.join(&two)).unwrap();

    let said = sandbox.riffle(&["stage", &one, "two", "seed"]).fails(2);

    assert_eq!(said.lines().next(), Some("error: no entry is called \"two\""), "{said}");
    assert_eq!(sandbox.read(&one), text);
}

#[test]
fn an_entry_that_went_while_its_card_was_open_is_one_sentence_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let paths: Vec<EntryPath> =
        [captured(&sandbox, 1, "One"), captured(&sandbox, 2, "Two")].map(|path| EntryPath::new(path).unwrap()).into();
    let workspace = screen::workspace(&sandbox);
    fresh::catch_up(&workspace, &mut |_| true).unwrap();
    fs::remove_file(sandbox.store.join(paths[1].as_str())).unwrap();
    let files = sandbox.files();

    let refused = [
        refine::keep(&workspace, &paths).unwrap_err(),
        refine::annotate(&workspace, &paths[1], &annotation("words")).unwrap_err(),
        later::later(&workspace, &paths, "2026-12-01".parse().unwrap()).unwrap_err(),
        trash::remove(&workspace, &paths).unwrap_err(),
        edit::tag(&workspace, &paths, &["a".into()], &[]).unwrap_err(),
        inbox::card(&workspace, &paths[1]).unwrap_err(),
    ];

    for error in refused {
        assert_eq!(error.to_string(), "there is no entry notes/2026/two.md");
    }
    assert_eq!(sandbox.files(), files);
    assert_eq!(trash::list(&workspace).unwrap(), [], "what is still there is not in the trash");
}

#[test]
fn a_card_shows_what_the_rarer_words_of_its_title_are_found_in() {
    let sandbox = Sandbox::in_memory();
    for n in 0..30 {
        sandbox.write(&format!("notes/common-{n}.md"), format!("---\ntitle: The common one {n}\n---\n"));
    }
    sandbox.write("notes/budget.md", "---\ntitle: Retry budgets in practice\n---\n");
    sandbox.write("notes/said.md", "---\ntitle: Elsewhere\n---\nA budgets story.\n");
    let path = EntryPath::new(captured(&sandbox, 1, "the common budgets")).unwrap();
    let workspace = screen::workspace(&sandbox);
    fresh::catch_up(&workspace, &mut |_| true).unwrap();

    let card = inbox::card(&workspace, &path).unwrap();

    let related: Vec<&str> = card.related.iter().map(|hit| hit.path.as_str()).collect();
    assert_eq!(related, ["notes/budget.md", "notes/said.md"]);
    assert_eq!((card.entry.path, card.page, card.same_page), (path, None, vec![]));
}

fn annotation(words: &str) -> Annotation {
    Annotation { words: words.into(), quote: Vec::new() }
}

fn due_titles(workspace: &Workspace) -> Vec<String> {
    later::due(workspace).unwrap().into_iter().map(|due| format!("{} {}", due.day, due.title)).collect()
}

#[test]
fn what_was_put_off_is_due_on_its_day_until_it_is_looked_at() {
    let sandbox = Sandbox::new();
    for (minute, title) in [(1, "Anew"), (2, "Archived"), (3, "Gone"), (4, "Marked"), (5, "Waiting")] {
        let path = captured(&sandbox, minute, title);
        sandbox.riffle(&["--now", "2026-11-18T10:00:00+01:00", "later", &path, "1d"]).ok();
    }
    sandbox.riffle(&["--now", "2026-11-17T10:00:00+01:00", "later", "waiting", "2030-01-01"]).ok();
    let workspace = screen::workspace(&sandbox);
    let day = "2026-11-19 ";
    assert_eq!(
        due_titles(&workspace),
        ["Anew", "Archived", "Gone", "Marked", "Waiting"].map(|it| format!("{day}{it}"))
    );
    let files = sandbox.files();

    sandbox.riffle(&["later", "anew", "today"]).ok();
    sandbox.riffle(&["stage", "archived", "archived"]).ok();
    sandbox.riffle(&["rm", "gone"]).ok();
    assert_eq!(sandbox.riffle(&["mark", "marked", "--checked"]).ok(), "notes/2026/marked.md\n");
    let again = sandbox.riffle(&["stage", "waiting", "seed"]).ok();
    assert_eq!(again, "notes/2026/waiting.md\n", "it was a seed already, and has been looked at now");

    assert_eq!(due_titles(&workspace), ["2026-11-21 Anew"]);
    clean(&sandbox);
    for _ in 0..5 {
        sandbox.riffle(&["undo"]).ok();
    }
    assert_eq!(sandbox.files(), files);
    assert_eq!(due_titles(&workspace).len(), 5);
}

#[test]
fn a_day_that_was_put_off_on_one_machine_is_due_on_the_other_and_the_logs_do_not_clash() {
    let (home, work) = (Sandbox::new(), Sandbox::bare());
    let remote = home.home().join("remote.git");
    home.git(&["init", "-q", "--bare", remote.to_str().unwrap()]).ok();
    home.git(&["remote", "add", "origin", remote.to_str().unwrap()]).ok();
    captured(&home, 1, "Here");
    captured(&home, 2, "There");
    home.riffle(&["sync"]).ok();
    work.riffle(&["clone", remote.to_str().unwrap(), work.store.to_str().unwrap()]).ok();

    home.riffle(&["later", "here", "today"]).ok();
    work.riffle(&["later", "there", "today"]).ok();
    for sandbox in [&home, &work, &home] {
        sandbox.riffle(&["sync"]).ok();
    }

    assert_eq!(home.files(), work.files());
    for sandbox in [&home, &work] {
        assert_eq!(due_titles(&screen::workspace(sandbox)), ["2026-11-21 Here", "2026-11-21 There"]);
    }
}

#[test]
fn whatever_disk_call_fails_an_act_is_done_as_a_whole_or_not_at_all() {
    let sandbox = Sandbox::in_memory();
    let paths: Vec<String> = (0..3).map(|n| captured(&sandbox, n, &format!("Number {n}"))).collect();
    sandbox.riffle(&["list"]).ok();
    let mut refused = 0;
    for call in 1..80 {
        let before = whole(&sandbox);
        let mut command = sandbox.command(&["later", &paths[0], &paths[1], &paths[2], "2w"]);
        let ran = Ran::of(command.env("RIFFLE_FAIL_AT", format!("{call}:ENOSPC")));

        let seeds = paths.iter().filter(|path| sandbox.read(path).contains("stage: seed")).count();
        assert_eq!(seeds, if ran.code == Some(0) { 3 } else { 0 }, "{call}: {ran:?}");
        refused += usize::from(seeds == 0);

        sandbox.riffle(&["list", "--fresh"]).ok();
        if whole(&sandbox) != before {
            sandbox.riffle(&["undo"]).ok();
            assert_eq!(whole(&sandbox), before, "{call}: {ran:?}");
        }
    }
    assert!(refused > 10, "only {refused} calls were made to fail an act");
}

/// The files without temporary ones, which may stay when it is their removal that fails.
fn whole(sandbox: &Sandbox) -> Vec<(String, Vec<u8>)> {
    sandbox.files().into_iter().filter(|(path, _)| !path.ends_with(".tmp")).collect()
}

#[test]
fn an_act_on_several_entries_that_is_killed_can_be_undone_as_far_as_it_came() {
    for point in ["replace-staged:2", "replace-placed:2", "commit-made", "act-told"] {
        let sandbox = Sandbox::in_memory();
        let paths: Vec<String> = (0..3).map(|n| captured(&sandbox, n, &format!("Number {n}"))).collect();
        let before = sandbox.files();
        let mut command = sandbox.command(&["stage", &paths[0], &paths[1], &paths[2], "growing"]);
        assert_eq!(Ran::of(command.env("RIFFLE_CRASH_AT", point)).code, None, "{point} was not reached");

        sandbox.riffle(&["list", "--fresh"]).ok();
        clean(&sandbox);
        sandbox.riffle(&["undo"]).ok();

        assert_eq!(sandbox.files(), before, "{point}");
    }
}

/// What a person may do to some of the entries.
#[derive(Clone, Debug)]
enum Deed {
    Stage(Stage),
    Keep,
    Mark(Mark),
    Annotate(String, Vec<String>),
    Later(u64),
    Tag(String),
    Remove,
    /// Somebody else writes a line at the end.
    Outside(String),
    Undo,
    Redo,
}

/// Entries as other programs leave them: line endings, marks and fields of all sorts.
const ODD: [(&str, &str); 6] = [
    ("plain.md", "no front matter"),
    ("crlf.md", "\u{feff}---\r\nstage: inbox # why\r\ntags: [a]\r\n---\r\n# T\r\n\r\n## Quotes\r\n> x"),
    ("quoted.md", "---\n# kept\n\"stage\":   'inbox'\nextra: {a: 1}\nid: abc\n---\n\n\n"),
    ("block.md", "---\ntags:\n  - a # one\n  - b\nchecked: 2020-01-01\n...\ntext\n\n## Related\n\n- [[plain]]\n"),
    ("empty.md", ""),
    ("2026-11-20.md", "---\nkind: journal\n---\n- 10:00 tea\n"),
];

fn deed() -> impl Strategy<Value = Deed> {
    let words =
        prop_oneof![Just("words"), Just("# a\n---\n"), Just("---\nid: 1\n---"), Just("```\nopen"), Just("a\r\nb")];
    let words = words.prop_map(str::to_owned);
    let confidence = proptest::option::of(proptest::sample::select(Confidence::ALL.to_vec()));
    let stage = proptest::sample::select(Stage::ALL.into_iter().filter(|it| *it != Stage::Inbox).collect::<Vec<_>>());
    prop_oneof![
        2 => stage.prop_map(Deed::Stage),
        1 => Just(Deed::Keep),
        2 => (confidence, any::<bool>()).prop_map(|(confidence, checked)| Deed::Mark(Mark { confidence, checked })),
        3 => (words, proptest::collection::vec("[a-z# >-]{0,9}", 0..3)).prop_map(|(words, quote)| Deed::Annotate(words, quote)),
        3 => (0..9_u64).prop_map(Deed::Later),
        1 => "[a-c]".prop_map(Deed::Tag),
        2 => Just(Deed::Remove),
        1 => "[a-z]{3}".prop_map(Deed::Outside),
        3 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

/// Does it to those entries that are there; `None` where there is nothing to do.
fn done(sandbox: &Sandbox, workspace: &Workspace, deed: &Deed, paths: &[EntryPath]) -> Option<Changed> {
    let there: Vec<EntryPath> =
        paths.iter().filter(|path| sandbox.store.join(path.as_str()).exists()).cloned().collect();
    let first = there.first()?;
    let changed = match deed {
        Deed::Stage(stage) => refine::stage(workspace, &there, *stage),
        Deed::Keep => refine::keep(workspace, &there),
        Deed::Mark(mark) => refine::mark(workspace, &there, *mark),
        Deed::Annotate(words, quote) => {
            refine::annotate(workspace, first, &Annotation { words: words.clone(), quote: quote.clone() })
        }
        Deed::Later(days) => {
            let day = later::day(&format!("{days}d"), workspace.clock.now().date_naive()).unwrap();
            later::later(workspace, &there, day)
        }
        Deed::Tag(tag) => edit::tag(workspace, &there, std::slice::from_ref(tag), &["b".into()]),
        Deed::Remove => trash::remove(workspace, &there),
        Deed::Outside(_) | Deed::Undo | Deed::Redo => return None,
    };
    Some(changed.unwrap()).filter(|changed| !changed.paths.is_empty())
}

type Files = Vec<(String, Vec<u8>)>;

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn decisions_in_any_order_are_taken_back_to_the_same_bytes(
        deeds in proptest::collection::vec((deed(), proptest::sample::subsequence(vec![0, 1, 2, 3, 4, 5], 1..4)), 1..12),
    ) {
        let sandbox = Sandbox::in_memory();
        for (path, text) in ODD {
            sandbox.write(path, text);
        }
        sandbox.riffle(&["list"]).ok();
        let workspace = screen::workspace(&sandbox);
        // What the files were before each act that is not undone, and after each that is.
        let (mut past, mut future): (Vec<Files>, Vec<Files>) = (Vec::new(), Vec::new());
        for (deed, which) in &deeds {
            let paths: Vec<EntryPath> = which.iter().map(|at| EntryPath::new(ODD[*at].0).unwrap()).collect();
            let before = sandbox.files();
            match deed {
                Deed::Outside(line) => {
                    // It is committed before the next act; what came before it may be merged, so it is a beginning of its own.
                    let file = sandbox.store.join(paths[0].as_str());
                    fs::write(&file, [fs::read(&file).unwrap_or_default(), line.clone().into_bytes()].concat()).unwrap();
                    (past, future) = (Vec::new(), Vec::new());
                }
                Deed::Undo => if let Some(then) = past.pop() {
                    undo::undo(&workspace).unwrap().unwrap();
                    prop_assert_eq!(&sandbox.files(), &then);
                    future.push(before);
                },
                Deed::Redo => if let Some(then) = future.pop() {
                    undo::redo(&workspace).unwrap().unwrap();
                    prop_assert_eq!(&sandbox.files(), &then);
                    past.push(before);
                },
                deed => if let Some(changed) = done(&sandbox, &workspace, deed, &paths) {
                    prop_assert_eq!(changed.warnings, Vec::<String>::new());
                    (past, future) = ({ past.push(before); past }, Vec::new());
                },
            }
        }
        while let Some(then) = past.pop() {
            undo::undo(&workspace).unwrap().unwrap();
            prop_assert_eq!(&sandbox.files(), &then);
        }
    }
}

#[test]
fn an_entry_without_an_act_is_told_from_one_that_cannot_be_edited() {
    let sandbox = Sandbox::new();
    sandbox.write("broken.md", "---\ntitle: \"open\nx: [\n---\ntext\n");
    let text = sandbox.read("broken.md");

    let said = sandbox.riffle(&["stage", "broken.md", "seed"]).fails(1);

    assert!(said.contains("broken.md cannot be changed: line"), "{said}");
    assert_eq!(sandbox.read("broken.md"), text);
    assert!(matches!(
        refine::stage(&screen::workspace(&sandbox), &[EntryPath::new(".git/config").unwrap()], Stage::Seed),
        Err(ops::Error::NoEntry(_))
    ));
}
