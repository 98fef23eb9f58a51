//! Files beside entries.

use std::fs;

use crate::support::Sandbox;

#[test]
fn a_file_is_copied_named_and_linked_in_one_act_and_what_nothing_links_to_is_listed() {
    let sandbox = Sandbox::new();
    let note = sandbox.riffle(&["capture", "Tea"]).ok();
    let before = sandbox.files();
    let picture = sandbox.home().join("My Picture (1).PNG");
    fs::write(&picture, b"\x89PNG").unwrap();
    let other = sandbox.home().join("notes.txt");
    fs::write(&other, b"words").unwrap();

    let link = sandbox.riffle(&["attach", picture.to_str().unwrap(), "--to", note.trim()]).ok();

    assert_eq!(link.trim(), "![My Picture (1)](../../media/2026/my-picture-1.png)");
    assert!(sandbox.read(note.trim()).ends_with("\n\n![My Picture (1)](../../media/2026/my-picture-1.png)\n"));
    assert!(sandbox.riffle(&["links", "--broken"]).out.is_empty());
    sandbox.riffle(&["attach", other.to_str().unwrap()]).ok();
    assert_eq!(sandbox.riffle(&["attach", "--unused"]).ok().trim(), "media/2026/notes.txt");
    sandbox.riffle(&["undo"]).ok();
    sandbox.riffle(&["undo"]).ok();
    assert_eq!(sandbox.files(), before);
}

#[test]
fn the_same_file_is_kept_once_and_another_of_its_name_beside_it() {
    let sandbox = Sandbox::new();
    let file = sandbox.home().join("a.txt");
    for words in ["one", "one", "two"] {
        fs::write(&file, words).unwrap();
        sandbox.riffle(&["attach", file.to_str().unwrap()]).ok();
    }

    let media: Vec<String> =
        sandbox.files().into_iter().map(|(path, _)| path).filter(|path| path.starts_with("media/")).collect();

    assert_eq!(media, ["media/2026/a-2.txt", "media/2026/a.txt"]);
    sandbox.riffle(&["attach", "/dev/null"]).fails(2);
    sandbox.riffle(&["attach", "nowhere.png"]).fails(2);
}
