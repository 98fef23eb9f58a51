//! The first-run question: where the notes shall live and which keys, nothing else.

use std::path::{Path, PathBuf};

use super::open::Place;
use super::output::{Failure, Output};
use crate::ops;

const KEYMAPS: [&str; 4] = ["default", "vim", "emacs", "plain"];

/// Asks for a folder and a keymap, makes the store, and remembers both. `None` when the person leaves.
pub(super) fn ask(place: &Place, output: &mut Output) -> Result<Option<PathBuf>, Failure> {
    let default = home().join("notes");
    output.line("Welcome to Riffle. Your notes are Markdown files in a folder of yours.")?;
    output.line("An existing folder is fine; nothing in it is rewritten. To try Riffle out first: `riffle demo`.")?;
    let Some(answer) = output.ask(&format!("Folder [{}]: ", default.display()))? else { return Ok(None) };
    let root = if answer.is_empty() { default } else { expanded(&answer) };
    let Some(keymap) = keymap(output)? else { return Ok(None) };
    let Place { paths, config, clock } = place;
    let made = ops::init::init(&root, None, paths.clone(), config.clone(), *clock)?;
    output.warnings(&made.warnings);
    ops::init::remember(paths, &made.path, keymap)?;
    output.line(format!("Your store: {}", made.path.display()))?;
    output.flush()?;
    Ok(Some(made.path))
}

fn keymap(output: &mut Output) -> Result<Option<&'static str>, Failure> {
    loop {
        let choices = "Keys: 1 default (letters and arrows), 2 vim, 3 emacs, 4 plain (menus and function keys) [1]: ";
        let Some(answer) = output.ask(choices)? else { return Ok(None) };
        let number = if answer.is_empty() { Ok(1) } else { answer.parse::<usize>() };
        let by_number = number.ok().and_then(|number| KEYMAPS.get(number.checked_sub(1)?));
        if let Some(keymap) = by_number.or_else(|| KEYMAPS.iter().find(|name| **name == answer)) {
            return Ok(Some(keymap));
        }
    }
}

fn home() -> PathBuf {
    std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default()
}

fn expanded(typed: &str) -> PathBuf {
    match typed.strip_prefix('~') {
        Some("" | "/") => home(),
        Some(rest) if rest.starts_with('/') => home().join(&rest[1..]),
        Some(_) | None => std::path::absolute(Path::new(typed)).unwrap_or_else(|_| PathBuf::from(typed)),
    }
}
