//! Today as a person uses it: a line for what was done, a nugget from a line, what waits at the right.

use riffle::tui::Screen as Place;

use crate::support::{Sandbox, Screen};

const SIZE: (u16, u16) = (120, 36);

fn open(sandbox: &Sandbox) -> Screen {
    let mut screen = Screen::open(sandbox, SIZE);
    screen.keys("g t");
    screen
}

fn journal(sandbox: &Sandbox) -> String {
    let path = sandbox.files().into_iter().map(|(path, _)| path).find(|path| path.starts_with("journal/")).unwrap();
    sandbox.read(&path)
}

#[test]
fn a_line_is_logged_with_its_time_and_undone() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();
    let mut screen = open(&sandbox);
    screen.shows("Nothing logged today.");

    screen.keys("c").types("answered Jo by link").keys("enter").shows("answered Jo by link").shows("Logged.");
    assert!(journal(&sandbox).contains("answered Jo by link"));

    screen.keys("u").shows("Nothing logged today.");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_newest_line_is_selected_and_becomes_a_nugget_that_knows_its_line() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.editor_adds = "Shallow clones and submodules do not go together.\n";
    screen.keys("c").types("reading").keys("enter c").types("! dead end: submodules").keys("enter");
    assert!(screen.cursor_row().contains("! dead end: submodules"), "{}", screen.cursor_row());

    screen.keys("n");

    let nugget = sandbox.files().into_iter().map(|(path, _)| path).find(|path| path.starts_with("nuggets/")).unwrap();
    let text = sandbox.read(&nugget);
    assert!(text.contains("derived_from") && text.contains("do not go together"), "{text}");
}

#[test]
fn a_line_that_was_begun_is_there_again_even_after_a_restart() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.keys("c").types("half a line").keys("esc").shows("continues the line");

    screen.keys("c").shows("half a line").keys("esc");
    open(&sandbox).keys("c").shows("half a line");
}

#[test]
fn verbs_on_a_line_never_touch_the_whole_day() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.keys("c").types("one").keys("enter");
    let day = journal(&sandbox);

    screen.keys("d").shows("this is a line of the log").keys("x z b t i");

    assert!(screen.app.shared.overlays.is_empty());
    assert_eq!(journal(&sandbox), day);
}

#[test]
fn what_is_undecided_can_be_decided_from_here() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "inbox/tea.md",
        "---\nid: 01k0abcdefghjkmnpqrst00001\ntitle: Tea\nstage: inbox\ndate: 2026-11-18\n---\nGreen.\n",
    );
    let mut screen = open(&sandbox);
    screen.shows("Inbox 1, oldest 3d").hides("Due");

    screen.keys("tab");
    assert_eq!(screen.selected(), "Tea");
    screen.keys("enter").shows("Green.").keys("esc b").shows("Kept").shows("Nothing is undecided.");
}

#[test]
fn a_draft_is_listed_and_opened() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.keys("g l c").types("half a thought").keys("esc g t").shows("Drafts 1").shows("half a thought");

    screen.keys("tab enter").shows("Capture to the inbox (draft continued)");
}

#[test]
fn the_place_is_kept_and_gone_back_to() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.keys("g i g l g b");
    assert_eq!(screen.app.screen, Place::Inbox);
    screen.keys("g b");
    assert_eq!(screen.app.screen, Place::Today);

    screen.keys("q");

    assert_eq!(Screen::open(&sandbox, SIZE).app.screen, Place::Today);
}

#[test]
fn long_and_wide_lines_fit_at_every_size() {
    use unicode_width::UnicodeWidthStr;

    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    for line in ["部分克隆的工作原理とその限界について".repeat(6), "word ".repeat(60), "x".repeat(300)]
    {
        screen.keys("c").types(&line).keys("enter");
    }
    for (columns, rows) in [(120, 36), (80, 24), (79, 44), (60, 20), (40, 8), (200, 60), (1, 1)] {
        screen.resize(columns, rows);
        for keys in ["g g", "j", "j", "tab", "tab"] {
            let drawn = screen.keys(keys).rows();
            assert!(drawn.iter().all(|row| row.width() <= columns.into()), "{columns}x{rows}\n{}", drawn.join("\n"));
        }
    }
}

#[test]
fn what_changed_since_the_last_time_is_listed_and_opened() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Here before"]).ok();
    open(&sandbox).keys("q");
    sandbox.riffle(&["capture", "Brought by a sync"]).ok();

    let mut screen = open(&sandbox);
    screen.shows("Changed since last time 1").shows("Brought by a sync");
    screen.keys("tab tab enter").shows("Brought by a sync").keys("q q");

    let mut screen = open(&sandbox);
    screen.hides("Changed since last time");
}

