//! Opening folders as they are, and making them stores.

use crate::support::Sandbox;

const VAULT: &[(&str, &str)] = &[
    ("Inbox/Idea.md", "\u{feff}---\r\n# a comment\r\ntags:  [ one,two ]   # mine\r\nodd:   'x'\r\n---\r\nBody\r\n"),
    ("no final newline.md", "# Plain\n\ntext without an end"),
    (".obsidian/app.json", "{}"),
    ("templates/Daily.md", "# {{date}}"),
];

#[test]
fn a_folder_is_searched_in_place_and_not_one_byte_of_it_changes() {
    let sandbox = Sandbox::folder(VAULT);
    let before = sandbox.files();

    assert_eq!(sandbox.riffle(&["search", "body", "--path"]).ok(), "Inbox/Idea.md\n");
    assert_eq!(sandbox.riffle(&["list", "--path"]).ok().lines().count(), 3);

    assert_eq!(sandbox.files(), before);
}

#[test]
fn init_adds_its_mark_and_history_and_rewrites_nothing() {
    let sandbox = Sandbox::folder(VAULT);
    let before = sandbox.files();

    sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();

    let after = sandbox.files();
    assert!(before.iter().all(|file| after.contains(file)));
    assert!(after.iter().any(|(path, _)| path == ".riffle/store.toml"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    assert!(sandbox.git(&["ls-files"]).ok().contains("Inbox/Idea.md"));
}

#[test]
fn changing_one_tag_changes_one_line() {
    let sandbox = Sandbox::folder(VAULT);
    sandbox.git(&["init", "-q"]).ok();
    sandbox.git(&["add", "-A"]).ok();
    sandbox.git(&["commit", "-qm", "as it was"]).ok();

    sandbox.riffle(&["tag", "Inbox/Idea.md", "+three", "-one"]).ok();

    let text = sandbox.read("Inbox/Idea.md");
    assert!(text.starts_with("\u{feff}---\r\n# a comment\r\ntags:"), "{text:?}");
    assert!(text.contains("three") && !text.contains("one") && text.contains("# mine"), "{text:?}");
    assert_eq!(sandbox.git(&["diff", "--numstat", "HEAD~1", "HEAD"]).ok(), "1\t1\tInbox/Idea.md\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn without_git_everything_local_works_and_what_is_off_is_said() {
    let sandbox = Sandbox::folder(VAULT);

    sandbox.riffle(&["capture", "Without history"]).ok();
    assert!(sandbox.riffle(&["search", "history", "--path"]).ok().contains("Without history.md"));

    let said = sandbox.riffle(&["undo"]).fails(1);
    assert!(said.contains("history") && said.contains("riffle init"), "{said}");
    let report = sandbox.riffle(&["doctor"]).ok();
    assert!(report.contains("no repository: history, undo and sync are off"), "{report}");
}

#[test]
fn a_store_is_found_from_a_folder_inside_it() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Deep"]).ok();
    let inside = sandbox.store.join("notes/2026");

    let mut command = sandbox.command(&["list", "--path"]);
    let ran = command.env_remove("RIFFLE_STORE").current_dir(inside).output().unwrap();

    assert_eq!(String::from_utf8_lossy(&ran.stdout), "notes/2026/deep.md\n");
}

#[test]
fn no_store_anywhere_is_said_with_the_remedy() {
    let sandbox = Sandbox::bare();

    let mut command = sandbox.command(&["list"]);
    let ran = command.env_remove("RIFFLE_STORE").output().unwrap();

    assert_eq!(ran.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("riffle init DIR"));
}

#[test]
fn the_demo_is_a_store_with_a_remote_and_a_team_in_one_folder() {
    let sandbox = Sandbox::bare();
    let folder = sandbox.home().join("demo");

    let made = &sandbox.riffle(&["demo", "--no-tui", "--json", "--dir", folder.to_str().unwrap()]).json()[0];

    let store = made["path"].as_str().unwrap();
    assert!(sandbox.riffle(&["--store", store, "search", "blobless"]).ok().contains("Blobless clones"));
    assert_eq!(sandbox.git_in(std::path::Path::new(store), &["status", "--porcelain"]).ok(), "");
    assert!(std::path::Path::new(made["team"].as_str().unwrap()).join("HEAD").exists());
    assert!(sandbox.riffle(&["--store", store, "sync"]).ok().contains("Synced"));
}

#[test]
fn wrong_settings_are_named_with_their_line_and_the_rest_counts() {
    let sandbox = Sandbox::new();
    sandbox.configure("glyhps = \"ascii\"\n[paths]\nnote = \"zettel/{slug}.md\"\n");

    let ran = sandbox.riffle(&["capture", "Still works"]);

    assert!(ran.err.contains("config.toml:1") && ran.err.contains("glyphs"), "{ran:?}");
    assert_eq!(ran.ok(), "zettel/still-works.md\n");
}

#[test]
fn an_adopted_graph_has_all_its_pages_and_doctor_says_what_is_none() {
    let sandbox = Sandbox::folder(&[
        ("logseq/config.edn", "{}"),
        ("logseq/bak/pages/old.md", "- old\n"),
        ("pages/tea.md", "- tea\n"),
        ("journals/2026_11_21.md", "- day\n"),
        ("Templates/day.md", "---\ntitle: {{title}}\n---\n"),
        ("archetypes/post.md", "---\ntitle: {{ replace .Name }}\n---\n"),
        (".gitignore", "logseq/bak\n"),
    ]);

    for _ in ["opened", "initialised"] {
        let listed = sandbox.riffle(&["list", "--path"]).ok();
        assert!(listed.contains("pages/tea.md") && listed.contains("journals/2026_11_21.md"), "{listed}");
        let report = sandbox.riffle(&["doctor"]).out;
        assert!(report.contains("1 Markdown file is no entry in logseq/bak: an ignore file names them"), "{report}");
        assert!(!report.contains("Templates/day.md:") && !report.contains("archetypes"), "{report}");
        sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();
    }
    assert!(sandbox.read(".riffle/store.toml").contains("adopted = true"));
}
