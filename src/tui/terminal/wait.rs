//! Waits for whatever comes first: a key, an answer of a lane, a signal, or a deadline. One poll, no thread.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{self, Event};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pipe::{PipeFlags, pipe_with};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::{flag, low_level};

use super::keyboard;

/// What a poll says of a terminal that is gone.
const GONE: PollFlags = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::NVAL);

/// Lets another thread end the wait.
#[derive(Clone, Debug)]
pub(crate) struct Waker(Arc<OwnedFd>);

impl Waker {
    pub(crate) fn wake(&self) {
        // A full pipe wakes as well as one more byte would.
        rustix::io::write(self.0.as_fd(), b"!").ok();
    }
}

/// What ended a wait; several may be true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent events of one wait")]
pub(crate) struct Woken {
    pub resized: bool,
    pub suspend: bool,
    pub resumed: bool,
    pub end: bool,
}

/// The signals that concern a terminal program, as flags that their handlers set.
#[derive(Debug, Default)]
struct Flags {
    resized: Arc<AtomicBool>,
    suspend: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    end: Arc<AtomicBool>,
    /// Ctrl-C while another program has the terminal, or from outside.
    interrupted: Arc<AtomicBool>,
}

/// The one place where the main thread sleeps.
#[derive(Debug)]
pub(crate) struct Waiter {
    keyboard: File,
    wake: OwnedFd,
    waker: Waker,
    signals: UnixStream,
    flags: Flags,
    registered: Vec<signal_hook::SigId>,
}

impl Waiter {
    pub(crate) fn new() -> io::Result<Self> {
        let (wake, writer) = pipe_with(PipeFlags::CLOEXEC | PipeFlags::NONBLOCK)?;
        let (signals, sender) = UnixStream::pair()?;
        signals.set_nonblocking(true)?;
        sender.set_nonblocking(true)?;
        let mut waiter = Self {
            keyboard: keyboard()?,
            wake,
            waker: Waker(Arc::new(writer)),
            signals,
            flags: Flags::default(),
            registered: Vec::new(),
        };
        waiter.register(&sender)?;
        Ok(waiter)
    }

    /// The flag first, then the byte that ends the wait: handlers run in the order they were registered in.
    fn register(&mut self, sender: &UnixStream) -> io::Result<()> {
        let flags = &self.flags;
        let signals = [
            (SIGWINCH, &flags.resized),
            (SIGTSTP, &flags.suspend),
            (SIGCONT, &flags.resumed),
            (SIGTERM, &flags.end),
            (SIGHUP, &flags.end),
            (SIGINT, &flags.interrupted),
        ];
        for (signal, flag) in signals {
            self.registered.push(flag::register(signal, Arc::clone(flag))?);
            self.registered.push(low_level::pipe::register(signal, sender.try_clone()?)?);
        }
        Ok(())
    }

    pub(crate) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Waits until something happens, at most for `limit`.
    pub(crate) fn wait(&self, limit: Option<Duration>) -> io::Result<Woken> {
        let mut ended = false;
        {
            let mut fds = [
                PollFd::new(&self.keyboard, PollFlags::IN),
                PollFd::new(&self.wake, PollFlags::IN),
                PollFd::new(&self.signals, PollFlags::IN),
            ];
            let limit = limit.map(timespec);
            match poll(&mut fds, limit.as_ref()) {
                Ok(_) => {
                    ended |= fds[0].revents().intersects(GONE);
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        drain(&self.wake);
        drain(&self.signals);
        let mut woken = self.take();
        woken.end |= ended;
        Ok(woken)
    }

    /// Whether the terminal is gone. To be asked before each read of it: reading one that is gone would never end.
    pub(crate) fn is_gone(&self) -> bool {
        let mut fds = [PollFd::new(&self.keyboard, PollFlags::IN)];
        let now = timespec(Duration::ZERO);
        poll(&mut fds, Some(&now)).is_ok() && fds[0].revents().intersects(GONE)
    }

    /// The events of the terminal since the last time; none any more when it is gone.
    pub(crate) fn events(&self) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        while !self.is_gone() && event::poll(Duration::ZERO)? {
            events.push(event::read()?);
        }
        Ok(events)
    }

    /// The signals that came since the last time.
    fn take(&self) -> Woken {
        let interrupted = taken(&self.flags.interrupted);
        Woken {
            resized: taken(&self.flags.resized),
            suspend: taken(&self.flags.suspend),
            resumed: taken(&self.flags.resumed),
            end: taken(&self.flags.end) || interrupted,
        }
    }

    /// Forgets the signals that belong to the time when another program had the terminal; the order to end is none.
    pub(crate) fn forget(&self) {
        taken(&self.flags.interrupted);
        taken(&self.flags.suspend);
        taken(&self.flags.resumed);
    }
}

fn taken(flag: &AtomicBool) -> bool {
    flag.swap(false, Ordering::SeqCst)
}

impl Drop for Waiter {
    fn drop(&mut self) {
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
    }
}

fn drain(fd: impl AsFd) {
    let mut bytes = [0_u8; 256];
    while rustix::io::read(fd.as_fd(), &mut bytes).is_ok_and(|read| read == bytes.len()) {}
}

fn timespec(limit: Duration) -> Timespec {
    Timespec { tv_sec: i64::try_from(limit.as_secs()).unwrap_or(i64::MAX), tv_nsec: i64::from(limit.subsec_nanos()) }
}
