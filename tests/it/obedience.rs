//! No byte of a note, a name, an address or an argument is obeyed by a terminal, whatever the command.

use std::os::unix::ffi::OsStrExt as _;

use crate::support::{Person, Sandbox, Team, Terminal};

const SIZE: (u16, u16) = (100, 40);

/// More than a hundred strings, each of which begins with what a terminal would obey, or a reader be fooled by.
fn hostile() -> Vec<String> {
    let controls = (1_u32..0x20).chain(0x7f..=0x9f).chain(0x202a..=0x202e).chain(0x2066..=0x2069);
    let controls = controls.filter_map(char::from_u32).filter(|char| !matches!(char, '\n' | '\t'));
    let mut all: Vec<String> = controls.map(|char| format!("{char}7777mcanary")).collect();
    let sequences = [
        "\x1b[2J",
        "\x1b[7777;1H",
        "\x1b]52;c;Y2FuYXJ5\x07",
        "\x1b]0;canary\x07",
        "\x1b]8;;http://x\x07",
        "\x1bP7777q\x1b\\",
        "\x1b_7777\x1b\\",
        "\x1b^7777\x1b\\",
        "\x1bX7777\x1b\\",
        "\x1bc",
        "\x1b[?1049h",
        "\x1b[6n",
        "\x1b[c",
        "\x1b]11;?\x07",
        "\x1b[7777m",
        "\x1b(0",
        "\x1b#8",
        "\x1b[!p",
        "\x1b[5i",
        "\x1b]7777;x\x07",
        "\x1b]1337;File=:\x07",
        "\u{9b}2J",
        "\u{9d}0;x\u{9c}",
        "\u{90}x\u{9c}",
        "\r\x1b[A",
        "\x08\x08",
    ];
    all.extend(sequences.iter().map(|sequence| format!("{sequence}canary")));
    all
}

/// What of these bytes a terminal would obey that Riffle did not mean: all control characters but line feeds, tabs, and
/// the sequences that select colours or make a link.
fn obeyed(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| is_foreign(c)) {
        rest = &rest[at..];
        match colour(rest).or_else(|| link(rest)) {
            Some(length) => rest = &rest[length..],
            None => {
                found.push(rest.chars().take(20).collect::<String>());
                rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
            }
        }
    }
    found
}

