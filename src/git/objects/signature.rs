//! Who commits, when, and whether it is signed.

use chrono::TimeZone as _;
use git2::{Commit, Config, Oid, Signature, Time};

use crate::git::{Error, Timestamp, program};
use crate::process::Run;

/// Who makes commits of which nothing is a machine's.
pub(in crate::git) const RIFFLE: (&str, &str) = ("Riffle", "riffle@localhost");

/// A commit that the git program makes.
pub(in crate::git) struct Draft<'a> {
    pub(in crate::git) tree: Oid,
    pub(in crate::git) parents: &'a [&'a Commit<'a>],
    pub(in crate::git) message: &'a str,
    pub(in crate::git) author: &'a Signature<'a>,
}

impl Draft<'_> {
    pub(in crate::git) fn args(&self) -> Vec<String> {
        let mut args = vec!["commit-tree".to_owned(), "-S".to_owned(), self.tree.to_string()];
        args.extend(self.parents.iter().flat_map(|parent| ["-p".to_owned(), parent.id().to_string()]));
        args
    }

    /// The id that git prints when it is run with [`Draft::args`].
    pub(in crate::git) fn signed(&self, mut run: Run) -> Result<Vec<u8>, Error> {
        let when = self.author.when();
        let date = format!("@{} {}", when.seconds(), zone(when.offset_minutes()));
        let name = self.author.name().unwrap_or("riffle");
        let email = self.author.email().unwrap_or("riffle@localhost");
        for who in ["AUTHOR", "COMMITTER"] {
            run.env.push((format!("GIT_{who}_NAME").into(), name.into()));
            run.env.push((format!("GIT_{who}_EMAIL").into(), email.into()));
            run.env.push((format!("GIT_{who}_DATE").into(), date.clone().into()));
        }
        run.input = Some(self.message.as_bytes().to_vec());
        program::stdout_of(&run)
    }
}

/// Name and address of the person as git knows them; where git does not, the names of user and host, so that no commit
/// fails for a name.
pub(in crate::git) fn person(config: Result<Config, git2::Error>, host: fn() -> String) -> (String, String) {
    let config = config.and_then(|mut config| config.snapshot());
    let setting = |name: &str| {
        let value = config.as_ref().ok()?.get_string(name).ok()?;
        Some(value).filter(|value| !value.trim().is_empty())
    };
    let user = || std::env::var("USER").ok().filter(|user| !user.is_empty()).unwrap_or_else(|| "riffle".to_owned());
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let name = given("GIT_AUTHOR_NAME").or_else(|| setting("user.name")).unwrap_or_else(user);
    let email = given("GIT_AUTHOR_EMAIL").or_else(|| setting("user.email"));
    (name, email.unwrap_or_else(|| format!("{}@{}", user(), host())))
}

pub(in crate::git) fn signature(name: &str, email: &str, at: Timestamp) -> Result<Signature<'static>, git2::Error> {
    let time = Time::new(at.timestamp(), at.offset().local_minus_utc() / 60);
    Signature::new(name, email, &time).or_else(|_| Signature::new("riffle", "riffle@localhost", &time))
}

pub(in crate::git) fn signs(config: Result<Config, git2::Error>) -> bool {
    config.and_then(|config| config.get_bool("commit.gpgSign")).unwrap_or(false)
}

pub(in crate::git) fn moment(time: Time) -> Timestamp {
    let offset = chrono::FixedOffset::east_opt(time.offset_minutes() * 60);
    let offset = offset.unwrap_or(chrono::FixedOffset::east_opt(0).expect("zero is an offset"));
    offset.timestamp_opt(time.seconds(), 0).single().unwrap_or_default()
}

pub(in crate::git) fn host() -> String {
    let name =
        ["/etc/hostname", "/proc/sys/kernel/hostname"].iter().find_map(|file| std::fs::read_to_string(file).ok());
    name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "localhost".to_owned())
}

fn zone(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
