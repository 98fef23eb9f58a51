//! One sentence changed on two machines: both texts are kept, both machines say so, and a person settles it.

use std::fs;

use riffle::ops::conflicts;

use crate::support::{Person, Ran, Sandbox, Screen, Team, workspace};
use crate::sync::{Two, two};

const TEA: &str = "notes/tea.md";
const WIDE: (u16, u16) = (120, 36);

/// Two machines, on each of which the same sentence was changed; both have all of it.
fn clashed() -> Two {
    clash("Tea is hot.\n", ["Tea is cold.\n", "Tea is warm.\n"])
}

fn clash(base: &str, [of_home, of_work]: [&str; 2]) -> Two {
    let two = two();
    let Two { home, work } = &two;
    home.write(TEA, base);
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.write(TEA, of_home);
    work.write(TEA, of_work);
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    two
}

/// The path of the second text.
fn copy(machine: &Sandbox) -> String {
    let paths: Vec<String> = machine.files().into_iter().map(|(path, _)| path).collect();
    let copies: Vec<String> = paths.into_iter().filter(|path| path.contains("~conflict-")).collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    copies[0].clone()
}

#[test]
fn a_conflict_is_told_by_the_machine_that_met_it_and_by_the_other() {
    let Two { home, work } = two();
    home.write(TEA, "Tea is hot.\n");
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    home.write(TEA, "Tea is cold.\n");
    work.write(TEA, "Tea is warm.\n");
    home.riffle(&["sync"]).ok();

    let met = work.riffle(&["sync"]);
    let arrived = home.riffle(&["sync", "--json"]).json();

    assert!(met.err.contains("notes/tea.md was changed on both sides"), "{}", met.err);
    assert_eq!(arrived[0]["review"][0], TEA);
    assert_eq!(home.riffle(&["sync", "--json"]).json()[0]["review"].as_array().unwrap().len(), 0, "once is enough");
    assert_eq!(copy(&home), copy(&work));
}

#[test]
fn a_second_text_is_found_and_marked_in_lists() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    let copy = copy(&home);

    assert_eq!(home.riffle(&["list", "--path", "is:conflict"]).ok().trim(), copy);
    assert!(!home.riffle(&["list", "--path", "--", "-is:conflict"]).ok().contains(&copy));
    for object in home.riffle(&["list", "--json"]).json() {
        assert_eq!(object["conflict"], object["path"] == copy.as_str(), "{object}");
    }
    let found = home.riffle(&["search", "tea", "is:conflict"]).ok();
    assert!(found.contains("  conflict\n") && found.contains(&copy), "{found}");
    assert!(home.riffle(&["search", "is:open"]).err.contains("`open`"));
}

#[test]
fn the_workbench_counts_conflicts_and_marks_both_texts_on_every_machine() {
    let Two { home, work } = clashed();

    let mut screen = Screen::open(&home, WIDE);
    screen.keys("R").shows("Both texts are kept in notes/tea.md").shows("1 conflict");
    let marked = screen.keys("g l").rows().into_iter().filter(|row| row.contains(" conflict "));
    let marked: Vec<String> = marked.filter(|row| !row.contains("1 conflict")).collect();
    assert_eq!(marked.len(), 2, "{marked:?}");
    assert!(work.riffle(&["sync", "--status"]).ok().contains("1 conflict to settle"));
    Screen::open(&work, WIDE).shows("1 conflict");
    screen.keys("s").types("is:conflict").keys("enter enter").shows("conflict    two texts are kept");
}

#[test]
fn a_second_text_is_never_published() {
    let team = Team::founded();
    let mina = Person::of(&team, "Mina");
    let entry = mina.nugget("Tea", "hot");
    let text = mina.sandbox.read(&entry).replacen("---\n", "---\nconflict_of: 01k9abcdefghjkmnpqrstvwxyz\n", 1);
    mina.sandbox.write(&entry, text);

    let refused = mina.publish(&entry);

    assert!(refused.err.contains("one side of a conflict"), "{}", refused.err);
    refused.fails(1);
    assert!(!team.files().iter().any(|path| path.ends_with("/tea.md")));
}

