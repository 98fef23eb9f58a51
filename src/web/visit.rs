//! What is at an address that was kept: its page as it is now, another address for good, or nothing any more.

use ureq::Agent;
use url::Url;

use super::answer::Answer;
use super::feed::{self, Known, What};
use super::guard::Guard;
use super::{Error, Page, error, fetch, page};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visited {
    /// A page; its text is empty where it is none to be read. `moved` is where it is for good now.
    There { page: Box<Page>, moved: Option<String> },
    /// Gone for good.
    Gone,
}

pub(super) fn visit(agent: &Agent, guard: &Guard, url: Url) -> Result<Visited, Error> {
    let asked = url.to_string();
    let given = match feed::ask(agent, guard, url, &Known::default(), fetch::has_text) {
        Err(Error::Status { status: 404 | 410, .. }) => return Ok(Visited::Gone),
        given => given?,
    };
    let (bytes, charset, kind) = match given.what {
        What::Gone => return Ok(Visited::Gone),
        What::Refused(status) => return Err(Error::Status { url: error::shown(&asked), status }),
        What::Same => (Vec::new(), None, None),
        What::Bytes { bytes, charset, kind } => (bytes, charset, kind),
    };
    let url = Url::parse(&given.url).map_err(|_| Error::NotWeb(error::shown(&given.url)))?;
    let page = page::read(Answer { url, kind, charset, refresh: None, bytes });
    Ok(Visited::There { page: Box::new(Page { asked, ..page }), moved: given.moved })
}
