//! The workbench on a real store, without a terminal.

use std::collections::BTreeSet;

use riffle::tui::{Answer, Effect, Msg, Performed};
use unicode_width::UnicodeWidthStr;

use crate::support::{Sandbox, Screen};

const SIZE: (u16, u16) = (80, 24);
const SIZES: [(u16, u16); 5] = [(120, 36), (80, 24), (60, 20), (40, 8), (200, 60)];

fn kitchen() -> Sandbox {
    stocked(Sandbox::new())
}

fn stocked(sandbox: Sandbox) -> Sandbox {
    for (name, text) in [
        ("green-tea", "---\ntitle: Green tea\ntags: [tea]\n---\nEighty degrees.\n"),
        ("rebase", "---\ntitle: Rebase with git\n---\n```sh\ngit rebase main\n```\n"),
        ("bread", "---\ntitle: Bread\n---\nFlour, water, salt.\n"),
    ] {
        sandbox.write(&format!("notes/{name}.md"), text);
    }
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "kitchen"]).ok();
    sandbox
}

fn titles(screen: &Screen) -> Vec<&str> {
    screen.app.screens.library.hits().iter().map(|hit| hit.title.as_str()).collect()
}

#[test]
fn every_letter_searches() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);
    assert_eq!(titles(&screen).len(), 3);

    for (letter, found) in [("g", 2), ("i", 1), ("t", 1)] {
        screen.keys(if letter == "g" { "s g" } else { letter });
        assert_eq!(titles(&screen).len(), found, "after {letter}: {:?}", titles(&screen));
    }

    screen.types(" reb").shows("git rebase main");
}

#[test]
fn a_new_search_takes_the_place_of_the_old_query_and_a_slash_goes_on_with_it() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);

    screen.keys("s").types("rebase").keys("enter s").types("bread");
    assert_eq!(titles(&screen), ["Bread"]);

    screen.keys("enter /").types("qqq");
    assert_eq!(titles(&screen), Vec::<&str>::new());
    screen.keys("backspace backspace backspace esc");
    assert_eq!(titles(&screen), ["Bread"]);
}

#[test]
fn what_is_captured_is_found_at_once_and_can_be_undone() {
    let sandbox = kitchen();
    let before = sandbox.files();
    let mut screen = Screen::open(&sandbox, SIZE);

    screen.keys("c").types("Oolong at ninety").keys("tab").types("tea").keys("enter");
    assert_eq!(screen.selected(), "Oolong at ninety");
    screen.keys("s").types("oolong").keys("enter").shows("1 of 4 entries");

    screen.keys("u").shows("Undone").shows("Nothing found");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_tag_changes_one_line_and_undo_takes_it_back() {
    let sandbox = kitchen();
    let before = sandbox.files();
    let mut screen = Screen::open(&sandbox, SIZE);

    screen.keys("s").types("green").keys("enter t").types("hot").keys("enter").shows("Changed the tags");
    assert!(sandbox.read("notes/green-tea.md").contains("tags: [tea, hot]"));
    assert_eq!(screen.selected(), "Green tea");

    screen.keys("u");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_selection_follows_its_entry_when_others_come() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);
    screen.keys("j");
    let selected = screen.selected().to_owned();

    sandbox.write("notes/newest.md", "---\ntitle: Newest\ndate: 2026-11-21\n---\nfresh\n");
    screen.tell(Msg::FilesChanged);

    assert_eq!(titles(&screen).len(), 4);
    assert_eq!(screen.selected(), selected);
    screen.shows("Newest");
}

#[test]
fn an_edit_from_outside_is_seen_in_the_text_that_is_read() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);
    screen.keys("s").types("bread").keys("enter enter").shows("Flour, water, salt.");

    sandbox.write("notes/bread.md", "---\ntitle: Bread\n---\nFlour, water, salt, and time.\n");

    screen.tell(Msg::FilesChanged).shows("and time");
}

#[test]
fn it_opens_where_it_was_left() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);
    screen.keys("s").types("git").keys("enter enter q q");
    assert!(screen.left);

    let again = Screen::open(&sandbox, SIZE);

    assert_eq!(again.app.screens.library.query.text(), "git");
    assert_eq!(titles(&again), ["Rebase with git"]);
}

#[test]
fn an_empty_store_teaches_one_key() {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.store.join("README.md")).ok();

    Screen::open(&sandbox, SIZE).shows("Nothing here yet").shows("c  writes down the first entry");
}

#[test]
fn a_search_without_a_result_can_become_an_entry_with_that_title() {
    let sandbox = kitchen();
    let mut screen = Screen::open(&sandbox, SIZE);

    screen.keys("s").types("sourdough starter").keys("enter").shows("Nothing found for");
    screen.keys("c enter");

    assert_eq!(screen.selected(), "sourdough starter");
}

