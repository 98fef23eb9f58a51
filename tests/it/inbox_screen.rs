//! The inbox as a person decides it: one key for each item, seen at once, taken back with one more.

use std::collections::BTreeMap;
use std::time::Duration;
use std::{fs, thread};

use riffle::tui::{Answer, Effect, Msg};

use crate::support::{PageServer, Reply, Sandbox, Screen};

const SIZE: (u16, u16) = (120, 36);

/// A store with so many undecided entries, the oldest first by number.
fn inbox(count: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    for number in 1..=count {
        let (day, minute) = (1 + number / 60, number % 60);
        let text = format!(
            "---\nid: 01k0abcdefghjkmnpqrst{number:05}\nkind: note\ntitle: Item {number}\ndate: 2026-11-{day:02}T10:{minute:02}:00+01:00\nstage: inbox\n---\n\nText {number}.\n"
        );
        sandbox.write(&format!("inbox/item-{number}.md"), text);
    }
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-q", "--allow-empty", "-m", "inbox"]).ok();
    sandbox
}

fn open(sandbox: &Sandbox) -> Screen {
    let mut screen = Screen::open(sandbox, SIZE);
    screen.keys("g i");
    screen
}

fn stages(sandbox: &Sandbox) -> BTreeMap<String, usize> {
    let mut stages = BTreeMap::new();
    for (path, _) in sandbox.files().iter().filter(|(path, _)| path.starts_with("inbox/")) {
        let text = sandbox.read(path);
        let stage = text.lines().find_map(|line| line.strip_prefix("stage: ")).unwrap_or("none").to_owned();
        *stages.entry(stage).or_default() += 1;
    }
    stages
}

#[test]
fn fifty_items_are_decided_with_one_key_each_and_undone_to_the_same_bytes() {
    let sandbox = inbox(50);
    let before = sandbox.files();
    let mut screen = open(&sandbox);
    screen.shows("Inbox 50, oldest first");
    assert_eq!(screen.selected(), "Item 1");

    for round in 0..10 {
        screen.keys("b x d z 1");
        screen.keys(if round % 2 == 0 { "m g" } else { "b" });
    }

    screen.shows("Inbox empty. 50 decided today.");
    assert!(!stages(&sandbox).contains_key("inbox"), "{:?}", stages(&sandbox));
    for _ in 0..50 {
        screen.keys("u");
    }
    assert_eq!(sandbox.files(), before);
    screen.shows("Inbox 50, oldest first");
}

/// Holds the index's lock for writers for a moment, as a program does that was started from here and has not begun yet.
fn hold_index(sandbox: &Sandbox, held: Duration) {
    let stores = sandbox.home().join(".cache/riffle/stores");
    let index = fs::read_dir(stores).unwrap().next().unwrap().unwrap().path().join("index");
    let versions = fs::read_dir(index).unwrap().map(|version| version.unwrap().path());
    let lock = versions.map(|version| version.join(".tantivy-writer.lock")).find(|lock| lock.exists()).unwrap();
    let lock = fs::File::open(lock).unwrap();
    lock.lock().unwrap();
    thread::spawn(move || {
        thread::sleep(held);
        drop(lock);
    });
}

#[test]
fn counts_are_right_while_others_hold_the_index_for_a_moment() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);

    hold_index(&sandbox, Duration::from_millis(60));
    screen.keys("d").shows("Inbox 2, oldest first");

    hold_index(&sandbox, Duration::from_millis(60));
    screen.keys("u").shows("Inbox 3, oldest first");
}

#[test]
fn the_next_item_is_selected_at_once_and_undo_brings_the_item_back_selected() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);

    screen.keys("j d");
    assert_eq!(screen.selected(), "Item 3");
    screen.shows("Trashed \u{201c}Item 2\u{201d}").shows("done today 1");

    screen.keys("u").shows("Undone").shows("Item 2");
    assert_eq!(screen.selected(), "Item 2");
    assert!(!screen.text().contains("done today"), "{}", screen.text());
}

