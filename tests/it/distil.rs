//! Page or thought → own words → nugget, with its provenance.

use crate::support::Sandbox;

fn fields(sandbox: &Sandbox, path: &str) -> serde_json::Value {
    sandbox.riffle(&["show", path, "--json"]).json().remove(0)
}

/// A store with two bookmarks, a note and a line of the journal.
fn gathered() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "bookmarks/2026/partial-clone.md",
        "---\nid: 01k0abcdefghjkmnpqrstvwxya\nkind: bookmark\ntitle: Partial Clone\nstage: inbox # new\nurl: https://git-scm.com/docs/partial-clone\nvia: Mina\n---\nUse it in CI.\n\n> Blobs are fetched on demand. -->\n",
    );
    sandbox.write(
        "bookmarks/2026/scalar.md",
        "---\nkind: bookmark\ntitle: Scalar\nstage: growing\nurl: https://git-scm.com/docs/scalar\nvia: Mina\n---\n",
    );
    sandbox.write(
        "notes/scalar.md",
        "---\nsource: [\"Pro Git, ch. 10\", https://git-scm.com/docs/scalar]\nvia: Jo\n---\n# Scalar: notes\n",
    );
    sandbox.riffle(&["log", "! tried --filter=blob:none: 4m10 [fast] | 0m52"]).ok();
    sandbox.riffle(&["list", "--fresh"]).ok();
    sandbox
}

#[test]
fn a_nugget_from_three_sources_and_a_log_line_knows_them_all() {
    let sandbox = gathered();

    let made = sandbox
        .riffle(&[
            "distil",
            "partial-clone",
            "bookmarks/2026/scalar.md",
            "notes/scalar.md",
            "2026-11-21:7",
            "--json",
            "--title",
            "Blobless clones: five times faster",
            "--",
            "Ours went from 4m10 to 0m52.",
        ])
        .json()
        .remove(0);

    let path = made["path"].as_str().unwrap();
    assert_eq!((path, &made["kind"]), ("nuggets/2026/blobless-clones-five-times-faster.md", &"nugget".into()));
    let nugget = fields(&sandbox, path);
    assert_eq!(
        nugget["derived_from"],
        serde_json::json!([
            "[[partial-clone]]",
            "[[bookmarks/2026/scalar]]",
            "[[notes/scalar]]",
            "[[2026-11-21|2026-11-21 10:00 tried --filter=blob:none: 4m10 fast  0m52]]"
        ])
    );
    assert_eq!(
        nugget["source"],
        serde_json::json!([
            "https://git-scm.com/docs/partial-clone",
            "https://git-scm.com/docs/scalar",
            "Pro Git, ch. 10"
        ])
    );
    assert_eq!((&nugget["via"], &nugget["stage"]), (&"Mina, Jo".into(), &"seed".into()));
    assert!(sandbox.read("bookmarks/2026/partial-clone.md").contains("stage: seed # new\n"));
    assert!(sandbox.read("bookmarks/2026/scalar.md").contains("stage: growing\n"));
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "distil: Blobless clones: five times faster\n");
    assert_eq!(sandbox.riffle(&["search", "4m10", "kind:nugget", "--path"]).ok(), format!("{path}\n"));
}

#[test]
fn a_nugget_that_is_called_as_its_source_does_not_come_from_itself() {
    let sandbox = Sandbox::new();
    let source = sandbox.riffle(&["capture", "Retry budgets"]).ok();

    let nugget = sandbox.riffle(&["distil", "Retry budgets", "--title", "Retry budgets", "--", "Own words."]).ok();

    assert_eq!(nugget, "nuggets/2026/retry-budgets.md\n");
    let links = sandbox.riffle(&["links", nugget.trim(), "--json"]).json();
    assert_eq!(links[0]["resolved"], source.trim(), "{links:?}");
    assert_eq!(sandbox.riffle(&["show", source.trim(), "--json"]).json()[0]["backlinks"].as_array().unwrap().len(), 1);
}

#[test]
fn undo_takes_the_nugget_and_the_decisions_back_to_the_same_bytes() {
    let sandbox = gathered();
    let before = sandbox.files();

    sandbox.pipe(&["distil", "partial-clone"], b"Title from the first line\n\nand words\n").ok();
    assert!(sandbox.read("nuggets/2026/title-from-the-first-line.md").ends_with("\n\nand words\n"));
    sandbox.riffle(&["undo"]).ok();

    assert_eq!(sandbox.files(), before);
}

#[test]
fn two_nuggets_of_one_title_are_two_files() {
    let sandbox = gathered();
    sandbox.riffle(&["distil", "partial-clone", "--title", "Tea", "--", "one"]).ok();

    let second = sandbox.riffle(&["distil", "partial-clone", "--title", "Tea", "--", "two"]).ok();

    assert_eq!(second, "nuggets/2026/tea-2.md\n");
}

