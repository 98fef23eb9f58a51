//! What commands say to a person.

use crate::support::{Sandbox, Terminal};

#[test]
fn capture_without_words_opens_nothing_but_the_capture() {
    let sandbox = Sandbox::new();
    let mut terminal = Terminal::start(&sandbox, &["capture"], (76, 7), &[]);

    terminal.shows("Capture").keys("Tea at 80").shows("Tea at 80").keys("\r");

    assert_eq!(terminal.ends(), 0);
    assert!(terminal.text().contains("tea-at-80.md"), "{}", terminal.text());
    assert!(sandbox.riffle(&["show", "tea-at-80", "--raw"]).ok().contains("title: Tea at 80"));
}

#[test]
fn without_a_screen_capture_asks_for_lines() {
    let sandbox = Sandbox::new();
    let mut terminal = Terminal::start(&sandbox, &["capture", "--plain", "--tag", "tea"], (76, 7), &[]);

    terminal.shows("What is on your mind?").keys("Tea at 80\r\rNot hotter.\r\x04");

    assert_eq!(terminal.ends(), 0);
    let raw = sandbox.riffle(&["show", "tea-at-80", "--raw"]).ok();
    assert!(raw.contains("tags: [tea]") && raw.contains("Not hotter."), "{raw}");
}

#[test]
fn results_on_a_terminal_are_no_wider_than_it() {
    let sandbox = Sandbox::folder(&[(
        "long.md",
        "# A title that goes on for longer than the terminal is wide\n\nFirst a lot of other words that lead up to it, then oolong at last.\n",
    )]);
    let mut terminal = Terminal::start(&sandbox, &["search", "oolong"], (40, 12), &[]);
    assert_eq!(terminal.ends(), 0);

    let text = terminal.text();
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 3, "{rows:#?}");
    assert!(rows[0].starts_with("A title that goes") && rows[0].ends_with('…'), "{rows:#?}");
    assert!(rows[2].contains("oolong"), "{rows:#?}");
}

#[test]
fn results_in_a_pipe_are_whole() {
    let sandbox = Sandbox::folder(&[("tea.md", &format!("# Tea\n\n{}oolong\n", "Many words. ".repeat(9)))]);

    let said = sandbox.riffle(&["search", "tea"]).ok();

    assert!(said.lines().nth(2).is_some_and(|snippet| snippet.trim_start().starts_with("Many words.")), "{said}");
    assert!(said.contains("oolong"), "{said}");
}

#[test]
fn a_text_in_a_pipe_has_the_lines_it_was_written_in() {
    let prose = "A line of prose that is much longer than any terminal would show without breaking it. ".repeat(3);
    let cell = "a cell that is long too ".repeat(9);
    let text = format!("# Tea\n\n{prose}\n\n---\n\n| a | b |\n|---|---|\n| {cell} | x |\n");
    let sandbox = Sandbox::folder(&[("tea.md", &text)]);

    let said = sandbox.riffle(&["show", "tea"]).ok();

    assert!(said.lines().any(|line| line == prose.trim_end()), "{said}");
    assert!(said.lines().any(|line| line.starts_with(cell.trim_end())), "{said}");
    assert!(said.lines().all(|line| line.chars().count() < 300), "{said}");
}

#[test]
fn a_name_that_no_entry_has_suggests_entries() {
    let sandbox = Sandbox::folder(&[("green-tea.md", "# Green tea\n\nEighty degrees.\n")]);

    let said = sandbox.riffle(&["show", "tea"]).fails(2);

    assert!(said.contains("no entry is called \"tea\"") && said.contains("green-tea.md"), "{said}");
}

#[test]
fn doctor_does_not_bury_its_report_under_findings_of_one_sort() {
    let sandbox = Sandbox::bare();
    for number in 0..8 {
        sandbox.write(&format!("{number}.md"), "---\ntitle: [\n---\n");
    }

    let few = sandbox.riffle(&["doctor"]).out;
    let all = sandbox.riffle(&["doctor", "--verbose"]).out;

    assert!(few.contains("3 more like these") && few.contains("index"), "{few}");
    assert_eq!(all.matches("front matter").count(), 8, "{all}");
}

#[test]
fn the_manual_has_every_command_and_no_stray_requests() {
    let page = Sandbox::bare().riffle(&["man"]).ok();

    for words in [".SS riffle capture", ".SS riffle undo", "tmux display\\-popup"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}
