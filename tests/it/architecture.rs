//! Who may use whom, and where the walls around crates are.

use std::fs;
use std::path::Path;

/// The table of docs/architecture.md: a module and the modules of ours that it may use.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("disk", &[]),
    ("parallel", &[]),
    ("paths", &[]),
    ("process", &[]),
    ("render", &[]),
    ("text", &[]),
    ("keymap", &["text"]),
    ("entry", &["text"]),
    ("formats", &["entry", "text"]),
    ("feed", &["text"]),
    ("items", &["disk", "entry"]),
    ("records", &["disk"]),
    ("git", &["disk", "entry", "parallel", "process", "records", "text"]),
    ("query", &["entry", "text"]),
    ("store", &["entry", "disk", "parallel", "text"]),
    ("config", &["entry", "paths", "disk", "text"]),
    ("index", &["entry", "query", "disk"]),
    ("web", &["disk", "records", "text"]),
    ("document", &["process", "text", "web"]),
    ("team", &["entry", "formats", "git", "disk", "text"]),
    (
        "ops",
        &[
            "clock", "config", "disk", "document", "entry", "feed", "formats", "git", "index", "items", "parallel",
            "paths", "process", "query", "records", "store", "team", "text", "web",
        ],
    ),
    ("tui", &["ops", "entry", "query", "keymap", "config", "clock", "render", "text"]),
    ("cli", &["ops", "entry", "query", "keymap", "config", "clock", "paths", "render", "text", "tui"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// A crate and the files that may name it.
const WALLS: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui", "keymap/key.rs"]),
    ("tantivy", &["index"]),
    ("git2", &["git"]),
    ("directories", &["paths"]),
    ("ureq", &["web"]),
    ("rusqlite", &["items"]),
    ("feed_rs", &["feed"]),
    ("pdf_extract", &["document"]),
];

/// Every source file with its path below `src`.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

fn module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The modules of ours that a line names, as `crate::name` or in a group `crate::{a, b}`.
fn used(line: &str) -> Vec<&str> {
    line.split("crate::")
        .skip(1)
        .flat_map(|rest| {
            let names = rest.strip_prefix('{').map_or(rest, |group| group.split('}').next().unwrap());
            let grouped = rest.starts_with('{');
            names
                .split([',', ' '])
                .take(if grouped { 20 } else { 1 })
                .map(|name| name.trim().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap())
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_module_uses_only_what_is_below_it() {
    let modules: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let module = module(&file);
        let (_, allowed) =
            LAYERS.iter().find(|(name, _)| *name == module).unwrap_or_else(|| panic!("{file} has no layer"));
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let outside = used(line).into_iter().filter(|name| *name != module && modules.contains(name));
            wrong.extend(outside.filter(|name| !allowed.contains(name)).map(|name| format!("{file} uses {name}")));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn each_walled_crate_is_named_only_behind_its_wall() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (name, homes) in
            WALLS.iter().filter(|(_, homes)| !homes.contains(&module(&file)) && !homes.contains(&file.as_str()))
        {
            let named = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let named = named.filter(|line| line.contains(&format!("{name}::")));
            wrong.extend(named.map(|line| format!("{file}: {} (only in {homes:?})", line.trim())));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_test_file_is_part_of_the_integration_binary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = fs::read_to_string(root.join("main.rs")).unwrap();
    let files = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());

    let forgotten: Vec<String> = files
        .filter(|file| file.ends_with(".rs") && file != "main.rs")
        .filter(|file| !main.contains(&format!("mod {};", file.trim_end_matches(".rs"))))
        .collect();

    assert_eq!(forgotten, Vec::<String>::new());
}

#[test]
fn the_living_page_says_the_same_layers() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();

    for (module, allowed) in LAYERS.iter().filter(|(_, allowed)| !allowed.is_empty()) {
        let row = format!("| {module} | {} |", allowed.join(", "));
        assert!(page.contains(&row), "docs/architecture.md lacks the row {row}");
    }
}

#[test]
fn nothing_forces_a_push_resets_a_work_tree_or_removes_folders_of_a_store() {
    let everywhere = ["--force", "reset --hard", "checkout -f", "\"clean\"", "\"stash\""];
    let in_stores = ["remove_dir_all", "fs::remove_file"];
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap();
        if file.contains("test") {
            continue;
        }
        let handles_stores = ["store/", "git/", "ops/"].iter().any(|folder| file.starts_with(folder));
        let forbidden = everywhere.iter().chain(in_stores.iter().filter(|_| handles_stores));
        for words in forbidden.filter(|words| code.contains(**words)) {
            wrong.push(format!("{file}: {words}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What sends something to a team, and the only files that may do it.
const SENDERS: &[(&str, &[&str])] = &[
    ("publish::build(", &["ops/share/build.rs"]),
    ("publish::line(", &["ops/share/contribution/words.rs"]),
    ("bare.push(", &["team/publish/deliver/mod.rs"]),
    (
        "deliver::deliver::<",
        &[
            "ops/share/publish.rs",
            "ops/share/withdraw.rs",
            "ops/share/listed.rs",
            "ops/share/contribution/send.rs",
            "ops/team/open.rs",
        ],
    ),
];

#[test]
fn nothing_leaves_for_a_team_but_by_the_one_builder_and_the_one_delivery() {
    let mut wrong = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| !file.contains("test")) {
        for (words, _) in
            SENDERS.iter().filter(|(words, homes)| text.contains(words) && !homes.contains(&file.as_str()))
        {
            wrong.push(format!("{file}: {words}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
