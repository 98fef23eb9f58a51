//! One tag of raw HTML, and what a page has of it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::attribute::{self, Attribute};
use super::{QUOTES, is_known};
use crate::team::publish::build::draft::{Draft, Edit, Led};
use crate::team::publish::build::links::Keep;
use crate::team::publish::build::marks::{Fault, Stray};
use crate::team::publish::build::{Attached, LeftOutKind, Order, gap};

/// Elements whose content is not shown as it is written.
const UNSHOWN: [&str; 12] =
    ["canvas", "head", "iframe", "math", "noscript", "object", "script", "select", "style", "svg", "template", "title"];

/// `<name attributes>` in raw HTML; what has no name is a comment or the like.
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    pub(super) name: String,
    pub(super) is_closing: bool,
    pub(super) attributes: Range<usize>,
    /// The attributes, without the signs of quotes between them.
    pub(super) written: String,
}

impl Tag {
    /// Where an element ends whose content is not shown.
    pub(super) fn unshown(&self, later: &[Self]) -> Result<Option<usize>, Stray> {
        if self.is_closing || !UNSHOWN.contains(&self.name.as_str()) {
            return Ok(None);
        }
        let end = later.iter().find(|tag| tag.is_closing && tag.name == self.name);
        match end {
            Some(end) => Ok(Some(end.range.end)),
            // Without attributes it is a word in a sentence.
            None if self.written.trim().is_empty() => Ok(None),
            None => Err(Stray { at: self.range.start, fault: Fault::OpenHtml }),
        }
    }

    /// What to change for it to be bare.
    pub(super) fn bare(
        &self,
        draft: &Draft,
        keep: Keep,
        order: &Order,
        attached: &mut BTreeSet<Attached>,
    ) -> Result<Option<Edit>, Stray> {
        if self.name.is_empty() {
            return Ok(Some(gap::gap(draft, self.range.clone(), LeftOutKind::Comment)));
        }
        let at = self.range.start;
        if has_stray_quotes(&self.written) {
            return Err(Stray { at, fault: Fault::OpenHtml });
        }
        let is_known = is_known(&self.name);
        if keep == Keep::Words && (is_known || self.written.contains('=')) {
            return Ok(Some(Edit::out(self.range.clone(), LeftOutKind::Attribute)));
        }
        let is_placeholder = !is_known && !self.written.contains('=');
        if self.written.trim_matches([' ', '\n', '\t', '/']).is_empty() || is_placeholder {
            return Ok(None);
        }
        let all = attribute::all(&self.written);
        if all.iter().any(Attribute::hides) {
            return Err(Stray { at, fault: Fault::HiddenHtml });
        }
        let kept: Vec<Led> = all.iter().filter_map(|it| it.kept(&self.name, order, attached)).collect();
        let is_whole = kept.len() == all.len();
        if is_whole && kept.iter().zip(&all).all(|(kept, it)| kept.text == it.plain()) {
            return Ok(None);
        }
        let slash = if self.written.trim_end().ends_with('/') { " /" } else { "" };
        let kept = kept.into_iter().fold(Led::default(), |led, it| led.words(" ").joined(it)).words(slash);
        let edit = Edit::led(self.attributes.clone(), kept);
        Ok(Some(if is_whole { edit } else { edit.saying(LeftOutKind::Attribute, self.attributes.clone()) }))
    }
}

/// Whether quotes, or what begins a tag, stand where no value begins: then nobody can say where the tag ends.
fn has_stray_quotes(written: &str) -> bool {
    let (mut quote, mut last) = (None, ' ');
    for c in written.chars() {
        match (quote, c) {
            (None, '"' | '\'') if last == '=' => quote = Some(c),
            (None, c) if c == '<' || c == '`' || QUOTES.contains(&c) => return true,
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
        last = if c.is_whitespace() { last } else { c };
    }
    false
}
