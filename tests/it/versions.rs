//! Versions of an entry: listed, compared, brought back.

use crate::support::Sandbox;

const TEA: &str = "---\nid: 01k0abcdefghjkmnpqrstvwxya\ntitle: Tea\n---\nGreen, 80 °C.\n";

/// An entry with three versions, the second under another name.
fn tea() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("tea.md", TEA);
    commit(&sandbox, "first");
    std::fs::rename(sandbox.store.join("tea.md"), sandbox.store.join("drinks.md")).unwrap();
    sandbox.write("drinks.md", TEA.replace("Tea", "Drinks"));
    commit(&sandbox, "renamed");
    sandbox.write("drinks.md", TEA.replace("Tea", "Drinks").replace("Green", "Black").replace("80", "100"));
    commit(&sandbox, "third");
    sandbox.write("other.md", "other\n");
    commit(&sandbox, "not about it");
    sandbox
}

fn commit(sandbox: &Sandbox, message: &str) {
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", message]).ok();
}

fn revs(sandbox: &Sandbox, entry: &str) -> Vec<(String, String)> {
    let told = sandbox.riffle(&["history", entry, "--json"]).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    told.iter().map(|version| (text(&version["subject"]), text(&version["rev"]))).collect()
}

#[test]
fn versions_are_listed_newest_first_and_earlier_names_are_followed() {
    let sandbox = tea();

    let subjects: Vec<String> = revs(&sandbox, "drinks.md").into_iter().map(|(subject, _)| subject).collect();

    assert_eq!(subjects, ["third", "renamed", "first"]);
    assert_eq!(sandbox.riffle(&["history", "drinks.md", "-n", "1"]).ok().lines().count(), 1);
    assert!(sandbox.riffle(&["history", "other.md"]).ok().ends_with("  not about it\n"));
}

#[test]
fn an_entry_without_an_id_is_followed_by_its_lines() {
    let sandbox = Sandbox::new();
    let text = "---\ntitle: One\n---\na\nb\nc\n";
    sandbox.write("one.md", text);
    sandbox.write("decoy.md", "x\ny\n");
    commit(&sandbox, "first");
    sandbox.git(&["rm", "-q", "one.md", "decoy.md"]).ok();
    sandbox.write("two.md", text.replace("One", "Two"));
    commit(&sandbox, "renamed");

    assert_eq!(revs(&sandbox, "two.md").len(), 2);
    assert!(
        sandbox.riffle(&["history", "two.md", "--diff", "HEAD"]).ok().starts_with(" ---\n-title: One\n+title: Two\n")
    );
}

#[test]
fn what_a_version_changed_is_shown_with_signs() {
    let sandbox = tea();
    let revs = revs(&sandbox, "drinks.md");

    let third = sandbox.riffle(&["history", "drinks.md", "--diff", &revs[0].1[..8]]).ok();
    let first = sandbox.riffle(&["history", "drinks.md", "--diff", &revs[2].1]).ok();
    let said = sandbox.riffle(&["history", "drinks.md", "--diff", "HEAD"]).fails(2);

    assert_eq!(third, "...\n id: 01k0abcdefghjkmnpqrstvwxya\n title: Drinks\n ---\n-Green, 80 °C.\n+Black, 100 °C.\n");
    assert!(first.lines().all(|line| line.starts_with('+')), "{first}");
    assert!(said.contains("drinks.md has no version \"HEAD\"") && said.contains("riffle history drinks.md"), "{said}");
}

#[test]
fn any_version_comes_back_under_the_current_name_and_undo_takes_that_back() {
    let sandbox = tea();
    let revs = revs(&sandbox, "drinks.md");
    let before = sandbox.files();

    assert_eq!(sandbox.riffle(&["restore", "drinks.md", "--at", &revs[2].1]).ok(), "drinks.md\n");
    assert_eq!(sandbox.read("drinks.md"), TEA);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "restore: Tea\n");
    assert!(sandbox.riffle(&["restore", "drinks.md", "--at", &revs[2].1]).err.contains("Nothing changed"));

    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_moment_between_two_versions_means_the_one_before_it() {
    let sandbox = tea();
    sandbox.write("drinks.md", "later\n");
    commit(&sandbox, "fourth");

    sandbox.riffle(&["restore", "drinks.md", "--at", "HEAD~1"]).ok();

    assert!(sandbox.read("drinks.md").contains("Black"));
    assert!(sandbox.riffle(&["restore", "other.md", "--at", "HEAD~4"]).fails(2).contains("has no version"));
    assert!(sandbox.riffle(&["restore", "drinks.md", "--at", "nonsense"]).fails(1).contains("no commit nonsense"));
}

#[test]
fn a_version_comes_back_over_broken_front_matter_and_for_an_entry_that_is_gone() {
    let sandbox = tea();
    sandbox.write("drinks.md", "---\ntitle: \"open\n---\n");
    sandbox.riffle(&["restore", "drinks.md", "--at", "HEAD"]).ok();
    assert!(sandbox.read("drinks.md").contains("Black"));

    sandbox.git(&["rm", "-qf", "drinks.md"]).ok();
    commit(&sandbox, "gone");
    sandbox.riffle(&["restore", "drinks.md", "--at", "HEAD~1"]).ok();

    assert!(sandbox.read("drinks.md").contains("Black"));
}

#[test]
fn a_plain_folder_has_no_history_and_says_how_to_get_one() {
    let sandbox = Sandbox::folder(&[("tea.md", "tea\n")]);

    let said = sandbox.riffle(&["history", "tea.md"]).fails(1);

    assert!(said.contains("riffle init"), "{said}");
}

#[test]
fn versions_from_before_an_entry_was_taken_away_and_brought_back_are_listed_too() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Tea"]).ok();
    sandbox.riffle(&["undo"]).ok();
    sandbox.riffle(&["redo"]).ok();
    sandbox.riffle(&["tag", "tea", "+green"]).ok();

    let subjects: Vec<String> = revs(&sandbox, "tea").into_iter().map(|(subject, _)| subject).collect();

    assert_eq!(subjects, ["tag: +green Tea", "redo: capture: Tea", "undo: capture: Tea", "capture: Tea"]);
}
