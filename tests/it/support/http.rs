//! A web server on loopback for one test: hands a repository out through `git http-backend`, or behaves badly.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

/// How a server behaves.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    /// Serves everybody.
    Open,
    /// Serves who says `ada:secret`.
    Password,
    /// Answers everything with this status.
    Status(u16),
    /// Takes the request and says nothing.
    Silent,
}

/// `ada:secret`, as a browser would say it.
const ADA: &str = "Basic YWRhOnNlY3JldA==";

/// Starts a server of the repositories in a folder; answers with its port. It ends with the test.
pub(crate) fn serve(root: &Path, manner: Manner) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let root = root.to_owned();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let root = root.clone();
            thread::spawn(move || answer(stream, &root, manner));
        }
    });
    port
}

struct Request {
    method: String,
    path: String,
    query: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

fn answer(mut stream: TcpStream, root: &Path, manner: Manner) -> Option<()> {
    let request = read(&stream)?;
    let is_ada = request.headers.get("authorization").is_some_and(|said| said == ADA);
    let response = match manner {
        Manner::Open => backend(&request, root),
        Manner::Password if is_ada => backend(&request, root),
        Manner::Password => plain(401, "WWW-Authenticate: Basic realm=\"notes\"\r\n"),
        Manner::Status(status) => plain(status, ""),
        Manner::Silent => {
            // Until the other side gives up.
            stream.read_to_end(&mut Vec::new()).ok()?;
            return None;
        }
    };
    stream.write_all(&response).ok()
}

fn plain(status: u16, header: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} No\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Request { method, path: path.to_owned(), query: query.to_owned(), headers, body })
}

fn backend(request: &Request, root: &Path) -> Vec<u8> {
    let header = |name: &str| request.headers.get(name).cloned().unwrap_or_default();
    let mut child = Command::new("git")
        .arg("http-backend")
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REMOTE_USER", "ada")
        .env("REQUEST_METHOD", &request.method)
        .env("PATH_INFO", &request.path)
        .env("QUERY_STRING", &request.query)
        .env("CONTENT_TYPE", header("content-type"))
        .env("CONTENT_LENGTH", request.body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
        .env("GIT_PROTOCOL", header("git-protocol"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&request.body).ok();
    let output = child.wait_with_output().unwrap().stdout;
    let end = output.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
    let status = String::from_utf8_lossy(&output[..end])
        .lines()
        .find_map(|line| line.strip_prefix("Status: ").map(str::to_owned))
        .unwrap_or_else(|| "200 OK".to_owned());
    let mut response = format!("HTTP/1.1 {status}\r\nConnection: close\r\n").into_bytes();
    response.extend(output);
    response
}

/// Whether this computer's git has what a program of git's needs (`http-backend`, `daemon`); says loudly if not.
pub(crate) fn git_has(program: &str) -> bool {
    let found = git_folder().join(format!("git-{program}")).exists();
    if !found {
        eprintln!("SKIPPED: this git has no `git {program}`");
    }
    found
}

/// Where git keeps its programs.
pub(crate) fn git_folder() -> PathBuf {
    let output = Command::new("git").arg("--exec-path").output().unwrap();
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}
