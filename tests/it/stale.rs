//! Programs that save what they had loaded before a sync changed the file.

use crate::support::{Ran, Sandbox};
use crate::sync::{Two, two};

const PATH: &str = "notes/list.md";
const LOADED: &str = "# List\n\none\n\ntwo\n\nthree\n";

/// Two machines with a list, of which the first changed one line.
fn arrived(from: &str, to: &str) -> Two {
    let both = two();
    both.home.write(PATH, LOADED);
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();
    both.work.riffle(&["list", "--fresh"]).ok();
    change(&both, from, to);
    both
}

fn change(both: &Two, from: &str, to: &str) {
    both.home.write(PATH, both.home.read(PATH).replace(from, to));
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();
    assert!(both.work.read(PATH).contains(to.trim()));
}

fn settled(both: &Two) -> String {
    both.work.riffle(&["sync"]).ok();
    both.home.riffle(&["sync"]).ok();
    assert_eq!(both.home.files(), both.work.files());
    let notes = both.home.files().into_iter().filter(|(path, _)| path.starts_with("notes/list"));
    notes.map(|(_, text)| String::from_utf8(text).unwrap()).collect()
}

fn later(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let mut command = sandbox.command(args);
    Ran::of(command.env("RIFFLE_NOW", "2026-11-22T11:00:00+01:00"))
}

#[test]
fn a_save_of_what_was_loaded_before_keeps_what_arrived() {
    for first in [&["sync"][..], &["list", "--fresh"], &["search", "one"], &["tag", "list", "x"], &["doctor"]] {
        let both = arrived("one", "one, from home");
        both.work.write(PATH, LOADED.replace("three", "three, from work"));

        // An act that finds another text than it began from may say so.
        drop(both.work.riffle(first));
        let text = settled(&both);

        assert!(text.contains("one, from home") && text.contains("three, from work"), "{first:?}: {text}");
        assert!(!text.contains("conflict"), "{first:?}: {text}");
    }
}

#[test]
fn what_cannot_be_joined_is_kept_twice() {
    let both = arrived("one", "one, from home");
    both.work.write(PATH, LOADED.replace("one", "uno, desde el trabajo"));

    let text = settled(&both);

    assert!(text.contains("from home") && text.contains("desde el trabajo"), "{text}");
}

#[test]
fn what_was_saved_last_stays_where_it_was_saved() {
    for word in ["uno", "eins", "ichi", "un", "yksi"] {
        let both = arrived("one", "one, from home");
        both.work.write(PATH, LOADED.replace("one", word));

        settled(&both);

        assert!(both.work.read(PATH).contains(word), "{word}: {}", both.work.read(PATH));
        let copies = both.work.files().into_iter().filter(|(path, _)| path.contains("~conflict"));
        assert_eq!(copies.count(), 1, "{word}");
    }
}

#[test]
fn what_arrived_can_be_edited_in_an_editor_that_was_given_it() {
    for word in ["uno", "eins", "ichi"] {
        let both = arrived("one", "one, from home");

        let mut command = both.work.command(&["edit", "list"]);
        Ran::of(command.env("EDITOR", format!("sed -i 's/^one.*/{word}/'"))).ok();

        let text = settled(&both);
        assert!(text.contains(word) && !text.contains("home") && !text.contains("conflict"), "{text}");
    }
}

#[test]
fn every_save_of_the_same_program_is_joined() {
    let both = arrived("one", "one, from home");
    for more in ["three, a", "three, a, b", "three, a, b, c"] {
        both.work.write(PATH, LOADED.replace("three", more));
        both.work.riffle(&["sync"]).ok();
    }

    let text = settled(&both);

    assert!(text.contains("one, from home") && text.contains("three, a, b, c"), "{text}");
}

#[test]
fn a_text_loaded_before_several_syncs_keeps_what_they_all_brought() {
    for (loaded, kept) in [(LOADED.to_owned(), "three, mine"), (LOADED.replace("one", "one, first"), "three, mine")] {
        let both = arrived("one", "one, first");
        change(&both, "two", "two, second one");
        both.work.write(PATH, loaded.replace("three", kept));

        let text = settled(&both);

        assert!(text.contains("one, first") && text.contains("two, second one") && text.contains(kept), "{text}");
    }
}

#[test]
fn an_editor_with_other_line_ends_is_joined_too() {
    let both = arrived("one", "one, from home");
    both.work.write(PATH, LOADED.replace("three", "three, mine").replace('\n', "\r\n"));

    let text = settled(&both);

    assert!(text.contains("one, from home") && text.contains("three, mine"), "{text:?}");
    assert_eq!(text.matches("two").count(), 1, "{text:?}");
}

