//! Runs a program to its end, or to the end of patience.

use std::ffi::OsStr;
use std::io::{self, Read, Write as _};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions};

use super::session;
use super::{Error, GoOn, Output, Run, cannot_start, command_of, find};

/// How long a program may take to end after it was asked to, or to close its output after its end.
const GRACE: Duration = Duration::from_millis(500);
/// How often a program that says nothing is asked about.
const LOOK: Duration = Duration::from_millis(100);
/// What is kept of a program's complaints.
const STDERR_KEPT: usize = 1 << 20;

enum News {
    Out(Vec<u8>),
    Err(Vec<u8>),
    Closed,
    Ended,
}

impl Run {
    /// Runs it and collects what it prints.
    ///
    /// Ends with the program, even when a child of its own (a shared ssh connection) keeps its output open.
    pub(crate) fn output(&self) -> Result<Output, Error> {
        self.output_while(&mut || true)
    }

    /// The same, and ends the program with its children when `go_on` says so; it is asked a few times a second.
    pub(crate) fn output_while(&self, go_on: &mut GoOn<'_>) -> Result<Output, Error> {
        let mut child = self.command()?.spawn().map_err(|source| cannot_start(&self.program, source))?;
        let pid = Pid::from_child(&child);
        let news = listen(&mut child, pid, self.input.clone());
        let (stdout, stderr) = self.collect(&news, go_on).inspect_err(|_| end(&news, pid))?;
        let status = child.wait().map_err(|source| cannot_start(&self.program, source))?;
        // Neither arguments nor output: they may hold passwords.
        tracing::debug!("{} ended with {status}", self.program.to_string_lossy());
        Ok(Output { status, stdout, stderr })
    }

    fn command(&self) -> Result<Command, Error> {
        let path = self.env.iter().find(|(name, _)| name == "PATH").map(|(_, value)| value.as_os_str());
        let program = find(&self.program, path)?;
        let mut command = match session::itself() {
            Some(helper) => {
                let mut command = command_of(helper);
                command.arg(session::ARGUMENT).arg(&program);
                command
            }
            None => {
                let mut command = command_of(&program);
                command.process_group(0);
                command
            }
        };
        for name in &self.without {
            command.env_remove(name);
        }
        let input = if self.input.is_some() { Stdio::piped() } else { Stdio::null() };
        command.args(&self.args).envs(self.env.iter().map(|(name, value)| (name, value))).current_dir(&self.folder);
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(command)
    }

    fn collect(&self, news: &Receiver<News>, go_on: &mut GoOn<'_>) -> Result<(Vec<u8>, Vec<u8>), Error> {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let (mut open, mut ended) = (2, false);
        while open > 0 || !ended {
            match self.next(news, if ended { GRACE } else { self.stall }, go_on)? {
                Some(News::Out(bytes)) => stdout.extend(bytes),
                Some(News::Err(bytes)) if stderr.len() < STDERR_KEPT => stderr.extend(bytes),
                Some(News::Err(_)) => {}
                Some(News::Closed) => open -= 1,
                Some(News::Ended) => ended = true,
                None if ended => break,
                None => return Err(self.stalled()),
            }
        }
        Ok((stdout, stderr))
    }

    /// What comes next; `None` when nothing came for so long.
    fn next(&self, news: &Receiver<News>, patience: Duration, go_on: &mut GoOn<'_>) -> Result<Option<News>, Error> {
        let mut left = patience;
        loop {
            if !go_on() {
                return Err(Error::Stopped(name(&self.program)));
            }
            let wait = left.min(LOOK);
            match news.recv_timeout(wait) {
                Ok(news) => return Ok(Some(news)),
                Err(RecvTimeoutError::Timeout) if self.asks() => left = patience,
                Err(RecvTimeoutError::Timeout) if left > wait => left -= wait,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }

    /// Whether the person is asked something.
    fn asks(&self) -> bool {
        self.is_asking.as_ref().is_some_and(|asking| asking.load(Ordering::Relaxed))
    }

    fn stalled(&self) -> Error {
        Error::Stalled { program: name(&self.program), after: self.stall }
    }
}

fn name(program: &OsStr) -> String {
    program.to_string_lossy().into_owned()
}

/// Starts a thread for each stream and one that waits for the end; they end with the program.
fn listen(child: &mut Child, pid: Pid, input: Option<Vec<u8>>) -> Receiver<News> {
    let (sender, news) = mpsc::channel();
    if let (Some(mut stdin), Some(bytes)) = (child.stdin.take(), input) {
        // A program that stops reading early says why in its own words.
        thread::spawn(move || stdin.write_all(&bytes).ok());
    }
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, sender.clone(), News::Out);
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, sender.clone(), News::Err);
    }
    thread::spawn(move || {
        // Only looks: the process is reaped by its owner, so its number cannot pass to another before that.
        while let Err(rustix::io::Errno::INTR) =
            rustix::process::waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
        {}
        sender.send(News::Ended).ok();
    });
    news
}

fn forward(mut stream: impl Read + Send + 'static, sender: Sender<News>, wrap: fn(Vec<u8>) -> News) {
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) if sender.send(wrap(buffer[..count].to_vec())).is_ok() => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => break,
            }
        }
        // Nobody listens any more when the program was given up.
        sender.send(News::Closed).ok();
    });
}

/// Asks the program and its children to end, then ends them.
fn end(news: &Receiver<News>, pid: Pid) {
    signal(pid, Signal::TERM);
    await_event(news, |event| matches!(event, News::Ended));
    signal(pid, Signal::KILL);
    // Reaped, so that no zombie stays; it cannot fail but by having been reaped.
    rustix::process::waitpid(Some(pid), rustix::process::WaitOptions::empty()).ok();
    await_event(news, |event| matches!(event, News::Closed));
}

/// Waits for an event as long as something keeps coming.
fn await_event(news: &Receiver<News>, wanted: fn(&News) -> bool) {
    while news.recv_timeout(GRACE).is_ok_and(|event| !wanted(&event)) {}
}

/// To the group; to the process alone while it has not made its own group yet. Fails only when it is gone.
fn signal(pid: Pid, signal: Signal) {
    if rustix::process::kill_process_group(pid, signal).is_err() {
        rustix::process::kill_process(pid, signal).ok();
    }
}
