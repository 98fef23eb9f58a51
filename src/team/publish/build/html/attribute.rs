//! Attributes of a tag, and where those that lead somewhere lead for the team.

use std::collections::BTreeSet;

use crate::entry::link::{Form, Link};
use crate::team::publish::build::addresses::has_scheme;
use crate::team::publish::build::draft::Led;
use crate::team::publish::build::links::{destination, resolved};
use crate::team::publish::build::{Attached, LinkTarget, Order};

/// Attributes that carry no more than a reader sees.
const PLAIN: [&str; 9] = ["align", "alt", "colspan", "height", "open", "rowspan", "start", "valign", "width"];

/// Attributes that lead somewhere.
const LEADING: [&str; 2] = ["href", "src"];

/// One attribute.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribute {
    /// In lower case.
    name: String,
    /// Without quotes.
    value: Option<String>,
}

impl Attribute {
    /// What a page has of it.
    pub(super) fn kept(&self, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Led> {
        let name = self.name.as_str();
        if LEADING.contains(&name) {
            let value = led(self.value.as_ref()?, element, order, attached)?;
            return Some(Led::default().words(name).words("=\"").joined(value).words("\""));
        }
        PLAIN.contains(&name).then(|| Led::default().words(&self.plain()))
    }

    pub(super) fn plain(&self) -> String {
        let value = self.value.as_ref().map(|value| format!("=\"{}\"", value.replace('"', "&quot;")));
        self.name.clone() + &value.unwrap_or_default()
    }

    /// Whether it keeps readers from seeing the words of its element.
    pub(super) fn hides(&self) -> bool {
        let value = self.value.as_deref().unwrap_or_default().to_ascii_lowercase();
        let style: String = value.split_whitespace().collect();
        let is_unseen =
            ["display:none", "visibility:hidden", "opacity:0", "font-size:0"].iter().any(|it| style.contains(it));
        self.name == "hidden" || self.name == "style" && is_unseen
    }
}

pub(super) fn all(text: &str) -> Vec<Attribute> {
    let (mut all, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        if rest.is_empty() {
            return all;
        }
        let name = rest[..length.max(1).min(rest.len())].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
            all.push(Attribute { name, value: None });
            continue;
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        all.push(Attribute { name, value: Some(value.to_owned()) });
        rest = behind;
    }
}

/// Where an attribute leads, for the team.
fn led(value: &str, element: &str, order: &Order, attached: &mut BTreeSet<Attached>) -> Option<Led> {
    let form = if element == "a" { Form::Markdown } else { Form::Image };
    let (target, heading) =
        value.split_once('#').map_or((value, None), |(target, heading)| (target, Some(heading.to_owned())));
    if target.is_empty() {
        return None;
    }
    let target = if has_scheme(value) { value } else { target };
    let link = Link {
        range: 0..0,
        target: target.into(),
        heading,
        shown: None,
        form,
        place: 0..0,
        field: None,
        others: Vec::new(),
    };
    let target = resolved(&link, order);
    if let LinkTarget::Attachment(file) = &target {
        attached.insert(file.clone());
    }
    (target != LinkTarget::Private).then(|| destination(&target))
}
