//! The same work on many things at once.

use std::thread;

/// More threads than this would wait for memory or the disk, not work.
const MOST: usize = 8;

/// On how many threads work is shared: as many as there are cores, up to eight.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

/// What `work` makes of each, in their order. Worth it where that takes longer than to start a thread, some 50 µs.
///
/// # Panics
/// If `work` does.
pub(crate) fn map<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    map_with(things, || (), |(), thing| work(thing))
}

/// The same with something that each thread makes once and uses for all its things.
///
/// # Panics
/// If `make` or `work` does.
pub(crate) fn map_with<T: Sync, W, R: Send>(
    things: &[T],
    make: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &T) -> R + Sync,
) -> Vec<R> {
    let part = |things: &[T]| {
        let mut with = make();
        things.iter().map(|thing| work(&mut with, thing)).collect::<Vec<R>>()
    };
    let part = &part;
    thread::scope(|scope| {
        let parts = things.chunks(things.len().div_ceil(threads()).max(1));
        let running: Vec<_> = parts.map(|things| scope.spawn(move || part(things))).collect();
        running.into_iter().flat_map(|part| part.join().expect("work does not panic")).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_each_comes_in_their_order() {
        for count in [0_usize, 1, 2, 7, 1_000] {
            let things: Vec<usize> = (0..count).collect();

            assert_eq!(map(&things, |thing| thing * 2), things.iter().map(|thing| thing * 2).collect::<Vec<_>>());
        }
    }
}