const YESTERDAY: &str = "journal/2026/2026-11-20.md";

#[test]
fn the_day_before_is_one_key_away_and_the_strip_marks_where_something_is() {
    let sandbox = Sandbox::new();
    sandbox.write(YESTERDAY, "# 2026-11-20\n\n- 09:00 Talked to Mina\n");
    let mut screen = open(&sandbox);
    screen.shows("Saturday 21 November").shows("Fri 20•").shows("Sat 21 ").hides("Talked to Mina");

    screen.keys("h").shows("Friday 20 November").shows("Talked to Mina");
    assert_eq!(screen.selected(), "Talked to Mina");
    screen.keys("h").shows("Thursday 19 November").shows("Nothing logged on this day.");
    screen.keys("l l l").shows("Saturday 21 November").shows("Nothing logged today.");
    screen.keys("h h h h h h h").shows("Saturday 14 November").shows("Sun  8").hides("Fri 20");

    screen.keys("esc").shows("Saturday 21 November").shows("Fri 20•");
}

#[test]
fn the_editor_opens_the_day_that_is_shown_and_a_line_goes_into_today() {
    let sandbox = Sandbox::new();
    sandbox.write(YESTERDAY, "# 2026-11-20\n\n- 09:00 Talked to Mina\n");
    let mut screen = open(&sandbox);
    screen.editor_adds = "- 18:00 Went home\n";

    screen.keys("h e").shows("Went home");
    assert!(sandbox.read(YESTERDAY).ends_with("Went home\n"));

    screen.keys("c").types("back again").keys("enter").shows("Saturday 21 November").shows("back again");
    assert!(!sandbox.read(YESTERDAY).contains("back again"));
}

#[test]
fn what_is_due_stands_below_the_log_and_is_reached_by_going_down() {
    let sandbox = Sandbox::new();
    sandbox.write("tea.md", "---\ntitle: Tea\ndate: 2026-11-20\n---\nGreen.\n");
    let mut screen = Screen::open(&sandbox, SIZE);
    screen.keys("g l z d").types("today").keys("enter g t").shows("Due 1").shows("Written in 12 weeks");

    assert_eq!(screen.keys("c").types("a line").keys("enter").selected(), "a line");
    assert_eq!(screen.keys("j").selected(), "Tea");
    assert_eq!(screen.keys("k").selected(), "a line");
}

#[test]
fn midnight_begins_another_day() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.keys("c").types("before midnight").keys("enter").shows("before midnight");

    screen.wait(15 * 60 * 60 * 1000);

    screen.shows("Sunday 22 November").hides("before midnight").keys("h").shows("before midnight");
}

#[test]
fn the_first_steps_are_shown_until_they_are_done() {
    let sandbox = Sandbox::new();
    let mut screen = open(&sandbox);
    screen.editor_adds = "Tea is patience.\n";
    screen.shows("First steps").shows("2 c").shows("find it again");

    screen.keys("2 c").types("Tea").keys("enter").shows("Saved the note");
    screen.keys("a").types("calm").keys("enter n g t").shows("· s").shows("✓ n").shows("✓ a");

    screen.keys("s").types("calm").keys("enter g t").hides("First steps");
    open(&sandbox).hides("First steps");
}

#[test]
fn the_first_steps_are_put_away_for_good_with_one_key() {
    let sandbox = Sandbox::new();
    open(&sandbox).shows("X hides this for good").keys("X").hides("First steps").keys("Q");

    open(&sandbox).hides("First steps").hides("New in");
}

#[test]
fn after_an_upgrade_one_line_says_what_is_new_until_it_is_put_away() {
    let sandbox = Sandbox::new();
    open(&sandbox).keys("X Q");
    // As a version left it that had no news to tell.
    let state = sandbox.home().join(".local/state/riffle/first-steps.json");
    std::fs::write(&state, "{\"version\":1,\"put_away\":true}").unwrap();

    let mut screen = open(&sandbox);
    screen.shows("New in 0.1").shows("? lists keys").shows("X hides this");
    screen.keys("X").hides("New in").keys("Q");

    open(&sandbox).hides("New in");
}

#[test]
fn the_first_steps_are_there_at_the_next_start_too() {
    let sandbox = Sandbox::new();
    open(&sandbox).keys("Q");

    open(&sandbox).shows("First steps");
}

#[test]
fn who_was_here_before_needs_no_first_steps() {
    let sandbox = Sandbox::new();
    open(&sandbox).keys("Q");
    std::fs::remove_file(sandbox.home().join(".local/state/riffle/first-steps.json")).ok();

    open(&sandbox).hides("First steps");
}
