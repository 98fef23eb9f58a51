//! The text of `config.toml` into settings and complaints.

use std::env;
use std::path::PathBuf;

use toml::de::DeTable;

use super::{Config, Glyphs, LineBreaks, Pages, template};
use crate::entry::{EntryPath, Kind};
use crate::text::settings::{self, Complaint, Settings, Value};

const SETTINGS: [&str; 18] = [
    "store",
    "paths",
    "folders",
    "theme",
    "glyphs",
    "line_breaks",
    "pages",
    "ambiguous_width",
    "keymap",
    "which_key_after",
    "mouse",
    "confirm_quit",
    "background_sync",
    "background_feeds",
    "search_url",
    "machine",
    "private_words",
    "private_tags",
];

const THEMES: [&str; 4] = ["riffle-dark", "riffle-light", "terminal", "mono"];
const KEYMAPS: [&str; 4] = ["default", "vim", "emacs", "plain"];

/// The longest a person may want to wait for the hints, in milliseconds.
const LONGEST_WAIT: i64 = 60_000;

/// The longest name of a machine, in characters.
const LONGEST_NAME: usize = 40;

/// Settings of a text over the defaults, and what it says wrongly, by line.
pub(super) fn config(text: &str) -> (Config, Vec<Complaint>) {
    settings::read(text, "no setting of this file is used", |settings, table| Reader(settings).settings(table))
}

struct Reader<'s, 't>(&'s mut Settings<'t>);

