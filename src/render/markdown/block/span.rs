//! What stands in running text: words, links and images.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::{Callout, Walk};
use crate::render::markdown::LinkName;
use crate::render::safe_line;
use crate::render::styled::Role;
use crate::render::wrap::Piece;

/// Bytes of an image's description that are shown.
const DESCRIPTION: usize = 300;

/// The link around the current text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// Where it begins in the body.
    at: usize,
    /// Its words are not shown: what it leads to has a title.
    is_titled: bool,
}

/// An image, or an embedded entry, on its way from the parser.
pub(super) struct Image {
    at: usize,
    /// What it is.
    label: &'static str,
    /// The picture's name, where a description is not all.
    name: String,
    description: String,
    is_titled: bool,
}

impl Walk<'_> {
    pub(super) fn start_link(&mut self, link_type: LinkType, label: &str, source: Range<usize>) {
        let at = self.named_at(link_type, label, source.start);
        let name = self.names.named.get(&at);
        self.roles.push(if name == Some(&LinkName::Broken) { Role::Broken } else { Role::Link });
        let title = match (name, link_type) {
            (Some(LinkName::Title(title)), LinkType::WikiLink { has_pothole: false }) => Some(title.clone()),
            (Some(_) | None, _) => None,
        };
        self.link = Some(Link { at, is_titled: title.is_some() });
        if let Some(title) = title {
            self.push(&title, Role::Link, source);
        }
    }

    /// Where the link begins that says where this one leads: it itself, or the definition that it refers to.
    fn named_at(&self, link_type: LinkType, label: &str, at: usize) -> usize {
        let refers = match link_type {
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => true,
            LinkType::Inline
            | LinkType::ReferenceUnknown
            | LinkType::CollapsedUnknown
            | LinkType::ShortcutUnknown
            | LinkType::Autolink
            | LinkType::Email
            | LinkType::WikiLink { .. } => false,
        };
        let definition = self.names.labels.get(&label.to_lowercase()).filter(|_| refers);
        definition.copied().unwrap_or(at)
    }

    pub(super) fn end_link(&mut self, source: Range<usize>) {
        if let Some(link) = &mut self.link {
            link.is_titled = false;
        }
        if self.role() == Role::Broken {
            self.push("?", Role::Broken, source);
        }
        self.link = None;
        self.roles.pop();
    }

    pub(super) fn start_image(&mut self, link_type: LinkType, target: &str, source: Range<usize>) {
        let at = source.start;
        let (label, name) = image_label(link_type, target);
        let title = match self.names.named.get(&at) {
            Some(LinkName::Title(title)) if label == EMBED => Some(title.clone()),
            Some(_) | None => None,
        };
        let is_broken = self.names.named.get(&at) == Some(&LinkName::Broken);
        self.roles.push(if is_broken { Role::Broken } else { Role::Link });
        let is_titled = title.is_some();
        self.images.push(Image { at, label, name, description: title.unwrap_or_default(), is_titled });
    }

    pub(super) fn end_image(&mut self, source: Range<usize>) {
        let role = self.role();
        self.roles.pop();
        let Some(image) = self.images.pop() else { return };
        let outer = self.link.replace(Link { at: image.at, is_titled: false });
        let sign = if role == Role::Broken { "?" } else { "" };
        self.push(&format!("[{}{sign}]", image.words()), role, source);
        self.link = outer;
    }

    pub(super) fn text(&mut self, text: &str, source: Range<usize>) {
        if let Some(code) = &mut self.code {
            code.push(text, source);
        } else if !self.images.is_empty() {
            self.describe(text);
        } else if self.link.is_none_or(|link| !link.is_titled) {
            let (text, source) = match &self.callout {
                Some(callout) => callout.without_label(text, source),
                None => (text, source),
            };
            let role = self.role();
            let link = self.link.map(|link| link.at);
            let pieces = self.inline.pieces(text, role, source);
            self.pieces.extend(pieces.into_iter().map(|piece| {
                let own = piece.link;
                piece.in_link(link.or(own))
            }));
        }
    }

    /// Adds running text as it is.
    pub(super) fn push(&mut self, text: &str, role: Role, source: Range<usize>) {
        if self.images.is_empty() {
            let link = self.link.map(|link| link.at);
            self.pieces.push(Piece::words(safe_line(text), role, source).in_link(link));
        } else {
            self.describe(text);
        }
    }

    /// Adds to the description of the innermost image, which stays short however images nest.
    fn describe(&mut self, text: &str) {
        let open = self.images.last_mut().filter(|image| !image.is_titled && image.description.len() < DESCRIPTION);
        if let Some(image) = open {
            image.description.push_str(&text[..text.floor_char_boundary(DESCRIPTION)]);
        }
    }

    pub(super) fn soft_break(&mut self, source: Range<usize>) {
        if self.callout.as_mut().is_some_and(|callout| Callout::end_title(callout, source.start)) {
            self.pieces.push(Piece::line_break(source));
        } else if self.images.is_empty() {
            self.pieces.push(Piece::soft_break(self.role(), source));
        } else {
            self.describe(" ");
        }
    }
}

impl Image {
    /// What it is, what it is called and how large it is shown.
    fn words(&self) -> String {
        let (words, size) = match self.description.rsplit_once('|') {
            Some((words, size)) if is_size(size) => (words, Some(size)),
            Some(_) | None if is_size(&self.description) => ("", Some(self.description.as_str())),
            Some(_) | None => (self.description.as_str(), None),
        };
        let names = [self.name.as_str(), words].map(str::trim);
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let name = names.join(", ");
        let size = size.map(|size| format!("{} px", size.trim().replace('x', " x ")));
        let parts: Vec<&str> =
            [name.as_str(), size.as_deref().unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { self.label.to_owned() } else { format!("{}: {}", self.label, parts.join(" ")) }
    }
}

/// Whether words are the size that a picture is shown in: `300`, `300x200`.
fn is_size(words: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.len() < 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    match words.trim().split_once('x') {
        Some((width, height)) => is_number(width) && is_number(height),
        None => is_number(words.trim()),
    }
}

const EMBED: &str = "embed";
const IMAGE: &str = "image";

/// What an image is, and the name of its picture where the words beside it may be its size alone.
fn image_label(link_type: LinkType, target: &str) -> (&'static str, String) {
    const PICTURES: [&str; 9] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif", ".tiff"];
    let lower = target.to_lowercase();
    let picture = PICTURES.iter().any(|end| lower.ends_with(end));
    match link_type {
        LinkType::WikiLink { .. } if !picture => (EMBED, String::new()),
        LinkType::WikiLink { has_pothole: true } => (IMAGE, target.to_owned()),
        _ => (IMAGE, String::new()),
    }
}