#[test]
fn both_texts_are_listed_and_shown_and_mine_is_what_was_written_here() {
    let Two { home, work } = clashed();
    home.riffle(&["sync"]).ok();
    assert!(home.riffle(&["conflicts"]).ok().contains(TEA));

    for (machine, mine, theirs) in [(&home, "Tea is cold.", "Tea is warm."), (&work, "Tea is warm.", "Tea is cold.")] {
        let shown = &machine.riffle(&["conflicts", "tea", "--json"]).json()[0];
        assert_eq!((&shown["hunks"][0]["mine"], &shown["hunks"][0]["theirs"]), (&mine.into(), &theirs.into()));
        let shown = machine.riffle(&["conflicts", TEA]).ok();
        assert!(shown.contains(&format!("1 mine    {mine}\n  theirs  {theirs}\n")), "{shown}");
    }
    let listed = &home.riffle(&["conflicts", "--json"]).json()[0];
    let files = [&listed["mine"], &listed["theirs"]].map(|path| home.read(path.as_str().unwrap()));
    assert!(files[0].contains("cold") && files[1].contains("warm"), "{listed}");
}

#[test]
fn what_is_settled_is_one_text_everywhere_and_undo_brings_both_back() {
    let Two { home, work } = clashed();
    home.riffle(&["sync"]).ok();
    let before = home.files();

    home.riffle(&["conflicts", "tea", "--take", "theirs"]).ok();
    assert_eq!(home.read(TEA), "Tea is warm.\n");
    assert_eq!(home.riffle(&["conflicts"]).ok(), "");
    home.riffle(&["undo"]).ok();
    assert_eq!(home.files(), before);

    home.riffle(&["conflicts", "tea", "--take", "both"]).ok();
    assert_eq!(home.read(TEA), "Tea is cold.\n\nTea is warm.\n");
    home.riffle(&["sync"]).ok();
    work.riffle(&["sync"]).ok();
    assert_eq!(work.files(), home.files());
    assert_eq!(work.riffle(&["conflicts"]).ok(), "");
    assert!(home.riffle(&["trash"]).ok().contains("~conflict-"));
}

#[test]
fn places_are_chosen_one_by_one_and_what_one_side_changed_needs_no_word() {
    let (base, of_home, of_work) =
        ("a\n\nTea is hot.\n\nc\n\nd\n", "A\n\nTea is cold.\n\nc\n\nD1\n", "a\n\nTea is warm.\n\nc\n\nD2\n");
    let Two { home, .. } = clash(base, [of_home, of_work]);
    home.riffle(&["sync"]).ok();

    let open = home.riffle(&["conflicts", "tea", "--hunk", "2=theirs"]);
    assert!(open.err.contains("both sides changed: 3"), "{}", open.err);
    open.fails(3);
    home.riffle(&["conflicts", "tea", "--hunk", "9=mine"]).fails(2);

    home.riffle(&["conflicts", "tea", "--hunk", "2=theirs", "--hunk", "3=mine"]).ok();
    assert_eq!(home.read(TEA), "A\n\nTea is warm.\n\nc\n\nD1\n");
}

#[test]
fn both_texts_are_made_one_in_the_editor() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    let edit = |editor: &str| {
        let mut command = home.command(&["conflicts", "tea", "--edit"]);
        Ran::of(command.env("EDITOR", editor).env_remove("VISUAL"))
    };

    assert!(edit("true").err.contains("Nothing changed"));
    assert!(home.read(copy(&home).as_str()).contains("conflict_of"));
    edit("sed -i s/cold/tepid/").ok();

    assert_eq!(home.read(TEA), "Tea is tepid.\n\nTea is warm.\n");
}

#[test]
fn links_to_the_second_text_lead_to_the_entry_and_its_id_stays() {
    let with = |text: &str| format!("---\nid: 01k9abcdefghjkmnpqrstvwxyz\ntitle: Tea\n---\n{text}\n");
    let Two { home, .. } = clash(&with("hot"), [&with("cold"), &with("warm")]);
    home.riffle(&["sync"]).ok();
    let copy = copy(&home);
    let stem = copy.trim_start_matches("notes/").trim_end_matches(".md");
    home.write("notes/cup.md", format!("See [[{stem}]] and [it]({stem}.md) and [[Tea]].\n"));

    home.riffle(&["conflicts", TEA, "--take", "theirs"]).ok();

    assert_eq!(home.read(TEA), with("warm"));
    assert_eq!(home.read("notes/cup.md"), "See [[tea]] and [it](tea.md) and [[Tea]].\n");
    assert_eq!(home.riffle(&["links", "--broken"]).ok(), "");
}

