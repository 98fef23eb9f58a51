//! Addresses without what only their author should know: passwords, keys, signatures, what tells where a link was clicked,
//! and ways that lead into this machine.

use std::ops::Range;

use super::LeftOutKind;
use super::draft::{Draft, Edit};
use crate::team::publish::check;
use parameter::Weight;

mod parameter;

/// What stands in place of an address or path of this machine.
pub(super) const LOCAL: &str = "(local path)";

/// Programs and files of this machine, as schemes.
const LOCAL_SCHEMES: [&str; 18] = [
    "bear",
    "craftdocs",
    "cursor",
    "devonthink",
    "drafts",
    "evernote",
    "file",
    "logseq",
    "message",
    "notion",
    "obsidian",
    "omnifocus",
    "shortcuts",
    "things",
    "vscode",
    "vscode-insiders",
    "x-devonthink-item",
    "zotero",
];

/// Whether a target begins as an address does; one letter is a drive.
pub(super) fn has_scheme(target: &str) -> bool {
    scheme(target).is_some()
}

fn scheme(target: &str) -> Option<&str> {
    let (scheme, rest) = target.split_once(':')?;
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_long = (2..=32).contains(&scheme.len()) && scheme.as_bytes()[0].is_ascii_alphabetic();
    (is_scheme && is_long && !rest.is_empty()).then_some(scheme)
}

/// Whether an address may lead anywhere that others can go.
pub(super) fn may_be_public(target: &str) -> bool {
    match scheme(target) {
        Some(scheme) => ["http", "https", "mailto"].iter().any(|known| known.eq_ignore_ascii_case(scheme)),
        None => target.starts_with("//"),
    }
}

/// An address of the web, cleaned; `None` for any other.
pub(super) fn public(address: &str) -> Option<String> {
    let address = address.trim();
    let is_web = scheme(address).is_some_and(|it| it.eq_ignore_ascii_case("http") || it.eq_ignore_ascii_case("https"));
    if !is_web || !address.contains("://") || address.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let mut clean = address.to_owned();
    for cut in cuts(address).into_iter().rev() {
        clean.replace_range(cut.range, &cut.with);
    }
    Some(clean)
}

/// Cleans every address of a text.
pub(super) fn clean(draft: &mut Draft) {
    let logins = logins(draft);
    draft.apply(logins);
    let (mut edits, mut at) = (Vec::new(), 0);
    while let Some(mark) = draft.find("://", at) {
        let range = around(draft, mark, at);
        at = range.end.max(mark + 3);
        let address = &draft.text()[range.clone()];
        let scheme = &draft.text()[range.start..mark];
        if LOCAL_SCHEMES.iter().any(|local| local.eq_ignore_ascii_case(scheme)) {
            edits.push(Edit::by(range.clone(), LOCAL).saying(LeftOutKind::LocalPath, range));
            continue;
        }
        edits.extend(cuts(address).into_iter().map(|cut| {
            let place = range.start + cut.range.start..range.start + cut.range.end;
            Edit { with: cut.with, ..Edit::out(place, cut.what) }
        }));
    }
    draft.apply(edits);
}

/// Names and passwords of addresses that say no scheme: `name:password@host`.
fn logins(draft: &Draft) -> Vec<Edit> {
    let (text, mut edits, mut at) = (draft.text(), Vec::new(), 0);
    while let Some(mark) = draft.find("@", at) {
        at = mark + 1;
        let login = check::login_before(text, mark).filter(|login| !text[..login.start].ends_with("://"));
        edits.extend(login.map(|login| Edit::out(login, LeftOutKind::Credential)));
    }
    edits
}

/// Where the address around a `://` stands, without the punctuation of the sentence.
fn around(draft: &Draft, mark: usize, from: usize) -> Range<usize> {
    let text = draft.text();
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = from + text[from..mark].trim_end_matches(is_scheme).len();
    let (mut round, mut square, mut end) = (0_usize, 0_usize, mark);
    for (at, c) in text[mark..].char_indices() {
        let ends = match c {
            '(' => bump(&mut round),
            '[' => bump(&mut square),
            ')' => drop_one(&mut round),
            ']' => drop_one(&mut square),
            '<' | '>' | '"' | '`' | '|' => true,
            c => c.is_whitespace() || c.is_control(),
        };
        if ends || draft.is_code(mark + at) {
            break;
        }
        end = mark + at + c.len_utf8();
    }
    let address = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '\'', '\\']);
    start..(start + address.len()).max(mark + 3)
}

fn bump(depth: &mut usize) -> bool {
    *depth += 1;
    false
}

/// Closes one bracket; true if none was open.
fn drop_one(depth: &mut usize) -> bool {
    let was_open = *depth > 0;
    *depth = depth.saturating_sub(1);
    !was_open
}

/// A part of an address that changes.
struct Cut {
    range: Range<usize>,
    with: String,
    what: LeftOutKind,
}

/// What to cut of an address, in order.
fn cuts(address: &str) -> Vec<Cut> {
    let Some(start) = address.find("://").map(|at| at + 3) else { return Vec::new() };
    let end = address[start..].find(['/', '?', '#']).map_or(address.len(), |length| start + length);
    let mut cuts = Vec::new();
    if let Some(at) = address[start..end].rfind('@') {
        let user = &address[start..start + at];
        let is_login = user == "git" && address[..start].contains("ssh");
        let range = start..start + at + 1;
        cuts.extend((!is_login).then(|| Cut { range, with: String::new(), what: LeftOutKind::Credential }));
    }
    let hash = address[end..].find('#').map_or(address.len(), |at| end + at);
    cuts.extend(session(address, end..hash));
    let question = address[end..hash].find('?').map(|at| end + at..hash);
    // A fragment is the name of a heading, unless it has values.
    let hash = address[hash..].contains('=').then_some(hash..address.len());
    cuts.extend(question.and_then(|section| parameters(address, section, Weight::Tracking)));
    cuts.extend(hash.and_then(|section| parameters(address, section, Weight::Credential)));
    cuts
}

/// `;jsessionid=…` in a path.
fn session(address: &str, path: Range<usize>) -> Option<Cut> {
    let start = path.start + address[path.clone()].to_ascii_lowercase().find(";jsessionid=")?;
    let end = address[start..path.end].find('?').map_or(path.end, |length| start + length);
    Some(Cut { range: start..end, with: String::new(), what: LeftOutKind::Credential })
}

/// What of `?a=b&c=d` or `#a=b&c=d` goes that weighs so much or more.
fn parameters(address: &str, section: Range<usize>, least: Weight) -> Option<Cut> {
    let written = &address[section.clone()];
    let all: Vec<&str> = written[1..].split('&').collect();
    let is_signed = all.iter().any(|it| parameter::weight(it, false) == Weight::Signature);
    let heaviest = all.iter().map(|it| parameter::weight(it, is_signed)).max()?;
    if heaviest < least {
        return None;
    }
    let mut with = String::new();
    for (at, kept) in all.iter().enumerate().filter(|(_, it)| parameter::weight(it, is_signed) < least) {
        let bare = kept.strip_prefix("amp;").unwrap_or(kept);
        let is_first = with.is_empty();
        with.push_str(if is_first {
            &written[..1]
        } else if at > 0 && bare != *kept {
            "&amp;"
        } else {
            "&"
        });
        with.push_str(bare);
    }
    let what = if heaviest == Weight::Tracking { LeftOutKind::Tracking } else { LeftOutKind::Credential };
    Some(Cut { range: section, with, what })
}
