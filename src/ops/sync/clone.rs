//! Brings an existing store to this machine.

use std::path::Path;
use std::sync::Arc;

use crate::git::transport;
use crate::ops::Error;
use crate::process::askpass::{Ask, Asker};

/// Clones a repository into a new folder; it must end, so a silent server is given up on after a minute. `ask` is who can
/// sign in.
pub fn clone(url: &str, dir: &Path, ask: Option<Arc<Ask>>) -> Result<(), Error> {
    Ok(transport::clone(url, dir, transport::stall(), ask.map(Asker::new).as_ref())?)
}
