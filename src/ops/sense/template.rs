//! Templates of entries: the person's own, and those of their teams. A template is text with a few blanks; nothing in it is run.

use std::fs;

use crate::entry::text::one_line;
use crate::entry::{Entry, EntryPath, Kind, Timestamp};
use crate::ops::team::{self, OpenTeam};
use crate::ops::{Error, SenseError, Workspace};

/// Where they lie in a store that Riffle made, and in a team.
const FOLDER: &str = "templates";
/// As many bytes as a template may have, and as many of a title as are filled in.
const LONGEST: usize = 100_000;
const TITLE: usize = 200;

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Of its file.
    pub name: String,
    /// Whose it is; nothing for the person's own.
    pub team: Option<String>,
    /// Of the entries that are made from it.
    pub kind: Kind,
    pub(super) tags: Vec<String>,
    body: String,
}

impl Template {
    /// One with nothing in it.
    pub fn blank(kind: Kind) -> Self {
        Self { name: String::new(), team: None, kind, tags: Vec::new(), body: String::new() }
    }

    /// Reads a file; `None` for one of something that is no entry, such as a request.
    fn read(name: &str, team: Option<&str>, text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let entry = Entry::parse(EntryPath::new("template.md").ok()?, text.as_bytes(), &[]);
        let said = entry.fields.get("kind").and_then(|kind| kind.as_str());
        let kind = [Kind::Note, Kind::Bookmark, Kind::Nugget].into_iter().find(|kind| said == Some(kind.name()));
        let kind = kind.or_else(|| said.is_none().then_some(Kind::Note))?;
        let body = entry.body().trim_start();
        // The title has its place above the text.
        let body = if body.starts_with("# ") { body.split_once('\n').map_or("", |(_, rest)| rest) } else { body };
        let body = body.trim_start_matches('\n').to_owned();
        Some(Self { name: name.to_owned(), team: team.map(str::to_owned), kind, tags: entry.tags.clone(), body })
    }

    /// Its text with the blanks filled in, each once: what is filled in is not looked at again.
    pub(super) fn filled(&self, title: &str, now: Timestamp) -> String {
        let title: String = one_line(title).chars().take(TITLE).collect();
        let (mut text, mut rest) = (String::with_capacity(self.body.len()), self.body.as_str());
        while let Some(at) = rest.find("{{") {
            let (before, blank) = rest.split_at(at);
            text.push_str(before);
            rest = blank;
            let Some(end) = blank.find("}}") else { break };
            match blank[2..end].trim() {
                "title" => text.push_str(&title),
                "date" => text.push_str(&now.format("%Y-%m-%d").to_string()),
                "time" => text.push_str(&now.format("%H:%M").to_string()),
                "week" => text.push_str(&now.format("%G-W%V").to_string()),
                _ => text.push_str(&blank[..end + 2]),
            }
            rest = &blank[end + 2..];
        }
        text.push_str(rest);
        text
    }

    /// As it is asked for: `how-to`, or `acme/how-to`.
    pub fn full_name(&self) -> String {
        self.team.as_ref().map_or_else(|| self.name.clone(), |team| format!("{team}/{}", self.name))
    }
}

/// All templates, the person's own first, then those of each team, by their names.
pub fn list(workspace: &Workspace) -> Result<Vec<Template>, Error> {
    let mut all = own(workspace);
    for team in team::list(workspace)? {
        // A team that cannot be read keeps nobody from writing.
        all.extend(OpenTeam::of(workspace, &team.name).and_then(|open| of_team(&open)).unwrap_or_default());
    }
    Ok(all)
}

/// The template of a name; the person's own goes before a team's.
pub fn named(workspace: &Workspace, name: &str) -> Result<Template, Error> {
    let all = list(workspace)?;
    let found = all.iter().find(|it| it.name == name || it.full_name() == name).cloned();
    let known = || all.iter().map(Template::full_name).collect();
    found.ok_or_else(|| SenseError::NoTemplate { name: name.to_owned(), known: known() }.into())
}

fn own(workspace: &Workspace) -> Vec<Template> {
    let store = workspace.store();
    let made_here = store.habits().keeps_folders.then(|| FOLDER.to_owned());
    let Some(folder) = made_here.or_else(|| store.habits().templates.clone()) else { return Vec::new() };
    let files = fs::read_dir(store.root().join(folder)).into_iter().flatten().flatten();
    let read = |file: fs::DirEntry| {
        let name = file.file_name().into_string().ok()?;
        let is_small = file.metadata().is_ok_and(|it| it.is_file() && it.len() <= LONGEST as u64);
        let text = is_small.then(|| fs::read_to_string(file.path()).ok())??;
        Template::read(name.strip_suffix(".md")?, None, &text)
    };
    sorted(files.filter_map(read).collect())
}

fn of_team(team: &OpenTeam) -> Result<Vec<Template>, Error> {
    let Some(tip) = &team.tip else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for it in team.bare.names(tip)?.into_iter().filter(|it| matches!(it.mode, 0o100_644 | 0o100_755)) {
        let Ok(path) = String::from_utf8(it.path) else { continue };
        let name = path.strip_prefix("templates/").and_then(|name| name.strip_suffix(".md"));
        let Some(name) = name.filter(|name| !name.contains('/') && crate::team::read::intake::fault(&path).is_none())
        else {
            continue;
        };
        let text = team.text(&path)?.unwrap_or_default();
        found.extend(Template::read(name, Some(&team.name), &text));
    }
    Ok(sorted(found))
}

fn sorted(mut all: Vec<Template>) -> Vec<Template> {
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_in_once_and_others_stay() {
        let template = Template::read(
            "a",
            None,
            "---\nkind: nugget\ntags: [x]\n---\n# Title\n\n{{title}}, {{ date }} {{week}} {{other}} {{",
        )
        .unwrap();
        let now = "2026-11-21T10:00:00+01:00".parse().unwrap();

        assert_eq!(template.filled("{{date}} $(id)", now), "{{date}} $(id), 2026-11-21 2026-W47 {{other}} {{");
        assert_eq!((template.kind, template.tags.as_slice()), (Kind::Nugget, ["x".to_owned()].as_slice()));
        assert_eq!(Template::read("a", None, "---\nkind: request\n---\n"), None);
    }

    #[test]
    fn thousands_of_blanks_make_no_giant() {
        let template = Template::read("a", None, &"{{title}}{{ {{}} ".repeat(5_000)).unwrap();

        let filled = template.filled(&"x".repeat(1_000_000), "2026-11-21T10:00:00+01:00".parse().unwrap());

        assert!(filled.len() < 2_000_000, "{}", filled.len());
        assert_eq!(Template::read("a", None, &"x".repeat(100_001)), None);
    }
}
