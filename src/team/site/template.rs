//! The one template of a site: what stands around every page, and how a page is shown.

use super::target::{self, Place};
use super::{Plan, names};
use crate::entry::place::anchor;
use crate::formats::write::escaped;
use crate::formats::write::html::{self, Target, is_followed};
use crate::team::read::TeamPage;
use crate::team::request::{self, Request};

/// What a browser may load: nothing from elsewhere, and no script or style that stands in a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
    base-uri 'none'; form-action 'none'";

/// What stands around a page.
pub(super) struct Frame<'a> {
    pub site: &'a str,
    /// Of the page in the site.
    pub name: &'a str,
    /// Empty for the first page.
    pub title: &'a str,
    /// How many wait for an answer, where there are any at all.
    pub requests: Option<usize>,
}

impl Frame<'_> {
    pub(super) fn around(&self, main: &str) -> String {
        let site = escaped(self.site);
        let title = if self.title.is_empty() { site.clone() } else { format!("{} · {site}", escaped(self.title)) };
        let is_home = self.name == names::HOME;
        let script = if is_home { "<script src=\"search.js\" defer></script>\n" } else { "" };
        let (style, feed, json) = (self.to(names::STYLE), self.to("feed.xml"), self.to("feed.json"));
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"{style}\">\n\
             <link rel=\"alternate\" type=\"application/atom+xml\" title=\"{site}\" href=\"{feed}\">\n\
             <link rel=\"alternate\" type=\"application/feed+json\" title=\"{site}\" href=\"{json}\">\n{script}</head>\n\
             <body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n<header>\n{}</header>\n\
             <main id=\"main\">\n{main}</main>\n</body>\n</html>\n",
            self.navigation(&site)
        )
    }

    fn navigation(&self, site: &str) -> String {
        let link = |to: &str, words: &str| {
            let here = if to == self.name { " aria-current=\"page\"" } else { "" };
            format!("<a href=\"{}\"{here}>{words}</a>\n", self.to(to))
        };
        let requests = self.requests.map(|open| match open {
            0 => link(names::REQUESTS, "Requests"),
            open => link(names::REQUESTS, &format!("Requests ({open} open)")),
        });
        format!(
            "<nav aria-label=\"Site\">\n{}{}{}</nav>\n",
            link(names::HOME, site).replacen("<a ", "<a class=\"home\" ", 1),
            requests.unwrap_or_default(),
            link("feed.xml", "Feed")
        )
    }

    /// The way from this page to a name of the site.
    fn to(&self, name: &str) -> String {
        names::relative(self.name.rsplit_once('/').map_or("", |(folder, _)| folder), name)
    }
}

/// A page of the team.
pub(super) fn article(plan: &Plan<'_>, name: &str, page: &TeamPage) -> String {
    let lang = page.said("lang").into_iter().next().filter(|lang| is_language(lang));
    let lang = lang.map(|lang| format!(" lang=\"{lang}\"")).unwrap_or_default();
    let text = match page.is_plain {
        true => format!("<pre>{}</pre>\n", escaped(page.body())),
        false => rendered(plan, name, &page.path, page.text_below_title()),
    };
    format!(
        "{}<article{lang}>\n<h1>{}</h1>\n{}{text}</article>\n{}",
        trail(plan, name, page),
        escaped(&page.title),
        facts(plan, page),
        source(plan, page)
    )
}

/// The letters of a language's name (BCP 47).
fn is_language(lang: &str) -> bool {
    (2..=35).contains(&lang.len()) && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// The way back to the topic's list.
fn trail(plan: &Plan<'_>, name: &str, page: &TeamPage) -> String {
    let topic = plan.topic(page);
    let home = names::relative(name.rsplit_once('/').map_or("", |(folder, _)| folder), names::HOME);
    let is_request = request::is_request(page, &plan.source.rules);
    if topic.is_empty() || is_request || page.is_withdrawn() {
        return String::new();
    }
    format!(
        "<p class=\"trail\"><a href=\"{home}#topic-{}\">{}</a></p>\n",
        names::encoded(&anchor(&topic)),
        escaped(&topic)
    )
}

/// Who wrote it, when, about what, under which licence.
fn facts(plan: &Plan<'_>, page: &TeamPage) -> String {
    let day = plan.day(page).map(|day| day.to_string());
    let mut facts: Vec<String> = day.into_iter().chain(page.authors.iter().cloned()).collect();
    facts.extend(page.tags.iter().map(|tag| format!("#{tag}")));
    facts.extend(page.said("license"));
    let asked = request::is_request(page, &plan.source.rules).then(|| request::read(page));
    let state = asked.map(|asked| format!("{}{}", asked.state.name(), said(&asked)));
    facts.extend(state);
    let facts: Vec<String> = facts.iter().map(|fact| format!("<span>{}</span>", escaped(fact))).collect();
    if facts.is_empty() { String::new() } else { format!("<p class=\"facts\">{}</p>\n", facts.join(" ")) }
}

/// The address that a bookmark is of, and where the team's host shows the page.
fn source(plan: &Plan<'_>, page: &TeamPage) -> String {
    let of = page.url.as_deref().filter(|url| is_followed(url) && url.contains(':'));
    let of = of.map(|url| format!("<p>About <a href=\"{0}\">{0}</a></p>\n", escaped(url))).unwrap_or_default();
    let web = plan.source.rules.web.as_ref().map(|web| {
        let address = escaped(&format!("{web}{}", super::as_address(&page.path)));
        format!("<p><a href=\"{address}\">Its file in the team's repository</a></p>\n")
    });
    let more = of + &web.unwrap_or_default();
    if more.is_empty() { more } else { format!("<footer>\n{more}</footer>\n") }
}

/// Markdown of a file of the team as a page of the site shows it.
pub(super) fn rendered(plan: &Plan<'_>, name: &str, path: &str, markdown: &str) -> String {
    let lead = |target: Target<'_>| match (target::of(path, target.address())?, target) {
        (Place::Web(address), Target::Link(_)) => Some(address),
        (Place::Here(heading), Target::Link(_)) => Some(heading),
        (Place::File(path, heading), Target::Link(_)) => Some(plan.lead(name, &path)? + &heading),
        // Pictures of the team alone: those of others would be asked for elsewhere.
        (Place::File(path, _), Target::Picture(_)) if plan.source.files.contains(&path) => plan.lead(name, &path),
        (_, Target::Picture(_)) => None,
    };
    let html = html::of_markdown(markdown, &lead);
    // No style that stands in a page is taken.
    html.replace(" style=\"text-align: ", " class=\"")
}

/// For whom a request is, until when, and who is on it, behind its title.
pub(super) fn about(request: &Request) -> String {
    meta(said(request).trim_start_matches(", "))
}

fn said(request: &Request) -> String {
    let open = request.is_open();
    let parts = [
        request.whom.as_ref().map(|whom| format!("for {whom}")),
        request.due.filter(|_| open).map(|due| format!("due {due}")),
        request.assignee.as_ref().filter(|_| open).map(|assignee| format!("{assignee} is on it")),
    ];
    parts.into_iter().flatten().map(|part| format!(", {part}")).collect()
}

/// Small words behind a title.
pub(super) fn meta(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!(" <small>{}</small>", escaped(words)) }
}
