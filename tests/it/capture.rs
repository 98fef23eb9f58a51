//! Writing something down.

use crate::support::Sandbox;

#[test]
fn a_captured_line_is_a_file_a_commit_and_found_at_once() {
    let sandbox = Sandbox::new();

    let path = sandbox.riffle(&["capture", "Tea at 80 degrees", "--tag", "tea,kitchen"]).ok();

    assert_eq!(path, "notes/2026/tea-at-80-degrees.md\n");
    let text = sandbox.read("notes/2026/tea-at-80-degrees.md");
    assert!(text.contains("kind: note\ntitle: Tea at 80 degrees\ndate: 2026-11-21T10:00:00+01:00\n"), "{text}");
    assert!(text.contains("stage: inbox"), "{text}");
    assert_eq!(sandbox.git(&["log", "-1", "--format=%s"]).ok(), "capture: Tea at 80 degrees\n");
    assert_eq!(sandbox.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(sandbox.riffle(&["search", "degrees", "--path"]).ok(), path);
}

#[test]
fn tags_at_the_end_of_the_first_line_are_tags_and_no_part_of_the_title() {
    let sandbox = Sandbox::new();

    let path = sandbox.riffle(&["capture", "Tea brews at 80 degrees #tea #drinks/green", "--tag", "Tea"]).ok();
    let address = sandbox.riffle(&["capture", "--no-fetch", "https://example.org/tea #tea"]).ok();
    let piped = sandbox.pipe(&["c", "why boot is slow #boot"], b"graphical.target #no\n").ok();

    assert_eq!(path, "notes/2026/tea-brews-at-80-degrees.md\n");
    let text = sandbox.read(path.trim());
    assert!(
        text.contains("title: Tea brews at 80 degrees\n") && text.contains("tags: [Tea, drinks/green]\n"),
        "{text}"
    );
    let text = sandbox.read(address.trim());
    assert!(text.contains("kind: bookmark\n") && text.contains("tags: [tea]\n"), "{text}");
    let text = sandbox.read(piped.trim());
    assert!(text.contains("title: why boot is slow\n") && text.contains("tags: [boot]\n"), "{text}");
    assert!(text.ends_with("graphical.target #no\n"), "{text}");
}

#[test]
fn text_on_standard_input_becomes_the_body_and_the_words_the_title() {
    let sandbox = Sandbox::new();

    let path = sandbox.pipe(&["c", "why", "boot", "is", "slow"], b"graphical.target @9.8s\n").ok();

    let text = sandbox.read(path.trim());
    assert!(text.contains("title: why boot is slow"), "{text}");
    assert!(text.ends_with("\n\ngraphical.target @9.8s\n"), "{text}");
}

#[test]
fn a_lone_address_becomes_a_bookmark() {
    let sandbox = Sandbox::new();

    let saved = sandbox.riffle(&["capture", "https://example.org/tea?x=1", "--json"]).json();

    assert_eq!(saved[0]["kind"], "bookmark");
    assert!(sandbox.read(saved[0]["path"].as_str().unwrap()).contains("url: https://example.org/tea?x=1"));
}

#[test]
fn the_same_title_twice_makes_two_files() {
    let sandbox = Sandbox::new();
    sandbox.riffle(&["capture", "Tea"]).ok();

    let second = sandbox.riffle(&["capture", "Tea"]).ok();

    assert_eq!(second, "notes/2026/tea-2.md\n");
}

#[test]
fn nothing_to_save_is_said_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    let before = sandbox.files();

    let said = sandbox.pipe(&["capture"], b"  \n").fails(2);

    assert!(said.contains("the text is empty"), "{said}");
    assert_eq!(sandbox.files(), before);
}

#[test]
fn a_text_that_cannot_be_saved_is_kept_as_a_draft() {
    let sandbox = Sandbox::new();
    sandbox.write("notes", "a file where the folder should be");

    let said = sandbox.riffle(&["capture", "Words that matter"]).fails(1);

    let draft = said.split("kept in ").nth(1).unwrap().split(':').next().unwrap();
    assert!(std::fs::read_to_string(draft).unwrap().contains("Words that matter"));
}

#[test]
fn a_second_text_that_cannot_be_saved_does_not_take_the_place_of_the_first() {
    let sandbox = Sandbox::new();
    sandbox.write("notes", "a file where the folder should be");

    let drafts: Vec<String> = ["First words", "Second words"]
        .map(|words| sandbox.riffle(&["capture", words]).fails(1))
        .iter()
        .map(|said| std::fs::read_to_string(said.split("kept in ").nth(1).unwrap().split(':').next().unwrap()).unwrap())
        .collect();

    assert!(drafts[0].contains("First words") && drafts[1].contains("Second words"), "{drafts:?}");
}

#[test]
fn standard_input_in_another_encoding_loses_no_character() {
    let sandbox = Sandbox::new();

    let path = sandbox.pipe(&["capture", "--title", "menu"], b"caf\xe9 cr\xe8me\n").ok();

    assert!(sandbox.read(path.trim()).contains("café crème"));
}

#[cfg(unix)]
#[test]
fn capture_in_the_editor_saves_what_was_written_there() {
    let sandbox = Sandbox::new();
    let editor = sandbox.home().join("my editor");
    std::fs::write(&editor, "#!/bin/sh\nprintf 'Oolong\\n\\nthird steep is best\\n' > \"$2\"\n").unwrap();
    make_executable(&editor);

    let mut command = sandbox.command(&["capture", "--edit"]);
    let ran = command.env("EDITOR", format!("'{}' -w", editor.display())).output().unwrap();

    assert!(ran.status.success(), "{ran:?}");
    assert!(sandbox.read("notes/2026/oolong.md").contains("third steep is best"));
}

#[cfg(unix)]
fn make_executable(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}
