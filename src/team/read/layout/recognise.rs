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
    /// What the files of a repository say of its rules: `topic/slug.md` for most of its pages is kept so, in the style that
    /// the sample (path and text) has. Anything else gets the usual layout.
    pub fn recognise(paths: &[&str], sample: &[(&str, &str)]) -> Self {
        let pages: Vec<&str> = paths.iter().copied().filter(|path| is_page(path)).collect();
        let classic = pages.iter().filter(|path| is_classic(path)).count();
        if classic == 0 || classic * 2 < pages.len() {
            return Self::default();
        }
        let with_fields = sample.iter().filter(|(_, text)| front_matter::split(text).yaml.is_some()).count();
        let style = if with_fields * 2 > sample.len() { Style::Fields } else { Style::Plain };
        Self { style, paths: PagePaths::shared(CLASSIC), ..Self::default() }
    }
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
