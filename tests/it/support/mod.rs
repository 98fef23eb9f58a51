//! What the tests stand on: a hermetic home, remotes on disk, a real terminal, a screen without one.

pub(crate) mod canaries;
pub(crate) mod http;
pub(crate) mod page_server;
pub(crate) mod people;
pub(crate) mod pty;
pub(crate) mod sandbox;
pub(crate) mod screen;
pub(crate) mod servers;

pub(crate) use page_server::{PageServer, Reply};
pub(crate) use people::{Person, Team};
pub(crate) use pty::Terminal;
pub(crate) use sandbox::{Ran, Sandbox};
pub(crate) use screen::{Screen, workspace};
