//! What one machine has and another cannot write, and names that some disks take for one.

use std::os::unix::fs::symlink;

use crate::support::Sandbox;
use crate::sync::{Two, two};

/// Syncs until nothing happens, in as many rounds as there are machines and one.
fn settle(both: &Two) {
    for machine in [&both.home, &both.work, &both.home] {
        machine.riffle(&["sync"]).ok();
    }
    let tree = |machine: &Sandbox| machine.git(&["rev-parse", "HEAD^{tree}"]).ok();
    assert_eq!(tree(&both.home), tree(&both.work));
    assert_eq!(both.home.git(&["status", "--porcelain"]).ok(), "");
    assert_eq!(both.work.git(&["status", "--porcelain"]).ok(), "");
}

fn notes(machine: &Sandbox) -> Vec<String> {
    machine.files().into_iter().map(|(path, _)| path).filter(|path| path.ends_with(".md")).collect()
}

#[test]
fn notes_whose_names_differ_by_case_both_live_on_both_machines() {
    let both = two();
    both.home.write("notes/Idea.md", "---\nid: 01k0aaaaaaaaaaaaaaaaaaaaaa\n---\nhome's words\n");
    both.work.write("notes/idea.md", "---\nid: 01k0bbbbbbbbbbbbbbbbbbbbcd\n---\nwork's words\n");
    both.work.write("notes/links.md", "to [[idea]] and [it](idea.md)\n");
    both.home.riffle(&["sync"]).ok();
    let said = both.work.riffle(&["sync"]);
    assert!(said.err.contains("notes/idea-bbcd.md"), "{said:?}");
    let report = &both.work.riffle(&["sync", "--json"]).json()[0];
    assert_eq!((report["held"].as_array().unwrap().len(), report["state"].as_str()), (0, Some("synced")));

    settle(&both);

    assert_eq!(both.home.files(), both.work.files());
    assert!(
        both.home.read("notes/Idea.md").contains("home's") && both.home.read("notes/idea-bbcd.md").contains("work's")
    );
    assert_eq!(both.home.read("notes/links.md"), "to [[idea-bbcd]] and [it](idea-bbcd.md)\n");
}

#[test]
fn a_folder_renamed_by_case_on_one_side_loses_nothing_of_the_other() {
    let both = two();
    for name in ["a", "b", "c"] {
        both.home.write(&format!("projects/{name}.md"), format!("# {name}\n\n1\n\n2\n"));
    }
    settle(&both);
    both.home.write("projects/a.md", "# a\n\n1\n\n2, edited\n");
    both.home.write("projects/d.md", "# d\n");
    std::fs::rename(both.work.store.join("projects"), both.work.store.join("Projects")).unwrap();

    settle(&both);
    settle(&both);

    assert_eq!(both.home.files(), both.work.files());
    let names: Vec<String> = notes(&both.home).into_iter().filter(|path| !path.starts_with("notes/")).collect();
    assert_eq!(names, ["Projects/a.md", "Projects/b.md", "Projects/c.md", "Projects/d.md"]);
    assert!(both.home.read("Projects/a.md").contains("2, edited"));
}

#[test]
fn what_cannot_be_written_here_is_shown_everywhere_and_passed_on() {
    let both = two();
    both.home.write("notes/with\\backslash.md", "words\n");
    both.home.write("notes/with\u{7}bell.md", "words\n");
    symlink("2026/tea.md", both.home.store.join("notes/link.md")).unwrap();
    both.home.git(&["add", "-A"]).ok();
    both.home.git(&["commit", "-qm", "by hand"]).ok();
    both.home.riffle(&["sync"]).ok();

    let said = both.work.riffle(&["sync"]);

    assert!(said.out.contains("3 held back") && said.err.contains("notes/link.md"), "{said:?}");
    for _ in 0..3 {
        both.work.write("notes/mine.md", both.work.read("notes/2026/tea.md") + "more\n");
        settle(&both);
    }
    let status = both.work.riffle(&["sync", "--status"]);
    assert!(status.out.contains("3 held back"), "{status:?}");
    assert!(!status.err.contains('\u{7}') && !said.err.contains('\u{7}'));
    let held = &both.work.riffle(&["sync", "--status", "--json"]).json()[0]["held"];
    assert_eq!(held.as_array().unwrap().len(), 3, "{held}");
    assert!(held[0]["why"].is_string(), "{held}");
    assert!(both.work.riffle(&["doctor"]).out.contains("notes/link.md"));
    let tree = both.work.git(&["ls-tree", "-r", "--name-only", "-z", "HEAD"]).ok();
    assert!(tree.contains("with\\backslash.md") && tree.contains("notes/link.md"), "{tree:?}");

    // Truly removed by the one who has them, they go.
    for name in ["with\\backslash.md", "with\u{7}bell.md", "link.md"] {
        std::fs::remove_file(both.home.store.join("notes").join(name)).unwrap();
    }
    settle(&both);
    assert!(!both.work.riffle(&["sync"]).out.contains("held"));
    assert!(!both.work.git(&["ls-tree", "-r", "--name-only", "HEAD"]).ok().contains("link.md"));
}

