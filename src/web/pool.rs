//! The same work for many addresses: servers at once, the addresses of one server one after another.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use url::Url;

/// The most servers that are asked at once.
const AT_ONCE: usize = 16;
/// How often somebody who waits is asked whether to go on.
const TICK: Duration = Duration::from_millis(50);

/// Whether all was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Done,
    /// Whoever waited did not want to go on.
    Stopped,
}

/// Does `work` for each thing, by the servers of their addresses, on threads of its own; `take` gets what came of it on this thread,
/// one after another, and ends everything with an error. `go_on` is asked again and again.
pub(crate) fn by_server<T: Send, R: Send, E>(
    things: Vec<(String, T)>,
    work: &(dyn Fn(&T, &mut dyn FnMut() -> bool) -> R + Sync),
    go_on: &mut dyn FnMut() -> bool,
    take: &mut dyn FnMut(T, R) -> Result<(), E>,
) -> Result<Ended, E> {
    let servers = servers(things);
    let (threads, goes_on) = (servers.len().min(AT_ONCE), AtomicBool::new(true));
    let waiting = Mutex::new(servers.into_iter());
    let (answer, answers) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (answer, waiting, goes_on) = (answer.clone(), &waiting, &goes_on);
            scope.spawn(move || {
                let next = || waiting.lock().ok()?.next();
                while let Some(things) = next() {
                    some(things, work, goes_on, &answer);
                }
            });
        }
        drop(answer);
        loop {
            match answers.recv_timeout(TICK) {
                Ok((thing, made)) if goes_on.load(Ordering::Relaxed) => {
                    take(thing, made).inspect_err(|_| goes_on.store(false, Ordering::Relaxed))?;
                }
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if !go_on() {
                goes_on.store(false, Ordering::Relaxed);
            }
        }
        Ok(if goes_on.load(Ordering::Relaxed) { Ended::Done } else { Ended::Stopped })
    })
}

fn servers<T>(things: Vec<(String, T)>) -> Vec<Vec<T>> {
    let mut servers: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for (address, thing) in things {
        let url = Url::parse(&address).ok();
        let server = url.map(|url| url[..url::Position::BeforePath].to_owned()).unwrap_or_default();
        servers.entry(server).or_default().push(thing);
    }
    servers.into_values().collect()
}

/// The things of one server.
fn some<T, R>(
    things: Vec<T>,
    work: &(dyn Fn(&T, &mut dyn FnMut() -> bool) -> R + Sync),
    goes_on: &AtomicBool,
    answer: &mpsc::Sender<(T, R)>,
) {
    for thing in things {
        if !goes_on.load(Ordering::Relaxed) {
            return;
        }
        let made = work(&thing, &mut || goes_on.load(Ordering::Relaxed));
        // Nobody listens any more where the work was ended by an error.
        answer.send((thing, made)).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_and_of_one_server_in_its_order() {
        let things = (0..40).map(|at| (format!("http://s{}.example/{at}", at % 4), at)).collect();
        let mut made: Vec<(usize, usize)> = Vec::new();

        let work = |at: &usize, _: &mut dyn FnMut() -> bool| at * 2;
        let ended: Result<Ended, ()> = by_server(things, &work, &mut || true, &mut |at, twice| {
            made.push((at, twice));
            Ok(())
        });

        assert_eq!(ended, Ok(Ended::Done));
        let of_first: Vec<usize> = made.iter().map(|(at, _)| *at).filter(|at| at % 4 == 0).collect();
        assert!(of_first.is_sorted() && made.len() == 40 && made.iter().all(|(at, twice)| at * 2 == *twice));
    }

    #[test]
    fn an_error_ends_it_and_whoever_waits_can_stop() {
        let things = || (0..9).map(|at| ("http://s.example/".to_owned(), at)).collect::<Vec<(String, i32)>>();
        let work = |_: &i32, _: &mut dyn FnMut() -> bool| ();

        assert_eq!(by_server(things(), &work, &mut || true, &mut |_, ()| Err("no")), Err("no"));
        assert_eq!(by_server(things(), &work, &mut || false, &mut |_, ()| Ok::<(), ()>(())), Ok(Ended::Stopped));
    }
}
