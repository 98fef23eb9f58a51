//! One entry, two machines: what they changed apart is together on both afterwards, and nobody is asked.

use crate::support::Sandbox;
use crate::sync::{Two, two};

const TEA: &str = "notes/tea.md";

/// Syncs until both machines have all; says what both have then, and what the second was told.
fn settled(Two { home, work }: &Two) -> (Vec<String>, String) {
    home.riffle(&["sync"]).ok();
    let told = work.riffle(&["sync"]);
    home.riffle(&["sync"]).ok();
    assert_eq!(home.files(), work.files());
    let notes = home.files().into_iter().map(|(path, _)| path).filter(|path| path.starts_with("notes/"));
    let said = told.err.clone();
    told.ok();
    (notes.filter(|path| !path.starts_with("notes/2026")).collect(), said)
}

/// Changes a note that both machines have, on each in its own way.
fn changed(base: &str, home: impl Fn(&Sandbox), work: impl Fn(&Sandbox)) -> (Two, Vec<String>, String) {
    let two = two();
    two.home.write(TEA, base);
    settled(&two);
    home(&two.home);
    work(&two.work);
    let (notes, told) = settled(&two);
    (two, notes, told)
}

fn write(text: &'static str) -> impl Fn(&Sandbox) {
    move |machine| machine.write(TEA, text)
}

#[test]
fn fields_lists_and_words_changed_apart_are_joined() {
    let (two, notes, told) = changed(
        "---\ntitle: Tea\nstage: inbox\ntags: [drink]\n---\nTea is hot and red.\n",
        write("---\ntitle: Tea\nstage: seed\ntags: [drink, leaf]\n---\nTea is cold and red.\n"),
        write("---\ntitle: Green tea\nstage: inbox\ntags: [drink, cup]\n---\nTea is hot and green.\n"),
    );

    assert_eq!(notes, [TEA], "{told}");
    assert!(told.contains("word by word"), "a sentence that nobody wrote so is told: {told}");
    let text = two.work.read(TEA);
    for part in ["title: Green tea\n", "stage: seed\n", "drink", "leaf", "cup", "\nTea is cold and green.\n"] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
}

#[test]
fn consent_that_one_machine_took_back_is_taken_back() {
    let (two, notes, _) = changed(
        "---\ntitle: Tea\nprivate: false\n---\nhot\n",
        write("---\ntitle: Tea\nprivate: true\n---\nhot\n"),
        write("---\ntitle: Tea\nprivate: \"no\"\n---\nhot\n"),
    );

    assert_eq!(notes, [TEA]);
    assert!(two.work.read(TEA).contains("private: true"));
}

#[test]
fn an_entry_renamed_here_and_edited_there_stands_once_under_its_new_name() {
    let (two, notes, _) = changed(
        "---\nid: 01k9abcdefghjkmnpqrstvwxyz\ntitle: Tea\n---\nhot\n",
        |home| drop(home.riffle(&["rename", TEA, "Green tea"]).ok()),
        |work| work.write(TEA, work.read(TEA) + "and red\n"),
    );

    assert_eq!(notes, ["notes/green-tea.md"]);
    let text = two.work.read("notes/green-tea.md");
    assert!(text.contains("title: Green tea") && text.contains("and red"), "{text}");
}

#[test]
fn an_entry_renamed_on_both_machines_stands_once() {
    let (_, notes, told) = changed(
        "---\nid: 01k9abcdefghjkmnpqrstvwxyz\n---\nhot\n",
        |home| std::fs::rename(home.store.join(TEA), home.store.join("notes/green.md")).unwrap(),
        |work| std::fs::rename(work.store.join(TEA), work.store.join("notes/red.md")).unwrap(),
    );

    assert_eq!(notes.len(), 1, "{told}");
}

#[test]
fn two_captures_with_one_title_stay_two_entries_with_their_ids() {
    let two = two();
    two.home.riffle(&["capture", "An idea"]).ok();
    two.work.riffle(&["capture", "An idea"]).ok();
    let id =
        |machine: &Sandbox| machine.riffle(&["show", "notes/2026/an-idea.md", "--json"]).json()[0]["id"].to_string();
    let mut ids = [id(&two.home), id(&two.work)];
    ids.sort();

    let (_, told) = settled(&two);

    let listed = two.work.riffle(&["list", "--json"]).json();
    let ideas = listed.iter().filter(|entry| entry["title"] == "An idea");
    let mut after: Vec<String> = ideas.map(|entry| entry["id"].to_string()).collect();
    after.sort();
    assert_eq!(after, ids, "{told}");
    assert!(told.contains("an-idea-"), "the new name is told: {told}");
}

#[test]
fn the_same_words_changed_on_both_are_kept_twice_and_it_is_said() {
    let (_, notes, told) = changed("Tea is hot.\n", write("Tea is cold.\n"), write("Tea is warm.\n"));

    assert_eq!(notes.len(), 2);
    assert!(told.contains("both texts are kept"), "{told}");
}