#[test]
fn a_cleared_state_folder_and_a_commit_by_hand_remove_nothing_that_is_held() {
    let both = two();
    symlink("2026/tea.md", both.home.store.join("notes/link.md")).unwrap();
    both.home.git(&["add", "-A"]).ok();
    both.home.git(&["commit", "-qm", "by hand"]).ok();
    both.home.riffle(&["sync"]).ok();
    both.work.riffle(&["sync"]).ok();

    std::fs::remove_dir_all(both.work.home().join(".local/state")).unwrap();
    both.work.write("notes/x.md", "x\n");
    both.work.git(&["add", "-A"]).ok();
    both.work.git(&["commit", "-qam", "by hand"]).ok();
    let said = both.work.riffle(&["sync"]);
    assert!(said.out.contains("Synced"), "{said:?}");
    both.work.write("notes/y.md", "y\n");
    both.work.riffle(&["sync"]).ok();
    both.home.riffle(&["sync"]).ok();

    assert!(both.home.store.join("notes/link.md").is_symlink());
    assert_eq!(both.home.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_note_renamed_by_case_follows_the_other_sides_edit() {
    let both = two();
    both.home.write("notes/idea.md", "# Idea\n\n1\n\n2\n");
    settle(&both);
    std::fs::rename(both.home.store.join("notes/idea.md"), both.home.store.join("notes/Idea.md")).unwrap();
    both.work.write("notes/idea.md", "# Idea\n\n1\n\n2, edited\n");

    settle(&both);

    assert_eq!(notes(&both.work), ["notes/2026/tea.md", "notes/Idea.md"]);
    assert!(both.home.read("notes/Idea.md").contains("edited"));
    assert_eq!(both.home.files(), both.work.files());
}

#[test]
fn pictures_whose_names_differ_by_case_both_live() {
    let both = two();
    both.home.write("attachments/Photo.PNG", b"home\0");
    both.home.write("notes/home.md", "![](../attachments/Photo.PNG)\n");
    both.work.write("attachments/photo.png", b"work\0");
    both.work.write("notes/work.md", "![](../attachments/photo.png)\n");

    settle(&both);

    assert_eq!(both.home.files(), both.work.files());
    let pictures: Vec<_> = both.home.files().into_iter().filter(|(path, _)| path.starts_with("attachments/")).collect();
    assert_eq!(pictures.len(), 2, "{pictures:?}");
    for (note, words) in [("notes/home.md", b"home\0"), ("notes/work.md", b"work\0")] {
        let text = both.home.read(note);
        let target = text.trim().trim_start_matches("![](../").trim_end_matches(')').to_owned();
        assert!(pictures.iter().any(|(path, bytes)| *path == target && bytes == words), "{text} {pictures:?}");
    }
}

#[test]
fn twins_that_git_made_are_both_read_on_every_machine() {
    let both = two();
    both.home.write("notes/Note.md", "first\n");
    both.home.write("notes/note.md", "second\n");
    both.home.git(&["add", "-A"]).ok();
    both.home.git(&["commit", "-qm", "by hand"]).ok();
    both.home.git(&["push", "-q", "origin", "main"]).ok();

    both.work.riffle(&["sync"]).ok();
    settle(&both);

    let all: String =
        both.work.files().into_iter().map(|(_, text)| String::from_utf8_lossy(&text).into_owned()).collect();
    assert!(all.contains("first") && all.contains("second"));
    assert_eq!(notes(&both.work).len(), 3, "{:?}", notes(&both.work));
}

#[test]
fn a_note_that_became_a_folder_is_synced() {
    let both = two();
    both.home.write("notes/x.md", "file\n");
    settle(&both);
    std::fs::remove_file(both.home.store.join("notes/x.md")).unwrap();
    both.home.write("notes/x.md/inside.md", "folder\n");

    settle(&both);

    assert_eq!(both.home.files(), both.work.files());
    assert_eq!(both.work.read("notes/x.md/inside.md"), "folder\n");
}

#[test]
fn a_note_written_where_a_held_link_is_leaves_the_link_beside_it() {
    for is_state_lost in [false, true] {
        let both = two();
        symlink("2026/tea.md", both.home.store.join("notes/link.md")).unwrap();
        both.home.git(&["add", "-A"]).ok();
        both.home.git(&["commit", "-qm", "by hand"]).ok();
        both.home.riffle(&["sync"]).ok();
        both.work.riffle(&["sync"]).ok();
        if is_state_lost {
            std::fs::remove_dir_all(both.work.home().join(".local/state")).unwrap();
        }
        both.work.write("notes/link.md", "words\n");

        settle(&both);
        settle(&both);

        assert_eq!(both.home.read("notes/link.md"), "words\n");
        let links = both.home.git(&["ls-files", "-s", "notes/link-*.md"]).ok();
        assert!(links.starts_with("120000") && links.lines().count() == 1, "{links:?} {is_state_lost}");
    }
}
