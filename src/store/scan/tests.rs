#![expect(clippy::disallowed_methods, reason = "the tests write as other programs do")]

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use tempfile::TempDir;

use super::*;

fn folder_with(files: &[&str]) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, "text");
    }
    let store = Store::open(folder.path(), Vec::new()).unwrap();
    (folder, store)
}

fn write(root: &Path, file: &str, text: &str) {
    let file = root.join(file);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

fn path(text: &str) -> EntryPath {
    EntryPath::new(text).unwrap()
}

fn touched(store: &Store) -> Vec<String> {
    scan(store, &Stamps::default()).unwrap().touched.iter().map(ToString::to_string).collect()
}

fn remember(store: &Store) -> Stamps {
    let found = scan(store, &Stamps::default()).unwrap().touched;
    found.iter().map(|path| (path.as_str(), stamp(store, path).unwrap().0)).collect()
}

/// Whether permissions mean something to whoever runs the tests.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[test]
fn markdown_files_are_found_in_path_order_and_nothing_else() {
    let (_folder, store) = folder_with(&[
        ".riffle/store.toml",
        "notes/b.md",
        "notes/2026/a.markdown",
        "README.MD",
        "notes/pages/in.md",
        "notes/picture.png",
        "md",
        ".md",
        ".hidden/x.md",
        "notes/.hidden.md",
        "notes/node_modules/x.md",
        "pages/2026/x.md",
        "templates/x.md",
        "media/x.md",
    ]);

    assert_eq!(touched(&store), ["README.MD", "notes/2026/a.markdown", "notes/b.md", "notes/pages/in.md"]);
}

#[test]
fn ignore_files_are_honoured_outside_of_a_repository() {
    let (folder, store) =
        folder_with(&["a.md", "build/a.md", "notes/a.md", "notes/b.md", "notes/draft-1.md", "notes/sub/a.md"]);
    write(folder.path(), ".gitignore", "\u{feff}build/\ndraft-*.md\r\n# a.md\nnotes/sub\n");
    write(folder.path(), "notes/.gitignore", "/b.md\n!draft-1.md\n");
    assert_eq!(touched(&store), ["a.md", "notes/a.md", "notes/draft-1.md"]);

    write(folder.path(), ".riffleignore", "/a.md\n!notes/b.md\n");
    assert_eq!(touched(&store), ["notes/a.md", "notes/b.md", "notes/draft-1.md"]);
}

#[test]
fn an_ignore_file_that_is_a_link_or_binary_does_no_harm() {
    let (folder, store) = folder_with(&["a.md"]);
    fs::write(folder.path().join(".gitignore"), b"\xff\xfe[\n\0\n").unwrap();
    symlink("/dev/zero", folder.path().join(".riffleignore")).unwrap();

    assert_eq!(touched(&store), ["a.md"]);
}

#[test]
fn nothing_changed_is_nothing_touched_and_edits_are_seen() {
    let (folder, store) = folder_with(&["a.md", "b.md", "c.md", "d/e.md"]);
    let remembered = remember(&store);
    let quiet = scan(&store, &remembered).unwrap();
    assert_eq!((quiet.touched, quiet.gone, quiet.entries), (vec![], vec![], 4));

    write(folder.path(), "b.md", "longer text");
    let touch = fs::File::options().write(true).open(folder.path().join("c.md")).unwrap();
    touch.set_modified(std::time::UNIX_EPOCH).unwrap();
    write(folder.path(), "new.md", "text");
    fs::remove_dir_all(folder.path().join("d")).unwrap();
    let scan = scan(&store, &remembered).unwrap();

    assert_eq!(scan.touched, [path("b.md"), path("c.md"), path("new.md")]);
    assert_eq!((scan.gone, scan.entries), (vec![path("d/e.md")], 4));
    let before = remembered.get("c.md").unwrap().1;
    assert_eq!(stamp(&store, &path("c.md")).unwrap().0.hash, before.hash, "touched, not changed");
}

#[test]
fn an_entry_that_is_ignored_by_now_is_gone() {
    let (folder, store) = folder_with(&["a.md", "b.md"]);
    let remembered = remember(&store);

    write(folder.path(), ".riffleignore", "b.md");

    assert_eq!(scan(&store, &remembered).unwrap().gone, [path("b.md")]);
}

#[test]
fn links_are_not_followed_and_those_that_lead_out_are_named() {
    let (folder, store) = folder_with(&["notes/a.md"]);
    let (outside, _) = folder_with(&["secret.md", "more/x.md"]);
    symlink("a.md", folder.path().join("notes/same.md")).unwrap();
    symlink(outside.path().join("secret.md"), folder.path().join("out.md")).unwrap();
    symlink("nowhere", folder.path().join("dangling.md")).unwrap();
    symlink("loop.md", folder.path().join("loop.md")).unwrap();
    symlink(outside.path().join("more"), folder.path().join("more")).unwrap();
    symlink(".", folder.path().join("round")).unwrap();

    let scan = scan(&store, &Stamps::default()).unwrap();

    assert_eq!((scan.touched, scan.entries), (vec![path("notes/a.md")], 1));
    assert_eq!(scan.problems.len(), 3, "{:?}", scan.problems);
    assert_eq!(scan.problems[0], "dangling.md is left out: it is a symbolic link to nothing");
    assert!(scan.problems[1].starts_with("loop.md is left out: "));
    assert_eq!(scan.problems[2], "out.md is left out: it is a symbolic link out of the store");
}

#[test]
fn odd_names_are_entries_and_names_that_are_no_text_are_named() {
    let (folder, store) = folder_with(&["line\nbreak\u{1b}[2J.md", "  .md", "名前.md"]);
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9.md")), "text").unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9.png")), "text").unwrap();

    let scan = scan(&store, &Stamps::default()).unwrap();

    assert_eq!(scan.entries, 3);
    assert_eq!(scan.problems, ["caf\u{fffd}.md is left out: its name is not UTF-8"]);
}

