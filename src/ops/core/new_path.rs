//! Where a new entry goes: where the person's settings say, else where the program puts it that the folder is of.

use crate::config::Config;
use crate::entry::{EntryId, EntryPath, Kind, Timestamp, slug};
use crate::ops::Workspace;
use crate::store::habits::{Names, Subject};

/// The templates of paths in the settings that lead where this store has no entries, a sentence each; they do not count.
pub fn refused(workspace: &Workspace) -> Vec<String> {
    let day = workspace.clock.now().date_naive();
    let kinds = Kind::ALL.into_iter().filter(|kind| workspace.config.says_path(*kind));
    let lost = kinds.filter(|kind| {
        let path = workspace.config.path_for(*kind, day, "name", &EntryId::Day(day));
        !workspace.store().holds_entries(&path)
    });
    let sentence = |kind: Kind| {
        let template = &workspace.config.paths[kind as usize];
        format!(
            "the path {template:?} of \"paths.{kind}\" lies in a folder that holds no entries; the usual one is used"
        )
    };
    lost.map(sentence).collect()
}

/// The path of a new entry, if nothing has it yet.
pub(in crate::ops) fn of(workspace: &Workspace, kind: Kind, when: Timestamp, title: &str, id: &EntryId) -> EntryPath {
    let (store, day) = (workspace.store(), when.date_naive());
    let by_settings = |config: &Config, name: &str| {
        let path = config.path_for(kind, day, name, id);
        store.holds_entries(&path).then_some(path)
    };
    let said = || by_settings(&workspace.config, &slug::slug(title)).filter(|_| workspace.config.says_path(kind));
    let as_there = || {
        let names = match kind {
            // Called after its day.
            Kind::Journal => Names::Slugs,
            Kind::Note | Kind::Bookmark | Kind::Nugget => store.names(),
        };
        let subject = Subject { moment: when.naive_local(), title, id, names };
        let pattern = store.habits().naming.pattern(kind);
        let path = pattern.and_then(|pattern| pattern.fill(&subject)).filter(|path| store.holds_entries(path));
        path.or_else(|| by_settings(&Config::default(), &names.of(title)))
    };
    said().or_else(as_there).unwrap_or_else(|| Config::default().path_for(kind, day, &slug::slug(title), id))
}
