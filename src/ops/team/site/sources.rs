//! What a site is made of: a team's repository, a folder of Markdown, or entries of one's own as everybody may see them.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use super::super::{OpenTeam, inspect};
use crate::entry::{Entry, EntryPath, slug};
use crate::ops::error::chain;
use crate::ops::{Error, TeamError, Workspace, find, fresh, share};
use crate::team::inspect::{File, History, rules_of, taken};
use crate::team::publish::permitted;
use crate::team::read::intake::Intake;
use crate::team::read::{PagePaths, Rules, TeamPage, read_page};
use crate::team::site::{Arrivals, Source};

/// What one's own entries are called together, where nobody says it.
const OWN: &str = "Notes";
/// What a repository says of itself.
const README: &str = "README.md";

/// What is not in a site, and why.
pub(super) type LeftOut = Vec<(String, String)>;

pub(super) fn of_team(team: &OpenTeam) -> Result<(Source, LeftOut), Error> {
    let intake = team.intake()?;
    let mut pages = Vec::new();
    for candidate in &intake.pages {
        pages.extend(team.page(candidate)?);
    }
    let arrivals = team.tip.as_ref().map(|tip| team.bare.arrivals(tip)).transpose()?.unwrap_or_default();
    let title = team.rules.title.clone().unwrap_or_else(|| team.name.clone());
    let (rules, readme) = (team.rules.clone(), team.text(README)?);
    Ok(open_part(Source { title, rules, pages, readme, files: BTreeSet::new(), arrivals }, intake))
}

pub(super) fn of_folder(folder: &Path, own: Option<&Path>) -> Result<(Source, LeftOut), Error> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let is_own = own.is_some_and(|own| real(folder).starts_with(real(own))) || is_in_store(&real(folder));
    if is_own {
        return Err(TeamError::OwnFolder(folder.to_owned()).into());
    }
    let files = inspect::read(folder)?;
    let (rules, _) = rules_of(&files);
    let intake = taken(&files);
    let wanted: HashSet<&str> = intake.pages.iter().map(|page| page.path.as_str()).collect();
    let texts = files.iter().filter(|file| wanted.contains(file.path.as_str()));
    let page = |file: &File| Some(read_page(&file.path, file.text.as_ref()?.as_bytes(), &rules));
    let pages = texts.filter_map(page).collect();
    let arrivals = match inspect::history(folder) {
        History::Whole(arrivals) => arrivals,
        History::Cut | History::None => Arrivals::new(),
    };
    let named = real(folder).file_name().map(|name| name.to_string_lossy().into_owned());
    let title = rules.title.clone().or(named).unwrap_or_else(|| OWN.to_owned());
    let readme = files.iter().find(|file| file.path == README).and_then(|file| file.text.clone());
    Ok(open_part(Source { title, rules, pages, readme, files: BTreeSet::new(), arrivals }, &intake))
}

/// Whether a folder belongs to somebody's own store, which Riffle made.
fn is_in_store(folder: &Path) -> bool {
    folder.ancestors().any(|folder| folder.join(".riffle/store.toml").is_file())
}

/// Without what says that it stays: pages by hand may say that, too.
fn open_part(source: Source, intake: &Intake) -> (Source, LeftOut) {
    let mut left_out: LeftOut = intake.refused.iter().map(|it| (it.path.clone(), it.why.to_owned())).collect();
    let mut pages = Vec::new();
    for page in source.pages {
        match stays(&page, &source.rules) {
            Some(why) => left_out.push((page.path, why)),
            None => pages.push(page),
        }
    }
    let files = intake.attachments.iter().map(|file| file.path.clone()).collect();
    (Source { pages, files, ..source }, left_out)
}

fn stays(page: &TeamPage, rules: &Rules) -> Option<String> {
    let entry = Entry::parse(EntryPath::new(page.path.as_str()).ok()?, page.text.as_bytes(), &[]);
    let refusal = permitted(&entry, rules.audience).err().filter(|refusal| refusal.is_of_consent())?;
    Some(refusal.to_string())
}

/// As a feed of them is made: what may mean no, and what a check finds, stays.
pub(super) fn of_query(workspace: &Workspace, query: &str) -> Result<(Source, LeftOut), Error> {
    fresh::catch_up(workspace, &mut |_| true)?;
    let hits = find::list(workspace, query, usize::MAX >> 1)?.found.hits;
    let rules = Rules { paths: PagePaths::shared("{topic}/{slug}.md"), ..Rules::default() };
    let (mut pages, mut left_out, mut taken) = (Vec::new(), LeftOut::new(), HashSet::new());
    for path in hits.into_iter().map(|hit| hit.path).filter(|path| workspace.store().is_entry(path)) {
        let entry = find::read(workspace, &path)?;
        match share::text_for_everybody(workspace, &entry) {
            Ok(text) => {
                let page = read_page("page.md", text.as_bytes(), &rules);
                let path = place(&page, &mut taken);
                pages.push(TeamPage { path, ..page });
            }
            Err(error @ Error::Share(_)) => left_out.push((path.to_string(), chain(&error))),
            Err(error) => return Err(error),
        }
    }
    let (title, files, arrivals) = (OWN.to_owned(), BTreeSet::new(), Arrivals::new());
    Ok((Source { title, rules, pages, readme: None, files, arrivals }, left_out))
}

/// Where a page lies in a site: by its first tag and its title.
fn place(page: &TeamPage, taken: &mut HashSet<String>) -> String {
    let topic = page.tags.first().map_or_else(|| page.kind.name().to_owned() + "s", |tag| slug::slug(tag));
    let name = slug::slug(&page.title);
    let numbered = |count: usize| if count == 1 { name.clone() } else { format!("{name}-{count}") };
    let mut paths = (1..).map(|count| format!("{topic}/{}.md", numbered(count)));
    paths.find(|path| taken.insert(path.clone())).expect("numbers do not end")
}
