//! The text of `config.toml` into settings and complaints.

use std::env;
use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Glyphs, Pages, template};
use crate::entry::{EntryPath, Kind};
use crate::text::nearest;

const SETTINGS: [&str; 13] = [
    "store",
    "paths",
    "folders",
    "theme",
    "glyphs",
    "pages",
    "ambiguous_width",
    "keymap",
    "which_key_after",
    "mouse",
    "confirm_quit",
    "private_words",
    "private_tags",
];

const THEMES: [&str; 4] = ["riffle-dark", "riffle-light", "terminal", "mono"];
const KEYMAPS: [&str; 4] = ["default", "vim", "emacs", "plain"];

/// The longest a person may want to wait for the hints, in milliseconds.
const LONGEST_WAIT: i64 = 60_000;

type Value<'t> = Spanned<DeValue<'t>>;

/// Settings of a text over the defaults, and what it says wrongly, by line.
pub(super) fn config(text: &str) -> (Config, Vec<(usize, String)>) {
    // A byte order mark is no setting; a space in its place keeps the spans.
    let text = text.replacen('\u{feff}', "   ", usize::from(text.starts_with('\u{feff}')));
    let mut reader = Reader { text: &text, complaints: Vec::new() };
    let config = match DeTable::parse_recoverable(&text) {
        (table, errors) if errors.is_empty() => reader.settings(table.get_ref()),
        (_, errors) => {
            for error in errors {
                let what = format!("{}; no setting of this file counts", error.message());
                reader.complain(error.span().unwrap_or(0..0), what);
            }
            Config::default()
        }
    };
    reader.complaints.sort();
    (config, reader.complaints)
}

