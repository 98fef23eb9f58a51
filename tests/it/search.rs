//! Finding entries from the command line.

use riffle::entry::{Kind, Stage};

use crate::support::{Sandbox, Terminal, workspace};

fn kitchen() -> Sandbox {
    Sandbox::folder(&[
        ("tea.md", "---\ntitle: Tea\ntags: [drink/hot, kitchen]\ndate: 2026-11-01\n---\nGreen tea at 80 degrees.\n"),
        (
            "coffee.md",
            "---\ntitle: Coffee\ntags: [drink/hot]\nkind: nugget\ndate: 2026-11-10\n---\nNot tea, and hotter.\n",
        ),
        ("git.md", "# Partial clones\n\nUse `git clone --filter=blob:none` and std::fs::write in C++.\n"),
        ("wetter.md", "# 天気予報\n\n北京の天気は café.\n"),
    ])
}

fn paths(sandbox: &Sandbox, query: &[&str]) -> Vec<String> {
    let args = [&["search", "--path", "--"], query].concat();
    sandbox.riffle(&args).ok().lines().map(str::to_owned).collect()
}

#[test]
fn a_match_in_the_title_comes_before_one_in_the_body() {
    assert_eq!(paths(&kitchen(), &["tea"]), ["tea.md", "coffee.md"]);
}

#[test]
fn every_operator_narrows_as_it_says() {
    let sandbox = kitchen();

    assert_eq!(paths(&sandbox, &["tea -hotter"]), ["tea.md"]);
    assert_eq!(paths(&sandbox, &["\"green tea\""]), ["tea.md"]);
    assert_eq!(paths(&sandbox, &["kind:nugget"]), ["coffee.md"]);
    assert_eq!(paths(&sandbox, &["tag:drink kind:note"]), ["tea.md"]);
    assert_eq!(paths(&sandbox, &["path:wett"]), ["wetter.md"]);
    assert_eq!(paths(&sandbox, &["after:2026-11-05 before:yesterday tea"]), ["coffee.md"]);
    let mut either = paths(&sandbox, &["green OR partial"]);
    either.sort();
    assert_eq!(either, ["git.md", "tea.md"]);
}

#[test]
fn results_come_in_the_order_that_is_asked_for() {
    let sandbox = kitchen();
    let sorted = |order: &str| -> Vec<String> {
        sandbox.riffle(&["search", "--path", "--sort", order, "drink"]).ok().lines().map(str::to_owned).collect()
    };

    assert_eq!(sorted("title"), ["coffee.md", "tea.md"]);
    assert_eq!(sorted("oldest"), ["tea.md", "coffee.md"]);
    assert_eq!(sorted("newest"), ["coffee.md", "tea.md"]);
}

#[test]
fn code_accents_and_chinese_words_are_found() {
    let sandbox = kitchen();

    for query in ["--filter=blob:none", "std::fs::write", "C++", "blob:none"] {
        assert_eq!(paths(&sandbox, &[query]), ["git.md"], "{query}");
    }
    for query in ["天気", "北京", "cafe", "café", "cafe\u{301}"] {
        assert_eq!(paths(&sandbox, &[query]), ["wetter.md"], "{query}");
    }
}