#[test]
fn what_was_done_today_is_counted_through_undo_redo_and_a_restart_on_any_screen() {
    let sandbox = inbox(4);
    let mut screen = open(&sandbox);
    screen.keys("d b").shows("done today 2");
    screen.keys("u").shows("done today 1").shows("Inbox 3");
    screen.keys("U").shows("done today 2").shows("Inbox 2");

    for place in ["g t", "g l", "g d", "g i"] {
        screen.keys(place).keys("Q");
        screen = Screen::open(&sandbox, SIZE);
        screen.keys("g i").shows("done today 2").shows("Inbox 2, oldest first");
    }
}

#[test]
fn what_comes_back_from_the_trash_is_counted_there() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);
    screen.keys("d g d").shows("Inbox 1");

    screen.keys("enter").shows("Inbox 2");
}

#[test]
fn a_verb_acts_on_all_marked_items() {
    let sandbox = inbox(5);
    let mut screen = open(&sandbox);

    screen.keys("space space j space x").shows("Inbox 2, oldest first").shows("3 entries");

    assert_eq!(stages(&sandbox)["archived"], 3);
    screen.keys("u").shows("Inbox 5, oldest first");
}

#[test]
fn own_words_are_written_without_leaving_and_the_item_stays() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);

    screen.keys("a").types("why it matters").keys("enter").shows("Added your words");

    assert!(sandbox.read("inbox/item-1.md").contains("why it matters"));
    assert_eq!(screen.selected(), "Item 1");
    screen.shows("Inbox 2");
}

#[test]
fn words_that_were_left_are_there_again() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);
    screen.keys("a").types("half a thought").keys("esc").shows("Inbox 2");

    screen.keys("a").shows("half a thought");

    let mut again = Screen::open(&sandbox, SIZE);
    again.keys("g i a").shows("half a thought");
}

#[test]
fn the_next_start_goes_on_with_the_same_item() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);
    screen.keys("j");
    assert_eq!(screen.selected(), "Item 2");
    screen.keys("Q");

    let again = Screen::open(&sandbox, SIZE);

    assert_eq!(again.selected(), "Item 2");
}

#[test]
fn a_day_that_is_typed_puts_an_item_off() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);

    screen.keys("z d").types("someday").keys("enter").shows("Not a date. Try friday, 3d, 2w or 2026-12-24.");
    screen.keys("ctrl-u").types("2w").keys("enter").shows("comes back on");

    assert_eq!(screen.selected(), "Item 2");
}

#[test]
fn an_item_becomes_a_nugget_in_the_editor() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);
    screen.editor_adds = "Four sentences of my own.\n";

    screen.keys("n").shows("Inbox 1, oldest first");

    let nugget = sandbox.files().into_iter().map(|(path, _)| path).find(|path| path.starts_with("nuggets/")).unwrap();
    let text = sandbox.read(&nugget);
    assert!(text.contains("derived_from") && text.contains("Four sentences of my own."), "{text}");
}

#[test]
fn a_decision_that_fails_brings_the_item_back() {
    let sandbox = inbox(2);
    let mut screen = open(&sandbox);
    std::fs::remove_file(sandbox.store.join("inbox/item-1.md")).unwrap();

    screen.keys("b");
    assert!(!screen.text().contains("Kept"), "{}", screen.text());

    screen.tell(Msg::FilesChanged).shows("Inbox 1, oldest first");
    assert_eq!(screen.selected(), "Item 2");
}

#[test]
fn an_empty_inbox_teaches_one_key() {
    let sandbox = inbox(0);

    for size in [(120, 36), (80, 24), (60, 20), (40, 8)] {
        let mut screen = Screen::open(&sandbox, size);
        screen.keys("g i").shows("Inbox empty.").shows("c  captures from anywhere");
    }
}

