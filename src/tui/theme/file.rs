//! `theme.toml`: colours of the person's own, by role, laid over a shipped theme. What it says wrongly is reported with its line.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ratatui::style::Color;
use toml::Spanned;
use toml::de::DeString;

use super::rgb;
use crate::config::Complaint;
use crate::text::settings::{self, Settings, Value, shown};

/// The themes that one can begin with.
const SHIPPED: [&str; 4] = ["riffle-dark", "riffle-light", "terminal", "mono"];

/// The names of the terminal's own colours.
const NAMES: [(&str, Color); 17] = [
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

/// What can be given a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Text,
    Muted,
    Border,
    Accent,
    /// The background of the selected row.
    Selected,
    Match,
    Ok,
    Warn,
    Error,
    Seek,
    Sense,
    Share,
}

const SLOTS: [(&str, Slot); 12] = [
    ("text", Slot::Text),
    ("muted", Slot::Muted),
    ("border", Slot::Border),
    ("accent", Slot::Accent),
    ("selected", Slot::Selected),
    ("match", Slot::Match),
    ("ok", Slot::Ok),
    ("warn", Slot::Warn),
    ("error", Slot::Error),
    ("seek", Slot::Seek),
    ("sense", Slot::Sense),
    ("share", Slot::Share),
];

/// What a theme file asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Custom {
    /// The shipped theme it begins with.
    pub extends: Option<&'static str>,
    pub colours: Vec<(Slot, Color)>,
}

impl Custom {
    /// Reads a theme file; a missing one asks for nothing.
    pub fn load(file: &Path) -> (Self, Vec<Complaint>) {
        let (custom, problems) = match fs::read_to_string(file) {
            Ok(text) => Self::read(&text),
            Err(error) if error.kind() == ErrorKind::NotFound => (Self::default(), Vec::new()),
            Err(error) => (Self::default(), vec![(1, format!("cannot be read: {error}"))]),
        };
        let complaints = problems.into_iter().map(|(line, what)| Complaint { file: file.to_owned(), line, what });
        (custom, complaints.collect())
    }

    /// What a text asks for, and what it says wrongly, by line.
    fn read(text: &str) -> (Self, Vec<settings::Complaint>) {
        settings::read(text, "no colour of this file is used", |settings, table| {
            let mut custom = Self::default();
            table.iter().for_each(|(key, value)| custom.set(settings, key, value));
            custom
        })
    }

    fn set(&mut self, settings: &mut Settings<'_>, key: &Spanned<DeString<'_>>, value: &Value<'_>) {
        let name = key.get_ref().as_ref();
        if name == "extends" {
            self.extends = settings.choice(name, value, &SHIPPED).or(self.extends);
            return;
        }
        let Some((_, slot)) = SLOTS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = SLOTS.iter().map(|(known, _)| *known).chain(["extends"]).collect();
            return settings.unknown("role", name, key.span(), &known);
        };
        let Some(text) = settings.string(name, value, "a text in quotation marks") else { return };
        match colour(text) {
            Some(colour) => self.colours.push((*slot, colour)),
            None if text.starts_with('#') => {
                let what = format!("{:?} is not a colour; write it like \"#e5b567\"", shown(text));
                settings.complain(value.span(), what);
            }
            None => settings.unknown("colour", text, value.span(), &NAMES.map(|(name, _)| name)),
        }
    }
}

fn colour(text: &str) -> Option<Color> {
    match text.strip_prefix('#') {
        Some(hex) => u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6 && hex.is_ascii()).map(rgb),
        None => NAMES.iter().find(|(name, _)| *name == text).map(|(_, colour)| *colour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_get_colours_by_number_and_by_name() {
        let (custom, problems) = Custom::read("extends = \"riffle-light\"\naccent = \"#ff8800\"\nmuted = \"cyan\"\n");

        assert_eq!(problems, []);
        assert_eq!(custom.extends, Some("riffle-light"));
        assert!(custom.colours.contains(&(Slot::Accent, Color::Rgb(0xff, 0x88, 0))));
        assert!(custom.colours.contains(&(Slot::Muted, Color::Cyan)));
    }

    #[test]
    fn a_wrong_line_is_told_and_the_others_count() {
        let (custom, problems) =
            Custom::read("accnt = \"red\"\ntext = 7\nborder = \"gren\"\nok = \"#12\"\nwarn = \"red\"\n");

        assert_eq!(custom.colours, [(Slot::Warn, Color::Red)]);
        let lines: Vec<usize> = problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4]);
        assert!(problems[0].1.contains("did you mean \"accent\"?"), "{problems:?}");
        assert!(problems[2].1.contains("did you mean \"green\"?"), "{problems:?}");
    }

    #[test]
    fn a_file_that_is_no_toml_says_where() {
        let (custom, problems) = Custom::read("ok = \"red\"\naccent = \n");

        assert_eq!(custom, Custom::default());
        assert_eq!(problems[0].0, 2, "{problems:?}");
    }
}