#[test]
fn one_typing_error_is_forgiven_where_little_is_found_and_said() {
    let sandbox = kitchen();

    let ran = sandbox.riffle(&["search", "--path", "clonse filter"]);
    assert_eq!(ran.out, "git.md\n");
    assert!(ran.err.contains("nothing found with `clonse`; this is with `clones`"), "{ran:?}");
    let ran = sandbox.riffle(&["search", "--path", "degrees"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("tea.md\n", ""));
    assert_eq!(paths(&sandbox, &["nowherenear"]), Vec::<String>::new());
}

#[test]
fn every_value_of_a_front_matter_is_found_as_text_and_by_its_field() {
    let sandbox = kitchen();
    sandbox.write(
        "book.md",
        "---\nauthor: Jane Doe\nRating: 5\nseries: [Winter, Long Night]\nextra: {shelf: upstairs}\nread: true\n---\nA book.\n",
    );
    sandbox.write("other.md", "---\nauthor: John Doe\nseries: Summer\n---\nAbout Jane, author: nobody.\n");

    for query in
        ["upstairs", "winter long night", "author:jane", "author:\"jane doe\"", "rating:5", "series:night read:true"]
    {
        assert_eq!(paths(&sandbox, &[query])[0], "book.md", "{query}");
    }
    assert_eq!(paths(&sandbox, &["author:doe -series:winter"]), ["other.md"]);
    assert_eq!(paths(&sandbox, &["author:john jane"]), ["other.md"]);
    let ran = sandbox.riffle(&["search", "author:jane"]);
    assert_eq!(ran.err, "");
    assert!(ran.out.contains("A book."), "{ran:?}");
}

#[test]
fn an_open_quote_and_an_unknown_field_still_find_and_are_named() {
    let sandbox = kitchen();

    let ran = sandbox.riffle(&["search", "\"green tea"]);
    assert!(ran.err.to_lowercase().contains("quot"), "{ran:?}");
    assert!(ran.ok().contains("tea.md"));

    let ran = sandbox.riffle(&["search", "colour:green"]);
    assert!(ran.err.contains("colour"), "{ran:?}");
    assert_eq!(ran.code, Some(0));
}

#[test]
fn json_has_the_documented_fields() {
    let hit = &kitchen().riffle(&["search", "degrees", "--json"]).json()[0];

    for field in ["path", "id", "kind", "title", "tags", "date", "score", "snippet", "line"] {
        assert!(!hit[field].is_null(), "{field} in {hit}");
    }
    assert_eq!(hit["line"], 6);
    assert_eq!(hit["snippet"].as_str().unwrap(), "Green tea at 80 degrees.");
}

#[test]
fn an_empty_query_shows_recent_entries_first() {
    let sandbox = kitchen();

    let listed = sandbox.riffle(&["list", "--path", "kind:note OR kind:nugget"]).ok();

    let dated: Vec<&str> = listed.lines().filter(|path| ["tea.md", "coffee.md"].contains(path)).collect();
    assert_eq!(dated, ["coffee.md", "tea.md"]);
}

#[test]
fn what_another_program_wrote_is_found_by_the_next_search() {
    let sandbox = kitchen();
    paths(&sandbox, &["tea"]);
    sandbox.write("new.md", "Rooibos");
    std::fs::remove_file(sandbox.store.join("tea.md")).unwrap();

    assert_eq!(paths(&sandbox, &["rooibos"]), ["new.md"]);
    assert_eq!(paths(&sandbox, &["degrees"]), Vec::<String>::new());
}

#[test]
fn a_damaged_or_deleted_index_is_built_anew() {
    let sandbox = kitchen();
    paths(&sandbox, &["tea"]);
    let cache = sandbox.home().join(".cache/riffle");
    let mut spoiled = 0;
    let mut folders = vec![cache.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.metadata().unwrap().len() > 20 {
                std::fs::write(entry.path(), "spoiled").unwrap();
                spoiled += 1;
            }
        }
    }
    assert!(spoiled > 0);

    assert_eq!(paths(&sandbox, &["degrees"]), ["tea.md"]);

    std::fs::remove_dir_all(cache).unwrap();
    assert_eq!(paths(&sandbox, &["degrees"]), ["tea.md"]);
}

#[test]
fn an_entry_is_meant_by_path_name_title_alias_or_a_part_of_its_id() {
    let sandbox = kitchen();
    sandbox.write(
        "deep/down.md",
        "---\nid: 01jn8k4w000000000000000000\ntitle: Far below\naliases: [Cellar]\n---\nDark.\n",
    );

    for name in ["deep/down.md", "deep/down", "down", "Far below", "cellar", "01jn8k4w", "[[Far below]]"] {
        assert!(sandbox.riffle(&["show", name]).ok().contains("Dark."), "{name}");
    }
    let said = sandbox.riffle(&["show", "nowhere"]).fails(2);
    assert!(said.contains("no entry is called"), "{said}");
}

#[test]
fn several_meanings_are_listed() {
    let sandbox = kitchen();
    sandbox.write("a/same.md", "# One\n");
    sandbox.write("b/same.md", "# Two\n");

    let said = sandbox.riffle(&["show", "same"]).fails(2);

    assert!(said.contains("a/same.md") && said.contains("b/same.md"), "{said}");
}

#[test]
fn an_entry_names_what_links_to_it_by_path_name_title_alias_or_id() {
    let sandbox = kitchen();
    let id = "01jn8k4w000000000000000000";
    sandbox.write("deep/down.md", format!("---\nid: {id}\ntitle: Far below\naliases: [Cellar]\n---\nDark. [[down]]\n"));
    for (at, link) in [
        ("deep/relative.md", "see [there](down.md#stairs)"),
        ("other/up.md", "[there](../deep/down.md)"),
        ("by-path.md", "[[deep/down|there]]"),
        ("by-name.md", "![[Down]]"),
        ("by-title.md", "| a | [[far below\\|x]] |\n"),
        ("by-alias.md", "[[cellar]]"),
        ("by-id.md", &format!("[[{id}]]")),
        ("in-code.md", "`[[down]]`"),
        ("elsewhere.md", "[[downs]] [x](https://example.com/deep/down.md) [y](../out/down.md)"),
    ] {
        sandbox.write(at, link);
    }

    let shown = sandbox.riffle(&["show", "deep/down.md", "--json"]).json().remove(0);

    let expected =
        ["by-alias.md", "by-id.md", "by-name.md", "by-path.md", "by-title.md", "deep/relative.md", "other/up.md"];
    assert_eq!(shown["backlinks"], serde_json::json!(expected));
}

