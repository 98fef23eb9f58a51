//! Threads that share the work of one search: its segments, then its rows.

use std::sync::OnceLock;
use std::thread;

use tantivy::{Executor, Searcher};

use super::health;

/// Fewer entries are searched before a thread has woken up.
const WORTH: u64 = 8_000;
/// More of them would wait for memory, not work.
const MOST: usize = 4;

/// The threads of one index, started when it is first searched and large.
#[derive(Default)]
pub(super) struct Lanes(OnceLock<Executor>);

impl Lanes {
    /// Does `work` with every part and keeps the order; a panic is an error, as in [`health::guard`].
    pub(super) fn share<A: Send, R: Send>(
        &self,
        searcher: &Searcher,
        parts: impl Iterator<Item = A>,
        work: impl Fn(A) -> tantivy::Result<R> + Sync,
    ) -> tantivy::Result<Vec<R>> {
        match searcher.num_docs() < WORTH {
            true => share(&Executor::single_thread(), parts, work),
            false => share(self.0.get_or_init(start), parts, work),
        }
    }
}

fn share<A: Send, R: Send>(
    executor: &Executor,
    parts: impl Iterator<Item = A>,
    work: impl Fn(A) -> tantivy::Result<R> + Sync,
) -> tantivy::Result<Vec<R>> {
    executor.map(|part| health::guard(|| work(part)), parts)
}

fn start() -> Executor {
    let count = thread::available_parallelism().map_or(1, usize::from).min(MOST);
    if count == 1 {
        return Executor::single_thread();
    }
    Executor::multi_thread(count, "search").unwrap_or_else(|error| {
        tracing::warn!("searches run on one thread: {error}");
        Executor::single_thread()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_order_and_a_panic_is_an_error() {
        let lanes = Executor::multi_thread(3, "test").unwrap();

        assert_eq!(
            share(&lanes, 0..100, |part| Ok(part * 2)).unwrap(),
            (0..100).map(|part| part * 2).collect::<Vec<_>>()
        );
        assert!(share(&lanes, 0..10, |part| if part == 7 { panic!("damage") } else { Ok(part) }).is_err());
    }
}
