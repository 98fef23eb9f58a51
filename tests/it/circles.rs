//! No two files import each other, but a folder's head and its children.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms within a module, and those beside it that each may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("git::backup", &[]),
    ("git::program", &[]),
    ("git::safe_path", &[]),
    ("git::settings", &[]),
    ("git::objects", &["git::program"]),
    ("git::locks", &["git::backup"]),
    ("git::transport", &["git::program"]),
    ("git::limits", &["git::objects"]),
    ("git::maintenance", &["git::program"]),
    ("git::user_index", &["git::backup", "git::locks", "git::objects", "git::safe_path"]),
    ("git::commit", &["git::objects", "git::user_index"]),
    ("git::sync", &["git::limits", "git::objects", "git::safe_path", "git::transport", "git::user_index"]),
    ("git::repair", &["git::backup", "git::objects", "git::settings", "git::transport"]),
    ("git::stuck", &["git::backup", "git::repair"]),
    ("git::open", &["git::program", "git::repair", "git::settings", "git::stuck"]),
    (
        "git::clone",
        &[
            "git::locks",
            "git::objects",
            "git::program",
            "git::safe_path",
            "git::settings",
            "git::stuck",
            "git::transport",
        ],
    ),
    ("team::read", &[]),
    ("team::readme", &[]),
    ("team::publish", &["team::read"]),
    ("team::founding", &["team::read", "team::readme"]),
    ("team::dated", &[]),
    ("team::digest", &["team::readme"]),
    ("team::inspect", &["team::publish", "team::read", "team::readme", "team::request", "team::site"]),
    ("team::request", &["team::dated", "team::publish", "team::read", "team::readme"]),
    ("team::site", &["team::publish", "team::read", "team::request"]),
    ("team::thanks", &["team::dated", "team::publish", "team::read", "team::readme"]),
    ("tui::theme", &[]),
    ("tui::terminal", &[]),
    ("tui::widget", &["tui::theme"]),
    ("tui::core", &["tui::terminal"]),
    ("tui::overlay", &["tui::core", "tui::theme", "tui::widget"]),
    ("tui::screen", &["tui::core", "tui::overlay", "tui::theme", "tui::widget"]),
    ("tui::app", &["tui::core", "tui::overlay", "tui::screen", "tui::theme", "tui::widget"]),
    ("tui::run", &["tui::app", "tui::core", "tui::overlay", "tui::terminal", "tui::theme", "tui::widget"]),
];

/// What the workbench may name of its screens: what all of them share.
const OF_SCREENS: &[&str] = &["tui::screen", "tui::screen::session", "tui::screen::shared"];

type Graph = BTreeMap<String, BTreeSet<String>>;

/// Every module of a file, by its path (`ops::core::act`), with its text without comments and tests.
fn modules() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.clone()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                let path = entry.strip_prefix(&root).unwrap().with_extension("");
                let name = path.to_string_lossy().replace('/', "::");
                let text = fs::read_to_string(&entry).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                found.insert(name.trim_end_matches("::mod").to_owned(), lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    found
}