#[test]
fn a_pipe_is_left_out_and_does_not_hold_the_scan_up() {
    let (folder, store) = folder_with(&["a.md"]);
    let pipe = folder.path().join("pipe.md");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();

    let scan = scan(&store, &Stamps::default()).unwrap();

    assert_eq!((scan.entries, scan.problems), (1, vec!["pipe.md is left out: it is not a regular file".to_owned()]));
    assert!(matches!(stamp(&store, &path("pipe.md")), Err(Error::Read { .. })));
}

#[test]
fn what_lies_in_a_folder_that_cannot_be_read_is_not_gone() {
    let (folder, store) = folder_with(&["a.md", "locked/b.md", "locked/deep/c.md"]);
    let remembered = remember(&store);
    fs::remove_file(folder.path().join("a.md")).unwrap();
    fs::set_permissions(folder.path().join("locked"), Permissions::from_mode(0o000)).unwrap();

    let scan = scan(&store, &remembered).unwrap();

    fs::set_permissions(folder.path().join("locked"), Permissions::from_mode(0o700)).unwrap();
    assert_eq!(scan.gone, [path("a.md")]);
    if !is_root() {
        assert_eq!(scan.problems.len(), 1);
        assert!(scan.problems[0].starts_with("locked cannot be read: "), "{:?}", scan.problems);
    }
}

#[test]
fn nothing_is_gone_below_what_is_unknown() {
    let remembered: Stamps = ["a.md", "locked/b.md", "lock.md"]
        .map(|name| (name, Stamp { mtime: 0, size: 0, hash: 0 }))
        .into_iter()
        .collect();

    let walk = Walk { unknown: vec!["locked/".into()], ..Walk::default() };

    assert_eq!(gone(&walk, &remembered), [path("a.md"), path("lock.md")]);
}