fn is_foreign(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The length of a sequence that selects a colour, if the text begins with one that Riffle writes.
fn colour(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\x1b[")?;
    let end = inner.find('m')?;
    let is_plain =
        inner[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';') && !inner[..end].contains("7777");
    is_plain.then_some(end + 3)
}

/// The length of a sequence that begins or ends a link to an address of plain characters, if the text begins with one.
fn link(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("\x1b]8;;")?;
    let address = &inner[..inner.find("\x1b\\")?];
    let is_opened =
        address.is_empty() || ["file:///", "http://", "https://", "mailto:"].iter().any(|it| address.starts_with(it));
    (is_opened && address.bytes().all(|byte| byte.is_ascii_graphic())).then_some(address.len() + 7)
}

/// A store in which everything that can be named or written holds such strings.
fn store() -> (Team, Person) {
    let team = Team::founded();
    let person = Person::of(&team, "Ada");
    let sandbox = &person.sandbox;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    for (number, text) in hostile().iter().enumerate() {
        let q = quoted(text);
        let front = format!(
            "title: {q}\ntags: [{q}, plain]\naliases: {q}\nurl: {}\nvia: {q}\nsource: {q}\nstage: inbox",
            quoted(&format!("https://example.org/{text}"))
        );
        let body = format!(
            "# {text}\n\n{text} [{text}](https://example.org/{text}) [[{text}]] `{text}`\n\n```{text}\n{text}\n```\n"
        );
        sandbox.write(&format!("notes/2026/n{number}.md"), format!("---\n{front}\n---\n\n{body}"));
        sandbox.write(&format!("notes/raw/r{number}.md"), format!("---\ntitle: x{text}\ntags: {text}\n---\n{text}\n"));
        team.write(
            "Eve",
            &format!("nuggets/tea/t{number}.md"),
            &format!("---\nkind: nugget\ntitle: {q}\n---\n\n{text}\n"),
        );
        let name = [b"notes/names-".as_slice(), text.replace('/', "_").as_bytes(), b".md"].concat();
        let file = sandbox.store.join(std::ffi::OsStr::from_bytes(&name));
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    }
    sandbox.write("journal/2026/2026-11-21.md", format!("# 2026-11-21\n\n{}", log_lines()));
    sandbox.git(&["add", "-A"]).ok();
    let eve = ["-c", "user.name=Eve\u{1b}[7777m\u{9b}x", "-c", "user.email=eve@example.org"];
    sandbox.git(&[&eve[..], &["commit", "-qm", "\u{1b}]0;canary\u{7}\u{9b}7777m subject"]].concat()).ok();
    sandbox.git(&["remote", "add", "origin", "/tmp/\u{1b}[7777mcanary\u{9b}2J"]).ok();
    person.riffle(&["team", "new"]).ok();
    (team, person)
}

fn log_lines() -> String {
    hostile().iter().enumerate().map(|(n, text)| format!("- {:02}:{:02} {text}\n", n / 60, n % 60)).collect()
}

/// Runs a command on a terminal to its end, and gives what it wrote.
fn on_terminal(sandbox: &Sandbox, args: &[&str]) -> Vec<u8> {
    let mut terminal = Terminal::start(sandbox, args, SIZE, &[("EDITOR", "true")]);
    terminal.ends();
    std::mem::take(&mut terminal.written)
}

const STRANGE: &str = "\u{1b}[7777m\u{9b}2Jcanary\u{202e}";
/// What is run, one of each kind of output.
const COMMANDS: &[&[&str]] = &[
    &["list"],
    &["list", "--path"],
    &["list", "--json"],
    &["search", "canary"],
    &["search", "canary", "--json"],
    &["search", STRANGE],
    &["show", "notes/2026/n0.md"],
    &["show", "notes/2026/n80.md", "--raw"],
    &["show", "notes/raw/r26.md", "--raw"],
    &["show", "notes/2026/n31.md", "--json"],
    &["show", STRANGE],
    &["links", "notes/2026/n26.md"],
    &["history", "notes/2026/n26.md"],
    &["history", "notes/2026/n26.md", "--json"],
    &["inbox", "--plain"],
    &["log"],
    &["log", "--json"],
    &["log", STRANGE],
    &["doctor"],
    &["doctor", "--json", "--verbose"],
    &["team", "list"],
    &["team", "new"],
    &["team", "add", STRANGE],
    &["team", "add", "/tmp/x", "--name", STRANGE],
    &["search", "in:team", "canary"],
    &["published"],
    &["publish", "notes/2026/n26.md", "--to", "acme", "--dry-run"],
    &["publish", "notes/2026/n26.md", "--to", STRANGE],
    &["adopt", ".team/acme/nuggets/tea/t26.md"],
    &["tag", "notes/2026/n26.md", STRANGE],
    &["rename", "notes/2026/n26.md", STRANGE],
    &["capture", STRANGE],
    &["bookmark", STRANGE],
    &["bookmark", "https://example.org/", "--title", STRANGE, "--no-fetch"],
    &["later", "notes/2026/n27.md", STRANGE],
    &["stage", STRANGE, "seed"],
    &["mark", STRANGE],
    &["rm", "notes/2026/n28.md"],
    &["trash"],
    &["undo"],
    &["redo"],
    &["restore", "notes/2026/n29.md", "--at", STRANGE],
    &["fetch"],
    &["sync"],
    &["clone", STRANGE],
    &["init", STRANGE],
    &["keys"],
    &["completions", "bash"],
    &["completions", STRANGE],
    &["man"],
    &[STRANGE],
    &["list", STRANGE],
    &["list", "--color", STRANGE],
    &["list", "--store", STRANGE],
    &["list", "--now", STRANGE],
    &["list", "--log", STRANGE],
    &["--help"],
];

#[test]
fn no_command_lets_a_terminal_obey_what_it_prints() {
    let (_team, person) = store();
    let sandbox = &person.sandbox;
    let mut failures = Vec::new();
    for args in COMMANDS {
        let found = obeyed(&on_terminal(sandbox, args));
        if !found.is_empty() {
            failures.push(format!("{args:?}: {:?}", &found[..found.len().min(3)]));
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn what_goes_into_a_pipe_is_as_it_is() {
    let sandbox = Sandbox::new();
    let text = "---\ntitle: x\n---\n\u{1b}[7777m\u{9b}\u{202e}\u{7f}\r\nend\n";
    sandbox.write("notes/a.md", text);

    assert_eq!(sandbox.riffle(&["show", "notes/a.md", "--raw"]).ok(), text);
}

#[test]
fn json_has_no_control_character_and_says_the_same() {
    let sandbox = Sandbox::new();
    let title = hostile().concat().replace('\r', "");
    sandbox.write("notes/a.md", format!("---\ntags: {}\n---\n", serde_json::json!([title])));

    let printed = sandbox.riffle(&["show", "notes/a.md", "--json"]).ok();

    assert!(obeyed(printed.as_bytes()).is_empty(), "{:?}", obeyed(printed.as_bytes()));
    let read: serde_json::Value = serde_json::from_str(printed.trim()).unwrap();
    assert!(read["body"].is_string());
}

#[test]
fn no_screen_lets_a_terminal_obey_what_it_shows() {
    let (_team, person) = store();
    let mut terminal = Terminal::start(&person.sandbox, &[], SIZE, &[("EDITOR", "true")]);
    terminal.shows("canary");
    for keys in [
        "j", "\r", "\x1b\x1b", "gi", "j", "gt", "gs", "gp", "gl", "?", "\x1b\x1b", ":", "\x1b\x1b", "scanary", "\r",
        "\x1b\x1b", "H", "\x1b\x1b",
    ] {
        terminal.keys(keys);
    }
    terminal.keys("\x0c").until(|screen| screen.contents().contains("canary") || screen.contents().contains("help"));
    terminal.leaves();

    let written = String::from_utf8_lossy(&terminal.written).into_owned();
    let foreign = |c: char| matches!(c, '\u{7f}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{b}' | '\u{e}' | '\u{f}');
    assert!(
        !written.contains(foreign),
        "{:?}",
        written.find(foreign).map(|at| written[at..].chars().take(20).collect::<String>())
    );
    for sequence in ["7777m", "7777;1H", "7777q", "7777;x", "52;c", "0;canary", "8;;", "1337"] {
        for introducer in ["\x1b[", "\x1b]", "\x1bP"] {
            assert!(!written.contains(&format!("{introducer}{sequence}")), "{introducer:?}{sequence}");
        }
    }
}
