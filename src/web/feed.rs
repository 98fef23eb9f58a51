//! Asks for a feed: only for what is new, and hears when to ask again.

use std::fs;
use std::io::Read as _;

use chrono::DateTime;
use ureq::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER,
};
use ureq::http::{HeaderName, Response};
use ureq::{Agent, Body};
use url::{Position, Url};

use super::body::{self, LARGEST, Packing, Refusal};
use super::fetch::{header, redirect};
use super::guard::Guard;
use super::{Error, Trust, error};

/// The most redirects that are followed.
const REDIRECTS: usize = 5;
/// The longest tag or date of a server that is kept.
const LONGEST: usize = 1000;

/// What is here of a feed already, as its server named it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub etag: Option<String>,
    pub modified: Option<String>,
}

/// What a server says to the question for a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub what: What,
    /// Where it comes from in the end.
    pub url: String,
    /// Where it is from now on, if its server says that it moved for good.
    pub moved: Option<String>,
    /// What to say the next time.
    pub known: Known,
    /// When it wants to be asked again.
    pub wait: Option<Wait>,
}

/// Not before so many seconds are over, or not before a moment, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    For(i64),
    Until(i64),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Nothing that is not here.
    #[default]
    Same,
    /// It is gone for good.
    Gone,
    /// Its server is busy: it failed, and says when it wants to be asked again.
    Refused(u16),
    /// Its bytes, and the alphabet that the server names.
    Bytes { bytes: Vec<u8>, charset: Option<String>, kind: Option<String> },
}

/// Asks, and follows where the answer leads as far as the guard agrees. Of what is of a kind that is not `taken` nothing is read.
pub(super) fn ask(
    agent: &Agent,
    guard: &Guard,
    url: Url,
    known: &Known,
    taken: fn(Option<&str>) -> bool,
) -> Result<Given, Error> {
    let (mut next, mut moved, mut is_for_good) = (url.clone(), None, true);
    for _ in 0..=REDIRECTS {
        guard.check(&next, agent.config())?;
        let response = question(agent, &next, known).call().map_err(|error| Error::asking(&next, error))?;
        if let Some(target) = redirect(&next, &response)? {
            is_for_good &= matches!(response.status().as_u16(), 301 | 308);
            moved = Some(target.to_string()).filter(|_| is_for_good).or(moved);
            next = target;
            continue;
        }
        return Ok(Given { moved, ..given(&next, response, taken)? });
    }
    Err(Error::Redirects(error::shown(url.as_str())))
}

fn question(agent: &Agent, url: &Url, known: &Known) -> ureq::RequestBuilder<ureq::typestate::WithoutBody> {
    let mut question = agent.get(&url[..Position::AfterQuery]);
    if let Some(etag) = &known.etag {
        question = question.header(IF_NONE_MATCH, etag);
    }
    if let Some(modified) = &known.modified {
        question = question.header(IF_MODIFIED_SINCE, modified);
    }
    question
}

fn given(url: &Url, response: Response<Body>, taken: fn(Option<&str>) -> bool) -> Result<Given, Error> {
    let short = |name: HeaderName| header(&response, name).filter(|value| value.len() <= LONGEST);
    let known = Known { etag: short(ETAG), modified: short(LAST_MODIFIED) };
    let again = short(RETRY_AFTER).and_then(|value| wait(&value)).or_else(|| max_age(&short(CACHE_CONTROL)?));
    let what = match response.status().as_u16() {
        304 => What::Same,
        410 => What::Gone,
        status @ (429 | 503) => What::Refused(status),
        _ if response.status().is_success() => bytes(url, response, taken)?,
        status => return Err(Error::Status { url: error::shown(url.as_str()), status }),
    };
    Ok(Given { what, url: url.to_string(), moved: None, known, wait: again })
}

/// When a server wants to be asked again: after seconds, or at a moment.
fn wait(value: &str) -> Option<Wait> {
    let seconds = value.trim().parse().ok().map(Wait::For);
    seconds.or_else(|| Some(Wait::Until(DateTime::parse_from_rfc2822(value.trim()).ok()?.timestamp())))
}

fn max_age(value: &str) -> Option<Wait> {
    value.split(',').find_map(|part| part.trim().strip_prefix("max-age=")?.parse().ok()).map(Wait::For)
}

fn bytes(url: &Url, response: Response<Body>, taken: fn(Option<&str>) -> bool) -> Result<What, Error> {
    let kind = response.body().mime_type().map(str::to_ascii_lowercase);
    if !taken(kind.as_deref()) {
        return Ok(What::Bytes { bytes: Vec::new(), charset: None, kind });
    }
    let packing = Packing::said(header(&response, CONTENT_ENCODING).as_deref())
        .ok_or_else(|| Error::Packed(error::shown(url.as_str())))?;
    let charset = response.body().charset().map(str::to_owned);
    let unpacked = body::unpack(response.into_body().into_reader(), packing).map_err(|refusal| match refusal {
        Refusal::TooLarge => Error::TooLarge(error::shown(url.as_str())),
        Refusal::Bomb => Error::Bomb(error::shown(url.as_str())),
        Refusal::Read(error) => Error::reading(url, error),
    })?;
    Ok(What::Bytes { bytes: unpacked, charset, kind })
}

/// A feed that lies in a file on this machine, `file:///…`.
pub(super) fn file(address: &str, trust: Trust) -> Option<Result<Given, Error>> {
    let url = Url::parse(address).ok().filter(|url| url.scheme() == "file")?;
    if trust != Trust::Typed {
        return Some(Err(Error::File(error::shown(address))));
    }
    let unreadable = || Error::Unreadable(error::shown(address));
    let read = || {
        let path = url.to_file_path().map_err(|()| unreadable())?;
        let is_file = fs::metadata(&path).is_ok_and(|meta| meta.is_file());
        let file = fs::File::open(&path).ok().filter(|_| is_file).ok_or_else(unreadable)?;
        let mut bytes = Vec::new();
        file.take(LARGEST as u64 + 1).read_to_end(&mut bytes).map_err(|_| unreadable())?;
        if bytes.len() > LARGEST {
            return Err(Error::TooLarge(error::shown(address)));
        }
        Ok(Given { what: What::Bytes { bytes, charset: None, kind: None }, url: url.to_string(), ..Given::default() })
    };
    Some(read())
}