#[test]
fn a_store_that_has_vanished_is_an_error_and_not_an_empty_store() {
    let (folder, store) = folder_with(&["a.md"]);
    let remembered = remember(&store);
    drop(folder);

    assert!(matches!(scan(&store, &remembered), Err(Error::Read { .. })));
}

#[test]
fn a_stamp_tells_contents_apart_and_comes_with_the_bytes() {
    let (folder, store) = folder_with(&["a.md"]);
    let (before, bytes) = stamp(&store, &path("a.md")).unwrap();
    assert_eq!((bytes.as_slice(), before.size), (b"text".as_slice(), 4));

    write(folder.path(), "a.md", "tent");

    assert_ne!(stamp(&store, &path("a.md")).unwrap().0.hash, before.hash);
    assert!(matches!(stamp(&store, &path("b.md")), Err(Error::Missing(_))));
}

#[test]
fn of_a_large_file_only_the_first_part_is_read() {
    let (folder, store) = folder_with(&[]);
    // Sparse, and with a character cut where the part ends.
    write(folder.path(), "big.md", &("a".repeat(999_999) + "ä"));
    fs::File::options().write(true).open(folder.path().join("big.md")).unwrap().set_len(200_000_000).unwrap();

    let (stamp, bytes) = stamp(&store, &path("big.md")).unwrap();

    assert_eq!((stamp.size, bytes.len()), (200_000_000, 999_999));
}

#[test]
fn what_a_file_will_be_is_what_it_is_then() {
    let (_folder, store) = folder_with(&["tea.md"]);
    let time = fs::metadata(store.file(&path("tea.md")).unwrap()).unwrap().modified().unwrap();

    assert_eq!(stamp_of(b"text", time), stamp(&store, &path("tea.md")).unwrap().0);
}

#[test]
fn in_an_adopted_folder_only_what_its_settings_say_holds_no_entries() {
    let (folder, _) = folder_with(&[
        ".obsidian/app.json",
        ".riffle/store.toml",
        "pages/a.md",
        "pages/2026/01jn8k4w000000000000000000.md",
        "media/b.md",
        "templates/c.md",
        "Extras/Templates/d.md",
    ]);
    let open = || Store::open(folder.path(), Vec::new()).unwrap();
    let rest = ["media/b.md", "pages/a.md", "templates/c.md"];

    assert_eq!(touched(&open()), [&["Extras/Templates/d.md"], rest.as_slice()].concat());
    write(folder.path(), ".obsidian/templates.json", "{\"folder\": \"Extras/Templates\"}");
    assert_eq!(touched(&open()), rest);
    assert!(open().is_entry(&path("templates/c.md")) && !open().is_entry(&path("Extras/Templates/d.md")));
    fs::remove_dir_all(folder.path().join(".obsidian")).unwrap();
    assert_eq!(touched(&open()), ["Extras/Templates/d.md"], "a store that Riffle made");
    write(folder.path(), ".riffle/store.toml", "schema = 1\nadopted = true\n");
    assert_eq!(touched(&open()).len(), 4);
}

#[test]
fn markdown_files_that_are_no_entries_are_counted_by_their_reason() {
    let (folder, _) = folder_with(&[
        "a.md",
        "drafts/b.md",
        "drafts/deep/c.md",
        ".hidden/d.md",
        ".git/e.md",
        "x/node_modules/p/f.md",
        "templates/g.md",
        "clone/.git/HEAD",
        "clone/h.md",
    ]);
    write(folder.path(), ".gitignore", "drafts/\n");
    write(folder.path(), ".riffle/store.toml", "schema = 1\n");
    let store = Store::open(folder.path(), Vec::new()).unwrap();

    let found: Vec<(String, usize)> = others::find(&store).into_iter().map(|it| (it.place, it.files)).collect();

    let expected = [(".hidden", 1), ("drafts", 2), ("templates", 1), ("x/node_modules", 1)];
    assert_eq!(found, expected.map(|(place, files)| (place.to_owned(), files)));
}
