//! From an address to the bytes of a page, through its redirects.

use ureq::http::header::{CONTENT_ENCODING, LOCATION, REFRESH};
use ureq::http::{HeaderName, Response};
use ureq::{Agent, Body};
use url::{Position, Url};

use super::answer::Answer;
use super::body::{self, Packing, Refusal};
use super::guard::Guard;
use super::{Error, address, error, refresh};

/// The most redirects that are followed, in whatever way a page leads on.
const REDIRECTS: usize = 5;

/// Asks for a page, and where it leads to, as far as the guard agrees.
pub(super) fn fetch(agent: &Agent, guard: &Guard, url: Url) -> Result<Answer, Error> {
    let mut next = url.clone();
    for _ in 0..=REDIRECTS {
        guard.check(&next, agent.config())?;
        let asked = agent.get(&next[..Position::AfterQuery]).call();
        let response = asked.map_err(|error| Error::asking(&next, error))?;
        if let Some(target) = redirect(&next, &response)? {
            next = target;
            continue;
        }
        let answer = answer(next, response)?;
        match refresh::target(&answer) {
            Some(target) => next = target,
            None => return Ok(answer),
        }
    }
    Err(Error::Redirects(error::shown(url.as_str())))
}

/// Where an answer leads, if it does.
pub(super) fn redirect(url: &Url, response: &Response<Body>) -> Result<Option<Url>, Error> {
    let target = match response.status().as_u16() {
        301 | 302 | 303 | 307 | 308 => header(response, LOCATION),
        _ => None,
    };
    let Some(target) = target else { return Ok(None) };
    let joined = url.join(&target).ok();
    let mut next =
        joined.and_then(|joined| address::web(joined.as_str())).ok_or_else(|| Error::NotWeb(error::shown(&target)))?;
    if next.fragment().is_none() {
        next.set_fragment(url.fragment());
    }
    Ok(Some(next))
}

pub(super) fn header(response: &Response<Body>, name: HeaderName) -> Option<String> {
    response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn answer(url: Url, response: Response<Body>) -> Result<Answer, Error> {
    let status = response.status();
    if !status.is_success() {
        return Err(Error::Status { url: error::shown(url.as_str()), status: status.as_u16() });
    }
    let packing = Packing::said(header(&response, CONTENT_ENCODING).as_deref())
        .ok_or_else(|| Error::Packed(error::shown(url.as_str())))?;
    let kind = response.body().mime_type().map(str::to_ascii_lowercase);
    let charset = response.body().charset().map(str::to_owned);
    let refresh = header(&response, REFRESH);
    let is_read = has_text(kind.as_deref()) || is_document(kind.as_deref(), &url);
    let bytes = if is_read { read(&url, response, packing)? } else { Vec::new() };
    Ok(Answer { url, kind, charset, refresh, bytes })
}

/// Whether what a server gives has text that can be read; one that does not say is given a chance.
pub(super) fn has_text(kind: Option<&str>) -> bool {
    matches!(kind, None | Some("text/html" | "application/xhtml+xml" | "text/plain" | "text/markdown"))
}

/// Whether what a server gives is a PDF or a book; for one that says nothing of use, its name counts.
fn is_document(kind: Option<&str>, url: &Url) -> bool {
    match kind {
        Some("application/pdf" | "application/epub+zip") => true,
        Some("application/octet-stream" | "application/x-pdf" | "application/zip") => {
            let path = url.path().to_ascii_lowercase();
            path.ends_with(".pdf") || path.ends_with(".epub")
        }
        _ => false,
    }
}

fn read(url: &Url, response: Response<Body>, packing: Packing) -> Result<Vec<u8>, Error> {
    body::unpack(response.into_body().into_reader(), packing).map_err(|refusal| match refusal {
        Refusal::TooLarge => Error::TooLarge(error::shown(url.as_str())),
        Refusal::Bomb => Error::Bomb(error::shown(url.as_str())),
        Refusal::Read(error) => Error::reading(url, error),
    })
}
