//! The copies that keep a second text, where somebody has made something of an earlier one of the same name.

use git2::Oid;

use super::*;
use crate::git::tests::merging::{Files, commit, read};
use crate::git::tests::sync::two;

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The name that a copy of this text gets.
fn copy(mark: &str, text: &str) -> String {
    format!("tea-{mark}{}.md", &content_id(text.as_bytes())[..6])
}

fn merged(base: &Files, sides: [&Files; 2]) -> Files {
    let sandbox = Sandbox::new();
    fs::create_dir_all(sandbox.path("notes")).unwrap();
    let repo = Repo::init(&sandbox.path("notes"), &sandbox.path("state")).unwrap();
    let find = |id: Oid| repo.inner.find_commit(id).unwrap();
    let base = find(commit(&repo, base));
    let [one, other] = sides.map(|side| find(commit(&repo, side)));
    let merged =
        repo.merge_trees(Some(&base), [Some(&one), Some(&other)], &mut |conflict| keep_both(conflict), &Plain).unwrap();
    read(&repo, merged.tree)
}

fn has_all(files: &Files, texts: &[&str]) {
    for text in texts {
        assert!(files.values().any(|it| it == text), "{text:?} is lost in {files:?}");
    }
}

#[test]
fn a_copy_that_was_edited_stays_when_the_same_two_texts_meet_again() {
    let (green, black) = (copy("conflict-", "green\n"), copy("conflict-", "black\n"));
    let edited = [("tea.md", "green\n"), (green.as_str(), "green, mine\n"), (black.as_str(), "black, mine\n")];
    let before = [("tea.md", "1\n"), (green.as_str(), "green\n"), (black.as_str(), "black\n")];
    for base in [files(&[("tea.md", "1\n")]), files(&before)] {
        let mut other = base.clone();
        other.insert("tea.md".into(), "black\n".into());
        let edited = files(&edited);

        for sides in [[&edited, &other], [&other, &edited]] {
            let files = merged(&base, sides);

            has_all(&files, &["green\n", "black\n", "green, mine\n", "black, mine\n"]);
        }
    }
}

#[test]
fn a_copy_that_is_there_already_is_not_made_twice() {
    let base = files(&[("tea.md", "1\n"), (&copy("conflict-", "black\n"), "black\n")]);
    let side = |text: &str| {
        let mut side = base.clone();
        side.insert("tea.md".into(), text.into());
        side
    };

    let files = merged(&base, [&side("green\n"), &side("black\n")]);

    assert_eq!(files.len(), 2, "{files:?}");
}

#[test]
fn what_steps_aside_takes_the_place_of_no_other() {
    let aside = copy("", "words\n");
    let (file, folder) = (files(&[("tea.md", "words\n")]), files(&[("tea.md/x", "below\n"), (&aside, "mine\n")]));
    let below = format!("{aside}/y");
    let other = files(&[("tea.md/x", "below\n"), (&below, "deep\n")]);

    for (base, other, texts) in [
        (Files::new(), &folder, ["words\n", "below\n", "mine\n"]),
        (files(&[(&aside, "mine\n")]), &folder, ["words\n", "below\n", "mine\n"]),
        (Files::new(), &other, ["words\n", "below\n", "deep\n"]),
        (files(&[(&below, "deep\n")]), &other, ["words\n", "below\n", "deep\n"]),
    ] {
        let mut file = file.clone();
        file.extend(base.clone());
        for sides in [[&file, other], [other, &file]] {
            has_all(&merged(&base, sides), &texts);
        }
    }
}

#[test]
fn a_copy_on_the_disk_that_was_edited_stays_when_the_same_text_arrives_again() {
    let name = copy("conflict-", "green\n");
    for taken in [name.clone(), format!("{name}/below")] {
        let sandbox = Sandbox::new();
        let (_remote, home, work) = two(&sandbox);
        home.act("tea.md", "green\n");
        home.sync();
        work.put("tea.md", "black\n").put(&taken, "mine\n");

        work.sync();

        assert_eq!((work.text("tea.md"), work.text(&taken)), ("black\n".into(), "mine\n".into()));
        let second = format!("{}-2.md", name.trim_end_matches(".md"));
        assert_eq!(work.text(&second), "green\n");
    }
}