/// Runs `distil --edit` with an editor that is this shell script; `$1` is the file.
fn with_editor(sandbox: &Sandbox, script: &str, args: &[&str]) -> crate::support::Ran {
    let mut command = sandbox.command(&[&["distil", "--edit"], args].concat());
    let script = format!("sh -c '{script}' sh");
    crate::support::Ran::of(command.env("EDITOR", script).stdin(std::process::Stdio::null()))
}

fn drafts(sandbox: &Sandbox) -> Vec<String> {
    let found = sandbox.home().join(".local/state/riffle/stores");
    let stores = std::fs::read_dir(found).unwrap().map(|store| store.unwrap().path().join("drafts"));
    let files = stores.filter_map(|drafts| std::fs::read_dir(drafts).ok()).flatten();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

#[test]
fn the_editor_gets_a_title_prompt_and_the_quotes_and_the_comment_is_not_saved() {
    let sandbox = gathered();
    let copy = sandbox.home().join("copy");
    let script = format!(
        "cp \"$1\" {}; sed -i \"s/^title: .*/title: Clone: less/; 0,/^$/s/^$/\\n#git words: \\`mine\\`/\" \"$1\"",
        copy.display()
    );

    let path = with_editor(&sandbox, &script, &["partial-clone", "2026-11-21:7"]).ok();

    let offered = std::fs::read_to_string(copy).unwrap();
    for words in [
        "kind: nugget\ntitle: \n",
        "## Partial Clone (bookmarks/2026/partial-clone.md)",
        "> Blobs are fetched on demand. -- >",
        "tried --filter=blob:none",
    ] {
        assert!(offered.contains(words), "{offered}");
    }
    let saved = sandbox.read(path.trim());
    assert_eq!(path, "nuggets/2026/clone-less.md\n");
    assert!(saved.contains("kind: nugget\ntitle: \"Clone: less\"\ndate: "), "{saved}");
    assert!(saved.ends_with("---\n\n#git words: `mine`\n"), "{saved}");
    assert_eq!(drafts(&sandbox), Vec::<String>::new());
}

#[test]
fn an_unchanged_or_emptied_file_makes_no_nugget() {
    let sandbox = gathered();
    let before = sandbox.files();

    for script in ["true", ": > \"$1\"", "rm \"$1\"", "sed -i s/^stage.*/stage:/ \"$1\""] {
        let ran = with_editor(&sandbox, script, &["partial-clone"]);
        assert!(ran.err.contains("no nugget"), "{script} {ran:?}");
        assert_eq!((ran.code, sandbox.files() == before), (Some(0), true), "{script}");
        assert_eq!(drafts(&sandbox), Vec::<String>::new(), "{script}");
    }
}

#[test]
fn a_source_that_was_deleted_meanwhile_is_named_and_the_words_are_kept() {
    let sandbox = gathered();
    let source = sandbox.store.join("bookmarks/2026/partial-clone.md");

    let ran = with_editor(&sandbox, &format!("rm {}; echo precious >> \"$1\"", source.display()), &["partial-clone"]);

    let said = ran.fails(1);
    assert!(said.contains("there is no entry bookmarks/2026/partial-clone.md any more"), "{said}");
    assert!(said.contains("hint: bring it back"), "{said}");
    assert!(drafts(&sandbox)[0].ends_with("precious\n"));
    assert!(!sandbox.store.join("nuggets").exists());
}

#[test]
fn front_matter_that_the_editor_broke_is_named_by_line_and_the_draft_stays() {
    let sandbox = gathered();

    let said =
        with_editor(&sandbox, "sed -i \"s/^via: .*/via: [/\" \"$1\"; echo precious >> \"$1\"", &["partial-clone"])
            .fails(1);

    assert!(said.contains("the nugget cannot be read: line"), "{said}");
    assert!(drafts(&sandbox)[0].ends_with("precious\n"));
}

#[test]
fn an_editor_that_fails_keeps_the_draft_and_makes_no_nugget() {
    let sandbox = gathered();

    with_editor(&sandbox, "echo precious >> \"$1\"; exit 3", &["partial-clone"]).fails(1);

    assert!(drafts(&sandbox)[0].ends_with("precious\n"));
    assert!(!sandbox.store.join("nuggets").exists());
}

#[test]
fn soft_limits_are_said_and_never_in_the_way() {
    let sandbox = gathered();
    let (title, words) = ("Long ".repeat(13), "word ".repeat(201));

    let ran = sandbox.riffle(&["distil", "partial-clone", "--title", &title, "--", &words]);

    assert!(ran.err.contains("64 characters") && ran.err.contains("201 words"), "{ran:?}");
    assert!(sandbox.read(ran.ok().trim()).contains("word word"));
}

#[test]
fn a_line_that_was_never_logged_is_refused() {
    let sandbox = gathered();

    let said = sandbox.riffle(&["distil", "2026-11-21:99", "--title", "T", "--", "precious"]);

    assert!(said.err.contains("journal/2026/2026-11-21.md has no line 99"), "{said:?}");
}
