//! The workbench on a real terminal.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::support::{Sandbox, Terminal};

const SIZE: (u16, u16) = (80, 24);

fn kitchen() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pipe(
            &["capture", "--title", "Green tea"],
            b"Eighty degrees.\n\n| leaf | minutes |\n|---|---|\n| sencha | 1 |\n",
        )
        .ok();
    sandbox.put_first_steps_away();
    sandbox.pipe(&["capture", "--title", "Rebase with git"], b"```sh\ngit rebase main\n```\n").ok();
    sandbox
}

fn workbench(sandbox: &Sandbox) -> Terminal {
    let mut terminal = Terminal::start(sandbox, &[], SIZE, &[]);
    terminal.shows("Green tea");
    terminal
}

/// A program that stands in for an editor.
fn editor(sandbox: &Sandbox, script: &str) -> PathBuf {
    let file = sandbox.home().join("editor");
    std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    file
}

#[test]
fn it_starts_on_the_list_and_leaves_the_terminal_as_it_was() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    assert!(terminal.screen().alternate_screen() && terminal.screen().bracketed_paste());

    terminal.keys("q");

    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.screen().alternate_screen() && !terminal.screen().bracketed_paste());
    assert!(!terminal.screen().hide_cursor());
}

#[test]
fn every_letter_searches_and_the_preview_shows_the_entry() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);

    terminal.keys("sgit reb").until(|screen| !screen.contents().contains("Green tea"));

    terminal.shows("git rebase main");
}

#[test]
fn what_is_captured_is_found_at_once() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);

    terminal.keys("c").shows("Esc");
    terminal.keys("Oolong at ninety\r").shows("Saved");
    terminal
        .keys("soolong")
        .until(|screen| screen.contents().contains("Oolong at ninety") && !screen.contents().contains("Green tea"));

    assert_eq!(terminal.leaves(), 0);
    assert!(sandbox.riffle(&["show", "oolong-at-ninety", "--raw"]).ok().contains("title: Oolong at ninety"));
}

#[test]
fn it_starts_again_where_it_was_left() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    terminal.keys("sgit reb").until(|screen| !screen.contents().contains("Green tea"));
    terminal.leaves();

    let mut again = Terminal::start(&sandbox, &[], SIZE, &[]);

    again.shows("git reb").until(|screen| screen.contents().contains("Rebase with git"));
    assert!(!again.text().contains("Green tea"));
}

#[test]
fn an_editor_gets_the_terminal_and_gives_it_back() {
    let sandbox = kitchen();
    let editor = editor(&sandbox, "echo 'and a timer' >> \"$1\"");
    let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("EDITOR", editor.to_str().unwrap())]);
    terminal.shows("Green tea").keys("sgreen\r").shows("Eighty degrees");

    terminal.keys("e").shows("and a timer");

    assert!(terminal.screen().alternate_screen() && terminal.screen().bracketed_paste());
    terminal.leaves();
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "edit: Green tea\n");
}

#[test]
fn an_editor_that_fails_or_is_killed_changes_nothing_and_says_so() {
    for script in ["exit 1", "kill -9 $$"] {
        let sandbox = kitchen();
        let editor = editor(&sandbox, script);
        let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("EDITOR", editor.to_str().unwrap())]);
        terminal.shows("Green tea");
        let head = sandbox.git(&["rev-parse", "HEAD"]).ok();

        terminal.keys("e").shows("changed nothing");

        assert!(terminal.screen().alternate_screen());
        assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).ok(), head);
    }
}

#[test]
fn a_paste_of_ten_thousand_lines_is_one_draft_and_submits_nothing() {
    let sandbox = kitchen();
    let head = sandbox.git(&["rev-parse", "HEAD"]).ok();
    let mut terminal = workbench(&sandbox);
    let text: String = (0..10_000).map(|number| format!("line {number}\n")).collect();

    terminal.paste(&text).shows("line 9999");
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]).ok(), head);

    terminal.keys("\r").shows("Saved");
    terminal.leaves();
    let saved = sandbox.riffle(&["show", "line-0", "--raw"]).ok();
    assert_eq!(saved.lines().filter(|line| line.starts_with("line ")).count(), 9_999);
}

#[test]
fn a_storm_of_resizes_ends_on_a_whole_screen() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);

    for step in 0..120_u16 {
        terminal.resize(1 + step * 7 % 200, 1 + step * 3 % 60);
    }
    terminal.resize(100, 30);

    terminal.until(|screen| {
        let text = screen.contents();
        text.contains("Green tea") && text.contains("? help") && screen.size().1.get() == 100
    });
}

