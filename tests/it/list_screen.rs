//! The list of the library: its order, what its rows say, what narrows it.

use std::fs::File;
use std::time::{Duration, UNIX_EPOCH};

use crate::support::{Sandbox, Screen};

const WIDE: (u16, u16) = (120, 36);

/// A folder whose files were changed in their order, a day apart, the first on the last day but three.
fn folder(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::folder(files);
    for ((path, _), days) in files.iter().zip(0..) {
        changed(&sandbox, path, 1_795_000_000 + days * 86_400);
    }
    sandbox
}

fn changed(sandbox: &Sandbox, path: &str, second: u64) {
    let file = File::options().write(true).open(sandbox.store.join(path)).unwrap();
    file.set_modified(UNIX_EPOCH + Duration::from_secs(second)).unwrap();
}

fn titles(screen: &Screen) -> Vec<&str> {
    screen.app.screens.library.hits().iter().map(|hit| hit.title.as_str()).collect()
}

fn open(sandbox: &Sandbox) -> Screen {
    let mut screen = Screen::open(sandbox, WIDE);
    screen.keys("g l");
    screen
}

#[test]
fn a_file_that_was_just_saved_is_on_top_however_old_its_date() {
    let sandbox = folder(&[
        ("old.md", "---\ntitle: Old\ndate: 2019-01-01\n---\nFirst words.\n"),
        ("new.md", "---\ntitle: New\ndate: 2026-11-01\n---\nOther words.\n"),
    ]);
    changed(&sandbox, "old.md", 1_795_200_000);
    let mut screen = open(&sandbox);

    assert_eq!(titles(&screen), ["Old", "New"]);
    screen.shows("Recent").hides("7y");
}

#[test]
fn a_copy_of_many_files_at_once_changes_none_of_them() {
    let sandbox = Sandbox::new();
    for day in 1..=25 {
        let path = format!("n{day}.md");
        sandbox.write(&path, format!("---\ntitle: N{day}\ndate: 2026-10-{day:02}\n---\n"));
        changed(&sandbox, &path, 1_795_200_000 - day);
    }
    let screen = open(&sandbox);

    assert_eq!(titles(&screen)[..3], ["N25", "N24", "N23"]);
}

#[test]
fn the_order_is_chosen_from_a_menu_and_is_there_at_the_next_start() {
    let sandbox = folder(&[
        ("b.md", "---\ntitle: Bread\ndate: 2026-03-01\n---\n"),
        ("c.md", "---\ntitle: Cheese\ndate: 2026-01-01\n---\n"),
        ("a.md", "---\ntitle: Apples\ndate: 2026-02-01\n---\n"),
    ]);
    let mut screen = open(&sandbox);
    assert_eq!(titles(&screen), ["Apples", "Cheese", "Bread"]);

    screen.keys("O").shows("by the name of the file").keys("n").shows("By file name");
    assert_eq!(titles(&screen), ["Apples", "Bread", "Cheese"]);
    screen.keys("O t").shows("By title");
    assert_eq!(titles(&screen), ["Apples", "Bread", "Cheese"]);
    screen.keys("O d").shows("By date, newest first");
    assert_eq!(titles(&screen), ["Bread", "Apples", "Cheese"]);
    screen.keys("O o");
    assert_eq!(titles(&screen), ["Cheese", "Apples", "Bread"]);
    screen.keys("G O n");
    assert_eq!(screen.selected(), "Apples", "what is at the top now");
    screen.keys("q");

    let mut again = open(&sandbox);
    again.shows("By file name");
    assert_eq!(titles(&again), ["Apples", "Bread", "Cheese"]);
    again.keys("O b").shows("Recent");
}

#[test]
fn the_second_line_of_a_row_says_where_it_lies_and_how_it_begins() {
    let sandbox = folder(&[("recipes/rye.md", "# Rye\n\nTwo days of sourdough.\n")]);

    open(&sandbox).shows("recipes · Two days of sourdough.");
}

#[test]
fn a_folder_narrows_and_opens_into_those_below_it() {
    let sandbox = folder(&[
        ("projects/bread/rye.md", "# Rye\n\nflour\n"),
        ("projects/tea.md", "# Tea\n\nleaves\n"),
        ("old/projects/jam.md", "# Jam\n\nsugar\n"),
    ]);
    let mut screen = open(&sandbox);
    screen.wait(300).shows("Folders").shows("projects/");

    screen.keys("h").keys("j enter").shows("path:/projects/").wait(300).shows("projects/bread/");
    let mut found = titles(&screen);
    found.sort_unstable();
    assert_eq!(found, ["Rye", "Tea"]);
}

#[test]
fn as_many_tags_as_fit_are_shown_and_the_others_with_one_key() {
    let tags: Vec<String> = (10..70).map(|number| format!("t{number}")).collect();
    let text = format!("---\ntags: [{}]\n---\nA.\n", tags.join(", "));
    let sandbox = folder(&[("a.md", text.as_str())]);
    let mut screen = open(&sandbox);
    screen.wait(300).shows("#t10").shows(" more").hides("#t69");

    screen.keys("h G enter G").shows("#t69");
    assert!(screen.cursor_row().contains("#t69"), "{}", screen.cursor_row());
}

#[test]
fn a_mark_goes_on_to_the_next_row() {
    let sandbox = folder(&[("a.md", "# A\n"), ("b.md", "# B\n")]);
    let mut screen = open(&sandbox);

    screen.keys("space space").shows("2 marked");
}

#[test]
fn whoever_goes_through_the_list_keeps_their_place_by_what_they_do() {
    let sandbox = folder(&[("a.md", "# A\n"), ("b.md", "# B\n"), ("c.md", "# C\n")]);
    let mut screen = open(&sandbox);
    assert_eq!(titles(&screen), ["C", "B", "A"]);

    screen.keys("j m s");
    assert_eq!((titles(&screen), screen.selected().to_owned()), (vec!["C", "B", "A"], "B".to_owned()));

    screen.keys("O b");
    assert_eq!(titles(&screen), ["B", "C", "A"]);
}
