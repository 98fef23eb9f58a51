//! The first-run question: where the notes shall live and which keys, nothing else.

use std::path::{Path, PathBuf};

use super::open::Place;
use super::output::{Failure, Output};
use crate::ops;
use crate::ops::import::{Folders, Partial, Request};
use crate::ops::offers::{self, Kind, Offer};
use crate::text::counted;

const KEYMAPS: [&str; 4] = ["default", "vim", "emacs", "plain"];

/// Asks for a folder and a keymap, makes the store, and remembers both. `None` when the person leaves.
pub(super) fn ask(place: &Place, output: &mut Output) -> Result<Option<PathBuf>, Failure> {
    let default = home().join("notes");
    output.line("Welcome to Riffle. Your notes are Markdown files in a folder of yours.")?;
    output.line("An existing folder is fine; nothing in it is rewritten. To try Riffle out first: `riffle demo`.")?;
    let (notes, others) = offered(offers::find(&home()));
    for (number, (path, what)) in notes.iter().enumerate() {
        output.line(format!("  {}  {}, {what}", number + 1, path.display()))?;
    }
    let number = if notes.is_empty() { "" } else { ", or a number" };
    let Some(answer) = output.ask(&format!("Folder [{}]{number}: ", default.display()))? else { return Ok(None) };
    let chosen = answer.parse::<usize>().ok().and_then(|number| notes.get(number.checked_sub(1)?));
    let root = match chosen {
        Some((path, _)) => path.clone(),
        None if answer.is_empty() => default,
        None => expanded(&answer),
    };
    let Some(keymap) = keymap(output)? else { return Ok(None) };
    let Place { paths, config, clock } = place;
    let made = ops::init::init(&root, None, paths.clone(), config.clone(), *clock)?;
    output.warnings(&made.warnings);
    ops::init::remember(paths, &made.path, keymap)?;
    output.line(format!("Your store: {}", made.path.display()))?;
    output.flush()?;
    bring_along(place, &made.path, &others, output)?;
    Ok(Some(made.path))
}

type Notes = Vec<(PathBuf, &'static str)>;

/// Folders of notes, which can be opened as they are; and what can be brought along.
fn offered(offers: Vec<Offer>) -> (Notes, Vec<Offer>) {
    let (notes, others): (Vec<Offer>, Vec<Offer>) =
        offers.into_iter().partition(|offer| matches!(offer.kind, Kind::Notes(_)));
    let folder = |offer: Offer| match offer.kind {
        Kind::Notes(what) => Some((offer.path, what)),
        Kind::Import(_) | Kind::Feeds(_) => None,
    };
    (notes.into_iter().filter_map(folder).collect(), others)
}

/// Asks for each thing that was found whether it is to come along; what does not work is told, and hinders nothing.
fn bring_along(place: &Place, root: &Path, offers: &[Offer], output: &mut Output) -> Result<(), Failure> {
    for offer in offers {
        let (Kind::Import(what) | Kind::Feeds(what)) = offer.kind else { continue };
        let question = format!("Bring along {what}, {}? [y/N]: ", offer.path.display());
        let Some(answer) = output.ask(&question)? else { return Ok(()) };
        if answer.eq_ignore_ascii_case("y") || answer.eq_ignore_ascii_case("yes") {
            match brought(place, root, offer) {
                Ok(said) => output.line(said)?,
                Err(error) => output.warnings(&[crate::ops::error::chain(&error)]),
            }
        }
    }
    output.flush()
}

fn brought(place: &Place, root: &Path, offer: &Offer) -> Result<String, ops::Error> {
    let Place { paths, config, clock } = place;
    let workspace = ops::Workspace::open(root, paths.clone(), config.clone(), *clock)?;
    if let Kind::Feeds(_) = offer.kind {
        let list = std::fs::read(&offer.path).unwrap_or_default();
        let added = ops::feeds::import(&workspace, &offer.path.display().to_string(), &list)?.added;
        return Ok(format!("{} followed.", counted(added.len(), "source", "sources")));
    }
    let request = Request {
        from: offer.path.clone(),
        format: None,
        tags: Vec::new(),
        folders: Folders::Tags,
        partial: Partial::Refuse,
    };
    let report = ops::import::run(&workspace, &request, &mut |_| {})?;
    Ok(format!("{} came along; `riffle undo` takes them back.", counted(report.new.len(), "entry", "entries")))
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
