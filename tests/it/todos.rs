//! To-dos are ticked where they are read, one byte at a time, and from the shell.

use crate::support::{Sandbox, Screen};

const NOTE: &str = "---\ntitle: Errands\n---\nThis week:\n\n- [ ] buy tea\n- [x] call Jo\n- [ ] post the letter\n";
const WIDE: (u16, u16) = (120, 36);

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("notes/errands.md", NOTE);
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "errands"]).ok();
    sandbox
}

fn note(sandbox: &Sandbox) -> String {
    sandbox.read("notes/errands.md")
}

#[test]
fn space_ticks_the_to_do_with_the_cursor_and_u_takes_it_back() {
    let sandbox = store();
    let mut screen = Screen::open(&sandbox, WIDE);
    screen.keys("s").types("errands").keys("enter enter");

    screen.keys("space").shows("Ticked \u{201c}buy tea\u{201d}.").shows("☑ buy tea");

    assert_eq!(note(&sandbox), NOTE.replace("- [ ] buy", "- [x] buy"));
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok().trim(), "tick: buy tea");
    assert!(screen.cursor_row().contains("buy tea"), "{}", screen.text());
    screen.keys("u").shows("☐ buy tea");
    assert_eq!(note(&sandbox), NOTE);
    screen.keys("j j").keys("space").shows("☑ post the letter");
    screen.keys("k space").shows("Unticked \u{201c}call Jo\u{201d}.");
    assert_eq!(note(&sandbox), NOTE.replace("[ ] post", "[x] post").replace("[x] call", "[ ] call"));
}

#[test]
fn the_full_text_of_the_library_ticks_too_and_its_list_says_where() {
    let sandbox = store();
    let mut screen = Screen::open(&sandbox, (80, 24));
    screen.keys("s").types("errands").keys("enter l space").shows("☑ buy tea");

    assert_eq!(note(&sandbox), NOTE.replace("- [ ] buy", "- [x] buy"));
}

#[test]
fn lines_of_today_that_are_to_dos_are_ticked_there() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["log", "[ ] buy tea"]).ok();
    sandbox.riffle(&["log", "not one"]).ok();
    let mut screen = Screen::open(&sandbox, WIDE);
    screen.keys("1 g g").shows("☐ buy tea").keys("space").shows("☑ buy tea");
    screen.keys("j space").shows("no line of the log");

    screen.keys("u").shows("☐ buy tea");
}

#[test]
fn a_line_that_was_written_above_it_meanwhile_does_not_mislead() {
    let sandbox = store();
    let mut screen = Screen::open(&sandbox, WIDE);
    screen.keys("s").types("errands").keys("enter enter");
    let moved = NOTE.replace("This week:", "This week:\n\n- [ ] read");
    sandbox.write("notes/errands.md", &moved);

    screen.keys("space").shows("Ticked \u{201c}buy tea\u{201d}.");

    assert_eq!(note(&sandbox), moved.replace("[ ] buy", "[x] buy"));
}

#[test]
fn the_shell_ticks_by_line_and_lists_what_there_is_to_choose_from() {
    let sandbox = store();

    let listed = sandbox.riffle(&["tick", "errands"]).ok();
    assert_eq!(listed, "notes/errands.md:6  buy tea\nnotes/errands.md:8  post the letter\n");
    assert_eq!(note(&sandbox), NOTE);
    sandbox.riffle(&["tick", "errands:6"]).ok();
    sandbox.riffle(&["tick", "errands"]).ok();
    assert_eq!(note(&sandbox), NOTE.replace("[ ]", "[x]"));
    assert!(sandbox.riffle(&["tick", "errands"]).fails(2).contains("no open to-do"));
    sandbox.riffle(&["tick", "errands:7", "--undone"]).ok();
    assert!(note(&sandbox).contains("- [ ] call Jo"));
    assert!(sandbox.riffle(&["tick", "errands:5"]).fails(2).contains("no to-do on line 5"));
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(note(&sandbox), NOTE.replace("[ ]", "[x]"));
}
