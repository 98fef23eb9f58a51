//! How a repository without `.riffle/team.toml` keeps its pages.

use crate::entry::front_matter;
use crate::team::read::intake::holds_no_pages;
use crate::team::read::kind::PagePaths;
use crate::team::read::rules::{Rules, Style};

/// How the pages of a classic "today I learned" repository lie.
const CLASSIC: &str = "{topic}/{slug}.md";
/// The folders of the usual layout.
const USUAL: [&str; 3] = ["nuggets", "notes", "bookmarks"];

impl Rules {
    /// What the files of a repository say of its rules: `topic/slug.md` for most of its pages is kept so, also within the one
    /// folder that another program has its pages in (`docs/topic/slug.md`), in the style that the sample (path and text) has.
    /// Anything else gets the usual layout.
    pub fn recognise(paths: &[&str], sample: &[(&str, &str)]) -> Self {
        let pages: Vec<&str> = paths.iter().copied().filter(|path| is_page(path)).collect();
        let Some(place) = place(&pages) else { return Self::default() };
        let with_fields = sample.iter().filter(|(_, text)| front_matter::split(text).yaml.is_some()).count();
        let style = if with_fields * 2 > sample.len() { Style::Fields } else { Style::Plain };
        Self { style, paths: PagePaths::shared(&place), ..Self::default() }
    }
}

/// Where most pages lie.
fn place(pages: &[&str]) -> Option<String> {
    let is_most = |count: usize| count > 0 && count * 2 >= pages.len();
    if is_most(pages.iter().filter(|path| is_classic(path)).count()) {
        return Some(CLASSIC.to_owned());
    }
    let top = pages.first()?.split('/').next()?;
    let inside: Vec<&str> = pages.iter().filter_map(|path| path.strip_prefix(top)?.strip_prefix('/')).collect();
    let is_whole = inside.len() == pages.len() && !USUAL.contains(&top) && !holds_no_pages(top);
    let topics = inside.iter().filter(|path| path.contains('/')).count();
    let place = || format!("{top}/{CLASSIC}");
    (is_whole && is_most(topics)).then(place).filter(|place| super::template::fault(place).is_none())
}

fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    path.contains('/') && name.ends_with(".md") && !name.eq_ignore_ascii_case("readme.md") && !is_hidden
}

fn is_classic(path: &str) -> bool {
    let top = path.split('/').next().unwrap_or_default();
    path.split('/').count() == 2 && !USUAL.contains(&top) && !holds_no_pages(top)
}
