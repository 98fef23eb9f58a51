//! Where three sequences agree and where they differ: the base, and what two sides made of it.
//!
//! As in Khanna, Kunal and Pierce, "A formal investigation of diff3" (2007): stretches of the base that both sides kept lie between
//! those that one of them, or both, changed.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A part of the base and what stands in its place on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub base: Range<usize>,
    pub ours: Range<usize>,
    pub theirs: Range<usize>,
}

/// Cuts lines into stretches, in order: those that all have alike, and between them those that a side changed.
pub(super) fn stretches<T: Eq + Hash>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<Stretch> {
    cut(Algorithm::Histogram, base, ours, theirs)
}

/// The same of words, of which many stand often: those that stand once are found first, which takes no longer with the number
/// of the others.
pub(super) fn stretches_of_words(base: &[&str], ours: &[&str], theirs: &[&str]) -> Vec<Stretch> {
    cut(Algorithm::Patience, base, ours, theirs)
}

fn cut<T: Eq + Hash>(algorithm: Algorithm, base: &[T], ours: &[T], theirs: &[T]) -> Vec<Stretch> {
    let kept = [kept(algorithm, base, ours), kept(algorithm, base, theirs)];
    let ends = [base.len(), ours.len(), theirs.len()];
    let mut all = Vec::new();
    let mut at = [0; 3];
    while at != ends {
        let length = alike(&kept, at);
        let next = if length > 0 { at.map(|at| at + length) } else { next_alike(&kept, at[0]).unwrap_or(ends) };
        all.push(Stretch { base: at[0]..next[0], ours: at[1]..next[1], theirs: at[2]..next[2] });
        at = next;
    }
    all
}

/// Where a side has what the base has, by its place in the base.
fn kept<T: Eq + Hash>(algorithm: Algorithm, base: &[T], side: &[T]) -> Vec<Option<usize>> {
    let mut kept = vec![None; base.len()];
    for op in capture_diff_slices(algorithm, base, side) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            (0..len).for_each(|at| kept[old_index + at] = Some(new_index + at));
        }
    }
    kept
}

/// How much both sides kept from here on, without anything between.
fn alike([ours, theirs]: &[Vec<Option<usize>>; 2], at: [usize; 3]) -> usize {
    let is_kept = |length: &usize| {
        let is_at = |kept: &[Option<usize>], side: usize| kept[at[0] + length] == Some(side + length);
        is_at(ours, at[1]) && is_at(theirs, at[2])
    };
    (0..ours.len() - at[0]).take_while(is_kept).count()
}

/// The next place that both sides kept.
fn next_alike([ours, theirs]: &[Vec<Option<usize>>; 2], from: usize) -> Option<[usize; 3]> {
    (from..ours.len()).find_map(|at| Some([at, ours[at]?, theirs[at]?]))
}