#[test]
fn a_second_text_whose_entry_is_gone_becomes_the_entry_or_goes() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    home.riffle(&["rm", TEA]).ok();
    let copy = copy(&home);
    assert!(home.riffle(&["conflicts"]).ok().contains("the entry itself is gone"));

    home.riffle(&["conflicts", &copy, "--take", "both"]).ok();
    assert!(!home.read(TEA).contains("conflict_of"));
    home.riffle(&["undo"]).ok();
    home.riffle(&["conflicts", &copy, "--take", "mine"]).ok();

    assert!(!home.files().iter().any(|(path, _)| path.starts_with("notes/tea")));
}

#[test]
fn a_text_that_changed_since_it_was_compared_is_not_written_over() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    home.riffle(&["conflicts"]).ok();
    let workspace = workspace(&home);
    let kept = conflicts::list(&workspace, 9).unwrap().kept.remove(0);
    let conflict = conflicts::read(&workspace, &kept).unwrap();
    home.write(TEA, "Tea is mint.\n");

    assert!(conflicts::settle(&workspace, &conflict, "x\n").unwrap_err().to_string().contains("changed since"));
    assert_eq!(home.read(TEA), "Tea is mint.\n");
    assert!(home.read(&copy(&home)).contains("conflict_of"));
}

#[test]
fn two_machines_see_it_one_settles_it_takes_it_back_and_settles_it_again() {
    let Two { home, work } = clashed();
    let mut at_home = Screen::open(&home, WIDE);
    at_home.keys("R").shows("g c compares them");
    at_home.keys("g c").shows("Tea is cold.").shows("Tea is warm.").shows("1 place is to be decided");

    at_home.keys("t").shows("All is decided").keys("enter").shows("Settled").hides("1 conflict");
    assert_eq!(home.read(TEA), "Tea is warm.\n");
    at_home.keys("u").shows("Undone").shows("1 conflict").shows("Tea is cold.");
    assert_eq!(copy(&home), copy(&work));
    at_home.keys("b enter").hides("1 conflict").keys("R");

    let mut at_work = Screen::open(&work, WIDE);
    at_work.keys("g c").shows("1 conflict").keys("R").hides("1 conflict").shows("Nothing is in conflict");
    assert_eq!(work.read(TEA), "Tea is cold.\n\nTea is warm.\n");
    assert_eq!(work.files(), home.files());
}

#[test]
fn a_screen_that_is_older_than_the_entry_writes_nothing() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();
    let mut screen = Screen::open(&home, WIDE);
    screen.keys("g c t");
    home.write(TEA, "Tea is mint.\n");

    screen.keys("enter").shows("was changed since it was compared").shows("Tea is mint.");
    assert_eq!(home.read(TEA), "Tea is mint.\n");
}

/// Two machines that changed words apart in one line; a sync has joined them.
fn joined() -> Two {
    let two = clash("Tea is hot and red.\n", ["Tea is cold and red.\n", "Tea is hot and green.\n"]);
    assert_eq!(two.work.read(TEA), "Tea is cold and green.\n");
    two
}