#[test]
fn a_removal_gives_way_once() {
    let both = arrived("one", "one, from home");
    std::fs::remove_file(both.work.store.join(PATH)).unwrap();
    assert!(settled(&both).contains("one, from home"));

    std::fs::remove_file(both.work.store.join(PATH)).unwrap();

    assert_eq!(settled(&both), "");
}

#[test]
fn a_file_that_was_renamed_does_not_come_back() {
    let both = arrived("one", "one, from home");
    std::fs::rename(both.work.store.join(PATH), both.work.store.join("notes/listed.md")).unwrap();

    settled(&both);

    assert!(!both.home.store.join(PATH).exists());
    assert!(both.home.read("notes/listed.md").contains("one, from home"));
}

#[test]
fn what_is_taken_back_in_part_or_a_day_later_stays_so() {
    let both = arrived("one", "one, from home\nand another line");
    both.work.write(PATH, both.work.read(PATH).replace("and another line\n", ""));
    let text = settled(&both);
    assert!(text.contains("one, from home") && !text.contains("another"), "{text}");

    let both = arrived("one", "one, from home");
    both.work.write(PATH, LOADED);
    later(&both.work, &["sync"]).ok();
    assert_eq!(settled(&both), LOADED);
}

#[test]
fn who_takes_the_same_back_a_third_time_means_it() {
    let both = arrived("one", "one, from home");
    for time in 0..3 {
        assert!(both.work.read(PATH).contains("one, from home"), "{time}");
        both.work.write(PATH, LOADED);
        both.work.riffle(&["sync"]).ok();
    }

    assert_eq!(settled(&both), LOADED);
}

#[test]
fn words_that_went_are_not_taken_away_from_who_writes_them_again() {
    let both = two();
    both.home.write(PATH, LOADED);
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();
    both.home.write(PATH, LOADED.replace("two\n\n", ""));
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();
    both.work.write(PATH, LOADED);

    assert_eq!(settled(&both), LOADED);
}

/// The name and the text of the copy that is beside the list.
fn copy_of(sandbox: &Sandbox) -> (String, String) {
    let is_copy = |path: &String| path.starts_with("notes/list~conflict-");
    let (path, text) = sandbox.files().into_iter().find(|(path, _)| is_copy(path)).unwrap();
    (path, String::from_utf8(text).unwrap())
}

#[test]
fn a_copy_that_somebody_edited_is_not_written_over_by_the_next_one() {
    let stale = LOADED.replace("one", "uno, desde el trabajo");
    let first = arrived("one", "one, from home");
    first.work.write(PATH, &stale);
    settled(&first);
    let (name, loser) = copy_of(&first.work);

    let both = arrived("one", "one, from home");
    both.work.write(&name, "the person's own\n");
    both.work.write(PATH, &stale);
    let text = settled(&both);

    assert_eq!(both.home.read(&name), "the person's own\n");
    assert!(text.contains("from home") && text.contains("desde el trabajo"), "{text}");
    assert!(loser.contains("conflict_of"), "{loser}");
}

#[test]
fn an_edit_that_cannot_be_joined_with_what_arrived_is_kept_beside_an_edited_copy() {
    // An editor that has read the list before a sync, and saves it after.
    let edit = |name: Option<&str>| {
        let both = two();
        both.home.write(PATH, LOADED);
        both.home.riffle(&["sync"]).ok();
        both.work.riffle(&["sync"]).ok();
        both.home.write(PATH, LOADED.replace("one", "one, from home"));
        both.home.riffle(&["sync"]).ok();
        if let Some(name) = name {
            both.work.write(name, "the person's own\n");
        }
        let riffle = env!("CARGO_BIN_EXE_riffle");
        let script = format!("cp \"$0\" old && '{riffle}' sync >/dev/null && sed 's/one/uno/' old > \"$0\"; rm old");
        let mut command = both.work.command(&["edit", "list"]);
        Ran::of(command.env("EDITOR", format!("sh -c {}", shell_words::quote(&script)))).ok();
        both
    };
    let (name, _) = copy_of(&edit(None).work);

    let both = edit(Some(&name));
    let text = settled(&both);

    assert_eq!(both.home.read(&name), "the person's own\n");
    assert!(text.contains("one, from home") && text.contains("uno"), "{text}");
}
