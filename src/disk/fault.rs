//! Crash points and failures on purpose. In release builds nothing of this exists but two empty functions.
//!
//! A process is told by its environment: `RIFFLE_CRASH_AT=label` or `label:N` kills it when it passes that point for the
//! Nth time; `RIFFLE_FAIL_AT=N:ENOSPC` (or `EIO`, `EACCES`, `EINTR`, `SHORT`) makes its Nth disk call fail, `N+:ENOSPC`
//! that one and all after it. A test in the same process uses [`rehearse`], which concerns its own thread alone.

use std::io;

/// How much of a write is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    Whole,
    /// Half of it, as a signal or a full quota may cause.
    #[cfg_attr(not(debug_assertions), expect(dead_code, reason = "only a rehearsal asks for it"))]
    Short,
}

#[cfg(debug_assertions)]
pub use rehearsal::{Failure, Fault, Outcome, Plan, rehearse};

/// Passes a labelled step; a test may have the process end here.
#[cfg(debug_assertions)]
pub(super) fn point(label: &str) {
    rehearsal::point(label);
}

/// Announces a call to the system, which a test may let fail.
#[cfg(debug_assertions)]
pub(super) fn call() -> io::Result<Pace> {
    rehearsal::call()
}

/// Whether to do as file systems do that cannot exchange names or rename without overwriting.
#[cfg(debug_assertions)]
pub(super) fn renames_are_plain() -> bool {
    rehearsal::renames_are_plain()
}

#[cfg(not(debug_assertions))]
pub(super) fn point(_label: &str) {}

#[cfg(not(debug_assertions))]
pub(super) fn call() -> io::Result<Pace> {
    Ok(Pace::Whole)
}

#[cfg(not(debug_assertions))]
pub(super) fn renames_are_plain() -> bool {
    false
}

#[cfg(debug_assertions)]
mod rehearsal {
    use std::cell::RefCell;
    use std::panic::{self, AssertUnwindSafe};
    use std::str::FromStr;
    use std::sync::{Mutex, OnceLock, PoisonError};
    use std::{env, io, process};

    use rustix::io::Errno;

    use super::Pace;

