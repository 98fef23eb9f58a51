//! Which Markdown files of a folder are no entries, and why: what a person may miss.

use std::collections::BTreeMap;
use std::fs;

use super::is_kept_page;
use super::rules::Rules;
use super::walk::is_markdown;
use crate::store::Store;

/// Folders whose files nobody takes for notes.
const NEVER: [&str; 3] = [".git", ".riffle", ".trash"];

/// Markdown files that are no entries for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Others {
    /// Where they lie: a folder, or the file.
    pub place: String,
    pub why: &'static str,
    pub files: usize,
}

/// All of them, by where they lie. Kept pages, which Riffle wrote itself, are left out.
pub(crate) fn find(store: &Store) -> Vec<Others> {
    let mut looking = Looking { store, found: BTreeMap::new() };
    looking.look_into("", &Rules::default(), None);
    let others = |((place, why), files)| Others { place, why, files };
    looking.found.into_iter().map(others).collect()
}

struct Looking<'a> {
    store: &'a Store,
    found: BTreeMap<(String, &'static str), usize>,
}

impl Looking<'_> {
    /// Looks into a folder (`notes/`, empty for the root), which lies in one that is left alone for a reason.
    fn look_into(&mut self, folder: &str, above: &Rules, left: Option<(&str, &'static str)>) {
        let rules = above.below(self.store.root(), folder, &mut Vec::new());
        for item in fs::read_dir(self.store.root().join(folder)).into_iter().flatten().flatten() {
            let Ok(name) = item.file_name().into_string() else { continue };
            let path = format!("{folder}{name}");
            let is_folder = item.file_type().is_ok_and(|it| it.is_dir());
            let is_note = is_folder || is_markdown(name.as_bytes()) && !is_kept_page(&path);
            if !is_note
                || NEVER.contains(&name.as_str())
                || is_folder && self.store.root().join(&path).join(".git").exists()
            {
                continue;
            }
            let why = left.map(|(_, why)| why).or_else(|| self.why(&path, &name, is_folder, &rules));
            let place = left.map_or(path.as_str(), |(place, _)| place).to_owned();
            match (is_folder, why) {
                (true, why) => self.look_into(&format!("{path}/"), &rules, why.map(|why| (place.as_str(), why))),
                (false, Some(why)) => *self.found.entry((place, why)).or_default() += 1,
                (false, None) => {}
            }
        }
    }

    fn why(&self, path: &str, name: &str, is_folder: bool, rules: &Rules) -> Option<&'static str> {
        let by_habit = || self.store.habits().why_without_entries(path).filter(|_| is_folder);
        let by_name = name.starts_with('.').then_some("their names begin with a dot");
        let by_rule = || rules.leave_alone(path, is_folder).then_some("an ignore file names them");
        by_name.or_else(by_habit).or_else(by_rule)
    }
}
