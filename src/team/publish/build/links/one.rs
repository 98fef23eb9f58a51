//! One link of a draft, written as it is for the team.

use super::super::draft::{Draft, Edit, Led};
use super::super::{LeftOutKind, LinkTarget, addresses, gap};
use super::PRIVATE;
use super::flat::Found;
use crate::entry::link::{self, Form, Link};
use crate::entry::place::anchor;
use crate::text::percent;

/// Where a link leads: addresses by themselves, all else as it is said.
pub(super) fn target_of(link: &Link, inside: &dyn Fn(&Link) -> LinkTarget) -> LinkTarget {
    let target = link.target.as_str();
    let is_web = match link.form {
        Form::Auto => true,
        Form::Markdown | Form::Image | Form::Html => is_address(target),
        Form::Wiki | Form::Embed => target.contains("://") || target.starts_with("mailto:"),
    };
    // What no address has in it was meant for something else.
    let is_address = !target.contains(['<', '>', '"', '{', '}']);
    match (is_web, is_address && addresses::may_be_public(bare(target))) {
        (true, true) => LinkTarget::Address(target.to_owned()),
        (true, false) => LinkTarget::Private,
        (false, _) => inside(link),
    }
}

/// Whether a target is an address, perhaps in brackets by mistake.
fn is_address(target: &str) -> bool {
    addresses::has_scheme(bare(target)) || target.starts_with("//")
}

fn bare(target: &str) -> &str {
    target.trim_start_matches(['(', '[', '<'])
}

/// What to change for a link to lead its way.
pub(super) fn edits(draft: &Draft, found: &Found, target: &LinkTarget) -> Vec<Edit> {
    // Where code stands in a target, Markdown reads no link.
    if is_settled(draft, found) || !found.is_wiki() && draft.has_code(found.inner.clone()) {
        return Vec::new();
    }
    match (found.link.form, target) {
        (Form::Wiki | Form::Embed, target) => wiki(draft, found, target),
        // HTML that Markdown does not read as such shows its target to everybody.
        (Form::Html, LinkTarget::Address(_)) => Vec::new(),
        (Form::Auto, LinkTarget::Private) | (Form::Html, _) => {
            vec![Edit::by(found.range.clone(), PRIVATE).saying(LeftOutKind::PrivateLink, found.range.clone())]
        }
        (Form::Auto, LinkTarget::Page { .. } | LinkTarget::Address(_) | LinkTarget::Attachment(_)) => Vec::new(),
        (Form::Markdown | Form::Image, LinkTarget::Private) => unlinked(draft, found),
        (Form::Markdown | Form::Image, target) => led(draft, found, destination(target)),
    }
}

/// Whether we wrote the target, so that it leads where it should.
pub(super) fn is_settled(draft: &Draft, found: &Found) -> bool {
    let written = &draft.text()[found.inner.clone()];
    draft.is_settled(found.inner.start + (written.len() - written.trim_start().len()))
}

impl Found {
    pub(super) fn is_wiki(&self) -> bool {
        matches!(self.link.form, Form::Wiki | Form::Embed)
    }
}

/// The target of a Markdown link that leads that way.
pub(in crate::team::publish::build) fn destination(target: &LinkTarget) -> Led {
    match target {
        LinkTarget::Page { path, .. } => Led::default().target(path, &led_to(path, "")),
        LinkTarget::Attachment(file) => Led::default().target(&file.to, &led_to(&file.to, "")),
        LinkTarget::Address(address) => Led::default().words(&in_parentheses(address)),
        LinkTarget::Private => Led::default(),
    }
}

/// The way from a page in `folder` to a path in the team, perhaps with an anchor.
pub(in crate::team::publish::build) fn led_to(path: &str, folder: &str) -> String {
    let to = |path: &str| link::encoded(&link::relative(folder, path));
    match path.split_once('#') {
        Some((path, anchor)) => format!("{}#{}", to(path), link::encoded(anchor)),
        None => to(path),
    }
}

/// An address without what would end a Markdown link.
fn in_parentheses(address: &str) -> String {
    percent::encoded(address, |c| "()<>[]|\\`".contains(c) || c.is_whitespace() || c.is_control())
}