struct Reader<'t> {
    text: &'t str,
    complaints: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn settings(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "store" => config.store = self.store(value).or(config.store),
                "paths" => self.paths(value, &mut config.paths),
                "folders" => self.folders(value, &mut config.folders),
                "theme" => config.theme = self.choice("theme", value, &THEMES).map(Into::into).or(config.theme),
                "glyphs" => config.glyphs = self.glyphs(value).unwrap_or(config.glyphs),
                "pages" => config.pages = self.pages(value).unwrap_or(config.pages),
                "ambiguous_width" => {
                    let width = self.number("ambiguous_width", value, 1..=2);
                    config.ambiguous_width = width.unwrap_or(config.ambiguous_width);
                }
                "keymap" => config.keymap = self.choice("keymap", value, &KEYMAPS).map_or(config.keymap, Into::into),
                "which_key_after" => {
                    let wait = self.number("which_key_after", value, 0..=LONGEST_WAIT);
                    config.which_key_after = wait.unwrap_or(config.which_key_after);
                }
                "mouse" => config.mouse = self.switch("mouse", value).unwrap_or(config.mouse),
                "confirm_quit" => {
                    config.confirm_quit = self.switch("confirm_quit", value).unwrap_or(config.confirm_quit);
                }
                "private_words" => config.private_words = self.words("private_words", value),
                "private_tags" => config.private_tags = self.words("private_tags", value),
                unknown => self.unknown("setting", unknown, key.span(), &SETTINGS),
            }
        }
        config
    }

    fn store(&mut self, value: &Value<'_>) -> Option<PathBuf> {
        let text = self.string("store", value, "a folder in quotation marks")?;
        let path = match (text.strip_prefix("~/"), env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            (Some(_), None) | (None, _) => PathBuf::from(text),
        };
        if !path.is_absolute() {
            self.complain(value.span(), format!("\"store\" is a whole path or begins with ~/, not {text:?}"));
            return None;
        }
        Some(path)
    }

    fn paths(&mut self, value: &Value<'_>, paths: &mut [String; 4]) {
        for (key, value) in self.table("paths", value).into_iter().flatten() {
            let name = key.get_ref();
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name.as_ref()) else {
                self.unknown("kind of entry", name, key.span(), &Kind::ALL.map(Kind::name));
                continue;
            };
            let setting = format!("paths.{name}");
            let Some(wanted) = self.string(&setting, value, "a path in quotation marks") else { continue };
            match template::fault(kind, wanted) {
                Some(fault) => self.complain(value.span(), format!("the path {wanted:?} of {setting:?} {fault}")),
                None => wanted.clone_into(&mut paths[kind as usize]),
            }
        }
    }

    fn folders(&mut self, value: &Value<'_>, folders: &mut Vec<(String, Kind)>) {
        for (key, value) in self.table("folders", value).into_iter().flatten() {
            let folder = key.get_ref().trim_end_matches('/');
            let kinds = Kind::ALL.map(Kind::name);
            let Some(name) = self.choice(&format!("folders.{folder}"), value, &kinds) else { continue };
            let kind = name.parse().expect("one of the names of kinds");
            if EntryPath::new(folder).is_err() {
                self.complain(key.span(), format!("{folder:?} is not a folder inside the store"));
                continue;
            }
            folders.retain(|(known, _)| known != folder);
            folders.push((folder.to_owned(), kind));
        }
    }

    /// A list of words; what is none of them is told.
    fn words(&mut self, setting: &str, value: &Value<'_>) -> Vec<String> {
        let Some(items) = value.get_ref().as_array() else {
            self.wrong(setting, value, "a list of words in quotation marks: [\"one\", \"two\"]");
            return Vec::new();
        };
        let words = items.iter().filter_map(|item| self.string(setting, item, "a list of words in quotation marks"));
        words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    }

    fn glyphs(&mut self, value: &Value<'_>) -> Option<Glyphs> {
        self.choice("glyphs", value, &["unicode", "ascii"]).map(|name| match name {
            "ascii" => Glyphs::Ascii,
            _ => Glyphs::Unicode,
        })
    }

    fn pages(&mut self, value: &Value<'_>) -> Option<Pages> {
        self.choice("pages", value, &["store", "local", "off"]).map(|name| match name {
            "local" => Pages::Local,
            "off" => Pages::Off,
            _ => Pages::Store,
        })
    }

    fn choice(&mut self, setting: &str, value: &Value<'_>, choices: &[&'static str]) -> Option<&'static str> {
        let expected = format!("one of {}", choices.join(", "));
        let word = self.string(setting, value, &expected)?;
        let found = choices.iter().find(|choice| **choice == word).copied();
        if found.is_none() {
            let hint = nearest(word, choices.iter().copied()).map(|near| format!("; did you mean {near:?}?"));
            self.complain(value.span(), format!("{setting:?} is {expected}, not {word:?}{}", hint.unwrap_or_default()));
        }
        found
    }

    fn number<N: TryFrom<i64>>(
        &mut self,
        setting: &str,
        value: &Value<'_>,
        range: std::ops::RangeInclusive<i64>,
    ) -> Option<N> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        let fitting = number.filter(|number| range.contains(number)).and_then(|number| N::try_from(number).ok());
        if fitting.is_none() {
            self.wrong(setting, value, &format!("a number from {} to {}", range.start(), range.end()));
        }
        fitting
    }

    fn switch(&mut self, setting: &str, value: &Value<'_>) -> Option<bool> {
        let switch = value.get_ref().as_bool();
        if switch.is_none() {
            self.wrong(setting, value, "true or false");
        }
        switch
    }

    fn string<'v>(&mut self, setting: &str, value: &'v Value<'_>, expected: &str) -> Option<&'v str> {
        let string = value.get_ref().as_str();
        if string.is_none() {
            self.wrong(setting, value, expected);
        }
        string
    }

    fn table<'v, 't>(&mut self, setting: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(setting, value, &format!("a table that begins with [{setting}]"));
        }
        table
    }

    fn wrong(&mut self, setting: &str, value: &Value<'_>, expected: &str) {
        let found = self.text.get(value.span()).unwrap_or_default();
        let short: String = found.lines().next().unwrap_or_default().chars().take(40).collect();
        self.complain(value.span(), format!("{setting:?} is {expected}, not {short}"));
    }

    fn unknown(&mut self, what: &str, word: &str, span: Range<usize>, known: &[&'static str]) {
        let hint = nearest(word, known.iter().copied()).map(|near| format!("; did you mean {near:?}?"));
        self.complain(span, format!("unknown {what} {word:?}{}", hint.unwrap_or_default()));
    }

    fn complain(&mut self, span: Range<usize>, what: String) {
        let before = self.text.as_bytes().iter().take(span.start);
        self.complaints.push((1 + before.filter(|byte| **byte == b'\n').count(), what));
    }
}