    /// How a call fails.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Fault {
        Full,
        Io,
        Denied,
        Interrupted,
        /// A write takes only half; other calls are not concerned.
        Short,
    }

    /// Which calls fail.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Failure {
        /// Counted from 1.
        pub at: u64,
        /// All calls after it fail too.
        pub lasting: bool,
        pub fault: Fault,
    }

    /// What is to go wrong.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Plan {
        pub fail: Option<Failure>,
        /// The point to end at, and at which passing of it (from 1).
        pub crash: Option<(String, u64)>,
        /// Renames can neither exchange nor refuse to overwrite.
        pub plain_renames: bool,
    }

    /// What a rehearsal came to.
    #[derive(Debug)]
    pub struct Outcome<T> {
        /// `None` where it crashed.
        pub result: Option<T>,
        /// How many disk calls were made.
        pub calls: u64,
        /// The points that were passed, in order.
        pub points: Vec<String>,
    }

    #[derive(Default)]
    struct Running {
        plan: Plan,
        calls: u64,
        points: Vec<String>,
    }

    struct Crash;

    thread_local! {
        static HERE: RefCell<Option<Running>> = const { RefCell::new(None) };
    }

    static PROCESS: OnceLock<Option<Mutex<Running>>> = OnceLock::new();

    /// Runs an act on this thread while things go wrong as planned. A crash leaves the disk as a killed process would,
    /// as long as what runs cleans up by no `Drop`.
    pub fn rehearse<T>(plan: Plan, act: impl FnOnce() -> T) -> Outcome<T> {
        HERE.set(Some(Running { plan, ..Running::default() }));
        let result = panic::catch_unwind(AssertUnwindSafe(act));
        let running = HERE.take().unwrap_or_default();
        let result = match result {
            Ok(result) => Some(result),
            Err(crash) if crash.is::<Crash>() => None,
            Err(panic) => panic::resume_unwind(panic),
        };
        Outcome { result, calls: running.calls, points: running.points }
    }

    pub(super) fn point(label: &str) {
        if HERE.with_borrow_mut(|here| here.as_mut().is_some_and(|running| running.ends_at(label))) {
            panic::resume_unwind(Box::new(Crash));
        }
        let ends = process_wide().is_some_and(|it| it.lock().unwrap_or_else(PoisonError::into_inner).ends_at(label));
        if ends {
            // Nothing is left to do where even this fails but to end the other way.
            rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).ok();
            process::abort();
        }
    }

    pub(super) fn call() -> io::Result<Pace> {
        let here = HERE.with_borrow_mut(|here| here.as_mut().map(Running::next_call));
        here.or_else(|| process_wide().map(|it| it.lock().unwrap_or_else(PoisonError::into_inner).next_call()))
            .unwrap_or(Ok(Pace::Whole))
    }

    pub(super) fn renames_are_plain() -> bool {
        HERE.with_borrow(|here| here.as_ref().is_some_and(|running| running.plan.plain_renames))
    }

    impl Running {
        fn ends_at(&mut self, label: &str) -> bool {
            self.points.push(label.into());
            let Some((wanted, time)) = &self.plan.crash else { return false };
            wanted == label && self.points.iter().filter(|point| *point == label).count() as u64 == *time
        }

        fn next_call(&mut self) -> io::Result<Pace> {
            self.calls += 1;
            match self.plan.fail {
                Some(failure) if failure.hits(self.calls) => failure.fault.strike(),
                Some(_) | None => Ok(Pace::Whole),
            }
        }
    }

    impl Failure {
        fn hits(self, call: u64) -> bool {
            call == self.at || (self.lasting && call > self.at)
        }
    }

    impl Fault {
        fn strike(self) -> io::Result<Pace> {
            match self {
                Self::Full => Err(Errno::NOSPC.into()),
                Self::Io => Err(Errno::IO.into()),
                Self::Denied => Err(Errno::ACCESS.into()),
                Self::Interrupted => Err(Errno::INTR.into()),
                Self::Short => Ok(Pace::Short),
            }
        }
    }

    impl FromStr for Failure {
        type Err = ();

        fn from_str(text: &str) -> Result<Self, ()> {
            let (at, fault) = text.split_once(':').ok_or(())?;
            let fault = match fault {
                "ENOSPC" => Fault::Full,
                "EIO" => Fault::Io,
                "EACCES" => Fault::Denied,
                "EINTR" => Fault::Interrupted,
                "SHORT" => Fault::Short,
                _ => return Err(()),
            };
            let lasting = at.ends_with('+');
            // A call that is interrupted for ever would never return.
            if lasting && fault == Fault::Interrupted {
                return Err(());
            }
            Ok(Self { at: at.trim_end_matches('+').parse().map_err(drop)?, lasting, fault })
        }
    }

    fn process_wide() -> Option<&'static Mutex<Running>> {
        let from_environment = || {
            let fail = env::var("RIFFLE_FAIL_AT").ok();
            let fail = fail.map(|it| it.parse().expect("RIFFLE_FAIL_AT is like 3:ENOSPC, 3+:EIO, 3:EINTR or 3:SHORT"));
            let crash = env::var("RIFFLE_CRASH_AT").ok().map(|text| match text.rsplit_once(':') {
                Some((label, time)) => (label.to_owned(), time.parse().expect("RIFFLE_CRASH_AT is label or label:N")),
                None => (text, 1),
            });
            (fail.is_some() || crash.is_some())
                .then(|| Mutex::new(Running { plan: Plan { fail, crash, plain_renames: false }, ..Running::default() }))
        };
        PROCESS.get_or_init(from_environment).as_ref()
    }
}