/// All paths that a text names: those of its `use` lines, each alone, and those that begin with `crate` or `super`.
fn paths(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("use ") {
        let before = rest[..at].rsplit('\n').next().unwrap().trim();
        let tree = &rest[at + 4..];
        rest = tree;
        if before.is_empty() || before == "pub" || before.starts_with("pub(") && before.ends_with(')') {
            let (used, after) = tree.split_once(';').unwrap();
            expand(&[], used, &mut found);
            rest = after;
        }
    }
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        if word.starts_with("crate::") || word.starts_with("super::") {
            found.push(word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
    }
    found
}

fn expand(before: &[String], tree: &str, found: &mut Vec<Vec<String>>) {
    let tree = tree.trim();
    let (head, group) = tree.split_once('{').map_or((tree, None), |(head, group)| (head, Some(group)));
    let parts = head.split("::").map(|part| part.split(" as ").next().unwrap().trim().to_owned());
    let path: Vec<String> = before.iter().cloned().chain(parts.filter(|part| !part.is_empty())).collect();
    let Some(group) = group else { return found.push(path) };
    let (mut depth, mut start) = (0, 0);
    let inner = group.rsplit_once('}').map_or(group, |(inner, _)| inner);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[start..at].trim().is_empty() {
                    expand(&path, &inner[start..at], found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The path from the top of the program that a path in a module means.
fn absolute(module: &str, path: &[String]) -> Vec<String> {
    let mut base: Vec<String> = module.split("::").map(str::to_owned).collect();
    let own = path.iter().take_while(|part| matches!(part.as_str(), "crate" | "self" | "super")).count();
    for part in &path[..own] {
        match part.as_str() {
            "crate" => base.clear(),
            "super" => drop(base.pop()),
            _ => {}
        }
    }
    base.into_iter().chain(path[own..].iter().cloned()).collect()
}

/// Which module uses which, heads of folders and what is below them left out.
fn graph() -> Graph {
    let modules = modules();
    let named: BTreeMap<&String, Vec<Vec<String>>> = modules
        .iter()
        .map(|(module, text)| (module, paths(text).iter().map(|path| absolute(module, path)).collect()))
        .collect();
    // What a head names again is found under its own name too.
    let again: BTreeMap<String, String> = named
        .iter()
        .flat_map(|(module, paths)| paths.iter().map(move |path| (module, path.join("::"))))
        .filter(|(module, path)| modules.contains_key(path) && path.starts_with(&format!("{module}::")))
        .map(|(module, path)| (format!("{module}::{}", path.rsplit("::").next().unwrap()), path.clone()))
        .collect();
    let meant = |path: &Vec<String>| {
        (1..=path.len()).rev().find_map(|length| {
            let name = path[..length].join("::");
            let name = again.get(&name).unwrap_or(&name);
            modules.contains_key(name).then(|| name.clone())
        })
    };
    let is_above = |head: &str, below: &str| below.starts_with(&format!("{head}::"));
    let used = |module: &String, paths: &[Vec<String>]| {
        let used = paths.iter().filter_map(meant);
        used.filter(|other| other != module && !is_above(other, module) && !is_above(module, other)).collect()
    };
    named.into_iter().map(|(module, paths)| (module.clone(), used(module, &paths))).collect()
}

fn reached<'g>(graph: &'g Graph, from: &str) -> BTreeSet<&'g str> {
    let (mut seen, mut pending) = (BTreeSet::new(), vec![from]);
    while let Some(module) = pending.pop() {
        for other in graph.get(module).into_iter().flatten() {
            if seen.insert(other.as_str()) {
                pending.push(other);
            }
        }
    }
    seen
}

#[test]
fn no_two_files_import_each_other() {
    let graph = graph();
    assert!(graph["ops::write::capture"].contains("ops::core::transaction"), "{:?}", graph["ops::write::capture"]);
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        graph.keys().map(|module| (module.as_str(), reached(&graph, module))).collect();
    let circles: BTreeSet<Vec<&str>> = reached
        .iter()
        .filter(|(module, below)| below.contains(*module))
        .map(|(module, below)| below.iter().filter(|other| reached[*other].contains(module)).copied().collect())
        .collect();

    assert_eq!(circles, BTreeSet::<Vec<&str>>::new());
}

#[test]
fn every_room_uses_only_the_rooms_below_it() {
    let graph = graph();
    let is_in = |file: &str, room: &str| file == room || file.starts_with(&format!("{room}::"));
    for (room, below) in ROOMS {
        let head = room.rsplit_once("::").unwrap().0;
        let own = graph.iter().filter(|(file, _)| is_in(file, room));
        for (file, used) in own.filter(|(file, _)| !file.ends_with("::tests") && !file.contains("::tests::")) {
            let beside = used.iter().filter(|other| is_in(other, head) && !is_in(other, room));
            let up = beside.filter(|other| !below.iter().any(|room| is_in(other, room)));
            assert_eq!(up.collect::<Vec<_>>(), Vec::<&String>::new(), "{file}");
        }
    }
}

#[test]
fn only_the_table_of_screens_names_a_screen() {
    let graph = graph();
    let outside = graph.iter().filter(|(file, _)| !file.starts_with("tui::screen") && !file.ends_with("::tests"));
    for (file, used) in outside {
        let named =
            used.iter().filter(|other| other.starts_with("tui::screen") && !OF_SCREENS.contains(&other.as_str()));
        assert_eq!(named.collect::<Vec<_>>(), Vec::<&String>::new(), "{file}");
    }
    assert!(graph["tui::app::view"].contains("tui::screen"), "{:?}", graph["tui::app::view"]);
}