#[test]
fn suspending_gives_the_shell_its_terminal_and_continuing_repaints() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    let id = rustix::process::Pid::from_raw(terminal.child.process_id().unwrap().cast_signed()).unwrap();

    terminal.keys("\x1a").until(|screen| !screen.alternate_screen());
    // It gives the terminal back before it stops; continued in between, it would stop for good.
    rustix::process::waitpid(Some(id), rustix::process::WaitOptions::UNTRACED).unwrap();
    rustix::process::kill_process(id, rustix::process::Signal::CONT).unwrap();

    terminal.until(|screen| screen.alternate_screen() && screen.contents().contains("Green tea"));
    assert!(terminal.screen().bracketed_paste());
}

#[test]
fn a_termination_signal_restores_the_terminal_and_keeps_the_draft() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    terminal.keys("c").shows("Esc").keys("half a thought").shows("half a thought");
    let id = rustix::process::Pid::from_raw(terminal.child.process_id().unwrap().cast_signed()).unwrap();

    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    terminal.ends();

    assert!(!terminal.screen().alternate_screen() && !terminal.screen().bracketed_paste());
    let mut again = workbench(&sandbox);
    again.keys("c").shows("half a thought");
}

#[test]
fn without_colour_nothing_is_coloured_and_the_selection_is_still_told() {
    let sandbox = kitchen();
    let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("NO_COLOR", "1")]);
    terminal.shows("Green tea");

    let screen = terminal.screen();
    let cells = (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    assert!(cells.clone().all(|cell| cell.fgcolor() == vt100::Color::Default));
    assert!(cells.clone().any(vt100::Cell::inverse));
}

/// The colour of the key that leads to the help.
fn accent(terminal: &Terminal) -> vt100::Color {
    terminal.screen().cell(SIZE.1 - 1, 1).unwrap().fgcolor()
}

#[test]
fn the_terminals_own_colours_follow_its_background_as_far_as_that_is_known() {
    let sandbox = kitchen();
    sandbox.configure("theme = \"terminal\"\n");
    let (blue, bright_yellow) = (vt100::Color::Idx(4), vt100::Color::Idx(11));
    for (ground, colour) in [("0;15", blue), ("15;0", bright_yellow), ("", vt100::Color::Default)] {
        let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("COLORFGBG", ground), ("TERM", "vt220")]);
        terminal.shows("Green tea");
        assert_eq!(accent(&terminal), colour, "{ground}");
        assert_eq!(terminal.leaves(), 0);
    }

    let mut terminal = workbench(&sandbox);
    terminal
        .keys("\x1b]11;rgb:ffff/ffff/ffff\x07")
        .until(|screen| screen.cell(SIZE.1 - 1, 1).is_some_and(|cell| cell.fgcolor() == blue));
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_dumb_terminal_gets_lines_instead_of_a_screen() {
    let sandbox = kitchen();
    let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("TERM", "dumb")]);

    terminal.shows("riffle> ").keys("green\r").shows("1 found.");

    terminal.keys("1\r").shows("Eighty degrees");
    terminal.keys("q\r");
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.written.contains(&0x1b));
}

#[test]
fn other_terminals_get_the_same_screen() {
    let sandbox = kitchen();
    for term in ["linux", "screen", "tmux-256color", "vt100", "xterm-kitty"] {
        let mut terminal = Terminal::start(&sandbox, &[], SIZE, &[("TERM", term)]);

        terminal.shows("Green tea").shows("? help").keys("q");

        assert_eq!(terminal.ends(), 0, "{term}");
        assert!(!terminal.screen().alternate_screen(), "{term}");
    }
}

#[test]
fn the_mouse_is_taken_and_left_again_while_it_runs() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    let off = vt100::MouseProtocolMode::None;
    assert_eq!(terminal.screen().mouse_protocol_mode(), off);

    terminal.keys(":mouse").shows("mouse on or off").keys("\r").shows("Mouse on");
    assert_ne!(terminal.screen().mouse_protocol_mode(), off);
    terminal.keys("\x1b[<0;10;8M\x1b[<0;10;8m").shows("Rebase with git");

    terminal.keys(":mouse").shows("mouse on or off").keys("\r").shows("Mouse off");
    assert_eq!(terminal.screen().mouse_protocol_mode(), off);
    assert_eq!(terminal.leaves(), 0);
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let sandbox = kitchen();
    let mut terminal = Terminal::start_in_shell(&sandbox, SIZE);
    terminal.shows("Green tea");

    assert!(terminal.hangs_up(), "it goes on without a terminal");
}