#[test]
fn a_link_by_a_name_that_two_entries_have_means_the_nearest() {
    let sandbox = Sandbox::folder(&[
        ("a/same.md", "# One\n"),
        ("b/same.md", "# Two\n"),
        ("b/from.md", "[[same]]"),
        ("c/from.md", "[[same]]"),
    ]);
    let backlinks = |path: &str| sandbox.riffle(&["show", path, "--json"]).json().remove(0)["backlinks"].clone();

    assert_eq!(backlinks("a/same.md"), serde_json::json!(["c/from.md"]));
    assert_eq!(backlinks("b/same.md"), serde_json::json!(["b/from.md"]));
}

#[test]
fn when_most_files_change_at_once_the_others_are_still_found() {
    let sandbox = Sandbox::folder(&[("kept.md", "Rooibos")]);
    let write =
        |word: &str| (0..1_010).for_each(|number| sandbox.write(&format!("{number}.md"), format!("{word} {number}")));
    write("before");
    assert_eq!(paths(&sandbox, &["rooibos"]), ["kept.md"]);

    write("afterwards");

    let fresh = sandbox.riffle(&["search", "--fresh", "--path", "-n", "2000", "afterwards"]).ok();
    assert_eq!(fresh.lines().count(), 1_010);
    assert_eq!(paths(&sandbox, &["rooibos"]), ["kept.md"]);
}

#[test]
fn a_program_gets_a_fresh_answer_and_a_person_one_at_once_and_then_what_changed() {
    let sandbox = large();
    sandbox.write("new.md", "Rooibos");
    assert_eq!(paths_quick(&sandbox, "rooibos"), "");
    assert_eq!(paths(&sandbox, &["rooibos"]), ["new.md"]);

    let sandbox = large();
    sandbox.write("new.md", "Rooibos");
    let mut terminal = Terminal::start(&sandbox, &["search", "--path", "rooibos"], (80, 24), &[]);
    terminal.shows("Changed a moment ago:");
    terminal.shows("new.md");
    assert_eq!(terminal.ends(), 0);

    let sandbox = large();
    std::fs::remove_file(sandbox.store.join("7.md")).unwrap();
    let mut terminal = Terminal::start(&sandbox, &["list", "--path", "seven"], (80, 24), &[]);
    terminal.shows("Gone a moment ago: 7.md");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn a_scan_that_took_long_keeps_others_from_being_made_for_a_minute_only() {
    let sandbox = large();
    sandbox.write("new.md", "---\ntitle: Rooibos\n---\nRed.\n");

    assert!(sandbox.riffle(&["show", "Rooibos"]).ok().contains("Red."));
}

/// A store that is too large, and takes too long, to be scanned before every answer.
fn large() -> Sandbox {
    let sandbox = Sandbox::folder(&[("7.md", "seven")]);
    (8..1_020).for_each(|number| sandbox.write(&format!("{number}.md"), "tea"));
    sandbox.riffle(&["list", "--fresh", "-n", "1"]).ok();
    let scan = sandbox.files_at_home().into_iter().find(|file| file.ends_with(".scan.json")).unwrap();
    std::fs::write(scan, r#"{"took_ms":5000,"entries":1013,"at":1795000000}"#).unwrap();
    sandbox
}

fn paths_quick(sandbox: &Sandbox, query: &str) -> String {
    sandbox.riffle(&["search", "--path", "--quick", query]).ok()
}

#[test]
fn what_results_are_made_of_is_counted_for_every_kind_stage_and_tag() {
    let sandbox = Sandbox::new();
    sandbox.write("a.md", "---\nstage: seed\ntags: [git, ci]\n---\nclone\n");
    sandbox.write("b.md", "---\nkind: nugget\nstage: seed\ntags: [Git/hooks]\n---\nclone\n");
    sandbox.write("c.md", "---\nkind: nugget\n---\nother\n");
    let workspace = workspace(&sandbox);
    riffle::ops::fresh::catch_up(&workspace, &mut |_| true).unwrap();
    let facets = |query| riffle::ops::facets::facets(&workspace, query, 8).unwrap();

    let found = facets("clon");

    assert_eq!(found.kinds, [(Kind::Note, 1), (Kind::Nugget, 1)]);
    assert_eq!(found.stages, [(Stage::Seed, 2)]);
    assert_eq!(
        found.tags.iter().map(|(tag, count)| (tag.as_str(), *count)).collect::<Vec<_>>(),
        [("git", 2), ("Git/hooks", 1), ("ci", 1)]
    );
    assert_eq!(facets("").kinds, [(Kind::Note, 1), (Kind::Nugget, 2)]);
    assert_eq!(facets("clone OR other").kinds, [(Kind::Note, 1), (Kind::Nugget, 2)]);
    assert_eq!(facets("nothing"), riffle::ops::facets::Facets::default());
}
