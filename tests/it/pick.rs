//! Entries for other programs: chosen on the terminal, printed as paths and links.

use std::fs;

use crate::support::{Sandbox, Terminal};

const SIZE: (u16, u16) = (80, 24);

fn store() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("notes/green-tea.md", "---\ntitle: Green tea\n---\nEighty degrees.\n");
    sandbox.write("notes/black-tea.md", "---\ntitle: Black tea\n---\nBoiling water.\n");
    sandbox
}

/// What somebody chose with these keys, and the screen behind it.
fn chosen(sandbox: &Sandbox, args: &[&str], keys: &str) -> (String, String) {
    let file = sandbox.home().join("chosen");
    let mut terminal = Terminal::start_into(sandbox, &[&["pick"], args].concat(), &file, SIZE);
    terminal.shows("Green tea").shows("Black tea");
    terminal.keys(keys).shows("ended with");
    (fs::read_to_string(file).unwrap(), terminal.text())
}

#[test]
fn what_is_picked_is_printed_for_the_program_that_asks() {
    let sandbox = store();

    assert_eq!(chosen(&sandbox, &[], "boil\r").0, "notes/black-tea.md\n");
    assert_eq!(chosen(&sandbox, &["tea", "--link"], "\x0b\x15green\r").0, "[[green-tea|Green tea]]\n");
    let (json, text) = chosen(&sandbox, &["--json"], "eighty\r");
    assert!(json.contains(r#""path":"notes/green-tea.md""#), "{json}");
    assert!(text.contains("ended with 0"), "{text}");
}

#[test]
fn who_leaves_the_picker_has_picked_nothing() {
    let (printed, text) = chosen(&store(), &[], "boil\x03");

    assert_eq!(printed, "");
    assert!(text.contains("ended with 130"), "{text}");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let said = store().riffle(&["pick", "tea", "--plain"]).fails(2);

    assert!(said.contains("nobody to choose"), "{said}");
}

#[test]
fn links_are_printed_as_riffle_writes_them() {
    let sandbox = store();
    let links = ["[[black-tea|Black tea]]", "[[green-tea|Green tea]]"];

    for command in ["list", "search"] {
        let mut printed: Vec<String> =
            sandbox.riffle(&[command, "tea", "--link"]).ok().lines().map(str::to_owned).collect();
        printed.sort();
        assert_eq!(printed, links, "{command}");
    }
    assert_eq!(sandbox.riffle(&["show", "Green tea", "--link"]).ok().trim(), links[1]);
    assert_eq!(sandbox.riffle(&["show", "Green tea", "--path"]).ok().trim(), "notes/green-tea.md");
    let captured = sandbox.riffle(&["capture", "--link", "White tea"]).ok();
    assert_eq!(captured, "[[white-tea|White tea]]\n");
}

#[test]
fn where_the_vault_says_so_links_are_those_of_markdown() {
    let settings = [
        (".obsidian/app.json", r#"{"useMarkdownLinks": true}"#),
        (".zk/config.toml", "[format.markdown]\nlink-format = \"markdown\"\n"),
    ];
    for (file, text) in settings {
        let sandbox = Sandbox::bare();
        sandbox.write(file, text);
        sandbox.write("notes/green tea.md", "---\ntitle: Green tea\n---\nEighty degrees.\n");
        let printed = sandbox.riffle(&["list", "eighty", "--link"]).ok();

        assert_eq!(printed, "[Green tea](notes/green%20tea.md)\n", "{file}");
    }
}

#[test]
fn a_terminal_gets_links_that_it_opens_and_a_pipe_gets_none() {
    let sandbox = store();
    let text = "See [the leaf](https://e.org/a?b=c), [[black-tea]], [odd](javascript:alert(1)).\n";
    sandbox.write("notes/links.md", text);
    let begins = |to: &str| format!("\x1b]8;;{to}");
    let on_terminal = |args: &[&str], term: &str| {
        let mut terminal = Terminal::start(&sandbox, args, SIZE, &[("TERM", term)]);
        assert_eq!(terminal.leaves(), 0);
        String::from_utf8_lossy(&terminal.written).into_owned()
    };

    let shown = on_terminal(&["show", "links"], "xterm-256color");
    let found = on_terminal(&["search", "boiling"], "xterm-256color");

    assert!(shown.contains(&begins("https://e.org/a?b=c\x1b\\")), "{shown:?}");
    assert!(shown.contains("notes/black-tea.md\x1b\\") && !shown.contains(&begins("javascript")), "{shown:?}");
    assert!(found.contains(&begins("file:///")), "{found:?}");
    assert!(!on_terminal(&["show", "links"], "linux").contains("]8;"));
    assert!(!sandbox.riffle(&["show", "links", "--color", "always"]).ok().contains("]8;"));
}