/// Sends a signal to the program.
fn signal(terminal: &Terminal, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_raw(terminal.child.process_id().unwrap().cast_signed()).unwrap();
    rustix::process::kill_process(id, signal).unwrap();
}

#[test]
fn a_workbench_that_hangs_or_was_killed_lets_no_search_miss_what_changed() {
    let sandbox = kitchen();
    let mut terminal = workbench(&sandbox);
    let found = |word: &str| sandbox.riffle(&["search", "--path", word]).ok();
    sandbox.write("one.md", "hojicha\n");
    assert_eq!(found("hojicha"), "one.md\n");

    signal(&terminal, rustix::process::Signal::STOP);
    sandbox.write("two.md", "gyokuro\n");
    assert_eq!(found("gyokuro"), "two.md\n");

    signal(&terminal, rustix::process::Signal::KILL);
    terminal.child.wait().unwrap();
    sandbox.write("three.md", "matcha\n");
    assert_eq!(found("matcha"), "three.md\n");
}

#[cfg(target_os = "linux")]
#[test]
fn files_that_a_workbench_watches_are_looked_at_again_only_once_one_changed() {
    let sandbox = kitchen();
    let _terminal = workbench(&sandbox);
    let found = |word: &str| sandbox.riffle(&["search", "--path", word]).ok();
    let scan = || {
        let marks = sandbox.files_at_home().into_iter().filter(|file| file.ends_with(".scan.json"));
        marks.map(|mark| std::fs::read_to_string(mark).unwrap()).collect::<String>()
    };
    // Until its folders are watched.
    while !scan().contains("changes") {
        found("sencha");
    }

    let before = scan();
    found("sencha");
    assert_eq!(scan(), before);

    sandbox.write("cup.md", "gyokuro\n");
    assert_eq!(found("gyokuro"), "cup.md\n");
    assert_ne!(scan(), before);
}

/// The boxes that take words: how each is opened, and what it shows then.
const BOXES: [&[(&str, &str)]; 4] = [
    &[("c", "Esc")],
    &[("a", "Esc")],
    &[("t", "Tags of")],
    &[(":rename", "Give it another title"), ("\r", "New title")],
];

fn half_a_thought(terminal: &mut Terminal, opened: &[(&str, &str)]) {
    for (keys, shown) in opened {
        terminal.keys(keys).shows(shown);
    }
    terminal.keys("half a thought").shows("half a thought");
}

#[test]
fn what_is_typed_in_a_box_is_kept_by_ctrl_c_which_says_where() {
    for opened in BOXES {
        let sandbox = kitchen();
        let mut terminal = workbench(&sandbox);
        half_a_thought(&mut terminal, opened);

        terminal.keys("\x03").shows("Kept as a draft");

        assert!(drafts(&sandbox).contains("half a thought"), "{opened:?}");
        assert!(sandbox.riffle(&["doctor"]).out.contains("drafts"));
    }
}

#[test]
fn what_is_typed_in_a_box_outlives_the_end_of_the_program() {
    for end in [rustix::process::Signal::TERM, rustix::process::Signal::HUP] {
        for opened in BOXES {
            let sandbox = kitchen();
            let mut terminal = workbench(&sandbox);
            half_a_thought(&mut terminal, opened);

            signal(&terminal, end);
            terminal.ends();

            assert!(drafts(&sandbox).contains("half a thought"), "{opened:?}");
        }
    }
}

#[test]
fn a_capture_that_asks_keeps_what_was_typed_when_it_is_interrupted() {
    let sandbox = kitchen();
    let mut popup = Terminal::start(&sandbox, &["capture"], SIZE, &[]);
    popup.shows("Esc").keys("half a thought").shows("half a thought").keys("\x03");
    popup.ends();
    assert!(popup.text().contains("Kept as a draft in"), "{}", popup.text());

    let mut lines = Terminal::start(&sandbox, &["capture", "--plain"], SIZE, &[]);
    lines.shows("on your mind").keys("another thought\r").shows("keeps it as a draft").keys("\x03");
    lines.ends();

    let kept = drafts(&sandbox);
    assert!(kept.contains("half a thought") && kept.contains("another thought"), "{kept}");
    let mut again = workbench(&sandbox);
    again.keys("gt").shows("another thought");
}

/// All that is kept as drafts.
fn drafts(sandbox: &Sandbox) -> String {
    let stores = sandbox.home().join(".local/state/riffle/stores");
    let folders = std::fs::read_dir(stores).unwrap().map(|item| item.unwrap().path().join("drafts"));
    let files = folders.flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