#[test]
fn a_long_text_opens_where_it_matched() {
    let sandbox = kitchen();
    let lines: String = (0..200).map(|number| format!("Line {number} of a long text.\n\n")).collect();
    sandbox.write("notes/long.md", format!("---\ntitle: Long\n---\n{lines}\nThe needle is here.\n\n{lines}"));

    let mut screen = Screen::open(&sandbox, SIZE);

    screen.keys("s").types("needle").shows("The needle is here.");
}

#[test]
fn a_folder_without_git_says_once_what_is_off() {
    let sandbox = Sandbox::folder(&[("a.md", "# A\n")]);
    let mut screen = Screen::open(&sandbox, SIZE);

    screen.shows("History and sync are off").shows("riffle init DIR");
    screen.wait(11_000);
    assert!(!screen.text().contains("are off"));
}

/// Entries that are hard to draw.
fn awkward() -> Sandbox {
    let sandbox = Sandbox::new();
    let long = "a very long title that goes on ".repeat(10);
    let titles = [
        "Plain words",
        "部分克隆的工作原理とその限界について",
        "👩‍👩‍👧 family 🎉 party",
        "שלום עולם مرحبا",
        "e\u{301}te\u{301} co\u{301}mbining",
        &long,
    ];
    for (title, number) in titles.iter().zip(0..) {
        let text = format!(
            "---\ntitle: {title}\ntags: [one, 中文]\n---\n# {title}\n\n> {title}\n\n| {title} | b |\n|---|---|\n| 1 | {title} |\n"
        );
        sandbox.write(&format!("notes/{number}.md"), text);
    }
    sandbox
}

#[test]
fn at_every_size_lines_fit_and_the_way_to_help_comes_first() {
    let sandbox = awkward();
    let mut screen = Screen::open(&sandbox, SIZE);
    for (columns, rows) in SIZES {
        screen.resize(columns, rows);
        for keys in ["g g", "j", "j", "j", "j", "j", "enter", "esc", ".", "esc", "t", "esc"] {
            let drawn = screen.keys(keys).rows();
            let widest = drawn.iter().map(|row| row.width()).max().unwrap();
            assert!(widest <= columns.into(), "{keys} at {columns}x{rows}\n{}", drawn.join("\n"));
            if screen.app.shared.overlays.is_empty() {
                assert!(drawn.last().unwrap().starts_with(" ? help"), "{keys} at {columns}x{rows}");
            }
        }
    }
}

#[test]
fn the_cursor_is_on_the_selected_row() {
    let sandbox = awkward();
    let mut screen = Screen::open(&sandbox, SIZE);
    for (columns, rows) in SIZES {
        screen.resize(columns, rows).keys("g g");
        for _ in 0..5 {
            let row = screen.cursor_row();
            assert!(row.contains('▌'), "{columns}x{rows}: {row}");
            screen.keys("j");
        }
    }
}

/// The same keys every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

const KEYS: &str = "a b c d e g h i j k l m n o p q r s t u v w x y z C G J K L Q R T U V ? : . / + 1 4 6 7 p P B é 日 🎉 \
    enter enter enter esc esc tab shift-tab up down left right home end pageup pagedown backspace delete space \
    ctrl-c ctrl-j ctrl-k ctrl-l ctrl-n ctrl-p ctrl-u ctrl-w ctrl-x f1";

#[test]
fn random_keys_never_panic_stay_in_the_store_and_can_all_be_undone() {
    let sandbox = stocked(Sandbox::in_memory());
    let before = sandbox.files();
    let mut screen = Screen::open(&sandbox, SIZE);
    let around = beside_the_store(&sandbox);
    let keys: Vec<&str> = KEYS.split_whitespace().collect();
    let mut dice = Dice(7);

    for step in 0..3_000 {
        screen.keys(keys[dice.roll(keys.len())]);
        if dice.roll(20) == 0 {
            screen.wait(600);
        }
        if dice.roll(60) == 0 {
            let (columns, rows) = (1 + dice.roll(180), 1 + dice.roll(50));
            screen.resize(columns.try_into().unwrap(), rows.try_into().unwrap());
        }
        if step % 7 == 0 {
            screen.draw();
        }
        if screen.left {
            screen = Screen::open(&sandbox, SIZE);
        }
    }

    assert_ne!(sandbox.files(), before, "the keys did something");
    undo_everything(&screen);
    assert_eq!(sandbox.files(), before);
    assert_eq!(beside_the_store(&sandbox), around);
}

fn undo_everything(screen: &Screen) {
    for _ in 0..2_000 {
        let done = Effect::Undo.perform(&screen.workspace, &mut |_| true);
        let Some(Performed::Answered(done)) = done else { panic!("{done:?}") };
        let Answer::Undo { outcome: undone } = *done else { panic!("{done:?}") };
        if matches!(undone, Ok(None)) {
            return;
        }
        undone.unwrap();
    }
    panic!("undo never came to an end");
}

/// What lies in the home beside the store.
fn beside_the_store(sandbox: &Sandbox) -> BTreeSet<String> {
    let entries = std::fs::read_dir(sandbox.home()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}
