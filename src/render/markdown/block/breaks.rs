//! Line breaks of a paragraph: whether they stay where they were written.

use crate::render::markdown::Breaks;
use crate::render::width;
use crate::render::wrap::{Flow, Piece};

/// Columns beyond which a line was ended by a program and not by the one who wrote it.
const WRAPPED: usize = 60;

/// Running text with its soft breaks as spaces, or as the ends of lines.
pub(super) fn settled(body: &str, breaks: Breaks, mut pieces: Vec<Piece>) -> Vec<Piece> {
    let keeps = match breaks {
        Breaks::Keep => true,
        Breaks::Join => false,
        Breaks::Auto => pieces.iter().any(|piece| piece.flow == Flow::Soft && !is_wrapped(body, piece)),
    };
    if keeps {
        let mut at_end = false;
        // The end of a line that is ended already is none.
        pieces.retain(|piece| {
            let ended = std::mem::replace(&mut at_end, piece.flow == Flow::Break);
            !(ended && piece.flow == Flow::Soft)
        });
        for piece in pieces.iter_mut().filter(|piece| piece.flow == Flow::Soft) {
            *piece = Piece::line_break(piece.source.clone());
        }
    }
    pieces
}

/// Whether the line that a soft break ends is long enough to have been wrapped.
fn is_wrapped(body: &str, end: &Piece) -> bool {
    let before = &body[..body.floor_char_boundary(end.source.start)];
    let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    // Only the beginning of a line that never ends is measured.
    width::of(&line[..line.floor_char_boundary(WRAPPED * 8)]) > WRAPPED
}
