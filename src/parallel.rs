//! The same work on many things at once.

use std::sync::{Condvar, Mutex, PoisonError};
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

/// Work that several threads share while it brings more of its kind: folders with folders in them.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    waiting: Vec<T>,
    /// Taken by a thread that may bring more.
    open: usize,
}

impl<T> Queue<T> {
    pub(crate) fn of(first: T) -> Self {
        Self { state: Mutex::new(State { waiting: vec![first], open: 0 }), changed: Condvar::new() }
    }

    /// The next piece, once there is one; `None` when all is done.
    pub(crate) fn next(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(piece) = state.waiting.pop() {
                state.open += 1;
                return Some(piece);
            }
            if state.open == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Closes a piece and adds what it brought.
    pub(crate) fn done(&self, more: &mut Vec<T>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.append(more);
        state.open -= 1;
        self.changed.notify_all();
    }
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
