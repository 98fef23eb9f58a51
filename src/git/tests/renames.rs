//! What one side renamed and the other changed, and what both made under one name.

use super::*;
use crate::git::tests::merging::{Files, commit, read};

const LONG: &str = "one line\nand another\nand a third line\nthe fourth\nand the last of them\n";

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Merges two sides from both ends, which has to give the same files.
fn merged(base: &[(&str, &str)], one: &[(&str, &str)], other: &[(&str, &str)]) -> (Files, Vec<String>) {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("notes")).unwrap();
    let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
    let [base, one, other] =
        [base, one, other].map(|side| repo.inner.find_commit(commit(&repo, &files(side))).unwrap());
    let merge = |sides: [&git2::Commit<'_>; 2]| {
        repo.merge_trees(Some(&base), sides.map(Some), &mut |conflict| keep_both(conflict), &Plain).unwrap()
    };
    let (there, back) = (merge([&one, &other]), merge([&other, &one]));
    assert_eq!(read(&repo, there.tree), read(&repo, back.tree));
    (read(&repo, there.tree), there.conflicts)
}

#[test]
fn an_entry_renamed_here_and_changed_there_stands_once() {
    let base = [("a.md", "id: 1\nx\n")];

    let (merge, conflicts) = merged(&base, &[("n/b.md", "id: 1\nx\n")], &[("a.md", "id: 1\nx\nmore\n")]);
    assert_eq!((merge, conflicts), (files(&[("n/b.md", "id: 1\nx\nmore\n")]), vec![]));

    let both = merged(&base, &[("n/b.md", "id: 1\ntop\nx\n")], &[("a.md", "id: 1\nx\n\nmore\n")]).0;
    assert_eq!(both.keys().collect::<Vec<_>>(), ["n/b.md"], "renamed and changed");
}

#[test]
fn an_entry_without_an_id_is_known_by_its_text() {
    let more = format!("{LONG}more\n");
    let top = format!("top\n{LONG}");

    let merge = merged(&[("a.md", LONG)], &[("b.md", &top)], &[("a.md", &more)]).0;

    assert_eq!(merge, files(&[("b.md", &format!("top\n{LONG}more\n"))]));
    let other = merged(&[("a.md", "id: 1\nx\n")], &[("b.md", "id: 2\nx\n")], &[("a.md", "id: 1\nx\ny\n")]).0;
    assert_eq!(other.len(), 2, "another id is another entry: {other:?}");
}

#[test]
fn two_new_names_become_one_and_links_lead_there() {
    let base = [("a.md", "id: 1\nx\n"), ("l.md", "[[a.md]]\n")];
    let one = [("b.md", "id: 1\nx\n"), ("l.md", "[[b.md]]\n")];
    let other = [("c.md", "id: 1\nx\n"), ("l.md", "[[c.md]]\n")];

    assert_eq!(merged(&base, &one, &other).0, files(&[("c.md", "id: 1\nx\n"), ("l.md", "[[c.md]]\n")]));
}

#[test]
fn a_link_made_to_the_old_name_leads_to_the_new_one() {
    let base = [("a.md", "id: 1\nx\n"), ("l.md", "text\n")];
    let linked = [("a.md", "id: 1\nx\n"), ("l.md", "text\n[[a.md]]\n")];

    let merge = merged(&base, &[("b.md", "id: 1\nx\n"), ("l.md", "text\n")], &linked).0;

    assert_eq!(merge, files(&[("b.md", "id: 1\nx\n"), ("l.md", "text\n[[b.md]]\n")]));
}

#[test]
fn what_is_renamed_here_and_removed_there_is_removed_and_a_change_brings_it_back() {
    let base = [("a.md", "id: 1\nx\n"), ("k.md", "k\n")];
    assert_eq!(
        merged(&base, &[("b.md", "id: 1\nx\n"), ("k.md", "k\n")], &[("k.md", "k\n")]).0,
        files(&[("k.md", "k\n")])
    );
    let changed = [("b.md", "id: 1\nx\ny\n"), ("k.md", "k\n")];
    assert_eq!(merged(&base, &changed, &[("k.md", "k\n")]).0, files(&changed));
}

#[test]
fn a_new_name_that_the_other_side_gave_to_another_entry_is_left_to_that() {
    let base = [("a.md", "id: 1\nx\n")];
    let (one, other) = ([("b.md", "id: 1\nx\n")], [("a.md", "id: 1\nx\n"), ("b.md", "id: 2\ny\n")]);

    let merge = merged(&base, &one, &other).0;

    let mut texts: Vec<_> = merge.values().cloned().collect();
    texts.sort();
    assert_eq!(texts, ["id: 1\nx\n", "id: 2\ny\n"], "{merge:?}");
}

#[test]
fn two_entries_made_under_one_name_stay_two() {
    let one = [("idea.md", "id: 01aaaa\nmine\n"), ("l.md", "[[idea.md]]\n")];
    let other = [("idea.md", "id: 01bbbb\ntheirs\n"), ("m.md", "[[idea.md]]\n")];

    let (merge, conflicts) = merged(&[], &one, &other);

    let told = [
        ("idea.md", "id: 01aaaa\nmine\n"),
        ("idea-bbbb.md", "id: 01bbbb\ntheirs\n"),
        ("l.md", "[[idea.md]]\n"),
        ("m.md", "[[idea-bbbb.md]]\n"),
    ];
    assert_eq!((merge, conflicts), (files(&told), vec![]));
}

#[test]
fn a_file_that_moves_into_a_folder_of_its_own_name_is_where_it_went() {
    let base = [("a", LONG)];
    assert_eq!(merged(&base, &[("a/b.md", LONG)], &base).0, files(&[("a/b.md", LONG)]));
    assert_eq!(merged(&[("a/b.md", LONG)], &[("a", LONG)], &[("a/b.md", LONG)]).0, files(&[("a", LONG)]));
}
