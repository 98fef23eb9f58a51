//! What was private elsewhere, or may be, stays so when it is brought along and when it is handed out.

use std::fs;
use std::io::Write as _;

use crate::support::Sandbox;

/// A file beside the store.
fn file(sandbox: &Sandbox, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let file = sandbox.home().join(name);
    fs::write(&file, bytes).unwrap();
    file.to_str().unwrap().to_owned()
}

fn atom(sandbox: &Sandbox) -> String {
    sandbox.riffle(&["export", "--as", "atom"]).ok()
}

#[test]
fn pages_of_a_graph_never_become_hidden_files() {
    let sandbox = Sandbox::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let hidden = ["q___.git___config", "q___.git___HEAD", "r___.gitignore", "t___.riffle___store.toml", ".x.md"];
    for (name, text) in [("logseq/config.edn", "{}"), ("pages/a___b.md", "- b\n")]
        .into_iter()
        .chain(hidden.map(|name| (name, "hidden")))
        .map(|(name, text)| (if name.contains('/') { name.to_owned() } else { format!("pages/{name}") }, text))
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let graph = file(&sandbox, "graph.zip", zip.finish().unwrap().into_inner());

    sandbox.riffle(&["import", &graph]).ok();

    let files: Vec<String> = sandbox.files().into_iter().map(|(path, _)| path).collect();
    assert!(files.iter().any(|path| path.ends_with("pages/a/b.md")), "{files:?}");
    let is_hidden = |path: &&String| path.starts_with("notes/") && path.split('/').any(|part| part.starts_with('.'));
    assert_eq!(files.iter().find(is_hidden), None);
}

#[test]
fn what_was_private_elsewhere_is_so_where_the_page_was_kept_before() {
    let sandbox = Sandbox::new();
    sandbox
        .write("bookmarks/a.md", "---\nkind: bookmark\ntitle: A page\nurl: https://a.example/\n---\n\nOpen words.\n");
    let pinboard = "[{\"href\":\"https://a.example/\",\"description\":\"A page\",\"extended\":\"CANARY\",\"time\":\"2014-06-14T15:51:42Z\",\
                    \"shared\":\"no\",\"toread\":\"no\",\"tags\":\"x\"}]";
    let export = file(&sandbox, "p.json", pinboard);

    sandbox.riffle(&["import", &export]).ok();

    let text = sandbox.read("bookmarks/a.md");
    assert!(text.contains("CANARY") && text.contains("share: never"), "{text}");
    assert!(!atom(&sandbox).contains("CANARY"));
    sandbox.riffle(&["import", &export]).ok();
    assert_eq!(sandbox.read("bookmarks/a.md"), text);
}

#[test]
fn a_file_that_is_called_after_a_day_is_held_for_a_day_of_a_journal() {
    let sandbox = Sandbox::new();
    for name in ["2024-03-04", "2024_03_05", "20240306", "2024-03-07 Thursday", "daily.journal.2024.03.08"] {
        sandbox.write(&format!("notes/vault/Daily/{name}.md"), "CANARY saw the doctor\n");
    }
    sandbox.write("notes/2024-03-09.md", "---\nkind: note\n---\n\nOpen.\n");

    let feed = atom(&sandbox);

    assert!(!feed.contains("CANARY") && feed.contains("Open."), "{feed}");
}

#[test]
fn the_days_of_a_graph_are_its_journal() {
    let sandbox = Sandbox::bare();
    sandbox.write("logseq/config.edn", "{;; :journals-directory \"no\"\n :journals-directory \"days\"\n}\n");
    sandbox.write("days/2024_03_04.md", "- saw the doctor\n");
    sandbox.write("pages/tea.md", "- hot\n");
    sandbox.riffle(&["init", sandbox.store.to_str().unwrap()]).ok();

    let kinds = sandbox.riffle(&["list", "kind:journal", "--path"]).ok();

    assert_eq!(kinds.trim(), "days/2024_03_04.md");
    sandbox.riffle(&["log", "a line"]).ok();
    assert!(sandbox.files().iter().filter(|(path, _)| path.starts_with("days/")).count() == 2);
}

#[test]
fn bookmarks_for_services_say_of_each_that_may_be_private_that_it_is() {
    let sandbox = Sandbox::new();
    let said = [
        "share: never",
        "share: Never",
        "share: no",
        "private: true",
        "tags: [private]",
        "draft: true",
        "share: team",
        "shaer: never",
    ];
    for (number, said) in said.iter().enumerate() {
        sandbox.write(
            &format!("bookmarks/{number}.md"),
            format!("---\nkind: bookmark\ntitle: T\nurl: https://x.example/{number}\n{said}\n---\n\nw\n"),
        );
    }
    sandbox.write("bookmarks/open.md", "---\nkind: bookmark\ntitle: O\nurl: https://x.example/open\n---\n\nw\n");

    let html = sandbox.riffle(&["export", "--as", "netscape"]).ok();

    for line in html.lines().filter(|line| line.starts_with("<DT>")) {
        assert_eq!(line.contains("PRIVATE=\"1\""), !line.contains("/open"), "{line}");
    }
    assert_eq!(html.matches("PRIVATE=\"1\"").count(), said.len());
}

#[test]
fn a_feed_tells_neither_path_nor_file_of_what_never_leaves_and_is_xml() {
    let sandbox = Sandbox::new();
    sandbox.write("notes/zorblax-severance-quux.md", "---\ntitle: Priv\nshare: never\n---\n\nx\n");
    sandbox.write("notes/one.md", "# One\n\nsee notes/zorblax-severance-quux.md\n");
    sandbox.write("notes/two.md", "# Two\n\nsee zorblax-severance-quux for more\n");
    sandbox.write("notes/odd.md", "# Odd\n\nbad \u{fffe}\u{ffff} letters\n");

    let feed = atom(&sandbox);

    assert!(!feed.contains("zorblax") && feed.contains("letters"), "{feed}");
    assert!(!feed.contains(['\u{fffe}', '\u{ffff}']));
}