fn wiki(draft: &Draft, found: &Found, target: &LinkTarget) -> Vec<Edit> {
    let (range, typed) = (found.range.clone(), typed(draft, found));
    let is_embed = found.link.form == Form::Embed;
    let behind = || Led::default().words("](").joined(destination(target)).words(")");
    let whole = |mark: &str, words: &str| {
        vec![Edit::led(range.clone(), Led::default().words(mark).words(words).joined(behind()))]
    };
    match (target, typed) {
        (LinkTarget::Private, _) if is_embed => vec![gap::gap(draft, range, LeftOutKind::Embed)],
        (LinkTarget::Private, Some(_)) => taken_from(found),
        (LinkTarget::Private, None) => vec![Edit::by(range.clone(), PRIVATE).saying(LeftOutKind::PrivateLink, range)],
        (LinkTarget::Attachment(_), typed) => {
            let (mark, words) = if is_embed { ("![", "") } else { ("[", "attachment") };
            whole(mark, &typed.map_or_else(|| words.to_owned(), escaped))
        }
        (LinkTarget::Page { .. } | LinkTarget::Address(_), Some(words)) if !words.contains(['[', ']']) => {
            let words = found.words.clone();
            vec![Edit::by(range.start..words.start, "["), Edit::led(words.end..range.end, behind())]
        }
        (LinkTarget::Page { .. } | LinkTarget::Address(_), Some(words)) => whole("[", &escaped(words)),
        (LinkTarget::Page { title, .. }, None) => {
            // What its file is called here is nobody else's business.
            let name = name(&found.link.target);
            whole("[", &escaped(if link::key(name) == link::key(title) { name } else { title }))
        }
        (LinkTarget::Address(address), None) => {
            vec![Edit::led(range, Led::default().words(&format!("<{}>", in_parentheses(address))))]
        }
    }
}

/// A wiki link to a heading of the page itself.
pub(super) fn to_heading(draft: &Draft, found: &Found, heading: &str) -> Vec<Edit> {
    let words = escaped(typed(draft, found).unwrap_or(heading));
    let link = format!("[{words}](#{})", link::encoded(&anchor(heading)));
    vec![Edit::led(found.range.clone(), Led::default().words(&link))]
}

/// The typed words of a wiki link, unless they are a size or its target again.
fn typed<'a>(draft: &'a Draft, found: &Found) -> Option<&'a str> {
    let words = &draft.text()[found.words.clone()];
    let is_size = !words.is_empty() && words.bytes().all(|b| b.is_ascii_digit() || b == b'x');
    let is_size = is_size && found.link.form == Form::Embed;
    (!words.is_empty() && !is_size && !is_target(&found.link, words)).then_some(words)
}

/// Whether shown words are only the target again.
fn is_target(link: &Link, words: &str) -> bool {
    let key = link::key(words.trim());
    key == link::key(&link.target) || !link.target.is_empty() && key == link::key(name(&link.target))
}

/// What an entry is called by a link: no folders, no extension.
fn name(target: &str) -> &str {
    let name = target.rsplit('/').next().unwrap_or(target);
    name.strip_suffix(".md").unwrap_or(name)
}

/// Words that stay within the brackets of a link.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(c, '[' | ']') && !out.ends_with('\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A Markdown link or image with another target; its title stays.
fn led(draft: &Draft, found: &Found, destination: Led) -> Vec<Edit> {
    let written = &draft.text()[found.inner.clone()];
    if is_address(&found.link.target) {
        return Vec::new();
    }
    let start = written.len() - written.trim_start().len();
    let end = match written[start..].strip_prefix('<') {
        Some(inner) => inner.find('>').map_or(written.len(), |end| start + end + 2),
        None => written[start..].find(char::is_whitespace).map_or(written.len(), |end| start + end),
    };
    vec![Edit::led(found.inner.start + start..found.inner.start + end, destination)]
}

/// The text of a Markdown link or image that leads nowhere any more.
fn unlinked(draft: &Draft, found: &Found) -> Vec<Edit> {
    let words = draft.text()[found.words.clone()].trim();
    let is_image = found.link.form == Form::Image;
    let what = if is_image { LeftOutKind::Embed } else { LeftOutKind::PrivateLink };
    match () {
        () if found.is_definition => vec![gap::line(draft, found.range.clone(), what)],
        () if is_image && words.is_empty() => vec![gap::gap(draft, found.range.clone(), what)],
        () if words.is_empty() || is_target(&found.link, words) => {
            vec![Edit::by(found.range.clone(), PRIVATE).saying(what, found.range.clone())]
        }
        () => taken_from(found),
    }
}

/// Takes away what stands around the typed words.
fn taken_from(found: &Found) -> Vec<Edit> {
    let what = if found.link.form == Form::Image { LeftOutKind::Embed } else { LeftOutKind::PrivateLink };
    let closing = Edit::out(found.words.end..found.range.end, what).saying(what, found.range.clone());
    let opening = Edit { left_out: None, ..Edit::out(found.range.start..found.words.start, what) };
    vec![opening, closing]
}