#[test]
fn what_was_joined_word_by_word_wants_a_look_on_every_machine() {
    let Two { home, work } = joined();
    let told = home.riffle(&["sync"]);
    assert!(
        told.err.contains("notes/tea.md: a line that both sides had changed is joined word by word"),
        "{}",
        told.err
    );
    assert!(!home.riffle(&["sync"]).err.contains("word by word"), "once is enough");

    for machine in [&home, &work] {
        let listed = &machine.riffle(&["conflicts", "--json"]).json()[0];
        assert_eq!((&listed["kind"], &listed["path"]), (&"joined".into(), &TEA.into()));
        assert_eq!(machine.riffle(&["list", "is:conflict"]).ok(), "", "it is no conflict");
    }
    let shown = home.riffle(&["conflicts", TEA]).ok();
    for part in ["1 mine    Tea is cold and red.", "theirs  Tea is hot and green.", "joined  Tea is cold and green."] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn a_look_at_what_was_joined_keeps_it_and_a_choice_takes_it_back() {
    let Two { home, work } = joined();
    home.riffle(&["sync"]).ok();
    let commits = |machine: &Sandbox| machine.git(&["rev-list", "--count", "HEAD"]).ok();
    let before = commits(&home);

    home.riffle(&["conflicts", TEA, "--accept"]).ok();
    assert_eq!((home.riffle(&["conflicts"]).ok(), commits(&home)), (String::new(), before));
    assert_eq!(home.read(TEA), "Tea is cold and green.\n");

    let mut screen = Screen::open(&work, WIDE);
    screen.shows("1 joined").keys("g c").shows("Mine, before they were joined").shows("Joined word by word");
    screen.keys("m enter").hides("1 joined");
    assert_eq!(work.read(TEA), "Tea is hot and green.\n");
    screen.keys("u");
    assert_eq!(work.read(TEA), "Tea is cold and green.\n");
}

#[test]
fn what_was_joined_and_then_changed_was_seen() {
    let Two { work, .. } = joined();
    work.write(TEA, "Tea is cold and mostly green.\n");

    assert_eq!(work.riffle(&["conflicts"]).ok(), "");
}

#[test]
fn a_second_text_stays_that_of_an_entry_that_is_renamed() {
    let Two { home, .. } = clashed();
    home.riffle(&["sync"]).ok();

    home.riffle(&["rename", TEA, "Green tea"]).ok();

    assert!(home.riffle(&["conflicts"]).ok().contains("  notes/Green tea.md\n"));
    home.riffle(&["conflicts", "Green tea", "--take", "theirs"]).ok();
    assert!(home.read("notes/Green tea.md").contains("Tea is warm."));
}

/// A picture that two machines changed, as both have it.
fn two_pictures() -> Two {
    let two = two();
    let picture = |machine: &Sandbox, bytes: &[u8]| {
        let file = machine.store.join("media/leaf.png");
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
        machine.riffle(&["sync"]).ok();
    };
    picture(&two.home, b"\x89PNG\0base");
    two.work.riffle(&["sync"]).ok();
    picture(&two.home, b"\x89PNG\0of home\xff");
    picture(&two.work, b"\x89PNG\0of work\xfe");
    two
}

#[test]
fn two_versions_of_a_picture_are_listed_on_both_machines_until_one_is_taken() {
    let Two { home, work } = two_pictures();
    let arrived = home.riffle(&["sync", "--json"]).json();
    assert_eq!(arrived[0]["review"][0], "media/leaf.png", "{arrived:?}");
    let status = home.riffle(&["sync", "--status", "--json"]).json();
    assert_eq!(status[0]["conflicts"], 1);
    for machine in [&home, &work] {
        let listed = machine.riffle(&["conflicts"]).ok();
        assert!(listed.contains("media/leaf.png") && listed.contains("two versions of a file"), "{listed}");
    }
    let before = work.files();

    work.riffle(&["conflicts", "media/leaf.png", "--take", "mine"]).ok();

    assert_eq!(fs::read(work.store.join("media/leaf.png")).unwrap(), b"\x89PNG\0of work\xfe");
    assert!(!work.files().iter().any(|(path, _)| path.contains("conflict")));
    assert!(work.riffle(&["conflicts"]).err.contains("Nothing is in conflict"));
    work.riffle(&["undo"]).ok();
    assert_eq!(work.files(), before);
    assert!(work.riffle(&["conflicts"]).ok().contains("media/leaf.png"));
    work.riffle(&["conflicts", "leaf.png", "--take", "theirs"]).ok();
    work.riffle(&["sync"]).ok();
    home.riffle(&["sync"]).ok();
    assert_eq!(fs::read(home.store.join("media/leaf.png")).unwrap(), b"\x89PNG\0of home\xff");
    assert!(home.riffle(&["conflicts"]).err.contains("Nothing is in conflict"));
}

#[test]
fn both_versions_of_a_picture_may_stay() {
    let Two { work, .. } = two_pictures();
    let before = work.files();
    work.riffle(&["conflicts", "leaf.png", "--take", "both"]).ok();
    assert_eq!(work.files(), before);
    assert!(work.riffle(&["conflicts"]).err.contains("Nothing is in conflict"));
}

#[test]
fn two_versions_of_a_text_that_is_no_entry_are_compared_line_by_line() {
    let two = two();
    let Two { home, work } = &two;
    for (machine, words) in [(home, "a { color: red }\n"), (work, "a { color: blue }\n")] {
        machine.write("style.css", format!("{words}p {{ margin: 0 }}\n"));
        machine.riffle(&["sync"]).ok();
    }
    let shown = work.riffle(&["conflicts", "style.css"]).ok();
    assert!(shown.contains("red") && shown.contains("blue"), "{shown}");
    work.riffle(&["conflicts", "style.css", "--take", "both"]).ok();
    let both = work.read("style.css");
    assert!(both.contains("red") && both.contains("blue") && both.matches("margin").count() == 1, "{both}");
}
