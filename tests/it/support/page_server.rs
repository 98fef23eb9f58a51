//! A web server on loopback for one test: real HTTP/1.1, with TLS if asked, well or badly behaved.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The longest that a connection waits for the other side.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a request is answered.
#[derive(Clone)]
pub(crate) enum Reply {
    /// With a status, header lines and a body, whose length is told.
    Whole { status: u16, headers: String, body: Vec<u8> },
    /// The same in chunks, so that nobody knows how long it is.
    Chunked { headers: String, body: Vec<u8> },
    /// With a part over and over again, until the other side has enough.
    Endless { headers: String, part: Vec<u8> },
    /// With a byte now and then.
    Slow,
    /// With a body that stops before its end.
    BrokenOff,
    /// Not at all.
    Silent,
}

impl Reply {
    pub(crate) fn html(body: &str) -> Self {
        Self::page("text/html; charset=utf-8", body.as_bytes())
    }

    pub(crate) fn page(kind: &str, body: &[u8]) -> Self {
        Self::Whole { status: 200, headers: format!("Content-Type: {kind}\r\n"), body: body.to_vec() }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::Whole { status, headers: String::new(), body: Vec::new() }
    }

    pub(crate) fn redirect(target: &str) -> Self {
        Self::Whole { status: 302, headers: format!("Location: {target}\r\n"), body: Vec::new() }
    }
}

/// A running server; it ends with the test.
pub(crate) struct PageServer {
    address: SocketAddr,
    is_over: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<String>>>,
    listening: Option<JoinHandle<()>>,
    /// The certificate that a client must trust, if the server speaks TLS.
    pub(crate) authority: Option<String>,
}

/// Answers a path, and what the client says it has of it already.
type Answers = dyn Fn(&str, Option<&str>) -> Reply + Send + Sync;

impl PageServer {
    /// Starts a server that answers each path.
    pub(crate) fn start(answers: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Arc::new(move |path: &str, _: Option<&str>| answers(path)), None, None)
    }

    /// The same, and hears what clients have already: a tag or a date.
    pub(crate) fn conditional(answers: impl Fn(&str, Option<&str>) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen(Arc::new(answers), None, None)
    }

    /// The same with TLS, as `localhost`, by an authority of its own.
    pub(crate) fn secure(answers: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let (config, authority) = certified();
        Self::listen(Arc::new(move |path: &str, _: Option<&str>| answers(path)), Some(config), Some(authority))
    }

    fn listen(answers: Arc<Answers>, tls: Option<Arc<ServerConfig>>, authority: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (over, seen) = (is_over.clone(), asked.clone());
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let (answers, tls, seen) = (answers.clone(), tls.clone(), seen.clone());
                // A client that goes away in the middle is what some tests are about.
                thread::spawn(move || serve(stream, &*answers, tls, &seen).ok());
            }
        });
        Self { address, is_over, asked, listening: Some(listening), authority }
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        match self.authority {
            Some(_) => format!("https://localhost:{}{path}", self.address.port()),
            None => format!("http://{}{path}", self.address),
        }
    }

    /// The paths that were asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for PageServer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the listener.
        TcpStream::connect(self.address).ok();
        self.listening.take().unwrap().join().unwrap();
    }
}

/// A key for `localhost`, certified by an authority that exists for this test only.
fn certified() -> (Arc<ServerConfig>, String) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".into()]).unwrap().signed_by(&key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    (Arc::new(config), authority.pem())
}

trait Stream: Read + Write {}
impl<S: Read + Write> Stream for S {}

fn serve(
    stream: TcpStream,
    answers: &Answers,
    tls: Option<Arc<ServerConfig>>,
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let raw = stream.try_clone()?;
    let stream: Box<dyn Stream> = match tls {
        Some(config) => Box::new(StreamOwned::new(ServerConnection::new(config).unwrap(), stream)),
        None => Box::new(stream),
    };
    let mut stream = BufReader::new(stream);
    while let Some((method, path, known)) = request(&mut stream)? {
        // As a proxy it plays the whole internet.
        if method == "CONNECT" {
            stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            continue;
        }
        asked.lock().unwrap().push(path.clone());
        answer(stream.get_mut(), &raw, answers(&path, known.as_deref()))?;
        return stream.get_mut().flush();
    }
    Ok(())
}

/// The method and the target of a request, and what the client says it has of it.
fn request(stream: &mut impl BufRead) -> std::io::Result<Option<(String, String, Option<String>)>> {
    let mut first = String::new();
    stream.read_line(&mut first)?;
    let (mut line, mut known) = (String::new(), None);
    while stream.read_line(&mut line)? > 2 {
        match line.split_once(':') {
            Some((name, value)) if name.to_ascii_lowercase().starts_with("if-") => {
                known = Some(value.trim().to_owned());
            }
            _ => {}
        }
        assert!(!line.to_ascii_lowercase().starts_with("cookie"), "no cookies");
        assert!(!line.to_ascii_lowercase().starts_with("authorization"), "no credentials");
        line.clear();
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    Ok(words.next().zip(words.next()).map(|(method, path)| (method, path, known)))
}

fn answer(stream: &mut dyn Stream, raw: &TcpStream, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Whole { status, headers, body } => {
            let length = body.len();
            write!(stream, "HTTP/1.1 {status} So\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
            stream.write_all(&body)
        }
        Reply::Chunked { headers, body } => {
            write!(stream, "HTTP/1.1 200 OK\r\n{headers}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")?;
            for chunk in body.chunks(1000) {
                write!(stream, "{:x}\r\n", chunk.len())?;
                stream.write_all(chunk)?;
                stream.write_all(b"\r\n")?;
            }
            stream.write_all(b"0\r\n\r\n")
        }
        Reply::Endless { headers, part } => {
            write!(stream, "HTTP/1.1 200 OK\r\n{headers}Connection: close\r\n\r\n")?;
            loop {
                stream.write_all(&part)?;
            }
        }
        Reply::Slow => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")?;
            raw.set_read_timeout(Some(Duration::from_millis(20)))?;
            // Reading what nobody sends is the pause.
            while stream.read(&mut [0]).is_err() {
                stream.write_all(b"x")?;
            }
            Ok(())
        }
        Reply::BrokenOff => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<title>Te")
        }
        Reply::Silent => {
            // Until the other side gives up.
            stream.read(&mut [0]).map(|_| ())
        }
    }
}