#[test]
fn one_card_at_a_time_where_there_is_little_room() {
    let sandbox = inbox(3);
    let mut screen = Screen::open(&sandbox, (60, 20));

    screen.keys("g i").shows("Inbox 1 of 3").shows("Text 1.");
    screen.keys("j").shows("Inbox 2 of 3").shows("Text 2.");
    assert!(screen.cursor_row().contains("Item 2"), "{}", screen.cursor_row());
    screen.keys("b").shows("Inbox 2 of 2").shows("Text 3.");
}

#[test]
fn the_cursor_is_on_the_selected_item_at_every_size() {
    let sandbox = inbox(40);
    for size in [(120, 36), (80, 24), (79, 44), (60, 20), (40, 8)] {
        let mut screen = Screen::open(&sandbox, size);
        screen.keys("g i");
        for keys in ["j", "G", "k", "g g", "pagedown", "space"] {
            let title = screen.keys(keys).selected().to_owned();
            assert!(screen.cursor_row().contains(&title), "{keys} at {size:?}: {}", screen.cursor_row());
        }
    }
}

#[test]
fn enter_opens_an_item_and_esc_comes_back_to_it() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);

    screen.keys("j enter").shows("Text 2.").keys("esc").shows("Inbox 3");

    assert_eq!(screen.selected(), "Item 2");
}

#[test]
fn what_was_done_today_is_remembered_over_a_restart() {
    let sandbox = inbox(3);
    open(&sandbox).keys("b q");

    let mut again = Screen::open(&sandbox, SIZE);

    again.shows("Inbox 2, oldest first").shows("done today 1");
}

#[test]
fn a_decision_that_is_not_answered_yet_is_shown_and_an_older_list_does_not_bring_it_back() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);
    let (_, effects) =
        (screen.app.shared.undecided.ask(), screen.app.update(screen.at, Msg::Key("b".parse().unwrap())));

    assert_eq!(screen.selected(), "Item 2");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Do { .. })));

    let old = riffle::ops::inbox::list(&screen.workspace, 10).unwrap();
    let Effect::Inbox { generation, limit } = screen.app.shared.undecided.ask() else {
        unreachable!("it asks for the list")
    };
    screen.tell(Answer::Inbox { generation, limit, outcome: Ok(old) }.into());

    screen.shows("Inbox 2, oldest first").shows("done today 1");
}

#[test]
fn the_card_of_a_bookmark_says_why_its_page_is_not_there() {
    let sandbox = Sandbox::new();
    let server = PageServer::start(|_| Reply::status(404));
    sandbox.riffle(&["capture", &server.url("/gone"), "--no-fetch"]).ok();
    let mut screen = open(&sandbox);

    screen.shows("Page not fetched (");
    screen.shows("404");
    screen.shows("Riffle will not retry.");
}

#[test]
fn what_was_taken_away_is_listed_with_its_text_and_comes_back_where_it_was() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);
    screen.keys("d g d").shows("Trash, newest first").shows("30d left").shows("Item 1");

    screen.keys("enter").shows("Restored").shows("The trash is empty.");

    screen.keys("q").shows("Inbox 3, oldest first").shows("Item 1");
}

#[test]
fn the_trash_has_an_order_that_is_chosen_as_in_every_list() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);
    screen.keys("d d d g d").shows("Trash, newest first");

    screen.keys("O").shows("nothing is searched for here").keys("t").shows("Trash, by title");
    assert_eq!(screen.selected(), "Item 1");
    assert_eq!(screen.keys("j").selected(), "Item 2");
    screen.keys("O d").shows("Trash, newest first");
}

#[test]
fn what_was_decided_yesterday_is_not_done_today() {
    let sandbox = inbox(3);
    let mut screen = open(&sandbox);
    screen.keys("d").shows("done today 1");

    screen.wait(15 * 60 * 60 * 1000).hides("done today");

    screen.keys("d").shows("done today 1");
}
