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
