//! What the settings of a zk notebook say about new files.

use std::fs;
use std::path::Path;

use toml::{Table, Value};

use super::Naming;
use super::pattern::{Part, Pattern};

/// What zk calls a note unless it is told otherwise.
const NAME: &str = "{{id}}";
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";
/// A day, where a date has no form of its own.
const DAY: &str = "%Y-%m-%d";

/// zk's own settings, if the folder has some.
pub(super) fn naming(root: &Path) -> Option<Naming> {
    let settings = settings(root)?;
    let mut naming = Naming { program: "zk", ..Naming::default() };
    let Ok(settings) = settings else {
        naming.problems.push(".zk/config.toml is not TOML; none of its settings counts".into());
        return Some(naming);
    };
    let note = settings.get("note").and_then(Value::as_table);
    naming.note = pattern(note, None, &mut naming.problems);
    let groups = settings.get("group").and_then(Value::as_table).into_iter().flatten();
    naming.journal = groups.filter_map(|(_, group)| day(group.as_table()?, note)).next();
    Some(naming)
}

/// Whether the notebook says that its links are to be those of Markdown.
pub(super) fn writes_markdown(root: &Path) -> bool {
    let Some(Ok(settings)) = settings(root) else { return false };
    let format = settings.get("format").and_then(|format| format.get("markdown"));
    format.and_then(|format| format.get("link-format")).and_then(Value::as_str) == Some("markdown")
}

fn settings(root: &Path) -> Option<Result<Table, toml::de::Error>> {
    Some(toml::from_str(&fs::read_to_string(root.join(".zk/config.toml")).ok()?))
}

/// The pattern of a group whose files are days.
fn day(group: &Table, note: Option<&Table>) -> Option<Pattern> {
    let pattern = pattern(group.get("note").and_then(Value::as_table), note, &mut Vec::new())?;
    let folder = group.get("paths").and_then(Value::as_array).and_then(|paths| paths.first()?.as_str());
    pattern.is_daily().then(|| pattern.within(folder.unwrap_or_default()))
}

/// The pattern of the file names of a table, with what it leaves to another.
fn pattern(own: Option<&Table>, else_: Option<&Table>, problems: &mut Vec<String>) -> Option<Pattern> {
    let said = |key: &str| [own, else_].into_iter().flatten().find_map(|table| table.get(key));
    let name = said("filename").and_then(Value::as_str).unwrap_or(NAME);
    let length = said("id-length").and_then(Value::as_integer).and_then(|it| usize::try_from(it).ok()).unwrap_or(4);
    let text = |key: &str| said(key).and_then(Value::as_str);
    let id = Part::Id {
        length: length.clamp(1, 24),
        of: letters(text("id-charset").unwrap_or("alphanum"), text("id-case").unwrap_or("lower")),
    };
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, behind) = after.split_once("}}")?;
        parts.push(Part::Text(before.to_owned()));
        let Some(part) = part(inner.trim().trim_matches(['{', '}']).trim(), &id) else {
            problems.push(format!("zk calls notes {name:?}, of which Riffle does not know `{{{{{inner}}}}}`"));
            return None;
        };
        parts.push(part);
        rest = behind.trim_start_matches('}');
    }
    parts.push(Part::Text(rest.to_owned()));
    parts.retain(|part| *part != Part::Text(String::new()));
    Some(Pattern(parts))
}

/// What stands between the braces.
fn part(words: &str, id: &Part) -> Option<Part> {
    match words.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["id"] => Some(id.clone()),
        ["title"] => Some(Part::Title),
        ["slug", "title"] => Some(Part::Slug),
        ["format-date" | "date", "now"] => Part::strftime(DAY),
        ["format-date", "now", ..] => {
            let form = words.split_once("now")?.1.trim().trim_matches(['"', '\'']);
            if form.contains('%') { Part::strftime(form) } else { named(form) }
        }
        ["date", "now", form] => named(form.trim_matches(['"', '\''])),
        _ => None,
    }
}

/// The forms of dates that zk has names for and that are the same in every language.
fn named(form: &str) -> Option<Part> {
    match form {
        "short" => Part::strftime("%m/%d/%Y"),
        "year" => Part::strftime("%Y"),
        "time" => Part::strftime("%H:%M"),
        "timestamp" => Part::strftime("%Y%m%d%H%M"),
        "timestamp-unix" => Part::strftime("%s"),
        _ => None,
    }
}

fn letters(charset: &str, case: &str) -> String {
    let cased = |letters: &str| match case {
        "upper" => letters.to_uppercase(),
        "mixed" => format!("{letters}{}", letters.to_uppercase()),
        _ => letters.to_owned(),
    };
    match charset {
        "alphanum" => format!("{}{DIGITS}", cased(LETTERS)),
        "hex" => format!("{}{DIGITS}", cased("abcdef")),
        "letters" => cased(LETTERS),
        "numbers" => DIGITS.to_owned(),
        own => own.to_owned(),
    }
}
