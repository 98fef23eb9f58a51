//! The written pages say what the program does.

use std::fs;
use std::path::Path;

use crate::support::{Ran, Sandbox};

/// Compares a page with what the program says; `RIFFLE_WRITE_DOCS=1` writes it instead.
#[track_caller]
fn same(page: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    if std::env::var_os("RIFFLE_WRITE_DOCS").is_some() {
        fs::write(&file, text).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == text, "{page} is not what the program says; RIFFLE_WRITE_DOCS=1 cargo test docs writes it");
}

#[test]
fn the_page_of_commands_is_what_the_program_says() {
    same("docs/cli.md", &riffle::cli::docs());
}

#[test]
fn the_page_of_keys_is_what_the_program_says() {
    same("docs/keys.md", &riffle::keymap::docs());
}

#[test]
fn every_command_that_the_readme_names_exists() {
    let readme = include_str!("../../README.md");
    let docs = riffle::cli::docs();

    let named = readme
        .split('`')
        .filter_map(|words| words.split("riffle ").nth(1))
        .filter_map(|rest| rest.split_whitespace().next().filter(|word| word.chars().all(|c| c.is_ascii_lowercase())));
    for command in named {
        assert!(docs.contains(&format!("### {command}")), "README names `riffle {command}`");
    }
}

/// The names of tests in a page: three words or more, in backticks.
fn tests_named(page: &str) -> Vec<&str> {
    let is_name = |word: &&str| {
        word.split('_').filter(|part| !part.is_empty()).count() > 2
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    page.split('`').filter(is_name).collect()
}

/// The text of all files of Rust below a folder.
fn code(folder: &Path) -> String {
    let inside = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: std::path::PathBuf| match path.extension() {
        _ if path.is_dir() => code(&path),
        Some(end) if end == "rs" => fs::read_to_string(path).unwrap(),
        Some(_) | None => String::new(),
    };
    inside.map(text).collect()
}

#[test]
fn every_test_that_the_page_of_rules_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = code(&root.join("src")) + &code(&root.join("tests"));
    let named = tests_named(include_str!("../../docs/ux.md"));

    assert!(named.len() > 100, "{}", named.len());
    for name in named {
        assert!(code.contains(&format!("fn {name}(")), "docs/ux.md names {name}");
    }
}

#[test]
fn the_settings_that_the_readme_shows_are_all_understood() {
    let sandbox = Sandbox::new();
    let examples: Vec<&str> = include_str!("../../README.md")
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```").map(|(example, _)| example))
        .collect();
    let [config, keymap, theme] = examples[..] else { panic!("three files are shown: {examples:#?}") };
    let folder = sandbox.home().join("settings");
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in [("config.toml", config), ("keymap.toml", keymap), ("theme.toml", theme)] {
        fs::write(folder.join(name), text).unwrap();
    }

    let checks = Ran::of(sandbox.command(&["doctor", "--json"]).env("RIFFLE_CONFIG_DIR", &folder)).json();

    let configuration: Vec<_> = checks.iter().filter(|check| check["check"] == "configuration").collect();
    assert!(configuration.iter().all(|check| check["state"] == "ok"), "{configuration:#?}");
}

#[test]
fn every_file_that_the_page_of_the_architecture_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let quoted = page.split('`').skip(1).step_by(2);
    let files =
        quoted.filter(|it| it.ends_with(".rs") && it.contains('/') && !it.contains(' ') && !it.contains("NAME"));
    let missing: Vec<&str> =
        files.filter(|it| !root.join("src").join(it).exists() && !root.join(it).exists()).collect();

    assert_eq!(missing, [""; 0]);
}
