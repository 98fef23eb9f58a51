//! Templates of paths: `nuggets/{topic}/{slug}.md`.

use crate::team::read::intake::{fault as path_fault, holds_no_pages};
use crate::text::nearest;

const NAMES: [&str; 2] = ["topic", "slug"];

/// What a template was filled in with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Matched {
    pub(super) topic: String,
    pub(super) slug: String,
}

pub(super) fn fill(template: &str, topic: &str, slug: &str) -> String {
    // In this order: a topic with braces in it is no template.
    let (before, after) = template.split_once("{slug}").unwrap_or((template, ""));
    format!("{}{slug}{after}", before.replace("{topic}", topic))
}

/// Reads a path that a template made.
pub(super) fn read(template: &str, path: &str) -> Option<Matched> {
    let (mut topic, mut slug) = (String::new(), String::new());
    let (parts, names): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), template.split('/').collect());
    if parts.len() != names.len() {
        return None;
    }
    for (name, part) in names.into_iter().zip(parts) {
        if let Some((before, after)) = name.split_once("{topic}") {
            topic = part.strip_prefix(before)?.strip_suffix(after)?.to_owned();
        } else if let Some((before, after)) = name.split_once("{slug}") {
            slug = part.strip_prefix(before)?.strip_suffix(after)?.to_owned();
        } else if name != part {
            return None;
        }
    }
    (!slug.is_empty()).then_some(Matched { topic, slug })
}

/// What is wrong with a template, as the end of a sentence about it.
pub(super) fn fault(template: &str) -> Option<String> {
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { return Some("has a brace that is not closed".into()) };
        if !NAMES.contains(&name) {
            let hint = nearest(name, NAMES).map(|near| format!("; did you mean {{{near}}}?")).unwrap_or_default();
            return Some(format!("has an unknown {{{name}}}{hint}"));
        }
        rest = after;
    }
    let last = template.rsplit('/').next().unwrap_or_default();
    if !last.contains("{slug}") || template.matches("{slug}").count() > 1 {
        return Some("needs {slug} once, in the file's name".into());
    }
    if last.contains("{topic}") || template.matches("{topic}").count() > 1 {
        return Some("has {topic} once, as a folder".into());
    }
    let path = fill(template, "topic", "slug");
    if path_fault(&path).is_some() {
        return Some("is not a path inside the repository".into());
    }
    if !path.ends_with(".md") {
        return Some("does not end in .md".into());
    }
    let top = path.split('/').next().unwrap_or_default();
    let is_kept_out = path.split('/').any(|part| part.starts_with('.')) || holds_no_pages(top);
    is_kept_out.then(|| "lies in a folder that holds no pages".into())
}