impl Reader<'_, '_> {
    fn settings(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "store" => config.store = self.store(value).or(config.store),
                "paths" => self.paths(value, &mut config),
                "folders" => self.folders(value, &mut config.folders),
                "theme" => config.theme = self.0.choice("theme", value, &THEMES).map(Into::into).or(config.theme),
                "glyphs" => config.glyphs = self.glyphs(value).unwrap_or(config.glyphs),
                "line_breaks" => config.line_breaks = self.line_breaks(value).unwrap_or(config.line_breaks),
                "pages" => config.pages = self.pages(value).unwrap_or(config.pages),
                "ambiguous_width" => {
                    let width = self.0.number("ambiguous_width", value, 1..=2);
                    config.ambiguous_width = width.unwrap_or(config.ambiguous_width);
                }
                "keymap" => config.keymap = self.0.choice("keymap", value, &KEYMAPS).map_or(config.keymap, Into::into),
                "which_key_after" => {
                    let wait = self.0.number("which_key_after", value, 0..=LONGEST_WAIT);
                    config.which_key_after = wait.unwrap_or(config.which_key_after);
                }
                "mouse" => self.switch("mouse", value, &mut config.mouse),
                "confirm_quit" => self.switch("confirm_quit", value, &mut config.confirm_quit),
                "background_sync" => self.switch("background_sync", value, &mut config.background_sync),
                "background_feeds" => self.switch("background_feeds", value, &mut config.background_feeds),
                "machine" => config.machine = self.machine(value).or(config.machine),
                "search_url" => config.search_url = self.search_url(value).unwrap_or(config.search_url),
                "private_words" => config.private_words = self.words("private_words", value),
                "private_tags" => config.private_tags = self.words("private_tags", value),
                unknown => self.0.unknown("setting", unknown, key.span(), &SETTINGS),
            }
        }
        config
    }

    fn switch(&mut self, name: &str, value: &Value<'_>, setting: &mut bool) {
        *setting = self.0.switch(name, value).unwrap_or(*setting);
    }

    fn store(&mut self, value: &Value<'_>) -> Option<PathBuf> {
        let text = self.0.string("store", value, "a folder in quotation marks")?;
        let path = match (text.strip_prefix("~/"), env::home_dir()) {
            (Some(rest), Some(home)) => home.join(rest),
            (Some(_), None) | (None, _) => PathBuf::from(text),
        };
        if !path.is_absolute() {
            self.0.complain(value.span(), format!("\"store\" is a whole path or begins with ~/, not {text:?}"));
            return None;
        }
        Some(path)
    }

    fn paths(&mut self, value: &Value<'_>, config: &mut Config) {
        for (key, value) in self.0.table("paths", value).into_iter().flatten() {
            let name = key.get_ref();
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name.as_ref()) else {
                self.0.unknown("kind of entry", name, key.span(), &Kind::ALL.map(Kind::name));
                continue;
            };
            let setting = format!("paths.{name}");
            let Some(wanted) = self.0.string(&setting, value, "a path in quotation marks") else { continue };
            match template::fault(kind, wanted) {
                Some(fault) => self.0.complain(value.span(), format!("the path {wanted:?} of {setting:?} {fault}")),
                None => {
                    wanted.clone_into(&mut config.paths[kind as usize]);
                    config.own_paths[kind as usize] = true;
                }
            }
        }
    }

    fn folders(&mut self, value: &Value<'_>, folders: &mut Vec<(String, Kind)>) {
        for (key, value) in self.0.table("folders", value).into_iter().flatten() {
            let folder = key.get_ref().trim_end_matches('/');
            let kinds = Kind::ALL.map(Kind::name);
            let Some(name) = self.0.choice(&format!("folders.{folder}"), value, &kinds) else { continue };
            let kind = name.parse().expect("one of the names of kinds");
            if EntryPath::new(folder).is_err() {
                self.0.complain(key.span(), format!("{folder:?} is not a folder inside the store"));
                continue;
            }
            folders.retain(|(known, _)| known != folder);
            folders.push((folder.to_owned(), kind));
        }
    }

    /// A name in one line that others may show.
    fn machine(&mut self, value: &Value<'_>) -> Option<String> {
        let wanted = format!("a name of at most {LONGEST_NAME} letters in quotation marks");
        let name = self.0.string("machine", value, &wanted)?.trim();
        let is_name = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
        if !is_name {
            self.0.complain(value.span(), format!("\"machine\" is {wanted}"));
        }
        is_name.then(|| name.to_owned())
    }

    /// A list of words; what is none of them is told.
    fn words(&mut self, setting: &str, value: &Value<'_>) -> Vec<String> {
        let items = self.0.list(setting, value, "a list of words in quotation marks: [\"one\", \"two\"]");
        let words = items.iter().filter_map(|item| self.0.string(setting, item, "a list of words in quotation marks"));
        words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    }

    fn line_breaks(&mut self, value: &Value<'_>) -> Option<LineBreaks> {
        self.0.choice("line_breaks", value, &["keep", "join", "auto"]).map(|name| match name {
            "keep" => LineBreaks::Keep,
            "join" => LineBreaks::Join,
            _ => LineBreaks::Auto,
        })
    }

    /// Nothing for an empty one.
    fn search_url(&mut self, value: &Value<'_>) -> Option<Option<String>> {
        const TAKES: &str = "an https:// address with {query} in it, in quotation marks";
        let text = self.0.string("search_url", value, TAKES)?;
        let is_web = text.starts_with("https://") || text.starts_with("http://");
        if text.is_empty() || is_web && text.contains("{query}") {
            return Some(Some(text.to_owned()).filter(|text| !text.is_empty()));
        }
        self.0.complain(value.span(), format!("\"search_url\" is {TAKES}, not {text:?}"));
        None
    }

    fn glyphs(&mut self, value: &Value<'_>) -> Option<Glyphs> {
        self.0.choice("glyphs", value, &["unicode", "ascii"]).map(|name| match name {
            "ascii" => Glyphs::Ascii,
            _ => Glyphs::Unicode,
        })
    }

    fn pages(&mut self, value: &Value<'_>) -> Option<Pages> {
        self.0.choice("pages", value, &["store", "local", "off"]).map(|name| match name {
            "local" => Pages::Local,
            "off" => Pages::Off,
            _ => Pages::Store,
        })
    }
}
