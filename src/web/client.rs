//! The client: one page at a time, with an end to every wait.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use super::feed::{self, Given, Known};
use super::guard::Guard;
use super::visit::{self, Visited};
use super::{Error, Page, Trust, address, error, fetch, page};

/// How often somebody who waits is asked whether to go on.
const TICK: Duration = Duration::from_millis(50);

/// How long a server may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the whole page, redirects included.
    pub total: Duration,
    /// Without a byte.
    pub idle: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { total: Duration::from_secs(15), idle: Duration::from_secs(5) }
    }
}

/// Fetches and reads pages.
#[derive(Debug, Default)]
pub struct Client {
    patience: Patience,
}

impl Client {
    pub fn new() -> Self {
        Self::default()
    }

    /// A client that waits longer or shorter.
    pub fn with_patience(patience: Patience) -> Self {
        Self { patience }
    }

    /// Fetches a page and reads it; `go_on` is asked while it loads.
    pub fn page(&self, url: &str, trust: Trust, go_on: &mut dyn FnMut() -> bool) -> Result<Page, Error> {
        self.ask(url, trust, go_on, |agent, guard, url| {
            let asked = url.to_string();
            fetch::fetch(agent, guard, url).map(|answer| Page { asked, ..page::read(answer) })
        })
    }

    /// Asks for a feed, on the web or in a file, if it is not as it is `known` here.
    pub fn feed(
        &self,
        url: &str,
        trust: Trust,
        known: &Known,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Given, Error> {
        if let Some(given) = feed::file(url, trust) {
            return given;
        }
        let known = known.clone();
        self.ask(url, trust, go_on, move |agent, guard, url| feed::ask(agent, guard, url, &known, |_| true))
    }

    /// Looks what is at an address now: a page, and whether it moved for good.
    pub fn visit(&self, url: &str, trust: Trust, go_on: &mut dyn FnMut() -> bool) -> Result<Visited, Error> {
        self.ask(url, trust, go_on, visit::visit)
    }

    /// Asks on a thread of its own, so that no look-up and no server can keep the one who waits.
    fn ask<T: Send + 'static>(
        &self,
        url: &str,
        trust: Trust,
        go_on: &mut dyn FnMut() -> bool,
        ask: impl FnOnce(&Agent, &Guard, Url) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let url = address::web(url).ok_or_else(|| Error::NotWeb(error::shown(url)))?;
        let shown = error::shown(url.as_str());
        if !go_on() {
            return Err(Error::Stopped(shown));
        }
        let guard = Guard::new(trust);
        let agent = self.agent(guard.clone());
        let (answer, answered) = mpsc::channel();
        let asking = agent.clone();
        thread::spawn(move || {
            // Nobody listens any more where the waiting was given up.
            answer.send(ask(&asking, &guard, url)).ok();
        });
        self.wait(&answered, &shown, go_on).inspect_err(|_| agent.shutdown())
    }

    fn wait<T>(
        &self,
        answered: &Receiver<Result<T, Error>>,
        shown: &str,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<T, Error> {
        let mut left = self.patience.total;
        loop {
            match answered.recv_timeout(TICK) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return Err(Error::Unreadable(shown.to_owned())),
                Err(RecvTimeoutError::Timeout) if !go_on() => return Err(Error::Stopped(shown.to_owned())),
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return Err(Error::TimedOut(shown.to_owned())),
                Err(RecvTimeoutError::Timeout) => left = left.saturating_sub(TICK),
            }
        }
    }

    /// What asks for one page: no cookies, no credentials, a proxy if the environment names one.
    fn agent(&self, guard: Guard) -> Agent {
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = Config::builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("Mozilla/5.0 (compatible; riffle/", env!("CARGO_PKG_VERSION"), ")"))
            .accept(
                "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,text/plain;q=0.9,*/*;q=0.1",
            )
            .accept_encoding("gzip, br")
            .timeout_per_call(Some(self.patience.total))
            .timeout_resolve(Some(self.patience.idle))
            .timeout_connect(Some(self.patience.idle))
            .timeout_per_read(Some(self.patience.idle))
            .timeout_per_write(Some(self.patience.idle))
            .max_idle_connections(0)
            .build();
        Agent::with_parts(config, DefaultConnector::new(), guard)
    }
}
