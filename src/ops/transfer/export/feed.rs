//! A feed is for others: only what may leave, made as a page for everybody is made.

use sha2::{Digest as _, Sha256};

use super::{Exported, Request};
use crate::entry::Entry;
use crate::formats::write::{Feed, Piece, html};
use crate::ops::error::chain;
use crate::ops::share::{self, OpenPage};
use crate::ops::{Error, Workspace};

const TITLE: &str = "Riffle";

/// The feed of these entries; what may not leave is left out with its reason.
pub(super) fn of(
    workspace: &Workspace,
    request: &Request,
    entries: &[Entry],
    exported: &mut Exported,
) -> Result<Feed, Error> {
    let mut pieces = Vec::new();
    for entry in entries {
        match share::for_everybody(workspace, entry) {
            Ok(page) => pieces.push(piece(workspace, entry, page)),
            Err(error @ Error::Share(_)) => exported.left_out.push((entry.path.clone(), chain(&error))),
            Err(error) => return Err(error),
        }
    }
    exported.entries = pieces.len();
    let updated = pieces.iter().map(|piece| piece.date).max().unwrap_or_else(|| workspace.clock.now());
    let title = request.title.clone().unwrap_or_else(|| TITLE.to_owned());
    Ok(Feed { id: name(&format!("feed {title}")), title, home: None, updated, pieces })
}

fn piece(workspace: &Workspace, entry: &Entry, page: OpenPage) -> Piece {
    Piece {
        id: name(&entry.id.to_string()),
        title: page.title,
        url: None,
        about: page.url,
        date: page.date.unwrap_or_else(|| workspace.clock.now()),
        authors: Vec::new(),
        tags: page.tags,
        html: html::of_markdown(&page.markdown, &html::as_it_stands),
    }
}

/// A name that tells nobody what it was made of.
fn name(of: &str) -> String {
    let hash = Sha256::digest(format!("feed {of}"));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("urn:riffle:{hex}")
}
