//! The kernel's queue of changes, and a socket on which it is asked for.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

use super::{State, socket};
use crate::clock::Stopwatch;
use crate::disk;
use crate::ops::Workspace;
use crate::store::watch::Watch;

/// Files that change together are told once, when it has been quiet for so long …
const QUIET: Duration = Duration::from_millis(100);
/// … or after so long, if it never gets quiet.
const LATEST: Duration = Duration::from_secs(1);
/// So long is waited for an answer: more than one who is awake needs.
const PATIENCE: Duration = Duration::from_millis(40);

/// Tells of changes in a store and answers who asks for them, for as long as the process lives.
pub fn watch(workspace: &Workspace, changed: impl Fn()) {
    let watcher = Watcher::over(workspace);
    match watcher.and_then(|mut watcher| watcher.run(&changed)) {
        Ok(()) => {}
        Err(error) => tracing::warn!("the files are not watched: {error}"),
    }
}

struct Watcher {
    watch: Watch,
    listener: Option<UnixListener>,
    state: State,
    /// Since when there are changes that were not told, and since when it has been quiet.
    untold: Option<(Stopwatch, Stopwatch)>,
}

impl Watcher {
    fn over(workspace: &Workspace) -> io::Result<Self> {
        let pages = workspace.state().join("pages");
        disk::make_private_folder(&pages).map_err(io::Error::other)?;
        // It is there before the folders are watched: who asks meanwhile waits.
        let listener = listen(&socket(workspace)).ok();
        let watch = Watch::over(workspace.store(), pages)?;
        let watcher = RandomState::new().hash_one(process::id());
        Ok(Self { watch, listener, state: State { watcher, changes: 0 }, untold: None })
    }

    fn run(&mut self, changed: &impl Fn()) -> io::Result<()> {
        loop {
            self.wait()?;
            self.take();
            self.answer();
            if self.untold.is_some_and(|(first, last)| last.elapsed() >= QUIET || first.elapsed() >= LATEST) {
                self.untold = None;
                self.watch.renew();
                changed();
            }
        }
    }

    /// Until something changes, somebody asks, or it has been quiet.
    fn wait(&self) -> io::Result<()> {
        let left = self.untold.map(|(_, last)| QUIET.saturating_sub(last.elapsed()));
        let left = left.map(|left| Timespec { tv_sec: 0, tv_nsec: left.subsec_nanos().into() });
        let mut waits = vec![PollFd::new(&self.watch, PollFlags::IN)];
        waits.extend(self.listener.as_ref().map(|listener| PollFd::new(listener, PollFlags::IN)));
        match poll(&mut waits, left.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn take(&mut self) {
        if self.watch.take() {
            self.state.changes += 1;
            let now = Stopwatch::start();
            self.untold = Some((self.untold.map_or(now, |(first, _)| first), now));
        }
    }

    /// Tells all who ask how many changes there were until they asked.
    fn answer(&mut self) {
        let asking: Vec<_> = self.listener.iter().flat_map(UnixListener::incoming).map_while(Result::ok).collect();
        if asking.is_empty() {
            return;
        }
        self.take();
        self.watch.renew();
        if self.watch.is_whole() {
            // Who does not wait any more looks at the files.
            asking.into_iter().for_each(|mut stream| drop(stream.write_all(&self.state.bytes())));
        }
    }
}

impl State {
    fn bytes(self) -> [u8; 16] {
        (u128::from(self.watcher) << 64 | u128::from(self.changes)).to_be_bytes()
    }

    fn of(bytes: [u8; 16]) -> Self {
        let both = u128::from_be_bytes(bytes);
        Self { watcher: (both >> 64) as u64, changes: both as u64 }
    }
}

/// Listens, unless another one does.
fn listen(socket: &Path) -> io::Result<UnixListener> {
    if reach(socket).is_ok() {
        return Err(io::ErrorKind::AddrInUse.into());
    }
    // One who is gone left it there.
    disk::remove_unsynced(socket).ok();
    let listener = UnixListener::bind(socket)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Asks the one who watches, if there is one and it answers.
pub(super) fn ask(workspace: &Workspace) -> Option<State> {
    let watcher = reach(&socket(workspace)).ok()?;
    let mut waits = [PollFd::new(&watcher, PollFlags::IN)];
    let patience = Timespec { tv_sec: 0, tv_nsec: PATIENCE.subsec_nanos().into() };
    poll(&mut waits, Some(&patience)).ok().filter(|ready| *ready > 0)?;
    let mut bytes = [0; 16];
    let read = rustix::io::read(watcher.as_fd(), &mut bytes).ok()?;
    (read == bytes.len()).then(|| State::of(bytes))
}

/// Never waits, whatever state the other side is in.
fn reach(socket: &Path) -> rustix::io::Result<rustix::fd::OwnedFd> {
    let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
    let own = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    connect(&own, &SocketAddrUnix::new(socket)?)?;
    Ok(own)
}
